"""A highlight is an exact code or whole name, never a part of one."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.errors import OptionError
from scnvariation.plots.highlight import find_highlighted

AREAS = pd.DataFrame(
    {
        "area_code": ["R1", "R10", "R2"],
        "area_name": ["Trust 1", "Trust 10", "St Helens"],
        "network_area": ["Wessex", "London", None],
        "value": [0.1, 0.2, 0.3],
    }
)


@pytest.mark.parametrize("catalogue_line", ["B181-part_of_a_name"], indirect=True)
def test_a_name_is_not_part_of_a_name():
    """B181: 'Trust 1' is there and means only itself."""
    assert find_highlighted("Trust 1", AREAS).mask.tolist() == [True, False, False]


def test_a_part_of_a_name_stops_with_the_nearest():
    """B181, the other way round: 'Trust' alone is nobody."""
    with pytest.raises(OptionError) as caught:
        find_highlighted("Trust 11", AREAS)
    assert str(caught.value) == (
        "highlight='Trust 11' is no area here; give a code or a whole name exactly. "
        "Present: R1, R10, R2, Trust 1, Trust 10 and 1 more. Did you mean 'Trust 1'?"
    )


@pytest.mark.parametrize(
    ("asked", "mask", "key"),
    [
        ("R10", [False, True, False], "Trust 10"),
        (["R1", "St Helens"], [True, False, True], "Trust 1, St Helens"),
        ({"area_code": ["R1", "R2"]}, [True, False, True], "Trust 1, St Helens"),
        ({"network_area": "Wessex"}, [True, False, False], "Wessex: 1 area"),
        ({"network_area": ["Wessex", "London"]}, [True, True, False], "Wessex, London: 2 areas"),
        (None, [False, False, False], ""),
    ],
)
def test_ways_to_ask(asked, mask, key):
    """A code, several, a column; the key says whom."""
    found = find_highlighted(asked, AREAS)
    assert found.mask.tolist() == mask
    assert found.name == key


def test_an_unknown_column_stops():
    """The columns of text that there are; numbers are no names."""
    with pytest.raises(OptionError) as caught:
        find_highlighted({"network": "Wessex"}, AREAS)
    assert str(caught.value) == (
        "highlight='network' is not known; choose one of 'area_code', 'area_name', 'network_area'. "
        "Did you mean 'network_area'?"
    )


def test_an_unknown_value_of_a_column_stops():
    """The column is named, and missing values are not offered."""
    with pytest.raises(OptionError) as caught:
        find_highlighted({"network_area": "wessex"}, AREAS)
    assert str(caught.value) == (
        "highlight['network_area']='wessex' is no area here; give a code or a whole name exactly. "
        "Present: Wessex, London. Did you mean 'Wessex'?"
    )
