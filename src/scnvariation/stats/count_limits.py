"""Predictive limits of counts whose true rates follow a gamma or beta law."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from scnvariation.stats import dispersion_count_tails as tails
from scnvariation.stats.levels import tail_probabilities

__all__ = ["beta_binomial_limits", "gamma_poisson_limits"]

FloatArray = npt.NDArray[np.float64]
#: Above this many expected events one count more or less no longer shows, and a continuous law serves.
MANY_EVENTS = 500.0
NOTHING = 1e-12


def gamma_poisson_limits(
    expected: npt.ArrayLike, v: npt.ArrayLike, *, levels: Sequence[float] = (0.95, 0.998)
) -> tuple[FloatArray, FloatArray]:
    """Give the limits between which the count of a new area of a gamma-Poisson law should lie.

    Parameters
    ----------
    expected : array_like of shape (n_areas,)
        Mean counts, above 0.
    v : array_like
        Variance of the true ratios, one number or one per area; 0 is the Poisson law.
    levels : sequence of float
        Coverages.

    Returns
    -------
    lower, upper : ndarray of shape (n_levels, n_areas)
        A whole count lies outside if and only if its tail is below (1 - level)/2. Between whole counts the
        logarithm of the tail is interpolated, so that lines are smooth.

    Examples
    --------
    Mean 20 and variance .1: counts below 7 or above 37 lie outside 95 %, below 3 or above 51 outside 99.8 %.

    >>> lower, upper = gamma_poisson_limits([20.0], 0.1)
    >>> np.ceil(lower[:, 0]).tolist(), np.floor(upper[:, 0]).tolist()
    ([7.0, 3.0], [37.0, 51.0])
    """
    given, spread = np.broadcast_arrays(np.asarray(expected, np.float64), np.asarray(v, np.float64))
    mean = np.maximum(given, NOTHING)  # where nothing is expected nothing is the limit
    shape = 1.0 / np.maximum(spread, 1e-12)

    def both_tails(count: FloatArray) -> tuple[FloatArray, FloatArray]:
        return tails.gamma_poisson(count, mean, shape)

    reach = 12.0 * np.sqrt(mean + spread * mean**2) + 40.0 * (1.0 + spread * mean)
    return _limits(both_tails, np.ceil(mean + reach), tail_probabilities(levels))


def beta_binomial_limits(
    n: npt.ArrayLike,
    mu: npt.ArrayLike,
    rho: npt.ArrayLike,
    *,
    levels: Sequence[float] = (0.95, 0.998),
) -> tuple[FloatArray, FloatArray]:
    """Give the limits between which the count of a new area of a beta-binomial law should lie.

    Parameters
    ----------
    n : array_like of shape (n_areas,)
        Trials, whole numbers.
    mu, rho : array_like
        Mean proportion and intra-class correlation 1/(a + b + 1), one number or one per area.
    levels : sequence of float
        Coverages.

    Returns
    -------
    lower, upper : ndarray of shape (n_levels, n_areas)
        As for `gamma_poisson_limits`.

    Notes
    -----
    Above 500 expected events a beta law of the same mean and variance stands in for the sum of terms, with half
    a count as continuity correction.

    Examples
    --------
    The Bristol law: 3 to 45 deaths of 143 lie inside 99.8 %.

    >>> lower, upper = beta_binomial_limits([143.0], 0.1317278, 0.01402267)
    >>> np.ceil(lower[1, 0]), np.floor(upper[1, 0])
    (np.float64(3.0), np.float64(45.0))
    """
    trials, given, within = np.broadcast_arrays(*(np.asarray(a, np.float64) for a in (n, mu, rho)))
    mean = np.clip(given, NOTHING, 1.0 - NOTHING)
    probabilities = tail_probabilities(levels)
    lower, upper = _beta_limits(trials, mean, within, probabilities)
    few = np.minimum(mean, 1 - mean) * trials <= MANY_EVENTS
    if few.any():
        total = 1.0 / np.maximum(within[few], 1e-9) - 1.0
        size, alpha, beta = trials[few], mean[few] * total, (1.0 - mean[few]) * total

        def both_tails(count: FloatArray) -> tuple[FloatArray, FloatArray]:
            return tails.beta_binomial(np.minimum(count, size), size, alpha, beta)

        lower[:, few], upper[:, few] = _limits(both_tails, size, probabilities)
        upper = np.minimum(upper, trials)
    return lower, upper


def _beta_limits(
    trials: FloatArray, mean: FloatArray, within: FloatArray, probabilities: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Take quantiles of a beta law with the variance of the observed proportion."""
    total = 1.0 / (within + (1.0 - within) / trials) - 1.0
    alpha, beta = mean * total, (1.0 - mean) * total
    low = [betaincinv(alpha, beta, p) * trials - 0.5 for p in probabilities]
    high = [betaincinv(alpha, beta, 1.0 - p) * trials + 0.5 for p in probabilities]
    return np.maximum(low, 0.0), np.minimum(high, trials)


def _limits(
    both_tails: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    ceiling: FloatArray,
    probabilities: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Find the whole counts on either side of each limit, and interpolate the tail between them."""
    lower, upper = [], []
    for p in probabilities:
        inside = _smallest(both_tails, p, ceiling)
        outside = np.maximum(inside - 1.0, 0.0)
        part = _share(both_tails(inside)[0], both_tails(outside)[0], p)
        lower.append(np.where(inside > 0, inside - part, 0.0))
        inside = _smallest(both_tails, 1.0 - p, ceiling)
        upper.append(inside + _share(both_tails(inside)[1], both_tails(inside + 1.0)[1], p))
    return np.array(lower), np.array(upper)


def _share(near: FloatArray, far: FloatArray, p: float) -> FloatArray:
    """Say how far along the way from one tail to the next, on the log scale, p lies; never the whole way."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (np.log(near) - np.log(p)) / (np.log(near) - np.log(far))
    return np.asarray(np.clip(np.nan_to_num(share), 0.0, 1.0 - 1e-9), dtype=np.float64)


def _smallest(
    both_tails: Callable[[FloatArray], tuple[FloatArray, FloatArray]], probability: float, ceiling: FloatArray
) -> FloatArray:
    """Give the smallest whole number whose lower tail reaches a probability, by halving."""
    low, high = np.full(ceiling.shape, -1.0), ceiling.copy()
    while np.any(high - low > 1.0):
        middle = np.maximum(np.floor((low + high) / 2.0), 0.0)
        holds = both_tails(middle)[0] >= probability
        high = np.where(holds, middle, high)
        low = np.where(holds, low, middle)
    return high
