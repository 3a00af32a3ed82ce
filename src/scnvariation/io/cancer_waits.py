"""The layout of cancer waiting times by commissioner: one sheet for each standard."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.other_areas import others_found
from scnvariation.io.published_periods import period_in, titled_periods
from scnvariation.io.tables import Table
from scnvariation.messages.words import count, listed

__all__ = ["arrange", "indicator_id", "recognises"]

_CODES = frozenset({"ccgcode", "odscode", "icbcode", "subicbcode", "providercode", "orgcode", "code"})
_WITHIN = re.compile(r"within[0-9]+days")
_AFTER = re.compile(r"(?:after|over)[0-9]+days")
_SHARE = re.compile(r"(?:[a-z]+within|percentagewithin)[0-9]+days|percentage.*")
_DIMENSIONS = ("care_setting", "cancer_type", "treatment_type", "referral_route")
_TOTAL = re.compile(r"(?:all|total)\b", re.IGNORECASE)
_TITLE_OF_PERIOD = re.compile(r"(?:period|basis|definitions)\s*:", re.IGNORECASE)


def _column(folded: str) -> str:
    """Name the column that a folded heading means, empty where it is something else."""
    if folded.rstrip("0123456789") in _CODES:  # a footnote mark may follow
        return "area_code"
    if folded == "total":
        return "denominator"
    for name, pattern in (("numerator", _WITHIN), ("after", _AFTER), ("value", _SHARE)):
        if pattern.fullmatch(folded):
            return name
    return ""


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of cancer waiting times, or None.

    Parameters
    ----------
    headings : sequence of str
        The lower of the two lines; the upper one only groups the columns.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    str or None
    """
    found = {_column(fold_heading(heading)) for heading in headings}
    if {"area_code", "denominator", "numerator", "after"} <= found:
        return "its headings are those of cancer waiting times: a total, those within and those after so many days"
    return None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:  # noqa: ARG001 - as every layout
    """Bring one sheet of cancer waiting times into the contract's columns.

    Parameters
    ----------
    table : Table
        As published.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        One indicator for the sheet: people treated, seen or told within the standard, of all.
    """
    names = _names(table.headings)
    frame = pd.DataFrame(dict(zip(names, table.columns, strict=True)), index=pd.RangeIndex(len(table.rows)))
    codes, areas = _texts(frame, "area_code"), _texts(frame, "area_name")
    reasons, others = others_found(table.where(names), codes, areas)
    period, dated = _period(table)
    start, end = names.index("area_code"), names.index("denominator")
    is_part, kept, parted = _parts(table, frame, [name for name in names[start + 2 : end] if name in frame])
    frame = frame.assign(**{name: "" for name in _DIMENSIONS if name not in frame})
    frame = frame.assign(
        indicator_id=indicator_id(table),
        reason=np.where(is_part, "other_breakdown", reasons),
        statistic="proportion",
        polarity="high_is_good",
        networks="cancer",
        framework="cwt",
        name=_title(table),
    )
    if period:
        frame["period"] = period
    if kept:
        frame["breakdown"] = frame[kept].astype(str).agg(" / ".join, axis=1)
    others = [one for one, part in zip(others, is_part[reasons != ""], strict=True) if not part]
    return Arranged(frame=frame, where=table.where(names), findings=[*table.findings, *dated, *parted, *others])


def _names(headings: Sequence[str]) -> list[str]:
    """Name the columns; what stands between the code and the total is the name, then what rows are split by."""
    names = [_column(fold_heading(heading)) for heading in headings]
    start, end = names.index("area_code"), names.index("denominator")
    between = [place for place in range(start + 1, end) if not names[place]]
    for place, heading in enumerate(headings):
        names[place] = names[place] or heading
    if between:
        names[between[0]] = "area_name"
    for place in between[1:]:
        names[place] = "cancer_type" if "cancer" in headings[place].casefold() else _slug(headings[place])
    return [name if name not in names[:place] else headings[place] for place, name in enumerate(names)]


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    column = frame[name] if name in frame else pd.Series("", index=frame.index)
    return ["" if pd.isna(cell) else str(cell).strip() for cell in column.tolist()]


def indicator_id(table: Table) -> str:
    """Name the indicator of a sheet by its tab, or by its title where there is no tab.

    Examples
    --------
    >>> indicator_id(Table(headings=[], columns=[], rows=np.arange(0), sheet="62-DAY (ALL CANCER)"))
    'cwt:62_day_all_cancer'
    """
    return f"cwt:{_slug(table.sheet or _title(table)) or 'cancer_waits'}"


def _slug(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", text.casefold()).strip("_")


def _title(table: Table) -> str:
    """Give the title of a sheet: the first row above the headings that is no other statement."""
    cells = (cell for row in table.titles for cell in row if cell)
    return next((cell for cell in cells if not _TITLE_OF_PERIOD.match(cell)), table.sheet)


def _period(table: Table) -> tuple[str, list[Finding]]:
    """Take the period from the title rows, else from the file name."""
    found = titled_periods(table.titles)
    if len(found) > 1:
        words = {"periods": listed(found)}
        return found[0], [Finding(code="period_from_title", variant="two", severity="E", words=words)]
    if found:
        return found[0], [Finding(code="period_from_title", words={"period": found[0]})]
    named = period_in(re.sub(r"[_.]+", " ", table.file))
    if named:
        return named, [Finding(code="period_from_name", words={"period": named, "where": "the file name"})]
    return "", [Finding(code="period_unknown", variant="title")]


def _parts(
    table: Table, frame: pd.DataFrame, dimensions: Sequence[str]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], list[str], list[Finding]]:
    """Say which rows are parts of a total, by which columns rows still differ, and what was left out."""
    is_part = np.zeros(len(frame), dtype=np.bool_)
    kept, totals = [], []
    for name in dimensions:
        levels = pd.Series(_texts(frame, name), dtype=object)
        if levels.nunique() < 2:
            continue
        total = levels.map(lambda level: _TOTAL.match(level) is not None).to_numpy(np.bool_)
        if total.any():
            is_part |= ~total
            totals += levels[total].unique().tolist()
        else:
            kept.append(name)
    findings = []
    if is_part.any():
        words = {"number": count(int(is_part.sum()), "row"), "totals": listed(totals)}
        findings.append(Finding(code="other_breakdown", variant="totals", row=table.header_row, words=words))
    return is_part, kept, findings
