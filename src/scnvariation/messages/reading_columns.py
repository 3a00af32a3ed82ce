"""Texts about columns that a source lacks."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from scnvariation.messages.words import listed

__all__ = ["columns_needed", "rename_advice"]


def columns_needed(missing: Sequence[str]) -> str:
    """Name the columns that are needed.

    >>> columns_needed(["numerator"]), columns_needed(["numerator", "denominator"])
    ("column 'numerator'", "columns 'numerator', 'denominator'")
    """
    return f"column {missing[0]!r}" if len(missing) == 1 else f"columns {listed(missing)}"


def rename_advice(missing: Sequence[str], headings: Sequence[str], cells: Sequence[str]) -> str:
    """Say which heading was probably meant, where it stands and what to type instead."""
    folded = {heading.casefold(): place for place, heading in reversed(list(enumerate(headings)))}
    for column in missing:
        near = get_close_matches(column, list(folded), n=1, cutoff=0.6)
        if near:
            heading, cell = headings[folded[near[0]]], cells[folded[near[0]]]
            return (
                f"Did you mean {heading!r}? Rename the heading in cell {cell}, "
                f"or pass columns={{{heading!r}: {column!r}}}."
            )
    return f"Rename a heading, or pass columns={{'your heading': {missing[0]!r}}}."
