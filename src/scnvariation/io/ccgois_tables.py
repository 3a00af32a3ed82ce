"""Tables of one sheet: headings wherever they stand, blocks side by side, one row for each area and period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scnvariation.contract.ledger import Finding
from scnvariation.contract.source import column_letters
from scnvariation.io.ccgois_headings import KEY_ROLES, MEASURES, clean_heading, is_header, role_of
from scnvariation.io.sheets import Sheet

__all__ = ["Block", "Record", "records_of"]

Cells = Sequence[object]
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that stand for one period or one group of areas.

    Attributes
    ----------
    places : dict of str to int
        Column of each role that occurs once.
    strata, extras : tuple of (str, int)
        Headings and columns of further keys and of further figures.
    number : int
        From the left, counted from 0.
    header_row : int
        As Excel shows it.
    headings : sequence of str
        Of the whole row.
    """

    places: dict[str, int]
    strata: tuple[tuple[str, int], ...]
    extras: tuple[tuple[str, int], ...]
    number: int
    header_row: int
    headings: Sequence[str]

    def heading(self, role: str) -> str:
        """Give the heading over a role, empty where the block has none."""
        return self.headings[self.places[role]] if role in self.places else ""

    def letters(self, role: str) -> str:
        """Give the Excel letters of the column of a role."""
        return column_letters(self.places[role]) if role in self.places else ""


@dataclass(frozen=True, slots=True)
class Record:
    """One area and period of a sheet.

    Attributes
    ----------
    sheet : str
        Name of the sheet.
    row : int
        As Excel shows it.
    block : Block
        Where its cells stand.
    cells : dict
        Cells by role, as they are.
    strata, extras : dict
        Cells by heading.
    """

    sheet: str
    row: int
    block: Block
    cells: dict[str, object]
    strata: dict[str, str] = field(default_factory=dict)
    extras: dict[str, object] = field(default_factory=dict)


def records_of(sheet: Sheet) -> tuple[list[Record], list[Finding]]:
    """Unpivot the tables of a sheet.

    Parameters
    ----------
    sheet : Sheet
        With its title rows and notes.

    Returns
    -------
    list of Record
        In the order of rows, and within a row from left to right.
    list of Finding
        Where headings stand, blocks that were joined, columns left out.
    """
    records: list[Record] = []
    findings: list[Finding] = []
    blocks: list[Block] = []
    unnamed: dict[int, set[int]] = {}
    for row, cells in enumerate(sheet.records(), start=1):
        headings = [clean_heading(cell) for cell in cells] if _may_be_headings(cells) else []
        if is_header(headings):
            blocks, found = _blocks(headings, row, sheet.title)
            findings += found
        elif found_here := list(_of_row(sheet.title, row, cells, blocks)):
            records += found_here
            unnamed.setdefault(blocks[0].header_row, set()).update(_unnamed(cells, blocks[0].headings))
    return records, findings + [_left_out(sheet.title, row, places) for row, places in unnamed.items() if places]


def _may_be_headings(cells: Cells) -> bool:
    """Headings are texts; rows with fewer than three need no closer look."""
    return sum(isinstance(cell, str) for cell in cells) >= FEWEST


def _blocks(headings: Sequence[str], row: int, sheet: str) -> tuple[list[Block], list[Finding]]:
    """Cut headings where a key stands after figures; later blocks inherit the keys that they lack."""
    groups: list[list[tuple[int, str]]] = [[]]
    for place, heading in enumerate(headings):
        role = role_of(heading)
        if role in KEY_ROLES and any(other not in KEY_ROLES for _, other in groups[-1]):
            groups.append([])
        if role:
            groups[-1].append((place, role))
    blocks: list[Block] = []
    findings = [Finding(code="header_found", sheet=sheet, row=row, words={"row": f"{row}"})]
    for group in groups:
        if any(role == "value" for _, role in group):
            blocks.append(_block(group, headings, row, blocks))
        else:
            words = {"columns": ", ".join(column_letters(place) for place, _ in group)}
            findings.append(Finding(code="blocks_unclear", sheet=sheet, row=row, words=words))
    if len(blocks) > 1:
        starts = [f"{column_letters(_first(block))}{row}" for block in blocks]
        words = {"number": f"{len(blocks)}", "cells": ", ".join(starts)}
        findings.append(Finding(code="blocks_joined", sheet=sheet, row=row, words=words))
    return blocks, findings


def _block(group: Sequence[tuple[int, str]], headings: Sequence[str], row: int, before: Sequence[Block]) -> Block:
    places: dict[str, int] = {}
    strata, extras = [], []
    for place, role in group:
        if role == "stratum":
            strata.append((headings[place], place))
        elif role == "extra" or role in places:  # a second figure of a kind is a further one
            extras.append((headings[place], place))
        else:
            places[role] = place
    if before:
        first = before[0]
        own = {role for _, role in group}
        inherited = {"period", "sex", "area_name", *(() if "area_name" in own else ("area_code", "level", "kind"))}
        places |= {role: first.places[role] for role in inherited - own if role in first.places}
        strata = strata or list(first.strata)
    return Block(places, tuple(strata), tuple(extras), len(before), row, headings)


def _first(block: Block) -> int:
    """Give the first column of a block that is its own."""
    own = [place for role, place in block.places.items() if role not in KEY_ROLES]
    return min(own)


def _of_row(sheet: str, row: int, cells: Cells, blocks: Sequence[Block]) -> Iterator[Record]:
    """Give the records of one row; a note or a blank line has none."""
    for block in blocks:
        found = {role: _cell(cells, place) for role, place in block.places.items()}
        if not _text(found.get("area_name")) or all(_is_blank(found.get(role)) for role in MEASURES):
            continue
        strata = {heading: _raw_text(_cell(cells, place)) for heading, place in block.strata}
        extras = {heading: _cell(cells, place) for heading, place in block.extras}
        yield Record(sheet, row, block, found, strata, extras)


def _cell(cells: Cells, place: int) -> object:
    return cells[place] if place < len(cells) else None


def _is_blank(cell: object) -> bool:
    return cell is None or not str(cell).strip()


def _text(cell: object) -> str:
    return "" if cell is None or isinstance(cell, int | float | dt.date) else str(cell).strip()


def _raw_text(cell: object) -> str:
    """Keep blanks in front: they say that a group is part of the one above."""
    return "" if cell is None else str(cell).rstrip()


def _unnamed(cells: Cells, headings: Sequence[str]) -> set[int]:
    """List columns without a heading that hold something beside the data."""
    return {
        place
        for place, cell in enumerate(cells)
        if not _is_blank(cell) and (place >= len(headings) or not headings[place])
    }


def _left_out(sheet: str, row: int, places: set[int]) -> Finding:
    words = {"letter": ", ".join(column_letters(place) for place in sorted(places))}
    return Finding(code="unnamed_column", sheet=sheet, row=row, words=words)
