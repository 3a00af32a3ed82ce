"""Interval of a change in variation: the two periods' own intervals joined, with what they share taken off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.stats.segments import Segments

__all__ = ["Estimate", "Persistence", "difference", "persistence", "persistence_of_values"]

FloatArray = npt.NDArray[np.float64]
#: A point estimate with its limits.
Estimate = tuple[FloatArray, FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persistence:
    """How far areas stay what they are; every array has shape (n_groups,).

    Attributes
    ----------
    effects : ndarray
        Correlation of the true rates of the two periods, chance taken out, between 0 and 1; 0 where areas do not
        differ in one of the periods.
    estimates : ndarray
        Correlation that it gives to the estimated variances of the two periods.
    """

    effects: FloatArray
    estimates: FloatArray


def persistence(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    variance: FloatArray,
    chance: npt.ArrayLike = 1.0,
) -> Persistence:
    """Estimate the correlation of areas' true rates between two periods, and that of the estimated variances.

    The correlation of observed rates is too low, since chance is drawn afresh in each period; in the mean product
    chance cancels, and dividing by the true variances takes it out. Of fewer than a hundred areas it is rough.

    Parameters
    ----------
    observed, expected : ndarray of shape (2, n_rows)
        Events and expected events or denominators of both periods.
    segments : Segments
        Groups of areas.
    variance : ndarray of shape (2, n_groups)
        Relative variance of the true rates, as `gamma_poisson.fit` gives it.
    chance : float or array_like of shape (2, n_groups), default 1
        Variance of a count in units of its expectation: 1 for counts, 1 - p for proportions.

    Returns
    -------
    Persistence

    Notes
    -----
    rho = mean((r1 - 1)(r2 - 1))/sqrt(v1 v2), r relative to the level of its period, cut to 0..1. An area's squared
    deviations in the two periods then have correlation rho^2 v1 v2/((v1 + c1/E1)(v2 + c2/E2)); the mean of it over
    areas is taken for the correlation of the estimates.

    References
    ----------
    .. [1] Spearman C (1904). The proof and measurement of association between two things. Am. J. Psychol.
       15:72-101.

    Examples
    --------
    Three areas at 80, 100 and 120 of 100 in both periods and a true variance of 0.0266667: the mean product is
    0.08/3 = 0.0266667, so what differs lasts. With chance 1/E = 0.01 the estimates share 0.0266667^2/0.0366667^2.

    >>> import numpy as np
    >>> observed = np.array([[80.0, 100, 120], [80, 100, 120]])
    >>> found = persistence(observed, np.full((2, 3), 100.0), Segments.single(3), variance=np.full((2, 1), 0.08 / 3))
    >>> found.effects, found.estimates.round(3)
    (array([1.]), array([0.529]))
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = expected * segments.repeat(segments.sum(observed) / segments.sum(expected))
        factor = np.broadcast_to(np.asarray(chance, dtype=np.float64), (2, segments.n_groups))
        return _persistence(observed / size - 1.0, segments.repeat(factor) / size, segments, variance)


def persistence_of_values(
    value: FloatArray, se: FloatArray, segments: Segments, *, variance: FloatArray
) -> Persistence:
    """Do the same for means and estimates, whose deviations and errors are in units of the value.

    Parameters
    ----------
    value, se : ndarray of shape (2, n_rows)
        Values and standard errors of both periods.
    segments : Segments
        Groups of areas.
    variance : ndarray of shape (2, n_groups)
        Variance between areas.

    Returns
    -------
    Persistence

    Examples
    --------
    >>> import numpy as np
    >>> value = np.array([[8.0, 10, 12], [9, 11, 13]])
    >>> persistence_of_values(value, np.ones((2, 3)), Segments.single(3), variance=np.full((2, 1), 3.0)).effects
    array([0.88888889])
    """
    centred = value - segments.repeat(segments.sum(value) / segments.lengths)
    return _persistence(centred, se**2, segments, variance)


def _persistence(deviation: FloatArray, error: FloatArray, segments: Segments, variance: FloatArray) -> Persistence:
    """Take chance out of the product of the deviations."""
    product = segments.sum(deviation[0] * deviation[1]) / segments.lengths
    both = variance[0] * variance[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = np.where(both > 0, np.clip(product / np.sqrt(both), 0.0, 1.0), 0.0)
        spread = segments.repeat(variance) + error
        shared = segments.sum(1.0 / (spread[0] * spread[1])) / segments.lengths
        estimates = np.where(both > 0, effects**2 * both * shared, 0.0)
    return Persistence(effects=effects, estimates=estimates)


def difference(baseline: Estimate, current: Estimate, correlation: FloatArray) -> Estimate:
    """Join two intervals into that of the difference, of estimates that are correlated.

    Each period brings its own limits, which cover in small groups and are not symmetric. Ignoring that the same
    areas stand in both periods makes the interval too wide.

    Parameters
    ----------
    baseline, current : tuple of ndarray
        Estimate, lower and upper limit in each period.
    correlation : ndarray of shape (n_groups,)
        Of the two estimates.

    Returns
    -------
    tuple of ndarray
        Current less baseline, and its lower and upper limit; infinite where a limit needed is.

    Notes
    -----
    MOVER: L = d - sqrt(a^2 + b^2 - 2 r a b) with a = current - its lower limit, b = the upper limit of the
    baseline - baseline; U the other way about.

    References
    ----------
    .. [1] Zou GY (2007). Toward using confidence intervals to compare correlations. Psychol. Methods 12:399-413.

    Examples
    --------
    2 (1 to 4) and then 5 (2 to 8): sqrt(3^2 + 2^2) below and sqrt(3^2 + 1^2) above the difference of 3.

    >>> import numpy as np
    >>> one = lambda *numbers: tuple(np.array([number], dtype=float) for number in numbers)
    >>> [limit.round(4) for limit in difference(one(2, 1, 4), one(5, 2, 8), np.zeros(1))]
    [array([3.]), array([-0.6056]), array([6.1623])]
    """
    change = current[0] - baseline[0]
    lower = change - _reach(current[0] - current[1], baseline[2] - baseline[0], correlation)
    upper = change + _reach(current[2] - current[0], baseline[0] - baseline[1], correlation)
    return change, lower, upper


def _reach(one: FloatArray, other: FloatArray, correlation: FloatArray) -> FloatArray:
    """Combine two distances to a limit."""
    with np.errstate(invalid="ignore"):
        reach = np.sqrt(np.maximum(one**2 + other**2 - 2.0 * correlation * one * other, 0.0))
    return np.where(np.isposinf(one) | np.isposinf(other), np.inf, reach)
