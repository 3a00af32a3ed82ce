"""A funnel as PNG against a bare matplotlib picture with the same points, lines and words."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.text import Text
from timing import Measured, side_by_side

import scnvariation as scn
from scnvariation.analysis.funnel_result import FunnelResult as Result

mpl.use("agg")


def words_of(result: Result) -> list[tuple[float, float, str, float]]:
    """List every text of our picture: place in the figure, words and size."""
    figure = result.plot().figure
    figure.canvas.draw()
    places = figure.transFigure.inverted()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    found = [(*places.transform(text.get_window_extent().p0), text.get_text(), text.get_fontsize()) for text in texts]
    plt.close(figure)
    return found


def bare(result: Result, words: list[tuple[float, float, str, float]]) -> None:
    """Draw the same points, lines and words with matplotlib alone."""
    figure, ax = plt.subplots(figsize=(9, 6.75), dpi=160)
    ax.scatter(result.areas["size"], result.areas["value"], s=20, edgecolors="black")
    for _, line in result.limits.groupby(["level", "side", "basis"]):
        ax.plot(line["size"], line["value"], lw=1)
    ax.axhline(result.benchmark)
    ax.set(xticks=[], yticks=[])
    for x, y, text, size in words:
        figure.text(x, y, text, fontsize=size)
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


def measurements() -> list[Measured]:
    result = scn.funnel(scn.load_sample(), "ccg_ois:3.5")
    words = words_of(result)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "funnel.png"
        ours, control = side_by_side(lambda: result.save(path, size="page"), lambda: bare(result, words))
    return [Measured("funnel as PNG, to bare matplotlib", ours, control, 1.2, at_most=True)]
