"""The layout of the monthly A&E file of NHS England: one row for each organisation, the types side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceMap
from scnvariation.io.arranged import Arranged
from scnvariation.io.published_periods import period_in
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_KEYS = {
    "period": "period",
    "orgcode": "area_code",
    "orgname": "area_name",
    "parentorg": "parent_name",
}
_MEASURE = re.compile(
    r"(?:numberof)?(?:ae(?P<all>attendances)|(?P<over>attendancesover4hrs))(?P<type>type1|type2|other(?:ae)?department)"
)


def _measures(headings: Sequence[str]) -> dict[tuple[str, str], str]:
    """Find the headings of attendances and of those over four hours, by type."""
    found = {}
    for heading in headings:
        if match := _MEASURE.fullmatch(fold_heading(heading)):
            kind = match["type"] if match["type"].startswith("type") else "other"
            found[kind, "denominator" if match["all"] else "numerator"] = heading
    return found


def _types(headings: Sequence[str]) -> list[str]:
    found = _measures(headings)
    return [
        kind for kind in ("type1", "type2", "other") if {(kind, "numerator"), (kind, "denominator")} <= found.keys()
    ]


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of the monthly A&E file, or None.

    Parameters
    ----------
    headings : sequence of str
        Of one row.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    str or None
    """
    folded = {fold_heading(heading) for heading in headings}
    if {"period", "orgcode"} <= folded and _types(headings):
        return "its headings are those of the monthly A&E file: attendances, and those over four hours, by type"
    return None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:  # noqa: ARG001 - as every layout
    """Bring the monthly A&E file into the contract's columns.

    Parameters
    ----------
    table : Table
        As published, one row per organisation and a total.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        The indicators `ae:breaches_type1`, `ae:breaches_type2` and `ae:breaches_other`; booked appointments, which
        are published apart, are not added to them.
    """
    columns = dict(zip(table.headings, table.columns, strict=True))
    keys = pd.DataFrame(
        {_KEYS[fold_heading(name)]: column for name, column in columns.items() if fold_heading(name) in _KEYS}
    )
    month = _month(keys["period"])
    keys["period"] = [period_in(str(cell)) or (month if _is_total(cell) else cell) for cell in keys["period"].tolist()]
    keys = keys.assign(statistic="proportion", polarity="low_is_good", framework="ae")
    measures = _measures(table.headings)
    frames, maps = [], []
    for kind in _types(table.headings):
        figures = {name: columns[measures[kind, name]] for name in ("numerator", "denominator")}
        frames.append(keys.assign(indicator_id=f"ae:breaches_{kind}", **figures, name=measures[kind, "numerator"]))
        maps.append(_where(table, {measures[kind, name]: name for name in figures}))
    return Arranged(
        frame=pd.concat(frames, ignore_index=True), where=SourceMap.joined(maps), findings=list(table.findings)
    )


def _where(table: Table, named: dict[str, str]) -> SourceMap:
    """Map the rows of one type to their place."""
    return table.where([named.get(heading, _KEYS.get(fold_heading(heading), heading)) for heading in table.headings])


def _is_total(cell: object) -> bool:
    return str(cell).strip().casefold() == "total"


def _month(column: pd.Series[str]) -> str:
    """Give the month of a file that has one; the total row says "TOTAL" in its place."""
    found = {period for cell in column.tolist() if (period := period_in(str(cell)))}
    return found.pop() if len(found) == 1 else "TOTAL"
