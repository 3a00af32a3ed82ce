"""Published tables of NHS England and NHS Digital, in small copies of their layouts with invented areas and figures."""

from __future__ import annotations

import struct
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.contract.source import SourceMap
from scnvariation.errors import DataError, DataWarning
from scnvariation.io import workbooks
from scnvariation.io.layouts import LAYOUTS
from scnvariation.io.old_format import fault_of
from scnvariation.io.published_periods import financial_month, period_in, titled_periods
from scnvariation.io.read import check, read_indicators
from scnvariation.io.sheets import Sheet

Rows = list[list[object]]


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write sheets of values."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def quietly(path: Path, **how):
    """Read without minding what is warned of."""
    with pytest.warns(DataWarning):
        return read_indicators(path, **how)


def codes(path: Path, **how) -> list[str]:
    """List the codes of what was found, warnings and refusals only."""
    problems = check(path, **how)
    return problems.loc[problems["severity"] != "N", "code"].tolist()


# -- cancer waiting times ----------------------------------------------------------------------------------------

PERIOD = "PERIOD: JUL 2021/22"
BASIS = "BASIS: COMMISSIONER BASED INCLUDING WELSH CROSS-BORDER PATIENTS AND 'UNKNOWNS'"


def cancer_sheet(*rows: list[object], days: int = 62, period: str = PERIOD, code: str = "CCG CODE") -> Rows:
    """Write a sheet with care setting and cancer type: headings on rows 7 and 8."""
    return [
        [f"{days}-DAY WAIT FOR FIRST TREATMENT: ALL CANCERS"],
        [period],
        [BASIS],
        ["DEFINITIONS:  DCB0147 Amd 16/2019"],
        [],
        ["ALL CARE"],
        [None, None, None, None, None, "NUMBER OF PEOPLE RECEIVING TREATMENT FOR CANCER", None, None, "PERCENTAGE"],
        [
            *(None, code, "CLINICAL COMMISSIONING GROUP (CCG)", "CARE SETTING", "CANCER TYPE", "TOTAL"),
            *(f"WITHIN {days} DAYS", f"AFTER {days} DAYS", f"TREATED WITHIN {days} DAYS"),
        ],
        *[[None, *row] for row in rows],
        [],
    ]


def seen_sheet(*rows: list[object]) -> Rows:
    """Write a sheet without care setting: headings on rows 6 and 7."""
    return [
        ["ALL CANCERS TWO WEEK WAIT"],
        [PERIOD],
        [BASIS],
        ["DEFINITIONS:  DCB0147 Amd 16/2019"],
        [],
        [None, None, None, None, "NUMBER OF PATIENTS SEEN BY A SPECIALIST", None, None, "PERCENTAGE"],
        [
            *(None, "CCG CODE", "CLINICAL COMMISSIONING GROUP (CCG)", "SUSPECTED TYPE OF CANCER", "TOTAL"),
            *("WITHIN 14 DAYS", "AFTER 14 DAYS", "SEEN WITHIN 14 DAYS"),
        ],
        *[[None, *row] for row in rows],
    ]


def treated(code: str, name: str, within: int, of: int, *, setting="ALL CARE", kind="ALL CANCERS") -> list[object]:
    return [code, name, setting, kind, of, within, of - within, within / of]


ALPHA, BETA, LONG = ("02P", "NHS ALPHA CCG"), ("99E", "NHS BETA CCG"), ("W2U3Z", "NHS GAMMA CCG")
HUB, UNKNOWN = ("13Q", "NATIONAL COMMISSIONING HUB 1"), ("UNKNOWN", "UNKNOWN")
FIRST = [treated(*HUB, 5, 6), treated(*ALPHA, 30, 40), treated(*BETA, 35, 62), treated(*LONG, 80, 100)]
FIRST += [treated(*UNKNOWN, 4, 8)]
SEEN = [[*ALPHA, "ALL SUSPECTED CANCER", 200, 190, 10, None], [*BETA, "ALL SUSPECTED CANCER", 100, 80, 20, 0.8]]


@pytest.fixture
def cancer(tmp_path: Path) -> Path:
    """Write a workbook of a front page and two standards."""
    sheets = {
        "Frontpage": [[], ["Waiting Times"], ["July 2021"], [], ["Email: somebody@example.org"]],
        "TWO WEEK WAIT-ALL CANCER": seen_sheet(*SEEN),
        "62-DAY (ALL CANCER)": cancer_sheet(*FIRST),
    }
    return workbook(tmp_path / "cwt.xlsx", sheets)


def test_every_sheet_of_cancer_waits_is_an_indicator(cancer):
    # B010, B116: a known layout reads its two-line headings, on row 7 of one sheet and row 8 of another
    data = quietly(cancer)
    rows = data.observations
    assert rows["indicator_id"].unique().tolist() == ["cwt:two_week_wait_all_cancer", "cwt:62_day_all_cancer"]
    first = rows[rows["indicator_id"] == "cwt:62_day_all_cancer"].set_index("area_code")
    assert first.loc["02P", ["numerator", "denominator", "value"]].tolist() == [30.0, 40.0, 0.75]
    assert first["area_name"].tolist()[1:3] == ["NHS ALPHA CCG", "NHS BETA CCG"]
    assert set(rows["period"]) == {"2021-07"}
    assert data.catalogue["statistic"].tolist() == ["proportion", "proportion"]
    assert data.catalogue["name"].tolist()[0] == "ALL CANCERS TWO WEEK WAIT"
    assert len(data.select(network="cancer").catalogue) == 2
    problems = data.problems
    found = problems[problems["code"] == "header_found"]
    assert dict(zip(found["sheet"], found["row"], strict=True)) == {
        "TWO WEEK WAIT-ALL CANCER": 7,
        "62-DAY (ALL CANCER)": 8,
    }
    assert problems.set_index("code").loc["sheets_read", "mend"] == "Pass sheet='...' to read one of them."


def test_a_sheet_of_cancer_waits_may_be_named(cancer):
    only = quietly(cancer, sheet="62-DAY (ALL CANCER)")
    assert only.catalogue["indicator_id"].tolist() == ["cwt:62_day_all_cancer"]


def test_blank_percentages_of_cancer_waits_are_computed(cancer):
    rows = quietly(cancer).observations
    assert rows["value"].tolist()[:2] == [0.95, 0.8]


PUBLISHED = {
    "B154-hubs_and_unknown_are_no_commissioners": (
        [("13Q", "other_area_type"), ("02P", ""), ("99E", ""), ("W2U3Z", ""), ("UNKNOWN", "other_area_type")],
        FIRST,
    ),
    "B158-parts_are_never_added_to_their_total": (
        [("02P", ""), ("99E", "")],
        [
            treated(*ALPHA, 30, 40),
            treated(*ALPHA, 10, 15, setting="ADMITTED CARE"),
            treated(*ALPHA, 20, 25, kind="BREAST"),
            treated(*BETA, 35, 62),
        ],
    ),
}


@pytest.mark.parametrize(("expected", "rows"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_bad_input_rows_beside_areas(tmp_path, expected, rows):
    # nothing is lost: the rows stay with the reason why they are not computed, or are noted as parts of a total
    path = workbook(tmp_path / "cwt.xlsx", {"62-DAY (ALL CANCER)": cancer_sheet(*rows)})
    data = quietly(path)
    found = data.observations
    assert list(zip(found["area_code"], found["reason"], strict=True)) == expected
    parts = [row for row in rows if row[2:4] != ["ALL CARE", "ALL CANCERS"]]
    noted = data.problems.query("code == 'other_breakdown'")["what"].tolist()
    assert found["denominator"].sum() == sum(row[4] for row in rows) - sum(row[4] for row in parts)
    assert [what.partition(" of ")[0] for what in noted] == ["2 rows"] * bool(parts)
    used = {code for code, reason in expected if not reason}
    assert data.reference.england["n_areas"].tolist() == [len(used)]


def test_bad_input_other_areas_are_warned_of_with_their_cell(cancer):
    # B154
    problems = check(cancer).query("code == 'other_area_type'")
    assert problems[["severity", "sheet", "cell", "value"]].to_numpy().tolist() == [
        ["W", "62-DAY (ALL CANCER)", "B9", "'13Q'"],
        ["W", "62-DAY (ALL CANCER)", "B13", "'UNKNOWN'"],
    ]
    assert problems["what"].iloc[0] == "a commissioning hub, not one of the areas that the table is about"


def test_bad_input_parts_without_a_total_are_refused(tmp_path):
    # B158: which of the parts is meant only the user can say
    rows = [treated(*area, 30, 40, kind=kind) for area in (ALPHA, BETA) for kind in ("BREAST", "LUNG")]
    path = workbook(tmp_path / "cwt.xlsx", {"62-DAY (BY CANCER)": cancer_sheet(*rows)})
    assert codes(path) == ["period_from_title", "extra_dimension"]


TITLES = {
    "B129-month_of_a_financial_year": ("PERIOD: JUL 2021/22", "2021-07"),
    "B129-january_is_in_the_second_year": ("PERIOD: JAN 2021/22", "2022-01"),
    "B129-month_of_a_year": ("Period: October 2023", "2023-10"),
    "B129-quarter": ("PERIOD: Q1 2021/22", "2021/22 Q1"),
    "B129-financial_year": ("PERIOD: 2021/22", "2021/22"),
}


@pytest.mark.parametrize(("title", "period"), TITLES.values(), ids=TITLES.keys())
def test_bad_input_period_stands_in_the_title(tmp_path, title, period):
    path = workbook(tmp_path / "x.xlsx", {"62-DAY": cancer_sheet(treated(*ALPHA, 30, 40), period=title)})
    with pytest.warns(DataWarning, match="1 table has the period only in the title, from which it was read"):
        data = read_indicators(path)
    assert data.observations["period"].tolist() == [period]
    what = data.problems.set_index("code").loc["period_from_title", "what"]
    assert what == f"the period '{period}' was read from the title rows"


def test_bad_input_two_periods_or_none_in_the_title(tmp_path):
    # B129
    rows = cancer_sheet(treated(*ALPHA, 30, 40))
    rows[4] = ["PERIOD: AUG 2021/22"]
    path = workbook(tmp_path / "two.xlsx", {"62-DAY": rows})
    with pytest.raises(DataError, match="several periods stand in the title rows: '2021-07', '2021-08'"):
        read_indicators(path)
    rows[1] = rows[4] = []
    assert codes(workbook(tmp_path / "none.xlsx", {"62-DAY": rows})) == ["period_unknown"]
    named = read_indicators(workbook(tmp_path / "waits_jul_2021.xlsx", {"62-DAY": rows}))
    assert named.observations["period"].tolist() == ["2021-07"]


def test_bad_input_headings_change_between_releases(tmp_path):
    # B127: "CCG CODE" became "ODS CODE"
    rows = cancer_sheet(treated("QYG", "NHS ALPHA INTEGRATED CARE BOARD", 30, 40), code="ODS CODE")
    rows[7][2] = "INTEGRATED CARE BOARD (ICB)/COMMISSIONING HUB"
    found = quietly(workbook(tmp_path / "x.xlsx", {"62-DAY": rows})).observations
    assert found[["area_code", "area_name", "value"]].to_numpy().tolist() == [
        ["QYG", "NHS ALPHA INTEGRATED CARE BOARD", 0.75]
    ]


def test_problems_of_several_sheets_name_their_sheet_and_cell(tmp_path):
    # the column of the total differs between the sheets, and rows have the same numbers
    sheets = {
        "A": seen_sheet([*ALPHA, "ALL SUSPECTED CANCER", "*", 190, 10, None]),
        "B": cancer_sheet(treated(*BETA, 30, 40)),
        "C": seen_sheet([*LONG, "ALL SUSPECTED CANCER", 100, "x", 10, None]),
    }
    path = workbook(tmp_path / "x.xlsx", sheets)
    found = check(path).query("code in ['suppressed', 'not_available']")
    assert found[["sheet", "cell", "value"]].to_numpy().tolist() == [["A", "E8", "'*'"], ["C", "F8", "'x'"]]
    with pytest.warns(DataWarning) as warned:
        read_indicators(path)
    said = [str(one.message) for one in warned]
    assert any(text.startswith("1 of 3 values is suppressed") and ": 02P. " in text for text in said)
    assert any(text.startswith("1 of 3 rows is marked as not available: W2U3Z.") for text in said)


def test_rows_of_joined_tables_know_their_own_place():
    # two sheets with the same row numbers, and other letters for the same column
    first = SourceMap(file="f", sheet="A", rows=np.array([8, 9]), letters={"numerator": "E"})
    second = SourceMap(file="f", sheet="B", rows=np.array([9, 10]), letters={"numerator": "F"})
    both = SourceMap.joined([SourceMap.joined([first]), SourceMap.joined([first, second]), second])
    assert both.rows.tolist() == [8, 9, 8, 9, 9, 10, 9, 10]
    assert (both.sheet, both.file) == ("", "f")
    assert [both.part(place).sheet for place in range(8)] == list("AAAABBBB")
    assert both.part(5).cell("numerator", 10) == "F10"
    assert both.positions(9, "B").tolist() == [4, 6]
    assert both.positions(9, "").tolist() == [1, 3, 4, 6]


# -- monthly activity return -------------------------------------------------------------------------------------

MEASURES = [
    "Elective G&A Ordinary Admissions (FFCEs)",
    "Elective G&A Daycase Admissions (FFCEs)",
    "Elective G&A Total Admissions (FFCEs)",
    "Total Non-elective G&A Admissions (FFCEs)",
    "GP Referrals Made (All specialties) ",
    "GP Referrals Made (G&A) ",
    "GP Referrals Seen (G&A) ",
    "All 1st Outpatient Attendances (G&A) ",
]


def activity_sheet(*rows: list[object], parent: str = "Area Team") -> Rows:
    """Write a sheet by commissioner: contact and status above, headings on row 14, England, a blank row."""
    titles = ["Title:", "Summary:", None, "Period:", "Source:", "Basis:", "Published:", "Revised:", "Status:"]
    heading = [None, "Year", "Period", f"{parent} Code", f"{parent} Name", "Org Code", "Org Name", *MEASURES]
    return [
        [],
        *[[None, title, "April 2013" if title == "Period:" else "text"] for title in titles],
        [None, "Contact:", "nobody@example.org"],
        [],
        [None, "Commissioner Level Data"],
        heading,
        [None, "2013-14", "APRIL", None, None, None, "England", 10, 20, 30, 40, 50, 60, 70, 80],
        [],
        *[[None, *row] for row in rows],
    ]


DURHAM = ["2013-14", "APRIL", "Q45", "DURHAM AREA TEAM", "00C", "NHS DARLINGTON CCG", 1, 2, 3, 4, 5, 6, 7, 8]
TRUST = ["2013-14", "APRIL", "XDH", "NHS ENGLAND", "X24", "NHS ENGLAND", 9, 18, 27, 36, 45, 54, 63, 72]


@pytest.fixture
def activity(tmp_path: Path) -> Path:
    """Write a workbook by commissioner and by area team."""
    teams = [row[:5] + row[7:] if len(row) > 6 else row for row in activity_sheet(DURHAM)]
    sheets = {"Commissioner": activity_sheet(DURHAM, TRUST), "Area Team": teams, "Notes": [[], [None, "Notes"]]}
    return workbook(tmp_path / "mar.xlsx", sheets)


def test_an_activity_return_is_six_counts_without_denominator(activity):
    data = quietly(activity)
    rows = data.observations
    darlington = rows[rows["area_name"] == "NHS DARLINGTON CCG"].set_index("indicator_id")
    assert darlington["numerator"].to_dict() == {
        "mar:elective_total": 3.0,
        "mar:daycase": 2.0,
        "mar:non_elective": 4.0,
        "mar:gp_referrals_made": 6.0,
        "mar:gp_referrals_seen": 7.0,
        "mar:first_op_attendances": 8.0,
    }
    assert set(darlington["reason"]) == {"no_counts"}
    assert np.isnan(darlington["denominator"]).all()
    assert set(rows["period"]) == {"2013-04"}
    assert set(darlington["parent_code"]) == {"Q45"}
    assert data.areas.set_index("ods_code").loc["00C", "area_name"] == "NHS Darlington"


ACTIVITY = {
    "B119-headings_padded_with_blanks": ("header_trimmed", "N", 14),
    "B116-headings_on_row_14": ("header_found", "N", 14),
    "B127-parent_under_a_changing_heading": ("alias", "N", 14),
    "B150-england_is_the_comparator": ("comparator_found", "N", 15),
    "B154-nhs_england_is_no_ccg": ("other_area_type", "W", 18),
}


@pytest.mark.parametrize(("code", "severity", "row"), ACTIVITY.values(), ids=ACTIVITY.keys())
def test_bad_input_activity_return(activity, code, severity, row):
    problems = check(activity)
    found = problems[problems["code"] == code]
    assert found[["severity", "row"]].to_numpy().tolist() == [[severity, row]]


def test_bad_input_months_as_words(tmp_path):
    # B167: case and blanks vary; January belongs to the second year
    rows = activity_sheet(["2015-16", "January ", "Y54", "NORTH REGION", *DURHAM[4:]], parent="Region")
    rows[14][1:3] = ["2015-16", "January "]
    data = quietly(workbook(tmp_path / "mar.xlsx", {"Commissioner": rows}))
    assert set(data.observations["period"]) == {"2016-01"}
    assert set(data.observations["parent_code"]) == {"Y54"}


# -- old workbooks -----------------------------------------------------------------------------------------------

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def record(number: int, form: str, *values: int) -> bytes:
    """Write a record of an old workbook."""
    body = struct.pack("<" + form, *values)
    return struct.pack("<HH", number, len(body)) + body


def old_workbook(*sheet: bytes, texts: int = 1) -> bytes:
    """Write the container and the structure of an old workbook with one sheet; no reader needs more to be misled."""
    end = record(0x0A, "")
    head = record(0x809, "HHHHII", 0x600, 5, 0, 0, 0, 0)
    place = record(0x85, "IHBBB", 0, 0, 1, 0, 65)
    start = len(head) + len(place) + len(record(0xFC, "II", 1, texts)) + len(end)
    place = record(0x85, "IHBBB", start, 0, 1, 0, 65)
    stream = head + place + record(0xFC, "II", 1, texts) + end + head + b"".join(sheet) + end
    stream = stream.ljust(4096, b"\0")
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = OLD + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", table, last, *range(3, 10), last, *[free] * 118)
    return header + sectors + entry("Root Entry", 5, last, 0) + entry("Workbook", 2, 2, 4096) + bytes(256) + stream


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    """Write an entry of the directory of the container."""
    text = name.encode("utf-16-le")
    fields = struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return (text.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<II", start, size)).ljust(128, b"\0")


CELL = record(0x203, "HHHd", 0, 0, 0, 1)
MISLEADING = {
    "B020-cells_outside_the_sheet": old_workbook(CELL, record(0x203, "HHHd", 9, 6000, 0, 1)),
    "B020-a_cell_far_from_all_others": old_workbook(CELL, record(0x203, "HHHd", 65_000, 200, 0, 1)),
    "B020-a_sheet_larger_than_any": old_workbook(record(0x200, "IIHHH", 0, 4_000_000_000, 0, 255, 0), CELL),
    "B020-more_texts_than_bytes": old_workbook(CELL, texts=0x18000000),
}


@pytest.mark.parametrize("content", MISLEADING.values(), ids=MISLEADING.keys())
def test_bad_input_old_workbooks_that_claim_too_much(write, content):
    # the reader would reserve gigabytes for them, or end the program
    pytest.importorskip("python_calamine")
    assert fault_of(content).startswith("damaged: ")
    problems = check(write("mar.xls", content))
    assert problems["code"].tolist() == ["unsupported_workbook"]
    assert problems["what"].iloc[0].startswith("is damaged: ")


def test_a_sound_old_workbook_has_no_fault():
    assert fault_of(old_workbook(CELL, record(0x203, "HHHd", 9, 200, 0, 1))) == ""
    assert fault_of(old_workbook(CELL)[:3000]) == "damaged"


def test_an_old_workbook_without_its_reader_is_told_how_to_get_it(write, monkeypatch):
    # B020
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    path = write("mar.xls", OLD)
    with pytest.raises(DataError) as stopped:
        read_indicators(path)
    assert str(stopped.value) == (
        "read_indicators('mar.xls'): the file needs the package 'python-calamine', which is not installed. "
        'Install it with: pip install "scnvariation[excel]"'
    )


def test_a_damaged_old_workbook_gives_our_own_error(write):
    pytest.importorskip("python_calamine")
    for content in (OLD, OLD + bytes(2000)):
        with pytest.raises(DataError, match="is damaged"):
            read_indicators(write("mar.xls", content))


def test_an_old_workbook_is_read_as_a_new_one_is(activity, tmp_path, monkeypatch):
    # every number of an old workbook is a float, and blank cells are empty text
    book = pd.read_excel(activity, sheet_name=None, header=None, engine="openpyxl")
    sheets = []
    for name, frame in book.items():
        records = [[float(c) if isinstance(c, int) else "" if pd.isna(c) else c for c in row] for row in frame.values]
        sheets.append(Sheet(name, is_visible=True, records=lambda records=records: records))

    @contextmanager
    def old(_opened):
        yield sheets

    monkeypatch.setattr(workbooks, "old_sheets", old)
    path = tmp_path / "mar.xls"
    path.write_bytes(OLD)
    pd.testing.assert_frame_equal(quietly(path).observations, quietly(activity).observations)


# -- A&E ---------------------------------------------------------------------------------------------------------

AE = (
    "period,org_code,type,attendances,breaches,admissions\n"
    "2018-03-01,RF4,1,1000,250,300\n2018-03-01,RF4,2,50,0,0\n2018-03-01,RF4,other,400,2,0\n"
    "2018-03-01,00E,1,500,50,100\n2018-02-01,RF4,1,900,200,250\n2018-02-01,00E,1,450,40,90\n"
)


def test_types_of_departments_are_indicators_of_their_own(write):
    # B158, B149: types are never added up; 1 and 2 stay text and 00E a code
    path = write("ae.csv", AE)
    data = read_indicators(path)
    rows = data.observations
    assert rows["indicator_id"].unique().tolist() == [
        "ae:breaches_type1",
        "ae:breaches_type2",
        "ae:breaches_other",
    ]
    first = rows[(rows["indicator_id"] == "ae:breaches_type1") & (rows["period"] == "2018-03")]
    assert first.set_index("area_code")["value"].to_dict() == {"RF4": 0.25, "00E": 0.1}
    assert first["admissions"].tolist() == ["300", "100"]


SYSTEMIC = {"B147-dispersion_in_the_hundreds": 103, "B147-dispersion_in_the_thousands": 250}


@pytest.mark.parametrize("step", SYSTEMIC.values(), ids=SYSTEMIC.keys())
def test_bad_input_systemic_variation(write, step):
    # limits are shown and status is computed, but outlier limits are not the message
    trusts = "".join(f"2018-03-01,R{n:02d},1,10007,{1001 + step * n},0\n" for n in range(30))
    data = read_indicators(write("ae.csv", AE.splitlines()[0] + "\n" + trusts))
    funnel = scn.funnel(data, "ae:breaches_type1")
    assert funnel.systemic
    assert funnel.areas["status"].isin(["below_99_8", "above_99_8"]).mean() > 0.2
    assert funnel.title().startswith("Areas differ far more than chance explains")


# -- SHMI --------------------------------------------------------------------------------------------------------

SHMI_HEADINGS = [
    *("Provider code", "Provider name", "SHMI value", "SHMI banding", "Number of spells"),
    *("Observed deaths", "Expected deaths"),
]


def shmi_sheet(*rows: list[object]) -> Rows:
    titles = ["Summary Hospital-level Mortality Indicator", None, "October 2013 - September 2014", "Notes", None]
    return [*[[title] for title in titles], *[[]] * 5, SHMI_HEADINGS, *rows]


def test_the_shmi_is_observed_over_expected_deaths(tmp_path):
    # B116: headings on row 11 of the sheet "Data"
    trusts = [["RAA", "ALPHA NHS TRUST", 1.2, 2, 9000, 300, 250.0], ["RBB", "BETA NHS TRUST", 0.8, 3, 9000, 80, 100.0]]
    path = workbook(tmp_path / "shmi.xlsx", {"Title": [["SHMI"]], "Data": shmi_sheet(*trusts)})
    data = quietly(path)
    rows = data.observations
    assert rows["value"].tolist() == [1.2, 0.8]
    assert rows["denominator"].tolist() == [250.0, 100.0]
    assert set(rows["indicator_id"]) == {"shmi:trust"}
    assert data.catalogue[["statistic", "polarity"]].to_numpy().tolist() == [["ratio", "low_is_good"]]
    assert data.problems.set_index("code").loc["header_found", "row"] == 11


SHMI_MARKS = {
    "B035-x_in_brackets": ("[x]", "not_available"),
    "B035-two_points": ("..", "not_available"),
    "B136-no_data": ("no data", "not_available"),
    "B034-star": ("*", "suppressed"),
}


@pytest.mark.parametrize(("mark", "reason"), SHMI_MARKS.values(), ids=SHMI_MARKS.keys())
def test_bad_input_marks_in_published_files(tmp_path, mark, reason):
    trusts = [["RAA", "ALPHA", mark, 2, 9000, mark, mark], ["RBB", "BETA", 0.8, 3, 9000, 80, 100.0]]
    data = quietly(workbook(tmp_path / "shmi.xlsx", {"Data": shmi_sheet(*trusts)}))
    assert data.observations["reason"].tolist() == [reason, ""]


# -- NHS Outcomes Framework --------------------------------------------------------------------------------------

OF_HEADINGS = [
    *("Year", "Period of coverage", "Breakdown", "Level", "Level description", "Indicator value"),
    *("Lower CI", "Upper CI", "Observed", "Population", "Expected", "Percent unclassified"),
]


def of_rows(*rows: list[object], above: int = 14) -> Rows:
    return [["Indicator data"], *[[]] * (above - 3), ["Published: 2016"], OF_HEADINGS, *rows]


def byar(value: float) -> list[float]:
    """Give the limits of a rate from 400 deaths: the published method for standardised rates."""
    return [round(value * share, 1) for share in (361.76 / 400, 441.19 / 400)]


def region(code: str, name: str, value: float, *, kind: str = "Region", year: str = "2013/14") -> list[object]:
    return [year, "1/4/2013 to 31/3/2014", kind, code, name, value, *byar(value), 400, 400_000, None, None]


ENGLAND = region("England", "England", 101.0, kind="England")
NORTH, SOUTH = region("E12000001", "North", 100.0), region("E12000002", "South", 102.0)


def test_an_outcomes_framework_workbook_has_england_as_comparator(tmp_path):
    # B116: headings on row 14 of "Indicator data"
    sheets = {"Title sheet": [["NHS Outcomes Framework"]], "Indicator data": of_rows(ENGLAND, NORTH, SOUTH, above=13)}
    data = read_indicators(workbook(tmp_path / "NHSOF_1.1_I00656_D_V9.xlsx", sheets))
    rows = data.observations
    assert rows["area_code"].tolist() == ["E12000001", "E12000002"]
    assert rows["area_name"].tolist() == ["North", "South"]
    assert set(rows["indicator_id"]) == {"nhs_of:1.1"}
    assert data.catalogue["statistic"].tolist() == ["dsr"]
    assert data.catalogue["domain"].tolist() == [1]
    assert data.reference.published["numerator"].tolist() == [400.0]


def test_an_outcomes_framework_csv_suppresses_with_a_star(write):
    frame = pd.DataFrame([ENGLAND, NORTH, [*SOUTH[:5], *["*"] * 5, None, None]], columns=OF_HEADINGS)
    path = write("NHSOF_1.1_I00656_D_V9.csv", frame.to_csv(index=False))
    with pytest.warns(DataWarning, match="1 of 3 values is suppressed"):
        data = read_indicators(path)
    assert data.observations["reason"].tolist() == ["", "suppressed"]


def test_bad_input_several_breakdowns(tmp_path):
    # B158: men and women are no regions
    rows = [ENGLAND, NORTH, SOUTH, *[region(sex, sex, 99.0, kind="Gender") for sex in ("Male", "Female")]]
    path = workbook(tmp_path / "NHSOF_1.1_I00656_D.xlsx", {"Indicator data": of_rows(*rows)})
    assert codes(path) == ["extra_dimension"]
    with pytest.raises(DataError) as stopped:
        read_indicators(path)
    assert str(stopped.value) == (
        "read_indicators('NHSOF_1.1_I00656_D.xlsx'): several breakdowns of one indicator stand in one table: "
        "Region (2 levels), Gender (2 levels). Pass area_type='Region' to keep one of them."
    )
    chosen = read_indicators(path, area_type="Region").observations
    assert chosen["reason"].tolist() == ["", "", "other_area_type", "other_area_type"]


def test_quarters_of_the_outcomes_framework(write):
    headings = ["Year", "Quarter", *OF_HEADINGS[1:]]
    frame = pd.DataFrame([[row[0], "Q2", *row[1:]] for row in (ENGLAND, NORTH, SOUTH)], columns=headings)
    data = read_indicators(write("NHSOF_1.1_I00656_D.csv", frame.to_csv(index=False)))
    assert set(data.observations["period"]) == {"2013/14 Q2"}


# -- periods in titles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("APRIL 2013", "2013-04"),
        ("SEPT 2021-22", "2021-09"),
        ("MARCH 2021/22", "2022-03"),
        ("Apr13 to Mar14", "Apr13 to Mar14"),
        ("2013/15", ""),
        ("maybe 2013", ""),
        ("Published 14th June", ""),
    ],
)
def test_periods_are_found_in_texts(text, period):
    assert period_in(text) == period


def test_only_what_is_called_a_period_is_one():
    titles = [["Period:", "April 2013"], ["Published:", "14th June 2013"], ["Revised:", "11th July 2014"]]
    assert titled_periods(titles) == ["2013-04"]
    assert titled_periods(titles[1:]) == []


def test_months_of_financial_years_that_are_no_months_are_kept_as_they_are():
    assert financial_month("2013-14", "YTD") == "2013/14"
    assert financial_month("", "Total") == "Total"


MONTHLY = (
    "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,"
    "A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,Attendances over 4hrs Type 1,"
    "Attendances over 4hrs Type 2,Attendances over 4hrs Other Department\n"
    "MSitAE-JULY-2023,RF4,NHS ENGLAND LONDON,ALPHA NHS TRUST,1000,50,400,7,250,1,2\n"
    "MSitAE-JULY-2023,RYJ,NHS ENGLAND LONDON,BETA NHS TRUST,500,0,200,0,50,0,4\n"
    "TOTAL,TOTAL,TOTAL,TOTAL,1500,50,600,7,300,1,6\n"
)


def test_the_monthly_a_and_e_file_has_its_types_side_by_side(write):
    # the total row is England's, booked appointments are never added, and nobody waits where there is no department
    with pytest.warns(DataWarning, match="1 of 9 rows has the denominator 0: RYJ"):
        data = read_indicators(write("july.csv", MONTHLY))
    rows = data.observations.set_index(["indicator_id", "area_code"])
    assert rows["value"].round(3).to_dict() == pytest.approx(
        {
            ("ae:breaches_type1", "RF4"): 0.25,
            ("ae:breaches_type1", "RYJ"): 0.1,
            ("ae:breaches_type2", "RF4"): 0.02,
            ("ae:breaches_type2", "RYJ"): np.nan,
            ("ae:breaches_other", "RF4"): 0.005,
            ("ae:breaches_other", "RYJ"): 0.02,
        },
        nan_ok=True,
    )
    assert set(rows["period"]) == {"2023-07"}
    assert data.reference.england.set_index("indicator_id")["source"].to_dict() == dict.fromkeys(
        ("ae:breaches_type1", "ae:breaches_type2", "ae:breaches_other"), "published"
    )
    problems = check(write("july.csv", MONTHLY)).query("code == 'zero_denominator'")
    assert problems[["row", "cell"]].to_numpy().tolist() == [[3, "F3"]]


@pytest.mark.parametrize("layout", [layout.name for layout in LAYOUTS if layout.name != "tidy"])
def test_a_layout_that_does_not_fit_is_refused_in_words(write, tidy, layout):
    # never a missing key of ours, whatever table the user calls by a layout's name
    problems = check(write("areas.csv", tidy), layout=layout)
    assert problems["code"].tolist() == ["other_layout"]
    assert problems["what"].iloc[0].startswith(f"layout={layout!r} does not fit these headings: indicator_id, period,")
