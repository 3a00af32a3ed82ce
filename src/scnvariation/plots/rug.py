"""The tartan rug: indicators by places, each cell a judgement in colour and sign."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.plots import rug_words, words
from scnvariation.plots.chart_rows import part_of_rows, room_for_rows
from scnvariation.plots.fonts import clean, cut, text_width
from scnvariation.plots.highlight import find_highlighted
from scnvariation.plots.layout import Furniture, arrange, axes_width
from scnvariation.plots.page import Page, clipped_lines
from scnvariation.plots.palette import Palette
from scnvariation.plots.rug_columns import ColumnName, column_names, draw_column_names, height_of_names
from scnvariation.plots.rug_grid import Grid, draw_cells, grid_of, has_symbols
from scnvariation.plots.style import OverviewStyle

__all__ = ["paint_rug"]

NEAREST, EASY, HIGHEST = 9.0, 11.0, 24.0  # distance of rows, in points: at least, where a page can grow, at most
NARROW, WIDEST = 21.0, 34.0  # of columns: what long names leave them, and at most
TEXT, GAP, BESIDE = 7.2, 6.0, 5.0
WIDEST_NAME, WIDEST_NAME_SHARE, LONGEST_NAME_SHARE = 200.0, 0.42, 0.58
BELOW = 8.0  # a rug has no axis


def paint_rug(result: OverviewResult, page: Page, style: OverviewStyle) -> Axes:
    """Draw the rug.

    Parameters
    ----------
    result : OverviewResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : OverviewStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes
    """
    whole, ringed = grid_of(result), ringed_places(result, style)
    wide = cell_width(page, whole)
    over = column_names(page, whole.places, wide)
    longest = furniture(result, page, whole, style, over, words.part_of(88, 89))
    room_for_rows(page, whole.rows, longest, EASY)
    chosen, parts = part_of_rows(page, whole.rows, longest, style.part, NEAREST)
    grid = whole.part(chosen)
    arrange(page, furniture(result, page, whole, style, over, words.part_of(style.part, parts)), style.colours)
    cell = set_view(page, grid, wide)
    draw_cells(page, grid, cell, style.colours)
    draw_column_names(page, over, set(np.flatnonzero(ringed).tolist()), style.colours)
    draw_rings(page, grid, ringed, style.colours)
    write_names(page, grid, style.colours)
    write_said(page, grid, style.colours)
    return page.axes


def ringed_places(result: OverviewResult, style: OverviewStyle) -> npt.NDArray[np.bool_]:
    """Mark the highlighted columns."""
    named = result.places.rename(columns={"place": "area_code", "place_name": "area_name"})
    return find_highlighted(style.highlight, named).mask


def widest_name(page: Page, grid: Grid) -> float:
    """Choose the width that names may take, more where columns are few."""
    least = min(page.pt(WIDEST_NAME), WIDEST_NAME_SHARE * page.text_room)
    free = page.text_room - page.pt(NARROW) * len(grid.places)
    return max(least, min(free, LONGEST_NAME_SHARE * page.text_room))


def names_of(page: Page, grid: Grid) -> list[str]:
    """Clean the names of indicators and cut them to the width of the left side; headings may run over the cells."""
    rows, widest = grid.rows, widest_name(page, grid)
    names = [cut(clean(row.name), page.pt(TEXT), widest) for row in rows]
    longest = max((text_width(name, page.pt(TEXT)) for name, row in zip(names, rows, strict=True) if not row.heading),
                  default=0.0)  # fmt: skip
    room = longest + page.pt(BESIDE) + page.axes_size[0]
    return [headline(page, row.name, room) if row.heading else name for name, row in zip(names, rows, strict=True)]


def headline(page: Page, name: str, room: float) -> str:
    """Cut a heading to the width of names and cells together."""
    return "".join(clipped_lines(clean(name), page.pt(TEXT), room, 1, bold=True))


def side_labels(page: Page, grid: Grid) -> tuple[str, ...]:
    """List the names that need room at the left."""
    names = zip(grid.rows, names_of(page, grid), strict=True)
    return tuple(name for row, name in names if not row.heading)


def cell_width(page: Page, grid: Grid) -> float:
    """Choose the width of a column, in points."""
    room = axes_width(page, Furniture(title="", subtitle="", caption="", upright="", across="",
                                      side_labels=side_labels(page, grid), side_size=TEXT))  # fmt: skip
    return min(room / max(len(grid.places), 1), page.pt(WIDEST))


def furniture(
    result: OverviewResult, page: Page, grid: Grid, style: OverviewStyle, over: list[ColumnName], part: str
) -> Furniture:
    """Collect the words around a rug."""
    return Furniture(
        title=rug_words.title(result) if style.title else "",
        subtitle=rug_words.subtitle(result) if style.title else "",
        caption=rug_words.caption(result, part) if style.caption else "",
        upright="",
        across="",
        side_labels=side_labels(page, grid),
        side_size=TEXT,
        key=rug_words.key_of(result, style.colours, symbols=has_symbols(page, cell_width(page, grid))),
        above=height_of_names(page, over),
        below=BELOW,
    )


def set_view(page: Page, grid: Grid, wide: float) -> tuple[float, float]:
    """Set limits so that cells have their width and rows are not taller than they need; give the cell in points."""
    axes = page.axes
    across, tall = page.axes_size
    rows = max(len(grid.rows), tall / page.pt(HIGHEST))
    axes.set_xlim(-0.5, across / wide - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    return wide, tall / rows


def runs(marked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give start and end of every run of marks.

    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(int)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def draw_rings(page: Page, grid: Grid, ringed: npt.NDArray[np.bool_], colours: Palette) -> None:
    """Frame the highlighted columns, neighbours together."""
    filled = np.array([not row.heading for row in grid.rows], dtype=bool)
    for (first, after), (top, bottom) in product(runs(ringed), runs(filled)):
        frame = Rectangle(
            (first - 0.5, top - 0.5),
            after - first,
            bottom - top,
            facecolor="none",
            edgecolor=colours.ink,
            linewidth=page.pt(1.2),
            zorder=6,
            clip_on=False,
            gid="highlighted",
        )
        page.axes.add_patch(frame)


def write_names(page: Page, grid: Grid, colours: Palette) -> None:
    """Write indicators at the left of their cells, and headings from the left edge over them."""
    axes = page.axes
    widest = max((text_width(name, page.pt(TEXT)) for name in side_labels(page, grid)), default=0.0)
    for place, (row, name) in enumerate(zip(grid.rows, names_of(page, grid), strict=True)):
        axes.annotate(
            name,
            xy=(0, place),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-page.pt(BESIDE) - (widest if row.heading else 0.0), 0),
            textcoords="offset points",
            ha="left" if row.heading else "right",
            va="center",
            fontsize=page.pt(TEXT),
            fontweight="bold" if row.heading else "normal",
            color=colours.ink,
            annotation_clip=False,
            gid="heading" if row.heading else "row-name",
        )


def write_said(page: Page, grid: Grid, colours: Palette) -> None:
    """Write the judgement and the value where one place stands alone."""
    for place, row in enumerate(grid.rows):
        if row.said:
            page.axes.annotate(
                clean(row.said),
                xy=(len(grid.places) - 0.5, place),
                xytext=(page.pt(GAP), 0),
                textcoords="offset points",
                va="center",
                fontsize=page.pt(TEXT),
                color=colours.ink,
                annotation_clip=False,
                gid="row-said",
            )
