"""What the status of an area tells of its count: on which side of each limit it lies."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.aggregation import COUNTED
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_rounding import known_range
from scnvariation.stats import exact

__all__ = ["told_by_status"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
KEYS = ["indicator_id", "period"]
LEVELS = (0.95, 0.998)
#: Counts on each side of an adjusted line, which is drawn through points and is not quite that of one area.
MARGIN = 1.0


def told_by_status(
    areas: pd.DataFrame, limits: pd.DataFrame, rule: DisclosureRule, statistic: pd.Series[str]
) -> BoolArray:
    """Mark areas whose rounded count lies across a limit, so that the status says more than the count shown.

    Parameters
    ----------
    areas, limits : pandas.DataFrame
        Of `PackFigures`, true counts.
    rule : DisclosureRule
        How counts are rounded.
    statistic : pandas.Series of str
        Statistic type of each area's indicator.

    Returns
    -------
    ndarray of bool, shape (n_areas,)
        These are taken as exactly known when it is asked whether withheld counts can be worked out; so are those of
        standardised rates and means, since these are not made of the rounded count and their intervals tell it.
    """
    counts, size = (areas[name].to_numpy(np.float64) for name in ("numerator", "denominator"))
    with np.errstate(invalid="ignore"):
        lower, upper = known_range(counts, rule)
    told = _exact_status_differs(areas, lower, upper, statistic.eq("proportion").to_numpy(bool))
    place = areas["size"].to_numpy(np.float64)
    lines = dict(iter(limits[limits["basis"] == "adjusted"].groupby(KEYS, sort=False)))
    for key, rows in areas.groupby(KEYS, sort=False).indices.items():
        for _, line in lines[key].groupby(["level", "side"], sort=False) if key in lines else ():
            drawn = line[line["value"].notna()].sort_values("size")
            if len(drawn):
                at = size[rows] * np.interp(place[rows], drawn["size"], drawn["value"])
                told[rows] |= (at >= lower[rows] - MARGIN) & (at <= upper[rows] + MARGIN)
    return told | ~statistic.isin(COUNTED).to_numpy(bool)


def _exact_status_differs(areas: pd.DataFrame, lower: FloatArray, upper: FloatArray, part: BoolArray) -> BoolArray:
    """Mark areas of which the smallest and the largest count that round alike have two statuses."""
    size, benchmark = (areas[name].to_numpy(np.float64) for name in ("denominator", "benchmark"))
    told = np.zeros(len(areas), dtype=bool)
    known = np.isfinite(lower) & np.isfinite(size) & np.isfinite(benchmark)
    for here, is_part in ((known & part, True), (known & ~part, False)):
        ends = []
        for count in (lower[here], upper[here]):
            if is_part:
                ends.append(
                    exact.binomial_status(np.minimum(count, size[here]), size[here], benchmark[here], levels=LEVELS)
                )
            else:
                ends.append(exact.poisson_status(count, size[here] * benchmark[here], levels=LEVELS))
        told[here] = ends[0] != ends[1]
    return told
