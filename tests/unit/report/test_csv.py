"""A CSV must open in a spreadsheet as what it is: text stays text, numbers stay numbers."""

import csv
import hashlib
import io

import numpy as np
import pandas as pd
import pytest

from scnvariation.report.csv import write_csv

HOSTILE = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org")',
    "@SUM(1+1)",
    "+1",
    "-2",
    "\t=1",
    "\r=1",
]


def cells(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", HOSTILE, ids=["B104", "B104-link", *["B105"] * 5])
def test_a_name_never_becomes_a_formula(name):
    text = write_csv(pd.DataFrame({"area_name": [name]}))
    assert cells(text)[1:] == [["'" + name.replace("\r", "\n")]]


def test_braces_are_text_in_csv():
    """An array formula {=1+1} is a formula only when typed; a spreadsheet reads it as text."""
    assert write_csv(pd.DataFrame({"a": ["{=1+1}"]})) == "a\n{=1+1}\n"


def test_numbers_are_untouched():
    """A negative number begins with a sign and is no formula."""
    frame = pd.DataFrame({"x": [-2.5, np.nan, 1e-20], "n": [-1, 0, 2]})
    assert write_csv(frame) == "x,n\n-2.5,-1\n,0\n1e-20,2\n"


@pytest.mark.parametrize("dtype", ["object", "str", "category", "string"])
def test_every_kind_of_text_column_is_looked_at(dtype):
    frame = pd.DataFrame({"a": pd.Series(["=1", "Bath"], dtype=dtype)})
    assert cells(write_csv(frame)) == [["a"], ["'=1"], ["Bath"]]


def test_what_is_missing_stays_empty():
    frame = pd.DataFrame({"a": pd.Series(["=1", None, np.nan], dtype=object), "n": 1})
    assert cells(write_csv(frame))[1:] == [["'=1", "1"], ["", "1"], ["", "1"]]


@pytest.mark.parametrize("dtype", ["Int64", "float64[pyarrow]", "boolean"])
def test_other_number_types_are_figures(dtype):
    frame = pd.DataFrame({"x": pd.Series([1, 0, None], dtype=dtype)})
    assert "'" not in write_csv(frame)


def test_a_heading_is_text_too():
    assert write_csv(pd.DataFrame({"=1+1": [1]})).startswith("'=1+1\n")


def test_columns_of_one_name_are_kept():
    frame = pd.DataFrame([["=1", 2]], columns=["a", "a"])
    assert write_csv(frame) == "a,a\n'=1,2\n"


def test_escaping_can_be_switched_off():
    """For a program that reads the file back and is no spreadsheet."""
    assert write_csv(pd.DataFrame({"a": ["=1"]}), escape=False) == "a\n=1\n"


def test_codes_stay_text():
    assert cells(write_csv(pd.DataFrame({"code": ["01E", "1.10", "00Q"]})))[1:] == [["01E"], ["1.10"], ["00Q"]]


def test_file_has_a_mark_and_line_feeds(tmp_path):
    path = tmp_path / "a.csv"
    assert write_csv(pd.DataFrame({"a": ["Ynys Môn", "x"]}), path) is None
    assert path.read_bytes() == b"\xef\xbb\xbfa\nYnys M\xc3\xb4n\nx\n"


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("escape", [True, False])
def test_a_line_break_in_a_name_is_quoted(line_break, escape):
    """A lone carriage return would otherwise start a new row in most readers."""
    frame = pd.DataFrame({"a": [f"one{line_break}two"]})
    assert write_csv(frame, escape=escape) == 'a\n"one\ntwo"\n'


def test_the_frame_is_not_changed():
    frame = pd.DataFrame({"a": ["=1", "b"], "x": [1.0, 2.0]})
    before = hashlib.sha256(pd.util.hash_pandas_object(frame).to_numpy().tobytes()).hexdigest()
    write_csv(frame)
    after = hashlib.sha256(pd.util.hash_pandas_object(frame).to_numpy().tobytes()).hexdigest()
    assert before == after


def test_numbers_come_back_exactly(tmp_path):
    values = np.random.default_rng(1).random(200) * 10.0 ** np.arange(-100, 100)
    write_csv(pd.DataFrame({"x": values}), tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [float(line) for line in lines] == values.tolist()


def test_the_same_content_is_the_same_text_whatever_holds_it():
    """A new version of pandas holds texts, days and truth values in other types; the file must not change."""
    days = pd.to_datetime(["2015-03-31", None])
    held = [
        {"name": object, "x": "float64", "shown": object, "day": "datetime64[ns]", "n": "Int64"},
        {"name": "string", "x": "Float64", "shown": "boolean", "day": "datetime64[s]", "n": object},
    ]
    frame = pd.DataFrame(
        {"name": ["Bath", None], "x": [0.1, 1 / 3], "shown": [True, None], "day": days, "n": [3, None]}
    )
    frame["n"] = pd.Series([3, None], dtype="Int64")
    texts = {write_csv(frame.astype(types)) for types in held}
    assert texts == {"name,x,shown,day,n\nBath,0.1,True,2015-03-31,3\n,0.3333333333333333,,,\n"}


def test_columns_keep_their_order():
    assert write_csv(pd.DataFrame({"z": [1], "a": [2], "m": [3]})) == "z,a,m\n1,2,3\n"


def test_a_result_writes_its_numbers(handmade, tmp_path):
    result = handmade(pd.DataFrame({"area_code": ["01E"], "value": [0.25]}))
    assert result.to_csv() == "area_code,value\n01E,0.25\n"
    result.to_csv(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").exists()
