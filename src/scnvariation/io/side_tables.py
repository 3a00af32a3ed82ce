"""Reading the two small tables beside the data: the catalogue of indicators and the areas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from scnvariation.contract.checks_columns import report_missing
from scnvariation.contract.ledger import Ledger
from scnvariation.contract.problems import refuse
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.texts import clean_code
from scnvariation.errors import OptionError
from scnvariation.io.files import open_file
from scnvariation.io.parquet_files import read_parquet_file
from scnvariation.io.tables import Recognise, Table, table_of_frame
from scnvariation.io.text_files import read_text_file
from scnvariation.io.tidy import numbers_where_plain
from scnvariation.io.workbooks import read_workbook
from scnvariation.messages.reading_options import bad_source

__all__ = ["read_areas", "read_catalogue"]

_TEXT = frozenset({"indicator_id", "framework", "framework_year", "code", "area_code", "ods_code"})


def read_catalogue(source: str | Path | pd.DataFrame | None, *, call: str) -> pd.DataFrame | None:
    """Read a catalogue of indicators.

    Parameters
    ----------
    source : str, pathlib.Path, pandas.DataFrame or None
        A table with `indicator_id`.
    call : str
        The call as the user typed it.

    Returns
    -------
    pandas.DataFrame or None
        Codes are text; columns of plain numbers are numbers.
    """
    return _side_table(source, "indicator_id", call=call)


def read_areas(source: str | Path | pd.DataFrame | None, *, call: str) -> pd.DataFrame | None:
    """Read an areas table.

    Parameters
    ----------
    source : str, pathlib.Path, pandas.DataFrame or None
        A table with `area_code`.
    call : str
        The call as the user typed it.

    Returns
    -------
    pandas.DataFrame or None
        Codes are cleaned text; columns of plain numbers are numbers.
    """
    table = _side_table(source, "area_code", call=call)
    if table is None:
        return None
    return table.assign(area_code=[clean_code(str(code)) for code in table["area_code"]])


def _side_table(source: str | Path | pd.DataFrame | None, key: str, *, call: str) -> pd.DataFrame | None:
    """Read a table that has a key column."""
    if source is None:
        return None
    if isinstance(source, pd.DataFrame):
        table = table_of_frame(source)
    elif isinstance(source, str | Path):
        table = _from_file(source, lambda headings: "it has its key" if key in headings else None, call=call)
    else:
        raise OptionError(bad_source(call, source))
    if key not in table.headings:
        ledger = Ledger(table.where(table.headings))
        report_missing(ledger, [key], table.headings)
        refuse(ledger.table(), call=call, rows=len(table.rows), strict=False)
    columns = zip(table.headings, table.columns, strict=True)
    keep_types = isinstance(source, pd.DataFrame)
    return pd.DataFrame(
        {name: column if keep_types or name in _TEXT else numbers_where_plain(column) for name, column in columns}
    )


def _from_file(source: str | Path, recognise: Recognise, *, call: str) -> Table:
    settings = ReadingSettings()
    opened = open_file(source, settings, call=call)
    if opened.kind == "parquet":
        return read_parquet_file(opened)
    if opened.kind == "workbook":
        return read_workbook(opened, settings, recognise)
    return read_text_file(opened, settings, recognise)
