"""Need covariates are found, read as numbers and matched by area code, or the call stops with the list."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from scnvariation import Indicators
from scnvariation.analysis.covariates import covariates, need_names
from scnvariation.analysis.groups import group_rows
from scnvariation.errors import OptionError


def frame(codes="ABCDEF", **columns):
    """Six areas in two periods; columns given are the same in both."""
    periods = ["2013/14", "2014/15"]
    rows = pd.DataFrame(
        {
            "indicator_id": "x",
            "period": np.repeat(periods, len(codes)),
            "area_code": list(codes) * 2,
            "numerator": 5,
            "denominator": 100,
            "statistic": "proportion",
        }
    )
    return rows.assign(**{name: list(values) * 2 for name, values in columns.items()})


def areas(**columns):
    return pd.DataFrame({"area_code": list("ABCDEF"), "network_area": ["North"] * 3 + ["South"] * 3, **columns})


def test_areas_are_matched_by_code_whatever_the_order_of_the_table():
    table = areas(deprivation=[1.0, 2, 3, 4, 5, 6]).iloc[::-1]
    data = Indicators(frame(), areas=table)
    assert_array_equal(covariates(data, data.sorted, ["deprivation"])[:, 0], [1, 2, 3, 4, 5, 6] * 2)


def test_a_selection_and_england_number_their_areas_differently_and_both_are_right():
    data = Indicators(frame(), areas=areas(deprivation=[1.0, 2, 3, 4, 5, 6])).select(network_area="South")
    assert_array_equal(covariates(data, data.sorted, ["deprivation"])[:, 0], [4, 5, 6] * 2)
    assert_array_equal(covariates(data, data.reference.sorted, ["deprivation"])[:, 0], [1, 2, 3, 4, 5, 6] * 2)
    groups = group_rows(data, ("network_area", "period")).rows
    assert_array_equal(covariates(data, groups, ["deprivation"])[:, 0], [4, 5, 6] * 2)


def test_a_plain_frame_carries_covariates_of_its_own_which_may_change_with_the_period():
    rows = frame().assign(deprivation=np.arange(12.0))
    data = Indicators(rows)
    assert_array_equal(covariates(data, data.sorted, ["deprivation"])[:, 0], np.arange(12.0))
    later = data.select(period="2014/15")
    assert_array_equal(covariates(later, later.sorted, ["deprivation"])[:, 0], np.arange(6.0, 12))
    assert_array_equal(covariates(later, later.reference.sorted, ["deprivation"])[:, 0], np.arange(12.0))


def test_several_covariates_are_columns_in_the_order_asked_for():
    data = Indicators(frame(), areas=areas(a=[1.0] * 6, b=[2.0] * 6))
    assert_array_equal(covariates(data, data.sorted, ["b", "a"])[0], [2, 1])
    assert covariates(data, data.sorted, []).shape == (12, 0)


def test_texts_that_look_like_numbers_are_numbers():
    data = Indicators(frame(), areas=areas(x=["1,200", "12.5", " 3 ", "-4", "25%", "6"]))
    assert_array_equal(covariates(data, data.sorted, ["x"])[:6, 0], [1200, 12.5, 3, -4, 0.25, 6])


@pytest.mark.parametrize("mark", ["", "*", "[c]", "n/a", "..", "-", None])
def test_marks_for_a_figure_that_is_not_there_are_blanks(mark):
    data = Indicators(frame(), areas=areas(x=[mark, "2", "3", "4", "5", "6"]))
    assert_array_equal(covariates(data, data.sorted, ["x"])[:6, 0], [np.nan, 2, 3, 4, 5, 6])


def test_infinity_and_areas_without_a_row_in_the_table_are_blanks():
    data = Indicators(frame(), areas=areas(x=[np.inf, 2, 3, 4, 5, np.nan]).iloc[[0, 1, 2, 5]])
    assert_array_equal(covariates(data, data.sorted, ["x"])[:6, 0], [np.nan, 2, 3, np.nan, np.nan, np.nan])


def test_whole_and_nullable_numbers_are_taken():
    data = Indicators(frame(), areas=areas(x=pd.array([1, 2, None, 4, 5, 6], dtype="Int64")))
    assert_array_equal(covariates(data, data.sorted, ["x"])[:6, 0], [1, 2, np.nan, 4, 5, 6])


def test_an_unknown_name_stops_with_the_list_and_the_nearest_match():
    data = Indicators(frame(), areas=areas(deprivation=[1.0] * 6, share_over_75=[0.1] * 6))
    text = (
        "need='deprvation' is not a column that can be adjusted for. 2 numeric columns to choose from: deprivation, "
        "share_over_75. Did you mean 'deprivation'?"
    )
    with pytest.raises(OptionError, match=f"^{re.escape(text)}$"):
        covariates(data, data.sorted, ["deprvation"])


def test_a_column_of_words_stops_and_quotes_them():
    data = Indicators(frame(), areas=areas(deprivation=[1.0] * 6))
    text = (
        "need='network_area' is not numeric: it holds 'North', 'South'. 1 numeric column to choose from: deprivation."
    )
    with pytest.raises(OptionError, match=f"^{re.escape(text)}$"):
        covariates(data, data.sorted, ["network_area"])


def test_one_word_among_numbers_stops_too():
    data = Indicators(frame(), areas=areas(x=["1", "2", "high", "4", "5", "6"]))
    with pytest.raises(OptionError, match="it holds 'high'"):
        covariates(data, data.sorted, ["x"])


def test_a_column_without_any_number_stops():
    data = Indicators(frame(), areas=areas(x=[np.nan] * 6))
    with pytest.raises(OptionError, match="is not numeric: it holds no number"):
        covariates(data, data.sorted, ["x"])


@pytest.mark.parametrize("name", ["value", "numerator", "denominator", "period_end", "indicator_id"])
def test_what_an_observation_records_of_itself_is_not_need(name):
    data = Indicators(frame(), areas=areas(deprivation=[1.0] * 6))
    with pytest.raises(OptionError, match="is not a column that can be adjusted for"):
        covariates(data, data.sorted, [name])


def test_without_any_numeric_column_the_text_says_what_to_do():
    data = Indicators(frame())
    with pytest.raises(OptionError, match=r"The data hold no numeric column for it; add one to the areas table"):
        covariates(data, data.sorted, ["deprivation"])


def test_names_come_one_or_many_and_none_twice():
    assert need_names("deprivation") == ("deprivation",)
    assert need_names(["a", "b"]) == ("a", "b")
    with pytest.raises(OptionError, match="names 'a' twice"):
        need_names(["a", "b", "a"])
