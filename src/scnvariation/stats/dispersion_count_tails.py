"""Lower and upper tails of overdispersed counts, both including the count itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaln

__all__ = ["beta_binomial", "gamma_poisson"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

NEGLIGIBLE = 1e-13


def gamma_poisson(x: FloatArray, mean: FloatArray, shape: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give P(X <= x) and P(X >= x) for a Poisson count whose mean follows a gamma law (negative binomial).

    Parameters
    ----------
    x : ndarray
        Counts.
    mean : ndarray
        Mean counts, above 0.
    shape : ndarray
        Shape of the gamma law, the inverse of its squared coefficient of variation.

    Returns
    -------
    lower, upper : ndarray
        The tails; the one away from the mean to full relative accuracy, the other by the difference from 1.

    Notes
    -----
    P(X <= x) = I_q(a, x + 1) with q = a/(a + mean), the regularised incomplete beta function.

    Examples
    --------
    Shape 1 is geometric: with mean 1, P(X <= 1) = 3/4 and P(X >= 1) = 1/2.

    >>> import numpy as np
    >>> lower, upper = gamma_poisson(np.array([1.0]), np.array([1.0]), np.array([1.0]))
    >>> lower.round(12), upper.round(12)
    (array([0.75]), array([0.5]))
    """
    total = shape + mean
    q, rest = shape / total, mean / total
    high = x > mean
    first, second = np.where(high, x, shape), np.where(high, shape, x + 1.0)
    far = np.asarray(betainc(first, second, np.where(high, rest, q)), dtype=np.float64)
    log_choose = gammaln(x + shape) - gammaln(shape) - gammaln(x + 1.0)
    chance: FloatArray = np.exp(log_choose - shape * np.log1p(mean / shape) + x * np.log(rest))
    return _both(far, chance, high)


def beta_binomial(x: FloatArray, n: FloatArray, alpha: FloatArray, beta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give P(X <= x) and P(X >= x) for a binomial count whose proportion follows a beta law.

    Parameters
    ----------
    x, n : ndarray of shape (n_rows,)
        Events and trials, whole numbers.
    alpha, beta : ndarray of shape (n_rows,)
        Parameters of the beta law.

    Returns
    -------
    lower, upper : ndarray of shape (n_rows,)
        The tails; the one away from the mean to full relative accuracy, the other by the difference from 1.

    Notes
    -----
    Terms are added from x outwards by their ratio
    P(k + 1)/P(k) = (n - k)(alpha + k) / ((k + 1)(beta + n - k - 1)) until they no longer count.

    Examples
    --------
    alpha = beta = 1 makes 0..n equally likely:

    >>> import numpy as np
    >>> one = np.ones(1)
    >>> lower, upper = beta_binomial(np.array([2.0]), np.array([9.0]), one, one)
    >>> lower.round(12), upper.round(12)
    (array([0.3]), array([0.8]))
    """
    other = n - x
    chance = np.exp(
        gammaln(n + 1.0) - gammaln(x + 1.0) - gammaln(other + 1.0)
        + (gammaln(x + alpha) - gammaln(alpha)) + (gammaln(other + beta) - gammaln(beta))
        - (gammaln(n + alpha + beta) - gammaln(alpha + beta))
    )  # fmt: skip
    high = x > n * alpha / (alpha + beta)
    # Counting events down is counting non-events up: one loop serves both sides.
    far = _sum_upwards(
        chance,
        np.where(high, x, other),
        n,
        np.where(high, alpha, beta),
        np.where(high, beta, alpha),
    )
    return _both(far, chance, high)


def _sum_upwards(chance: FloatArray, k: FloatArray, n: FloatArray, alpha: FloatArray, beta: FloatArray) -> FloatArray:
    """Add P(k), P(k + 1) and so on, row by row until nothing changes."""
    total, term = chance.copy(), chance
    rows = np.arange(chance.size)
    while rows.size:
        left = n - k
        # Past the last count the ratio is 0, and 0/0 where beta is 1.
        term = term * (left * (alpha + k) / ((k + 1.0) * np.where(left > 0, beta + left - 1.0, 1.0)))
        total[rows] += term
        going = term > NEGLIGIBLE * total[rows]
        rows = rows[going]
        term, k, n, alpha, beta = (part[going] for part in (term, k + 1.0, n, alpha, beta))
    return total


def _both(far: FloatArray, chance: FloatArray, high: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Sort the tail away from the mean, and the rest with the count itself, into lower and upper."""
    near = np.clip(1.0 - far + chance, 0.0, 1.0)
    return np.where(high, near, far), np.where(high, far, near)
