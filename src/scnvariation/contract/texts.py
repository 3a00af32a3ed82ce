"""Reading text columns: codes are text always, cleaned of what is not seen, with the original kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.ledger import shown_number

__all__ = ["TextColumn", "clean_code", "clean_name", "read_texts"]

# ONS codes (E38000004) and organisation codes of commissioners (00Q) are written in capitals.
_OFFICIAL = re.compile(r"[a-z][0-9]{8}|[0-9]{2}[a-z]")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A text column as distinct labels and the label of each row.

    Attributes
    ----------
    codes : ndarray of shape (n_rows,)
        Position in `labels`.
    labels : list of str
        Distinct cleaned texts.
    cleaned : tuple of (str, str, int, int)
        Original, cleaned text, first row position and number of rows, for texts that were changed.
    numeric : ndarray of int
        Positions of rows that held a number instead of text.
    """

    codes: NDArray[np.int64]
    labels: list[str]
    cleaned: tuple[tuple[str, str, int, int], ...] = ()
    numeric: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @classmethod
    def constant(cls, text: str, size: int) -> TextColumn:
        """Give every row the same text."""
        return cls(np.zeros(size, dtype=np.int64), [text])

    def take(self, rows: NDArray[np.int64]) -> pd.Series[str]:
        """Give the texts of some rows."""
        return pd.Series(self.labels, dtype="str").take(self.codes[rows]).reset_index(drop=True)

    def at(self, row: int) -> str:
        """Give the text of one row."""
        return self.labels[int(self.codes[row])]

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Give the texts of some rows as a list."""
        return [self.labels[code] for code in self.codes[rows].tolist()]

    def equals(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Say for each row whether its label is wanted."""
        return np.array([wanted(label) for label in self.labels], dtype=np.bool_)[self.codes]

    def relabelled(self, labels: list[str]) -> TextColumn:
        """Put other labels in the place of the present ones; equal labels become one."""
        codes, distinct = pd.factorize(np.array(labels, dtype=object))
        return TextColumn(codes.astype(np.int64)[self.codes], list(distinct), self.cleaned, self.numeric)

    def filled_down(self) -> TextColumn:
        """Repeat the label above where a row is blank."""
        texts = pd.Series(self.labels, dtype=object).replace("", None)
        filled = texts.take(self.codes).reset_index(drop=True).ffill().fillna("")
        codes, distinct = pd.factorize(filled)
        return TextColumn(codes.astype(np.int64), [str(label) for label in distinct], self.cleaned, self.numeric)


def read_texts(column: pd.Series[Any], clean: Callable[[str], str]) -> TextColumn:
    """Read a text column of any type.

    Parameters
    ----------
    column : pandas.Series
        Text, categorical, numbers or mixed cells; never changed.
    clean : callable
        How one text is cleaned.

    Returns
    -------
    TextColumn
        Missing cells are the empty text.
    """
    codes, found = pd.factorize(column, use_na_sentinel=False)
    originals = ["" if pd.isna(item) else _as_text(item) for item in np.asarray(found, dtype=object)]
    is_number = np.array([_is_number(item) for item in np.asarray(found, dtype=object)], dtype=np.bool_)
    labels = [clean(text) for text in originals]
    changed = tuple(
        (before, after, int(np.argmax(codes == code)), int(np.sum(codes == code)))
        for code, (before, after) in enumerate(zip(originals, labels, strict=True))
        if before != after
    )
    numeric = np.flatnonzero(is_number[codes]) if is_number.any() else np.empty(0, dtype=np.int64)
    return TextColumn(codes.astype(np.int64), originals, changed, numeric).relabelled(labels)


def _is_number(item: object) -> bool:
    return isinstance(item, int | float | np.number) and not isinstance(item, bool) and item == item  # noqa: PLR0124 - NaN


def _as_text(item: object) -> str:
    return shown_number(float(item)) if isinstance(item, float | np.floating) else str(item)


def clean_code(text: str) -> str:
    r"""Clean a code: compatible characters unified, nothing unseen, single blanks, official codes in capitals.

    >>> clean_code("e38000004\u00a0"), clean_code("00q\u200b")
    ('E38000004', '00Q')
    """
    if text.isascii() and text.isalnum() and not text[:1].islower() and not text[-1:].islower():
        return text
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    joined = " ".join(seen.split())
    return joined.upper() if _OFFICIAL.fullmatch(joined) else joined


def clean_name(text: str) -> str:
    """Clean a name: composed accents, no control characters, no blanks around it.

    >>> clean_name("Ynys Mo\u0302n ") == "Ynys Môn"
    True
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    seen = (letter for letter in composed if unicodedata.category(letter) not in {"Cf", "Cc"} or letter in "\n\t")
    return "".join(seen).strip()
