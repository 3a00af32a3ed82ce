"""What a variation table promises: level apart from spread, chance beside ratios, seeds by name, reasons for gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.analysis.variation import variation
from scnvariation.errors import OptionError, TooFewAreasError
from scnvariation.indicators import Indicators

BRISTOL = pd.DataFrame(
    {
        "area_code": [f"H{k:02d}" for k in range(12)],
        "numerator": [41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31],
        "denominator": [143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301],
    }
)
QUICK = {"simulations": 0, "intervals": False}


@pytest.fixture
def networks() -> Indicators:
    """Two indicators, two years, 40 areas in four network areas; the first network area is 30 % higher."""
    rng = np.random.default_rng(11)
    frames = []
    for indicator in ("x", "y"):
        for period in ("2012/13", "2013/14"):
            n = rng.integers(2000, 9000, 40)
            rate = 0.05 * np.where(np.arange(40) < 10, 1.3, 1.0) * rng.gamma(50, 1 / 50, 40)
            frames.append(
                pd.DataFrame(
                    {
                        "indicator_id": indicator,
                        "period": period,
                        "area_code": [f"A{k:02d}" for k in range(40)],
                        "numerator": rng.poisson(n * rate),
                        "denominator": n,
                        "statistic": "rate",
                    }
                )
            )
    areas = pd.DataFrame(
        {"area_code": [f"A{k:02d}" for k in range(40)], "network_area": [f"N{k // 10}" for k in range(40)]}
    )
    catalogue = pd.DataFrame({"indicator_id": ["x", "y"], "networks": ["cancer", "cross_cutting"]})
    return Indicators(pd.concat(frames), catalogue=catalogue, areas=areas)


def test_the_columns_of_groups_are_those_promised() -> None:
    """Scripts pick columns by name; they stand in one order."""
    columns = """indicator_id period adjustment n_areas events rate rate_lower rate_upper rate_ratio rate_ratio_lower
    rate_ratio_upper extremal_quotient range iqr p95_p5 p90_p10 p75_p25 p90_p10_chance p90_p10_chance_lower
    p90_p10_chance_upper extremal_quotient_chance extremal_quotient_chance_lower extremal_quotient_chance_upper
    p95_p5_chance p95_p5_chance_lower p95_p5_chance_upper p75_p25_chance p75_p25_chance_lower p75_p25_chance_upper cv
    cv_chance cv_chance_lower cv_chance_upper cv_weighted scv scv_lower scv_upper scv_mcpherson chi2 chi2_p
    dispersion_index i2 tau2 between_variance between_variance_lower between_variance_upper typical_gap
    typical_gap_lower typical_gap_upper typical_gap_measure true_p90_p10 true_p90_p10_lower true_p90_p10_upper gini
    theil smallest_detectable_scv explained_by_need share_need share_between share_within reliability outside_high
    outside_low outside_expected flag_basis systemic reason side"""
    assert list(variation(BRISTOL, statistic="rate", **QUICK).groups) == columns.split()


def test_spread_without_intervals_is_the_same_spread() -> None:
    """The quick call leaves intervals out and changes no estimate."""
    full = variation(BRISTOL, statistic="proportion", simulations=0).groups
    quick = variation(BRISTOL, statistic="proportion", **QUICK).groups
    assert quick["typical_gap"].iloc[0] == pytest.approx(full["typical_gap"].iloc[0], rel=1e-6)
    assert np.isnan(quick["typical_gap_lower"].iloc[0])


def test_external_expected_counts_as_given() -> None:
    """SCV about E as given: 8 12 10 9 11 against 10 each is -0.08, sign kept; log form -.07936."""
    frame = pd.DataFrame({"area_code": list("ABCDE"), "numerator": [8, 12, 10, 9, 11], "denominator": 10})
    row = variation(frame, statistic="ratio", about="given", **QUICK).groups.iloc[0]
    assert row["scv"] == pytest.approx(-0.08)
    assert row["scv_mcpherson"] == pytest.approx(-0.07936, abs=1e-5)


def test_a_high_proportion_is_measured_on_its_adverse_side() -> None:
    """Survivors with high good, and deaths with low good, are one indicator: the same spread."""
    survivors = BRISTOL.assign(numerator=BRISTOL["denominator"] - BRISTOL["numerator"])
    deaths = variation(BRISTOL, statistic="proportion", polarity="low_is_good", **QUICK)
    lives = variation(survivors, statistic="proportion", polarity="high_is_good", **QUICK)
    spread = ["scv", "typical_gap", "cv", "p90_p10", "chi2"]
    assert lives.groups[spread].iloc[0].tolist() == pytest.approx(deaths.groups[spread].iloc[0].tolist())
    assert lives.settings.side == "complement"
    assert lives.groups["rate"].iloc[0] == pytest.approx(1 - 397 / 3319)


def test_level_is_against_the_rest_of_england(networks: Indicators) -> None:
    """Counts of the group over its size, against counts of all others over theirs."""
    found = variation(networks, by=["indicator_id", "period", "network_area"], **QUICK).groups
    rows = networks.observations
    here = (rows["indicator_id"] == "x") & (rows["period"] == "2013/14")
    first = here & rows["area_code"].isin(networks.areas_in(network_area="N0"))
    rest = here & ~first
    rate = rows.loc[first, "numerator"].sum() / rows.loc[first, "denominator"].sum()
    other = rows.loc[rest, "numerator"].sum() / rows.loc[rest, "denominator"].sum()
    row = found.set_index(["indicator_id", "period", "network_area"]).loc[("x", "2013/14", "N0")]
    assert row["rate_ratio"] == pytest.approx(rate / other, rel=1e-12)
    assert row["rate_ratio_lower"] > 1
    assert row["rate_ratio_lower"] < row["rate_ratio"] < row["rate_ratio_upper"]


def test_selecting_one_network_area_changes_no_number(networks: Indicators) -> None:
    """England stays the rest of England, and each group draws from a stream of its own."""
    by = ["indicator_id", "period", "network_area"]
    whole = variation(networks, by=by, simulations=99).groups
    part = variation(networks.select(network_area="N2"), by=by, simulations=99).groups
    same = whole[whole["network_area"] == "N2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(same, part, check_exact=True)


def test_row_order_changes_no_number(networks: Indicators) -> None:
    """Not even the last digit, nor what was drawn."""
    by = ["indicator_id", "period", "network_area"]
    frame = networks.observations.assign(statistic="rate").drop(columns="reason")
    other = Indicators(frame.sample(frac=1, random_state=1), catalogue=networks.catalogue, areas=networks.areas[::-1])
    first = variation(networks, by=by, simulations=99).groups
    second = variation(other, by=by, simulations=99).groups
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_scaling_expected_counts_changes_nothing_about_the_own_level() -> None:
    """Spread is about the group's own level."""
    one = variation(BRISTOL, statistic="ratio", **QUICK).groups
    two = variation(BRISTOL.assign(denominator=BRISTOL["denominator"] / 8), statistic="ratio", **QUICK).groups
    columns = ["scv", "chi2", "tau2", "between_variance", "typical_gap", "gini"]
    pd.testing.assert_frame_equal(one[columns], two[columns], rtol=1e-9)


def test_chance_only_values_stand_beside_the_ratios(networks: Indicators) -> None:
    """Under chance alone the observed ratio is near its chance value, and P is not small."""
    frame = networks.observations.query("indicator_id == 'x' and period == '2013/14'")
    rng = np.random.default_rng(5)
    flat = frame.assign(numerator=rng.poisson(0.05 * frame["denominator"]), statistic="rate", value=np.nan)
    row = variation(flat.drop(columns=["reason", "value"])).groups.iloc[0]
    assert row["p90_p10"] == pytest.approx(row["p90_p10_chance"], rel=0.1)
    assert row["chi2_p"] > 0.01
    assert row["between_variance_lower"] == 0


def test_a_group_of_two_is_marked_in_a_table_and_stops_alone() -> None:
    """One request that cannot be met raises; inside a table it is a reason."""
    frame = BRISTOL.assign(place=["P"] * 2 + ["Q"] * 10)
    groups = variation(frame, statistic="rate", by=["place"], **QUICK).groups.set_index("place")
    assert groups["reason"].to_dict() == {"P": "too_few_areas", "Q": ""}
    assert np.isnan(groups.loc["P", "scv"])
    assert groups.loc["P", "rate"] == pytest.approx(66 / 330)
    with pytest.raises(TooFewAreasError) as error:
        variation(frame.head(2), statistic="rate", by=["place"])
    assert str(error.value) == (
        "variation needs at least 3 areas; place='P' has 2 with data. "
        "Pool areas with aggregate(), or widen the selection."
    )


def test_by_network_repeats_cross_cutting_indicators(networks: Indicators) -> None:
    """An indicator of every network stands in each, one of cancer in cancer only."""
    found = variation(networks.select(period="2013/14"), by=["indicator_id", "network"], **QUICK).groups
    pairs = set(zip(found["indicator_id"], found["network"], strict=True))
    assert pairs == {("x", "cancer")} | {
        ("y", network)
        for network in ("cancer", "cardiovascular", "maternity_children", "mental_health_dementia_neurology")
    }
    chosen = networks.select(period="2013/14", network="cancer")
    scns = variation(chosen, by=["indicator_id", "scn"], **QUICK).groups["scn"]
    assert sorted(set(scns)) == [f"cancer / N{k}" for k in range(4)]


def test_pooling_indicators_or_periods_stops(networks: Indicators) -> None:
    """Several periods not in `by` are an error, and so are several indicators."""
    with pytest.raises(OptionError) as error:
        variation(networks, by=["indicator_id", "network_area"])
    assert str(error.value) == (
        "by=('indicator_id', 'network_area') would pool 2 periods (2012/13, 2013/14); "
        "add 'period' to by=, or select one."
    )


def test_an_unmapped_area_enters_no_network_and_is_listed(networks: Indicators) -> None:
    """It still counts towards the rest of England."""
    areas = networks.areas
    areas.loc[0, "network_area"] = ""
    found = variation(networks.with_areas(areas), by=["indicator_id", "period", "network_area"], **QUICK)
    assert found.excluded["reason"].tolist() == ["unmapped_area"] * 4
    assert found.groups["n_areas"].sum() == 4 * 39


@pytest.mark.parametrize(("numerator", "denominator"), [([0, 0, 0], [9, 8, 7]), ([9, 8, 7], [9, 8, 7])])
def test_identical_areas_do_not_vary(numerator: list[int], denominator: list[int]) -> None:
    """No event anywhere, or nothing but events: every measure of variation is 0, and no gap is left."""
    frame = pd.DataFrame({"area_code": list("ABC"), "numerator": numerator, "denominator": denominator})
    row = variation(frame, statistic="proportion", simulations=19).groups.iloc[0]
    zero = ["scv", "chi2", "tau2", "between_variance", "cv", "gini", "theil", "range", "iqr"]
    assert row[zero].tolist() == [0.0] * len(zero)
    assert (row["typical_gap"], row["chi2_p"], row["reason"]) == (1.0, 1.0, "")


def test_means_and_estimates_differ_by_a_difference() -> None:
    """Normal theory: paired values 1 apart with errors near 0 have tau2 1/2 and a gap of .953873 x tau."""
    frame = pd.DataFrame({"area_code": list("ABCD"), "value": [10.0, 11, 10, 11], "se": 1e-4})
    row = variation(frame, statistic="estimate", **QUICK).groups.iloc[0]
    assert row["typical_gap_measure"] == "median_difference"
    assert row["tau2"] == pytest.approx(1 / 3, rel=1e-6)
    assert row["typical_gap"] == pytest.approx(0.953873 * np.sqrt(1 / 3), rel=1e-6)
