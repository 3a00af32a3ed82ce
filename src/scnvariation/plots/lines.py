"""Limit lines, benchmark and standard."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.plots.axes import AxisScale
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Palette

__all__ = ["LimitLine", "draw_centre", "draw_lines", "limit_lines"]

Floats = npt.NDArray[np.float64]
Dashes = str | tuple[int, tuple[float, ...]]
STRONG, WEAK, CENTRE = 1.3, 0.8, 1.2
DASHES: dict[bool, Dashes] = {True: "-", False: (0, (5, 3))}
DOTS: Dashes = (0, (1, 2))


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


def limit_lines(result: FunnelResult, leading: str) -> list[LimitLine]:
    """Take the lines out of the result; a second basis that repeats the first is left out."""
    limits = result.limits[np.isfinite(result.limits["value"])].sort_values("size", kind="stable")
    lines: list[LimitLine] = []
    for (basis, side, level), points in limits.groupby(["basis", "side", "level"], sort=True):
        lines.append(
            LimitLine(
                level=float(str(level)),
                side=str(side),
                basis=str(basis),
                size=points["size"].to_numpy(dtype=float),
                value=points["value"].to_numpy(dtype=float),
                leads=basis == leading,
                outermost=level == result.levels[-1],
            )
        )
    strong = {(line.level, line.side): line for line in lines if line.leads}
    return [line for line in lines if line.leads or not repeats(line, strong.get((line.level, line.side)))]


def repeats(line: LimitLine, other: LimitLine | None) -> bool:
    """Tell whether a line runs on top of another."""
    return (
        other is not None
        and line.value.shape == other.value.shape
        and np.allclose(line.value, other.value, rtol=1e-9, atol=0.0, equal_nan=True)
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


def draw_centre(page: Page, result: FunnelResult, across: AxisScale, colours: Palette) -> None:
    """Draw the benchmark, and the standard where there is one."""
    drawn: list[tuple[str, float, Dashes]] = [("benchmark", result.benchmark, "-")]
    if result.standard is not None:
        drawn.append(("standard", result.standard, DOTS))
    for name, value, dashes in drawn:
        page.axes.plot(
            [across.low, across.high],
            [value, value],
            color=colours.ink,
            linewidth=page.pt(CENTRE),
            linestyle=dashes,
            zorder=1.7,
            gid=name,
        )
