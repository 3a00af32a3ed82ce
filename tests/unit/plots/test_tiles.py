"""The tile map, looked at through its artists."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from factory import INFO
from looking import by_gid, drawn, texts
from made import NAN, TWELVE, variation_result

from scnvariation.errors import OptionError
from scnvariation.framework import network_areas
from scnvariation.plots import draw
from scnvariation.plots.palette import letters_on, palette_named
from scnvariation.plots.picture import picture_of
from scnvariation.plots.tiles import PLACES, tile_colour, tiles_of

TILES = {"kind": "tiles"}


def test_every_network_area_has_a_place_of_its_own():
    """The twelve of April 2013; no two share a tile."""
    assert set(PLACES) == set(network_areas()["network_area_key"])
    assert len(set(PLACES.values())) == 12


def test_the_north_is_at_the_top_and_london_in_the_south_east():
    """Roughly as England lies: rows count downwards, columns to the east."""
    assert PLACES["NE"][1] == min(row for _, row in PLACES.values())
    assert PLACES["SW"][1] == PLACES["SEC"][1] == max(row for _, row in PLACES.values())
    assert PLACES["CM"][0] < PLACES["YH"][0]
    assert PLACES["SW"][0] < PLACES["WX"][0] < PLACES["SEC"][0]


def test_a_tile_says_number_symbol_and_interval():
    """Ratios 0.80 and 1.20 with limits a tenth either way lie apart from 1; what holds 1 is similar."""
    axes = drawn(variation_result(["Wessex", "London", "South West"]), **TILES)
    assert texts(axes, "tile-number") == ["▼ 0.80", "● 1.00", "▲ 1.20", *["no figure"] * 9]
    assert {"0.70 to 0.90", "0.90 to 1.10", "1.10 to 1.30", "Wessex"} <= set(texts(axes, "tile-text"))


def test_the_title_counts_who_lies_apart():
    """Ratios from 0.80 to 1.20: three below 0.9, three above 1.1."""
    axes = drawn(variation_result(), **TILES)
    told = axes.get_title(loc="left").replace("\n", " ")
    assert told == "Of 12 network areas, 3 lie clearly above and 3 lie clearly below the rest of England"
    assert "interval above 1 (better): 3" in [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(
    ("ratio", "said"), [(0.8, "lies clearly below"), (1.0, "does not differ clearly from"), (1.2, "lies clearly above")]
)
def test_one_network_area_is_named(ratio, said):
    """A count of one is no count."""
    result = variation_result(["Wessex"])
    result.groups[["rate_ratio", "rate_ratio_lower", "rate_ratio_upper"]] = [ratio, ratio - 0.1, ratio + 0.1]
    assert drawn(result, **TILES).get_title(loc="left") == f"Wessex {said} the rest of England"


def test_colour_is_deeper_the_further_and_grey_where_the_interval_holds_one():
    """And the letters on it stay legible."""
    colours = palette_named("government")
    tiles = {tile.name: tile for tile in tiles_of(variation_result())}
    first, middle = tiles[TWELVE[0]], tiles[TWELVE[6]]
    assert tile_colour(middle, "high_is_good", colours) == colours.within
    near = tile_colour(first._replace(ratio=0.9), "high_is_good", colours)
    far = tile_colour(first._replace(ratio=0.5), "high_is_good", colours)
    assert near != far
    assert letters_on(colours.better, colours) == "white"
    assert letters_on(near, colours) == colours.ink


def test_without_polarity_colours_judge_nothing():
    """Above is higher, not better."""
    axes = drawn(variation_result(info=replace(INFO, polarity="neutral")), **TILES)
    assert "interval above 1 (higher): 3" in [text.get_text() for text in axes.texts]


def test_areas_without_a_network_area_are_counted_and_not_drawn():
    """They have no place on the map."""
    result = variation_result(["Wessex", ""])
    axes = drawn(result, **TILES)
    assert len(by_gid(axes, "tile")) == 12
    assert "11 areas without a network area not drawn" in texts(axes, "caption")[0].replace("\n", " ")


def test_a_network_area_without_an_interval_is_not_judged():
    """No symbol and no colour."""
    result = variation_result(["Wessex"])
    result.groups[["rate_ratio_lower", "rate_ratio_upper"]] = NAN
    axes = drawn(result, **TILES)
    assert texts(axes, "tile-number")[0] == "0.80"
    assert axes.get_title(loc="left").replace("\n", " ") == ("No network area can be compared with the rest of England")


def test_a_place_that_is_none_of_the_twelve_stops():
    """A network of one's own has no place on this map."""
    with pytest.raises(OptionError, match="Greater Wessex"):
        draw(variation_result(["Greater Wessex"]), **TILES)


def test_another_grouping_stops_and_says_what_to_do():
    """Two periods, or no network areas."""
    result = variation_result(["Wessex"])
    two = pd.concat([result.groups.assign(period=name) for name in ("2013/14", "2014/15")], ignore_index=True)
    for other in (
        replace(result, groups=two, by=("period", "network_area")),
        replace(result, groups=result.groups.rename(columns={"network_area": "region"}), by=("region",)),
    ):
        with pytest.raises(OptionError, match="kind='tiles' draws one indicator and period by network area"):
            draw(other, **TILES)


def test_the_alternative_text_names_every_tile():
    """With its number."""
    told = picture_of(variation_result(["Wessex", "London"]), TILES).alt_text()
    assert "Wessex below, 0.80 (0.70 to 0.90); London above, 1.20 (1.10 to 1.30)" in told
