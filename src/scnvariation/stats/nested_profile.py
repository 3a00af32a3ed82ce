"""Limits of the standard deviation between networks by restricted profile likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.nested_reml import LARGEST, Fitted, RestrictedLikelihood
from scnvariation.stats.roots import Search, solve_increasing

__all__ = ["BetweenLimits", "between_limits", "standard_errors"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

Z = 1.959963984540054  # normal quantile of .975
STENCIL = 1e-3
STEPS = 30
LONGEST = 4.0  # units in one step
NEAR = 1e-6  # log-likelihood that the inner standard deviation may still gain
FLATTEST = 1e-2  # curvature per squared unit: keeps a standard error finite where nothing is known


class BetweenLimits(NamedTuple):
    """Limits of the standard deviation between networks, and twice what it gains over 0."""

    lower: float
    upper: float
    likelihood_ratio: float


def standard_errors(best: Fitted) -> FloatArray:
    """Give standard errors of the two standard deviations, from the curvature of the likelihood."""
    held = np.diag(best.curvature) == 0
    known = np.where(np.outer(held, held), -np.eye(2), best.curvature)
    bends, directions = np.linalg.eigh(-known)
    covariance = (directions / np.maximum(bends, FLATTEST)) @ directions.T
    return np.sqrt(np.diag(covariance))


@dataclass(slots=True)
class Within:
    """Best standard deviation within networks for given ones between, one memory per row.

    Attributes
    ----------
    likelihood : RestrictedLikelihood
        The restricted likelihood.
    values : ndarray of shape (n_rows,)
        Where each row found it last.
    unit : float
        About its standard error.
    """

    likelihood: RestrictedLikelihood
    values: FloatArray
    unit: float

    def best(self, between: FloatArray, rows: IntArray) -> FloatArray:
        """Maximise over the standard deviation within; (n,), -inf where there is no likelihood."""
        step = STENCIL * self.unit
        for _ in range(STEPS):
            places = self.values[rows] + step * np.array([[0.0], [1.0], [-1.0]])
            found = self.likelihood.at(np.tile(between, 3), places.ravel()).reshape(3, -1)
            found = np.where(np.isfinite(found), found, np.nan)
            slope = (found[1] - found[2]) / (2.0 * step)
            bend = np.maximum(np.abs(found[1] - 2.0 * found[0] + found[2]) / step**2, FLATTEST)
            gain = 0.5 * np.square(slope) / bend
            if not (gain > NEAR).any():
                break
            self.values[rows] += np.nan_to_num(np.clip(slope / bend, -LONGEST * self.unit, LONGEST * self.unit))
        return np.where(np.isnan(gain), -np.inf, found[0] + gain)


def between_limits(likelihood: RestrictedLikelihood, best: Fitted) -> BetweenLimits:
    """Find where twice the restricted profile likelihood falls 3.84 below its top.

    Parameters
    ----------
    likelihood : RestrictedLikelihood
        The restricted likelihood.
    best : Fitted
        Its highest point.

    Returns
    -------
    BetweenLimits
        The lower limit is exactly 0 where 0 lies inside; the upper infinite where the data set none.

    References
    ----------
    .. [1] Venzon DJ, Moolgavkar SH (1988). A method for computing profile-likelihood-based confidence
       intervals. Appl. Statist. 37:87-94. doi:10.2307/2347496
    """
    errors = standard_errors(best)
    profile = Within(likelihood, np.full(2, best.within), float(errors[1]))
    zero = float(profile.best(np.zeros(1), np.zeros(1, dtype=np.intp))[0])
    ratio = max(2.0 * (best.height - zero), 0.0)
    profile.values[:] = best.within
    sign, furthest = np.array([-1.0, 1.0]), np.array([best.between, LARGEST - best.between])

    def excess(distance: FloatArray, rows: IntArray) -> FloatArray:
        between = best.between + sign[rows] * distance
        return np.sqrt(np.maximum(2.0 * (best.height - profile.best(between, rows)), 0.0)) - Z

    bounded = excess(furthest[1:], np.ones(1, dtype=np.intp))[0] > 0
    profile.values[:] = best.within
    limits = np.array([0.0, np.inf])
    sides = np.flatnonzero([ratio > Z**2, bounded])
    if sides.size:
        start = np.minimum(Z * errors[0], 0.9 * furthest[sides])
        search = Search(start, np.full(sides.size, 1.0 / errors[0]), np.zeros(sides.size), furthest[sides])
        distance = solve_increasing(lambda u, rows: excess(u, sides[rows]), search)
        limits[sides] = best.between + sign[sides] * distance
    return BetweenLimits(float(limits[0]), float(limits[1]), ratio)
