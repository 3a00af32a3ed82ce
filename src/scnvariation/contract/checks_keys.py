"""Checks of keys: one row per indicator, period and area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import BREAKDOWNS, NUMBERS
from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import RANK, shown_number
from scnvariation.messages.reading_figures import one_figure

__all__ = ["check_keys"]

_ENGLAND = -1
SHOWN = 5
_STATUS_ORDER = (("prov", 0), ("p", 0), ("rev", 1), ("r", 1), ("final", 2), ("f", 2), ("as published", 2))
Rows = NDArray[np.int64]


def check_keys(draft: Draft) -> None:
    """Find rows that share indicator, period and area, and say which of them stay."""
    key = _key_numbers(draft)
    _set_other_kinds_aside(draft, key)
    repeated = draft.active & pd.Series(key).where(draft.active, -1).duplicated(keep=False).to_numpy()
    if not repeated.any():
        return
    rows = np.flatnonzero(repeated)
    rows = rows[np.argsort(key[rows], kind="stable")]
    groups = np.split(rows, np.flatnonzero(np.diff(key[rows])) + 1)
    if _differ_by_breakdown(draft, groups):
        return
    figures = np.array([draft.values(name) for name in NUMBERS])
    for group in groups:
        _settle(draft, group, figures)


def _set_other_kinds_aside(draft: Draft, key: Rows) -> None:
    """Set aside rows of another area type whose area stands among those asked for, too."""
    other = draft.active & (draft.ledger.rank == RANK["other_area_type"])
    wanted = key[draft.active & ~other]
    draft.set_aside(np.flatnonzero(other & np.isin(key, wanted)))


def _key_numbers(draft: Draft) -> NDArray[np.int64]:
    """Give each key a number; all rows of England count as one area."""
    key = np.where(draft.england, _ENGLAND, draft.texts["area_code"].codes) + 1
    for column in ("indicator_id", "period"):
        texts = draft.texts[column]
        key = key * len(texts.labels) + texts.codes
    return key


def _differ_by_breakdown(draft: Draft, groups: Sequence[Rows]) -> bool:
    """Refuse rows that are breakdowns of one another: they would be counted twice."""
    varying = {
        column
        for column in BREAKDOWNS
        if column in draft.texts
        for group in groups
        if len(np.unique(draft.texts[column].codes[group])) > 1
    }
    if varying:
        names = " and ".join(draft.ledger.where.heading(column) for column in BREAKDOWNS if column in varying)
        rows = np.sort(np.concatenate(groups))
        draft.ledger.note("extra_dimension", row=int(rows[0]), column="area_code", words={"dimensions": names})
        draft.ledger.mark(rows, "", refused=True)
    return bool(varying)


def _settle(draft: Draft, rows: Rows, figures: NDArray[np.float64]) -> None:
    """Decide what becomes of the rows of one key."""
    rows = _without_superseded(draft, rows)
    if len(rows) == 1:
        return
    figures = figures[:, rows]
    same = (figures == figures[:, :1]) | (np.isnan(figures) & np.isnan(figures[:, :1]))
    if not same.all():
        _report_conflict(draft, rows)
    elif draft.settings.drop_exact_duplicates or draft.england[rows].all():
        others = rows[1:]
        draft.ledger.add("duplicate_dropped", others, column="area_code", words={"other": _excel_row(draft, rows[0])})
        draft.set_aside(others)
    else:
        first, second = _excel_row(draft, rows[0]), _excel_row(draft, rows[1])
        others_of = [second, *[first] * (len(rows) - 1)]
        texts = draft.texts["area_code"]
        draft.ledger.add(
            "duplicate_key",
            rows,
            column="area_code",
            value=texts.texts,
            words={"other": others_of},
        )


def _excel_row(draft: Draft, row: int) -> str:
    return f"{int(draft.ledger.where.rows[row]):,}"


def _without_superseded(draft: Draft, rows: Rows) -> Rows:
    """Use the final one of several figures, where a column says which it is."""
    column = draft.settings.status or "period_status"
    if column not in draft.frame:
        return rows
    texts = [str(text) for text in draft.frame[column].iloc[rows].tolist()]
    standing = [_standing(text) for text in texts]
    best = int(np.argmax(standing))
    older = np.array([place < standing[best] for place in standing], dtype=np.bool_)
    if older.sum() < len(rows) - 1:
        return rows
    draft.ledger.add(
        "superseded",
        rows[older],
        column=column,
        words={
            "theirs": [text for text, yes in zip(texts, older, strict=True) if yes],
            "other": _excel_row(draft, rows[best]),
            "ours": texts[best],
        },
    )
    draft.set_aside(rows[older])
    return rows[~older]


def _standing(text: str) -> int:
    """Rank a status: provisional, revised, final; -1 where the word is not known."""
    folded = text.strip().casefold()
    return next((rank for start, rank in _STATUS_ORDER if folded.startswith(start)), -1)


def _report_conflict(draft: Draft, rows: Rows) -> None:
    """Refuse all rows of a key with different figures; in a known layout none of them is used."""
    ledger = draft.ledger
    first = int(rows[0])
    name = draft.texts["area_name"].at(first) if "area_name" in draft.texts else ""
    period = draft.texts["period"].at(first)
    column = "value" if "value" in draft.numbers else "numerator"
    figures = _figures(draft, rows[:SHOWN])
    if len(rows) > SHOWN:
        figures.append(f"{len(rows) - SHOWN:,} more")
    ledger.add(
        "conflicting_key",
        rows,
        column=column,
        value=draft.numbers[column].texts,
        words={
            "indicator": draft.texts["indicator_id"].at(first),
            "number": str(len(rows)),
            "area": name or draft.texts["area_code"].at(first),
            "period": f" in {period}" if period else "",
            "figures": f"{', '.join(figures[:-1])} and {figures[-1]}",
        },
    )
    if ledger.known_layout:
        draft.set_aside(rows[1:])


def _figures(draft: Draft, rows: Rows) -> list[str]:
    """Write each figure with its count and place; the file is named once."""
    where = draft.ledger.where
    values = draft.numbers["value"].texts(rows) if "value" in draft.numbers else [""] * len(rows)
    counts = draft.numbers["numerator"].values[rows].tolist() if "numerator" in draft.numbers else []
    events = [shown_number(count) if np.isfinite(count) else "" for count in counts] or [""] * len(rows)
    places = where.rows[rows].tolist()
    return [
        one_figure(value, event, row=place, file="" if number else where.file)
        for number, (value, event, place) in enumerate(zip(values, events, places, strict=True))
    ]
