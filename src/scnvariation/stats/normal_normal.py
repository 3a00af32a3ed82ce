"""Normal model: true values of areas follow a normal law, published values the normal law of their error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.dispersion_tau2 import paule_mandel
from scnvariation.stats.levels import tail_probability
from scnvariation.stats.segments import Segments

__all__ = ["NormalFit", "fit", "typical_gap"]

FloatArray = npt.NDArray[np.float64]

FEWEST_AREAS = 3
MEDIAN_DIFFERENCE = float(np.sqrt(2.0) * special.ndtri(0.75))  # of two standard normal draws: .953873


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalFit:
    """Fitted normal models, one per group; every array has shape (n_groups,).

    Attributes
    ----------
    tau2, tau2_lower, tau2_upper : ndarray
        Variance between areas in squared units of the value, with its interval: exactly 0 where areas do not
        differ by more than their errors, nan where nothing was fitted (or, for the limits, asked for).
    mu : ndarray
        Level of the group, in units of the value.
    """

    tau2: FloatArray
    tau2_lower: FloatArray
    tau2_upper: FloatArray
    mu: FloatArray


def fit(value: FloatArray, se: FloatArray, segments: Segments, *, level: float | None = 0.95) -> NormalFit:
    """Estimate the variance between areas by Paule and Mandel, with the Q-profile interval.

    The model of means and of estimates that come with a standard error: survey scores, net survival, gains.

    Parameters
    ----------
    value : ndarray of shape (n_rows,)
        Values of the areas.
    se : ndarray of shape (n_rows,)
        Their standard errors, > 0.
    segments : Segments
        Groups of rows.
    level : float or None, default 0.95
        Coverage of the interval; None leaves it out.

    Returns
    -------
    NormalFit
        nan for groups of fewer than three areas.

    Raises
    ------
    OptionError
        If `level` is not a probability.

    Notes
    -----
    With w = 1/(se^2 + tau2) and Q(tau2) = sum w (y - mu)^2 about the weighted mean mu, tau2 solves
    Q = I - 1 and its limits solve Q = the upper and lower quantile of chi-square with I - 1 degrees of freedom;
    each is 0 where even tau2 = 0 gives no larger Q.

    References
    ----------
    .. [1] Paule RC, Mandel J (1982). Consensus values and weighting factors. J. Res. Natl Bur. Stand.
       87:377-385. doi:10.6028/jres.087.022
    .. [2] Viechtbauer W (2007). Confidence intervals for the amount of heterogeneity in meta-analysis.
       Statist. Med. 26:37-52. doi:10.1002/sim.2514

    Examples
    --------
    Three areas with error variance 1 and sample variance 4, of which 3 lie between the areas:

    >>> import numpy as np
    >>> found = fit(np.array([8.0, 10, 12]), np.ones(3), Segments.single(3), level=None)
    >>> found.tau2.round(6), found.mu
    (array([3.]), array([10.]))
    """
    enough = segments.lengths >= FEWEST_AREAS
    variance = np.square(se)
    df = segments.lengths - 1.0
    tau2 = np.where(enough, paule_mandel(value, variance, segments), np.nan)
    lower = upper = np.full(df.size, np.nan)
    if level is not None:
        tail = tail_probability(level)
        lower = np.where(enough, _limit(value, variance, segments, 1.0 - tail), np.nan)
        upper = np.where(enough, _limit(value, variance, segments, tail), np.nan)
    weight = 1.0 / (variance + segments.repeat(tau2))
    mu = segments.sum(weight * value) / segments.sum(weight)
    return NormalFit(tau2=tau2, tau2_lower=lower, tau2_upper=upper, mu=mu)


def _limit(value: FloatArray, variance: FloatArray, segments: Segments, probability: float) -> FloatArray:
    """Solve Q = a quantile of chi-square, as Q = I - 1 with the values stretched by the root of their ratio."""
    df = np.maximum(segments.lengths - 1.0, 1.0)
    stretch = np.sqrt(0.5 * df / special.gammaincinv(0.5 * df, probability))
    return paule_mandel(value * segments.repeat(stretch), variance, segments)


def typical_gap(tau2: FloatArray) -> FloatArray:
    """Compute the median difference between two areas picked at random.

    Parameters
    ----------
    tau2 : ndarray of shape (n_groups,)
        Variance between areas.

    Returns
    -------
    ndarray of shape (n_groups,)
        In units of the value.

    Notes
    -----
    The difference of two draws has variance 2 tau2, and the median of its size is 0.953873 tau.

    Examples
    --------
    >>> import numpy as np
    >>> typical_gap(np.array([4.0])).round(6)
    array([1.907745])
    """
    return MEDIAN_DIFFERENCE * np.sqrt(tau2)
