"""Checks of the periods of one indicator as a series: lengths, gaps, overlaps, and what stands beside them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.draft import Draft
from scnvariation.contract.texts import TextColumn
from scnvariation.messages.reading_periods import length_words, pairs_words
from scnvariation.messages.words import count, five_of
from scnvariation.periods import Period, gaps, overlaps

__all__ = ["Member", "check_completeness", "check_series", "check_sortable", "comes_with_days"]

_SORTABLE = frozenset({"periodsortable", "timeperiodsortable"})
_MONTHS_PRESENT = re.compile(r"(?P<present>[0-9]{1,2}) of (?P<whole>[0-9]{1,2})(?: months?)?")
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Member:
    """One period of one indicator.

    Attributes
    ----------
    pair : int
        Its number among all texts of all indicators.
    indicator : str
        The indicator.
    period : Period
        The period.
    bare : bool
        Whether its text was nothing but a calendar year.
    """

    pair: int
    indicator: str
    period: Period
    bare: bool


def comes_with_days(draft: Draft) -> bool:
    """Say whether first and last days stand beside the periods, as in data that have been checked before."""
    return {"period_start", "period_end"} <= set(draft.frame.columns)


def check_series(draft: Draft, codes: Codes, members: Sequence[Member], today: dt.date) -> None:
    """Check the periods of each indicator against each other.

    Parameters
    ----------
    draft : Draft
        For its ledger.
    codes : ndarray of shape (n_rows,)
        Number of the pair of each row.
    members : sequence of Member
        Periods that could be read.
    today : datetime.date
        Periods that start later are still to come.
    """
    by_indicator: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_indicator[member.indicator].append(member)
    for indicator, series in by_indicator.items():
        is_one = _is_one_series(draft, codes, indicator, series)
        future = sorted(member.period for member in series if member.period.start > today)
        if future:
            words = {"indicator": indicator, "periods": five_of([repr(period.text) for period in future])}
            draft.ledger.note("period_gap", column="period", variant="future", words=words)
        if is_one and len(series) > 1:
            _check_time(draft, indicator, {member.period.text for member in series})


def _check_time(draft: Draft, indicator: str, texts: set[str]) -> None:
    """Warn of periods that are missing, and of those that share time."""
    if missing := gaps(texts):
        words = {"indicator": indicator, "missing": five_of([repr(text) for text in missing])}
        draft.ledger.note("period_gap", column="period", words=words)
    if shared := overlaps(texts):
        words = {"indicator": indicator, "pairs": five_of(pairs_words(shared))}
        draft.ledger.note("overlapping_periods", column="period", words=words)


def _is_one_series(draft: Draft, codes: Codes, indicator: str, series: Sequence[Member]) -> bool:
    """Refuse periods of different length or kind under one indicator; publishers do it in tables side by side."""
    lengths = {member.period.months for member in series}
    bare = [member for member in series if member.bare]
    financial = [member.period.text for member in series if member.period.kind == "financial_year"]
    if len(lengths) < 2 and not (bare and financial):
        return True
    rows = np.flatnonzero(np.isin(codes, [member.pair for member in series]) & draft.active)
    accepted = draft.ledger.known_layout or comes_with_days(draft)
    if len(lengths) > 1 or accepted:
        words = {"indicator": indicator, "lengths": _lengths(codes[rows], series)}
        code = "several_lengths" if accepted else "mixed_lengths"
        draft.ledger.note(code, row=int(rows[0]), column="period", words=words)
        if not accepted:
            draft.ledger.mark(rows, "", refused=True)
        return accepted
    for member in bare:
        _refuse_bare(draft, np.flatnonzero((codes == member.pair) & draft.active), member, min(financial))
    return False


def _lengths(codes: Codes, series: Sequence[Member]) -> str:
    """Count the rows of each length."""
    sizes = np.bincount(codes)
    tally: Counter[int] = Counter()
    for member in series:
        tally[member.period.months] += int(sizes[member.pair])
    return ", ".join(f"{length_words(months)} in {count(tally[months], 'row')}" for months in sorted(tally))


def _refuse_bare(draft: Draft, rows: NDArray[np.int64], member: Member, financial: str) -> None:
    """Refuse a bare year among financial years."""
    year = member.period.start.year
    words = {
        "number": count(len(rows), "row"),
        "indicator": member.indicator,
        "year": financial,
        "one": f"January {year} to December {year}",
        "other": f"{year}/{(year + 1) % 100:02}",
    }
    draft.ledger.note("mixed_period_kind", row=int(rows[0]), column="period", cell_text=str(year), words=words)
    draft.ledger.mark(rows, "", refused=True)


def check_sortable(draft: Draft, codes: Codes, members: Sequence[Member]) -> None:
    """Compare periods with the sortable one beside them, whose first four digits are the year it starts in.

    The layouts of publishers that have such a column compare it themselves.

    Parameters
    ----------
    draft : Draft
        For its frame and ledger.
    codes : ndarray of shape (n_rows,)
        Number of the pair of each row.
    members : sequence of Member
        Periods that could be read.
    """
    column = next((name for name in draft.frame.columns if fold_heading(name) in _SORTABLE), None)
    if column is None or draft.ledger.known_layout or not members:
        return
    sortable = pd.to_numeric(draft.frame[column], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    years, texts = np.full(int(codes.max()) + 1, np.nan), {}
    for member in members:
        years[member.pair], texts[member.pair] = int(member.period.text[:4]), member.period.text
    told, read = np.floor(sortable / 10_000), years[codes]
    rows = np.flatnonzero(draft.active & np.isfinite(told) & np.isfinite(read) & (told != read))
    words = {"year": [str(int(year)) for year in told[rows]], "period": [texts[code] for code in codes[rows].tolist()]}
    draft.ledger.add(
        "period_disagrees",
        rows,
        column=str(column),
        variant="tidy",
        value=lambda some: [str(int(item)) for item in sortable[some]],
        words=words,
    )


def check_completeness(draft: Draft, present: Mapping[int, tuple[int, int]], given: TextColumn) -> None:
    """Leave out rows of which fewer months are present than the period has.

    Parameters
    ----------
    draft : Draft
        For its frame and ledger.
    present : mapping of int to (int, int)
        Months present and months in the whole period, by text of the period as given.
    given : TextColumn
        The periods as given.
    """
    for code, (months, whole) in present.items():
        if months < whole:
            _leave_out(draft, np.flatnonzero((given.codes == code) & draft.active), "period", (months, whole))
    if "completeness" not in draft.frame:
        return
    told = draft.frame["completeness"]
    for text in told.unique().tolist():
        match = _MONTHS_PRESENT.fullmatch(text.strip()) if isinstance(text, str) else None
        if match and int(match["present"]) < int(match["whole"]):
            rows = np.flatnonzero((told == text).to_numpy(dtype=np.bool_, na_value=False) & draft.active)
            _leave_out(draft, rows, "completeness", (int(match["present"]), int(match["whole"])))


def _leave_out(draft: Draft, rows: NDArray[np.int64], column: str, months: tuple[int, int]) -> None:
    periods = draft.texts["period"]
    words = {"present": str(months[0]), "whole": str(months[1]), "period": periods.texts(rows)}
    draft.ledger.add("incomplete_period", rows, column=column, words=words)
