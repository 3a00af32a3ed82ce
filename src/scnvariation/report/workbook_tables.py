"""Tables of a workbook before they are written: that they fit a sheet, and can be marked as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scnvariation.errors import DataError
from scnvariation.messages import workbook as messages
from scnvariation.messages.shell import too_many_rows
from scnvariation.report.content import Cell
from scnvariation.report.workbook_text import LONGEST_CELL, pieces, unique_headings

__all__ = ["HEADING_ROW", "SAMPLED_ROWS", "TableSheet", "numeric_columns", "ready"]

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
#: Row of the headings below title, count of tables, reminder and source, counted from 0.
HEADING_ROW = 4
SAMPLED_ROWS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class TableSheet:
    """One sheet with one table.

    Attributes
    ----------
    name : str
        Of the sheet, as `sheet_names` gives it.
    title : str
        What the table shows.
    headings : sequence of str
        Made unique when they are written.
    rows : sequence of sequences
        Cells, each a `Cell`, text, number, truth value, `Shaded` or `Link`.
    for_scripts : bool
        Headings on row 1, missing figures empty.
    """

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    for_scripts: bool = False

    @property
    def heading_row(self) -> int:
        """Row of the headings, counted from 0."""
        return 0 if self.for_scripts else HEADING_ROW


def ready(table: TableSheet) -> TableSheet:
    """Check that a table fits, and put what is longer than a cell into columns of its own at the right end."""
    most = MOST_ROWS - table.heading_row - 1
    if len(table.rows) > most:
        raise DataError(too_many_rows(len(table.rows), most))
    headings, rows = list(table.headings), table.rows
    if spare := _spare_columns(rows):
        headings += [messages.continued(str(headings[at])) for at, number in spare.items() for _ in range(number)]
        rows = list(_spread(rows, spare))
    if not rows and not table.for_scripts:
        rows = [(messages.NOTHING, *[""] * (len(headings) - 1))]
    if len(headings) > MOST_COLUMNS:
        raise DataError(messages.too_many_columns(len(headings), MOST_COLUMNS))
    return replace(table, headings=unique_headings(headings), rows=rows)


def _spare_columns(rows: Sequence[Sequence[object]]) -> dict[int, int]:
    """Count for each column, by position, how many more cells its longest text needs; most tables need none."""
    spare: dict[int, int] = {}
    for row in rows:
        for at, cell in enumerate(row):
            text = cell.text if isinstance(cell, Cell) else cell
            if isinstance(text, str) and len(text) > LONGEST_CELL // 2 and len(parts := pieces(text)) > 1:
                spare[at] = max(spare.get(at, 0), len(parts) - 1)
    return dict(sorted(spare.items()))


def _spread(rows: Sequence[Sequence[object]], spare: dict[int, int]) -> Iterator[list[object]]:
    """Give each row with the rest of its long texts at the end."""
    for row in rows:
        whole = list(row)
        for at, number in spare.items():
            cell = row[at]
            text = cell.text if isinstance(cell, Cell) else cell
            parts = pieces(text) if isinstance(text, str) else [cell]
            whole[at], *rest = parts or [""]
            whole += [*rest, *[""] * (number - len(rest))]
        yield whole


def numeric_columns(table: TableSheet) -> list[bool]:
    """Say which columns hold numbers, and stand to the right with their marks and headings."""
    numbers = [False] * len(table.headings)
    for row in islice(table.rows, SAMPLED_ROWS):
        for at, cell in enumerate(row):
            if isinstance(cell, Cell):
                numbers[at] |= cell.number is not None
            else:
                numbers[at] |= isinstance(cell, float) or (isinstance(cell, int) and not isinstance(cell, bool))
    return numbers
