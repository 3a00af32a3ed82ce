"""Title, subtitle, key, axis names and caption in their places around the axes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from matplotlib.text import Text
from matplotlib.transforms import Transform

from scnvariation.plots.fonts import LINE_HEIGHT, clean, cut, text_width
from scnvariation.plots.key import ROW, KeyItem, Row, draw_key, key_rows
from scnvariation.plots.page import Page, balanced_lines, clipped_lines, offset
from scnvariation.plots.palette import Palette

__all__ = ["BELOW", "TICK", "Furniture", "arrange", "axes_height", "axes_width", "grow_axes", "rewrite_caption"]

TITLE, SUBTITLE, AXIS, TICK, CAPTION = 13.0, 9.0, 8.5, 8.5, 7.5
TITLE_LINES, SUBTITLE_LINES = 3, 2
CAPTION_SHARE = 0.3  # of the height of the page, at most
BESIDE = 7.0  # tick marks and their gap
BELOW = 36.0  # tick labels and the name of the horizontal axis
SMALLEST_AXES = 0.35
PLAIN_TITLE, PLAIN_SIDE = 20.0, 36.0  # what any Axes leaves above itself and at its left


@dataclass(frozen=True, kw_only=True, slots=True)
class Furniture:
    """The words around one picture.

    Attributes
    ----------
    title, subtitle, caption : str
        Empty where they are not wanted.
    upright, across : str
        Names of the vertical and the horizontal axis.
    side_labels : sequence of str
        What stands at the left of the axes.
    side_size : float
        Size of these letters, in points of a page.
    key : list of KeyItem
        Entries of the key.
    above, below : float
        Room for what stands between the axes and these words, in points: names over columns; tick labels and the
        name of the horizontal axis.
    """

    title: str
    subtitle: str
    caption: str
    upright: str
    across: str
    side_labels: tuple[str, ...]
    side_size: float = TICK
    key: list[KeyItem] = field(default_factory=list)
    above: float = 0.0
    below: float = BELOW


class Blocks(NamedTuple):
    """The same words broken into lines, and how high above the axes each block reaches."""

    title: list[str]
    subtitle: list[str]
    key: list[Row]
    caption: list[str]
    upright_top: float
    key_top: float
    subtitle_top: float
    title_top: float


def arrange(page: Page, words: Furniture, colours: Palette) -> Text:
    """Lay out the page and draw the words around the axes.

    Parameters
    ----------
    page : Page
        With its axes.
    words : Furniture
        What is to be said.
    colours : Palette
        Of the text.

    Returns
    -------
    matplotlib.text.Text
        The caption, which may still be rewritten.
    """
    side = side_room(page, beside(page, words))
    left = page.margin - side
    blocks = broken_into_lines(page, words)
    fit_axes(page, side, blocks, page.pt(words.below))
    axes = page.axes
    title = axes.set_title("\n".join(blocks.title), loc="left", y=1.0, size=page.pt(TITLE), weight="bold")
    put(title, offset(page, left, blocks.title_top), colours.ink)
    subtitle = axes.text(0, 1, "\n".join(blocks.subtitle), size=page.pt(SUBTITLE), gid="subtitle")
    put(subtitle, offset(page, left, blocks.subtitle_top), colours.muted)
    caption = axes.text(0, 0, "\n".join(blocks.caption), size=page.pt(CAPTION), gid="caption")
    put(caption, offset(page, left, -page.pt(words.below)), colours.muted)
    draw_key(page, blocks.key, left, blocks.key_top)
    name_axes(page, words, offset(page, left, blocks.upright_top))
    return caption


def broken_into_lines(page: Page, words: Furniture) -> Blocks:
    """Wrap every block to the room there is and pile the upper ones on the axes."""
    room, size = page.text_room, page.pt
    title = balanced_lines(clean(words.title), size(TITLE), room, TITLE_LINES)
    subtitle = clipped_lines(clean(words.subtitle), size(SUBTITLE), room, SUBTITLE_LINES)
    rows = key_rows(page, words.key)
    upright_top = size(4) + size(words.above) + (size(AXIS) * LINE_HEIGHT if words.upright else 0.0)
    key_top = upright_top + size(ROW) * len(rows) + size(5)
    subtitle_top = key_top + size(SUBTITLE) * LINE_HEIGHT * len(subtitle) + size(3)
    title_top = subtitle_top + size(TITLE) * LINE_HEIGHT * len(title)
    caption = caption_lines(page, words.caption)
    if page.owned:
        left = page.size[1] * (1 - SMALLEST_AXES) - 2 * page.margin - title_top - size(words.below)
        fitting = max(2, int(left / (size(CAPTION) * LINE_HEIGHT)))
        caption = clipped_lines(clean(words.caption), size(CAPTION), room, min(fitting, len(caption)))
    return Blocks(title, subtitle, rows, caption, upright_top, key_top, subtitle_top, title_top)


def caption_lines(page: Page, caption: str) -> list[str]:
    """Wrap the caption, up to its share of the page."""
    size = page.pt(CAPTION)
    most = max(2, int(CAPTION_SHARE * page.size[1] / (size * LINE_HEIGHT)))
    return clipped_lines(clean(caption), size, page.text_room, most)


def rewrite_caption(page: Page, drawn: Text, caption: str) -> None:
    """Put a caption of the same length or shorter in the place of the one drawn."""
    drawn.set_text("\n".join(caption_lines(page, caption)))


def side_room(page: Page, side: float) -> float:
    """Measure how far the left edge of the axes must move to make room for the labels beside them."""
    if page.owned:
        return page.margin + side
    free = page.figure.get_layout_engine() is None
    return max(0.0, side - page.pt(PLAIN_SIDE)) if free else 0.0


def beside(page: Page, words: Furniture) -> float:
    """Measure the labels at the left of the axes."""
    size = page.pt(words.side_size)
    return page.pt(BESIDE) + max((text_width(text, size) for text in words.side_labels), default=0.0)


def foot_of(page: Page, blocks: Blocks) -> float:
    """Measure the caption."""
    return page.pt(CAPTION) * LINE_HEIGHT * len(blocks.caption)


def axes_height(page: Page, words: Furniture) -> float:
    """Measure the height that the words will leave for the axes, before any of them is drawn."""
    return height_left(page, broken_into_lines(page, words), page.pt(words.below))


def grow_axes(page: Page, words: Furniture, height: float) -> None:
    """Make a figure of ours taller until the words leave the axes this height, as far as its sheet allows."""
    for _ in range(3):  # a caption may take more lines on a taller page
        missing = height - axes_height(page, words)
        if missing <= 0 or not page.grow(missing):
            break


def axes_width(page: Page, words: Furniture) -> float:
    """Measure the width that the labels at the left will leave for the axes."""
    side = side_room(page, beside(page, words))
    return (page.size[0] - page.margin if page.owned else page.axes_size[0]) - side


def height_left(page: Page, blocks: Blocks, below: float) -> float:
    """Measure what words of these lines leave of the height; never less than a share of it."""
    foot = foot_of(page, blocks)
    if page.owned:
        height = page.size[1]
        return max(height - 2 * page.margin - blocks.title_top - foot - below, SMALLEST_AXES * height)
    height = page.axes_size[1]
    if page.figure.get_layout_engine() is not None:
        return height
    head = max(0.0, blocks.title_top - page.pt(PLAIN_TITLE))
    return max(height - head - foot - max(0.0, below - page.pt(BELOW)), SMALLEST_AXES * height)


def fit_axes(page: Page, left: float, blocks: Blocks, below: float) -> None:
    """Give the axes what the words leave; an Axes that is not ours keeps its own box."""
    width, height = page.size
    tall = height_left(page, blocks, below) / height
    if page.owned:
        low = (page.margin + foot_of(page, blocks) + below) / height
        page.axes.set_position((left / width, low, 1 - (left + page.margin) / width, tall))
    elif page.figure.get_layout_engine() is None:
        box = page.axes.get_position()
        head = max(0.0, blocks.title_top - page.pt(PLAIN_TITLE)) / height
        shift = left / width
        page.axes.set_position((box.x0 + shift, box.y1 - head - tall, box.width - shift, tall))


def name_axes(page: Page, words: Furniture, upright_at: Transform) -> None:
    """Name both axes, the upright one level above its top, where it is read without turning the head."""
    size = page.pt(AXIS)
    upright = cut(clean(words.upright), size, page.text_room)
    page.axes.set_ylabel(upright, rotation=0, ha="left", va="top", size=size)
    page.axes.yaxis.set_label_coords(0, 1, transform=upright_at)
    across = cut(clean(words.across), size, page.axes_size[0])
    page.axes.set_xlabel(across, loc="left", size=size, labelpad=page.pt(4))


def put(text: Text, at: Transform, colour: str) -> None:
    """Hang a block of words by its upper left corner."""
    text.set(transform=at, va="top", ha="left", color=colour, linespacing=LINE_HEIGHT, clip_on=False)
