"""Where data come from: what is recorded of a source, and where each of its cells stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["OPEN_LAYOUTS", "SourceInfo", "SourceMap", "column_letters"]

OPEN_LAYOUTS = frozenset({"tidy", "long", "frame"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """What is recorded of a source for whoever must trace a figure back to it.

    Attributes
    ----------
    name : str
        File name; empty for a data frame.
    sha256 : str
        Of the bytes of the file; empty for a data frame.
    rows_read : int
        Data rows, blank lines not counted.
    layout : str
        The layout it was read as; `frame` for a data frame with the contract's columns.
    why : str
        How the layout was recognised.
    """

    name: str = ""
    sha256: str = ""
    rows_read: int = 0
    layout: str = "frame"
    why: str = ""

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> Self:
        """Record a data frame given as it is."""
        return cls(rows_read=len(frame), why="a data frame was given")

    @property
    def known_layout(self) -> bool:
        """Whether this is the layout of a known publisher, whose own errors do not stop its file."""
        return self.layout not in OPEN_LAYOUTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMap:
    """Where each row and column of a frame stands in the file it came from.

    Attributes
    ----------
    file, sheet : str
        Empty for a data frame.
    rows : ndarray of shape (n_rows,)
        Row as Excel shows it; for a data frame the position counted from 1.
    header_row : int
        Row of the headings; 0 for a data frame.
    headings, letters : mapping
        From a column of the contract to its heading and its column letters.
    labels : pandas.Index or None
        Index labels of a data frame, where they say more than the position.
    separator : str
        Of a text file.
    parts : tuple of SourceMap
        The tables that were put one under another, where there are several.
    """

    file: str = ""
    sheet: str = ""
    rows: NDArray[np.int64]
    header_row: int = 0
    headings: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    labels: pd.Index | None = None
    separator: str = ""
    parts: tuple[SourceMap, ...] = ()

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> Self:
        """Map a data frame given as it is."""
        plain = frame.index.equals(pd.RangeIndex(len(frame)))  # labels that say no more than the position
        return cls(rows=np.arange(1, len(frame) + 1), labels=None if plain else frame.index)

    @classmethod
    def of_file(cls, file: str, *, sheet: str = "") -> Self:
        """Map a file of which no row was read."""
        return cls(file=file, sheet=sheet, rows=np.empty(0, dtype=np.int64))

    @classmethod
    def joined(cls, parts: Sequence[SourceMap]) -> SourceMap:
        """Map tables that were put one under another, each in its own place."""
        if len(parts) == 1:
            return parts[0]
        flat = tuple(leaf for part in parts for leaf in part.parts or (part,))
        sheet = parts[0].sheet if len({part.sheet for part in parts}) == 1 else ""
        rows = np.concatenate([part.rows for part in parts])
        first = parts[0].headings.items()
        same = {name: heading for name, heading in first if all(part.headings.get(name) == heading for part in parts)}
        return replace(parts[0], sheet=sheet, rows=rows, headings=same, parts=flat)

    def part(self, position: int) -> SourceMap:
        """Give the map of the table in which a row stands."""
        for part in self.parts:
            if position < len(part.rows):
                return part
            position -= len(part.rows)
        return self

    def positions(self, row: int, sheet: str) -> NDArray[np.int64]:
        """Find the rows of the frame that stand on a row of a sheet."""
        sheets = [part.sheet for part in self.parts for _ in part.rows]
        here = self.rows == row
        return np.flatnonzero(here & (np.array(sheets) == sheet) if sheets and sheet else here)

    def heading(self, column: str) -> str:
        """Give the heading of a column as the user wrote it."""
        return self.headings.get(column, column)

    def cell(self, column: str, row: int) -> str:
        """Give the Excel address of a cell, empty where there is none."""
        letters = self.letters.get(column, "")
        return f"{letters}{row}" if letters and row else ""


def column_letters(position: int) -> str:
    """Name a column as Excel does, counted from 0.

    >>> column_letters(0), column_letters(26)
    ('A', 'AA')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
