"""A funnel as PNG against a bare matplotlib picture with the same points, lines and words."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.text import Text
from timing import Measured, side_by_side

import scnvariation as scn
from scnvariation.analysis.funnel_result import FunnelResult as Result

mpl.use("agg")


class Furniture(NamedTuple):
    """The ticks and words of a picture."""

    ticks: tuple[Sequence[float], Sequence[float]]
    words: list[tuple[float, float, str, float]]


def furniture_of(result: Result) -> Furniture:
    """List the ticks of our picture and every text: place in the figure, words and size."""
    ax = result.plot()
    figure = ax.figure
    figure.canvas.draw()
    places = figure.transFigure.inverted()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    words = [(*places.transform(text.get_window_extent().p0), text.get_text(), text.get_fontsize()) for text in texts]
    ticks = (ax.get_xticks(), ax.get_yticks())
    plt.close(figure)
    return Furniture(ticks, words)


def bare(result: Result, furniture: Furniture) -> None:
    """Draw the same points, lines and words with matplotlib alone."""
    figure, ax = plt.subplots(figsize=(9, 6.75), dpi=160)
    ax.scatter(result.areas["size"], result.areas["value"], s=20, edgecolors="black")
    for _, line in result.limits.groupby(["level", "side", "basis"]):
        ax.plot(line["size"], line["value"], lw=1)
    ax.axhline(result.benchmark)
    ax.set_xticks(furniture.ticks[0], labels=[""] * len(furniture.ticks[0]))
    ax.set_yticks(furniture.ticks[1], labels=[""] * len(furniture.ticks[1]))
    for x, y, text, size in furniture.words:
        figure.text(x, y, text, fontsize=size)
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


def measurements() -> list[Measured]:
    result = scn.funnel(scn.load_sample(), "ccg_ois:3.5")
    furniture = furniture_of(result)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "funnel.png"
        ours, control = side_by_side(lambda: result.save(path, size="page"), lambda: bare(result, furniture))
    return [Measured("funnel as PNG, to bare matplotlib", ours, control, 1.2, at_most=True)]
