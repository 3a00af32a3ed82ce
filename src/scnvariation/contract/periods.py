"""Reading a period in any published spelling: the canonical period, or what must be asked or guessed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace

from scnvariation.contract.periods_parts import (
    APRIL,
    MONTH_WORD,
    YEAR,
    Day,
    day_of,
    financial_year,
    full_year,
    month_number,
    part_of,
)
from scnvariation.periods import Period, parse_period, period_of_months

__all__ = ["PeriodText", "read_period"]

LONGEST = 1200
_STATUS_OF = {"p": "provisional", "prov": "provisional", "r": "revised"}
_STATUS = re.compile(r"(?P<rest>.+?)[ ,;:-]*(?:\b(?P<word>provisional|prov|final|revised|estimated)|[(\[](?P<mark>"
                     r"p|r|provisional|prov|final|revised|estimated)[)\]])")  # fmt: skip
_PRESENT = re.compile(r"(?P<rest>.+?)[ ,;:-]*[(\[]?(?P<present>[0-9]{1,2}) of (?P<whole>[0-9]{1,2}) months?[)\]]?")
_NOTES = (
    re.compile(r"(?P<rest>.+?) (?P<note>[0-9]{1,2})"),
    re.compile(r"(?P<rest>.+?) ?[(\[](?:note )?(?P<note>[0-9]{1,2}|[a-z])[)\]]"),
)
_GLUED_NOTE = re.compile(r"(?P<rest>.+/[0-9]+)(?P<note>[0-9])")
_JOINED = re.compile(rf"(?P<year>{YEAR})(?P<mark>[-/]?)(?P<second>[0-9]{{2}})")
_SPAN = re.compile(rf"(?P<year>{YEAR})(?P<mark> ?- ?| to )(?P<second>{YEAR}|[0-9]{{2}})")
_CALENDAR = re.compile(rf"(?:cy|calendar year|year) ?(?P<year>{YEAR})")
_QUARTER = re.compile(rf"(?:q|qtr|quarter) ?(?P<quarter>[1-4]),? ?(?P<year>{YEAR})")
_YEAR_QUARTER = re.compile(rf"(?P<year>{YEAR}),? ?(?:- )?(?:q|qtr|quarter) ?(?P<quarter>[1-4])")
_SHORT_MONTH = re.compile(rf"(?P<month>{MONTH_WORD})[- ]?'?(?P<year>[0-9]{{2}})")
_ENDING = re.compile(r"(?:the )?(?:(?:12|twelve) months|year) (?:to|ending|ended)(?: in)? (?P<end>.+)")
_MONTHS_OF = re.compile(rf"(?P<first>{MONTH_WORD}) ?(?:-|to) ?(?P<last>{MONTH_WORD}),? (?P<year>.+)")
_BETWEEN = re.compile(r" ?- ?| (?:to|until) ")
_TWO_DIGITS = re.compile(r"[0-9]{2}[-/](?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class PeriodText:
    """What the text of a period says.

    Attributes
    ----------
    period : Period or None
        Where the text has one reading.
    choices : tuple of Period
        Its readings, where there are two.
    settled_by : tuple of str
        Kinds of period which, standing beside it, tell which of the two is meant.
    guess : Period or None
        The month that a date stands for, where a spreadsheet has probably made the date.
    day : datetime.date or None
        The date that stands there.
    month_first : bool
        A date with its month before its day.
    bare : bool
        Nothing but a calendar year, which elsewhere may be a financial one.
    status, note : str
        "provisional", "revised", "final" or "estimated"; a footnote mark.
    present : tuple of (int, int) or None
        Months present, and months in the whole period.
    """

    period: Period | None = None
    choices: tuple[Period, ...] = ()
    settled_by: tuple[str, ...] = ()
    guess: Period | None = None
    day: dt.date | None = None
    month_first: bool = False
    bare: bool = False
    status: str = ""
    note: str = ""
    present: tuple[int, int] | None = None


def read_period(text: str, *, slashed: bool = False) -> PeriodText:
    """Read a period as published.

    Parameters
    ----------
    text : str
        In any spelling.
    slashed : bool
        Whether financial years are known to be written with a slash, as publishers do who also write `2013 - 14`
        for two calendar years and `2013 Q1` for a quarter of one.

    Returns
    -------
    PeriodText
        Empty where the text is no period. Nothing is chosen where two readings are possible.

    Examples
    --------
    >>> [read_period(text).period.text for text in ("2013-14", "Quarter 1 2015/16", "April 2011 - March 2014")]
    ['2013/14', '2015/16 Q1', '2011/12-2013/14']
    >>> [choice.text for choice in read_period("Q1 2013").choices], read_period("Mar-14").guess.text
    (['2013/14 Q1', '2012/13 Q4'], '2014-03')
    """
    plain, status, present = _plain(text), "", None
    if match := _PRESENT.fullmatch(plain):
        plain, present = match["rest"], (int(match["present"]), int(match["whole"]))
    if match := _STATUS.fullmatch(plain):
        word = match["word"] or match["mark"]
        plain, status = match["rest"], _STATUS_OF.get(word, word)
    found = _read(plain, slashed=slashed) or _with_note(plain) or PeriodText()
    return replace(found, status=status, present=present) if status or present else found


def _plain(text: str) -> str:
    """Unify blanks, dashes, case and compatible characters."""
    unified = unicodedata.normalize("NFKC", text).casefold()
    dashes = re.sub("[\u2010-\u2015\u2212]", "-", unified)
    return " ".join("".join(letter for letter in dashes if unicodedata.category(letter) != "Cf").split())


def _with_note(plain: str) -> PeriodText | None:
    """Take off a footnote mark behind a financial year, a quarter or a stretch of months."""
    for pattern in _NOTES:
        if match := pattern.fullmatch(plain):
            found = _read(match["rest"], slashed=False)
            if found and found.period and found.period.kind not in {"year", "day"}:
                return replace(found, note=match["note"])
    match = _GLUED_NOTE.fullmatch(plain)
    if match and (year := financial_year(match["rest"])) is not None:
        return PeriodText(period_of_months(12 * year + APRIL - 1, 12), note=match["note"])
    return None


def _read(plain: str, *, slashed: bool) -> PeriodText | None:
    """Read a text without status and footnote."""
    if re.fullmatch(YEAR, plain):
        return PeriodText(parse_period(plain), bare=True)
    if match := _JOINED.fullmatch(plain):
        return _joined(int(match["year"]), match["mark"], match["second"])
    if match := _SPAN.fullmatch(plain):
        return _span(match["year"], match["second"], calendar=slashed and match["mark"] == " - ")
    period = parse_period(plain.upper())
    if period is not None and period.kind != "day":
        return PeriodText(period)
    return _date(plain) or _quarter_of_year(plain, slashed=slashed) or _stretch(plain)


def _joined(year: int, mark: str, second: str) -> PeriodText | None:
    """Read `2013-14`, `2013-04`, `2009-11`, `201314`, `2013/04`: financial year, month or span of years."""
    number = int(second)
    readings = []
    if (year + 1) % 100 == number:
        readings.append(period_of_months(12 * year + APRIL - 1, 12))
        if mark == "/":
            return PeriodText(readings[0])
    if 1 <= number <= 12:
        readings.append(period_of_months(12 * year + number - 1, 1))
    if mark == "-" and number > year % 100 + 1:
        readings.append(period_of_months(12 * year, 12 * (number - year % 100 + 1)))
    kinds = tuple(period.kind for period in readings)
    if mark and kinds == ("month",) and number == year % 100 - 1:  # 2013-12 may be 2012-13 turned round
        turned = period_of_months(12 * (year - 1) + APRIL - 1, 12)
        return PeriodText(choices=(*readings, turned), settled_by=kinds)
    if len(readings) > 1:
        return PeriodText(choices=tuple(readings), settled_by=kinds)
    return PeriodText(readings[0]) if readings else None


def _span(first: str, second: str, *, calendar: bool) -> PeriodText | None:
    """Read `2011 - 13`, `2009-2011`, `2009 to 2011`; two years that follow each other may be a financial one."""
    year = int(first)
    last = int(second) if len(second) == 4 else year + (int(second) - year) % 100
    if not 1 <= last - year <= 20:
        return None
    years = period_of_months(12 * year, 12 * (last - year + 1))
    if last - year > 1 or calendar:
        return PeriodText(years)
    return PeriodText(choices=(period_of_months(12 * year + APRIL - 1, 12), years), settled_by=("financial_year",))


def _date(plain: str) -> PeriodText | None:
    """Read a date: the first of a month is probably a month or something else that a spreadsheet has changed."""
    if match := _SHORT_MONTH.fullmatch(plain):
        return PeriodText(guess=period_of_months(12 * full_year(match["year"]) + month_number(match["month"]) - 1, 1))
    found = day_of(plain)
    if found is None or found.date is None:
        return None if found is None else PeriodText(month_first=True)
    day = found.date
    if day.day > 1:
        return PeriodText(parse_period(day.isoformat()), day=day)
    return PeriodText(guess=period_of_months(12 * day.year + day.month - 1, 1), day=day)


def _quarter_of_year(plain: str, *, slashed: bool) -> PeriodText | None:
    """Read `Q1 2013`, which is a quarter of a calendar year or of a financial year."""
    match = _QUARTER.fullmatch(plain) or _YEAR_QUARTER.fullmatch(plain)
    if match is None:
        return None
    calendar = 12 * int(match["year"]) + 3 * (int(match["quarter"]) - 1)
    if slashed and plain.startswith(match["year"]):
        return PeriodText(period_of_months(calendar, 3))
    return PeriodText(choices=(period_of_months(calendar + 3, 3), period_of_months(calendar, 3)))


def _stretch(plain: str) -> PeriodText | None:
    """Read what is made of parts: one of them, from one to another, or the year that ends with one."""
    if match := _CALENDAR.fullmatch(plain):
        return PeriodText(parse_period(match["year"]))
    if match := _ENDING.fullmatch(plain):
        end = part_of(match["end"])
        whole = end is not None and not isinstance(end, Day) and end.ends
        return PeriodText(period_of_months(end.last - 11, 12)) if whole else None  # type: ignore[union-attr]  # whole
    if (match := _MONTHS_OF.fullmatch(plain)) and (found := _months_of_year(match)) is not None:
        return found
    for match in _BETWEEN.finditer(plain):
        if (found := _from_to(plain[: match.start()], plain[match.end() :])) is not None:
            return found
    one = None if _TWO_DIGITS.fullmatch(plain) else part_of(plain)
    if one is None or isinstance(one, Day):
        return None
    return PeriodText(period_of_months(one.first, one.last - one.first + 1))


def _months_of_year(match: re.Match[str]) -> PeriodText | None:
    """Read `Apr-Jun 2013` and `April to June 2013/14`."""
    first, last = month_number(match["first"]) - 1, month_number(match["last"]) - 1
    if re.fullmatch(YEAR, match["year"]):
        start, end = 12 * int(match["year"]) + first, 12 * int(match["year"]) + last
    elif (year := financial_year(match["year"])) is not None:
        start, end = (12 * (year + (month < APRIL - 1)) + month for month in (first, last))
    else:
        return None
    return PeriodText(period_of_months(start, end - start + 1)) if start <= end else None


def _from_to(left: str, right: str) -> PeriodText | None:
    """Read a stretch from the start of one part to the end of another."""
    first, last = part_of(left), part_of(right)
    if first is None or last is None:
        return None
    if isinstance(first, Day) or isinstance(last, Day):
        return PeriodText(month_first=True)
    length = last.last - first.first + 1
    if not (first.starts and last.ends and 0 < length <= LONGEST):
        return None
    return PeriodText(period_of_months(first.first, length))
