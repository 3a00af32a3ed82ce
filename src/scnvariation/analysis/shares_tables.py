"""The tables of shares for people: headline, appendix, slopes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.shares_parts import LEAST_EVENTS, LEAST_NETWORKS
from scnvariation.analysis.shares_words import percent, places_words, range_words
from scnvariation.contract.reasons import reason_sentence
from scnvariation.messages.variation import need_words
from scnvariation.messages.words import p_words
from scnvariation.options import SharesTable, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.shares_result import SharesResult

__all__ = ["part_words", "table"]

Z95 = 1.959963984540054
AFRESH = "If networks were drawn afresh (normal effects)"
#: What the reason of a missing figure means for a share: where its limits are given, and where nothing is.
NO_FIGURE = {
    "no_variation": "may be nothing, so no single figure",
    "too_few_areas": "too few areas or networks for a single figure",
    "too_few_events": "too few events for a single figure",
}
NOTHING = {
    "no_variation": "no differences beyond chance were found",
    "too_few_areas": f"fewer than {LEAST_NETWORKS} {{places}}, or one area in each",
    "too_few_events": f"fewer than {LEAST_EVENTS} events an area",
    "missing": "no need was measured",
}
MAY_BE_ALL = "may be everything, so no single figure"


def table(result: SharesResult, kind: str) -> pd.DataFrame:
    """Tabulate for people."""
    check_option("kind", kind, SharesTable)
    if kind == "slopes":
        return slopes(result)
    return headline(result) if kind == "headline" else appendix(result)


def part_words(result: SharesResult) -> dict[str, str]:
    """Name each part as people say it."""
    places = places_words(result.between)[1]
    return {
        "chance": "Chance",
        "need": f"Goes with {need_words(result.need)}" if result.need else "Need (not measured)",
        "between_networks": f"Between {places}",
        "within_networks": f"Between areas within {places}",
    }


def headline(result: SharesResult) -> pd.DataFrame:
    """Give the shares of the true differences, and how much of what is seen is true."""
    names = part_words(result)
    shown = [name for name in names if name != "chance" and (name != "need" or result.need)]
    rows = [(names[name], range_words(result.part(name)), note(result, name)) for name in shown]
    rows.append(("True rather than chance, of all that is seen", percent(result.reliability), ""))
    return pd.DataFrame(rows, columns=["Where the differences sit", "Share of the true differences", "Note"])


def note(result: SharesResult, part: str) -> str:
    """Say in a few words why a single figure is missing."""
    row = result.part(part)
    reason, upper = row["reason"], row["share_of_true_upper"]
    if not reason:
        return ""
    if reason == "no_variation" and upper >= 1:
        return MAY_BE_ALL
    words = (NOTHING if math.isnan(upper) else NO_FIGURE).get(reason) or reason_sentence(reason)
    return words.replace("{places}", places_words(result.between)[1])


def appendix(result: SharesResult) -> pd.DataFrame:
    """Give variances, shares of all variation, and intervals for other networks."""
    names = part_words(result)
    rows = result.shares
    return pd.DataFrame(
        {
            "Part": [names[part] for part in rows["part"]],
            f"Variance ({scale_words(result)})": [number(value) for value in rows["variance"]],
            "Share of all that is seen": [cell(value) for value in rows["share"]],
            "Share of the true differences": [cell(value) for value in rows["share_of_true"]],
            "95% interval, these areas": limits(rows, "share_of_true"),
            AFRESH: limits(rows, "population"),
            "Note": [note(result, part) for part in rows["part"]],
        }
    )


def scale_words(result: SharesResult) -> str:
    """Name the scale on which variances are measured."""
    scales = {"poisson": "log scale", "binomial": "log odds", "normal": "units squared"}
    return scales[FAMILY[result.info.statistic]]


def number(value: float) -> str:
    """Write a variance with three significant figures."""
    return "" if math.isnan(value) else f"{value:.3g}"


def cell(share: float) -> str:
    """Write a share, or nothing."""
    return "" if math.isnan(share) else percent(share)


def limits(rows: pd.DataFrame, name: str) -> list[str]:
    """Write pairs of limits as percentages."""
    pairs = zip(rows[f"{name}_lower"], rows[f"{name}_upper"], strict=True)
    return ["" if math.isnan(upper) else f"{percent(lower)} to {percent(upper)}" for lower, upper in pairs]


def slopes(result: SharesResult) -> pd.DataFrame:
    """Give what goes with one standard deviation of each covariate."""
    rows = result.slopes
    family = FAMILY[result.info.statistic]
    unit = {"poisson": "change in the rate", "binomial": "change in the odds", "normal": "change"}[family]
    place, places = places_words(result.between)
    effect = {
        f"{title} ({unit})": [
            effect_words(value, error, family, result.info.multiplier)
            for value, error in zip(rows[name], rows[f"{name}_se"], strict=True)
        ]
        for title, name in (
            ("All areas", "slope"),
            (f"Areas of one {place}", "slope_within"),
            (f"Whole {places}", "slope_between"),
        )
    }
    return pd.DataFrame(
        {
            "Need": [name.replace("_", " ") for name in rows["covariate"]],
            "For a difference of": [f"{value:.3g}" for value in rows["sd"]],
            **effect,
            "Difference of the two": ["" if math.isnan(p) else p_words(p) for p in rows["difference_p"]],
            f"Correlation with {place} effects": ["" if math.isnan(r) else f"{r:.2f}" for r in rows["confounding"]],
        }
    )


def effect_words(slope: float, error: float, family: str, multiplier: float) -> str:
    """Write an effect with its interval: per cent for counts and odds, units otherwise."""
    values = np.array([slope, slope - Z95 * error, slope + Z95 * error])
    if np.isnan(values[0]):
        return ""
    if family == "normal":
        shown = [f"{value * multiplier:+.3g}" for value in values]
    else:
        shown = [f"{value:+z.1%}" for value in np.expm1(values)]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"
