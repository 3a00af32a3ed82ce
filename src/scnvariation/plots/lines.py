"""Limit lines, benchmark and standard, each named at its own end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.indicator import show_value
from scnvariation.plots import words
from scnvariation.plots.fonts import clean, text_width
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Palette

__all__ = ["EndLabel", "LimitLine", "draw_ends", "draw_lines", "end_labels", "gutter", "limit_lines", "spread"]

Floats = npt.NDArray[np.float64]
END = 8.0
GUTTER_GAP = 10.0
STRONG, WEAK = 1.3, 0.8
DASHES: dict[bool, str | tuple[int, tuple[float, ...]]] = {True: "-", False: (0, (5, 3))}


class LimitLine(NamedTuple):
    """One limit line.

    Attributes
    ----------
    level : float
        Its coverage.
    side, basis : str
        `lower` or `upper`; `exact` or `adjusted`.
    size, value : ndarray
        Points of the line, by size.
    leads : bool
        Whether flags follow it.
    outermost : bool
        Whether it is of the largest level.
    """

    level: float
    side: str
    basis: str
    size: Floats
    value: Floats
    leads: bool
    outermost: bool


class EndLabel(NamedTuple):
    """The name of a line, at the line's end."""

    text: str
    size: float
    value: float
    colour: str
    bold: bool = False


def limit_lines(result: FunnelResult, leading: str) -> list[LimitLine]:
    """Take the lines out of the result; a second basis that repeats the first is left out."""
    limits = result.limits.sort_values("size", kind="stable")
    lines: list[LimitLine] = []
    for (basis, level, side), points in limits.groupby(["basis", "level", "side"], sort=True):
        values = points["value"].to_numpy(dtype=float)
        if np.isfinite(values).any():
            size = points["size"].to_numpy(dtype=float)
            outermost = level == max(result.levels)
            lines.append(LimitLine(level, side, basis, size, values, basis == leading, outermost))
    strong = {(line.level, line.side): line for line in lines if line.leads}
    return [line for line in lines if line.leads or not repeats(line, strong.get((line.level, line.side)))]


def repeats(line: LimitLine, other: LimitLine | None) -> bool:
    """Tell whether a line runs on top of another."""
    return other is not None and line.value.shape == other.value.shape and np.allclose(
        line.value, other.value, rtol=1e-9, atol=0.0, equal_nan=True
    )


def draw_lines(page: Page, lines: list[LimitLine], colours: Palette) -> None:
    """Draw the limit lines, the leading basis strong over the faint one."""
    for line in sorted(lines, key=lambda line: line.leads):
        page.axes.plot(
            line.size,
            line.value,
            linestyle=DASHES[line.outermost],
            linewidth=page.pt(STRONG if line.leads else WEAK),
            color=colours.muted if line.leads else colours.faint,
            zorder=1.5 if line.leads else 1.2,
            gid=f"limit-{line.basis}-{line.side}-{line.level:.6g}",
        )


def end_labels(result: FunnelResult, lines: list[LimitLine], colours: Palette) -> list[EndLabel]:
    """Name the benchmark, the standard and the lines; the faint basis once on each side."""
    both = any(not line.leads for line in lines)
    end = max((float(line.size[-1]) for line in lines), default=float(result.areas["size"].max()))
    value = show_value(result.benchmark, result.indicator)
    labels = [EndLabel(words.benchmark_label(result.settings.benchmark_source, value), end, result.benchmark, colours.ink, bold=True)]
    if result.standard is not None:
        text = words.standard_label(show_value(result.standard, result.indicator))
        labels.append(EndLabel(text, end, result.standard, colours.ink))
    labels += [
        EndLabel(words.limit_label(line.level, line.basis if both else ""), float(line.size[-1]), float(line.value[-1]), colours.ink)
        for line in lines
        if line.leads
    ]
    for side in ("lower", "upper"):
        weak = [line for line in lines if not line.leads and line.side == side]
        if weak:
            ends = float(np.mean([line.value[-1] for line in weak]))
            labels.append(EndLabel(words.other_basis_label(weak[0].basis), end, ends, colours.muted))
    return [label for label in labels if np.isfinite(label.value)]


def gutter(page: Page, labels: list[EndLabel]) -> float:
    """Measure the strip that the names need at the right, in points."""
    widths = [text_width(clean(label.text), page.pt(END), bold=label.bold) for label in labels]
    return max(widths, default=0.0) + page.pt(GUTTER_GAP)


def spread(wanted: Floats, gap: float, low: float, high: float) -> Floats:
    """Move positions apart by at least `gap`, as little as possible, inside `low` to `high`.

    Least squares under an order: positions less their due distance are made non-decreasing by pooling.

    Examples
    --------
    >>> spread(np.array([10.0, 10.0, 50.0]), 8.0, 0.0, 100.0)
    array([ 6., 14., 50.])
    """
    order = np.argsort(wanted, kind="stable")
    due = gap * np.arange(len(wanted))
    pools: list[tuple[float, int]] = []
    for value in (wanted[order] - due).tolist():
        mean, members = value, 1
        while pools and pools[-1][0] >= mean:
            before, count = pools.pop()
            mean, members = (mean * members + before * count) / (members + count), members + count
        pools.append((mean, members))
    pooled = np.repeat([mean for mean, _ in pools], [members for _, members in pools])
    highest = max(low, high - due[-1]) if len(due) else high
    apart = np.empty_like(wanted)
    apart[order] = np.clip(pooled, low, highest) + due
    return apart


def draw_ends(page: Page, labels: list[EndLabel]) -> Floats:
    """Write the names beside the ends of the lines without overlaps, and give their boxes.

    Returns
    -------
    ndarray of shape (n_labels, 4)
        Left, low, right, high in points from the corner of the axes.
    """
    axes, tall = page.axes, page.axes_size[1]
    low, high = axes.get_ylim()
    labels = [label for label in labels if low <= label.value <= high]
    if not labels:
        return np.empty((0, 4))
    ends = np.array([(label.value - low) / (high - low) * tall for label in labels])
    line_height = page.pt(END) * 1.25
    heights = spread(ends, line_height, line_height / 2, tall - line_height / 2)
    left_end, right_end = axes.get_xlim()
    boxes = []
    for label, end, height in zip(labels, ends, heights, strict=True):
        axes.annotate(
            clean(label.text),
            xy=(label.size, label.value),
            xytext=(page.pt(GUTTER_GAP), height - end),
            textcoords="offset points",
            fontsize=page.pt(END),
            fontweight="bold" if label.bold else "normal",
            color=label.colour,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": label.colour, "linewidth": page.pt(0.5), "shrinkA": 1, "shrinkB": 0},
            gid="line-end",
        )
        start = (label.size - left_end) / (right_end - left_end) * page.axes_size[0]
        width = page.pt(GUTTER_GAP) + text_width(clean(label.text), page.pt(END), bold=label.bold)
        boxes.append((start, height - line_height / 2, start + width, height + line_height / 2))
    return np.array(boxes)
