"""Highest likelihood of the nested model, restricted or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.nested_laplace import Mode, Model, find_mode, restricted
from scnvariation.stats.nested_moments import split_of_variance
from scnvariation.stats.nested_newton import maximise
from scnvariation.stats.segments import Segments

__all__ = [
    "KEPT",
    "LARGEST",
    "NO_DIFFERENCE",
    "Fitted",
    "RestrictedLikelihood",
    "Start",
    "placed",
    "restricted_fit",
    "starting_point",
]

FloatArray = npt.NDArray[np.float64]

AROUND = np.array([0.1, 0.5, 1.0, 2.0])  # multiples of the moment estimates at which the search may begin
LARGEST = 12.0  # a standard deviation of logarithms that no data of this kind have: none is sought beyond
NO_DIFFERENCE = 1e-7  # log-likelihood: below it a variance may as well be 0
KEPT = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # standard deviations kept when others are tried at 0
SMALLEST_SHARE = 0.1  # of its own standard error under no variation: where a variance begins at least


class Fitted(NamedTuple):
    """The highest point of a likelihood, in units of the model.

    Attributes
    ----------
    slopes : ndarray of shape (n_columns,)
        Coefficients.
    information : ndarray of shape (n_columns, n_columns)
        Inverse of their covariance at the standard deviations found.
    between, within : float
        Standard deviations of network and area effects.
    curvature : ndarray of shape (2, 2)
        Second derivatives of the likelihood in the two, 0 for one that was held.
    height : float
        The likelihood.
    mode : Mode
        The effects, in one cell.
    settled : bool
        Whether this is a maximum.
    """

    slopes: FloatArray
    information: FloatArray
    between: float
    within: float
    curvature: FloatArray
    height: float
    mode: Mode
    settled: bool


class Start(NamedTuple):
    """Where a search may begin.

    `predictor` (n_areas,), `slopes` (n_columns,) and their `errors` belong to the mode; `spread` and `scale` (2,)
    are the standard deviations between and within networks and about their standard errors, all > 0.
    """

    predictor: FloatArray
    slopes: FloatArray
    errors: FloatArray
    spread: FloatArray
    scale: FloatArray


@dataclass(slots=True)
class RestrictedLikelihood:
    """Restricted log-likelihood as a function of the two standard deviations.

    l - ln det M / 2, l the Laplace approximation at the joint mode of slopes and effects, M the information of the
    slopes there.

    Attributes
    ----------
    model : Model
        The areas.
    near : ndarray of shape (n_areas,)
        Predictor from which every search for a mode begins.
    """

    model: Model
    near: FloatArray

    def with_mode(self, between: FloatArray, within: FloatArray) -> tuple[FloatArray, Mode]:
        """Evaluate at standard deviations of either sign, -inf where no mode was found, and give the modes."""
        between, within = np.abs(between), np.abs(within)
        mode = find_mode(self.model, between, within, self.near)
        height = restricted(self.model, mode)
        known = mode.settled & np.isfinite(height) & (np.maximum(between, within) <= LARGEST)
        return np.where(known, height, -np.inf), mode

    def at(self, between: FloatArray, within: FloatArray) -> FloatArray:
        """Evaluate the likelihood."""
        return self.with_mode(between, within)[0]


def starting_point(model: Model, *, nested: bool) -> Start:
    """Find where to begin: the best of a few multiples of the moment estimates.

    Parameters
    ----------
    model : Model
        The areas.
    nested : bool
        Whether networks differ; otherwise their standard deviation is taken as 0.

    Returns
    -------
    Start
        The mode there, with standard deviations.
    """
    predictor, moment, scale = _by_moments(model)
    across = np.append(AROUND * moment[0], moment[1]) * nested  # moments may miss what the likelihood sees
    between, within = (side.ravel() for side in np.meshgrid(across, AROUND * moment[1]))
    height, mode = RestrictedLikelihood(model, predictor).with_mode(between, within)
    best = int(np.argmax(height))
    errors = np.sqrt(np.abs(np.diag(np.linalg.inv(mode.information[best]))))
    spread = np.array([between[best] if nested else moment[0], within[best]])
    return Start(mode.predictor[best], mode.slopes[best], errors, spread, scale)


def _by_moments(model: Model) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give a predictor, standard deviations by moments and about their standard errors."""
    nothing = np.zeros(1)
    fixed = find_mode(model, nothing, nothing, model.law.start())
    score, weight = model.law.score_and_weight(fixed.predictor[0])
    n_areas, n_networks = model.shape
    codes = model.networks.repeat(np.arange(n_networks))
    found = split_of_variance(score / weight, weight, Segments.single(n_areas), codes, 1.0)
    numbers = np.array([n_networks, n_areas])
    least = SMALLEST_SHARE * np.sqrt(2.0 / numbers) * float(np.median(1.0 / weight))
    raw = np.nan_to_num(np.array([found.between[0], found.within[0]]))
    begin = np.sqrt(np.maximum(np.log1p(np.maximum(raw, 0.0)), least))
    return fixed.predictor[0], begin, begin / np.sqrt(2.0 * numbers)


def restricted_fit(model: Model, *, nested: bool) -> Fitted:
    """Maximise the restricted likelihood over the standard deviations, slopes at the joint mode.

    Parameters
    ----------
    model : Model
        The areas.
    nested : bool
        Whether networks differ; otherwise their standard deviation stays 0.

    Returns
    -------
    Fitted
        The highest point.
    """
    start = starting_point(model, nested=nested)
    likelihood = RestrictedLikelihood(model, start.predictor)
    free = np.array([nested, True])
    top = maximise(lambda spread: likelihood.at(*placed(spread, free)), start.spread[free], start.scale[free])
    place = placed(top.place[None], free)[:, 0]
    tried = place * KEPT
    found, modes = likelihood.with_mode(*tried.T)
    best = int(np.argmax(found >= found.max() - NO_DIFFERENCE))
    mode = Mode._make(part[best : best + 1] for part in modes)
    curvature = np.zeros((2, 2))
    curvature[np.ix_(free, free)] = top.curvature
    return Fitted(
        slopes=mode.slopes[0],
        information=mode.information[0],
        between=float(tried[best, 0]),
        within=float(tried[best, 1]),
        curvature=curvature,
        height=float(found[best]),
        mode=mode,
        settled=top.settled,
    )


def placed(values: FloatArray, free: npt.NDArray[np.bool_]) -> FloatArray:
    """Put standard deviations that are free, (n_points, n_free), in their places without sign: (2, n_points)."""
    out = np.zeros((free.size, values.shape[0]))
    out[free] = np.abs(values.T)
    return out
