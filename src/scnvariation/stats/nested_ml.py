"""Maximum likelihood of the nested model: slopes, then effects integrated out by Laplace or by quadrature."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scnvariation.stats.nested_laplace import Mode, Model, find_mode, laplace, may_run_away
from scnvariation.stats.nested_newton import maximise
from scnvariation.stats.nested_quadrature import Nodes, integrated
from scnvariation.stats.nested_reml import KEPT, LARGEST, NO_DIFFERENCE, Fitted, placed, starting_point

__all__ = ["maximum_fit"]

FloatArray = npt.NDArray[np.float64]


@dataclass(slots=True)
class Likelihood:
    """Likelihood of slopes and standard deviations, effects integrated out.

    Attributes
    ----------
    model : Model
        The areas.
    near : ndarray of shape (n_areas,)
        Predictor from which the next search for effects begins: that of the first place looked at last.
    nodes : Nodes or None
        Quadrature, or None for Laplace.
    free : ndarray of shape (2,)
        Which of the standard deviations are not held at 0.
    """

    model: Model
    near: FloatArray
    nodes: Nodes | None
    free: npt.NDArray[np.bool_]

    def at(self, places: FloatArray) -> FloatArray:
        """Evaluate at slopes followed by the free standard deviations, (n_points, n)."""
        spread, mode = self.spread(places), self.effects(places)
        if mode.settled[0]:
            self.near = mode.predictor[0]
        if self.nodes is None:
            height = laplace(self.model, mode)
        else:
            with may_run_away():
                height = integrated(self.model, spread, self.fixed(places), mode, self.nodes)
        known = mode.settled & np.isfinite(height) & (np.maximum(*spread) <= LARGEST)
        return np.where(known, height, -np.inf)

    def effects(self, places: FloatArray) -> Mode:
        """Find the mode of the effects given slopes and standard deviations."""
        without_slopes = replace(self.model, design=self.model.design[:, :0])
        return find_mode(without_slopes, *self.spread(places), self.near, self.fixed(places))

    def fixed(self, places: FloatArray) -> FloatArray:
        """Give the fixed part of the predictor, (n_points, n_areas)."""
        return places[:, : self.model.design.shape[1]] @ self.model.design.T

    def spread(self, places: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give the standard deviations between and within networks, each (n_points,)."""
        between, within = placed(places[:, self.model.design.shape[1] :], self.free)
        return between, within


def maximum_fit(model: Model, *, nested: bool, nodes: Nodes | None) -> Fitted:
    """Maximise the likelihood over slopes and standard deviations together.

    Parameters
    ----------
    model : Model
        The areas.
    nested : bool
        Whether networks differ; otherwise their standard deviation stays 0.
    nodes : Nodes or None
        Quadrature, or None for Laplace.

    Returns
    -------
    Fitted
        The highest point.
    """
    start = starting_point(model, nested=nested)
    likelihood = Likelihood(model, start.predictor, nodes, np.array([nested, True]))
    free = likelihood.free
    place, scale = np.append(start.slopes, start.spread[free]), np.append(start.errors, start.scale[free])
    top = maximise(likelihood.at, place, scale)
    n_columns = start.slopes.size
    places = np.repeat(top.place[None], 4, axis=0)
    places[:, n_columns:] *= KEPT[:, free]
    found = likelihood.at(places)
    best = places[[int(np.argmax(found >= found.max() - NO_DIFFERENCE))]]
    between, within = likelihood.spread(best)
    mode = likelihood.effects(best)
    curvature = np.zeros((2, 2))
    curvature[np.ix_(free, free)] = top.curvature[n_columns:, n_columns:]
    return Fitted(
        slopes=best[0, :n_columns],
        information=find_mode(model, between, within, mode.predictor).information[0],
        between=float(between[0]),
        within=float(within[0]),
        curvature=curvature,
        height=float(found.max()),
        mode=mode,
        settled=top.settled,
    )
