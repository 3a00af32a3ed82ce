"""What an overview says to a board: how much is outside, where, and how much of it chance would give."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation.analysis.funnel_words import percent
from scnvariation.analysis.overview_tables import place_labels
from scnvariation.analysis.overview_words import OUTSIDE, WORDS, expected_words
from scnvariation.messages.overview import some
from scnvariation.messages.words import count

if TYPE_CHECKING:
    from scnvariation.analysis.overview_result import OverviewResult

__all__ = ["alt_text", "text"]

NAMED = 6
#: Up to here every place gets a sentence of its own.
EACH_PLACE = 12
#: Marks by chance alone from which on the text warns of them.
MARKS_BY_CHANCE = 1
Row = Mapping[Hashable, Any]


def text(result: OverviewResult) -> str:
    """Give paragraphs: the whole, the systemic indicators, where marks gather, what is missing, and the notes."""
    # With one place its indicators are named, with one indicator its places; else where marks gather is counted.
    single = len(result.places) == 1 or len(result.indicators) == 1
    paragraphs = [
        _head(result),
        _systemic(result),
        _named(result) if single else _places(result),
        "" if single else _indicators(result),
        _not_compared(result),
        _warning(result),
        *(f"{note}." for note in result.notes),
    ]
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _head(result: OverviewResult) -> str:
    """Sum the rug up."""
    return f"{_subject(result)}. {_found(result)}"


def _found(result: OverviewResult) -> str:
    """Say how many comparisons lie outside, and how many chance would put there."""
    judged = result.cells["judgement"]
    outside, compared = int(judged.isin(OUTSIDE).sum()), int((judged != "not_compared").sum())
    if not compared:
        return "Nothing could be compared."
    expected = expected_words(compared * (1 - result.level))
    verb = "lies" if outside == 1 else "lie"
    found = f"{outside:,} {verb}" if outside else "none lies"
    parts = _parts(judged.value_counts().to_dict())
    return (
        f"Of {count(compared, 'comparison')} {found} outside the {percent(result.level)} limits"
        f"{f' ({parts})' if parts else ''}; chance alone would put {expected} there."
    )


def _parts(counts: Mapping[Any, int]) -> str:
    """List how many are worse, better, higher and lower, leaving out what there is none of."""
    return ", ".join(f"{counts[name]:,} {WORDS[name]}" for name in OUTSIDE if counts.get(name, 0))


def _systemic(result: OverviewResult) -> str:
    """Name the indicators whose message is the variation itself."""
    names = result.indicators.loc[result.indicators["systemic"], "name"].tolist()
    if not names:
        return ""
    every = len(names) == len(result.indicators) > 1
    which = f"all {len(names)} indicators" if every else count(len(names), "indicator")
    return (
        f"Areas differ far more than chance explains on {which}, and outlier flags are not the message there: "
        f"{some(names, NAMED)}. Ask first why areas differ so much (need, recording, coding), not who is unusual."
    )


def _places(result: OverviewResult) -> str:
    """Say where marks gather: every place of a few, and of many those with two or more."""
    counts = result.counts("place").assign(label=place_labels(result))
    if len(counts) <= EACH_PLACE:
        return _each_place(counts)
    noun = result.across.replace("_", " ")
    several = counts[counts["outside"] >= 2]
    one = int((counts["outside"] == 1).sum())
    if several.empty:
        return f"{count(one, noun)} {_are(one)} outside on one indicator, none on more." if one else ""
    # By name within a number: a list of places must not look like a league table of close calls.
    ordered = several.sort_values(["outside", "label"], ascending=[False, True])
    each = "; ".join(f"{row['label']}: {_marks(row)} of {row['compared']:,}" for row in _first(ordered))
    more = len(ordered) - NAMED
    rest = f"; and {more:,} more in the table" if more > 0 else ""
    head = f"{count(len(several), noun)} {_are(len(several))} outside on two or more indicators"
    return f"{head}{f' ({one:,} on one)' if one else ''}: {each}{rest}."


def _each_place(counts: pd.DataFrame) -> str:
    """Give every place its part, in the order of the rug; those without a mark together at the end."""
    same = bool((counts["compared"] == counts["compared"].iloc[0]).all())
    rows = counts.to_dict("records")
    parts = [
        f"{row['label']}: {_marks(row)}" + ("" if same else f" of {row['compared']:,}")
        for row in rows
        if row["outside"]
    ]
    without = [str(row["label"]) for row in rows if not row["outside"]]
    parts += [f"none: {'; '.join(without)}"] if without and parts else []
    head = f"Of {count(int(counts['compared'].iloc[0]), 'indicator')} in each place" if same else "By place"
    found = "; ".join(parts) or "none outside anywhere"
    return f"{head}: {found}. Chance alone would put {_range(counts['expected_by_chance'])} outside in each place."


def _first(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Take the few that are named."""
    return rows.head(NAMED).to_dict("records")


def _marks(row: Row) -> str:
    """Say how many marks there are, of each kind."""
    return _parts({name: row[name] for name in OUTSIDE}) or "none"


def _range(expected: pd.Series[float]) -> str:
    """Say how many chance would put outside in each place."""
    low, high = expected_words(float(expected.min())), expected_words(float(expected.max()))
    return low if low == high else f"up to {high}"


def _named(result: OverviewResult) -> str:
    """Name under each judgement the indicators of one place, or the places of one indicator."""
    if len(result.places) == 1:
        names = result.indicators.set_index("indicator_id")["name"]
        of = result.cells["indicator_id"].map(names)
    else:
        of = result.cells["place"].map(dict(zip(result.places["place"], place_labels(result), strict=True)))
    parts = []
    for judgement in OUTSIDE:
        found = of[result.cells["judgement"] == judgement].tolist()
        if found:
            most = len(found) if len(result.places) == 1 else EACH_PLACE
            parts.append(f"{WORDS[judgement].capitalize()}: {some(found, most)}.")
    return " ".join(parts)


def _indicators(result: OverviewResult) -> str:
    """Name the indicators with more places outside than chance would give."""
    counts = result.counts("indicator")
    many = counts[(counts["outside"] >= 2) & (counts["outside"] > counts["expected_by_chance"])]
    if many.empty:
        return ""
    ordered = many.sort_values("outside", ascending=False, kind="stable")
    each = "; ".join(f"{row['name']}: {_marks(row)}" for row in _first(ordered))
    rest = len(many) - NAMED
    more = f"; and {count(rest, 'more indicator')} in the table" if rest > 0 else ""
    return f"Indicators with most {result.across.replace('_', ' ')}s outside: {each}{more}."


def _not_compared(result: OverviewResult) -> str:
    """Count what could not be compared, by reason."""
    out = result.cells.loc[result.cells["judgement"] == "not_compared", "reason"]
    if out.empty:
        return ""
    found = out.value_counts()
    reasons = ", ".join(f"{number:,} {str(reason).replace('_', ' ')}" for reason, number in found.items())
    return f"{count(len(out), 'comparison')} could not be made: {reasons}."


def _warning(result: OverviewResult) -> str:
    """Say what many looks mean."""
    looks = int((result.cells["judgement"] != "not_compared").sum())
    if not looks:
        return ""
    question = "Treat each mark as a question to ask, not as a verdict."
    if looks * (1 - result.level) >= MARKS_BY_CHANCE:
        question = (
            f"{looks:,} looks can turn up marks by chance alone: treat each as a question to ask, not as a verdict."
        )
    return f"{question} A place without a mark is not shown to be like England; small numbers hide differences."


def _subject(result: OverviewResult) -> str:
    """Say what is compared and where."""
    places, lines = result.places, result.indicators
    where = place_labels(result)[0] if len(places) == 1 else count(len(places), result.across.replace("_", " "))
    period = str(lines["period"].iloc[0])
    one = f"{lines['name'].iloc[0]}{f' ({period})' if period else ''}"
    return f"{one if len(lines) == 1 else count(len(lines), 'indicator')} in {where}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def alt_text(result: OverviewResult) -> str:
    """Say what the picture shows."""
    noun = result.across.replace("_", " ")
    return (
        f"Grid of {_subject(result)}; each cell says by sign and colour whether the {noun} is better, similar, worse, "
        f"higher or lower. {_found(result)} {_systemic(result)}"
    ).strip()
