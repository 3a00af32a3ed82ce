"""A look into the structure of an old workbook before it is parsed: do its claims fit its size."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["fault_of"]

# The container: sectors chained by a table, as a small file system.
_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_SHIFTS = (9, 12)
_IN_HEADER = 109
_NO_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_SMALL = 64
# The records of a workbook, by number.
_END, _SHEET, _STRINGS, _SIZE = 0x0A, 0x85, 0xFC, 0x200
_CELLS = frozenset({0x06, 0x7E, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x406})
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_DENSE = 1_000_000
_SPARSE = 200


class _BrokenError(Exception):
    """The container contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Container:
    data: bytes
    sector: int
    table: list[int]

    def chain(self, start: int) -> bytes:
        """Join the sectors of a stream."""
        pieces, seen = [], 0
        while start < _NO_SECTOR:
            at = _HEADER + start * self.sector if self.sector == _HEADER else (start + 1) * self.sector
            seen += 1
            if start >= len(self.table) or at >= len(self.data) or seen > len(self.table):
                raise _BrokenError
            pieces.append(self.data[at : at + self.sector])
            start = self.table[start]
        return b"".join(pieces)


def fault_of(data: bytes) -> str:
    """Say what is wrong with the structure of an old workbook.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    str
        Empty where its cells lie within a sheet and its tables within the file; else words that follow "is".

    Notes
    -----
    Readers of the format reserve memory for as many cells and texts as a file claims to have. One wrong byte can make
    that more than a machine has, which no program survives.

    Examples
    --------
    >>> fault_of(b"no workbook")
    'damaged'
    """
    try:
        stream = _workbook_stream(data)
        globals_, sheets = _records_of(stream, 0), []
        for number, body in globals_:
            if number == _SHEET:
                sheets.append(struct.unpack_from("<I", body)[0])
            if number == _STRINGS and struct.unpack_from("<II", body)[1] > len(stream):
                return "damaged: it claims more texts than it has bytes"
        return next((fault for start in sheets if (fault := _sheet_fault(stream, start))), "")
    except (_BrokenError, struct.error):
        return "damaged"


def _workbook_stream(data: bytes) -> bytes:
    """Find the stream with the workbook in the container."""
    container, tables = _open(data)
    directory = container.chain(struct.unpack_from("<I", data, 48)[0])
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
    by_name = {_name(entry): entry for entry in entries if len(entry) == _ENTRY}
    entry = by_name.get("workbook") or by_name.get("book")
    root = by_name.get("root entry")
    if entry is None or root is None:
        raise _BrokenError
    start, size = struct.unpack_from("<II", entry, 116)
    if size >= struct.unpack_from("<I", data, 56)[0]:
        return container.chain(start)[:size]
    small = container.chain(struct.unpack_from("<I", root, 116)[0])
    pieces: list[bytes] = []
    while start < _NO_SECTOR and len(pieces) <= len(tables):
        if start >= len(tables):
            raise _BrokenError
        pieces.append(small[start * _SMALL : (start + 1) * _SMALL])
        start = tables[start]
    return b"".join(pieces)[:size]


def _open(data: bytes) -> tuple[_Container, list[int]]:
    """Read the table of sectors, and that of small sectors."""
    if not data.startswith(_MARK) or len(data) < _HEADER:
        raise _BrokenError
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in _SHIFTS:
        raise _BrokenError
    sector = 1 << shift
    most = len(data) // sector + 1
    places = [place for place in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if place < _NO_SECTOR]
    following, rounds = struct.unpack_from("<I", data, 68)[0], 0
    while following < _NO_SECTOR:
        more = _numbers(data, following, sector)
        places += [place for place in more[:-1] if place < _NO_SECTOR]
        following, rounds = more[-1], rounds + 1
        if rounds > most:
            raise _BrokenError
    table = [number for place in places[:most] for number in _numbers(data, place, sector)][:most]
    container = _Container(data, sector, table)
    small = container.chain(struct.unpack_from("<I", data, 60)[0])
    return container, list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))


def _numbers(data: bytes, place: int, sector: int) -> list[int]:
    return list(struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector))


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace").casefold()


def _records_of(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part of the workbook, up to its end."""
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if number == _END:
            return
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_fault(stream: bytes, start: int) -> str:
    """Say whether the cells of a sheet lie where no sheet has any, or far from all others."""
    cells, last_row, last_column = 0, 0, 0
    for number, body in _records_of(stream, start):
        if number == _SIZE and _claims_too_much(body):
            return "damaged: a sheet claims more cells than Excel has"
        if number in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            if number in {0xBD, 0xBE}:
                column = struct.unpack_from("<H", body, len(body) - 2)[0]
            cells, last_row, last_column = cells + 1, max(last_row, row), max(last_column, column)
    area = (last_row + 1) * (last_column + 1)
    is_stray = area > _DENSE and area > _SPARSE * cells
    return "damaged: cells lie outside the sheet" if last_column >= _MOST_COLUMNS or is_stray else ""


def _claims_too_much(body: bytes) -> bool:
    """Whether the size of a sheet, as its own record gives it, is beyond what the format holds."""
    wide = len(body) >= 14
    first, last, left, right = struct.unpack_from("<IIHH" if wide else "<HHHH", body)
    return bool(last > _MOST_ROWS or first > last or right > _MOST_COLUMNS or left > right)
