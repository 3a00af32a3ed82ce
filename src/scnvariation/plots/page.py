"""The sheet a picture is drawn on: its size, its margins, and the words around the axes.

All lengths are in points and known before anything is drawn, so nothing overlaps and nothing is cut off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, SubFigure
from matplotlib.transforms import ScaledTranslation, Transform

from scnvariation.errors import OptionError
from scnvariation.options import SaveSize
from scnvariation.plots.fonts import text_width, wrap
from scnvariation.plots.words import axes_without_figure

__all__ = [
    "SIZES",
    "Page",
    "Sheet",
    "balanced_lines",
    "clipped_lines",
    "file_page",
    "given_page",
    "hairline",
    "notebook_page",
    "offset",
    "widened",
]

POINTS = 72.0


class Sheet(NamedTuple):
    """One size of picture.

    Attributes
    ----------
    width, height : float
        Inches.
    tallest : float
        Inches up to which a picture of many rows may grow; a slide never does.
    dpi : int
        Pixels per inch of a PNG.
    scale : float
        How much larger than on a page the text is set.
    """

    width: float
    height: float
    tallest: float
    dpi: int
    scale: float


SIZES: dict[SaveSize, Sheet] = {
    "slide": Sheet(13.333, 7.5, 7.5, 144, 1.6),
    "page": Sheet(7.2, 5.4, 9.8, 200, 1.0),
    "web": Sheet(8.0, 6.0, 11.0, 144, 1.12),
}


@dataclass(frozen=True, slots=True)
class Page:
    """An Axes with the room that it has.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
        Where the picture goes.
    owned : bool
        Whether the figure is ours to lay out.
    scale : float
        Multiplies every text size and gap.
    tallest : float
        Height in points up to which the figure may grow; 0 where it may not.
    """

    axes: Axes
    owned: bool
    scale: float
    tallest: float = 0.0

    @property
    def figure(self) -> Figure | SubFigure:
        """The figure, or the part of one, that holds the axes."""
        figure = self.axes.figure
        if figure is None:
            raise OptionError(axes_without_figure())
        return figure

    @property
    def root(self) -> Figure:
        """The whole figure."""
        figure = self.figure
        return figure if isinstance(figure, Figure) else figure.figure

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the figure."""
        box, dpi = self.figure.bbox, self.figure.dpi
        return float(box.width) / dpi * POINTS, float(box.height) / dpi * POINTS

    @property
    def axes_size(self) -> tuple[float, float]:
        """Width and height of the axes."""
        box = self.axes.get_position()
        width, height = self.size
        return box.width * width, box.height * height

    @property
    def margin(self) -> float:
        """Blank at every edge of a figure of ours."""
        return self.pt(13) if self.owned else 0.0

    @property
    def text_room(self) -> float:
        """Width in which titles and captions are wrapped."""
        return self.size[0] - 2 * self.margin if self.owned else self.axes_size[0]

    def grow(self, length: float) -> bool:
        """Make the figure taller as far as its sheet allows; tell whether it became so."""
        width, height = self.size
        taller = min(height + length, self.tallest)
        if taller <= height:
            return False
        self.root.set_size_inches(width / POINTS, taller / POINTS)
        return True

    def pt(self, length: float) -> float:
        """Scale a length given for a page."""
        return length * self.scale


def file_page(size: SaveSize) -> Page:
    """Make a page for a file, of which pyplot knows nothing."""
    sheet = SIZES[size]
    figure = Figure(figsize=(sheet.width, sheet.height), dpi=sheet.dpi)
    FigureCanvasAgg(figure)
    return Page(figure.add_subplot(), owned=True, scale=sheet.scale, tallest=sheet.tallest * POINTS)


def notebook_figure() -> Figure:
    """Open a figure that a notebook shows by itself."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - files must not start pyplot

    sheet = SIZES["web"]
    return plt.figure(figsize=(sheet.width, sheet.height))


def notebook_page(figure: Figure) -> Page:
    """Make a page of a notebook's figure."""
    figure.set_facecolor("white")  # it was opened in the user's style
    sheet = SIZES["web"]
    return Page(figure.add_subplot(), owned=True, scale=sheet.scale, tallest=sheet.tallest * POINTS)


def given_page(axes: Axes) -> Page:
    """Take the user's own Axes for a page."""
    width = Page(axes, owned=False, scale=1.0).axes_size[0]
    return Page(axes, owned=False, scale=min(1.5, max(0.7, width / 460)))


def offset(page: Page, across: float, up: float) -> Transform:
    """Measure from a corner of the axes in points, so that words keep their distance when axes change."""
    moved = ScaledTranslation(across / POINTS, up / POINTS, page.figure.dpi_scale_trans)
    return page.axes.transAxes + moved


def widened(page: Page, strip: float) -> float:
    """Give the factor by which an axis must be longer to keep a strip free for words at its end."""
    wide = page.axes_size[0]
    return wide / max(wide - strip, 0.4 * wide)


def hairline(page: Page, colour: str, start: tuple[float, float], *, gap: float = 0.0) -> dict[str, object]:
    """Describe the thin line from a name to what it names.

    `start` is where it leaves the name, in shares of the name's width and height; `gap` is what it leaves free
    before its end, in points. Without patchA Matplotlib need not cut the line at the name, which is slow.
    """
    return {
        "arrowstyle": "-",
        "color": colour,
        "linewidth": page.pt(0.5),
        "relpos": start,
        "patchA": None,
        "shrinkA": 0,
        "shrinkB": gap,
    }


def balanced_lines(text: str, size: float, room: float, most: int) -> list[str]:
    """Wrap a bold title in lines of about the same length, so that no word stands alone."""
    lines = clipped_lines(text, size, room, most, bold=True)
    for narrower in (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55):
        tried = wrap(text, size, room * narrower, bold=True)
        if len(tried) != len(lines):
            break
        lines = tried
    return lines


def clipped_lines(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """Wrap text and end it with an ellipsis where it has more lines than there is room for."""
    lines = wrap(text, size, room, bold=bold)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(f"{last} …", size, bold=bold) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()} …"]
