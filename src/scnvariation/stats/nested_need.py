"""What need explains in the nested model: its variance, its slopes within and between networks, its company."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.nested_laplace import Model
from scnvariation.stats.nested_prepare import Prepared
from scnvariation.stats.nested_profile import Z
from scnvariation.stats.nested_reml import Fitted, restricted_fit

__all__ = ["NeedVariance", "Slopes", "confounding", "need_variance", "network_check", "slopes_of"]

FloatArray = npt.NDArray[np.float64]

ROOT_DISTINCT = 1e-6  # smallest over largest singular value of a design
NOTHING_LEFT = 1e-24  # of a sum of squares: what rounding leaves


@dataclass(frozen=True, slots=True)
class NeedVariance:
    """Variance of need among the areas, with limits, and the P-value of its slopes; units of the predictor."""

    point: float
    lower: float
    upper: float
    p_value: float

    @property
    def at_zero(self) -> bool:
        """Whether no slope at all is among what the data allow."""
        return not self.lower > 0


@dataclass(frozen=True, slots=True)
class Slopes:
    """Slopes of need with standard errors, in the units of the caller; every array (n_covariates,).

    `slope` is of all areas together, `within` among areas of a network, `between` among means of networks,
    `difference_p` the P-value of their being the same.
    """

    slope: FloatArray
    slope_se: FloatArray
    within: FloatArray
    within_se: FloatArray
    between: FloatArray
    between_se: FloatArray
    difference_p: FloatArray


def need_variance(model: Model, best: Fitted) -> NeedVariance:
    """Estimate the variance of x'b among the areas, what chance adds to it taken off.

    Parameters
    ----------
    model : Model
        The areas.
    best : Fitted
        Highest point of the restricted likelihood.

    Returns
    -------
    NeedVariance
        Zeros, and nan for the P-value, where there is no covariate.

    Notes
    -----
    With S the covariance of the covariates over the areas and C that of the slopes b, the point is
    max(0, b'Sb - tr(CS)). The limits are (root -/+ 1.96 e)^2, e = sqrt(b'SCSb / b'Sb) the standard error of
    sqrt(b'Sb) by the delta method and root^2 = b'Sb less the part of tr(CS) across the direction of b, that is
    tr(CS) - e^2. With one covariate this is (b -/+ 1.96 se)^2 Var x. The lower limit is 0 where the Wald test
    of all slopes has P of 5 per cent or more.
    """
    slopes = best.slopes[1:]
    if not slopes.size:
        return NeedVariance(0.0, 0.0, 0.0, np.nan)
    covariance = np.linalg.inv(best.information)[1:, 1:]
    spread = model.design[:, 1:].T @ model.design[:, 1:] / model.shape[0]
    raw, noise = float(slopes @ spread @ slopes), float(np.trace(covariance @ spread))
    along = spread @ slopes
    error2 = float(along @ covariance @ along) / raw if raw > 0 else noise
    root, error = np.sqrt(max(raw - (noise - error2), 0.0)), np.sqrt(error2)
    p_value = float(special.chdtrc(slopes.size, slopes @ np.linalg.solve(covariance, slopes)))
    lower = max(root - Z * error, 0.0) ** 2 if p_value < 2.0 * special.ndtr(-Z) else 0.0
    return NeedVariance(max(raw - noise, 0.0), float(lower), float(root + Z * error) ** 2, p_value)


def slopes_of(ready: Prepared, best: Fitted) -> Slopes:
    """Give the slopes of all areas together, and within and between networks apart.

    Parameters
    ----------
    ready : Prepared
        The areas, with the way back to the units of the caller.
    best : Fitted
        Highest point of the restricted likelihood.

    Returns
    -------
    Slopes
        Within and between nan where the networks are too few, or a covariate does not vary on both levels.

    Notes
    -----
    Slopes within and between come from a second restricted fit in which each covariate is split into the mean
    of its network and the distance from it.

    References
    ----------
    .. [1] Mundlak Y (1978). On the pooling of time series and cross section data. Econometrica 46:69-85.
    """
    units = ready.unit / ready.width
    n = units.size
    error = np.sqrt(np.diag(np.linalg.inv(best.information)))[1:]
    unknown = np.full(n, np.nan)
    slopes = Slopes(best.slopes[1:] * units, error * units, *[unknown] * 5)
    parts = _split(ready.model)
    if not ready.nested or not n or not _distinct(parts):
        return slopes
    apart = restricted_fit(replace(ready.model, design=parts), nested=True)
    if not apart.settled:
        return slopes
    covariance = np.linalg.inv(apart.information)[1:, 1:]
    within, between = apart.slopes[1 : n + 1], apart.slopes[n + 1 :]
    variance = np.diag(covariance)
    difference = variance[:n] + variance[n:] - 2.0 * np.diag(covariance[:n, n:])
    return replace(
        slopes,
        within=within * units,
        within_se=np.sqrt(variance[:n]) * units,
        between=between * units,
        between_se=np.sqrt(variance[n:]) * units,
        difference_p=2.0 * special.ndtr(-np.abs(between - within) / np.sqrt(difference)),
    )


def _split(model: Model) -> FloatArray:
    """Give the design with each covariate as distance from the mean of its network, then that mean."""
    covariates = model.design[:, 1:].T
    means = model.networks.repeat(model.networks.sum(covariates) / model.networks.lengths)
    return np.concatenate([model.design[:, :1], (covariates - means).T, means.T], axis=1)


def _distinct(design: FloatArray) -> bool:
    """Tell whether no column follows from the others, with networks to spare."""
    strengths = np.linalg.svd(design, compute_uv=False)
    return bool(strengths.size == design.shape[1] and strengths.min() > ROOT_DISTINCT * strengths.max())


def confounding(model: Model, best: Fitted) -> FloatArray:
    """Correlate network means of each covariate with the network effects; nan where either is constant."""
    covariates = model.design[:, 1:].T
    means = model.networks.sum(covariates) / model.networks.lengths
    means = means - means.mean(axis=1, keepdims=True)
    effects = best.between * (best.mode.network[0] - best.mode.network[0].mean())
    size = np.sqrt(np.square(means).sum(axis=1) * np.square(effects).sum())
    return np.where(size > 0, means @ effects / np.where(size > 0, size, 1.0), np.nan)


def network_check(model: Model, best: Fitted) -> float:
    """Test networks by the F test of their means after need, areas weighted by chance and scatter together.

    Parameters
    ----------
    model : Model
        The areas.
    best : Fitted
        Highest point of the restricted likelihood: its fixed part and scatter within networks make the weights.

    Returns
    -------
    float
        P-value; nan where no area is left over, or the areas of every network agree exactly.

    Notes
    -----
    Weighted least squares of the working value y = x'b + score/weight with weights 1/(1/weight + s_W^2): the
    networks on G - 1 degrees of freedom against what is left on I - G - k.
    """
    n_areas, n_networks = model.shape
    df = n_areas - n_networks - (model.design.shape[1] - 1)
    if df < 1 or n_networks < 2:
        return float("nan")
    fixed = model.design @ best.slopes
    score, curvature = model.law.score_and_weight(fixed)
    weight = np.sqrt(1.0 / (1.0 / curvature + best.within**2))
    indicator = (model.networks.repeat(np.arange(n_networks))[:, None] == np.arange(n_networks)).astype(np.float64)
    value = weight * (fixed + score / curvature)
    without = _left(weight[:, None] * model.design, value)
    with_networks = _left(weight[:, None] * np.concatenate([indicator, model.design[:, 1:]], axis=1), value)
    if with_networks <= NOTHING_LEFT * float(np.square(value).sum()):
        return float("nan")
    f = max(without - with_networks, 0.0) / (n_networks - 1) / (with_networks / df)
    return float(special.fdtrc(n_networks - 1, df, f))


def _left(columns: FloatArray, value: FloatArray) -> float:
    """Give the sum of squares that a regression leaves."""
    coefficients = np.linalg.lstsq(columns, value, rcond=None)[0]
    return float(np.square(value - columns @ coefficients).sum())
