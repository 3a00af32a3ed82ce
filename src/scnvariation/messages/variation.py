"""Texts about variation tables."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import five_of

__all__ = ["too_few_areas", "would_pool"]

PLURAL = {"indicator_id": "indicators", "period": "periods"}


def would_pool(name: str, present: Sequence[str], by: Sequence[str]) -> str:
    """Say that a grouping would pool indicators or periods."""
    return (
        f"by={tuple(by)!r} would pool {len(present):,} {PLURAL[name]} ({five_of(present)}); "
        f"add {name!r} to by=, or select one."
    )


def too_few_areas(place: str, with_data: int, of_all: int, minimum: int = 3) -> str:
    """Say that a group has too few areas for a measure of variation."""
    lost = of_all - with_data
    verb = "is" if lost == 1 else "are"
    missing = f" ({lost:,} of {of_all:,} {verb} not computed)" if lost else ""
    return (
        f"variation needs at least {minimum} areas; {place} has {with_data:,} with data"
        f"{missing}. Pool areas with aggregate(), or widen the selection."
    )
