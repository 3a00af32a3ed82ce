"""Slips in options and frames that are odd but right. Ids are those of the catalogue."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataError, OptionError, ScnVariationError, TooFewAreasError


def five(**columns: object) -> pd.DataFrame:
    """Five areas with other columns in their place."""
    return pd.DataFrame({"area_code": list("ABCDE"), "numerator": [10, 12, 9, 11, 40], "denominator": 100} | columns)


@pytest.fixture(scope="module")
def sample() -> scn.Indicators:
    return scn.load_sample()


SLIPS = {
    "B114-level_as_percentage": (
        scn.rates,
        {"levels": 95},
        "levels=95.0 is not between 0 and 1; levels are probabilities: 0.95?",
    ),
    "B114-capital_letter": (
        scn.funnel,
        {"method": "Exact"},
        (
            "method='Exact' is not known; choose one of 'exact', 'normal', 'interpolated', 'arcsine', 'sqrt', 'log'. "
            "Did you mean 'exact'?"
        ),
    ),
    "B114-benchmark_as_percentage": (
        scn.funnel,
        {"benchmark": 13.2},
        "benchmark=13.2 is above 1, which a proportion cannot be; did you mean 0.132?",
    ),
    "B180-levels_as_percentages": (
        scn.funnel,
        {"levels": (95, 99)},
        "levels=95.0 is not between 0 and 1; levels are probabilities: 0.95?",
    ),
}


@pytest.mark.parametrize(("call", "options", "text"), SLIPS.values(), ids=SLIPS.keys())
def test_bad_input_slips_in_options(call, options, text):
    with pytest.raises(OptionError) as stopped:
        call(five(), statistic="proportion", **options)
    assert str(stopped.value) == text


@pytest.mark.parametrize("level", [0.99], ids=["B180-no_number_means_another"])
def test_a_level_is_what_it_says(level):
    """0.99 is 0.99 and never 0.998: the limits of a published package were those of another level."""
    areas = scn.funnel(five(), statistic="proportion", levels=(0.95, level)).areas
    assert {"lower_99", "upper_99"} <= set(areas.columns)
    # By hand: at a benchmark of 0.5 and 100 people the normal limits are 0.5 -+ 2.5758 x 0.05.
    limits = scn.funnel(five(), statistic="proportion", benchmark=0.5, method="normal", levels=(0.95, level)).areas
    np.testing.assert_allclose(limits[["lower_99", "upper_99"]].iloc[0], [0.3712, 0.6288], atol=5e-5)


SELECTIONS = {
    "B102-domain_six": (
        {"domain": 6},
        OptionError,
        "domain='6' is not in the data. The data hold 1, 2, 3, 4, 5.",
    ),
    "B162-nothing_left": (
        {"network": "cancer", "indicator": "ccg_ois:3.5"},
        DataError,
        (
            "select() leaves no rows of 25,319: indicator removed 23,631, network removed 1,688. "
            "Before that the rows held: ccg_ois:3.5."
        ),
    ),
}


@pytest.mark.parametrize(("chosen", "kind", "text"), SELECTIONS.values(), ids=SELECTIONS.keys())
def test_bad_input_selections_that_leave_nothing(sample, chosen, kind, text):
    with pytest.raises(kind) as stopped:
        sample.select(**chosen)
    assert str(stopped.value) == text


SPELLINGS = {
    "B075-ampersand": ("network", "mental health dementia & neurology", "mental_health_dementia_neurology"),
    "B075-short_name": ("network", "Mental Health, Dementia and Neuro", "mental_health_dementia_neurology"),
}


@pytest.mark.parametrize(("option", "spelling", "name"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_bad_input_spellings_of_networks(sample, option, spelling, name):
    ours = sample.select(**{option: spelling}).observations
    pd.testing.assert_frame_equal(ours, sample.select(**{option: name}).observations)


EARLIER = {
    "B161-two_predecessors": ("Greater Manchester, Lancs and South Cumbria", "GMLSC"),
    "B161-short_name": ("Northern", "NE"),
    "B161-name_of_the_senate": ("Northern England Clinical Senate", "NE"),
}


@pytest.mark.parametrize(("name", "key"), EARLIER.values(), ids=EARLIER.keys())
def test_names_of_network_areas_in_other_years(name, key):
    assert scn.framework.network_area_key(name) == key


@pytest.mark.parametrize("areas", [1, 2], ids=["B067-one_area", "B067-two_areas"])
def test_bad_input_too_few_areas(areas):
    """A funnel of one or two areas is drawn; how much they vary is not measured."""
    assert len(scn.funnel(five().head(areas), statistic="proportion").areas) == areas
    with pytest.raises(TooFewAreasError, match="needs at least 3 areas"):
        scn.variation(five().head(areas), statistic="proportion")


@pytest.mark.parametrize("polarity", [None, "neutral"], ids=["B099-polarity_missing", "B099-polarity_neutral"])
def test_bad_input_without_a_direction(polarity):
    """Nothing is better or worse where nobody has said what is good."""
    found = scn.funnel(five(numerator=[1, 50, 9, 11, 90]), statistic="proportion", polarity=polarity, basis="exact")
    assert set(found.areas["judgement"]) <= {"higher", "similar", "lower"}
    assert {"higher", "lower"} <= set(found.areas["judgement"])


@pytest.mark.parametrize("statistic", ["proportion", "ratio"], ids=["B182-proportion", "B182-ratio"])
def test_all_areas_with_numerator_equal_to_denominator(statistic):
    areas = scn.funnel(five(numerator=100), statistic=statistic).areas
    assert areas["value"].tolist() == [1.0] * 5
    assert set(areas["status"]) == set(areas["status_adjusted"]) == {"within"}


@pytest.mark.parametrize("turn", [1, -1], ids=["B183-as_given", "B183-turned_round"])
def test_denominators_that_differ_by_rounding_get_limits_of_their_own(turn):
    """No join on floats: 0.1 + 0.2 and 0.3 are two areas with nearly the same limits, not four rows or none."""
    frame = five(numerator=[1, 1, 4, 6, 7], denominator=[0.1 + 0.2, 0.3, 5, 6, 7]).iloc[::turn]
    areas = scn.funnel(frame, statistic="ratio").areas.sort_values("area_code")
    assert areas["area_code"].tolist() == list("ABCDE")
    assert areas["upper_95"].iloc[0] == pytest.approx(areas["upper_95"].iloc[1], rel=1e-12)


@pytest.mark.parametrize("call", [scn.variation, scn.funnel], ids=["B184-variation", "B184-funnel"])
def test_the_global_state_of_random_numbers_is_never_touched(call):
    before = np.random.get_state()  # noqa: NPY002 - the old global state is what is watched
    call(five(), statistic="proportion")
    after = np.random.get_state()  # noqa: NPY002 - as above
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_all_of_these_are_errors_of_one_family():
    assert issubclass(OptionError, ScnVariationError)
    assert issubclass(TooFewAreasError, ScnVariationError)
