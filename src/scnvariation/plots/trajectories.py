"""The network areas then and now, each against the rest of England."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from scnvariation.analysis.change_network_words import change_percent, move_words
from scnvariation.analysis.change_result import ChangeResult
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.variation_columns import ENDS
from scnvariation.analysis.variation_figures import with_interval
from scnvariation.errors import OptionError
from scnvariation.messages.words import count
from scnvariation.plots import words
from scnvariation.plots.axes import value_axis
from scnvariation.plots.change import between
from scnvariation.plots.chart_rows import (
    ChartRow,
    draw_intervals,
    draw_marks,
    draw_reference,
    draw_stripes,
    room_for_rows,
    set_rows,
    side_labels,
    write_rows,
)
from scnvariation.plots.key import KeyItem
from scnvariation.plots.layout import Furniture, arrange
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Look, Palette, side_word
from scnvariation.plots.style import ChangeStyle

__all__ = ["describe_trajectories", "paint_trajectories"]

Floats = npt.NDArray[np.float64]
Row = Mapping[Hashable, Any]
RATIO = IndicatorInfo(indicator_id="ratio", name="ratio", statistic="ratio")
SIDES = {"moved up": "above", "moved down": "below"}
FURTHEST = 3.0  # times the reach of the points: limits beyond it run out of the picture


def paint_trajectories(result: ChangeResult, page: Page, style: ChangeStyle) -> Axes:
    """Draw each network area's ratio to the rest of England, then and now.

    Parameters
    ----------
    result : ChangeResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : ChangeStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    OptionError
        If network areas are not known.
    """
    if result.trajectories.empty:
        raise OptionError(words.no_trajectories())
    rows, colours = [chart_row(row) for row in result.trajectories.to_dict("records")], style.colours
    then, now, low, high = numbers_of(result)
    room_for_rows(page, rows, furniture(result, page, rows, style))
    arrange(page, furniture(result, page, rows, style), colours)
    shown = np.concatenate([then, now, [1.0]])
    reach = FURTHEST * max(np.nanmax(np.abs(shown - 1.0)), 0.02)
    ends = np.concatenate([low[low > 1.0 - reach], high[high < 1.0 + reach]])
    scale = value_axis(np.concatenate([shown, ends]), RATIO)
    said = set_rows(page, rows, scale)
    draw_stripes(page, rows)
    draw_reference(page, 1.0, colours)
    heights = np.arange(len(rows), dtype=float)
    draw_intervals(page, heights, np.maximum(low, scale.low), high, colours.faint, gid="interval")
    draw_paths(page, heights, then, now, colours)
    draw_marks(page, heights, then, then_look(colours), gid="then")
    for verdict in ("no_evidence", *SIDES):
        mine = (result.trajectories["verdict"] == verdict).to_numpy(dtype=bool)
        draw_marks(page, heights[mine], now[mine], now_look(result, verdict, colours), gid=f"now-{verdict}", size=7.5)
    write_rows(page, rows, said, scale, colours)
    return page.axes


def numbers_of(result: ChangeResult) -> tuple[Floats, Floats, Floats, Floats]:
    """Give the ratios then and now, and the limits of the change laid out from where each began."""
    rows = result.trajectories
    then, now = (rows[f"ratio_{name}"].to_numpy(dtype=float) for name in ("baseline", "current"))
    low, high = (then * np.exp(rows[f"change_{end}"].to_numpy(dtype=float)) for end in ("lower", "upper"))
    return then, now, low, high


def chart_row(row: Row) -> ChartRow:
    """Name a network area and write how its ratio changed."""
    name = str(row["network_area"])
    if math.isnan(row["ratio_baseline"]) or math.isnan(row["ratio_current"]):
        return ChartRow(name, "not computed")
    if math.isnan(row["change"]):
        return ChartRow(name, "change not judged")
    return ChartRow(name, with_interval(*(change_percent(float(row[f"change{end}"])) for end in ENDS)))


def told(row: Row) -> str:
    """Say in words what one row shows."""
    drawn = chart_row(row)
    ratios = [row[f"ratio_{name}"] for name in ("baseline", "current")]
    if any(math.isnan(ratio) for ratio in ratios):
        return f"{drawn.name} {drawn.said}"
    return f"{drawn.name} from {ratios[0]:.2f} to {ratios[1]:.2f}, {drawn.said}"


def draw_paths(page: Page, heights: Floats, then: Floats, now: Floats, colours: Palette) -> None:
    """Join then and now."""
    known = np.isfinite(then) & np.isfinite(now)
    page.axes.hlines(
        heights[known],
        np.minimum(then, now)[known],
        np.maximum(then, now)[known],
        color=colours.accent,
        linewidth=page.pt(3.4),
        zorder=4,
        gid="path",
    )


def then_look(colours: Palette) -> Look:
    """Draw the beginning hollow."""
    return Look("o", "white", colours.accent, 0)


def now_look(result: ChangeResult, verdict: str, colours: Palette) -> Look:
    """Draw the end filled: a triangle where the network area moved, in the colour of better or worse."""
    if verdict == "no_evidence":
        return Look("o", colours.accent, colours.accent, 0)
    colour = str(getattr(colours, side_word(SIDES[verdict], result.info.polarity)))
    return Look("^" if verdict == "moved up" else "v", colour, colours.ink, 1)


def furniture(result: ChangeResult, page: Page, rows: list[ChartRow], style: ChangeStyle) -> Furniture:
    """Collect the words around the rows."""
    colours = style.colours
    key = [KeyItem(then_look(colours), result.baseline)]
    for verdict, text in (("no_evidence", "no evidence of a move"), ("moved up", ""), ("moved down", "")):
        number = int((result.trajectories["verdict"] == verdict).sum())
        if number:
            name = f"{result.period}, {text or move_words(verdict, result.info.polarity)}: {number}"
            key.append(KeyItem(now_look(result, verdict, colours), name))
    key.append(KeyItem(Look("_", colours.faint, colours.faint, 0), "95% interval of the change", 10.0, 2.2))
    return Furniture(
        title=title(result) if style.title else "",
        subtitle=between(result) if style.title else "",
        caption=caption(result) if style.caption else "",
        upright="",
        across="Ratio to the rest of England",
        side_labels=side_labels(page, rows),
        key=key,
    )


def title(result: ChangeResult) -> str:
    """Name the network areas that moved."""
    moved = {verdict: result.trajectories.loc[result.trajectories["verdict"] == verdict, "network_area"].tolist()
             for verdict in SIDES}  # fmt: skip
    total = len(result.trajectories)
    if total == 1 and not any(moved.values()):
        return f"{result.trajectories['network_area'].iloc[0]} did not clearly move against the rest of England"
    if not any(moved.values()):
        return f"None of {count(total, 'network area')} clearly moved against the rest of England"
    parts = [f"{named(names)} {verdict}" for verdict, names in moved.items() if names]
    return f"Against the rest of England, {' and '.join(parts)}"


def named(names: list[str]) -> str:
    """Name one or two network areas and count more.

    >>> named(["Wessex"]), named(["A", "B", "C"])
    ('Wessex', '3 network areas')
    """
    return " and ".join(names) if len(names) <= 2 else count(len(names), "network area")


def caption(result: ChangeResult) -> str:
    """Say what lines and verdicts are, and add the notes of the result."""
    first = (
        "The interval of the change is laid out from where each network area began; verdicts by false discovery rate "
        "at 5%. Those far from England tend to come nearer by chance alone"
    )
    return ". ".join([first, *(note.rstrip(".") for note in result.notes)]) + "."


def describe_trajectories(result: ChangeResult, _style: ChangeStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    each = [told(row) for row in result.trajectories.to_dict("records")]
    return f"Network areas then and now, {between(result)}. {title(result)}. {words.some_of(each)}."
