"""Realised shares: draws of the effects of the areas and networks present, over a grid of standard deviations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.nested_laplace import Mode, Model
from scnvariation.stats.nested_profile import BetweenLimits, standard_errors
from scnvariation.stats.nested_reml import LARGEST, Fitted, RestrictedLikelihood

__all__ = ["Drawn", "draw_realised"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

BETWEEN_CELLS, WITHIN_CELLS = 30, 11
BEYOND = 1.8  # of the upper limit of the profile: where the grid ends
AROUND = 4.0  # standard errors either side of the best standard deviation within networks
WIDEST_ERROR = 0.06  # near 0 the curvature says little about the standard error
WIDEST_RELATIVE = 0.25  # of the standard deviation itself, where that is larger
BLOCK = 65_536  # draws x areas at a time


class Drawn(NamedTuple):
    """Realised variances of each draw, in squared units of the predictor; each (n_draws,)."""

    need: FloatArray
    between: FloatArray
    within: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cells with their standard deviations, modes and weights (sum 1)."""

    between: FloatArray
    within: FloatArray
    mode: Mode
    weight: FloatArray


def draw_realised(
    likelihood: RestrictedLikelihood,
    best: Fitted,
    limits: BetweenLimits,
    *,
    n_draws: int,
    generator: np.random.Generator,
) -> Drawn:
    """Draw slopes, network and area effects, and take the variances they have in these areas.

    The two standard deviations are drawn from a grid with weights exp(restricted log-likelihood), that is with a
    flat prior on each; slopes and effects from their normal approximation at the mode of the cell.

    Parameters
    ----------
    likelihood : RestrictedLikelihood
        The restricted likelihood.
    best : Fitted
        Its highest point.
    limits : BetweenLimits
        Profile limits of the standard deviation between networks, which set how far the grid reaches.
    n_draws : int
        Number of draws.
    generator : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    Drawn
        One number per draw and part.
    """
    grid = _grid(likelihood, best, limits)
    model = likelihood.model
    cells = generator.choice(grid.weight.size, size=n_draws, p=grid.weight)
    size = max(BLOCK // model.shape[0], 1)
    parts = [_draw(model, grid, cells[first : first + size], generator) for first in range(0, n_draws, size)]
    return Drawn(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _grid(likelihood: RestrictedLikelihood, best: Fitted, limits: BetweenLimits) -> Grid:
    """Lay the grid and weigh its cells."""
    reach = BEYOND * min(limits.upper, LARGEST)
    one = _middles(0.0, reach, BETWEEN_CELLS)
    error = min(float(standard_errors(best)[1]), max(WIDEST_ERROR, WIDEST_RELATIVE * best.within))
    low = max(best.within - AROUND * error, 0.0)
    other = _middles(low, best.within + AROUND * error, WITHIN_CELLS)
    between, within = (side.ravel() for side in np.meshgrid(one, other, indexing="ij"))
    height, mode = likelihood.with_mode(between, within)
    weight = np.exp(height - height.max())
    return Grid(between, within, mode, weight / weight.sum())


def _middles(low: float, high: float, cells: int) -> FloatArray:
    """Give the middles of equal cells."""
    return low + (high - low) * (np.arange(cells) + 0.5) / cells


def _draw(model: Model, grid: Grid, cells: IntArray, generator: np.random.Generator) -> Drawn:
    """Draw once from each of the cells named."""
    n_areas, n_networks = model.shape
    between, within = grid.between[cells, None], grid.within[cells, None]
    inner, outer, totals = grid.mode.inner[cells], grid.mode.outer[cells], grid.mode.totals[cells]
    share = grid.mode.weight[cells] / inner
    root = np.linalg.cholesky(np.linalg.inv(grid.mode.information))[cells]
    slope = (root @ generator.standard_normal((cells.size, root.shape[1], 1)))[:, :, 0]
    network = generator.standard_normal((cells.size, n_networks)) / np.sqrt(outer)
    network -= between * (slope[:, None, :] @ totals)[:, 0, :] / outer
    area = generator.standard_normal((cells.size, n_areas)) / np.sqrt(inner)
    area -= within * share * (slope @ model.design.T + model.networks.repeat(between * network))
    slopes = grid.mode.slopes[cells] + slope
    return Drawn(
        np.square(slopes[:, 1:] @ model.design[:, 1:].T).mean(axis=1),  # covariates have mean 0
        np.square(between[:, 0]) * _variance(grid.mode.network[cells] + network),
        np.square(within[:, 0]) * _variance(grid.mode.area[cells] + area),
    )


def _variance(values: FloatArray) -> FloatArray:
    """Take the variance of each row, n - 1 in the denominator; 0 for a single number."""
    n = values.shape[1]
    return np.asarray(np.square(values - values.mean(axis=1, keepdims=True)).sum(axis=1) / max(n - 1, 1))
