"""Tables of another shape than one row per indicator, period and area: said in plain words, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from scnvariation.contract.columns import NUMBERS, contract_column, fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.problems import source_refusal
from scnvariation.io.arranged import Arranged
from scnvariation.io.tables import Table
from scnvariation.messages.words import five_of, listed

__all__ = ["mixed_units", "refuse_other_shapes"]

_MEASURE_HEADINGS = frozenset({"name", "measure", "measurename", "measuretype", "metric", "metricname"})
_UNIT_HEADINGS = frozenset({"unit", "units", "unitofmeasure", "unitofmeasurement"})
_COUNTS = re.compile(r"\b(?:number|count|total|numerator|denominator|population)\b|^n$", re.IGNORECASE)
_SHARES = re.compile(r"%|per ?cent|\b(?:rate|proportion|ratio|per [0-9])", re.IGNORECASE)
_CODE = re.compile(r"[A-Z][0-9]{8}|[0-9]{2}[A-Z]")
MOST_MEASURES = 50
LOOKED_AT = 1_000
PICTURED = 3


def refuse_other_shapes(table: Table, *, is_recognised: bool, call: str) -> None:
    """Stop where a table has another shape than any layout reads.

    Parameters
    ----------
    table : Table
        As in the source.
    is_recognised : bool
        Whether its headings are those of a layout.
    call : str
        The call as the user typed it.

    Raises
    ------
    DataError
        If several measures stand in one column, each row is a person, or parents stand once before their parts.
        Of rows about people no value is shown.
    """
    words = _long_mixed(table)
    if words is not None:
        raise source_refusal("long_mixed", call=call, file=table.file, words=words)
    if is_recognised:
        return
    for code, found in (("patient_level", _patient_level(table)), ("ragged_block", _ragged_block(table))):
        if found is not None:
            raise source_refusal(code, call=call, file=table.file, words=found)


def _texts(column: pd.Series[Any]) -> pd.Series[str]:
    """Give the filled cells of a column as text."""
    texts = column[column.notna()].astype(str).str.strip()
    return texts[texts != ""]


def _long_mixed(table: Table) -> dict[str, object] | None:
    """Find counts and shares that stand in one column of values, told apart by a column of names."""
    columns = [contract_column(heading) for heading in table.headings]
    if "value" not in columns or "numerator" in columns:
        return None
    for heading, column in zip(table.headings, table.columns, strict=True):
        if fold_heading(heading) in _MEASURE_HEADINGS:
            labels = [str(label) for label in pd.unique(_texts(column))]
            counts = any(_COUNTS.search(label) and not _SHARES.search(label) for label in labels)
            if len(labels) <= MOST_MEASURES and counts and any(_SHARES.search(label) for label in labels):
                return {"measures": five_of([repr(label) for label in labels])}
    return None


def _patient_level(table: Table) -> dict[str, object] | None:
    """Find an outcome of 0 and 1 beside area codes that repeat, without any denominator."""
    columns = [contract_column(heading) for heading in table.headings]
    if "area_code" not in columns or {"denominator", "value"} & set(columns):
        return None
    areas = _texts(table.columns[columns.index("area_code")])
    outcomes = (
        heading
        for heading, column in zip(table.headings, table.columns, strict=True)
        if set(pd.unique(_texts(column))) in ({"0", "1"}, {"0.0", "1.0"})
    )
    outcome = next(outcomes, None)
    if outcome is None or not areas.duplicated().any():
        return None
    return {"rows": f"{len(areas):,}", "outcome": outcome, "area": table.headings[columns.index("area_code")]}


def _ragged_block(table: Table) -> dict[str, object] | None:
    """Find area codes in several columns beside each other, most of which have no heading."""
    with_codes = [column for column in table.columns if _mostly_codes(column.iloc[:LOOKED_AT])]
    unnamed = sum(finding.code == "unnamed_column" for finding in table.findings)
    has_numbers = any(contract_column(heading) in NUMBERS for heading in table.headings)
    if not with_codes or len(with_codes) + unnamed <= 1 or len(table.rows) <= 1 or has_numbers:
        return None
    shown = pd.DataFrame(dict(enumerate(table.columns))).iloc[:PICTURED]
    lines = (" | ".join(_texts(row).tolist()) for _, row in shown.iterrows())
    return {"picture": listed(lines)}


def _mostly_codes(column: pd.Series[Any]) -> bool:
    texts = _texts(column)
    return len(texts) > 0 and bool(texts.str.fullmatch(_CODE.pattern).mean() > 0.5)


def mixed_units(arranged: Arranged) -> list[Finding]:
    """Find indicators that are given in several units.

    Parameters
    ----------
    arranged : Arranged
        In the contract's columns.

    Returns
    -------
    list of Finding
        One for each indicator, with the rows of each unit.
    """
    frame = arranged.frame
    units = next((column for column in frame.columns if fold_heading(column) in _UNIT_HEADINGS), None)
    if units is None:
        return []
    ids = frame["indicator_id"] if "indicator_id" in frame else pd.Series("", index=frame.index)
    several = pd.DataFrame({"_id": ids, "_row": arranged.where.rows, "_unit": frame[units]})
    several = several[several["_unit"].notna()]
    findings = []
    for indicator, part in several.groupby("_id", sort=False, observed=True):
        rows_of = {str(unit): rows for unit, rows in part.groupby("_unit", sort=False, observed=True)["_row"]}
        told = [f"{unit!r} on {_rows(rows.tolist())}" for unit, rows in rows_of.items() if unit.strip()]
        if len(told) > 1:
            findings.append(Finding(code="mixed_units", words={"indicator": indicator, "units": " and ".join(told)}))
    return findings


def _rows(rows: Sequence[int]) -> str:
    noun = "row" if len(rows) == 1 else "rows"
    return f"{noun} {five_of([str(row) for row in np.sort(rows)])}"
