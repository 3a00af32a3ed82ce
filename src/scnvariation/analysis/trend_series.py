"""Spread on the line of time: common areas, series that never change, periods that are missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.change_rows import Series
from scnvariation.analysis.spread_panel import SpreadOptions
from scnvariation.analysis.trend_spread import FEWEST_AREAS, SPREAD, spread_of
from scnvariation.periods import period_ends

__all__ = ["spread_over_time", "with_open_gaps"]

BoolArray = NDArray[np.bool_]
MANY_TIMES = ("place", "kind")


def spread_over_time(series: Series, keep: BoolArray, options: SpreadOptions) -> tuple[pd.DataFrame, str]:
    """Measure the spread of the areas that stand in every period.

    Parameters
    ----------
    series : Series
        All rows.
    keep : ndarray of bool, shape (n_rows,)
        Those of the areas meant.
    options : SpreadOptions
        Draws and seed.

    Returns
    -------
    frame : pandas.DataFrame
        One row per period; NaN with a reason below three areas, or where no figure ever changes.
    side : str
        For `settings.side`.
    """
    if np.unique(series.rows.area[keep]).size < FEWEST_AREAS:
        return _nothing(series, keep, "too_few_areas"), "as_given"
    found = spread_of(series, keep, options)
    if series.is_constant(keep):
        return _nothing(series, keep, "constant_series"), found.side
    return found.frame, found.side


def _nothing(series: Series, keep: BoolArray, reason: str) -> pd.DataFrame:
    """Give a frame without numbers."""
    of_row = series.rows.segments.repeat(np.arange(len(series.periods)))
    frame = pd.DataFrame({"period": series.periods})
    frame = frame.join(period_ends(frame["period"])).assign(
        n_areas=np.bincount(of_row[keep], minlength=len(frame)),
        events=np.bincount(of_row[keep], series.rows.numerator[keep], minlength=len(frame)),
        benchmark=series.england["value"].to_numpy(np.float64),
        typical_gap_measure="",
        side="as_given",
        reason=reason,
    )
    numbers = {name: np.nan for name in SPREAD if name not in frame}
    return frame.assign(**numbers)[list(SPREAD)]


def with_open_gaps(table: pd.DataFrame, periods: Sequence[str], missing: Sequence[str]) -> pd.DataFrame:
    """Put in a row for each missing period, for each place, so that a line stays open there.

    Parameters
    ----------
    table : pandas.DataFrame
        With `period`, and `place` and `kind` where several places are followed.
    periods : sequence of str
        All periods in order of time, the missing ones among them.
    missing : sequence of str
        Those.

    Returns
    -------
    pandas.DataFrame
        The same columns; numbers NaN, areas 0 and the reason `period_gap` in the new rows.
    """
    if not missing:
        return table.reset_index(drop=True)
    keys = [name for name in MANY_TIMES if name in table]
    places = table[keys].drop_duplicates() if keys else pd.DataFrame(index=[0])
    places = places.assign(order=range(len(places)))
    gap = places.merge(pd.DataFrame({"period": list(missing)}), how="cross")
    gap = gap.join(period_ends(gap["period"])).assign(n_areas=0, reason="period_gap")
    for name in ("typical_gap_measure", "side"):
        if name in table:
            gap[name] = table[name].iloc[0]
    known = table.merge(places, on=keys, how="left", validate="m:1") if keys else table.assign(order=0)
    both = pd.concat([known, gap.reindex(columns=known.columns)], ignore_index=True)
    rank = both["period"].map({period: place for place, period in enumerate(periods)})
    return both.assign(rank=rank).sort_values(["order", "rank"], kind="stable")[list(table)].reset_index(drop=True)
