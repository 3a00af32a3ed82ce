"""Rows by indicator, and by indicator and period: what all checks of consistency count with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.draft import Draft
from scnvariation.messages.words import count

__all__ = ["Group", "first_rows", "medians", "of_rows", "pairs", "when"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows numbered by what they have in common.

    Attributes
    ----------
    code : ndarray of int
        Number of each row's group.
    size : int
        Number of groups.
    """

    code: IntArray
    size: int

    @classmethod
    def of(cls, draft: Draft, column: str = "indicator_id") -> Group:
        """Give each row the number of its label in a text column."""
        texts = draft.texts[column]
        return cls(texts.codes, len(texts.labels))

    def tally(self, where: BoolArray) -> IntArray:
        """Count the rows of each group that are meant."""
        return np.bincount(self.code[where], minlength=self.size)


def pairs(draft: Draft, other: str) -> tuple[Group, IntArray, IntArray]:
    """Give each row the number of its indicator and another label together.

    Returns
    -------
    group, indicator, label : Group, ndarray, ndarray
        With the indicator and the label of the other column that each group stands for.
    """
    first, second = Group.of(draft), Group.of(draft, other)
    combined = first.code * second.size + second.code
    size = first.size * second.size
    if size <= max(16 * len(combined), 1_000_000):  # numbers are few: no sorting is needed
        present = np.flatnonzero(np.bincount(combined, minlength=size))
        place = np.zeros(size, dtype=np.int64)
        place[present] = np.arange(len(present))
        code = place[combined]
    else:
        present, code = np.unique(combined, return_inverse=True)
    return Group(code, len(present)), present // second.size, present % second.size


def medians(values: FloatArray, group: Group) -> FloatArray:
    """Give the lower median of each group; nan where a group has no value."""
    filled = np.flatnonzero(np.isfinite(values))
    order = filled[np.lexsort((values[filled], group.code[filled]))]
    size = np.bincount(group.code[filled], minlength=group.size)
    middle = np.full(group.size, np.nan)
    some = size > 0
    middle[some] = values[order[(np.cumsum(size) - (size + 2) // 2)[some]]]
    return middle


def first_rows(draft: Draft, rows: IntArray) -> str:
    """Write the row of the source at which something is met first, with its sheet where there are several."""
    first = int(rows[0])
    where = draft.ledger.where
    sheet = where.part(first).sheet
    return f"{int(where.rows[first]):,}" + (f" of sheet {sheet!r}" if sheet != where.sheet else "")


def of_rows(number: int, among: int, noun: str = "row") -> str:
    """Write how many of how many.

    >>> of_rows(3, 36), of_rows(1, 1)
    ('3 of 36 rows', '1 of 1 row')
    """
    return f"{number:,} of {count(among, noun)}"


def when(touched: list[str], all_periods: list[str]) -> str:
    """Say in which periods something holds, as short as it can be said.

    >>> when(["2013/14", "2014/15"], ["2012/13", "2013/14", "2014/15"])
    'from 2013/14 on'
    >>> when(["2012/13"], ["2012/13", "2013/14"])
    'until 2012/13'
    """
    ordered, some = sorted(all_periods), sorted(touched)
    if len(some) < len(ordered) and ordered[-len(some) :] == some:
        return f"from {some[0]} on"
    if len(some) < len(ordered) and ordered[: len(some)] == some:
        return f"until {some[-1]}"
    return f"in {', '.join(some)}"
