"""Text as it is drawn: one installed font, never mathematical, cleaned, measured, wrapped and cut.

Widths come from the advances of the font itself, in points, so a layout is known before anything is drawn and
is the same on every machine.
"""

from __future__ import annotations

import unicodedata
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

import matplotlib.style
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font

__all__ = ["FAMILY", "LINE_HEIGHT", "clean", "cut", "drawing", "text_width", "wrap"]

FAMILY = "DejaVu Sans"  # travels with Matplotlib, so it is always installed
LINE_HEIGHT = 1.3
ELLIPSIS = "…"
NO_GLYPH = "□"
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
MEASURED_AT = 100.0

RC: dict[str, Any] = {
    "font.family": [FAMILY],
    "text.parse_math": False,
    "text.usetex": False,
    "axes.formatter.use_mathtext": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "scnvariation",
    "svg.fonttype": "path",
}


def drawing() -> AbstractContextManager[None]:
    """Enter our drawing style; the user's settings are back on leaving."""
    return matplotlib.style.context(["default", RC])


@lru_cache(maxsize=2)
def font(*, bold: bool) -> FT2Font:
    """Open the font once, apart from the copy that Matplotlib draws with."""
    opened = FT2Font(findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")))
    opened.set_size(MEASURED_AT, 72)
    return opened


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """List the characters that the font can draw."""
    return frozenset(font(bold=False).get_charmap())


@lru_cache(maxsize=4096)
def advance(character: str, *, bold: bool) -> float:
    """Measure one character, in points at size 1."""
    glyph = font(bold=bold).load_char(ord(character))
    return float(glyph.linearHoriAdvance) / 65536 / MEASURED_AT


def clean(text: object) -> str:
    r"""Make text from data safe to draw, and otherwise leave it as typed.

    Control and direction characters go, any blank becomes a plain one, and a character that the font lacks
    becomes a box, since Matplotlib would warn about each.

    Examples
    --------
    >>> clean("Ynys Mo\u0302n"), clean("cost $5 per $ unit"), clean("a\u202eb\x07"), clean("日本")
    ('Ynys Môn', 'cost $5 per $ unit', 'ab', '□□')
    """
    composed = unicodedata.normalize("NFC", str(text))
    seen = (" " if character.isspace() else character for character in composed)
    kept = (character for character in seen if unicodedata.category(character) not in UNSEEN)
    drawn = "".join(character if ord(character) in drawable() else NO_GLYPH for character in kept)
    return " ".join(drawn.split())


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure one line of cleaned text, in points."""
    return size * sum(advance(character, bold=bold) for character in text)


def cut(text: str, size: float, width: float) -> str:
    """Cut a line with an ellipsis where it is wider than `width` points.

    >>> cut("Bath", 8, 150), cut("N" * 5000, 8, 50)
    ('Bath', 'NNNNNNN…')
    """
    if len(text) * size * 0.2 < width and text_width(text, size) <= width:
        return text
    room = width - text_width(ELLIPSIS, size)
    kept = 0
    while kept < len(text) and (room := room - text_width(text[kept], size)) >= 0:
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break text into lines of at most `width` points; a word wider than that is broken itself.

    >>> wrap("one two three", 10, 50)
    ['one two', 'three']
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in pieces(word, size, width, bold=bold):
            longer = f"{line} {piece}" if line else piece
            if line and text_width(longer, size, bold=bold) > width:
                lines.append(line)
                longer = piece
            line = longer
    return [*lines, line] if line else lines


def pieces(word: str, size: float, width: float, *, bold: bool) -> list[str]:
    """Break one word where it is wider than a line."""
    if text_width(word, size, bold=bold) <= width:
        return [word]
    parts = [""]
    for character in word:
        if parts[-1] and text_width(parts[-1] + character, size, bold=bold) > width:
            parts.append("")
        parts[-1] += character
    return parts
