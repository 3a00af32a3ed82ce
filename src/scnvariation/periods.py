"""Canonical periods and when each starts and ends; which of them overlap, and which are missing.

===================  ==========================================  =====================================
kind                 canonical text                              stands for
===================  ==========================================  =====================================
`financial_year`     `2013/14`                                   April 2013 to March 2014
`quarter`            `2013/14 Q1`                                April to June 2013
`month`              `2013-04`                                   April 2013
`year`               `2013`                                      calendar year
`years`              `2011-13`                                   calendar years 2011 to 2013
`financial_years`    `2010/11-2012/13`                           April 2010 to March 2013
`months`             `2014-07/2015-06`                           whole months, the last one included
`day`                `2013-03-04`                                one day
===================  ==========================================  =====================================

Every stretch of whole months has exactly one canonical text. What could be read in two ways is written as
`months`: two calendar years (`2013-01/2014-12`, since `2013-14` is how many publishers write a financial year),
calendar years over the turn of a century, and the few months before 2012 whose short form is one of `years`
(`2009-11/2009-11` is November 2009, `2009-11` the years 2009 to 2011).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

__all__ = ["Period", "gaps", "latest", "overlaps", "parse_period", "period_ends", "period_of_months"]

_YEAR = "(?:1[89]|2[01])[0-9]{2}"
FINANCIAL_YEAR = re.compile(rf"({_YEAR})/([0-9]{{2}})")
QUARTER = re.compile(rf"({_YEAR})/([0-9]{{2}}) Q([1-4])")
MONTH = re.compile(rf"({_YEAR})-(0[1-9]|1[0-2])")
YEARS = re.compile(rf"({_YEAR})-([0-9]{{2}})")
YEAR = re.compile(_YEAR)
FINANCIAL_YEARS = re.compile(rf"({_YEAR})/[0-9]{{2}}-({_YEAR})/[0-9]{{2}}")
MONTHS = re.compile(rf"({_YEAR})-(0[1-9]|1[0-2])/({_YEAR})-(0[1-9]|1[0-2])")
DAY = re.compile(rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}")
APRIL = 4


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A stretch of time named by its canonical text; later periods sort last."""

    end: dt.date
    start: dt.date
    text: str
    kind: str

    @property
    def months(self) -> int:
        """Number of months; 0 for a day."""
        return 0 if self.kind == "day" else _index(self.end) - _index(self.start) + 1


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period | None:
    """Read a canonical period, or give None where the text is not one.

    Parameters
    ----------
    text : str
        One of the canonical forms listed at the head of this module.

    Returns
    -------
    Period or None

    Notes
    -----
    `2013-14` is not canonical: it could be two calendar years or a financial year. `2013-04` is April 2013, since
    years joined by a hyphen must run forwards, by two years at least.

    Examples
    --------
    >>> parse_period("2013/14 Q1").start.isoformat(), parse_period("2013/14 Q4").end.isoformat()
    ('2013-04-01', '2014-03-31')
    >>> parse_period("2014-07/2015-06").kind, parse_period("2010/11-2012/13").months
    ('months', 36)
    >>> parse_period("last spring") is None
    True
    """
    if DAY.fullmatch(text):
        return _day(text)
    stretch = _stretch(text)
    if stretch is None or stretch[1] < 1:
        return None
    period = period_of_months(*stretch)
    return period if period.text == text else None


def period_of_months(first: int, length: int) -> Period:
    """Name a stretch of whole months.

    Parameters
    ----------
    first : int
        First month, counted as 12 x year + month, January being 0.
    length : int
        Number of months.

    Returns
    -------
    Period

    Examples
    --------
    >>> period_of_months(12 * 2013 + 3, 12).text, period_of_months(12 * 2014 + 6, 12).text
    ('2013/14', '2014-07/2015-06')
    """
    text, kind = _name(first, length)
    end = _month_start(first + length) - dt.timedelta(days=1)
    return Period(end=end, start=_month_start(first), text=text, kind=kind)


def latest(texts: Iterable[str]) -> str:
    """Give the period that ends last; texts that are no canonical period sort by themselves, before those that are.

    >>> latest(["2014/15 Q1", "2013/14 Q4", "2014/15 Q4"])
    '2014/15 Q4'
    """
    return max(texts, key=_sort_key)


def overlaps(texts: Iterable[str]) -> list[tuple[str, str]]:
    """List pairs of periods that share time, so that their figures are not independent.

    Parameters
    ----------
    texts : iterable of str
        Canonical texts; others are passed over.

    Returns
    -------
    list of (str, str)
        Each period that starts before an earlier one has ended, after the one that ends last of those before it.

    Examples
    --------
    >>> overlaps(["2011-13", "2009-11", "2014"]), overlaps(["2012/13", "2013/14"])
    ([('2009-11', '2011-13')], [])
    """
    found: list[tuple[str, str]] = []
    before: Period | None = None
    for period in sorted(_known(texts), key=lambda one: (one.start, one.end)):
        if before is not None and period.start <= before.end:
            found.append((before.text, period.text))
        before = period if before is None else max(before, period)
    return found


def gaps(texts: Iterable[str]) -> list[str]:
    """List periods that are missing between the first and the last of a series.

    Parameters
    ----------
    texts : iterable of str
        Canonical texts; others, and days, are passed over.

    Returns
    -------
    list of str
        Canonical texts, in order of time. Periods of different length, and years that start in different months,
        are different series.

    Notes
    -----
    The step of a series is the smallest one between its periods, or their length where that is smaller. July to
    March of each year is a yearly series, not one with gaps.

    Examples
    --------
    >>> gaps(["2013/14 Q1", "2013/14 Q2", "2014/15 Q1"]), gaps(["2009-11", "2010-12", "2012-14"])
    (['2013/14 Q3', '2013/14 Q4'], ['2011-13'])
    """
    series: dict[tuple[int, int], set[int]] = defaultdict(set)
    for period in _known(texts):
        if length := period.months:
            cycle = length if 12 % length == 0 else 12
            series[length, _index(period.start) % cycle].add(_index(period.start))
    missing = []
    for (length, _), starts in series.items():
        ordered = sorted(starts)
        usual = length if length % 12 == 0 or 12 % length == 0 else 12
        step = min([usual, *(after - before for before, after in pairwise(ordered))])
        for before, after in pairwise(ordered):
            missing += [period_of_months(start, length) for start in range(before + step, after, step)]
    return [period.text for period in sorted(missing)]


def period_ends(periods: pd.Series[str]) -> pd.DataFrame:
    """Give the first and last day of each period.

    Parameters
    ----------
    periods : pandas.Series
        Canonical texts.

    Returns
    -------
    pandas.DataFrame
        `period_start` and `period_end`, missing where the text is no canonical period.
    """
    codes, texts = pd.factorize(periods, use_na_sentinel=False)
    known = [parse_period(str(text)) for text in texts]
    starts = np.array([period.start if period else None for period in known], dtype="datetime64[ms]")
    ends = np.array([period.end if period else None for period in known], dtype="datetime64[ms]")
    return pd.DataFrame({"period_start": starts[codes], "period_end": ends[codes]}, index=periods.index)


def _known(texts: Iterable[str]) -> list[Period]:
    return [period for text in set(texts) if (period := parse_period(text)) is not None]


def _sort_key(text: str) -> tuple[dt.date, dt.date, str]:
    period = parse_period(text)
    return (period.end, period.start, text) if period else (dt.date.min, dt.date.min, text)


def _day(text: str) -> Period | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return Period(end=day, start=day, text=text, kind="day")


def _stretch(text: str) -> tuple[int, int] | None:
    """Give first month and number of months of what has the form of a canonical text."""
    if match := MONTHS.fullmatch(text):
        first = 12 * int(match[1]) + int(match[2]) - 1
        return first, 12 * int(match[3]) + int(match[4]) - first
    if (match := YEARS.fullmatch(text)) and (length := int(match[2]) - int(match[1]) % 100 + 1) > 2:
        return 12 * int(match[1]), 12 * length
    if match := MONTH.fullmatch(text):
        return 12 * int(match[1]) + int(match[2]) - 1, 1
    return (12 * int(text), 12) if YEAR.fullmatch(text) else _financial_stretch(text)


def _financial_stretch(text: str) -> tuple[int, int] | None:
    """Give first month and number of months of financial years and their quarters."""
    if match := QUARTER.fullmatch(text):
        return 12 * int(match[1]) + APRIL - 1 + 3 * (int(match[3]) - 1), 3
    if match := FINANCIAL_YEARS.fullmatch(text):
        return 12 * int(match[1]) + APRIL - 1, 12 * (int(match[2]) - int(match[1]) + 1)
    match = FINANCIAL_YEAR.fullmatch(text)
    return (12 * int(match[1]) + APRIL - 1, 12) if match else None


def _name(first: int, length: int) -> tuple[str, str]:
    """Give canonical text and kind of a stretch of months."""
    year, month = first // 12, first % 12 + 1
    last = (first + length - 1) // 12
    if month == APRIL and length % 12 == 0:
        return (
            (_financial(year), "financial_year")
            if length == 12
            else (f"{_financial(year)}-{_financial(last - 1)}", "financial_years")
        )
    if month == 1 and length == 12:
        return f"{year:04}", "year"
    if month == 1 and length % 12 == 0 and length > 24 and last // 100 == year // 100:
        return f"{year:04}-{last % 100:02}", "years"
    if length == 3 and month % 3 == 1:
        starts = year if month >= APRIL else year - 1
        return f"{_financial(starts)} Q{(month - APRIL) % 12 // 3 + 1}", "quarter"
    if length == 1 and month <= year % 100 + 1:
        return f"{year:04}-{month:02}", "month"
    kind = "month" if length == 1 else "years" if month == 1 and length % 12 == 0 else "months"
    return f"{year:04}-{month:02}/{last:04}-{(first + length - 1) % 12 + 1:02}", kind


def _financial(year: int) -> str:
    return f"{year:04}/{(year + 1) % 100:02}"


def _index(day: dt.date) -> int:
    return 12 * day.year + day.month - 1


def _month_start(index: int) -> dt.date:
    """First day of a month counted as 12 x year + month."""
    return dt.date(index // 12, index % 12 + 1, 1)
