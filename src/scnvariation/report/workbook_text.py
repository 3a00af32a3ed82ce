"""Texts as a workbook can hold them: cells, headings of marked tables, names of sheets and of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scnvariation.messages import workbook as messages

__all__ = ["cell_text", "pieces", "sheet_names", "shortened", "table_name", "unique_headings"]

LONGEST_CELL = 32_767
LONGEST_HEADING = 255
LONGEST_SHEET_NAME = 31
LAST_OF_ONE_UNIT = "\uffff"
CUT = "…"
# What XML 1.0 cannot hold; a file with one of them would not open.
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
# Excel reads _x0041_ in the definition of a table as the letter A, so that heading and definition would differ.
ESCAPE = re.compile("_(?=x[0-9a-fA-F]{4}_)")
# XlsxWriter takes a text that begins and ends so for XML of its own, and writes it as it is.
RICH, NOT_RICH = "<r>", "< r>"
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\'\s]+")
# Excel keeps this name for itself.
KEPT_SHEET_NAME = "history"


def cell_text(text: str) -> str:
    """Replace the characters that no workbook can hold."""
    if text.startswith(RICH):
        text = NOT_RICH + text[len(RICH) :]
    return UNHOLDABLE.sub(REPLACEMENT, text) if UNHOLDABLE.search(text) else text


def pieces(text: str) -> list[str]:
    """Cut a text into what one cell can hold."""
    size = _room(text, LONGEST_CELL)
    return [text[start : start + size] for start in range(0, len(text), size)]


def shortened(text: str, longest: int = LONGEST_CELL) -> str:
    """Give a text on one line that ends in an ellipsis where there was no room for the rest."""
    line = " ".join(cell_text(text.strip()).split())
    room = _room(line, longest)
    return line if len(line) <= room else line[: room - len(CUT)].rstrip() + CUT


def unique_headings(names: Iterable[object]) -> list[str]:
    r"""Make headings that a marked table can have: one line, not empty, not too long, each different.

    >>> unique_headings(["Area", "area", "", "a\nb"])
    ['Area', 'area (2)', 'Column 3', 'a b']
    """
    taken: set[str] = set()
    headings = []
    for position, name in enumerate(names, start=1):
        line = shortened(ESCAPE.sub("_ ", str(name)), LONGEST_HEADING) or messages.unnamed_column(position)
        heading, number = line, 1
        while heading.casefold() in taken:
            number += 1
            tail = messages.numbered("", number)
            heading = messages.numbered(shortened(line, LONGEST_HEADING - len(tail)), number)
        taken.add(heading.casefold())
        headings.append(heading)
    return headings


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Make names that sheets can have, each different.

    >>> sheet_names(["Outside now", "outside/now", "History", "A name that is far too long for the tab of a sheet"])
    ['Outside now', 'outside now 2', 'History 2', 'A name that is far too long for']
    """
    taken = {KEPT_SHEET_NAME}
    names = []
    for text in wanted:
        plain = NOT_IN_SHEET_NAMES.sub(" ", cell_text(text)).strip()
        name, number = _cut_at_word(plain, LONGEST_SHEET_NAME), 1
        while not name or name.casefold() in taken:
            number += 1
            name = f"{_cut_at_word(plain, LONGEST_SHEET_NAME - len(str(number)) - 1)} {number}".strip()
        taken.add(name.casefold())
        names.append(name)
    return names


def table_name(name: str) -> str:
    """Make the name of a marked table; the beginning keeps it apart from addresses such as A1 or R1C1.

    >>> table_name("Outside now")
    'table_outside_now'
    """
    return "table_" + re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")


def _room(text: str, longest: int) -> int:
    """Count the characters that fit: Excel counts those beyond the first 65,536 twice."""
    return longest if not text or max(text) <= LAST_OF_ONE_UNIT else longest // 2


def _cut_at_word(text: str, longest: int) -> str:
    """Shorten a name, at the end of a word where there is one."""
    room = _room(text, longest)
    if len(text) <= room:
        return text
    head, _, _ = text[: room + 1].rpartition(" ")
    return head.rstrip() or text[:room]
