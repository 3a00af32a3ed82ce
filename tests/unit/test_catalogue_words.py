"""Words of a user's catalogue: one that is not known stops at the door, with the indicator and the nearest match."""

import pandas as pd
import pytest

import scnvariation as scn

FRAME = pd.DataFrame(
    {"indicator_id": "x", "period": "2014/15", "area_code": list("ABC"), "numerator": [1, 2, 3], "denominator": 10}
)


@pytest.mark.parametrize(
    ("column", "word", "said"),
    [
        (
            "statistic",
            "rates",
            "catalogue: statistic of 'x'='rates' is not known; choose one of 'proportion', 'rate', ",
        ),
        ("polarity", "high_is_god", "Did you mean 'high_is_good'?"),
    ],
)
def test_a_word_that_is_not_known_is_refused(column: str, word: str, said: str) -> None:
    """Otherwise a slip in the polarity would be taken for neutral without a word."""
    catalogue = pd.DataFrame({"indicator_id": ["x"], "statistic": ["rate"], "polarity": ["neutral"]}).assign(
        **{column: word}
    )
    with pytest.raises(scn.DataError) as error:
        scn.Indicators(FRAME, catalogue=catalogue)
    assert said in str(error.value)


def test_blank_words_are_completed() -> None:
    catalogue = pd.DataFrame({"indicator_id": ["x"], "statistic": ["rate"], "polarity": [""]})
    assert scn.Indicators(FRAME, catalogue=catalogue).catalogue["polarity"].tolist() == ["neutral"]
