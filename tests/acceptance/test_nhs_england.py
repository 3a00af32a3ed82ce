"""Cancer waiting times, activity returns and A&E attendances as published, against tables made apart from them."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataWarning
from scnvariation.indicators import Indicators

pytestmark = pytest.mark.acceptance

CANCER = {"2021-07": "cwt_commissioner_jul_2021.xlsx", "2022-07": "cwt_commissioner_jul_2022.xlsx"}
#: Commissioners with hubs and without UNKNOWN, per cent within 62 days, chi-square over n: measured apart.
SIXTY_TWO_DAYS = {"2021-07": (107, 72.40, 4.88), "2022-07": (45, 62.04, 9.28)}
#: Areas that are no hub, and people treated within 62 days and in all, hubs and UNKNOWN included.
COMMISSIONERS = {"2021-07": (106, 14_645), "2022-07": (42, 14_461 + 54)}
ACTIVITY = {"2013-04": ("mar_commissioner_Apr_13.xls", 212), "2016-01": ("mar_commissioner_Jan_16.xls", 210)}
SIX = ["elective_total", "daycase", "non_elective", "gp_referrals_made", "gp_referrals_seen", "first_op_attendances"]


def quietly(path: Path) -> Indicators:
    """Read without minding what is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        return scn.read_indicators(path)


def dispersion(rows: pd.DataFrame) -> tuple[int, float, float]:
    """Give the number of areas, their joint value, and chi-square over n about it."""
    share = rows["numerator"].sum() / rows["denominator"].sum()
    expected = rows["denominator"] * share
    return len(rows), share, (((rows["numerator"] - expected) ** 2) / (expected * (1 - share))).mean()


def read_cancer(real_data: Path, period: str) -> Indicators:
    return quietly(real_data / "real" / "cwt" / CANCER[period])


@pytest.mark.parametrize("period", CANCER)
def test_cancer_waits_equal_the_table_made_apart(real_data: Path, period: str) -> None:
    """Every sheet, commissioner, total and number within; UNKNOWN is the only row beyond it."""
    rows = read_cancer(real_data, period).observations
    truth = pd.read_csv(real_data / "compiled" / "cwt_commissioner_july_2021_2022.csv", dtype={"area_code_ods": str})
    truth = truth[truth["period"] == period]
    assert set(rows["period"]) == {period}
    assert truth["standard"].nunique() == rows["indicator_id"].nunique() == 10
    sheet = truth["standard"].str.casefold().str.replace(r"[^0-9a-z]+", "_", regex=True).str.strip("_")
    theirs = truth.assign(indicator_id="cwt:" + sheet, area_code=truth["area_code_ods"])
    ours = rows[rows["area_code"] != "UNKNOWN"]
    assert len(rows) == len(truth) + 10
    keys = ["indicator_id", "area_code"]
    columns = ["area_name", "numerator", "denominator", "care_setting", "cancer_type"]
    pd.testing.assert_frame_equal(
        ours.set_index(keys)[columns].sort_index().fillna(""),
        theirs.set_index(keys)[columns].sort_index().fillna(""),
        check_dtype=False,
    )


@pytest.mark.parametrize("period", CANCER)
def test_62_day_waits_have_the_figures_measured_apart(real_data: Path, period: str) -> None:
    """With hubs as published, and the national total with UNKNOWN; hubs are no commissioners of a network."""
    data = read_cancer(real_data, period)
    rows = data.observations.query("indicator_id == 'cwt:62_day_all_cancer'")
    n_areas, total = COMMISSIONERS[period]
    assert rows["denominator"].sum() == total
    number, share, phi = dispersion(rows[rows["area_code"] != "UNKNOWN"])
    expected = SIXTY_TWO_DAYS[period]
    assert number == expected[0]
    assert share * 100 == pytest.approx(expected[1], abs=0.005)
    assert phi == pytest.approx(expected[2], abs=0.005)
    used = rows[rows["reason"] == ""]
    assert len(used) == n_areas
    assert set(rows.loc[rows["reason"] != "", "reason"]) == {"other_area_type"}
    funnel = scn.funnel(data, "cwt:62_day_all_cancer")
    assert len(funnel.areas) == len(rows)
    assert (funnel.areas["status"] != "not_computed").sum() == n_areas


def test_commissioners_with_codes_of_five_characters_are_commissioners(real_data: Path) -> None:
    """Nine merged CCGs of 2020 and 2021 have such codes; without them 2 251 of 14 579 people would be lost."""
    rows = read_cancer(real_data, "2021-07").observations.query("indicator_id == 'cwt:62_day_all_cancer'")
    long = rows[rows["area_code"].str.fullmatch("[A-Z0-9]{5}")]
    assert len(long) == 9
    assert (long["reason"] == "").all()
    assert long["denominator"].sum() == 2_251


def test_blank_percentages_are_computed_and_the_others_agree(real_data: Path) -> None:
    """Twelve blanks on each two-week-wait sheet of 2021; no printed percentage differs from its counts."""
    data = read_cancer(real_data, "2021-07")
    assert "value_disagrees" not in set(data.problems["code"])
    rows = data.observations
    np.testing.assert_allclose(rows["value"], rows["numerator"] / rows["denominator"], rtol=1e-14)
    assert rows["value"].notna().all()


@pytest.mark.parametrize("period", ACTIVITY)
def test_activity_returns_equal_the_table_made_apart(real_data: Path, period: str) -> None:
    """All commissioners and all six measures of an old workbook; England's row is the sum."""
    pytest.importorskip("python_calamine")
    name, number = ACTIVITY[period]
    data = quietly(real_data / "real" / "mar" / name)
    rows = data.observations
    ods = data.areas.set_index("area_code")["ods_code"]
    rows = rows.assign(org_code=rows["area_code"].map(ods).fillna(rows["area_code"]))
    measure = rows["indicator_id"].str.removeprefix("mar:")
    ours = rows.assign(measure=measure).pivot_table(
        index=["period", "parent_code", "org_code", "area_name"], columns="measure", values="numerator"
    )
    truth = pd.read_csv(real_data / "compiled" / "mar_commissioner_monthly_2013_2016.csv")
    truth = truth[truth["period"] == period].rename(columns={"org_name": "area_name"})
    theirs = truth.set_index(["period", "parent_code", "org_code", "area_name"])[SIX].sort_index()
    assert len(ours) == len(theirs) == number
    pd.testing.assert_frame_equal(ours[SIX], theirs, check_dtype=False, check_names=False)
    assert set(rows["reason"]) == {"no_counts", "other_area_type"}
    england = data.reference.published.set_index("indicator_id")["numerator"]
    assert england.to_dict() == {f"mar:{name}": float(theirs[name].sum()) for name in SIX}


def test_activity_keeps_the_region_that_its_year_has(real_data: Path) -> None:
    """Area teams to March 2015, regions afterwards."""
    pytest.importorskip("python_calamine")
    parents = [quietly(real_data / "real" / "mar" / name).observations["parent_code"] for name, _ in ACTIVITY.values()]
    assert parents[0].nunique() == 26
    assert set(parents[1]) == {"Y54", "Y55", "Y56", "Y57", "XDH"}


def test_a_and_e_equals_its_file_and_the_figures_measured_apart(real_data: Path) -> None:
    """All rows; type 1 in March 2018: 137 organisations, 23.60 %, chi-square over n 521."""
    path = real_data / "compiled" / "ae_attendances_2016_2018.csv"
    data = quietly(path)
    raw = pd.read_csv(path, dtype={"type": str})
    rows = data.observations
    assert len(rows) == len(raw) == 8_393
    assert rows["area_code"].nunique() == 271
    assert rows["period"].nunique() == 24
    assert (rows["reason"] == "").all()
    assert rows["denominator"].sum() == raw["attendances"].sum()
    assert rows["numerator"].sum() == raw["breaches"].sum()
    assert rows.groupby("indicator_id").size().to_dict() == {
        "ae:breaches_type1": 3_315,
        "ae:breaches_type2": 751,
        "ae:breaches_other": 4_327,
    }
    number, share, phi = dispersion(rows.query("indicator_id == 'ae:breaches_type1' and period == '2018-03'"))
    assert number == 137
    assert share * 100 == pytest.approx(23.60, abs=0.005)
    assert phi == pytest.approx(521, abs=0.5)
    funnel = scn.funnel(data, "ae:breaches_type1", period="2018-03")
    assert funnel.systemic
    assert funnel.dispersion.phi == pytest.approx(521, abs=0.5)
