"""Cells and codes of the catalogue that stand in no other table of tests, with what is said of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.errors import DataWarning
from scnvariation.io.read import read_indicators


def frame(**columns: object) -> pd.DataFrame:
    """Five areas, one indicator."""
    return pd.DataFrame(
        {
            "indicator_id": "x",
            "period": "2013/14",
            "area_code": [f"X0{number}" for number in range(1, 6)],
            "numerator": [10, 20, 30, 40, 50],
            "denominator": 200,
            "statistic": "proportion",
        }
        | columns
    )


def with_cell(cell: object, column: str = "numerator", **columns: object) -> pd.DataFrame:
    cells = pd.Series([11, 21, 31, 41, 51], dtype=object)
    cells[1] = cell
    return frame(**{column: cells} | columns)


def said(checked) -> list[list[object]]:
    return checked.problems[["code", "severity", "what", "mend"]].to_numpy().tolist()


def suppressed(mark: str) -> tuple[str, str, str, str]:
    return ("suppressed", "W", f"suppressed by the publisher (mark {mark!r})", "")


def not_available(mark: str) -> tuple[str, str, str, str]:
    what = f"marked as not available ({mark!r})"
    return ("not_available", "W", what, "Nothing to do if the figure does not exist.")


DASH = (
    "ambiguous_dash",
    "W",
    "a dash, which could be zero or missing",
    "Pass dash='zero' or dash='missing'.",
)
MISSING = ("missing", "N", "read as missing; missing is not zero", "")
MARKS = {
    "B034-star": ("*", suppressed("*"), "suppressed"),
    "B034-star_with_blanks": (" * ", suppressed("*"), "suppressed"),
    "B035-x": ("x", not_available("x"), "not_available"),
    "B035-x_in_brackets": ("[x]", not_available("[x]"), "not_available"),
    "B035-two_dots": ("..", not_available(".."), "not_available"),
    "B035-colon": (":", not_available(":"), "not_available"),
    "B035-dot": (".", not_available("."), "not_available"),
    "B036-c_in_brackets": ("[c]", suppressed("[c]"), "suppressed"),
    "B036-c": ("c", suppressed("c"), "suppressed"),
    "B036-dsu": ("DSU", suppressed("DSU"), "suppressed"),
    "B036-s": ("S", suppressed("S"), "suppressed"),
    "B036-hash": ("#", suppressed("#"), "suppressed"),
    "B037-hyphen": ("-", DASH, "ambiguous_dash"),
    "B037-en_dash": ("\u2013", DASH, "ambiguous_dash"),
    "B038-below_5": ("<5", suppressed("<5"), "suppressed"),
    "B038-below_6": ("<6", suppressed("<6"), "suppressed"),
    "B038-1_to_7": ("1-7", suppressed("1-7"), "suppressed"),
    "B038-0_to_4": ("0-4", suppressed("0-4"), "suppressed"),
    "B038-at_most_5": ("\u22645", suppressed("\u22645"), "suppressed"),
    **{f"B039-{word}": (word, MISSING, "missing") for word in ("n/a", "N/A", "NA", "NULL", "None", "nan")},
    "B039-z": ("[z]", ("missing", "N", "marked as not applicable", ""), "not_applicable"),
    "B041-empty_text": ("", ("missing", "N", "blank; missing is not zero", ""), "missing"),
    "B135-two_stars": (
        "**",
        (
            "data_quality",
            "W",
            "marked as failing data quality ('**')",
            "Pass use_flagged=True to use and label such figures.",
        ),
        "data_quality",
    ),
    "B136-no_data": ("no data", not_available("no data"), "not_available"),
}


@pytest.mark.parametrize(("cell", "problem", "reason"), MARKS.values(), ids=MARKS.keys())
def test_mark_in_the_place_of_a_count(run_check, cell, problem, reason):
    checked = run_check(with_cell(cell))
    assert said(checked) == [list(problem)]
    assert checked.observations["reason"].tolist() == ["", reason, "", "", ""]
    assert np.isnan(checked.observations.loc[1, "numerator"])


BOUNDS = {
    "B038-below_5": ("<5", 0.0, 4.0),
    "B038-below_6": ("<6", 0.0, 5.0),
    "B038-1_to_7": ("1-7", 1.0, 7.0),
    "B038-0_to_4": ("0-4", 0.0, 4.0),
    "B038-at_most_5": ("\u22645", 0.0, 5.0),
}


@pytest.mark.parametrize(("cell", "lower", "upper"), BOUNDS.values(), ids=BOUNDS.keys())
def test_bounds_of_a_suppressed_count(run_check, cell, lower, upper):
    kept = run_check(with_cell(cell)).observations
    assert kept[["lower_bound", "upper_bound"]].iloc[1].tolist() == [lower, upper]


PLAIN = "Write it like 1234.5, or clear the cell if the figure is missing."
REFUSED = {
    "B042-misplaced_comma": ("1,23", ("misplaced_comma", "a comma that separates no thousands", "Correct the number.")),
    "B045-money": (
        "\u00a312",
        ("currency", "a sum of money where a count is needed", "Give the count, or use statistic='mean'."),
    ),
    "B057-infinite": ("inf", ("infinite", "infinite", "Correct the cell or clear it.")),
    "B057-minus_infinite": (-np.inf, ("infinite", "infinite", "Correct the cell or clear it.")),
    "B059-exponent": ("1e3", ("not_plain_number", "not a number in plain digits", PLAIN)),
    "B059-hexadecimal": ("0x1A", ("not_plain_number", "not a number in plain digits", PLAIN)),
    "B059-underscore": ("1_000", ("not_plain_number", "not a number in plain digits", PLAIN)),
    "B059-full_width": ("\uff11\uff12", ("not_plain_number", "not a number in plain digits", PLAIN)),
    "B060-minus_sign": ("\u22125", ("negative", "negative", "Counts start at 0.")),
    "B061-true": (
        True,
        ("boolean", "true or false where a number is needed", "Give the count of events as numerator."),
    ),
    "B061-false_as_text": (
        "FALSE",
        ("boolean", "true or false where a number is needed", "Give the count of events as numerator."),
    ),
    "B062-date": (
        "Jan-05",
        (
            "date_in_count",
            "a date where a count is needed; Excel has probably changed '1-5'",
            "Format the column as text and type the suppression mark again.",
        ),
    ),
    "B063-unknown_mark": (
        "45\u2020",
        (
            "unknown_mark",
            "a number with a mark that is not known",
            "Marks known are r (revised), p (provisional) and e (estimated); remove any other.",
        ),
    ),
    "B138-minus_one_elsewhere": (-1, ("negative", "negative", "Counts start at 0.")),
}


@pytest.mark.parametrize(("cell", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_cell_that_cannot_be_a_count(run_check, cell, problem):
    checked = run_check(with_cell(cell))
    code, what, mend = problem
    assert said(checked) == [[code, "E", what, mend]]
    assert checked.problems["row"].tolist() == [2]
    assert checked.counts.refused == 1


@pytest.mark.parametrize("size", [str(2**64), 1e308], ids=["B058-2_to_the_64", "B058-1e308"])
def test_no_count_is_that_large(run_check, size):
    what, mend = "larger than any count can be", "Correct the cell; England has fewer than 70 million people."
    assert said(run_check(with_cell(size, "denominator"))) == [["not_plausible", "E", what, mend]]


READ = {
    "B042-thousands": ("1,234", 1234.0, ("thousands", "read as 1234")),
    "B043-space": ("1 234", 1234.0, ("thousands", "read as 1234")),
    "B043-no_break_space": ("1\u00a0234", 1234.0, ("thousands", "read as 1234")),
    "B043-thin_space": ("1\u2009234", 1234.0, ("thousands", "read as 1234")),
    "B043-apostrophe": ("1'234", 1234.0, ("thousands", "read as 1234")),
    "B056-point_and_nought": ("12.0", 12.0, None),
    "B058-exact_to_2_to_the_53": (str(2**53 - 1), float(2**53 - 1), None),
    "B063-revised": ("123r", 123.0, ("status_mark", "read as 123, revised")),
    "B063-provisional": ("123 [p]", 123.0, ("status_mark", "read as 123, provisional")),
    "B064-apostrophe_before": ("'123", 123.0, ("text_number", "a number stored as text, read as 123")),
}


@pytest.mark.parametrize(("cell", "number", "note"), READ.values(), ids=READ.keys())
def test_cell_that_is_read(run_check, cell, number, note):
    # expected counts, which may be as large as one likes
    checked = run_check(with_cell(cell, statistic="ratio", denominator=2000))
    assert checked.observations.loc[1, "numerator"] == number
    assert checked.observations.loc[1, "reason"] == ""
    notes = [line for line in said(checked) if line[1] == "N"]
    assert notes == ([] if note is None else [[note[0], "N", note[1], ""]])
    if note:
        assert repr(cell)[1:-1] in checked.problems["value"].iloc[0]


@pytest.mark.parametrize("word", ["NA", "None", "null", "nan"], ids=["B040-na", "B040-none", "B040-null", "B040-nan"])
def test_words_for_missing_are_codes_and_names(run_check, word):
    codes = ["X01", word, "X03", "X04", "X05"]
    checked = run_check(frame(area_code=codes, area_name=word))
    assert checked.observations.loc[1, "area_code"] == word
    assert checked.observations["area_name"].tolist() == [word] * 5
    assert checked.counts.used == 5


@pytest.mark.parametrize("cell", ["", None], ids=["B041-empty_text", "B041-none"])
def test_missing_is_not_zero(cell):
    # plain pandas: sum([1, blank]) = 1, silently
    data = read_indicators(with_cell(cell))
    assert np.isnan(data.observations.loc[1, "numerator"])
    assert data.observations["reason"].tolist() == ["", "missing", "", "", ""]


SCALES = {
    "B044-percent_and_percentage": ["12.5%", "12.5", "14%", "13%", "12%"],
    "B044-percent_and_proportion": ["12.5%", "0.125", "14%", "13%", "12%"],
}


@pytest.mark.parametrize("cells", SCALES.values(), ids=SCALES.keys())
def test_percent_signs_on_some_rows_only(run_check, cells):
    checked = run_check(frame(value=cells, statistic="estimate", se=0.01))
    what = "a percentage, while other rows of 'x' in this column have no percent sign"
    lines = [line for line in said(checked) if line[0] == "mixed_scale"]
    assert lines == [["mixed_scale", "E", what, "Write the column in one way."]] * 4


@pytest.mark.parametrize("cost", [pytest.param("\u00a31,234", id="B045-mean_of_costs")])
def test_sums_of_money_are_allowed_in_a_mean_of_costs(run_check, cost):
    costs = with_cell(cost, "value", statistic="mean", sd=3.0, denominator=50).drop(columns="numerator")
    checked = run_check(costs)
    assert checked.observations.loc[1, "value"] == 1234.0
    assert checked.counts.used == 5


@pytest.mark.parametrize("word", ["NA", "n/a"], ids=["B137-na", "B137-n_a"])
def test_missing_numerators_beside_denominators(run_check, word):
    lacking = frame(numerator=pd.Series([10, word, word, word, 50], dtype=object))
    checked = run_check(lacking)
    what = "numerator missing in 3 rows of 'x' that have a denominator: suppressed?"
    mend = "Ask the publisher; until then these areas stay out of the benchmark, with their denominators."
    assert [line for line in said(checked) if line[1] == "W"] == [["numerator_missing", "W", what, mend]]
    assert checked.observations["reason"].tolist() == ["", "missing", "missing", "missing", ""]
    with pytest.warns(DataWarning) as told:
        read_indicators(lacking)
    words = "1 indicator has missing numerators beside denominators, which may have been suppressed"
    assert [str(one.message) for one in told] == [
        f"{words}. See problems of the data; pass strict=True to stop here instead."
    ]


CODES = {
    "B149-whole_column_numeric": (
        [5.0e1, 5.0e3, 1.0, 2.0, 3.0],
        "a number where a code is needed; leading zeros may be lost",
    ),
    "B171-one_point_ten": (1.1, "a number where a code is needed; 1.1 may be 1.1 or 1.10"),
    "B171-one_point_twenty": (1.2, "a number where a code is needed; 1.2 may be 1.2 or 1.20"),
    "B171-two_point_ten": (2.1, "a number where a code is needed; 2.1 may be 2.1 or 2.10"),
}


@pytest.mark.parametrize(("codes", "what"), CODES.values(), ids=CODES.keys())
def test_codes_that_became_numbers(run_check, codes, what):
    column, mend = (
        ("area_code", "Read the column as text, with dtype=str.")
        if isinstance(codes, list)
        else ("indicator_id", "Store the code as text.")
    )
    checked = run_check(frame(**{column: codes}))
    assert said(checked) == [["code_is_number", "E", what, mend]] * 5
    assert checked.counts.refused == 5


@pytest.mark.parametrize("code", ["5E1", "5E3"], ids=["B149-five_tens", "B149-five_thousands"])
def test_codes_that_look_like_powers_are_text(run_check, code):
    checked = run_check(frame(area_code=["X01", code, "X03", "X04", "X05"]))
    assert checked.observations.loc[1, "area_code"] == code


@pytest.mark.parametrize("code", ["1.10", "1.1"], ids=["B171-text_with_the_nought", "B171-text_without"])
def test_indicator_codes_kept_as_text_are_exact(run_check, code):
    assert run_check(frame(indicator_id=code)).observations["indicator_id"].tolist() == [code] * 5
