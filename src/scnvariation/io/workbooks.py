"""Reading workbooks: values only, the sheet found by its headings, hidden sheets never chosen unless named."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any

from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import column_letters
from scnvariation.errors import ScnVariationError
from scnvariation.io.files import OpenedFile
from scnvariation.io.headers import SEARCHED, Header, find_header
from scnvariation.io.ragged import squared
from scnvariation.io.tables import Recognise, Table, dropped_blank_columns
from scnvariation.messages.words import did_you_mean, listed

__all__ = ["read_workbook"]


def read_workbook(opened: OpenedFile, settings: ReadingSettings, recognise: Recognise) -> Table:
    """Read the one table sheet of a workbook, or the sheet named.

    Parameters
    ----------
    opened : OpenedFile
        The file.
    settings : ReadingSettings
        `sheet=` and headings.
    recognise : callable
        Says whether a row is one of headings.

    Returns
    -------
    Table
    """
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError:
        raise opened.refuse("missing_extra", package="openpyxl", extra="excel") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know change no value
        try:
            with closing(openpyxl.load_workbook(opened.path, read_only=True, data_only=True)) as book:
                sheet, header = _choose_sheet(opened, book, settings, recognise)
                return _read_sheet(opened, sheet, header)
        except ScnVariationError:
            raise
        except Exception as error:
            what = f"damaged ({type(error).__name__})"
            raise opened.refuse("unsupported_workbook", really=what) from error


def _choose_sheet(
    opened: OpenedFile,
    book: Any,  # noqa: ANN401 - an extra's type
    settings: ReadingSettings,
    recognise: Recognise,
) -> tuple[Any, Header]:
    """Find the sheet that was named, or the only visible one with headings that are known."""
    names = [sheet.title for sheet in book.worksheets]
    if settings.sheet is not None and settings.sheet not in names:
        near = did_you_mean(settings.sheet, names)
        raise opened.refuse("which_sheet", "absent", sheet=settings.sheet, sheets=listed(names), near=near)
    found: list[tuple[Any, Header]] = []
    for sheet in book.worksheets:
        is_named = sheet.title == settings.sheet
        if not is_named and (settings.sheet is not None or sheet.sheet_state != "visible"):
            continue
        sheet.reset_dimensions()
        header = find_header(list(islice(_records(sheet), SEARCHED)), settings, recognise)
        if header is not None:
            found.append((sheet, header))
    if not found:
        raise opened.refuse("no_rows", "empty")
    full = [(sheet, header) for sheet, header in found if header.known == 2]
    candidates = full or [(sheet, header) for sheet, header in found if header.known == 1] or found
    if len(candidates) == 1 and candidates[0][1].looks_like_data:
        raise opened.refuse("no_header", row=candidates[0][1].row)
    if len(candidates) == 1:
        return candidates[0]
    variant = "" if full else "none"
    titles = [sheet.title for sheet, _ in candidates]
    raise opened.refuse("which_sheet", variant, number=len(candidates), sheets=listed(titles))


def _records(sheet: Any) -> Any:  # noqa: ANN401 - an extra's type
    return sheet.iter_rows(values_only=True)


def _read_sheet(opened: OpenedFile, sheet: Any, header: Header) -> Table:  # noqa: ANN401 - an extra's type
    """Read all rows below the headings."""
    records: list[Sequence[object]] = []
    rows: list[int] = []
    for row, record in enumerate(_records(sheet), start=1):
        if row > header.row and any(cell is not None and str(cell).strip() for cell in record):
            records.append(record)
            rows.append(row)
    width = max(map(len, records), default=0)
    headings = [*header.headings, *[""] * (width - len(header.headings))]
    body = squared(records, rows, headings)
    table = Table(
        headings=body.headings,
        columns=body.columns,
        rows=body.rows,
        letters=[column_letters(place) for place in range(len(headings))],
        header_row=header.row,
        file=opened.path.name,
        sheet=sheet.title,
        findings=list(header.findings),
    )
    return dropped_blank_columns(replace(table, findings=[*table.findings, *_only_long(body.findings)]))


def _only_long(findings: Sequence[Finding]) -> list[Finding]:
    """Short rows are ordinary in a workbook: cells to the right were never filled."""
    return [finding for finding in findings if finding.code != "ragged_short"]
