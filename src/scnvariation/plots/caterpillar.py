"""The caterpillar plot: areas by value, each with its own intervals, network areas marked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from scnvariation.analysis.indicator import heading, show_value
from scnvariation.analysis.levels import level_name
from scnvariation.analysis.rates import RatesResult
from scnvariation.plots import words
from scnvariation.plots.axes import AxisScale, value_axis
from scnvariation.plots.fonts import text_width
from scnvariation.plots.key import KeyItem
from scnvariation.plots.labels import spread
from scnvariation.plots.layout import TICK, Furniture, arrange
from scnvariation.plots.page import Page, hairline, widened
from scnvariation.plots.palette import Look, Palette
from scnvariation.plots.rows import SIDE, Band, Rows, SideName, every_name_fits, rows_of, side_names
from scnvariation.plots.style import RatesStyle

__all__ = ["draw_benchmark", "paint_caterpillar"]

Flags = npt.NDArray[np.bool_]
TOP = 18.0  # room inside the axes for the name of the benchmark
BESIDE = 10.0  # from a name at the left to its row
WIDE_INTERVALS = 0.95  # of many ends, those beyond this quantile may run out of the picture; points never do
MANY = 40
DENSE = 5.0  # rows nearer than this, in points, are drawn in paler lines so that the values stand out
BAND_COLOUR = "#F1F3F4"


def paint_caterpillar(result: RatesResult, page: Page, style: RatesStyle) -> Axes:
    """Draw a caterpillar on a page.

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
    rows = rows_of(result, style)
    names = side_names(page, rows)
    scale = value_scale(result, rows)
    arrange(page, furniture(result, rows, names, style), style.colours)
    set_view(page, rows, scale)
    draw_bands(page, rows, style.colours)
    draw_intervals(page, result, rows, style.colours)
    draw_benchmark(page, result, style.colours)
    write_side_names(page, names, style.colours)
    return page.axes


def value_scale(result: RatesResult, rows: Rows) -> AxisScale:
    """Settle the axis of values: every point is seen, and nearly every interval whole."""
    outermost = level_name(result.levels[-1])
    whole = WIDE_INTERVALS if len(rows.areas) > MANY else 1.0
    seen = [rows.numbers("value"), np.array([result.benchmark])]
    for side, share in (("lower", 1 - whole), ("upper", whole)):
        ends = rows.numbers(f"{side}_{outermost}")
        ends = ends[np.isfinite(ends)]
        seen.append(np.quantile(ends, [share]) if ends.size else ends)
    return value_axis(np.concatenate(seen), result.indicator)


def furniture(result: RatesResult, rows: Rows, names: list[SideName], style: RatesStyle) -> Furniture:
    """Collect the words around a caterpillar."""
    info, colours = result.indicator, style.colours
    key = [
        KeyItem(Look("_", colours.accent, colours.accent, 0), words.interval_key(level), 10.0, edge)
        for level, edge in zip(result.levels, line_widths(len(result.levels)), strict=True)
    ]
    if rows.ringed.any():
        key.append(KeyItem(Look("o", colours.accent, colours.accent, 0), rows.highlight_name))
    return Furniture(
        title=result.title() if style.title else "",
        subtitle=heading(info, result.period) if style.title else "",
        caption=result.caption() if style.caption else "",
        upright=words.order_words(grouped=bool(rows.bands)),
        across=words.axis_unit(info),
        side_labels=tuple(f"{line}  " for name in names for line in name.text.split("\n")),
        key=key,
    )


def line_widths(number: int) -> list[float]:
    """Give a line width to each level, the innermost thickest."""
    return [float(width) for width in np.linspace(2.6, 0.9, max(number, 2))[:number]]


def set_view(page: Page, rows: Rows, scale: AxisScale) -> None:
    """Set limits and ticks, with room above the rows for the name of the benchmark."""
    axes, tall = page.axes, page.axes_size[1]
    spare = page.pt(TOP) / max(tall - page.pt(TOP), 1.0)
    strip = max((text_width(band.name, page.pt(SIDE)) for band in right_names(page, rows)), default=-page.pt(6))
    axes.set_xlim(scale.low, scale.low + (scale.high - scale.low) * widened(page, strip + page.pt(6)))
    axes.spines["bottom"].set_bounds(scale.low, scale.high)
    axes.set_ylim(-1.0, rows.top + 1.0 + spare * (rows.top + 2.0))
    scale.set_ticks(axes.xaxis, page.pt(TICK))
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)


def right_names(page: Page, rows: Rows) -> list[Band]:
    """List the network areas named at the right, because the left is taken by the areas themselves."""
    return rows.bands if every_name_fits(page, rows) else []


def draw_bands(page: Page, rows: Rows, colours: Palette) -> None:
    """Shade every other network area, and name them at the right where the areas themselves are named."""
    for band in rows.bands[::2]:
        page.axes.axhspan(band.low - 1.2, band.high + 1.2, color=BAND_COLOUR, linewidth=0, zorder=0)
    for band in right_names(page, rows):
        page.axes.annotate(
            band.name,
            xy=(1, (band.low + band.high) / 2),
            xycoords=page.axes.get_yaxis_transform(),
            xytext=(-page.pt(3), 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=page.pt(SIDE),
            color=colours.muted,
            gid="network-area",
        )


def draw_intervals(page: Page, result: RatesResult, rows: Rows, colours: Palette) -> None:
    """Draw every area with its intervals, the highlighted over the others."""
    if rows.ringed.any():
        dense = row_pitch(page, rows) < DENSE
        draw_rows(page, result, rows, ~rows.ringed, colours.muted if dense else colours.faint)
        draw_rows(page, result, rows, rows.ringed, colours.accent)
    else:
        draw_rows(page, result, rows, ~rows.ringed, colours.accent)


def row_pitch(page: Page, rows: Rows) -> float:
    """Measure the distance between rows, in points."""
    return page.axes_size[1] / (rows.top + 2.0)


def draw_rows(page: Page, result: RatesResult, rows: Rows, mask: Flags, colour: str) -> None:
    """Draw some of the areas, the innermost interval thickest; a point is never clipped."""
    pitch = row_pitch(page, rows)
    heights = rows.numbers("height")[mask]
    for level, width in zip(result.levels, line_widths(len(result.levels)), strict=True):
        low, high = (rows.numbers(f"{side}_{level_name(level)}")[mask] for side in ("lower", "upper"))
        page.axes.hlines(
            heights,
            low,
            high,
            color=to_rgba(colour, 0.4 if pitch < DENSE else 1.0),
            linewidth=min(page.pt(width), pitch * 0.3 * width),
            zorder=2,
            gid=f"interval-{level:.6g}",
        )
    page.axes.scatter(
        rows.numbers("value")[mask],
        heights,
        s=min(page.pt(5.5), max(1.9 * pitch, page.pt(2.2))) ** 2,
        facecolor=colour,
        edgecolor="white",
        linewidth=page.pt(0.6) if pitch >= DENSE else 0.0,
        zorder=4,
        clip_on=False,
        gid="areas",
    )


def draw_benchmark(page: Page, result: RatesResult, colours: Palette) -> None:
    """Draw England's value and name it at the top of its line."""
    value = result.benchmark
    if not np.isfinite(value):
        return
    low, high = page.axes.get_xlim()
    text = words.benchmark_label(show_value(value, result.indicator), of_england=True)
    page.axes.axvline(value, color=colours.ink, linewidth=page.pt(1.2), zorder=2.5, gid="benchmark")
    at_right = (high - value) / (high - low) * page.axes_size[0]
    leftwards = at_right < text_width(text, page.pt(SIDE), bold=True) + page.pt(6)
    page.axes.annotate(
        text,
        xy=(value, 1),
        xycoords=page.axes.get_xaxis_transform(),
        xytext=(page.pt(-4 if leftwards else 4), 0),
        textcoords="offset points",
        ha="right" if leftwards else "left",
        va="top",
        fontsize=page.pt(SIDE),
        fontweight="bold",
        color=colours.ink,
        gid="line-end",
    )


def write_side_names(page: Page, names: list[SideName], colours: Palette) -> None:
    """Write the names at the left without overlaps, with a hairline where one had to move."""
    low, high = page.axes.get_ylim()
    tall = page.axes_size[1]
    wanted = np.array([(name.height - low) / (high - low) * tall for name in names])
    lines = np.array([1.15 * (1 + name.text.count("\n")) for name in names])
    for name, start, height in zip(names, wanted, spread(wanted, page.pt(SIDE) * lines, 0.0, tall), strict=True):
        moved = abs(height - start) > page.pt(1.5)
        page.axes.annotate(
            name.text,
            xy=(0, name.height),
            xycoords=page.axes.get_yaxis_transform(),
            xytext=(-page.pt(BESIDE if moved else 4), height - start),
            textcoords="offset points",
            ha="right",
            va="center",
            linespacing=1.1,
            fontsize=page.pt(SIDE),
            fontweight="bold" if name.bold else "normal",
            color=colours.ink,
            annotation_clip=False,
            arrowprops=hairline(page, colours.muted, (1.0, 0.5)) if moved else None,
            gid="side-name",
        )
