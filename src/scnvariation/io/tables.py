"""A table as it stands in a source: headings, columns, and the row of each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import NUMBERS, contract_column
from scnvariation.contract.ledger import Finding
from scnvariation.contract.source import SourceMap, column_letters

__all__ = ["Recognise", "Table", "dropped_blank_columns", "table_of_frame", "tables_in"]

#: Says why a row of headings is one that can be read, or None.
Recognise = Callable[[Sequence[str]], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a source.

    Attributes
    ----------
    headings : list of str
        As in the source, without blanks around them; one for each column.
    columns : list of pandas.Series
        Cells, text where the source holds text.
    rows : ndarray of shape (n_rows,)
        Row as Excel shows it.
    letters : list of str
        Excel letters of the columns; empty where there are none.
    header_row : int
        0 where there is none.
    file, sheet, separator : str
        Where it comes from.
    labels : pandas.Index or None
        Index labels of a data frame.
    titles : list of list of str
        Rows above the headings that are not blank, cleaned.
    findings : list of Finding
        What was found on the way.
    """

    headings: list[str]
    columns: list[pd.Series[Any]]
    rows: NDArray[np.int64]
    letters: list[str] = field(default_factory=list)
    header_row: int = 0
    file: str = ""
    sheet: str = ""
    separator: str = ""
    labels: pd.Index | None = None
    titles: list[list[str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def where(self, names: Sequence[str]) -> SourceMap:
        """Map the columns, under the names they are given, to their place in the source."""
        pairs = list(zip(names, self.headings, self.letters or [""] * len(names), strict=True))
        return SourceMap(
            file=self.file,
            sheet=self.sheet,
            rows=self.rows,
            header_row=self.header_row,
            headings={name: heading for name, heading, _ in pairs},
            letters={name: letters for name, _, letters in pairs if letters},
            labels=self.labels,
            separator=self.separator,
        )

    def cut(self, keep: NDArray[np.int64]) -> Table:
        """Keep some of the rows."""
        columns = [column.iloc[keep].reset_index(drop=True) for column in self.columns]
        labels = None if self.labels is None else self.labels[keep]
        return replace(self, columns=columns, rows=self.rows[keep], labels=labels)


def table_of_frame(frame: pd.DataFrame, *, file: str = "") -> Table:
    """Take a data frame as a table; its cells are not copied and not changed."""
    where = SourceMap.of_frame(frame)
    return Table(
        headings=[str(name) for name in frame.columns],
        columns=[frame.iloc[:, place].reset_index(drop=True) for place in range(frame.shape[1])],
        rows=where.rows,
        labels=where.labels,
        file=file,
    )


def without_blank_rows(table: Table) -> Table:
    """Drop lines without any content, such as those below the data of an exported sheet."""
    blank = np.ones(len(table.rows), dtype=np.bool_)
    for column in table.columns:
        if not blank.any():
            return table
        texts = column[blank]
        blank[np.flatnonzero(blank)] = (texts.isna() | (texts.astype(str).str.strip() == "")).to_numpy(np.bool_)
    return table.cut(np.flatnonzero(~blank)) if blank.any() else table


def dropped_blank_columns(table: Table) -> Table:
    """Leave out columns without a heading: spacers, row counters, half-widths of intervals."""
    keep, findings = [], list(table.findings)
    for place, heading in enumerate(table.headings):
        if heading:
            keep.append(place)
        elif place == 0 and _counts_rows(table.columns[0]):
            findings.append(Finding(code="row_numbers_dropped", row=table.header_row))
        elif not _is_blank(table.columns[place]):
            letter = table.letters[place] if table.letters else str(place + 1)
            findings.append(Finding(code="unnamed_column", row=table.header_row, words={"letter": letter}))
    if keep and keep[0] and not any(finding.code == "row_numbers_dropped" for finding in findings):
        corner = f"{column_letters(keep[0])}{table.header_row}"
        findings.append(Finding(code="table_located", row=table.header_row, words={"corner": corner}))
    return replace(
        table,
        headings=[table.headings[place] for place in keep],
        columns=[table.columns[place] for place in keep],
        letters=[table.letters[place] for place in keep] if table.letters else [],
        findings=findings,
    )


def _counts_rows(column: pd.Series[Any]) -> bool:
    """Say whether a column is exactly 1, 2, 3 ..."""
    return column.astype(str).tolist() == [str(number) for number in range(1, len(column) + 1)]


def _is_blank(column: pd.Series[Any]) -> bool:
    return bool((column.isna() | (column.astype(str).str.strip() == "")).all())


def tables_in(table: Table, recognise: Recognise) -> list[Table]:
    """Cut a sheet where headings of another table stand below the first one.

    Parameters
    ----------
    table : Table
        As read under its first headings.
    recognise : callable
        Says whether a row is one of headings.

    Returns
    -------
    list of Table
        One if no other headings are found; repeated headings of the same table are left in it.
    """
    starts = [row for row in _heading_rows(table) if recognise(_texts(table, row)) and not _repeats(table, row)]
    if not starts:
        return [table]
    first = table.cut(np.arange(starts[0]))
    others = []
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        part = table.cut(np.arange(start + 1, end))
        row = int(table.rows[start])
        part = replace(part, headings=_texts(table, start), header_row=row, findings=[])
        others.append(dropped_blank_columns(part))
    return [first, *others]


def _heading_rows(table: Table) -> list[int]:
    """List rows in which some column holds the name of a column of the contract."""
    found: set[int] = set()
    for heading, column in zip(table.headings, table.columns, strict=True):
        is_text = pd.api.types.is_string_dtype(column.dtype) or column.dtype == object
        if is_text and contract_column(heading) not in NUMBERS:
            codes, labels = pd.factorize(column)
            named = [_names_areas(label) for label in labels]
            if any(named):
                found.update(np.flatnonzero(np.isin(codes, np.flatnonzero(named))).tolist())
    return sorted(found)


def _names_areas(cell: object) -> bool:
    return isinstance(cell, str) and cell[:1].isalpha() and contract_column(cell) == "area_code"


def _texts(table: Table, row: int) -> list[str]:
    cells: Iterable[Any] = (column.iloc[row] for column in table.columns)
    return ["" if pd.isna(cell) else str(cell).strip() for cell in cells]


def _repeats(table: Table, row: int) -> bool:
    return _texts(table, row) == table.headings
