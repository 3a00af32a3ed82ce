"""Levels as probabilities, and the names that columns and statuses take from them."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.errors import OptionError
from scnvariation.messages.levels import level_not_probability

__all__ = ["check_levels", "level_name", "status_names"]


def check_levels(levels: Sequence[float]) -> tuple[float, ...]:
    """Give the levels ascending, or stop where one is no probability.

    >>> check_levels((0.998, 0.95))
    (0.95, 0.998)
    """
    several = [levels] if isinstance(levels, str | int | float) else list(levels)
    if not several or any(isinstance(level, str) for level in several):
        raise OptionError(level_not_probability("levels", levels))
    given = tuple(sorted(float(level) for level in several))
    for level in given:
        if not 0 < level < 1:
            raise OptionError(level_not_probability("levels", level))
    return given


def level_name(level: float) -> str:
    """Write a level as it stands in column names.

    >>> level_name(0.95), level_name(0.998)
    ('95', '99_8')
    """
    return f"{level * 100:.6g}".replace(".", "_")


def status_names(levels: Sequence[float]) -> list[str]:
    """List the statuses from below the outermost limit to above it.

    >>> status_names((0.95, 0.998))
    ['below_99_8', 'below_95', 'within', 'above_95', 'above_99_8']
    """
    names = [level_name(level) for level in sorted(levels)]
    return [*(f"below_{name}" for name in reversed(names)), "within", *(f"above_{name}" for name in names)]
