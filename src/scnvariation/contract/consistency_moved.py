"""Counts that stand in the wrong rows, found by the intervals that they should have made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.consistency_intervals import Published
from scnvariation.contract.draft import Draft
from scnvariation.stats.intervals import z_quantile

__all__ = ["needed_count", "report_moved"]

# Weighting of age bands and rounding in print move the count behind an interval by no more than this.
REACH = 0.15
FEWEST_TO_TELL = 3
MOSTLY = 0.8


def needed_count(published: Published) -> NDArray[np.float64]:
    """Give the number of events that a published interval of a rate is worth.

    Parameters
    ----------
    published : Published
        Figures with an interval.

    Returns
    -------
    ndarray of float
        (2 z value / (upper - lower)) squared, from the normal approximation.

    Examples
    --------
    100 events have the interval 100 +/- 19.6:

    >>> one = np.array([100.0])
    >>> rows = Published(group=np.array([0]), value=one, lower=one - 19.6, upper=one + 19.6, numerator=one,
    ...                  denominator=one, standardised=one > 0)
    >>> needed_count(rows).round().tolist()
    [100.0]
    """
    width = published.upper - published.lower
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((2 * z_quantile(0.95) * published.value / width) ** 2)


def report_moved(draft: Draft, rows: NDArray[np.int64], published: Published) -> bool:
    """Report numerators of one indicator that belong to other rows of the same area.

    Parameters
    ----------
    draft : Draft
        After the checks of counts.
    rows : ndarray of int
        Rows of the indicator.
    published : Published
        Their figures.

    Returns
    -------
    bool
        Whether that is what is wrong with the indicator.
    """
    needed = needed_count(published)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.log(published.numerator / needed)
    off = (np.abs(distance) > REACH) & draft.is_any(("dsr", "rate", "ratio"))[rows]
    one_way = not (off & (distance > 0)).any() or not (off & (distance < 0)).any()  # a wide survey, not a mix-up
    if one_way or off.sum() < FEWEST_TO_TELL:
        return False
    areas = np.where(draft.england, -1, draft.texts["area_code"].codes)[rows]
    if _fits_others(published.numerator, needed, areas, np.flatnonzero(off)) < MOSTLY:
        return False
    within = np.arange(len(rows))[np.flatnonzero(off)[0] : np.flatnonzero(off)[-1] + 1]
    if off[within].mean() < MOSTLY / 2:
        within = np.flatnonzero(off)
    within = within[~draft.ledger.settled[rows[within]]]
    touched = rows[within]
    draft.ledger.add(
        "value_disagrees",
        touched,
        column="numerator",
        value=draft.numbers["numerator"].texts,
        variant="interval",
        words={"needed": [f"{one:,.0f}" for one in needed[within].tolist()]},
    )
    return True


def _fits_others(
    numerator: NDArray[np.float64], needed: NDArray[np.float64], areas: NDArray[np.int64], wrong: NDArray[np.int64]
) -> float:
    """Give the share of wrong rows that the numerator of another row of their area would fit."""
    fits = 0
    for row in wrong.tolist():
        others = numerator[areas == areas[row]]
        fits += bool(np.any(np.abs(np.log(others / needed[row])) <= REACH))
    return fits / len(wrong)
