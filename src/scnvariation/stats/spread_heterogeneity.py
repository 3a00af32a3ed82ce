"""Tests of whether areas differ at all, and what follows from them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_rates import quotient
from scnvariation.stats.spread_scv import own_expected

__all__ = ["chi2", "chi2_normal", "chi2_p", "cv_weighted", "dispersion_index", "i2", "tau2_moments"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def chi2(
    observed: FloatArray, expected: FloatArray, segments: Segments, *, chance: FloatArray | float = 1.0
) -> FloatArray:
    """Compute Pearson's chi-square of the areas about the group's own level.

    The most powerful of the usual tests with small counts; it tests variation and does not measure it, since it
    grows with the size of areas.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events.
    expected : ndarray of shape (n_rows,)
        Expected events (or denominators), > 0, up to a factor per group.
    segments : Segments
        Groups of rows.
    chance : float or ndarray of shape (n_groups,), default 1
        Variance of an event count in units of its expectation: 1 for Poisson counts, 1 - p for proportions.

    Returns
    -------
    ndarray of shape (n_groups,)
        I - 1 degrees of freedom; nan without events.

    Notes
    -----
    sum (O - E)^2/E/c with E rescaled to sum E = sum O.

    Examples
    --------
    20^2/100 + 0 + 20^2/100:

    >>> import numpy as np
    >>> chi2(np.array([80.0, 100.0, 120.0]), np.ones(3), Segments.single(3))
    array([8.])
    """
    level = own_expected(observed, expected, segments)
    return quotient(segments.sum(quotient((observed - level) ** 2, level)), np.asarray(chance))


def chi2_normal(value: FloatArray, se: FloatArray, segments: Segments) -> FloatArray:
    """Compute the chi-square of values with standard errors about their weighted mean (Cochran's Q).

    Parameters
    ----------
    value, se : ndarray of shape (n_rows,)
        Values of the areas and their standard errors, > 0.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        I - 1 degrees of freedom.

    Notes
    -----
    sum (y - m)^2/s^2 with weights 1/s^2 in the mean m.

    Examples
    --------
    >>> import numpy as np
    >>> chi2_normal(np.array([8.0, 10.0, 12.0]), np.full(3, 2.0), Segments.single(3))
    array([2.])
    """
    weight = 1.0 / np.square(se)
    mean = segments.sum(weight * value) / segments.sum(weight)
    return segments.sum(weight * (value - segments.repeat(mean)) ** 2)


def chi2_p(
    statistic: FloatArray, n_areas: IntArray | FloatArray, *, slopes_lost: FloatArray | float = 0.0
) -> FloatArray:
    """Give the P-value of a chi-square of areas about their own level.

    With a mean of fewer than five expected events take the simulated one of `chance`.

    Parameters
    ----------
    statistic : ndarray of shape (n_groups,)
        Chi-square.
    n_areas : ndarray of shape (n_groups,)
        Number of areas I.
    slopes_lost : float or ndarray of shape (n_groups,), default 0
        Slopes of a regression on need that fall on the group, as for `spread.scv`.

    Returns
    -------
    ndarray of shape (n_groups,)
        Upper tail with I - 1 degrees of freedom, less the slopes; nan for a single area.

    Examples
    --------
    With two degrees of freedom the tail is exp(-x/2):

    >>> import numpy as np
    >>> chi2_p(np.array([8.0]), np.array([3])).round(6), np.exp(-4.0).round(6)
    (array([0.018316]), np.float64(0.018316))
    """
    df = _degrees(n_areas, slopes_lost)
    return np.where(df > 0, special.chdtrc(np.where(df > 0, df, 1.0), statistic), np.nan)


def dispersion_index(
    statistic: FloatArray, n_areas: IntArray | FloatArray, *, slopes_lost: FloatArray | float = 0.0
) -> FloatArray:
    """Divide chi-square by its degrees of freedom; chance gives 1.

    Parameters
    ----------
    statistic : ndarray of shape (n_groups,)
        Chi-square.
    n_areas : ndarray of shape (n_groups,)
        Number of areas.
    slopes_lost : float or ndarray of shape (n_groups,), default 0
        Slopes of a regression on need that fall on the group, as for `spread.scv`.

    Returns
    -------
    ndarray of shape (n_groups,)
        nan for a single area.

    Examples
    --------
    >>> import numpy as np
    >>> dispersion_index(np.array([8.0]), np.array([3]))
    array([4.])
    """
    df = _degrees(n_areas, slopes_lost)
    return quotient(statistic, np.where(df > 0, df, np.nan))


def i2(statistic: FloatArray, n_areas: IntArray | FloatArray, *, slopes_lost: FloatArray | float = 0.0) -> FloatArray:
    """Say what share of the variance of the observed rates is not chance.

    Parameters
    ----------
    statistic : ndarray of shape (n_groups,)
        Chi-square.
    n_areas : ndarray of shape (n_groups,)
        Number of areas I.
    slopes_lost : float or ndarray of shape (n_groups,), default 0
        Slopes of a regression on need that fall on the group, as for `spread.scv`.

    Returns
    -------
    ndarray of shape (n_groups,)
        max(0, 1 - (I - 1)/chi2), nan for a single area. It grows with the size of areas at the same true variation.

    References
    ----------
    .. [1] Higgins JPT, Thompson SG (2002). Quantifying heterogeneity in a meta-analysis. Statist. Med.
       21:1539-1558. doi:10.1002/sim.1186

    Examples
    --------
    >>> import numpy as np
    >>> i2(np.array([8.0, 1.0]), np.array([3, 3]))
    array([0.75, 0.  ])
    """
    df = _degrees(n_areas, slopes_lost)
    share = np.where(statistic > df, 1.0 - quotient(df, statistic), 0.0)
    return np.where((df > 0) & ~np.isnan(statistic), share, np.nan)


def tau2_moments(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    chance: FloatArray | float = 1.0,
    slopes_lost: FloatArray | float = 0.0,
) -> FloatArray:
    """Estimate the relative variance between areas by moments, each area weighing as its expected events.

    It is DerSimonian and Laird's estimate on the ratio scale: less ruled by tiny areas than SCV, a little less
    precise than the likelihood.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events up to a factor per group.
    segments : Segments
        Groups of rows.
    chance : float or ndarray of shape (n_groups,), default 1
        As for `chi2`.
    slopes_lost : float or ndarray of shape (n_groups,), default 0
        Slopes of a regression on need that fall on the group, as for `spread.scv`.

    Returns
    -------
    ndarray of shape (n_groups,)
        0 where chance explains the spread; nan for a single area or without events.

    Notes
    -----
    (sum (O - E)^2/E - (I - 1) c)/(sum E - sum E^2/sum E) with E rescaled to sum E = sum O. Each slope costs on average
    what the level costs: with k of them I - 1 - k and (1 + k) sum E^2/sum E.

    References
    ----------
    .. [1] DerSimonian R, Laird N (1986). Meta-analysis in clinical trials. Controlled Clinical Trials
       7:177-188. doi:10.1016/0197-2456(86)90046-2

    Examples
    --------
    (8 - 2)/(300 - 100):

    >>> import numpy as np
    >>> tau2_moments(np.array([80.0, 100.0, 120.0]), np.ones(3), Segments.single(3))
    array([0.03])
    """
    level = own_expected(observed, expected, segments)
    df = _degrees(segments.lengths, slopes_lost)
    excess = segments.sum(quotient((observed - level) ** 2, level)) - chance * df
    total = segments.sum(level)
    left = total - (1.0 + np.asarray(slopes_lost)) * quotient(segments.sum(level**2), total)
    return np.maximum(quotient(excess, np.where((left > 0) & (df > 0), left, np.nan)), 0.0)


def cv_weighted(observed: FloatArray, expected: FloatArray, segments: Segments) -> FloatArray:
    """Compute the coefficient of variation of the rates, each area weighing as its expected events.

    It includes chance.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or denominators) up to a factor per group.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        nan without events.

    Notes
    -----
    sqrt(sum E (r - R)^2/sum E)/R with r = O/E and R = sum O/sum E, which is sqrt(chi2/sum O).

    Examples
    --------
    sqrt(8/300):

    >>> import numpy as np
    >>> cv_weighted(np.array([80.0, 100.0, 120.0]), np.ones(3), Segments.single(3)).round(6)
    array([0.163299])
    """
    return np.sqrt(quotient(chi2(observed, expected, segments), segments.sum(observed)))


def _degrees(n_areas: IntArray | FloatArray, slopes_lost: FloatArray | float) -> FloatArray:
    """Count the degrees of freedom that level and slopes leave."""
    return np.asarray(n_areas, dtype=np.float64) - 1.0 - np.asarray(slopes_lost, dtype=np.float64)
