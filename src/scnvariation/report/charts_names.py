"""Names of areas beside their points, where they hide nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.plots.labels import Obstacles, place
from scnvariation.report.charts_shapes import Box, Line, Words, shortest
from scnvariation.report.charts_text import LETTERS, shortened, width_of

__all__ = ["Names", "name_areas"]

Floats = npt.NDArray[np.float64]
MOST = 8
WIDEST = 170.0
TELLING, PLAIN, CLOUD, ON_LINE = 3.0, 1.0, 0.03, 0.06  # what it costs to hide each
SAMPLES = 60
CLEAR = 7.0  # between a name and any point
LEADER_FROM, FOOT = 6.0, 5.5


class Names(NamedTuple):
    """The names written, hairlines to their points, and how many areas were to be named."""

    words: tuple[Words, ...]
    hairs: tuple[Line, ...]
    wanted: int


def name_areas(
    texts: list[str], outside: Floats, others: tuple[Floats, Floats], curves: list[Floats], box: Box
) -> Names:
    """Write as many names of areas outside the limits as have room.

    Parameters
    ----------
    texts : list of str
        Cleaned names, the most important first.
    outside : ndarray of shape (n_names, 2)
        Their points.
    others : pair of ndarray
        The other points that are named on focus, and the dots of the cloud.
    curves : list of ndarray of shape (n_samples, 2)
        Lines that names should rather not lie on.
    box : Box
        Where names may stand.

    Returns
    -------
    Names
    """
    if not texts:
        return Names((), (), 0)
    around = _obstacles(outside, others, curves, box)
    short = [shortened(text, WIDEST) for text in texts[:MOST]]
    sizes = np.array([(width_of(text), LETTERS * 1.1) for text in short])
    words, hairs = [], []
    for text, at, spot in zip(short, outside, place(outside[:MOST], sizes, around), strict=False):
        if spot is None:
            continue
        left, top, right, bottom = spot.tolist()
        words.append(Words("n", shortest(left), shortest((top + bottom) / 2 + FOOT), text))
        near = float(np.clip(at[0], left, right)), float(np.clip(at[1], top, bottom))
        if np.hypot(near[0] - at[0], near[1] - at[1]) > around.radius + LEADER_FROM:
            hairs.append(f"M{shortest(at[0])} {shortest(at[1])}L{shortest(near[0])} {shortest(near[1])}")
    return Names(tuple(words), (Line("hair", "".join(hairs)),) if hairs else (), len(texts))


def _obstacles(outside: Floats, others: tuple[Floats, Floats], curves: list[Floats], box: Box) -> Obstacles:
    """Collect what names keep clear of: points always, the cloud and the lines if there is a choice."""
    points, cloud = others
    along = np.vstack([np.empty((0, 2)), *(_along(curve) for curve in curves)])
    weights = [np.full(len(outside), TELLING), np.full(len(points), PLAIN), np.full(len(cloud), CLOUD)]
    return Obstacles(
        room=(box.left, box.top, box.right, box.bottom),
        walls=np.empty((0, 4)),
        dots=np.vstack([outside, points, cloud, along]),
        weights=np.concatenate([*weights, np.full(len(along), ON_LINE)]),
        radius=CLEAR,
    )


def _along(curve: Floats) -> Floats:
    """Give points at equal steps along a line."""
    x = np.linspace(curve[0, 0], curve[-1, 0], SAMPLES)
    return np.column_stack([x, np.interp(x, curve[:, 0], curve[:, 1])])
