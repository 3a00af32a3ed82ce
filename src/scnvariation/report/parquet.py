"""Tables as Parquet: typed, described column by column, and stamped with where they come from."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation.report.columns import describe
from scnvariation.report.plain import is_missing
from scnvariation.whole_files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["STAMP_KEY", "parquet_bytes", "write_parquet"]

#: Key of the schema's metadata under which the stamp stands, as JSON.
STAMP_KEY = "scnvariation"
#: What a column of Python objects holds, by the word that pandas has for it; all else is text.
OF_OBJECTS = {
    "boolean": "mark",
    "integer": "whole",
    "floating": "number",
    "mixed-integer-float": "number",
    "date": "day",
    "datetime": "day",
}


def write_parquet(
    frame: pd.DataFrame, path: str | Path, facts: Mapping[str, object], *, units: Mapping[str, str] | None = None
) -> Path:
    """Write a table as Parquet, whole or not at all.

    Parameters
    ----------
    frame : pandas.DataFrame
        Tidy; its index is not written.
    path : str or Path
        Where to write.
    facts : mapping
        Where the table comes from, as `stamp` gives it.
    units : mapping of str to str, optional
        Units of columns, where more is known than `scnvariation.report.columns` says.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    OSError
        If the file cannot be written; what was there before is unchanged.
    """
    return write_whole(path, parquet_bytes(frame, facts, units=units))


def parquet_bytes(frame: pd.DataFrame, facts: Mapping[str, object], *, units: Mapping[str, str] | None = None) -> bytes:
    """Make the Parquet file of a table.

    Types are the same whatever version of pandas holds the table: text is string, whole numbers int64, other numbers
    float64, truth values bool, days timestamp in milliseconds; what is missing is null. Every column bears its
    description and unit, the schema the stamp under the key `scnvariation`.

    Parameters
    ----------
    frame, facts, units
        As in `write_parquet`.

    Returns
    -------
    bytes

    Examples
    --------
    >>> import pyarrow.parquet as pq
    >>> made = parquet_bytes(pd.DataFrame({"area_code": ["01E"], "value": [0.25]}), {"call": "funnel"})
    >>> pq.read_schema(io.BytesIO(made)).field("area_code").metadata[b"description"]
    b'Code of the area'
    """
    import pyarrow as pa  # noqa: PLC0415 - loaded when asked for
    import pyarrow.parquet as pq  # noqa: PLC0415 - loaded when asked for

    arrays = [_array(column) for _, column in frame.items()]
    fields = [
        pa.field(str(name), array.type, metadata=_about(str(name), units or {}))
        for name, array in zip(frame.columns, arrays, strict=True)
    ]
    stamped = {STAMP_KEY: json.dumps(facts, ensure_ascii=False)}
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=stamped))
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _about(name: str, units: Mapping[str, str]) -> dict[str, str]:
    """Describe a column for whoever opens the file without the documentation."""
    known = describe(name)
    return {"description": known.description, "unit": units.get(name, known.unit)}


def _array(column: pd.Series[Any]) -> pa.Array:
    """Give a column the one type that its kind of content has in every file."""
    import pyarrow as pa  # noqa: PLC0415 - loaded when asked for

    kind = _kind(column)
    if kind == "text":
        return pa.array([None if is_missing(cell) else str(cell) for cell in column], type=pa.string())
    if kind == "day":
        return pa.array(pd.to_datetime(column).to_numpy("datetime64[ms]"), type=pa.timestamp("ms"))
    if kind == "number":
        numbers = column.astype("Float64").to_numpy("float64", na_value=float("nan"))
        return pa.array(numbers, type=pa.float64(), from_pandas=True)
    if kind == "mark":
        return pa.array(column.astype("boolean"), type=pa.bool_())
    return pa.array(column.astype("Int64"), type=pa.int64())


def _kind(column: pd.Series[Any]) -> str:
    """Say what a column holds: `mark` (yes or no), `whole`, `number`, `day` or `text`."""
    kinds = pd.api.types
    if column.dtype == object:
        return OF_OBJECTS.get(kinds.infer_dtype(column, skipna=True), "text")
    if kinds.is_bool_dtype(column):
        return "mark"
    if kinds.is_datetime64_any_dtype(column):
        return "day"
    if not kinds.is_numeric_dtype(column):
        return "text"
    return "whole" if kinds.is_integer_dtype(column) else "number"
