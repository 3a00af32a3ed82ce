"""The analyses find in the sample what was planted there.

The data are fixed, so every check is deterministic. Tolerances are those of the sampling error that the
planted sizes leave, worked out beside each test, and not of our own output.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f_oneway

import scnvariation as scn

FOLDER = Path(__file__).parents[2] / "data" / "sample"
TRUTH = pd.read_csv(FOLDER / "truth.csv", dtype={"period": str}, keep_default_na=True)
LAST = {"Q": "2014/15 Q4", "": "2014/15"}


def planted(kind: str) -> pd.DataFrame:
    return TRUTH[TRUTH["kind"] == kind]


def truth(indicator: str, kind: str, period: str = "") -> float:
    rows = planted(kind)[planted(kind)["indicator_id"] == indicator].fillna({"period": ""})
    return float(rows.loc[rows["period"] == period, "size"].iloc[0])


def slopes(indicator: str) -> list[float]:
    rows = TRUTH[TRUTH["indicator_id"] == indicator].set_index("kind")["size"]
    return [float(rows.get(f"need_{covariate}", 0.0)) for covariate in COVARIATES]


CHANCE_ONLY = planted("chance_only")["indicator_id"].tolist()
SYSTEMIC = planted("systemic")["indicator_id"].tolist()
NARROWS = planted("typical_gap").loc[planted("typical_gap")["period"].notna(), "indicator_id"].iloc[0]
COVARIATES = ["deprivation", "share_over_75", "share_under_5"]
STEADY = [i for i in TRUTH["indicator_id"].unique() if i not in {*CHANCE_ONLY, NARROWS}]


@pytest.fixture(scope="module")
def data() -> scn.Indicators:
    return scn.load_sample()


@pytest.fixture(scope="module")
def flags(data) -> pd.DataFrame:
    """Every area of every indicator and period, judged, with what was planted there."""
    areas = scn.funnel_table(data).areas
    outliers = planted("outlier")
    everywhere = outliers[outliers["period"].isna()].drop(columns="period")
    once = outliers[outliers["period"].notna()]
    periods = areas[["indicator_id", "period"]].drop_duplicates()
    where = pd.concat([everywhere.merge(periods, on="indicator_id"), once])
    where = where[["indicator_id", "period", "area_code", "size"]].rename(columns={"size": "planted"})
    return areas.merge(where, on=["indicator_id", "period", "area_code"], how="left", validate="1:1")


def without_outliers() -> scn.Indicators:
    """Read the sample without the areas that were planted as outliers, each in its own indicator."""
    rows = pd.read_csv(FOLDER / "observations.csv", dtype=str, keep_default_na=False)
    outliers = planted("outlier")[["indicator_id", "area_code"]].apply(tuple, axis=1)
    ordinary = rows[~rows[["indicator_id", "area_code"]].apply(tuple, axis=1).isin(set(outliers))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)
        return scn.read_indicators(ordinary, catalogue=FOLDER / "catalogue.csv", areas=FOLDER / "areas.csv")


@pytest.fixture(scope="module")
def ordinary() -> scn.Indicators:
    """Give what is left when the planted outliers are taken out.

    They come on top of the planted spread: three of 211 areas at 4 sd make its variance half as large again.
    """
    return without_outliers()


@pytest.fixture(scope="module")
def groups(ordinary) -> pd.DataFrame:
    """Give the variation table of England, by indicator and period."""
    return scn.variation(ordinary, simulations=0).groups.set_index(["indicator_id", "period"])


@pytest.fixture(scope="module")
def effects(ordinary) -> pd.DataFrame:
    """Give each area's distance from the mean of all, averaged over periods: log odds, log or natural scale."""
    rows = ordinary.observations
    rows = rows[rows["reason"] == ""]
    statistic = rows["indicator_id"].map(ordinary.catalogue.set_index("indicator_id")["statistic"])
    value = rows["value"].mask(rows["value"] == 0)
    y = np.log(value / (1 - value).where(statistic == "proportion", 1.0))
    y = y.where(~statistic.isin(["mean", "estimate"]), value)
    y -= y.groupby([rows["indicator_id"], rows["period"]]).transform("mean")
    return rows.assign(y=y).pivot_table("y", index="area_code", columns="indicator_id")


@pytest.fixture(scope="module")
def need(ordinary) -> pd.DataFrame:
    """Give the need covariates, each with mean 0 and standard deviation 1."""
    covariates = ordinary.areas.set_index("area_code")[COVARIATES]
    return (covariates - covariates.mean()) / covariates.std()


class TestOutliers:
    def test_every_planted_outlier_is_outside(self, flags):
        """They stand 4 total sd out without chance of their own, hence beyond 3.09 on their side."""
        found = flags[flags["planted"].notna()]
        side = np.where(found["planted"] > 0, "above_99_8", "below_99_8")
        assert len(found) == 41
        assert (found["status_adjusted"] == side).all()

    def test_their_z_is_about_four(self, flags):
        """Not quite: the other outliers widen the spread they are held against, and delete-one narrows it."""
        found = flags[flags["planted"].notna()]
        assert (found["z_adjusted"] / found["planted"]).between(0.8, 1.3).all()

    def test_few_others_are_outside(self, flags):
        """0.2 % of 25,000 by chance is 50; persistent effects clump, hence twice that."""
        others = flags[flags["planted"].isna() & (flags["status_adjusted"] != "not_computed")]
        outside = others["status_adjusted"].isin(["above_99_8", "below_99_8"])
        assert outside.mean() < 0.004

    def test_the_first_funnel_shows_three(self, data):
        """The funnel of the README and the notebook: three outliers, one of them in Wessex."""
        result = scn.funnel(data, "ccg_ois:3.5")
        assert result.period == "2014/15 Q4"
        assert result.flag_basis == "adjusted"
        assert not result.systemic
        assert set(result.outliers()["area_code"]) == {"SX000162", "SX000175", "SX000196"}
        wessex = result.outliers(among=data.areas_in(network_area="Wessex"))
        assert wessex["area_code"].tolist() == ["SX000162"]
        assert wessex["judgement"].tolist() == ["worse"]

    def test_an_outlier_of_one_quarter_is_of_that_quarter(self, flags):
        """SX000196 was planted in the last quarter only, SX000085 in the second of 2014/15."""
        for indicator, area in (("ccg_ois:3.5", "SX000196"), ("ccg_ois:2.11a", "SX000085")):
            rows = flags[(flags["indicator_id"] == indicator) & (flags["area_code"] == area)]
            outside = rows["status_adjusted"].isin(["above_99_8", "below_99_8"])
            assert (outside == rows["planted"].notna()).all()


class TestChanceOnly:
    def test_exact_flags_are_as_rare_as_chance_makes_them(self, flags):
        """Of some 4,400 areas judged at most 5 % and 0.2 % in truth; bounds are 3 sd above."""
        rows = flags[flags["indicator_id"].isin(CHANCE_ONLY) & (flags["status"] != "not_computed")]
        n = len(rows)
        outside_95 = (rows["status"] != "within").sum()
        outside_99_8 = rows["status"].isin(["above_99_8", "below_99_8"]).sum()
        assert n > 4_000
        assert outside_95 <= 0.05 * n + 3 * np.sqrt(0.05 * 0.95 * n)
        assert outside_99_8 <= 0.002 * n + 3 * np.sqrt(0.002 * 0.998 * n)

    def test_dispersion_is_rejected_no_more_often_than_one_in_twenty(self, data):
        """20 tests at 5 %: more than 4 rejections would be rarer than 1 in 300."""
        periods = data.observations.loc[data.observations["indicator_id"].isin(CHANCE_ONLY)]
        tests = periods[["indicator_id", "period"]].drop_duplicates()
        results = [scn.funnel(data, row.indicator_id, period=row.period) for row in tests.itertuples()]
        assert len(results) == 20
        assert sum(result.flag_basis == "adjusted" for result in results) <= 4
        assert all(0.7 < result.dispersion.phi < 1.3 for result in results)

    def test_the_readme_example_is_exact(self, data):
        result = scn.funnel(data, "sample:memory_6_weeks")
        assert result.flag_basis == "exact"
        assert result.outliers().empty

    def test_the_gap_can_be_nothing(self, groups):
        """The interval of the between-area variance reaches (almost) to zero."""
        rows = groups[groups.index.get_level_values("indicator_id").isin(CHANCE_ONLY)]
        assert len(rows) == 20
        covers = rows["between_variance_lower"].fillna(0.0) <= 1e-4
        assert covers.mean() >= 0.9


class TestSpread:
    @pytest.mark.parametrize("indicator", STEADY)
    def test_typical_gap_is_the_planted_one(self, groups, indicator):
        """Within a fifth of the planted spread, on the log scale of a ratio.

        The planted sd is that of the very areas drawn, so that only chance is left: with chance as large as
        the spread, the variance of 211 areas has a relative error of 2 x sqrt(2 / 211), hence the sd of 10 %.
        """
        row = groups.loc[(indicator, LAST["Q" if (indicator, LAST["Q"]) in groups.index else ""])]
        gap, true = row["typical_gap"], truth(indicator, "typical_gap")
        if row["typical_gap_measure"] != "median_difference":
            gap, true = np.log(gap), np.log(true)
        assert gap == pytest.approx(true, rel=0.2)

    def test_the_measure_follows_the_statistic(self, data, groups):
        measure = groups["typical_gap_measure"].groupby("indicator_id").first()
        statistic = data.catalogue.set_index("indicator_id")["statistic"]
        expected = {
            "proportion": "median_odds_ratio",
            **dict.fromkeys(("rate", "ratio", "dsr"), "median_rate_ratio"),
            **dict.fromkeys(("mean", "estimate"), "median_difference"),
        }
        assert measure.to_dict() == statistic[measure.index].map(expected).to_dict()

    def test_the_interval_covers_the_planted_gap(self, groups):
        """95 % intervals of some 20 indicators that are not chance alone: 3 misses are rarer than 1 in 13."""
        rows = groups[groups.index.get_level_values("period").isin(LAST.values())].droplevel("period")
        rows = rows[rows.index.isin(STEADY)]
        true = rows.index.map(lambda indicator: truth(indicator, "typical_gap"))
        covered = (rows["typical_gap_lower"] <= true) & (true <= rows["typical_gap_upper"])
        assert len(rows) == 19
        assert covered.sum() >= 16

    @pytest.mark.parametrize("indicator", SYSTEMIC)
    def test_systemic_variation_is_called_systemic(self, data, indicator):
        result = scn.funnel(data, indicator)
        assert result.systemic
        assert result.dispersion.phi > 10

    def test_nothing_else_is_called_systemic(self, data):
        others = [i for i in TRUTH["indicator_id"].unique() if i not in SYSTEMIC]
        assert not any(scn.funnel(data, indicator).systemic for indicator in others)

    def test_the_gap_narrows_by_half(self, groups):
        """The planted sd falls in a straight line to half; each quarter is found within a fifth."""
        rows = groups.loc[NARROWS]
        found = np.log(rows["typical_gap"])
        true = np.log([truth(NARROWS, "typical_gap", period) for period in rows.index])
        np.testing.assert_allclose(found, true, rtol=0.2)
        assert found.iloc[-1] / found.iloc[0] == pytest.approx(0.5, abs=0.1)
        assert np.polyfit(np.arange(8), found, 1)[0] < 0


class TestNetworks:
    def test_a_level_difference_is_seen_in_rate_ratio(self, data):
        """Thames Valley lies 0.30 up in log odds: at 6 % that is a ratio of proportions of about 1.33."""
        network_area = planted("network_level")["network_area"].iloc[0]
        indicator = planted("network_level")["indicator_id"].iloc[0]
        chosen = data.select(indicator=indicator, period=LAST["Q"])
        table = scn.variation(chosen, by=["indicator_id", "network_area"], simulations=0).groups.set_index(
            "network_area"
        )
        row = table.loc[network_area]
        odds = 0.06 / 0.94 * np.exp(planted("network_level")["size"].iloc[0])
        expected = odds / (1 + odds) / 0.06
        assert row["rate_ratio_lower"] > 1.0
        assert row["rate_ratio_lower"] < expected < row["rate_ratio_upper"]
        assert table["rate_ratio"].idxmax() == network_area
        elsewhere = table.drop(network_area)
        assert ((elsewhere["rate_ratio_lower"] > 1.0) | (elsewhere["rate_ratio_upper"] < 1.0)).sum() <= 2

    def test_its_spread_inside_is_ordinary(self, data):
        """Level and spread are two questions: about its own level the network is no wider than planted."""
        indicator = planted("network_level")["indicator_id"].iloc[0]
        network_area = planted("network_level")["network_area"].iloc[0]
        chosen = data.select(indicator=indicator, period=LAST["Q"])
        table = scn.variation(chosen, by=["indicator_id", "network_area"], simulations=0).groups.set_index(
            "network_area"
        )
        row = table.loc[network_area]
        inside = np.exp(0.9538725524 * truth(indicator, "area_sd"))
        assert row["typical_gap_lower"] <= inside <= row["typical_gap_upper"]

    @pytest.mark.parametrize("indicator", TRUTH["indicator_id"].unique())
    def test_network_effects_are_where_they_were_planted(self, ordinary, effects, need, indicator):
        """Analysis of variance by network area, after need as planted: F beyond 1 in 1,000 or not below 1 in 100.

        Of 17 indicators without, one below 1 in 100 would turn up by chance in one data set of six; not here.
        """
        y = (effects[indicator] - need @ slopes(indicator)).dropna()
        network_area = ordinary.areas.set_index("area_code")["network_area"]
        p_value = f_oneway(*(part.to_numpy() for _, part in y.groupby(network_area))).pvalue
        has_effect = truth(indicator, "network_sd") > 0 or indicator in set(planted("network_level")["indicator_id"])
        assert p_value < 0.001 if has_effect else p_value > 0.01


class TestNeed:
    @pytest.mark.parametrize("indicator", TRUTH["indicator_id"].unique())
    def test_slopes_are_the_planted_ones(self, ordinary, effects, need, indicator):
        """Least squares within network areas: each slope within 3 of its standard errors, none invented."""
        y = effects[indicator].dropna()
        network_area = ordinary.areas.set_index("area_code").loc[y.index, "network_area"]
        x = need.loc[y.index]
        x, y = (part - part.groupby(network_area).transform("mean") for part in (x, y))
        found, squares, _, _ = np.linalg.lstsq(x.to_numpy(), y.to_numpy(), rcond=None)
        se = np.sqrt(squares[0] / (len(y) - 12 - 3) * np.diag(np.linalg.inv(x.T @ x)))
        assert (np.abs(found - slopes(indicator)) < 3 * se).all()

    def test_need_explains_most_of_the_spread_where_it_was_planted_to(self, effects, need):
        """Under-75 mortality: slope 0.12 and own spread 0.06, hence about 0.8 of the true variance is need."""
        for indicator in ("ccg_ois:1.2", "nhs_of:1.4"):
            left = effects[indicator] - need @ slopes(indicator)
            assert left.var() < 0.6 * effects[indicator].var()
