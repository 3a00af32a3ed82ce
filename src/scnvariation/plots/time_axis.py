"""The axis of time: periods where they lie, gaps left open, labels as many as fit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from scnvariation.plots.fonts import clean, text_width
from scnvariation.plots.layout import BELOW, TICK
from scnvariation.plots.page import Page

__all__ = ["LABEL_ROOM", "TimeAxis", "opened", "set_time", "time_axis"]

Floats = npt.NDArray[np.float64]
LABEL_ROOM = BELOW + 6.0  # labels of two lines and no name under them: what they are is plain
MISSING_FROM = 1.6  # of the usual distance of periods: further apart, one is missing between
EDGE = 0.6  # of a period, free at both ends
BETWEEN = 6.0


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Periods on their axis.

    Attributes
    ----------
    places : ndarray of shape (n_periods,)
        Where they stand; one period is about 1 long.
    labels : tuple of str
        Names, in two lines where they have two parts.
    """

    places: Floats
    labels: tuple[str, ...]

    @property
    def low(self) -> float:
        """Left end of the view."""
        return float(self.places.min()) - EDGE

    @property
    def high(self) -> float:
        """Right end of what is drawn."""
        return float(self.places.max()) + EDGE


def time_axis(rows: pd.DataFrame) -> TimeAxis:
    """Place periods by the middle of each; one after another where their dates are not known.

    Parameters
    ----------
    rows : pandas.DataFrame
        `period, period_start, period_end`, one row per period in order.

    Returns
    -------
    TimeAxis
    """
    labels = tuple(clean(period).replace(" ", "\n", 1) for period in rows["period"])
    in_turn = np.arange(len(rows), dtype=float)
    if len(rows) < 2 or rows[["period_start", "period_end"]].isna().any(axis=None):
        return TimeAxis(in_turn, labels)
    start, end = (pd.to_datetime(rows[f"period_{side}"]).to_numpy("datetime64[D]").astype(float)
                  for side in ("start", "end"))  # fmt: skip
    middle = (start + end) / 2
    steps = np.diff(middle)
    if (steps <= 0).any():
        return TimeAxis(in_turn, labels)
    return TimeAxis((middle - middle[0]) / float(np.median(steps)), labels)


def opened(at: Floats, *columns: Floats) -> tuple[Floats, ...]:
    """Put a blank wherever a period is missing, so that no line is drawn across it.

    >>> opened(np.array([0.0, 1.0, 3.0]), np.array([5.0, 6.0, 7.0]))
    (array([0., 1., 2., 3.]), array([ 5.,  6., nan,  7.]))
    """
    gaps = np.flatnonzero(np.diff(at) > MISSING_FROM)
    middle = (at[gaps] + at[gaps + 1]) / 2 if len(gaps) else np.array([])
    return np.insert(at, gaps + 1, middle), *(np.insert(column, gaps + 1, np.nan) for column in columns)


def set_time(page: Page, axes: Axes, time: TimeAxis, length: float) -> None:
    """Set view and labels of time; of many labels every second, third ... is kept, the last always.

    Parameters
    ----------
    page : Page
        For sizes.
    axes : matplotlib.axes.Axes
        To be set.
    time : TimeAxis
        The periods.
    length : float
        Factor by which the axis is longer than what is drawn, for words at its end.
    """
    axes.set_xlim(time.low, time.low + (time.high - time.low) * length)
    size = page.pt(TICK)
    per_unit = page.axes_size[0] / ((time.high - time.low) * length)
    lines = [line for label in time.labels for line in label.split("\n")]
    needed = max((text_width(line, size) for line in lines), default=0.0) + page.pt(BETWEEN)
    nearest = min((later - earlier for earlier, later in pairwise(time.places.tolist())), default=1.0)
    every = max(1, int(np.ceil(needed / (nearest * per_unit))))
    kept = list(range(len(time.places) - 1, -1, -every))[::-1]
    axes.set_xticks(time.places[kept].tolist(), labels=[time.labels[k] for k in kept], parse_math=False)
    axes.tick_params(axis="x", labelsize=size)
