"""Reading whole number columns of any type into float64, with what stands in the place of a number."""

from __future__ import annotations

import datetime as dt
import decimal
import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.cells import Cell, date_guess, read_cell
from scnvariation.contract.ledger import shown_number
from scnvariation.contract.settings import ReadingSettings

__all__ = ["KINDS", "NumberColumn", "read_numbers"]

KINDS = (
    "number",
    "missing",
    "percent",
    "thousands",
    "text_number",
    "status_mark",
    "suppressed",
    "data_quality",
    "not_available",
    "ambiguous_dash",
    "excel_error",
    "infinite",
    "boolean",
    "date_in_count",
    "currency",
    "misplaced_comma",
    "unknown_mark",
    "not_plain_number",
)
CODE = {kind: code for code, kind in enumerate(KINDS)}
PLAIN = r"^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A number column as read.

    Attributes
    ----------
    name : str
        Column of the contract.
    values : ndarray of shape (n_rows,)
        NaN where no number stands.
    kinds : ndarray of shape (n_rows,)
        Position in `KINDS`; 0 is a number and nothing to say.
    source : pandas.Series
        The cells as they were.
    cells : dict
        What was read of the cells that are not plain numbers, by row position.
    """

    name: str
    values: FloatArray
    kinds: NDArray[np.int8]
    source: pd.Series[Any]
    cells: dict[int, Cell]

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Give the original texts of some rows."""
        return [_as_text(cell) for cell in self.source.iloc[rows].tolist()]

    def words(self, rows: NDArray[np.int64]) -> list[str]:
        """Give the word (status, guess, reason) that goes with each of some rows."""
        return [self.cells[row].word if row in self.cells else "" for row in rows.tolist()]

    def of_kind(self, kind: str, among: NDArray[np.bool_]) -> NDArray[np.int64]:
        """List the rows of a kind."""
        return np.flatnonzero((self.kinds == CODE[kind]) & among)

    @property
    def has_only_numbers(self) -> bool:
        """Whether there is nothing to say of any cell."""
        return not self.kinds.any()


def read_numbers(column: pd.Series[Any], settings: ReadingSettings) -> NumberColumn:
    """Read a column of any type.

    Parameters
    ----------
    column : pandas.Series
        Integers, floats, nullable, Arrow-backed, categorical, text or mixed cells; never changed.
    settings : ReadingSettings
        For the decimal mark and lone dashes.

    Returns
    -------
    NumberColumn
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype):
        return _from_cells(column, column.tolist(), settings)
    if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_complex_dtype(dtype):
        return _from_numbers(column)
    if settings.decimal != ",":
        plain = _from_plain_texts(column, settings)
        if plain is not None:
            return plain
    return _from_cells(column, column.tolist(), settings)


def _from_numbers(column: pd.Series[Any]) -> NumberColumn:
    """Take a numeric column as it is."""
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    kinds = np.zeros(len(values), dtype=np.int8)
    if not np.isfinite(values).all():
        kinds[np.isnan(values)] = CODE["missing"]
        kinds[np.isinf(values)] = CODE["infinite"]
        values = np.where(np.isfinite(values), values, np.nan)
    return NumberColumn(str(column.name), values, kinds, column, {})


def _from_plain_texts(column: pd.Series[Any], settings: ReadingSettings) -> NumberColumn | None:
    """Convert plain decimals in one go and read the other texts one by one; None if cells are not all text."""
    import pyarrow as pa  # noqa: PLC0415 - kept out of the import of the package
    import pyarrow.compute as pc  # noqa: PLC0415 - kept out of the import of the package

    try:
        texts = pa.array(column, type=pa.large_string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError):
        return None
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    plain = pc.fill_null(pc.match_substring_regex(texts, PLAIN), fill_value=False)
    values = pc.cast(pc.if_else(plain, texts, None), pa.float64()).to_numpy(zero_copy_only=False)
    rest = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    kinds = np.zeros(len(values), dtype=np.int8)
    values = np.array(values, dtype=np.float64)
    cells = _read_rest(rest, texts.take(pa.array(rest)).to_pylist(), values, kinds, settings)
    return NumberColumn(str(column.name), values, kinds, column, cells)


def _from_cells(column: pd.Series[Any], items: list[object], settings: ReadingSettings) -> NumberColumn:
    """Read mixed cells one by one."""
    values = np.full(len(items), np.nan)
    kinds = np.zeros(len(items), dtype=np.int8)
    cells = _read_rest(np.arange(len(items)), items, values, kinds, settings)
    return NumberColumn(str(column.name), values, kinds, column, cells)


def _read_rest(
    rows: NDArray[np.int64],
    items: list[object],
    values: FloatArray,
    kinds: NDArray[np.int8],
    settings: ReadingSettings,
) -> dict[int, Cell]:
    """Read cells one by one into `values` and `kinds`; equal texts are read once."""
    seen: dict[str, Cell] = {}
    cells: dict[int, Cell] = {}
    for row, item in zip(rows.tolist(), items, strict=True):
        if isinstance(item, str):
            cell = seen.get(item) or seen.setdefault(
                item, read_cell(item, decimal=settings.decimal or ".", dash=settings.dash)
            )
        else:
            cell = _read_object(item)
        values[row] = cell.value
        if cell.kind != "number":
            kinds[row] = CODE[cell.kind]
            cells[row] = cell
    return cells


def _read_object(item: object) -> Cell:
    """Read a cell that is not text."""
    if item is None or item is pd.NA or item is pd.NaT:
        return Cell("missing")
    if isinstance(item, dt.date | dt.time | dt.timedelta | np.datetime64):
        return Cell("date_in_count", word=date_guess(str(item)[:10]) or "")
    if isinstance(item, bool | np.bool_):
        return Cell("boolean")
    if isinstance(item, numbers.Real | decimal.Decimal):
        try:
            return _of_float(float(item))
        except OverflowError:  # an integer of more than 308 digits
            return Cell("infinite")
    return Cell("not_plain_number")


def _of_float(value: float) -> Cell:
    if np.isfinite(value):
        return Cell("number", value)
    return Cell("missing" if np.isnan(value) else "infinite")


def _as_text(item: object) -> str:
    """Write a cell as the user saw it."""
    if item is None or item is pd.NA or item is pd.NaT or (isinstance(item, float) and np.isnan(item)):
        return ""
    if isinstance(item, float) and np.isfinite(item):
        return shown_number(item)
    return str(item)[:10] if isinstance(item, dt.date) else str(item)
