"""Expected counts by need: regression of events on need covariates over all areas of England.

The expected counts of `fit` take the place of those of level 1 (age and sex): ratio O/expected, funnel, SCV and
typical gap follow as before. A regression with k covariates spends k degrees of freedom on slopes; the statistics of
`scnvariation.stats.spread` that count degrees of freedom take the part that falls on a group as `slopes_lost`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scnvariation.options import check_option
from scnvariation.stats.need_design import Design, design, separated, variance_inflation
from scnvariation.stats.need_models import Family, Mean, fit_mean

__all__ = ["Family", "NeedFit", "Trouble", "fit"]

FloatArray = npt.NDArray[np.float64]
Trouble = Literal["", "too_few_areas", "no_events", "collinear", "separated", "did_not_converge"]

SPARE_AREAS = 3  # more than coefficients, or the residuals say nothing
DETERMINED = 1e-10  # smallest eigenvalue of the information, its diagonal scaled to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFit:
    """A regression on need covariates; all numbers are nan where there is `trouble`.

    Attributes
    ----------
    trouble : str
        Empty, or why nothing was fitted: `too_few_areas`, `no_events` (or nothing but events), `collinear`,
        `separated`, `did_not_converge`.
    coefficients, standard_errors : ndarray of shape (1 + n_covariates,)
        Intercept and slopes per natural unit, on the log scale (counts), the logit scale (proportions) or that of
        the values.
    covariance : ndarray of shape (1 + n_covariates, 1 + n_covariates)
        Of the coefficients.
    expected : ndarray of shape (n_areas,)
        Fitted events, or values.
    between : float
        Variance between areas that the covariates leave: alpha, the relative variance of counts; rho of
        proportions; tau2 of values. 0 where chance explains the spread.
    pearson_df : float
        Pearson's chi-square about the fit, chance alone, over I - p: 1 where chance explains the spread.
    leverage : ndarray of shape (n_areas,)
        Share of its own fitted value that an area sets; they sum to p.
    inflation : ndarray of shape (n_covariates,)
        Variance inflation factors.
    sd : ndarray of shape (n_covariates,)
        Standard deviation of each covariate over the areas: slope x sd is the slope per standard deviation.
    constant, repeated : tuple of int
        Covariates that never change, and those that earlier ones determine.
    """

    trouble: Trouble
    coefficients: FloatArray
    covariance: FloatArray
    expected: FloatArray
    between: float
    pearson_df: float
    leverage: FloatArray
    inflation: FloatArray
    sd: FloatArray
    constant: tuple[int, ...]
    repeated: tuple[int, ...]

    @property
    def standard_errors(self) -> FloatArray:
        """Standard errors of intercept and slopes."""
        return np.sqrt(np.diag(self.covariance))

    def predictor(self, covariates: FloatArray) -> FloatArray:
        """Evaluate intercept + x'slopes for any areas.

        Parameters
        ----------
        covariates : ndarray of shape (n_areas, n_covariates)
            In natural units.

        Returns
        -------
        ndarray of shape (n_areas,)
            Log of the expected rate or ratio, logit of the expected proportion, or the expected value.
        """
        found: FloatArray = self.coefficients[0] + covariates @ self.coefficients[1:]
        return found


def fit(
    observed: FloatArray,
    size: FloatArray,
    covariates: FloatArray,
    *,
    family: Family = "poisson",
) -> NeedFit:
    """Regress events on need covariates: Poisson (log link), binomial (logit) or weighted least squares.

    Fit it to all areas of England, not to the areas of one network, whose level it would take away. What the
    covariates do not explain is *unexplained*, which is not the same as unwarranted. The slopes are of areas: they need
    not hold for patients.

    Parameters
    ----------
    observed : ndarray of shape (n_areas,)
        Events, or values of the normal family.
    size : ndarray of shape (n_areas,)
        Expected events of a former step, or person-time ("poisson", "negative_binomial"); denominators ("binomial");
        standard errors ("normal"); all > 0.
    covariates : ndarray of shape (n_areas, n_covariates)
        Need covariates in natural units, without gaps.
    family : {"poisson", "negative_binomial", "binomial", "normal"}
        Law of the observations. "negative_binomial" is for comparison: its fitted events do not add up to those
        observed.

    Returns
    -------
    NeedFit

    Raises
    ------
    OptionError
        If `family` is not one of the words.

    Notes
    -----
    ln(expected/size) = x'b; logit p = x'b; y = x'b. Estimates are those of chance alone (Poisson, binomial), whose
    expected events add up to those observed. Their standard errors are not: they are those of estimates under the
    negative binomial variance mu + alpha mu^2, the beta-binomial n p (1 - p)(1 + (n - 1) rho), with the variance
    between areas by moments, sum residual^2/variance = I - p: (X'WX)^-1 X'VX (X'WX)^-1, W the variance by chance and
    V the whole. Values are weighted by 1/(s^2 + tau2), tau2 by the same equation. The negative binomial family
    maximises its likelihood over coefficients and alpha.

    References
    ----------
    .. [1] McCullagh P, Nelder JA (1989). Generalized Linear Models, 2nd edition. Chapman and Hall, London.
    .. [2] Breslow NE (1984). Extra-Poisson variation in log-linear models. Applied Statistics 33:38-44.
    .. [3] Paule RC, Mandel J (1982). Consensus values and weighting factors. J. Res. Natl Bur. Stand. 87:377-385.

    Examples
    --------
    Three deprived areas have 60 events where 40 were expected, three others 30 of 40. One covariate that tells the
    two kinds apart gives each kind its own ratio, and the slope is the logarithm of (60/40)/(30/40) = 2:

    >>> import numpy as np
    >>> deprived = np.array([[1.0], [1], [1], [0], [0], [0]])
    >>> observed, size = np.array([12.0, 18, 30, 9, 10, 11]), np.array([10.0, 10, 20, 15, 10, 15])
    >>> found = fit(observed, size, deprived)
    >>> found.expected.round(6)
    array([15.  , 15.  , 30.  , 11.25,  7.5 , 11.25])
    >>> bool(np.isclose(found.coefficients[1], np.log(2)))
    True
    """
    check_option("family", family, Family)
    n_areas, n_covariates = covariates.shape
    if n_areas < 1 + n_covariates + SPARE_AREAS:
        return _unfitted("too_few_areas", n_areas, n_covariates)
    laid_out = design(covariates)
    trouble = _trouble(observed, size, laid_out, family)
    if trouble:
        return _unfitted(trouble, n_areas, n_covariates, laid_out)
    mean = fit_mean(observed, size, laid_out.matrix, family)
    if not (mean.converged and _determined(laid_out.matrix, mean)):
        return _unfitted("did_not_converge", n_areas, n_covariates, laid_out)
    return _fitted(observed, laid_out, mean)


def _trouble(observed: FloatArray, size: FloatArray, laid_out: Design, family: Family) -> Trouble:
    """Say what stands in the way of a fit."""
    if laid_out.constant or laid_out.repeated:
        return "collinear"
    if family == "normal":
        return ""
    side = -(observed <= 0).astype(np.int64)
    if family == "binomial":
        side += observed >= size
    if (side == -1).all() or (side == 1).all():
        return "no_events"
    return "separated" if separated(laid_out.matrix, side) else ""


def _determined(matrix: FloatArray, mean: Mean) -> bool:
    """Whether every coefficient is: a search that ran far away leaves areas of which nothing is expected."""
    information = matrix.T @ (mean.weight[:, None] * matrix)
    size = np.sqrt(np.diag(information))
    if not ((mean.chance > 0).all() and (size > 0).all()):
        return False
    return bool(np.linalg.eigvalsh(information / np.outer(size, size)).min() > DETERMINED)


def _fitted(observed: FloatArray, laid_out: Design, mean: Mean) -> NeedFit:
    """Add standard errors and diagnostics, and turn back to natural units."""
    matrix, turn = laid_out.matrix, laid_out.to_natural
    bread = np.linalg.inv(matrix.T @ (mean.weight[:, None] * matrix))
    covariance = bread @ (matrix.T @ (mean.score[:, None] * matrix)) @ bread
    df = len(observed) - matrix.shape[1]
    return NeedFit(
        trouble="",
        coefficients=turn @ mean.coefficients,
        covariance=turn @ covariance @ turn.T,
        expected=mean.fitted,
        between=mean.between,
        pearson_df=float(np.sum((observed - mean.fitted) ** 2 / mean.chance) / df),
        leverage=mean.weight * np.einsum("ij,jk,ik->i", matrix, bread, matrix),
        inflation=variance_inflation(matrix),
        sd=laid_out.sd,
        constant=(),
        repeated=(),
    )


def _unfitted(trouble: Trouble, n_areas: int, n_covariates: int, laid_out: Design | None = None) -> NeedFit:
    """Give nan for every number."""
    return NeedFit(
        trouble=trouble,
        coefficients=np.full(1 + n_covariates, np.nan),
        covariance=np.full((1 + n_covariates, 1 + n_covariates), np.nan),
        expected=np.full(n_areas, np.nan),
        between=np.nan,
        pearson_df=np.nan,
        leverage=np.full(n_areas, np.nan),
        inflation=np.full(n_covariates, np.nan),
        sd=np.full(n_covariates, np.nan),
        constant=laid_out.constant if laid_out else (),
        repeated=laid_out.repeated if laid_out else (),
    )
