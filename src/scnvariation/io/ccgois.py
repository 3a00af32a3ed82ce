"""The CCG Outcomes Indicator Set: a workbook with one indicator on each of some seventy sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import pandas as pd

from scnvariation.contract.columns import KEYS
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceMap
from scnvariation.framework import catalogue
from scnvariation.io.arranged import Arranged
from scnvariation.io.ccgois_cells import indicator_code
from scnvariation.io.ccgois_doubts import blank_values, misplaced_counts
from scnvariation.io.ccgois_frame import frame_of, in_order, source_map
from scnvariation.io.ccgois_keys import reasons
from scnvariation.io.ccgois_tables import Record, records_of
from scnvariation.io.ccgois_units import in_natural_units
from scnvariation.io.sheets import Sheet
from scnvariation.io.tables import Table

__all__ = ["arrange", "arrange_book", "recognises", "recognises_book"]

FEWEST_SHEETS = 2


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Leave single tables to other layouts: their headings name no indicator.

    Parameters
    ----------
    headings : sequence of str
        Of one row.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    None
    """
    return None


def recognises_book(titles: Sequence[str]) -> str | None:
    """Say why the names of a workbook's sheets are those of the indicator set, or None.

    Parameters
    ----------
    titles : sequence of str
        Names of the visible sheets.

    Returns
    -------
    str or None

    Examples
    --------
    >>> recognises_book(["List", "1.1", "1.10", "3.10ii"])
    'its sheets are named by the codes of indicators'
    >>> recognises_book(["Data", "Notes"]) is None
    True
    """
    coded = [title for title in titles if indicator_code(title)]
    enough = len(coded) >= FEWEST_SHEETS and 2 * len(coded) > len(titles)
    return "its sheets are named by the codes of indicators" if enough else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring one sheet, saved as a file of its own, into the contract's columns.

    Parameters
    ----------
    table : Table
        As in the source.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        The indicator is that of the sheet's name, else of the file's.
    """
    cells = [table.headings, *zip(*(column.tolist() for column in table.columns), strict=True)]
    blank: list[Sequence[object]] = [()] * max(table.header_row - 1, 0)
    sheet = Sheet(table.sheet or PurePath(table.file).stem, is_visible=True, records=lambda: [*blank, *cells])
    return arrange_book([sheet], table.file, settings)


def arrange_book(sheets: Sequence[Sheet], file: str, settings: ReadingSettings) -> Arranged:
    """Bring the sheets of a workbook into the contract's columns.

    Parameters
    ----------
    sheets : sequence of Sheet
        Those that are named by the code of an indicator are read.
    file : str
        Name of the file.
    settings : ReadingSettings
        `sheet=` reads one sheet alone.

    Returns
    -------
    Arranged
        Indicators `ccg_ois:1.1` ...; values and limits in natural units, beside `published_value` and
        `published_per`; for ratios the expected count as denominator.
    """
    records: list[Record] = []
    findings: list[Finding] = []
    for sheet in sheets:
        is_wanted = sheet.title == settings.sheet if settings.sheet is not None else sheet.is_visible
        if is_wanted and indicator_code(sheet.title):
            found, told = records_of(sheet)
            records += found
            findings += told or [Finding(code="sheet_not_read", sheet=sheet.title)]
    if not records:
        return Arranged(frame=pd.DataFrame(columns=list(KEYS)), where=SourceMap.of_file(file), findings=findings)
    records = in_order(records)
    known = catalogue("ccg_ois")
    published, told = frame_of(records)
    names = dict(zip(known["indicator_id"], known["name"], strict=True))
    reason, left_out = reasons(published, names)
    misplaced, doubts = misplaced_counts(published, known)
    reason = reason.mask(misplaced & (reason == ""), "inconsistent_source")
    frame, units = in_natural_units(published, known)
    findings += [*told, *left_out, *doubts, *blank_values(published), *units]
    return Arranged(
        frame=_ordered(frame.assign(reason=reason)),
        where=source_map(records, file),
        findings=findings,
        framework="ccg_ois",
        geography="ccg_2013",
    )


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the place in the source last; what told tables apart is no longer needed."""
    last = ["published_period", "extra", "sheet", "sheet_row"]
    return frame[[name for name in frame.columns if name not in {*last, "header_row"}] + last]
