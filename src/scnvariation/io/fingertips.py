"""The layout of an OHID Fingertips download: one row per indicator, period, area, sex, age and category."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.fingertips_hints import statistic_hints
from scnvariation.io.fingertips_rows import AGES, SEXES, Rows, named_indicators
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_HEADINGS = {
    "Indicator ID": "indicator_id",
    "Indicator Name": "name",
    "Parent Code": "parent_code",
    "Parent Name": "parent_name",
    "Area Code": "area_code",
    "Area Name": "area_name",
    "Area Type": "area_type",
    "Sex": "sex",
    "Age": "age",
    "Category Type": "category_type",
    "Category": "category",
    "Time period": "period",
    "Value": "value",
    "Lower CI 95.0 limit": "lower",
    "Upper CI 95.0 limit": "upper",
    "Lower CI 99.8 limit": "published_lower_99_8",
    "Upper CI 99.8 limit": "published_upper_99_8",
    "Count": "numerator",
    "Denominator": "denominator",
    "Value note": "note",
    "Recent Trend": "recent_trend",
    "Compared to England value or percentiles": "compared_to_england",
    "Time period Sortable": "period_sortable",
    "New data": "new_data",
    "Compared to goal": "compared_to_goal",
    "Time period range": "period_range",
}
_FOLDED = {fold_heading(heading): (heading, name) for heading, name in _HEADINGS.items()}
_NEEDED = frozenset({"indicatorid", "areacode", "timeperiod", "value"})
_TELLING = frozenset({"categorytype", "parentcode", "recenttrend", "timeperiodsortable", "valuenote"})
_PARENT = re.compile(r"comparedto(?!england|goal)|columnnotused")


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of a Fingertips download, or None.

    Parameters
    ----------
    headings : sequence of str
        Of one row.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    str or None

    Examples
    --------
    >>> recognises(["IndicatorID", "AreaCode", "Timeperiod", "Value", "CategoryType"], ReadingSettings())
    'its headings are those of a Fingertips download'
    """
    folded = {fold_heading(heading) for heading in headings}
    is_download = folded >= _NEEDED and bool(folded & _TELLING)
    return "its headings are those of a Fingertips download" if is_download else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring a Fingertips download into the contract's columns.

    Parameters
    ----------
    table : Table
        As published, re-saved by R, or with headings without blanks.
    settings : ReadingSettings
        For `indicator=`, `area_type=` and `statistic=`.

    Returns
    -------
    Arranged
        Indicators `fingertips:93861` ...; rows by category, sex or age are left out where their total is there.
    """
    names = _names(table.headings)
    rows = Rows(table, names)
    if len(set(names)) < len(names):
        return Arranged(frame=rows.frame, where=rows.where, findings=rows.findings)
    rows.findings += _renamed(table, names)
    rows.relabel("sex", SEXES)
    rows.relabel("age", AGES)
    rows.frame["indicator_id"] = named_indicators(rows, settings)
    rows.leave_parts_out()
    rows.leave_repeats_out()
    rows.explain_blanks()
    rows.join_kinds(settings.area_type)
    rows.refuse_other_years("period", "period_sortable")
    rows.findings += statistic_hints(rows.frame[rows.reason == ""], settings)
    rows.read_limits()
    frame = rows.frame.assign(framework="fingertips", reason=rows.reason)
    return Arranged(frame=frame, where=rows.where, findings=rows.findings)


def _names(headings: Sequence[str]) -> list[str]:
    """Name columns by what their heading says, never by their place."""
    names, parents = [], 0
    for heading in headings:
        folded = fold_heading(heading)
        is_parent = _PARENT.match(folded) is not None and not parents
        parents += is_parent
        names.append("compared_to_parent" if is_parent else _FOLDED.get(folded, ("", heading))[1])
    return names


def _renamed(table: Table, names: Sequence[str]) -> list[Finding]:
    """Note headings that are not spelt as in a download, and the one that varies."""
    return [
        Finding(code="alias", row=table.header_row, heading=heading, words={"column": name})
        for heading, name in zip(table.headings, names, strict=True)
        if name != heading and _FOLDED.get(fold_heading(heading), ("", ""))[0] != heading
    ]
