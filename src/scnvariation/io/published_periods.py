"""Periods of published tables that stand in titles, in file names or in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["financial_month", "period_in", "titled_periods"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"\b(?P<month>{_NAMES})\b"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_FINANCIAL = rf"{_YEAR}\s*[-/]\s*(?:20)?(?P<second>[0-9]{{2}})(?![0-9])"
_QUARTER = re.compile(rf"\b(?:q|quarter)\s*(?P<quarter>[1-4])\b\W*{_FINANCIAL}", re.IGNORECASE)
_MONTH_OF_YEARS = re.compile(rf"{_MONTH}\W*{_FINANCIAL}", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"{_MONTH}\W*{_YEAR}(?![0-9])", re.IGNORECASE)
_YEARS = re.compile(rf"(?<![0-9]){_FINANCIAL}")
_ONE_MONTH = rf"(?:{_NAMES})\s*(?:20)?[0-9]{{2}}"
_RANGE = re.compile(rf"\b{_ONE_MONTH}\s*(?:-|–|to)\s*{_ONE_MONTH}(?![0-9])", re.IGNORECASE)  # noqa: RUF001
_LABEL = re.compile(r"(?:reporting |data )?(?:period|month)(?: of coverage| covered)?\s*:?\s*", re.IGNORECASE)
APRIL = 4


def financial_month(year: str, month: str) -> str:
    """Give the month of a financial year.

    Parameters
    ----------
    year : str
        `2013-14` or `2013/14`, or a calendar year.
    month : str
        Its name, in any case, short or long.

    Returns
    -------
    str
        `2014-01`; both texts, as they are, where they name no month.

    Examples
    --------
    >>> financial_month("2013-14", "APRIL"), financial_month("2015-16", "January "), financial_month("2016", "May")
    ('2013-04', '2016-01', '2016-05')
    """
    text = f"{month.strip()} {year.strip()}"
    return period_in(text) or text.strip()


def period_in(text: str) -> str:
    """Find the period that a text names, empty where it names none.

    Examples
    --------
    >>> period_in("PERIOD: JUL 2021/22"), period_in("July 2021"), period_in("Quarter 1 2015/16")
    ('2021-07', '2021-07', '2015/16 Q1')
    >>> period_in("October 2013 - September 2014"), period_in("Definitions: version 16/2019")
    ('October 2013 - September 2014', '')
    """
    if found := _RANGE.search(text):
        return " ".join(found[0].split())
    if (found := _QUARTER.search(text)) and _follows(found):
        return f"{found['year']}/{found['second']} Q{found['quarter']}"
    if (found := _MONTH_OF_YEARS.search(text)) and _follows(found):
        month = _number(found["month"])
        return f"{int(found['year']) + (month < APRIL)}-{month:02d}"
    if found := _MONTH_OF_YEAR.search(text):
        return f"{found['year']}-{_number(found['month']):02d}"
    if (found := _YEARS.search(text)) and _follows(found):
        return f"{found['year']}/{found['second']}"
    return ""


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].casefold()) + 1


def _follows(found: re.Match[str]) -> bool:
    """Whether the second part of a financial year is the year after the first."""
    return (int(found["year"]) + 1) % 100 == int(found["second"])


def titled_periods(titles: Iterable[Sequence[str]]) -> list[str]:
    """List the different periods that rows of titles name behind the word "period".

    Parameters
    ----------
    titles : iterable of sequences of str
        Rows above the headings.

    Returns
    -------
    list of str

    Examples
    --------
    >>> titled_periods([["Waiting times"], ["PERIOD: JUL 2021/22"], ["Published: 9 September 2021"]])
    ['2021-07']
    >>> titled_periods([["Period:", "April 2013"]])
    ['2013-04']
    """
    found = []
    for row in titles:
        cells = [cell for cell in row if cell]
        for place, cell in enumerate(cells):
            if label := _LABEL.match(cell):
                rest = cell[label.end() :] or (cells[place + 1] if place + 1 < len(cells) else "")
                found.append(period_in(rest))
    return list(dict.fromkeys(period for period in found if period))
