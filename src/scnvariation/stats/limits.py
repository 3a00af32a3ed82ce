"""Funnel limits: how far chance alone carries an area of a given size from the benchmark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from scnvariation.options import check_option
from scnvariation.stats.levels import DEFAULT_LEVELS, tail_probabilities
from scnvariation.stats.limits_approximate import (
    arcsine_proportion,
    log_ratio,
    normal_proportion,
    normal_ratio,
    sqrt_ratio,
)
from scnvariation.stats.limits_exact import binomial_count_limits, poisson_count_limits
from scnvariation.stats.limits_interpolated import interpolated_proportion, interpolated_ratio

__all__ = ["ProportionMethod", "RatioMethod", "normal", "proportion", "ratio"]

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]

ProportionMethod = Literal["exact", "normal", "interpolated", "arcsine"]
RatioMethod = Literal["exact", "normal", "interpolated", "sqrt", "log"]


def proportion(
    n: ArrayLike,
    benchmark: ArrayLike,
    *,
    levels: Sequence[float] = DEFAULT_LEVELS,
    method: ProportionMethod = "exact",
) -> Limits:
    """Compute binomial funnel limits for proportions.

    An area outside a pair of limits differs from the benchmark by more than chance would produce in
    1 - level of areas. Use the default for every decision. The others exist for agreement with published
    charts: the normal limits are far too tight above for rare events (n theta (1 - theta) below 10), the
    arcsine ones too high below (n theta below 5), and interpolated lines do not decide flags.

    Parameters
    ----------
    n : array_like of shape (n_areas,)
        Denominators.
    benchmark : array_like of shape (n_areas,) or float
        The proportion to compare with, between 0 and 1.
    levels : sequence of float, default (0.95, 0.998)
        Coverage of each pair of limits, as probabilities.
    method : {"exact", "normal", "interpolated", "arcsine"}, default "exact"
        How the limits are computed.

    Returns
    -------
    lower, upper : ndarray of shape (n_levels, n_areas)
        Limits as proportions between 0 and 1, in the order of `levels`; nan where n is 0.

    Raises
    ------
    OptionError
        If the method is another word, or a level is not between 0 and 1.

    See Also
    --------
    scnvariation.stats.exact.binomial_status : The same test, without the lines.

    Notes
    -----
    With p the probability of one tail, z its normal deviate and theta the benchmark:

    - exact: the continuous inversion of the one-sided tail test, so that a whole count lies outside the line
      if and only if its exact tail is below p (decision record 2); smooth, and never rising with n;
    - normal: theta +/- z sqrt(theta (1 - theta)/n), which is also the "inverted Wilson" limit of PHE;
    - interpolated: (r - a)/n with r the quantile of the count and a = (F(r) - p)/f(r) (Spiegelhalter);
    - arcsine: sin^2 of arcsin sqrt(theta) +/- z/(2 sqrt n), the angle kept within 0 and pi/2.

    All are kept within 0 and 1.

    References
    ----------
    .. [1] Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statist. Med.
       24:1185-1202. doi:10.1002/sim.1970

    Examples
    --------
    >>> lower, upper = proportion([100, 1000], 0.1)
    >>> lower.round(4)
    array([[0.0405, 0.0813],
           [0.016 , 0.0714]])
    >>> upper.round(4)
    array([[0.1672, 0.1195],
           [0.2077, 0.1309]])
    """
    check_option("method", method, ProportionMethod)
    sizes, theta = np.broadcast_arrays(*np.atleast_1d(_floats(n), _floats(benchmark)))
    sizes = np.where((sizes > 0) & np.isfinite(sizes), sizes, np.nan)
    theta = np.where((theta >= 0) & (theta <= 1), theta, np.nan)
    one_level = _PROPORTION[method]
    return _stacked([one_level(sizes, theta, tail) for tail in tail_probabilities(levels)])


def ratio(expected: ArrayLike, *, levels: Sequence[float] = DEFAULT_LEVELS, method: RatioMethod = "exact") -> Limits:
    """Compute Poisson funnel limits for the ratio of observed to expected counts.

    Serves standardised ratios as they are, and rates through the expected count denominator x benchmark and
    limits multiplied by the benchmark. Use the default for every decision; the others exist for agreement
    with published charts (true tails of the 99.8 % lines at 5 expected events: normal 0.0054 above, square
    root 0.0067 below, log 0.040 below, instead of 0.001).

    Parameters
    ----------
    expected : array_like of shape (n_areas,)
        Expected counts, above 0.
    levels : sequence of float, default (0.95, 0.998)
        Coverage of each pair of limits, as probabilities.
    method : {"exact", "normal", "interpolated", "sqrt", "log"}, default "exact"
        How the limits are computed.

    Returns
    -------
    lower, upper : ndarray of shape (n_levels, n_areas)
        Limits of observed over expected, in the order of `levels`; nan where nothing is expected.

    Raises
    ------
    OptionError
        If the method is another word, or a level is not between 0 and 1.

    See Also
    --------
    scnvariation.stats.exact.poisson_status : The same test, without the lines.

    Notes
    -----
    With z the normal deviate of one tail and E the expected count:

    - exact: the continuous inversion of the one-sided tail test (decision record 2);
    - normal: 1 +/- z/sqrt(E);
    - interpolated: (r - a)/E with r the quantile of the count and a = (F(r) - p)/f(r) (Spiegelhalter);
    - sqrt: (1 +/- z/(2 sqrt E))^2, the root kept at 0 or above;
    - log: exp(+/- z/sqrt E).

    All are kept at 0 or above.

    References
    ----------
    .. [1] Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statist. Med.
       24:1185-1202. doi:10.1002/sim.1970

    Examples
    --------
    >>> lower, upper = ratio([5, 50])
    >>> lower.round(4)
    array([[0.1355, 0.7228],
           [0.    , 0.5831]])
    >>> upper.round(4)
    array([[2.0593, 1.2962],
           [2.7337, 1.4743]])
    """
    check_option("method", method, RatioMethod)
    events = np.atleast_1d(_floats(expected))
    events = np.where((events > 0) & np.isfinite(events), events, np.nan)
    one_level = _RATIO[method]
    return _stacked([one_level(events, tail) for tail in tail_probabilities(levels)])


def normal(benchmark: ArrayLike, se: ArrayLike, *, levels: Sequence[float] = DEFAULT_LEVELS) -> Limits:
    """Compute normal limits about a benchmark from standard errors.

    For means (se = sd / sqrt(n)) and for estimates published with a standard error.

    Parameters
    ----------
    benchmark : array_like of shape (n_areas,) or float
        The value to compare with.
    se : array_like of shape (n_areas,)
        Standard error of each area's value.
    levels : sequence of float, default (0.95, 0.998)
        Coverage of each pair of limits, as probabilities.

    Returns
    -------
    lower, upper : ndarray of shape (n_levels, n_areas)
        benchmark +/- z se, in the order of `levels`.

    Raises
    ------
    OptionError
        If a level is not between 0 and 1.

    Examples
    --------
    >>> lower, upper = normal(10.0, [1.0, 2.0], levels=(0.95,))
    >>> lower.round(2), upper.round(2)
    (array([[8.04, 6.08]]), array([[11.96, 13.92]]))
    """
    centre, error = np.broadcast_arrays(*np.atleast_1d(_floats(benchmark), _floats(se)))
    reach = -ndtri(tail_probabilities(levels))[:, None] * error
    return centre - reach, centre + reach


def _floats(values: ArrayLike) -> FloatArray:
    """Read anything array-like as floating point."""
    return np.asarray(values, dtype=np.float64)


def _stacked(pairs: list[Limits]) -> Limits:
    """Put the limits of each level under each other."""
    lower, upper = (np.stack(limits) for limits in zip(*pairs, strict=True))
    return lower, upper


def _exact_proportion(n: FloatArray, theta: FloatArray, tail: float) -> Limits:
    """Divide the exact limits of the count by the denominator."""
    lower, upper = binomial_count_limits(n, theta, tail)
    return lower / n, upper / n


def _exact_ratio(expected: FloatArray, tail: float) -> Limits:
    """Divide the exact limits of the count by the expected count."""
    lower, upper = poisson_count_limits(expected, tail)
    return lower / expected, upper / expected


_PROPORTION: Mapping[str, Callable[[FloatArray, FloatArray, float], Limits]] = {
    "exact": _exact_proportion,
    "normal": normal_proportion,
    "interpolated": interpolated_proportion,
    "arcsine": arcsine_proportion,
}

_RATIO: Mapping[str, Callable[[FloatArray, float], Limits]] = {
    "exact": _exact_ratio,
    "normal": normal_ratio,
    "interpolated": interpolated_ratio,
    "sqrt": sqrt_ratio,
    "log": log_ratio,
}
