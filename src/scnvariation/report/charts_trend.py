"""The value of a network area and of England over time."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, show_value
from scnvariation.analysis.pack_figures import ENGLAND
from scnvariation.plots.axes import AxisScale, value_axis
from scnvariation.plots.time_axis import opened
from scnvariation.plots.words import axis_unit
from scnvariation.report import charts_words as said
from scnvariation.report.charts_frame import EDGE, WIDTH, KeyEntry, across_axis, key_of, side_axis, side_width
from scnvariation.report.charts_shapes import Box, Chart, Line, Mark, chart_key, line_path, mark_at, shortest
from scnvariation.report.charts_text import LINE, clean

__all__ = ["trend_chart"]

Floats = npt.NDArray[np.float64]
TOP, TALL = 2 * LINE + 18.0, 200.0
RADIUS, CAP = 5.0, 4.0
FREE = 0.4  # of a period, at both ends


class _Look(NamedTuple):
    """Class and shape of the points of a place, class of its line, and what the key adds to its name."""

    mark: str
    shape: str
    line: str
    key: str = ""


OWN, BESIDE = _Look("a", "circle", "own", ", with 95% interval"), _Look("g", "diamond", "centre")


class _Series(NamedTuple):
    """One place over time."""

    name: str
    rows: pd.DataFrame

    def column(self, name: str) -> Floats:
        """Give one column as numbers."""
        return self.rows[name].to_numpy(dtype=float)

    def seen(self, *, first: bool) -> Floats:
        """Give what must be seen: values, and the intervals of the place that leads."""
        return self.rows[["value", "lower", "upper"] if first else ["value"]].to_numpy(dtype=float).ravel()

    def ends(self, info: IndicatorInfo) -> list[tuple[str, str]]:
        """Write the first and the last figure, each with its period."""
        known = self.rows.loc[self.rows["value"].notna(), "value"]
        shown = [(clean(period), show_value(float(value), info)) for period, value in known.items()]
        return shown[:1] + shown[1:][-1:]


class _View(NamedTuple):
    """Box and scales."""

    box: Box
    upright: AxisScale
    time: tuple[float, float]

    def x(self, time: Floats) -> Floats:
        """Place times."""
        return self.box.across(time, *self.time)

    def y(self, value: Floats) -> Floats:
        """Place values."""
        return self.box.upright(value, self.upright.low, self.upright.high)


def trend_chart(levels: pd.DataFrame, info: IndicatorInfo, network_area: str) -> Chart:
    """Draw the value of a network area in each period, with its 95 % interval, beside England.

    Parameters
    ----------
    levels : pandas.DataFrame
        `PackFigures.levels`; rows of other indicators and places are passed over.
    info : IndicatorInfo
        Name and display of the indicator.
    network_area : str
        Name of the network area; empty: England alone.

    Returns
    -------
    Chart
    """
    mine = levels[levels["indicator_id"] == info.indicator_id]
    mine = mine[mine["network_area"].isin([network_area or ENGLAND, ENGLAND])]
    known = (mine["reason"] == "") & mine["value"].notna()
    time = _time(mine)
    names = [network_area, ENGLAND] if network_area else [ENGLAND]
    series = [_Series(clean(name), _of_place(mine[known], name, time)) for name in names]
    upright = value_axis(np.concatenate([part.seen(first=part is series[0]) for part in series]), info)
    box = Box(side_width(upright), TOP, WIDTH - EDGE - 12.0, TOP + TALL)
    view = _View(box, upright, (-FREE, float(time.max() if len(time) else 0.0) + FREE))
    side = side_axis(upright, box, clean(axis_unit(info)))
    labels = [clean(period).replace(" ", "\n", 1) for period in time.index]
    bottom = across_axis(view.x(np.asarray(time, dtype=np.float64)), labels, box, "")
    looks = [OWN, BESIDE][: len(series)]
    entries = [KeyEntry(look.mark, look.shape, part.name + look.key) for part, look in zip(series, looks, strict=True)]
    key = key_of(entries, box.bottom + bottom.height)
    title = said.trend_title([(part.name, part.ends(info)) for part in series])
    drawn = [*reversed([*zip(series, looks, strict=True)])]
    return Chart(
        key=chart_key("trend", info.indicator_id),
        title=title,
        subtitle=clean(info.name),
        alt=said.trend_alt(clean(info.name), title, len(time)),
        caption=said.joined([said.not_shown(mine.loc[~known, "reason"].astype(str).tolist(), "figure")]),
        width=WIDTH,
        height=math.ceil(box.bottom + bottom.height + key.height),
        box=box,
        back=(*side.back, *bottom.back),
        lines=(Line("bar", _bars(series[0], view)), *(Line(look.line, _line(part, view)) for part, look in drawn)),
        signs=key.signs,
        marks=tuple(mark for part, look in drawn for mark in _marks(part, look, view, info)),
        words=(*side.words, *bottom.words, *key.words),
    )


def _time(rows: pd.DataFrame) -> pd.Series[float]:
    """Place the periods in time, one period about 1 long; one after another where their ends are not known."""
    first = rows.sort_values(["period_end", "period"], kind="stable").drop_duplicates("period")
    in_turn = np.arange(len(first), dtype=float)
    ends = pd.to_datetime(first["period_end"]).to_numpy("datetime64[D]")
    steps = np.diff(ends).astype(float)
    if steps.size and not np.isnat(ends).any() and (steps > 0).all():
        in_turn = (ends - ends[0]).astype(float) / float(steps.min())
    return pd.Series(in_turn, index=first["period"].astype(str).tolist())


def _of_place(rows: pd.DataFrame, place: str, time: pd.Series[float]) -> pd.DataFrame:
    """Take the figures of one place, one row per period, NaN where there is none."""
    mine = rows[rows["network_area"] == place].drop_duplicates("period").set_index("period")
    return mine[["value", "lower", "upper", "denominator"]].astype(float).reindex(time.index).assign(time=time)


def _line(part: _Series, view: _View) -> str:
    """Join the points, and leave the line open where a period is missing."""
    time, value = opened(part.column("time"), part.column("value"))
    return line_path(view.x(time), view.y(value))


def _bars(part: _Series, view: _View) -> str:
    """Draw the intervals as bars with caps."""
    columns = (view.x(part.column("time")), view.y(part.column("lower")), view.y(part.column("upper")))
    bars = []
    for x, low, high in zip(*(column.tolist() for column in columns), strict=True):
        if math.isfinite(low) and math.isfinite(high):
            caps = "".join(f"M{shortest(x - CAP)} {shortest(y)}h{shortest(2 * CAP)}" for y in (low, high))
            bars.append(f"M{shortest(x)} {shortest(low)}V{shortest(high)}{caps}")
    return "".join(bars)


def _marks(part: _Series, look: _Look, view: _View, info: IndicatorInfo) -> list[Mark]:
    """Draw the points of one place, each with its sentence."""
    marks = []
    x, y = view.x(part.column("time")).tolist(), view.y(part.column("value")).tolist()
    for at, (period, row) in zip(zip(x, y, strict=True), part.rows.iterrows(), strict=True):
        if math.isfinite(row["value"]):
            name = clean(f"{part.name}, {period}")
            figure = clean(said.area_words(row["value"], row["denominator"], info))
            limits = said.interval_words(row["lower"], row["upper"], info)
            told = f"{name}: {figure}{limits}", said.point_lines(name, f"{figure}{limits}")
            marks.append(mark_at(look.mark, look.shape, at, RADIUS, told))
    return marks
