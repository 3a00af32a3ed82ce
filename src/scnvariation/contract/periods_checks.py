"""Checks of periods: every spelling read once, what is unclear settled by its neighbours or asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.draft import Draft
from scnvariation.contract.periods import PeriodText, read_period
from scnvariation.contract.periods_series import (
    Member,
    check_completeness,
    check_series,
    check_sortable,
    comes_with_days,
)
from scnvariation.contract.texts import TextColumn
from scnvariation.messages.reading_periods import day_words, period_words, question, typed_as
from scnvariation.messages.words import count
from scnvariation.periods import Period, parse_period

__all__ = ["check_periods"]

AS_PUBLISHED = "as published"
_REFUSED = ("period_ambiguous", "day_month")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What becomes of one text of a period in one indicator: its label, its period, and what is said of it."""

    label: str
    period: Period | None = None
    said: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Each text of a period in each indicator, as met: row by row, and how often."""

    codes: NDArray[np.int64]
    indicators: list[int]
    labels: list[int]
    first: list[int]
    rows: list[int]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Count the rows of each pair; those that are no data count for nothing."""
        indicators, periods = draft.texts["indicator_id"], draft.texts["period"]
        codes, found = pd.factorize(indicators.codes * len(periods.labels) + periods.codes)
        active = np.flatnonzero(draft.active)
        first = np.zeros(len(found), dtype=np.int64)
        first[codes[active[::-1]]] = active[::-1]
        rows = np.bincount(codes[active], minlength=len(found))
        by_indicator, by_label = np.divmod(found, len(periods.labels))
        return cls(codes, by_indicator.tolist(), by_label.tolist(), first.tolist(), rows.tolist())


def check_periods(draft: Draft, *, today: dt.date | None = None) -> None:
    """Bring every period into its canonical text, and say what was read, guessed, or must be asked.

    Parameters
    ----------
    draft : Draft
        Its periods are replaced by canonical ones; where a text has a status, the column `period_status` is added.
    today : datetime.date, optional
        For periods still to come; the present day by default.
    """
    if "period" not in draft.frame:
        return
    pairs = _Pairs.of(draft)
    texts = [_text_of(draft, code) for code in range(len(draft.texts["period"].labels))]
    readings = _readings(draft, pairs, texts)
    _tell(draft, pairs, texts, readings)
    given = draft.texts["period"]
    labels = [reading.label for reading in readings]
    draft.texts["period"] = TextColumn(pairs.codes, labels, given.cleaned, given.numeric).relabelled(labels)
    _keep_status(draft, texts, given)
    members = [
        Member(pair, draft.texts["indicator_id"].labels[pairs.indicators[pair]], reading.period, texts[label].bare)
        for pair, (label, reading) in enumerate(zip(pairs.labels, readings, strict=True))
        if pairs.rows[pair] and reading.period is not None
    ]
    check_series(draft, pairs.codes, members, today or dt.datetime.now(dt.UTC).date())
    check_sortable(draft, pairs.codes, members)
    check_completeness(draft, {code: text.present for code, text in enumerate(texts) if text.present}, given)


def _text_of(draft: Draft, code: int) -> PeriodText:
    """Read one text; a canonical one that comes with its own first and last day has one reading."""
    texts = draft.texts["period"]
    label = texts.labels[code]
    period = parse_period(label)
    if period is not None and comes_with_days(draft):
        row = int(np.argmax(texts.codes == code))
        days = ("period_start", "period_end")
        given = [pd.to_datetime(str(draft.frame[name].iloc[row]), errors="coerce") for name in days]
        if given == [pd.Timestamp(period.start), pd.Timestamp(period.end)]:
            return PeriodText(period)
    return read_period(label, slashed=draft.ledger.known_layout)


def _readings(draft: Draft, pairs: _Pairs, texts: Sequence[PeriodText]) -> list[_Reading]:
    """Settle every text with what stands beside it in its indicator."""
    kinds: dict[int, set[str]] = defaultdict(set)
    dates: dict[int, set[int]] = defaultdict(set)
    for indicator, label, rows in zip(pairs.indicators, pairs.labels, pairs.rows, strict=True):
        text = texts[label]
        if rows and text.period is not None:
            kinds[indicator].add(text.period.kind)
        if rows and text.guess is not None:
            dates[indicator].add(12 * text.guess.start.year + text.guess.start.month)
    labels = draft.texts["period"].labels
    return [
        _settled(labels[label], texts[label], kinds[indicator], dates[indicator]) if rows else _Reading(labels[label])
        for indicator, label, rows in zip(pairs.indicators, pairs.labels, pairs.rows, strict=True)
    ]


def _settled(label: str, text: PeriodText, kinds: set[str], dates: set[int]) -> _Reading:
    """Decide on one reading of a text, or that there is none."""
    if not label:
        return _Reading(label)
    if text.period is not None:
        return _read_as(label, text.period, text)
    if text.guess is not None:
        return _dated(label, text, text.guess, kinds, dates)
    if text.choices:
        meant = [one for one in text.choices if one.kind in kinds & set(text.settled_by)]
        return _read_as(label, meant[0], text) if len(meant) == 1 else _Reading(label, said="period_ambiguous")
    return _Reading(label, said="day_month" if text.month_first else "period_unread")


def _read_as(label: str, period: Period, text: PeriodText) -> _Reading:
    if text.note:
        return _Reading(period.text, period, "footnote_in_period")
    said = "period_read" if label != period.text else ""
    return _Reading(period.text, period, said, "status" if text.status else "")


def _dated(label: str, text: PeriodText, guess: Period, kinds: set[str], dates: set[int]) -> _Reading:
    """Read the first of a month as that month only among other months; among days it is a day."""
    if text.day is not None and "day" in kinds:
        day = parse_period(text.day.isoformat())
        return _Reading(label if day is None else day.text, day, "period_read")
    follows = not kinds and any(month + 1 in dates for month in dates)
    if kinds == {"month"} or follows:
        return _Reading(guess.text, guess, "period_guess")
    return _Reading(label, said="period_guess", variant="kept")


def _tell(draft: Draft, pairs: _Pairs, texts: Sequence[PeriodText], readings: Sequence[_Reading]) -> None:
    """Say once of each text what became of it, and refuse the rows of those that must be asked."""
    groups: dict[tuple[int, _Reading], list[int]] = defaultdict(list)
    for pair, (label, reading) in enumerate(zip(pairs.labels, readings, strict=True)):
        if pairs.rows[pair] and reading.said:
            groups[label, reading].append(pair)
    for (label, reading), members in groups.items():
        draft.ledger.note(
            reading.said,
            row=min(pairs.first[pair] for pair in members),
            column="period",
            cell_text=draft.texts["period"].labels[label].removesuffix(" 00:00:00"),
            variant=reading.variant,
            words=_words(texts[label], reading, count(sum(pairs.rows[pair] for pair in members), "row")),
        )
    asked = [pair for pair, reading in enumerate(readings) if reading.said in _REFUSED]
    draft.ledger.mark(np.flatnonzero(np.isin(pairs.codes, asked) & draft.active), "", refused=True)


def _words(text: PeriodText, reading: _Reading, number: str) -> dict[str, object]:
    """Give what fills the text of a problem."""
    words: dict[str, object] = {"period": reading.label, "number": number, "status": text.status, "note": text.note}
    if reading.said == "period_guess" and text.guess is not None:
        words["day"] = day_words(text.day) if text.day else period_words(*_facts(text.guess))
        words["period"] = text.guess.text
    if reading.said == "period_ambiguous":
        one, other = text.choices[:2]
        asked = question([one.kind, other.kind])
        words |= {"first": period_words(*_facts(one)), "second": period_words(*_facts(other)), "question": asked}
        words |= {"one": typed_as(*_facts(one)), "other": typed_as(*_facts(other))}
    return words


def _facts(period: Period) -> tuple[str, dt.date, dt.date, str]:
    return period.kind, period.start, period.end, period.text


def _keep_status(draft: Draft, texts: Sequence[PeriodText], given: TextColumn) -> None:
    """Keep what the texts say of their standing in a column of its own."""
    status = np.array([text.status or AS_PUBLISHED for text in texts], dtype=object)
    if (status != AS_PUBLISHED).any():
        draft.frame = draft.frame.assign(period_status=status[given.codes])
