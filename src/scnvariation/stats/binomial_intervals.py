"""Confidence intervals of a proportion."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, ndtri

from scnvariation.stats.levels import tail_probability, z_quantile
from scnvariation.stats.roots import Search, solve_increasing

__all__ = ["binomial_midp", "clopper_pearson", "wilson"]

FloatArray = NDArray[np.float64]
Interval = tuple[FloatArray, FloatArray]


def wilson(x: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute Wilson's score interval of a proportion.

    The interval that PHE and Fingertips publish beside proportions.

    Parameters
    ----------
    x, n : array_like of shape (n_areas,)
        Events and denominators, 0 <= x <= n.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits between 0 and 1; nan where n is 0 or x outside 0 to n.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Notes
    -----
    (2x + z^2 -/+ z sqrt(z^2 + 4x (1 - x/n))) / (2 (n + z^2)). At x = n rounding can carry the upper limit to
    1.0000000000000002, so both are kept within 0 and 1.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and statistical inference. J. Am.
       Statist. Assoc. 22:209-212. doi:10.1080/01621459.1927.10502953
    .. [2] Newcombe RG (1998). Two-sided confidence intervals for the single proportion: comparison of seven
       methods. Statist. Med. 17:857-872.

    Examples
    --------
    >>> lower, upper = wilson([81, 0], [263, 20])
    >>> lower.round(4), upper.round(4)
    (array([0.2553, 0.    ]), array([0.3662, 0.1611]))
    """
    z = z_quantile(level)
    counts, sizes = _counts(x, n)
    root = z * np.sqrt(z**2 + 4.0 * counts * (1.0 - counts / sizes))
    middle, divisor = 2.0 * counts + z**2, 2.0 * (sizes + z**2)
    return np.maximum((middle - root) / divisor, 0.0), np.minimum((middle + root) / divisor, 1.0)


def clopper_pearson(x: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute the exact interval of a proportion.

    Parameters
    ----------
    x, n : array_like of shape (n_areas,)
        Events and denominators, 0 <= x <= n.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits between 0 and 1; nan where n is 0 or x outside 0 to n.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Notes
    -----
    The benchmarks at which the one-sided exact tails equal (1 - level)/2: quantiles of the beta distributions
    (x, n - x + 1) and (x + 1, n - x), 0 at x = 0 and 1 at x = n.

    References
    ----------
    .. [1] Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the case of
       the binomial. Biometrika 26:404-413. doi:10.1093/biomet/26.4.404

    Examples
    --------
    One event of one: the lower limit is the probability of the tail itself.

    >>> lower, upper = clopper_pearson(1, 1)
    >>> round(float(lower), 6), float(upper)
    (0.025, 1.0)
    """
    tail = tail_probability(level)
    counts, sizes = _counts(x, n)
    return _exact_lower(counts, sizes, tail), _exact_upper(counts, sizes, tail)


def binomial_midp(x: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute the mid-P interval of a proportion.

    Narrower than the exact interval; its coverage is right on average, not at every proportion.

    Parameters
    ----------
    x, n : array_like of shape (n_areas,)
        Events and denominators, 0 <= x <= n.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits between 0 and 1; nan where n is 0 or x outside 0 to n.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Notes
    -----
    As the exact interval, with half the probability of the observed count left out of the tail. The upper
    limit of x is 1 less the lower limit of n - x.

    References
    ----------
    .. [1] Lancaster HO (1961). Significance tests in discrete distributions. J. Am. Statist. Assoc.
       56:223-234.
    .. [2] Berry G, Armitage P (1995). Mid-P confidence intervals: a brief review. Statistician 44:417-423.

    Examples
    --------
    No event of 20: half of (1 - upper)^20 is 0.025, so upper = 1 - 0.05^(1/20).

    >>> lower, upper = binomial_midp(0, 20)
    >>> float(lower), round(float(upper), 6)
    (0.0, 0.139108)
    """
    tail = tail_probability(level)
    counts, sizes = _counts(x, n)
    return _midp_lower(counts, sizes, tail), 1.0 - _midp_lower(sizes - counts, sizes, tail)


def _counts(x: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Read counts and denominators, missing where no proportion can be made of them."""
    counts, sizes = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64))
    sensible = (sizes > 0) & (counts >= 0) & (counts <= sizes)
    return np.where(sensible, counts, np.nan), np.where(sensible, sizes, np.nan)


def _exact_lower(x: FloatArray, n: FloatArray, tail: float) -> FloatArray:
    """Find the proportion at which P(X >= x) is `tail`."""
    return np.where(x == 0, 0.0, betaincinv(x, n - x + 1.0, tail))


def _exact_upper(x: FloatArray, n: FloatArray, tail: float) -> FloatArray:
    """Find the proportion at which P(X <= x) is `tail`."""
    return np.where(x == n, 1.0, betaincinv(x + 1.0, n - x, 1.0 - tail))


def _midp_lower(x: FloatArray, n: FloatArray, tail: float) -> FloatArray:
    """Find the proportion at which P(X > x) + P(X = x)/2 is `tail`."""
    # At x = n only half of theta^n is left.
    lower = np.where(x == n, (2.0 * tail) ** (1.0 / n), np.where(x == 0, 0.0, np.nan))
    inner = (x > 0) & (x < n)
    events, sizes = x[inner], n[inner]

    def excess(theta: FloatArray, rows: NDArray[np.intp]) -> FloatArray:
        some, of = events[rows], sizes[rows]
        beyond, from_here = betainc(some + 1.0, of - some, theta), betainc(some, of - some + 1.0, theta)
        return ndtri((beyond + from_here) / 2.0) - ndtri(tail)

    # The exact limits of this count and of the next one hold the limit between them.
    low, high = _exact_lower(events, sizes, tail), _exact_lower(events + 1.0, sizes, tail)
    start = (low + high) / 2.0
    slope = np.sqrt(sizes / (start * (1.0 - start)))
    lower[inner] = solve_increasing(excess, Search(start, slope, low, high))
    return lower
