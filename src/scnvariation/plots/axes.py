"""Axes that people read: multiplied values, thousands commas, round ticks, a sensible start.

Only pictures, tables and texts use the multiplier; limits and flags were settled long before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator

from scnvariation.analysis.indicator import IndicatorInfo

__all__ = ["AxisScale", "size_axis", "value_axis"]

Floats = npt.NDArray[np.float64]
NEVER_NEGATIVE = {"proportion", "rate", "ratio", "dsr"}
PADDING = 0.06
START_AT_ZERO_BELOW = 0.5  # smallest over largest area: above it a start at zero would waste half the picture


@dataclass(frozen=True, slots=True)
class AxisScale:
    """One axis, settled.

    Attributes
    ----------
    low, high : float
        View limits in natural units.
    ticks : tuple of float
        Positions in natural units.
    labels : tuple of str
        What stands at the ticks.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def set_ticks(self, axis: Axis, size: float) -> None:
        """Put the ticks on an axis; no label is ever read as mathematics."""
        axis.set_tick_params(labelsize=size)
        axis.set_ticks(list(self.ticks), labels=list(self.labels), parse_math=False)


def round_ticks(low: float, high: float, most: int) -> Floats:
    """Choose round numbers between two ends."""
    ticks = np.asarray(MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high), dtype=np.float64)
    slack = 1e-9 * (high - low)
    return ticks[(ticks >= low - slack) & (ticks <= high + slack)]


def decimals_between(ticks: Floats) -> int:
    """Count the decimals that tell neighbouring ticks apart.

    >>> decimals_between(np.array([0.0, 2.5, 5.0])), decimals_between(np.array([0.0, 10.0]))
    (1, 0)
    """
    if len(ticks) < 2:
        return 1
    step = float(np.diff(ticks).min())
    wanted = range(max(0, -math.floor(math.log10(step))), 12)
    return next((n for n in wanted if math.isclose(round(step, n), step, rel_tol=1e-6)), 11)


def written(ticks: Floats, suffix: str = "") -> tuple[str, ...]:
    """Write ticks with thousands commas and equal decimals."""
    decimals = decimals_between(ticks)
    return tuple(f"{tick + 0.0:,.{decimals}f}{suffix}" for tick in ticks)


def value_axis(values: Floats, info: IndicatorInfo, most: int = 6) -> AxisScale:
    """Settle the axis of the indicator's values.

    Parameters
    ----------
    values : ndarray
        Everything that must be seen, natural units; missing ones are passed over.
    info : IndicatorInfo
        Whose multiplier and unit apply.
    most : int, default 6
        At most so many intervals between ticks.

    Returns
    -------
    AxisScale
    """
    seen = values[np.isfinite(values)]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)
    pad = PADDING * (high - low) or 0.1 * abs(high) or 1 / info.multiplier
    floor = 0.0 if info.statistic in NEVER_NEGATIVE else -math.inf
    ceiling = 1.0 if info.statistic == "proportion" else math.inf
    low, high = max(low - pad, floor), min(high + pad, max(ceiling, high))
    shown = round_ticks(low * info.multiplier, high * info.multiplier, most)
    labels = written(shown, "%" if info.is_percentage else "")
    return AxisScale(low, high, tuple(shown / info.multiplier), labels)


def size_axis(sizes: Floats, end: float, most: int = 6) -> AxisScale:
    """Settle the axis of the areas' sizes, from zero unless that wastes half the picture.

    Parameters
    ----------
    sizes : ndarray
        Of the areas drawn.
    end : float
        Where the limit lines end.
    most : int, default 6
        At most so many intervals between ticks.

    Returns
    -------
    AxisScale
    """
    smallest = float(sizes.min()) if sizes.size else 0.0
    spread = end - smallest
    low = 0.0 if smallest < START_AT_ZERO_BELOW * end or spread <= 0 else smallest - 0.08 * spread
    ticks = round_ticks(low, end, most)
    return AxisScale(low, end, tuple(ticks), written(ticks))
