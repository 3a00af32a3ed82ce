"""Change and trend on real files: merged commissioners, cancer waits of two geographies, trusts, published England."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataWarning
from scnvariation.framework import area_lookup
from scnvariation.indicators import Indicators

pytestmark = pytest.mark.acceptance

WAITS = "cwt:62_day_all_cancer"
TYPE_1 = "ae:breaches_type1"
COLUMNS = ["indicator_id", "period", "area_code", "area_name", "numerator", "denominator", "statistic", "polarity"]


def quietly(path: Path) -> Indicators:
    """Read without minding what is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        return scn.read_indicators(path)


@pytest.fixture(scope="module")
def waits(real_data: Path) -> pd.DataFrame:
    """Give the people treated within 62 days by commissioner, July 2021 and July 2022."""
    files = [real_data / "real" / "cwt" / f"cwt_commissioner_jul_{year}.xlsx" for year in (2021, 2022)]
    rows = pd.concat([quietly(path).observations.query("indicator_id == @WAITS and reason == ''") for path in files])
    return rows[COLUMNS].reset_index(drop=True)


@pytest.fixture(scope="module")
def trusts(real_data: Path) -> Indicators:
    return quietly(real_data / "compiled" / "ae_attendances_2016_2018.csv")


@pytest.fixture(scope="module")
def ccg_ois(real_data: Path) -> Indicators:
    return quietly(real_data / "real" / "ccgois" / "Coastal-West-Sussex-CCGOIS-June-2017.xlsx")


@pytest.fixture(scope="module")
def activity(real_data: Path) -> Indicators:
    """Give 36 months of non-elective episodes for each referral, with the network areas of 2013."""
    rows = pd.read_csv(real_data / "compiled" / "mar_commissioner_monthly_2013_2016.csv", dtype=str)
    names = {"org_code": "area_code", "non_elective": "numerator", "gp_referrals_made": "denominator"}
    frame = rows.rename(columns=names).assign(indicator_id="mar:non_elective", statistic="rate")
    frame = frame[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        return Indicators(frame, areas=area_lookup("ccg_2013"))


def test_cancer_waits_of_two_geographies_are_refused(waits: pd.DataFrame) -> None:
    """106 clinical commissioning groups became 42 integrated care boards: nothing to pair."""
    with pytest.raises(scn.DataError) as refused:
        scn.change(Indicators(waits), WAITS, baseline="2021-07")
    assert "106 areas left" in str(refused.value)
    assert "42 areas joined" in str(refused.value)
    assert "data.rebuilt()" in str(refused.value)


@pytest.fixture(scope="module")
def systems(waits: pd.DataFrame) -> pd.DataFrame:
    """Add up July 2021 to the systems whose boundary stayed, so that they keep their code, beside July 2022."""
    groups, boards = area_lookup("ccg_2021"), area_lookup("sicbl_2022")
    to_system = {
        **dict(zip(groups["ods_code"], groups["stp_code"], strict=True)),
        **dict(zip(boards["icb_ods_code"], boards["icb_code"], strict=True)),
    }
    rows = waits.assign(area_code=waits["area_code"].map(to_system))
    keys = ["indicator_id", "period", "area_code", "statistic", "polarity"]
    sums = rows.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
    return sums[sums.groupby("area_code")["period"].transform("size") == 2].reset_index(drop=True)


def test_cancer_waits_of_unchanged_systems_are_compared(systems: pd.DataFrame) -> None:
    """Changes of boundary gave eight systems another code: 34 are left. SCV is worked out here from the counts."""
    found = scn.change(Indicators(systems), WAITS, baseline="2021-07", simulations=0)
    assert found.spread["n_areas"].tolist() == [34, 34]
    for period, scv in zip(("2021-07", "2022-07"), found.spread["scv"], strict=True):
        rows = systems[systems["period"] == period]
        late = (rows["denominator"] - rows["numerator"]).to_numpy()
        share = late.sum() / rows["denominator"].sum()
        expected = share * rows["denominator"].to_numpy()
        raw = np.mean((late - expected) ** 2 / expected**2 - (1 - share) / expected) + (1 - share) / late.sum()
        weight = expected / expected.sum()
        assert scv == pytest.approx(raw / (1 - 2 / 34 + (weight**2).sum()), rel=1e-12)
    assert found.settings.side == "complement"
    assert found.verdict in ("narrowing", "no_evidence", "widening")
    assert "Between 2021-07 and 2022-07 the typical gap in the odds between two areas" in found.text()
    assert not any("season" in note for note in found.notes)


def test_merged_commissioners_are_refused_until_rebuilt(activity: Indicators) -> None:
    """Gateshead and both Newcastle groups were one from April 2015: 212 commissioners, then 210."""
    with pytest.raises(scn.DataError, match="3 areas left"):
        scn.change(activity, baseline="2014-01", period="2016-01")
    found = scn.change(activity.rebuilt(), baseline="2014-01", period="2016-01", simulations=0)
    assert found.spread["n_areas"].tolist() == [210, 210]
    assert len(found.trajectories) == 12
    assert found.trajectories["n_areas"].sum() == 209  # NHS England as commissioner is in no network area
    assert (found.trajectories["reason"] == "").all()


def test_a_series_of_months_runs_over_the_merger(activity: Indicators) -> None:
    """Levels are of all commissioners of a month, spread of the 209 that stand in all 36 (three left, one joined)."""
    found = scn.trend(activity, simulations=0)
    assert len(found.periods) == 36
    assert set(found.spread["n_areas"]) == {209}
    england = found.levels.query("kind == 'england'").set_index("period")
    raw = activity.observations.groupby("period")[["numerator", "denominator"]].sum()
    np.testing.assert_allclose(england["value"], raw["numerator"] / raw["denominator"])
    assert england["n_areas"].iloc[[0, -1]].tolist() == [212, 210]
    assert any("209 of 213 areas" in note for note in found.notes)
    whole = scn.trend(activity.rebuilt(), simulations=0)
    assert set(whole.spread["n_areas"]) == {210}


def test_trusts_that_merged_are_refused_and_their_series_runs(trusts: Indicators) -> None:
    """Type 1 departments: three trusts left within a year and one joined (Manchester among them)."""
    with pytest.raises(scn.DataError, match=r"3 areas left \(RM2, RQQ, RW3\); 1 area joined \(R0A\)"):
        scn.change(trusts, TYPE_1, baseline="2017-03", period="2018-03")
    found = scn.trend(trusts, TYPE_1, simulations=0)
    rows = trusts.observations.query("indicator_id == @TYPE_1")
    always = (rows.groupby("area_code")["period"].nunique() == 24).sum()
    assert set(found.spread["n_areas"]) == {always}
    march = found.levels.query("kind == 'england' and period == '2018-03'")
    assert march["value"].iloc[0] == pytest.approx(0.2360, abs=5e-5)


def test_neighbouring_months_are_paired_and_their_season_is_named(trusts: Indicators) -> None:
    found = scn.change(trusts, TYPE_1, baseline="2017-04", period="2017-05", simulations=0)
    assert found.verdict == "no_evidence"
    assert any("season may be part of the change" in note for note in found.notes)


def test_rolling_years_of_the_outcomes_indicator_set_are_refused(ccg_ois: Indicators) -> None:
    """2.6 holds years to June, September and December beside financial years."""
    with pytest.raises(scn.OptionError, match="overlapping_periods: '2015/16' and '2016' share time"):
        scn.change(ccg_ois, "ccg_ois:2.6", baseline="2015/16", period="2016")
    with pytest.raises(scn.OptionError, match="overlapping_periods"):
        scn.trend(ccg_ois, "ccg_ois:2.6")


def test_the_published_england_is_the_line_of_the_trend(ccg_ois: Indicators) -> None:
    """Stroke unit within four hours, 3.5: England as printed, though eleven groups only are in the workbook."""
    found = scn.trend(ccg_ois, "ccg_ois:3.5", simulations=0)
    england = found.levels.query("kind == 'england'").set_index("period")
    published = ccg_ois.reference.published.query("indicator_id == 'ccg_ois:3.5'").set_index("period")
    np.testing.assert_allclose(england["value"], published["value"].reindex(england.index))
    assert (england["lower"] < england["value"]).all()
    assert set(found.spread["n_areas"]) == {11}
    assert any("do not add up to England" in note for note in found.notes)


def test_eleven_groups_say_little_and_the_text_says_so(ccg_ois: Indicators) -> None:
    found = scn.change(ccg_ois, "ccg_ois:3.5", baseline="2014/15", simulations=0)
    assert "no evidence either way" in found.text()
    assert "The true change of the gap may lie anywhere from " in found.text()
    few = found.trajectories[found.trajectories["n_areas"] < 3]
    assert (few["reason"] == "too_few_areas").all()


def test_an_indicator_without_usable_figures_is_refused(ccg_ois: Indicators) -> None:
    """1.5 has its headings exchanged: nothing of it is used."""
    with pytest.raises(scn.TooFewAreasError, match="no area with a figure that can be used in 3 periods"):
        scn.trend(ccg_ois, "ccg_ois:1.5")
