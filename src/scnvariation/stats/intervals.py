"""Confidence intervals of one area's proportion, count, rate or mean, many areas at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scnvariation.options import IntervalMethod, check_option
from scnvariation.stats.binomial_intervals import binomial_midp, clopper_pearson, wilson
from scnvariation.stats.levels import t_quantile, z_quantile
from scnvariation.stats.poisson_intervals import byar, poisson_exact, poisson_midp, poisson_phe

__all__ = [
    "binomial_midp",
    "byar",
    "clopper_pearson",
    "dobson",
    "normal",
    "poisson_exact",
    "poisson_midp",
    "poisson_phe",
    "student_mean",
    "wilson",
    "z_quantile",
]

FloatArray = NDArray[np.float64]
Interval = tuple[FloatArray, FloatArray]


def normal(value: ArrayLike, se: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute the normal interval of an estimate with its standard error.

    Parameters
    ----------
    value, se : array_like of shape (n_areas,)
        Estimates and their standard errors.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        value +/- z se.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Examples
    --------
    >>> lower, upper = normal([10.0, 20.0], [1.0, 2.0])
    >>> lower.round(2), upper.round(2)
    (array([ 8.04, 16.08]), array([11.96, 23.92]))
    """
    centre, reach = np.asarray(value, dtype=np.float64), z_quantile(level) * np.asarray(se, dtype=np.float64)
    return centre - reach, centre + reach


def student_mean(mean: ArrayLike, sd: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Compute Student's interval of a mean.

    Parameters
    ----------
    mean, sd, n : array_like of shape (n_areas,)
        Means, standard deviations with divisor n - 1, and numbers of people.
    level : float, default 0.95
        Coverage, as a probability.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        mean +/- t sd / sqrt(n) with n - 1 degrees of freedom; nan where n is below 2.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    References
    ----------
    .. [1] Student (1908). The probable error of a mean. Biometrika 6:1-25.

    Examples
    --------
    The five numbers 7, 8, 9, 10, 11 have mean 9 and standard deviation sqrt(2.5).

    >>> lower, upper = student_mean(9.0, 2.5**0.5, 5)
    >>> round(float(lower), 6), round(float(upper), 6)
    (7.036757, 10.963243)
    """
    centre, spread, size = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in (mean, sd, n)))
    size = np.where(size > 1, size, np.nan)
    reach = t_quantile(level, size - 1.0) * spread / np.sqrt(size)
    return centre - reach, centre + reach


def dobson(
    value: ArrayLike,
    variance: ArrayLike,
    events: ArrayLike,
    *,
    level: float = 0.95,
    method: IntervalMethod = "phe",
) -> Interval:
    """Compute Dobson's interval of a directly standardised rate.

    The interval of the total count is scaled to the variance of the standardised rate. A stratum with a huge
    weight and no event is invisible to it.

    Parameters
    ----------
    value, variance : array_like of shape (n_areas,)
        Standardised rates and their variances, sum(w^2 x / n^2) / (sum w)^2.
    events : array_like of shape (n_areas,)
        Total counts.
    level : float, default 0.95
        Coverage, as a probability.
    method : {"phe", "exact"}, default "phe"
        Interval of the total count: Byar's at every count, as PHE has it, or the exact one.

    Returns
    -------
    lower, upper : ndarray of shape (n_areas,)
        Limits in the units of `value`; nan where there is no event.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1, or `method` is another word.

    Notes
    -----
    value + sqrt(variance / X) (limit of X - X), X the total count.

    References
    ----------
    .. [1] Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of
       Poisson parameters. Statist. Med. 10:457-462. doi:10.1002/sim.4780100317

    Examples
    --------
    With a single stratum the interval is that of the count: 20 events among 1,000.

    >>> lower, upper = dobson(0.02, 20 / 1000**2, 20, method="exact")
    >>> round(float(lower), 8), round(float(upper), 8)
    (0.01221652, 0.03088838)
    """
    check_option("method", method, IntervalMethod)
    rate, spread, count = np.broadcast_arrays(
        *(np.asarray(column, dtype=np.float64) for column in (value, variance, events))
    )
    count = np.where(count > 0, count, np.nan)
    low, high = (byar if method == "phe" else poisson_exact)(count, level=level)
    scale = np.sqrt(spread / count)
    return rate + scale * (low - count), rate + scale * (high - count)
