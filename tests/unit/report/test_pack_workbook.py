"""A pack as a workbook: accessible, typed cell by cell, and harmless whatever the areas are called."""

import io
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scnvariation.errors import DataError, OptionError
from scnvariation.report import workbook_tables
from scnvariation.report.content import Cell, PackContent, PeopleTable, Rug, RugLine, Section
from scnvariation.report.pack_workbook import pack_workbook

FORMULAS = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org")', "{=1+1}", "@SUM(1)", "+1", "-2", "\t=1"]
MARKUP = [
    "<script>alert(1)</script>",
    "</title>",
    "<img src=x onerror=alert(1)>",
    "<r><t>raw</t></r>",
    "http://x.org",
    "javascript:alert(1)",
]
AWKWARD = [
    "../../etc/passwd",
    "CON",
    "日本",
    "x" * 300,
    "$x_1$",
    "a\nb",
    "\x01bell",
    "_x0041_",
    "",
    "same",
    "Same",
    "\ud800",
]
HOSTILE = [*FORMULAS, *MARKUP, *AWKWARD]
MARKS = ["[c]", "[x]", "[z]"]
REMINDER = "No disclosure rule was applied: counts are shown as they were given."
STAMP = MappingProxyType(
    {
        "written_utc": "2015-04-01T09:30:00Z",
        "package_version": "0.1.0",
        "input_name": "quarter.csv",
        "input_sha256": "ab" * 32,
        "rows": {"read": 212, "used": 195, "suppressed": 17},
        "options": {"period": "2014/15 Q4"},
    }
)
HEADINGS = ("Code", "Area", "Events", "Share, %", "Ratio", "Since")


def area_rows(names):
    """One row for each name: a code, the name, a count, a percentage, a ratio and nothing."""
    cells = [Cell("1,230", 1230.0), Cell("61.2%", 0.6117, 1, is_percentage=True), Cell("1.23", 1.234, 2), Cell("")]
    return tuple((Cell(f"{number:02d}E"), Cell(name), *cells) for number, name in enumerate(names))


def table_of(rows, *, key="outside", title="Who is outside", headings=HEADINGS, notes=()):
    return PeopleTable(key=key, title=title, headings=tuple(headings), rows=tuple(rows), notes=notes)


def rug_of(places):
    marks = (("better", "▲", "better"), ("worse", "▼", "worse"), ("similar", "=", "similar"))
    cells = tuple(marks[position % 3] for position in range(len(places)))
    line = RugLine("Stroke", "Domain 3", "2014/15 Q4", "0 months", cells)
    return Rug(title="At a glance", places=tuple(places), lines=(line,), key=marks, alt="Three signs.")


def content_of(tables=(), *, places=("Wessex", "Bath", "Ely"), title="Cardiovascular: Wessex", **changes):
    section = Section(key="outside", heading="Outside", paragraphs=("One area lies outside.",), tables=tuple(tables))
    given = {
        "title": title,
        "subtitle": "2014/15 Q4",
        "slug": "cardiovascular-wessex",
        "network": "cardiovascular",
        "network_area": "Wessex",
        "sentences": ("One.", "Two.", "Three."),
        "rug": rug_of(places),
        "sections": (section,),
        "reminder": REMINDER,
        "marks": (("[c]", "withheld: small numbers"),),
        "tidy": {},
    }
    return PackContent(**(given | changes))


def opened(written):
    return openpyxl.load_workbook(io.BytesIO(written))


@pytest.fixture(scope="module")
def hostile():
    """Write a pack in which every text that can come from data is hostile."""
    headings = ("Code", "Area", *FORMULAS[:2], "same", "Same")
    tables = [
        table_of(area_rows(HOSTILE), headings=headings, title=FORMULAS[1], notes=(FORMULAS[0],)),
        table_of(area_rows(HOSTILE), key="areas", title="x" * 300),
    ]
    content = content_of(
        tables, places=["Wessex", *HOSTILE], title=FORMULAS[1], sentences=(FORMULAS[0], "<r>b</r>", "")
    )
    return pack_workbook(content, {**STAMP, "input_name": FORMULAS[1], "options": {"network": FORMULAS[0]}})


@pytest.fixture(scope="module")
def plain():
    return pack_workbook(content_of([table_of(area_rows(["Bath", "Ely"]), notes=("As published.",))]), STAMP)


# -- nothing from data runs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("catalogue_line", ["B104-formulas", "B105-other_formulas"], indirect=True)
def test_no_name_becomes_a_formula(hostile):
    """B104, B105: openpyxl gives a formula the type 'f'; the parts themselves hold none either."""
    types = {cell.data_type for sheet in opened(hostile) for row in sheet.iter_rows() for cell in row}
    assert types <= {"s", "n"}
    names = zipfile.ZipFile(io.BytesIO(hostile))
    for name in names.namelist():
        part = names.read(name).decode()
        if name.startswith("xl/worksheets/"):
            assert not re.search(r"<f[ >/]", part), name
        assert "calculatedColumnFormula" not in part
        assert "totalsRowFormula" not in part
    assert not [name for name in names.namelist() if "external" in name.lower()]


def test_only_the_contents_have_links_and_they_lead_to_our_own_sheets(hostile):
    """No link is ever built from data: not a name, not an address typed as a name."""
    book = opened(hostile)
    links = [(sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert {title for title, _ in links} == {"Contents"}
    assert [cell.hyperlink.location for _, cell in links] == [f"'{name}'!A1" for name in book.sheetnames[2:]]
    assert [cell.value for _, cell in links] == book.sheetnames[2:]
    parts = zipfile.ZipFile(io.BytesIO(hostile))
    assert not [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]


def test_hostile_names_are_shown_as_they_are(hostile):
    """Nothing but what XML cannot hold is changed; an empty name gets the mark of an empty cell."""
    names = [row[1] for row in opened(hostile)["Areas"].iter_rows(min_row=6, values_only=True)]
    changed = {"\x01bell": "\ufffdbell", "": "[z]", "\ud800": "\ufffd", "<r><t>raw</t></r>": "< r><t>raw</t></r>"}
    assert [changed.get(name, name) for name in HOSTILE] == names


def test_no_text_is_written_as_raw_xml(hostile):
    """XlsxWriter copies a text between <r> and </r> into the file as it is, as the runs of a rich text."""
    strings = zipfile.ZipFile(io.BytesIO(hostile)).read("xl/sharedStrings.xml").decode()
    assert "<r>" not in strings
    assert "&lt; r&gt;&lt;t&gt;raw&lt;/t&gt;&lt;/r&gt;" in strings


def test_headings_from_data_are_unique_and_those_of_the_table_definition(hostile):
    """Excel repairs a file, with an alarming question, where the two differ or two headings are the same."""
    for sheet in opened(hostile):
        for table in sheet.tables.values():
            top = sheet[table.ref][0]
            headings = [cell.value for cell in top]
            assert [column.name for column in table.tableColumns] == headings
            assert len({heading.casefold() for heading in headings}) == len(headings)
            assert all(0 < len(heading) <= 255 and heading.isprintable() for heading in headings)


def test_no_part_is_named_by_data(hostile):
    """Names of sheets and tables are our own words, and nothing else is named."""
    book = opened(hostile)
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Overview", "Outside", "Areas"]
    assert [name for sheet in book for name in sheet.tables] == [
        "table_contents",
        "table_notes",
        "table_overview",
        "table_outside",
        "table_areas",
    ]
    assert not book.defined_names


# -- an accessible spreadsheet ---------------------------------------------------------------------------------------


def test_one_marked_table_a_sheet_covers_exactly_the_data(hostile):
    """At the left edge, below title, count of tables, reminder and source; nothing stands below or beside it."""
    book = opened(hostile)
    assert not book["Cover"].tables
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        bottom = sheet.max_row
        last = openpyxl.utils.get_column_letter(sheet.max_column)
        assert table.ref == f"A5:{last}{bottom}"
        assert table.headerRowCount == 1
        assert table.totalsRowShown is not True
        assert table.autoFilter is None
        assert not table.tableStyleInfo.showRowStripes


def test_no_cell_of_a_table_is_empty(hostile):
    """A screen reader says 'blank' and leaves the reader to guess why."""
    for sheet in opened(hostile).worksheets[1:]:
        assert all(
            cell is not None and cell != "" for row in sheet.iter_rows(min_row=5, values_only=True) for cell in row
        )


def test_nothing_is_merged_or_hidden(hostile):
    for sheet in opened(hostile):
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(size.hidden for size in [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()])


def test_above_every_table_stand_title_reminder_and_source(plain):
    """The disclosure rule, or that there was none, is on every sheet, and in the file's first lines."""
    book = opened(plain)
    for sheet in book.worksheets[1:]:
        lines = [sheet.cell(row, 1).value for row in range(1, 5)]
        assert lines[1] == (
            "This worksheet contains one table. Marks in square brackets and notes are explained on the sheet Notes."
        )
        assert lines[2] == REMINDER
        assert lines[3] == "Source: quarter.csv, worked out by scnvariation 0.1.0."
    assert book["Outside"]["A1"].value == "Who is outside"
    assert [book["Cover"].cell(row, 1).value for row in (1, 2, 3)] == ["Cardiovascular: Wessex", "2014/15 Q4", REMINDER]


def test_the_cover_says_it_in_short_and_how_it_was_made(plain):
    lines = [cell.value for cell in opened(plain)["Cover"]["A"]]
    assert lines[3:7] == ["In short", "One.", "Two.", "Three."]
    assert lines[7] == "How this workbook was made"
    assert "Input: quarter.csv" in lines
    assert f"SHA-256 of the input: {'ab' * 32}" in lines
    assert "Rows: 212 read, 195 used, 17 suppressed" in lines


def test_the_notes_explain_every_mark_and_hold_all_that_is_to_be_read(plain):
    rows = list(opened(plain)["Notes"].iter_rows(min_row=6, values_only=True))
    meanings = dict(rows)
    assert meanings["[c]"] == "withheld: small numbers"
    assert {"[x]", "[z]"} <= set(meanings)
    assert ("Overview", "Three signs.") in rows
    assert rows[-2:] == [("Outside", "One area lies outside."), ("Outside", "As published.")]


def test_the_contents_list_every_sheet_with_what_it_shows(plain):
    rows = list(opened(plain)["Contents"].iter_rows(min_row=6, values_only=True))
    assert rows == [
        ("Notes", "Notes: marks, and what is to be read with the tables"),
        ("Overview", "At a glance"),
        ("Outside", "Who is outside"),
    ]


def test_the_overview_says_every_colour_in_a_word(plain):
    sheet = opened(plain)["Overview"]
    (row,) = sheet.iter_rows(min_row=6)
    assert [cell.value for cell in row[4:]] == ["▲ better", "▼ worse", "= similar"]
    grounds = [cell.fill.start_color.rgb for cell in row[4:]]
    assert len(set(grounds)) == 3
    assert all(contrast_with_black(ground) > 7 for ground in grounds)


def contrast_with_black(colour):
    """Contrast after WCAG 2.2, 1.4.3."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (2, 4, 6)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) / 0.05


def test_letters_are_large_and_headings_wrap(plain):
    for sheet in opened(plain):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert (cell.font.name, cell.font.sz >= 12) == ("Arial", True)
        assert all(cell.alignment.wrap_text and cell.font.b for cell in sheet[5]) or sheet.title == "Cover"


def test_long_tables_keep_their_headings_in_sight_and_short_ones_their_room():
    """The guidance advises against frozen panes; without them 200 areas cannot be read."""
    tables = [table_of(area_rows(["a"] * 31)), table_of(area_rows(["a"] * 30), key="short")]
    book = opened(pack_workbook(content_of(tables), STAMP))
    assert book["Outside"].freeze_panes == "A6"
    assert book["Short"].freeze_panes is None


def test_the_file_says_what_it_is_and_opens_on_the_cover(plain):
    book = opened(plain)
    assert book.active.title == "Cover"
    assert book.properties.title == "Cardiovascular: Wessex"
    assert book.properties.subject == "2014/15 Q4"
    assert book.properties.created == datetime(2015, 4, 1, 9, 30)  # noqa: DTZ001 - openpyxl gives UTC without a zone
    assert {one.name: one.value for one in book.custom_doc_props.props} == {"Language": "en-GB"}


# -- cells -----------------------------------------------------------------------------------------------------------


def test_numbers_are_numbers_with_the_decimals_shown(plain):
    cells = opened(plain)["Outside"][6]
    assert [cell.value for cell in cells] == ["00E", "Bath", 1230, 0.6117, 1.234, "[z]"]
    assert [cell.number_format for cell in cells[2:5]] == ["#,##0", "#,##0.0%", "#,##0.00"]


def test_codes_stay_text():
    codes = ["01E", "1.10", "5E1", "00012"]
    rows = [(Cell(code), Cell("1", 1.0)) for code in codes]
    written = pack_workbook(content_of([table_of(rows, headings=("Code", "Events"))]), STAMP)
    cells = [row[0] for row in opened(written)["Outside"].iter_rows(min_row=6)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(code, "s") for code in codes]
    assert b"numberStoredAsText" in zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet5.xml")


def test_marks_are_text_and_a_mark_behind_a_number_is_shown_with_it():
    rows = [
        [Cell("[c]")],
        [Cell("1.5 [u]", 1.5, 1)],
        [Cell("too few to judge")],
        [Cell("", float("nan"))],
        [Cell("2.0", 2.0, 1)],
    ]
    sheet = opened(pack_workbook(content_of([table_of(rows, headings=("Ratio",))]), STAMP))["Outside"]
    cells = [sheet.cell(row, 1) for row in range(6, 11)]
    assert [cell.value for cell in cells] == ["[c]", 1.5, "too few to judge", "[x]", 2]
    assert cells[1].number_format == '#,##0.0" [u]"'
    assert {cell.alignment.horizontal for cell in cells} == {"right"}


def test_scripts_read_a_table_with_one_line(plain):
    frame = pd.read_excel(io.BytesIO(plain), sheet_name="Outside", header=4, na_values=MARKS, engine="openpyxl")
    assert frame["Share, %"].tolist() == [0.6117, 0.6117]
    assert frame["Since"].isna().all()


@pytest.mark.parametrize("catalogue_line", ["B113-longest_cell"], indirect=True)
def test_a_text_longer_than_a_cell_goes_on_in_a_column_of_its_own():
    """B113: Excel holds 32,767 characters in a cell, and counts rare letters twice."""
    rows = [
        (Cell("x" * 40_000), Cell("1", 1.0)),
        (Cell("\N{BRAIN}" * 20_000), Cell("2", 2.0)),
        (Cell("short"), Cell("3", 3.0)),
    ]
    sheet = opened(pack_workbook(content_of([table_of(rows, headings=("Area", "Events"))]), STAMP))["Outside"]
    assert [cell.value for cell in sheet[5]] == ["Area", "Events", "Area, continued"]
    found = [[len(str(cell)) for cell in row] for row in sheet.iter_rows(min_row=6, values_only=True)]
    assert found == [[32_767, 1, 7_233], [16_383, 1, 3_617], [5, 1, 3]]
    assert sheet["C8"].value == "[z]"


def test_a_table_without_rows_says_so():
    sheet = opened(pack_workbook(content_of([table_of([])]), STAMP))["Outside"]
    assert [cell.value for cell in sheet[6]] == ["Nothing to list", *["[z]"] * 5]


def test_a_pack_without_tables_has_no_empty_sheets():
    book = opened(pack_workbook(content_of(rug=rug_of(())), STAMP))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Overview"]
    nothing = Rug(title="", places=(), lines=(), key=(), alt="")
    assert opened(pack_workbook(content_of(rug=nothing), STAMP)).sheetnames == ["Cover", "Contents", "Notes"]


@pytest.mark.parametrize("catalogue_line", ["B113-longest_cell"], indirect=True)
def test_a_table_that_does_not_fit_a_sheet_is_refused(monkeypatch):
    """B113, with a smaller sheet: rows above the table count too."""
    content = content_of([table_of(area_rows(["a"] * 8))])
    monkeypatch.setattr(workbook_tables, "MOST_ROWS", 12)
    with pytest.raises(DataError, match=r"^The table has 8 rows and a sheet holds 7; write Parquet or CSV instead\.$"):
        pack_workbook(content, STAMP)
    monkeypatch.setattr(workbook_tables, "MOST_ROWS", 1_048_576)
    monkeypatch.setattr(workbook_tables, "MOST_COLUMNS", 5)
    with pytest.raises(
        DataError, match=r"^The table has 6 columns and a sheet holds 5; write Parquet or CSV instead\.$"
    ):
        pack_workbook(content_of([table_of(area_rows(["a"]))], places=()), STAMP)


# -- the whole -------------------------------------------------------------------------------------------------------


def test_same_content_same_bytes(plain):
    """The second workbook of a process equals the first, and only the stamp brings in the time."""
    content = content_of([table_of(area_rows(["Bath", "Ely"]), notes=("As published.",))])
    assert pack_workbook(content, STAMP) == plain
    assert pack_workbook(content, {**STAMP, "written_utc": "2015-04-02T09:30:00Z"}) != plain
    assert pack_workbook(content, {}) == pack_workbook(content, {})


def test_same_bytes_whatever_the_hash_seed(tmp_path):
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import test_pack_workbook as t; "
        "c = t.content_of([t.table_of(t.area_rows(['Bath', 'Ely']))]); "
        "sys.stdout.write(hashlib.sha256(t.pack_workbook(c, t.STAMP)).hexdigest())"
    )
    folder = str(Path(__file__).parent)
    found = {
        subprocess.run(
            [sys.executable, "-c", code, folder],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_a_missing_extra_is_named_with_its_command(monkeypatch):
    """S23."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OptionError) as caught:
        pack_workbook(content_of(), STAMP)
    assert str(caught.value) == (
        "A pack as a workbook needs the package 'XlsxWriter', which is not installed. "
        'Install it with: pip install "scnvariation[excel]"'
    )


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=60), min_size=1, max_size=6, unique=True))
def test_any_text_at_all_gives_a_file_that_opens(names):
    """As names of rows, of columns and of the pack: the file opens, no cell is a formula, no heading stands twice."""
    content = content_of([table_of(area_rows(names), title=names[0])], places=names, title=names[0])
    book = opened(pack_workbook(content, {**STAMP, "input_name": names[0]}))
    cells = [row[1] for row in book["Outside"].iter_rows(min_row=6)]
    assert len(cells) == len(names)
    assert {cell.data_type for cell in cells} == {"s"}
    headings = [cell.value.casefold() for cell in book["Overview"][5]]
    assert len(set(headings)) == len(headings) == 4 + len(names)
