"""Level of England, of the rest of it, of network areas and of single areas, in each period."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.change_rows import PLACE, Series
from scnvariation.analysis.level import Totals, level_against_rest, totals
from scnvariation.analysis.rates import rates
from scnvariation.periods import period_ends

__all__ = ["LEVELS", "levels_of"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

ENGLAND, REST = "England", "The rest of England"
MOST_AREAS = 12
NUMBERS = (
    *("n_areas", "numerator", "denominator", "value", "lower", "upper"),
    *("ratio", "ratio_lower", "ratio_upper"),
)
#: Columns of the frame `levels` of a trend.
LEVELS = ("period", "period_start", "period_end", "place", "kind", *NUMBERS, "reason")


class Place(NamedTuple):
    """A place: its name, what it is, and which rows lie in it."""

    name: str
    kind: str
    rows: BoolArray


def levels_of(series: Series, only: str) -> pd.DataFrame:
    """Measure every place in every period.

    Parameters
    ----------
    series : Series
        All rows.
    only : str
        The network area to follow beside the rest of England; empty for every one with a selected area.

    Returns
    -------
    pandas.DataFrame
        Columns as `LEVELS`, place by place in order of time. Places of several areas have the intervals of
        `level_against_rest`; a single area that of its own chance.
    """
    everywhere = np.ones(series.rows.positions.size, dtype=bool)
    whole = totals(series.measured(everywhere)[0])
    parts = [_england(series, everywhere, whole)]
    parts += [_one_place(series, place, whole) for place in _places(series, only)]
    parts += _single_areas(series, whole)
    table = pd.concat(parts, ignore_index=True)
    table = table.join(period_ends(table["period"]))
    return table[list(LEVELS)]


def _places(series: Series, only: str) -> list[Place]:
    """List the places of several areas that are followed: the one asked for, or those of the selected areas."""
    names = [only] if only else sorted(set(series.place[series.shown].tolist()) - {""})
    places = [Place(name, PLACE, series.place == name) for name in names]
    return [Place(REST, "rest", series.place != only), *places] if only else places


def _england(series: Series, everywhere: BoolArray, whole: Totals) -> pd.DataFrame:
    """Take England's published figure where there is one; its interval is as wide as that of its areas."""
    table = _one_place(series, Place(ENGLAND, "england", everywhere), whole)
    england = series.england
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = england["value"].to_numpy(np.float64) / table["value"].to_numpy(np.float64)
    for name in ("lower", "upper"):
        table[name] = table[name] * scale
    for name in ("numerator", "denominator", "value"):
        table[name] = england[name].to_numpy(np.float64)
    return table


def _one_place(series: Series, place: Place, whole: Totals) -> pd.DataFrame:
    """Measure a place of several areas against the rest of England."""
    measured, rows = series.measured(place.rows)
    at = np.array([series.periods.index(one) for one in rows.keys["period"]], dtype=np.int64)
    england = Totals(*(part[at] for part in whole))
    level = level_against_rest(measured, england)
    return _framed(
        series,
        place,
        at,
        {
            "n_areas": rows.segments.lengths.astype(np.float64),
            "numerator": rows.segments.sum(rows.numerator),
            "denominator": rows.segments.sum(rows.denominator),
            "value": level.rate,
            "lower": level.rate_lower,
            "upper": level.rate_upper,
            "ratio": level.rate_ratio,
            "ratio_lower": level.rate_ratio_lower,
            "ratio_upper": level.rate_ratio_upper,
        },
    )


def _framed(series: Series, place: Place, at: NDArray[np.int64], numbers: dict[str, FloatArray]) -> pd.DataFrame:
    """Set the figures of one place on the line of time; periods without any say so."""
    columns = {name: np.full(len(series.periods), np.nan) for name in NUMBERS}
    for name, values in columns.items():
        values[at] = numbers[name]
    table = pd.DataFrame(columns)
    absent = table["value"].isna().to_numpy()
    table["n_areas"] = table["n_areas"].fillna(0).astype(np.int64)
    table = table.assign(period=list(series.periods), place=place.name, kind=place.kind)
    table["reason"] = np.where(absent, "missing", "")
    if series.is_constant(place.rows):
        table["reason"] = "constant_series"
        table[["lower", "upper", "ratio", "ratio_lower", "ratio_upper"]] = np.nan
    return table


def _single_areas(series: Series, whole: Totals) -> list[pd.DataFrame]:
    """Follow each of a few selected areas; none where all or many are selected."""
    chosen = np.unique(series.rows.area[series.shown])
    if chosen.size > MOST_AREAS or series.shown.all():
        return []
    scope, names = series.scope, series.names
    table = rates(scope.data, scope.info.indicator_id, levels=(0.95,)).areas.set_index(["area_code", "period"])
    parts = []
    for area in chosen.tolist():
        rows = series.shown & (series.rows.area == area)
        place = Place(names[area], "area", rows)
        part = _one_place(series, place, whole)
        code = str(series.rows.area_codes[area])
        limits = table.reindex(pd.MultiIndex.from_product([[code], series.periods]))
        rest = _one_place(series, Place(REST, "rest", series.rows.area != area), whole)
        parts.append(part if (part["reason"] == "constant_series").all() else _own_chance(part, limits, rest))
    return parts


def _own_chance(part: pd.DataFrame, limits: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """Give a single area the interval of its own chance, joined with that of the rest for the ratio."""
    value = part["value"].to_numpy(np.float64)
    lower, upper = (limits[f"{end}_95"].to_numpy(np.float64) for end in ("lower", "upper"))
    of_rest, rest_low, rest_high = (rest[name].to_numpy(np.float64) for name in ("value", "lower", "upper"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(of_rest > 0, value / of_rest, np.nan)
        down = np.hypot(np.log(value / lower), np.log(rest_high / of_rest))
        up = np.hypot(np.log(upper / value), np.log(of_rest / rest_low))
        ratio_upper = np.where(value > 0, ratio * np.exp(up), upper / rest_low)
        ratio_lower = np.where((value > 0) & (lower > 0), ratio * np.exp(-down), np.where(ratio >= 0, 0.0, np.nan))
    return part.assign(lower=lower, upper=upper, ratio=ratio, ratio_lower=ratio_lower, ratio_upper=ratio_upper)
