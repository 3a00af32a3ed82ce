"""Charts of rows: a name at the left, a mark along a scale, and the number in words at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.errors import OptionError
from scnvariation.plots import words
from scnvariation.plots.axes import AxisScale
from scnvariation.plots.fonts import clean, cut, text_width
from scnvariation.plots.layout import TICK, Furniture, axes_height, grow_axes
from scnvariation.plots.page import Page, clipped_lines
from scnvariation.plots.palette import Look, Palette

__all__ = [
    "ChartRow",
    "draw_intervals",
    "draw_marks",
    "draw_reference",
    "draw_stripes",
    "part_of_rows",
    "room_for_rows",
    "scale_of_intervals",
    "set_rows",
    "side_labels",
    "write_rows",
]

Floats = npt.NDArray[np.float64]
NAME = 8.0  # and of the words at the right
WIDEST_NAME, WIDEST_NAME_SHARE = 212.0, 0.43  # the longest name of a network area fits a page
GAP, BESIDE = 8.0, 9.0
PITCH = 11.5  # of rows as near as names allow, in points
FEWEST = 3
LINE_SPACING = 1.1
ROWS_SHARE = 0.58  # of the height of a page that rows have, about
SAID_SHARE = 0.55  # of the width, at most, for the words at the right
LONG_LIMIT = 2.5  # an upper limit beyond so many times the largest point may run out of the picture
ENDLESS = 1.5  # times its point, at least: where an interval without an end is cut
BAND, STRIPED_FROM = "#F1F3F4", 3


class ChartRow(NamedTuple):
    """One row.

    Attributes
    ----------
    name : str
        At the left.
    said : str
        The number in words, at the right.
    heading : bool
        A name over the rows that follow, with nothing drawn.
    joined : bool
        Belongs to the row before and is not parted from it.
    """

    name: str
    said: str = ""
    heading: bool = False
    joined: bool = False


def names_beside(page: Page, rows: Sequence[ChartRow]) -> list[str]:
    """Clean the names and break them to the width of the left side, in two lines where rows are few."""
    widest, size = min(page.pt(WIDEST_NAME), WIDEST_NAME_SHARE * page.text_room), page.pt(NAME)
    height = page.size[1] * ROWS_SHARE if page.owned else page.axes_size[1] * ROWS_SHARE
    lines = 2 if len(rows) * 2 * LINE_SPACING * size <= height else 1
    return ["\n".join(clipped_lines(clean(row.name), size, widest, lines)) for row in rows]


def side_labels(page: Page, rows: Sequence[ChartRow]) -> tuple[str, ...]:
    """List the lines of the names, for the room they take at the left."""
    return tuple(f"{line} " for name in names_beside(page, rows) for line in name.split("\n"))


def room_for_rows(page: Page, rows: Sequence[ChartRow], around: Furniture, pitch: float = PITCH) -> None:
    """Let a figure of ours grow until its rows, as near as names allow, stand in one picture."""
    grow_axes(page, around, len(rows) * page.pt(pitch) + 1.0)


def part_of_rows(
    page: Page, rows: Sequence[ChartRow], around: Furniture, part: int, pitch: float = PITCH
) -> tuple[list[int], int]:
    """Choose the rows of one part of a chart that is longer than its page can grow.

    Parameters
    ----------
    page : Page
        Where they are to stand.
    rows : sequence of ChartRow
        All of them.
    around : Furniture
        The words that take of the height.
    part : int
        Which part, from 1.
    pitch : float, default 11.5
        Least distance of rows, in points of a page.

    Returns
    -------
    (list of int, int)
        Places in `rows`, and the number of parts.

    Raises
    ------
    OptionError
        If there is no such part.
    """
    room_for_rows(page, rows, around, pitch)
    most = max(FEWEST, int(axes_height(page, around) / page.pt(pitch)))
    parts = broken(rows, most)
    while most > FEWEST and len(broken(rows, most - 1)) == len(parts):  # parts of about the same length
        most -= 1
        parts = broken(rows, most)
    if part > len(parts):
        raise OptionError(words.part_not_there(part, len(parts)))
    return parts[part - 1], len(parts)


def broken(rows: Sequence[ChartRow], most: int) -> list[list[int]]:
    """Break rows into parts; a heading stands above its first row, and again on top of the next part.

    >>> rows = [ChartRow("A", heading=True), ChartRow("a"), ChartRow("b"), ChartRow("c")]
    >>> broken(rows, 3)
    [[0, 1, 2], [0, 3]]
    """
    parts: list[list[int]] = [[]]
    heading: list[int] = []
    for block in blocks_of(rows):
        first = rows[block[0]]
        if first.heading:
            heading = [block[0]]
        if parts[-1] and len(parts[-1]) + len(block) > most:
            parts.append([] if first.heading else [*heading])
        parts[-1].extend(block)
    return parts


def blocks_of(rows: Sequence[ChartRow]) -> list[list[int]]:
    """Group the rows that are not parted: a heading with its first row, a row with those joined to it."""
    blocks: list[list[int]] = []
    for place, row in enumerate(rows):
        after_heading = bool(blocks) and rows[blocks[-1][-1]].heading and not row.heading
        if blocks and (row.joined or after_heading):
            blocks[-1].append(place)
        else:
            blocks.append([place])
    return blocks


def scale_of_intervals(point: Floats, upper: Floats) -> float:
    """Choose how far to show upper limits: all of them, unless some lie far beyond every point.

    >>> scale_of_intervals(np.array([0.5, 0.2]), np.array([np.inf, 0.3]))
    0.75
    """
    seen = point[np.isfinite(point)]
    largest = float(seen.max()) if seen.size else 0.0
    ends = np.where(np.isinf(upper), ENDLESS * point, upper)
    highest = max(largest, float(np.nan_to_num(ends).max(initial=0.0)))
    return min(highest, LONG_LIMIT * largest) if largest > 0 else highest


def set_rows(page: Page, rows: Sequence[ChartRow], scale: AxisScale) -> list[str]:
    """Set the view, with a strip at the right for the words; give the words as they fit."""
    axes = page.axes
    wide, size = page.axes_size[0], page.pt(NAME)
    said = fitted([clean(row.said) for row in rows], size, SAID_SHARE * wide - page.pt(GAP + 3))
    strip = max((text_width(text, size) for text in said), default=0.0) + page.pt(GAP + 3)
    length = (scale.high - scale.low) * wide / (wide - strip)
    axes.set_xlim(scale.low, scale.low + length)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    scale.set_ticks(axes.xaxis, page.pt(TICK))
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_bounds(scale.low, scale.high)
    return said


def fitted(said: list[str], size: float, room: float) -> list[str]:
    """Drop what stands in brackets where the words are wider than the room; cut what still is."""
    if all(text_width(text, size) <= room for text in said):
        return said
    return [cut(text.partition(" (")[0], size, room) for text in said]


def write_rows(page: Page, rows: Sequence[ChartRow], said: list[str], scale: AxisScale, colours: Palette) -> None:
    """Write the names at the left and the words at the right, smaller where rows are nearer than letters allow."""
    axes = page.axes
    low, high = axes.get_ylim()
    row_height = page.axes_size[1] / abs(high - low)
    letters = min(page.pt(NAME), row_height / LINE_SPACING)
    for place, (row, name, text) in enumerate(zip(rows, names_beside(page, rows), said, strict=True)):
        axes.annotate(
            name,
            xy=(0, place),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-page.pt(BESIDE), 0),
            textcoords="offset points",
            ha="right",
            va="center",
            linespacing=LINE_SPACING,
            fontsize=letters,
            fontweight="bold" if row.heading else "normal",
            color=colours.muted if row.joined else colours.ink,
            annotation_clip=False,
            gid="row-name",
        )
        if text:
            axes.annotate(
                text,
                xy=(scale.high, place),
                xytext=(page.pt(GAP), 0),
                textcoords="offset points",
                va="center",
                fontsize=letters,
                color=colours.muted if row.joined else colours.ink,
                annotation_clip=False,
                gid="row-said",
            )


def draw_intervals(page: Page, heights: Floats, low: Floats, high: Floats, colour: str, *, gid: str) -> None:
    """Draw intervals along the rows; one that runs beyond the scale ends in an arrow."""
    axes = page.axes
    end = axes.spines["bottom"].get_bounds()[1]
    known = np.isfinite(low) & ~np.isnan(high)
    beyond = known & (high > end)
    axes.hlines(
        heights[known],
        low[known],
        np.minimum(high, end)[known],
        color=colour,
        linewidth=page.pt(2.2),
        zorder=3,
        gid=gid,
    )
    if beyond.any():
        axes.scatter(
            np.full(int(beyond.sum()), end),
            heights[beyond],
            s=page.pt(6.5) ** 2,
            marker=">",
            color=colour,
            linewidth=0,
            zorder=4,
            clip_on=False,
            gid=f"{gid}-beyond",
        )


def draw_marks(page: Page, heights: Floats, values: Floats, look: Look, *, gid: str, size: float = 7.0) -> None:
    """Draw one kind of point; a point is never clipped."""
    known = np.isfinite(values)
    if known.any():
        page.axes.scatter(
            values[known],
            heights[known],
            s=page.pt(size) ** 2,
            marker=look.marker,
            facecolor=look.fill,
            edgecolor=look.edge,
            linewidth=page.pt(1.3),
            zorder=5,
            clip_on=False,
            gid=gid,
        )


def draw_reference(page: Page, value: float, colours: Palette) -> None:
    """Draw the value of no difference."""
    page.axes.axvline(value, color=colours.muted, linewidth=page.pt(0.9), zorder=2, gid="no-difference")


def draw_stripes(page: Page, rows: Sequence[ChartRow]) -> None:
    """Shade every other row to lead the eye to its words; rows joined are shaded alike."""
    if len(rows) < STRIPED_FROM:
        return
    shade = False
    for place, row in enumerate(rows):
        shade = False if row.heading else shade if row.joined else not shade
        if shade:
            page.axes.axhspan(place - 0.5, place + 0.5, color=BAND, linewidth=0, zorder=0)
