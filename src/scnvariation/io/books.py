"""Workbooks that are read whole: their sheets differ, and belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.files import OpenedFile
from scnvariation.io.layouts import Layout
from scnvariation.io.sheets import Sheet
from scnvariation.io.workbooks import open_sheets

__all__ = ["Book", "read_book"]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was read whole.

    Attributes
    ----------
    layout : Layout
        That of the workbook.
    why : str
        How it was recognised.
    arranged : Arranged
        Its rows in the contract's columns.
    """

    layout: Layout
    why: str
    arranged: Arranged


def read_book(opened: OpenedFile, layouts: Sequence[Layout], settings: ReadingSettings) -> Book | None:
    """Read a workbook by a layout that takes all its sheets, if there is one.

    Parameters
    ----------
    opened : OpenedFile
        A workbook.
    layouts : sequence of Layout
        Those allowed.
    settings : ReadingSettings
        What the user said about it.

    Returns
    -------
    Book or None
        None where no such layout recognises it, or none of its sheets holds a row of that layout.
    """
    if not any(layout.book for layout in layouts):
        return None
    with open_sheets(opened) as sheets:
        titles = [sheet.title for sheet in sheets if sheet.is_visible]
        found = [(layout, why) for layout in layouts if layout.book and (why := layout.book.recognises(titles))]
        kept = [_read(sheet) for sheet in sheets] if found else []
    for layout, why in found:
        arranged = layout.book.arrange(kept, opened.path.name, settings) if layout.book else None
        if arranged is not None and len(arranged.frame):
            return Book(layout, why, arranged)
    return None


def _read(sheet: Sheet) -> Sheet:
    """Read the rows of a sheet while its workbook is open."""
    rows = [list(row) for row in sheet.records()]
    return replace(sheet, records=lambda: rows)
