"""What one pack says, ready to be set as a page or a workbook: nothing below this line computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from scnvariation.report.charts import Chart

__all__ = ["Cell", "PackContent", "PeopleTable", "Rug", "RugLine", "Section"]


class Cell(NamedTuple):
    """One cell as people read it, and the number behind it where it is one.

    Attributes
    ----------
    text : str
        `61.2%`, `1,230`, `[c]`, `too few to judge`, a name; empty where there is nothing.
    number : float or None
        In the units shown; a percentage as a fraction. None where the cell is text.
    digits : int
        Decimals shown.
    is_percentage : bool
        Whether the number is a fraction shown as a percentage.
    """

    text: str
    number: float | None = None
    digits: int = 0
    is_percentage: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleTable:
    """A table for people.

    Attributes
    ----------
    key : str
        `[a-z_]+`, unique in a pack: id on the page; the workbook makes the name of its sheet from `title`.
    title : str
        What the table shows, in words; the caption.
    headings : tuple of str
        Of the columns, units in them.
    rows : tuple of tuple of Cell
        Cells of each row; the first names the row.
    notes : tuple of str
        What stands under it.
    row_headers : int
        How many of the first columns name the row.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    row_headers: int = 1


class RugLine(NamedTuple):
    """One indicator of the overview: its name, domain, period and age, and `(judgement, sign, word)` for each place."""

    name: str
    domain: str
    period: str
    age: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rug:
    """The overview of page one: indicators by places.

    Attributes
    ----------
    title : str
        What it shows.
    places : tuple of str
        Names of the columns; the network area as a whole stands first.
    lines : tuple of RugLine
        One for each indicator.
    key : tuple of (judgement, sign, word)
        The signs that occur.
    alt : str
        The same in a sentence.
    """

    title: str
    places: tuple[str, ...]
    lines: tuple[RugLine, ...]
    key: tuple[tuple[str, str, str], ...]
    alt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One part of a pack: heading, sentences, tables, charts. A section without any of them is left out."""

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[PeopleTable, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PackContent:
    """Everything one pack says.

    Attributes
    ----------
    title, subtitle : str
        For example `Cardiovascular: Wessex`, and the periods with their day.
    slug : str
        Safe name of its files.
    network, network_area : str
        Key of the network and name of the network area; empty where there is none.
    sentences : tuple of str
        Three, for page one.
    rug : Rug
        The overview.
    sections : tuple of Section
        In the order in which they are read.
    reminder : str
        The disclosure rule in words, or that none was applied; on every page and sheet.
    marks : tuple of (str, str)
        Each mark that may occur (`[c]`) with its meaning.
    tidy : mapping of str to pandas.DataFrame
        Tables for scripts by file name without ending: natural units, snake_case columns.
    """

    title: str
    subtitle: str
    slug: str
    network: str
    network_area: str
    sentences: tuple[str, ...]
    rug: Rug
    sections: tuple[Section, ...]
    reminder: str
    marks: tuple[tuple[str, str], ...]
    tidy: Mapping[str, pd.DataFrame]
