"""Files that are not as they should be. Ids are those of the catalogue."""

from __future__ import annotations

import hashlib
import io
import pickle
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scnvariation.errors import DataError, DataWarning, MissingColumnsError, OptionError
from scnvariation.io.read import check, read_indicators

CODES = ["E38000001", "E38000002", "E38000003"]


def notes(problems: pd.DataFrame) -> list[str]:
    """Give the codes found, without the note on the layout that every reading has."""
    return [code for code in problems["code"] if code != "layout"]


ACCEPTED = {
    "B001-byte_order_mark": (lambda text: b"\xef\xbb\xbf" + text.encode(), []),
    "B002-two_byte_order_marks": (lambda text: b"\xef\xbb\xbf" * 2 + text.encode(), ["encoding"]),
    "B003-windows_text": (lambda text: text.replace("Alpha", "Queen\u2019s Park").encode("cp1252"), ["encoding"]),
    "B004-utf_16": (lambda text: text.encode("utf-16"), ["encoding"]),
    "B006-semicolons": (lambda text: text.replace(",", ";").encode(), ["separator"]),
    "B006-tabs": (lambda text: text.replace(",", "\t").encode(), ["separator"]),
    "B008-title_rows": (lambda text: b"Quarterly, all areas\n\nPublished 2014\n" + text.encode(), ["header_found"]),
    "B009-note_below": (lambda text: text.encode() + b"Source: HES,,,,,,\n", ["note_row"]),
    "B009-note_of_one_field": (lambda text: text.encode() + b"Source: HES\n", ["note_row"]),
    "B025-empty_first_column": (
        lambda text: "".join("," + line for line in text.splitlines(keepends=True)).encode(),
        ["table_located"],
    ),
    "B117-carriage_returns": (lambda text: text.replace("\n", "\r").encode(), ["line_ends"]),
    "B118-mixed_line_ends": (lambda text: text.replace("\n", "\r\n", 2).encode(), ["line_ends"]),
    "B118-all_crlf": (lambda text: text.replace("\n", "\r\n").encode(), []),
    "B118-line_break_in_a_cell": (lambda text: text.replace("Alpha", '"Al\npha"').encode(), []),
    "B119-padded_headings": (lambda text: text.replace("numerator", " numerator   ").encode(), ["header_trimmed"]),
    "B121-counter_column": (
        lambda text: "\n".join(f"{n or ''},{line}" for n, line in enumerate(text.splitlines())).encode(),
        ["row_numbers_dropped"],
    ),
    "B122-headings_without_blanks": (
        lambda text: text.replace("area_code", "AreaCode").replace("denominator", "Denom").encode(),
        ["alias", "alias"],
    ),
    "B103-headings_of_published_tables": (lambda text: text.replace("denominator", "Population").encode(), ["alias"]),
    "B125-column_without_heading": (
        lambda text: text.replace("denominator,", "denominator,,").replace(",100,", ",100,0.3,").encode(),
        ["unnamed_column"],
    ),
    "blank_lines_are_no_rows": (lambda text: text.replace("\n", "\n\n").encode() + b",,,,,,\n", []),
    "no_line_end_at_the_end": (lambda text: text.rstrip("\n").encode(), []),
    "separators_at_the_end_of_lines": (lambda text: text.replace("\n", ",,\n").encode(), []),
}


@pytest.mark.parametrize(("change", "expected"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_bad_input_accepted(write, tidy, change, expected):
    path = write("areas.csv", change(tidy))
    assert notes(check(path)) == expected
    data = read_indicators(path)
    assert data.observations["area_code"].tolist() == CODES
    assert data.observations["numerator"].tolist() == [10.0, 20.0, 30.0]


REFUSED = {
    "B007-decimal_comma": (
        lambda text: text.replace(",", ";").replace("10;100", "10,5;100").encode(),
        ["separator", "decimal_comma"],
    ),
    "B012-one_line_longer": (
        lambda text: text.replace("Beta", "Beta,or Bravo").encode(),
        ["ragged_long"],
    ),
    "B013-every_line_longer": (lambda text: text.replace("proportion\n", "proportion,0.1\n").encode(), ["ragged_all"]),
    "B015-open_quote": (lambda text: text.replace("Beta", '"Beta').encode(), ["open_quote"]),
    "B016-nul_byte": (lambda text: text.replace("Beta", "B\0eta").encode(), ["nul_byte"]),
    "B017-header_only": (lambda text: text.splitlines()[0].encode(), ["no_rows"]),
    "B018-heading_twice": (
        lambda text: text.replace("area_name", "numerator").encode(),
        ["duplicate_column", *["not_plain_number"] * 3],
    ),
    "B103-missing_column": (lambda text: text.replace("numerator", "numerater").encode(), ["missing_column"]),
    "B120-no_header": (lambda text: text.partition("\n")[2].encode(), ["no_header"]),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_refused(write, tidy, change, expected):
    path = write("areas.csv", change(tidy))
    assert notes(check(path)) == expected
    with pytest.raises(DataError) as stopped:
        read_indicators(path)
    assert notes(stopped.value.problems) == expected


@pytest.mark.parametrize("catalogue_line", ["B014-one_line_shorter"], indirect=True)
def test_bad_input_shorter_line(write, tidy):
    # B014: what the line lacks is blank, so the row is not computed
    path = write("areas.csv", tidy.replace("Beta,20,100,proportion", "Beta,20"))
    with pytest.warns(DataWarning, match="1 of 3 rows is shorter than the heading row"):
        data = read_indicators(path, statistic="proportion")
    assert data.observations["reason"].tolist() == ["", "missing", ""]


UNREADABLE = {
    "B017-empty": ("areas.csv", b"", "no_rows"),
    "B019-web_page_as_xls": ("areas.xls", b"<html><table></table></html>", "wrong_extension"),
    "B019-csv_as_xlsx": ("areas.xlsx", b"area_code,numerator\n", "wrong_extension"),
    "B019-workbook_as_csv": ("areas.csv", b"PK\x03\x04rest", "wrong_extension"),
    "B020-password_protected": ("areas.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_workbook"),
    "B020-old_workbook": ("areas.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_workbook"),
    "B020-binary_workbook": ("areas.xlsb", b"PK\x03\x04rest", "unsupported_workbook"),
    "B026-truncated_parquet": ("areas.parquet", b"PAR1" + bytes(40), "truncated"),
    "B027-not_parquet": ("areas.parquet", b"area_code,numerator\n", "not_parquet"),
    "B030-pickle_by_name": ("areas.pkl", b"anything", "pickle_refused"),
    "B030-pickle_by_content": ("areas.csv", pickle.dumps([1, 2]), "pickle_refused"),
    "B030-array_file": ("areas.npy", b"\x93NUMPY", "pickle_refused"),
    "B032-lock_file": ("~$areas.xlsx", b"x", "cannot_open"),
    "another_kind": ("areas.pdf", b"%PDF-1.4", "wrong_extension"),
    "neither_utf_8_nor_windows": ("areas.csv", b"area_code,numerator\nx,\x81\xff\n", "unreadable_text"),
    "damaged_workbook": ("areas.xlsx", b"PK\x03\x04 damaged", "unsupported_workbook"),
}


@pytest.mark.parametrize(("name", "content", "code"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_bad_input_unreadable(write, name, content, code):
    path = write(name, content)
    assert check(path)["code"].tolist() == [code]
    with pytest.raises(DataError):
        read_indicators(path)


@pytest.mark.parametrize("catalogue_line", ["B033-web_addresses"], indirect=True)
def test_bad_input_places_that_are_no_files(tmp_path):
    # B032, B033
    assert check(tmp_path)["code"].tolist() == ["cannot_open"]
    assert check(tmp_path / "missing.csv")["code"].tolist() == ["cannot_open"]
    for address in ("https://example.org/areas.csv", "s3://bucket/areas.csv"):
        assert check(address)["code"].tolist() == ["no_network"]


def test_bad_input_workbook_bomb(tmp_path):
    # B029: refused before it is parsed; the limit is an option
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(3_000_000))
    assert check(path)["code"].tolist() == ["too_large_inside"]
    assert check(path, max_unpacked_mb=10)["code"].tolist() == ["unsupported_workbook"]


def workbook(path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(path)


HEADINGS = ["area_code", "numerator", "denominator", "statistic"]
ROWS = [[code, 10 * place, 100, "proportion"] for place, code in enumerate(CODES, start=1)]


def test_workbook_is_read_as_the_text_file_is(tmp_path):
    path = tmp_path / "areas.xlsx"
    workbook(path, {"Title": [["Notes"]], "Data": [["Some title"], [], HEADINGS, *ROWS]})
    data = read_indicators(path)
    assert data.observations["numerator"].tolist() == [10.0, 20.0, 30.0]
    problems = check(path)
    assert sorted(notes(problems)) == ["header_found", "no_period", "one_indicator"]
    assert set(problems["sheet"]) == {"Data"}


@pytest.mark.parametrize("catalogue_line", ["B021-several_sheets"], indirect=True)
def test_bad_input_several_sheets(tmp_path):
    # B021, B128: which one is asked; hidden sheets only by name
    path = tmp_path / "areas.xlsx"
    workbook(path, {"One": [HEADINGS, *ROWS], "Two": [HEADINGS, *ROWS], "Old": [HEADINGS, *ROWS]}, hidden=("Old",))
    assert check(path)["code"].tolist() == ["which_sheet"]
    assert "'One', 'Two'" in check(path)["what"].iloc[0]
    assert read_indicators(path, sheet="Two").observations["area_code"].tolist() == CODES
    assert len(read_indicators(path, sheet="Old")) == 3
    assert check(path, sheet="Tow")["mend"].iloc[0].endswith("Did you mean 'Two'?")


def test_bad_input_cells_of_a_workbook(tmp_path):
    # B024, B061, B062, B149: types that a workbook has and a text file has not
    path = tmp_path / "areas.xlsx"
    rows = [
        ["E38000001", "#DIV/0!", 100, "proportion"],
        ["E38000002", True, 100, "proportion"],
        ["E38000003", pd.Timestamp("2014-05-01"), 100, "proportion"],
        [50, 10, 100, "proportion"],
    ]
    workbook(path, {"Data": [HEADINGS, *rows]})
    problems = check(path)
    problems = problems[problems["severity"] != "N"]
    assert problems[["code", "cell"]].to_numpy().tolist() == [
        ["excel_error", "B2"],
        ["boolean", "B3"],
        ["date_in_count", "B4"],
        ["code_is_number", "A5"],
    ]
    assert "'1-5'" in problems["what"].iloc[2]
    assert "'5E1'" in problems["what"].iloc[3]


def test_a_missing_extra_is_named_with_its_command(tmp_path, monkeypatch):
    # S23
    path = tmp_path / "areas.xlsx"
    workbook(path, {"Data": [HEADINGS, *ROWS]})
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(DataError, match=r'pip install "scnvariation\[excel\]"'):
        read_indicators(path)


@pytest.mark.parametrize("catalogue_line", ["B028-parquet_of_any_type"], indirect=True)
def test_parquet_of_any_type_gives_the_same_answer(tmp_path, tidy):
    # B028
    frame = pd.read_csv(io.StringIO(tidy))
    table = pa.Table.from_pandas(frame)
    kinds = {"numerator": pa.decimal128(23, 2), "denominator": pa.int32(), "area_code": pa.large_string()}
    for name, kind in kinds.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, table.column(name).cast(kind))
    place = table.column_names.index("area_name")
    table = table.set_column(place, "area_name", table.column("area_name").dictionary_encode())
    path = tmp_path / "areas.parquet"
    pq.write_table(table, path)
    expected = read_indicators(frame).observations
    pd.testing.assert_frame_equal(read_indicators(path).observations[expected.columns], expected)


def test_quick_and_careful_reading_agree(write, tidy):
    # a quotation mark too many sends the file through the careful reader, up to that line
    rows = "".join(f'x,2013/14,E38{n + 10:06d},"Area, {n}",{n},1000,proportion\n' for n in range(500))
    quick = read_indicators(write("quick.csv", tidy + rows)).observations
    careful = read_indicators(write("careful.csv", (tidy + rows).replace("\n", "\r\n", 2))).observations
    pd.testing.assert_frame_equal(quick, careful)


def test_rows_are_those_that_excel_shows(write, tidy):
    # titles, blank lines and line breaks in cells all count as Excel counts them
    text = "Title\n\n" + tidy.replace("Alpha", '"Al\npha"').replace("Beta,20", "Beta,*")
    problems = check(write("areas.csv", text))
    assert problems.loc[problems["code"] == "suppressed", ["row", "cell"]].to_numpy().tolist() == [[5, "E5"]]


def test_columns_option_renames_headings(write, tidy):
    path = write("areas.csv", tidy.replace("numerator", "Num of cases").replace("denominator", "At risk"))
    data = read_indicators(path, columns={"Num of cases": "numerator", "at risk": "denominator"})
    assert data.observations["numerator"].tolist() == [10.0, 20.0, 30.0]
    absent = check(path, columns={"Cases": "numerator", "At risk": "denominator"})
    assert "missing_heading" in absent["code"].tolist()


def test_headings_by_hand(write, tidy):
    # B010, B120
    path = write("areas.csv", tidy.partition("\n")[2])
    names = ["indicator_id", "period", "area_code", "area_name", "numerator", "denominator", "statistic"]
    assert read_indicators(path, names=names).observations["area_code"].tolist() == CODES
    two = "area,numer,denom\ncode,ator,inator\nE38000001,1,2\n"
    columns = {"area code": "area_code", "numer ator": "numerator", "denom inator": "denominator"}
    found = read_indicators(write("two.csv", two), header=[1, 2], columns=columns, statistic="rate")
    assert found.observations["numerator"].tolist() == [1.0]


def test_indicator_may_be_made_of_columns(write):
    # B172
    text = "group,kind,area_code,numerator,denominator\nHF,all,A,3,10\nHF,LVD,A,1,10\n"
    path = write("areas.csv", text)
    ids = read_indicators(path, indicator=["group", "kind"], statistic="rate").observations["indicator_id"]
    assert ids.tolist() == ["HF / all", "HF / LVD"]
    one = read_indicators(write("one.csv", text.replace("HF,LVD,A", "HF,LVD,B")), indicator="hf", statistic="rate")
    assert one.observations["indicator_id"].tolist() == ["hf", "hf"]


def test_bad_input_several_tables(write):
    # B124
    text = "area_code,numerator,denominator\nA,1,10\nB,2,10\n\nTable 2\narea_code,denominator,numerator\nC,10,3\n"
    path = write("areas.csv", text)
    assert "several_tables" in check(path, statistic="rate")["code"].tolist()
    first = read_indicators(path, table=1, statistic="rate")
    assert first.observations["area_code"].tolist() == ["A", "B"]
    second = read_indicators(path, table=2, statistic="rate")
    assert second.observations["numerator"].tolist() == [3.0]
    both = read_indicators(path, table="all", statistic="rate").observations
    assert both["numerator"].tolist() == [1.0, 2.0, 3.0]


def test_other_columns_become_numbers_only_where_plain(write, tidy):
    lines = tidy.splitlines()
    extra = ["deprivation,postcode_area,old", "12.5,01,*", "13,02,1", ",03,2"]
    text = "\n".join(f"{line},{more}" for line, more in zip(lines, extra, strict=True))
    found = read_indicators(write("areas.csv", text)).observations
    assert found["deprivation"].tolist()[:2] == [12.5, 13.0]
    assert np.isnan(found["deprivation"].iloc[2])
    assert found["postcode_area"].tolist() == ["01", "02", "03"]
    assert found["old"].tolist() == ["*", "1", "2"]


def test_catalogue_and_areas_may_be_files(write, tidy):
    path = write("areas.csv", tidy.replace(",statistic", "").replace(",proportion", ""))
    catalogue = write("catalogue.csv", "indicator_id,statistic,multiplier,code\nx,proportion,100,1.10\n")
    places = write(
        "places.csv", "area_code,network_area,deprivation\n" + "".join(f"{c},Wessex,{12.5}\n" for c in CODES)
    )
    data = read_indicators(path, catalogue=catalogue, areas=places)
    assert data.catalogue[["statistic", "multiplier", "code"]].to_numpy().tolist() == [["proportion", 100.0, "1.10"]]
    assert data.areas["deprivation"].tolist() == [12.5] * 3
    with pytest.raises(MissingColumnsError, match="area_code"):
        read_indicators(path, areas=catalogue)


def test_strict_stops_at_warnings_and_rows_not_computed(write, tidy):
    for cell, code in (("*", "suppressed"), ("", "missing")):
        path = write("areas.csv", tidy.replace("Beta,20", f"Beta,{cell}"))
        with pytest.raises(DataError) as stopped:
            read_indicators(path, strict=True)
        problems = stopped.value.problems
        assert problems.loc[problems["severity"] == "E", "code"].tolist() == [code]
        assert "E" in check(path, strict=True)["severity"].tolist()


def test_the_frame_given_is_not_changed(tidy):
    frame = pd.read_csv(io.StringIO(tidy), dtype=str)
    before = pd.util.hash_pandas_object(frame).tolist()
    read_indicators(frame)
    assert pd.util.hash_pandas_object(frame).tolist() == before
    assert list(frame.columns) == tidy.partition("\n")[0].split(",")


def test_source_is_recorded(write, tidy):
    source = read_indicators(write("areas.csv", tidy)).source
    assert source.sha256 == hashlib.sha256(tidy.encode()).hexdigest()
    assert (source.name, source.rows_read, source.layout) == ("areas.csv", 3, "tidy")


@pytest.mark.parametrize("word", ["proportions", "Rate"])
def test_unknown_statistic_is_an_option_error(tidy, write, word):
    with pytest.raises(OptionError):
        read_indicators(write("areas.csv", tidy), statistic=word)


def test_bytes_of_any_kind_raise_nothing_else(tmp_path, tidy):
    # a short form of the fuzz run: cut and changed files raise only the family of errors
    generator = np.random.default_rng(7)
    good = np.frombuffer(tidy.encode(), dtype=np.uint8)
    for number in range(60):
        changed = good.copy()
        places = generator.integers(0, len(good), size=generator.integers(1, 8))
        changed[places] = generator.integers(0, 256, size=len(places))
        path = tmp_path / f"fuzz{number % 2}.csv"
        path.write_bytes(changed[: generator.integers(1, len(good) + 1)].tobytes())
        assert isinstance(check(path), pd.DataFrame)
