"""Canonical periods: `2013/14`, `2013/14 Q1`, `2013-04`, `2011-13`, `2013`, and when each starts and ends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

__all__ = ["Period", "latest", "parse_period", "period_ends"]

FINANCIAL_YEAR = re.compile(r"(\d{4})/(\d{2})")
QUARTER = re.compile(r"(\d{4})/(\d{2}) Q([1-4])")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
YEARS = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"\d{4}")
APRIL = 4


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A stretch of time named by its canonical text; later periods sort last."""

    end: dt.date
    start: dt.date
    text: str
    kind: str


def parse_period(text: str) -> Period | None:
    """Read a canonical period, or give None where the text is not one.

    Parameters
    ----------
    text : str
        A financial year `2013/14`, a quarter of one `2013/14 Q1`, a month `2013-04`, calendar years `2011-13`,
        or a calendar year `2013`.

    Returns
    -------
    Period or None

    Notes
    -----
    `2013-14` could be read as two calendar years or a financial year; here it is calendar years 2013 to 2014,
    since the canonical financial year is written with a slash. `2013-04` is April 2013: years joined by a
    hyphen must run forwards.

    Examples
    --------
    >>> parse_period("2013/14 Q1").start.isoformat(), parse_period("2013/14 Q4").end.isoformat()
    ('2013-04-01', '2014-03-31')
    >>> parse_period("last spring") is None
    True
    """
    if match := QUARTER.fullmatch(text):
        year, second, quarter = int(match[1]), int(match[2]), int(match[3])
        return _months(text, "quarter", year, APRIL + 3 * (quarter - 1), 3) if _follows(year, second) else None
    if match := FINANCIAL_YEAR.fullmatch(text):
        year, second = int(match[1]), int(match[2])
        return _months(text, "financial_year", year, APRIL, 12) if _follows(year, second) else None
    if (match := YEARS.fullmatch(text)) and int(match[2]) > int(match[1]) % 100:
        length = int(match[2]) - int(match[1]) % 100 + 1
        return _months(text, "years", int(match[1]), 1, 12 * length)
    if match := MONTH.fullmatch(text):
        return _months(text, "month", int(match[1]), int(match[2]), 1)
    return _months(text, "year", int(text), 1, 12) if YEAR.fullmatch(text) else None


def latest(texts: Iterable[str]) -> str:
    """Give the period that ends last; texts that are no canonical period sort by themselves, before those that are.

    >>> latest(["2014/15 Q1", "2013/14 Q4", "2014/15 Q4"])
    '2014/15 Q4'
    """
    return max(texts, key=_sort_key)


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
    known = {text: parse_period(str(text)) for text in periods.unique()}
    days = {
        "period_start": {text: pd.Timestamp(period.start) for text, period in known.items() if period},
        "period_end": {text: pd.Timestamp(period.end) for text, period in known.items() if period},
    }
    return pd.DataFrame({name: pd.to_datetime(periods.map(ends)).dt.as_unit("ms") for name, ends in days.items()})


def _sort_key(text: str) -> tuple[dt.date, dt.date, str]:
    period = parse_period(text)
    return (period.end, period.start, text) if period else (dt.date.min, dt.date.min, text)


def _follows(year: int, second: int) -> bool:
    """Whether the second part of a financial year is the year after the first."""
    return (year + 1) % 100 == second


def _months(text: str, kind: str, year: int, month: int, length: int) -> Period:
    start = _month_start(year, month)
    end = _month_start(year, month + length) - dt.timedelta(days=1)
    return Period(end=end, start=start, text=text, kind=kind)


def _month_start(year: int, month: int) -> dt.date:
    """First day of a month that may be counted beyond December."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
