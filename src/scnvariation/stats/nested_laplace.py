"""Laplace approximation of the nested model: its mode for many pairs of standard deviations at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.nested_laws import Law
from scnvariation.stats.segments import Segments

__all__ = ["Mode", "Model", "find_mode", "laplace", "may_run_away", "restricted"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

LONGEST_STEP = 3.0  # of the predictor in one Newton step
STEPS = 60
SETTLED = 1e-5  # change of the predictor; the step taken from here squares it
RIDGE = 1e-14  # keeps the information of slopes that follow from each other from being exactly singular
NO_OFFSET = np.zeros((1, 1))
BLOCK = 65_536  # cells x areas: some ten arrays of this size are alive at once and should stay in the cache


@dataclass(frozen=True, eq=False)
class Model:
    """Areas sorted by network, and the columns of the fixed part.

    Attributes
    ----------
    law : Law
        Observations, areas of a network together.
    networks : Segments
        The networks as stretches of areas.
    design : ndarray of shape (n_areas, n_columns)
        Intercept first, then need covariates of mean 0 and standard deviation 1.
    """

    law: Law
    networks: Segments
    design: FloatArray

    @cached_property
    def squares(self) -> FloatArray:
        """Products of the columns of the design, each pair a column."""
        columns = self.design
        return (columns[:, :, None] * columns[:, None, :]).reshape(columns.shape[0], columns.shape[1] ** 2)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of areas and number of networks."""
        return self.design.shape[0], self.networks.n_groups


class Mode(NamedTuple):
    """Where the joint density of all effects is highest, one cell per pair of standard deviations.

    `network` and `area` hold the effects in units of their standard deviation; `weight` is minus the curvature
    of the log-likelihood, `inner` 1 + within^2 weight, `outer` 1 + between^2 sum weight/inner, `totals` the sums
    of weight/inner times the design over networks, and `information` that of the slopes.
    """

    predictor: FloatArray
    slopes: FloatArray
    network: FloatArray
    area: FloatArray
    weight: FloatArray
    inner: FloatArray
    outer: FloatArray
    totals: FloatArray
    information: FloatArray
    settled: npt.NDArray[np.bool_]


class Arrow(NamedTuple):
    """The Newton equations with area effects, then network effects, taken out; see `Mode`."""

    weight: FloatArray
    inner: FloatArray
    outer: FloatArray
    totals: FloatArray
    information: FloatArray
    pull: FloatArray


def may_run_away() -> np.errstate:
    """Let slopes run away where need separates areas with events from those without.

    Such a cell ends as nan or infinite and counts as not settled.
    """
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


def find_mode(
    model: Model, between: FloatArray, within: FloatArray, start: FloatArray, offset: FloatArray | None = None
) -> Mode:
    """Find the mode of slopes, network and area effects by Newton steps through the arrow.

    Parameters
    ----------
    model : Model
        The areas.
    between, within : ndarray of shape (n_cells,)
        Standard deviations of network and of area effects; 0 is ordinary.
    start : ndarray of shape (n_areas,) or (n_cells, n_areas)
        First guess of the predictor.
    offset : ndarray of shape (n_cells, n_areas), optional
        Known part of the predictor.

    Returns
    -------
    Mode
        Every array with cells first.
    """
    n_areas = model.shape[0]
    cells = max(BLOCK // n_areas, 1)
    parts = []
    for first in range(0, between.size, cells):
        block = slice(first, first + cells)
        begin = start if start.ndim == 1 else start[block]
        known = NO_OFFSET if offset is None else offset[block]
        with may_run_away():
            parts.append(_block_mode(model, (between[block, None], within[block, None]), begin, known))
    return parts[0] if len(parts) == 1 else Mode._make(map(np.concatenate, zip(*parts, strict=True)))


def _block_mode(model: Model, spread: tuple[FloatArray, FloatArray], start: FloatArray, offset: FloatArray) -> Mode:
    """Do `find_mode` for cells that fit into the cache."""
    between, within = spread
    predictor = start
    for _ in range(STEPS):
        arrow = _arrow(model, spread, predictor, offset)
        slopes, network, area = _solve(model, spread, arrow)
        wanted = offset + slopes @ model.design.T + model.networks.repeat(between * network) + within * area
        step = wanted - predictor
        furthest = np.abs(step).max(axis=1, keepdims=True)
        predictor = predictor + step * np.minimum(1.0, LONGEST_STEP / np.maximum(furthest, LONGEST_STEP))
        if not (furthest > SETTLED).any():
            break
    arrow = _arrow(model, spread, predictor, offset)
    return Mode(predictor, slopes, network, area, *arrow[:-1], furthest[:, 0] <= SETTLED)


def _arrow(model: Model, spread: tuple[FloatArray, FloatArray], predictor: FloatArray, offset: FloatArray) -> Arrow:
    """Set up the Newton equations at a predictor."""
    between2, within2 = np.square(spread[0]), np.square(spread[1])
    score, weight = model.law.score_and_weight(predictor)
    inner = 1.0 + within2 * weight
    share = weight / inner
    pull = (weight * (predictor - offset) + score) / inner
    outer = 1.0 + between2 * model.networks.sum(share)
    n_cells, n_columns = share.shape[0], model.design.shape[1]
    totals = np.empty((n_cells, n_columns, outer.shape[1]))
    information = np.empty((n_cells, n_columns, n_columns))
    if n_columns:
        totals = model.networks.sum(share[:, None, :] * model.design.T)
        information = (share @ model.squares).reshape(information.shape)
        information -= (between2 / outer)[:, None, :] * totals @ np.swapaxes(totals, 1, 2)
        information *= 1.0 + RIDGE * np.eye(n_columns)
    return Arrow(weight, inner, outer, totals, information, pull)


def _solve(
    model: Model, spread: tuple[FloatArray, FloatArray], arrow: Arrow
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Solve for the slopes, then the network effects, then the area effects."""
    between, within = spread
    pulls = model.networks.sum(arrow.pull)
    slopes: FloatArray = np.empty((pulls.shape[0], 0))
    fixed: FloatArray = np.zeros((1, 1))
    if model.design.shape[1]:
        held = np.square(between) / arrow.outer * pulls
        right = (arrow.pull @ model.design)[:, :, None] - arrow.totals @ held[:, :, None]
        slopes = np.asarray(np.linalg.solve(arrow.information, right)[:, :, 0], dtype=np.float64)
        pulls = pulls - (slopes[:, None, :] @ arrow.totals)[:, 0, :]
        fixed = slopes @ model.design.T
    network = between * pulls / arrow.outer
    area = within * (arrow.pull - arrow.weight / arrow.inner * (fixed + model.networks.repeat(between * network)))
    return slopes, network, area


def laplace(model: Model, mode: Mode) -> FloatArray:
    """Approximate the log-likelihood with the effects integrated out; (n_cells,).

    sum ln p(y | eta) - (sum a^2 + sum u^2)/2 - (sum ln inner + sum ln outer)/2 at the mode, a and u the effects of
    networks and areas; the last bracket is the log-determinant of their second derivatives.
    """
    with may_run_away():
        effects = np.square(mode.network).sum(axis=1) + np.square(mode.area).sum(axis=1)
        curvature = np.log(mode.inner).sum(axis=1) + np.log(mode.outer).sum(axis=1)
        return np.asarray(model.law.log_likelihood(mode.predictor).sum(axis=1) - 0.5 * (effects + curvature))


def restricted(model: Model, mode: Mode) -> FloatArray:
    """Take from the log-likelihood what the slopes cost, ln det(information)/2; (n_cells,)."""
    with may_run_away():
        return np.asarray(laplace(model, mode) - 0.5 * np.linalg.slogdet(mode.information)[1])
