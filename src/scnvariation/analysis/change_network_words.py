"""What is said of the trajectories of network areas: table and sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scnvariation.analysis.variation_figures import number, with_interval
from scnvariation.contract.reasons import reason_sentence
from scnvariation.messages import change as messages
from scnvariation.messages.words import count, p_words

if TYPE_CHECKING:
    from scnvariation.analysis.change_result import ChangeResult

__all__ = ["change_percent", "move_words", "network_sentences", "network_table", "p_cell"]

UP_OR_DOWN = ("moved up", "moved down")
NAMED = 6
Row = Mapping[Hashable, Any]


def network_table(result: ChangeResult) -> pd.DataFrame:
    """Tabulate each network area against the rest of England then and now."""
    rows = result.trajectories.to_dict("records")
    return pd.DataFrame(
        {
            "Network area": [row["network_area"] for row in rows],
            "Areas": [row["n_areas"] for row in rows],
            f"Ratio to the rest of England, {result.baseline}": [number(row["ratio_baseline"]) for row in rows],
            f"Ratio to the rest of England, {result.period}": [number(row["ratio_current"]) for row in rows],
            "Change (95% interval)": [_percent_with_limits(row) for row in rows],
            "Expected by regression to the mean": [change_percent(row["expected_change"]) for row in rows],
            "Smallest detectable change": [change_percent(row["smallest_detectable"]) for row in rows],
            "P": [p_cell(row["p_value"]) for row in rows],
            "False discovery rate": [p_cell(row["fdr_q"]) for row in rows],
            "Verdict": [move_words(row["verdict"], result.info.polarity) for row in rows],
        }
    )


def change_percent(change: float) -> str:
    """Write a change of the logarithm of a ratio as per cent of the ratio.

    >>> change_percent(0.0953), change_percent(-0.0001), change_percent(float("inf")), change_percent(float("nan"))
    ('+10.0%', '0.0%', 'no upper bound', '')
    """
    if math.isnan(change) or change == math.inf:
        return number(change)
    shown = round(100 * math.expm1(change), 1)
    return f"{shown:+.1f}%" if shown else "0.0%"


def _percent_with_limits(row: Row) -> str:
    if math.isnan(row["change"]):
        return reason_sentence(row["reason"])
    ends = (change_percent(row[name]) for name in ("change", "change_lower", "change_upper"))
    return with_interval(*ends)


def p_cell(p: float) -> str:
    """Write a P-value in a column that is headed so.

    >>> p_cell(0.0001), p_cell(0.0312), p_cell(float("nan"))
    ('< 0.001', '0.031', '')
    """
    return "" if math.isnan(p) else p_words(p).removeprefix("P ").removeprefix("= ")


def move_words(verdict: str, polarity: str) -> str:
    """Say whether a ratio moved, and whether that is good where one side is.

    >>> move_words("moved up", "low_is_good"), move_words("moved down", "neutral")
    ('moved up, for the worse', 'moved down')
    """
    if verdict not in UP_OR_DOWN:
        return "no evidence either way"
    if polarity == "neutral":
        return verdict
    better = (verdict == "moved up") == (polarity == "high_is_good")
    return f"{verdict}, for the {'better' if better else 'worse'}"


def network_sentences(result: ChangeResult) -> str:
    """Say which network areas moved, what was to be expected, and what could have been seen."""
    rows = result.trajectories[result.trajectories["reason"] == ""]
    if rows.empty:
        return ""
    moved = rows[rows["verdict"] != "no_evidence"]
    if len(rows) == 1:
        first = [_one_network(rows.iloc[0], result)]
    elif moved.empty:
        first = [f"None of {count(len(rows), 'network area')} moved against the rest of England by more than expected."]
    else:
        first = [_one_network(row, result) for _, row in moved.head(NAMED).iterrows()]
        if len(moved) > NAMED:
            first.append(f"And {len(moved) - NAMED:,} more moved.")
    return " ".join([*first, *_cautions(rows)])


def _cautions(rows: pd.DataFrame) -> list[str]:
    """Name regression to the mean, and what so few clusters can show."""
    smallest = float(np.expm1(rows["smallest_detectable"].median()))
    if rows["expected_change"].isna().all():
        regression = f"{messages.few_networks(len(rows))}."
    else:
        furthest = rows.loc[np.log(rows["ratio_baseline"]).abs().idxmax()]
        expected = math.expm1(float(furthest["expected_change"]))
        place = str(furthest["network_area"])
        regression = messages.regression_to_the_mean(place, expected, furthest=len(rows) > 1)
    return [regression, messages.minimum_change(smallest, len(rows))]


def _one_network(row: pd.Series[Any], result: ChangeResult) -> str:
    """Say how one network area moved."""
    low, high = change_percent(row["change_lower"]), change_percent(row["change_upper"])
    return (
        f"{row['network_area']} went from {row['ratio_baseline']:.2f} to {row['ratio_current']:.2f} times the rest of "
        f"England between {result.baseline} and {result.period} "
        f"({change_percent(row['change'])}, {low} to {high}): {move_words(row['verdict'], result.info.polarity)}."
    )
