"""The one place where a layout is added.

A layout has a name, says by the headings whether a table is of its kind and why, and brings such a table into the
contract's columns. To add one: write a module beside `qof.py` with these two functions and put it into `LAYOUTS`
below, before `tidy`. Order decides where two layouts would recognise one table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scnvariation.contract.problems import source_refusal
from scnvariation.contract.settings import ReadingSettings
from scnvariation.errors import OptionError
from scnvariation.io import (
    activity_return,
    ae,
    ae_monthly,
    cancer_waits,
    ccgois,
    fingertips,
    fingertips_api,
    fingertips_profile,
    fingertips_upload,
    nhs_of,
    qof,
    shmi,
    tidy,
)
from scnvariation.io.arranged import Arranged
from scnvariation.io.sheets import Sheet
from scnvariation.io.tables import Recognise, Table
from scnvariation.messages.calls import unknown_word
from scnvariation.messages.words import five_of

__all__ = [
    "LAYOUTS",
    "BookLayout",
    "Layout",
    "chosen_layouts",
    "every_sheet",
    "layout_of",
    "recogniser",
    "refuse_misfit",
]


@dataclass(frozen=True, slots=True)
class BookLayout:
    """A layout that takes a whole workbook, whose sheets differ but belong together.

    Attributes
    ----------
    recognises : callable
        From the names of the visible sheets to the words why, or None.
    arrange : callable
        From all sheets, the name of the file and the settings to the contract's columns.
    """

    recognises: Callable[[Sequence[str]], str | None]
    arrange: Callable[[Sequence[Sheet], str, ReadingSettings], Arranged]


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
    every_sheet : bool
        Whether a workbook holds one table of this layout on each of several sheets, all of them to be read.
    book : BookLayout or None
        How a whole workbook of this layout is read, where its sheets are not tables of one form.
    """

    name: str
    recognises: Callable[[Sequence[str], ReadingSettings], str | None]
    arrange: Callable[[Table, ReadingSettings], Arranged]
    every_sheet: bool = False
    book: BookLayout | None = None


LAYOUTS = (
    Layout("qof_by_ccg", qof.recognises, qof.arrange),
    Layout("fingertips", fingertips.recognises, fingertips.arrange),
    Layout("fingertips_api", fingertips_api.recognises, fingertips_api.arrange),
    Layout("pholio_upload", fingertips_upload.recognises, fingertips_upload.arrange),
    Layout("health_profile", fingertips_profile.recognises, fingertips_profile.arrange),
    Layout("cancer_waits", cancer_waits.recognises, cancer_waits.arrange, every_sheet=True),
    Layout("activity_return", activity_return.recognises, activity_return.arrange),
    Layout("ae_by_trust", ae.recognises, ae.arrange),
    Layout("ae_monthly", ae_monthly.recognises, ae_monthly.arrange),
    Layout("shmi_by_trust", shmi.recognises, shmi.arrange),
    Layout("nhs_of", nhs_of.recognises, nhs_of.arrange),
    Layout(
        "ccg_ois",
        ccgois.recognises,
        ccgois.arrange,
        book=BookLayout(ccgois.recognises_book, ccgois.arrange_book),
    ),
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


def every_sheet(layouts: Sequence[Layout], settings: ReadingSettings) -> Callable[[Sequence[str]], bool]:
    """Make the function that tells whether sheets with these headings are all to be read."""

    def belongs(headings: Sequence[str]) -> bool:
        return next((layout.every_sheet for layout in layouts if layout.recognises(headings, settings)), False)

    return belongs


def refuse_misfit(tables: Sequence[Table], layout: Layout, settings: ReadingSettings, *, call: str) -> None:
    """Stop where a layout was asked for whose headings are not there; what a tidy table lacks is told by column.

    Parameters
    ----------
    tables : sequence of Table
        All that are to be read as this layout.
    layout : Layout
        As asked for or found.
    settings : ReadingSettings
        For `columns=`.
    call : str
        The call as the user typed it.

    Raises
    ------
    DataError
        If a table is of another layout.
    """
    for table in tables:
        if layout.recognises is not tidy.recognises and not layout.recognises(table.headings, settings):
            words = {"layout": layout.name, "present": five_of(table.headings)}
            raise source_refusal("other_layout", call=call, file=table.file, words=words)


def layout_of(table: Table, layouts: Sequence[Layout], settings: ReadingSettings) -> tuple[Layout, str]:
    """Choose the layout of a table, with the words why; the last one where none is recognised."""
    for layout in layouts:
        why = layout.recognises(table.headings, settings)
        if why:
            return layout, why
    return layouts[-1], "no other layout fits its headings"
