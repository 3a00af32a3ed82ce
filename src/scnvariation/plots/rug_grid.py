"""The cells of a tartan rug: what stands where, and the marks that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from scnvariation.analysis.indicator import show_value
from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.analysis.overview_words import JUDGEMENTS, OUTSIDE, SYMBOLS, WORDS
from scnvariation.plots.chart_rows import ChartRow
from scnvariation.plots.fonts import FAMILY
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Palette, letters_on

__all__ = ["Grid", "colour_of", "draw_cells", "grid_of", "has_symbols", "sign_of"]

Texts = npt.NDArray[np.object_]
SYMBOL_FROM = 5.0  # cells at least so wide and high, in points, have room for a symbol
SYMBOL_SHARE, LARGEST_SYMBOL = 0.62, 8.0
#: In cells too narrow for a symbol: the lower and upper edge of the mark, as shares of the cell from above.
BARS = {"better": (0.0, 0.5), "higher": (0.0, 0.5), "worse": (0.5, 1.0), "lower": (0.5, 1.0), "similar": (0.44, 0.56)}
SEEN_FROM = 1.8  # points: a mark outside the limits is never narrower
NEUTRAL = " ↕"
MINUS = {"-": "\N{MINUS SIGN}"}  # as wide as the plus, where tables keep to the keyboard


@dataclass(frozen=True, slots=True)
class Grid:
    """The rug as rows and columns.

    Attributes
    ----------
    rows : list of ChartRow
        Headings and indicators from above to below.
    judgements : ndarray of shape (n_rows, n_places)
        The word in each cell; empty in headings.
    places : pandas.DataFrame
        Columns from left to right: `place, place_name, network_area`.
    """

    rows: list[ChartRow]
    judgements: Texts
    places: pd.DataFrame

    def part(self, chosen: Sequence[int]) -> Grid:
        """Keep some of the rows."""
        return Grid([self.rows[row] for row in chosen], self.judgements[list(chosen)], self.places)


def grid_of(result: OverviewResult) -> Grid:
    """Put indicators in rows under their headings and places in columns."""
    places = result.places
    words = result.cells.pivot_table(index="indicator_id", columns="place", values="judgement", aggfunc="first")
    words = words.reindex(columns=places["place"])
    rows: list[ChartRow] = []
    found: list[Texts] = []
    before = domain = ""
    for line in result.indicators.to_dict("records"):
        number, _, title = str(line["domain_heading"]).partition(": ")
        under = f"{number}, {line['network_heading']}"
        if under != before:
            rows.append(ChartRow(f"{under}: {title}" if title and number != domain else under, heading=True))
            found.append(np.full(len(places), "", dtype=object))
            before, domain = under, number
        rows.append(ChartRow(name_of(line["name"], str(line["polarity"])), said_of(result, line["indicator_id"])))
        found.append(words.loc[line["indicator_id"]].to_numpy(dtype=object))
    return Grid(rows, np.vstack(found) if found else np.empty((0, len(places)), dtype=object), places)


def name_of(name: object, polarity: str) -> str:
    """Name an indicator, with a mark where neither side is good."""
    return f"{name}{NEUTRAL if polarity not in {'high_is_good', 'low_is_good'} else ''}"


def said_of(result: OverviewResult, indicator: object) -> str:
    """Write judgement and value where one place stands alone."""
    if len(result.places) != 1:
        return ""
    row = result.cells[result.cells["indicator_id"] == indicator].iloc[0]
    return f"{WORDS[row['judgement']]}, {show_value(float(row['value']), result.infos[str(indicator)])}"


def colour_of(judgement: str, colours: Palette) -> str:
    """Choose the ground of a cell."""
    if judgement == "not_compared":
        return "white"
    return colours.within if judgement == "similar" else str(getattr(colours, judgement))


def has_symbols(page: Page, wide: float) -> bool:
    """Tell whether cells of a width have room for a symbol."""
    return wide >= page.pt(SYMBOL_FROM)


def draw_cells(page: Page, grid: Grid, cell: tuple[float, float], colours: Palette) -> None:
    """Draw every cell, with its symbol if there is room, else as a mark above, below or in the middle."""
    symbols = has_symbols(page, cell[0])
    for judgement in JUDGEMENTS:
        rows, columns = np.nonzero(grid.judgements == judgement)
        if len(rows):
            if symbols:
                draw_ground(page, rows, columns, (0.06, 0.94), judgement, colours)
                draw_symbols(page, rows, columns, cell, judgement, letters_on(colour_of(judgement, colours), colours))
            elif judgement in BARS:
                draw_ground(page, rows, columns, BARS[judgement], judgement, colours)


def draw_ground(
    page: Page,
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
    edges: tuple[float, float],
    judgement: str,
    colours: Palette,
) -> None:
    """Fill the cells of one judgement between two heights."""
    top, bottom = (rows - 0.5 + edge for edge in edges)
    left, right = page.axes.get_xlim()
    wide = page.axes_size[0] / (right - left)
    side = max(0.47, page.pt(SEEN_FROM) / wide / 2 if judgement in OUTSIDE else 0.0)
    corners = [(-side, top), (side, top), (side, bottom), (-side, bottom)]
    boxes = np.stack([np.column_stack([columns + across, up]) for across, up in corners], axis=1)
    page.axes.add_collection(
        PolyCollection(
            list(boxes),
            facecolor=colour_of(judgement, colours),
            edgecolor=colours.faint if judgement == "not_compared" else "none",
            linewidth=page.pt(0.4),
            zorder=2,
            gid=f"cells-{judgement}",
        ),
        autolim=False,
    )


def draw_symbols(
    page: Page,
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
    cell: tuple[float, float],
    judgement: str,
    colour: str,
) -> None:
    """Write the sign of one judgement in its cells."""
    page.axes.scatter(
        columns,
        rows,
        s=min(SYMBOL_SHARE * min(cell), page.pt(LARGEST_SYMBOL)) ** 2,
        marker=glyph(sign_of(judgement)),
        color=colour,
        linewidth=0,
        zorder=3,
        clip_on=False,
        gid=f"symbols-{judgement}",
    )


def sign_of(judgement: str) -> str:
    """Give the sign of a judgement as it is drawn."""
    return MINUS.get(SYMBOLS[judgement], SYMBOLS[judgement])


def glyph(sign: str) -> Path:
    """Take the outline of a sign from the font, in the middle of a square of side 1."""
    outline = TextPath((0, 0), sign, size=1.0, prop=FontProperties(family=FAMILY, weight="bold"))
    box = outline.get_extents()
    middle = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
    return Path((outline.vertices - middle) / max(box.width, box.height), outline.codes)
