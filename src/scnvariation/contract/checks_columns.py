"""Checks of columns: are those present that every check needs."""

from __future__ import annotations

import pandas as pd

from scnvariation.contract.columns import CONTRACT_COLUMNS
from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import Ledger
from scnvariation.messages.reading_columns import columns_needed, rename_advice
from scnvariation.messages.words import did_you_mean

__all__ = ["has_required_columns", "missing_of", "report_missing", "with_index_columns"]


def with_index_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame with text column names, in which levels of the index that are contract columns are columns.

    The frame given is not changed.
    """
    levels = [name for name in frame.index.names if name in CONTRACT_COLUMNS and name not in frame.columns]
    if levels:
        frame = frame.reset_index(level=levels)
    return frame


def missing_of(present: set[str]) -> list[str]:
    """List the columns that are needed and absent: the area, and counts or a value.

    >>> missing_of({"area_code", "denominator"}), missing_of({"area_code", "value"})
    (['numerator'], [])
    """
    needed = ["area_code"] if "value" in present else ["area_code", "numerator", "denominator"]
    return [column for column in needed if column not in present]


def has_required_columns(draft: Draft) -> bool:
    """Report columns that are absent or stand twice."""
    names = [str(name) for name in draft.frame.columns]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    for name in repeated:
        places = [str(place + 1) for place, other in enumerate(names) if other == name]
        draft.ledger.note("duplicate_column", column=name, words={"heading": name, "letters": " and ".join(places)})
    missing = missing_of(set(names))
    if missing:
        report_missing(draft.ledger, missing, names)
    return not missing and not repeated


def report_missing(ledger: Ledger, missing: list[str], names: list[str]) -> None:
    """Report columns that are absent, with the nearest heading and the cell to change."""
    where = ledger.where
    if not where.header_row:
        near = next((hint for column in missing if (hint := did_you_mean(column, names))), "")
        ledger.note(
            "missing_column",
            variant="frame",
            words={"needs": columns_needed(missing), "present": ", ".join(names), "advice": near.strip()},
        )
        return
    place = f"sheet {where.sheet!r}" if where.sheet else "the file"
    headings = [where.heading(name) for name in names]
    ledger.note(
        "missing_column",
        words={
            "needs": columns_needed(missing),
            "place": place,
            "row": where.header_row,
            "present": ", ".join(headings),
            "advice": rename_advice(missing, headings, [where.cell(name, where.header_row) for name in names]),
        },
    )
