"""Workbooks after the UK Government Analysis Function's guidance "Releasing statistics in spreadsheets".

Cover, contents and notes, then one marked table a sheet, at the left edge, under a title and three lines in column A;
nothing merged, hidden, filtered or below a table, and colour never says anything alone. A table for scripts has its
headings on row 1 instead, so that `pandas.read_excel` finds them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scnvariation._version import __version__
from scnvariation.errors import OptionError
from scnvariation.messages import workbook as messages
from scnvariation.messages.shell import extra_needed
from scnvariation.report.workbook_cells import (
    BOLD,
    FONT,
    LINE_HEIGHT,
    TO_RIGHT,
    Link,
    Looks,
    Pen,
    column_width,
    row_height,
)
from scnvariation.report.workbook_tables import SAMPLED_ROWS, TableSheet, numeric_columns, ready
from scnvariation.report.workbook_text import shortened, table_name

__all__ = ["COVER", "NO_DATE", "Cover", "workbook_bytes"]

COVER = "Cover"
COVER_WIDTH = 95
TITLE_SIZE, HEADING_SIZE, TEXT_SIZE = 16, 14, 12
LONGEST_PROPERTY = 255
A4 = 9
# Frozen rows take room from readers who enlarge, so that the guidance advises against them; a long table needs them.
LONG_TABLE = 30
# Nothing is guessed from a text: no formula, no link, no number.
AS_GIVEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_row_height": 21,  # pixels, which is a line of the font
}
# One date for all, so that the same content gives the same bytes.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """The first sheet, and what the file says of itself.

    Attributes
    ----------
    title, subtitle : str
        Of the workbook.
    parts : tuple of (str, tuple of str)
        Headings, each with its lines; a part without lines is left out.
    reminder, source : str
        The disclosure rule, and from what everything was made: above every table for people.
    created : datetime.datetime
        When.
    """

    title: str
    subtitle: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    reminder: str
    source: str
    created: datetime = NO_DATE


def workbook_bytes(cover: Cover, sheets: Sequence[TableSheet], *, call: str) -> bytes:
    """Write a workbook: cover, contents, then the sheets given.

    Parameters
    ----------
    cover : Cover
        The first sheet.
    sheets : sequence of TableSheet
        The notes first.
    call : str
        Who asks, for the message where the package is missing.

    Returns
    -------
    bytes
        The same for the same content.

    Raises
    ------
    OptionError
        If XlsxWriter (extra `excel`) is not installed.
    DataError
        If a table is longer or wider than a sheet.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra, asked for only here
    except ImportError as error:
        raise OptionError(extra_needed(call, "XlsxWriter", "excel")) from error
    tables = [ready(table) for table in (_contents(sheets), *sheets)]
    buffer = io.BytesIO()
    # A copy: XlsxWriter writes into it, and a second workbook would not equal the first.
    book = xlsxwriter.Workbook(buffer, {**AS_GIVEN, "default_format_properties": dict(FONT)})
    _describe(book, cover)
    looks = Looks(book)
    _write_cover(book.add_worksheet(COVER), looks, cover)
    for table in tables:
        _write_table(book.add_worksheet(table.name), looks, table, cover)
    book.close()
    return buffer.getvalue()


def _contents(sheets: Sequence[TableSheet]) -> TableSheet:
    """List the sheets, each with a link to it."""
    return TableSheet(
        name=messages.CONTENTS,
        title=messages.CONTENTS,
        headings=messages.CONTENTS_HEADINGS,
        rows=[(Link(sheet.name), sheet.title) for sheet in sheets],
    )


def _describe(book: Any, cover: Cover) -> None:  # noqa: ANN401 - an optional package
    """Write what the file says of itself."""
    book.set_properties(
        {
            "title": shortened(cover.title, LONGEST_PROPERTY),
            "subject": shortened(cover.subtitle, LONGEST_PROPERTY),
            "created": cover.created.replace(tzinfo=None),
            "comments": f"scnvariation {__version__}",
        }
    )
    book.set_custom_property("Language", "en-GB")


def _write_cover(sheet: Any, looks: Looks, cover: Cover) -> None:  # noqa: ANN401 - an optional package
    """Write title, reminder and the parts below one another in column A."""
    lines = [(cover.title, TITLE_SIZE), (cover.subtitle, TEXT_SIZE), (cover.reminder, TEXT_SIZE)]
    for title, part in cover.parts:
        lines += [(title, HEADING_SIZE), *((line, TEXT_SIZE) for line in part)] if part else []
    for row, (text, size) in enumerate([(shortened(text), size) for text, size in lines if text.strip()]):
        sheet.write_string(row, 0, text, looks.of(font_size=size, bold=size > TEXT_SIZE, text_wrap=True))
        sheet.set_row(row, row_height([text], [COVER_WIDTH], size=size / TEXT_SIZE))
    sheet.set_column(0, 0, COVER_WIDTH)
    _set_page(sheet)
    sheet.activate()


def _write_table(sheet: Any, looks: Looks, table: TableSheet, cover: Cover) -> None:  # noqa: ANN401 - an optional package
    """Write the lines above a table, its cells, and the mark that makes it a table."""
    if not table.for_scripts:
        sheet.write_string(0, 0, shortened(table.title), looks.of(bold=True, font_size=HEADING_SIZE))
        above = (messages.ONE_TABLE, messages.reminder_in_short(cover.reminder), cover.source)
        for row, line in enumerate(above, start=1):
            sheet.write_string(row, 0, shortened(line), looks.of())
    widths = _set_widths(sheet, table)
    to_right = numeric_columns(table)
    first, last = table.heading_row + 1, table.heading_row + len(table.rows)
    pen = Pen(sheet, looks)
    for row, cells in enumerate(table.rows, start=first):
        if table.for_scripts:
            pen.script_row(row, cells)
        else:
            pen.row(row, cells, to_right)
            if (height := row_height(cells, widths)) > LINE_HEIGHT:
                sheet.set_row(row, height)
    _mark(sheet, looks, table, to_right)
    if table.rows:
        # Codes such as 01E or 1.10 are text on purpose; Excel would mark each with a green corner.
        sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:XFD{last + 1}"})
    _set_page(sheet)
    if table.for_scripts or len(table.rows) > LONG_TABLE:
        sheet.freeze_panes(first, 0)
        sheet.repeat_rows(table.heading_row)


def _set_widths(sheet: Any, table: TableSheet) -> list[float]:  # noqa: ANN401 - an optional package
    """Set the widths of the columns, and the height of the row of headings."""
    sample = table.rows[:SAMPLED_ROWS]
    widths = [column_width(heading, (row[at] for row in sample)) for at, heading in enumerate(table.headings)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(table.heading_row, row_height(table.headings, widths, size=BOLD))
    return widths


def _mark(sheet: Any, looks: Looks, table: TableSheet, to_right: Sequence[bool]) -> None:  # noqa: ANN401 - an optional package
    """Mark the table for screen readers; one of headings alone is no table to Excel."""
    left = looks.of(bold=True, text_wrap=True, bottom=1)
    right = looks.of(bold=True, text_wrap=True, bottom=1, **TO_RIGHT)
    formats = [right if numbers else left for numbers in to_right]
    if not table.rows:
        for column, heading in enumerate(table.headings):
            sheet.write_string(table.heading_row, column, heading, formats[column])
        return
    sheet.add_table(
        table.heading_row,
        0,
        table.heading_row + len(table.rows),
        len(table.headings) - 1,
        {
            "name": table_name(table.name),
            "columns": [
                {"header": heading, "header_format": look}
                for heading, look in zip(table.headings, formats, strict=True)
            ],
            "style": None,
            "autofilter": False,
            "banded_rows": False,
        },
    )


def _set_page(sheet: Any) -> None:  # noqa: ANN401 - an optional package
    """Print on A4, as wide as one page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
