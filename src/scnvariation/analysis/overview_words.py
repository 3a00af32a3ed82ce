"""The words and signs of an overview: one list for tables and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["JUDGEMENTS", "LEVELS", "NO_DOMAIN", "OUTSIDE", "SYMBOLS", "WORDS", "expected_words", "sign_and_word"]

#: Every judgement, in the order of keys and counts.
JUDGEMENTS: tuple[str, ...] = ("better", "similar", "worse", "higher", "lower", "not_compared")
#: The judgements of a place outside its limits, in the order in which they are said.
OUTSIDE: tuple[str, ...] = ("worse", "better", "higher", "lower")
#: A sign for each judgement, to stand beside colour, never alone.
SYMBOLS: Mapping[str, str] = MappingProxyType(
    {"better": "+", "similar": "=", "worse": "-", "higher": "↑", "lower": "↓", "not_compared": "x"}
)
#: How each judgement is said.
WORDS: Mapping[str, str] = MappingProxyType({word: word.replace("_", " ") for word in JUDGEMENTS})
#: Coverage of the limits outside which a place is marked: areas by the outer limits, twelve network areas by 95 %.
LEVELS: Mapping[str, float] = MappingProxyType({"area": 0.998, "network_area": 0.95})
NEXT_TO_NONE = 0.01
NO_DOMAIN = "No domain recorded"


def sign_and_word(judgement: str) -> str:
    """Write a judgement as a cell of a table.

    >>> sign_and_word("better"), sign_and_word("not_compared")
    ('+ better', 'x not compared')
    """
    return f"{SYMBOLS[judgement]} {WORDS[judgement]}"


def expected_words(number: float) -> str:
    """Say how many chance alone would put outside.

    >>> expected_words(0.048), expected_words(10.1), expected_words(0.006), expected_words(0.0)
    ('about 0.05', 'about 10', 'next to none', 'none')
    """
    if number < NEXT_TO_NONE:
        return "next to none" if number > 0 else "none"
    return f"about {number:,.0f}" if number >= 9.5 else f"about {number:.1g}" if number < 1 else f"about {number:.1f}"
