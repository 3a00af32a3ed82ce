"""Faults measured in published packages, each with the small input that shows it; ours must not have them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataError, MissingColumnsError, OptionError

SIX = pd.DataFrame(
    {
        "area_code": [f"T{k}" for k in range(1, 7)],
        "numerator": [100, 150, 180, 80, 120, 225],
        "denominator": [108, 112, 165, 95, 100, 220],
    }
)


def areas(numerator: list[float], denominator: float | list[float], **more: object) -> pd.DataFrame:
    """Give one row per area."""
    codes = [f"A{k:03d}" for k in range(len(numerator))]
    return pd.DataFrame({"area_code": codes, "numerator": numerator, "denominator": denominator, **more})


def test_P07_the_multiplier_changes_no_status() -> None:
    """A peer compared unscaled ratios with scaled limits."""
    frame = SIX.assign(indicator_id="x", period="2013/14", statistic="ratio")
    answers = []
    for multiplier in (1.0, 100.0, 100_000.0):
        catalogue = pd.DataFrame({"indicator_id": ["x"], "multiplier": [multiplier]})
        answers.append(scn.funnel(scn.Indicators(frame, catalogue=catalogue), "x").areas)
    for other in answers[1:]:
        pd.testing.assert_frame_equal(answers[0], other)


def test_P10_an_area_without_events_keeps_its_population_in_the_centre_line() -> None:
    """Two peers give 20.640 per 100 000; 86 events among 516 667 people are 16.645."""
    frame = areas([0, 12, 30, 44], [100_000, 120_000, 150_000, 146_667], value=[0, 10e-5, 20e-5, 30e-5])
    result = scn.funnel(frame, statistic="dsr")
    assert result.benchmark * 100_000 == pytest.approx(16.645, abs=5e-4)
    assert result.areas.loc[0, "reason"] == "too_few_events"


def test_P14_the_test_of_dispersion_decides_not_a_trimmed_phi() -> None:
    """With true phi 1.21 "trimmed phi above 1" fires in 3 % of data sets; the test of Q finds it in most."""
    rng = np.random.default_rng(14)
    found = 0
    for _ in range(40):
        p = 1 / (1 + np.exp(-(np.log(0.02 / 0.98) + rng.normal(0, 0.1, 211))))
        frame = areas(rng.binomial(1000, p).tolist(), 1000)
        found += scn.funnel(frame, statistic="proportion").flag_basis == "adjusted"
    assert found > 15


def test_P20_a_zero_denominator_with_events_stops_and_a_missing_count_is_listed() -> None:
    """A peer leaves both out of phi without a word."""
    with pytest.raises(DataError):
        scn.funnel(SIX.assign(denominator=[108, 112, 0, 95, 100, 220]), statistic="ratio")
    missing = SIX.assign(numerator=[100, 150, np.nan, 80, 120, 225])
    result = scn.funnel(missing, statistic="ratio", overdispersion="shmi", benchmark=1)
    assert result.phi == pytest.approx(3.287797, abs=1e-6)
    assert result.excluded["reason"].tolist() == ["missing"]


def test_P22_a_level_of_0_998_finds_the_outlier_and_99_is_refused() -> None:
    """A peer takes 99 for 99.8 and finds nothing at 99.8."""
    frame = SIX.assign(numerator=[100, 400, 180, 80, 120, 225])
    assert scn.funnel(frame, statistic="ratio", benchmark=1).areas.loc[1, "status"] == "above_99_8"
    with pytest.raises(OptionError):
        scn.funnel(frame, statistic="ratio", levels=(99,))


@pytest.mark.parametrize("word", ["proportions", "isr", "nonsense", "Proportion"])
def test_P23_P25_an_unknown_type_stops_with_the_list(word: str) -> None:
    """One peer fails in its inside, another returns unscaled limits in silence."""
    with pytest.raises(OptionError) as error:
        scn.funnel(SIX, statistic=word)
    listed = "'proportion', 'rate', 'ratio', 'dsr', 'mean', 'estimate'"
    assert f"statistic={word!r} is not known; choose one of {listed}." in str(error.value)


def test_P26_a_rate_without_its_denominator_names_the_column() -> None:
    """A peer's own checks allow it to be absent, and it then stops in its inside."""
    with pytest.raises(MissingColumnsError, match="needs column 'denominator'"):
        scn.funnel(SIX.drop(columns="denominator"), statistic="rate")


def test_P27_the_global_random_state_is_untouched() -> None:
    """A peer sets the seed of the caller's generator inside a plot."""
    np.random.seed(99)  # noqa: NPY002 - the state that must stay as it is
    expected = np.random.random_sample()  # noqa: NPY002
    np.random.seed(99)  # noqa: NPY002
    scn.funnel(SIX, statistic="ratio").plot()
    scn.variation(SIX, statistic="ratio", simulations=19)
    assert np.random.random_sample() == expected  # noqa: NPY002


@pytest.mark.parametrize(("numerator", "statistic"), [(-10, "ratio"), (1000, "proportion")])
def test_P28_impossible_counts_stop(numerator: int, statistic: str) -> None:
    """A peer computes with them."""
    with pytest.raises(DataError):
        scn.funnel(SIX.assign(numerator=[numerator, 1, 1, 1, 1, 1]), statistic=statistic)


def test_P29_repeated_areas_are_not_added_together_in_silence() -> None:
    """A peer makes one area of 30/30 out of 10/10 and 20/20."""
    frame = pd.DataFrame({"area_code": ["a", "a"], "numerator": [10, 20], "denominator": [10, 20]})
    with pytest.raises(DataError):
        scn.funnel(frame, statistic="proportion")


def test_P32_a_negative_scv_keeps_its_sign() -> None:
    """A peer returns nothing for it."""
    quick = {"statistic": "ratio", "about": "given", "simulations": 0, "intervals": False}
    row = scn.variation(areas([8, 12, 10, 9, 11], 10), **quick).groups.iloc[0]
    assert row["scv"] == pytest.approx(-0.08)
    zero = scn.variation(areas([0, 12, 10, 9, 11], 10), **quick).groups.iloc[0]
    assert np.isnan(zero["scv_mcpherson"])
    assert np.isfinite(zero["scv"])


def test_P34_an_infinite_quotient_never_stands_without_its_chance_value() -> None:
    """One area without events makes the quotient infinite, under chance alone too."""
    row = scn.variation(areas([0, 3, 2, 1, 4], 100), statistic="rate", simulations=99).groups.iloc[0]
    assert row["extremal_quotient"] == np.inf
    assert row["extremal_quotient_chance"] > 3


def test_P36_scv_about_the_own_mean_is_corrected_for_few_areas() -> None:
    """Twelve areas of 5 expected events, true SCV x 100 of 5: uncorrected 3.2, corrected 5 within its error."""
    rng = np.random.default_rng(36)
    rows = [
        areas(rng.poisson(5 * rng.gamma(20, 1 / 20, 12)).tolist(), 5.0, indicator_id=f"i{k}", period="2013/14")
        for k in range(4000)
    ]
    frame = pd.concat(rows).assign(statistic="ratio")
    scv = scn.variation(frame, simulations=0, intervals=False).groups["scv"]
    assert scv.mean() == pytest.approx(0.05, abs=3.5 * scv.std() / np.sqrt(len(scv)))


def test_P47_a_filter_that_matches_nothing_never_gives_an_empty_table() -> None:
    """A peer silently gives older data of another geography."""
    data = scn.Indicators(SIX.assign(statistic="ratio", indicator_id="x", period="2013/14"))
    with pytest.raises(OptionError, match="period='2012/13' is not in the data"):
        data.select(period="2012/13")


def test_P53_repr_is_one_short_line_and_never_draws() -> None:
    """A peer's repr has 17 210 characters; another draws when printed."""
    before = plt.get_fignums()
    for result in (
        scn.funnel(SIX, statistic="ratio"),
        scn.variation(SIX, statistic="ratio", simulations=0),
        scn.rates(SIX, statistic="ratio"),
        scn.funnel_table(SIX, statistic="ratio"),
    ):
        text = repr(result)
        assert len(text) < 200
        assert "\n" not in text
    assert plt.get_fignums() == before
