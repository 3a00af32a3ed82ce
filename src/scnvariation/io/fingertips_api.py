"""The layout of figures from the Fingertips service: numbers for indicator, sex and age, a bare year."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.fingertips_hints import statistic_hints
from scnvariation.io.fingertips_rows import AGE_IDS, SEX_IDS, Rows, named_indicators
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_COLUMNS = {
    "indicatorid": "indicator_id",
    "year": "period",
    "ageid": "age",
    "sexid": "sex",
    "areacode": "area_code",
    "count": "numerator",
    "value": "value",
    "lowerci": "lower",
    "upperci": "upper",
    "denominator": "denominator",
}
_NEEDED = frozenset({"indicatorid", "year", "ageid", "sexid", "areacode", "value"})
_UPLOAD = frozenset({"yearrange", "quarter", "month"})


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of the Fingertips service, or None.

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
    >>> recognises(["IndicatorID", "Year", "AgeID", "SexID", "AreaCode", "Value"], ReadingSettings())
    'its headings are those of the Fingertips service'
    """
    folded = {fold_heading(heading) for heading in headings}
    is_service = folded >= _NEEDED and not folded & _UPLOAD
    return "its headings are those of the Fingertips service" if is_service else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring figures of the Fingertips service into the contract's columns.

    Parameters
    ----------
    table : Table
        As published.
    settings : ReadingSettings
        For `indicator=` and `statistic=`.

    Returns
    -------
    Arranged
        Indicators `fingertips:108` ...; one sex or age beside persons of all ages is left out.
    """
    names = [_COLUMNS.get(fold_heading(heading), heading) for heading in table.headings]
    rows = Rows(table, names)
    if len(set(names)) < len(names):
        return Arranged(frame=rows.frame, where=rows.where, findings=rows.findings)
    rows.relabel("sex", SEX_IDS)
    rows.relabel("age", AGE_IDS)
    rows.frame["indicator_id"] = named_indicators(rows, settings)
    rows.leave_parts_out()
    rows.findings += statistic_hints(rows.frame[rows.reason == ""], settings)
    frame = rows.frame.assign(framework="fingertips", reason=rows.reason)
    return Arranged(frame=frame, where=rows.where, findings=rows.findings)
