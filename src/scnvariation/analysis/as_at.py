"""Which period of each indicator is shown: one for all, or the latest that had ended by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scnvariation.errors import DataError, OptionError
from scnvariation.indicators import Indicators
from scnvariation.messages import overview as messages
from scnvariation.messages.selection import no_such_value
from scnvariation.periods import parse_period

__all__ = ["Figures", "as_at_day", "choose_figures", "months_between"]

KEYS = ["indicator_id", "period"]
OLD_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The period chosen for each indicator.

    Attributes
    ----------
    chosen : pandas.DataFrame
        `indicator_id, period, period_end, age_months`, one row per indicator shown. The age is counted to `day`; it is
        missing where the period is no canonical one.
    left_out : pandas.DataFrame
        `indicator_id, period, reason`: one row per indicator without a figure, with its first period.
    day : datetime.date or None
        The day to which ages are counted; None where no period is a canonical one.
    notes : tuple of str
        What a reader must know of the choice.
    """

    chosen: pd.DataFrame
    left_out: pd.DataFrame
    day: dt.date | None
    notes: tuple[str, ...]


def choose_figures(
    data: Indicators, *, period: str | None = None, as_at: object = None, indicators: Collection[str] | None = None
) -> Figures:
    """Choose one period for each indicator.

    Most framework indicators are annual and some quarterly: a table of one period alone would be half empty, and a
    table of the latest figures has to say how old each one is.

    Parameters
    ----------
    data : Indicators
        The selected rows; periods that were not selected are not considered.
    period : str, optional
        This period for every indicator.
    as_at : str or date, optional
        A period (`2014/15 Q4`, meaning its last day) or a day: the latest period that had ended by then. With
        neither, the latest period.
    indicators : collection of str, optional
        Ids of those to choose for. Ages are counted to the newest figure of all, so that they agree between networks.

    Returns
    -------
    Figures

    Raises
    ------
    OptionError
        If both are given, `period` is nowhere in the data, or `as_at` is neither a period nor a day.
    DataError
        If no indicator has a figure that had ended by then.

    Notes
    -----
    A period in which no area of England has a usable figure is passed over where an earlier one has some, whatever
    areas are selected: all areas are shown at the same period. Ages are whole months from the end of the period to
    `as_at`, or to the end of the newest figure.
    """
    if period is not None and as_at is not None:
        raise OptionError(messages.period_and_as_at())
    moment = None if as_at is None else as_at_day(as_at)
    everything = _pairs(data)
    day = _newest(_candidates(everything, period, moment)) if moment is None else moment
    pairs = everything if indicators is None else everything[everything["indicator_id"].isin(indicators)]
    candidates = _candidates(pairs, period, moment)
    chosen = _last(candidates, "usable")
    ages = [np.nan if pd.isna(end) or day is None else months_between(end.date(), day) for end in chosen["period_end"]]
    figures = chosen[[*KEYS, "period_end"]].assign(age_months=np.array(ages, dtype=np.float64)).reset_index(drop=True)
    notes = (
        *_choice_notes(figures, period, moment, day),
        *_passed_over(candidates, figures),
        *_old(data, figures),
    )
    return Figures(chosen=figures, left_out=_left_out(pairs, figures), day=day, notes=notes)


def as_at_day(as_at: object) -> dt.date:
    """Read the day that `as_at=` gives: a day, or the last day of a period.

    Raises
    ------
    OptionError
        If it is neither.

    Examples
    --------
    >>> as_at_day("2014/15 Q4"), as_at_day("2015-05-31")
    (datetime.date(2015, 3, 31), datetime.date(2015, 5, 31))
    """
    if isinstance(as_at, str) and (period := parse_period(as_at.strip())):
        return period.end
    if isinstance(as_at, dt.date | np.datetime64) and not pd.isna(as_at):  # NaT counts as a date
        return pd.Timestamp(as_at).date()
    raise OptionError(messages.no_moment(as_at))


def months_between(end: dt.date, day: dt.date) -> int:
    """Count whole months from the end of a period to a later day.

    Examples
    --------
    >>> months_between(dt.date(2014, 12, 31), dt.date(2015, 3, 31))
    3
    >>> months_between(dt.date(2015, 3, 31), dt.date(2015, 5, 15))
    1
    """
    # Counted from the day after: months that end on the 30th and the 31st are both whole.
    start, stop = end + dt.timedelta(days=1), day + dt.timedelta(days=1)
    return 12 * (stop.year - start.year) + stop.month - start.month - (stop.day < start.day)


def _pairs(data: Indicators) -> pd.DataFrame:
    """List indicators with their periods, and whether any area of England has a usable figure there."""
    pairs = data.observations[[*KEYS, "period_start", "period_end"]].drop_duplicates(KEYS)
    used = pd.MultiIndex.from_frame(data.reference.sorted.keys)
    return pairs.assign(usable=pd.MultiIndex.from_frame(pairs[KEYS]).isin(used)).reset_index(drop=True)


def _candidates(pairs: pd.DataFrame, period: str | None, moment: dt.date | None) -> pd.DataFrame:
    """Keep the pairs that may be shown; stop where there is none."""
    if period is not None:
        found = pairs[pairs["period"] == period]
        if found.empty:
            raise OptionError(no_such_value("period", period, sorted(pairs["period"].unique())))
        return found
    if moment is None:
        return pairs
    found = pairs[pairs["period_end"] <= pd.Timestamp(moment)]
    if found.empty:
        known = pairs[pairs["period_end"].notna()].sort_values(["period_end", "period"])
        raise DataError(messages.nothing_ended_by(moment, str(known["period"].iloc[0]) if len(known) else ""))
    return found


def _last(pairs: pd.DataFrame, *before: str) -> pd.DataFrame:
    """Give the last period of each indicator; the text decides last, so that the order of rows never does."""
    order = [*before, "period_end", "period_start", "period"]
    ordered = pairs.sort_values(order, na_position="first")
    return ordered.groupby("indicator_id", sort=False).tail(1).sort_values("indicator_id")


def _newest(candidates: pd.DataFrame) -> dt.date | None:
    """Give the last day of the newest figure, if any period is a canonical one."""
    ends = _last(candidates, "usable")["period_end"]
    return None if ends.isna().all() else ends.max().date()


def _left_out(pairs: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """List the indicators without a figure, each with its first period."""
    others = pairs[~pairs["indicator_id"].isin(figures["indicator_id"])]
    first = others.sort_values(["indicator_id", "period_end", "period"]).drop_duplicates("indicator_id")
    return first[KEYS].assign(reason="excluded_by_user").reset_index(drop=True)


def _choice_notes(
    figures: pd.DataFrame, period: str | None, moment: dt.date | None, day: dt.date | None
) -> tuple[str, ...]:
    """Say how the periods were chosen."""
    periods, oldest = figures["period"].nunique(), float(figures["age_months"].max())
    if moment is not None:
        return (messages.as_at_taken(moment, str(figures["period"].iloc[0]), periods, oldest),)
    if period is not None or day is None or periods == 1:
        return ()
    return (messages.latest_taken(day, periods, oldest),)


def _passed_over(candidates: pd.DataFrame, figures: pd.DataFrame) -> tuple[str, ...]:
    """Say for how many indicators a later period without any usable figure was passed over."""
    last = _last(candidates).set_index("indicator_id")["period"]
    number = int((last != figures.set_index("indicator_id")["period"]).sum())
    return (messages.passed_over(number),) if number else ()


def _old(data: Indicators, figures: pd.DataFrame) -> tuple[str, ...]:
    """Name the indicators whose figure is old."""
    old = figures.loc[figures["age_months"] > OLD_MONTHS, "indicator_id"]
    names = data.fact("name")
    return (messages.old_figures([str(names[one]) for one in old], OLD_MONTHS),) if len(old) else ()
