"""The layout of the Monthly Activity Return by commissioner: hospital admissions, referrals and first attendances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceMap
from scnvariation.io.arranged import Arranged
from scnvariation.io.other_areas import others_found
from scnvariation.io.published_periods import financial_month
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_MEASURES = {
    "electivegatotaladmissionsffces": "mar:elective_total",
    "electivegadaycaseadmissionsffces": "mar:daycase",
    "totalnonelectivegaadmissionsffces": "mar:non_elective",
    "gpreferralsmadega": "mar:gp_referrals_made",
    "gpreferralsseenga": "mar:gp_referrals_seen",
    "all1stoutpatientattendancesga": "mar:first_op_attendances",
}
_KEYS = {
    "year": "year",
    "period": "month",
    "areateamcode": "parent_code",
    "areateamname": "parent_name",
    "regioncode": "parent_code",
    "regionname": "parent_name",
    "orgcode": "area_code",
    "orgname": "area_name",
}
_NEEDED = frozenset({"year", "period", "orgcode", "orgname"})


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of the Monthly Activity Return by commissioner, or None.

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
    if folded >= _NEEDED and folded & _MEASURES.keys():
        return "its headings are those of the Monthly Activity Return by commissioner"
    return None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:  # noqa: ARG001 - as every layout
    """Bring a Monthly Activity Return into the contract's columns.

    Parameters
    ----------
    table : Table
        As published, one row per commissioner and month.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        One indicator for each of the six measures: counts, for which the file has no denominator; the region or
        area team in `parent_code`.
    """
    folded = [fold_heading(heading) for heading in table.headings]
    columns = dict(zip(folded, table.columns, strict=True))
    keys = pd.DataFrame({_KEYS[name]: column for name, column in columns.items() if name in _KEYS})
    texts = {name: ["" if pd.isna(cell) else str(cell).strip() for cell in keys[name]] for name in keys}
    reasons, others = others_found(_where(table, folded, ""), texts["area_code"], texts["area_name"])
    keys["period"] = [financial_month(*pair) for pair in zip(texts["year"], texts["month"], strict=True)]
    keys = keys.drop(columns=["year", "month"]).assign(
        reason=[reason or "no_counts" for reason in reasons.tolist()],
        denominator=np.nan,
        statistic="rate",
        framework="mar",
    )
    frames, maps, findings = [], [], [*table.findings, *others, *_aliases(table, folded)]
    for name, measure in _MEASURES.items():
        if name in columns:
            heading = table.headings[folded.index(name)]
            frames.append(keys.assign(indicator_id=measure, numerator=columns[name], name=heading))
            maps.append(_where(table, folded, name))
    measures = [str(frame["indicator_id"].iloc[0]) for frame in frames if len(frame)]
    findings += [Finding(code="counts_only", words={"indicators": repr(measure)}) for measure in measures]
    return Arranged(
        frame=pd.concat(frames, ignore_index=True),
        where=SourceMap.joined(maps),
        findings=findings,
        geography="ccg_2013",
    )


def _where(table: Table, folded: Sequence[str], measure: str) -> SourceMap:
    """Map the rows of one measure to their place."""
    names = [_KEYS.get(name, "numerator" if name == measure else name) for name in folded]
    return table.where(names)


def _aliases(table: Table, folded: Sequence[str]) -> list[Finding]:
    """Note how the parent of a commissioner is called, which changes between years."""
    return [
        Finding(code="alias", row=table.header_row, heading=heading, words={"column": _KEYS[name]})
        for heading, name in zip(table.headings, folded, strict=True)
        if name in {"areateamcode", "regioncode"}
    ]
