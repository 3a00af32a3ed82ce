"""How a message counts, lists and quotes: the house rules that every text follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

__all__ = ["capitalised", "count", "did_you_mean", "five_of", "listed", "p_words", "quoted"]

SHOWN = 5
QUOTE_LENGTH = 40


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number and its noun, singular or plural, with thousands commas.

    >>> count(1, "area"), count(1234, "row"), count(2, "county", "counties")
    ('1 area', '1,234 rows', '2 counties')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def capitalised(text: str) -> str:
    """Begin a sentence with a capital and leave the rest alone.

    >>> capitalised("at most 6% in NHS Wirral")
    'At most 6% in NHS Wirral'
    """
    return text[:1].upper() + text[1:]


def p_words(p: float) -> str:
    """Write a P-value, which is never exactly 0 or 1.

    >>> p_words(0.0004), p_words(0.0312), p_words(1.0)
    ('P < 0.001', 'P = 0.031', 'P > 0.99')
    """
    if p < 0.001:
        return "P < 0.001"
    return "P > 0.99" if p > 0.99 else f"P = {p:.3f}"


def quoted(value: object) -> str:
    r"""Quote a value with control characters escaped, cut at 40 characters.

    >>> quoted("a\nb")
    "'a\\nb'"
    """
    text = repr(str(value))
    return text if len(text) <= QUOTE_LENGTH + 2 else text[: QUOTE_LENGTH - 2] + "...'"


def listed(words: Iterable[object]) -> str:
    """Join words with commas, each quoted as a user would type it.

    >>> listed(["exact", "normal"])
    "'exact', 'normal'"
    """
    return ", ".join(repr(word) for word in words)


def five_of(items: Sequence[str]) -> str:
    """List the first five items and count the rest.

    >>> five_of(["a", "b", "c", "d", "e", "f", "g"])
    'a, b, c, d, e and 2 more'
    """
    shown = ", ".join(items[:SHOWN])
    return shown if len(items) <= SHOWN else f"{shown} and {len(items) - SHOWN:,} more"


def did_you_mean(value: object, words: Iterable[str]) -> str:
    """Offer the nearest word, with a leading blank, or nothing where none is close.

    >>> did_you_mean("aditive", ["none", "additive"])
    " Did you mean 'additive'?"
    """
    candidates = [str(word) for word in words]
    folded = {word.casefold(): word for word in reversed(candidates)}
    near = get_close_matches(str(value).casefold(), list(folded), n=1, cutoff=0.6)
    return f" Did you mean {folded[near[0]]!r}?" if near else ""
