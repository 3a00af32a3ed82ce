"""The parts of which published periods are made: years, financial years, quarters, months and days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["MONTH_WORD", "YEAR", "Day", "Part", "day_of", "financial_year", "full_year", "month_number", "part_of"]

YEAR = "(?:1[89]|2[01])[0-9]{2}"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_WORD = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
APRIL = 4
# Serial numbers of the days from 1990 to 2049, as Excel counts them.
SERIALS = range(32874, 54789)
SERIAL_ZERO = dt.date(1899, 12, 30)

_FINANCIAL = re.compile(rf"(?:fy|financial year)? ?(?P<year>{YEAR}|[0-9]{{2}})[/-](?P<second>{YEAR}|[0-9]{{2}})")
_QUARTER_WORD = r"(?:q|qtr|quarter) ?(?P<quarter>[1-4])"
_QUARTERS = (re.compile(rf"{_QUARTER_WORD},? ?(?P<year>.+)"), re.compile(rf"(?P<year>.+?),? ?(?:- )?{_QUARTER_WORD}"))
_MONTH_YEAR = re.compile(rf"(?P<month>{MONTH_WORD})[ -]?(?P<year>{YEAR}|[0-9]{{2}})")
_YEAR_MONTH = re.compile(rf"(?P<year>{YEAR})[ -]?(?:(?P<month>{MONTH_WORD})|m(?P<number>0?[1-9]|1[0-2]))")
_NUMBER_YEAR = re.compile(rf"(?P<number>0?[1-9]|1[0-2])/(?P<year>{YEAR})")
_TIME = r"(?:[ t]00:00(?::00(?:\.0+)?)?)?"
_DAYS = (
    re.compile(rf"(?P<year>{YEAR})(?P<mark>[-/])(?P<month>[01]?[0-9])(?P=mark)(?P<day>[0-3]?[0-9]){_TIME}"),
    re.compile(rf"(?P<year>{YEAR})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])"),
    re.compile(rf"(?P<day>[0-3]?[0-9])(?P<mark>[-/.])(?P<month>[0-3]?[0-9])(?P=mark)(?P<year>{YEAR}){_TIME}"),
    re.compile(rf"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?[ -](?P<month>{MONTH_WORD})[ -](?P<year>{YEAR}|[0-9]{{2}})"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of whole months, or a day at its edge.

    Attributes
    ----------
    first, last : int
        Months, counted as 12 x year + month, January being 0.
    starts, ends : bool
        Whether it starts on the first day of a month, and ends on the last.
    """

    first: int
    last: int
    starts: bool = True
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """A day; `date` is None where day and month are the wrong way round.

    Attributes
    ----------
    date : datetime.date or None
        The day.
    """

    date: dt.date | None


def full_year(text: str) -> int:
    """Give the four digits of a year: those of two digits are of 1970 to 2069.

    >>> full_year("13"), full_year("99"), full_year("1850")
    (2013, 1999, 1850)
    """
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)


def month_number(word: str) -> int:
    """Give the number of a month from its name, whole or short."""
    return MONTHS.index(word[:3]) + 1


def financial_year(text: str) -> int | None:
    """Give the year in which a financial year starts; its two parts must follow each other.

    >>> financial_year("2013/14"), financial_year("fy13-14"), financial_year("2013/15") is None
    (2013, 2013, True)
    """
    if re.fullmatch(rf"{YEAR}[0-9]{{2}}", text):
        text = f"{text[:4]}/{text[4:]}"
    match = _FINANCIAL.fullmatch(text)
    if match is None or len(match["second"]) > len(match["year"]):
        return None
    year = full_year(match["year"])
    modulus = 10 ** len(match["second"])
    return year if (year + 1) % modulus == int(match["second"]) else None


def day_of(text: str) -> Day | None:
    """Read a date, the day before the month; None where the text is no date.

    >>> day_of("04/03/2013").date.isoformat(), day_of("04/25/2013").date is None, day_of("41365").date.isoformat()
    ('2013-03-04', True, '2013-04-01')
    """
    if re.fullmatch("[0-9]{5}", text) and int(text) in SERIALS:
        return Day(SERIAL_ZERO + dt.timedelta(days=int(text)))
    for pattern in _DAYS:
        if match := pattern.fullmatch(text):
            word = match["month"]
            month = int(word) if word.isdigit() else month_number(word)
            return _day(full_year(match["year"]), month, int(match["day"]))
    return None


def _day(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(dt.date(year, month, day))
    except ValueError:
        return Day(None) if 12 < month <= 31 and 1 <= day <= 12 else None


def part_of(text: str) -> Part | Day | None:
    """Read one end of a period: a year, a financial year, a quarter, a month or a day.

    Returns
    -------
    Part, Day or None
        A day only where day and month are the wrong way round; None where the text is none of these.

    Examples
    --------
    >>> part_of("apr 2013") == Part(12 * 2013 + 3, 12 * 2013 + 3), part_of("q1 2013/14").last - 12 * 2013
    (True, 5)
    """
    if re.fullmatch(YEAR, text):
        return Part(12 * int(text), 12 * int(text) + 11)
    if (year := financial_year(text)) is not None:
        return Part(12 * year + APRIL - 1, 12 * year + APRIL + 10)
    if (day := day_of(text)) is not None:
        return _edge(day.date) if day.date else day
    return _quarter(text) or _month(text)


def _edge(day: dt.date) -> Part:
    month = 12 * day.year + day.month - 1
    return Part(month, month, starts=day.day == 1, ends=(day + dt.timedelta(days=1)).day == 1)


def _quarter(text: str) -> Part | None:
    """Read a quarter of a financial year."""
    for pattern in _QUARTERS:
        if (match := pattern.fullmatch(text)) and (year := financial_year(match["year"])) is not None:
            first = 12 * year + APRIL - 1 + 3 * (int(match["quarter"]) - 1)
            return Part(first, first + 2)
    return None


def _month(text: str) -> Part | None:
    """Read a month in words, or as `04/2013` or `2013m4`."""
    match = _MONTH_YEAR.fullmatch(text) or _YEAR_MONTH.fullmatch(text) or _NUMBER_YEAR.fullmatch(text)
    if match is None:
        return None
    found = match.groupdict()
    month = int(found["number"]) if found.get("number") else month_number(found["month"])
    first = 12 * full_year(found["year"]) + month - 1
    return Part(first, first)
