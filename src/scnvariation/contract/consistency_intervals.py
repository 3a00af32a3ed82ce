"""Which method makes the published intervals: every usual one is tried, the one that reproduces them is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.consistency_groups import Group, medians
from scnvariation.contract.consistency_rounding import printed_decimals
from scnvariation.stats.intervals import (
    byar,
    clopper_pearson,
    normal,
    poisson_exact,
    poisson_phe,
    wilson,
    z_quantile,
)

__all__ = ["METHODS", "Published", "Reproduced", "misses", "reproducing_methods"]

# Half a unit of the last printed decimal, and a tenth of it for the publisher's own rounding on the way.
ROUNDING = 0.55
# Publishers' z and their rounding differ in the fifth digit: that is the same interval.
SAME = 1e-3
ENOUGH = 0.95
SAMPLE = 100
NEAR = 0.05
SCALES = np.array([1.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0])
# A standardised rate weights its events, which narrows or widens the interval by no more than this.
LEAST_WEIGHTING, MOST_WEIGHTING = 0.8, 1.5

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Interval = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Published figures, one row each, in the units in which they are printed.

    Attributes
    ----------
    group : ndarray of int
        Indicator of each row, counted from 0.
    value, lower, upper : ndarray of float
        As printed, not missing.
    numerator, denominator : ndarray of float
        Counts; nan where there are none.
    standardised : ndarray of bool
        Rows of directly standardised rates, whose interval depends on age bands that are not published.
    """

    group: NDArray[np.int64]
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    standardised: BoolArray

    def take(self, rows: NDArray[np.int64]) -> Published:
        """Give some rows."""
        return Published(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """What was found for each group.

    Attributes
    ----------
    method : list of str
        Name of the method that reproduces the intervals, empty where none does.
    nearest : list of str
        The method that comes nearest, whether or not it is near enough.
    share : ndarray of float
        Part of the rows that the nearest method reproduces.
    scale : ndarray of float
        What values are printed per; nan where they are not numerator over denominator.
    """

    method: list[str]
    nearest: list[str]
    share: FloatArray
    scale: FloatArray


def _of_proportion(made: Callable[..., Interval]) -> Callable[[Published, FloatArray], Interval]:
    """Make an interval of numerator and denominator, in printed units."""

    def scaled(rows: Published, scale: FloatArray) -> Interval:
        possible = (rows.numerator >= 0) & (rows.numerator <= rows.denominator) & (rows.denominator > 0)
        events = np.where(possible, rows.numerator, np.nan)
        lower, upper = made(events, np.where(possible, rows.denominator, np.nan))
        return lower * scale, upper * scale

    return scaled


def _wald(events: FloatArray, size: FloatArray) -> Interval:
    share = events / size
    return normal(share, np.sqrt(share * (1 - share) / size))


def _of_count(made: Callable[..., Interval]) -> Callable[[Published, FloatArray], Interval]:
    """Make an interval of the observed count, scaled by value over observed."""

    def scaled(rows: Published, scale: FloatArray) -> Interval:  # noqa: ARG001 - as every method
        events = np.where(rows.numerator > 0, rows.numerator, np.nan)
        lower, upper = made(events)
        each = rows.value / events
        return lower * each, upper * each

    return scaled


def _normal_count(events: FloatArray) -> Interval:
    return normal(events, np.sqrt(events))


def _log_count(events: FloatArray) -> Interval:
    factor = np.exp(z_quantile(0.95) / np.sqrt(events))
    return events / factor, events * factor


def _dobson(rows: Published, scale: FloatArray) -> Interval:  # noqa: ARG001 - as every method
    """Make Byar's interval of the events, widened by the one factor that the age bands decide."""
    events = np.where(rows.standardised & (rows.numerator > 0), rows.numerator, np.nan)
    lower, upper = byar(events)
    each = (rows.upper - rows.lower) / (upper - lower)
    weighting = each * events / rows.value
    each = np.where((weighting > LEAST_WEIGHTING) & (weighting < MOST_WEIGHTING), each, np.nan)
    return rows.value + each * (lower - events), rows.value + each * (upper - events)


#: In order of preference where several reproduce the same rows; the slow ones are tried on what is left.
METHODS: Mapping[str, Callable[[Published, FloatArray], Interval]] = {
    "wilson": _of_proportion(wilson),
    "byar": _of_count(byar),
    "normal_proportion": _of_proportion(_wald),
    "normal_count": _of_count(_normal_count),
    "log_normal_count": _of_count(_log_count),
    "dobson": _dobson,
    "clopper_pearson": _of_proportion(clopper_pearson),
    "poisson_exact": _of_count(poisson_exact),
    "poisson_phe": _of_count(poisson_phe),
}
OF_PROPORTION = frozenset({"wilson", "normal_proportion", "clopper_pearson"})


@np.errstate(all="ignore")  # figures may be of any size
def reproducing_methods(rows: Published, n_groups: int) -> Reproduced:
    """Name for each group the method that reproduces its published intervals.

    Every method is tried on up to 100 rows of a group, spread over all of them. One that reproduces at least 95 in
    100 is named; of several, the one that reproduces most, then the first in `METHODS`.

    Parameters
    ----------
    rows : Published
        Figures with an interval and a numerator.
    n_groups : int
        Number of groups.

    Returns
    -------
    Reproduced

    Examples
    --------
    12,898 of 39,960 printed as 32.3 with 31.8 to 32.7, and 332 of 532 as 62.4 with 58.2 to 66.4:

    >>> rows = Published(group=np.array([0, 0]), value=np.array([32.3, 62.4]), lower=np.array([31.8, 58.2]),
    ...                  upper=np.array([32.7, 66.4]), numerator=np.array([12898.0, 332.0]),
    ...                  denominator=np.array([39960.0, 532.0]), standardised=np.array([False, False]))
    >>> reproducing_methods(rows, 1).method
    ['wilson']
    """
    sample = rows.take(_spread(rows.group, n_groups))
    size = np.maximum(np.bincount(sample.group, minlength=n_groups), 1)
    best = np.zeros(n_groups)
    nearest = np.full(n_groups, -1, dtype=np.int64)
    scale = _scales(sample, n_groups)
    names = [*METHODS, ""]
    # Byar's and the exact limits are told apart by what is printed, before the fifth digit is forgiven.
    for name, same in [*((name, 0.0) for name in METHODS if name != "dobson"), *((name, SAME) for name in METHODS)]:
        open_rows = sample.take(np.flatnonzero(best[sample.group] < 1))
        hits = ~misses(open_rows, name, scale[open_rows.group], same=same)
        share = np.bincount(open_rows.group, hits, minlength=n_groups) / size
        better = share > best
        best, nearest = np.where(better, share, best), np.where(better, names.index(name), nearest)
    return Reproduced(
        method=[names[place] if share >= ENOUGH else "" for place, share in zip(nearest, best, strict=True)],
        nearest=[names[place] for place in nearest],
        share=best,
        scale=scale,
    )


def misses(rows: Published, method: str, scale: FloatArray, *, same: float = SAME) -> BoolArray:
    """Say which published intervals a method does not reproduce.

    Parameters
    ----------
    rows : Published
        Figures with an interval.
    method : str
        One of `METHODS`.
    scale : ndarray of float
        What a proportion is multiplied by in print.
    same : float
        Relative difference that is forgiven beside rounding.

    Returns
    -------
    ndarray of bool
    """
    with np.errstate(all="ignore"):
        lower, upper = METHODS[method](rows, scale)
        by_value = 0.0 if method in OF_PROPORTION else 1 / np.abs(rows.value)
        hit = np.ones(len(rows.value), dtype=np.bool_)
        for printed, made in ((rows.lower, lower), (rows.upper, upper)):
            # a limit that is scaled by the value carries the rounding of both
            reach = ROUNDING * 10.0 ** -printed_decimals(printed, rows.group) * (1 + np.abs(made) * by_value)
            hit &= np.abs(made - printed) <= np.maximum(reach, same * np.abs(made))
    return ~hit


def _spread(group: NDArray[np.int64], n_groups: int) -> NDArray[np.int64]:
    """Choose up to 100 rows of each group, spread evenly over its rows."""
    size = np.bincount(group, minlength=n_groups)
    if (size <= SAMPLE).all():
        return np.arange(len(group))
    order = np.argsort(group, kind="stable")
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    rank = np.arange(len(group)) - np.repeat(start, size)
    step = np.repeat(-(-size // SAMPLE), size)
    return np.asarray(order[rank % step == 0])


def _scales(rows: Published, n_groups: int) -> FloatArray:
    """Find what the values of each group are printed per; nan where they are not numerator over denominator."""
    ratio = rows.value * rows.denominator / rows.numerator
    scale = medians(np.where(ratio > 0, ratio, np.nan), Group(rows.group, n_groups))
    near = SCALES[np.argmin(np.abs(np.log(SCALES) - np.log(scale)[:, None]), axis=1)]
    return np.asarray(np.where(np.abs(scale / near - 1) < NEAR, near, np.nan))
