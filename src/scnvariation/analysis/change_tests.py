"""Did areas move together or apart? The paired test, and the change of SCV and of the typical gap with limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.trend_spread import Spread
from scnvariation.messages import change as messages
from scnvariation.stats.change import (
    Estimate,
    PairedTest,
    Persistence,
    difference,
    paired_scv,
    paired_tau2,
    persistence,
    persistence_of_values,
)
from scnvariation.stats.segments import Segments

__all__ = ["CHANGE", "LEVEL_OF_TEST", "change_of_spread", "unequal_events"]

FloatArray = NDArray[np.float64]

CHANGE = ("measure", "baseline", "current", "change", "change_lower", "change_upper", "p_value", "verdict", "reason")
LEVEL_OF_TEST = 0.05
#: From here on chance differs so much between the periods that the test finds too much in small groups.
MOST_GROWTH = 4 / 3
NO_EVIDENCE = "no_evidence"


def change_of_spread(spread: Spread, seed: int) -> pd.DataFrame:
    """Test whether the spread of two periods differs, and measure by how much.

    Parameters
    ----------
    spread : Spread
        Baseline and current period, the same areas in both, in the same order.
    seed : int
        Of the arrangements tried.

    Returns
    -------
    pandas.DataFrame
        Columns as `CHANGE`, one row for SCV (tau2 of values) and one for the typical gap.
    """
    pair = Segments.single(int(spread.measured.segments.lengths[0]))
    if spread.measured.family == "normal":
        test, lasting = _of_values(spread, pair, seed)
    else:
        test, lasting = _of_counts(spread, pair, seed)
    reason = _reason(spread)
    p_value = float(test.p_value[0]) if not reason else np.nan
    variance = _joined(spread, "between_variance", lasting)
    gap = _joined(spread, "typical_gap", lasting)
    verdict = _verdict(p_value, float(test.change[0]), variance["change"])
    name = "tau2" if spread.measured.family == "normal" else "scv"
    rows = [{"measure": name, **variance}, {"measure": "typical_gap", **gap}]
    table = pd.DataFrame(rows).assign(p_value=p_value, verdict=verdict, reason=reason)
    if reason:
        table[["change", "change_lower", "change_upper"]] = np.nan
    return table[list(CHANGE)]


def unequal_events(spread: Spread) -> list[str]:
    """Warn where the periods have so unequal counts that exchanging them is strained."""
    if spread.measured.family == "normal":
        return []
    baseline, current = spread.measured.segments.sum(spread.counted).tolist()
    unequal = min(baseline, current) * MOST_GROWTH <= max(baseline, current)
    return [messages.unequal_events(baseline, current)] if unequal else []


def _of_counts(spread: Spread, pair: Segments, seed: int) -> tuple[PairedTest, Persistence]:
    """Test proportions, rates and ratios, on the side on which spread is measured."""
    segments = spread.measured.segments
    count, size = spread.counted.reshape(2, -1), spread.measured.size.reshape(2, -1)
    level = segments.sum(spread.counted) / segments.sum(spread.measured.size)
    chance = 1.0 - level if spread.measured.family == "binomial" else np.ones(2)
    test = paired_scv(count, size, pair, chance=chance[:, None], seed=seed)
    variance = spread.panel.numbers["between_variance"][:, None]
    return test, persistence(count, size, pair, variance=variance, chance=chance[:, None])


def _of_values(spread: Spread, pair: Segments, seed: int) -> tuple[PairedTest, Persistence]:
    """Test means and estimates."""
    value, se = spread.measured.value.reshape(2, -1), spread.measured.se.reshape(2, -1)
    variance = spread.panel.numbers["between_variance"][:, None]
    return paired_tau2(value, se, pair, seed=seed), persistence_of_values(value, se, pair, variance=variance)


def _reason(spread: Spread) -> str:
    """Say why there is nothing to test, if so."""
    rows = spread.measured
    figures = rows.value if rows.family == "normal" else np.stack([rows.count, rows.size])
    if (figures[..., : figures.shape[-1] // 2] == figures[..., figures.shape[-1] // 2 :]).all():
        return "constant_series"
    seen = rows.value if rows.family == "normal" else rows.count / rows.size
    if (rows.segments.max(seen) == rows.segments.min(seen)).all() and (rows.segments.sum(np.abs(seen)) > 0).all():
        return "no_variation"
    if rows.family == "normal":
        return ""
    none = rows.segments.sum(spread.counted) == 0
    every = (rows.family == "binomial") & (rows.segments.sum(rows.size - spread.counted) == 0)
    return "too_few_events" if (none | every).any() else ""


def _joined(spread: Spread, name: str, lasting: Persistence) -> dict[str, float]:
    """Give a measure in both periods, and its change with limits."""
    ends = [spread.panel.numbers[f"{name}{end}"] for end in ("", "_lower", "_upper")]
    baseline: Estimate = (ends[0][:1], ends[1][:1], ends[2][:1])
    current: Estimate = (ends[0][1:], ends[1][1:], ends[2][1:])
    change, lower, upper = difference(baseline, current, lasting.estimates)
    return {
        "baseline": float(baseline[0][0]),
        "current": float(current[0][0]),
        "change": float(change[0]),
        "change_lower": float(lower[0]),
        "change_upper": float(upper[0]),
    }


def _verdict(p_value: float, tested: float, fitted: float) -> str:
    """Choose the word of the test; where test and fitted law point different ways there is no evidence."""
    if not p_value <= LEVEL_OF_TEST or tested * fitted <= 0:
        return NO_EVIDENCE
    return "narrowing" if tested < 0 else "widening"
