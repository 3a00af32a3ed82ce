"""Texts about levels of confidence and coverage, which are probabilities and nothing else."""

from __future__ import annotations

from numbers import Real

__all__ = ["level_not_probability"]

# What people type who think in sigmas, or who come from a package where 99 stands for 99.8 per cent.
USUAL_MEANINGS = {2: 0.9545, 3: 0.9973, 99: 0.998}


def level_not_probability(name: str, value: object) -> str:
    """Say that a level is a probability, and which one was probably meant.

    >>> level_not_probability("levels", 99)
    'levels=99 is not between 0 and 1; levels are probabilities: 0.998?'
    >>> level_not_probability("level", 95)
    'level=95 is not between 0 and 1; levels are probabilities: 0.95?'
    """
    return f"{name}={value!r} is not between 0 and 1; levels are probabilities: {_meaning(value)}?"


def _meaning(value: object) -> str:
    """Guess the probability behind a percentage, a number of sigmas or anything else."""
    if not isinstance(value, Real):
        return "0.95 or 0.998"
    number = float(value)
    if number in USUAL_MEANINGS:
        return str(USUAL_MEANINGS[int(number)])
    return f"{number / 100:.10g}" if 50 <= number < 100 else "0.95 or 0.998"
