"""Adaptive quadrature over network and area effects: exact where counts are too small for Laplace."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.nested_laplace import Mode, Model
from scnvariation.stats.nested_laws import Law

__all__ = ["Nodes", "integrated"]

FloatArray = npt.NDArray[np.float64]

INNER_STEPS = 30
LONGEST_STEP = 3.0
SETTLED = 1e-7
ROOT_TWO = float(np.sqrt(2.0))
LOG_ROOT_PI = 0.5 * float(np.log(np.pi))


class Nodes(NamedTuple):
    """Numbers of nodes of Gauss-Hermite quadrature over network and over area effects; 1 is Laplace."""

    network: int
    area: int


def integrated(
    model: Model, spread: tuple[FloatArray, FloatArray], offset: FloatArray, mode: Mode, nodes: Nodes
) -> FloatArray:
    """Integrate the likelihood over area effects within network effects.

    Parameters
    ----------
    model : Model
        The areas.
    spread : tuple of ndarray, each of shape (n_cells,)
        Standard deviations between and within networks.
    offset : ndarray of shape (n_cells, n_areas)
        Fixed part of the predictor.
    mode : Mode
        The mode of the effects given that fixed part.
    nodes : Nodes
        How many nodes on each level.

    Returns
    -------
    ndarray of shape (n_cells,)
        The log-likelihood.

    Notes
    -----
    The nodes of a network are centred at its mode with the scale of the curvature there, those of an area at
    its mode given each node of its network (Pinheiro and Bates' adaptive rule on both levels).

    References
    ----------
    .. [1] Pinheiro JC, Chao EC (2006). Efficient Laplacian and adaptive Gaussian quadrature algorithms for
       multilevel generalized linear mixed models. J. Comput. Graph. Statist. 15:58-81.
       doi:10.1198/106186006X96962
    """
    between, within = spread[0][:, None], spread[1][:, None]
    places, log_weights = _hermite(nodes.network)
    terms = np.empty((nodes.network, *mode.network.shape))
    for node, place in enumerate(places):
        effect = mode.network + ROOT_TWO * place / np.sqrt(mode.outer)
        fixed = offset + model.networks.repeat(between * effect)
        areas = _over_areas(model.law, fixed, within, mode.area, nodes.area)
        terms[node] = model.networks.sum(areas) - 0.5 * np.square(effect) + log_weights[node]
    heights = special.logsumexp(terms, axis=0) - LOG_ROOT_PI - 0.5 * np.log(mode.outer)
    return np.asarray(heights.sum(axis=1))


def _over_areas(law: Law, fixed: FloatArray, within: FloatArray, start: FloatArray, n_nodes: int) -> FloatArray:
    """Integrate over the effect of each area; shape of `fixed`."""
    effect, inner = _area_mode(law, fixed, within, start)
    places, log_weights = _hermite(n_nodes)
    scale = ROOT_TWO / np.sqrt(inner)
    terms = np.empty((n_nodes, *fixed.shape))
    for node, place in enumerate(places):
        at = effect + scale * place
        terms[node] = law.log_likelihood(fixed + within * at) - 0.5 * np.square(at) + log_weights[node]
    return special.logsumexp(terms, axis=0) - LOG_ROOT_PI - 0.5 * np.log(inner)


def _area_mode(law: Law, fixed: FloatArray, within: FloatArray, start: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find the mode of each area's effect and 1 + within^2 weight there."""
    effect = start
    for _ in range(INNER_STEPS):
        score, weight = law.score_and_weight(fixed + within * effect)
        inner = 1.0 + np.square(within) * weight
        step = (within * score - effect) / inner
        longest = LONGEST_STEP / np.maximum(within, LONGEST_STEP)
        effect = effect + np.clip(step, -longest, longest)
        if np.abs(step).max() < SETTLED:
            break
    _, weight = law.score_and_weight(fixed + within * effect)
    return effect, 1.0 + np.square(within) * weight


def _hermite(n_nodes: int) -> tuple[FloatArray, FloatArray]:
    """Give nodes and logarithms of weights, with the factor exp(x^2) that adaptive centring brings."""
    places, weights = np.polynomial.hermite.hermgauss(n_nodes)
    return places, np.log(weights) + np.square(places)
