"""Which areas of a funnel are named, and their names drawn."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.patheffects import withStroke

from scnvariation.plots.fonts import LINE_HEIGHT, clean, cut, text_width
from scnvariation.plots.labels import Obstacles, order_of_importance, place
from scnvariation.plots.page import Page, hairline
from scnvariation.plots.palette import Palette
from scnvariation.plots.points import RING, Dots, marker_size
from scnvariation.plots.style import FunnelStyle

__all__ = ["Drawn", "Wanted", "draw_names", "to_be_named"]

NAME = 7.5
WIDEST = 150.0
TELLING, ON_LINE = 3.0, 0.06  # weight of an area that differs and of a sample of a line; any other area has 1
LINE_SAMPLES = 60
LEADER_FROM = 5.0  # a name nearer to the edge of its point needs no line
Floats = npt.NDArray[np.float64]


class Drawn(NamedTuple):
    """What is on the page before the names: boxes of the names of lines, and the lines as size and value."""

    ends: Floats
    curves: list[tuple[Floats, Floats]]


class Name(NamedTuple):
    """One name that has a place: its point in the funnel, and its box in points from there."""

    text: str
    at: tuple[float, float]
    box: Floats
    radius: float


class Wanted(NamedTuple):
    """The rows of the areas to name, most important first, and how many are worth a name in all."""

    rows: npt.NDArray[np.int64]
    worth: int


def to_be_named(dots: Dots, outermost: tuple[str, str], most: int) -> Wanted:
    """List the areas worth naming, the most important first.

    These are the selected areas outside the limits and the highlighted ones, at most so many of either, and
    every selected area where they are few.
    """
    outside = dots.shown & np.isin(dots.status.astype(str), outermost)
    few = int(dots.shown.sum()) <= most
    order = order_of_importance(dots.ringed, np.nan_to_num(np.abs(dots.z)))
    first, then = order[outside[order]], order[(~outside & (dots.ringed | (dots.shown & few)))[order]]
    return Wanted(np.append(first[:most], then[:most]), len(first) + len(then))


def labels_of(page: Page, dots: Dots, rows: npt.NDArray[np.int64]) -> list[str]:
    """Clean and cut the names of some areas; those that share a name carry their code as well."""
    times = Counter(dots.name)
    texts = []
    for name, code in zip(dots.name[rows], dots.code[rows], strict=True):
        whole = name if times[name] == 1 else f"{name} ({code})"
        texts.append(cut(clean(whole), page.pt(NAME), page.pt(WIDEST)))
    return texts


def in_points(page: Page, size: Floats, value: Floats) -> Floats:
    """Give places in the funnel as points from the corner of the axes."""
    left, right = page.axes.get_xlim()
    low, high = page.axes.get_ylim()
    wide, tall = page.axes_size
    return np.column_stack([(size - left) / (right - left) * wide, (value - low) / (high - low) * tall])


def draw_names(page: Page, dots: Dots, rows: npt.NDArray[np.int64], drawn: Drawn, style: FunnelStyle) -> int:
    """Name as many areas as the room holds, and give their number.

    Parameters
    ----------
    page : Page
        With the axes at their final place and limits.
    dots : Dots
        All the points.
    rows : ndarray of int
        Rows of `dots` to be named, most important first.
    drawn : Drawn
        What is there already.
    style : FunnelStyle
        Colours.

    Returns
    -------
    int
    """
    texts = labels_of(page, dots, rows)
    sizes = np.array([(text_width(text, page.pt(NAME)), page.pt(NAME) * LINE_HEIGHT) for text in texts])
    points = in_points(page, dots.size, dots.value)
    around = obstacles(page, dots, points, drawn)
    boxes = place(points[rows], sizes.reshape(-1, 2), around)
    names = [
        Name(text, (dots.size[row], dots.value[row]), box - np.tile(points[row], 2), radius_of(page, dots, row))
        for row, text, box in zip(rows, texts, boxes, strict=True)
        if box is not None
    ]
    for name in names:
        draw_name(page, name, style.colours)
    return len(names)


def radius_of(page: Page, dots: Dots, row: int) -> float:
    """Measure the marker of one area with its ring, in points."""
    return marker_size(page, len(dots.size)) / 2 * (RING if dots.ringed[row] else 1.0)


def obstacles(page: Page, dots: Dots, points: Floats, drawn: Drawn) -> Obstacles:
    """Collect what names must keep clear of: every point, and if there is a choice the lines as well."""
    curves = [along(page, size, value) for size, value in drawn.curves]
    lines = np.vstack([np.empty((0, 2)), *curves])
    telling = dots.ringed | ~np.isin(dots.status.astype(str), ["within", "not_computed"])
    ring = RING if dots.ringed.any() else 1.0
    return Obstacles(
        room=(0.0, 0.0, *page.axes_size),
        walls=drawn.ends,
        dots=np.vstack([points, lines]),
        weights=np.append(np.where(telling, TELLING, 1.0), np.full(len(lines), ON_LINE)),
        radius=marker_size(page, len(dots.size)) / 2 * ring,
    )


def along(page: Page, size: Floats, value: Floats) -> Floats:
    """Give points a few millimetres apart along a line, in points from the corner of the axes."""
    places = np.linspace(size[0], size[-1], LINE_SAMPLES)
    return in_points(page, places, np.interp(places, size, value))


def draw_name(page: Page, name: Name, colours: Palette) -> None:
    """Draw one name in its box, with a thin line where it does not stand right beside its point."""
    left, low, right, high = name.box
    across, up = float(np.clip(0.0, left, right)), float(np.clip(0.0, low, high))
    start = ((across - left) / (right - left), (up - low) / (high - low))
    line = hairline(page, colours.muted, start, gap=name.radius + page.pt(0.5))
    page.axes.annotate(
        name.text,
        xy=name.at,
        xytext=(left, (low + high) / 2),
        textcoords="offset points",
        fontsize=page.pt(NAME),
        color=colours.ink,
        va="center",
        zorder=13,
        annotation_clip=False,
        path_effects=[withStroke(linewidth=page.pt(2.0), foreground="white")],
        arrowprops=line if np.hypot(across, up) > name.radius + page.pt(LEADER_FROM) else None,
        gid="area-name",
    )
