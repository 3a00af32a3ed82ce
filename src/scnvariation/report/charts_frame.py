"""Axes, grid and key of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.plots.axes import AxisScale
from scnvariation.report.charts_shapes import Box, Line, Mark, Words, mark_at, shortest
from scnvariation.report.charts_text import LINE, shortened, width_of

__all__ = ["EDGE", "MIDDLE", "WIDTH", "KeyEntry", "Parts", "across_axis", "key_of", "side_axis", "side_width"]

Floats = npt.NDArray[np.float64]
WIDTH = 480
EDGE = 4.0
MIDDLE = 5.5  # from the middle of a line of letters to their foot
GAP = 8.0
UNIT_ABOVE = 15.0  # clear of a tick at the very top
KEY_MARK = 14.0


class Parts(NamedTuple):
    """Shapes of one part of a chart."""

    back: tuple[Line, ...] = ()
    words: tuple[Words, ...] = ()
    signs: tuple[Mark, ...] = ()
    height: float = 0.0


class KeyEntry(NamedTuple):
    """One line of the key: look and shape of the mark, and what it means."""

    look: str
    shape: str
    text: str


def side_width(scale: AxisScale) -> float:
    """Measure the room that the ticks at the left need."""
    return EDGE + max((width_of(label) for label in scale.labels), default=0.0) + GAP


def side_axis(scale: AxisScale, box: Box, name: str) -> Parts:
    """Draw the upright axis: ticks with their grid, and the unit above them."""
    places = box.upright(np.array(scale.ticks), scale.low, scale.high).tolist()
    grid = "".join(f"M{shortest(box.left)} {shortest(y)}H{shortest(box.right)}" for y in places)
    x = shortest(box.left - GAP)
    ticks = [Words("e", x, shortest(y + MIDDLE), label) for y, label in zip(places, scale.labels, strict=True)]
    unit = Words("q", shortest(EDGE), shortest(box.top - UNIT_ABOVE), shortened(name, WIDTH - 2 * EDGE))
    return Parts((Line("grid", grid),) if grid else (), (*ticks, unit))


def across_axis(places: Floats, labels: Sequence[str], box: Box, name: str) -> Parts:
    """Draw the axis along the bottom: ticks, labels of one or two lines where they have room, and its name.

    Of labels that would touch every second, third ... is kept, the last always.
    """
    lines = [label.split("\n") for label in labels]
    wide = max((width_of(line) for two in lines for line in two), default=0.0) + GAP
    apart = min((later - earlier for earlier, later in pairwise(places.tolist())), default=wide)
    every = max(1, int(np.ceil(wide / apart)))
    kept = range(len(labels) - 1, -1, -every)
    foot = box.bottom + LINE
    words = [
        Words("c", shortest(_inside(float(places[k]), width_of(line))), shortest(foot + number * LINE), line)
        for k in reversed(kept)
        for number, line in enumerate(lines[k])
    ]
    ticks = "".join(f"M{shortest(float(places[k]))} {shortest(box.bottom)}v5" for k in reversed(kept))
    axis = f"M{shortest(box.left)} {shortest(box.bottom)}H{shortest(box.right)}{ticks}"
    tall = LINE * max((len(two) for two in lines), default=0)
    if name:
        tall += LINE + 3.0
        words.append(Words("q c", shortest((box.left + box.right) / 2), shortest(box.bottom + tall), name))
    return Parts((Line("axis", axis),), tuple(words), height=tall + GAP)


def _inside(x: float, wide: float) -> float:
    """Move a label so far that it is not cut off."""
    return min(max(x, EDGE + wide / 2), WIDTH - EDGE - wide / 2)


def key_of(entries: Sequence[KeyEntry], top: float) -> Parts:
    """Set the key in two columns, or in one where its words are long."""
    half = (WIDTH - 2 * EDGE) / 2
    columns = 2 if all(width_of(entry.text) + 2 * KEY_MARK <= half for entry in entries) else 1
    words, signs = [], []
    for number, entry in enumerate(entries):
        x = EDGE + KEY_MARK / 2 + (number % columns) * half
        y = top + (number // columns + 0.5) * LINE
        signs.append(mark_at(entry.look, entry.shape, (x, y), 4.5))
        text = shortened(entry.text, WIDTH - x - KEY_MARK)
        words.append(Words("", shortest(x + KEY_MARK), shortest(y + MIDDLE), text))
    rows = -(-len(entries) // columns)
    return Parts((), tuple(words), tuple(signs), rows * LINE + (EDGE if rows else 0.0))
