"""One row per indicator, period and area: repeats, parts beside their total, other kinds of area."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.io.ccgois_areas import is_area_team
from scnvariation.io.ccgois_cells import number_of
from scnvariation.messages.reading_figures import one_figure
from scnvariation.messages.words import count, five_of

__all__ = ["reasons", "totals_among"]

_KEY = ["indicator_id", "period", "area_code", "sex", "breakdown"]
_FIGURES = ["numerator", "denominator", "value", "lower", "upper", "expected"]
_ALL = re.compile(r"(?:all|any|both|person|persons|people|total|grand total|n/a)\b", re.IGNORECASE)
_DIGITS = 9


def reasons(frame: pd.DataFrame, name_of: dict[str, str]) -> tuple[pd.Series[str], list[Finding]]:
    """Say which rows are no observation of their own, with the reason.

    Parameters
    ----------
    frame : pandas.DataFrame
        Figures as published.
    name_of : dict of str to str
        Names of the indicators, which say what total is meant.

    Returns
    -------
    pandas.Series
        Reason codes: `duplicate_dropped`, `other_breakdown`, `other_area_type`, `inconsistent_source`, or blank.
    list of Finding
    """
    reason = pd.Series("", index=frame.index, dtype=object)
    findings: list[Finding] = []
    teams = pd.Series([is_area_team(name) for name in frame["area_name"]], index=frame.index, dtype=bool)
    reason[teams] = "other_area_type"
    findings += _teams_told(frame[teams])
    for column in ("sex", "breakdown"):
        part = _is_part(frame, column, name_of)
        reason[part] = "other_breakdown"
        findings += _parts_told(frame, part, column)
    repeats, of = _repeats(frame)
    reason[repeats] = "duplicate_dropped"
    findings += _repeats_told(frame, repeats, of)
    for rows in frame[reason == ""].groupby(_KEY[:3]).indices.values():
        if len(rows) > 1:
            places = np.flatnonzero(reason == "")[rows]
            reason.iloc[places] = "inconsistent_source"
            findings += _conflict_told(frame.iloc[places])
    return reason, findings


def _is_part(frame: pd.DataFrame, column: str, name_of: dict[str, str]) -> pd.Series[bool]:
    """Say which rows are about a part of their area: every level that is no total, where there are several."""
    part = pd.Series(data=False, index=frame.index)
    for indicator in frame["indicator_id"].unique():
        here = frame["indicator_id"] == indicator
        levels = frame[column]
        distinct = [level for level in levels[here].unique() if level]
        if len(distinct) > 1:
            totals = totals_among(distinct, name_of.get(indicator, ""))
            part |= here & (levels != "") & ~levels.isin(totals)
    return part


def totals_among(levels: Sequence[str], name: str) -> list[str]:
    """Find the levels that stand for the whole: by their words, or because the others are said to be parts of it.

    Parameters
    ----------
    levels : sequence of str
        Distinct, at least two.
    name : str
        Of the indicator; of several totals, those that it names are meant.

    Returns
    -------
    list of str
        Empty where every level is a part.

    Examples
    --------
    >>> totals_among(["Male", "Female", "Person"], "")
    ['Person']
    >>> totals_among(["Hip replacements", "Hip replacements - primary", "Hip replacements - revision"], "")
    ['Hip replacements']
    >>> levels = ["White", "Total for Black and Minority Ethnic groups", "Grand total"]
    >>> totals_among(levels, "Access by people from black and minority ethnic groups")
    ['Total for Black and Minority Ethnic groups']
    """
    worded = [level for level in levels if _ALL.match(level)]
    if not worded:
        return [one for one in levels if all(other == one or other.startswith(f"{one} - ") for other in levels)]
    meant = [level for level in worded if _names_group(level, name)]
    return meant or worded


def _names_group(level: str, name: str) -> bool:
    """Whether the name of an indicator holds the group that a total is of."""
    group = fold_heading(re.sub(r"^total (?:for|of)\b", "", level, flags=re.IGNORECASE))
    return level.casefold().startswith("total ") and bool(group) and group in fold_heading(name)


def _repeats(frame: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[int]]:
    """Say which rows repeat an earlier one in all figures, binary noise apart, and which one it is."""
    alike = frame[_KEY].copy()
    for column in _FIGURES:
        alike[column] = [_as_text(cell) for cell in frame[column].tolist()]
    groups = pd.Series(alike.groupby(list(alike.columns), dropna=False, sort=False).ngroup(), index=frame.index)
    first = pd.Series(np.arange(len(frame)), index=frame.index).groupby(groups).transform("first")
    return groups.duplicated(), first


def _as_text(cell: object) -> str:
    number = number_of(cell)
    if number is not None:
        return f"{number:.{_DIGITS}g}"
    return "" if cell is None else str(cell).strip()


def _repeats_told(frame: pd.DataFrame, repeats: pd.Series[bool], of: pd.Series[int]) -> list[Finding]:
    """Name each row that is left out, and the row that it repeats."""
    findings = []
    for place in np.flatnonzero(repeats).tolist():
        sheet, row = frame["sheet"].iloc[place], int(frame["sheet_row"].iloc[place])
        other = int(frame["sheet_row"].iloc[int(of.iloc[place])])
        findings.append(Finding(code="duplicate_dropped", sheet=sheet, row=row, words={"other": f"{other:,}"}))
    return findings


def _conflict_told(rows: pd.DataFrame) -> list[Finding]:
    """Show the different figures of one key, as published, on each of its rows."""
    first = rows.iloc[0]
    shown = zip(rows["value"], rows["numerator"], rows["sheet_row"], strict=True)
    figures = [one_figure(_as_text(value), _as_text(events), row=int(row), file="") for value, events, row in shown]
    words = {
        "indicator": first["indicator_id"],
        "number": str(len(rows)),
        "area": first["area_name"],
        "period": f" in {first['period']}",
        "figures": f"{', '.join(figures[:-1])} and {figures[-1]}",
    }
    places = zip(rows["sheet"], rows["sheet_row"], rows["value"], strict=True)
    return [
        Finding(code="conflicting_key", sheet=sheet, row=int(row), value=_as_text(value), words=words)
        for sheet, row, value in places
    ]


def _teams_told(teams: pd.DataFrame) -> list[Finding]:
    """Name each area team once for each sheet."""
    once = teams.drop_duplicates(["sheet", "area_name"])
    places = zip(once["sheet"], once["sheet_row"], once["area_name"], strict=True)
    words = {"kind": "area team"}
    return [
        Finding(code="other_area_type", variant="among", sheet=sheet, row=int(row), value=name, words=words)
        for sheet, row, name in places
    ]


def _parts_told(frame: pd.DataFrame, part: pd.Series[bool], column: str) -> list[Finding]:
    """Enter one line for each sheet that has parts."""
    findings = []
    for sheet, here in frame[part].groupby("sheet", sort=False):
        words = {"number": count(len(here), "row"), "labels": five_of(list(dict.fromkeys(here[column])))}
        row = int(here["sheet_row"].iloc[0])
        findings.append(Finding(code="breakdown_rows", sheet=str(sheet), row=row, words=words))
    return findings
