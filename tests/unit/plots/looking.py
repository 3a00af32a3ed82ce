"""Ways to look at what was drawn, through its artists."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure
from matplotlib.text import Text

from scnvariation.plots.fonts import drawing
from scnvariation.plots.page import file_page
from scnvariation.plots.picture import picture_of


def drawn(result, size="page", **style):
    """Draw on a page for a file and give the Axes."""
    with drawing():
        page = file_page(size)
        picture_of(result, style).paint(page)
    page.root.draw_without_rendering()
    return page.axes


def by_gid(axes, gid: str) -> list:
    """Find the artists with a name."""
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


def texts(axes, gid: str) -> list[str]:
    """Give the texts of the artists with a name."""
    return [artist.get_text() for artist in by_gid(axes, gid)]


def words_on(figure: Figure) -> list[Text]:
    """Give every text that a reader sees."""
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def box(text: Text):
    """Give the box of the letters alone: an annotation would add its line."""
    return Text.get_window_extent(text)


def cut_off(figure: Figure) -> list[str]:
    """List the texts that leave the figure."""
    whole = figure.bbox
    return [
        text.get_text()
        for text in words_on(figure)
        if box(text).x0 < whole.x0 - 1
        or box(text).y0 < whole.y0 - 1
        or box(text).x1 > whole.x1 + 1
        or box(text).y1 > whole.y1 + 1
    ]


def colliding(figure: Figure) -> list[tuple[str, str]]:
    """List the pairs of texts that run into one another by more than a pixel and a half."""
    found = []
    for one, other in itertools.combinations(words_on(figure), 2):
        a, b = box(one), box(other)
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1.5 and tall > 1.5:
            found.append((one.get_text(), other.get_text()))
    return found


def svg_words(path) -> ET.Element:
    """Parse an SVG, which fails where it is not well formed."""
    return ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
