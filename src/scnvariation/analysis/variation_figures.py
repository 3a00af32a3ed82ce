"""How one line of a variation table is written: rates, ratios beside chance, gaps, scores, shares."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, decimals_for, show_value, unit_words
from scnvariation.analysis.variation_columns import ENDS

__all__ = [
    "CAUTION_BELOW",
    "FEW_AREAS_FOR_DECILES",
    "Row",
    "caution",
    "decimals_times_hundred",
    "detectable",
    "differs",
    "explained",
    "gap",
    "gap_unit",
    "gap_values",
    "has_ratio",
    "number",
    "outside",
    "percentile_columns",
    "ratio",
    "rest_of_england",
    "share",
    "systematic",
    "times",
    "times_hundred",
    "withheld",
]

WITHHOLD_BELOW_AREAS, WITHHOLD_BELOW_EVENTS = 8, 5
CAUTION_BELOW = 20
#: Below so many areas the outer tenths are one or two of them; the quartiles stand in their place.
FEW_AREAS_FOR_DECILES = 20
NO_UPPER_BOUND = "no upper bound"
Row = Mapping[Hashable, Any]


def mean_events(groups: pd.DataFrame) -> pd.Series[float]:
    """Events per area on the side counted; large for measures that count none."""
    turned = groups["events"] * (1.0 / groups["rate"] - 1.0)
    counted = groups["events"].where(groups["side"] != "complement", turned)
    return (counted / groups["n_areas"]).fillna(np.inf)


def withheld(groups: pd.DataFrame) -> pd.Series[bool]:
    """Mark the lines whose spread is too poorly known for a headline."""
    return (
        (groups["n_areas"] < WITHHOLD_BELOW_AREAS)
        | (mean_events(groups) < WITHHOLD_BELOW_EVENTS)
        | groups["typical_gap"].isna()
    )


def caution(groups: pd.DataFrame) -> pd.Series[str]:
    """Say of what there is little in the lines that are to be read with care; empty elsewhere."""
    areas, events = groups["n_areas"] < CAUTION_BELOW, mean_events(groups) < CAUTION_BELOW
    words = np.select([areas & events, areas, events], ["few areas and events", "few areas", "few events"], "")
    return pd.Series(words, index=groups.index)


def number(value: float, digits: int = 2) -> str:
    """Write a number; missing is blank, infinite has no upper bound.

    >>> number(1.234), number(float("inf")), number(float("nan"))
    ('1.23', 'no upper bound', '')
    """
    if math.isnan(value):
        return ""
    return NO_UPPER_BOUND if math.isinf(value) else f"{value:,.{digits}f}"


def with_interval(estimate: str, lower: str, upper: str) -> str:
    """Write an estimate with its interval, where there is one.

    >>> with_interval("1.20", "1.10", "1.30"), with_interval("1.20", "", "")
    ('1.20 (1.10 to 1.30)', '1.20')
    """
    return f"{estimate} ({lower} to {upper})" if lower and upper else estimate


def ratio(row: Row, name: str) -> str:
    """Write a ratio with its interval."""
    return "" if math.isnan(row[name]) else with_interval(*(number(row[f"{name}{end}"]) for end in ENDS))


def rest_of_england(row: Row, info: IndicatorInfo) -> str:
    """Write the level of England without the group."""
    rest = row["rate"] / row["rate_ratio"] if row["rate_ratio"] else math.nan
    return "" if math.isnan(rest) else show_value(rest, info)


def percentile_columns(row: Row) -> str:
    """Name the percentile ratio that suits the number of areas."""
    return "p75_p25" if row["n_areas"] < FEW_AREAS_FOR_DECILES else "p90_p10"


def has_ratio(row: Row, name: str) -> bool:
    """Whether a percentile ratio can be shown: beside its chance value, and of values that are all above 0."""
    positive = row["typical_gap_measure"] != "median_difference" or 1 <= row["extremal_quotient"] < math.inf
    return positive and not math.isnan(row[f"{name}_chance"]) and not math.isnan(row[name])


def differs(row: Row) -> bool:
    """Whether areas differ beyond chance: the interval of their true variance lies above 0."""
    return bool(row["between_variance_lower"] > 0)


def gap_values(row: Row, info: IndicatorInfo) -> list[str]:
    """Write a typical gap and the ends of its interval: percentages of ratios, units of differences."""
    if row["typical_gap_measure"] == "median_difference":
        values = [row[f"typical_gap{end}"] * info.multiplier for end in ENDS]
        # Without intervals there is no upper end by which to choose the decimals of a gap of 0.
        digits = decimals_for(next((value for value in (values[0], values[2]) if value > 0), 1.0))
        return [number(value, digits) for value in values]
    values = [row[f"typical_gap{end}"] - 1 for end in ENDS]
    digits = 1 if 0 < values[0] < 0.1 else 0
    return [f"{value:.{digits if value else 0}%}" if math.isfinite(value) else number(value) for value in values]


def gap_unit(row: Row, info: IndicatorInfo) -> str:
    """Say what a typical gap is a difference in, to follow the figure."""
    if row["typical_gap_measure"] == "median_difference":
        unit = unit_words(info)
        return " percentage points" if info.is_percentage else f", {unit}" if unit != "value" else ""
    return " in the odds" if row["typical_gap_measure"] == "median_odds_ratio" else " in the rate"


def gap(row: Row, info: IndicatorInfo) -> str:
    """Write the typical gap with its interval: a percentage for ratios, units for differences."""
    shown, unit = gap_values(row, info), gap_unit(row, info)
    nothing = row["typical_gap"] == (0.0 if row["typical_gap_measure"] == "median_difference" else 1.0)
    if nothing and not shown[2]:
        return "none found"
    if nothing:
        return f"none found (up to {shown[2]}{unit})"
    return f"{with_interval(*shown)}{unit}"


def systematic(row: Row) -> str:
    """Write the systematic variation of the fitted law x 100, so that it lies inside its own interval."""
    if row["typical_gap_measure"] == "median_difference":
        return ""
    return with_interval(*times_hundred([row[f"between_variance{end}"] for end in ENDS]))


def times_hundred(variances: Sequence[float]) -> list[str]:
    """Write relative variances x 100, with as many decimals as the largest of them needs to be told from 0.

    >>> times_hundred([0.04, 0.028, 0.056]), times_hundred([0.0004, 0.0, 0.0021])
    (['4.0', '2.8', '5.6'], ['0.04', '0.00', '0.21'])
    """
    digits = decimals_times_hundred(variances)
    return [number(100 * value, digits) for value in variances]


def decimals_times_hundred(variances: Sequence[float]) -> int:
    """Give the decimals in which relative variances x 100 are written together."""
    largest = max((abs(100 * value) for value in variances if math.isfinite(value)), default=1.0)
    return 1 if largest >= 1 else 2 if largest >= 0.1 else 3


def times(observed: float, by_chance: float) -> tuple[str, str]:
    """Write an observed ratio and the chance-only one as multiples, finer where they lie close to 1.

    >>> times(1.94, 1.46), times(1.04, 1.03)
    (('1.9', '1.5'), ('1.04', '1.03'))
    """
    digits = 2 if min(observed, by_chance) < 1.2 else 1
    return number(observed, digits), number(by_chance, digits)


def detectable(row: Row) -> str:
    """Write the smallest systematic variation x 100 that the score alone can tell from chance."""
    least = 100 * row["smallest_detectable_scv"]
    return "less than 0.01" if least < 0.005 else number(least)


def explained(row: Row) -> float:
    """Give the share of true variation that goes with need; unknown where so few areas say next to nothing of it."""
    return float(row["explained_by_need"]) if row["n_areas"] >= CAUTION_BELOW else math.nan


def share(value: float) -> str:
    """Write a share as a whole percentage, below nothing as nothing.

    >>> share(0.287), share(0.003), share(-0.02), share(0.998)
    ('29%', 'less than 1%', '0%', 'more than 99%')
    """
    if math.isnan(value):
        return ""
    if 0.995 <= value < 1:
        return "more than 99%"
    return "less than 1%" if 0 < value < 0.005 else f"{max(value, 0.0):.0%}"


def outside(row: Row) -> str:
    """Write how many areas lie outside the outermost limits, beside what chance alone would give."""
    if math.isnan(row["outside_high"]):
        return ""
    expected = row["outside_expected"]
    found = f"{row['outside_high']:.0f} high, {row['outside_low']:.0f} low [{expected:.{2 if expected < 0.1 else 1}f}]"
    return f"{found}, {row['flag_basis']}"
