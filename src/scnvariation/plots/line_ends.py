"""Every line named at its own end, in a strip kept free at the right of the axes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.indicator import show_value
from scnvariation.plots import words
from scnvariation.plots.fonts import clean, text_width
from scnvariation.plots.labels import spread
from scnvariation.plots.lines import LimitLine
from scnvariation.plots.page import Page, hairline
from scnvariation.plots.palette import Palette

__all__ = ["END", "EndLabel", "draw_ends", "end_labels", "gutter"]

Floats = npt.NDArray[np.float64]
END = 8.0
GUTTER_GAP, BLANK = 10.0, 2.0


class EndLabel(NamedTuple):
    """The name of a line, at the line's end."""

    text: str
    size: float
    value: float
    colour: str
    bold: bool = False


def end_labels(result: FunnelResult, lines: list[LimitLine], colours: Palette) -> list[EndLabel]:
    """Name the benchmark, the standard and the lines; the faint basis once on each side."""
    both = any(not line.leads for line in lines)
    end = max((float(line.size[-1]) for line in lines), default=float(result.areas["size"].max()))
    value = show_value(result.benchmark, result.indicator)
    settings = result.settings
    of_england = settings.reference == "england" and settings.options.get("benchmark") is None
    centre = words.benchmark_label(value, of_england=of_england)
    labels = [EndLabel(centre, end, result.benchmark, colours.ink, bold=True)]
    if result.standard is not None:
        text = words.standard_label(show_value(result.standard, result.indicator))
        labels.append(EndLabel(text, end, result.standard, colours.ink))
    for line in lines:
        if line.leads:
            text = words.limit_label(line.level, line.basis if both else "")
            labels.append(EndLabel(text, float(line.size[-1]), float(line.value[-1]), colours.ink))
    for side in ("lower", "upper"):
        weak = [line for line in lines if not line.leads and line.side == side]
        if weak:
            ends = float(np.mean([line.value[-1] for line in weak]))
            labels.append(EndLabel(words.other_basis_label(weak[0].basis), end, ends, colours.muted))
    return [label for label in labels if np.isfinite(label.value)]


def label_width(page: Page, label: EndLabel) -> float:
    """Measure one name with its gap, in points."""
    return page.pt(GUTTER_GAP) + text_width(clean(label.text), page.pt(END), bold=label.bold)


def gutter(page: Page, labels: list[EndLabel]) -> float:
    """Measure the strip that the names need at the right, in points."""
    return max((label_width(page, label) for label in labels), default=0.0)


def draw_ends(page: Page, labels: list[EndLabel]) -> Floats:
    """Write the names beside the ends of the lines without overlaps, and give their boxes.

    Returns
    -------
    ndarray of shape (n_labels, 4)
        Left, low, right, high in points from the corner of the axes.
    """
    low, high = page.axes.get_ylim()
    left, right = page.axes.get_xlim()
    wide, tall = page.axes_size
    labels = in_view(labels, low, high)
    ends = np.array([(label.value - low) / (high - low) * tall for label in labels])
    half = page.pt(END) * 1.25 / 2
    heights = spread(ends, np.full(len(ends), 2 * half), 0.0, tall)
    boxes = [np.empty((0, 4))]
    for label, end, height in zip(labels, ends, heights, strict=True):
        draw_end(page, label, float(height - end))
        start = (label.size - left) / (right - left) * wide
        boxes.append(np.array([[start, height - half, start + label_width(page, label), height + half]]))
    return np.vstack(boxes)


def in_view(labels: list[EndLabel], low: float, high: float) -> list[EndLabel]:
    """Leave out the names of lines that end outside the picture, and of lesser lines that end where the first does."""
    apart = 1e-3 * (high - low)
    return [
        label
        for label in labels
        if low <= label.value <= high and (label.bold or abs(label.value - labels[0].value) > apart)
    ]


def draw_end(page: Page, label: EndLabel, up: float) -> None:
    """Write one name, moved up from the end of its line, with a hairline between."""
    page.axes.annotate(
        clean(label.text),
        xy=(label.size, label.value),
        xytext=(page.pt(GUTTER_GAP), up),
        textcoords="offset points",
        fontsize=page.pt(END),
        fontweight="bold" if label.bold else "normal",
        color=label.colour,
        va="center",
        annotation_clip=False,
        arrowprops=hairline(page, label.colour, (-page.pt(BLANK) / label_width(page, label), 0.5)),
        gid="line-end",
    )
