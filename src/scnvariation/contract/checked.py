"""What a check gives: observations, England, rows set aside, problems, and where every row ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.checks_statistics import statistics_by_indicator
from scnvariation.contract.checks_values import Natural
from scnvariation.contract.columns import CANONICAL, KEYS, NUMBERS
from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import NONE
from scnvariation.contract.source import SourceMap
from scnvariation.contract.texts import TextColumn

__all__ = ["Checked", "Counts", "assembled", "nothing_checked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where the rows ended: `read = used + not_computed + refused`.

    Attributes
    ----------
    read, used, not_computed, refused : int
        Rows; those of England count as used.
    comparator : int
        Rows of England among the used ones.
    """

    read: int
    used: int
    not_computed: int
    refused: int
    comparator: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked:
    """Observations after all checks.

    Attributes
    ----------
    observations : pandas.DataFrame
        One row per indicator, period and area in the contract's columns, with `reason` empty where the row is
        used; then the other columns of the source.
    england : pandas.DataFrame
        Rows of the comparator, the same columns.
    set_aside : pandas.DataFrame
        Rows that are no observations of their own: notes, exact repeats, superseded figures; the same columns.
    problems : pandas.DataFrame
        Everything found, one row each.
    counts : Counts
        Where the rows ended.
    statistics : dict
        Statistic type by `indicator_id`, empty where none is known.
    area_at : mapping
        Area code by sheet and row of the source, for texts.
    """

    observations: pd.DataFrame
    england: pd.DataFrame
    set_aside: pd.DataFrame
    problems: pd.DataFrame
    counts: Counts
    statistics: dict[str, str]
    area_at: Mapping[tuple[str, int], str]


def assembled(draft: Draft, natural: Natural) -> Checked:
    """Cut a checked draft into observations, England and rows set aside.

    Parameters
    ----------
    draft : Draft
        After all checks.
    natural : dict of str to ndarray
        Values and intervals in natural units.

    Returns
    -------
    Checked
    """
    ledger = draft.ledger
    has_reason = (ledger.rank < NONE) & ~ledger.refused
    used = ~ledger.refused & ~has_reason
    return Checked(
        observations=_canonical(draft, natural, np.flatnonzero(draft.active & ~draft.england)),
        england=_canonical(draft, natural, np.flatnonzero(draft.active & draft.england)),
        set_aside=_canonical(draft, natural, np.flatnonzero(~draft.active)),
        problems=ledger.table(),
        counts=Counts(
            read=draft.size,
            used=int(used.sum()),
            not_computed=int(has_reason.sum()),
            refused=int(ledger.refused.sum()),
            comparator=int((used & draft.england).sum()),
        ),
        statistics=statistics_by_indicator(draft),
        area_at=_AreaAt(ledger.where, draft.texts["area_code"]),
    )


def _canonical(draft: Draft, natural: Natural, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Give some rows in the contract's columns, then those of the source."""
    names = draft.texts.get("area_name") or TextColumn.constant("", draft.size)
    columns: dict[str, object] = {name: draft.texts[name].take(rows) for name in KEYS}
    columns["area_name"] = names.take(rows)
    for name in NUMBERS:
        columns[name] = natural.get(name, draft.values(name))[rows]
    columns["reason"] = pd.Series(draft.ledger.reasons()[rows], dtype="str")
    columns.update(_bounds(draft, rows))
    for name in draft.frame.columns:
        if name not in columns and name not in CANONICAL:
            texts = draft.texts.get(str(name))
            others = draft.frame[name] if len(rows) == draft.size else draft.frame[name].iloc[rows]
            columns[str(name)] = others.reset_index(drop=True) if texts is None else texts.take(rows)
    return pd.DataFrame(columns)


def _bounds(draft: Draft, rows: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Give the bounds of suppressed numerators, where any mark gave them."""
    cells = draft.numbers["numerator"].cells if "numerator" in draft.numbers else {}
    bounded = {row: cell for row, cell in cells.items() if np.isfinite(cell.upper)}
    if not bounded:
        return {}
    lower, upper = np.full(draft.size, np.nan), np.full(draft.size, np.nan)
    for row, cell in bounded.items():
        lower[row], upper[row] = cell.lower, cell.upper
    return {"lower_bound": lower[rows], "upper_bound": upper[rows]}


def nothing_checked(draft: Draft) -> Checked:
    """Give the result of a check that could not begin: every row is refused."""
    empty = pd.DataFrame({name: pd.Series(dtype="float64" if name in NUMBERS else "str") for name in CANONICAL})
    return Checked(
        observations=empty,
        england=empty.copy(),
        set_aside=empty.copy(),
        problems=draft.ledger.table(),
        counts=Counts(read=draft.size, used=0, not_computed=0, refused=draft.size),
        statistics={},
        area_at={},
    )


class _AreaAt(Mapping[tuple[str, int], str]):
    """Area code by sheet and row of the source, looked up when a text needs it."""

    def __init__(self, where: SourceMap, areas: TextColumn) -> None:
        self._parts = where.parts or (where,)
        self._areas = areas

    def __getitem__(self, place: tuple[str, int]) -> str:
        sheet, row = place
        start = 0
        found = set()
        for part in self._parts:
            position = int(np.searchsorted(part.rows, row))
            if part.sheet == sheet and position < len(part.rows) and part.rows[position] == row:
                found.add(self._areas.at(start + position))
            start += len(part.rows)
        if not found:
            raise KeyError(place)
        return found.pop() if len(found) == 1 else ""  # blocks side by side may be about different areas

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((part.sheet, row) for part in self._parts for row in part.rows.tolist())

    def __len__(self) -> int:
        return sum(len(part.rows) for part in self._parts)
