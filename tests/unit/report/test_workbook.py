"""A workbook's cells are typed: no name becomes a formula, codes stay text, numbers stay numbers."""

import sys
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from scnvariation.errors import DataError, OptionError
from scnvariation.report import workbook_tables
from scnvariation.report.workbook import write_workbook

HOSTILE = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org")',
    "{=1+1}",
    "@SUM(1)",
    "+1",
    "-2",
    "\t=1",
    "http://x.org",
]


@pytest.fixture
def areas():
    return pd.DataFrame(
        {
            "area_code": [f"0{n}E" for n in range(len(HOSTILE))],
            "area_name": HOSTILE,
            "value": [0.25, np.nan, np.inf, -np.inf, 1e-9, -3.0, 7.0, 0.0],
            "shown": [True, False] * 4,
            "n": pd.array([1, None] * 4, dtype="Int64"),
        }
    )


def read(path, sheet):
    return list(openpyxl.load_workbook(path)[sheet].iter_rows())


@pytest.mark.parametrize("catalogue_line", ["B105-other_formulas"], indirect=True)
def test_no_formula_cell_anywhere(handmade, areas, tmp_path):
    """B104, B105: openpyxl gives a formula the type 'f'."""
    path = write_workbook(handmade(areas), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert types == {"s", "n", "b"}
    assert [row[1].value for row in read(path, "Numbers")[1:]] == HOSTILE
    parts = zipfile.ZipFile(path)
    assert not [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]
    linked = {sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert linked == {"Contents"}


def test_cells_keep_their_type(handmade, areas, tmp_path):
    rows = read(write_workbook(handmade(areas), tmp_path / "a.xlsx"), "Numbers")
    assert [cell.value for cell in rows[0]] == ["area_code", "area_name", "value", "shown", "n"]
    assert [row[0].value for row in rows[1:3]] == ["00E", "01E"]
    assert [row[2].value for row in rows[1:]] == [0.25, None, "no upper bound", "no lower bound", 1e-9, -3, 7, 0]
    assert [row[3].value for row in rows[1:3]] == [True, False]
    assert [row[4].value for row in rows[1:3]] == [1, None]


def test_each_sheet_has_its_table(handmade, areas, tmp_path):
    """Those for scripts have their headings on row 1, where pandas looks for them; those for people on row 5."""
    path = write_workbook(handmade(areas), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Table", "Numbers", "Excluded", "Settings"]
    assert {sheet.title: [table.ref for table in sheet.tables.values()] for sheet in book} == {
        "Cover": [],
        "Contents": ["A5:B10"],
        "Notes": ["A5:B8"],
        "Table": ["A5:E13"],
        "Numbers": ["A1:E9"],
        "Excluded": ["A1:B2"],
        "Settings": ["A1:B10"],
    }
    assert read(path, "Table")[4][0].value == "Area_code"
    assert [cell.value for cell in read(path, "Excluded")[1]] == ["01E", "suppressed"]
    settings = {row[0].value: row[1].value for row in read(path, "Settings")[1:]}
    assert settings["call"] == "funnel"
    assert settings["input_sha256"] == "ab" * 32
    assert settings["levels"] == "0.95, 0.998"
    assert settings["benchmark"] == ""


def test_an_export_without_a_disclosure_rule_says_so(handmade, areas, tmp_path):
    path = write_workbook(handmade(areas), tmp_path / "a.xlsx")
    reminder = (
        "No disclosure rule was applied: counts are shown as they were given. "
        "Check small numbers before you pass this on."
    )
    assert [read(path, sheet)[2][0].value for sheet in ("Cover", "Contents", "Notes", "Table")] == [reminder] * 4
    assert read(path, "Settings")[-1][1].value == reminder


def test_headings_are_bold_and_stay_in_sight(handmade, areas, tmp_path):
    sheet = openpyxl.load_workbook(write_workbook(handmade(areas), tmp_path / "a.xlsx"))["Numbers"]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["C"].width


def test_the_table_for_people_leaves_no_cell_empty(handmade, areas, tmp_path):
    """What is missing among numbers is not available; what is missing among texts has nothing to say."""
    frame = areas.assign(note=["", None, np.nan, "as published", "", "", "", ""])
    rows = read(write_workbook(handmade(frame), tmp_path / "a.xlsx"), "Table")[5:]
    assert [row[2].value for row in rows[:4]] == [0.25, "[x]", "no upper bound", "no lower bound"]
    assert [row[4].value for row in rows[:2]] == [1, "[x]"]
    assert [row[5].value for row in rows[:4]] == ["[z]", "[z]", "[z]", "as published"]


def test_decimals_of_a_column_for_people_are_alike(handmade, tmp_path):
    """61 stands as 61.0 below 61.2; a column with finer figures is shown as it is."""
    frame = pd.DataFrame({"share": [61.0, 61.2], "events": [1230, 7], "fine": [0.0012, 3.0]})
    (row, _) = read(write_workbook(handmade(frame), tmp_path / "a.xlsx"), "Table")[5:]
    assert [cell.number_format for cell in row] == ["#,##0.0", "#,##0", "General"]


def test_the_cover_says_what_it_is(handmade, areas, tmp_path):
    lines = [row[0].value for row in read(write_workbook(handmade(areas), tmp_path / "a.xlsx"), "Cover")]
    assert lines[:2] == ["Result of funnel()", "One area lies outside."]
    assert lines[3:] == [
        "How this workbook was made",
        "Call: funnel",
        "Version: 0.1.0",
        f"Input sha256: {'ab' * 32}",
        "Reference: england",
        "Benchmark source: sum of the areas",
        "Side: as_given",
        "Levels: 0.95, 0.998",
    ]


def test_pandas_reads_the_sheets_for_scripts_as_they_are(handmade, areas, tmp_path):
    """Row 1, natural units, missing is missing."""
    path = write_workbook(handmade(areas), tmp_path / "a.xlsx")
    numbers = pd.read_excel(path, sheet_name="Numbers", engine="openpyxl", dtype={"area_code": str})
    assert numbers.columns.tolist() == areas.columns.tolist()
    assert numbers["area_code"].tolist() == areas["area_code"].tolist()
    assert numbers["n"].isna().tolist() == [False, True] * 4


def test_same_result_same_bytes(handmade, areas, tmp_path):
    one, two = (write_workbook(handmade(areas), tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("catalogue_line", ["B113-longest_cell"], indirect=True)
def test_a_text_longer_than_a_cell_goes_on_to_the_right(handmade, tmp_path):
    """B113: Excel holds 32,767 characters in a cell; the rest stands in a column of the table, not beside it."""
    frame = pd.DataFrame({"a": ["x" * 40_000], "n": [1]})
    path = write_workbook(handmade(frame), tmp_path / "a.xlsx")
    headings, row = read(path, "Numbers")
    assert [cell.value for cell in headings] == ["a", "n", "a, continued"]
    assert [len(row[0].value), row[1].value, len(row[2].value)] == [32_767, 1, 7_233]
    assert read(path, "Table")[4][2].value == "A, continued"


def test_a_table_longer_than_a_sheet_is_refused(handmade, areas, tmp_path, monkeypatch):
    """B113, with a shorter sheet."""
    monkeypatch.setattr(workbook_tables, "MOST_ROWS", 11)
    with pytest.raises(DataError) as caught:
        write_workbook(handmade(areas), tmp_path / "a.xlsx")
    assert str(caught.value) == "The table has 8 rows and a sheet holds 6; write Parquet or CSV instead."
    assert list(tmp_path.iterdir()) == []


def test_an_empty_table_is_written(handmade, tmp_path):
    path = write_workbook(handmade(pd.DataFrame({"area_code": []})), tmp_path / "a.xlsx")
    assert len(read(path, "Numbers")) == 1
    assert [row[0].value for row in read(path, "Table")[4:]] == ["Area_code", "Nothing to list"]


def test_a_missing_extra_is_named_with_its_command(handmade, areas, tmp_path, monkeypatch):
    """S23."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OptionError) as caught:
        handmade(areas).to_excel(tmp_path / "a.xlsx")
    assert str(caught.value) == (
        "to_excel() needs the package 'XlsxWriter', which is not installed. "
        'Install it with: pip install "scnvariation[excel]"'
    )
