"""What a variation table says: headline columns and plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, decimals_for, show_value, unit_words
from scnvariation.messages.words import count
from scnvariation.options import TableKind, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.variation_result import VariationResult

__all__ = ["table", "text", "withheld"]

WITHHOLD_BELOW_AREAS, WITHHOLD_BELOW_EVENTS = 8, 5
CAUTION_BELOW = 20
TOO_FEW = "too few to judge"
CAUTION = "few areas or events: read with care"
ADVERSE = "spread measured on the adverse side"
PARAGRAPHS = 12
Row = Mapping[Hashable, Any]


def mean_events(groups: pd.DataFrame) -> pd.Series[float]:
    """Events per area; large for measures that count none."""
    return (groups["events"] / groups["n_areas"]).fillna(np.inf)


def withheld(groups: pd.DataFrame) -> pd.Series[bool]:
    """Mark the groups whose spread is too poorly known for a headline."""
    return (
        (groups["n_areas"] < WITHHOLD_BELOW_AREAS)
        | (mean_events(groups) < WITHHOLD_BELOW_EVENTS)
        | groups["typical_gap"].isna()
    )


def table(result: VariationResult, kind: str) -> pd.DataFrame:
    """Tabulate for people."""
    check_option("kind", kind, TableKind)
    groups = result.groups
    infos = [result.indicators[one] for one in result.group_indicator]
    names = {column: groups[column] for column in result.by if column != "indicator_id"}
    columns: dict[str, object] = {
        "Indicator": [info.name for info in infos],
        **{name.replace("_", " ").capitalize(): values for name, values in names.items()},
    }
    if kind == "full":
        numbers = groups.drop(columns=list(result.by))
        return pd.concat([pd.DataFrame(columns), numbers], axis=1)
    least = 1.0 / (1.0 + float(str(result.settings.options["simulations"])))
    rows = list(zip(groups.to_dict("records"), infos, withheld(groups), strict=True))
    columns |= {
        "Areas": groups["n_areas"],
        "Events": [_events(row["events"]) for row, _, _ in rows],
        "Level": [_with_interval(row, "rate", info) for row, info, _ in rows],
        "Unit": [unit_words(info) for info in infos],
        "Ratio to the rest of England": [_ratio(row, "rate_ratio") for row, _, _ in rows],
        "P90/P10 [chance alone]": [TOO_FEW if few else _beside_chance(row) for row, _, few in rows],
        "Typical gap between two areas": [TOO_FEW if few else gap(row, info) for row, info, few in rows],
        "SCV x 100": [TOO_FEW if few else _scv(row, least) for row, _, few in rows],
        "Smallest detectable SCV x 100": [_number(100 * row["smallest_detectable_scv"]) for row, _, _ in rows],
        "Note": _notes(groups),
    }
    return pd.DataFrame(columns)


def _notes(groups: pd.DataFrame) -> list[str]:
    few = withheld(groups)
    care = (groups["n_areas"] < CAUTION_BELOW) | (mean_events(groups) < CAUTION_BELOW)
    adverse = groups["side"] == "complement"
    return [
        "; ".join(part for part in (TOO_FEW if a else CAUTION if b else "", ADVERSE if c else "") if part)
        for a, b, c in zip(few, care, adverse, strict=True)
    ]


def _events(events: float) -> str:
    return "" if math.isnan(events) else f"{events:,.0f}"


def _number(value: float, digits: int = 2) -> str:
    if math.isnan(value):
        return ""
    return "no upper bound" if math.isinf(value) else f"{value:,.{digits}f}"


def _interval(row: Mapping[Any, Any], name: str, digits: int = 2) -> str:
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    return "" if math.isnan(lower) else f" ({_number(lower, digits)} to {_number(upper, digits)})"


def _with_interval(row: Row, name: str, info: IndicatorInfo) -> str:
    low, high = (show_value(row[f"{name}_{end}"], info) for end in ("lower", "upper"))
    return f"{show_value(row[name], info)} ({low} to {high})"


def _ratio(row: Row, name: str) -> str:
    return "" if math.isnan(row[name]) else f"{row[name]:.2f}{_interval(row, name)}"


def _beside_chance(row: Row) -> str:
    """Write an observed ratio with the chance-only one; an observed ratio never stands alone."""
    if math.isnan(row["p90_p10_chance"]) or math.isnan(row["p90_p10"]):
        return ""
    return f"{_number(row['p90_p10'])} [{_number(row['p90_p10_chance'])}]"


def gap(row: Row, info: IndicatorInfo) -> str:
    """Write the typical gap: a percentage for ratios, units for differences."""
    if row["typical_gap_measure"] == "median_difference":
        values = [row[f"typical_gap{end}"] * info.multiplier for end in ("", "_lower", "_upper")]
        digits = decimals_for(values[0] or values[2] or 1.0)
        shown = [_number(value, digits) for value in values]
        unit = f", {unit_words(info)}"
    else:
        values = [row[f"typical_gap{end}"] - 1 for end in ("", "_lower", "_upper")]
        shown = [f"{value:.0%}" if math.isfinite(value) else "no upper bound" for value in values]
        unit = " in the odds" if row["typical_gap_measure"] == "median_odds_ratio" else " in the rate"
    if math.isnan(values[1]):
        return f"{shown[0]}{unit}"
    if values[0] == 0:
        return f"none found (up to {shown[2]}{unit})"
    return f"{shown[0]} ({shown[1]} to {shown[2]}){unit}"


def _scv(row: Row, least: float) -> str:
    """Write the systematic variation of the fitted law, so that it lies inside its own interval.

    `least` is the smallest P-value that the number of draws can show.
    """
    if row["typical_gap_measure"] == "median_difference":
        return ""
    scaled = {f"scv{end}": 100 * row[f"between_variance{end}"] for end in ("", "_lower", "_upper")}
    p = row["chi2_p"]
    if math.isnan(p):
        chance = ""
    elif p < 0.001:
        chance = ", P < 0.001"
    else:
        chance = f", P {'at most' if p <= least * (1 + 1e-9) and least < 1 else '='} {p:.3f}"
    return f"{_number(scaled['scv'], 1)}{_interval(scaled, 'scv', 1)}{chance}"


def text(result: VariationResult) -> str:
    """Give one paragraph per group, the first dozen; the rest is counted."""
    rows = result.groups.to_dict("records")
    infos = [result.indicators[one] for one in result.group_indicator]
    few = withheld(result.groups)
    paragraphs = [
        _paragraph(row, info, result.by, hidden=bool(hide))
        for row, info, hide in list(zip(rows, infos, few, strict=True))[:PARAGRAPHS]
    ]
    if len(rows) > PARAGRAPHS:
        paragraphs.append(f"And {count(len(rows) - PARAGRAPHS, 'more group')} in the table.")
    paragraphs += [f"{note}." for note in result.notes]
    return "\n".join(paragraphs)


def _paragraph(row: Row, info: IndicatorInfo, by: tuple[str, ...], *, hidden: bool) -> str:
    place = ", ".join(str(row[name]) for name in by if name != "indicator_id")
    head = f"{info.name}{f', {place}' if place else ''}: {count(int(row['n_areas']), 'area')}"
    events = f" and {row['events']:,.0f} events" if not math.isnan(row["events"]) else ""
    sentences = [f"{head}{events}."]
    sentences.append(_level_sentence(row, info))
    if hidden:
        sentences.append("Too few areas or events to say how much they differ.")
        return " ".join(sentences)
    if not math.isnan(row["p90_p10_chance"]) and not math.isnan(row["p90_p10"]):
        sentences.append(_spread_sentence(row))
    sentences.append(_gap_sentence(gap(row, info)))
    return " ".join(sentences)


def _level_sentence(row: Row, info: IndicatorInfo) -> str:
    """Give the level, against the rest of England where there is one."""
    level = f"The level is {show_value(row['rate'], info)}{'' if info.is_percentage else f' {unit_words(info)}'}"
    if math.isnan(row["rate_ratio"]):
        return f"{level}."
    return (
        f"{level}, {row['rate_ratio']:.2f} times that of the rest of England "
        f"({_number(row['rate_ratio_lower'])} to {_number(row['rate_ratio_upper'])})."
    )


def _gap_sentence(found: str) -> str:
    """Say how far two areas lie apart once chance is taken out."""
    nothing, _, at_most = found.partition("none found ")
    if at_most and not nothing:
        return f"After taking chance out, no gap between areas is left to see {at_most}."
    return f"After taking chance out, the typical gap between two areas picked at random is {found}."


def _spread_sentence(row: Row) -> str:
    """Say how far high and low areas lie apart, beside what chance alone would give."""
    chance = f"chance alone would give about {_number(row['p90_p10_chance'], 1)} times"
    times = _number(row["p90_p10"], 1)
    if row["typical_gap_measure"] == "median_difference":
        return f"The higher areas have {times} times the value of the lower areas; {chance}."
    if row["side"] == "complement":
        return f"On the adverse side the figure of the higher areas is {times} times that of the lower areas; {chance}."
    return f"The higher areas have {times} times the rate of the lower areas; {chance}."
