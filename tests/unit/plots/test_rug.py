"""The tartan rug, looked at through its artists."""

from __future__ import annotations

import numpy as np
import pytest
from looking import by_gid, colliding, cut_off, drawn, texts
from made import DOMAINS, overview_result

from scnvariation.analysis.overview_words import JUDGEMENTS
from scnvariation.plots.palette import palette_named
from scnvariation.plots.rug_grid import BARS, colour_of, grid_of, sign_of


def cells(axes) -> dict[str, set[tuple[int, int]]]:
    """Give row and column of the cells of each judgement."""
    found: dict[str, set[tuple[int, int]]] = {}
    for artist in axes.collections:
        gid = str(artist.get_gid())
        if gid.startswith("cells-"):
            middles = [path.vertices[:4].mean(axis=0) for path in artist.get_paths()]
            found[gid.removeprefix("cells-")] = {(round(float(y)), round(float(x))) for x, y in middles}
    return found


def expected(result) -> dict[str, set[tuple[int, int]]]:
    """Give what the rows of the result say, headings counted."""
    grid = grid_of(result)
    places = list(grid.places["place"])
    names = dict(zip(result.indicators["indicator_id"], result.indicators["name"], strict=True))
    rows = {row.name.removesuffix(" ↕"): place for place, row in enumerate(grid.rows) if not row.heading}
    found: dict[str, set[tuple[int, int]]] = {}
    for cell in result.cells.to_dict("records"):
        at = (rows[names[cell["indicator_id"]]], places.index(cell["place"]))
        found.setdefault(cell["judgement"], set()).add(at)
    return found


def test_every_cell_is_where_the_result_has_it():
    """Whatever the order of the rows of the frame."""
    result = overview_result()
    axes = drawn(result)
    assert cells(axes) == expected(result)
    shuffled = overview_result()
    object.__setattr__(shuffled, "cells", shuffled.cells.sort_values("judgement", kind="stable"))
    grid, other = grid_of(result), grid_of(shuffled)
    order = [list(other.places["place"]).index(place) for place in grid.places["place"]]
    assert (grid.judgements == other.judgements[:, order]).all()


def test_every_judgement_has_a_sign_and_a_colour_of_its_own():
    """Read in grey, the sign is enough."""
    colours = palette_named("government")
    assert len({sign_of(one) for one in JUDGEMENTS}) == len({colour_of(one, colours) for one in JUDGEMENTS}) == 6


def test_each_cell_carries_its_sign():
    """As many signs as cells."""
    result = overview_result()
    axes = drawn(result)
    for judgement, number in result.cells["judgement"].value_counts().items():
        (signs,) = by_gid(axes, f"symbols-{judgement}")
        assert len(signs.get_offsets()) == number


def test_the_key_counts_every_judgement():
    """By its sign."""
    result = overview_result()
    words = [text.get_text() for text in drawn(result).texts]
    for judgement, number in result.cells["judgement"].value_counts().items():
        assert f"{sign_of(judgement)} {judgement.replace('_', ' ')}: {number}" in words


def test_headings_are_domain_and_network():
    """Once each, above their indicators; the title of the domain where it begins."""
    headings = texts(drawn(overview_result()), "heading")
    assert len(headings) == 3
    assert headings[0] == f"Domain 1, Cancer: {DOMAINS[0].partition(': ')[2]}"


def test_an_indicator_without_a_better_direction_is_marked():
    """Higher and lower are no judgement."""
    axes = drawn(overview_result())
    assert sum(name.endswith("↕") for name in texts(axes, "row-name")) == 3
    assert "↕ higher or lower only" in texts(axes, "caption")[0]


def test_columns_are_named_as_long_as_letters_fit():
    """Forty names; of 211 the network areas stand for them."""
    assert len(texts(drawn(overview_result(9, 40)), "column-name")) == 40
    axes = drawn(overview_result(9, 211))
    assert len(texts(axes, "column-name")) == 12
    assert texts(axes, "column-name")[0].replace("\n", " ") == "Cheshire and Merseyside"


def test_cells_too_narrow_for_a_sign_say_it_by_their_place():
    """Better above, worse below, similar a line: still no colour alone."""
    result = overview_result(9, 211)
    axes = drawn(result)
    assert not any(str(artist.get_gid()).startswith("symbols") for artist in axes.collections)
    (better,), (worse,) = by_gid(axes, "cells-better"), by_gid(axes, "cells-worse")
    above = [path.vertices[:4, 1].mean() % 1 for path in better.get_paths()]
    below = [path.vertices[:4, 1].mean() % 1 for path in worse.get_paths()]
    assert set(np.round(above, 6)) == {0.75}  # a quarter above the middle of a row, which is a whole number
    assert set(np.round(below, 6)) == {0.25}
    assert any(text.get_text().startswith("upper half: better") for text in axes.texts)
    assert set(BARS) == set(JUDGEMENTS) - {"not_compared"}


def test_highlighted_places_are_framed():
    """One frame over neighbours, parted by headings."""
    result = overview_result(9, 211)
    axes = drawn(result, highlight={"network_area": "Wessex"})
    frames = [patch for patch in axes.patches if patch.get_gid() == "highlighted"]
    assert len(frames) == 3
    number = (result.places["network_area"] == "Wessex").sum()
    assert {frame.get_width() for frame in frames} == {number}


def test_one_place_says_its_values():
    """One column leaves room for words."""
    axes = drawn(overview_result().of_area("E003"))
    assert len(texts(axes, "row-said")) == 9
    assert texts(axes, "row-said")[0].endswith(", 50.0%")
    assert texts(axes, "column-name") == []


def test_a_long_rug_comes_in_parts_that_repeat_their_heading():
    """Sixty indicators on slides: all are shown once, and no part starts without a heading."""
    result, names = overview_result(60), []
    part = 1
    while True:
        axes = drawn(result, size="slide", part=part)
        rows = sorted((text.xy[1], text.get_gid()) for text in axes.texts if text.get_gid() in {"heading", "row-name"})
        assert rows[0][1] == "heading"
        names += [name.removesuffix(" ↕") for name in texts(axes, "row-name")]
        if texts(axes, "caption")[0].startswith(f"Part {part} of {part};"):
            break
        part += 1
    assert part > 1
    assert names == result.indicators["name"].tolist()


def test_a_page_grows_until_thirty_indicators_stand_in_one_picture():
    """A report page may be taller than wide; nothing runs into anything."""
    axes = drawn(overview_result(30, 211))
    assert len(texts(axes, "row-name")) == 30
    assert not texts(axes, "caption")[0].startswith("Part")
    assert 5.4 < axes.figure.get_figheight() <= 9.8
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []


def test_a_slide_never_grows():
    """It has the shape of the screen."""
    assert drawn(overview_result(30), size="slide").figure.get_figheight() == 7.5


def test_long_names_of_indicators_are_whole_where_columns_are_few():
    """Twelve network areas leave room for 60 letters."""
    result = overview_result()
    name = "Access to services by people from minority ethnic groups, all"
    result.indicators.loc[0, "name"] = name
    assert name in texts(drawn(result), "row-name")


def test_the_title_sets_the_marks_against_chance():
    """Of 102 comparisons at 99.8 %, chance alone puts 0.2 outside."""
    result = overview_result()
    outside = int(result.cells["judgement"].isin(["better", "worse", "higher", "lower"]).sum())
    compared = int((result.cells["judgement"] != "not_compared").sum())
    assert drawn(result).get_title(loc="left").replace("\n", " ") == (
        f"{outside} of {compared} comparisons lie outside the 99.8% limits; chance alone would put about 0.2 there"
    )


@pytest.mark.parametrize("judgement", ["not_compared", "similar"])
def test_one_word_everywhere(judgement):
    """Nothing compared, or nothing outside."""
    result = overview_result()
    result.cells["judgement"] = judgement
    axes = drawn(result)
    start = "Nothing could be compared" if judgement == "not_compared" else "None of 108 lies outside"
    assert axes.get_title(loc="left").replace("\n", " ").startswith(start)
    assert set(cells(axes)) == {judgement}


def test_systemic_indicators_are_named():
    """Marks are not the message there."""
    result = overview_result()
    result.indicators.loc[0, "systemic"] = True
    caption = texts(drawn(result), "caption")[0].replace("\n", " ")
    assert "marks are not the message, on Indicator 0 with a name of some length" in caption


def test_five_thousand_cells_collide_with_nothing():
    """24 indicators in 211 areas."""
    axes = drawn(overview_result(24, 211))
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []
