"""Real figures on another geography: network areas, merged commissioners, areas in doubt."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.framework import area_lookup
from scnvariation.indicators import Indicators

pytestmark = pytest.mark.acceptance

QOF = Path("real") / "qof" / "qof_2013_14_prevalence_by_ccg.csv"
MAR = Path("compiled") / "mar_commissioner_monthly_2013_2016.csv"


@pytest.fixture(scope="module")
def qof(real_data: Path) -> Indicators:
    """Load the national QOF file."""
    return scn.read_indicators(real_data / QOF)


@pytest.fixture(scope="module")
def activity(real_data: Path) -> pd.DataFrame:
    """Give 36 months of non-elective episodes and referrals by commissioner, as text."""
    rows = pd.read_csv(real_data / MAR, dtype=str)
    names = {"org_code": "area_code", "non_elective": "numerator", "gp_referrals_made": "denominator"}
    return rows.rename(columns=names).assign(indicator_id="mar:non_elective", statistic="rate")[
        ["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]
    ]


def test_twelve_network_areas_keep_the_national_total(qof: Indicators, real_data: Path) -> None:
    """Of every register, events and list size, against the file itself."""
    raw = pd.read_csv(real_data / QOF, dtype={"ccgcode": str})
    larger = qof.aggregate("network_area").observations
    assert larger["area_code"].nunique() == 12
    assert len(larger) == 12 * 24
    assert larger["numerator"].sum() == raw["disease_register_size"].sum()
    assert set(larger.groupby("indicator_id")["denominator"].sum()) == {56_324_887}
    assert (larger["note"] == "").all()


def test_thirteen_areas_are_in_doubt_and_move(qof: Indicators) -> None:
    """Five of low and eight of medium confidence; nobody else, and no count."""
    named = qof.problems.query("code == 'mapping_uncertain'")
    assert len(named) == 13
    other = qof.with_alternative_areas()
    both = qof.areas.merge(other.areas, on="area_code", validate="1:1")
    moved = both[both["network_area_x"] != both["network_area_y"]]
    assert moved["confidence_x"].value_counts().to_dict() == {"medium": 8, "low": 5}
    one, two = (data.aggregate("network_area").observations["numerator"] for data in (qof, other))
    assert one.sum() == two.sum()


def test_a_variation_table_can_be_run_on_both_mappings(qof: Indicators) -> None:
    """The number of areas of each network area changes only where areas moved."""
    one, two = (
        scn.variation(data, by=["indicator_id", "network_area"], simulations=0).groups
        for data in (qof, qof.with_alternative_areas())
    )
    sizes = [
        groups[groups["indicator_id"] == "qof:CHD"].set_index("network_area")["n_areas"].astype(int)
        for groups in (one, two)
    ]
    gap = sizes[1] - sizes[0]
    assert gap.sum() == 0
    assert gap["London"] == 0
    assert gap["East Midlands"] < 0


def test_212_commissioners_become_210_and_keep_the_national_total(activity: pd.DataFrame) -> None:
    """Month by month: Gateshead and both Newcastle groups were one from April 2015 on."""
    data = Indicators(activity)
    told = data.problems.query("code == 'areas_changed'")["what"].tolist()
    assert told == ["from 2015-03 to 2015-04 3 areas left (00F, 00G, 00H) and 1 joined (13T)"]
    later = data.rebuilt()
    before, after = (
        frame.groupby("period")["area_code"].nunique() for frame in (data.observations, later.observations)
    )
    assert before["2015-03"] == 212
    assert before["2015-04"] == 210
    assert set(after) == {210}
    totals = [
        frame.groupby("period")[["numerator", "denominator"]].sum() for frame in (data.observations, later.observations)
    ]
    pd.testing.assert_frame_equal(*totals)
    raw = activity.astype({"numerator": float, "denominator": float})
    assert later.observations["numerator"].sum() == raw["numerator"].sum()
    assert later.observations["denominator"].sum() == raw["denominator"].sum()


def test_ods_and_ons_codes_are_brought_together(activity: pd.DataFrame) -> None:
    """B077: through the look-up of 2013 all but the new group and NHS England get ONS codes; the merger joins them."""
    with_places = Indicators(activity, areas=area_lookup("ccg_2013"))
    assert "code_kind" in set(with_places.problems["code"])
    later = with_places.rebuilt()
    assert later.observations["area_code"].nunique() == 210
    assert "E38000212" in set(later.observations["area_code"])
    assert later.areas.set_index("area_code").loc["E38000212", "network_area"] == "Northern England"
    larger = later.aggregate("network_area")
    assert larger.observations["area_code"].nunique() == 12
    assert larger.problems.query("code == 'no_parent'")["value"].tolist() == ["'X24'"]
    nobody = later.observations["area_code"] == "X24"
    assert larger.observations["numerator"].sum() == later.observations.loc[~nobody, "numerator"].sum()


def test_cancer_waits_codes_are_those_of_the_2021_look_up(real_data: Path) -> None:
    """106 groups by organisation code; the commissioning hub is none of them."""
    waits = pd.read_csv(real_data / "compiled" / "cwt_commissioner_july_2021_2022.csv", dtype=str)
    codes = set(waits.loc[waits["period"] == "2021-07", "area_code_ods"])
    assert codes - set(area_lookup("ccg_2021")["ods_code"]) == {"13Q"}
    later = set(waits.loc[waits["period"] == "2022-07", "area_code_ods"])
    assert set(area_lookup("icb_2022")["ods_code"]) <= later
