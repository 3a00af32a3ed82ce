"""The layout of figures on their way into Fingertips (PHOLIO upload): -1 means missing in every column."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.arranged import Arranged
from scnvariation.io.fingertips_hints import statistic_hints
from scnvariation.io.fingertips_rows import AGE_IDS, SEX_IDS, Rows, named_indicators
from scnvariation.io.tables import Table
from scnvariation.messages.words import count

__all__ = ["arrange", "recognises"]

_COLUMNS = {
    "indicatorid": "indicator_id",
    "year": "period",
    "yearrange": "year_range",
    "quarter": "quarter",
    "month": "month",
    "ageid": "age",
    "sexid": "sex",
    "areacode": "area_code",
    "count": "numerator",
    "value": "value",
    "lowerci95": "lower",
    "upperci95": "upper",
    "lowerci998": "published_lower_99_8",
    "upperci998": "published_upper_99_8",
    "denominator": "denominator",
    "denominator2": "denominator_2",
    "valuenoteid": "note_id",
    "categorytypeid": "category_type",
    "categoryid": "category",
}
_NEEDED = frozenset({"indicatorid", "year", "yearrange", "quarter", "month", "sexid", "areacode", "value"})
_MISSING = frozenset({"-1", "-1.0"})


def recognises(headings: Sequence[str], settings: ReadingSettings) -> str | None:  # noqa: ARG001 - as every layout
    """Say why headings are those of a PHOLIO upload, or None.

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
    >>> headings = "IndicatorId Year YearRange Quarter Month AgeId SexId AreaCode Value".split()
    >>> recognises(headings, ReadingSettings())
    'its headings are those of a Fingertips upload'
    """
    folded = {fold_heading(heading) for heading in headings}
    return "its headings are those of a Fingertips upload" if folded >= _NEEDED else None


def arrange(table: Table, settings: ReadingSettings) -> Arranged:
    """Bring a PHOLIO upload into the contract's columns.

    Parameters
    ----------
    table : Table
        As sent to the service.
    settings : ReadingSettings
        For `indicator=` and `statistic=`.

    Returns
    -------
    Arranged
        Cells of -1 are blank; the period is put together from year, range, quarter and month.
    """
    names = [_COLUMNS.get(fold_heading(heading), heading) for heading in table.headings]
    rows = Rows(table, names)
    if len(set(names)) < len(names):
        return Arranged(frame=rows.frame, where=rows.where, findings=rows.findings)
    _blank_minus_one(rows)
    rows.relabel("sex", SEX_IDS)
    rows.relabel("age", AGE_IDS)
    rows.frame["indicator_id"] = named_indicators(rows, settings)
    rows.frame["period"] = _periods(rows)
    rows.leave_parts_out()
    rows.findings += statistic_hints(rows.frame[rows.reason == ""], settings)
    rows.read_limits()
    frame = rows.frame.assign(framework="fingertips", reason=rows.reason)
    frame = frame.drop(columns=["year_range", "quarter", "month"], errors="ignore")
    return Arranged(frame=frame, where=rows.where, findings=rows.findings)


def _blank_minus_one(rows: Rows) -> None:
    """Blank every cell of -1, with a note for each column that has some."""
    for column in rows.frame.columns:
        texts = rows.texts(column)
        missing = texts.isin(_MISSING)
        if missing.any():
            words = {"number": count(int(missing.sum()), "cell")}
            heading = rows.where.heading(column)
            rows.findings.append(Finding(code="missing", variant="minus_one", heading=heading, words=words))
            rows.frame[column] = texts.mask(missing, "")


def _periods(rows: Rows) -> pd.Series[str]:
    """Write year, number of years, quarter and month as Fingertips shows them."""
    parts = pd.DataFrame({name: rows.texts(name) for name in ("period", "year_range", "quarter", "month")})
    written = {parts_of: _period(*parts_of) for parts_of in set(parts.itertuples(index=False, name=None))}
    return pd.Series([written[parts_of] for parts_of in parts.itertuples(index=False, name=None)], dtype="str")


def _period(year: str, years: str, quarter: str, month: str) -> str:
    """Write one period.

    >>> _period("2030", "1", "", ""), _period("2015", "3", "", ""), _period("2030", "1", "", "4")
    ('2030', '2015 - 17', '2030-04')
    """
    if month:
        return f"{year}-{month.zfill(2)}"
    if quarter:
        return f"{year} Q{quarter}"
    if year.isdigit() and years.isdigit() and int(years) > 1:
        return f"{year} - {(int(year) + int(years) - 1) % 100:02d}"
    return year
