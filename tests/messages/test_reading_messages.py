"""What a reader of data says when something is wrong, word for word."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.errors import DataError, DataWarning, MissingColumnsError, OptionError
from scnvariation.indicators import Indicators
from scnvariation.io.read import check, read_indicators

CODES = [f"E38{number:06d}" for number in range(1, 213)]
SUPPRESSED = [f"E380000{number}" for number in ("04", "10", "21", "37", "52")]


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(
        {"area_code": CODES[:3], "numerator": [10, 20, 30], "denominator": [98, 98, 98], "statistic": "proportion"}
        | columns
    )


def said(error: type[Exception], call, *args, **how) -> str:
    with pytest.raises(error) as stopped:
        call(*args, **how)
    assert type(stopped.value) is error
    return str(stopped.value)


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook of one sheet, 'Data'."""

    def write(rows: list[list[object]]):
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Data"
        for row in rows:
            sheet.append(row)
        path = tmp_path / "ccg_2014Q3.xlsx"
        book.save(path)
        return path

    return write


def test_missing_column_of_a_workbook(workbook):
    titles = [[f"Title {number}"] for number in range(1, 18)]
    path = workbook([*titles, ["area_code", "numerater", "denominator"], ["E38000001", 3, 98]])
    assert said(MissingColumnsError, read_indicators, path) == (
        "read_indicators('ccg_2014Q3.xlsx') needs column 'numerator', which sheet 'Data' does not have. "
        "Columns on row 18: area_code, numerater, denominator. Did you mean 'numerater'? "
        "Rename the heading in cell B18, or pass columns={'numerater': 'numerator'}."
    )


def test_missing_column_of_a_text_file(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("area_code,cases,denominators\nE38000001,3,98\n")
    assert said(MissingColumnsError, read_indicators, path, columns={"cases": "note"}) == (
        "read_indicators('areas.csv') needs columns 'numerator', 'denominator', which the file does not have. "
        "Columns on row 1: area_code, cases, denominators. Did you mean 'denominators'? "
        "Rename the heading in cell C1, or pass columns={'denominators': 'denominator'}."
    )


def test_missing_column_of_a_frame():
    short = frame().rename(columns={"numerator": "numerater"}).drop(columns="statistic")
    words = "needs column 'numerator'. Columns present: area_code, numerater, denominator. Did you mean 'numerater'?"
    assert said(MissingColumnsError, read_indicators, short) == f"read_indicators() {words}"
    assert said(MissingColumnsError, Indicators, short) == f"Indicators() {words}"


def test_several_faults_in_one_file_are_shown_together(workbook):
    rows = [[code, f"Area {number}", 12, 98] for number, code in enumerate(CODES)]
    rows[21 - 2][2] = 120
    rows[34 - 2][0], rows[34 - 2][2] = "5.00E+01", "Jan-05"
    rows[107 - 2][2], rows[107 - 2][3] = 12.4, -4
    path = workbook([["Area code", "Area name", "Numerator", "Denominator"], *rows])
    assert said(DataError, read_indicators, path, statistic="proportion") == (
        "read_indicators('ccg_2014Q3.xlsx') found 5 problems in 3 of 212 rows and used nothing.\n"
        "  sheet 'Data', row 21, column 'Numerator' (C21), '120': above the denominator, 98, which a proportion "
        "cannot be. Correct the cell, or use statistic='rate' if events can repeat.\n"
        "  sheet 'Data', row 34, column 'Numerator' (C34), 'Jan-05': a date where a count is needed; Excel has "
        "probably changed '1-5'. Format the column as text and type the suppression mark again.\n"
        "  sheet 'Data', row 34, column 'Area code' (A34), '5.00E+01': a number where a code is needed; Excel has "
        "probably changed '5E1'. Format the column as text and type the code again.\n"
        "  sheet 'Data', row 107, column 'Denominator' (D107), '-4': negative. Counts start at 0.\n"
        "  sheet 'Data', row 107, column 'Numerator' (C107), '12.4': not a whole number, which a proportion needs. "
        "Correct the cell, or pass allow_fractional=True for weighted counts.\n"
        "All 5 are in error.problems. Nothing was written."
    )


def test_one_fault_is_told_in_the_singular():
    assert said(DataError, read_indicators, frame(numerator=[10, 120, 30])) == (
        "read_indicators() found 1 problem in 1 of 3 rows and used nothing.\n"
        "  row 2, column 'numerator', '120': above the denominator, 98, which a proportion cannot be. "
        "Correct the cell, or use statistic='rate' if events can repeat.\n"
        "It is in error.problems. Nothing was written."
    )


def test_negative_counts():
    assert said(DataError, Indicators, frame(numerator=[-1, 20, 30], denominator=[98, 98, -98])) == (
        "Indicators() found 2 problems in 2 of 3 rows and used nothing.\n"
        "  row 1, column 'numerator', '-1': negative. Counts start at 0.\n"
        "  row 3, column 'denominator', '-98': negative. Counts start at 0.\n"
        "All 2 are in error.problems. Nothing was written."
    )


def test_more_than_20_faults_are_counted_by_code():
    many = pd.DataFrame({"area_code": CODES, "numerator": -1, "denominator": 98.5, "statistic": "proportion"})
    lines = said(DataError, read_indicators, many).splitlines()
    assert lines[0] == "read_indicators() found 424 problems in 212 of 212 rows and used nothing."
    assert len(lines) == 23
    assert lines[-2:] == [
        "  and 404 more: 'negative' 202, 'not_whole' 202.",
        "All 424 are in error.problems. Nothing was written.",
    ]


TIDY = "indicator_id,period,area_code,area_name,value,numerator,denominator,statistic\n"


def test_conflicting_rows(tmp_path):
    path = tmp_path / "tidy.csv"
    rows = [f"ccg_ois:1.8,2014/15,E38{n:06d},Area {n},20,80,400,rate" for n in range(29)]
    rows += [
        f"ccg_ois:1.8,2014/15,E38000213,NHS Coastal West Sussex CCG,{v},{e},400,rate"
        for v, e in ((18.3, 74), (24.7, 101))
    ]
    path.write_text(TIDY + "\n".join(rows))
    assert said(DataError, read_indicators, path) == (
        "indicator 'ccg_ois:1.8' has 2 rows for 'NHS Coastal West Sussex CCG' in 2014/15, with different values: "
        "18.3 (74 events, file 'tidy.csv', row 31) and 24.7 (101 events, row 32). One row per area and period is "
        "needed. If one is provisional, name the column that says so with status='...'; otherwise delete the row "
        "that is wrong."
    )


def test_repeated_rows():
    twice = pd.concat([frame(), frame().iloc[[1]]], ignore_index=True)
    assert said(DataError, read_indicators, twice) == (
        "read_indicators() found 2 problems in 2 of 4 rows and used nothing.\n"
        "  row 2, column 'area_code', 'E38000002': the same indicator, period and area as row 4, with the same "
        "figures. Delete one of the two rows, or pass drop_exact_duplicates=True.\n"
        "  row 4, column 'area_code', 'E38000002': the same indicator, period and area as row 2, with the same "
        "figures. Delete one of the two rows, or pass drop_exact_duplicates=True.\n"
        "All 2 are in error.problems. Nothing was written."
    )


def test_suppressed_values_warn_once():
    marks = dict.fromkeys(SUPPRESSED, "*") | dict.fromkeys(CODES[99:109], "*") | dict.fromkeys(CODES[109:111], "<5")
    suppressed = pd.DataFrame(
        {"area_code": CODES, "numerator": [marks.get(code, "12") for code in CODES], "denominator": "98"}
    )
    with pytest.warns(DataWarning) as warned:
        read_indicators(suppressed, statistic="proportion")
    assert [str(warning.message) for warning in warned] == [
        (
            "17 of 212 values are suppressed (mark '*': 15, '<5': 2) and left out of the benchmark and limits: "
            "E38000004, E38000010, E38000021, E38000037, E38000052 and 12 more. See result.excluded; pass strict=True "
            "to stop here instead."
        )
    ]
    assert warned[0].filename == __file__


def test_an_area_without_a_network_warns():
    areas = pd.DataFrame({"area_code": CODES[:2], "network_area": ["Wessex", "Wessex"]})
    with pytest.warns(DataWarning) as warned:
        read_indicators(frame(), areas=areas)
    assert [str(warning.message) for warning in warned] == [
        (
            "1 of 3 areas has no network in the areas table (they still count towards England): E38000003. "
            "See problems of the data; pass strict=True to stop here instead."
        )
    ]


def test_a_zero_denominator_warns():
    with pytest.warns(DataWarning) as warned:
        read_indicators(frame(numerator=0, denominator=[0, 98, 0]))
    assert [str(warning.message) for warning in warned] == [
        (
            "2 of 3 rows have the denominator 0: E38000001, E38000003. See problems of the data; pass strict=True to "
            "stop here instead."
        )
    ]


def test_empty_sources(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("")
    assert said(DataError, read_indicators, path) == (
        "read_indicators('areas.csv'): the file is empty. Check that the right file was given."
    )
    path.write_text("area_code,numerator,denominator\n")
    assert said(DataError, read_indicators, path) == (
        "read_indicators('areas.csv'): the file has no data rows. Check that the right file or sheet was given."
    )
    assert said(DataError, Indicators, frame().iloc[:0]) == (
        "Indicators(): the table has no data rows. Check that the right file or sheet was given."
    )


def test_sources_that_are_refused(tmp_path):
    pickled = tmp_path / "areas.pkl"
    pickled.write_bytes(b"x")
    assert said(DataError, read_indicators, pickled) == (
        "read_indicators('areas.pkl'): the file is a pickle, which can run code when it is opened. "
        "Save the data as Parquet or CSV."
    )
    assert said(DataError, read_indicators, "https://example.org/areas.csv") == (
        "read_indicators('areas.csv'): the file is a web address, and nothing is fetched from the network. "
        "Download the file first and give its path."
    )
    assert said(DataError, read_indicators, tmp_path / "area.pkl") == (
        "read_indicators('area.pkl'): the file does not exist. Did you mean 'areas.pkl'?"
    )
    assert said(DataError, read_indicators, tmp_path) == (
        f"read_indicators({tmp_path.name!r}): the file is a folder. Give the path of one file."
    )


def test_unknown_option_and_words():
    assert said(OptionError, read_indicators, frame(), colums={}) == (
        "read_indicators() has no option 'colums'; its options are 'columns', 'header', 'names', 'sheet', 'table', "
        "'statistic', 'indicator', 'area_type', 'status', 'dash', 'decimal', 'fill_merged', 'allow_fractional', "
        "'use_flagged', 'drop_exact_duplicates', 'max_unpacked_mb'. Did you mean 'columns'?"
    )
    assert said(OptionError, check, frame(), dash="nought") == (
        "dash='nought' is not known; choose one of 'zero', 'missing'."
    )
    assert said(OptionError, read_indicators, frame(), layout="tidi") == (
        "layout='tidi' is not known; choose one of 'auto', 'qof_by_ccg', 'fingertips', 'fingertips_api', "
        "'pholio_upload', 'health_profile', 'cancer_waits', 'activity_return', 'ae_by_trust', 'ae_monthly', "
        "'shmi_by_trust', 'nhs_of', 'ccg_ois', 'tidy'. Did you mean 'tidy'?"
    )
    assert said(OptionError, read_indicators, [1, 2]) == (
        "read_indicators() reads a path (text or pathlib.Path) or a pandas DataFrame, not 'list'."
    )


def test_unknown_column_of_the_contract():
    assert said(OptionError, read_indicators, frame(), columns={"cases": "numerater"}) == (
        "columns={'cases': 'numerater'}: 'numerater' is not a column of the contract; choose one of 'indicator_id', "
        "'period', 'area_code', 'area_name', 'numerator', 'denominator', 'value', 'lower', 'upper', 'se', 'sd', "
        "'reason', 'area_type', 'sex', 'age', 'breakdown', 'category_type', 'category', 'completeness', 'note', "
        "'domain', 'statistic', 'multiplier', 'unit', 'polarity', 'networks'. "
        "Did you mean 'numerator'?"
    )
    assert said(DataError, read_indicators, frame(), columns={"cases": "value"}) == (
        "read_indicators(): columns={'cases': 'value'} names a heading that the table does not have. Columns "
        "present: area_code, numerator, denominator, statistic. Write the heading as the source does."
    )


def test_checking_never_raises_for_bad_data(tmp_path):
    assert check(frame(numerator=-1))["code"].tolist().count("negative") == 3
    assert check(tmp_path / "absent.csv")["code"].tolist() == ["cannot_open"]
