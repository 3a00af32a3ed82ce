"""Peizer and Pratt's normal deviates of binomial and Poisson tails: close, cheap, no special function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["binomial_deviate", "poisson_deviate"]

FloatArray = NDArray[np.float64]


def binomial_deviate(count: FloatArray, n: FloatArray, benchmark: FloatArray) -> FloatArray:
    """Approximate the normal deviate of a binomial tail cut at a half-integer.

    Parameters
    ----------
    count : ndarray of shape (n_rows,)
        The cut S: x - 1/2 for the tail from x up, x + 1/2 for the tail from x down; 0 < S < n.
    n, benchmark : ndarray of shape (n_rows,)
        Trials and probability, 0 < benchmark < 1.

    Returns
    -------
    ndarray of shape (n_rows,)
        z with P(X < S) close to the normal distribution function at z; nan outside the domain.

    Notes
    -----
    With T = n - S, q = 1 - theta and k = S - 1/2,
    z = d / abs(S - n theta) sqrt(2 / (1 + 1/(6n)) (S ln(S / (n theta)) + T ln(T / (n q)))),
    d = S - n theta + (1 - 2 theta)/6 + (q/(k + 1) - theta/(n - k) + (q - 1/2)/(n + 1))/50.

    References
    ----------
    .. [1] Peizer DB, Pratt JW (1968). A normal approximation for binomial, F, beta, and other common, related
       tail probabilities, I. J. Am. Statist. Assoc. 63:1416-1456.

    Examples
    --------
    The exact tail P(X >= 16 | 20, 0.5) is 0.005909, a deviate of 2.5175.

    >>> import numpy as np
    >>> binomial_deviate(np.array([15.5]), np.array([20.0]), np.array([0.5])).round(2)
    array([2.52])
    """
    other = 1.0 - benchmark
    mean = n * benchmark
    rest = n - count
    with np.errstate(divide="ignore", invalid="ignore"):
        shape = other / (count + 0.5) - benchmark / (rest + 0.5) + (other - 0.5) / (n + 1.0)
        distance = count - mean + (1.0 - 2.0 * benchmark) / 6.0 + 0.02 * shape
        deviance = count * np.log(count / mean) + rest * np.log(rest / (n * other))
        return distance / np.abs(count - mean) * np.sqrt(2.0 * deviance / (1.0 + 1.0 / (6.0 * n)))


def poisson_deviate(count: FloatArray, expected: FloatArray) -> FloatArray:
    """Approximate the normal deviate of a Poisson tail cut at a half-integer.

    Parameters
    ----------
    count : ndarray of shape (n_rows,)
        The cut S: x - 1/2 for the tail from x up, x + 1/2 for the tail from x down; S > 0.
    expected : ndarray of shape (n_rows,)
        Expected count, above 0.

    Returns
    -------
    ndarray of shape (n_rows,)
        z with P(X < S) close to the normal distribution function at z; nan outside the domain.

    Notes
    -----
    The limit of the binomial form for many trials:
    z = d / abs(S - E) sqrt(2 (S ln(S/E) - S + E)), d = S - E + 1/6 + 1/(50 (S + 1/2)).

    References
    ----------
    .. [1] Peizer DB, Pratt JW (1968). A normal approximation for binomial, F, beta, and other common, related
       tail probabilities, I. J. Am. Statist. Assoc. 63:1416-1456.

    Examples
    --------
    The exact tail P(X >= 20 | 10) is 0.003454, a deviate of 2.701.

    >>> import numpy as np
    >>> poisson_deviate(np.array([19.5]), np.array([10.0])).round(3)
    array([2.701])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = count - expected + 1.0 / 6.0 + 0.02 / (count + 0.5)
        deviance = count * np.log(count / expected) - count + expected
        return distance / np.abs(count - expected) * np.sqrt(2.0 * deviance)
