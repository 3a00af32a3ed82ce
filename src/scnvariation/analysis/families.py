"""Three families of chance: what is counted, out of how much, and what chance alone would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scnvariation.reference import SortedRows, standard_errors
from scnvariation.stats import intervals
from scnvariation.stats.segments import Segments

__all__ = ["FAMILY", "MIN_DSR_EVENTS", "Family", "Measured", "measure"]

Family = Literal["binomial", "poisson", "normal"]
FloatArray = NDArray[np.float64]

FAMILY: dict[str, Family] = {
    "proportion": "binomial",
    "rate": "poisson",
    "ratio": "poisson",
    "dsr": "poisson",
    "mean": "normal",
    "estimate": "normal",
}
#: Below this many events a directly standardised rate is not judged.
MIN_DSR_EVENTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Rows of one family, sorted into groups.

    Attributes
    ----------
    family : str
        `binomial`, `poisson` or `normal`.
    segments : Segments
        The groups.
    count : ndarray of shape (n_rows,)
        Events; effective events for a standardised rate; NaN for the normal family.
    size : ndarray of shape (n_rows,)
        Denominator, so that benchmark x size is the expected count; for the normal family 1 / standard error.
    value : ndarray of shape (n_rows,)
        In natural units.
    se : ndarray of shape (n_rows,)
        Standard error of a value of the normal family; NaN for counts.
    """

    family: Family
    segments: Segments
    count: FloatArray
    size: FloatArray
    value: FloatArray
    se: FloatArray


def measure(rows: SortedRows, statistic: str) -> tuple[Measured, NDArray[np.object_]]:
    """Say what is counted in each row, and which rows cannot be judged.

    Parameters
    ----------
    rows : SortedRows
        Rows of one statistic type.
    statistic : str
        The type.

    Returns
    -------
    Measured
        All rows.
    ndarray of str, shape (n_rows,)
        Reason code where the row cannot be judged, empty elsewhere.

    Notes
    -----
    A directly standardised rate is judged as a Poisson count of its effective events, value^2 / variance, out of
    effective events / value. The variance is the published standard error squared, or comes from the published
    interval by Dobson's formula; without either the events themselves are taken.
    """
    family = FAMILY[statistic]
    reason = np.full(rows.segments.n_rows, "", dtype=object)
    if family == "normal":
        se = standard_errors(rows)
        reason[~(se > 0)] = "no_counts"
        with np.errstate(divide="ignore"):
            size = 1.0 / se
        nothing = np.full(rows.segments.n_rows, np.nan)
        return _measured("normal", rows, nothing, size, se), reason
    if statistic == "dsr":
        reason[~(rows.numerator >= MIN_DSR_EVENTS)] = "too_few_events"
        count, size = effective_events(rows)
    else:
        count, size = rows.numerator, rows.denominator
    return _measured(family, rows, count, size, np.full(rows.segments.n_rows, np.nan)), reason


def _measured(family: Family, rows: SortedRows, count: FloatArray, size: FloatArray, se: FloatArray) -> Measured:
    return Measured(family=family, segments=rows.segments, count=count, size=size, value=rows.value, se=se)


def effective_events(rows: SortedRows) -> tuple[FloatArray, FloatArray]:
    """Give the effective count and size of standardised rates."""
    events, value = rows.numerator, rows.value
    with np.errstate(divide="ignore", invalid="ignore"):
        low, _ = intervals.byar(events, level=0.95)
        dobson = events * ((value - rows.lower) / (events - low)) ** 2
        variance = np.where(np.isfinite(rows.se), rows.se**2, dobson)
        count = np.where(np.isfinite(variance) & (variance > 0), value**2 / variance, events)
        size = np.where(value > 0, count / value, rows.denominator)
    return count, size
