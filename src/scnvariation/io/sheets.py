"""A sheet of a workbook, whatever program wrote the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an open workbook.

    Attributes
    ----------
    title : str
        As on its tab.
    is_visible : bool
        Hidden sheets are read only where they are named.
    records : callable
        Gives the rows from row 1 on, each a sequence of values; may be called again.
    """

    title: str
    is_visible: bool
    records: Callable[[], Iterable[Sequence[object]]]
