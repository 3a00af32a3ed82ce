"""Dots of one row moved apart, so that none hides another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["swarm"]

Floats = npt.NDArray[np.float64]
STEP = 0.25  # of a dot: how finely free places are tried
SHRINK, SMALLEST = 0.88, 1.2  # points


def swarm(rows: list[Floats], diameter: float, half: float) -> tuple[list[Floats], float]:
    """Move the dots of every row up and down until none touches another.

    Parameters
    ----------
    rows : list of ndarray
        Places of the dots of each row along the axis, in points.
    diameter : float
        Of a dot, in points; all dots shrink together where a row would be too full.
    half : float
        From the middle of a row to its edge, in points; dots stay inside.

    Returns
    -------
    (list of ndarray, float)
        How far each dot moves, in points, and the diameter at which all have a place.

    Examples
    --------
    >>> moved, size = swarm([np.array([0.0, 1.0, 50.0])], 4.0, 10.0)
    >>> moved[0].tolist(), size
    ([0.0, 4.0, 0.0], 4.0)
    """
    while True:
        moved = [apart(places, diameter, half - diameter / 2) for places in rows]
        if diameter <= SMALLEST or all(np.isfinite(row).all() for row in moved):
            return [np.nan_to_num(row) for row in moved], diameter
        diameter *= SHRINK


def apart(places: Floats, diameter: float, half: float) -> Floats:
    """Give each dot, from left to right, the free height nearest to the middle; NaN where there is none."""
    reach = np.arange(0.0, max(half, 0.0) + 1e-9, STEP * diameter)
    heights = np.append(0.0, np.column_stack([reach[1:], -reach[1:]]).ravel())
    order = np.argsort(places, kind="stable")
    along = places[order]
    up = np.full(len(places), np.nan)
    first = np.searchsorted(along, along - diameter, side="right")
    for dot, place in enumerate(along):
        near = slice(int(first[dot]), dot)
        across = place - along[near]
        clear = np.sqrt(np.maximum(diameter**2 - across**2, 0.0))
        taken = (np.abs(heights[:, None] - up[near]) < clear - 1e-9).any(axis=1)
        free = heights[~taken]
        if free.size:
            up[dot] = free[0]
    moved = np.empty_like(up)
    moved[order] = up
    return moved
