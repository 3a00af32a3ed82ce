"""Reader of the small tables that ship with the package."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pandas as pd

__all__ = ["read_table"]


def read_table(name: str, *, whole: Iterable[str] = (), numbers: Iterable[str] = ()) -> pd.DataFrame:
    """Read one shipped table, as a fresh copy.

    Parameters
    ----------
    name : str
        File name in ``framework/tables``, without ``.csv``.
    whole : iterable of str
        Columns of whole numbers (type ``Int64``, so that a blank stays blank).
    numbers : iterable of str
        Columns of other numbers (type ``float64``, blank is missing).

    Returns
    -------
    pandas.DataFrame
        Every other column is text; a blank cell is an empty text, never a missing value.

    Examples
    --------
    >>> read_table("domains", whole=["domain"])["domain"].tolist()
    [1, 2, 3, 4, 5]
    """
    table = _as_text(name).copy()
    for column in whole:
        table[column] = _number(table[column]).astype("Int64")
    for column in numbers:
        table[column] = _number(table[column]).astype("float64")
    return table


@cache
def _as_text(name: str) -> pd.DataFrame:
    """Parse a file once per process."""
    path = files("scnvariation.framework") / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8") as stream:
        # Without both options "1.10" would become 1.1 and a code "NA" a missing value.
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


def _number(column: pd.Series[str]) -> pd.Series[float]:
    """Turn text into numbers, blank into missing."""
    return pd.to_numeric(column.mask(column == ""))
