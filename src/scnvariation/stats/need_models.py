"""Mean models of need by statsmodels, and the variance between areas that they leave."""

from __future__ import annotations

import warnings
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.rising_factorial import log_rising
from scnvariation.stats.segments import Segments

__all__ = ["Family", "Mean", "fit_mean"]

FloatArray = npt.NDArray[np.float64]
Family = Literal["poisson", "negative_binomial", "binomial", "normal"]

STEPS = 100
SETTLED = 1e-10
ALTERNATIONS = 50
NEGLIGIBLE = 1e-6  # of chance variance, in the largest area
LARGEST_ALPHA = 1e6
# A deviance of millions cannot settle to eight decimals; coefficients of standardised covariates can.
SEARCH: dict[str, Any] = {"tol_criterion": "params", "tol": 1e-9}


class Mean(NamedTuple):
    """A fitted mean, and the variance of each area about it: chance + between x part.

    Attributes
    ----------
    coefficients : ndarray of shape (n_coefficients,)
        Of the columns of the design.
    fitted : ndarray of shape (n_areas,)
        Expected events, or values.
    weight : ndarray of shape (n_areas,)
        Information of an area about the linear predictor, as the estimate takes it.
    score : ndarray of shape (n_areas,)
        Variance of an area's part in the score, chance and variance between areas together.
    chance : ndarray of shape (n_areas,)
        Variance of the observation by chance alone.
    between : float
        alpha (relative variance), rho (correlation) or tau2.
    converged : bool
        Whether the search settled.
    """

    coefficients: FloatArray
    fitted: FloatArray
    weight: FloatArray
    score: FloatArray
    chance: FloatArray
    between: float
    converged: bool


def fit_mean(observed: FloatArray, size: FloatArray, matrix: FloatArray, family: Family) -> Mean:
    """Fit the mean model of a family.

    Parameters
    ----------
    observed : ndarray of shape (n_areas,)
        Events, or values.
    size : ndarray of shape (n_areas,)
        Expected events or person-time (Poisson, negative binomial), denominators (binomial), standard errors
        (normal).
    matrix : ndarray of shape (n_areas, n_coefficients)
        Design of full rank.
    family : {"poisson", "negative_binomial", "binomial", "normal"}
        Law of the observations.

    Returns
    -------
    Mean

    Notes
    -----
    statsmodels warns on the console where a search is hard. What can go wrong is looked for before (separation,
    covariates that repeat each other) and after (a search that did not settle), so its warnings are kept away from
    the user.
    """
    models = {
        "poisson": _poisson,
        "negative_binomial": _negative_binomial,
        "binomial": _binomial,
        "normal": _normal,
    }
    with warnings.catch_warnings():
        # Loading statsmodels sets filters of its own, which would otherwise come after ours at the first call.
        import statsmodels.genmod.generalized_linear_model  # noqa: F401, PLC0415 - loaded when it is asked for

        warnings.simplefilter("ignore")
        try:
            return models[family](observed, size, matrix)
        except (ValueError, np.linalg.LinAlgError):  # statsmodels stops so where its weights overflow
            return _nothing(matrix)


def _nothing(matrix: FloatArray) -> Mean:
    rows, columns = (np.full(n, np.nan) for n in matrix.shape)
    return Mean(columns, rows, rows, rows, rows, np.nan, converged=False)


def _poisson(observed: FloatArray, size: FloatArray, matrix: FloatArray) -> Mean:
    from statsmodels.genmod import families  # noqa: PLC0415 - statsmodels is loaded when it is asked for
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    found = GLM(observed, matrix, family=families.Poisson(), offset=np.log(size)).fit(**SEARCH)
    mu = np.asarray(found.fittedvalues)
    between = _between(observed - mu, mu, mu**2, len(mu) - matrix.shape[1])
    return Mean(np.asarray(found.params), mu, mu, mu + between * mu**2, mu, between, bool(found.converged))


def _negative_binomial(observed: FloatArray, size: FloatArray, matrix: FloatArray) -> Mean:
    """Alternate between mean and alpha, whose estimates are uncorrelated in large samples."""
    from statsmodels.genmod import families  # noqa: PLC0415 - statsmodels is loaded when it is asked for
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    mean = _poisson(observed, size, matrix)
    mu, start, alpha = mean.fitted, mean.coefficients, mean.between
    for _ in range(ALTERNATIONS):
        alpha, before = _alpha(observed, mu), alpha
        if not alpha:
            return mean._replace(score=mean.weight, between=0.0)
        law = families.NegativeBinomial(alpha=alpha)
        found = GLM(observed, matrix, family=law, offset=np.log(size)).fit(start_params=start, **SEARCH)
        mu, start = np.asarray(found.fittedvalues), found.params
        settled = abs(alpha - before) <= SETTLED * alpha
        if settled:
            break
    weight = mu / (1.0 + alpha * mu)
    return Mean(np.asarray(found.params), mu, weight, weight, mu, alpha, bool(found.converged and settled))


def _alpha(observed: FloatArray, mu: FloatArray) -> float:
    """Maximise the negative binomial likelihood over alpha, the mean given; 0 where chance explains the spread."""
    from scipy.optimize import brentq  # noqa: PLC0415 - slow to import

    areas = Segments.single(mu.size)

    def score(log_alpha: float) -> float:
        a = np.exp(-log_alpha)
        rising = log_rising(observed, np.array([a]), areas)
        return float(rising.slope[0] - np.sum(np.log1p(mu / a) + (observed - mu) / (a + mu)))

    low, high = np.log(NEGLIGIBLE / mu.max()), np.log(LARGEST_ALPHA)
    if score(low) >= 0:
        return 0.0
    return float(np.exp(brentq(score, low, high, xtol=1e-13)))


def _binomial(observed: FloatArray, size: FloatArray, matrix: FloatArray) -> Mean:
    from statsmodels.genmod import families  # noqa: PLC0415 - statsmodels is loaded when it is asked for
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    found = GLM(observed / size, matrix, family=families.Binomial(), var_weights=size).fit(**SEARCH)
    p = np.asarray(found.fittedvalues)
    chance = size * p * (1.0 - p)
    part = chance * (size - 1.0)
    between = min(_between(observed - size * p, chance, part, len(p) - matrix.shape[1]), 1.0)
    score = chance + between * part
    return Mean(np.asarray(found.params), size * p, chance, score, chance, between, bool(found.converged))


def _normal(observed: FloatArray, size: FloatArray, matrix: FloatArray) -> Mean:
    """Solve sum of squares in units of their variance = I - p for tau2, the mean fitted anew each time."""
    from statsmodels.regression.linear_model import WLS  # noqa: PLC0415 - statsmodels is loaded when it is asked for

    chance, part = size**2, np.ones_like(size)
    df = len(observed) - matrix.shape[1]
    tau2, settled = 0.0, False
    for _ in range(STEPS):
        found = WLS(observed, matrix, weights=1.0 / (chance + tau2)).fit()
        residual = np.asarray(found.resid)
        step = _step(residual, chance, part, tau2, df)
        settled = step <= SETTLED * (tau2 + chance.min())
        if settled:
            break
        tau2 += step
    weight = 1.0 / (chance + tau2)
    return Mean(np.asarray(found.params), np.asarray(found.fittedvalues), weight, weight, chance, tau2, settled)


def _between(residual: FloatArray, chance: FloatArray, part: FloatArray, df: int) -> float:
    """Solve sum residual^2/(chance + between x part) = df; 0 where chance explains the spread.

    Newton's steps from 0 climb to the root without passing it, since the sum falls ever less steeply.
    """
    between = 0.0
    for _ in range(STEPS):
        step = _step(residual, chance, part, between, df)
        if step <= SETTLED * between:
            break
        between += step
    return between


def _step(residual: FloatArray, chance: FloatArray, part: FloatArray, between: float, df: int) -> float:
    """One step of Newton towards the moment estimate, never down."""
    variance = chance + between * part
    square = residual**2 / variance
    fall = float(np.sum(square * part / variance))
    return max(float(np.sum(square) - df) / fall, 0.0) if fall > 0 else 0.0
