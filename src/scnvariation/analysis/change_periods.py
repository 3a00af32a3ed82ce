"""Which periods may be compared: in order, not overlapping, of one length, within five years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scnvariation.errors import OptionError
from scnvariation.messages import change as messages
from scnvariation.periods import Period, gaps, overlaps, parse_period

__all__ = ["check_pair", "dated", "series_periods", "with_gaps"]

MOST_YEARS = 5
FEWEST_PERIODS = 3


def dated(name: str, text: str) -> Period:
    """Read a period, or stop where its dates are not known."""
    period = parse_period(text)
    if period is None:
        raise OptionError(messages.not_a_dated_period(name, text))
    return period


def check_pair(baseline: str, period: str) -> tuple[str, ...]:
    """Stop where two periods cannot be compared.

    Parameters
    ----------
    baseline, period : str
        Canonical periods.

    Returns
    -------
    tuple of str
        What a reader should know of the comparison.

    Raises
    ------
    OptionError
        If the periods are one, in the wrong order, overlap, differ in length, or lie more than five years apart.
    """
    first, last = dated("baseline", baseline), dated("period", period)
    if first == last:
        raise OptionError(messages.same_period(period))
    if overlaps([baseline, period]):
        raise OptionError(messages.overlapping_periods(baseline, period))
    if first > last:
        raise OptionError(messages.baseline_after_period(baseline, period))
    if first.months != last.months:
        raise OptionError(messages.different_lengths(baseline, period, (first.months, last.months)))
    if first.start < _five_years_before(last.start):
        raise OptionError(messages.too_long_ago(baseline, period))
    part_of_year = first.months == 0 or first.months % 12 != 0
    other_season = part_of_year and (first.start.month, first.end.month) != (last.start.month, last.end.month)
    return (messages.different_seasons(baseline, period),) if other_season else ()


def series_periods(there: Sequence[str], baseline: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put the periods of a series in order, from the baseline or the first within five years of the last.

    Parameters
    ----------
    there : sequence of str
        Periods of the data.
    baseline : str, optional
        Where to start.

    Returns
    -------
    periods : tuple of str
        In order of time.
    notes : tuple of str
        What was left out.

    Raises
    ------
    OptionError
        If a period has no dates, two of them overlap, or the baseline lies more than five years back.
    """
    ordered = sorted(dated("period", text) for text in there)
    earliest = _five_years_before(ordered[-1].start)
    if baseline is None:
        kept = [period for period in ordered if period.start >= earliest]
        left_out = len(ordered) - len(kept)
        notes = (messages.longer_than_five_years(left_out, kept[0].text),) if left_out else ()
    else:
        first = dated("baseline", baseline)
        if first.start < earliest:
            raise OptionError(messages.too_long_ago(baseline, ordered[-1].text))
        kept = [period for period in ordered if period.start >= first.start]
        notes = (messages.starts_at(baseline),)
    texts = tuple(period.text for period in kept)
    if shared := overlaps(texts):
        raise OptionError(messages.overlapping_periods(*shared[0], how_many=len(shared)))
    return texts, notes


def with_gaps(periods: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the periods with those that are missing between them, and the missing ones."""
    missing = tuple(gaps(periods))
    return tuple(one.text for one in sorted(dated("period", text) for text in (*periods, *missing))), missing


def _five_years_before(day: dt.date) -> dt.date:
    """Go back five years to the same day, or to 1 March from a day that is not there."""
    try:
        return day.replace(year=day.year - MOST_YEARS)
    except ValueError:
        return dt.date(day.year - MOST_YEARS, 3, 1)
