"""Where the points and lines of a funnel stand on its chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scnvariation.analysis.funnel_words import percent
from scnvariation.analysis.indicator import IndicatorInfo, show_value
from scnvariation.plots.axes import AxisScale, size_axis, value_axis
from scnvariation.plots.labels import spread
from scnvariation.report.charts_frame import EDGE, WIDTH, side_width
from scnvariation.report.charts_shapes import Box, Line, Words, line_path, shortest
from scnvariation.report.charts_text import LINE, width_of

__all__ = ["Curve", "FunnelView", "curves_of", "drawn_lines", "line_names", "view_of"]

Floats = npt.NDArray[np.float64]
TOP = 2 * LINE + 18.0  # the line where the point in focus is named, and the unit
TALL = 270.0
TICKS = 4
SMALL_AREAS = 0.1  # limits left of this quantile of sizes may run out of the chart; points never do
BEYOND, BEFORE = 1.03, 0.9  # lines end so far behind the largest area, and begin so far before the smallest
TO_NAME = 14.0
FOOT = 5.5


class Curve(NamedTuple):
    """One limit line; the benchmark has the level 0."""

    level: float
    size: Floats
    value: Floats


@dataclass(frozen=True, slots=True)
class FunnelView:
    """Both scales, and the box in which they lie."""

    box: Box
    across: AxisScale
    upright: AxisScale

    def x(self, size: Floats) -> Floats:
        """Place sizes."""
        return self.box.across(size, self.across.low, self.across.high)

    def y(self, value: Floats) -> Floats:
        """Place values."""
        return self.box.upright(value, self.upright.low, self.upright.high)


def curves_of(limits: pd.DataFrame, basis: str, benchmark: float, size: Floats) -> list[Curve]:
    """Take the lines of one basis as far as areas are drawn: nothing is told of the size of one that is not.

    Parameters
    ----------
    limits : pandas.DataFrame
        `size, level, side, basis, value`.
    basis : str
        `exact` or `adjusted`.
    benchmark : float
        The centre line; NaN where there is none.
    size : ndarray
        Of the areas drawn.

    Returns
    -------
    list of Curve
        The benchmark first, then by level and side.
    """
    if not size.size or not np.isfinite(benchmark):
        return []
    low, high = BEFORE * float(size.min()), BEYOND * float(size.max())
    curves = [Curve(0.0, np.array([low, high]), np.repeat(benchmark, 2))]
    for level, at, value in _sorted_lines(limits, basis):
        ends = np.clip([low, high], at[0], at[-1])
        inner = (at > ends[0]) & (at < ends[1])
        sizes = np.concatenate([ends[:1], at[inner], ends[1:]])
        curves.append(Curve(level, sizes, np.interp(sizes, at, value)))
    return curves


def _sorted_lines(limits: pd.DataFrame, basis: str) -> list[Curve]:
    """Part the lines of one basis by level and side, each from small to large."""
    side = limits["side"].to_numpy(object) == "upper"
    level, size, value = (limits[name].to_numpy(dtype=float) for name in ("level", "size", "value"))
    known = (limits["basis"].to_numpy(object) == basis) & np.isfinite(value)
    lines = [(one, upper) for one in sorted(set(level[known].tolist())) for upper in (False, True)]
    parts = [np.flatnonzero(known & (level == one) & (side == upper)) for one, upper in lines]
    ordered = [part[np.argsort(size[part], kind="stable")] for part in parts]
    return [Curve(one, size[part], value[part]) for (one, _), part in zip(lines, ordered, strict=True) if part.size]


def line_names(curves: Sequence[Curve], info: IndicatorInfo) -> list[tuple[str, ...]]:
    """Name each line at its end; the benchmark with its value, in two lines."""
    return [(percent(c.level),) if c.level else ("England", show_value(float(c.value[0]), info)) for c in curves]


def view_of(size: Floats, value: Floats, curves: Sequence[Curve], info: IndicatorInfo) -> FunnelView:
    """Settle both axes: every point is seen, and the limits from the small areas on."""
    end = max([float(size.max(initial=0.0)), *(float(curve.size[-1]) for curve in curves)]) or 1.0
    start = float(np.quantile(size, SMALL_AREAS)) if size.size else 0.0
    seen = np.concatenate([value, *(curve.value[curve.size >= start] for curve in curves)])
    upright, across = value_axis(seen, info), size_axis(size, end, TICKS)
    names = [text for lines in line_names(curves, info) for text in lines]
    strip = TO_NAME + max((width_of(text) for text in names), default=0.0)
    return FunnelView(Box(side_width(upright), TOP, WIDTH - EDGE - strip, TOP + TALL), across, upright)


def drawn_lines(
    curves: Sequence[Curve], view: FunnelView, info: IndicatorInfo
) -> tuple[list[Line], list[Line], list[Words]]:
    """Draw the lines, a hairline from the end of each to its name, and the names so that none lies on another."""
    lines = [Line(_look(curve.level), line_path(view.x(curve.size), view.y(curve.value))) for curve in curves]
    ends = [float(view.y(curve.value[-1:])[0]) for curve in curves]
    shown = [k for k, end in enumerate(ends) if view.box.top <= end <= view.box.bottom]
    names = line_names(curves, info)
    tall = np.array([LINE * len(names[k]) - 2.0 for k in shown])
    middles = spread(np.array([ends[k] for k in shown]), tall, view.box.top, view.box.bottom).tolist()
    hairs, words = [], []
    for k, middle in zip(shown, middles, strict=True):
        x = float(view.x(curves[k].size[-1:])[0])
        hairs.append(
            f"M{shortest(x + 2)} {shortest(ends[k])}L{shortest(view.box.right + TO_NAME - 3)} {shortest(middle)}"
        )
        for number, text in enumerate(names[k]):
            y = middle + FOOT + (number - (len(names[k]) - 1) / 2) * (LINE - 2)
            words.append(Words("" if curves[k].level else "m", shortest(view.box.right + TO_NAME), shortest(y), text))
    return lines, [Line("hair", "".join(hairs))] if hairs else [], words


def _look(level: float) -> str:
    """Name the look of a line: centre, inner or outer limit."""
    return "centre" if not level else "inner" if level < 0.99 else "outer"
