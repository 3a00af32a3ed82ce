"""Problems in the order in which somebody at a spreadsheet should take them up."""

from __future__ import annotations

import pandas as pd

from scnvariation.messages.words import count, five_of

__all__ = ["SEVERITIES", "grouped_problems", "notes_in_short"]

#: Words for the severities, the worst first.
SEVERITIES = {"E": "must be put right", "W": "warning", "N": "note"}
_SAME = ["severity", "code", "file", "sheet", "column", "value", "what", "mend"]


def grouped_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Group problems by what to do first, the same fault in many rows once.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table, as `check` gives it.

    Returns
    -------
    pandas.DataFrame
        What stops the file in the order of its rows; then warnings, the most frequent code first; then notes.
        Columns `severity`, `code`, `file`, `sheet`, `rows` (the first five), `column`, `value`, `what`, `mend` and
        `number`.

    Examples
    --------
    >>> from scnvariation.io.read import check
    >>> frame = pd.DataFrame({"area_code": list("ABC"), "numerator": ["*", "*", "-3"], "denominator": 100})
    >>> grouped_problems(check(frame, statistic="rate"))[["code", "rows", "number"]].head(2).values.tolist()
    [['negative', '3', 1], ['suppressed', '1, 2', 2]]
    """
    lines = problems.assign(
        place=["EWN".index(severity) for severity in problems["severity"]],
        rarely=[-often for often in _how_often(problems)],
        row=problems["row"].astype("string").fillna(""),
    ).sort_values(["place", "rarely"], kind="stable")
    groups = {same: part["row"].tolist() for same, part in lines.groupby(_SAME, sort=False)}
    table = pd.DataFrame(list(groups), columns=_SAME)
    rows = list(groups.values())
    return table.assign(rows=[five_of(found) for found in rows], number=[len(found) for found in rows])


def _how_often(problems: pd.DataFrame) -> list[int]:
    """Count how often the code of each line stands in the table; what stops the file keeps its own order."""
    often = problems["code"].value_counts().to_dict()
    pairs = zip(problems["code"], problems["severity"], strict=True)
    return [0 if severity == "E" else int(often[code]) for code, severity in pairs]


def notes_in_short(problems: pd.DataFrame) -> str:
    """Fold notes into one line: how many of each code, the most frequent first; empty where there is none.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table.

    Returns
    -------
    str
    """
    codes = problems.loc[problems["severity"] == "N", "code"]
    if codes.empty:
        return ""
    often = codes.value_counts().to_dict()
    tally = ", ".join(str(code) if number == 1 else f"{code} ({number:,})" for code, number in often.items())
    return f"{count(len(codes), 'note')} of what was handled: {tally}."
