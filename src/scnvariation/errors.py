"""One family of errors, one branch per stage.

Everything the package raises on purpose is a `ScnVariationError`, which is a `ValueError`; a reader given any
bytes at all raises nothing else. The texts themselves live in `scnvariation.messages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DataError",
    "DataWarning",
    "MissingColumnsError",
    "OptionError",
    "ScnVariationError",
    "TooFewAreasError",
]


class ScnVariationError(ValueError):
    """Base of every error this package raises on purpose."""


class DataError(ScnVariationError):
    """The data cannot be right, or cannot carry what was asked of them.

    Attributes
    ----------
    problems : pandas.DataFrame or None
        All problems found by the call that stopped, one row each; None where a single fault says it all.
    """

    def __init__(self, message: str, *, problems: pd.DataFrame | None = None) -> None:
        super().__init__(message)
        self.problems = problems


class MissingColumnsError(DataError, KeyError):
    """A column that the call needs is not in the data."""

    def __str__(self) -> str:
        # KeyError would show the repr of the message, quotes and escapes included.
        return str(self.args[0])


class OptionError(ScnVariationError):
    """An option was given a word or a number that it does not take."""


class TooFewAreasError(DataError):
    """A single request cannot be met because too few areas have data."""


class DataWarning(UserWarning):
    """Something in the data was set aside or guessed; it stays visible in every output made from them."""
