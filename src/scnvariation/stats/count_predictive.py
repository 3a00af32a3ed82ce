"""Each area's count against the law of the other areas' counts, for sparse data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.stats.dispersion_count_profile import CountProfile, profile
from scnvariation.stats.dispersion_counts import BetaBinomial, CountLaw, GammaPoisson
from scnvariation.stats.dispersion_phi import subset
from scnvariation.stats.segments import Segments

__all__ = ["PredictiveTails", "beta_binomial_tails", "gamma_poisson_tails"]

FloatArray = npt.NDArray[np.float64]

FEWEST_AREAS = 3
BLOCK_ROWS = 1_024
COARSE, FINE = 12, 21
SMALLEST_SPREAD, LARGEST_SPREAD = 0.3, 4.0
LIKELY = np.log(1e-3)
NEGLIGIBLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PredictiveTails:
    """Both tails of each area's count under the law of the other areas.

    Attributes
    ----------
    lower, upper : ndarray of shape (n_rows,)
        P(X <= x) and P(X >= x); nan in groups of fewer than 3 areas.
    """

    lower: FloatArray
    upper: FloatArray

    @property
    def p(self) -> FloatArray:
        """Two-sided P: twice the smaller tail, at most 1."""
        return np.minimum(1.0, 2.0 * np.minimum(self.lower, self.upper))


def gamma_poisson_tails(x: FloatArray, expected: FloatArray, segments: Segments) -> PredictiveTails:
    """Judge sparse counts by the gamma-Poisson law of the other areas, delete-one.

    For rates and ratios whose expected counts are too small for a normal scale. The law is fitted without
    the area, and the tails are averaged over what the other areas leave unknown about it.

    Parameters
    ----------
    x : ndarray of shape (n_rows,)
        Events, whole numbers.
    expected : ndarray of shape (n_rows,)
        Expected events, above 0; only their ratios to each other matter.
    segments : Segments
        The groups.

    Returns
    -------
    PredictiveTails
        Lower and upper tail and two-sided P per row.

    Notes
    -----
    Without area i, the likelihood at a given v = 1/shape has its peak over the mean found from the likelihood
    of the whole group less the area's own term; 21 values of sqrt(v), evenly spaced where the profile counts,
    weigh the tails by that peak. The mean's own uncertainty widens v to (1 + v)(1 + 1/information) - 1, and
    Jeffreys' half event keeps the mean above 0 where the other areas have no events. Decision record 3.

    References
    ----------
    .. [1] Ohlssen DI, Sharples LD, Spiegelhalter DJ (2007). A hierarchical modelling framework for
       identifying unusual performance in health care providers. J. R. Statist. Soc. A 170:865-890.
       doi:10.1111/j.1467-985X.2007.00487.x

    Examples
    --------
    Eleven areas with 3 events where 3 are expected, and one with 12:

    >>> import numpy as np
    >>> x = np.array([3.0] * 11 + [12.0])
    >>> tails = gamma_poisson_tails(x, np.full(12, 3.0), Segments.single(12))
    >>> bool(tails.p[11] < 0.01), bool(tails.p[0] > 0.5)
    (True, True)
    """
    return _tails(GammaPoisson, x, expected, segments)


def beta_binomial_tails(x: FloatArray, n: FloatArray, segments: Segments) -> PredictiveTails:
    """Judge sparse proportions by the beta-binomial law of the other areas, delete-one.

    For proportions whose expected events, or expected non-events, are too few for a normal scale.

    Parameters
    ----------
    x : ndarray of shape (n_rows,)
        Events, whole numbers.
    n : ndarray of shape (n_rows,)
        Trials, whole numbers of at least 1.
    segments : Segments
        The groups.

    Returns
    -------
    PredictiveTails
        Lower and upper tail and two-sided P per row.

    See Also
    --------
    gamma_poisson_tails : The same for counts without a fixed number of trials; its notes hold here.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([2.0] * 11 + [12.0])
    >>> tails = beta_binomial_tails(x, np.full(12, 40.0), Segments.single(12))
    >>> bool(tails.p[11] < 0.01), bool(tails.p[0] > 0.5)
    (True, True)
    """
    return _tails(BetaBinomial, x, n, segments)


def _tails(
    family: type[GammaPoisson | BetaBinomial], x: FloatArray, size: FloatArray, segments: Segments
) -> PredictiveTails:
    """Work through blocks of groups that have enough areas; where nothing is expected, no count is certain."""
    eventful = segments.sum(size) > 0
    enough = segments.repeat((segments.lengths >= FEWEST_AREAS) & eventful)
    certain = segments.repeat((segments.lengths >= FEWEST_AREAS) & ~eventful)
    inner, _ = subset(segments, enough)
    counts, sizes = x[enough], size[enough]
    found = np.empty((2, counts.size))
    for rows, _, block in inner.blocks(BLOCK_ROWS):
        found[:, rows] = _integrated(family(counts[rows], sizes[rows], block))
    out = np.full((2, x.size), np.nan)
    out[:, enough] = found
    out[:, certain] = 1.0
    return PredictiveTails(out[0], out[1])


def _integrated(law: CountLaw) -> FloatArray:
    """Average the tails over the profile of the spread, twice refined."""
    low, high = _likely_stretch(law)
    step = np.linspace(0.0, 1.0, FINE)[:, None]
    fitted = profile(law, low + (high - low) * step)
    weight = np.exp(fitted.log_likelihood - fitted.log_likelihood.max(axis=0))
    weight[[0, -1]] *= 0.5
    weight /= weight.sum(axis=0)
    node, row = np.nonzero(weight > NEGLIGIBLE)
    tails = law.tails(row, *(part[node, row] for part in _parameters(fitted)))
    share = weight[node, row]
    both = [np.bincount(row, share * tail, law.x.size) for tail in tails]
    return np.array(both) / np.bincount(row, share, law.x.size)


def _parameters(fitted: CountProfile) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give what the tails depend on."""
    return fitted.level, fitted.concentration, fitted.information


def _likely_stretch(law: CountLaw) -> tuple[FloatArray, FloatArray]:
    """Find, per group, between which spreads the profile of any of its areas counts."""
    events = law.segments.max(np.minimum(law.x, law.size))
    smallest = SMALLEST_SPREAD / np.sqrt(np.maximum(events, 1.0))
    ladder = smallest * (LARGEST_SPREAD / smallest) ** np.linspace(0.0, 1.0, COARSE)[:, None]
    spread = np.concatenate([np.zeros((1, law.segments.n_groups)), ladder])
    peak = profile(law, spread).log_likelihood
    likely = law.segments.max(peak - peak.max(axis=0)) > LIKELY
    first = np.maximum(likely.argmax(axis=0) - 1, 0)
    last = np.minimum(COARSE + 1 - likely[::-1].argmax(axis=0), COARSE)
    group = np.arange(law.segments.n_groups)
    return spread[first, group], spread[last, group]
