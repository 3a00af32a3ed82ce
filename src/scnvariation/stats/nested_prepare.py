"""What the nested model is fitted to: areas sorted by network, covariates and units made comparable."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.errors import DataError
from scnvariation.messages.nested import covariates_repeat, too_many_covariates
from scnvariation.stats.nested_laplace import Model
from scnvariation.stats.nested_laws import Family, law_of
from scnvariation.stats.segments import Segments

__all__ = ["Prepared", "covariate_columns", "prepare"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

FEWEST_AREAS = 3
TYPICAL_SPREAD = 0.2  # to which values are scaled: that of a logarithm of rates
DISTINCT = 1e-9  # smallest singular value of standardised covariates, per root of the number of areas


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A model with the way back to the units and the order of the caller.

    Attributes
    ----------
    model : Model
        Areas sorted by network; expected events brought to the level observed, values to a common spread.
    order : ndarray of shape (n_areas,)
        Row of the caller for each area of the model.
    centre, width : ndarray of shape (n_covariates,)
        Mean and standard deviation (n - 1) of the covariates.
    level : float
        Logarithm of observed over expected events, 0 for other families.
    unit : float
        What one unit of the predictor stands for: 1, for values their scale.
    """

    model: Model
    order: npt.NDArray[np.intp]
    centre: FloatArray
    width: FloatArray
    level: float
    unit: float

    @property
    def nested(self) -> bool:
        """Whether networks and areas can be told apart: several networks, some with several areas."""
        n_areas, n_networks = self.model.shape
        return 1 < n_networks < n_areas

    @property
    def back(self) -> FloatArray:
        """Matrix that leads from the coefficients of the model to those of the caller, without the level."""
        n = self.centre.size + 1
        matrix = np.diag(np.concatenate([[1.0], 1.0 / self.width]))
        matrix[0, 1:] = -self.centre / self.width
        return self.unit * matrix.reshape(n, n)

    def coefficients(self, slopes: FloatArray) -> FloatArray:
        """Bring the coefficients of the model to the units of the caller."""
        found = self.back @ slopes
        found[0] += self.level
        return found

    def log_likelihood(self, height: float, *, restricted: bool) -> float:
        """Bring a log-likelihood of the model to the units of the caller."""
        n_areas, n_columns = self.model.design.shape
        if not restricted:
            return float(height - n_areas * math.log(self.unit))
        widths = float(np.log(self.width).sum())
        return float(height - (n_areas - n_columns) * math.log(self.unit) - widths)


def prepare(
    observed: FloatArray, size: FloatArray, network: IntArray, need: FloatArray | None, family: Family
) -> Prepared | None:
    """Sort areas by network and bring covariates and units to a common scale.

    Parameters
    ----------
    observed, size, network, need, family
        As `scnvariation.stats.nested.fit` takes them.

    Returns
    -------
    Prepared or None
        None where there is nothing to fit: fewer than three areas, no event, events only, all values equal, or a
        figure or covariate missing.

    Raises
    ------
    DataError
        If the covariates are too many, or one follows from the others.
    """
    covariates = covariate_columns(need, observed.size)
    if not (_usable(observed, size, family) and np.isfinite(covariates).all()):
        return None
    order = np.argsort(network, kind="stable")
    level = float(np.log(observed.sum() / size.sum())) if family == "poisson" else 0.0
    unit = float(np.std(observed)) / TYPICAL_SPREAD if family == "normal" else 1.0
    centre, width, design = _standardised(covariates[order])
    law = law_of(observed[order] / unit, size[order] * np.exp(level) / unit, family)
    return Prepared(Model(law, Segments.from_sorted_codes(network[order]), design), order, centre, width, level, unit)


def covariate_columns(need: FloatArray | None, n_areas: int) -> FloatArray:
    """Give covariates as a matrix, without columns where there are none."""
    if need is None:
        return np.empty((n_areas, 0))
    return np.asarray(need, dtype=np.float64).reshape(n_areas, -1)


def _usable(observed: FloatArray, size: FloatArray, family: Family) -> bool:
    """Tell whether there is anything to fit."""
    if observed.size < FEWEST_AREAS or not (np.isfinite(observed).all() and np.isfinite(size).all()):
        return False
    if not (size > 0).all():
        return False
    if family == "poisson":
        return bool(observed.sum() > 0)
    if family == "binomial":
        return bool(0 < observed.sum() < size.sum())
    return bool(np.ptp(observed) > 0)


def _standardised(covariates: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give means, standard deviations and the design with an intercept."""
    n_areas, n_covariates = covariates.shape
    if n_covariates and n_areas <= n_covariates + 1:
        raise DataError(too_many_covariates(n_covariates, n_areas))
    centre = covariates.mean(axis=0)
    apart = covariates - centre
    width = np.sqrt(np.square(apart).sum(axis=0) / (n_areas - 1))
    constant = width <= DISTINCT * np.abs(centre)
    width = np.where(constant, 1.0, width)
    standard = apart / width
    strengths = np.linalg.svd(np.where(constant, 0.0, standard), compute_uv=False)
    distinct = int((strengths > DISTINCT * np.sqrt(n_areas)).sum())
    if distinct < n_covariates:
        raise DataError(covariates_repeat(n_covariates, distinct))
    return centre, width, np.concatenate([np.ones((n_areas, 1)), standard], axis=1)
