"""Tables as a page sets them: which columns hold numbers, and in which order rows stand when sorted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scnvariation.messages.words import count
from scnvariation.report.content import Cell, PeopleTable

__all__ = ["Choice", "Column", "Row", "TableView", "table_view"]

FEWEST, MOST = 5, 400  # rows worth sorting, and rows that a style sheet sorts without effort
UNIT = "Unit"
CODE, WORDS = 14, 40  # letters of a code and of a few words; a column of sentences is wider than either
MOST_SHOWN = 2000  # rows; the browser of a telephone has to hold them
LONG = 40  # rows; more are folded away


class Column(NamedTuple):
    """Heading of a column, how it looks, whether it holds numbers, and whether it names the row."""

    heading: str
    look: str
    numeric: bool
    names_row: bool


class Choice(NamedTuple):
    """One order of the rows: the word the style sheet knows, and what the reader chooses."""

    value: str
    text: str


class Row(NamedTuple):
    """Cells with their columns, the place of the row in each order as a style, and where its name leads."""

    cells: tuple[tuple[Column, str], ...]
    places: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TableView:
    """A table, ready for its template.

    Attributes
    ----------
    key, title : str
        As in `PeopleTable`.
    columns : tuple of Column
        From left to right.
    rows : tuple of Row
        In the order given.
    notes : tuple of str
        What stands under it.
    choices : tuple of Choice
        Orders to choose from; none where sorting is not worth it.
    is_long : bool
        Whether it is folded away.
    is_too_long : bool
        Whether it has more rows than a page should hold.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    choices: tuple[Choice, ...]
    is_long: bool
    is_too_long: bool

    @property
    def numeric(self) -> str:
        """The columns of numbers, as classes of the table: one on each cell makes a long page much heavier."""
        return " ".join(f"n{number}" for number, column in enumerate(self.columns, start=1) if column.numeric)

    @property
    def rows_in_words(self) -> str:
        """The number of rows."""
        return count(len(self.rows), "row")


def table_view(table: PeopleTable, hrefs: Sequence[str] = ()) -> TableView:
    """Prepare a table for its template.

    Parameters
    ----------
    table : PeopleTable
        As people read it.
    hrefs : sequence of str, optional
        Where the name of each row leads; addresses of our own making only. Such a table is never folded away.

    Returns
    -------
    TableView
    """
    across = [[row[place] for row in table.rows] for place in range(len(table.headings))]
    columns = tuple(
        _column(heading, cells, names_row=place < table.row_headers)
        for place, (heading, cells) in enumerate(zip(table.headings, across, strict=True))
    )
    places = _all_places(columns, across)
    rows = tuple(
        Row(
            tuple((column, cell.text) for column, cell in zip(columns, row, strict=True)),
            ";".join(f"--c{number}:{found[at]}" for number, found in places.items() if at in found),
            hrefs[at] if hrefs else "",
        )
        for at, row in enumerate(table.rows)
    )
    return TableView(
        key=table.key,
        title=table.title,
        columns=columns,
        rows=rows,
        notes=table.notes,
        choices=tuple(choice for number in places for choice in _choices(columns[number - 1], number)),
        is_long=len(rows) > LONG and not hrefs,
        is_too_long=len(rows) > MOST_SHOWN,
    )


def _column(heading: str, cells: Sequence[Cell], *, names_row: bool) -> Column:
    """Say how a column looks: `n` for numbers; by the length of its texts those of codes, words and sentences."""
    numeric = any(cell.number is not None for cell in cells)
    longest = max((len(cell.text) for cell in cells), default=0)
    look = "n" if numeric else "t" if longest <= CODE else "m" if longest <= WORDS else "w"
    return Column(heading, look, numeric, names_row)


def _all_places(columns: Sequence[Column], across: Sequence[Sequence[Cell]]) -> dict[int, dict[int, int]]:
    """Give the places of the rows in the order of each column that has one, by the number of the column."""
    if not FEWEST <= len(across[0]) <= MOST:
        return {}
    units = {
        cell.text for column, cells in zip(columns, across, strict=True) if column.heading == UNIT for cell in cells
    }
    found = {
        number: _places(column, cells)
        for number, (column, cells) in enumerate(zip(columns, across, strict=True), start=1)
        if len(units) < 2 or not column.numeric or all(_is_whole(cell) for cell in cells)
    }
    return {number: places for number, places in found.items() if len(set(places.values())) > 1}


def _is_whole(cell: Cell) -> bool:
    """Whether a cell holds a count, which compares with one of another unit as other figures do not."""
    return cell.number is None or (cell.digits == 0 and not cell.is_percentage)


def _choices(column: Column, number: int) -> tuple[Choice, ...]:
    """Offer the orders of one column."""
    if not column.numeric:
        return (Choice(f"up{number}", f"{column.heading}: A to Z"),)
    return (
        Choice(f"up{number}", f"{column.heading}: lowest first"),
        Choice(f"down{number}", f"{column.heading}: highest first"),
    )


def _places(column: Column, cells: Sequence[Cell]) -> dict[int, int]:
    """Rank the rows by one column as it is read; rows without a number have no place, so that they stand last."""
    if column.numeric:
        read: dict[int, float] | dict[int, str] = {
            at: _as_read(cell)
            for at, cell in enumerate(cells)
            if cell.number is not None and not math.isnan(cell.number)
        }
    elif column.names_row:
        read = {at: cell.text.casefold() for at, cell in enumerate(cells) if cell.text}
    else:
        return {}
    rank = {value: place for place, value in enumerate(sorted(set(read.values())), start=1)}  # type: ignore[type-var]
    return {at: rank[value] for at, value in read.items()}


def _as_read(cell: Cell) -> float:
    """Round a number as it is shown: an order must not tell apart what the table shows as equal."""
    return round(float(cell.number or 0), cell.digits + (2 if cell.is_percentage else 0))
