"""Box plots over time, as the NHS Atlas of Variation draws them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from scnvariation.analysis.indicator import show_value
from scnvariation.analysis.trend_result import TrendResult
from scnvariation.messages.words import count
from scnvariation.plots import words
from scnvariation.plots.axes import value_axis
from scnvariation.plots.layout import TICK, Furniture, arrange
from scnvariation.plots.line_ends import EndLabel, draw_ends, gutter
from scnvariation.plots.page import Page, widened
from scnvariation.plots.palette import Palette
from scnvariation.plots.style import TrendStyle
from scnvariation.plots.time_axis import LABEL_ROOM, TimeAxis, opened, set_time, time_axis

__all__ = ["describe_boxes", "paint_boxes"]

Floats = npt.NDArray[np.float64]
MARKS = {
    "maximum": "highest", "p95": "95% lie below", "p75": "75%", "median": "median", "p25": "25%", "p5": "5%",
    "minimum": "lowest",
}  # fmt: skip
HALF_BOX, HALF_CAP = 0.3, 0.14  # of a period


def paint_boxes(result: TrendResult, page: Page, style: TrendStyle) -> Axes:
    """Draw the areas of each period as a box.

    Parameters
    ----------
    result : TrendResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : TrendStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes
    """
    time, colours, rows = time_axis(result.spread), style.colours, result.spread
    upright = value_axis(rows[[*MARKS, "benchmark"]].to_numpy(dtype=float).ravel(), result.info)
    arrange(page, furniture(result, upright.labels, style), colours)
    ends = end_labels(result, time, colours)
    axes = page.axes
    set_time(page, axes, time, widened(page, gutter(page, ends)))
    axes.set_ylim(upright.low, upright.high)
    upright.set_ticks(axes.yaxis, page.pt(TICK))
    axes.spines["bottom"].set_bounds(time.low, time.high)
    draw_boxes(page, result, time, colours)
    at, england = opened(time.places, rows["benchmark"].to_numpy(dtype=float))
    axes.plot(
        at, england, color=colours.worse, linewidth=page.pt(1.6), marker="D", markersize=page.pt(4.0), zorder=6,
        gid="benchmark",
    )  # fmt: skip
    draw_ends(page, ends)
    return axes


def half_width(time: TimeAxis) -> float:
    """Choose half the width of a box: periods never touch."""
    return HALF_BOX * min(1.0, float(np.diff(time.places).min())) if len(time.places) > 1 else HALF_BOX * 0.5


def draw_boxes(page: Page, result: TrendResult, time: TimeAxis, colours: Palette) -> None:
    """Draw the middle half as a box, whiskers over nine tenths, and the ends as dots."""
    axes, half = page.axes, half_width(time)
    column = {name: result.spread[name].to_numpy(dtype=float) for name in MARKS}
    known = np.isfinite(column["median"])
    at = time.places[known]
    low, p5, p25, median, p75, p95, high = (
        column[name][known] for name in ("minimum", "p5", "p25", "median", "p75", "p95", "maximum")
    )
    thin, thick = page.pt(1.1), page.pt(2.4)
    for start, end in ((p5, p25), (p75, p95)):
        axes.vlines(at, start, end, color=colours.accent, linewidth=thin, zorder=2, gid="whisker")
    cap = half * HALF_CAP / HALF_BOX
    axes.hlines(np.append(p5, p95), np.tile(at - cap, 2), np.tile(at + cap, 2), color=colours.accent, linewidth=thin)
    for place, bottom, top in zip(at, p25, p75, strict=True):
        axes.add_patch(
            Rectangle((place - half, bottom), 2 * half, top - bottom, facecolor=colours.within,
                      edgecolor=colours.accent, linewidth=thin, zorder=3, gid="box")
        )  # fmt: skip
    axes.hlines(median, at - half, at + half, color=colours.accent, linewidth=thick, zorder=4, gid="median")
    axes.scatter(
        np.tile(at, 2), np.append(low, high), s=page.pt(4.5) ** 2, marker="o", facecolor="white",
        edgecolor=colours.accent, linewidth=thin, zorder=4, clip_on=False, gid="ends",
    )  # fmt: skip


def end_labels(result: TrendResult, time: TimeAxis, colours: Palette) -> list[EndLabel]:
    """Name England where its line ends, and the parts of the last box."""
    rows = result.spread
    labels = []
    england = rows["benchmark"].to_numpy(dtype=float)
    if np.isfinite(england).any():
        last = int(np.flatnonzero(np.isfinite(england))[-1])
        text = words.benchmark_label(show_value(float(england[last]), result.info), of_england=True)
        labels.append(EndLabel(text, float(time.places[last]) + half_width(time), float(england[last]),
                               colours.ink, bold=True))  # fmt: skip
    known = np.flatnonzero(np.isfinite(rows["median"].to_numpy(dtype=float)))
    if known.size:
        last = int(known[-1])
        right = float(time.places[last]) + half_width(time)
        labels += [EndLabel(text, right, float(rows[name].iloc[last]), colours.muted) for name, text in MARKS.items()]
    return labels


def furniture(result: TrendResult, labels: tuple[str, ...], style: TrendStyle) -> Furniture:
    """Collect the words around the boxes."""
    areas = count(int(result.spread["n_areas"].max()), "area")
    parts = [
        f"{areas}. Box: the middle half; whiskers: nine tenths; dots: the lowest and the highest",
        "Areas differ partly by chance, the more the smaller they are",
        *(note.rstrip(".") for note in result.notes),
    ]
    return Furniture(
        title=title(result) if style.title else "",
        subtitle=result.title() if style.title else "",
        caption=f"{'. '.join(parts)}." if style.caption else "",
        upright=words.axis_unit(result.info),
        across="",
        side_labels=labels,
        below=LABEL_ROOM,
    )


def middle_half(result: TrendResult, place: int) -> str:
    """Write where the middle half of the areas lies in one period."""
    row = result.spread.iloc[place]
    low, high = (show_value(float(row[name]), result.info) for name in ("p25", "p75"))
    return f"{low} to {high} in {row['period']}"


def title(result: TrendResult) -> str:
    """Say where the middle half of the areas lies in the first and the last period."""
    known = np.flatnonzero(np.isfinite(result.spread["median"].to_numpy(dtype=float)))
    if not known.size:
        return "No period has enough areas for a box"
    first, last = middle_half(result, int(known[0])), middle_half(result, int(known[-1]))
    return f"The middle half of areas: {first}" + (f", {last}" if len(known) > 1 else "")


def describe_boxes(result: TrendResult, _style: TrendStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    told = []
    for row in result.spread[result.spread["median"].notna()].to_dict("records"):
        numbers = (show_value(float(row[name]), result.info) for name in ("minimum", "p25", "median", "p75", "maximum"))
        low, p25, median, p75, high = numbers
        told.append(f"{row['period']}: lowest {low}, middle half {p25} to {p75} around {median}, highest {high}")
    return f"Box plots over time of {result.info.name}. {title(result)}. {words.some_of(told)}."
