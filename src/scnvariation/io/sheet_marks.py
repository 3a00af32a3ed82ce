"""What a sheet of a workbook says beside its values: hidden rows and columns, formulas without a stored result."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from scnvariation.contract.ledger import Finding
from scnvariation.contract.source import column_letters
from scnvariation.io.files import OpenedFile

__all__ = ["SheetMarks", "findings_of_marks", "marks_of_sheet"]

BLOCK = 1_000_000
#: A hidden rest of a sheet runs to its last column, far beyond any heading.
FARTHEST = 1_000
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_COLUMN = re.compile(r"<(?:\w+:)?col\s[^>]*>")
_ROW = re.compile(r"<(?:\w+:)?row\s[^>]*>")
_END_OF_ROW = re.compile(rb"</(?:\w+:)?row>")
# A cell with a formula whose result is absent or empty.
_NO_RESULT = re.compile(
    r"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})([0-9]+)\"[^>]*>\s*"
    r"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    r"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TRUE = frozenset({"1", "true"})


@dataclass(slots=True)
class SheetMarks:
    """What stands beside the values of one sheet.

    Attributes
    ----------
    hidden_rows : list of int
        As Excel counts them.
    hidden_columns : list of str
        Their letters.
    no_result : list of (str, int)
        Column letters and row of formulas without a stored result.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    no_result: list[tuple[str, int]] = field(default_factory=list)


def marks_of_sheet(opened: OpenedFile, title: str) -> SheetMarks:
    """Read what a sheet says beside its values.

    Parameters
    ----------
    opened : OpenedFile
        A workbook of today (.xlsx, .xlsm); an old one gives no marks.
    title : str
        Of the sheet.

    Returns
    -------
    SheetMarks
    """
    marks = SheetMarks()
    if not zipfile.is_zipfile(opened.path):
        return marks
    with zipfile.ZipFile(opened.path) as archive:
        part = _part_of(archive, title)
        if part in archive.namelist():
            with archive.open(part) as stream:
                for text in _pieces(stream):
                    _read_piece(text, marks)
    return marks


def findings_of_marks(marks: SheetMarks, header_row: int, letters: Sequence[str], rows: Sequence[int]) -> list[Finding]:
    """Say which hidden rows and columns were read, and which cells have no result.

    Parameters
    ----------
    marks : SheetMarks
        What was found.
    header_row : int
        Row of the headings.
    letters : sequence of str
        Columns that have a heading.
    rows : sequence of int
        Rows that were read.

    Returns
    -------
    list of Finding
    """
    read, named = set(rows), set(letters)
    hidden = [Finding(code="hidden_read", row=row) for row in marks.hidden_rows if row in read]
    columns = [letter for letter in marks.hidden_columns if letter in named]
    hidden += [Finding(code="hidden_read", row=header_row, cell=f"{letter}{header_row}") for letter in columns]
    empty = [
        Finding(code="formula_no_value", row=row, cell=f"{letter}{row}")
        for letter, row in marks.no_result
        if row > header_row and letter in named
    ]
    return [*hidden, *empty]


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def _part_of(archive: zipfile.ZipFile, title: str) -> str:
    """Find the part of the package that holds a sheet; empty where it cannot be told."""
    names = archive.namelist()
    book = next((name for name in names if name.endswith("workbook.xml")), "")
    folder, _, base = book.rpartition("/")
    links = posixpath.join(folder, "_rels", f"{base}.rels")
    if not book or links not in names:
        return ""
    sheets = [_attributes(tag) for tag in _SHEET.findall(_text(archive, book))]
    place = next((item for item in sheets if item.get("name") == title), {})
    key = next((given for name, given in place.items() if name.endswith(":id")), None)
    targets = [_attributes(tag) for tag in _RELATIONSHIP.findall(_text(archive, links))]
    target = next((item.get("Target", "") for item in targets if key is not None and item.get("Id") == key), "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8", errors="replace")


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    """Cut a sheet into pieces that end where a row ends, so that memory stays bounded."""
    rest = b""
    while block := stream.read(BLOCK):
        rest += block
        ends = [found.end() for found in _END_OF_ROW.finditer(rest)]
        if ends:
            yield rest[: ends[-1]].decode("utf-8", errors="replace")
            rest = rest[ends[-1] :]
    yield rest.decode("utf-8", errors="replace")


def _read_piece(text: str, marks: SheetMarks) -> None:
    """Take the marks of one piece."""
    for tag in _COLUMN.findall(text):
        found = _attributes(tag)
        first, last = found.get("min", ""), found.get("max", "")
        if found.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
            places = range(int(first) - 1, min(int(last), FARTHEST))
            marks.hidden_columns += [column_letters(place) for place in places]
    if "hidden" in text:
        rows = (_attributes(tag) for tag in _ROW.findall(text))
        hidden = [found.get("r", "") for found in rows if found.get("hidden") in _TRUE]
        marks.hidden_rows += [int(row) for row in hidden if row.isdecimal()]
    marks.no_result += [(letters, int(row)) for letters, row in _NO_RESULT.findall(text)]
