"""Cells of the CCG Outcomes Indicator Set: periods that Excel made dates of, intervals in one cell, sub-groups."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

__all__ = ["indicator_code", "interval_of", "nested_levels", "number_of", "period_text"]

_CODE = re.compile(r"(?:CCG OIS )?(?:Indicator )?(?P<code>[0-9]\.[0-9]{1,2}(?:i{1,3}|[a-z])?)(?![0-9.])")
_INTERVAL = re.compile(r"(?P<low>[0-9]+(?:\.[0-9]+)?)\s*(?:[-\u2013\u2014]|to)\s*(?P<high>[0-9]+(?:\.[0-9]+)?)%?")
_MOST = 1e300
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def indicator_code(title: str) -> str:
    """Find the code of an indicator in the name of its sheet, where it is text; empty where there is none.

    >>> indicator_code("1.10"), indicator_code("1.1 specific conditions"), indicator_code("3.10ii")
    ('1.10', '1.1', '3.10ii')
    """
    match = _CODE.match(title.strip())
    return match["code"] if match else ""


def period_text(cell: object) -> tuple[str, bool]:
    """Give a period as text, and whether it was an Excel date.

    >>> period_text(dt.datetime(2016, 12, 1)), period_text(2009.0), period_text(" 2013/14 ")
    (('December 2016', True), ('2009', False), ('2013/14', False))
    """
    if isinstance(cell, dt.date):
        return f"{_MONTHS[cell.month - 1]} {cell.year}", True
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)), False
    return "" if cell is None else " ".join(str(cell).split()), False


def interval_of(cell: object) -> tuple[float, float] | None:
    """Read an interval that stands in one cell.

    >>> interval_of("46.9 - 52.7"), interval_of("*") is None
    ((46.9, 52.7), True)
    """
    match = _INTERVAL.fullmatch(str(cell).strip()) if cell is not None else None
    return (float(match["low"]), float(match["high"])) if match else None


def number_of(cell: object) -> float | None:
    """Give a cell that holds a number or its plain text; None for marks and blanks.

    >>> number_of("12.5"), number_of("*") is None, number_of(True) is None
    (12.5, True, True)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if abs(cell) < _MOST else None
    is_plain = isinstance(cell, str) and re.fullmatch(r"-?[0-9]+(?:\.[0-9]*)?", cell.strip()) is not None
    return float(str(cell)) if is_plain else None


def nested_levels(texts: Sequence[str]) -> list[str]:
    """Name sub-groups, which are indented, with the group that they are part of.

    >>> nested_levels(["Mixed", "   White and Asian", "White"])
    ['Mixed', 'Mixed: White and Asian', 'White']
    """
    named, above = [], ""
    for text in texts:
        level = " ".join(text.split())
        if text[:1].isspace() and above:
            named.append(f"{above}: {level}")
        else:
            above = level
            named.append(level)
    return named
