"""The layout of the older health profiles: one indicator, all kinds of area in one column, no numerator."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.texts import clean_code
from scnvariation.io.arranged import Arranged
from scnvariation.io.fingertips_rows import Rows
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_COLUMNS = {
    "onscodeold": "area_code_old",
    "onscodenew": "area_code",
    "areaname": "area_name",
    "onscluster": "ons_cluster",
    "period": "period",
    "singleyeardenominator": "denominator",
    "indicatorvalue": "value",
    "lower95ci": "lower",
    "upper95ci": "upper",
    "significance": "significance",
}
_NEEDED = frozenset({"onscodenew", "indicatorvalue", "period"})
_KIND = 3


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of a health profile, or None.

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
    >>> recognises(["ONS Code (old)", "ONS Code (new)", "Period", "Indicator value"], ReadingSettings())
    'its headings are those of a health profile'
    """
    folded = {fold_heading(heading) for heading in headings}
    return "its headings are those of a health profile" if folded >= _NEEDED else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring a health profile into the contract's columns.

    Parameters
    ----------
    table : Table
        As published.
    settings : ReadingSettings
        For `area_type=`: the first three characters of the codes to keep.

    Returns
    -------
    Arranged
        The new ONS code is the area's code and the old one is kept; the kind of area is the start of the code.
    """
    names = [_COLUMNS.get(fold_heading(heading), heading) for heading in table.headings]
    rows = Rows(table, names)
    if len(set(names)) == len(names):
        codes = rows.texts("area_code")
        rows.frame["area_type"] = codes.map({code: clean_code(code)[:_KIND] for code in codes.unique()})
        rows.join_kinds(settings.area_type)
        if "area_code_old" in rows.frame:
            words = {"other": rows.where.heading("area_code_old")}
            heading = rows.where.heading("area_code")
            rows.findings.append(
                Finding(code="code_kind", variant="old", row=table.header_row, heading=heading, words=words)
            )
        if settings.statistic is None and "numerator" not in rows.frame:
            rows.findings.append(Finding(code="statistic_hint", variant="interval"))
    return Arranged(frame=rows.frame, where=rows.where, findings=rows.findings)
