"""The few shapes that a chart is made of, in units of its own box, with coordinates to one decimal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.report.safe import slug

__all__ = [
    "Box",
    "Chart",
    "Line",
    "Mark",
    "Words",
    "chart_key",
    "dots_path",
    "line_path",
    "mark_at",
    "rectangle_path",
    "shortest",
]

Floats = npt.NDArray[np.float64]
FLATTEST = 0.2  # a line may lie so far beside its samples, which no eye can see
HASH_LENGTH = 6
TIP, BASE, HALF = 1.3, 0.8, 1.15  # of a triangle, in radii of the circle of the same weight
DIRECTIONS = {"up": -1.0, "down": 1.0}


class Line(NamedTuple):
    """A path that is looked at as a whole: an axis, a limit, a cloud; `look` is its class in the style sheet."""

    look: str
    d: str


class Words(NamedTuple):
    """One line of text; `look` is its class in the style sheet."""

    look: str
    x: str
    y: str
    text: str


class Mark(NamedTuple):
    """One point: a circle of a radius, or a path where that is empty.

    `title` is everything about the point, for screen readers; `said` what is shown on hover and focus, on two lines
    where one is too short, which is the same where there is room for it.
    """

    look: str
    x: str
    y: str
    radius: str
    d: str
    title: str = ""
    said: str = ""


class Box(NamedTuple):
    """Where the points stand: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def across(self, values: Floats, low: float, high: float) -> Floats:
        """Place values from left to right."""
        return np.asarray(self.left + (values - low) / (high - low) * (self.right - self.left), dtype=np.float64)

    def upright(self, values: Floats, low: float, high: float) -> Floats:
        """Place values from bottom to top."""
        return np.asarray(self.bottom - (values - low) / (high - low) * (self.bottom - self.top), dtype=np.float64)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """One chart, ready to be drawn by the template: nothing is computed from here on.

    Attributes
    ----------
    key : str
        `[a-z0-9-]+`, unique in a pack; ids on the page begin with it, those of points apart.
    title, subtitle : str
        The message, and what it is about.
    alt : str
        What the chart shows, for those who cannot see it.
    caption : str
        What stands under it.
    width, height : int
        Of the box in which all coordinates lie.
    box : Box
        The part of it where limits and clouds may show.
    back : tuple of Line
        Grid and axes.
    lines : tuple of Line
        Cut off at `box`.
    signs : tuple of Mark
        Marks that are not points of their own: those of the key, and parts of a row.
    marks : tuple of Mark
        The points that can be reached with the keyboard.
    words : tuple of Words
        Everything written.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    caption: str
    width: int
    height: int
    box: Box
    back: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    signs: tuple[Mark, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: tuple[Words, ...] = ()

    @property
    def n_points(self) -> int:
        """Number of points that can be reached with the keyboard."""
        return len(self.marks)


def chart_key(kind: str, *about: str) -> str:
    """Make the key of a chart from what it is about; a part of a hash keeps like names apart.

    >>> chart_key("funnel", "ccg_ois:3.5")
    'funnel-ccg-ois-3-5-e20d5f'
    """
    mark = hashlib.sha256("\n".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    return "-".join([kind, *([slug(about[0])] if len(about) == 1 else []), mark])


def shortest(number: float) -> str:
    """Write a coordinate to one decimal, without what says nothing.

    >>> shortest(12.34), shortest(12.0), shortest(-0.04)
    ('12.3', '12', '0')
    """
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def line_path(x: Floats, y: Floats) -> str:
    """Join samples by a line, leaving out those that lie on it anyway; a NaN breaks it.

    >>> line_path(np.array([0.0, 5.0, 10.0]), np.array([0.0, 0.1, 0.0]))
    'M0 0L10 0'
    """
    broken = np.flatnonzero(~(np.isfinite(x) & np.isfinite(y)))
    parts = zip([0, *(broken + 1)], [*broken, len(x)], strict=True)
    return "".join(_one_line(x[start:end], y[start:end]) for start, end in parts if end > start)


def _one_line(x: Floats, y: Floats) -> str:
    kept = _telling(x, y)
    points = [f"{shortest(a)} {shortest(b)}" for a, b in zip(x[kept], y[kept], strict=True)]
    return "M" + "L".join(points if len(points) > 1 else points * 2)


def _telling(x: Floats, y: Floats) -> list[int]:
    """Choose the samples without which the line would be seen to move (Douglas and Peucker 1973)."""
    kept, open_parts = {0, len(x) - 1}, [(0, len(x) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        inner = slice(first + 1, last)
        along, up = x[last] - x[first], y[last] - y[first]
        length = float(np.hypot(along, up)) or 1.0
        off = np.abs(along * (y[inner] - y[first]) - up * (x[inner] - x[first])) / length
        if off.size and off.max() > FLATTEST:
            furthest = first + 1 + int(off.argmax())
            kept.add(furthest)
            open_parts += [(first, furthest), (furthest, last)]
    return sorted(kept)


def dots_path(at: Floats) -> str:
    """Draw dots, (n_dots, 2), as one path of lines without length, which round ends make visible; in no one's order.

    >>> dots_path(np.array([[5.0, 2.0], [1.0, 3.25]]))
    'M1 3.2h0M5 2h0'
    """
    return "".join(f"M{shortest(x)} {shortest(y)}h0" for x, y in sorted(at.tolist()))


def rectangle_path(left: float, top: float, right: float, bottom: float) -> str:
    """Draw a rectangle.

    >>> rectangle_path(1, 2, 11, 7)
    'M1 2h10v5h-10z'
    """
    across, down = shortest(right - left), shortest(bottom - top)
    return f"M{shortest(left)} {shortest(top)}h{across}v{down}h-{across}z"


def mark_at(look: str, shape: str, at: tuple[float, float], radius: float, told: Iterable[str] = ("", "")) -> Mark:
    """Make one mark: a circle, a diamond, or a triangle that points up or down.

    >>> mark_at("s", "circle", (10.0, 20.0), 4.0)[:5]
    ('s', '10', '20', '4', '')
    >>> mark_at("w", "up", (10.0, 20.0), 4.0).d
    'M10 14.8l4.6 8.4h-9.2z'
    """
    x, y = at
    title, said = told
    if shape == "circle":
        return Mark(look, shortest(x), shortest(y), shortest(radius), "", title, said)
    if shape == "diamond":
        reach = shortest(TIP * radius)
        d = f"M{shortest(x)} {shortest(y - TIP * radius)}l{reach} {reach}-{reach} {reach}-{reach}-{reach}z"
    else:
        way = DIRECTIONS[shape]
        across, along = shortest(HALF * radius), shortest(-way * (TIP + BASE) * radius)
        d = f"M{shortest(x)} {shortest(y + way * TIP * radius)}l{across} {along}h-{shortest(2 * HALF * radius)}z"
    return Mark(look, "", "", "", d, title, said)
