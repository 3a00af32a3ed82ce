"""Charts of rows: the name of each above its mark, on a scale of ratios about 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.report.charts_frame import EDGE, MIDDLE, WIDTH, KeyEntry, key_of
from scnvariation.report.charts_shapes import Box, Chart, Line, Mark, Words, mark_at, rectangle_path, shortest
from scnvariation.report.charts_text import LINE, width_of, wrapped

__all__ = ["RatioRow", "rows_chart", "runs_out"]

Floats = npt.NDArray[np.float64]
LEFT, GAP = 10.0, 14.0
HEAD = 2 * LINE + 6.0
MARK_ROOM, AFTER = 22.0, 10.0
RADIUS = 6.0
LEAST_REACH = 0.1
MOST_ENDS = 0.9  # of intervals are seen whole; one that is wider must not press all the others together
BEYOND = 1.12  # the scale ends so far behind what it shows
APART = 12.0
#: Ratios that make good ticks, the best first.
TICKS = (1, 0.5, 2, 0.8, 1.25, 0.25, 4, 0.1, 10, 0.9, 1.1, 0.67, 1.5, 0.95, 1.05, 0.98, 1.02, 0.99, 1.01)
SHAPES = {"above": "up", "below": "down"}


class RatioRow(NamedTuple):
    """One row: its name, its numbers in words, the whole in a sentence, and what is drawn.

    `side` is `above`, `below` or `similar`; `low` and `high` are an interval, `then` the ratio at the baseline.
    """

    name: str
    shown: str
    title: str
    side: str
    judgement: str
    ratio: float
    low: float = math.nan
    high: float = math.nan
    then: float = math.nan

    @property
    def shape(self) -> str:
        """Shape of the mark."""
        return SHAPES.get(self.side, "circle")

    @property
    def look(self) -> str:
        """Class of the mark in the style sheet."""
        return self.judgement[0]


def rows_chart(
    rows: Sequence[RatioRow], key: Sequence[KeyEntry], *, name: str, texts: tuple[str, str, str, str]
) -> Chart:
    """Set rows one under another.

    Parameters
    ----------
    rows : sequence of RatioRow
        From the top.
    key : sequence of KeyEntry
        What the marks mean.
    name : str
        Key of the chart.
    texts : tuple of str
        Title, subtitle, alternative text and caption.

    Returns
    -------
    Chart
    """
    right = WIDTH - EDGE - GAP - max((width_of(row.shown) for row in rows), default=0.0)
    reach = reach_of(rows)
    names = [wrapped(row.name, WIDTH - 2 * EDGE, 2) for row in rows]
    tops = np.cumsum([HEAD, *(len(lines) * LINE + MARK_ROOM + AFTER for lines in names)]).tolist()
    box = Box(LEFT, HEAD, right, tops[-1])
    signs: list[Mark] = []
    words: list[Words] = []
    marks: list[Mark] = []
    bars: list[str] = []
    for row, lines, top, end in zip(rows, names, tops[:-1], tops[1:], strict=True):
        middle = top + len(lines) * LINE + MARK_ROOM / 2
        words += [Words("n", shortest(EDGE), shortest(top + (n + 0.75) * LINE), line) for n, line in enumerate(lines)]
        words.append(Words("", shortest(right + GAP), shortest(middle + MIDDLE), row.shown))
        bars.append(_bar(row, box, reach, middle))
        signs += _signs(row, box, reach, middle)
        marks.append(Mark("row", "", "", "", rectangle_path(1, top + 1, WIDTH - 1, end - 3), row.title))
    scale = _scale(box, reach) if rows else ([], [])
    explained = key_of(key, tops[-1] + EDGE)
    title, subtitle, alt, caption = texts
    return Chart(
        key=name, title=title, subtitle=subtitle, alt=alt, caption=caption, width=WIDTH,
        height=math.ceil(tops[-1] + EDGE + explained.height), box=box,
        back=(*scale[0], *([Line("bar", "".join(bars))] if any(bars) else [])),
        signs=(*signs, *explained.signs), marks=tuple(marks), words=(*scale[1], *words, *explained.words),
    )  # fmt: skip


def reach_of(rows: Sequence[RatioRow]) -> float:
    """Choose how far the scale goes on both sides of 1, as a logarithm: every point, and most intervals, are inside."""
    points = [abs(math.log(ratio)) for row in rows for ratio in (row.ratio, row.then) if ratio > 0]
    ends = [abs(math.log(end)) for row in rows for end in (row.low, row.high) if end > 0 and math.isfinite(end)]
    return BEYOND * max([LEAST_REACH, *points, float(np.quantile(ends, MOST_ENDS)) if ends else 0.0])


def runs_out(rows: Sequence[RatioRow]) -> bool:
    """Tell whether an interval goes further than the scale."""
    reach = reach_of(rows)
    return any(row.low <= math.exp(-reach) or row.high >= math.exp(reach) for row in rows)


def _place(ratio: float, box: Box, reach: float) -> float:
    """Place a ratio; what is further out stands at the end of the scale."""
    log = math.log(ratio) if ratio > 0 else -math.inf
    middle, half = (box.left + box.right) / 2, (box.right - box.left) / 2
    return middle + half * min(max(log / reach, -1.0), 1.0)


def _bar(row: RatioRow, box: Box, reach: float, y: float) -> str:
    """Draw the interval, or the way from then to now; an end beyond the scale is an arrow."""
    low, high = (row.low, row.high) if math.isnan(row.then) else sorted((row.then, row.ratio))
    start, end = _place(low, box, reach), _place(high, box, reach)
    bar = f"M{shortest(start)} {shortest(y)}H{shortest(end)}"
    if start <= box.left:
        bar += f"m{shortest(start - end + 5)} -5l-5 5l5 5"
    if end >= box.right:
        bar += f"M{shortest(end - 5)} {shortest(y - 5)}l5 5l-5 5"
    return bar


def _signs(row: RatioRow, box: Box, reach: float, y: float) -> list[Mark]:
    """Draw the marks of one row."""
    then = [] if math.isnan(row.then) else [mark_at("then", "circle", (_place(row.then, box, reach), y), RADIUS - 1)]
    return [*then, mark_at(row.look, row.shape, (_place(row.ratio, box, reach), y), RADIUS)]


def _scale(box: Box, reach: float) -> tuple[list[Line], list[Words]]:
    """Draw the grid with its ticks above, and what they mean."""
    taken: list[tuple[float, float]] = []
    words = [Words("q", shortest(EDGE), "16", "Ratio to the rest of England (1: the same)")]
    grid = []
    for tick in TICKS:
        x, half = _place(tick, box, reach), width_of(f"{tick:g}") / 2
        if abs(math.log(tick)) > reach or any(abs(x - other) < half + wide + APART for other, wide in taken):
            continue
        taken.append((x, half))
        line = f"M{shortest(x)} {shortest(box.top)}V{shortest(box.bottom)}"
        grid.append(Line("axis" if tick == 1 else "grid", line))
        words.append(Words("c", shortest(max(x, half + EDGE)), shortest(box.top - 6), f"{tick:g}"))
    return grid, words
