"""The twelve network areas as tiles, laid out roughly as England lies, by their level against the rest of England."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import FancyBboxPatch

from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import OptionError
from scnvariation.framework.network_areas import network_area_key
from scnvariation.messages.words import count
from scnvariation.plots import words
from scnvariation.plots.fonts import LINE_HEIGHT, clean, text_width
from scnvariation.plots.group_names import in_common
from scnvariation.plots.key import KeyItem
from scnvariation.plots.layout import Furniture, arrange
from scnvariation.plots.page import Page, clipped_lines
from scnvariation.plots.palette import Look, Palette, letters_on, side_word
from scnvariation.plots.style import VariationStyle

__all__ = ["describe_tiles", "paint_tiles"]

#: Column and row of each network area, counted from the north-west.
PLACES = {
    "NE": (2, 0),
    "CM": (0, 1), "GMLSC": (1, 1), "YH": (2, 1),
    "WM": (1, 2), "EM": (2, 2), "EE": (3, 2),
    "TV": (2, 3), "LON": (3, 3),
    "SW": (1, 4), "WX": (2, 4), "SEC": (3, 4),
}  # fmt: skip
COLUMNS, ROWS = 4, 5
SPACE = 0.04
NAME, NUMBER, INTERVAL = 7.5, 11.0, 7.5
DEEPEST = math.log(1.5)  # a ratio of 1.5 or its inverse has the whole colour
PALEST, WHOLE = 0.25, 0.85
MARKERS = {"above": "▲", "below": "▼", "similar": "●", "": ""}


class Tile(NamedTuple):
    """One network area on the map."""

    name: str
    at: tuple[int, int]
    ratio: float
    lower: float
    upper: float

    @property
    def side(self) -> str:
        """Which side of the rest of England the whole interval lies on."""
        if math.isnan(self.lower) or math.isnan(self.upper):
            return ""
        return "above" if self.lower > 1 else "below" if self.upper < 1 else "similar"


def paint_tiles(result: VariationResult, page: Page, style: VariationStyle) -> Axes:
    """Draw the network areas as tiles.

    Parameters
    ----------
    result : VariationResult
        Grouped by network area, of one indicator and period.
    page : Page
        Where to draw.
    style : VariationStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    OptionError
        If the result is grouped otherwise, or names a network area that is not one of the twelve.
    """
    tiles = tiles_of(result)
    polarity = next(iter(result.indicators.values())).polarity
    arrange(page, furniture(result, tiles, style), style.colours)
    axes = page.axes
    axes.set_xlim(0, COLUMNS)
    axes.set_ylim(ROWS, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    for tile in tiles:
        draw_tile(page, tile, tile_colour(tile, polarity, style.colours), style.colours)
    return axes


def tiles_of(result: VariationResult) -> list[Tile]:
    """Find the tile of each network area; one that the result lacks is drawn empty."""
    groups = result.groups[result.groups["adjustment"] == "crude"]
    further = [name for name in result.by if name != "network_area" and len(set(groups[name])) > 1]
    if "network_area" not in result.by or len(result.indicators) != 1 or further:
        raise OptionError(words.tiles_need_network_areas(result.by))
    known = groups[groups["network_area"].notna() & (groups["network_area"].astype(str) != "")]
    tiles = {}
    for row in known.to_dict("records"):
        key = network_area_key(str(row["network_area"]))
        numbers = (float(row[f"rate_ratio{end}"]) for end in ("", "_lower", "_upper"))
        tiles[key] = Tile(clean(row["network_area"]), PLACES[key], *numbers)
    empty = (Tile(key, place, math.nan, math.nan, math.nan) for key, place in PLACES.items() if key not in tiles)
    return [*tiles.values(), *empty]


def tile_colour(tile: Tile, polarity: str, colours: Palette) -> str:
    """Choose the colour: deeper the further from the rest of England, grey where the interval holds 1."""
    if tile.side == "":
        return "white"
    if tile.side == "similar":
        return colours.within
    whole = to_rgb(getattr(colours, side_word(tile.side, polarity)))
    depth = min(abs(math.log(tile.ratio)) / DEEPEST, 1.0) if tile.ratio > 0 else 1.0
    share = PALEST + (WHOLE - PALEST) * depth
    red, green, blue = (1 - share * (1 - channel) for channel in whole)
    return to_hex((red, green, blue))


def draw_tile(page: Page, tile: Tile, colour: str, colours: Palette) -> None:
    """Draw one tile: its name, the ratio with its symbol, the interval."""
    axes, (column, row) = page.axes, tile.at
    axes.add_patch(
        FancyBboxPatch(
            (column + SPACE, row + SPACE),
            1 - 2 * SPACE,
            1 - 2 * SPACE,
            boxstyle="square,pad=0",
            facecolor=colour,
            edgecolor=colours.muted if tile.side in {"", "similar"} else colours.ink,
            linestyle="--" if tile.side == "" else "-",
            linewidth=page.pt(0.8),
            gid="tile",
        )
    )
    ink = letters_on(colour, colours)
    for text, size, bold, up in lines_of(page, tile):
        axes.annotate(
            text,
            xy=(column + 0.5, row + 0.5),
            xytext=(0, up),
            textcoords="offset points",
            ha="center",
            va="center",
            linespacing=1.1,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=ink,
            gid="tile-number" if bold else "tile-text",
        )


def lines_of(page: Page, tile: Tile) -> list[tuple[str, float, bool, float]]:
    """Give text, size, weight and height of what stands in a tile, from above to below."""
    wide, tall = page.axes_size[0] / COLUMNS * 0.88, page.axes_size[1] / ROWS * 0.84
    number, said = number_of(tile), interval_of(tile)
    full = page.pt(2 * NAME * LINE_HEIGHT + NUMBER * LINE_HEIGHT + INTERVAL * LINE_HEIGHT)
    scale = min(1.0, tall / full, wide / max(text_width(said, page.pt(INTERVAL)), 1.0))
    small, large = page.pt(NAME) * scale, page.pt(NUMBER) * scale
    name, letters = named(tile.name, small, wide)
    blocks = [("\n".join(name), letters, False, len(name) * letters), (number, large, True, large)]
    if said:
        blocks.append((said, small, False, small))
    total = sum(height for *_, height in blocks) * LINE_HEIGHT
    top, lines = total / 2, []
    for text, size, bold, height in blocks:
        lines.append((text, size, bold, top - height * LINE_HEIGHT / 2))
        top -= height * LINE_HEIGHT
    return lines


def named(name: str, size: float, wide: float) -> tuple[list[str], float]:
    """Break a name in two lines, in smaller letters where it would be cut."""
    for smaller in (1.0, 0.92, 0.85):
        lines = clipped_lines(name, size * smaller, wide, 2)
        if not lines or not lines[-1].endswith("…"):
            return lines, size * smaller
    return lines, size * smaller


def number_of(tile: Tile) -> str:
    """Write the ratio with its symbol."""
    if math.isnan(tile.ratio):
        return "no figure"
    return f"{MARKERS[tile.side]} {tile.ratio:.2f}".strip()


def interval_of(tile: Tile) -> str:
    """Write the interval of the ratio."""
    return words.ratio_range(tile.lower, tile.upper) if tile.side else ""


def furniture(result: VariationResult, tiles: list[Tile], style: VariationStyle) -> Furniture:
    """Collect the words around the tiles."""
    return Furniture(
        title=title(tiles) if style.title else "",
        subtitle=f"{in_common(result)}: ratio to the rest of England, with 95% interval" if style.title else "",
        caption=caption(result) if style.caption else "",
        upright="",
        across="",
        side_labels=(),
        key=key_of(result, tiles, style.colours),
        below=6.0,
    )


def key_of(result: VariationResult, tiles: list[Tile], colours: Palette) -> list[KeyItem]:
    """Explain symbols and colours, with the number of network areas of each."""
    polarity = next(iter(result.indicators.values())).polarity
    items = []
    for side, marker in (("above", "^"), ("below", "v"), ("similar", "o")):
        number = sum(tile.side == side for tile in tiles)
        word = "" if side == "similar" else side_word(side, polarity)
        colour = str(getattr(colours, word)) if word else colours.within
        if number:
            items.append(KeyItem(Look(marker, colour, colours.ink, 0), words.tile_key(side, word, number)))
    if any(tile.side == "" for tile in tiles):
        items.append(KeyItem(Look("s", "white", colours.muted, 0), "no figure"))
    return items


def title(tiles: list[Tile]) -> str:
    """Say how many network areas differ from the rest of England."""
    known = [tile for tile in tiles if tile.side]
    if not known:
        return "No network area can be compared with the rest of England"
    if len(known) == 1:
        side = known[0].side
        where = "does not differ clearly from" if side == "similar" else f"lies clearly {side}"
        return f"{known[0].name} {where} the rest of England"
    apart = {side: sum(tile.side == side for tile in known) for side in ("above", "below")}
    if not any(apart.values()):
        return f"None of {count(len(known), 'network area')} differs clearly from the rest of England"
    said = " and ".join(
        f"{number} {'lies' if number == 1 else 'lie'} clearly {side}" for side, number in apart.items() if number
    )
    return f"Of {count(len(known), 'network area')}, {said} the rest of England"


def caption(result: VariationResult) -> str:
    """Say how the ratios were found and what is left out."""
    groups = result.groups[result.groups["adjustment"] == "crude"]
    unmapped = groups["network_area"].isna() | (groups["network_area"].astype(str) == "")
    parts = [
        "Each network area against the rest of England, crude; the interval carries the variation between its areas",
        "Coloured where the whole interval lies on one side of 1, the deeper the further. Tiles are no map to scale",
    ]
    if unmapped.any():
        areas = int(pd.to_numeric(groups.loc[unmapped, "n_areas"]).sum())
        parts.append(f"{count(areas, 'area')} without a network area not drawn")
    if not result.excluded.empty:
        parts.append(f"{count(len(result.excluded), 'value')} left out, listed in the result")
    return ". ".join([*parts, *result.notes]) + "."


def describe_tiles(result: VariationResult, _style: VariationStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    tiles = tiles_of(result)
    names = {"above": "above", "below": "below", "similar": "similar", "": "no figure"}
    told = [
        f"{tile.name} {names[tile.side]}" + (f", {tile.ratio:.2f} ({interval_of(tile)})" if tile.side else "")
        for tile in tiles
    ]
    return f"Tile map of the twelve network areas, {in_common(result)}. {title(tiles)}. {words.some_of(told)}."
