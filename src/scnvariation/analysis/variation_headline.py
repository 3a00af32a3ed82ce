"""The headline of a variation table: one line per group and adjustment, in the words of a board."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, show_value, unit_words
from scnvariation.analysis.variation_appendix import appendix, full, labels
from scnvariation.analysis.variation_figures import (
    Row,
    caution,
    differs,
    explained,
    gap,
    has_ratio,
    number,
    outside,
    percentile_columns,
    ratio,
    rest_of_england,
    share,
    systematic,
    with_interval,
    withheld,
)
from scnvariation.messages.words import p_words
from scnvariation.options import VariationTable, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.variation_result import VariationResult

__all__ = ["table"]

TOO_FEW = "too few to judge"
ADVERSE = "spread measured on the adverse side"
OWN_EXPECTED = "expected counts as given are the adjustment"
SYSTEMIC = "areas differ far more than chance explains"


def table(result: VariationResult, kind: str) -> pd.DataFrame:
    """Tabulate for people."""
    check_option("kind", kind, VariationTable)
    if kind == "full":
        return full(result)
    return headline(result) if kind == "headline" else appendix(result)


def headline(result: VariationResult) -> pd.DataFrame:
    """Level, spread beside chance, typical gap, systematic variation, where it sits, and areas outside limits."""
    groups = result.groups
    least = 1.0 / (1.0 + float(str(result.settings.options["simulations"])))
    infos = [result.indicators[one] for one in result.group_indicator]
    lines = list(zip(groups.to_dict("records"), infos, withheld(groups), strict=True))
    columns: dict[str, object] = {
        **labels(result),
        "Areas": groups["n_areas"],
        "Events": groups["events"].round().astype("Int64"),
        "Level": [_level(row, info) for row, info, _ in lines],
        "Unit": [unit_words(info) for info in infos],
        "Rest of England": [rest_of_england(row, info) for row, info, _ in lines],
        "Ratio to the rest of England": [ratio(row, "rate_ratio") for row, _, _ in lines],
        "Higher over lower areas [chance alone]": [TOO_FEW if few else _beside_chance(row) for row, _, few in lines],
        "Typical gap between two areas": [TOO_FEW if few else gap(row, info) for row, info, few in lines],
        "SCV x 100": [TOO_FEW if few else _systematic(row, least) for row, _, few in lines],
        "Smallest detectable SCV x 100": (100 * groups["smallest_detectable_scv"]).round(2),
        "Where the true variation sits": _places(lines),
        "Areas outside 99.8% limits [chance alone]": ["" if few else _outside(row) for row, _, few in lines],
        "Note": _notes(groups, infos),
    }
    return pd.DataFrame(columns)


def _level(row: Row, info: IndicatorInfo) -> str:
    """Write a level with its interval."""
    if math.isnan(row["rate"]):
        return ""
    return with_interval(*(show_value(row[f"rate{end}"], info) for end in ("", "_lower", "_upper")))


def _beside_chance(row: Row) -> str:
    """Write an observed ratio with the chance-only one; an observed ratio never stands alone."""
    name = percentile_columns(row)
    if not has_ratio(row, name):
        return ""
    return f"{number(row[name])} [{number(row[f'{name}_chance'])}], {name.upper().replace('_', '/')}"


def _systematic(row: Row, least: float) -> str:
    """Add the test of heterogeneity; `least` is the smallest P-value that the number of draws can show."""
    found, p = systematic(row), row["chi2_p"]
    if math.isnan(p):
        return found
    smallest = p <= least * (1 + 1e-9) and least < 1
    chance = f"P at most {p:.3f}" if smallest and p >= 0.001 else p_words(p)
    return f"{found}, {chance}" if found else chance


def _places(lines: Sequence[tuple[Row, IndicatorInfo, bool]]) -> list[str]:
    """Say for each line where the true variation sits, where its group differs beyond chance at all."""
    found, crude = [], None
    for row, _, few in lines:
        crude = row if row["adjustment"] == "crude" else crude
        if few or crude is None or math.isnan(crude["between_variance_lower"]):
            found.append("")
        else:
            found.append(_where(row) if differs(crude) else "no more than chance found")
    return found


def _where(row: Row) -> str:
    """Say in a few words where the true variation sits."""
    need = row["share_need"] if not math.isnan(row["share_between"]) else explained(row)
    parts = {
        "goes with need": need,
        "between networks": row["share_between"],
        "within networks": row["share_within"],
        "of what is seen is true": row["reliability"],
    }
    return ", ".join(f"{share(value)} {words}" for words, value in parts.items() if not math.isnan(value))


def _outside(row: Row) -> str:
    """Count areas outside; where nearly all are, that is the message."""
    found = outside(row)
    return f"{found}; {SYSTEMIC}" if found and row["systemic"] is True else found


def _notes(groups: pd.DataFrame, infos: list[IndicatorInfo]) -> list[str]:
    """Say what each line is to be read with."""
    few, care = withheld(groups), caution(groups)
    own_expected = pd.Series([info.statistic == "ratio" for info in infos], index=groups.index)
    marks = [
        (TOO_FEW, few),
        *((f"{words}: read with care", (care == words) & ~few) for words in care.unique() if words),
        (ADVERSE, groups["side"] == "complement"),
        (OWN_EXPECTED, own_expected & (groups["adjustment"] == "crude")),
    ]
    return ["; ".join(words for words, mask in marks if mask.loc[place]) for place in groups.index]
