"""Texts about the call itself: options, arguments and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scnvariation.messages.words import did_you_mean, listed

__all__ = ["missing_columns", "unknown_word"]


def unknown_word(name: str, value: object, words: Sequence[object]) -> str:
    """Say which word an option does not know, and all that it does."""
    near = did_you_mean(value, [word for word in words if isinstance(word, str)])
    return f"{name}={value!r} is not known; choose one of {listed(words)}.{near}"


def missing_columns(call: str, missing: Sequence[str], present: Iterable[object]) -> str:
    """Say which columns a frame lacks, which it has, and the nearest spelling."""
    names = [str(column) for column in present]
    needs = f"column {missing[0]!r}" if len(missing) == 1 else f"columns {listed(missing)}"
    near = next((hint for column in missing if (hint := did_you_mean(column, names))), "")
    return f"{call} needs {needs}. Columns present: {', '.join(names)}.{near}"
