"""Texts about the options of a reader."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import did_you_mean, listed

__all__ = ["bad_source", "unknown_column", "unknown_keyword"]


def unknown_keyword(call: str, name: str, known: Sequence[str]) -> str:
    """Say that a reader has no such option, and which it has."""
    return f"{call} has no option {name!r}; its options are {listed(known)}.{did_you_mean(name, known)}"


def unknown_column(heading: str, column: str, known: Sequence[str]) -> str:
    """Say that `columns=` names a column that the contract does not have."""
    return (
        f"columns={{{heading!r}: {column!r}}}: {column!r} is not a column of the contract; choose one of "
        f"{listed(known)}.{did_you_mean(column, known)}"
    )


def bad_source(call: str, source: object) -> str:
    """Say that what was given to read is neither a path nor a table."""
    return f"{call} reads a path (text or pathlib.Path) or a pandas DataFrame, not {type(source).__name__!r}."
