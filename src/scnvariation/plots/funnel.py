"""The funnel plot: value against size, with limits that narrow as areas grow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.plots import words
from scnvariation.plots.axes import AxisScale, size_axis, value_axis
from scnvariation.plots.layout import TICK, Furniture, arrange, rewrite_caption
from scnvariation.plots.line_ends import EndLabel, draw_ends, end_labels, gutter
from scnvariation.plots.lines import LimitLine, draw_centre, draw_lines, limit_lines
from scnvariation.plots.names import Drawn, draw_names, to_be_named
from scnvariation.plots.page import Page, widened
from scnvariation.plots.points import Dots, dots_of, draw_dots, draw_rings, key_of
from scnvariation.plots.style import FunnelStyle

__all__ = ["leading_basis", "paint_funnel"]

Floats = npt.NDArray[np.float64]
SMALL_AREAS = 0.1  # limits left of this quantile of sizes may run out of the picture; points never do


def leading_basis(result: FunnelResult) -> str:
    """Choose the basis of lines and colours: under systemic variation never the limits of chance alone."""
    return "adjusted" if result.systemic else result.flag_basis


def paint_funnel(result: FunnelResult, page: Page, style: FunnelStyle) -> Axes:
    """Draw a funnel on a page.

    Parameters
    ----------
    result : FunnelResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : FunnelStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes
    """
    leading = leading_basis(result)
    dots = dots_of(result, leading, style)
    lines = limit_lines(result, leading)
    ends = end_labels(result, lines, style.colours)
    upright, across = scales(result, dots, lines, ends)
    wanted = to_be_named(dots, result.outer_statuses, style.names)
    reserved = words.names_shown(0, wanted.worth) if style.caption else ""
    caption = arrange(page, furniture(result, dots, upright, reserved, style), style.colours)
    set_view(page, upright, across, gutter(page, ends))
    draw_lines(page, lines, style.colours)
    draw_centre(page, result, across, style.colours)
    draw_dots(page, result, dots, style)
    draw_rings(page, dots, style)
    centre = (np.array([across.low, across.high]), np.repeat(result.benchmark, 2))
    drawn = Drawn(draw_ends(page, ends), [centre, *((line.size, line.value) for line in lines)])
    named = draw_names(page, dots, wanted.rows, drawn, style)
    if style.caption:
        rewrite_caption(page, caption, full_caption(result, words.names_shown(named, wanted.worth)))
    return page.axes


def full_caption(result: FunnelResult, names: str) -> str:
    """Join the facts of the result and what the picture leaves out."""
    return f"{result.caption()} {names}".strip()


def furniture(result: FunnelResult, dots: Dots, upright: AxisScale, reserved: str, style: FunnelStyle) -> Furniture:
    """Collect the words around a funnel."""
    info = result.indicator
    return Furniture(
        title=result.title() if style.title else "",
        subtitle=words.subtitle(result) if style.title else "",
        caption=full_caption(result, reserved) if style.caption else "",
        upright=words.axis_unit(info),
        across=words.size_words(info.statistic),
        side_labels=upright.labels,
        key=key_of(result, dots, style),
    )


def scales(
    result: FunnelResult, dots: Dots, lines: list[LimitLine], ends: list[EndLabel]
) -> tuple[AxisScale, AxisScale]:
    """Settle both axes: every point is seen, and the limits from the small areas on."""
    end = max([label.size for label in ends] + dots.size.tolist())
    start = float(np.quantile(dots.size, SMALL_AREAS)) if dots.size.size else 0.0
    seen = [dots.value, np.array([label.value for label in ends])]
    seen += [line.value[line.size >= start] for line in lines if line.leads]
    return value_axis(np.concatenate(seen), result.indicator), size_axis(dots.size, end)


def set_view(page: Page, upright: AxisScale, across: AxisScale, strip: float) -> None:
    """Set limits and ticks, with a strip at the right for the names of the lines."""
    axes = page.axes
    axes.set_xlim(across.low, across.low + (across.high - across.low) * widened(page, strip))
    axes.set_ylim(upright.low, upright.high)
    across.set_ticks(axes.xaxis, page.pt(TICK))
    upright.set_ticks(axes.yaxis, page.pt(TICK))
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines["bottom"].set_bounds(across.low, across.high)
