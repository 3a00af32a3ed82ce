"""Colours and markers: what an area's status looks like, never by colour alone.

Direction is the shape (a triangle up or down), the level is the fill (solid beyond the outermost limits,
hollow before them), and colour says better or worse, or only higher or lower where the indicator is neutral.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from matplotlib.colors import to_rgb

from scnvariation.options import check_option

__all__ = ["Look", "Palette", "PaletteName", "letters_on", "look_of", "palette_named", "side_word"]

PaletteName = Literal["government", "fingertips"]
DARK = 0.18  # of luminance: below it white letters stand out more than black ones


class Palette(NamedTuple):
    """One set of colours.

    Attributes
    ----------
    better, worse, higher, lower : str
        Areas outside the limits: by judgement, or by direction where the indicator is neutral.
    within : str
        Areas inside the limits.
    accent : str
        Areas that are shown without a judgement.
    ink, muted, faint : str
        Text and strong lines; lesser text; the lines that do not lead.
    """

    better: str
    worse: str
    higher: str
    lower: str
    within: str
    accent: str
    ink: str = "#0B0C0C"
    muted: str = "#505A5F"
    faint: str = "#9AA3A8"


PALETTES = {
    # The accessible categorical set of the Government Analysis Function.
    "government": Palette(
        better="#12436D",
        worse="#F46A25",
        higher="#801650",
        lower="#28A197",
        within="#CBD0D4",
        accent="#12436D",
    ),
    # What readers of the Fingertips web site are used to.
    "fingertips": Palette(
        better="#92D050",
        worse="#C00000",
        higher="#5555E6",
        lower="#BED2FF",
        within="#FFC000",
        accent="#5555E6",
    ),
}


class Look(NamedTuple):
    """How the areas of one status are drawn.

    Attributes
    ----------
    marker : str
        Matplotlib's marker.
    fill, edge : str
        Colours of the face and of the outline.
    rank : int
        Later ranks lie on top.
    """

    marker: str
    fill: str
    edge: str
    rank: int


def palette_named(name: str) -> Palette:
    """Give a palette by its name, or stop with the names there are."""
    check_option("palette", name, PaletteName)
    return PALETTES[name]


def letters_on(colour: str, palette: Palette) -> str:
    """Choose white letters on a dark ground and black ones on a light, by relative luminance.

    >>> letters_on("#12436D", PALETTES["government"]), letters_on("#F46A25", PALETTES["government"])
    ('white', '#0B0C0C')
    """
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK else palette.ink


def side_word(side: str, polarity: str) -> str:
    """Say what lying above or below means on an indicator.

    >>> side_word("above", "low_is_good"), side_word("above", "neutral")
    ('worse', 'higher')
    """
    if polarity == "neutral":
        return "higher" if side == "above" else "lower"
    return "better" if (side == "above") == (polarity == "high_is_good") else "worse"


def look_of(status: str, outermost: Sequence[str], polarity: str, palette: Palette) -> Look:
    """Choose marker, fill and edge for one status.

    Parameters
    ----------
    status : str
        One of the statuses.
    outermost : sequence of str
        The two statuses beyond the outermost limits, which are drawn solid.
    polarity : str
        Of the indicator.
    palette : Palette
        Colours.

    Returns
    -------
    Look
    """
    if status == "not_computed":
        return Look("X", "white", palette.muted, 1)
    side = status.partition("_")[0]
    if side not in {"above", "below"}:
        return Look("o", palette.within, palette.muted, 0)
    colour = str(getattr(palette, side_word(side, polarity)))
    marker = "^" if side == "above" else "v"
    if status in outermost:
        return Look(marker, colour, palette.ink, 3)
    return Look(marker, "white", colour, 2)
