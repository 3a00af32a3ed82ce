"""The shares: labelled bars of where the true differences between areas sit, with intervals."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from scnvariation.analysis.indicator import heading
from scnvariation.analysis.shares_result import SharesResult
from scnvariation.analysis.shares_words import need_words, percent, places_words, range_words
from scnvariation.plots.axes import AxisScale
from scnvariation.plots.chart_rows import ChartRow, set_rows, side_labels, write_rows
from scnvariation.plots.layout import Furniture, arrange
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Palette
from scnvariation.plots.style import SharesStyle

__all__ = ["paint_shares"]

WHOLE = AxisScale(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), ("0%", "25%", "50%", "75%", "100%"))
THICK, CAP = 0.46, 0.11  # of a row: a bar, and half of the end of its interval


class Bar(NamedTuple):
    """One part of the true differences."""

    part: str
    point: float
    lower: float
    upper: float


def paint_shares(result: SharesResult, page: Page, style: SharesStyle) -> Axes:
    """Draw the shares as bars.

    Parameters
    ----------
    result : SharesResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : SharesStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = chart_rows(result)
    arrange(page, furniture(result, page, rows, style), style.colours)
    said = set_rows(page, rows, WHOLE)
    for height, bar in enumerate(bars_of(result)):
        draw_bar(page, height, bar, style.colours)
    page.axes.axvline(0, color=style.colours.muted, linewidth=page.pt(0.9), zorder=4)
    write_rows(page, rows, said, WHOLE, style.colours)
    return page.axes


def bars_of(result: SharesResult) -> list[Bar]:
    """List the parts shown; need only where it was asked for."""
    parts = [*(["need"] if result.need else []), "between_networks", "within_networks"]
    bars = []
    for part in parts:
        row = result.part(part)
        bars.append(Bar(part, *(float(row[f"share_of_true{end}"]) for end in ("", "_lower", "_upper"))))
    return bars


def chart_rows(result: SharesResult) -> list[ChartRow]:
    """Name the bars and write their shares."""
    places = places_words(result.between)[1]
    names = {
        "need": f"Need: {need_words(result.need)}",
        "between_networks": f"Between {places}",
        "within_networks": f"Between areas within {places}",
    }
    return [ChartRow(names[bar.part], range_words(result.part(bar.part))) for bar in bars_of(result)]


def draw_bar(page: Page, height: int, bar: Bar, colours: Palette) -> None:
    """Draw one bar with its interval; where the share is withheld, the interval alone as an open box."""
    axes = page.axes
    if math.isnan(bar.upper):
        return
    if math.isnan(bar.point):
        axes.barh(
            height,
            bar.upper - bar.lower,
            left=bar.lower,
            height=THICK,
            facecolor="white",
            edgecolor=colours.muted,
            hatch="////",
            linewidth=page.pt(1.0),
            zorder=2,
            gid=f"range-{bar.part}",
        )
        return
    colour = colours.accent if bar.part == "between_networks" else colours.faint
    axes.barh(height, bar.point, height=THICK, color=colour, zorder=2, gid=f"share-{bar.part}")
    width = page.pt(1.6)
    axes.hlines(height, bar.lower, bar.upper, color=colours.ink, linewidth=width, zorder=3, gid=f"interval-{bar.part}")
    ends = np.array([bar.lower, bar.upper])
    axes.vlines(ends, height - CAP, height + CAP, color=colours.ink, linewidth=width, zorder=3)


def furniture(result: SharesResult, page: Page, rows: list[ChartRow], style: SharesStyle) -> Furniture:
    """Collect the words around the bars."""
    true = f"{percent(result.reliability)} of what is seen is true rather than chance"
    beside = "" if math.isnan(result.reliability) else f": {true}"
    return Furniture(
        title=result.title() if style.title else "",
        subtitle=f"{heading(result.info, result.period)}{beside}" if style.title else "",
        caption=result.caption() if style.caption else "",
        upright="",
        across="Share of the true differences between areas",
        side_labels=side_labels(page, rows),
    )
