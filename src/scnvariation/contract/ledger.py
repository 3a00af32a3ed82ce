"""The ledger of one check: every problem found, and the place in which every row ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.reasons import ROW_REASONS
from scnvariation.contract.registry import REGISTRY
from scnvariation.contract.source import SourceMap
from scnvariation.messages.words import quoted

__all__ = ["PROBLEM_COLUMNS", "Finding", "Ledger", "empty_problems", "shown_number"]

PROBLEM_COLUMNS = ("code", "severity", "file", "sheet", "row", "column", "cell", "value", "what", "mend")
ORDER = {code: position for position, code in enumerate(REGISTRY)}
NONE = len(ROW_REASONS)
RANK = {code: rank for rank, code in enumerate(ROW_REASONS)}
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem found before the rows of a source are known.

    Attributes
    ----------
    code, variant : str
        Problem code and wording.
    row : int
        As Excel shows it; 0 for the whole source.
    sheet : str
        Where it is not that of the whole source.
    heading, cell, value : str
        Where it stands and what stands there.
    severity : str
        Where it is not that of the registry.
    words : mapping
        What fills the braces of the text.
    """

    code: str
    variant: str = ""
    row: int = 0
    sheet: str = ""
    heading: str = ""
    cell: str = ""
    severity: str = ""
    value: str | None = None
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Ledger:
    """Collects problems and marks rows; nothing is raised here.

    Attributes
    ----------
    where : SourceMap
        Where rows and columns stand in the source.
    known_layout : bool
        Whether a known publisher's own errors warn instead of refusing.
    rank : ndarray of shape (n_rows,)
        Position of the row's reason in the closed list, `NONE` where it has none.
    refused : ndarray of shape (n_rows,)
        Rows that cannot be right.
    settled : ndarray of shape (n_rows,)
        Rows that came with a reason; what explains them is not said again.
    """

    where: SourceMap
    known_layout: bool = False
    rank: NDArray[np.int8] = field(init=False)
    refused: NDArray[np.bool_] = field(init=False)
    settled: NDArray[np.bool_] = field(init=False)
    _found: list[list[object]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Start with every row used."""
        size = len(self.where.rows)
        self.rank = np.full(size, NONE, dtype=np.int8)
        self.refused = np.zeros(size, dtype=np.bool_)
        self.settled = np.zeros(size, dtype=np.bool_)

    def add(
        self,
        code: str,
        rows: Rows,
        *,
        column: str = "",
        value: Callable[[Rows], Sequence[str]] | None = None,
        variant: str = "",
        reason: str | None = None,
        words: Mapping[str, object] | None = None,
    ) -> None:
        """Enter one problem for each of `rows` (positions), and mark these rows.

        `words` fill the braces of the text: one for all, or a list with one for each row.
        """
        severity, own_reason = REGISTRY[code].judged(known_layout=self.known_layout, variant=variant)
        reason = own_reason if reason is None or own_reason == "inconsistent_source" else reason
        if severity != "E" and reason:
            fresh = ~self.settled[rows]
            words = {name: _kept(given, fresh) for name, given in (words or {}).items()}
            rows = rows[fresh]
        if not len(rows):
            return
        self.mark(rows, "" if severity == "E" else reason, refused=severity == "E")
        values = [""] * len(rows) if value is None else [quoted(text) for text in value(rows)]
        for number, row in enumerate(rows.tolist()):
            filled = {name: _one(given, number) for name, given in (words or {}).items()}
            self._enter(code, severity, row, column, values[number], variant, filled)

    def mark(self, rows: Rows, reason: str, *, refused: bool = False) -> None:
        """Give rows a reason, unless they have one that comes first, or refuse them."""
        if refused:
            self.refused[rows] = True
        if reason:
            self.rank[rows] = np.minimum(self.rank[rows], RANK[reason])

    def note(
        self,
        code: str,
        *,
        row: int | None = None,
        column: str = "",
        cell_text: str | None = None,
        variant: str = "",
        words: Mapping[str, object] | None = None,
    ) -> None:
        """Enter one problem of the whole source, of a column, or of a group that starts at a row position."""
        severity, _ = REGISTRY[code].judged(known_layout=self.known_layout)
        value = "" if cell_text is None else quoted(cell_text)
        self._enter(code, severity, row, column, value, variant, words or {})

    def take(self, findings: Sequence[Finding]) -> None:
        """Enter what was found before the rows were known; a row that cannot be read is refused."""
        for one in findings:
            severity = one.severity or REGISTRY[one.code].judged(known_layout=self.known_layout)[0]
            text = REGISTRY[one.code].text(one.variant)
            place = (self.where.file, one.sheet or self.where.sheet, one.row or None, one.heading, one.cell)
            value = "" if one.value is None else quoted(one.value)
            told = (text.what.format(**one.words), text.mend.format(**one.words))
            self._found.append([one.code, severity, *place, value, *told])
            if severity == "E" and one.row:
                self.mark(self.where.positions(one.row, one.sheet), "", refused=True)

    def _enter(
        self,
        code: str,
        severity: str,
        row: int | None,
        column: str,
        value: str,
        variant: str,
        words: Mapping[str, object],
    ) -> None:
        text = REGISTRY[code].text(variant)
        what = text.what.format(**words)
        where = self.where if row is None else self.where.part(row)
        excel_row = None if row is None else int(self.where.rows[row])
        if row is not None and self.where.labels is not None:
            what += f" (index label {self.where.labels[row]!r})"
        cell = "" if excel_row is None else where.cell(column, excel_row)
        heading = where.heading(column) if column else ""
        place = (where.file, where.sheet, excel_row, heading, cell, value)
        self._found.append([code, severity, *place, what, text.mend.format(**words)])

    def table(self) -> pd.DataFrame:
        """Give the problems table: by row, and within a row in the order of the registry."""
        return problems_table(self._found)

    def reasons(self) -> NDArray[np.object_]:
        """Give the reason code of every row, empty where it has none."""
        return np.array([*ROW_REASONS, ""], dtype=object)[self.rank]


def problems_table(found: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Build the table from its lines; whole-source lines come first."""
    lines = sorted(found, key=lambda line: (line[4] or 0, ORDER[str(line[0])]))
    table = pd.DataFrame(lines, columns=list(PROBLEM_COLUMNS), dtype=object)
    kinds = {column: "Int64" if column == "row" else "str" for column in PROBLEM_COLUMNS}
    return table.astype(kinds)


def empty_problems() -> pd.DataFrame:
    """Give a problems table without rows."""
    return problems_table([])


def _kept(given: object, keep: NDArray[np.bool_]) -> object:
    return [item for item, yes in zip(given, keep, strict=True) if yes] if isinstance(given, list) else given


def _one(given: object, number: int) -> object:
    return given[number] if isinstance(given, list) else given


def shown_number(value: float) -> str:
    """Write a number as a user would have typed it.

    >>> shown_number(98.0), shown_number(0.25)
    ('98', '0.25')
    """
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(float(value))
