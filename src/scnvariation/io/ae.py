"""The layout of accident and emergency attendances by trust: attendances and breaches of four hours by type."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_COLUMNS = {
    "period": "period",
    "orgcode": "area_code",
    "type": "type",
    "attendances": "denominator",
    "breaches": "numerator",
}
_FIRST_DAY = re.compile(r"((?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2]))-01(?: 00:00:00)?")
_NAMES = {
    "1": "A&E type 1: more than four hours",
    "2": "A&E type 2: more than four hours",
    "other": "A&E other types: more than four hours",
}


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of A&E attendances by trust and type, or None.

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
    return "its headings are those of A&E attendances by trust and type" if folded >= _COLUMNS.keys() else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:  # noqa: ARG001 - as every layout
    """Bring A&E attendances into the contract's columns.

    Parameters
    ----------
    table : Table
        As published, up to three rows per trust and month.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        Attendances of more than four hours, of all attendances; the types are indicators of their own
        (`ae:breaches_type1`, `ae:breaches_type2`, `ae:breaches_other`) and are never added up.
    """
    names = [_COLUMNS.get(fold_heading(heading), heading) for heading in table.headings]
    frame = pd.DataFrame(dict(zip(names, table.columns, strict=True)), index=pd.RangeIndex(len(table.rows)))
    types = frame["type"].astype(str).str.strip().str.casefold().str.removesuffix(".0")
    types = types.str.removeprefix("type").str.strip()
    frame = frame.assign(
        indicator_id="ae:breaches_" + types.map(lambda kind: f"type{kind}" if kind.isdigit() else kind),
        period=[_month(cell) for cell in frame["period"].tolist()],
        statistic="proportion",
        polarity="low_is_good",
        framework="ae",
        name=types.map(lambda kind: _NAMES.get(kind, f"A&E {kind}: more than four hours")),
    )
    return Arranged(frame=frame, where=table.where(names), findings=list(table.findings))


def _month(cell: object) -> str:
    """Give the month of a first day: `2017-03-01` is March 2017."""
    text = str(cell).strip()
    found = _FIRST_DAY.fullmatch(text)
    return found[1] if found else text
