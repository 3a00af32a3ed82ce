"""What may be said of each part of the variation, and what is withheld: arithmetic by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scnvariation.analysis.shares_parts import PARTS, no_parts, parts_table

#: Variances 2, 1, 3, 4: shares of all 20, 10, 30, 40 %; of the true 12.5, 37.5, 50 %.
FITTED = {
    "chance": 0.02,
    "need": 0.01,
    "between": 0.03,
    "within": 0.04,
    "realised": np.array([[0.05, 0.2], [0.25, 0.5], [0.4, 0.6]]),
    "population": np.array([[0.04, 0.3], [0.1, 0.7], [0.2, 0.8]]),
    "reliability": 0.8,
    "mean_expected": 100.0,
    "n_networks": 12,
    "n_areas": 200,
    "converged": True,
}
LIMITS = ["share_of_true_lower", "share_of_true_upper"]
AFRESH = ["population_lower", "population_upper"]


def parts(*, with_need: bool = True, **changes: object) -> pd.DataFrame:
    found: Any = SimpleNamespace(**{**FITTED, **changes})
    return parts_table(found, with_need=with_need).set_index("part")


def realised(between: tuple[float, float]) -> np.ndarray:
    return np.array([[0.05, 0.2], between, [0.4, 0.6]])


def test_shares_are_parts_of_all_and_of_what_is_true() -> None:
    table = parts()
    assert list(table.index) == list(PARTS)
    assert table["share"].tolist() == pytest.approx([0.2, 0.1, 0.3, 0.4])
    assert table["share_of_true"].tolist()[1:] == pytest.approx([0.125, 0.375, 0.5])
    assert table.loc["chance", ["share_of_true", *LIMITS, *AFRESH]].isna().all()
    assert (table["reason"] == "").all()


def test_a_part_that_may_be_nothing_has_no_figure_but_at_most() -> None:
    """No single figure where the lower limit is 0; the upper limit is the finding."""
    table = parts(between=0.001, realised=np.array([[0.1, 0.3], [0.0, 0.06], [0.7, 0.9]]))
    row = table.loc["between_networks"]
    assert np.isnan(row["share"])
    assert np.isnan(row["share_of_true"])
    assert row[LIMITS].tolist() == [0.0, 0.06]
    assert row["reason"] == "no_variation"
    assert row["variance"] == 0.001
    assert table.loc["within_networks", "share_of_true"] == pytest.approx(40 / 51)


def test_an_interval_encloses_its_estimate() -> None:
    """Draws never reach a boundary: an estimate of nothing within networks takes the lower limit to 0."""
    limits = np.array([[0.2, 0.6], [0.4, 0.7], [0.001, 0.1]])
    table = parts(within=0.0, realised=limits)
    assert table.loc["within_networks", LIMITS].tolist() == [0.0, 0.1]
    assert table.loc["within_networks", "reason"] == "no_variation"
    limits[1, 1] = 0.74
    assert parts(within=0.0, realised=limits).loc["between_networks", LIMITS].tolist() == [0.4, 0.75]


def test_what_may_be_nothing_leaves_the_rest_to_be_all() -> None:
    """Need and networks may both be nothing, so areas within networks may be everything."""
    limits = np.array([[0.0, 0.2], [0.0, 0.3], [0.7, 0.98]])
    assert parts(between=0.01, realised=limits)["share_of_true_upper"].tolist()[1:] == [0.2, 0.3, 1.0]
    row = parts(between=0.01, realised=limits).loc["within_networks"]
    assert row[["share", "share_of_true"]].isna().all()
    assert row["reason"] == "no_variation"
    limits[0, 0] = 0.01
    assert parts(between=0.01, realised=limits).loc["within_networks", "share_of_true_upper"] == 0.98


@pytest.mark.parametrize(("reliability", "reason"), [(0.8, "too_few_areas"), (0.3, "too_few_events")])
def test_an_interval_wider_than_a_half_stands_without_a_figure(reliability: float, reason: str) -> None:
    """More events help while chance leads, then only more areas."""
    row = parts(realised=realised((0.1, 0.61)), reliability=reliability).loc["between_networks"]
    assert np.isnan(row["share_of_true"])
    assert row[LIMITS].tolist() == [0.1, 0.61]
    assert row["reason"] == reason


def test_survey_scores_have_no_events_to_be_too_few() -> None:
    row = parts(realised=realised((0.1, 0.61)), reliability=0.3, mean_expected=np.nan).loc["between_networks"]
    assert row["reason"] == "too_few_areas"


def test_exactly_a_half_is_not_wider_than_a_half() -> None:
    assert parts(realised=realised((0.125, 0.625))).loc["between_networks", "share_of_true"] == pytest.approx(0.375)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"n_networks": 4}, "too_few_areas"),
        ({"n_areas": 12, "between": np.nan}, "too_few_areas"),
        ({"mean_expected": 14.9}, "too_few_events"),
        ({"converged": False}, "did_not_converge"),
        ({"need": 0.0, "between": 0.0, "within": 0.0}, "no_variation"),
    ],
)
def test_all_shares_are_withheld_where_the_data_cannot_say(changes: dict[str, Any], reason: str) -> None:
    table = parts(**changes)
    true = table.drop(index="chance")
    assert true[["share", "share_of_true", *LIMITS, *AFRESH]].isna().all(axis=None)
    assert (true["reason"] == reason).all()
    assert table.loc["chance", "share"] > 0


@pytest.mark.parametrize(("networks", "afresh"), [(5, False), (7, False), (8, True)])
def test_networks_drawn_afresh_need_eight_of_them(networks: int, *, afresh: bool) -> None:
    """Five to seven: the shares of those present, but not of others."""
    table = parts(n_networks=networks)
    assert table["share_of_true"].notna().sum() == 3
    assert table.loc["between_networks", AFRESH].notna().all() == afresh


def test_values_without_events_are_not_held_to_a_number_of_events() -> None:
    assert parts(mean_expected=np.nan)["share_of_true"].notna().sum() == 3


def test_need_that_was_not_measured_is_not_nothing() -> None:
    table = parts(with_need=False, need=0.0)
    assert table.loc["need", "reason"] == "missing"
    assert table.loc["need", ["variance", "share", "share_of_true", *LIMITS, *AFRESH]].isna().all()
    assert table.loc[["between_networks", "within_networks"], "share_of_true"].tolist() == pytest.approx([3 / 7, 4 / 7])


def test_nothing_fitted_gives_a_reason_in_every_row() -> None:
    table = no_parts("no_variation")
    assert list(table.columns) == list(parts().reset_index().columns)
    assert table["part"].tolist() == list(PARTS)
    assert (table["reason"] == "no_variation").all()
    assert table.drop(columns=["part", "reason"]).isna().all(axis=None)
