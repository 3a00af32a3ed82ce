"""Maximum of a smooth function of a few numbers, by Newton steps with numerical derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Maximum", "maximise"]

FloatArray = npt.NDArray[np.float64]

Objective = Callable[[FloatArray], FloatArray]

STEPS = 50
STENCIL = 3e-3  # distance of the points for differences, in units of the scale
LONGEST_STEP = 4.0  # in units of the scale
SETTLED = 1e-11  # gain in log-likelihood that is still expected
FLATTEST = 1e-4  # curvature in units of the scale below which a direction counts as flat
ROUNDING = 1e-6  # gain that rounding of the heights and differences may hide
FRACTIONS = np.array([0.5, 0.25, 0.1, 0.03, 0.01, 0.001])  # of a step that did not gain
RESCALED = 5.0  # the most by which the scale changes at once


class Maximum(NamedTuple):
    """Where the search ended: place (n,), matrix of second derivatives (n, n), and whether it is a maximum."""

    place: FloatArray
    curvature: FloatArray
    settled: bool


class View(NamedTuple):
    """Height, slope (n,) and curvature (n, n) at a place, the last two in the units (n,) of the stencil."""

    place: FloatArray
    unit: FloatArray
    height: float
    slope: FloatArray
    curvature: FloatArray


def maximise(heights: Objective, start: FloatArray, scale: FloatArray) -> Maximum:
    """Maximise by Newton steps with differences on a stencil, shortened until they gain.

    Parameters
    ----------
    heights : callable
        Takes places of shape (n_points, n) and gives their heights, -inf where there is none.
    start : ndarray of shape (n,)
        Where to begin.
    scale : ndarray of shape (n,)
        About a standard error of each number, > 0.

    Returns
    -------
    Maximum
        The highest point found.

    Examples
    --------
    >>> import numpy as np
    >>> top = maximise(lambda x: -np.square(x - 3.0).sum(axis=1), np.zeros(1), np.ones(1))
    >>> top.place.round(6), top.settled
    (array([3.]), True)
    """
    here = _look_around(heights, start, scale)
    for _ in range(STEPS):
        step, expected = _newton(here)
        if expected < SETTLED:
            break
        unit = _rescaled(here)
        there = _look_around(heights, here.place + here.unit * step, unit)
        if not there.height > here.height:
            tried = here.place + here.unit * step * FRACTIONS[:, None]
            reached = heights(tried)
            best = int(np.argmax(reached))
            if reached[best] > here.height:
                there = _look_around(heights, tried[best], unit)
            elif (here.unit > scale).any():  # too wide a stencil, as at the flat top of a variance near 0
                there = _look_around(heights, here.place, np.minimum(here.unit, scale))
            else:
                break
        here = there
    settled = bool(expected < ROUNDING)
    place = here.place + here.unit * step if settled else here.place
    return Maximum(place, here.curvature / np.outer(here.unit, here.unit), settled)


def _look_around(heights: Objective, place: FloatArray, unit: FloatArray) -> View:
    """Take height, slope and curvature at a place, in units of the scale."""
    n = place.size
    one = np.eye(n) * STENCIL
    first, second = np.triu_indices(n, 1)
    offsets = np.concatenate([np.zeros((1, n)), one, -one, one[first] + one[second]])
    found = heights(place + unit * offsets)
    found = np.where(np.isfinite(found), found, np.nan)
    height, up, down, both = found[0], found[1 : n + 1], found[n + 1 : 2 * n + 1], found[2 * n + 1 :]
    bend = (up - 2.0 * height + down) / STENCIL**2
    slope = (up - down) / (2.0 * STENCIL)
    curvature = np.diag(bend)
    mixed = (both - height) / STENCIL**2 - (slope[first] + slope[second]) / STENCIL - 0.5 * (bend[first] + bend[second])
    curvature[first, second] = curvature[second, first] = mixed
    return View(place, unit, float(height), slope, curvature)


def _newton(here: View) -> tuple[FloatArray, float]:
    """Step uphill as if every direction were curved downwards, with the gain to expect of it."""
    if not (np.isfinite(here.slope).all() and np.isfinite(here.curvature).all()):
        return np.zeros(here.slope.size), np.inf
    bends, directions = np.linalg.eigh(here.curvature)
    step = directions @ (directions.T @ here.slope / np.maximum(np.abs(bends), FLATTEST))
    length = float(np.linalg.norm(step))
    return step * min(1.0, LONGEST_STEP / max(length, LONGEST_STEP)), 0.5 * float(here.slope @ step)


def _rescaled(here: View) -> FloatArray:
    """Bring the scale towards the standard errors that the curvature implies."""
    bend = np.maximum(np.abs(np.diag(here.curvature)), RESCALED**-2)
    return here.unit / np.minimum(np.sqrt(bend), RESCALED)
