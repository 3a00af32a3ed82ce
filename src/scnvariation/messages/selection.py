"""Texts about choosing: indicators, periods and areas that are not there."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, did_you_mean, five_of

__all__ = ["ambiguous_code", "no_such_value", "nothing_left", "which_indicator"]


def no_such_value(name: str, value: object, present: Sequence[str]) -> str:
    """Say that a value asked for is not in the data, and which are."""
    there = f"The data hold {five_of(present)}." if present else "The data hold none."
    return f"{name}={value!r} is not in the data. {there}{did_you_mean(value, present)}"


def ambiguous_code(code: str, ids: Sequence[str]) -> str:
    """Say that a bare code stands for several indicators."""
    return f"indicator={code!r} is the code of {count(len(ids), 'indicator')}: {', '.join(ids)}. Give the whole id."


def which_indicator(call: str, ids: Sequence[str]) -> str:
    """Say that one indicator must be chosen."""
    return f"{call}() needs one indicator; the data hold {count(len(ids), 'indicator')}: {five_of(ids)}. Name one."


def nothing_left(removed: Sequence[tuple[str, int]], rows: int, present: str) -> str:
    """Say which filter removed how many rows when none is left."""
    steps = ", ".join(f"{name} removed {number:,}" for name, number in removed)
    return f"select() leaves no rows of {rows:,}: {steps}. {present}"
