"""How many areas of each group lie outside the limits of England's funnel, on the basis that its flags follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.benchmarks import benchmarks_for
from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.groups import Grouped
from scnvariation.analysis.judge import Judged, judge
from scnvariation.analysis.variation_repeats import effective_rows, factors_of
from scnvariation.reference import Reference, SortedRows

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["OUTERMOST", "outside_columns"]

IntArray = NDArray[np.int64]
OUTERMOST = 0.998
OPTIONS = FunnelOptions(levels=(0.95, OUTERMOST), flags_only=True)
KEYS = ["indicator_id", "period"]


def outside_columns(data: Indicators, grouped: Grouped, factors: dict[str, float]) -> dict[str, NDArray[Any]]:
    """Judge all areas of England once, and count those of each group that lie outside.

    Parameters
    ----------
    data : Indicators
        The selected data.
    grouped : Grouped
        Their groups.
    factors : dict of str to float
        Repeat factor by indicator.

    Returns
    -------
    dict of str to ndarray, shape (n_groups,)
        `outside_high`, `outside_low`, `outside_expected` by chance, `flag_basis`, `systemic`.
    """
    england = data.reference
    everywhere = england.sorted
    wanted = pd.MultiIndex.from_frame(everywhere.keys).get_indexer(pd.MultiIndex.from_frame(grouped.rows.keys))
    found, funnel = np.unique(wanted, return_inverse=True)
    # An England without any event has no limits: nothing can lie outside.
    eventful = everywhere.segments.sum(np.nan_to_num(everywhere.numerator, nan=1.0))[found] > 0
    if not eventful.any():
        return _nothing_outside(grouped)
    whole = bool(eventful.all()) and found.size == everywhere.segments.n_groups
    judged = _judged(england, everywhere if whole else everywhere.groups(found[eventful]), factors)
    of_funnel, has_limits = np.cumsum(eventful)[funnel] - 1, eventful[funnel]
    segments = grouped.rows.segments
    adjusted, at = judged.use_adjusted[of_funnel] & has_limits, _in_england(data, grouped)
    follow = segments.repeat(adjusted)
    side = np.where(follow, judged.side_adjusted[at], judged.side[at])
    known = np.where(follow, judged.judged_adjusted[at], judged.judged[at]) | ~segments.repeat(has_limits)
    outermost = len(OPTIONS.levels)
    return {
        "outside_high": segments.sum((side == outermost).astype(np.float64)),
        "outside_low": segments.sum((side == -outermost).astype(np.float64)),
        "outside_expected": segments.sum(known.astype(np.float64)) * (1 - OUTERMOST),
        "flag_basis": np.where(adjusted, "adjusted", "exact").astype(object),
        "systemic": judged.systemic[of_funnel] & has_limits,
    }


def _nothing_outside(grouped: Grouped) -> dict[str, NDArray[Any]]:
    """Give the columns of groups in which no limits were passed, there being none."""
    lengths = grouped.rows.segments.lengths.astype(np.float64)
    none = np.zeros_like(lengths)
    return {
        "outside_high": none,
        "outside_low": none,
        "outside_expected": lengths * (1 - OUTERMOST),
        "flag_basis": np.full(lengths.size, "exact", dtype=object),
        "systemic": none.astype(bool),
    }


def _judged(england: Reference, rows: SortedRows, factors: dict[str, float]) -> Judged:
    """Judge every area of England, chance being that of events that repeat where they do."""
    factor = factors_of(rows.keys["indicator_id"], factors)
    statistic = rows.keys["indicator_id"].map(england.statistics).to_numpy(object)
    benchmarks, _ = benchmarks_for(england, rows.keys, None)
    return judge(england, effective_rows(rows, statistic, factor), benchmarks, OPTIONS)


def _in_england(data: Indicators, grouped: Grouped) -> IntArray:
    """Give the place of each row among the observations of England."""
    positions = grouped.rows.positions
    if data.sorted is data.reference.sorted:
        return positions
    names = [*KEYS, "area_code"]
    everywhere = data.reference.observations[names]
    used = np.flatnonzero((data.reference.observations["reason"] == "").to_numpy(dtype=bool))
    index = pd.MultiIndex.from_frame(everywhere.iloc[used])
    here = pd.MultiIndex.from_frame(data.own_reference.observations[names].iloc[positions])
    return np.asarray(used[index.get_indexer(here)], dtype=np.int64)
