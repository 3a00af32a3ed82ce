"""A result as an Excel workbook: cells are typed, so a name can never become a formula."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation._version import __version__
from scnvariation.errors import DataError, OptionError
from scnvariation.messages import shell as messages
from scnvariation.whole_files import write_whole

if TYPE_CHECKING:
    from scnvariation.analysis.result import Result

__all__ = ["write_workbook"]

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
NARROWEST, WIDEST = 8, 60
SAMPLED_ROWS = 200
# Nothing is guessed from a text: no formula, no link, no number.
AS_GIVEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# One date for all, so that the same result gives the same bytes.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_workbook(result: Result, path: str | Path) -> Path:
    """Write a result as a workbook: Table, what else it has for people, Numbers, Excluded, Notes, Settings.

    Table is for people (multiplied, rounded), Numbers holds the tidy figures in natural units, Excluded every row
    left out with its reason, Notes what is to be read with them, Settings all that is needed to run it again.

    Parameters
    ----------
    result : Result
        Any result.
    path : str or Path
        Where to write, whole or not at all.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    OptionError
        If the extra `excel` is not installed.
    DataError
        If a table is longer than a sheet.
    OSError
        If the file cannot be written.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra, asked for only here
    except ImportError as error:
        raise OptionError(messages.extra_needed("to_excel()", "XlsxWriter", "excel")) from error
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, AS_GIVEN)
    book.set_properties({"created": NO_DATE, "comments": f"scnvariation {__version__}"})
    tables = sheets(result)
    for name, frame in tables.items():
        _write_sheet(book, name, frame)
    below = len(tables["Table"]) + 2
    book.get_worksheet_by_name("Table").write_string(below, 0, messages.NO_DISCLOSURE_RULE)
    book.close()
    return write_whole(path, buffer.getvalue())


def sheets(result: Result) -> dict[str, pd.DataFrame]:
    """Give the tables of a workbook by the name of their sheet."""
    tables = {name: result.table(kind) for name, kind in result._sheets.items()}  # noqa: SLF001 - each kind names its own
    tables |= {
        "Numbers": getattr(result, result._main),  # noqa: SLF001 - each kind of result names its own
        "Excluded": result.excluded,
    }
    notes = getattr(result, "notes", ())
    if notes:
        tables["Notes"] = pd.DataFrame({"note": [f"{note}." for note in notes]})
    return tables | {"Settings": settings_table(result)}


def settings_table(result: Result) -> pd.DataFrame:
    """List what was asked, in the order in which a reader would ask for it."""
    settings = result.settings
    facts = {
        "call": settings.call,
        "version": settings.version,
        "input_sha256": settings.input_hash,
        "reference": settings.reference,
        "benchmark_source": settings.benchmark_source,
        "side": settings.side,
        **settings.options,
        "disclosure": messages.NO_DISCLOSURE_RULE,
    }
    return pd.DataFrame({"setting": list(facts), "value": [worded(value) for value in facts.values()]})


def worded(value: object) -> str:
    """Write a setting as text."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {item}" for name, item in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _write_sheet(book: Any, name: str, frame: pd.DataFrame) -> None:  # noqa: ANN401 - an optional package
    """Write one table with its headings."""
    if len(frame) + 1 > MOST_ROWS:
        raise DataError(messages.too_many_rows(len(frame), MOST_ROWS - 1))
    sheet = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for position, (title, column) in enumerate(frame.items()):
        sheet.write_string(0, position, str(title)[:LONGEST_CELL], heading)
        sheet.set_column(position, position, width(str(title), column))
    for row, cells in enumerate(rows_of(frame), start=1):
        for position, cell in enumerate(cells):
            _write_cell(sheet, row, position, cell)
    sheet.freeze_panes(1, 0)
    if len(frame):
        # Codes such as 01E or 1.10 are text on purpose; Excel would mark each with a green corner.
        sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{len(frame) + 1}"})


def rows_of(frame: pd.DataFrame) -> Iterator[list[object]]:
    """Give the cells of each row; what is longer than a cell goes on to the right of the table."""
    for cells in frame.itertuples(index=False, name=None):
        whole: list[object] = list(cells)
        for position, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                whole[position], *rest = pieces(cell)
                whole.extend(rest)
        yield whole


def pieces(text: str) -> Sequence[str]:
    """Cut a text into what one cell can hold."""
    return [text[start : start + LONGEST_CELL] for start in range(0, len(text), LONGEST_CELL)]


def _write_cell(sheet: Any, row: int, position: int, cell: object) -> None:  # noqa: ANN401 - an optional package
    """Write one cell by its type; missing ones stay empty."""
    if isinstance(cell, str):
        sheet.write_string(row, position, cell)
    elif pd.api.types.is_bool(cell):
        sheet.write_boolean(row, position, bool(cell))
    elif not pd.api.types.is_number(cell):
        if not pd.isna(cell):  # type: ignore[call-overload]  # a scalar
            sheet.write_string(row, position, str(cell))
    elif math.isfinite(number := float(cell)):  # type: ignore[arg-type]  # is_number says so
        sheet.write_number(row, position, number)
    elif math.isinf(number):
        sheet.write_string(row, position, "no upper bound" if number > 0 else "no lower bound")


def width(title: str, column: pd.Series) -> float:
    """Choose a column width from the heading's longest word and the first cells."""
    longest = max((len(shown(cell)) for cell in column.head(SAMPLED_ROWS)), default=0)
    words = max((len(word) for word in title.replace("_", "_ ").split()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 1, words + 1))


def shown(cell: object) -> str:
    """Write a cell roughly as a sheet shows it."""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
