"""Making records as long as their headings, and saying which were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.ledger import Finding

__all__ = ["Squared", "squared"]


@dataclass(frozen=True, slots=True)
class Squared:
    """Columns of equal length under their headings, and what was found on the way."""

    headings: list[str]
    columns: list[pd.Series[Any]]
    rows: NDArray[np.int64]
    findings: list[Finding] = field(default_factory=list)


def squared(records: Sequence[Sequence[object]], rows: Sequence[int], headings: Sequence[str]) -> Squared:
    """Give the columns of records of any length.

    Parameters
    ----------
    records : sequence of sequences
        Cells; blank records are left out already.
    rows : sequence of int
        Row of each record as Excel shows it.
    headings : sequence of str
        One for each column.

    Returns
    -------
    Squared
        Longer records are cut and refused, unless what is beyond the headings is blank; shorter ones are filled.
    """
    width = len(headings)
    findings = _ragged(records, rows, width)
    filled = [[*record[:width], *[""] * (width - len(record))] for record in records]
    kinds = "str" if all(isinstance(cell, str) for record in filled for cell in record) else object
    columns = [pd.Series(list(cells), dtype=kinds) for cells in zip(*filled, strict=True)]
    if not filled:
        columns = [pd.Series([], dtype="str") for _ in headings]
    return Squared(list(headings), columns, np.array(rows, dtype=np.int64), findings)


def _ragged(records: Sequence[Sequence[object]], rows: Sequence[int], width: int) -> list[Finding]:
    """Find records that are longer or shorter than the headings; a lone text is a note and may be short."""
    lengths = [_filled_length(record) for record in records]
    if len(set(lengths)) == 1 and records and lengths[0] > width:
        words = {"fields": lengths[0], "headings": width}
        return [Finding(code="ragged_all", row=rows[0], words=words)]
    findings = []
    for record, row, length in zip(records, rows, lengths, strict=True):
        if length > width:
            text = " ".join(str(cell) for cell in record)
            words = {"fields": length, "headings": width}
            findings.append(Finding(code="ragged_long", row=row, value=text, words=words))
        elif len(record) < width and length > 1:
            words = {"fields": len(record), "headings": width}
            findings.append(Finding(code="ragged_short", row=row, words=words))
    return findings


def _filled_length(record: Sequence[object]) -> int:
    """Count the fields up to the last one that is not blank."""
    length = len(record)
    while length and (record[length - 1] is None or not str(record[length - 1]).strip()):
        length -= 1
    return length
