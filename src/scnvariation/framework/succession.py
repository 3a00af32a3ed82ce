"""Which area followed which: mergers, new codes and divisions of areas, with their dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from scnvariation.errors import DataError, MissingColumnsError, OptionError
from scnvariation.framework import texts
from scnvariation.framework.tables import read_table
from scnvariation.messages.calls import missing_columns, unknown_word

__all__ = ["check_succession", "succession"]

KINDS = ("merge", "rename", "split")
_OPTIONAL = ("from", "kind", "share", "old_ods_code", "new_ods_code", "old_name", "new_name")


def succession() -> pd.DataFrame:
    """List the changes of clinical commissioning groups and sub-ICB locations from 2015 to 2022.

    Returns
    -------
    pandas.DataFrame
        One row for each old and new code, a fresh copy: `old_code`, `new_code` (ONS), `from` (first day of the
        new one), `kind` (`merge`, `rename`, `split`), `share` (blank: how a divided area's people were shared is
        not recorded), `old_ods_code`, `new_ods_code`, `old_name`, `new_name`, `source`, `status`.

    See Also
    --------
    scnvariation.Indicators.rebuilt : Adds counts up over these changes.

    Notes
    -----
    Small changes of boundary that gave Fylde and Wyre, Greater Preston and Morecambe Bay new codes in April 2018, and
    Cambridgeshire and Peterborough and Northamptonshire in July 2022, are left out: figures before and after them
    are not of the same area.

    Examples
    --------
    >>> changes = succession()
    >>> changes.loc[changes["from"] == "2015-04-01", ["old_ods_code", "new_ods_code"]].values.tolist()
    [['00F', '13T'], ['00G', '13T'], ['00H', '13T']]
    """
    return read_table("succession_ccg")


def check_succession(table: pd.DataFrame) -> pd.DataFrame:
    """Check a table of changes of areas, such as a user's own.

    Parameters
    ----------
    table : pandas.DataFrame
        With `old_code` and `new_code`; the other columns of `succession` may be left out. A blank `from` is a change
        before all figures, and a blank or absent `kind` a merger.

    Returns
    -------
    pandas.DataFrame
        A copy with all columns, `from` as dates, other cells as text.

    Raises
    ------
    MissingColumnsError
        If `old_code` or `new_code` is absent.
    OptionError
        If a kind is not one of the words.
    DataError
        If a code is blank or not text, a date cannot be read, a share is given, an area goes to several others
        without being a split, or areas follow each other in a circle. All faults are named together.

    Examples
    --------
    >>> mine = pd.DataFrame({"old_code": ["RA1", "RA2"], "new_code": "RA9", "from": "2020-10-01"})
    >>> check_succession(mine)["kind"].tolist()
    ['merge', 'merge']
    """
    missing = [column for column in ("old_code", "new_code") if column not in table]
    if missing:
        raise MissingColumnsError(missing_columns("the succession table", missing, table.columns))
    changes = table.reset_index(drop=True).copy()
    for column in _OPTIONAL:
        given = changes[column] if column in changes else pd.Series("", index=changes.index)
        changes[column] = [_text(cell) for cell in given]
    changes["kind"] = changes["kind"].mask(changes["kind"] == "", "merge")
    for kind in changes["kind"]:
        if kind not in KINDS:
            raise OptionError(unknown_word("kind", kind, KINDS))
    days = pd.to_datetime(changes["from"], format="%Y-%m-%d", errors="coerce")
    faults = [*_blank(changes), *_unreadable(changes, days), *_shared(changes), *_in_doubt(changes)]
    if faults:
        raise DataError(texts.succession_faults(faults, len(changes)))
    changes["from"] = days
    for column in ("old_code", "new_code"):
        changes[column] = changes[column].str.strip()
    return changes


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell holds anything
    """Give a cell as text, a date as year-month-day, a missing one as blank."""
    if isinstance(cell, str):
        return cell.strip()
    if pd.isna(cell):
        return ""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell)


def _blank(changes: pd.DataFrame) -> Iterator[str]:
    for column in ("old_code", "new_code"):
        cells: list[Any] = changes[column].tolist()
        for row, value in enumerate(cells, start=1):
            if not isinstance(value, str) or not value.strip():
                yield texts.blank_cell(row, column)


def _unreadable(changes: pd.DataFrame, days: pd.Series[pd.Timestamp]) -> Iterator[str]:
    for row, (given, missing) in enumerate(zip(changes["from"], days.isna(), strict=True), start=1):
        if given and missing:
            yield texts.not_a_date(row, "from", given)


def _shared(changes: pd.DataFrame) -> Iterator[str]:
    for row, share in enumerate(changes["share"], start=1):
        if share:
            yield texts.share_given(row)


def _in_doubt(changes: pd.DataFrame) -> Iterator[str]:
    """Name areas that go to several others without being divided, and areas that follow themselves."""
    whole = changes[changes["kind"] != "split"]
    targets = changes.groupby("old_code")["new_code"].unique()
    for code in whole["old_code"].unique():
        if len(targets.get(code, [])) > 1:
            yield texts.several_successors(code, [str(new) for new in targets[code]])
    following = dict(zip(whole["old_code"], whole["new_code"], strict=True))
    for code, successor in following.items():
        after, steps = successor, 0
        while after in following and after != code and steps <= len(following):
            after, steps = following[after], steps + 1
        if after == code:
            yield texts.follows_itself(str(code))
