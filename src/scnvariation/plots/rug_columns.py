"""The names over the columns of a tartan rug: every place, or the network areas where places are many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from scnvariation.plots import words
from scnvariation.plots.fonts import clean, text_width
from scnvariation.plots.page import Page, clipped_lines
from scnvariation.plots.palette import Palette

__all__ = ["ColumnName", "column_names", "draw_column_names", "height_of_names"]

NAME, SMALLEST, LINE = 7.5, 5.2, 1.12
TALLEST, LINES = {1: 88.0, 2: 78.0, 3: 78.0}, 3  # points, for names in so many lines that stand upright
GAP = 4.0


class ColumnName(NamedTuple):
    """A name over one column or over the columns of one network area."""

    text: str
    first: int
    last: int
    size: float


def column_names(page: Page, places: pd.DataFrame, wide: float) -> list[ColumnName]:
    """Name every column where the letters fit its width, else the network areas.

    Parameters
    ----------
    page : Page
        For the size of letters.
    places : pandas.DataFrame
        The columns.
    wide : float
        Of one column, in points.

    Returns
    -------
    list of ColumnName
    """
    if len(places) == 1:
        return []  # the subtitle names it
    size = min(page.pt(NAME), wide / LINE)
    if size >= page.pt(SMALLEST):
        lines = max(1, min(LINES, int(wide / (size * LINE))))
        return [
            ColumnName(broken(page, name, size, lines), place, place, size)
            for place, name in enumerate(places["place_name"])
        ]
    bands = places["network_area"].fillna("").astype(str).to_numpy(dtype=object)
    starts = np.flatnonzero(np.append(True, bands[1:] != bands[:-1])) if len(bands) else np.array([], dtype=int)
    if len(starts) < 2 or len(starts) > len(places) / 2:
        return []
    ends = np.append(starts[1:], len(bands)) - 1
    names = []
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        room = (last - first + 1) * wide
        size = min(page.pt(NAME), room / LINE)
        lines = max(1, min(LINES, int(room / (size * LINE))))
        names.append(ColumnName(broken(page, words.band_name(bands[first]), size, lines), first, last, size))
    return names


def broken(page: Page, name: object, size: float, lines: int) -> str:
    """Break a name to the height there is."""
    return "\n".join(clipped_lines(clean(name), size, page.pt(TALLEST[lines]), lines))


def height_of_names(page: Page, names: list[ColumnName]) -> float:
    """Measure the room above the columns, in points of a page."""
    tallest = max((text_width(line, name.size) for name in names for line in name.text.split("\n")), default=0.0)
    return (tallest / page.scale + 2 * GAP) if names else 0.0


def draw_column_names(page: Page, names: list[ColumnName], marked: set[int], colours: Palette) -> None:
    """Write the names upright over their columns, and part the network areas."""
    axes = page.axes
    for name in names:
        bold = any(place in marked for place in range(name.first, name.last + 1))
        axes.annotate(
            name.text,
            xy=((name.first + name.last) / 2, 1),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, page.pt(GAP)),
            textcoords="offset points",
            rotation=90,
            ha="center",
            va="bottom",
            linespacing=1.05,
            fontsize=name.size,
            fontweight="bold" if bold and name.first == name.last else "normal",
            color=colours.ink,
            annotation_clip=False,
            gid="column-name",
        )
        if name.last > name.first:
            axes.axvline(name.last + 0.5, color="white", linewidth=page.pt(1.2), zorder=2.5, gid="network-edge")
