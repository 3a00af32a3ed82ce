"""The appendix of a variation table: every figure for people as a number, ratios beside what chance alone gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation.analysis.indicator import unit_words
from scnvariation.analysis.variation_columns import ADJUSTMENTS, ENDS

if TYPE_CHECKING:
    from scnvariation.analysis.variation_result import VariationResult

__all__ = ["ADJUSTMENT_WORDS", "appendix", "full", "labels"]

ADJUSTMENT_WORDS = dict(zip(ADJUSTMENTS, ("Crude", "Adjusted for age and sex", "Adjusted for need"), strict=True))
#: Where each end of an interval is named in a heading.
END_WORDS = dict(zip(ENDS, ("", ", lower 95%", ", upper 95%"), strict=True))
CHANCE_WORDS = dict(
    zip(ENDS, (", chance alone", ", chance alone, lower 95%", ", chance alone, upper 95%"), strict=True)
)
BESIDE_CHANCE = {
    "extremal_quotient": "Highest over lowest area",
    "p95_p5": "P95/P5",
    "p90_p10": "P90/P10",
    "p75_p25": "P75/P25",
    "cv": "Coefficient of variation",
}
RATIOS = {"rate_ratio": "Ratio to the rest of England", "true_p90_p10": "True P90/P10"}
PLAIN = {
    "cv_weighted": "Coefficient of variation, weighted",
    "gini": "Gini coefficient",
    "theil": "Theil index",
    "chi2": "Chi-square",
    "chi2_p": "P of no variation",
    "dispersion_index": "Chi-square over degrees of freedom",
    "i2": "I-squared",
}
TIMES_100 = {
    "scv": "SCV x 100, by moments",
    "scv_mcpherson": "SCV x 100, logarithmic form",
    "smallest_detectable_scv": "Smallest detectable SCV x 100",
}
SHARES = {
    "explained_by_need": "Share explained by need, %",
    "share_need": "Share with need, %",
    "share_between": "Share between networks, %",
    "share_within": "Share within networks, %",
    "reliability": "True part of what is seen, %",
}
OUTSIDE = {
    "outside_high": "Areas above the 99.8% limit",
    "outside_low": "Areas below the 99.8% limit",
    "outside_expected": "Areas outside by chance alone",
}
DIGITS = 4


def labels(result: VariationResult) -> dict[str, object]:
    """Name each line for people: indicator, the `by` columns, and the adjustment where there is more than one.

    Parameters
    ----------
    result : VariationResult
        The table.

    Returns
    -------
    dict of str to column
    """
    groups = result.groups
    columns: dict[str, object] = {
        "Indicator": [result.indicators[one].name for one in result.group_indicator],
        **{_heading(name): groups[name] for name in result.by if name != "indicator_id"},
    }
    if set(groups["adjustment"]) != {"crude"}:
        columns["Adjustment"] = groups["adjustment"].map(ADJUSTMENT_WORDS)
    return columns


def _heading(name: str) -> str:
    """Write the name of a column as a heading.

    >>> _heading("network_area"), _heading("scn")
    ('Network area', 'SCN')
    """
    return "SCN" if name == "scn" else name.replace("_", " ").capitalize()


def full(result: VariationResult) -> pd.DataFrame:
    """Give every number of `groups` as it is, labelled.

    Parameters
    ----------
    result : VariationResult
        The table.

    Returns
    -------
    pandas.DataFrame
    """
    names = {name: column for name, column in labels(result).items() if name != "Adjustment"}
    numbers = result.groups.drop(columns=list(result.by))
    return pd.concat([pd.DataFrame(names), numbers], axis=1)


def appendix(result: VariationResult) -> pd.DataFrame:
    """Give every figure as a number, multiplied and rounded; what chance alone gives stands beside each ratio.

    Parameters
    ----------
    result : VariationResult
        The table.

    Returns
    -------
    pandas.DataFrame
    """
    groups = result.groups
    infos = [result.indicators[one] for one in result.group_indicator]
    multiplier = np.array([info.multiplier for info in infos])
    units = [unit_words(info) for info in infos]
    # One unit for all goes into the headings; several have a column.
    of_unit = f", {units[0]}" if len(set(units)) == 1 else ", in units"
    columns = {**labels(result), "Areas": groups["n_areas"], "Events": groups["events"]}
    if len(set(units)) > 1:
        columns["Unit"] = units
    for end, words in END_WORDS.items():
        columns[f"Level{of_unit}{words}"] = groups[f"rate{end}"] * multiplier
    columns |= _in_ends(groups, RATIOS, 1.0)
    for name, words in BESIDE_CHANCE.items():
        columns[words] = groups[name]
        columns |= {f"{words}{ends}": groups[f"{name}_chance{end}"] for end, ends in CHANCE_WORDS.items()}
    columns |= {f"{words}{of_unit}": groups[name] * multiplier for name, words in _distances().items()}
    columns |= _gaps(groups, multiplier, of_unit)
    is_relative = groups["typical_gap_measure"] != "median_difference"
    for end, words in END_WORDS.items():
        columns[f"SCV x 100{words}"] = (100 * groups[f"between_variance{end}"]).where(is_relative)
    columns |= {words: 100 * groups[name] for name, words in TIMES_100.items()}
    columns |= {words: groups[name] for name, words in PLAIN.items()}
    columns |= {words: (100 * groups[name].clip(lower=0)).round(1) for name, words in SHARES.items()}
    columns |= {words: groups[name] for name, words in OUTSIDE.items()}
    columns |= {"Flags follow": groups["flag_basis"], "Reason": groups["reason"].str.replace("_", " ")}
    return pd.DataFrame(columns).pipe(_rounded)


def _distances() -> dict[str, str]:
    """Name the measures of spread that have the unit of the level."""
    return {"range": "Range", "iqr": "Interquartile range"}


def _in_ends(groups: pd.DataFrame, names: dict[str, str], times: float) -> dict[str, object]:
    """Give estimates with the ends of their intervals."""
    return {
        f"{words}{ends}": times * groups[f"{name}{end}"]
        for name, words in names.items()
        for end, ends in END_WORDS.items()
    }


def _gaps(groups: pd.DataFrame, multiplier: np.ndarray, of_unit: str) -> dict[str, object]:
    """Give the typical gap, as a percentage of the rate or the odds, or as a difference in units."""
    is_difference = groups["typical_gap_measure"] == "median_difference"
    in_odds = groups["typical_gap_measure"] == "median_odds_ratio"
    kinds = {
        "Typical gap in the rate, %": ~is_difference & ~in_odds,
        "Typical gap in the odds, %": in_odds,
        f"Typical gap{of_unit}": is_difference,
    }
    found: dict[str, object] = {}
    for words, wanted in kinds.items():
        if not wanted.any():
            continue
        for end, ends in END_WORDS.items():
            value = groups[f"typical_gap{end}"]
            shown = value * multiplier if words.startswith("Typical gap,") else 100 * (value - 1)
            found[f"{words}{ends}"] = shown.where(wanted)
    return found


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round to so many significant figures as people read."""
    numbers = table.select_dtypes("float").columns
    return table.assign(**{name: table[name].map(_significant) for name in numbers})


def _significant(value: float) -> float:
    """Round to four significant figures.

    >>> _significant(0.0123456), _significant(12345.678)
    (0.01235, 12346.0)
    """
    if not np.isfinite(value) or value == 0:
        return value
    digits = DIGITS - 1 - int(np.floor(np.log10(abs(value))))
    return float(round(value, max(digits, 0)))
