"""Whether the areas add up to the England that is published beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.draft import COUNT_BASED, Draft
from scnvariation.contract.ledger import NONE, RANK, shown_number
from scnvariation.messages.words import count

__all__ = ["check_england"]

ROUNDED_TO = 5
MANY_AREAS = 10
PART = 0.5
FloatArray = NDArray[np.float64]


def check_england(draft: Draft) -> None:
    """Compare each published England count with the sum of the areas used.

    Whole counts must agree exactly; where everything is a multiple of five, or printed with decimals, the rounding of
    every area is allowed for. Areas with less than half of England's people are taken for a part of it.
    """
    ledger = draft.ledger
    countable = draft.active & draft.is_any(COUNT_BASED) & ~ledger.refused
    published = np.flatnonzero(countable & draft.england & (ledger.rank == NONE))
    if not len(published):
        return
    key = _group(draft)
    areas = countable & ~draft.england
    absent = areas & (ledger.rank >= RANK["suppressed"]) & (ledger.rank < NONE)
    used = np.flatnonzero(areas & (ledger.rank == NONE))
    size = int(key.max()) + 1
    n_used = np.bincount(key[used], minlength=size)
    n_absent = np.bincount(key[np.flatnonzero(absent)], minlength=size)
    rows = published[n_used[key[published]] > 0]
    totals = {name: _totals(key, draft.values(name), used, size) for name in ("numerator", "denominator")}
    rows = rows[~_note_parts(draft, rows, {name: total[key] for name, total in totals.items()})]
    for name, total in totals.items():
        values = draft.values(name)
        allowed = _allowed(key, values, np.concatenate([used, published]), size)
        differ = rows[np.abs(total[key[rows]] - values[rows]) > allowed[key[rows]]]
        _add_differences(draft, differ, (total[key], n_used[key], n_absent[key]), name)


def _totals(key: NDArray[np.int64], values: FloatArray, used: NDArray[np.int64], size: int) -> FloatArray:
    """Add up the areas used, for each indicator and period."""
    return np.asarray(np.bincount(key[used], weights=np.nan_to_num(values[used]), minlength=size), dtype=np.float64)


def _group(draft: Draft) -> NDArray[np.int64]:
    """Give each row the number of its indicator and period."""
    indicator, period = draft.texts["indicator_id"].codes, draft.texts["period"].codes
    pairs = indicator.astype(np.int64) * (int(period.max()) + 1) + period
    _, number = np.unique(pairs, return_inverse=True)
    return np.asarray(number, dtype=np.int64)


def _allowed(key: NDArray[np.int64], values: FloatArray, rows: NDArray[np.int64], size: int) -> FloatArray:
    """Give the difference that rounding alone can make, for each group."""
    numbers = np.nan_to_num(values[rows])
    n_rows = np.bincount(key[rows], minlength=size)
    broken = np.bincount(key[rows], weights=numbers % 1 != 0, minlength=size) > 0
    uneven = np.bincount(key[rows], weights=numbers % ROUNDED_TO != 0, minlength=size) > 0
    in_fives = ~uneven & (n_rows > MANY_AREAS)
    return np.where(broken, 0.05 * n_rows, np.where(in_fives, ROUNDED_TO / 2 * n_rows, 0.5))


def _note_parts(draft: Draft, rows: NDArray[np.int64], totals: Mapping[str, FloatArray]) -> NDArray[np.bool_]:
    """Mark the rows of England of which the file holds only a part, and say so once for each indicator."""
    people, events = draft.values("denominator")[rows], draft.values("numerator")[rows]
    has_people = np.isfinite(people)
    published = np.where(has_people, people, events)
    total = np.where(has_people, totals["denominator"][rows], totals["numerator"][rows])
    part = total < PART * published
    indicators = draft.texts["indicator_id"]
    first = np.unique(indicators.codes[rows[part]], return_index=True)[1]
    for place in np.flatnonzero(part)[first].tolist():
        row = int(rows[place])
        words = {"share": f"{100 * total[place] / published[place]:.0f}", "indicator": indicators.at(row)}
        draft.ledger.note("part_of_england", row=row, column="area_code", words=words)
    return np.asarray(part)


def _add_differences(
    draft: Draft,
    rows: NDArray[np.int64],
    sums: tuple[FloatArray, NDArray[np.intp], NDArray[np.intp]],
    column: str,
) -> None:
    """Enter both totals, the difference, and how many areas could explain it."""
    total, n_used, n_absent = (each[rows] for each in sums)
    values = draft.values(column)
    gap = total - values[rows]
    words = {
        "column": column,
        "england": [_shown(value) for value in values[rows]],
        "total": [_shown(value) for value in total],
        "difference": [f"{_shown(abs(one))} {'more' if one > 0 else 'fewer'}" for one in gap],
        "missing": [
            f"{absent:,} of {count(used + absent, 'area')}"
            for used, absent in zip(n_used.tolist(), n_absent.tolist(), strict=True)
        ],
        "verb": ["is" if absent == 1 else "are" for absent in n_absent.tolist()],
    }
    draft.ledger.add("england_differs", rows, column=column, words=words)


def _shown(value: float) -> str:
    """Write a total with thousands commas, decimals only where it has some."""
    return f"{int(value):,}" if float(value).is_integer() else shown_number(round(float(value), 4))
