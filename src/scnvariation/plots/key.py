"""The small key above a picture: what each kind of point means and how many there are."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.lines import Line2D

from scnvariation.plots.fonts import clean, cut, text_width
from scnvariation.plots.page import Page, offset
from scnvariation.plots.palette import Look

__all__ = ["KeyItem", "Row", "draw_key", "key_rows"]

TEXT = 8.0
ROW = 13.0
MARKER = 12.0
GAP = 13.0


class KeyItem(NamedTuple):
    """One entry: a marker and its meaning."""

    look: Look
    text: str
    size: float = 6.0
    edge: float = 0.8


#: Entries of one row, each with its distance from the left.
Row = list[tuple[float, KeyItem]]


def key_rows(page: Page, items: list[KeyItem]) -> list[Row]:
    """Clean the entries and break them into rows."""
    rows: list[Row] = []
    left = page.text_room + 1
    widest = page.text_room - page.pt(MARKER)
    for given in items:
        item = given._replace(text=cut(clean(given.text), page.pt(TEXT), widest))
        width = page.pt(MARKER) + text_width(item.text, page.pt(TEXT))
        if not rows or left + width > page.text_room:
            rows.append([])
            left = 0.0
        rows[-1].append((left, item))
        left += width + page.pt(GAP)
    return rows


def draw_key(page: Page, rows: list[Row], left: float, top: float) -> None:
    """Draw the rows downwards from `top` points above the axes."""
    for number, row in enumerate(rows):
        middle = top - page.pt(ROW) * (number + 0.5)
        for start, item in row:
            draw_item(page, item, left + start, middle)


def draw_item(page: Page, item: KeyItem, left: float, middle: float) -> None:
    """Draw one marker and its words."""
    page.axes.add_artist(
        Line2D(
            [0],
            [1],
            linestyle="none",
            marker=item.look.marker,
            markersize=page.pt(item.size),
            markerfacecolor=item.look.fill,
            markeredgecolor=item.look.edge,
            markeredgewidth=page.pt(item.edge),
            transform=offset(page, left + page.pt(4), middle),
            clip_on=False,
        )
    )
    page.axes.text(
        0,
        1,
        item.text,
        transform=offset(page, left + page.pt(MARKER), middle - page.pt(0.4)),
        fontsize=page.pt(TEXT),
        va="center_baseline",
        clip_on=False,
    )
