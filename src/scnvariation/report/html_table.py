"""What a notebook shows of a result: its name, a short table that a screen reader can follow, and a reminder."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation.messages.provenance import left_out_of_view
from scnvariation.messages.shell import NO_DISCLOSURE_RULE
from scnvariation.report.plain import is_missing

if TYPE_CHECKING:
    from scnvariation.analysis.result import Result

__all__ = ["html_table", "result_html"]

MOST_ROWS = 30
MOST_COLUMNS = 20
#: Notebooks set everything to the right; colours and lines are left to their theme.
STYLE = (
    "<style>.scnvariation caption,.scnvariation th,.scnvariation td{text-align:left}"
    ".scnvariation .number{text-align:right}</style>"
)


def result_html(result: Result) -> str:
    """Show a result in a notebook.

    Parameters
    ----------
    result : Result
        Any result.

    Returns
    -------
    str
        Its name and headline table as HTML, every text escaped.
    """
    return html_table(result.table(), caption=repr(result).strip("<>"), note=NO_DISCLOSURE_RULE)


def html_table(frame: pd.DataFrame, *, caption: str, note: str = "") -> str:
    """Write the first rows of a table for people as HTML.

    The caption names the table, headings are marked as those of columns and rows, and every text is escaped: the name
    of an area is never more than a name.

    Parameters
    ----------
    frame : pandas.DataFrame
        Labelled and rounded, as `result.table()` gives it.
    caption : str
        What the table is.
    note : str, optional
        A sentence below it.

    Returns
    -------
    str

    Examples
    --------
    >>> shown = html_table(pd.DataFrame({"Area": ["<b>Bath</b>"], "Cases": [1200]}), caption="Cases")
    >>> shown[shown.index("<tbody>"):shown.index("</tbody>")]
    '<tbody><tr><th scope="row">&lt;b&gt;Bath&lt;/b&gt;</th><td class="number">1,200</td></tr>'
    """
    columns = [column.iloc[:MOST_ROWS] for _, column in list(frame.items())[:MOST_COLUMNS]]
    sides = [' class="number"' if pd.api.types.is_numeric_dtype(column) else "" for column in columns]
    headings = "".join(
        f'<th scope="col"{side}>{_text(column.name)}</th>' for column, side in zip(columns, sides, strict=True)
    )
    named = _names_rows(columns)
    rows = "".join(_row(cells, sides, named) for cells in zip(*columns, strict=True))
    more = left_out_of_view(max(0, len(frame) - MOST_ROWS), max(0, frame.shape[1] - MOST_COLUMNS))
    below = "".join(f"<p>{_text(words)}</p>" for words in (f"... {more}" if more else "", note) if words)
    return (
        f'<div class="scnvariation">{STYLE}<table><caption>{_text(caption)}</caption>'
        f"<thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table>{below}</div>"
    )


def _names_rows(columns: Sequence[pd.Series[Any]]) -> int:
    """Find the column that names the rows: the first of different texts, or else the first."""
    texts = (place for place, column in enumerate(columns) if not pd.api.types.is_numeric_dtype(column))
    return next((place for place in texts if columns[place].is_unique), 0)


def _row(cells: Iterable[object], sides: Iterable[str], named: int) -> str:
    """Write one row."""
    written = [
        f'<th scope="row"{side}>{_text(figure(cell))}</th>'
        if place == named
        else f"<td{side}>{_text(figure(cell))}</td>"
        for place, (cell, side) in enumerate(zip(cells, sides, strict=True))
    ]
    return f"<tr>{''.join(written)}</tr>"


def figure(cell: object) -> str:
    """Write one cell: whole numbers with their commas, others with six figures at most, nothing for what is missing."""
    if is_missing(cell):
        return ""
    if isinstance(cell, str | bool) or not pd.api.types.is_number(cell):
        return str(cell)
    if pd.api.types.is_integer(cell):
        return f"{cell:,}"
    number = float(cell)  # type: ignore[arg-type]  # is_number says so
    if math.isinf(number):
        return "no upper bound" if number > 0 else "no lower bound"
    return f"{number:,.6g}"


def _text(words: object) -> str:
    """Escape a text; quotes are left, since no text stands in an attribute."""
    return escape(str(words), quote=False)
