"""The strip: every area a dot in the row of its network area, beside the line of England."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from scnvariation.analysis.indicator import heading, show_value
from scnvariation.analysis.network_levels import network_levels
from scnvariation.analysis.rates import RatesResult
from scnvariation.messages.words import count
from scnvariation.plots import words
from scnvariation.plots.axes import value_axis
from scnvariation.plots.caterpillar import draw_benchmark
from scnvariation.plots.chart_rows import ChartRow, draw_stripes, room_for_rows, set_rows, side_labels, write_rows
from scnvariation.plots.key import KeyItem
from scnvariation.plots.layout import Furniture, arrange
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Look
from scnvariation.plots.rows import rows_of
from scnvariation.plots.style import RatesStyle
from scnvariation.plots.swarm import swarm

__all__ = ["describe_strip", "paint_strip"]

Floats = npt.NDArray[np.float64]
TOP = 18.0  # room inside the axes for the name of the benchmark
DOT = 6.0
HALF_ROW = 0.46
TALLEST_BAR = 40.0  # points, where rows are few
RING = 1.2  # diameter of a highlighted area, in dots


def paint_strip(result: RatesResult, page: Page, style: RatesStyle) -> Axes:
    """Draw the areas in the rows of their network areas.

    Parameters
    ----------
    result : RatesResult
        Finished; its first indicator and latest period are drawn.
    page : Page
        Where to draw.
    style : RatesStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes
    """
    areas = placed(result, style)
    rows = chart_rows(result, areas)
    room_for_rows(page, rows, furniture(result, page, areas, rows, style))
    arrange(page, furniture(result, page, areas, rows, style), style.colours)
    scale = value_axis(np.append(areas["value"].to_numpy(dtype=float), result.benchmark), result.indicator)
    said = set_rows(page, rows, scale)
    add_head_room(page, len(rows))
    draw_stripes(page, rows)
    draw_benchmark(page, result, style.colours)
    draw_levels(page, result, areas, style)
    draw_dots(page, areas, style)
    write_rows(page, rows, said, scale, style.colours)
    return page.axes


def placed(result: RatesResult, style: RatesStyle) -> pd.DataFrame:
    """Give the areas that have a value, with the row of each: network areas by the alphabet, from the top."""
    areas = rows_of(result, RatesStyle(highlight=style.highlight, order="network_area")).areas
    return areas.assign(row=areas["turn"].max() - areas["turn"] if len(areas) else areas["turn"])


def grouped(areas: pd.DataFrame) -> bool:
    """Tell whether the areas belong to network areas."""
    return bool((areas["band"] != "").any())


def levels_of(result: RatesResult) -> pd.Series[float]:
    """Give the level of each network area, as far as it can be added up."""
    shown = result.pictured()
    return network_levels(shown, result.indicator) if "network_area" in shown else pd.Series(dtype=float)


def chart_rows(result: RatesResult, areas: pd.DataFrame) -> list[ChartRow]:
    """Name the rows, with level and number of areas in words."""
    levels, rows = levels_of(result), []
    for _, mine in areas.groupby("row"):
        band = str(mine["band"].iloc[0])
        level = f"{show_value(float(levels[band]), result.indicator)}, " if band in levels.index else ""
        name = words.band_name(band) if grouped(areas) else "All areas"
        rows.append(ChartRow(name, f"{level}{count(len(mine), 'area')}"))
    return rows


def add_head_room(page: Page, rows: int) -> None:
    """Leave room above the first row for the name of the benchmark."""
    tall, head = page.axes_size[1], page.pt(TOP)
    page.axes.set_ylim(max(rows, 1) - 0.5, -0.5 - max(rows, 1) * head / max(tall - head, 1.0))


def draw_levels(page: Page, result: RatesResult, areas: pd.DataFrame, style: RatesStyle) -> None:
    """Draw the level of each network area as an upright bar across its row."""
    levels, bands = levels_of(result), areas.groupby("row")["band"].first()
    known = [(row, levels[band]) for row, band in bands.items() if band in levels.index]
    if not known:
        return
    heights, values = np.array(known, dtype=float).T
    low, high = page.axes.get_ylim()
    half = min(HALF_ROW, page.pt(TALLEST_BAR) / 2 * abs(high - low) / page.axes_size[1])
    page.axes.vlines(
        values,
        heights - half,
        heights + half,
        color=style.colours.worse,
        linewidth=page.pt(2.6),
        zorder=3,
        gid="network-level",
    )


def draw_dots(page: Page, areas: pd.DataFrame, style: RatesStyle) -> None:
    """Draw every area, moved up or down in its row until none hides another."""
    axes = page.axes
    if areas.empty:
        return
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    row_height = page.axes_size[1] / abs(high - low)
    along = (areas["value"].to_numpy(dtype=float) - left) / (right - left) * page.axes_size[0]
    row = areas["row"].to_numpy(dtype=int)
    members = [np.flatnonzero(row == one) for one in sorted(set(row.tolist()))]
    moved, diameter = swarm([along[mine] for mine in members], page.pt(DOT), HALF_ROW * row_height)
    up = np.zeros(len(areas))
    for mine, by in zip(members, moved, strict=True):
        up[mine] = by
    heights = row - up / row_height
    ringed = areas["ringed"].to_numpy(dtype=bool)
    for mask, colour, edge, size, gid in (
        (~ringed, style.colours.accent, "white", 1.0, "areas"),
        (ringed, style.colours.higher, style.colours.ink, RING, "areas-highlighted"),
    ):
        if mask.any():
            axes.scatter(
                areas["value"].to_numpy(dtype=float)[mask],
                heights[mask],
                s=(diameter * size) ** 2,
                marker="o" if gid == "areas" else "D",
                facecolor=colour,
                edgecolor=edge,
                linewidth=page.pt(0.3 if gid == "areas" else 0.9),
                zorder=5 if gid == "areas" else 6,
                clip_on=False,
                gid=gid,
            )


def furniture(
    result: RatesResult, page: Page, areas: pd.DataFrame, rows: list[ChartRow], style: RatesStyle
) -> Furniture:
    """Collect the words around a strip."""
    colours = style.colours
    key = [KeyItem(Look("o", colours.accent, "white", 0), "one area")]
    if len(levels_of(result)):
        key.append(KeyItem(Look("|", colours.worse, colours.worse, 0), "network area as a whole", 10.0, 2.6))
    if areas["ringed"].any():
        name = rows_of(result, RatesStyle(highlight=style.highlight)).highlight_name
        key.append(KeyItem(Look("D", colours.higher, colours.ink, 0), name))
    return Furniture(
        title=title(result, areas) if style.title else "",
        subtitle=heading(result.indicator, result.period) if style.title else "",
        caption=caption(result, areas) if style.caption else "",
        upright="",
        across=words.axis_unit(result.indicator),
        side_labels=side_labels(page, rows),
        key=key,
    )


def ends(values: pd.Series[float], result: RatesResult) -> str:
    """Write the lowest and the highest of some values."""
    low, high = (show_value(float(end), result.indicator) for end in (values.min(), values.max()))
    return f"at {low}" if low == high else f"from {low} to {high}"


def title(result: RatesResult, areas: pd.DataFrame) -> str:
    """Say how far areas reach, and how far whole network areas."""
    if areas.empty:
        return "No area has a value to show"
    levels = levels_of(result)
    levels = levels[levels.notna()]
    networks = f", whole network areas {ends(levels, result)}" if len(levels) > 1 else ""
    england = f"; England {show_value(result.benchmark, result.indicator)}" if np.isfinite(result.benchmark) else ""
    who = "Areas run" if len(set(areas["value"])) > 1 else "All areas lie" if len(areas) > 1 else "The area lies"
    return f"{who} {ends(areas['value'], result)}{networks}{england}"


def caption(result: RatesResult, areas: pd.DataFrame) -> str:
    """Say what a dot is and what is left out."""
    parts = ["Each dot is one area and carries its own chance; the order of network areas is no ranking"]
    if len(levels_of(result)):
        parts.append("A network area as a whole: the events of its areas added up")
    without = len(result.pictured()) - len(areas)
    if without:
        parts.append(f"{count(without, 'area')} without a value not drawn")
    return ". ".join(parts) + "."


def describe_strip(result: RatesResult, style: RatesStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    areas = placed(result, style)
    told = [f"{row.name}: {row.said}" for row in chart_rows(result, areas)]
    return (
        f"Strip of areas by network area, {heading(result.indicator, result.period)}. {title(result, areas)}. "
        f"{words.some_of(told)}."
    )
