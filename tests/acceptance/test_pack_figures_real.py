"""The figures of packs on real files: QOF registers of 211 CCGs, cancer waits of two years, the CCG OIS workbook."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.indicators import Indicators

pytestmark = pytest.mark.acceptance

QOF = Path("real") / "qof" / "qof_2013_14_prevalence_by_ccg.csv"
CCGOIS = Path("real") / "ccgois" / "Coastal-West-Sussex-CCGOIS-June-2017.xlsx"
CWT = {year: Path("real") / "cwt" / f"cwt_commissioner_jul_{year}.xlsx" for year in (2021, 2022)}
KEYS = ["indicator_id", "period"]


def quietly(path: Path) -> Indicators:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)
        return scn.read_indicators(path)


@pytest.fixture(scope="module")
def qof(real_data: Path) -> Indicators:
    return quietly(real_data / QOF)


@pytest.fixture(scope="module")
def registers(qof: Indicators) -> PackFigures:
    return pack_figures(qof)


@pytest.fixture(scope="module")
def waits(real_data: Path) -> dict[int, Indicators]:
    pytest.importorskip("openpyxl")
    return {year: quietly(real_data / path) for year, path in CWT.items()}


def every_row_once(figures: PackFigures, data: Indicators) -> None:
    """Check that each row of the periods shown is used or left out with one reason, and that all are counted."""
    rows = data.observations
    latest = dict(zip(figures.indicators["indicator_id"], figures.indicators["period"], strict=True))
    shown = rows[rows["indicator_id"].map(latest) == rows["period"]]
    used = figures.areas[figures.areas["reason"] == ""]
    out = figures.excluded[figures.excluded["analysis"].isin(["reading", "areas"])]
    aside = data.set_aside
    aside = aside[aside["indicator_id"].map(latest) == aside["period"]]
    assert len(used) + len(out) == len(shown) + len(aside)
    told = dict(figures.rows)
    assert told["read"] == data.source.rows_read
    assert told.pop("read") == sum(told.values())


# -- QOF -------------------------------------------------------------------------------------------------------


def test_volume_of_a_network_area_is_that_of_its_ccgs(registers: PackFigures, real_data: Path) -> None:
    """Registers and lists of the CCGs of the South West, added up from the file without this library."""
    raw = pd.read_csv(real_data / QOF, dtype={"ccgcode": str})
    raw = raw[raw["indicator_group"] == "DM"]
    mine = registers.volume[registers.volume["indicator_id"] == "qof:DM"].set_index("network_area")
    assert mine["numerator"].sum() == raw["disease_register_size"].sum()
    assert mine["share_of_events"].sum() == pytest.approx(1)
    codes = scn.area_lookup("ccg_2013").query("network_area == 'South West'")["ods_code"]
    south_west = raw[raw["ccgcode"].isin(codes)]
    assert len(south_west) == len(codes)
    assert mine.loc["South West", "numerator"] == south_west["disease_register_size"].sum()


def test_registers_differ_far_more_than_chance(registers: PackFigures) -> None:
    """Of 211 CCGs 139 to 198 lie outside limits of chance and at most 3 outside adjusted ones, as the file has it."""
    funnels = registers.funnels
    assert len(funnels) == 24
    assert funnels["systemic"].all()
    assert funnels["n_outside"].between(139, 198).all()
    assert funnels["n_outside_adjusted"].between(0, 3).all()
    flagged = registers.areas[registers.areas["side"] != 0]
    assert len(flagged) == funnels["n_outside_adjusted"].sum()
    assert not registers.areas["is_new"].any()  # one year knows no year before
    assert (flagged["since"] == "2013/14").all()


def test_one_year_has_no_change_and_says_so(registers: PackFigures) -> None:
    assert not len(registers.change)
    assert any(note.startswith("24 indicators have no comparable figure") for note in registers.notes)
    assert any("Network area in doubt" in note for note in registers.notes)


def test_qof_numbers_are_those_of_the_functions(registers: PackFigures, qof: Indicators) -> None:
    one = scn.funnel(qof, "qof:DM")
    mine = registers.areas[registers.areas["indicator_id"] == "qof:DM"].set_index("area_code")
    theirs = one.areas.set_index("area_code").loc[mine.index]
    for name in ("status", "status_adjusted", "judgement"):
        assert (mine[name] == theirs[name]).all()
    assert mine["z_adjusted"].to_numpy() == pytest.approx(theirs["z_adjusted"].to_numpy(), rel=1e-9)
    table = scn.variation(qof, by=[*KEYS, "network_area"]).groups.set_index([*KEYS, "network_area"])
    groups = registers.variation[registers.variation["network_area"] != ENGLAND].set_index([*KEYS, "network_area"])
    pd.testing.assert_frame_equal(groups.sort_index(), table.sort_index(), check_exact=True)
    split = registers.shares[registers.shares["indicator_id"] == "qof:DM"].reset_index(drop=True)
    found = scn.shares(qof, "qof:DM").shares
    pd.testing.assert_frame_equal(split[list(found)], found, check_exact=True)


def test_every_qof_row_is_used(registers: PackFigures, qof: Indicators) -> None:
    every_row_once(registers, qof)
    assert dict(registers.rows) == {"read": 5064, "used": 5064}
    assert registers.networks == ("cancer", "cardiovascular", "mental_health_dementia_neurology")
    assert len(registers.network_areas) == 12


def test_a_pass_over_qof_takes_seconds(qof: Indicators) -> None:
    """Processor time of 24 registers x 211 CCGs, all tables, with room for a slow machine."""
    start = time.process_time()
    pack_figures(qof)
    assert time.process_time() - start < 12


# -- cancer waits ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "areas"), [(2021, 106), (2022, 42)])
def test_cancer_waits_of_a_month(waits: dict[int, Indicators], year: int, areas: int) -> None:
    """Commissioners of England; rows that are no commissioner's are left out, each with its reason."""
    figures = pack_figures(waits[year])
    every_row_once(figures, waits[year])
    assert figures.networks == ("cancer",)
    assert figures.network_areas == ()
    assert len(figures.indicators) == 10
    assert set(figures.variation["network_area"]) == {ENGLAND}
    assert figures.variation["n_areas"].max() == areas
    reading = figures.excluded[figures.excluded["analysis"] == "reading"]
    assert set(reading["reason"]) == {"other_area_type"}
    assert figures.rows["other_area_type"] == len(reading)


def test_commissioners_that_were_replaced_are_not_compared(waits: dict[int, Indicators]) -> None:
    """In July 2022 sub-locations of boards took the place of groups: no change is shown, and the pack says why."""
    both = pd.concat([one.observations for one in waits.values()], ignore_index=True)
    both = both.drop(columns=["period_start", "period_end"]).assign(statistic="proportion")
    figures = pack_figures(Indicators(both[both["reason"] == ""]))
    assert set(figures.indicators["period"]) == {"2022-07"}
    assert not len(figures.change)
    assert not len(figures.spread_change)
    replaced = figures.excluded[figures.excluded["analysis"] == "change"]
    assert set(replaced["reason"]) == {"code_not_valid_in_period"}
    assert any("Areas were replaced" in note for note in figures.notes)


# -- the CCG OIS workbook --------------------------------------------------------------------------------------


def test_sixty_seven_indicators_of_all_ages_in_one_pack(real_data: Path) -> None:
    """Rates without counts, figures withheld, breakdowns beside totals: none stops the others."""
    pytest.importorskip("openpyxl")
    data = quietly(real_data / CCGOIS)
    figures = pack_figures(data, as_at="2014/15")
    every_row_once(figures, data)
    assert len(figures.indicators) == 67
    assert figures.indicators["age_months"].max() > 24
    assert set(figures.indicators["domain"].dropna()) == {1, 2, 3, 4, 5}
    assert (figures.levels["period_end"] <= pd.Timestamp("2015-03-31")).all()
    judged = figures.areas[figures.areas["judgement"] != "not_compared"]
    assert set(judged["indicator_id"]) == set(figures.funnels["indicator_id"])
    for name in ("suppressed", "data_quality", "no_counts", "other_breakdown", "duplicate_dropped"):
        assert figures.rows[name] > 0
