"""An observed ratio never stands alone: chance beside each, true percentile ratios, repeat events, areas outside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import special

import scnvariation as scn
from scnvariation.analysis.variation import variation
from scnvariation.errors import OptionError

DEATHS = [41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31]
OPERATIONS = [143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301]
BRISTOL = pd.DataFrame({"area_code": [f"H{k:02d}" for k in range(12)], "numerator": DEATHS, "denominator": OPERATIONS})
QUICK = {"simulations": 0, "intervals": False}
BESIDE_CHANCE = ("extremal_quotient", "p95_p5", "p90_p10", "p75_p25", "cv")


@pytest.mark.parametrize("statistic", ["proportion", "rate"])
def test_every_observed_ratio_has_its_chance_value_and_envelope(statistic: str) -> None:
    """The median lies inside its envelope; these centres differ beyond chance, most plainly at the ends."""
    row = variation(BRISTOL, statistic=statistic, simulations=999).groups.iloc[0]
    for name in BESIDE_CHANCE:
        lower, median, upper = (row[f"{name}_chance{end}"] for end in ("_lower", "", "_upper"))
        assert lower < median < upper
    assert row["extremal_quotient"] > row["extremal_quotient_chance_upper"]
    assert row["cv"] > row["cv_chance_upper"]


def test_the_coefficient_of_variation_under_chance_is_that_of_poisson_counts() -> None:
    """Forty areas of 100 expected events: standard deviation 10 in 100, and 0.1/sqrt(2 x 39) of scatter."""
    frame = pd.DataFrame({"area_code": [f"A{k}" for k in range(40)], "numerator": 100, "denominator": 1000})
    row = variation(frame, statistic="rate", intervals=False, simulations=999).groups.iloc[0]
    assert row["cv_chance"] == pytest.approx(0.1, abs=0.003)
    reach = 1.96 * 0.1 / np.sqrt(2 * 39)
    assert row["cv_chance_upper"] == pytest.approx(0.1 + reach, abs=0.004)
    assert row["cv_chance_lower"] == pytest.approx(0.1 - reach, abs=0.004)


def test_no_draws_leave_the_chance_columns_blank() -> None:
    """They are never filled with something else."""
    row = variation(BRISTOL, statistic="rate", **QUICK).groups.iloc[0]
    assert row.filter(like="_chance").isna().all()


@pytest.mark.parametrize("simulations", [-1, 9.5, True, "many"])
def test_an_impossible_number_of_draws_stops(simulations: object) -> None:
    """Zero is the word for none."""
    with pytest.raises(OptionError) as error:
        variation(BRISTOL, statistic="rate", simulations=simulations)
    assert str(error.value).startswith(f"simulations={simulations!r} is not a number of draws; give 0 for none")


def test_true_percentile_ratios_are_those_of_the_fitted_law() -> None:
    """Quantiles of the gamma law of the variance found, at the estimate and at both limits."""
    frame = pd.DataFrame({"area_code": list("ABCDEFGH"), "numerator": [2, 4, 9, 1, 30, 22, 7, 3], "denominator": 10})
    row = variation(frame, statistic="rate", simulations=0).groups.iloc[0]
    for end in ("", "_lower", "_upper"):
        shape = 1 / row[f"between_variance{end}"]
        low, high = special.gammaincinv(shape, [0.1, 0.9])
        assert row[f"true_p90_p10{end}"] == pytest.approx(high / low, rel=1e-9)


def test_areas_that_are_alike_have_a_true_ratio_of_one() -> None:
    """The lower limit is 1 wherever chance may be all there is."""
    frame = pd.DataFrame({"area_code": list("ABCDEFGH"), "numerator": [50, 51] * 4, "denominator": 1000})
    row = variation(frame, statistic="rate", simulations=0).groups.iloc[0]
    assert (row["true_p90_p10"], row["true_p90_p10_lower"]) == (1.0, 1.0)
    assert row["true_p90_p10_upper"] > 1


def test_values_have_no_true_percentile_ratio() -> None:
    """A normal law has no bound at 0, so that its percentiles have no ratio."""
    frame = pd.DataFrame({"area_code": list("ABCD"), "value": [10.0, 11, 10, 12], "se": 0.1})
    row = variation(frame, statistic="estimate", simulations=0).groups.iloc[0]
    assert np.isnan(row["true_p90_p10"])


# -- repeat events ----------------------------------------------------------------------------------------------------


def test_repeat_events_widen_chance_and_leave_rates_alone() -> None:
    """80, 100 and 120 events of 100 expected: chi-square 8/2, and SCV (0.08/3 - 2/100 + 2/300)/(2/3) = 0.02."""
    frame = pd.DataFrame({"area_code": list("ABC"), "numerator": [80, 100, 120], "denominator": 1000})
    once = variation(frame, statistic="rate", **QUICK).groups.iloc[0]
    twice = variation(frame, statistic="rate", repeat_factor=2, **QUICK).groups.iloc[0]
    assert once["chi2"] == pytest.approx(8)
    assert twice["chi2"] == pytest.approx(4)
    assert once["scv"] == pytest.approx(0.03)
    assert twice["scv"] == pytest.approx(0.02)
    unchanged = ["events", "rate", "extremal_quotient", "p90_p10", "cv", "range"]
    pd.testing.assert_series_equal(once[unchanged], twice[unchanged])
    assert twice["smallest_detectable_scv"] > once["smallest_detectable_scv"]


def test_repeat_events_widen_the_interval_of_a_level_that_chance_explains() -> None:
    """Three areas alike, 300 events: ln upper = 1.96 sqrt(1/300), with a factor of 4 twice that."""
    frame = pd.DataFrame({"area_code": list("ABC"), "numerator": 100, "denominator": 1000})
    once, four = (variation(frame, statistic="rate", repeat_factor=f, **QUICK).groups.iloc[0] for f in (1, 4))
    assert np.log(once["rate_upper"] / 0.1) == pytest.approx(1.959964 / np.sqrt(300), rel=1e-6)
    assert np.log(four["rate_upper"] / 0.1) == pytest.approx(2 * 1.959964 / np.sqrt(300), rel=1e-6)


def test_repeat_events_widen_the_chance_only_value() -> None:
    """A factor of 4 doubles the coefficient of variation that chance gives."""
    frame = pd.DataFrame({"area_code": [f"A{k}" for k in range(40)], "numerator": 400, "denominator": 1000})
    one, four = (
        variation(frame, statistic="rate", intervals=False, repeat_factor=factor).groups["cv_chance"].iloc[0]
        for factor in (None, 4)
    )
    assert four / one == pytest.approx(2, rel=0.05)


def test_the_factor_of_a_frequency_table_goes_in_as_it_is() -> None:
    """254/142 - 0.142 = 1.646732 events' worth of chance for each."""
    factor = scn.stats.spread.multiple_admission_factor([900, 70, 20, 8, 2])
    plain, wide = (
        variation(BRISTOL, statistic="rate", repeat_factor=given, **QUICK).groups.iloc[0] for given in (1, factor)
    )
    assert plain["chi2"] / wide["chi2"] == pytest.approx(1.646732, abs=1e-6)


def test_the_factor_goes_into_every_line_and_into_the_limits() -> None:
    """Chance of 4 is twice as wide: chi-square a quarter, crude or by need, and no area outside."""
    frame = BRISTOL.assign(numerator=[100, 102, 95, 104, 98, 101, 99, 103, 97, 100, 96, 160], denominator=1000)
    frame = frame.assign(x=np.arange(12) % 4, expected=100.0)
    once, four = (variation(frame, statistic="rate", need="x", repeat_factor=f, simulations=0) for f in (1, 4))
    assert once.groups["adjustment"].tolist() == ["crude", "age_sex", "need"]
    assert (once.groups["chi2"] / four.groups["chi2"]).tolist() == pytest.approx([4] * 3)
    assert (once.groups["rate"] - four.groups["rate"]).tolist() == pytest.approx([0] * 3, abs=1e-12)
    assert (once.groups["events"] == 1255).all()
    assert (four.groups["events"] == 1255).all()
    assert [found.groups.loc[0, "outside_high"] for found in (once, four)] == [1, 0]


def test_a_factor_by_indicator_and_what_the_notes_say() -> None:
    """Indicators without a factor are named; with none at all it is said of the whole table."""
    frame = pd.concat([BRISTOL.assign(indicator_id=name, statistic="rate") for name in ("a", "b")])
    found = variation(frame, repeat_factor={"a": 1.5}, **QUICK)
    chi2 = found.groups.set_index("indicator_id")["chi2"]
    assert chi2["b"] / chi2["a"] == pytest.approx(1.5)
    assert found.settings.options["repeat_factor"] == {"a": 1.5}
    assert any(
        note.startswith("Repeat events are allowed for: chance variance is multiplied by 1.5") for note in found.notes
    )
    assert any(note.startswith("The chance of b in this table assumes no repeat events") for note in found.notes)
    bare = variation(frame, **QUICK)
    assert "assumes no repeat events" in bare.text()
    assert "assumes no repeat events" in bare.caption()
    assert not any("repeat" in note for note in variation(BRISTOL, statistic="proportion", **QUICK).notes)


@pytest.mark.parametrize(
    ("statistic", "factor", "words"),
    [
        ("rate", 0.5, "repeat_factor=0.5 is not a number from 1 on"),
        ("rate", float("nan"), "repeat_factor=nan is not a number from 1 on"),
        ("rate", True, "repeat_factor=True is not a number from 1 on"),
        ("rate", "two", "repeat_factor='two' is not a number from 1 on"),
        ("proportion", 2, "'indicator' is a proportion"),
        ("rate", {"nobody": 2}, "repeat_factor= names nobody, which the data do not hold. They hold indicator."),
    ],
)
def test_an_impossible_repeat_factor_stops(statistic: str, factor: object, words: str) -> None:
    """What was asked, what is there, what to do."""
    with pytest.raises(OptionError) as error:
        variation(BRISTOL, statistic=statistic, repeat_factor=factor)
    assert words in str(error.value)


# -- areas outside limits ---------------------------------------------------------------------------------------------


def test_areas_outside_limits_are_those_of_the_funnel() -> None:
    """One pass over England; a group's count is that of its own areas, on the basis that the flags follow."""
    data = scn.load_sample().select(period="2014/15 Q4", indicator=["ccg_ois:3.5", "ccg_ois:2.13", "ccg_ois:5.3"])
    found = variation(data, by=["indicator_id", "network_area"], simulations=0).groups
    for indicator, groups in found.groupby("indicator_id"):
        funnel = scn.funnel(data, indicator)
        status = funnel.areas["status_adjusted" if funnel.flag_basis == "adjusted" else "status"]
        assert groups["outside_high"].sum() == (status == "above_99_8").sum()
        assert groups["outside_low"].sum() == (status == "below_99_8").sum()
        assert groups["outside_expected"].sum() == pytest.approx(0.002 * (status != "not_computed").sum())
        assert set(groups["flag_basis"]) == {funnel.flag_basis}
        assert set(groups["systemic"]) == {funnel.systemic}


def test_a_selection_counts_its_own_areas_against_all_of_england() -> None:
    """`select` narrows what is shown, never what England is."""
    whole = scn.load_sample().select(period="2014/15 Q4", indicator="ccg_ois:3.5")
    by = ["indicator_id", "network_area"]
    columns = ["outside_high", "outside_low", "outside_expected", "flag_basis", "systemic"]
    all_of_it = variation(whole, by=by, simulations=0).groups.set_index("network_area")
    part = variation(whole.select(network_area="Wessex"), by=by, simulations=0).groups.set_index("network_area")
    assert part.loc["Wessex", columns].tolist() == all_of_it.loc["Wessex", columns].tolist()
    assert part.loc["Wessex", "outside_low"] == 1


def test_the_quick_call_judges_no_area() -> None:
    """Flags are part of what intervals=False leaves out."""
    row = variation(BRISTOL, statistic="rate", **QUICK).groups.iloc[0]
    assert np.isnan(row["outside_high"])
    assert (row["flag_basis"], row["systemic"] is pd.NA) == ("", True)


def test_where_england_has_no_event_nothing_lies_outside() -> None:
    """There are no limits to pass."""
    frame = pd.DataFrame({"area_code": list("ABCDE"), "numerator": 0, "denominator": 100})
    row = variation(frame, statistic="rate", simulations=9).groups.iloc[0]
    assert (row["outside_high"], row["outside_low"], row["flag_basis"]) == (0, 0, "exact")
