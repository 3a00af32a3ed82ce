"""Exact limits of a count at the two usual levels, read from Chebyshev series instead of solved for.

Counted in standard deviations, the distance of a limit from the mean is a smooth function of two numbers: the
relative spread s = 1/sqrt(variance), and the skewness g = 1 - 2 theta. The series through it are made at first
use, in a few milliseconds, from limits that `limits_secant` has solved for: Poisson ones then, binomial ones once,
by `tools/make_limit_table.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from scnvariation.stats.dispersion_chebyshev import clenshaw, interpolation, nodes
from scnvariation.stats.limits_secant import LOWER, UPPER, binomial_limit, poisson_limit

__all__ = ["TABLED_TAILS", "binomial_distances", "binomial_from_series", "poisson_from_series"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
Limits = tuple[FloatArray, FloatArray]

TABLED_TAILS = (0.025, 0.001)

# Below a variance of 9 the limits of a binomial count have corners that no short series follows. Outside the
# other two the tails that the flags are made of lose digits, and lines must lose the same.
FEW, LEAST_EXPECTED, LARGEST = 9.0, 1e-6, 1e7
SPREADS = (0.0, 1.0 / 3.0)
LOG_FEW = (float(np.log(LEAST_EXPECTED)), float(np.log(FEW)))
BY_SPREAD, BY_SKEW, BY_LOG, BY_FEW = 22, 20, 44, 22  # terms, a few more than rounding lets one see
NEGLIGIBLE = 5e-15  # of the largest value: it moves no limit by more than 1e-13
BLOCK_ROWS = 16_384  # what a block needs stays in the cache


def poisson_from_series(expected: FloatArray, tail: float) -> Limits:
    """Evaluate the exact limits of Poisson counts.

    Parameters
    ----------
    expected : ndarray of shape (n_areas,)
        Expected counts.
    tail : float
        One of `TABLED_TAILS`.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits of the count; nan where the expected count is not between 1e-6 and 10 million.

    Notes
    -----
    From 9 expected events on, U = E + D(s)/s with s = 1/sqrt(E), and likewise L. Below, ln U is a series in
    ln E, and L one in E beyond -ln(tail), up to where it is 0.

    Examples
    --------
    >>> import numpy as np
    >>> lower, upper = poisson_from_series(np.array([1.0, 100.0]), 0.001)
    >>> lower.round(3), upper.round(3)
    (array([ 0.   , 70.077]), array([  5.722, 132.781]))
    """
    series = _poisson_series(tail)
    lower, upper = np.empty(expected.shape), np.empty(expected.shape)
    for first in range(0, expected.size, BLOCK_ROWS):
        rows = slice(first, first + BLOCK_ROWS)
        lower[rows], upper[rows] = _poisson_block(expected[rows], series)
    return lower, upper


def binomial_from_series(n: FloatArray, benchmark: FloatArray, tail: float) -> Limits:
    """Evaluate the exact limits of binomial counts.

    Parameters
    ----------
    n, benchmark : ndarray of shape (n_areas,)
        Trials and probability. Areas that share a benchmark are quickest side by side.
    tail : float
        One of `TABLED_TAILS`.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits of the count; nan where the variance n theta (1 - theta) is below 9, or n above 10 million.

    Notes
    -----
    With m = n theta, s = 1/sqrt(m (1 - theta)) and g = 1 - 2 theta the limits are U = m + D(s, g)/s and
    L = m - D(s, -g)/s: as many events below as there are non-events above.

    Examples
    --------
    >>> import numpy as np
    >>> lower, upper = binomial_from_series(np.array([100.0, 5.0]), np.array([0.1, 0.5]), 0.001)
    >>> lower.round(4), upper.round(4)
    (array([1.5977,    nan]), array([20.7671,     nan]))
    """
    series = _binomial_series(tail)
    lower, upper = np.empty(n.shape), np.empty(n.shape)
    for first in range(0, n.size, BLOCK_ROWS):
        rows = slice(first, first + BLOCK_ROWS)
        lower[rows], upper[rows] = _binomial_block(n[rows], benchmark[rows], series)
    return lower, upper


@dataclass(frozen=True, slots=True)
class _PoissonSeries:
    """Coefficients for one tail: powers for many expected events, Chebyshev polynomials for few."""

    upper: FloatArray
    lower: FloatArray
    few_upper: FloatArray
    few_lower: FloatArray
    few_lower_range: tuple[float, float]


@lru_cache(maxsize=len(TABLED_TAILS))
def _poisson_series(tail: float) -> _PoissonSeries:
    """Fit the limits of Poisson counts."""
    possible = (-float(np.log(tail)), FEW)
    s = _spread_out(BY_SPREAD, SPREADS)
    many, few, enough = 1.0 / s**2, np.exp(_spread_out(BY_LOG, LOG_FEW)), _spread_out(BY_FEW, possible)
    return _PoissonSeries(
        upper=_as_powers(_fitted(s * (poisson_limit(many, tail, UPPER) - many))),
        lower=_as_powers(_fitted(s * (many - poisson_limit(many, tail, LOWER)))),
        few_upper=_fitted(np.log(poisson_limit(few, tail, UPPER))),
        few_lower=_fitted(poisson_limit(enough, tail, LOWER)),
        few_lower_range=possible,
    )


def binomial_distances(tail: float) -> FloatArray:
    """Solve for the binomial limits at the nodes of the series, in standard deviations from the mean.

    Parameters
    ----------
    tail : float
        Probability beyond the limit.

    Returns
    -------
    ndarray of shape (n_spreads, n_skews)
        Distances at the nodes of spread and skewness.

    Notes
    -----
    The library reads them from a table: with the incomplete beta function of older SciPy the series through
    them would err by 1.5e-12.
    """
    s, g = (grid.ravel() for grid in np.meshgrid(_spread_out(BY_SPREAD, SPREADS), nodes(BY_SKEW), indexing="ij"))
    # Benchmarks above 1/2 through their mirror image, where a limit near n keeps its digits; and such that both
    # they and their complements are exact.
    other = (1.0 + np.abs(g)) / 2.0
    benchmark = 1.0 - other
    n = 1.0 / (s**2 * benchmark * other)
    above = binomial_limit(n, benchmark, tail, UPPER) - n * benchmark
    below = n * benchmark - binomial_limit(n, benchmark, tail, LOWER)
    return np.asarray((s * np.where(g > 0, above, below)).reshape(BY_SPREAD, BY_SKEW))


@lru_cache(maxsize=len(TABLED_TAILS))
def _binomial_series(tail: float) -> FloatArray:
    """Fit the upper limit of binomial counts: Chebyshev polynomials of the skewness times powers of the spread."""
    table = resources.files("scnvariation.stats") / "tables" / "binomial_limit_distances.csv"
    rows = np.loadtxt(table.read_text(encoding="ascii").splitlines(), delimiter=",")
    distance = rows[TABLED_TAILS.index(tail)].reshape(BY_SPREAD, BY_SKEW)
    return _as_powers((_fitted(distance) @ interpolation(BY_SKEW).T).T)


def _spread_out(n: int, span: tuple[float, float]) -> FloatArray:
    """Put n Chebyshev nodes on a stretch."""
    low, high = span
    return low + (nodes(n) + 1.0) / 2.0 * (high - low)


def _placed(at: FloatArray, span: tuple[float, float]) -> FloatArray:
    """Say where points of a stretch lie between -1 and 1."""
    low, high = span
    return (at - (low + high) / 2.0) * (2.0 / (high - low))


def _fitted(values: FloatArray) -> FloatArray:
    """Give the coefficients of the series through values at the nodes, without the last that change nothing."""
    coefficients: FloatArray = interpolation(len(values)) @ values
    size = np.abs(coefficients).reshape(len(values), -1).max(axis=1)
    telling = np.flatnonzero(size > NEGLIGIBLE * np.abs(values).max())
    return coefficients[: telling[-1] + 1]


def _as_powers(coefficients: FloatArray) -> FloatArray:
    """Turn coefficients of Chebyshev polynomials, along the last axis, into those of powers."""
    n = coefficients.shape[-1]
    polynomials = np.eye(n)
    for degree in range(2, n):
        polynomials[degree, 1:] = 2.0 * polynomials[degree - 1, :-1]
        polynomials[degree] -= polynomials[degree - 2]
    return np.asarray(coefficients @ polynomials, dtype=np.float64)


def _poisson_block(expected: FloatArray, series: _PoissonSeries) -> Limits:
    """Evaluate all rows as if they expected many events, and then anew those that expect few."""
    known = np.where((expected >= LEAST_EXPECTED) & (expected <= LARGEST), expected, np.nan)
    sd = np.sqrt(known)
    x = _placed(1.0 / np.maximum(sd, np.sqrt(FEW)), SPREADS)
    upper, lower = known + sd * _powers(series.upper, x), known - sd * _powers(series.lower, x)
    few = np.flatnonzero(known < FEW)
    if few.size:
        lower[few], upper[few] = _few(known[few], series)
    return lower, upper


def _few(expected: FloatArray, series: _PoissonSeries) -> Limits:
    """Evaluate the limits where fewer than 9 events are expected."""
    upper = np.exp(_chebyshev(series.few_upper, _placed(np.log(expected), LOG_FEW)))
    lower = np.zeros(expected.shape)
    possible = expected > series.few_lower_range[0]
    lower[possible] = _chebyshev(series.few_lower, _placed(expected[possible], series.few_lower_range))
    return lower, upper


def _binomial_block(n: FloatArray, benchmark: FloatArray, series: FloatArray) -> Limits:
    """Sum the series by skewness once for each benchmark, and by spread for every row."""
    begins = np.append(True, benchmark[1:] != benchmark[:-1])
    group = np.cumsum(begins) - 1
    g = 1.0 - 2.0 * benchmark[begins]
    mean = n * benchmark
    variance = mean * (1.0 - benchmark)
    sd = np.sqrt(np.where((variance >= FEW) & (n <= LARGEST), variance, np.nan))
    x = _placed(1.0 / sd, SPREADS)
    upper = mean + sd * _powers(_chebyshev(series, g), x, group)
    lower = mean - sd * _powers(_chebyshev(series, -g), x, group)
    return lower, upper


def _chebyshev(coefficients: FloatArray, x: FloatArray) -> FloatArray:
    """Sum a series, or several beside each other, at many points."""
    return clenshaw(np.broadcast_to(coefficients[..., None], (*coefficients.shape, x.size)), x)


def _powers(coefficients: FloatArray, x: FloatArray, group: IntArray | None = None) -> FloatArray:
    """Sum powers of x by Horner's rule; with groups, each row by its column of coefficients.

    The coefficients fall so fast that powers lose no digits to polynomials of Chebyshev, and take a third less.
    """
    total = np.zeros(x.shape)
    for coefficient in coefficients[::-1]:
        total *= x
        total += coefficient if group is None else coefficient.take(group, mode="clip")
    return total
