"""Cells of a workbook, each written by its type, in formats that are made once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from scnvariation.messages import workbook as messages
from scnvariation.report.content import Cell
from scnvariation.report.workbook_text import cell_text

__all__ = ["BOLD", "FONT", "LINE_HEIGHT", "TO_RIGHT", "Link", "Looks", "Pen", "Shaded", "column_width", "row_height"]

FONT = MappingProxyType({"font_name": "Arial", "font_size": 12})
# The indent keeps a number apart from a text in the next column.
TO_RIGHT = {"align": "right", "indent": 1}
NARROWEST, WIDEST = 9, 50
LINE_HEIGHT, HIGHEST_ROW = 15.75, 409
LETTERS = 1.1  # in a width of one digit, less what stays empty where a word goes to the next line
BOLD = 1.15  # width of a bold letter
# A mark that stands behind a number is shown by the format, so that the cell stays a number.
MARK = re.compile(r"\[[a-z]+\]")


class Link(NamedTuple):
    """The name of one of our own sheets, as a link to it."""

    sheet: str


class Shaded(NamedTuple):
    """A text on a light ground, which repeats what the text says."""

    text: str
    ground: str


class Looks:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - an optional package
        self._book = book
        self._made: dict[object, Any] = {}

    def of(self, **properties: object) -> Any:  # noqa: ANN401 - an optional package
        """Give the format with these properties beside the font."""
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **FONT, **properties})
        return self._made[key]

    def number(self, digits: int, *, is_percentage: bool, mark: str = "") -> Any:  # noqa: ANN401 - an optional package
        """Give the format of a number with this many decimals."""
        key = (digits, is_percentage, mark)
        if key not in self._made:
            shown = "#,##0" + ("." + "0" * digits if digits else "") + ("%" if is_percentage else "")
            self._made[key] = self.of(num_format=f'{shown}" {mark}"' if mark else shown, **TO_RIGHT)
        return self._made[key]


class Pen:
    """Writes the cells of one sheet."""

    def __init__(self, sheet: Any, looks: Looks) -> None:  # noqa: ANN401 - an optional package
        self._sheet = sheet
        self._looks = looks
        self._link = looks.of(underline=1, font_color="#0563C1")
        self._left = looks.of(text_wrap=True)
        self._right = looks.of(text_wrap=True, **TO_RIGHT)
        self._plain = looks.of()

    def row(self, row: int, cells: Sequence[object], to_right: Sequence[bool]) -> None:
        """Write a row for people: no cell stays empty."""
        for column, cell in enumerate(cells):
            if isinstance(cell, Cell):
                self._cell(row, column, cell, to_right=to_right[column])
            elif isinstance(cell, str):
                look = self._right if to_right[column] else self._left
                self._sheet.write_string(row, column, cell_text(cell) or messages.EMPTY, look)
            elif isinstance(cell, Shaded):
                look = self._looks.of(text_wrap=True, bg_color=cell.ground)
                self._sheet.write_string(row, column, cell_text(cell.text), look)
            elif isinstance(cell, Link):
                self._sheet.write_url(row, column, f"internal:'{cell.sheet}'!A1", self._link, cell.sheet)
            else:
                self._value(row, column, cell, missing=messages.NOT_AVAILABLE)

    def script_row(self, row: int, cells: Sequence[object]) -> None:
        """Write a row for scripts: what is missing stays empty."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self._sheet.write_string(row, column, cell_text(cell), self._plain)
            else:
                self._value(row, column, cell, missing="")

    def _cell(self, row: int, column: int, cell: Cell, *, to_right: bool) -> None:
        """Write the number behind a cell, or its text where it has none."""
        if cell.number is None or not math.isfinite(cell.number):
            text = cell.text or (messages.EMPTY if cell.number is None else messages.NOT_AVAILABLE)
            self._sheet.write_string(row, column, cell_text(text), self._right if to_right else self._left)
            return
        mark = " ".join(MARK.findall(cell.text)) if "[" in cell.text else ""
        look = self._looks.number(cell.digits, is_percentage=cell.is_percentage, mark=mark)
        self._sheet.write_number(row, column, cell.number, look)

    def _value(self, row: int, column: int, value: Any, *, missing: str) -> None:  # noqa: ANN401 - any scalar
        """Write a cell of a table of figures by its type."""
        if type(value) is float and math.isfinite(value):  # most cells of most tables
            self._sheet.write_number(row, column, value, self._plain)
        elif pd.api.types.is_bool(value):
            self._sheet.write_boolean(row, column, bool(value), self._plain)
        elif pd.api.types.is_scalar(value) and pd.isna(value):
            if missing:
                self._sheet.write_string(row, column, missing, self._right)
        elif not pd.api.types.is_number(value):
            self._sheet.write_string(row, column, cell_text(str(value)), self._plain)
        elif math.isfinite(number := float(value)):  # type: ignore[arg-type]  # is_number says so
            self._sheet.write_number(row, column, number, self._plain)
        else:
            bound = messages.NO_UPPER_BOUND if number > 0 else messages.NO_LOWER_BOUND
            self._sheet.write_string(row, column, bound, self._right)


def shown(cell: object) -> str:
    """Write a cell roughly as a sheet shows it."""
    if isinstance(cell, Cell | Shaded):
        return cell.text
    if isinstance(cell, Link):
        return cell.sheet
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def column_width(heading: str, cells: Iterable[object]) -> float:
    """Choose the width of a column from the longest word of its heading, which wraps, and from its cells."""
    longest = max((len(shown(cell)) for cell in cells), default=0)
    word = max(map(len, heading.replace("_", "_ ").split()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2, BOLD * word + 3))


def row_height(cells: Iterable[object], widths: Iterable[float], *, size: float = 1.0) -> float:
    """Estimate how high a row must be for its wrapped texts: not every program that opens a workbook works it out.

    >>> row_height(["short", "x " * 50], [9, 50]) / LINE_HEIGHT
    2.0
    """
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        text, room = shown(cell), LETTERS * width / size
        if len(text) > room or "\n" in text:
            lines = max(lines, sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n")))
    return min(HIGHEST_ROW, lines * LINE_HEIGHT * max(1.0, size))
