"""The nested model in the units and the order of the caller."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.options import check_option
from scnvariation.stats.nested_laws import Family, mean_events
from scnvariation.stats.nested_ml import maximum_fit
from scnvariation.stats.nested_prepare import Prepared, covariate_columns, prepare
from scnvariation.stats.nested_quadrature import Nodes
from scnvariation.stats.nested_reml import Fitted, restricted_fit
from scnvariation.stats.normal_normal import MEDIAN_DIFFERENCE

__all__ = ["NestedFit", "OneLevel", "fit", "one_level", "typical_gap"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

TINY = 10.0  # mean events of an area (on the rarer side of a proportion) below which Laplace is a little low
NODES = Nodes(network=11, area=11)


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedFit:
    """A fitted nested model.

    Attributes
    ----------
    coefficients : ndarray of shape (1 + n_covariates,)
        Intercept, then a slope per unit of each covariate, on the log, the logit or the scale of the value.
    covariance : ndarray of shape (1 + n_covariates, 1 + n_covariates)
        Their covariance at the fitted variances.
    sigma2_between, sigma2_within : float
        Variance between networks and between areas of a network, on the same scale; exactly 0 where the
        likelihood is highest at 0. `sigma2_between` is nan where networks and areas cannot be told apart
        (one network, or as many networks as areas): all variance is then in `sigma2_within`.
    log_likelihood : float
        Log-likelihood or restricted log-likelihood.
    network_effects : ndarray of shape (n_networks,)
        Most likely effect of each network, in the order of their codes.
    area_effects : ndarray of shape (n_areas,)
        Most likely effect of each area within its network, in the order given.
    converged : bool
        Whether a maximum was found; where not, every number is nan.
    """

    coefficients: FloatArray
    covariance: FloatArray
    sigma2_between: float
    sigma2_within: float
    log_likelihood: float
    network_effects: FloatArray
    area_effects: FloatArray
    converged: bool


@dataclass(frozen=True, slots=True)
class OneLevel:
    """A fitted model of areas without networks.

    Attributes
    ----------
    mu : float
        Intercept, on the log (or logit) scale.
    sigma2 : float
        Variance between areas on the same scale.
    coefficients : ndarray of shape (1 + n_covariates,)
        Intercept and slopes.
    log_likelihood : float
        Log-likelihood by quadrature.
    """

    mu: float
    sigma2: float
    coefficients: FloatArray
    log_likelihood: float


def fit(
    observed: FloatArray,
    size: FloatArray,
    network: IntArray,
    need: FloatArray | None = None,
    *,
    family: Family = "poisson",
    restricted: bool = False,
) -> NestedFit:
    """Fit areas within networks by the Laplace approximation, or by quadrature where counts are tiny.

    Says how much areas differ beyond chance and need, and how much of that lies between networks. The two
    variances are of this model; for shares with intervals use `shares`. With a dozen networks the variance
    between them is known within a factor of three at best.

    Parameters
    ----------
    observed : ndarray of shape (n_areas,)
        Events, or values.
    size : ndarray of shape (n_areas,)
        Expected events ("poisson"), denominators ("binomial") or standard errors ("normal"), > 0.
    network : ndarray of shape (n_areas,)
        Code of the network of each area.
    need : ndarray of shape (n_areas, n_covariates), optional
        Need covariates, in their own units.
    family : {"poisson", "binomial", "normal"}, default "poisson"
        Counts with a log link, proportions with a logit link, values with known standard errors.
    restricted : bool, default False
        Maximise the restricted likelihood, which pays for the coefficients and does not underestimate the
        variance between a dozen networks; always by Laplace.

    Returns
    -------
    NestedFit
        Estimates; nan throughout where there are fewer than three areas, no event, events only or equal values, or
        where the likelihood has no maximum: a covariate separates areas with events from those without, or one to
        three areas have all the events and the restricted likelihood rises with a variance for ever.

    Raises
    ------
    OptionError
        If `family` is not one of the words.
    DataError
        If there are too many covariates for the areas, or one is constant or follows from the others.

    See Also
    --------
    scnvariation.stats.nested.shares : Shares of true variation, with intervals.
    scnvariation.stats.nested.moments : Closed form for many indicators.

    Notes
    -----
    O_i ~ Poisson(E_i exp(b0 + x_i'b + s_B a_g + s_W u_i)) with a, u ~ N(0, 1), and likewise on the logit scale
    for proportions. The effects are integrated out at their mode; their matrix of second derivatives is an
    arrow, so that a Newton step costs as much as reading the areas. Where areas have fewer than ten events on
    average Laplace is a little low (1 per cent of the variance in Scottish lip cancer), and both levels are
    integrated by adaptive quadrature with eleven nodes each. The normal case is exact. A variance is 0 where
    the likelihood is highest there: that is an estimate, not a failure.

    References
    ----------
    .. [1] Breslow NE, Clayton DG (1993). Approximate inference in generalized linear mixed models.
       J. Am. Statist. Ass. 88:9-25. doi:10.1080/01621459.1993.10594284
    .. [2] Patterson HD, Thompson R (1971). Recovery of inter-block information when block sizes are unequal.
       Biometrika 58:545-554. doi:10.1093/biomet/58.3.545

    Examples
    --------
    Two areas in each of three networks; areas of a network agree to a unit with error variance 1/2, so that
    nothing is left within, and network means 10, 20, 30 vary by 100 less the error variance 1/4 of a mean:

    >>> import numpy as np
    >>> value = np.array([9.5, 10.5, 19.5, 20.5, 29.5, 30.5])
    >>> found = fit(value, np.full(6, 0.5**0.5), np.array([0, 0, 1, 1, 2, 2]), family="normal", restricted=True)
    >>> round(found.sigma2_between, 2), round(found.sigma2_within, 2), found.coefficients.round(4)
    (99.75, 0.0, array([20.]))
    """
    check_option("family", family, Family)
    ready = prepare(observed, size, network, need, family)
    if ready is None:
        return _nothing(network, need)
    if restricted:
        found = restricted_fit(ready.model, nested=ready.nested)
    else:
        nodes = NODES if mean_events(ready.model.law) < TINY else None
        found = maximum_fit(ready.model, nested=ready.nested, nodes=nodes)
    return _in_units_of_the_caller(ready, found, restricted=restricted) if found.settled else _nothing(network, need)


def _in_units_of_the_caller(ready: Prepared, found: Fitted, *, restricted: bool) -> NestedFit:
    """Undo the units and the order of the model."""
    area_effects = np.empty(ready.order.size)
    area_effects[ready.order] = ready.unit * found.within * found.mode.area[0]
    return NestedFit(
        coefficients=ready.coefficients(found.slopes),
        covariance=ready.back @ np.linalg.inv(found.information) @ ready.back.T,
        sigma2_between=(ready.unit * found.between) ** 2 if ready.nested else np.nan,
        sigma2_within=(ready.unit * found.within) ** 2,
        log_likelihood=ready.log_likelihood(found.height, restricted=restricted),
        network_effects=ready.unit * found.between * found.mode.network[0],
        area_effects=area_effects,
        converged=True,
    )


def _nothing(network: IntArray, need: FloatArray | None) -> NestedFit:
    """Say that nothing was fitted."""
    n_columns = 1 + covariate_columns(need, network.size).shape[1]
    return NestedFit(
        coefficients=np.full(n_columns, np.nan),
        covariance=np.full((n_columns, n_columns), np.nan),
        sigma2_between=np.nan,
        sigma2_within=np.nan,
        log_likelihood=np.nan,
        network_effects=np.full(np.unique(network).size, np.nan),
        area_effects=np.full(network.size, np.nan),
        converged=False,
    )


def one_level(
    observed: FloatArray,
    expected: FloatArray,
    need: FloatArray | None = None,
    *,
    nodes: int = 31,
    family: Family = "poisson",
) -> OneLevel:
    """Fit areas without networks by adaptive Gauss-Hermite quadrature.

    The lognormal alternative to the gamma-Poisson model, with covariates; for counts however small.

    Parameters
    ----------
    observed : ndarray of shape (n_areas,)
        Events, or values.
    expected : ndarray of shape (n_areas,)
        Expected events, denominators or standard errors, as `fit` takes them.
    need : ndarray of shape (n_areas, n_covariates), optional
        Need covariates, in their own units.
    nodes : int, default 31
        Points of the quadrature per area; 1 is the Laplace approximation.
    family : {"poisson", "binomial", "normal"}, default "poisson"
        As `fit` takes it.

    Returns
    -------
    OneLevel
        nan where nothing can be fitted.

    Raises
    ------
    OptionError
        If `family` is not one of the words.
    DataError
        If there are too many covariates for the areas, or one is constant or follows from the others.

    Notes
    -----
    log L = sum ln int p(O_i | mu + x_i'b + sigma u) phi(u) du, nodes centred at the mode of each area with the
    scale of the curvature there.

    References
    ----------
    .. [1] Pinheiro JC, Bates DM (1995). Approximations to the log-likelihood function in the nonlinear
       mixed-effects model. J. Comput. Graph. Statist. 4:12-35. doi:10.1080/10618600.1995.10474663

    Examples
    --------
    Counts closer together than chance would put them:

    >>> import numpy as np
    >>> found = one_level(np.array([18.0, 20, 22, 20]), np.full(4, 10.0))
    >>> round(np.exp(found.mu), 6), found.sigma2
    (np.float64(2.0), 0.0)
    """
    check_option("family", family, Family)
    ready = prepare(observed, expected, np.zeros(observed.size, dtype=np.int64), need, family)
    if ready is not None:
        found = maximum_fit(ready.model, nested=False, nodes=Nodes(network=1, area=nodes))
        if found.settled:
            coefficients = ready.coefficients(found.slopes)
            height = ready.log_likelihood(found.height, restricted=False)
            return OneLevel(float(coefficients[0]), (ready.unit * found.within) ** 2, coefficients, height)
    n_columns = 1 + covariate_columns(need, observed.size).shape[1]
    return OneLevel(np.nan, np.nan, np.full(n_columns, np.nan), np.nan)


def typical_gap(sigma2: float | FloatArray) -> FloatArray:
    """Compute the median rate ratio (or odds ratio) of a lognormal (or logit-normal) law.

    Parameters
    ----------
    sigma2 : float or ndarray of shape (n_groups,)
        Variance between areas on the log or logit scale.

    Returns
    -------
    ndarray of shape (n_groups,)
        At least 1.

    Notes
    -----
    exp(sqrt(2 sigma2) z), z the 75th percentile of the normal law.

    References
    ----------
    .. [1] Larsen K, Merlo J (2005). Appropriate assessment of neighborhood effects on individual health.
       Am. J. Epidemiol. 161:81-88. doi:10.1093/aje/kwi017

    Examples
    --------
    >>> import numpy as np
    >>> typical_gap(np.array([0.0, 0.04])).round(6)
    array([1.      , 1.210187])
    """
    return np.asarray(np.exp(MEDIAN_DIFFERENCE * np.sqrt(sigma2)))
