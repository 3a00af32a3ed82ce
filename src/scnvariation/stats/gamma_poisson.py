"""Gamma-Poisson model: rates of areas follow a gamma law, counts follow Poisson given the area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.options import check_option
from scnvariation.stats.gamma_poisson_likelihood import GammaPoisson
from scnvariation.stats.profile import Rule
from scnvariation.stats.profile_fit import estimate
from scnvariation.stats.segments import Segments

__all__ = ["GammaPoissonFit", "fit", "percentile_ratio", "typical_gap"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

FEWEST_AREAS = 3
NEARLY_EQUAL = 1e8  # from this shape on the quantile is normal to 1e-9, and the inverse beta loses digits


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaPoissonFit:
    """Fitted gamma-Poisson models, one per group; every array has shape (n_groups,).

    Attributes
    ----------
    v, v_lower, v_upper : ndarray
        Squared coefficient of variation of the true rates, with its interval: exactly 0 where areas do not
        differ by more than chance, infinite where the data set no upper limit, nan where nothing was fitted
        (or, for the limits, asked for).
    mu : ndarray
        Level of the group, as a ratio of observed to expected.
    likelihood_ratio : ndarray
        Twice what the criterion gains over no variation.
    no_upper_limit : ndarray of bool
        Whether the data set no upper limit.
    """

    v: FloatArray
    v_lower: FloatArray
    v_upper: FloatArray
    mu: FloatArray
    likelihood_ratio: FloatArray
    no_upper_limit: BoolArray


def fit(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    level: float | None = 0.95,
    rule: Rule = "adjusted",
) -> GammaPoissonFit:
    """Estimate the variance between areas by adjusted profile likelihood of the gamma-Poisson model.

    The model of rates, ratios and directly standardised rates (by effective count). By default the level of
    each group is free and the degree of freedom that it costs is given back, so that the interval covers in
    networks of nine areas as well as in England. One outlier is part of the variation it measures: look at
    the estimate without flagged areas beside it.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events, >= 0, whole or not.
    expected : ndarray of shape (n_rows,)
        Expected events, > 0. Their scale does not matter unless the rule is "fixed".
    segments : Segments
        Groups of rows.
    level : float or None, default 0.95
        Coverage of the interval; None leaves it out, which takes a third of the time.
    rule : {"adjusted", "profile", "fixed"}, default "adjusted"
        Cox-Reid adjusted profile likelihood with the cut-off for few areas; plain profile likelihood with the
        level free; or with the level fixed at 1 (for expected counts that are known).

    Returns
    -------
    GammaPoissonFit
        nan for groups of fewer than three areas or without any event.

    Raises
    ------
    OptionError
        If `rule` is not one of the words or `level` not a probability.

    See Also
    --------
    scnvariation.stats.beta_binomial.fit : The same for proportions.

    Notes
    -----
    l(mu, v) = sum ln Gamma(O + 1/v) - ln Gamma(1/v) + O ln(v m) - (O + 1/v) ln(1 + v m), m = mu E;
    l_A(v) = max over mu of l - 0.5 ln J, J = sum m/(1 + v m). The interval holds all v with
    2 (l_A(peak) - l_A(v)) <= z^2 (1 + 1/(3 (I - 1))). Zero is decided by the slope of
    the criterion there, which is known in closed form. If the true rates are lognormal rather than gamma with a
    variance above about 0.15, v is some 5 to 10 per cent low, the typical gap is not.

    References
    ----------
    .. [1] Clayton D, Kaldor J (1987). Empirical Bayes estimates of age-standardized relative risks for use in
       disease mapping. Biometrics 43:671-681.
    .. [2] Cox DR, Reid N (1987). Parameter orthogonality and approximate conditional inference.
       J. R. Statist. Soc. B 49:1-39.

    Examples
    --------
    Four areas that lie closer together than chance alone would put them:

    >>> import numpy as np
    >>> found = fit(np.array([9.0, 10, 11, 10]), np.full(4, 10.0), Segments.single(4), level=None)
    >>> found.v, found.mu
    (array([0.]), array([1.]))
    """
    check_option("rule", rule, Rule)
    usable = (segments.lengths >= FEWEST_AREAS) & (segments.sum(observed) > 0) & (segments.min(expected) > 0)
    likelihood = GammaPoisson(observed, expected, segments)
    found = estimate(likelihood, usable, rule=rule, coverage=level)
    return GammaPoissonFit(
        v=np.exp(found.spread),
        v_lower=np.exp(found.lower),
        v_upper=np.exp(found.upper),
        mu=np.exp(found.level),
        likelihood_ratio=found.likelihood_ratio,
        no_upper_limit=np.isposinf(found.upper),
    )


def typical_gap(a: FloatArray) -> FloatArray:
    """Compute the median rate ratio of a gamma law in closed form.

    How many times higher the true rate is in the higher of two areas picked at random, at the median. It is
    free of chance and of the number of areas, so that networks may be compared by it.

    Parameters
    ----------
    a : ndarray of shape (n_groups,)
        Shape of the gamma law, 1/v; infinite where areas do not differ.

    Returns
    -------
    ndarray of shape (n_groups,)
        At least 1; infinite for a = 0.

    Notes
    -----
    The ratio of two independent gamma variables of shape a follows F(2a, 2a), and its median in either
    direction is the 75th percentile of that law.

    References
    ----------
    .. [1] Larsen K, Merlo J (2005). Appropriate assessment of neighborhood effects on individual health.
       Am. J. Epidemiol. 161:81-88. doi:10.1093/aje/kwi017

    Examples
    --------
    The 75th percentile of F(2, 2) is 3, since P(F(2, 2) < x) = x/(1 + x):

    >>> import numpy as np
    >>> typical_gap(np.array([1.0])).round(6)
    array([3.])
    """
    upper = special.betaincinv(a, a, 0.75)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = upper / (1.0 - upper)
        normal = np.exp(special.ndtri(0.75) * np.sqrt(2.0 / a))
    return np.where(a > NEARLY_EQUAL, normal, np.where(a == 0, np.inf, gap))


def percentile_ratio(a: FloatArray, *, high: float = 0.9, low: float = 0.1) -> FloatArray:
    """Compute the ratio of two percentiles of the true rates, free of chance.

    Parameters
    ----------
    a : ndarray of shape (n_groups,)
        Shape of the gamma law, 1/v; infinite where areas do not differ.
    high, low : float, default 0.9 and 0.1
        Probabilities of the two percentiles.

    Returns
    -------
    ndarray of shape (n_groups,)
        Quantile of Gamma(a) at `high` over that at `low`.

    Examples
    --------
    A gamma law of shape 1 is exponential, with quantiles -ln(1 - p):

    >>> import numpy as np
    >>> percentile_ratio(np.array([1.0])).round(6), (np.log(0.1) / np.log(0.9)).round(6)
    (array([21.854345]), np.float64(21.854345))
    """
    ratio = special.gammaincinv(a, high) / special.gammaincinv(a, low)
    return np.where(np.isposinf(a), 1.0, ratio)
