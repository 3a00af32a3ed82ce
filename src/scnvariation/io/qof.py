"""The layout of QOF prevalence by clinical commissioning group: one row per CCG and register."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.tables import Table

__all__ = ["arrange", "recognises"]

_COLUMNS = {
    "ccgcode": "area_code",
    "indicatorgroup": "register",
    "registerdescription": "register_description",
    "diseaseregistersize": "numerator",
    "ccglistsize": "denominator",
    "prevalence": "value",
}
# The published code of heart failure covers two registers; only the description tells them apart.
_SECOND_REGISTERS = {("HF", "heart failure due to lvd"): "HF_LVD"}
_YEAR = re.compile(r"(?<![0-9])(?P<first>20[0-9]{2})[-_/ ]?(?P<second>[0-9]{2})(?![0-9])")


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of the QOF prevalence files, or None.

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
    return "its headings are those of QOF prevalence by CCG" if folded >= _COLUMNS.keys() else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:  # noqa: ARG001 - as every layout
    """Bring a QOF prevalence table into the contract's columns.

    Parameters
    ----------
    table : Table
        As published.
    settings : ReadingSettings
        Not needed here.

    Returns
    -------
    Arranged
        Indicators `qof:AF` ... with heart failure and heart failure due to LVD as two; the financial year is
        that of the file name.
    """
    names = [_COLUMNS.get(fold_heading(heading), heading) for heading in table.headings]
    frame = pd.DataFrame(dict(zip(names, table.columns, strict=True)), index=pd.RangeIndex(len(table.rows)))
    codes, covering = _registers(frame)
    findings = [*table.findings, *(_covers_two(code, second) for code, second in covering.items())]
    period = financial_year(table.file)
    if period is None:
        findings.append(Finding(code="period_unknown"))
    else:
        findings.append(Finding(code="period_from_name", words={"period": period, "where": "the file name"}))
    frame = frame.assign(indicator_id="qof:" + codes, period=period or "", statistic="proportion")
    return Arranged(
        frame=frame.drop(columns="register"),
        where=table.where(names),
        findings=findings,
        framework="qof",
        geography="ccg_2013",
    )


def _registers(frame: pd.DataFrame) -> tuple[pd.Series[str], dict[str, str]]:
    """Give the code of each row's register, and the codes that cover two."""
    codes = frame["register"].astype(str).str.strip()
    described = frame["register_description"].astype(str).str.split().str.join(" ").str.casefold()
    covering = {}
    for (code, description), second in _SECOND_REGISTERS.items():
        rows = (codes == code) & (described == description)
        if rows.any() and (codes[~rows] == code).any():
            covering[code] = second
        codes = codes.mask(rows, second)
    return codes, covering


def _covers_two(code: str, second: str) -> Finding:
    return Finding(code="code_covers_two", words={"code": code, "ids": f"'qof:{code}' and 'qof:{second}'"})


def financial_year(name: str) -> str | None:
    """Find the financial year in a file name.

    >>> financial_year("qof_2013_14_prevalence_by_ccg.csv"), financial_year("prevalence.csv") is None
    ('2013/14', True)
    """
    for match in _YEAR.finditer(name):
        if (int(match["first"]) + 1) % 100 == int(match["second"]):
            return f"{match['first']}/{match['second']}"
    return None
