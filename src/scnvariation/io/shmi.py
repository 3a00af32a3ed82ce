"""The layout of the summary hospital-level mortality indicator by trust: observed over expected deaths."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.published_periods import period_in, titled_periods
from scnvariation.io.tables import Table
from scnvariation.messages.words import listed

__all__ = ["arrange", "recognises"]

_HEADINGS = {
    "area_code": {"providercode", "trustcode"},
    "area_name": {"providername", "trustname"},
    "value": {"shmivalue", "shmi"},
    "banding": {"shmibanding", "banding"},
    "spells": {"numberofspells", "spells", "numberofproviderspells", "numberofdischarges"},
    "numerator": {"observeddeaths", "numberofobserveddeaths", "observednumberofdeaths"},
    "denominator": {"expecteddeaths", "numberofexpecteddeaths", "expectednumberofdeaths"},
}
_COLUMNS = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_NEEDED = frozenset({"area_code", "numerator", "denominator"})


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of the SHMI trust file, or None.

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
    found = {_COLUMNS.get(fold_heading(heading), "") for heading in headings}
    return "its headings are those of the SHMI by trust: observed and expected deaths" if found >= _NEEDED else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:  # noqa: ARG001 - as every layout
    """Bring a SHMI trust file into the contract's columns.

    Parameters
    ----------
    table : Table
        As published, one row per trust.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        The ratio `shmi:trust`; expected deaths are the denominator.
    """
    names = [_COLUMNS.get(fold_heading(heading), heading) for heading in table.headings]
    frame = pd.DataFrame(dict(zip(names, table.columns, strict=True)), index=pd.RangeIndex(len(table.rows)))
    frame = frame.assign(
        indicator_id="shmi:trust",
        statistic="ratio",
        polarity="low_is_good",
        framework="shmi",
        name="Summary hospital-level mortality indicator",
    )
    findings = list(table.findings)
    if "period" not in frame:
        period, dated = _period(table)
        if period:
            frame["period"] = period
        findings += dated
    return Arranged(frame=frame, where=table.where(names), findings=findings)


def _period(table: Table) -> tuple[str, list[Finding]]:
    """Take the period from the title rows, else from the file name; most files cover twelve months."""
    cells = [cell for row in table.titles for cell in row if cell]
    spans = [period for cell in cells if " " in (period := period_in(cell))]
    found = titled_periods(table.titles) or list(dict.fromkeys(spans))
    if len(found) > 1:
        words = {"periods": listed(found)}
        return found[0], [Finding(code="period_from_title", variant="two", severity="E", words=words)]
    if found:
        return found[0], [Finding(code="period_from_title", words={"period": found[0]})]
    named = period_in(re.sub(r"[_.]+", " ", table.file))
    if named:
        return named, [Finding(code="period_from_name", words={"period": named, "where": "the file name"})]
    return "", [Finding(code="period_unknown", variant="title")]
