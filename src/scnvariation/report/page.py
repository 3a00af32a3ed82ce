"""One pack as one page for a browser: nothing outside it, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from scnvariation.report.content import PackContent, Rug, Section
from scnvariation.report.page_stamp import stamp_view
from scnvariation.report.page_tables import TableView, table_view
from scnvariation.report.templating import template

if TYPE_CHECKING:
    from scnvariation.report.charts import Chart

__all__ = ["most_columns", "page"]

MOST_ON_PAPER = 36  # columns of the overview, on a sheet of A4 that lies on its side
MINUS = {"-": "\N{MINUS SIGN}"}  # as wide as the plus, where tables keep to the keyboard


class RugRow(NamedTuple):
    """One indicator of the overview, with its period and age in one line."""

    name: str
    when: str
    cells: tuple[tuple[str, str, str], ...]


class RugGroup(NamedTuple):
    """The indicators of one domain."""

    domain: str
    lines: tuple[RugRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RugView:
    """The overview, ready for its template; `has_whole`: its first place is the network area as a whole."""

    title: str
    alt: str
    places: tuple[str, ...]
    has_whole: bool
    groups: tuple[RugGroup, ...]
    key: tuple[tuple[str, str, str], ...]

    @property
    def is_wide(self) -> bool:
        """Whether it has more places than a sheet of paper has room for."""
        return len(self.places) > MOST_ON_PAPER


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    """One part of the page, ready for its template."""

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[TableView, ...]
    charts: tuple[Chart, ...]


def page(content: PackContent, stamp: Mapping[str, object]) -> str:
    """Set a pack as a page.

    Use it for readers with a browser: one file that needs no network and holds no script. Tables can be sorted, the
    points of charts can be reached with the keyboard, and it prints. Every text is escaped; the content policy of the
    page forbids all that is not its own style.

    Parameters
    ----------
    content : PackContent
        What the pack says, after disclosure control.
    stamp : mapping of str to object
        Provenance; the time of writing stands in one element of its own, the only part that differs between two runs
        with the same input and options.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    OptionError
        If jinja2 (extra `report`) is not installed.
    """
    sections = [_section(section) for section in content.sections]
    return template("page.html.j2").render(
        content=content,
        rug=_rug(content.rug, has_whole=bool(content.network_area)),
        sections=sections,
        reminder=content.reminder,
        stamp=stamp_view(stamp),
        widest=most_columns(table for section in sections for table in section.tables),
    )


def most_columns(tables: Iterable[TableView]) -> int:
    """Give the number of columns of the widest table."""
    return max((len(table.columns) for table in tables), default=0)


def _section(section: Section) -> SectionView:
    """Prepare one part."""
    return SectionView(
        key=section.key,
        heading=section.heading,
        paragraphs=section.paragraphs,
        tables=tuple(table_view(table) for table in section.tables),
        charts=section.charts,
    )


def _rug(rug: Rug, *, has_whole: bool) -> RugView:
    """Put the lines of the overview under their domains."""
    groups = tuple(
        RugGroup(
            domain, tuple(RugRow(line.name, ", ".join(filter(None, line[2:4])), _drawn(line.cells)) for line in lines)
        )
        for domain, lines in groupby(rug.lines, key=lambda line: line.domain)
    )
    return RugView(
        title=rug.title, alt=rug.alt, places=rug.places, has_whole=has_whole, groups=groups, key=_drawn(rug.key)
    )


def _drawn(signs: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """Write signs as they are drawn."""
    return tuple((judgement, MINUS.get(sign, sign), word) for judgement, sign, word in signs)
