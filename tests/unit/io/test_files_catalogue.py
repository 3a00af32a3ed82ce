"""Files and layouts that are awkward, large or hostile. Ids are those of the catalogue, or S for safety."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scnvariation.errors import DataError, DataWarning
from scnvariation.io import large_text
from scnvariation.io.read import check, read_indicators

CODES = ["E38000001", "E38000002", "E38000003"]
HEADINGS = ["area_code", "numerator", "denominator", "statistic"]
ROWS = [[code, 10 * place, 100, "proportion"] for place, code in enumerate(CODES, start=1)]


def codes_of(problems: pd.DataFrame, *severities: str) -> list[str]:
    return problems.loc[problems["severity"].isin(severities or ("E",)), "code"].tolist()


def book_of(rows: list[list[object]]):
    """Make a workbook of one sheet, with openpyxl's own handle on it."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in rows:
        sheet.append(row)
    return book, sheet


# -- texts of another shape --------------------------------------------------------------------------------------

TWO_LINES = "area,number,number\ncode,of events,at risk\nE38000001,1,10\nE38000002,2,10\n"
TWO_LINE_COLUMNS = {"area code": "area_code", "number of events": "numerator", "number at risk": "denominator"}
UNITS = "indicator_id,area_code,numerator,denominator,unit\nx,A,1,10,%\nx,B,1,10,per 1000\nx,C,1,10,%\ny,A,1,10,%\n"
LONG = "date,name,value\n2014,Number of deaths,10\n2014,Death rate per 1000,0.3\n"
PEOPLE = "person,area_code,died,age\nSmith,E38000001,0,70\nJones,E38000001,1,61\nKhan,E38000002,1,44\n"
BLOCK = "Region,Parts,,\nNorth,E38000001,E38000002,E38000003\nSouth,E38000004,E38000005,\n"

SHAPES = {
    "B010-two_line_header": (
        TWO_LINES,
        {"columns": TWO_LINE_COLUMNS, "statistic": "rate"},
        "two_line_header",
        (
            "the headings stand on two lines, rows 1 and 2; joined they read: "
            "'area code', 'number of events', 'number at risk'"
        ),
        "Pass header=[1, 2] to accept them.",
    ),
    "B126-unit_changes": (
        UNITS,
        {"statistic": "rate"},
        "mixed_units",
        "indicator 'x' is given in several units: '%' on rows 2, 4 and 'per 1000' on row 3",
        "Keep one of them, or give each an indicator_id of its own.",
    ),
    "B128-parents_once": (
        BLOCK,
        {},
        "ragged_block",
        (
            "holds blocks in which a parent stands once and its parts to the right of it: "
            "'North | E38000001', 'South | E38000004'"
        ),
        "Write one row for each part, with its parent repeated.",
    ),
    "B133-counts_and_rates_in_one_column": (
        LONG,
        {},
        "long_mixed",
        "holds several measures in one column of values: 'Number of deaths', 'Death rate per 1000'",
        "Say which are numerator and denominator: give each a column of its own.",
    ),
    "B134-one_row_per_person": (
        PEOPLE,
        {},
        "patient_level",
        "looks like one row per person: 3 rows, 'died' is 0 or 1, and there is no denominator",
        (
            "Aggregate by area first: groups = frame.groupby('area_code')['died']; "
            "frame = groups.agg(numerator='sum', denominator='count').reset_index()"
        ),
    ),
}


@pytest.mark.parametrize(("text", "reading", "code", "what", "mend"), SHAPES.values(), ids=SHAPES.keys())
def test_bad_input_of_another_shape(write, text, reading, code, what, mend):
    problems = check(write("areas.csv", text), **reading)
    assert codes_of(problems) == [code]
    found = problems[problems["code"] == code].iloc[0]
    assert (found["what"], found["mend"]) == (what, mend)


def test_rows_about_people_are_never_shown(write):
    # B134: neither the message nor the table holds a cell of the file
    with pytest.raises(DataError) as stopped:
        read_indicators(write("people.csv", PEOPLE))
    assert str(stopped.value) == (
        "read_indicators('people.csv'): the file looks like one row per person: 3 rows, 'died' is 0 or 1, and there is "
        "no denominator. Aggregate by area first: groups = frame.groupby('area_code')['died']; "
        "frame = groups.agg(numerator='sum', denominator='count').reset_index()"
    )
    told = f"{stopped.value} {stopped.value.problems.to_csv()}"
    assert not any(cell in told for cell in ("Smith", "Jones", "Khan", "E38000001", "61"))


def test_the_recipe_for_rows_about_people_runs():
    # B134: what the message offers must work as it stands
    frame = pd.read_csv(io.StringIO(PEOPLE))
    groups = frame.groupby("area_code")["died"]
    frame = groups.agg(numerator="sum", denominator="count").reset_index()
    assert frame.to_numpy().tolist() == [["E38000001", 1, 2], ["E38000002", 1, 1]]
    assert codes_of(check(frame, statistic="proportion")) == []


@pytest.mark.parametrize("where", ["B102-in_the_data", "B102-in_the_catalogue"])
def test_bad_input_domain_that_does_not_exist(tidy, where):
    frame = pd.read_csv(io.StringIO(tidy))
    catalogue = pd.DataFrame({"indicator_id": ["x"], "domain": [6]})
    given = {"catalogue": catalogue} if where.endswith("catalogue") else {}
    problems = check(frame if given else frame.assign(domain=6), **given)
    found = problems[problems["severity"] == "E"]
    assert found[["code", "what"]].to_numpy().tolist() == [["unknown_domain", "there is no domain 6"]]
    assert found["mend"].iloc[0].startswith("The domains are: 1 Preventing people from dying prematurely; 2 ")


def test_a_two_line_header_is_read_once_accepted(write):
    # B010
    data = read_indicators(
        write("areas.csv", TWO_LINES), header=[1, 2], columns=TWO_LINE_COLUMNS, statistic="proportion"
    )
    assert data.observations["numerator"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("repeat", [1, 2], ids=["B124-one_below_another", "B124-three_tables"])
def test_bad_input_several_tables(write, repeat):
    table = "area_code,numerator,denominator\nA,1,10\nB,2,10\n"
    other = "\nTable\narea_code,denominator,numerator\nC,10,3\n"
    problems = check(write("areas.csv", table + other * repeat), statistic="rate")
    assert codes_of(problems)[0] == "several_tables"
    rows = ["1, 6", "1, 6, 10"][repeat - 1]
    what = problems.loc[problems["code"] == "several_tables", "what"].iloc[0]
    assert what == f"has {repeat + 1} tables, with headings on rows {rows}"


@pytest.mark.parametrize("header", [14, 39], ids=["B116-row_14", "B116-row_39"])
def test_bad_input_header_far_down(write, tidy, header):
    titles = "".join(f"Title {number}\n" for number in range(1, header))
    problems = check(write("areas.csv", titles + tidy))
    assert problems.loc[problems["code"] == "header_found", "row"].tolist() == [header]


@pytest.mark.parametrize("again", ["area_code"], ids=["B130-header_repeated"])
def test_bad_input_header_repeated_by_page_breaks(write, tidy, again):
    lines = tidy.splitlines()
    path = write("areas.csv", "\n".join([*lines[:3], lines[0], *lines[3:]]))
    problems = check(path)
    assert problems.loc[problems["code"] == "note_row", "row"].tolist() == [4]
    assert read_indicators(path).observations["area_code"].tolist() == CODES
    assert again in lines[0]


# -- workbooks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["B022-hidden_rows", "B022-hidden_column"])
def test_bad_input_hidden_parts_are_read_and_told(tmp_path, which):
    book, sheet = book_of([["Title"], HEADINGS, *ROWS])
    if which.endswith("rows"):
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True
        sheet.row_dimensions[90].hidden = True  # no data there
        places, told = [3, 5], "2 rows or columns are hidden in the workbook and read like the others"
    else:
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["K"].hidden = True  # no heading there
        places, told = [2], "1 row or column is hidden in the workbook and read like the others"
    book.save(tmp_path / "areas.xlsx")
    with pytest.warns(DataWarning, match=told):
        data = read_indicators(tmp_path / "areas.xlsx")
    assert data.observations["numerator"].tolist() == [10.0, 20.0, 30.0]
    assert data.problems.loc[data.problems["code"] == "hidden_read", "row"].tolist() == places


@pytest.mark.parametrize("formula", ["=1+1", "=SUM(B4:B5)"], ids=["B023-sum", "B023-formula"])
def test_bad_input_formula_without_a_stored_value(tmp_path, formula):
    book, sheet = book_of([HEADINGS, *ROWS])
    sheet["B2"] = formula
    book.save(tmp_path / "areas.xlsx")
    problems = check(tmp_path / "areas.xlsx")
    found = problems[problems["severity"] == "E"]
    assert found[["code", "row", "cell"]].to_numpy().tolist() == [["formula_no_value", 2, "B2"]]
    assert found["mend"].tolist() == ["Open the file in Excel, let it recalculate, and save it."]


def test_bad_input_hidden_sheets_are_never_chosen(tmp_path):
    # B128
    book, sheet = book_of([HEADINGS, *ROWS])
    sheet.sheet_state = "hidden"
    book.create_sheet("Cover").append(["Quarterly figures"])
    book.save(tmp_path / "areas.xlsx")
    assert set(check(tmp_path / "areas.xlsx")["severity"]) >= {"E"}
    assert len(read_indicators(tmp_path / "areas.xlsx", sheet="Data")) == 3


@pytest.mark.parametrize("size", [300_000_000], ids=["B029-a_sheet_of_300_mb"])
def test_bad_input_bomb(tmp_path, size):
    """A file of some hundred kilobytes that holds a sheet of 300 MB is refused before anything is parsed."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b"<c/> " * 200_000)
    assert path.stat().st_size < 1_000_000
    problems = check(path)
    assert problems["code"].tolist() == ["too_large_inside"]
    assert "the limit is 500 MB" in problems["what"].iloc[0]
    assert problems["mend"].iloc[0] == "If you trust the file, pass max_unpacked_mb=301."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"], ids=["S04-entities", "S04-entities_in_utf_16"])
def test_entities_are_never_expanded(tmp_path, encoding):
    book, _ = book_of([HEADINGS, *ROWS])
    good = io.BytesIO()
    book.save(good)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    path = tmp_path / "areas.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = (doctype + content.decode().partition("?>")[2]).encode(encoding)
            target.writestr(name, content)
    problems = check(path)
    assert problems["code"].tolist() == ["unsupported_workbook"]
    assert problems["what"].iloc[0] == "is written with definitions of its own, which no workbook needs"


# -- places ------------------------------------------------------------------------------------------------------


def test_a_folder_is_never_walked(tmp_path, write, tidy):
    # S07: a folder is refused as such, so no link in it leads anywhere
    outside = write("outside.csv", tidy)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    for place in (folder, tmp_path / "link"):
        assert check(place)["what"].tolist() == ["is a folder"]


@pytest.mark.parametrize("name", ["a\0b.csv", "x" * 5_000 + ".csv", "nowhere/areas.csv", ""])
def test_names_that_no_file_has(name):
    # B032
    assert codes_of(check(name)) == ["cannot_open"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    # B032: opening a named pipe would hang until somebody writes
    os.mkfifo(tmp_path / "areas.csv")
    assert check(tmp_path / "areas.csv")["what"].tolist() == ["cannot be opened: it is no ordinary file"]


def test_bad_input_not_permitted(write, tidy, monkeypatch):
    # B032: the refusal is made here, since nothing is forbidden to a superuser
    path = write("areas.csv", tidy)
    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr("builtins.open", refused)
    assert check(path)["what"].tolist() == ["cannot be opened: permission was denied"]


def refused(*_args, **_words):
    """Refuse to open anything, as for a user without the right to."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_unicode_text_cut_in_the_middle_of_a_letter(write, tidy):
    # B004
    assert codes_of(check(write("areas.txt", tidy.encode("utf-16")[:-1]))) == ["unreadable_text"]


# -- nothing is raised by check ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns", [{"At risk": "denominator"}, {"Nowhere": "numerator"}, {"Place": "area_code"}], ids=str
)
def test_check_of_a_file_that_needs_columns_raises_nothing(write, columns):
    """Headings that nobody knows are told, in every combination with `columns=`."""
    text = "Place,Sick,At risk\nE38000001,1,10\nE38000002,2,20\n"
    path = write("areas.csv", text)
    for source in (path, pd.read_csv(path), pd.read_csv(path, dtype=str)):
        assert "missing_column" in codes_of(check(source))
        assert "missing_column" in codes_of(check(source, columns=columns))


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame([[1, 2]]), pd.DataFrame({1: [2]})]
)
def test_check_of_a_frame_that_is_no_table_raises_nothing(frame):
    assert "missing_column" in codes_of(check(frame))


# -- large files -------------------------------------------------------------------------------------------------

MEGABYTE = 1_000_000
# Linux hands the largest memory of the parent, a test run of any size, on to `ru_maxrss` of the child; VmHWM is the
# child's own.
MEASURE = """
import resource, sys
from pathlib import Path
import scnvariation as scn
data = scn.read_indicators(sys.argv[1])
status = Path("/proc/self/status")
if status.exists():
    memory = next(int(line.split()[1]) * 1024 for line in status.open() if line.startswith("VmHWM"))
else:
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
print(len(data), memory)
"""


def large_file(path: Path, megabytes: int) -> int:
    """Write a tidy file whose remarks, which nobody needs, make up most of it; give the number of rows."""
    period = "x{number},2013/14,E38{area:06d},NHS Area {area} CCG,{events},10000,proportion,{remark}\n"
    remark = "counted by the practice and checked against the register of last year; " * 6
    rows = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write("indicator_id,period,area_code,area_name,numerator,denominator,statistic,remarks\n")
        while stream.tell() < megabytes * MEGABYTE:
            block = range(rows, rows + 5_000)
            stream.writelines(
                period.format(number=row // 211, area=row % 211, events=row % 9_973, remark=f"{remark}{row}")
                for row in block
            )
            rows += len(block)
    return rows


def peak(path: Path) -> tuple[int, int]:
    """Read a file in a fresh interpreter; give its rows and the largest memory."""
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    rows, memory = map(int, done.stdout.split())
    return rows, memory


@pytest.mark.parametrize("megabytes", [60], ids=["B031-60_mb"])
def test_a_large_file_takes_bounded_memory(tmp_path, megabytes):
    rows = large_file(tmp_path / "large.csv", megabytes)
    found, memory = peak(tmp_path / "large.csv")
    assert found == rows
    assert memory < 400 * MEGABYTE


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [1_000], ids=["B031-1_gb"])
def test_a_file_of_a_gigabyte_stays_below_one_and_a_half(tmp_path, megabytes):
    rows = large_file(tmp_path / "large.csv", megabytes)
    found, memory = peak(tmp_path / "large.csv")
    assert found == rows
    assert memory < 1_500 * MEGABYTE


@pytest.fixture
def small_is_large(monkeypatch):
    """Take every text file as a large one."""
    monkeypatch.setattr(large_text, "LARGE", 1)


@pytest.mark.parametrize("marks", ["10,100", "*,100", '"1,020",2400', "<5,100"])
@pytest.mark.usefixtures("small_is_large")
def test_large_files_are_read_as_small_ones_are(write, tidy, marks):
    # B031: same observations, same problems, but for the note on columns that were not read
    text = tidy.replace("10,100", marks).replace("\n", ",r\n").replace(",r\n", ",remarks\n", 1)
    path = write("areas.csv", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_text, "LARGE", 10**9)
        usual = check(path)
    large = check(path)
    assert large.loc[large["code"] == "columns_skipped", "what"].tolist() == [
        "is large: 1 column that nothing here needs were not read"
    ]
    pd.testing.assert_frame_equal(large[large["code"] != "columns_skipped"].reset_index(drop=True), usual)


@pytest.mark.usefixtures("small_is_large")
def test_a_large_file_that_is_not_regular_is_refused(write, tidy):
    # B031: record by record it would need many times its size
    for text in (tidy + 'x,2013/14,E38000004,"Delta\n', tidy + "x,2013/14\n", tidy.replace("\n", "\r\n", 2)):
        assert codes_of(check(write("areas.csv", text))) == ["too_large"]


@pytest.mark.usefixtures("small_is_large")
def test_a_file_beyond_memory_is_refused_before_it_is_read(write, tidy, monkeypatch):
    # B031: three rows and the headings, 450 bytes each
    monkeypatch.setattr(large_text, "_memory", lambda: 1_000)
    problems = check(write("areas.csv", tidy))
    assert problems["code"].tolist() == ["too_large"]
    assert problems["what"].iloc[0].startswith("has about 5 rows, whose checks need about 0.0 GB of memory")


@pytest.mark.usefixtures("small_is_large")
def test_a_bar_is_shown_where_somebody_watches(write, tidy, monkeypatch, capsys):
    # B031
    pytest.importorskip("tqdm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert read_indicators(write("areas.csv", tidy)).observations["area_code"].tolist() == CODES
    assert "Reading areas.csv" in capsys.readouterr().err


@pytest.mark.usefixtures("small_is_large")
def test_a_large_file_of_headings_only_has_no_rows(write, tidy):
    assert codes_of(check(write("areas.csv", tidy.partition("\n")[0] + "\n"))) == ["no_rows"]


def test_values_of_a_large_file_are_exact(write):
    # text is read as text, block by block, so nothing is rounded on the way
    generator = np.random.default_rng(5)
    denominator = generator.integers(1, 10**6, 300)
    lines = [f"A{number},{number},{people}" for number, people in enumerate(denominator.tolist())]
    path = write("areas.csv", "\n".join(["area_code,numerator,denominator", *lines]) + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_text, "LARGE", 1)
        found = read_indicators(path, statistic="rate").observations
    assert found["value"].tolist() == (np.arange(300) / denominator).tolist()
