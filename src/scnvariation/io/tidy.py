"""The tidy layout: one row per indicator, period and area, under the contract's names or their aliases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from scnvariation.contract.checks_columns import missing_of
from scnvariation.contract.columns import CONTRACT_COLUMNS, contract_column, fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.numbers import read_numbers
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.tables import Table
from scnvariation.messages.words import listed

__all__ = ["arrange", "numbers_where_plain", "recognises"]

_CODE_LIKE = re.compile(r"code|id$|year|period|date", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"-?0[0-9]")


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:
    """Say why headings are those of a tidy table, or None.

    Parameters
    ----------
    headings : sequence of str
        Of one row.
    settings : ReadingSettings
        For `columns=`.

    Returns
    -------
    str or None
    """
    names = _names(headings, settings)
    found = {name for name in names if name in CONTRACT_COLUMNS}
    if missing_of(found):
        return None
    telling = [name for name in ("area_code", "numerator", "denominator", "value") if name in found]
    return f"its headings give {', '.join(telling)}"


def _names(headings: Sequence[str], settings: ReadingSettings) -> list[str]:
    """Name columns: what the user said, the contract's own names, then aliases that nothing else claims."""
    said = {fold_heading(heading): column for heading, column in (settings.columns or {}).items()}
    names = [said.get(fold_heading(heading), heading) for heading in headings]
    taken = {name for name in names if name in CONTRACT_COLUMNS}
    for place, name in enumerate(names):
        column = contract_column(name)
        if name not in CONTRACT_COLUMNS and column is not None and column not in taken:
            names[place] = column
    return names


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring a tidy table into the contract's columns.

    Parameters
    ----------
    table : Table
        As in the source.
    settings : ReadingSettings
        For `columns=` and `indicator=`.

    Returns
    -------
    Arranged
    """
    names = _names(table.headings, settings)
    findings = [*table.findings, *_missing_headings(table, settings), *_aliases(table, names)]
    findings += _repeated(table, names)
    is_text = bool(table.file)
    columns: dict[str, pd.Series[Any]] = {}
    for name, column in zip(names, table.columns, strict=True):
        others = name not in CONTRACT_COLUMNS and is_text and not _CODE_LIKE.search(name)
        columns.setdefault(name, numbers_where_plain(column) if others else column)
    _name_indicator(columns, table, settings)
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(table.rows)))
    return Arranged(frame=frame, where=table.where(names), findings=findings)


def _missing_headings(table: Table, settings: ReadingSettings) -> list[Finding]:
    """Report headings named in `columns=` that the table does not have."""
    folded = {fold_heading(heading) for heading in table.headings}
    place = f"sheet {table.sheet!r}" if table.sheet else "the file" if table.file else "the table"
    absent = [(h, column) for h, column in (settings.columns or {}).items() if fold_heading(h) not in folded]
    return [
        Finding(
            code="missing_heading",
            words={
                "heading": heading,
                "column": column,
                "place": place,
                "present": ", ".join(table.headings),
                "advice": "Write the heading as the source does.",
            },
        )
        for heading, column in absent
    ]


def _aliases(table: Table, names: Sequence[str]) -> list[Finding]:
    """Note headings that were read as a column of the contract."""
    return [
        Finding(code="alias", row=table.header_row, heading=heading, words={"column": name})
        for heading, name in zip(table.headings, names, strict=True)
        if heading != name
    ]


def _repeated(table: Table, names: Sequence[str]) -> list[Finding]:
    """Report names that stand over several columns."""
    findings = []
    for name in dict.fromkeys(names):
        places = [place for place, other in enumerate(names) if other == name]
        if len(places) > 1:
            headings = [table.headings[place] for place in places]
            letters = [table.letters[place] if table.letters else str(place + 1) for place in places]
            same = len(set(headings)) == 1
            words = {"heading": name, "headings": listed(headings), "letters": " and ".join(letters)}
            variant = "" if same else "alias"
            findings.append(Finding(code="duplicate_column", variant=variant, row=table.header_row, words=words))
    return findings


def _name_indicator(columns: dict[str, pd.Series[Any]], table: Table, settings: ReadingSettings) -> None:
    """Take the indicator from the column or columns that `indicator=` names."""
    given = settings.indicator
    parts = [] if given is None else [given] if isinstance(given, str) else list(given)
    present = dict(zip(table.headings, table.columns, strict=True)) | columns
    if parts and all(part in present for part in parts):
        texts = [present[part].astype(str).str.split().str.join(" ") for part in parts]
        joined = texts[0]
        for more in texts[1:]:
            joined = joined + " / " + more
        columns["indicator_id"] = joined


def numbers_where_plain(column: pd.Series[Any]) -> pd.Series[Any]:
    """Read a further column as numbers if every cell is a plain number or blank; else leave it as it is.

    Parameters
    ----------
    column : pandas.Series
        Text.

    Returns
    -------
    pandas.Series
        float64, or the column given; figures with leading zeros are codes.
    """
    if not (pd.api.types.is_string_dtype(column.dtype) or column.dtype == object):
        return column
    read = read_numbers(column, ReadingSettings())
    filled = np.isfinite(read.values)
    blank = column.isna() | (column.astype(str).str.strip() == "")
    if not filled.any() or not (filled | blank.to_numpy(np.bool_)).all() or (read.kinds[filled] != 0).any():
        return column
    if column[filled].astype(str).str.match(_LEADING_ZERO).any():
        return column
    return pd.Series(read.values, name=column.name)
