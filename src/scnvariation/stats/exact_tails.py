"""One-sided exact tails on the side on which a count lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaincc, ndtr

__all__ = ["binomial_tail", "poisson_tail"]

FloatArray = NDArray[np.float64]

# From here on gammainc loses digits more than 4.5 standard deviations above the mean.
LARGE_EXPECTED, FAR_ABOVE = 1e5, 4.4


def binomial_tail(x: FloatArray, n: FloatArray, benchmark: FloatArray) -> FloatArray:
    """Compute P(X >= x) above the mean and P(X <= x) at or below it.

    Parameters
    ----------
    x, n, benchmark : ndarray of shape (n_areas,)
        Events, denominators and probabilities.

    Returns
    -------
    ndarray of shape (n_areas,)
        I_theta(x, n - x + 1) or I_(1 - theta)(n - x, x + 1); nan where n is 0, x is outside 0 to n, or the
        benchmark is not a probability.

    Examples
    --------
    >>> import numpy as np
    >>> binomial_tail(np.array([0.0, 5.0]), np.array([5.0, 5.0]), np.array([0.5, 0.5]))
    array([0.03125, 0.03125])
    """
    above = x > n * benchmark
    first = np.where(above, x, n - x)
    second = np.where(above, n - x + 1.0, x + 1.0)
    tail = betainc(first, second, np.where(above, benchmark, 1.0 - benchmark))
    # P(X <= n), where the incomplete beta function has no value of its own.
    tail = np.where((first == 0) & (benchmark == 1), 1.0, tail)
    return np.where((n > 0) & (x >= 0) & (x <= n), tail, np.nan)


def poisson_tail(x: FloatArray, expected: FloatArray) -> FloatArray:
    """Compute P(X >= x) above the mean and P(X <= x) at or below it.

    Parameters
    ----------
    x, expected : ndarray of shape (n_areas,)
        Events, not necessarily whole, and expected counts.

    Returns
    -------
    ndarray of shape (n_areas,)
        P(x, E) or Q(x + 1, E), regularised gamma functions; nan where x or E is negative.

    Examples
    --------
    >>> import numpy as np
    >>> poisson_tail(np.array([0.0, 2.0]), np.array([1.0, 1.0])).round(6)
    array([0.367879, 0.264241])
    """
    above = x > expected
    tail = np.full(x.shape, np.nan)
    tail[above] = gammainc(x[above], expected[above])
    below = (x >= 0) & ~above
    tail[below] = gammaincc(x[below] + 1.0, expected[below])
    far = above & (expected > LARGE_EXPECTED) & ((x - expected) ** 2 > FAR_ABOVE**2 * expected)
    if far.any():
        tail[far] = _temme(x[far], expected[far])
    return tail


def _temme(x: FloatArray, expected: FloatArray) -> FloatArray:
    """Expand P(x, E) uniformly for large x > E, to the second term."""
    excess = (expected - x) / x
    half_square = excess - np.log1p(excess)
    eta = -np.sqrt(2.0 * half_square)
    first = 1.0 / excess - 1.0 / eta
    second = 1.0 / eta**3 - 1.0 / excess**3 - 1.0 / excess**2 - 1.0 / (12.0 * excess)
    density = np.exp(-x * half_square) / np.sqrt(2.0 * np.pi * x)
    return ndtr(eta * np.sqrt(x)) - density * (first + second / x)
