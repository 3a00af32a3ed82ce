"""Tables as CSV that spreadsheets open as they are meant: text stays text."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from scnvariation.whole_files import write_whole

__all__ = ["write_csv"]

#: A spreadsheet takes a text that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(frame: pd.DataFrame, path: str | Path | None = None, *, escape: bool = True) -> str | None:
    r"""Write a table as CSV in UTF-8 with a byte-order mark, lines ending in a line feed.

    The mark makes Excel read accents rightly. Numbers are written in full and never changed; missing ones are
    empty.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; its index is not written.
    path : str or Path, optional
        Where to write, whole or not at all; without it the text is given back.
    escape : bool, default True
        Whether texts and headings that begin with ``= + - @``, a tab or a carriage return get a leading ``'``,
        so that no spreadsheet runs them as a formula. Numbers are left as they are.

    Returns
    -------
    str or None
        The text (without the mark) where no path was given.

    Raises
    ------
    OSError
        If the file cannot be written; what was there before is unchanged.

    Examples
    --------
    >>> write_csv(pd.DataFrame({"area": ["=1+1", "Bath"], "change": [-2, 3]}))
    "area,change\n'=1+1,-2\nBath,3\n"
    """
    table = as_texts(frame, escape=escape)
    text = table.to_csv(index=False, lineterminator="\n")
    if path is None:
        return text
    write_whole(path, text.encode("utf-8-sig"))
    return None


def as_texts(frame: pd.DataFrame, *, escape: bool) -> pd.DataFrame:
    """Prepare headings and text columns; columns of figures are left as they are."""
    write = partial(as_text, escape=escape)
    columns = {
        position: column if is_figure(column) else column.astype(object).map(write)
        for position, (_, column) in enumerate(frame.items())
    }
    table = pd.DataFrame(columns, index=frame.index)
    table.columns = pd.Index([write(name) for name in frame.columns])
    return table


def is_figure(column: pd.Series) -> bool:
    """Whether a column holds numbers, truth values or dates, which are never a formula."""
    kinds = pd.api.types
    return bool(kinds.is_numeric_dtype(column) or kinds.is_bool_dtype(column) or kinds.is_datetime64_any_dtype(column))


def as_text(cell: object, *, escape: bool) -> object:
    """Put an apostrophe before a text that a spreadsheet would run; leave what is no text.

    A carriage return inside a text becomes a line feed: Python quotes only what holds the latter.
    """
    if not isinstance(cell, str):
        return cell
    text = f"'{cell}" if escape and cell.startswith(FORMULA_STARTS) else cell
    return text.replace("\r\n", "\n").replace("\r", "\n")
