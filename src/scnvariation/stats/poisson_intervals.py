"""Confidence intervals of a Poisson count; divided by person-years or expected events, of a rate or ratio."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, ndtri

from scnvariation.stats.levels import tail_probability, z_quantile
from scnvariation.stats.roots import Search, solve_increasing

__all__ = ["byar", "poisson_exact", "poisson_midp", "poisson_phe"]

FloatArray = NDArray[np.float64]
Interval = tuple[FloatArray, FloatArray]

BYAR_FROM = 10.0  # PHE: exact below 10 events, Byar's approximation from 10


def poisson_exact(x: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute the exact interval of a Poisson count.

    Parameters
    ----------
    x : array_like of shape (n_areas,)
        Events, at least 0; weighted counts need not be whole.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits of the expected count; nan where x is negative.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Notes
    -----
    The expected counts at which the one-sided exact tails equal (1 - level)/2: quantiles of the gamma
    distributions with shapes x and x + 1, or half those of chi-square on 2x and 2x + 2 degrees of freedom.

    References
    ----------
    .. [1] Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28:437-442.
       doi:10.1093/biomet/28.3-4.437

    Examples
    --------
    No event: the upper limit is -ln 0.025.

    >>> lower, upper = poisson_exact([0, 20])
    >>> lower.round(4), upper.round(4)
    (array([ 0.    , 12.2165]), array([ 3.6889, 30.8884]))
    """
    tail = tail_probability(level)
    counts = _counts(x)
    return _exact_lower(counts, tail), _exact_upper(counts, tail)


def byar(x: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute Byar's approximate interval of a Poisson count.

    For agreement with published figures. From 10 events it is within 0.2 per cent of the exact interval at
    level 0.95, but only within 1.5 per cent at 0.998.

    Parameters
    ----------
    x : array_like of shape (n_areas,)
        Events, at least 0; weighted counts need not be whole.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits of the expected count; nan where x is negative.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Notes
    -----
    x (1 - 1/(9x) - z/(3 sqrt x))^3 and, with y = x + 1, y (1 - 1/(9y) + z/(3 sqrt y))^3. The lower limit is
    0/0 at x = 0 and can fall below 0 at one event: it is 0 in both cases.

    References
    ----------
    .. [1] Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II. IARC, Lyon.

    Examples
    --------
    >>> lower, upper = byar([0, 100])
    >>> lower.round(3), upper.round(3)
    (array([ 0.   , 81.362]), array([  3.668, 121.628]))
    """
    z = z_quantile(level)
    counts = _counts(x)
    some = np.where(counts > 0, counts, np.nan)
    lower = some * (1.0 - 1.0 / (9.0 * some) - z / (3.0 * np.sqrt(some))) ** 3
    following = counts + 1.0
    upper = following * (1.0 - 1.0 / (9.0 * following) + z / (3.0 * np.sqrt(following))) ** 3
    return np.where(counts == 0, 0.0, np.maximum(lower, 0.0)), upper


def poisson_midp(x: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute the mid-P interval of a Poisson count.

    Narrower than the exact interval; its coverage is right on average, not at every expected count.

    Parameters
    ----------
    x : array_like of shape (n_areas,)
        Events, at least 0; weighted counts need not be whole.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits of the expected count; nan where x is negative.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Notes
    -----
    As the exact interval, with half the probability of the observed count left out of the tail.

    References
    ----------
    .. [1] Lancaster HO (1961). Significance tests in discrete distributions. J. Am. Statist. Assoc.
       56:223-234.

    Examples
    --------
    No event: half of exp(-upper) is 0.025, so upper = -ln 0.05.

    >>> lower, upper = poisson_midp(0)
    >>> float(lower), round(float(upper), 6)
    (0.0, 2.995732)
    """
    tail = tail_probability(level)
    counts = _counts(x)
    return _midp_lower(counts, tail), _midp_upper(counts, tail)


def poisson_phe(x: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute the interval of a Poisson count as PHE publishes it.

    Parameters
    ----------
    x : array_like of shape (n_areas,)
        Events, at least 0; weighted counts need not be whole.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        The exact limits below 10 events, Byar's from 10; nan where x is negative.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    See Also
    --------
    poisson_exact, byar

    Examples
    --------
    >>> lower, upper = poisson_phe([9, 10])
    >>> lower.round(4), upper.round(4)
    (array([4.1154, 4.7874]), array([17.0848, 18.3915]))
    """
    exact, approximate = poisson_exact(x, level=level), byar(x, level=level)
    few = np.asarray(x, dtype=np.float64) < BYAR_FROM
    return np.where(few, exact[0], approximate[0]), np.where(few, exact[1], approximate[1])


def _counts(x: ArrayLike) -> FloatArray:
    """Read counts, missing where they are negative."""
    counts = np.asarray(x, dtype=np.float64)
    return np.where(counts >= 0, counts, np.nan)


def _exact_lower(x: FloatArray, tail: float) -> FloatArray:
    """Find the expected count at which P(X >= x) is `tail`."""
    return np.where(x == 0, 0.0, gammaincinv(x, tail))


def _exact_upper(x: FloatArray, tail: float) -> FloatArray:
    """Find the expected count at which P(X <= x) is `tail`."""
    return np.asarray(gammainccinv(x + 1.0, tail), dtype=np.float64)


def _midp_lower(x: FloatArray, tail: float) -> FloatArray:
    """Find the expected count at which P(X > x) + P(X = x)/2 is `tail`."""
    lower = np.where(x == 0, 0.0, np.nan)
    some = x > 0
    events = x[some]

    def excess(mean: FloatArray, rows: NDArray[np.intp]) -> FloatArray:
        both = gammainc(events[rows], mean) + gammainc(events[rows] + 1.0, mean)
        return ndtri(both / 2.0) - ndtri(tail)

    # The exact limits of this count and of the next one hold the limit between them.
    low, high = _exact_lower(events, tail), _exact_lower(events + 1.0, tail)
    start = (low + high) / 2.0
    lower[some] = solve_increasing(excess, Search(start, 1.0 / np.sqrt(start), low, high))
    return lower


def _midp_upper(x: FloatArray, tail: float) -> FloatArray:
    """Find the expected count at which P(X < x) + P(X = x)/2 is `tail`."""
    upper = np.where(x == 0, -np.log(2.0 * tail), np.nan)
    some = x > 0
    events = x[some]

    def excess(mean: FloatArray, rows: NDArray[np.intp]) -> FloatArray:
        both = gammaincc(events[rows], mean) + gammaincc(events[rows] + 1.0, mean)
        return ndtri(tail) - ndtri(both / 2.0)

    # The exact limits of the count before and of this one hold the limit between them.
    low, high = _exact_upper(events - 1.0, tail), _exact_upper(events, tail)
    start = (low + high) / 2.0
    upper[some] = solve_increasing(excess, Search(start, 1.0 / np.sqrt(start), low, high))
    return upper
