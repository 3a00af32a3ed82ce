"""Exact tests of one area against the benchmark: tails, two-sided P-values, and flags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scnvariation.stats.exact_screen import (
    SCREENED_TAILS,
    binomial_far,
    binomial_screen,
    poisson_far,
    poisson_screen,
)
from scnvariation.stats.exact_tails import binomial_tail, poisson_tail
from scnvariation.stats.levels import DEFAULT_LEVELS, tail_probabilities
from scnvariation.stats.normal_tests import normal_p_value, normal_status

__all__ = [
    "binomial_p_value",
    "binomial_status",
    "normal_p_value",
    "normal_status",
    "poisson_p_value",
    "poisson_status",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.int8]

BLOCK_ROWS = 16_384

# A tail that equals the level but for rounding is not below it: P(X = 3 | 3, 0.1) is 0.001.
TIE = 1.0 - 1e-10


def binomial_p_value(x: ArrayLike, n: ArrayLike, benchmark: ArrayLike) -> FloatArray:
    """Compute the two-sided exact binomial P-value against a benchmark.

    Parameters
    ----------
    x, n : array_like of shape (n_areas,)
        Events and denominators, 0 <= x <= n.
    benchmark : array_like of shape (n_areas,) or float
        The proportion to compare with.

    Returns
    -------
    ndarray of shape (n_areas,)
        min(1, 2 min(P(X <= x), P(X >= x))); nan where n is 0, x is outside 0 to n, or the benchmark is not a
        probability. At a benchmark of 0 or 1 it is 1 for the only possible count and 0 for all others.

    Notes
    -----
    One tail is enough. The median of a count lies next to its mean, so the tail away from x is at least 1/2,
    and twice the tail on the side of x decides. With theta the benchmark that tail is I_theta(x, n - x + 1)
    above the mean and I_(1 - theta)(n - x, x + 1) below it.

    References
    ----------
    .. [1] Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the case of
       the binomial. Biometrika 26:404-413. doi:10.1093/biomet/26.4.404

    Examples
    --------
    Five events of five, by tossing a coin: 2 x 1/32.

    >>> float(binomial_p_value(5, 5, 0.5))
    0.0625
    """
    counts, sizes, theta = _floats(x, n, benchmark)
    return np.minimum(2.0 * binomial_tail(counts, sizes, theta), 1.0)


def poisson_p_value(x: ArrayLike, expected: ArrayLike) -> FloatArray:
    """Compute the two-sided exact Poisson P-value against an expected count.

    Parameters
    ----------
    x : array_like of shape (n_areas,)
        Events, at least 0. Weighted counts need not be whole: the tail is then the continuous one.
    expected : array_like of shape (n_areas,)
        Expected counts, at least 0.

    Returns
    -------
    ndarray of shape (n_areas,)
        min(1, 2 min(P(X <= x), P(X >= x))); nan where x or the expected count is negative. Where nothing is
        expected it is 1 for no event and 0 for any.

    Notes
    -----
    As in `binomial_p_value` the tail on the side of x decides: the regularised gamma function P(x, E) above
    the expected count E, Q(x + 1, E) below it.

    For E above 100,000 and counts more than 4.5 standard deviations above it, scipy's gammainc loses digits
    (relative error 1e-5 at E = 1e6, 2e-3 at 3e6). There the tail comes from Temme's uniform expansion.

    References
    ----------
    .. [1] Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28:437-442.
       doi:10.1093/biomet/28.3-4.437
    .. [2] Temme NM (1979). The asymptotic expansion of the incomplete gamma functions. SIAM J. Math. Anal.
       10:757-766. doi:10.1137/0510071

    Examples
    --------
    No event where 3 are expected: 2 exp(-3).

    >>> round(float(poisson_p_value(0, 3)), 6)
    0.099574
    """
    counts, means = _floats(x, expected)
    return np.minimum(2.0 * poisson_tail(counts, means), 1.0)


def binomial_status(
    x: ArrayLike, n: ArrayLike, benchmark: ArrayLike, *, levels: Sequence[float] = DEFAULT_LEVELS
) -> CodeArray:
    """Flag proportions that lie outside the exact limits.

    Parameters
    ----------
    x, n : array_like of shape (n_areas,)
        Events and denominators.
    benchmark : array_like of shape (n_areas,) or float
        The proportion to compare with.
    levels : sequence of float, default (0.95, 0.998)
        Coverages, as probabilities, ascending.

    Returns
    -------
    ndarray of int8, shape (n_areas,)
        0 within all limits or not computable, 1 above the first, 2 above the second, -1 and -2 below.

    Raises
    ------
    OptionError
        If a level is not between 0 and 1.

    See Also
    --------
    scnvariation.stats.limits.proportion : The lines that this test draws.

    Notes
    -----
    A count is outside if its one-sided exact tail is strictly below (1 - level)/2, the same rule as that of
    the exact limits. For the levels 0.95 and 0.998 a screen with proved margins settles nearly all rows;
    for other levels every row has its tail computed.

    Examples
    --------
    Twelve events of 1,000 at a benchmark of 0.005: P(X >= 12) = 0.0053, beyond 95 % only.

    >>> binomial_status([2, 12], [30, 1000], [0.01, 0.005])
    array([0, 1], dtype=int8)
    """
    return _status(_floats(x, n, benchmark), levels, _BINOMIAL)


def poisson_status(x: ArrayLike, expected: ArrayLike, *, levels: Sequence[float] = DEFAULT_LEVELS) -> CodeArray:
    """Flag counts that lie outside the exact limits about their expected value.

    Parameters
    ----------
    x : array_like of shape (n_areas,)
        Events; weighted counts need not be whole.
    expected : array_like of shape (n_areas,)
        Expected counts.
    levels : sequence of float, default (0.95, 0.998)
        Coverages, as probabilities, ascending.

    Returns
    -------
    ndarray of int8, shape (n_areas,)
        0 within all limits or not computable, 1 above the first, 2 above the second, -1 and -2 below.

    Raises
    ------
    OptionError
        If a level is not between 0 and 1.

    See Also
    --------
    scnvariation.stats.limits.ratio : The lines that this test draws.

    Notes
    -----
    As `binomial_status`, with Poisson tails.

    Examples
    --------
    Ten events where 4.79 are expected: P(X >= 10) = 0.0248, just beyond 95 %.

    >>> poisson_status([10, 9], [4.79, 4.79])
    array([1, 0], dtype=int8)
    """
    return _status(_floats(x, expected), levels, _POISSON)


class _Family(NamedTuple):
    """The exact tail of a distribution, its mean, and the screens that save the tail."""

    tail: Callable[..., FloatArray]
    mean: Callable[..., FloatArray]
    far: Callable[..., BoolArray]
    screen: Callable[..., tuple[CodeArray, BoolArray]]


_BINOMIAL = _Family(binomial_tail, lambda _x, n, benchmark: n * benchmark, binomial_far, binomial_screen)
_POISSON = _Family(poisson_tail, lambda _x, expected: expected, poisson_far, poisson_screen)


def _floats(*columns: ArrayLike) -> list[FloatArray]:
    """Read columns as floating point of one shape."""
    return list(np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in columns)))


def _status(columns: list[FloatArray], levels: Sequence[float], family: _Family) -> CodeArray:
    """Flag rows in blocks that stay in the cache."""
    tails = tail_probabilities(levels)
    codes = np.zeros(columns[0].shape, dtype=np.int8)
    flat, rows = codes.reshape(-1), [column.reshape(-1) for column in columns]
    flag = _screened if set(tails) == set(SCREENED_TAILS) else _by_tail
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for first in range(0, flat.size, BLOCK_ROWS):
            block = slice(first, first + BLOCK_ROWS)
            flat[block] = flag([row[block] for row in rows], tails, family)
    return codes[()]


def _screened(columns: list[FloatArray], tails: FloatArray, family: _Family) -> CodeArray:
    """Flag by the deviate, and by the exact tail only where the deviate is too close to call."""
    codes = np.zeros(columns[0].shape, dtype=np.int8)
    far = np.flatnonzero(family.far(*columns))
    columns = [column[far] for column in columns]
    passed, undecided = family.screen(*columns)
    codes[far] = np.where(columns[0] > family.mean(*columns), passed, -passed)
    if undecided.any():
        codes[far[undecided]] = _by_tail([column[undecided] for column in columns], tails, family)
    return codes


def _by_tail(columns: list[FloatArray], tails: FloatArray, family: _Family) -> CodeArray:
    """Flag by the exact tail on the side of the count."""
    below = family.tail(*columns) < tails[:, None] * TIE
    passed = np.sum(below, axis=0, dtype=np.int8)
    return np.where(columns[0] > family.mean(*columns), passed, -passed)
