"""Reading workbooks: values only, the sheet found by its headings, hidden sheets never chosen unless named."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice

from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import column_letters
from scnvariation.errors import ScnVariationError
from scnvariation.io.files import OpenedFile
from scnvariation.io.headers import SEARCHED, Header, find_header
from scnvariation.io.old_workbooks import old_sheets
from scnvariation.io.ragged import squared
from scnvariation.io.sheet_marks import findings_of_marks, marks_of_sheet
from scnvariation.io.sheets import Sheet
from scnvariation.io.tables import Recognise, Table, dropped_blank_columns
from scnvariation.messages.words import did_you_mean, listed

__all__ = ["open_sheets", "read_sheets", "read_workbook"]


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
    return read_sheets(opened, settings, recognise, every_sheet=lambda _headings: False)[0]


def read_sheets(
    opened: OpenedFile,
    settings: ReadingSettings,
    recognise: Recognise,
    *,
    every_sheet: Callable[[Sequence[str]], bool],
) -> list[Table]:
    """Read the table sheets of a workbook: one, unless its layout has one table on each of several sheets.

    Parameters
    ----------
    opened : OpenedFile
        The file.
    settings : ReadingSettings
        `sheet=` and headings.
    recognise : callable
        Says whether a row is one of headings.
    every_sheet : callable
        Says whether sheets with these headings belong together.

    Returns
    -------
    list of Table
    """
    with open_sheets(opened) as sheets:
        chosen = _choose_sheets(opened, sheets, settings, recognise, every_sheet)
        tables = [_read_sheet(opened, sheet, header) for sheet, header in chosen]
    if len(tables) > 1:
        words = {"number": f"{len(tables):,}", "sheets": listed(table.sheet for table in tables)}
        tables[0].findings.append(Finding(code="sheets_read", words=words))
    return tables


@contextmanager
def open_sheets(opened: OpenedFile) -> Iterator[list[Sheet]]:
    """Open a workbook of any kind; whatever goes wrong while it is open is said of the file.

    Parameters
    ----------
    opened : OpenedFile
        The file.

    Yields
    ------
    list of Sheet
        Their rows can be read as long as the workbook is open.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know change no value
        try:
            is_old = opened.path.suffix.casefold() == ".xls"
            with old_sheets(opened) if is_old else _sheets(opened) as sheets:
                yield sheets
        except ScnVariationError:
            raise
        except Exception as error:
            what = f"damaged ({type(error).__name__})"
            raise opened.refuse("unsupported_workbook", really=what) from error


@contextmanager
def _sheets(opened: OpenedFile) -> Iterator[list[Sheet]]:
    """Open a workbook of today."""
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError:
        raise opened.refuse("missing_extra", package="openpyxl", extra="excel") from None
    with (
        opened.path.open("rb") as stream,  # openpyxl leaves a damaged file open
        closing(openpyxl.load_workbook(stream, read_only=True, data_only=True)) as book,
    ):
        for sheet in book.worksheets:
            sheet.reset_dimensions()
        yield [
            Sheet(sheet.title, sheet.sheet_state == "visible", partial(sheet.iter_rows, values_only=True))
            for sheet in book.worksheets
        ]


def _choose_sheets(
    opened: OpenedFile,
    sheets: Sequence[Sheet],
    settings: ReadingSettings,
    recognise: Recognise,
    every_sheet: Callable[[Sequence[str]], bool],
) -> list[tuple[Sheet, Header]]:
    """Find the sheet that was named, the only visible one with headings that are known, or those of one layout."""
    names = [sheet.title for sheet in sheets]
    if settings.sheet is not None and settings.sheet not in names:
        near = did_you_mean(settings.sheet, names)
        raise opened.refuse("which_sheet", "absent", sheet=settings.sheet, sheets=listed(names), near=near)
    found: list[tuple[Sheet, Header]] = []
    for sheet in sheets:
        is_named = sheet.title == settings.sheet
        if not is_named and (settings.sheet is not None or not sheet.is_visible):
            continue
        header = find_header(list(islice(sheet.records(), SEARCHED)), settings, recognise)
        if header is not None:
            found.append((sheet, header))
    if not found:
        raise opened.refuse("no_rows", "empty")
    full = [(sheet, header) for sheet, header in found if header.known == 2]
    candidates = full or [(sheet, header) for sheet, header in found if header.known == 1] or found
    if len(candidates) == 1 and candidates[0][1].looks_like_data:
        raise opened.refuse("no_header", row=candidates[0][1].row)
    if len(candidates) == 1 or (full and all(every_sheet(header.headings) for _, header in full)):
        return candidates
    variant = "" if full else "none"
    titles = [sheet.title for sheet, _ in candidates]
    raise opened.refuse("which_sheet", variant, number=len(candidates), sheets=listed(titles))


def _read_sheet(opened: OpenedFile, sheet: Sheet, header: Header) -> Table:
    """Read all rows below the headings."""
    records: list[Sequence[object]] = []
    rows: list[int] = []
    for row, record in enumerate(sheet.records(), start=1):
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
        titles=header.titles,
        findings=list(header.findings),
    )
    named = [letter for letter, heading in zip(table.letters, table.headings, strict=True) if heading]
    marks = findings_of_marks(marks_of_sheet(opened, sheet.title), header.row, named, rows)
    return dropped_blank_columns(replace(table, findings=[*table.findings, *marks, *_only_long(body.findings)]))


def _only_long(findings: Sequence[Finding]) -> list[Finding]:
    """Short rows are ordinary in a workbook: cells to the right were never filled."""
    return [finding for finding in findings if finding.code != "ragged_short"]
