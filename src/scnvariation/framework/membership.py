"""Checks of a user's own table of network memberships."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from scnvariation.errors import DataError, MissingColumnsError, OptionError
from scnvariation.framework import texts
from scnvariation.framework.networks import network_kinds, network_scopes
from scnvariation.messages.calls import missing_columns, unknown_word

__all__ = ["check_membership"]

_COLUMNS = ["area_code", "network", "kind", "from", "to"]


def check_membership(table: pd.DataFrame) -> pd.DataFrame:
    """Check a table that says which areas belong to which networks, of any kind, and when.

    Networks that commissioners, providers or professions set up come and go, and an area may belong to many
    at once: overlap between networks is normal. What cannot be right is the same area twice in the same
    network at the same time.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per spell, with columns ``area_code``, ``network``, ``kind`` (a word of `network_kinds`),
        ``from`` and ``to`` (first and last day, as dates or as text such as ``2013-04-01``; blank is open),
        and if wanted ``scope`` (a word of `network_scopes`). Other columns are kept.

    Returns
    -------
    pandas.DataFrame
        A copy in the same order, with ``from`` and ``to`` as dates. `table` itself is not changed.

    Raises
    ------
    MissingColumnsError
        If a column is absent.
    OptionError
        If a kind or a scope is not one of the words.
    DataError
        If a code is blank or not text, a date cannot be read, a spell ends before it starts, or two spells
        of one area in one network overlap. All faults are named together, by row counted from 1.

    Examples
    --------
    >>> spells = pd.DataFrame({"area_code": "E38000001", "network": ["Trauma North", "Burns North"],
    ...     "kind": "operational_delivery", "from": "2013-04-01", "to": ""})
    >>> check_membership(spells)["to"].isna().tolist()
    [True, True]
    """
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        raise MissingColumnsError(missing_columns("check_membership()", missing, table.columns))
    _check_words(table, "kind", network_kinds()["kind"].tolist())
    if "scope" in table.columns:
        _check_words(table, "scope", network_scopes()["scope"].tolist())
    spells = table.copy()
    for column in ("from", "to"):
        spells[column] = _dates(table[column])
    faults = [*_blank(table), *_unreadable(table, spells), *_backwards(spells), *_overlapping(spells)]
    if faults:
        raise DataError(texts.membership_faults(faults, len(table)))
    return spells


def _check_words(table: pd.DataFrame, column: str, words: list[str]) -> None:
    """Stop at the first word that the list does not know."""
    for value in table[column]:
        if value not in words:
            raise OptionError(unknown_word(column, value, words))


def _is_blank(value: Any) -> bool:  # noqa: ANN401 - a cell holds anything
    return bool(pd.isna(value)) or not str(value).strip()


def _dates(column: pd.Series[Any]) -> pd.Series[pd.Timestamp]:
    """Read dates cell by cell, since one column may hold text and dates."""
    return pd.Series(pd.to_datetime(pd.Index([_date(cell) for cell in column])), index=column.index)


def _date(cell: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    """Read one cell; only year-month-day is the same date to everybody, and a number is none."""
    if isinstance(cell, str) and cell.strip():
        return pd.to_datetime(cell.strip(), format="%Y-%m-%d", errors="coerce")
    return pd.Timestamp(cell) if isinstance(cell, date) and not pd.isna(cell) else pd.NaT


def _blank(table: pd.DataFrame) -> Iterator[str]:
    for column in ("area_code", "network"):
        for row, value in enumerate(table[column], start=1):
            if not isinstance(value, str) or _is_blank(value):
                yield texts.blank_cell(row, column)


def _unreadable(table: pd.DataFrame, spells: pd.DataFrame) -> Iterator[str]:
    for column in ("from", "to"):
        for row, (given, read) in enumerate(zip(table[column], spells[column], strict=True), start=1):
            if pd.isna(read) and not _is_blank(given):
                yield texts.not_a_date(row, column, given)


def _backwards(spells: pd.DataFrame) -> Iterator[str]:
    for row, (start, end) in enumerate(zip(spells["from"], spells["to"], strict=True), start=1):
        if end < start:
            yield texts.end_before_start(row, f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}")


def _overlapping(spells: pd.DataFrame) -> Iterator[str]:
    """Compare each spell with the one of the same area and network that has lasted longest so far."""
    longest: dict[tuple[str, str], tuple[date, int]] = {}
    for start, row, end, area, network in sorted(_spans(spells)):
        last_day, earlier = longest.get((area, network), (date.min, row))
        if start <= last_day and earlier != row:
            yield texts.twice_at_once((min(earlier, row), max(earlier, row)), area, network)
        longest[area, network] = max((end, row), (last_day, earlier))


def _spans(spells: pd.DataFrame) -> Iterator[tuple[date, int, date, str, str]]:
    """Give each spell its first and last day; a blank one reaches as far as dates do."""
    columns = (spells[column] for column in ("from", "to", "area_code", "network"))
    for row, (start, end, area, network) in enumerate(zip(*columns, strict=True), start=1):
        first_day = date.min if pd.isna(start) else start.date()
        yield first_day, row, date.max if pd.isna(end) else end.date(), str(area), str(network)
