"""Limit lines of a published funnel: as long as the areas shown, smooth, and no more exact than their variance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.report.disclosure_rounding import significant

__all__ = ["coarse_lines", "on_shown_sizes"]

FloatArray = NDArray[np.float64]
LINE = ["indicator_id", "period", "level", "side"]
ANCHORS, FIGURES = 8, 3


def coarse_lines(lines: pd.DataFrame) -> FloatArray:
    """Draw each line anew through eight of its points, rounded to three significant figures.

    Every point of a line is made of the same variance: two hundred of them, rounded one by one, would tell it almost
    exactly by where they jump, and the picture would have stairs.

    Parameters
    ----------
    lines : pandas.DataFrame
        Rows of `PackFigures.limits`, whole lines.

    Returns
    -------
    ndarray of shape (n_rows,)
        Values in the order of the rows.
    """
    values = np.full(len(lines), np.nan)
    for rows in lines.groupby(LINE, sort=False).indices.values():
        one = lines.iloc[rows]
        values[rows] = _coarse(one["size"].to_numpy(np.float64), one["value"].to_numpy(np.float64))
    return values


def _coarse(size: FloatArray, value: FloatArray) -> FloatArray:
    """Interpolate in one over the root of the size, in which limits of chance are nearly straight."""
    from scipy.interpolate import PchipInterpolator  # noqa: PLC0415 - only where a rule is applied

    known = np.isfinite(value)
    at = 1.0 / np.sqrt(size)
    places, first = np.unique(at[known], return_index=True)
    heights = value[known][first]
    if places.size <= ANCHORS:
        return np.where(known, significant(value, FIGURES), np.nan)
    wanted = np.linspace(places[0], places[-1], ANCHORS)
    anchors = np.unique([int(np.abs(places - one).argmin()) for one in wanted])
    curve = PchipInterpolator(places[anchors], significant(heights[anchors], FIGURES))
    return np.where(known, curve(at), np.nan)


def on_shown_sizes(lines: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Draw lines at places made of the sizes shown; where the sizes are people, the true ends would tell of them.

    Parameters
    ----------
    lines : pandas.DataFrame
        Rows of `PackFigures.limits`, whole lines.
    areas : pandas.DataFrame
        `PackFigures.areas` after control, with the sizes shown.

    Returns
    -------
    pandas.DataFrame
        `size` and `value` in the order of the rows; as they were where no area is shown, since nothing is drawn there.
    """
    ends = areas[areas["size"] > 0].groupby("indicator_id")["size"].agg(["min", "max"])
    out = lines[["size", "value"]].copy()
    for rows in lines.groupby([*LINE, "basis"], sort=False).indices.values():
        indicator = lines["indicator_id"].iloc[rows[0]]
        if indicator in ends.index:
            size, value = (lines[name].to_numpy(np.float64)[rows] for name in out)
            low, high = (float(ends[name][indicator]) for name in ("min", "max"))
            known = np.isfinite(value)
            new = np.geomspace(low, high, len(rows))
            drawn = np.interp(new, size[known], value[known]) if known.any() else np.full(len(rows), np.nan)
            out.iloc[rows] = np.column_stack([new, drawn])
    return out
