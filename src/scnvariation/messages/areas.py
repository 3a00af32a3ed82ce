"""Texts about areas tables and places."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, five_of

__all__ = ["lookup_not_unique", "no_areas_column", "one_place"]


def lookup_not_unique(codes: Sequence[str], rows: int) -> str:
    """Say that an areas table has several rows for one code."""
    verb = "stands" if len(codes) == 1 else "stand"
    return (
        f"the areas table has {count(rows, 'row')}, and {count(len(codes), 'code')} {verb} on several: "
        f"{five_of(codes)}. Give one row per area_code; overlapping memberships belong in a table of their own."
    )


def no_areas_column(name: str, columns: Sequence[str]) -> str:
    """Say that neither the observations nor the areas table has a column."""
    there = f"Columns of the areas table: {', '.join(columns)}." if columns else "No areas table was given."
    return (
        f"{name!r} is a column neither of the observations nor of the areas table. {there} "
        "Pass areas= when reading, or use with_areas()."
    )


def one_place() -> str:
    """Say how areas_in() is called."""
    return "areas_in() takes one keyword, for example areas_in(network_area='Wessex')"
