"""Spiegelhalter's interpolated limits of one level: for drawing and for agreement, never for a flag."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, gammainc, gammaincc

from scnvariation.stats.limits_exact import binomial_count_limits, poisson_count_limits

__all__ = ["interpolated_proportion", "interpolated_ratio"]

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]
Tail = Callable[[FloatArray], FloatArray]


def interpolated_proportion(n: FloatArray, benchmark: FloatArray, tail: float) -> Limits:
    """Interpolate the binomial distribution function between whole counts, kept within 0 and 1."""

    def at_most(x: FloatArray) -> FloatArray:
        return _guarded(betainc(n - x, x + 1.0, 1.0 - benchmark), zero=x < 0, one=x >= n)

    def at_least(x: FloatArray) -> FloatArray:
        return _guarded(betainc(x, n - x + 1.0, benchmark), zero=x > n, one=x <= 0)

    lower, upper = binomial_count_limits(n, benchmark, tail)
    return _lower(lower, tail, at_most) / n, _upper(upper, tail, at_least) / n


def interpolated_ratio(expected: FloatArray, tail: float) -> Limits:
    """Interpolate the Poisson distribution function between whole counts, kept at 0 or above."""

    def at_most(x: FloatArray) -> FloatArray:
        return _guarded(gammaincc(x + 1.0, expected), zero=x < 0, one=False)

    def at_least(x: FloatArray) -> FloatArray:
        return _guarded(gammainc(x, expected), zero=False, one=x <= 0)

    lower, upper = poisson_count_limits(expected, tail)
    return _lower(lower, tail, at_most) / expected, _upper(upper, tail, at_least) / expected


def _lower(exact: FloatArray, tail: float, at_most: Tail) -> FloatArray:
    """Interpolate below the smallest count whose probability from below reaches the level."""
    # The exact limit lies just below that count; rounding may have carried it over.
    r = np.ceil(exact)
    r = r + (at_most(r) < tail)
    below = at_most(r - 1.0)
    return np.maximum(r - (at_most(r) - tail) / (at_most(r) - below), 0.0)


def _upper(exact: FloatArray, tail: float, at_least: Tail) -> FloatArray:
    """Interpolate below the smallest count that is exceeded with no more than the level."""
    r = np.maximum(np.ceil(exact) - 1.0, 0.0)
    r = r + (at_least(r + 1.0) > tail)
    above = at_least(r + 1.0)
    # Where even no event at all is that count, the formula falls below 0, and every area would lie outside.
    return np.maximum(r - (tail - above) / (at_least(r) - above), 0.0)


def _guarded(probability: ArrayLike, *, zero: ArrayLike, one: ArrayLike) -> FloatArray:
    """Set what is certain: the special functions have no value at the ends of their range."""
    return np.asarray(np.where(zero, 0.0, np.where(one, 1.0, probability)), dtype=np.float64)
