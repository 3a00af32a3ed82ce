"""Beta-binomial model: proportions of areas follow a beta law, events the binomial given the area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.options import check_option
from scnvariation.stats.beta_binomial_likelihood import BetaBinomial
from scnvariation.stats.beta_binomial_offset import FURTHEST, OffsetBetaBinomial, mean_proportion
from scnvariation.stats.odds_gap import typical_gap
from scnvariation.stats.profile import Rule
from scnvariation.stats.profile_fit import estimate
from scnvariation.stats.segments import Segments

__all__ = [
    "BetaBinomialFit",
    "fit",
    "percentile_ratio",
    "relative_variance",
    "shapes",
    "typical_gap",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

FEWEST_AREAS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaBinomialFit:
    """Fitted beta-binomial models, one per group; every array has shape (n_groups,).

    Attributes
    ----------
    rho, rho_lower, rho_upper : ndarray
        Correlation within areas, with its interval: exactly 0 where areas do not differ by more than chance,
        1 where the data set no upper limit, nan where nothing was fitted (or, for the limits, asked for).
    mu : ndarray
        Level of the group, a proportion; with offsets that of an area whose offset is 0.
    mean : ndarray
        Mean of the areas' fitted proportions, each weighing as its denominator: `mu` without offsets. Typical gap and
        relative variance are taken here, at the level at which the group's areas lie.
    likelihood_ratio : ndarray
        Twice what the criterion gains over no variation.
    no_upper_limit : ndarray of bool
        Whether the data set no upper limit.
    """

    rho: FloatArray
    rho_lower: FloatArray
    rho_upper: FloatArray
    mu: FloatArray
    mean: FloatArray
    likelihood_ratio: FloatArray
    no_upper_limit: BoolArray


def fit(
    x: FloatArray,
    n: FloatArray,
    segments: Segments,
    *,
    level: float | None = 0.95,
    rule: Rule = "adjusted",
    offset: FloatArray | None = None,
) -> BetaBinomialFit:
    """Estimate the variance between areas by adjusted profile likelihood of the beta-binomial model.

    The model of proportions. The typical gap that follows from it is the same for events and non-events, the
    relative variance is not: count the adverse side.

    Parameters
    ----------
    x : ndarray of shape (n_rows,)
        Events, between 0 and `n`.
    n : ndarray of shape (n_rows,)
        Denominators, > 0.
    segments : Segments
        Groups of rows.
    level : float or None, default 0.95
        Coverage of the interval; None leaves it out, which takes a third of the time.
    rule : {"adjusted", "profile", "fixed"}, default "adjusted"
        Cox-Reid adjusted profile likelihood with the cut-off for few areas; plain profile likelihood with the
        level free; or with the level fixed at that of chance alone (the pooled proportion).
    offset : ndarray of shape (n_rows,), optional
        What is known of each area on the logit scale, such as the logit of the proportion expected by need less that
        of England: the area's proportion is mu moved by so much, and rho is common to all. For non-events its sign
        turns. At most 20 either way.

    Returns
    -------
    BetaBinomialFit
        nan for groups of fewer than three areas, without any event, with nothing but events, in which all
        denominators are 1, or with an offset that is nan.

    Raises
    ------
    OptionError
        If `rule` is not one of the words or `level` not a probability.

    See Also
    --------
    scnvariation.stats.gamma_poisson.fit : The same for rates and ratios.

    Notes
    -----
    l(mu, rho) = sum ln B(x + a, n - x + b) - ln B(a, b) with a = mu (1/rho - 1), b = (1 - mu)(1/rho - 1);
    l_A(rho) = max over mu of l - 0.5 ln J, J = mu (1 - mu) sum n/(1 + (n - 1) rho). The interval holds all
    rho with 2 (l_A(peak) - l_A(rho)) <= z^2 (1 + 1/(3 (I - 1))). With offsets o each area has logit mu_i = logit mu +
    o_i in the place of logit mu, and J = sum mu_i (1 - mu_i) n/(1 + (n - 1) rho).

    References
    ----------
    .. [1] Skellam JG (1948). A probability distribution derived from the binomial distribution by regarding
       the probability of success as variable between the sets of trials. J. R. Statist. Soc. B 10:257-261.
    .. [2] Cox DR, Reid N (1987). Parameter orthogonality and approximate conditional inference.
       J. R. Statist. Soc. B 49:1-39.

    Examples
    --------
    Three areas with the same proportion do not differ:

    >>> import numpy as np
    >>> found = fit(np.array([2.0, 4, 6]), np.array([20.0, 40, 60]), Segments.single(3), level=None)
    >>> found.rho, found.mu.round(6)
    (array([0.]), array([0.1]))
    """
    check_option("rule", rule, Rule)
    events, everyone = segments.sum(x), segments.sum(n)
    mixed = (events > 0) & (events < everyone)
    informative = (segments.min(n) > 0) & (segments.max(n) > 1)
    usable = (segments.lengths >= FEWEST_AREAS) & mixed & informative
    if offset is not None:
        usable = usable & np.isfinite(segments.sum(offset))
        offset = np.clip(offset, -FURTHEST, FURTHEST)
    likelihood = BetaBinomial(x, n, segments) if offset is None else OffsetBetaBinomial(x, n, segments, offset)
    found = estimate(likelihood, usable, rule=rule, coverage=level)
    mu = special.expit(found.level)
    return BetaBinomialFit(
        rho=special.expit(found.spread),
        rho_lower=special.expit(found.lower),
        rho_upper=special.expit(found.upper),
        mu=mu,
        mean=mu if offset is None else mean_proportion(found.level, n, segments, offset),
        likelihood_ratio=found.likelihood_ratio,
        no_upper_limit=np.isposinf(found.upper),
    )


def shapes(mu: FloatArray, rho: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn level and correlation into the shapes a and b of the beta law.

    Parameters
    ----------
    mu : ndarray of shape (n_groups,)
        Level, a proportion.
    rho : ndarray of shape (n_groups,)
        Correlation within areas; 0 gives infinite shapes.

    Returns
    -------
    a, b : ndarray of shape (n_groups,)
        mu (1/rho - 1) and (1 - mu)(1/rho - 1).

    Examples
    --------
    >>> import numpy as np
    >>> shapes(np.array([0.25]), np.array([0.2]))
    (array([1.]), array([3.]))
    """
    with np.errstate(divide="ignore"):
        size = 1.0 / rho - 1.0
    return mu * size, (1.0 - mu) * size


def relative_variance(mu: FloatArray, rho: FloatArray) -> FloatArray:
    """Turn level and correlation into the squared coefficient of variation of the true proportions.

    Parameters
    ----------
    mu : ndarray of shape (n_groups,)
        Level, a proportion of the side counted.
    rho : ndarray of shape (n_groups,)
        Correlation within areas.

    Returns
    -------
    ndarray of shape (n_groups,)
        v = rho (1 - mu)/mu: not the same for events and non-events.

    Examples
    --------
    >>> import numpy as np
    >>> relative_variance(np.array([0.2]), np.array([0.01]))
    array([0.04])
    """
    return rho * (1.0 - mu) / mu


def percentile_ratio(a: FloatArray, b: FloatArray, *, high: float = 0.9, low: float = 0.1) -> FloatArray:
    """Compute the ratio of two percentiles of the true proportions, free of chance.

    Parameters
    ----------
    a, b : ndarray of shape (n_groups,)
        Shapes of the beta law; infinite where areas do not differ.
    high, low : float, default 0.9 and 0.1
        Probabilities of the two percentiles.

    Returns
    -------
    ndarray of shape (n_groups,)
        Quantile of Beta(a, b) at `high` over that at `low`.

    Examples
    --------
    Quantiles of a uniform law are the probabilities themselves:

    >>> import numpy as np
    >>> percentile_ratio(np.array([1.0]), np.array([1.0])).round(6)
    array([9.])
    """
    with np.errstate(invalid="ignore"):
        ratio = special.betaincinv(a, b, high) / special.betaincinv(a, b, low)
    return np.where(np.isposinf(a), 1.0, ratio)
