"""Levels of groups, with their intervals, made again from rounded totals.

The variance of a level is chance over its events and what its areas differ by. Only the first part holds the count:
it is taken out with the true total and put in again with the rounded one. The second is a sum over the true counts of
all areas: where it must be coarse, that of England, to one figure, stands in every interval.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.level import Z
from scnvariation.report.disclosure_rounding import significant

__all__ = ["LevelOfGroup", "Sizes", "level_of_rounded", "variance_between"]

FloatArray = NDArray[np.float64]
#: Enough for every table; the differences between areas of all England are in the last figures.
DIGITS = 4


class Sizes(NamedTuple):
    """Events, sizes and squared sizes of groups and of England, each of shape (n_groups,)."""

    events: FloatArray
    size: FloatArray
    squares: FloatArray
    england_events: FloatArray
    england_size: FloatArray
    england_squares: FloatArray


class LevelOfGroup(NamedTuple):
    """A level and its ratio to the rest of England, with intervals, each of shape (n_groups,)."""

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    ratio: FloatArray
    ratio_lower: FloatArray
    ratio_upper: FloatArray


def variance_between(level: LevelOfGroup, true: Sizes, *, binomial: NDArray[np.bool_]) -> FloatArray:
    """Read the variance between areas from the interval of a level.

    Parameters
    ----------
    level : LevelOfGroup
        From true totals.
    true : Sizes
        True totals.
    binomial : ndarray of bool, shape (n_groups,)
        Proportions.

    Returns
    -------
    ndarray of shape (n_groups,)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        sd2 = _variance_of(level, binomial) - _chance(level.value, binomial) / true.size
        return np.asarray(np.maximum(sd2, 0.0) * true.size**2 / true.squares)


def level_of_rounded(
    level: LevelOfGroup, true: Sizes, shown: Sizes, *, binomial: NDArray[np.bool_], between: FloatArray
) -> LevelOfGroup:
    """Make levels again as if the rounded totals were the true ones.

    Parameters
    ----------
    level : LevelOfGroup
        From true totals.
    true, shown : Sizes
        True totals, and rounded ones with England exact.
    binomial : ndarray of bool, shape (n_groups,)
        Proportions.
    between : ndarray of shape (n_groups,)
        Variance between areas to be used in place of the level's own; NaN where that may stay.

    Returns
    -------
    LevelOfGroup
        Interval ends to four significant figures, never inside the value.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = shown.events / shown.size
        own = np.maximum(_variance_of(level, binomial) - _chance(level.value, binomial) / true.size, 0.0)
        own = np.where(np.isnan(between), own, between * true.squares / true.size**2)
        sd2 = own + _chance(value, binomial) / shown.size
        lower, upper = _interval(value, np.sqrt(sd2), binomial)
        same = (value <= 0) | (binomial & (value >= 1))  # nobody, or everybody: nothing was rounded
        lower, upper = np.where(same, level.lower, lower), np.where(same, level.upper, upper)
        rest = (shown.england_events - shown.events) / (shown.england_size - shown.size)
        ratio = np.where(np.isfinite(level.ratio), value / rest, np.nan)
        reach = np.sqrt(sd2 / value**2 + _rest_variance(level, true, shown, rest, binomial, between))
        known = np.isfinite(level.ratio_lower) & np.isfinite(reach)
        ends = [np.where(known, ratio * np.exp(sign * Z * reach), np.nan) for sign in (-1, 1)]
    known = np.isfinite(level.lower) & np.isfinite(lower)
    lower, upper = np.where(known, lower, np.nan), np.where(known, upper, np.nan)
    return LevelOfGroup(
        np.where(np.isfinite(level.value), value, np.nan),
        np.fmin(significant(lower, DIGITS), value),
        np.fmax(significant(upper, DIGITS), value),
        ratio,
        significant(ends[0], DIGITS),
        significant(ends[1], DIGITS),
    )


def _chance(level: FloatArray, binomial: NDArray[np.bool_]) -> FloatArray:
    """Give the variance of one person's event at a level."""
    return np.where(binomial, np.maximum(level * (1 - level), 0.0), level)


def _variance_of(level: LevelOfGroup, binomial: NDArray[np.bool_]) -> FloatArray:
    """Read the variance of a level from its interval, on the scale on which that was made."""
    logit = np.log(level.upper / (1 - level.upper)) - np.log(level.value / (1 - level.value))
    reach = np.where(binomial, logit * level.value * (1 - level.value), np.log(level.upper / level.value) * level.value)
    return np.asarray(np.nan_to_num(reach / Z, posinf=0.0) ** 2)


def _interval(value: FloatArray, sd: FloatArray, binomial: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Give the interval of a level: on the logit scale for proportions, else on the log scale."""
    logit, reach = np.log(value / (1 - value)), Z * sd / (value * (1 - value))
    return (
        np.where(binomial, 1 / (1 + np.exp(reach - logit)), value * np.exp(-Z * sd / value)),
        np.where(binomial, 1 / (1 + np.exp(-reach - logit)), value * np.exp(Z * sd / value)),
    )


def _rest_variance(
    level: LevelOfGroup,
    true: Sizes,
    shown: Sizes,
    rest: FloatArray,
    binomial: NDArray[np.bool_],
    between: FloatArray,
) -> FloatArray:
    """Give the relative variance of the rest of England, its chance part from the rounded remainder."""
    was = level.value / level.ratio
    relative = (np.log(level.ratio_upper / level.ratio) / Z) ** 2 - _variance_of(level, binomial) / level.value**2
    size = true.england_size - true.size
    own = np.maximum(relative * was**2 - _chance(was, binomial) / size, 0.0)
    own = np.where(np.isnan(between), own, between * (true.england_squares - true.squares) / size**2)
    return (own + _chance(rest, binomial) / (shown.england_size - shown.size)) / rest**2
