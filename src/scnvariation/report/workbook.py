"""A result as an Excel workbook: tables for people as an accessible spreadsheet, figures for scripts beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation.messages import shell as messages
from scnvariation.messages import workbook as texts
from scnvariation.report.content import Cell
from scnvariation.report.workbook_sheets import Cover, workbook_bytes
from scnvariation.report.workbook_tables import TableSheet
from scnvariation.whole_files import write_whole

if TYPE_CHECKING:
    from scnvariation.analysis.result import Result

__all__ = ["write_workbook"]

MOST_DIGITS = 2


def write_workbook(result: Result, path: str | Path) -> Path:
    """Write a result as a workbook: Cover, Contents, Notes, Table, what else it has for people, and sheets for scripts.

    Table is for people (multiplied, rounded): an accessible spreadsheet with title and reminder above the headings,
    which stand on row 5. Scripts read the other sheets, whose headings stand on row 1, with
    `pandas.read_excel(path, sheet_name="Numbers")`: Numbers holds the tidy figures in natural units, Excluded every row
    left out with its reason, Settings all that is needed to run it again.

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
        If a table is longer or wider than a sheet.
    OSError
        If the file cannot be written.
    """
    settings = result.settings
    for_people = {name: result.table(kind) for name, kind in result._sheets.items()}  # noqa: SLF001 - each kind names its own
    cover = Cover(
        title=texts.result_title(settings.call),
        subtitle=result.text(),
        parts=((texts.HOW_IT_WAS_MADE, tuple(_settings_lines(result))),),
        reminder=messages.NO_DISCLOSURE_RULE,
        source=texts.source_result(settings.call, settings.version, settings.input_hash),
    )
    sheets = [
        _notes(result),
        *(_for_people(name, texts.table_title(name, settings.call), table) for name, table in for_people.items()),
        *(_for_scripts(name, table) for name, table in script_tables(result).items()),
    ]
    return write_whole(path, workbook_bytes(cover, sheets, call="to_excel()"))


def script_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Give the tables that scripts read, by the name of their sheet."""
    return {
        "Numbers": getattr(result, result._main),  # noqa: SLF001 - each kind of result names its own
        "Excluded": result.excluded,
        "Settings": settings_table(result),
    }


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


def _settings_lines(result: Result) -> Iterator[str]:
    """Write the settings that say something in lines."""
    for name, value in settings_table(result).itertuples(index=False, name=None):
        if value and name != "disclosure":
            yield f"{str(name).replace('_', ' ').capitalize()}: {value}"


def _notes(result: Result) -> TableSheet:
    """List the marks, and what is to be read with the result."""
    rows = [*texts.MARKS.items(), (texts.ON_ALL, texts.ON_SHEETS)]
    rows += [("Table", f"{note}.") for note in getattr(result, "notes", ())]
    return TableSheet(name=texts.NOTES, title=texts.NOTES_TITLE, headings=texts.NOTES_HEADINGS, rows=rows)


def _for_scripts(name: str, table: pd.DataFrame) -> TableSheet:
    """Give a table as it is, headings on row 1."""
    return TableSheet(
        name=name,
        title=texts.SCRIPT_SHEETS[name],
        headings=[str(heading) for heading in table],
        rows=list(table.itertuples(index=False, name=None)),
        for_scripts=True,
    )


def _for_people(name: str, title: str, table: pd.DataFrame) -> TableSheet:
    """Give a table with the decimals of its columns, and a mark where there is nothing."""
    headings = [str(heading) for heading in table]
    columns = [_cells(column) for _, column in table.items()]
    return TableSheet(name=name, title=title, headings=headings, rows=list(zip(*columns, strict=True)))


def _cells(column: pd.Series) -> list[object]:
    """Give the cells of a column: numbers that are rounded alike show alike, and a text that is missing is empty."""
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        return ["" if pd.api.types.is_scalar(cell) and pd.isna(cell) else cell for cell in column]
    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    digits = _digits(numbers)
    if digits is None:
        return list(numbers.tolist())
    return [Cell("", number, digits) if np.isfinite(number) else number for number in numbers.tolist()]


def _digits(numbers: np.ndarray) -> int | None:
    """Count the decimals to which a column is rounded; None where there are more than two."""
    finite = numbers[np.isfinite(numbers)]
    return next((digits for digits in range(MOST_DIGITS + 1) if (np.round(finite, digits) == finite).all()), None)
