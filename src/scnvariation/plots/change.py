"""How much areas differed then and differ now, with intervals and the verdict of the test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from scnvariation.analysis.change_result import ChangeResult
from scnvariation.analysis.change_words import TOO_FEW, too_few
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.variation_columns import ENDS
from scnvariation.analysis.variation_figures import systematic
from scnvariation.plots.axes import AxisScale, value_axis
from scnvariation.plots.chart_rows import (
    ChartRow,
    draw_intervals,
    draw_marks,
    draw_stripes,
    scale_of_intervals,
    set_rows,
    side_labels,
    write_rows,
)
from scnvariation.plots.gap_words import DIFFERENCE, gap_info, gap_name, gap_range, moved
from scnvariation.plots.layout import TICK, Furniture, arrange
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Look
from scnvariation.plots.panels import name_panel, stacked
from scnvariation.plots.style import ChangeStyle

__all__ = ["between", "describe_change", "paint_change"]

Floats = npt.NDArray[np.float64]
SCV = IndicatorInfo(indicator_id="scv", name="scv", statistic="rate", multiplier=100)
FOOT = 16.0  # tick labels under a panel
VERDICTS = {
    "narrowing": "Variation between areas is narrowing",
    "widening": "Variation between areas is widening",
    "no_evidence": "No evidence either way that variation between areas changed",
}


class Panel(NamedTuple):
    """One measure, then and now."""

    name: str
    rows: list[ChartRow]
    point: Floats
    low: Floats
    high: Floats
    info: IndicatorInfo


def paint_change(result: ChangeResult, page: Page, style: ChangeStyle) -> Axes:
    """Draw typical gap and systematic variation in both periods.

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
        An empty frame; the panels are its `child_axes`.
    """
    panels = panels_of(result)
    arrange(page, furniture(result, page, panels, style), style.colours)
    for inner, panel in zip(stacked(page, [1.0] * len(panels), foot=FOOT), panels, strict=True):
        draw_panel(inner, panel, style)
    return page.axes


def panels_of(result: ChangeResult) -> list[Panel]:
    """Take gap and systematic variation of both periods; values that are no counts have no relative variation."""
    rows, hidden = result.spread, too_few(result.spread).any()
    measure = str(rows["typical_gap_measure"].iloc[-1])
    info = gap_info(measure, result.info)
    if hidden:  # a picture of one period would be no comparison
        nothing = np.full(len(rows), np.nan)
        return [Panel(gap_name(measure, info), named(result, [TOO_FEW] * len(rows)), nothing, nothing, nothing, info)]
    gap = [moved(rows[f"typical_gap{end}"], measure) for end in ENDS]
    said = [gap_range(row, info) for _, row in rows.iterrows()]
    found = [Panel(gap_name(measure, info), named(result, said), gap[0], gap[1], gap[2], info)]
    if measure != DIFFERENCE:
        scv = [rows[f"between_variance{end}"].to_numpy(dtype=float) for end in ENDS]
        texts = [systematic(row) for row in rows.to_dict("records")]
        found.append(Panel("Systematic variation (SCV x 100)", named(result, texts), scv[0], scv[1], scv[2], SCV))
    return found


def named(result: ChangeResult, said: list[str]) -> list[ChartRow]:
    """Name the two periods."""
    return [ChartRow(period, text) for period, text in zip((result.baseline, result.period), said, strict=True)]


def draw_panel(page: Page, panel: Panel, style: ChangeStyle) -> None:
    """Draw one measure: hollow then, filled now, told apart by their rows as well."""
    end = scale_of_intervals(panel.point, panel.high)
    scale: AxisScale = value_axis(np.array([0.0, end if end > 0 else 0.1]), panel.info)
    said = set_rows(page, panel.rows, scale)
    draw_stripes(page, panel.rows)
    heights, colour = np.arange(len(panel.rows), dtype=float), style.colours.accent
    draw_intervals(page, heights, panel.low, panel.high, colour, gid="interval")
    if np.isfinite(panel.point).all():
        page.axes.plot(panel.point, heights, color=style.colours.faint, linewidth=page.pt(1.2), zorder=2, gid="path")
    for place, fill in enumerate(("white", colour)):
        here = slice(place, place + 1)
        draw_marks(page, heights[here], panel.point[here], Look("o", fill, colour, 0), gid=("then", "now")[place])
    write_rows(page, panel.rows, said, scale, style.colours)
    page.axes.tick_params(axis="x", labelsize=page.pt(TICK))
    name_panel(page, panel.name, style.colours)


def between(result: ChangeResult) -> str:
    """Name indicator and periods."""
    place = f", {result.network_area}" if result.network_area else ""
    return f"{result.info.name}{place}, {result.baseline} to {result.period}"


def title(result: ChangeResult) -> str:
    """Give the verdict of the test, with the gap then and now."""
    if too_few(result.spread).any():
        return "Too few areas or events to say whether variation changed"
    info = panels_of(result)[0].info
    then, now = (gap_range(row, info, bare=True) for _, row in result.spread.iterrows())
    same = f"typical gap {then} then and now" if then == now else f"typical gap {then} then, {now} now"
    return f"{VERDICTS[result.verdict]}: {same}"


def furniture(result: ChangeResult, page: Page, panels: list[Panel], style: ChangeStyle) -> Furniture:
    """Collect the words around the panels."""
    return Furniture(
        title=title(result) if style.title else "",
        subtitle=between(result) if style.title else "",
        caption=f"Lines: 95% intervals. {result.caption()}" if style.caption else "",
        upright="",
        across="",
        side_labels=side_labels(page, panels[0].rows),
        below=6.0,
    )


def describe_change(result: ChangeResult, _style: ChangeStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    told = [f"{panel.name}: {row.said} in {row.name}" for panel in panels_of(result) for row in panel.rows]
    return f"Variation in two periods, {between(result)}. {title(result)}. {'; '.join(told)}."
