"""What a series says: one line, tables and plain sentences; no claim that needs a test."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation.analysis.change_words import TOO_FEW, too_few
from scnvariation.analysis.indicator import IndicatorInfo, show_value, unit_words
from scnvariation.analysis.variation_figures import gap_values, number, systematic, with_interval
from scnvariation.contract.reasons import reason_sentence
from scnvariation.messages.words import count
from scnvariation.options import TrendTable, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.trend_result import TrendResult

__all__ = ["alt_text", "caption", "table", "text", "title"]

Row = Mapping[Hashable, Any]


def title(result: TrendResult) -> str:
    """Give the message in one line."""
    place = f", {result.place}" if result.place else ""
    until = f" to {result.periods[-1]}" if len(result.periods) > 1 else ""
    return f"{result.info.name}{place}, {result.periods[0]}{until}"


def caption(result: TrendResult) -> str:
    """Give what stands under the picture."""
    there = _with_figures(result)
    spread = f"Spread of {count(int(there['n_areas'].max()), 'area')}"
    side = ("measured on the adverse side",) if result.settings.side == "complement" else ()
    intervals = "Intervals at 95%; those of places of several areas carry the variation between these"
    return ". ".join((" ".join((spread, *side)), intervals, *result.notes)) + "."


def text(result: TrendResult) -> str:
    """Give the level then and now, the spread then and now, and what is to be kept in mind."""
    parts = [
        f"{title(result)}.",
        *(_level_sentence(result, str(place)) for place in _named(result)),
        _spread_sentence(result),
        *(f"{note}." for note in result.notes),
    ]
    return "\n".join(part for part in parts if part)


def alt_text(result: TrendResult) -> str:
    """Say what the picture shows."""
    places = result.levels.drop_duplicates(["place", "kind"])["place"].astype(str).tolist()
    followed = places[0] if len(places) == 1 else f"{places[0]} and {count(len(places) - 1, 'more place')}"
    there = count(len(_with_figures(result)), "period")
    return f"Series of {there}: {title(result)}. Levels of {followed}. {_spread_sentence(result)}".strip()


def table(result: TrendResult, kind: str) -> pd.DataFrame:
    """Tabulate for people."""
    check_option("kind", kind, TrendTable)
    if kind == "full":
        return result.spread.copy()
    return _levels_table(result) if kind == "levels" else _spread_table(result)


def _spread_table(result: TrendResult) -> pd.DataFrame:
    rows, info = result.spread.to_dict("records"), result.info
    few = (too_few(result.spread) & (result.spread["reason"] == "")).tolist()
    both = list(zip(rows, few, strict=True))
    return pd.DataFrame(
        {
            "Period": [row["period"] for row in rows],
            "Areas": [row["n_areas"] for row in rows],
            "Events": ["" if math.isnan(row["events"]) else f"{row['events']:,.0f}" for row in rows],
            f"England ({unit_words(info)})": [_value(row["benchmark"], info) for row in rows],
            "P90/P10 [chance alone, 95% of draws]": [TOO_FEW if hide else _beside_chance(row) for row, hide in both],
            "Typical gap between two areas": [TOO_FEW if hide else _gap(row, info) for row, hide in both],
            "SCV x 100": [TOO_FEW if hide else systematic(row) for row, hide in both],
            "Note": [reason_sentence(row["reason"]) if row["reason"] else "" for row in rows],
        }
    )


def _levels_table(result: TrendResult) -> pd.DataFrame:
    rows, info = result.levels.to_dict("records"), result.info
    return pd.DataFrame(
        {
            "Period": [row["period"] for row in rows],
            "Place": [row["place"] for row in rows],
            "Areas": [row["n_areas"] for row in rows],
            f"Level ({unit_words(info)}, 95% interval)": [_level(row, info) for row in rows],
            "Ratio to the rest of England": [_ratio(row) for row in rows],
            "Note": [reason_sentence(row["reason"]) if row["reason"] else "" for row in rows],
        }
    )


def _value(value: float, info: IndicatorInfo) -> str:
    return "" if math.isnan(value) else show_value(value, info)


def _level(row: Row, info: IndicatorInfo) -> str:
    if math.isnan(row["value"]):
        return ""
    if math.isnan(row["lower"]):
        return show_value(row["value"], info)
    return with_interval(*(show_value(row[name], info) for name in ("value", "lower", "upper")))


def _ratio(row: Row) -> str:
    if math.isnan(row["ratio"]):
        return ""
    return with_interval(*(number(row[name]) for name in ("ratio", "ratio_lower", "ratio_upper")))


def _beside_chance(row: Row) -> str:
    """Write an observed ratio with the chance band; an observed ratio never stands alone."""
    names = ("p90_p10", "p90_p10_chance", "p90_p10_chance_lower", "p90_p10_chance_upper")
    if any(math.isnan(row[name]) for name in names):
        return ""
    seen, middle, low, high = (number(row[name]) for name in names)
    return f"{seen} [{middle}, {low} to {high}]"


def _gap(row: Row, info: IndicatorInfo) -> str:
    return "" if math.isnan(row["typical_gap"]) else with_interval(*gap_values(row, info))


def _with_figures(result: TrendResult) -> pd.DataFrame:
    return result.spread[result.spread["reason"] != "period_gap"]


def _named(result: TrendResult) -> list[str]:
    """List the places whose level is worth a sentence: England, and the one followed or the few selected."""
    levels = result.levels
    wanted = levels["kind"].isin(["england", "area"]) | (levels["place"] == result.place)
    return list(dict.fromkeys(levels.loc[wanted, "place"]))


def _level_sentence(result: TrendResult, place: str) -> str:
    """Say where a place was and where it is."""
    rows = result.levels[(result.levels["place"] == place) & result.levels["value"].notna()]
    if rows.empty:
        return ""
    first, last = rows.iloc[0], rows.iloc[-1]
    unit = "" if result.info.is_percentage else f" {unit_words(result.info)}"
    if first["period"] == last["period"]:
        return f"{place}: {_level(last.to_dict(), result.info)}{unit} in {last['period']}."
    before, now = (_level(row.to_dict(), result.info) for row in (first, last))
    ratios = ""
    if not math.isnan(first["ratio"]) and not math.isnan(last["ratio"]):
        ratios = f": {first['ratio']:.2f} and {last['ratio']:.2f} times the rest of England"
    return f"{place} went from {before} in {first['period']} to {now}{unit} in {last['period']}{ratios}."


def _spread_sentence(result: TrendResult) -> str:
    """Say how large the typical gap was and is, without a verdict: that takes the paired test."""
    rows = result.spread[result.spread["typical_gap"].notna()]
    if rows.empty:
        return ""
    if too_few(rows).any():
        return "Too few areas or events to say how much areas differ."
    first, last = rows.iloc[0], rows.iloc[-1]
    measure = str(last["typical_gap_measure"])
    before, now = (_gap(row.to_dict(), result.info) for row in (first, last))
    unit = " in the odds" if measure == "median_odds_ratio" else ""
    unit = f" {unit_words(result.info)}" if measure == "median_difference" else unit
    if len(rows) == 1:
        return f"The typical gap between two areas was {now}{unit} in {last['period']}."
    return (
        f"The typical gap between two areas was {before}{unit} in {first['period']} and {now}{unit} in "
        f"{last['period']}; whether that is more than chance is for a paired test of two periods (see change)."
    )
