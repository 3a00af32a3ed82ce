"""The one place where a layout is added.

A layout has a name, says by the headings whether a table is of its kind and why, and brings such a table into the
contract's columns. To add one: write a module beside `qof.py` with these two functions and put it into `LAYOUTS`
below, before `tidy`. Order decides where two layouts would recognise one table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scnvariation.contract.settings import ReadingSettings
from scnvariation.errors import OptionError
from scnvariation.io import qof, tidy
from scnvariation.io.arranged import Arranged
from scnvariation.io.tables import Recognise, Table
from scnvariation.messages.calls import unknown_word

__all__ = ["LAYOUTS", "Layout", "chosen_layouts", "layout_of", "recogniser"]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which tables are published.

    Attributes
    ----------
    name : str
        The word for `layout=`.
    recognises : callable
        From the headings and the user's settings to the words why, or None.
    arrange : callable
        From a table and the settings to the contract's columns.
    """

    name: str
    recognises: Callable[[Sequence[str], ReadingSettings], str | None]
    arrange: Callable[[Table, ReadingSettings], Arranged]


LAYOUTS = (
    Layout("qof_by_ccg", qof.recognises, qof.arrange),
    Layout("tidy", tidy.recognises, tidy.arrange),
)


def chosen_layouts(word: str) -> tuple[Layout, ...]:
    """Give the layouts that `layout=` allows.

    Parameters
    ----------
    word : str
        `auto`, or the name of a layout.

    Returns
    -------
    tuple of Layout

    Raises
    ------
    OptionError
        If there is no such layout.
    """
    if word == "auto":
        return LAYOUTS
    found = tuple(layout for layout in LAYOUTS if layout.name == word)
    if not found:
        raise OptionError(unknown_word("layout", word, ["auto", *(layout.name for layout in LAYOUTS)]))
    return found


def recogniser(layouts: Sequence[Layout], settings: ReadingSettings) -> Recognise:
    """Make the function that tells a row of headings from other rows."""

    def recognise(headings: Sequence[str]) -> str | None:
        return next((why for layout in layouts if (why := layout.recognises(headings, settings))), None)

    return recognise


def layout_of(table: Table, layouts: Sequence[Layout], settings: ReadingSettings) -> tuple[Layout, str]:
    """Choose the layout of a table, with the words why; the last one where none is recognised."""
    for layout in layouts:
        why = layout.recognises(table.headings, settings)
        if why:
            return layout, why
    return layouts[-1], "no other layout fits its headings"
