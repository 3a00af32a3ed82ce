"""Rows of the CCG Outcomes Indicator Set in the contract's columns, each with the place it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.ledger import Finding
from scnvariation.contract.source import SourceMap, column_letters
from scnvariation.io.ccgois_areas import matched_codes, nearest_names
from scnvariation.io.ccgois_cells import indicator_code, interval_of, nested_levels, number_of, period_text
from scnvariation.io.ccgois_tables import Block, Record
from scnvariation.messages.words import listed

__all__ = ["by_table", "frame_of", "in_order", "numbers_in", "source_map"]

_NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "expected")
_CODE = re.compile(r"[0-9]{2}[A-Z]|E38[0-9]{6}")
#: Column of the contract by role of a heading.
_COLUMNS = {"period": "period", "area_name": "area_name", "sex": "sex"} | {name: name for name in _NUMBERS}


def in_order(records: Sequence[Record]) -> list[Record]:
    """Put the records of each block together, sheets and tables in their order."""
    sheets = {title: place for place, title in enumerate(dict.fromkeys(record.sheet for record in records))}
    return sorted(records, key=lambda one: (sheets[one.sheet], one.block.header_row, one.block.number, one.row))


def frame_of(records: Sequence[Record]) -> tuple[pd.DataFrame, list[Finding]]:
    """Make one row of each record.

    Parameters
    ----------
    records : sequence of Record
        In order.

    Returns
    -------
    pandas.DataFrame
        Columns of the contract, `expected`, `extra`, and `sheet`, `sheet_row`, `header_row` as the source.
    list of Finding
        Months that were Excel dates, names that were matched or are not known.
    """
    frame = pd.DataFrame(
        {
            "indicator_id": ["ccg_ois:" + indicator_code(one.sheet) for one in records],
            **{name: pd.Series([_number(one.cells.get(name)) for one in records], dtype=object) for name in _NUMBERS},
            "sex": [_words(one.cells.get("sex")) for one in records],
            "breakdown": _breakdowns(records),
            "extra": [_extras(one) for one in records],
            "sheet": [one.sheet for one in records],
            "sheet_row": [one.row for one in records],
            "header_row": [one.block.header_row for one in records],
        }
    )
    _read_intervals(frame, records)
    periods, dates = _periods(records)
    names = [_words(one.cells.get("area_name")) for one in records]
    codes = {**_given_codes(records, names), **matched_codes(names)}
    placed = {name: codes.get(name, name) for name in dict.fromkeys(names)}
    frame = frame.assign(period=periods, published_period=periods, area_name=names)
    frame = frame.assign(area_code=[placed[name] for name in names])
    return frame, [*dates, *_of_names(records, names, codes)]


def _number(cell: object) -> object:
    """Keep a cell of a number column as it is; an empty text is blank."""
    return None if cell is None or not str(cell).strip() else cell


def _words(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _breakdowns(records: Sequence[Record]) -> list[str]:
    """Name what part of its area a row is about, empty for the whole; several keys are joined."""
    joined: list[str] = []
    for _, rows in groupby(records, key=lambda one: (one.sheet, one.block.header_row, one.block.number)):
        some = list(rows)
        levels = [nested_levels([one.strata[heading] for one in some]) for heading in some[0].strata]
        parts = zip(*levels, strict=True) if levels else [()] * len(some)
        joined += [" / ".join(part for part in here if part) for here in parts]
    return joined


def _extras(record: Record) -> str:
    """Keep further figures as text: nothing of a row is lost."""
    return "; ".join(f"{heading}: {_words(cell)}" for heading, cell in record.extras.items() if _words(cell))


def _read_intervals(frame: pd.DataFrame, records: Sequence[Record]) -> None:
    """Fill the limits where they stand in one cell."""
    for row, one in enumerate(records):
        if (limits := interval_of(one.cells.get("interval"))) is not None:
            frame.loc[row, "lower"], frame.loc[row, "upper"] = limits


def _periods(records: Sequence[Record]) -> tuple[list[str], list[Finding]]:
    """Read periods, and list the cells that Excel had made dates of."""
    read = [period_text(one.cells.get("period")) for one in records]
    findings = [
        Finding(
            code="month_was_date",
            sheet=one.sheet,
            row=one.row,
            heading=one.block.heading("period"),
            cell=f"{one.block.letters('period')}{one.row}",
            value=str(one.cells["period"]),
            words={"period": text},
        )
        for one, (text, was_date) in zip(records, read, strict=True)
        if was_date
    ]
    return [text for text, _ in read], findings


def _given_codes(records: Sequence[Record], names: Sequence[str]) -> dict[str, str]:
    """Read the codes that some sheets give, for names that are in no look-up."""
    given = {}
    for one, name in zip(records, names, strict=True):
        code = _words(one.cells.get("area_code") or one.cells.get("level"))
        if _CODE.fullmatch(code):
            given[name] = code
    return given


def _of_names(records: Sequence[Record], names: Sequence[str], codes: dict[str, str]) -> list[Finding]:
    """Say that areas were matched by name, and which names have no match."""
    findings = [Finding(code="matched_by_name", words={"number": f"{len(codes):,}"})] if codes else []
    for name in dict.fromkeys(name for name in names if name not in codes):
        one = records[names.index(name)]
        near = nearest_names(name)
        findings.append(
            Finding(
                code="name_unknown",
                sheet=one.sheet,
                row=one.row,
                heading=one.block.heading("area_name"),
                cell=f"{one.block.letters('area_name')}{one.row}",
                value=name,
                words={"near": f" The closest are {listed(near)}." if near else ""},
            )
        )
    return findings


def source_map(records: Sequence[Record], file: str) -> SourceMap:
    """Map the rows of the frame to sheet, row and columns of the workbook.

    Parameters
    ----------
    records : sequence of Record
        In order, at least one.
    file : str
        Name of the file.

    Returns
    -------
    SourceMap
        One part for each block.
    """
    parts = []
    for (sheet, _, _), rows in groupby(records, key=lambda one: (one.sheet, one.block.header_row, one.block.number)):
        some = list(rows)
        parts.append(_part(file, sheet, some[0].block, [one.row for one in some]))
    return SourceMap.joined(parts)


def _part(file: str, sheet: str, block: Block, rows: Sequence[int]) -> SourceMap:
    present = {role: column for role, column in _COLUMNS.items() if role in block.places}
    headings = {column: block.heading(role) for role, column in present.items()}
    letters = {column: block.letters(role) for role, column in present.items()}
    if "interval" in block.places:
        headings |= dict.fromkeys(("lower", "upper"), block.heading("interval"))
        letters |= dict.fromkeys(("lower", "upper"), block.letters("interval"))
    if block.strata:
        headings["breakdown"] = " and ".join(heading for heading, _ in block.strata)
        letters["breakdown"] = column_letters(block.strata[0][1])
    if "area_name" in headings:
        headings["area_code"], letters["area_code"] = headings["area_name"], letters["area_name"]
    return SourceMap(
        file=file,
        sheet=sheet,
        rows=np.array(rows, dtype=np.int64),
        header_row=block.header_row,
        headings=headings,
        letters=letters,
    )


def numbers_in(column: pd.Series[Any]) -> NDArray[np.float64]:
    """Give the numbers of a column of mixed cells, NaN for marks and blanks."""
    read = [number_of(cell) for cell in column.tolist()]
    return np.array([np.nan if number is None else number for number in read], dtype=np.float64)


def by_table(frame: pd.DataFrame) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Give the sheet and the row positions of each table."""
    numbers = frame.groupby(["sheet", "header_row"], sort=False).ngroup().to_numpy()
    for number in range(int(numbers.max(initial=-1)) + 1):
        rows = np.flatnonzero(numbers == number).astype(np.int64)
        yield str(frame["sheet"].iloc[int(rows[0])]), rows
