"""Finding the row of headings: by the names it holds, never by a fixed skip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from scnvariation.contract.columns import contract_column
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.tables import Recognise
from scnvariation.messages.words import count

__all__ = ["SEARCHED", "Header", "find_header"]

SEARCHED = 60
_NUMBER = re.compile(r"-?[0-9][0-9.,]*%?")


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table.

    Attributes
    ----------
    headings : list of str
        Cleaned.
    row : int
        Of the (last) heading row as Excel shows it; 0 where the user gave the names.
    known : int
        2 where a layout is recognised, 1 where some names are, 0 where none is.
    findings : list of Finding
        What was found on the way.
    titles : list of list of str
        Rows above that are not blank, cleaned.
    """

    headings: list[str]
    row: int
    known: int
    findings: list[Finding]
    titles: list[list[str]] = field(default_factory=list)

    @property
    def looks_like_data(self) -> bool:
        """Whether numbers stand where headings should."""
        return self.known == 0 and _numbers(self.headings) > 0


def find_header(records: Sequence[Sequence[object]], settings: ReadingSettings, recognise: Recognise) -> Header | None:
    """Find the headings among the first records of a source.

    Parameters
    ----------
    records : sequence of sequences
        The first 60 records, blank ones included.
    settings : ReadingSettings
        `header=` and `names=` decide where they are given.
    recognise : callable
        Says whether headings are those of a layout.

    Returns
    -------
    Header or None
        None if there is no record at all.
    """
    if settings.names is not None or settings.header is not None:
        return _as_given(records, settings)
    lines = [_cleaned(record) for record in records]
    filled = [place for place, line in enumerate(lines) if any(line)]
    if not filled:
        return None
    wide = [place for place in filled if sum(map(bool, lines[place])) > 1]  # a lone text is a title
    full = next((place for place in wide if recognise(lines[place])), None)
    if full is not None:
        return _header(records, lines, full, known=2)
    two = _two_lines(lines, wide, recognise)
    if two is not None:
        return two
    best = max(filled, key=lambda place: (len(_known_names(lines[place])), -place))
    if len(_known_names(lines[best])) > _numbers(lines[best]):
        return _header(records, lines, best, known=1)
    return _header(records, lines, filled[0], known=0)


def _as_given(records: Sequence[Sequence[object]], settings: ReadingSettings) -> Header | None:
    """Take the names, or the rows of headings, that the user gave."""
    if settings.names is not None:
        return Header([str(name) for name in settings.names], 0, 2, [])
    given = settings.header
    chosen = [given] if isinstance(given, int) else list(given or [])
    joined = _joined([_cleaned(records[row - 1]) for row in chosen if 0 < row <= len(records)])
    return Header(joined, max(chosen), 2, []) if joined else None


def _two_lines(lines: Sequence[list[str]], wide: Sequence[int], recognise: Recognise) -> Header | None:
    """Find two lines that are headings only together; whether they are is for the user to say."""
    for place in wide:
        if place + 1 < len(lines) and any(lines[place + 1]):
            joined = _joined([lines[place], lines[place + 1]])
            if recognise(joined):
                shown = ", ".join(repr(heading) for heading in joined if heading)
                words = {"first": place + 1, "second": place + 2, "joined": shown}
                finding = Finding(code="two_line_header", row=place + 1, words=words)
                return Header(joined, place + 2, 2, [finding])
    return None


def _joined(lines: Sequence[list[str]]) -> list[str]:
    """Join the cells of each column."""
    width = max(map(len, lines), default=0)
    padded = [line + [""] * (width - len(line)) for line in lines]
    return [" ".join(part for part in parts if part) for parts in zip(*padded, strict=True)]


def _known_names(line: Sequence[str]) -> set[str]:
    return {name for text in line if text and (name := contract_column(text)) is not None}


def _numbers(line: Sequence[str]) -> int:
    """Count cells that are numbers, which headings seldom are."""
    return sum(_NUMBER.fullmatch(text) is not None for text in line)


def _header(records: Sequence[Sequence[object]], lines: Sequence[list[str]], place: int, *, known: int) -> Header:
    """Give the headings of a record, with notes on what was passed over."""
    findings = []
    if any(any(line) for line in lines[:place]):
        findings.append(Finding(code="header_found", row=place + 1, words={"row": place + 1}))
    padded = sum(
        str(cell).lstrip("\ufeff") != clean for cell, clean in zip(records[place], lines[place], strict=True) if cell
    )
    if padded:
        words = {"number": count(padded, "heading")}
        findings.append(Finding(code="header_trimmed", row=place + 1, words=words))
    titles = [line for line in lines[:place] if any(line)]
    return Header(list(lines[place]), place + 1, known, findings, titles)


def _cleaned(record: Sequence[object]) -> list[str]:
    """Give cells as headings: no characters that are not seen, no blanks around or doubled."""
    return [_clean(str(cell)) if cell is not None else "" for cell in record]


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(seen.split())
