"""Tables as plain text for a terminal or an e-mail."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd

__all__ = ["is_missing", "text_table"]

WIDEST_CELL = 40
WIDEST_HEADING = 16
GAP = "  "


def text_table(frame: pd.DataFrame) -> str:
    """Set a table in columns of plain text: texts to the left, numbers to the right, long cells on several lines.

    Parameters
    ----------
    frame : pandas.DataFrame
        Labelled and rounded, as `result.table()` gives it.

    Returns
    -------
    str
        Without a line end after the last row.

    Examples
    --------
    >>> print(text_table(pd.DataFrame({"Area": ["Bath", "Ely"], "Cases": [7, 12]})))
    Area  Cases
    ----  -----
    Bath      7
    Ely      12
    """
    columns = [_column(str(name), column) for name, column in frame.items() if _says_something(column)]
    height = 1 + len(frame)
    rows = [_row([column[number] for column in columns]) for number in range(height)]
    rule = GAP.join("-" * len(column[0][0]) for column in columns)
    return "\n".join([*rows[0], rule.rstrip(), *(line for row in rows[1:] for line in row)])


def _says_something(column: pd.Series) -> bool:
    """Whether a column is worth its room: not where every cell is empty."""
    return column.empty or any(map(_cell, column))


def _column(name: str, column: pd.Series) -> list[list[str]]:
    """Give the heading and the cells of a column as lines of one width."""
    to_right = pd.api.types.is_numeric_dtype(column)
    cells = [
        textwrap.wrap(name, WIDEST_HEADING, break_long_words=False),
        *(textwrap.wrap(cell, WIDEST_CELL) for cell in map(_cell, column)),
    ]
    width = max((len(line) for lines in cells for line in lines), default=0)
    return [[line.rjust(width) if to_right else line.ljust(width) for line in lines or [""]] for lines in cells]


def _cell(cell: object) -> str:
    """Write one cell on one line, without what a terminal would obey."""
    if is_missing(cell):
        return ""
    if isinstance(cell, float):
        return f"{cell:,.6g}"
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(cell)).split())


def is_missing(cell: object) -> bool:
    """Whether a cell of a table holds nothing.

    >>> [is_missing(cell) for cell in (None, float("nan"), pd.NA, pd.NaT, "", 0)]
    [True, True, True, True, False, False]
    """
    return cell is None or cell is pd.NA or cell != cell  # noqa: PLR0124 - only what is no number differs from itself


def _row(cells: Sequence[list[str]]) -> list[str]:
    """Set cells side by side, the shorter ones filled up with blanks."""
    height = max(len(lines) for lines in cells)
    blank = [" " * len(lines[0]) for lines in cells]
    return [
        GAP.join(lines[k] if k < len(lines) else space for lines, space in zip(cells, blank, strict=True)).rstrip()
        for k in range(height)
    ]
