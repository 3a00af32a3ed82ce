"""Exact limits of a count, continuous: the one-sided tail test turned round."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.stats.limits_chebyshev import TABLED_TAILS, binomial_from_series, poisson_from_series
from scnvariation.stats.limits_secant import LOWER, UPPER, binomial_limit, poisson_limit

__all__ = ["binomial_count_limits", "poisson_count_limits"]

FloatArray = NDArray[np.float64]

# A tail that equals the level but for rounding has reached it: P(X = 3 | 3, 0.1) is 0.001, not less.
TIE = 1e-10


def binomial_count_limits(n: FloatArray, benchmark: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Invert the exact binomial test into continuous limits of the count.

    Parameters
    ----------
    n, benchmark : ndarray of shape (n_areas,)
        Trials and probability.
    tail : float
        One-sided level, between 0 and 1/2.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        A whole count x lies above `upper` if and only if P(X >= x) < tail, and below `lower` if and only if
        P(X <= x) < tail. Missing where n is not finite and above 0, or the benchmark not a probability.

    Notes
    -----
    The upper limit U solves I_theta(U, n - U + 1) = tail, and is n where theta^n >= tail; the lower limit L
    solves I_(1 - theta)(n - L, L + 1) = tail, and is 0 where (1 - theta)^n >= tail. At whole numbers these
    are the binomial tails, and between them they are strictly monotone: the limits are smooth in n.

    Examples
    --------
    >>> import numpy as np
    >>> lower, upper = binomial_count_limits(np.array([100.0]), np.array([0.1]), 0.001)
    >>> lower.round(4), upper.round(4)
    (array([1.5977]), array([20.7671]))
    """
    if tail in TABLED_TAILS:
        lower, upper = binomial_from_series(n, benchmark, tail)
        left = np.flatnonzero(np.isnan(upper))
        if left.size:
            lower[left], upper[left] = _binomial_solved(n[left], benchmark[left], tail)
        return lower, upper
    return _binomial_solved(n, benchmark, tail)


def poisson_count_limits(expected: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Invert the exact Poisson test into continuous limits of the count.

    Parameters
    ----------
    expected : ndarray of shape (n_areas,)
        Expected counts.
    tail : float
        One-sided level, between 0 and 1/2.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        A whole count x lies above `upper` if and only if P(X >= x) < tail, and below `lower` if and only if
        P(X <= x) < tail. Missing where the expected count is not finite or not above 0.

    Notes
    -----
    The upper limit U solves P(U, E) = tail with the regularised lower gamma function, the lower limit L
    solves Q(L + 1, E) = tail with the upper one, and is 0 where exp(-E) >= tail.

    Examples
    --------
    >>> import numpy as np
    >>> lower, upper = poisson_count_limits(np.array([100.0]), 0.001)
    >>> lower.round(3), upper.round(3)
    (array([70.077]), array([132.781]))
    """
    if tail in TABLED_TAILS:
        lower, upper = poisson_from_series(expected, tail)
        lower[-expected >= np.log(tail) - TIE] = 0.0
        left = np.flatnonzero(np.isnan(upper))
        if left.size:
            lower[left], upper[left] = _poisson_solved(expected[left], tail)
        return lower, upper
    return _poisson_solved(expected, tail)


def _binomial_solved(n: FloatArray, benchmark: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Solve for the limits of each row, and set those that are certain."""
    lower, upper = np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    sensible = np.isfinite(n) & (n > 0) & (benchmark >= 0) & (benchmark <= 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        at_zero = n * np.log1p(-benchmark) >= np.log(tail) - TIE
        at_n = n * np.log(benchmark) >= np.log(tail) - TIE
    # Where nothing, or everything, is certain to happen, that count is both limits.
    lower[sensible], upper[sensible] = 0.0, n[sensible]
    lower[sensible & (benchmark == 1)] = n[sensible & (benchmark == 1)]
    upper[sensible & (benchmark == 0)] = 0.0
    inner = sensible & (benchmark > 0) & (benchmark < 1)
    for limit, side, open_side in ((lower, LOWER, inner & ~at_zero), (upper, UPPER, inner & ~at_n)):
        limit[open_side] = binomial_limit(n[open_side], benchmark[open_side], tail, side)
    return lower, upper


def _poisson_solved(expected: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Solve for the limits of each row; below -ln(tail) expected events the lower one is 0."""
    lower, upper = np.full(expected.shape, np.nan), np.full(expected.shape, np.nan)
    sensible = np.isfinite(expected) & (expected > 0)
    lower[sensible] = 0.0
    open_below = sensible & (-expected < np.log(tail) - TIE)
    lower[open_below] = poisson_limit(expected[open_below], tail, LOWER)
    upper[sensible] = poisson_limit(expected[sensible], tail, UPPER)
    return lower, upper
