"""How a figure of a source is written inside a text."""

from __future__ import annotations

__all__ = ["one_figure"]


def one_figure(value: str, events: str, *, row: int, file: str) -> str:
    """Write one figure with where it stands.

    >>> one_figure("18.3", "74", row=31, file="tidy.csv")
    "18.3 (74 events, file 'tidy.csv', row 31)"
    """
    place = f"file {file!r}, row {row}" if file else f"row {row}"
    counted = f"{events} event{'' if events == '1' else 's'}" if events else ""
    inside = ", ".join(part for part in (counted if value else "", place) if part)
    return f"{value or counted or 'nothing'} ({inside})"
