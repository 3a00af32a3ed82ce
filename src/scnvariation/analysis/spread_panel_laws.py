"""The laws of true rates and proportions, and what follows from their variance: gap, true percentile ratio, SCV."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.spread_panel_groups import with_ends
from scnvariation.stats import beta_binomial, gamma_poisson
from scnvariation.stats.segments import Segments

__all__ = ["beta_binomial_columns", "gamma_poisson_columns"]

FloatArray = NDArray[np.float64]


def gamma_poisson_columns(
    count: FloatArray, size: FloatArray, segments: Segments, level: float | None
) -> dict[str, FloatArray]:
    """Fit the gamma law of true rates.

    Parameters
    ----------
    count, size : ndarray of shape (n_rows,)
        Events, and expected events up to a factor per group.
    segments : Segments
        The groups.
    level : float or None
        Coverage of the intervals.

    Returns
    -------
    dict of str to ndarray, shape (n_groups,)
    """
    fit = gamma_poisson.fit(count, size, segments, level=level)
    variances = (fit.v, fit.v_lower, fit.v_upper)
    # A quantile of a law without bound underflows to 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        gaps = [_ratio(v, gamma_poisson.typical_gap(1.0 / v)) for v in variances]
        ratios = [_ratio(v, gamma_poisson.percentile_ratio(1.0 / v)) for v in variances]
    return _columns(variances, gaps, ratios)


def beta_binomial_columns(
    count: FloatArray, people: FloatArray, offset: FloatArray | None, segments: Segments, level: float | None
) -> dict[str, FloatArray]:
    """Fit the beta law of true proportions; variances are relative to the mean of the side counted.

    Parameters
    ----------
    count, people : ndarray of shape (n_rows,)
        Events and denominators.
    offset : ndarray of shape (n_rows,) or None
        How far the logit of each area's proportion lies from the group's by need.
    segments : Segments
        The groups.
    level : float or None
        Coverage of the intervals.

    Returns
    -------
    dict of str to ndarray, shape (n_groups,)
    """
    fit = beta_binomial.fit(count, people, segments, level=level, offset=offset)
    rhos = (fit.rho, fit.rho_lower, fit.rho_upper)
    with np.errstate(divide="ignore", invalid="ignore"):
        variances = [beta_binomial.relative_variance(fit.mean, rho) for rho in rhos]
        shapes = [beta_binomial.shapes(fit.mean, rho) for rho in rhos]
        gaps = [_ratio(rho, beta_binomial.typical_gap(a, b)) for rho, (a, b) in zip(rhos, shapes, strict=True)]
        ratios = [_ratio(rho, beta_binomial.percentile_ratio(a, b)) for rho, (a, b) in zip(rhos, shapes, strict=True)]
    return _columns(variances, gaps, ratios)


def _ratio(variance: FloatArray, ratio: FloatArray) -> FloatArray:
    """Set a ratio of true rates to 1 where areas do not differ, and to infinity where nothing bounds them."""
    return np.where(variance == 0, 1.0, np.where(np.isposinf(variance), np.inf, ratio))


def _columns(
    variances: Sequence[FloatArray], gaps: Sequence[FloatArray], ratios: Sequence[FloatArray]
) -> dict[str, FloatArray]:
    """Name the columns; the interval of SCV is the law's, both being the relative variance of true rates."""
    return {
        **with_ends("between_variance", variances),
        **with_ends("typical_gap", gaps),
        **with_ends("true_p90_p10", ratios),
        "scv_lower": variances[1].copy(),
        "scv_upper": variances[2].copy(),
    }
