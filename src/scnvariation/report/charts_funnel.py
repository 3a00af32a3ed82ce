"""The funnel plot of a page: areas against their size, with limits that narrow as areas grow."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, heading
from scnvariation.plots.palette import side_word
from scnvariation.plots.words import axis_unit, names_shown, size_words, status_key
from scnvariation.report import charts_words as said
from scnvariation.report.charts_frame import WIDTH, KeyEntry, across_axis, key_of, side_axis
from scnvariation.report.charts_names import Names, name_areas
from scnvariation.report.charts_shapes import Chart, Line, Mark, chart_key, dots_path, mark_at
from scnvariation.report.charts_text import clean
from scnvariation.report.charts_view import Curve, FunnelView, curves_of, drawn_lines, view_of

__all__ = ["funnel_chart"]

Floats = npt.NDArray[np.float64]
RADIUS, RADIUS_OF_MANY, MANY = 5.0, 3.6, 60
#: In the order of the key, and from below upwards where points lie on each other.
STATUSES = ("above_99_8", "above_95", "within", "below_95", "below_99_8", "not_computed")
ON_TOP = ("not_computed", "within", "below_95", "above_95", "below_99_8", "above_99_8")
WITHIN = ("within", "not_computed")
COLUMNS = ("area_name", "area_code", "size", "value", "denominator", "side", "judgement")


class Area(NamedTuple):
    """One area that is a point, its name cleaned; status and z on the basis of its flag."""

    name: str
    code: str
    size: float
    value: float
    denominator: float
    side: int
    judgement: str
    status: str
    z: float


class Drawn(NamedTuple):
    """Areas that are points; sizes and values of all that are drawn, points first; reasons of those that are not."""

    points: list[Area]
    size: Floats
    value: Floats
    missing: list[str]

    @property
    def n_cloud(self) -> int:
        """Number of areas that are the cloud."""
        return len(self.size) - len(self.points)

    @property
    def outside(self) -> list[Area]:
        """Areas outside the outermost limits."""
        return [area for area in self.points if area.side]


def funnel_chart(
    areas: pd.DataFrame,
    funnel: Mapping[Any, Any] | pd.Series[Any],
    limits: pd.DataFrame,
    info: IndicatorInfo,
    *,
    network_area: str = "",
) -> Chart:
    """Draw a funnel plot: the areas of a network area as points, the others of England as a cloud behind them.

    Everything is taken from the rows given: an area with a reason, or without a value, leaves no trace but its number.

    Parameters
    ----------
    areas : pandas.DataFrame
        Rows of `PackFigures.areas` of one indicator, all of England.
    funnel : mapping
        The indicator's row of `PackFigures.funnels`, as a Series or dict.
    limits : pandas.DataFrame
        The indicator's rows of `PackFigures.limits`.
    info : IndicatorInfo
        Name and display of the indicator.
    network_area : str, default ""
        Name of the network area; empty: every area is a point.

    Returns
    -------
    Chart
    """
    facts = {str(name): fact for name, fact in funnel.items()}
    drawn = _drawn(areas, str(facts["flag_basis"]), network_area)
    curves = curves_of(limits, str(facts["flag_basis"]), float(facts["benchmark"]), drawn.size)
    view = view_of(drawn.size, drawn.value, curves, info)
    at = np.column_stack([view.x(drawn.size), view.y(drawn.value)])
    names = _names(drawn, at, curves, view)
    lines, hairs, line_words = drawn_lines(curves, view, info)
    side = side_axis(view.upright, view.box, clean(axis_unit(info)))
    places = view.x(np.array(view.across.ticks))
    bottom = across_axis(places, view.across.labels, view.box, size_words(info.statistic))
    key = key_of(_key(drawn, info), view.box.bottom + bottom.height)
    return Chart(
        **_texts(drawn, {**facts, "has_lines": len(curves) > 1}, info, clean(network_area), names),
        key=chart_key("funnel", info.indicator_id),
        width=WIDTH,
        height=math.ceil(view.box.bottom + bottom.height + key.height),
        box=view.box,
        back=(*side.back, *bottom.back, *hairs),
        lines=(Line("cloud", dots_path(at[len(drawn.points) :])), *lines, *names.hairs),
        signs=key.signs,
        marks=_marks(drawn.points, at, info),
        words=(*side.words, *bottom.words, *line_words, *names.words, *key.words),
    )


def _drawn(areas: pd.DataFrame, basis: str, network_area: str) -> Drawn:
    """Part the areas into points, cloud and what is not drawn; in an order of their own."""
    leading = "_adjusted" if basis == "adjusted" else ""
    columns = [*COLUMNS, f"status{leading}", f"z{leading}", "network_area", "reason"]
    points, cloud, missing = [], [], []
    for name, *cells, place, reason in zip(*(areas[column].tolist() for column in columns), strict=True):
        area, is_mine = Area(name, *cells), place == network_area or not network_area
        if reason or not (math.isfinite(area.value) and math.isfinite(area.size)):
            missing += [str(reason)] if is_mine else []
        elif is_mine:
            points.append(area)
        else:
            cloud.append(area)
    points.sort(key=lambda area: (ON_TOP.index(area.status), area.name, area.code))
    every = [*points, *sorted(cloud, key=lambda area: area.code)]
    size, value = (np.array([area[part] for area in every], dtype=np.float64) for part in (2, 3))
    return Drawn([area._replace(name=clean(area.name), side=int(area.side)) for area in points], size, value, missing)


def _names(drawn: Drawn, at: Floats, curves: list[Curve], view: FunnelView) -> Names:
    """Name the areas outside the outermost limits, the furthest out first."""
    among = range(len(drawn.points))
    far = sorted((k for k in among if drawn.points[k].side), key=lambda k: -np.nan_to_num(abs(drawn.points[k].z)))
    times = Counter(area.name for area in drawn.points)
    texts = [
        area.name if times[area.name] == 1 else f"{area.name} ({clean(area.code)})"
        for area in (drawn.points[k] for k in far)
    ]
    others = at[[k for k in among if not drawn.points[k].side]], at[len(drawn.points) :]
    along = [np.column_stack([view.x(curve.size), view.y(curve.value)]) for curve in curves]
    return name_areas(texts, at[far], others, along, view.box)


def _look(status: str, side: int, polarity: str) -> tuple[str, str, str]:
    """Choose class, shape and word: direction is the shape, solid is outside the outermost limits."""
    if status in WITHIN:
        return ("s" if status == "within" else "x"), "circle", ""
    direction = status.partition("_")[0]
    word = side_word(direction, polarity)
    return (word[0] if side else f"{word[0]} o"), "up" if direction == "above" else "down", word


def _marks(points: list[Area], at: Floats, info: IndicatorInfo) -> tuple[Mark, ...]:
    """Draw the points, each with its sentence."""
    radius = RADIUS if len(points) <= MANY else RADIUS_OF_MANY
    marks = []
    for area, (x, y) in zip(points, at[: len(points)].tolist(), strict=True):
        look, shape, _ = _look(area.status, area.side, info.polarity)
        figure = said.area_words(area.value, area.denominator, info, unit=False)
        shown = f"{figure}, {area.judgement.replace('_', ' ')}"
        between = f" ({said.HOLLOW})" if look.endswith(" o") else ""
        told = f"{area.name}: {shown}{between}", said.point_lines(area.name, f"{shown}{between}")
        marks.append(mark_at(look, shape, (x, y), radius, told))
    return tuple(marks)


def _key(drawn: Drawn, info: IndicatorInfo) -> list[KeyEntry]:
    """Explain the marks that occur, with their numbers."""
    numbers = Counter(area.status for area in drawn.points)
    entries = []
    for status in STATUSES:
        if numbers[status]:
            look, shape, word = _look(status, int(status.endswith("99_8")), info.polarity)
            entries.append(KeyEntry(look, shape, status_key(status, word, numbers[status])))
    others = [KeyEntry("cloud", "circle", f"rest of England: {drawn.n_cloud:,}")] if drawn.n_cloud else []
    return [*entries, *others]


def _texts(drawn: Drawn, facts: Mapping[str, Any], info: IndicatorInfo, place: str, names: Names) -> dict[str, str]:
    """Collect title, subtitle, alternative text and caption, all counted from what is drawn."""
    about, outside = clean(heading(info, str(facts["period"]))), drawn.outside
    title = said.funnel_title(len(outside), len(drawn.points), place, facts)
    sides = {word: [a.name for a in outside if a.side == side] for word, side in (("above", 1), ("below", -1))}
    notes = (names_shown(len(names.words), names.wanted), said.not_shown(drawn.missing, "area"))
    return {
        "title": title,
        "subtitle": about,
        "alt": said.funnel_alt(about, title, place, (len(drawn.points), drawn.n_cloud), sides),
        "caption": clean(said.funnel_caption(facts, info, notes, has_lines=facts["has_lines"])),
    }
