"""What a variation table says: headline columns and plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, show_value
from scnvariation.messages.words import count
from scnvariation.options import TableKind, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.variation_result import VariationResult

__all__ = ["table", "text", "withheld"]

WITHHOLD_BELOW_AREAS, WITHHOLD_BELOW_EVENTS = 8, 5
CAUTION_BELOW = 20
TOO_FEW = "too few to judge"
CAUTION = "few areas or events: read with care"
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
    rows = list(zip(groups.to_dict("records"), infos, withheld(groups), strict=True))
    columns |= {
        "Areas": groups["n_areas"],
        "Events": [_events(row["events"]) for row, _, _ in rows],
        "Rate": [_with_interval(row, "rate", info) for row, info, _ in rows],
        "Ratio to the rest of England": [_ratio(row, "rate_ratio") for row, _, _ in rows],
        "P90/P10 [chance alone]": [TOO_FEW if few else _beside_chance(row) for row, _, few in rows],
        "Typical gap between two areas": [TOO_FEW if few else gap(row, info) for row, info, few in rows],
        "SCV x 100": [TOO_FEW if few else _scv(row) for row, _, few in rows],
        "Smallest detectable SCV x 100": [_number(100 * row["smallest_detectable_scv"]) for row, _, _ in rows],
        "Note": _notes(groups),
    }
    return pd.DataFrame(columns)


def _notes(groups: pd.DataFrame) -> list[str]:
    few = withheld(groups)
    care = (groups["n_areas"] < CAUTION_BELOW) | (mean_events(groups) < CAUTION_BELOW)
    return [TOO_FEW if a else CAUTION if b else "" for a, b in zip(few, care, strict=True)]


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
        values = [row[f"typical_gap{end}"] for end in ("", "_lower", "_upper")]
        shown = [show_value(value, info) for value in values]
        return shown[0] if math.isnan(values[1]) else f"{shown[0]} ({shown[1]} to {shown[2]})"
    word = "odds" if row["typical_gap_measure"] == "median_odds_ratio" else "rate"
    values = [row[f"typical_gap{end}"] - 1 for end in ("", "_lower", "_upper")]
    shown = [f"{value:.0%}" if math.isfinite(value) else "no upper bound" for value in values]
    spread = "" if math.isnan(values[1]) else f" ({shown[1]} to {shown[2]})"
    return f"{shown[0]}{spread} in the {word}"


def _scv(row: Row) -> str:
    """Write the systematic variation of the fitted law, so that it lies inside its own interval."""
    if row["typical_gap_measure"] == "median_difference":
        return ""
    scaled = {f"scv{end}": 100 * row[f"between_variance{end}"] for end in ("", "_lower", "_upper")}
    p = row["chi2_p"]
    chance = "" if math.isnan(p) else f", {'P < 0.001' if p < 0.001 else f'P = {p:.3f}'}"
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
    return "\n".join(paragraphs)


def _paragraph(row: Row, info: IndicatorInfo, by: tuple[str, ...], *, hidden: bool) -> str:
    place = ", ".join(str(row[name]) for name in by if name != "indicator_id")
    head = f"{info.name}{f', {place}' if place else ''}: {count(int(row['n_areas']), 'area')}"
    events = f" and {row['events']:,.0f} events" if not math.isnan(row["events"]) else ""
    sentences = [f"{head}{events}."]
    if not math.isnan(row["rate_ratio"]):
        sentences.append(
            f"The level is {show_value(row['rate'], info)}, {row['rate_ratio']:.2f} times that of the rest of "
            f"England ({_number(row['rate_ratio_lower'])} to {_number(row['rate_ratio_upper'])})."
        )
    if hidden:
        sentences.append("Too few areas or events to say how much they differ.")
        return " ".join(sentences)
    if not math.isnan(row["p90_p10_chance"]) and not math.isnan(row["p90_p10"]):
        sentences.append(
            f"The higher areas have {_number(row['p90_p10'], 1)} times the rate of the lower areas; chance alone "
            f"would give about {_number(row['p90_p10_chance'], 1)} times."
        )
    sentences.append(
        "After taking chance out, moving between two areas picked at random typically changes the figure by "
        f"{gap(row, info)}."
    )
    return " ".join(sentences)
