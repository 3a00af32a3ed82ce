"""Every picture of variation, shares, time and overview: whole, legible, and true to its result."""

from __future__ import annotations

import warnings
from dataclasses import fields

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from factory import rates_result
from looking import colliding, cut_off, drawn, svg_words
from made import (
    HOSTILE,
    QUARTERS,
    TWELVE,
    change_result,
    overview_result,
    shares_result,
    trend_result,
    variation_result,
)
from matplotlib.figure import Figure

from scnvariation.errors import OptionError
from scnvariation.plots import draw, save
from scnvariation.plots.fonts import clean
from scnvariation.plots.picture import picture_of

ONE, SIXTY = ["Wessex"], [f"Place {k}" for k in range(60)]
CASES = {
    "gaps of twelve": (variation_result, {}, {}),
    "gaps with need": (lambda: variation_result(need=True), {}, {}),
    "gaps of one": (lambda: variation_result(ONE), {}, {}),
    "gaps of sixty": (lambda: variation_result(SIXTY), {}, {"part": 2}),
    "gaps in units": (lambda: variation_result(measure="median_difference"), {}, {}),
    "gaps of hostile names": (lambda: variation_result(HOSTILE), {}, {}),
    "tiles": (variation_result, {"kind": "tiles"}, {}),
    "strip": (rates_result, {"kind": "strip"}, {}),
    "strip highlighted": (rates_result, {"kind": "strip"}, {"highlight": {"network_area": "Wessex"}}),
    "strip of one area": (lambda: rates_result(1), {"kind": "strip"}, {}),
    "strip without network areas": (lambda: rates_result(30, network=False), {"kind": "strip"}, {}),
    "shares": (shares_result, {}, {}),
    "shares without need": (lambda: shares_result(covariates=()), {}, {}),
    "level of all": (trend_result, {}, {}),
    "level of one": (trend_result, {}, {"place": "Wessex"}),
    "level of one followed": (lambda: trend_result(place="Wessex"), {}, {}),
    "level of an area": (lambda: trend_result(names=("Bath",), kind="area"), {}, {}),
    "level of hostile names": (lambda: trend_result(names=tuple(HOSTILE)), {}, {"place": HOSTILE[-2]}),
    "level in one period": (lambda: trend_result(periods=(QUARTERS[0],)), {}, {"place": "Wessex"}),
    "spread": (trend_result, {"kind": "spread"}, {}),
    "spread in units": (lambda: trend_result(measure="median_difference"), {"kind": "spread"}, {}),
    "boxes": (trend_result, {"kind": "boxes"}, {}),
    "boxes of twelve quarters": (lambda: trend_result(tuple(QUARTERS)), {"kind": "boxes"}, {}),
    "boxes of one period": (lambda: trend_result((QUARTERS[0],)), {"kind": "boxes"}, {}),
    "change": (change_result, {}, {}),
    "change in units": (lambda: change_result(measure="median_difference"), {}, {}),
    "trajectories": (change_result, {"kind": "trajectories"}, {}),
    "trajectories of hostile names": (lambda: change_result(tuple(HOSTILE)), {"kind": "trajectories"}, {}),
    "rug of twelve": (overview_result, {}, {}),
    "rug of forty": (lambda: overview_result(9, 40), {}, {}),
    "rug of 211": (lambda: overview_result(9, 211), {}, {"highlight": {"network_area": "Wessex"}}),
    "rug of one": (lambda: overview_result(9, 1), {}, {}),
    "rug of sixty indicators": (lambda: overview_result(60), {}, {"part": 2}),
    "rug of hostile names": (lambda: overview_result(6, names=HOSTILE), {}, {}),
}


@pytest.mark.parametrize("size", ["slide", "page"])  # web has the proportions of a page
@pytest.mark.parametrize("case", CASES)
def test_no_words_collide_or_are_cut_off(case, size):
    """Every text that a reader sees lies inside the picture and clear of every other, hostile names as well."""
    make, kind, style = CASES[case]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = drawn(make(), size, **kind, **style)
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []
    assert axes.get_title(loc="left")


@pytest.mark.parametrize("case", CASES)
def test_a_picture_fits_an_axes_of_the_user(case):
    """One of four in a figure: only that Axes is touched."""
    make, kind, style = CASES[case]
    figure, grid = plt.subplots(2, 2, figsize=(14, 10))
    before = grid[1, 1].get_position().bounds
    assert draw(make(), ax=grid[0, 1], **kind, **style | ({"part": 1} if "part" in style else {})) is grid[0, 1]
    assert grid[1, 1].get_position().bounds == before
    assert not grid[0, 0].texts
    figure.draw_without_rendering()


@pytest.mark.parametrize("case", CASES)
def test_a_file_tells_what_it_shows_and_leaves_the_result_alone(case, tmp_path):
    """The alternative text of the picture asked for stands in the file; no frame of the result changes."""
    make, kind, style = CASES[case]
    result = make()
    frames = {
        field.name: getattr(result, field.name).copy()
        for field in fields(result)
        if isinstance(getattr(result, field.name), pd.DataFrame)
    }
    told = picture_of(result, {**kind, **style}).alt_text()
    assert told.endswith(".")
    assert ".." not in told
    assert "nan" not in told.lower().split()
    path = save(result, tmp_path / "picture.svg", size="page", **kind, **style)
    description = svg_words(path).find("{http://www.w3.org/2000/svg}desc")
    assert description.text == clean(told)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(getattr(result, name), frame)


@pytest.mark.parametrize(
    ("make", "kinds"),
    [
        (variation_result, ["gaps", "tiles"]),
        (trend_result, ["level", "spread", "boxes"]),
        (change_result, ["spread", "trajectories"]),
        (rates_result, ["caterpillar", "strip"]),
    ],
)
def test_kinds_are_a_closed_list(make, kinds):
    """An unknown word stops with all that there are."""
    with pytest.raises(OptionError) as caught:
        draw(make(), kind="pie")
    words = ", ".join(f"'{kind}'" for kind in kinds)
    assert str(caught.value) == f"kind='pie' is not known; choose one of {words}."


@pytest.mark.parametrize("make", [shares_result, overview_result])
def test_a_result_of_one_picture_takes_no_kind(make):
    """Nothing is accepted that does nothing."""
    with pytest.raises(OptionError, match="style='kind' is not known"):
        draw(make(), kind="bars")


def test_an_option_of_another_kind_stops():
    """It would be passed over in silence."""
    with pytest.raises(OptionError) as caught:
        draw(trend_result(), kind="boxes", place="Wessex")
    assert str(caught.value) == (
        "place= belongs to kind='level' and does nothing for kind='boxes'; leave it out or change the kind."
    )
    with pytest.raises(OptionError, match="order= belongs to kind='caterpillar'"):
        draw(rates_result(9), kind="strip", order="value")
    with pytest.raises(OptionError, match="part= belongs to kind='gaps'"):
        draw(variation_result(), kind="tiles", part=2)


@pytest.mark.parametrize("part", [0, -1, 1.5, "2", True])
def test_a_part_is_a_whole_number_from_one(part):
    """With the value as it was typed."""
    with pytest.raises(OptionError) as caught:
        draw(variation_result(), part=part)
    assert str(caught.value).startswith(f"part={part!r} is not the number of a part")


def test_a_part_that_is_not_there_stops_with_their_number():
    """Twelve groups fit on one page."""
    with pytest.raises(OptionError) as caught:
        drawn(variation_result(), part=2)
    assert str(caught.value) == "part=2 is not there: at this size the picture has 1 part."


def test_a_figure_of_the_user_keeps_its_size():
    """Only a figure of ours grows; in another's the rows that do not fit are a part."""
    figure = Figure(figsize=(8, 6))
    draw(variation_result(SIXTY), ax=figure.add_subplot())
    assert figure.get_size_inches().tolist() == [8, 6]
    ours = draw(variation_result(SIXTY[:24])).figure
    assert ours.get_figwidth() == 8
    assert 6 < ours.get_figheight() <= 11


def test_every_row_is_in_one_part_and_only_one():
    """Sixty groups on slides: nothing is lost between the parts, and the caption says which part is shown."""
    seen = []
    for part in (1, 2, 3, 4):
        axes = drawn(variation_result(SIXTY), size="slide", part=part)
        seen += [text.get_text() for text in axes.texts if text.get_gid() == "row-name"]
        assert f"Part {part} of 4" in " ".join(text.get_text() for text in axes.texts if text.get_gid() == "caption")
    assert sorted(seen) == sorted(SIXTY)


def test_all_twelve_network_areas_are_where_they_were():
    """The names of the made results are those of the framework."""
    assert len(TWELVE) == len(set(TWELVE)) == 12
