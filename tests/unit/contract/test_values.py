"""Values against their counts, scales, and what a statistic needs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

EVENTS = [10, 33, 47, 81]
PEOPLE = [120, 150, 161, 170]


def frame(statistic: str, **columns: object) -> pd.DataFrame:
    return pd.DataFrame(
        {"area_code": list("ABCD"), "statistic": statistic, "period": "2013", "indicator_id": "x", **columns}
    )


def test_value_is_made_from_counts_where_absent(run_check):
    found = run_check(frame("proportion", numerator=[1, 2, 3, 0], denominator=4)).observations
    assert found["value"].tolist() == [0.25, 0.5, 0.75, 0.0]


@pytest.mark.parametrize("multiplier", [1, 100, 1_000, 100_000])
def test_published_scale_is_found_and_undone(run_check, multiplier):
    # values are printed to one decimal more than their scale has zeros
    made = np.array(EVENTS) / PEOPLE * multiplier
    checked = run_check(frame("rate", numerator=EVENTS, denominator=PEOPLE, value=made.round(3), lower=made / 2))
    assert checked.observations["value"].tolist() == pytest.approx((np.array(EVENTS) / PEOPLE).tolist(), abs=1e-15)
    assert checked.observations["lower"].tolist() == pytest.approx((made / 2 / multiplier).tolist())
    assert checked.problems["code"].tolist() == ([] if multiplier == 1 else ["value_scale"])


def test_bad_input_value_disagrees(run_check):
    # B047: beyond its rounding; both are shown, the recomputed one is used
    printed = [8.3, 22.0, 29.2, 99.9]  # 10/120 = 8.33, 33/150 = 22.0, 47/161 = 29.19, 81/170 = 47.65
    checked = run_check(frame("proportion", numerator=EVENTS, denominator=PEOPLE, value=printed))
    problem = checked.problems.iloc[-1]
    assert (problem["code"], problem["severity"], problem["row"], problem["value"]) == (
        "value_disagrees",
        "W",
        4,
        "'99.9'",
    )
    assert problem["what"] == "differs from numerator / denominator, 47.6471; the recomputed value is used"
    assert checked.observations.loc[3, "value"] == 81 / 170
    assert checked.counts.used == 4


def test_values_within_their_rounding_agree(run_check):
    printed = ["8.3", "22.0", "29.2", "47.6"]
    assert run_check(frame("proportion", numerator=EVENTS, denominator=PEOPLE, value=printed)).problems[
        "code"
    ].tolist() == ["value_scale"]


def test_bad_input_columns_swapped(run_check):
    # B139: 104 expected and 131 reported with ratio 1.26 = 131 / 104, under each other's heading
    checked = run_check(
        frame("ratio", numerator=[104, 88, 97, 120], denominator=[131, 95, 140, 111], value=[1.26, 1.08, 1.44, 0.93])
    )
    assert checked.problems[["code", "severity"]].to_numpy().tolist() == [["columns_swapped", "E"]]
    assert "4 of 4 rows" in checked.problems["what"].iloc[0]
    assert checked.counts.refused == 4


def test_bad_input_mixed_scale(run_check):
    # B044
    checked = run_check(frame("estimate", value=["12.5%", "0.13", "14%", "0.2"], se=0.01))
    assert checked.problems["code"].tolist() == ["mixed_scale", "mixed_scale"]
    percent = run_check(frame("estimate", value=["12.5%", "13%", "14%", "20%"], se=0.01))
    assert percent.observations["value"].tolist() == [0.125, 0.13, 0.14, 0.2]


NEEDS = {
    "B048-value_only": ("proportion", {"value": 0.2}, ["no_counts"] * 4),
    "B048-estimate_with_interval": ("estimate", {"value": 0.2, "lower": 0.1, "upper": 0.3}, [""] * 4),
    "B048-estimate_with_standard_error": ("estimate", {"value": 0.2, "se": 0.1}, [""] * 4),
    "B048-estimate_alone": ("estimate", {"value": 0.2}, ["no_counts"] * 4),
    "B048-mean_with_sd": ("mean", {"value": 2.0, "sd": 1.0, "denominator": 50}, [""] * 4),
    "B048-mean_of_sums": ("mean", {"numerator": 100, "sd": 1.0, "denominator": 50}, [""] * 4),
    "B048-dsr": ("dsr", {"value": 0.01, "numerator": 40, "denominator": 4000}, [""] * 4),
    "B137-numerator_missing": ("rate", {"numerator": ["NA", 1, 2, 3], "denominator": 50}, ["missing", "", "", ""]),
}


@pytest.mark.parametrize(("statistic", "columns", "reasons"), NEEDS.values(), ids=NEEDS.keys())
def test_bad_input_what_a_statistic_needs(run_check, statistic, columns, reasons):
    assert run_check(frame(statistic, **columns)).observations["reason"].tolist() == reasons


def test_a_mean_of_costs_may_be_money(run_check):
    # B045
    found = run_check(frame("mean", value=["£1,234", "£980", "£1,100", "£2,000"], se=10.0))
    assert found.observations["value"].tolist() == [1234, 980, 1100, 2000]
    assert found.problems.empty


def test_negative_estimates_are_data(run_check):
    # a gain may be a loss; its standard error may not
    assert run_check(frame("estimate", value=-0.2, se=0.1)).counts.used == 4
    assert set(run_check(frame("estimate", value=-0.2, se=-0.1)).problems["code"]) == {"negative"}


def test_bad_input_decimal_comma(run_check):
    # B007: only in a file with another separator is it a decimal comma; here it separates no thousands
    checked = run_check(frame("estimate", value=["12,5", "13", "14", "20"], se=0.01))
    assert checked.problems["code"].tolist() == ["misplaced_comma"]
