"""A funnel as PNG against a bare matplotlib picture with the same points, lines and words."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from timing import Measured, side_by_side

import scnvariation as scn

mpl.use("agg")


def bare(result: scn.analysis.funnel_result.FunnelResult) -> int:
    """Draw points, limit lines and the words of our picture with matplotlib alone."""
    figure, ax = plt.subplots(figsize=(9, 5.5), dpi=150)
    ax.scatter(result.areas["size"], result.areas["value"], s=20, edgecolors="black")
    for _, line in result.limits.groupby(["level", "side", "basis"]):
        ax.plot(line["size"], line["value"], lw=1)
    ax.axhline(result.benchmark)
    ax.set_title(result.title(), loc="left")
    figure.text(0.05, 0.02, result.caption(), fontsize=7, wrap=True)
    for row in result.areas.nlargest(10, "z").itertuples():
        ax.annotate(row.area_name, (row.size, row.value), fontsize=7)
    ax.set_xlabel("size")
    ax.set_ylabel(result.indicator.name)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    plt.close(figure)
    return len(buffer.getvalue())


def measurements() -> list[Measured]:
    result = scn.funnel(scn.load_sample(), "ccg_ois:3.5")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "funnel.png"
        ours, control = side_by_side(lambda: result.save(path, size="page"), lambda: bare(result))
    return [Measured("funnel as PNG against bare matplotlib", ours, control, 1.2, at_most=True)]
