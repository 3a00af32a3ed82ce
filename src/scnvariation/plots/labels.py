"""Names beside points, without collisions: our own greedy placement.

Names are placed one after another, the most important first. Each tries a ring of places around its point,
near ones first, and takes the one that hides least; a name that finds no free place is left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["Obstacles", "order_of_importance", "place", "spread"]

Floats = npt.NDArray[np.float64]

ANGLES = np.deg2rad(np.array([0, 180, *(sign * turn for turn in range(15, 166, 15) for sign in (1, -1))]))
DISTANCES = np.array([0.1, 0.6, 1.2, 1.9, 2.7, 3.6, 4.7, 6.0])  # in heights of a line
PER_DISTANCE, PER_NEIGHBOUR = 0.05, 0.2
NEIGHBOURHOOD = 5.0  # a dot this near to a name, in points, might be taken for the one that it names
MOST_HIDDEN = 0.99
HEART = 0.65
LEADER_STEPS = np.linspace(0.1, 0.95, 16)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What names must keep clear of, in points from the corner of the axes.

    Attributes
    ----------
    room : tuple of float
        Left, low, right, high: names stay inside.
    walls : ndarray of shape (n_walls, 4)
        Boxes that no name may touch; every name placed becomes one.
    dots : ndarray of shape (n_dots, 2)
        Points that should stay visible.
    weights : ndarray of shape (n_dots,)
        How much it costs to hide each; a place that costs 1 or more is not taken.
    radius : float
        Of the dots.
    """

    room: tuple[float, float, float, float]
    walls: Floats
    dots: Floats
    weights: Floats
    radius: float


def candidates(anchor: Floats, width: float, height: float, clear: float) -> tuple[Floats, Floats]:
    """List the places around one point as boxes, with the distance of each."""
    distance = np.repeat(DISTANCES * height, len(ANGLES)) + clear
    across, up = np.tile(np.cos(ANGLES), len(DISTANCES)), np.tile(np.sin(ANGLES), len(DISTANCES))
    x = anchor[0] + across * (width / 2 + distance)
    y = anchor[1] + up * (height / 2 + distance)
    return np.column_stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2]), distance


def touching(boxes: Floats, others: Floats) -> npt.NDArray[np.bool_]:
    """Tell which boxes touch any of the others."""
    if not len(others):
        return np.zeros(len(boxes), dtype=bool)
    a, b = boxes[:, None, :], others[None, :, :]
    beside = (a[..., 2] <= b[..., 0]) | (a[..., 0] >= b[..., 2])
    above = (a[..., 3] <= b[..., 1]) | (a[..., 1] >= b[..., 3])
    return np.asarray(~(beside | above).all(axis=1), dtype=bool)


def hidden(boxes: Floats, dots: Floats, weights: Floats, radius: float) -> Floats:
    """Weigh the dots under each box."""
    x, y = dots[None, :, 0], dots[None, :, 1]
    left, low, right, high = (boxes[:, [side]] for side in range(4))
    under = (x > left - radius) & (x < right + radius) & (y > low - radius) & (y < high + radius)
    return np.asarray(under @ weights, dtype=float)


def neighbours(anchor: Floats, boxes: Floats, around: Obstacles) -> Floats:
    """Weigh the other dots beside each box."""
    others = (around.dots != anchor).any(axis=1)
    return hidden(boxes, around.dots[others], around.weights[others], around.radius + NEIGHBOURHOOD)


def leaders(anchor: Floats, boxes: Floats) -> Floats:
    """Give points along the straight line from the anchor to each box, (n_boxes, n_steps, 2)."""
    nearest = np.column_stack(
        [np.clip(anchor[0], boxes[:, 0], boxes[:, 2]), np.clip(anchor[1], boxes[:, 1], boxes[:, 3])]
    )
    return np.asarray(anchor + LEADER_STEPS[None, :, None] * (nearest - anchor)[:, None, :], dtype=float)


def crossings(lines: Floats, walls: Floats) -> npt.NDArray[np.bool_]:
    """Tell which leader runs through a wall."""
    if not len(walls):
        return np.zeros(len(lines), dtype=bool)
    x, y = lines[:, :, None, 0], lines[:, :, None, 1]
    inside = (x > walls[:, 0]) & (x < walls[:, 2]) & (y > walls[:, 1]) & (y < walls[:, 3])
    return np.asarray(inside.any(axis=(1, 2)), dtype=bool)


def in_the_way(anchor: Floats, around: Obstacles) -> Floats:
    """Give the boxes that no leader may run through: walls, and the hearts of dots other than its own."""
    heart = HEART * around.radius
    apart = np.abs(around.dots - anchor).max(axis=1) > heart
    dots = around.dots[apart & (around.weights >= 1.0)]
    return np.vstack([around.walls, np.hstack([dots - heart, dots + heart])])


def place(anchors: Floats, sizes: Floats, around: Obstacles) -> list[Floats | None]:
    """Find a place for each name in turn.

    Parameters
    ----------
    anchors : ndarray of shape (n_names, 2)
        The points named, in points from the corner of the axes, most important first.
    sizes : ndarray of shape (n_names, 2)
        Width and height of each name.
    around : Obstacles
        What is in the way; left as it was.

    Returns
    -------
    list of ndarray of shape (4,) or None
        The box of each name, None where it has no place.

    Examples
    --------
    >>> dot = np.array([[50.0, 50.0]])
    >>> free = Obstacles((0, 0, 100, 100), np.empty((0, 4)), dot, np.ones(1), 2.0)
    >>> place(dot, np.array([[20.0, 8.0]]), free)
    [array([52.8, 46. , 72.8, 54. ])]
    """
    boxes: list[Floats | None] = []
    for anchor, (width, height) in zip(anchors, sizes, strict=True):
        box = best_place(anchor, float(width), float(height), around)
        boxes.append(box)
        if box is not None:
            leader = leaders(anchor, box[None, :])[0]
            around = replace(
                around,
                walls=np.vstack([around.walls, box]),
                dots=np.vstack([around.dots, leader]),
                weights=np.append(around.weights, np.ones(len(leader))),
            )
    return boxes


def best_place(anchor: Floats, width: float, height: float, around: Obstacles) -> Floats | None:
    """Choose the place that hides least, or none."""
    boxes, distance = candidates(anchor, width, height, around.radius)
    near = within_reach(boxes, around)
    left, low, right, high = around.room
    inside = (boxes[:, 0] >= left) & (boxes[:, 1] >= low) & (boxes[:, 2] <= right) & (boxes[:, 3] <= high)
    covered = hidden(boxes, near.dots, near.weights, near.radius * 0.8)
    free = np.flatnonzero(inside & ~touching(boxes, near.walls) & (covered <= MOST_HIDDEN))
    free = free[~crossings(leaders(anchor, boxes[free]), in_the_way(anchor, near))]
    if not len(free):
        return None
    cost = covered[free] + PER_DISTANCE * distance[free] + PER_NEIGHBOUR * neighbours(anchor, boxes[free], near)
    return np.asarray(boxes[free[cost.argmin()]], dtype=float)


def within_reach(boxes: Floats, around: Obstacles) -> Obstacles:
    """Keep the dots that one of the places could touch."""
    margin = around.radius + NEIGHBOURHOOD
    near = (around.dots > boxes[:, :2].min(axis=0) - margin) & (around.dots < boxes[:, 2:].max(axis=0) + margin)
    kept = near.all(axis=1)
    return replace(around, dots=around.dots[kept], weights=around.weights[kept])


def order_of_importance(*keys: npt.NDArray[np.float64] | npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Sort by several keys at once, the first counting most, larger first; ties stay in order."""
    return np.asarray(np.lexsort([-np.asarray(key, dtype=float) for key in reversed(keys)]), dtype=np.int64)


def spread(wanted: Floats, tall: Floats, low: float, high: float) -> Floats:
    """Move lines of text apart, as little as possible, inside `low` to `high`.

    Least squares under an order: positions less their due distance are made non-decreasing by pooling.

    Parameters
    ----------
    wanted, tall : ndarray
        Middle and height of each.
    low, high : float
        Ends of the room.

    Returns
    -------
    ndarray
        The middles.

    Examples
    --------
    >>> spread(np.array([10.0, 10.0, 50.0]), np.array([8.0, 8.0, 8.0]), 0.0, 100.0)
    array([ 6., 14., 50.])
    """
    if not len(wanted):
        return wanted
    order = np.argsort(wanted, kind="stable")
    half = tall[order] / 2
    due = np.append(0.0, np.cumsum(half[:-1] + half[1:]))
    pools: list[tuple[float, int]] = []
    for value in (wanted[order] - due).tolist():
        mean, members = value, 1
        while pools and pools[-1][0] >= mean:
            before, count = pools.pop()
            mean, members = (mean * members + before * count) / (members + count), members + count
        pools.append((mean, members))
    pooled = np.repeat([mean for mean, _ in pools], [members for _, members in pools])
    apart = np.empty_like(wanted)
    lowest, highest = low + half[0], high - half[-1] - due[-1]
    apart[order] = np.clip(pooled, lowest, max(lowest, highest)) + due
    return apart
