"""What a variation table says in plain sentences: one paragraph per group, all its lines together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scnvariation.analysis.indicator import IndicatorInfo, show_value, unit_words
from scnvariation.analysis.variation_figures import (
    Row,
    caution,
    detectable,
    differs,
    explained,
    gap_unit,
    gap_values,
    has_ratio,
    number,
    percentile_columns,
    rest_of_england,
    share,
    systematic,
    times,
    withheld,
)
from scnvariation.messages.variation import need_words
from scnvariation.messages.words import capitalised, count, p_words

if TYPE_CHECKING:
    from scnvariation.analysis.variation_result import VariationResult

__all__ = ["alt_text", "caption", "text"]

PARAGRAPHS = 12
BRACKETS = (
    "Ranges in brackets are 95% intervals (of true variation by adjusted profile likelihood, of values by Q-profile); "
    "figures in square brackets are what chance alone would give"
)
#: Above this P-value the spread that is seen is no evidence of more than chance.
NO_EVIDENCE = 0.05
OWN_EXPECTED = "The expected counts that came with the figures already are an adjustment."
TOO_FEW = "Too few areas or events to say how much they differ."


def text(result: VariationResult) -> str:
    """Give one paragraph per group; of more than a dozen, the first that can be judged, and the rest is counted."""
    groups = result.groups
    lines = list(zip(groups.to_dict("records"), withheld(groups), caution(groups), strict=True))
    starts = [place for place, (row, _, _) in enumerate(lines) if row["adjustment"] == "crude"]
    if not starts:
        return f"No area belongs to a group by {_by(result)}; every row is listed in `excluded`."
    told = list(zip(starts, [*starts[1:], len(lines)], strict=True))
    if len(told) > PARAGRAPHS:
        told = sorted(told, key=lambda group: bool(lines[group[0]][1]))
    paragraphs = []
    for start, end in sorted(told[:PARAGRAPHS]):
        info = result.indicators[result.group_indicator.iloc[start]]
        paragraphs.append(" ".join(_sentences(result, info, lines[start:end])))
    rest = told[PARAGRAPHS:]
    if rest:
        few = sum(bool(lines[start][1]) for start, _ in rest)
        which = f", {few:,} of them with too few areas or events to judge" if few else ""
        paragraphs.append(f"And {count(len(rest), 'more group')} in the table{which}.")
    paragraphs += [f"{note}." for note in result.notes]
    return "\n".join(paragraphs)


def caption(result: VariationResult) -> str:
    """Say how the figures were made, and what belongs under them."""
    about = {"own": "the group's own level", "england": "England's level", "given": "the expected counts as given"}
    spread = f"Spread is measured about {about[str(result.settings.options['about'])]}"
    return ". ".join([spread, BRACKETS, *result.notes]) + "."


def alt_text(result: VariationResult) -> str:
    """Say what the table shows."""
    n_groups = int((result.groups["adjustment"] == "crude").sum())
    head = f"Variation of {count(n_groups, 'group')} by {_by(result)}"
    shown = result.widest(1)
    if not len(shown):
        return f"{head}; none has enough areas and events to judge."
    row = shown.iloc[0].to_dict()
    info = result.indicators[result.group_indicator[shown.index[0]]]
    widest = f"{gap_values(row, info)[0]}{gap_unit(row, info)}"
    return f"{head}. The widest typical gap is {_name(result, row, info)}: {widest}."


def _by(result: VariationResult) -> str:
    """Name the grouping."""
    return ", ".join(name.replace("_", " ") for name in result.by)


def _name(result: VariationResult, row: Row, info: IndicatorInfo) -> str:
    """Name a group."""
    return ", ".join([info.name, *(str(row[name]) for name in result.by if name != "indicator_id" and row[name])])


def _sentences(result: VariationResult, info: IndicatorInfo, lines: Sequence[tuple[Row, bool, str]]) -> list[str]:
    """Tell one group: its level and spread as they are, then what each adjustment leaves."""
    crude, hidden, care = lines[0]
    found = [f"{_name(result, crude, info)}: {_basis(crude)}.", _level(crude, info)]
    if info.statistic == "ratio":
        found.append(OWN_EXPECTED)
    if hidden:
        return [*found, TOO_FEW]
    found += _observed(crude)
    need = need_words(result.need) if result.need else ""
    shown = [(row, hide) for row, hide, _ in lines]
    for row, hide in shown:
        found.append(_gap(row, info, need) if not hide else _not_adjusted(row))
        if row["adjustment"] == "crude":
            found += _score(row)
    last = next((row for row, hide in reversed(shown) if not hide), crude)
    if differs(crude):
        found += _where(last, need)
    found += _outside(crude)
    return [*found, f"{capitalised(care)}: read this with care."] if care else found


def _basis(row: Row) -> str:
    """Say on how many areas and events it rests."""
    events = f" and {count(round(row['events']), 'event')}" if not math.isnan(row["events"]) else ""
    return f"based on {count(int(row['n_areas']), 'area')}{events}"


def _level(row: Row, info: IndicatorInfo) -> str:
    """Give the level, against the rest of England where there is one."""
    if math.isnan(row["rate"]):
        return "There is no level to give."
    unit = "" if info.is_percentage or unit_words(info) == "value" else f" {unit_words(info)}"
    level = f"The level is {show_value(row['rate'], info)}{unit}"
    if math.isnan(row["rate_ratio"]):
        return f"{level}."
    limits = f" ({number(row['rate_ratio_lower'])} to {number(row['rate_ratio_upper'])})"
    shown = "" if math.isnan(row["rate_ratio_lower"]) else limits
    return f"{level}; the rest of England {rest_of_england(row, info)}, ratio {row['rate_ratio']:.2f}{shown}."


def _observed(row: Row) -> list[str]:
    """Say how far high and low areas lie apart, beside what chance alone would give."""
    name = percentile_columns(row)
    if not has_ratio(row, name):
        return []
    if math.isinf(row[name]):
        return ["Some of the lower areas have no events, so that the higher ones cannot be put as a multiple of them."]
    seen, by_chance = times(row[name], row[f"{name}_chance"])
    chance = f"about {by_chance} times" if math.isfinite(row[f"{name}_chance"]) else "no bounded figure"
    what = {"median_difference": "value", "median_odds_ratio": "figure"}.get(row["typical_gap_measure"], "rate")
    side = "On the adverse side the" if row["side"] == "complement" else "The"
    end = f"chance alone would give {chance}"
    return [f"{side} higher areas have {seen} times the {what} of the lower areas; {end}."]


def _gap(row: Row, info: IndicatorInfo, need: str) -> str:
    """Say how far two areas lie apart once chance, and what else the line takes out, is removed."""
    removed = {"crude": "chance", "age_sex": "chance and differences in age and sex"}
    without = f"After removing {removed.get(row['adjustment'], f'chance and measured need ({need})')}"
    value, lower, upper = gap_values(row, info)
    unit = gap_unit(row, info)
    is_difference = row["typical_gap_measure"] == "median_difference"
    none = 0.0 if is_difference else 1.0
    if row["typical_gap"] == none:
        at_most = f"; it is at most {upper}{unit}" if none < row["typical_gap_upper"] < math.inf else ""
        return f"{without}, no gap between areas is left to see{at_most}."
    if math.isinf(row["typical_gap"]):
        least = f": it is at least {lower}{unit}" if lower and math.isfinite(row["typical_gap_lower"]) else ""
        return f"{without}, the gap between two areas picked at random has no upper bound{least}."
    limits = f" (range {lower} to {upper})" if lower and upper else ""
    if is_difference:
        return f"{without}, two areas picked at random typically differ by {value}{limits}{unit}."
    what = "odds" if row["typical_gap_measure"] == "median_odds_ratio" else "rate"
    return f"{without}, moving between two areas picked at random changes the {what} by about {value}{limits}."


def _not_adjusted(row: Row) -> str:
    """Say that a line has no figure of its own."""
    what = "need" if row["adjustment"] == "need" else "age and sex"
    if not row["n_areas"]:
        return f"An adjustment for {what} was not possible."
    return f"Too few areas or events to say what an adjustment for {what} leaves."


def _score(row: Row) -> list[str]:
    """Give the systematic variation, and say where it may be chance alone."""
    found = []
    if row["typical_gap_measure"] != "median_difference":
        least = f"the smallest that it can detect by itself is {detectable(row)}"
        found.append(f"Systematic variation score (SCV x 100) {systematic(row)}; {least}.")
    if row["chi2_p"] > NO_EVIDENCE:
        found.append(f"The spread that is seen may be chance alone ({p_words(row['chi2_p'])}).")
    return found


def _where(row: Row, need: str) -> list[str]:
    """Say where the true differences sit."""
    by_need = row["adjustment"] == "need"
    if math.isnan(row["share_between"]):
        if not by_need or math.isnan(explained(row)):
            return []
        return [f"Of the true differences between areas, about {share(explained(row))} go with {need}."]
    parts = [f"{share(row['share_need'])} go with {need}"] if by_need else []
    parts += [
        f"{share(row['share_between'])} lie between networks",
        f"{share(row['share_within'])} between areas within networks",
    ]
    where = f"Of the true differences between areas, {', '.join(parts[:-1])} and {parts[-1]}, by quick estimates."
    return [where, f"{share(row['reliability'])} of what is seen is true rather than chance."]


def _outside(row: Row) -> list[str]:
    """Count areas outside limits; where nearly all are, say so instead."""
    if math.isnan(row["outside_high"]):
        return []
    if row["systemic"] is True:
        return ["Areas differ far more than chance explains; single areas outside limits are not the message."]
    high, low, expected = row["outside_high"], row["outside_low"], row["outside_expected"]
    by_chance = "fewer than one" if expected < 1 else f"about {expected:.0f}"
    if not high + low:
        return ["No area lies outside the 99.8% limits."]
    first, other = ((high, "above"), (low, "below")) if high else ((low, "below"), (high, "above"))
    also = f" and {int(other[0])} {other[1]}" if other[0] else ""
    lie = "lies" if first[0] == 1 else "lie"
    return [
        f"{count(int(first[0]), 'area')} {lie} {first[1]} the 99.8% limits{also}; chance alone would give {by_chance}.",
        "Treat this as questions to ask, not as verdicts.",
    ]
