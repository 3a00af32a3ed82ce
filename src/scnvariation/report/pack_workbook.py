"""One pack as an accessible workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from scnvariation.messages import workbook as messages
from scnvariation.report.content import PackContent, Rug, Section
from scnvariation.report.stamp import stamp_lines
from scnvariation.report.workbook_cells import Shaded
from scnvariation.report.workbook_sheets import COVER, NO_DATE, Cover, workbook_bytes
from scnvariation.report.workbook_tables import TableSheet
from scnvariation.report.workbook_text import sheet_names

__all__ = ["pack_workbook"]

OVERVIEW = "Overview"
# A fifth of each colour of the pictures, so light that black text stays readable; sign and word say the same.
GROUNDS = {"better": "#D0D9E2", "worse": "#FDE1D3", "higher": "#E6D0DC", "lower": "#D4ECEA"}
NO_GROUND = "#FFFFFF"


def pack_workbook(content: PackContent, stamp: Mapping[str, object]) -> bytes:
    """Set one pack as a workbook: cover, contents, notes, overview, then one marked table a sheet.

    It follows the UK Government Analysis Function's guidance on statistics in spreadsheets. The headings of every table
    stand on row 5, so that `pandas.read_excel(path, sheet_name=..., header=4, na_values=["[x]", "[z]", "[c]"])` reads
    it. No cell of a table is empty: `[z]` stands where there is nothing to say. Sheets are named after the keys of the
    tables, so that each has the same name in every pack.

    Parameters
    ----------
    content : PackContent
        What the pack says, after disclosure control.
    stamp : mapping of str to object
        Provenance, as `scnvariation.report.stamp` gives it.

    Returns
    -------
    bytes
        The same for the same content and stamp.

    Raises
    ------
    OptionError
        If XlsxWriter (extra `excel`) is not installed.
    DataError
        If a table is longer or wider than a sheet.

    References
    ----------
    .. [1] Government Analysis Function (2021). Releasing statistics in spreadsheets.
    """
    tables = [table for section in content.sections for table in section.tables]
    wanted = [table.key.replace("_", " ").capitalize() for table in tables]
    names = sheet_names([COVER, messages.CONTENTS, messages.NOTES, OVERVIEW, *wanted])[4:]
    of_tables = [
        TableSheet(name=name, title=table.title, headings=table.headings, rows=table.rows)
        for name, table in zip(names, tables, strict=True)
    ]
    sheet_of = dict(zip((table.key for table in tables), names, strict=True))
    cover = Cover(
        title=content.title,
        subtitle=content.subtitle,
        parts=((messages.IN_SHORT, content.sentences), (messages.HOW_IT_WAS_MADE, _provenance(stamp))),
        reminder=content.reminder,
        source=messages.source_file(stamp.get("input_name"), stamp.get("package_version")),
        created=_moment(stamp.get("written_utc")),
    )
    sheets = [_notes(content, sheet_of), *_overview(content.rug), *of_tables]
    return workbook_bytes(cover, sheets, call="A pack as a workbook")


def _provenance(stamp: Mapping[str, object]) -> tuple[str, ...]:
    """Write the provenance in lines."""
    return tuple(f"{label}: {text}" for label, text in stamp_lines(stamp))


def _moment(written: object) -> datetime:
    """Read the time of the stamp."""
    return datetime.fromisoformat(written) if isinstance(written, str) and written else NO_DATE


def _overview(rug: Rug) -> Iterator[TableSheet]:
    """Set the overview as a table, with the word beside every sign; nothing where it has no line."""
    if not rug.lines:
        return
    rows = [
        (line.name, line.domain, line.period, line.age, *(_judged(*cell) for cell in line.cells)) for line in rug.lines
    ]
    yield TableSheet(name=OVERVIEW, title=rug.title, headings=(*messages.OVERVIEW_HEADINGS, *rug.places), rows=rows)


def _judged(judgement: str, sign: str, word: str) -> Shaded:
    """Write a judgement as sign and word; the colour repeats them."""
    return Shaded(f"{sign} {word}".strip(), GROUNDS.get(judgement, NO_GROUND))


def _notes(content: PackContent, sheet_of: Mapping[str, str]) -> TableSheet:
    """List the marks, then all that is to be read with the tables, by what it is about."""
    marks = {mark: meaning for mark, meaning in messages.MARKS.items() if mark not in dict(content.marks)}
    rows = [*content.marks, *marks.items()]
    rows.append((messages.ON_ALL, messages.ON_SHEETS))
    if content.rug.lines and content.rug.alt:
        rows.append((OVERVIEW, content.rug.alt))
    for section in content.sections:
        rows += _of_section(section, sheet_of)
    return TableSheet(name=messages.NOTES, title=messages.NOTES_TITLE, headings=messages.NOTES_HEADINGS, rows=rows)


def _of_section(section: Section, sheet_of: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what a section says in words, and what stands under its tables, by the sheets to which it belongs."""
    about = ", ".join(sheet_of[table.key] for table in section.tables) or section.heading
    said = [(about, paragraph) for paragraph in section.paragraphs]
    return said + [(sheet_of[table.key], note) for table in section.tables for note in table.notes]
