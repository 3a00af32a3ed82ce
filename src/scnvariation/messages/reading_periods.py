"""Texts about periods on their way in: how they were read, and what must be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from scnvariation.messages.reading import Text

__all__ = ["PERIOD_TEXTS", "day_words", "length_words", "pairs_words", "period_words", "question", "typed_as"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LENGTHS = {0: "days", 1: "months", 3: "quarters", 12: "years"}
_MADE_BY_EXCEL = "Format the column as text and type the period again."

PERIOD_TEXTS: dict[str, Text] = {
    "period_read": Text("read as {period!r} in {number}"),
    "period_read:status": Text("read as {period!r}, {status}, in {number}"),
    "period_unread": Text(
        "not a period that can be read; kept as it is in {number}",
        "Write it like 2013/14, 2013/14 Q1, 2013-04 or 2013.",
    ),
    "period_ambiguous": Text("{first} or {second}, in {number}", "{question} Write {one!r} or {other!r}."),
    "period_guess": Text(
        "{day}, a date that Excel has probably made; read as {period!r} in {number}",
        _MADE_BY_EXCEL,
        "hold a date that Excel has probably made",
    ),
    "period_guess:kept": Text(
        "{day}, a date that Excel has probably made; {period!r} may be meant, and nothing is changed in {number}",
        _MADE_BY_EXCEL,
    ),
    "day_month": Text(
        "a date with its month before its day, in {number}", "Write all dates with the day first, or like 2013-03-04."
    ),
    "footnote_in_period": Text(
        "read as {period!r} with footnote {note!r} in {number}",
        "Put footnotes in a column of their own.",
        "hold a footnote mark",
    ),
    "mixed_lengths": Text(
        "indicator {indicator!r} has periods of different length: {lengths}",
        "Keep one of them, or give each an indicator_id of its own.",
    ),
    "several_lengths": Text("indicator {indicator!r} has several series of periods: {lengths}"),
    "mixed_period_kind": Text(
        "a calendar year in {number}, where {indicator!r} also has financial years such as {year!r}",
        "Calendar or financial? Write {one!r} or {other!r}.",
    ),
    "period_gap": Text(
        "indicator {indicator!r} has no {missing}",
        "Nothing to do if they were not published; the gap stays open.",
        "have periods that are missing or still to come",
    ),
    "period_gap:future": Text("indicator {indicator!r} has {periods}, still to come", "Correct the period."),
    "overlapping_periods": Text(
        "indicator {indicator!r} has periods that share time: {pairs}",
        "Nothing to do for one period at a time; a trend needs periods that do not overlap.",
        "have periods that share time",
    ),
    "period_disagrees:tidy": Text("sorted under {year}, while the period is {period!r}", "Correct one of the two."),
    "incomplete_period": Text(
        "{present} of {whole} months of {period!r} are present",
        "Read it again when the period is complete.",
        "are of a period that is not complete",
    ),
}


def period_words(kind: str, start: dt.date, end: dt.date, text: str) -> str:
    """Write a period in words.

    >>> period_words("month", dt.date(2011, 12, 1), dt.date(2011, 12, 31), "2011-12")
    'December 2011'
    """
    if kind == "month":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if kind == "financial_year":
        return f"the financial year {text}"
    if kind == "years":
        return f"the calendar years {start.year} to {end.year}"
    return f"{_MONTHS[start.month - 1]} to {_MONTHS[end.month - 1]} {end.year}"


def typed_as(kind: str, start: dt.date, end: dt.date, text: str) -> str:
    """Give a spelling of a period that has one reading.

    >>> typed_as("years", dt.date(2009, 1, 1), dt.date(2011, 12, 31), "2009-11")
    'January 2009 to December 2011'
    """
    if kind == "month":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if kind == "years":
        return f"January {start.year} to December {end.year}"
    return text


def question(kinds: Sequence[str]) -> str:
    """Ask which of two readings is meant.

    >>> question(["financial_year", "month"]), question(["quarter", "quarter"])
    ('Month or year?', 'Calendar or financial?')
    """
    return "Month or year?" if "month" in kinds else "Calendar or financial?"


def day_words(day: dt.date) -> str:
    """Write a date in words.

    >>> day_words(dt.date(2013, 4, 1))
    '1 April 2013'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def length_words(months: int) -> str:
    """Name the periods of a length.

    >>> length_words(3), length_words(36)
    ('quarters', 'stretches of 36 months')
    """
    return _LENGTHS.get(months, f"stretches of {months} months")


def pairs_words(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Write pairs of periods.

    >>> pairs_words([("2009-11", "2010-12")])
    ["'2009-11' and '2010-12'"]
    """
    return [f"{first!r} and {second!r}" for first, second in pairs]
