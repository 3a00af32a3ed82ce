"""What shares say in sentences: title, caption, text and alternative text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.indicator import heading
from scnvariation.analysis.shares_parts import WIDEST
from scnvariation.messages.variation import need_words
from scnvariation.messages.words import capitalised, count, p_words

if TYPE_CHECKING:
    from scnvariation.analysis.shares_result import SharesResult

__all__ = ["alt_text", "caption", "need_words", "percent", "places_words", "range_words", "text", "title"]

PLACES = {"network_area": "network area", "network_area_key": "network area", "region": "region"}
FOUND = 0.05
#: Below this a percentage would be written 0.
LEAST_SHOWN = 0.005


def places_words(between: str) -> tuple[str, str]:
    """Name one place and several, as people say it.

    >>> places_words("network_area"), places_words("pathology_hub")
    (('network area', 'network areas'), ('pathology hub group', 'pathology hub groups'))
    """
    one = PLACES.get(between, f"{between.replace('_', ' ')} group")
    return one, f"{one}s"


def percent(share: float) -> str:
    """Write a share as a whole percentage; neither nothing nor all unless it is.

    >>> percent(0.287), percent(0.003), percent(0.999), percent(0.0)
    ('29%', 'less than 1%', 'more than 99%', '0%')
    """
    if math.isnan(share):
        return "not computed"
    if 0 < share < LEAST_SHOWN:
        return "less than 1%"
    return "more than 99%" if 1 - LEAST_SHOWN < share < 1 else f"{share:.0%}"


def range_words(row: pd.Series) -> str:
    """Write a share with its range: a figure; "at most" or "at least" where it may be nothing or all; or the range.

    >>> limits = {"share_of_true": 0.287, "share_of_true_lower": 0.19, "share_of_true_upper": 0.40}
    >>> range_words(pd.Series(limits))
    '29% (19% to 40%)'
    >>> range_words(pd.Series({**limits, "share_of_true": float("nan"), "share_of_true_lower": 0.0}))
    'at most 40%'
    """
    point, lower, upper = (row[f"share_of_true{end}"] for end in ("", "_lower", "_upper"))
    if math.isnan(upper):
        return "not computed"
    if upper - lower > WIDEST:
        return f"somewhere from {percent(lower)} to {percent(upper)}"
    if lower <= 0:
        return f"at most {max(upper, 0.01):.0%}"
    if upper >= 1:
        return f"at least {min(lower, 0.99):.0%}"
    return f"{percent(point)} ({percent(lower)} to {percent(upper)})"


def is_split(result: SharesResult) -> bool:
    """Whether shares are given at all."""
    return bool(result.shares["share_of_true_upper"].notna().any())


def is_known(result: SharesResult) -> bool:
    """Whether the range of any share is narrow enough to say something."""
    return bool((result.shares["share_of_true_upper"] - result.shares["share_of_true_lower"] <= WIDEST).any())


def title(result: SharesResult) -> str:
    """Give the message in one line."""
    within = result.part("within_networks")
    if within["reason"] == "no_variation" and math.isnan(within["share_of_true_upper"]):
        return "No differences between areas were found beyond chance"
    if not is_split(result):
        return "Where the differences between areas sit cannot be said"
    if not is_known(result):
        return "Where the differences between areas sit is too poorly known to say"
    places = places_words(result.between)[1]
    return f"{capitalised(range_words(result.part('between_networks')))} of the true differences lie between {places}"


def split_sentence(result: SharesResult) -> str:
    """Say where the true differences sit, or that it cannot be said."""
    if not is_known(result):
        return f"{title(result)}."
    places = places_words(result.between)[1]
    parts = [
        f"{range_words(result.part('between_networks'))} lie between {places}",
        f"{range_words(result.part('within_networks'))} lie between areas within {places}",
    ]
    if result.need:
        parts.insert(0, f"{range_words(result.part('need'))} go with {need_words(result.need)}")
    return f"Of the true differences between these areas, {'; '.join(parts)}.{adding_up(result)}"


def adding_up(result: SharesResult) -> str:
    """Say why the parts that are read out do not come to 100 %, where they do not."""
    share = result.shares.loc[result.shares["share_of_true_upper"].notna(), "share_of_true"]
    if share.isna().any() and len(share) > 2:
        return " Each range is for its part alone, so the figures need not come to 100%."
    if share.notna().all() and sum(round(100 * one) for one in share) != 100:
        return " Rounded figures need not come to 100%."
    return ""


def reliability_sentence(result: SharesResult) -> str:
    """Say how much of what is seen is true; nothing found is no figure."""
    if not result.reliability > 0:
        return ""
    return f"{capitalised(percent(result.reliability))} of what we see is true rather than chance."


def network_sentence(result: SharesResult) -> str:
    """Say whether networks differ by more than their areas scatter.

    The limit decides: it looks both ways and is still 0 where the test, which looks one way, gives .025 to .05.
    """
    places = places_words(result.between)[1]
    p, between = result.network_test.p, result.part("between_networks")
    if not is_split(result) or math.isnan(p):
        return ""
    if between["share_of_true_lower"] > 0:
        return f"The {places} differ by more than the scatter of their areas explains ({p_words(p)})."
    if p < FOUND:
        return (
            f"There are only weak signs that the {places} differ by more than the scatter of their areas explains "
            f"({p_words(p)}): the share between them may be nothing."
        )
    none = f"No difference between {places} was found beyond the scatter of their areas ({p_words(p)})"
    if between["share_of_true_upper"] > WIDEST:
        return f"{none}; that does not show that there is none."
    unseen = range_words(between).removeprefix("at most ")
    return f"{none}, but up to {unseen} of the true differences could lie there unseen."


def text(result: SharesResult) -> str:
    """Give the message that a board can read, and under it a line for each thing to be kept in mind."""
    places = count(result.n_networks, *places_words(result.between))
    sentences = [f"{heading(result.info, result.period)}: {count(result.n_areas, 'area')} in {places}."]
    sentences += [split_sentence(result), network_sentence(result), reliability_sentence(result)]
    message = " ".join(sentence for sentence in sentences if sentence)
    return "\n".join([message, *(f"{note.rstrip('.')}." for note in result.notes)])


def caption(result: SharesResult) -> str:
    """Give what stands under the picture."""
    parts = [f"Ranges are 95% intervals for these {count(result.n_areas, 'area')}"] if is_split(result) else []
    if result.reliability > 0:
        weighted = f" ({percent(result.reliability_weighted)} with large areas counting for more)"
        parts.append(f"{reliability_sentence(result).rstrip('.')}{weighted}")
    test = result.network_test
    if not math.isnan(test.p):
        check = "" if math.isnan(test.check_p) else f" (check by an F test: {p_words(test.check_p)})"
        parts.append(f"Test of a difference between {places_words(result.between)[1]}: {p_words(test.p)}{check}")
    if result.explained > 0:
        parts.append(f"Taking need into account lowers the unexplained variation by {percent(result.explained)}")
    return ". ".join(part.rstrip(".") for part in (*parts, *result.notes)) + "."


def alt_text(result: SharesResult) -> str:
    """Say what the picture shows."""
    head = f"Bars of the shares of the true differences between areas: {heading(result.info, result.period)}."
    return f"{head} {split_sentence(result)}"
