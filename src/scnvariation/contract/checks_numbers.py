"""Checks of number cells and counts: marks, impossible counts, zero denominators."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.draft import COUNT_BASED, NORMAL_BASED, Draft
from scnvariation.contract.ledger import shown_number
from scnvariation.contract.numbers import CODE, NumberColumn

__all__ = ["check_cells", "check_counts"]

_REFUSED = ("misplaced_comma", "infinite", "not_plain_number", "boolean", "unknown_mark")
_MARKS = ("suppressed", "data_quality", "not_available", "ambiguous_dash", "excel_error")
_READ = ("thousands", "text_number")
MOST_PEOPLE = 7e7
EXACT = 2.0**53
_PEOPLE = ("", "proportion", "rate", "dsr")
BoolArray = NDArray[np.bool_]


def check_cells(draft: Draft) -> None:
    """Report every cell that is not a plain number."""
    for numbers in draft.numbers.values():
        if numbers.has_only_numbers:
            continue
        for kind in _REFUSED:
            _report(draft, numbers, kind)
        for kind in _MARKS:
            _report_mark(draft, numbers, kind)
        for kind in _READ:
            rows = numbers.of_kind(kind, draft.active)
            shown = [shown_number(value) for value in numbers.values[rows]]
            draft.ledger.add(kind, rows, column=numbers.name, value=numbers.texts, words={"number": shown})
        _report_status(draft, numbers)
        _report_dates(draft, numbers)
        _report_money(draft, numbers)
        _report_percent(draft, numbers)


def _report(draft: Draft, numbers: NumberColumn, kind: str) -> None:
    """Report cells that cannot be used as they stand."""
    rows = numbers.of_kind(kind, draft.active)
    is_continental = draft.ledger.where.separator in {";", "\t"} and draft.settings.decimal is None
    code = "decimal_comma" if kind == "misplaced_comma" and is_continental else kind
    draft.ledger.add(code, rows, column=numbers.name, value=numbers.texts)


def _report_mark(draft: Draft, numbers: NumberColumn, kind: str) -> None:
    """Report marks; they decide the reason only in a column that the statistic needs."""
    rows = numbers.of_kind(kind, draft.active)
    if not len(rows):
        return
    decisive = _is_needed(draft, numbers.name)[rows]
    if kind == "data_quality" and draft.settings.use_flagged:
        decisive = np.zeros(len(rows), dtype=np.bool_)
    for chosen, reason in ((rows[decisive], None), (rows[~decisive], "")):
        marks = [text.strip() for text in numbers.texts(chosen)]
        draft.ledger.add(kind, chosen, column=numbers.name, value=numbers.texts, reason=reason, words={"mark": marks})


def _is_needed(draft: Draft, column: str) -> BoolArray:
    """Say for which rows a statistic cannot be computed without this column."""
    counts, normal = draft.is_any(COUNT_BASED), draft.is_any(NORMAL_BASED)
    if column in {"numerator", "denominator"}:
        return ~normal if column == "numerator" else counts
    if column == "value":
        return np.ones(draft.size, dtype=np.bool_)
    spread = [np.isfinite(draft.values(name)) for name in ("se", "sd")]
    interval = np.isfinite(draft.values("lower")) & np.isfinite(draft.values("upper"))
    return normal & ~spread[0] & ~spread[1] & ~interval


def _report_status(draft: Draft, numbers: NumberColumn) -> None:
    """Note revised and provisional figures, which are used."""
    rows = numbers.of_kind("status_mark", draft.active)
    shown = [shown_number(value) for value in numbers.values[rows]]
    status = numbers.words(rows)
    draft.ledger.add(
        "status_mark", rows, column=numbers.name, value=numbers.texts, words={"number": shown, "status": status}
    )


def _report_dates(draft: Draft, numbers: NumberColumn) -> None:
    """Refuse dates, with what Excel has probably changed."""
    rows = numbers.of_kind("date_in_count", draft.active)
    guesses = numbers.words(rows)
    for variant, guessed in (("", True), ("plain", False)):
        chosen = np.array([bool(guess) is guessed for guess in guesses], dtype=np.bool_)
        words = [guess for guess in guesses if bool(guess) is guessed]
        draft.ledger.add(
            "date_in_count",
            rows[chosen],
            column=numbers.name,
            value=numbers.texts,
            variant=variant,
            words={"guess": words},
        )


def _report_money(draft: Draft, numbers: NumberColumn) -> None:
    """Refuse sums of money, except in a mean of costs."""
    costs = draft.is_any(("mean",))
    rows = numbers.of_kind("currency", draft.active & ~(costs & np.isfinite(numbers.values)))
    draft.ledger.add("currency", rows, column=numbers.name, value=numbers.texts)


def _report_percent(draft: Draft, numbers: NumberColumn) -> None:
    """Accept percent signs in values; refuse them in counts, and beside figures without one."""
    rows = numbers.of_kind("percent", draft.active)
    if numbers.name not in {"value", "lower", "upper", "se", "sd"}:
        draft.ledger.add("not_plain_number", rows, column=numbers.name, value=numbers.texts)
        return
    if not len(rows):
        return
    indicators = draft.texts["indicator_id"]
    plain = np.unique(indicators.codes[draft.active & (numbers.kinds == CODE["number"])])
    mixed = rows[np.isin(indicators.codes[rows], plain)]
    names = [indicators.at(row) for row in mixed.tolist()]
    draft.ledger.add("mixed_scale", mixed, column=numbers.name, value=numbers.texts, words={"indicator": names})


def check_counts(draft: Draft) -> None:
    """Refuse counts that cannot be, and set zero denominators apart."""
    sound = draft.active & ~draft.ledger.settled
    _check_size(draft, sound)
    _check_negative(draft, sound)
    numerator, denominator = draft.values("numerator"), draft.values("denominator")
    proportion = sound & draft.is_any(("proportion",))
    _check_whole(draft, proportion)
    with np.errstate(invalid="ignore"):
        above = np.flatnonzero(proportion & (numerator > denominator) & (denominator > 0))
        empty = sound & (denominator == 0) & ~draft.is_any(("estimate",))
        events = np.flatnonzero(empty & (numerator > 0))
        nobody = np.flatnonzero(empty & ~(numerator > 0))
    shown = [shown_number(value) for value in denominator[above]]
    _add(draft, "numerator_above", above, "numerator", {"denominator": shown})
    counted = [f"{shown_number(value)} event{'' if value == 1 else 's'}" for value in numerator[events]]
    _add(draft, "events_without_denominator", events, "denominator", {"events": counted})
    _add(draft, "zero_denominator", nobody, "denominator")


def _add(
    draft: Draft, code: str, rows: NDArray[np.int64], column: str, words: Mapping[str, object] | None = None
) -> None:
    """Enter problems of cells, with their original text."""
    value = draft.numbers[column].texts if len(rows) else None
    draft.ledger.add(code, rows, column=column, value=value, words=words)


def _check_size(draft: Draft, sound: BoolArray) -> None:
    """Refuse what no count can be; warn above the population of England."""
    people = draft.is_any(_PEOPLE)
    for column in ("numerator", "denominator"):
        if column in draft.numbers:
            size = np.abs(draft.values(column))
            with np.errstate(invalid="ignore"):
                _add(draft, "not_plausible", np.flatnonzero(sound & (size >= EXACT)), column)
                _add(draft, "large", np.flatnonzero(sound & people & (size > MOST_PEOPLE) & (size < EXACT)), column)


def _check_negative(draft: Draft, sound: BoolArray) -> None:
    """Refuse negative counts and spreads; a mean or an estimate may itself be negative."""
    anything = np.ones(draft.size, dtype=np.bool_)
    nouns = {
        "numerator": ("Counts", ~draft.is_any(NORMAL_BASED)),
        "denominator": ("Counts", anything),
        "se": ("Standard errors", anything),
        "sd": ("Standard deviations", anything),
    }
    for column, (noun, where) in nouns.items():
        if column in draft.numbers:
            with np.errstate(invalid="ignore"):
                _add(
                    draft,
                    "negative",
                    np.flatnonzero(sound & where & (draft.values(column) < 0)),
                    column,
                    {"noun": noun},
                )


def _check_whole(draft: Draft, proportion: BoolArray) -> None:
    """Refuse fractions of events in a proportion, unless the counts are weighted."""
    if draft.settings.allow_fractional:
        return
    for column in ("numerator", "denominator"):
        if column in draft.numbers:
            count = draft.values(column)
            fraction = np.isfinite(count) & (count != np.floor(count))
            _add(draft, "not_whole", np.flatnonzero(proportion & fraction), column)
