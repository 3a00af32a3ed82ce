"""Exact limits of a count, each solved for: a secant on the normal deviate of the tail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaincc, ndtri

from scnvariation.stats.peizer_pratt import binomial_deviate, poisson_deviate
from scnvariation.stats.roots import Search, solve_increasing

__all__ = ["LOWER", "UPPER", "binomial_limit", "poisson_limit"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
Tail = Callable[[FloatArray, IntArray], FloatArray]

UPPER, LOWER = 1.0, -1.0


def binomial_limit(n: FloatArray, benchmark: FloatArray, tail: float, side: float) -> FloatArray:
    """Solve for the binomial count whose tail on one side equals a level.

    Parameters
    ----------
    n, benchmark : ndarray of shape (n_areas,)
        Trials and probability, with benchmark^n (upper) or (1 - benchmark)^n (lower) below the level.
    tail : float
        One-sided level, between 0 and 1/2.
    side : float
        `UPPER` or `LOWER`.

    Returns
    -------
    ndarray of shape (n_areas,)
        U with I_theta(U, n - U + 1) = tail, or L with I_(1 - theta)(n - L, L + 1) = tail.

    Examples
    --------
    >>> import numpy as np
    >>> binomial_limit(np.array([100.0]), np.array([0.1]), 0.001, UPPER).round(4)
    array([20.7671])
    """
    return _limit(_binomial(n, benchmark), tail, side)


def poisson_limit(expected: FloatArray, tail: float, side: float) -> FloatArray:
    """Solve for the Poisson count whose tail on one side equals a level.

    Parameters
    ----------
    expected : ndarray of shape (n_areas,)
        Expected counts, above 0, and for lower limits above -ln(tail).
    tail : float
        One-sided level, between 0 and 1/2.
    side : float
        `UPPER` or `LOWER`.

    Returns
    -------
    ndarray of shape (n_areas,)
        U with P(U, E) = tail, or L with Q(L + 1, E) = tail, regularised gamma functions.

    Examples
    --------
    >>> import numpy as np
    >>> poisson_limit(np.array([100.0]), 0.001, UPPER).round(3)
    array([132.781])
    """
    return _limit(_poisson(expected, tail), tail, side)


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
