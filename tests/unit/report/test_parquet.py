"""A Parquet file must be read the same everywhere: by pandas, by pyarrow, by what a spreadsheet team uses."""

from __future__ import annotations

import datetime as dt
import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scnvariation.report.columns import COLUMNS, GIVEN, describe
from scnvariation.report.parquet import parquet_bytes, write_parquet

FACTS = {"call": "funnel", "input_name": "Ynys Môn.csv"}


def read(frame, **more):
    return pq.read_table(io.BytesIO(parquet_bytes(frame, FACTS, **more)))


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (pd.Series(["01E", None], dtype=object), pa.string()),
        (pd.Series(["01E", None], dtype="string"), pa.string()),
        (pd.Series(["01E", "02E"], dtype="category"), pa.string()),
        (pd.Series([], dtype=object), pa.string()),
        (pd.Series([1, 2], dtype="int32"), pa.int64()),
        (pd.Series([1, None], dtype="Int64"), pa.int64()),
        (pd.Series([1, None], dtype=object), pa.int64()),
        (pd.Series([1.0, 2.0]), pa.float64()),
        (pd.Series([0.5, None], dtype="Float64"), pa.float64()),
        (pd.Series([0.5, 1, None], dtype=object), pa.float64()),
        (pd.Series([True, False]), pa.bool_()),
        (pd.Series([True, None], dtype="boolean"), pa.bool_()),
        (pd.Series([True, None], dtype=object), pa.bool_()),
        (pd.Series(pd.to_datetime(["2015-03-31", None])).astype("datetime64[ns]"), pa.timestamp("ms")),
        (pd.Series(pd.to_datetime(["2015-03-31", None])).astype("datetime64[s]"), pa.timestamp("ms")),
        (pd.Series([dt.date(2015, 3, 31), None], dtype=object), pa.timestamp("ms")),
    ],
)
def test_a_type_does_not_depend_on_the_version_of_pandas(column, wanted):
    """Text is object in one version and str in the next, days have nanoseconds in one and milliseconds in the other."""
    assert read(pd.DataFrame({"a": column})).schema.field("a").type == wanted


def test_whole_counts_of_float_stay_float():
    """Weighted counts are not whole: one quarter must not change the type of a column."""
    assert read(pd.DataFrame({"numerator": [12.0]})).schema.field("numerator").type == pa.float64()


def test_what_is_missing_is_null_and_what_is_infinite_is_not():
    table = read(pd.DataFrame({"value": [np.nan, np.inf, -0.5], "name": pd.Series(["", None, "x"], dtype=object)}))
    assert table["value"].to_pylist() == [None, np.inf, -0.5]
    assert table["name"].to_pylist() == ["", None, "x"]


def test_pandas_reads_back_what_was_written():
    """Codes stay text, days are days, numbers are equal to the last digit."""
    values = np.random.default_rng(1).random(50) * 10.0 ** np.arange(-25, 25)
    frame = pd.DataFrame(
        {"code": ["01E"] * 50, "value": values, "shown": [True, False] * 25, "day": pd.Timestamp("2015-03-31"), "n": 3}
    )
    back = pd.read_parquet(io.BytesIO(parquet_bytes(frame, FACTS)))
    assert back["value"].tolist() == values.tolist()
    assert back["code"].tolist() == ["01E"] * 50
    assert back["day"].eq(pd.Timestamp("2015-03-31")).all()
    assert (back["shown"].dtype, back["n"].dtype) == (np.dtype(bool), np.dtype("int64"))


def test_every_column_is_described_in_the_file():
    schema = read(pd.DataFrame({"area_code": ["A"], "scv_upper": [0.1], "deprivation": [3.0]})).schema
    about = {field.name: {key.decode(): text.decode() for key, text in field.metadata.items()} for field in schema}
    assert about["area_code"] == {"description": "Code of the area", "unit": ""}
    assert about["scv_upper"]["description"] == "Systematic component of variation: upper 95% limit"
    assert about["scv_upper"]["unit"] == "squared coefficient of variation (not times 100)"
    assert about["deprivation"]["description"] == "As in the data that were read"


def test_a_unit_that_is_known_better_wins():
    schema = read(pd.DataFrame({"value": [0.1]}), units={"value": "per person"}).schema
    assert schema.field("value").metadata[b"unit"] == b"per person"


def test_the_stamp_is_in_the_schema():
    assert json.loads(read(pd.DataFrame({"a": [1]})).schema.metadata[b"scnvariation"]) == FACTS


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "<script>", "a\nb\x00c", "日本", "x" * 40_000])
def test_hostile_names_are_only_text(name):
    """Parquet has no formulas: a name is kept as it is, and one that is a heading as well."""
    table = read(pd.DataFrame({name: [name]}))
    assert table.column_names == [name]
    assert table[name].to_pylist() == [name]


def test_the_frame_and_its_index_are_left_alone():
    frame = pd.DataFrame({"a": [1, 2]}, index=["x", "y"])
    assert read(frame).column_names == ["a"]
    assert frame.index.tolist() == ["x", "y"]


def test_the_same_table_gives_the_same_bytes(tmp_path):
    frame = pd.DataFrame({"area_code": ["01E"], "value": [0.25]})
    path = write_parquet(frame, tmp_path / "a.parquet", FACTS)
    assert path.read_bytes() == parquet_bytes(frame.copy(), dict(FACTS))
    assert [one.name for one in tmp_path.iterdir()] == ["a.parquet"]


def test_a_result_writes_its_numbers_and_where_they_come_from(handmade, tmp_path):
    path = handmade(pd.DataFrame({"area_code": ["01E"], "value": [0.25]})).to_parquet(tmp_path / "a.parquet")
    table = pq.read_table(path)
    assert table.to_pylist() == [{"area_code": "01E", "value": 0.25}]
    stamp = json.loads(table.schema.metadata[b"scnvariation"])
    assert stamp["benchmark_source"] == "sum of the areas"
    assert stamp["rows"] == {"suppressed": 1}


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("lower_95", "Lower 95% limit"),
        ("adjusted_upper_99_8", "Upper 99.8% limit, adjusted"),
        ("interval_lower", "Value, by its own chance: lower 95% limit"),
        ("cv_chance_upper", "Coefficient of variation: what chance alone gives: upper 95% limit"),
        ("slope_within_se", "The same among areas of one network: standard error"),
    ],
)
def test_limits_are_described_by_what_they_are_limits_of(name, description):
    assert describe(name).description == description


@pytest.mark.parametrize("name", ["deprivation", "deprivation_lower", "", "lower_", "_upper", "a\nb_upper"])
def test_a_column_of_the_user_is_not_described_for_him(name):
    assert describe(name) == GIVEN


def test_descriptions_are_plain_sentences_and_names_snake_case():
    for name, column in COLUMNS.items():
        assert name.replace("_", "a").isalnum(), name
        assert name == name.lower(), name
        assert column.description.strip("., ") == column.description, name
        assert column.description, name
