"""The layout of NHS Outcomes Framework files: one indicator, England and its breakdowns in one table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from scnvariation import framework
from scnvariation.contract.checks_rows import is_england
from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.tables import Table
from scnvariation.messages.words import count

__all__ = ["arrange", "code_in", "recognises"]

_HEADINGS = {
    "year": "year",
    "quarter": "quarter",
    "periodofcoverage": "coverage",
    "breakdown": "area_type",
    "level": "area_code",
    "leveldescription": "area_name",
    "indicatorvalue": "value",
    "lowerci": "lower",
    "upperci": "upper",
    "observed": "numerator",
    "population": "denominator",
    "expected": "expected",
}
_NEEDED = frozenset({"breakdown", "level", "indicatorvalue"})
_FILE = re.compile(r"NHSOF_(?P<code>[0-9][0-9a-z.]*?)_I[0-9]+", re.IGNORECASE)


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of an NHS Outcomes Framework file, or None.

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
    if folded >= _NEEDED and folded & {"year", "periodofcoverage"}:
        return "its headings are those of an NHS Outcomes Framework file: breakdown, level and indicator value"
    return None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring an NHS Outcomes Framework file into the contract's columns.

    Parameters
    ----------
    table : Table
        As published.
    settings : ReadingSettings
        `area_type=` chooses one breakdown.

    Returns
    -------
    Arranged
        England as comparator and the levels of one breakdown as areas; a file with several breakdowns is refused
        unless one of them is chosen.
    """
    names = [_HEADINGS.get(fold_heading(heading), heading) for heading in table.headings]
    columns = dict(zip(names, table.columns, strict=True))
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(table.rows)))
    code = code_in(table.file)
    findings = [*table.findings]
    if code:
        frame["indicator_id"] = f"nhs_of:{code}"
    if _statistic(code) == "ratio" and "expected" in frame:
        frame["denominator"] = frame["expected"]
    frame["period"] = _periods(frame)
    if "area_type" in frame:
        frame["area_code"] = _codes(frame)
        findings += _breakdowns(frame, settings)
        if any(finding.code == "extra_dimension" for finding in findings):
            frame = frame.rename(columns={"area_type": "breakdown"})
    return Arranged(
        frame=frame.drop(columns=["year", "quarter", "coverage"], errors="ignore"),
        where=table.where(names),
        findings=findings,
        framework="nhs_of",
    )


def code_in(file: str) -> str:
    """Find the code of the indicator in a file name, as the framework writes it; empty where there is none.

    Examples
    --------
    >>> code_in("NHSOF_1.4.i_I00547_D_V9.csv"), code_in("NHSOF_1A_I00656_D.xlsx"), code_in("deaths.csv")
    ('1.4.i', '1a', '')
    """
    found = _FILE.match(file)
    if found is None:
        return ""
    known = framework.catalogue("nhs_of")["code"].astype(str)
    same = known[known.str.casefold() == found["code"].casefold()].tolist()
    return same[0] if same else found["code"]


def _statistic(code: str) -> str:
    """Look up the statistic of an indicator of the framework; empty where it is not known."""
    table = framework.catalogue("nhs_of")
    found = table.loc[table["code"] == code, "statistic"].tolist()
    return str(found[0]) if found else ""


def _periods(frame: pd.DataFrame) -> list[str]:
    """Give the year, with the quarter where there is one; else the period of coverage."""
    texts = {name: _texts(frame, name) for name in ("year", "quarter", "coverage")}
    joined = []
    for year, quarter, coverage in zip(*texts.values(), strict=True):
        number = re.search(r"[1-4]", quarter)
        joined.append(f"{year} Q{number[0]}" if year and number else year or coverage)
    return joined


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    column = frame[name] if name in frame else pd.Series("", index=frame.index)
    return ["" if pd.isna(cell) else str(cell).strip().removesuffix(".0") for cell in column.tolist()]


def _codes(frame: pd.DataFrame) -> list[str]:
    """Give the level of each row; England stands under its name in the breakdown, the level or its description."""
    texts = [_texts(frame, name) for name in ("area_type", "area_code", "area_name")]
    return [
        "England" if is_england(kind) and (not level or is_england(level) or is_england(name)) else level or name
        for kind, level, name in zip(*texts, strict=True)
    ]


def _breakdowns(frame: pd.DataFrame, settings: ReadingSettings) -> list[Finding]:
    """Refuse several breakdowns of one figure, unless one is chosen: they would be counted twice."""
    kinds = pd.Series(_texts(frame, "area_type"), dtype=object)
    levels = frame["area_code"][~frame["area_code"].map(is_england)]
    number_of = levels.groupby(kinds[levels.index], sort=False).nunique()
    if settings.area_type is not None or len(number_of) < 2:
        return []
    shown = ", ".join(f"{kind} ({count(int(number), 'level')})" for kind, number in number_of.items())
    words = {"breakdowns": shown, "first": repr(number_of.idxmax())}
    return [Finding(code="extra_dimension", variant="breakdowns", words=words)]
