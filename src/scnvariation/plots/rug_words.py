"""What a tartan rug says: title, subtitle, key and caption."""

from __future__ import annotations

from scnvariation.analysis.funnel_words import percent
from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.analysis.overview_words import JUDGEMENTS, OUTSIDE, WORDS, expected_words
from scnvariation.messages.words import count
from scnvariation.plots.key import KeyItem
from scnvariation.plots.palette import Look, Palette
from scnvariation.plots.rug_grid import NEUTRAL, colour_of, sign_of

__all__ = ["caption", "key_of", "subtitle", "title"]

PLACES = {"better": "upper half", "higher": "upper half", "worse": "lower half", "lower": "lower half"}
NAMED = 3


def title(result: OverviewResult) -> str:
    """Say how many comparisons lie outside the limits, beside what chance would give."""
    judged = result.cells["judgement"]
    compared, outside = int((judged != "not_compared").sum()), int(judged.isin(OUTSIDE).sum())
    if not compared:
        return "Nothing could be compared"
    limits = f"the {percent(result.level)} limits"
    chance = f"chance alone would put {expected_words(compared * (1 - result.level))} there"
    verb = "lies" if outside == 1 else "lie"
    found = f"{outside:,} of {count(compared, 'comparison')} {verb}" if outside else f"None of {compared:,} lies"
    return f"{found} outside {limits}; {chance}"


def subtitle(result: OverviewResult) -> str:
    """Name the place where there is one, and count the indicators."""
    places, kind = result.places, result.across.replace("_", " ")
    where = str(places["place_name"].iloc[0]) if len(places) == 1 else count(len(places), kind)
    periods = sorted(set(result.indicators["period"]) - {""})
    when = f", {periods[0]}" if len(periods) == 1 else ", latest period of each" if periods else ""
    return f"{count(len(result.indicators), 'indicator')} in {where}{when}"


def key_of(result: OverviewResult, colours: Palette, *, symbols: bool) -> list[KeyItem]:
    """Explain every judgement there is, with its number."""
    numbers = result.cells["judgement"].value_counts().to_dict()
    items = []
    for judgement in JUDGEMENTS:
        number = int(numbers.get(judgement, 0))
        if number:
            ground = colour_of(judgement, colours)
            edge = colours.faint if judgement == "not_compared" else ground
            items.append(KeyItem(Look("s", ground, edge, 0), key_text(judgement, number, symbols=symbols), 7.0))
    return items


def key_text(judgement: str, number: int, *, symbols: bool) -> str:
    """Name one kind of cell: by its sign, or by where its mark stands.

    >>> key_text("better", 1234, symbols=True), key_text("worse", 5, symbols=False)
    ('+ better: 1,234', 'lower half: worse: 5')
    """
    if symbols:
        sign = f"{sign_of(judgement)} "
    else:
        sign = {"similar": "thin line: ", "not_compared": "blank: "}.get(judgement) or f"{PLACES[judgement]}: "
    return f"{sign}{WORDS[judgement]}: {number:,}"


def caption(result: OverviewResult, part: str) -> str:
    """Say what a mark means, what is systemic, and what is left out."""
    parts = [*([part] if part else []), "A mark is a question to ask, not a verdict"]
    if not result.indicators["polarity"].isin(["high_is_good", "low_is_good"]).all():
        parts.append(f"{NEUTRAL.strip()} higher or lower only")
    systemic = result.indicators.loc[result.indicators["systemic"].astype(bool), "name"].tolist()
    if systemic:
        more = f" and {len(systemic) - NAMED} more" if len(systemic) > NAMED else ""
        parts.append(
            "Areas differ far more than chance explains, so that marks are not the message, on "
            f"{'; '.join(map(str, systemic[:NAMED]))}{more}"
        )
    return ". ".join(part.rstrip(".") for part in [*parts, *result.notes]) + "."
