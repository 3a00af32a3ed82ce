"""One faulty cell among good ones: what is said, and where the row ends. Ids are those of the catalogue."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

ROW = 2


def frame_with(column: str, cell: object, *, statistic: str = "proportion", **more: object) -> pd.DataFrame:
    """Three areas of which the second has the cell given."""
    frame = pd.DataFrame(
        {
            "indicator_id": ["x"] * 3,
            "period": ["2013/14"] * 3,
            "area_code": ["E38000001", "E38000002", "E38000003"],
            "numerator": pd.Series([10, 20, 30], dtype=object),
            "denominator": pd.Series([100, 100, 100], dtype=object),
            "statistic": [statistic] * 3,
        }
    )
    for name, item in {column: cell, **more}.items():
        if name not in frame:
            frame[name] = pd.Series([None] * 3, dtype=object)
        frame[name] = frame[name].astype(object)
        frame.loc[ROW - 1, name] = item
    return frame


SUPPRESSED = ("suppressed", "W", "suppressed")
CELLS = {
    "B024-excel_error_as_text": ("#DIV/0!", ("excel_error", "W", "excel_error")),
    "B034-star_is_suppressed": ("*", SUPPRESSED),
    "B035-x_is_not_available": ("x", ("not_available", "W", "not_available")),
    "B035-two_dots_are_not_available": ("..", ("not_available", "W", "not_available")),
    "B036-c_in_brackets_is_suppressed": ("[c]", SUPPRESSED),
    "B036-hash_is_suppressed": ("#", SUPPRESSED),
    "B036-dsu_is_suppressed": ("DSU", SUPPRESSED),
    "B037-dash_is_ambiguous": ("-", ("ambiguous_dash", "W", "ambiguous_dash")),
    "B037-en_dash_is_ambiguous": ("\u2013", ("ambiguous_dash", "W", "ambiguous_dash")),
    "B038-below_5_is_suppressed": ("<5", SUPPRESSED),
    "B038-1_to_7_is_suppressed": ("1-7", SUPPRESSED),
    "B039-n_a_is_missing": ("n/a", ("missing", "N", "missing")),
    "B039-null_is_missing": ("NULL", ("missing", "N", "missing")),
    "B039-z_is_not_applicable": ("[z]", ("missing", "N", "not_applicable")),
    "B041-blank_is_missing": ("", ("missing", "N", "missing")),
    "B041-none_is_missing": (None, ("missing", "N", "missing")),
    "B041-nan_is_missing": (np.nan, ("missing", "N", "missing")),
    "B041-NA_scalar_is_missing": (pd.NA, ("missing", "N", "missing")),
    "B042-misplaced_comma": ("1,23", ("misplaced_comma", "E", "")),
    "B045-money_is_no_count": ("£12", ("currency", "E", "")),
    "B050-numerator_above": (120, ("numerator_above", "E", "")),
    "B051-negative": (-4, ("negative", "E", "")),
    "B055-not_whole": (12.4, ("not_whole", "E", "")),
    "B057-infinite": (np.inf, ("infinite", "E", "")),
    "B057-infinite_as_text": ("inf", ("infinite", "E", "")),
    "B059-exponent": ("1e3", ("not_plain_number", "E", "")),
    "B059-hexadecimal": ("0x1A", ("not_plain_number", "E", "")),
    "B059-underscore": ("1_000", ("not_plain_number", "E", "")),
    "B059-full_width": ("\uff11\uff12", ("not_plain_number", "E", "")),
    "B060-unicode_minus": ("\u22125", ("negative", "E", "")),
    "B061-boolean": (True, ("boolean", "E", "")),
    "B061-boolean_as_text": ("TRUE", ("boolean", "E", "")),
    "B062-date_as_text": ("Jan-05", ("date_in_count", "E", "")),
    "B062-date_cell": (dt.datetime(2014, 3, 1), ("date_in_count", "E", "")),  # noqa: DTZ001 - as a workbook gives it
    "B063-unknown_mark": ("45†", ("unknown_mark", "E", "")),
    "B135-two_stars_fail_quality": ("**", ("data_quality", "W", "data_quality")),
    "B136-no_data": ("no data", ("not_available", "W", "not_available")),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.values(), ids=CELLS.keys())
def test_bad_input(run_check, cell, expected):
    code, severity, reason = expected
    checked = run_check(frame_with("numerator", cell))
    found = checked.problems
    assert found[["code", "severity", "row", "column"]].to_numpy().tolist() == [[code, severity, ROW, "numerator"]]
    assert checked.observations["reason"].tolist() == ["", reason, ""]
    assert checked.counts.refused == (severity == "E")


READ = {
    "B042-thousands_comma": ("1,234", 1234.0, "thousands"),
    "B043-thousands_space": ("1 234", 1234.0, "thousands"),
    "B043-thousands_no_break_space": ("1\u00a0234", 1234.0, "thousands"),
    "B043-thousands_thin_space": ("1\u2009234", 1234.0, "thousands"),
    "B043-thousands_apostrophe": ("1'234", 1234.0, "thousands"),
    "B054-zero_is_data": (0, 0.0, None),
    "B056-whole_with_point": ("12.0", 12.0, None),
    "B056-whole_float": (12.0, 12.0, None),
    "B063-revised": ("123r", 123.0, "status_mark"),
    "B063-provisional_in_brackets": ("123 [p]", 123.0, "status_mark"),
    "B064-text_number": ("'123", 123.0, "text_number"),
}


@pytest.mark.parametrize(("cell", "number", "code"), READ.values(), ids=READ.keys())
def test_cell_is_read_and_its_original_kept(run_check, cell, number, code):
    checked = run_check(frame_with("numerator", cell, denominator="5000"))
    assert checked.observations["numerator"].tolist() == [10.0, number, 30.0]
    assert checked.observations["reason"].tolist() == ["", "", ""]
    assert checked.problems["code"].tolist() == ([code] if code else [])
    if code:
        assert checked.problems["value"].tolist() == [repr(cell)]


def test_suppressed_counts_keep_their_bounds(run_check):
    # B038: "<5" may be 0 to 4, "1-7" is 1 to 7; bounds serve a sensitivity range
    frame = frame_with("numerator", "<5")
    frame.loc[2, "numerator"] = "1-7"
    found = run_check(frame).observations
    assert found["lower_bound"].tolist()[1:] == [0.0, 1.0]
    assert found["upper_bound"].tolist()[1:] == [4.0, 7.0]


@pytest.mark.parametrize(("word", "reason", "number"), [("zero", "", 0.0), ("missing", "missing", np.nan)])
def test_dash_says_what_it_means(run_check, word, reason, number):
    found = run_check(frame_with("numerator", "-"), dash=word).observations
    assert found.loc[1, "reason"] == reason
    assert found.loc[1, "numerator"] == pytest.approx(number, nan_ok=True)


def test_decimal_comma_reads_continental_numbers(run_check):
    frame = frame_with("numerator", "1.234,0", denominator="2.000", statistic="rate")
    assert run_check(frame, decimal=",").observations.loc[1, "numerator"] == 1234.0


def test_weighted_counts_are_a_choice(run_check):
    # B055: fractions of events are refused in a proportion, allowed where said, and never asked of a rate
    assert run_check(frame_with("numerator", 12.4), allow_fractional=True).counts.used == 3
    assert run_check(frame_with("numerator", 12.4, statistic="rate")).counts.used == 3


def test_flagged_figures_are_a_choice(run_check):
    # B135: in the value column the counts are still shown
    frame = frame_with("value", "**")
    assert run_check(frame).observations["reason"].tolist() == ["", "data_quality", ""]
    used = run_check(frame, use_flagged=True).observations
    assert used["reason"].tolist() == ["", "", ""]
    assert used.loc[1, "value"] == 0.2


def test_a_value_suppressed_by_the_publisher_is_not_recomputed(run_check):
    # B146: the counts are there, the publisher withheld the value
    found = run_check(frame_with("value", "*")).observations
    assert found.loc[1, "reason"] == "suppressed"
    assert np.isnan(found.loc[1, "value"])


ZERO = {
    "B052-nobody_at_risk": (0, ("zero_denominator", "W", "zero_denominator")),
    "B053-events_without_people": (3, ("events_without_denominator", "E", "")),
}


@pytest.mark.parametrize(("events", "expected"), ZERO.values(), ids=ZERO.keys())
def test_bad_input_zero_denominator(run_check, events, expected):
    checked = run_check(frame_with("numerator", events, denominator=0))
    assert checked.problems[["code", "severity"]].to_numpy().tolist() == [list(expected[:2])]
    assert checked.observations["reason"].tolist() == ["", expected[2], ""]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        pytest.param("numerator", 120, "numerator_above", id="B050-known_layout"),
        pytest.param("denominator", 0, "events_without_denominator", id="B053-known_layout"),
        pytest.param("numerator", 12.4, "not_whole", id="B055-known_layout"),
    ],
)
def test_a_publishers_own_errors_do_not_stop_its_file(run_check, column, cell, code):
    checked = run_check(frame_with(column, cell), layout="qof_by_ccg")
    assert checked.problems[["code", "severity"]].to_numpy().tolist() == [[code, "W"]]
    assert checked.observations["reason"].tolist() == ["", "inconsistent_source", ""]
    assert checked.observations.loc[1, column] == cell  # published figures are kept


def test_faults_of_one_row_do_not_hide_each_other(run_check):
    frame = frame_with("numerator", "Jan-05", denominator="-4", area_code="5.00E+01")
    checked = run_check(frame)
    assert checked.problems["code"].tolist() == ["negative", "date_in_count", "code_is_number"]
    assert checked.counts.refused == 1


@pytest.mark.parametrize("count", ["18446744073709551616", 1e308], ids=["B058-2_to_the_64", "B058-1e308"])
def test_bad_input_no_count_is_that_large(run_check, count):
    checked = run_check(frame_with("denominator", count))
    assert checked.problems[["code", "severity"]].to_numpy().tolist() == [["not_plausible", "E"]]


def test_a_large_count_warns(run_check):
    # B058: 7e7 is more than the population of England
    checked = run_check(frame_with("denominator", 80_000_000))
    assert checked.problems[["code", "severity"]].to_numpy().tolist() == [["large", "W"]]
    assert checked.counts.used == 3
