"""Text on a chart: cleaned of what is not meant to be read, measured, shortened."""

from __future__ import annotations

import unicodedata

from scnvariation.plots import fonts

__all__ = ["LETTERS", "LINE", "clean", "kept_whole", "shortened", "width_of", "wrapped"]

LETTERS = 16.0  # in a box 480 wide, which fills the width of a phone: 11 pixels there
LINE = 20.0
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
NARROWER = 0.92  # the letters of a browser's plain font, against those measured


def clean(text: object) -> str:
    r"""Take out control and direction characters and what XML does not allow; leave the rest as typed.

    A browser brings its own fonts, so that, other than in a picture, any letter can be shown.

    >>> clean("a\u202eb\x07\ud800 $x$ <i>"), clean("日本 🏥")
    ('ab $x$ <i>', '日本 🏥')
    """
    composed = unicodedata.normalize("NFC", str(text))
    if composed.isprintable():
        return " ".join(composed.split())
    seen = (" " if letter.isspace() else letter for letter in composed)
    return " ".join("".join(letter for letter in seen if unicodedata.category(letter) not in UNSEEN).split())


def width_of(text: str) -> float:
    """Measure one line."""
    return NARROWER * fonts.text_width(fonts.clean(text), LETTERS)


def shortened(text: str, room: float) -> str:
    """Cut a cleaned line with an ellipsis where it is wider than its room.

    >>> shortened("Bath", 100.0), shortened("Bath and North East Somerset", 100.0)
    ('Bath', 'Bath and N…')
    """
    if len(text) * LETTERS < room or width_of(text) <= room:
        return text
    kept = min(len(text), int(room / (0.2 * LETTERS)))
    while kept and width_of(f"{text[:kept]}…") > room:
        kept -= 1
    return f"{text[:kept].rstrip()}…"


def kept_whole(text: str) -> str:
    r"""Forbid a break of line inside, as in a period.

    >>> kept_whole("2014/15 Q4")
    '2014/15\xa0Q4'
    """
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def wrapped(text: str, room: float, most: int) -> list[str]:
    """Break a cleaned line into as many as allowed, and cut what is too long.

    >>> wrapped("Bath and North East Somerset", 100.0, 2)
    ['Bath and', 'North East…']
    """
    lines: list[str] = []
    for word in text.split(" "):
        if lines and (len(lines) == most or width_of(f"{lines[-1]} {word}") <= room):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return [shortened(line, room) for line in lines]
