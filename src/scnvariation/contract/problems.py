"""What is done with a table of problems: stop and tell all of them at once, or warn and go on."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from scnvariation.contract.ledger import PROBLEM_COLUMNS, Ledger, empty_problems
from scnvariation.contract.registry import REGISTRY, ProblemKind
from scnvariation.contract.source import SourceMap
from scnvariation.errors import DataError, DataWarning, MissingColumnsError
from scnvariation.messages.refusals import (
    Line,
    general_warning,
    missing_refusal,
    one_refusal,
    refusals,
    suppressed_warning,
)
from scnvariation.messages.words import count

__all__ = [
    "PROBLEM_COLUMNS",
    "REGISTRY",
    "ProblemKind",
    "empty_problems",
    "judged",
    "refuse",
    "source_refusal",
    "warn",
]

# Problems that are entered once for an area or a name, not for each row.
_PER_AREA = frozenset({"unmapped_area"})
_PER_NAME = frozenset({"control_characters", "double_encoding"})
_PER_LINE = frozenset({"hidden_read"})
_PER_THING = {
    "numerator_missing": ("indicator", "indicators"),
    "period_guess": ("period", "periods"),
    "footnote_in_period": ("period", "periods"),
    "period_gap": ("indicator", "indicators"),
    "overlapping_periods": ("indicator", "indicators"),
    "period_from_title": ("table", "tables"),
    "sheet_not_read": ("sheet", "sheets"),
    "counts_only": ("indicator", "indicators"),
    "looks_rounded": ("indicator", "indicators"),
    "denominator_scale": ("indicator", "indicators"),
    "tiny_denominator": ("indicator", "indicators"),
    "constant_series": ("indicator", "indicators"),
    "low_completeness": ("indicator", "indicators"),
    "interval_differs": ("indicator", "indicators"),
    "domain_disagrees": ("indicator", "indicators"),
}


def judged(problems: pd.DataFrame, *, strict: bool) -> pd.DataFrame:
    """Give the table as `strict=True` sees it: warnings and rows not computed are errors.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table.
    strict : bool
        Whether to be strict.

    Returns
    -------
    pandas.DataFrame
    """
    if not strict or problems.empty:
        return problems
    pairs = zip(problems["code"], problems["severity"], strict=True)
    return problems.assign(severity=[REGISTRY[code].when_strict(severity) for code, severity in pairs])


def refuse(problems: pd.DataFrame, *, call: str, rows: int, strict: bool) -> None:
    """Stop if any problem refuses, telling all of them at once.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table of the whole call.
    call : str
        The call as the user typed it.
    rows : int
        Rows read.
    strict : bool
        Whether warnings stop too.

    Raises
    ------
    MissingColumnsError
        If a column is absent: nothing else can be told then.
    DataError
        With all problems in `error.problems`.
    """
    error = _error(problems, call=call, rows=rows, strict=strict)
    if error is not None:
        raise error


def _error(problems: pd.DataFrame, *, call: str, rows: int, strict: bool) -> DataError | None:
    """Make the error that tells all problems, or None where nothing refuses."""
    table = judged(problems, strict=strict)
    lines = _lines(table[table["severity"] == "E"])
    if not lines:
        return None
    first = lines[0]
    absent = [line for line in lines if line["code"] == "missing_column"]
    if absent:
        return MissingColumnsError(missing_refusal(call, absent[0]), problems=table)
    if all(line["code"] == "conflicting_key" and line["what"] == first["what"] for line in lines):
        return DataError(f"{first['what']}. {first['mend']}", problems=table)
    if len(lines) == 1 and first["row"] is None:
        return DataError(one_refusal(call, first), problems=table)
    return DataError(refusals(call, lines, rows), problems=table)


def source_refusal(
    code: str,
    *,
    call: str,
    file: str = "",
    variant: str = "",
    words: Mapping[str, object] | None = None,
) -> DataError:
    """Make the error for a source that cannot be read at all.

    Parameters
    ----------
    code, variant : str
        Problem code and wording.
    call : str
        The call as the user typed it.
    file : str
        Name of the file.
    words : mapping, optional
        What fills the braces of the text.

    Returns
    -------
    DataError
        To be raised, with the one problem in `error.problems`.
    """
    ledger = Ledger(SourceMap.of_file(file))
    ledger.note(code, variant=variant, words=words)
    table = ledger.table()
    return DataError(one_refusal(call, _lines(table)[0]), problems=table)


def _lines(table: pd.DataFrame) -> list[Line]:
    """Give the rows of a table, with None where a problem has no row."""
    lines: list[Line] = []
    for record in table.to_dict("records"):
        row = record["row"]
        lines.append({**{str(key): item for key, item in record.items()}, "row": None if pd.isna(row) else int(row)})
    return lines


def warn(problems: pd.DataFrame, *, area_at: Mapping[tuple[str, int], str], rows: int, stacklevel: int) -> None:
    """Warn once for each code that warns.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table.
    area_at : mapping
        Area code by sheet and row.
    rows : int
        Rows read.
    stacklevel : int
        So that the warning points at the user's line.
    """
    table = problems[problems["severity"] == "W"]
    for code in dict.fromkeys(table["code"]):
        found = table[table["code"] == code]
        # Several cells of one row are one value left out; one heading twice in a row is a block beside another.
        block = found.groupby(["sheet", "row", "column"], dropna=False).cumcount()
        touched = found[~found.assign(block=block).duplicated(["sheet", "row", "block"])]
        standing = zip(touched["sheet"], touched["row"], strict=True)
        places = [area_at.get((sheet, int(row)), "") for sheet, row in standing if not pd.isna(row)]
        areas = [] if code in _PER_THING else [area for area in dict.fromkeys(places) if area]
        if code == "suppressed":
            marks = Counter(touched["value"].tolist())
            text = suppressed_warning(dict(marks.most_common()), len(touched), areas, of=rows)
        else:
            of = _of_what(code, area_at, len(found), rows)
            number = len(touched) if code not in _PER_NAME | _PER_LINE | _PER_THING.keys() else len(found)
            text = general_warning(REGISTRY[code].text().warning, number, of, areas)
        warnings.warn(text, DataWarning, stacklevel=stacklevel + 1)


def _of_what(code: str, area_at: Mapping[tuple[str, int], str], number: int, rows: int) -> str:
    """Say what a number of problems is to be compared with."""
    if code in _PER_NAME:
        return "name" if number == 1 else "names"
    if code in _PER_THING:
        return _PER_THING[code][number != 1]
    if code in _PER_LINE:
        return "row or column" if number == 1 else "rows or columns"
    if code in _PER_AREA:
        return f"of {count(len(set(filter(None, area_at.values()))), 'area')}"
    return f"of {count(rows, 'row')}"
