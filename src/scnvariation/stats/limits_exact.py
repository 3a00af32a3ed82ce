"""Exact limits of a count, continuous: the one-sided tail test turned round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaincc, ndtri

from scnvariation.stats.peizer_pratt import binomial_deviate, poisson_deviate
from scnvariation.stats.roots import Search, solve_increasing

__all__ = ["binomial_count_limits", "poisson_count_limits"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
Tail = Callable[[FloatArray, IntArray], FloatArray]

UPPER, LOWER = 1.0, -1.0

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
        limit[open_side] = _limit(_binomial(n[open_side], benchmark[open_side]), tail, side)
    return lower, upper


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
    lower, upper = np.full(expected.shape, np.nan), np.full(expected.shape, np.nan)
    sensible = np.isfinite(expected) & (expected > 0)
    lower[sensible] = 0.0
    open_below = sensible & (-expected < np.log(tail) - TIE)
    lower[open_below] = _limit(_poisson(expected[open_below], tail), tail, LOWER)
    upper[sensible] = _limit(_poisson(expected[sensible], tail), tail, UPPER)
    return lower, upper


@dataclass(frozen=True, slots=True)
class _Family:
    """One distribution at many areas: moments, an upper bound of the limits, and its tails.

    `deviate` takes the cut between two counts; the tails take a count and the numbers of its areas.
    """

    mean: FloatArray
    sd: FloatArray
    skew: FloatArray
    high: FloatArray
    deviate: Callable[[FloatArray], FloatArray]
    upper_tail: Tail
    lower_tail: Tail


def _binomial(n: FloatArray, benchmark: FloatArray) -> _Family:
    """Describe binomial counts."""
    other = 1.0 - benchmark
    return _Family(
        mean=n * benchmark,
        sd=np.sqrt(n * benchmark * other),
        skew=(1.0 - 2.0 * benchmark) / 6.0,
        high=n,
        deviate=lambda cut: binomial_deviate(cut, n, benchmark),
        upper_tail=lambda x, rows: np.asarray(betainc(x, n[rows] - x + 1.0, benchmark[rows])),
        lower_tail=lambda x, rows: np.asarray(betainc(n[rows] - x, x + 1.0, other[rows])),
    )


def _poisson(expected: FloatArray, tail: float) -> _Family:
    """Describe Poisson counts."""
    # Bernstein's inequality: beyond this count the upper tail is smaller than `tail` for certain.
    reach = -np.log(tail)
    return _Family(
        mean=expected,
        sd=np.sqrt(expected),
        skew=np.full(expected.shape, 1.0 / 6.0),
        high=expected + reach / 3.0 + np.sqrt(reach**2 / 9.0 + 2.0 * reach * expected) + 1.0,
        deviate=lambda cut: poisson_deviate(cut, expected),
        upper_tail=lambda x, rows: np.asarray(gammainc(x, expected[rows])),
        lower_tail=lambda x, rows: np.asarray(gammaincc(x + 1.0, expected[rows])),
    )


def _limit(family: _Family, tail: float, side: float) -> FloatArray:
    """Solve for the count whose tail on this side equals `tail`."""
    z = -float(ndtri(tail))
    tail_at = family.upper_tail if side == UPPER else family.lower_tail

    def excess(count: FloatArray, rows: IntArray) -> FloatArray:
        return -side * (ndtri(tail_at(count, rows)) + z)

    return solve_increasing(excess, _beginning(family, z, side))


def _beginning(family: _Family, z: float, side: float) -> Search:
    """Invert Peizer and Pratt's deviate by two secant steps from the Cornish-Fisher quantile."""
    coarse = family.mean + side * z * family.sd + family.skew * (z**2 - 1.0)
    at_coarse = family.deviate(coarse)
    fine = coarse - (at_coarse - side * z) * family.sd
    at_fine = family.deviate(fine)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (at_fine - at_coarse) / (fine - coarse)
        slope = np.where(np.isfinite(slope) & (slope > 0), slope, 1.0 / family.sd)
        start = fine - (at_fine - side * z) / slope + side / 2.0
    low = np.zeros(start.shape)
    usable = (start > low) & (start < family.high)
    start = np.where(usable, start, np.clip(coarse + side / 2.0, 0.05 * family.high, 0.95 * family.high))
    return Search(start, slope, low, family.high)
