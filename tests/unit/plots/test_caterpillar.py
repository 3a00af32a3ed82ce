"""The caterpillar, looked at through its artists."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from factory import NETWORKS, rates_result
from looking import by_gid, colliding, cut_off, drawn, texts

from scnvariation.errors import OptionError
from scnvariation.plots import draw

WESSEX = {"network_area": "Wessex"}
HOSTILE = ["$x_1$", r"$\badcmd{x}$", "<script>", "Ynys Môn", "N" * 5000, "日本", "a\nb", "=1+1", "A & B"]
CASES = {
    "211 areas": ({}, {"highlight": WESSEX}),
    "211 by value": ({}, {"order": "value", "highlight": ["E38000003", "E38000009"]}),
    "211 without network areas": ({"network": False}, {}),
    "9 areas": ({"n": 9, "network": "Wessex"}, {}),
    "9 areas of 9 networks": ({"n": 9}, {}),
    "12 areas": ({"n": 12}, {"palette": "fingertips"}),
    "25 areas": ({"n": 25}, {}),
    "1 area": ({"n": 1}, {}),
    "near zero": ({"benchmark": 0.002, "tau": 0.0}, {}),
}


@pytest.mark.parametrize("size", ["slide", "page", "web"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_collide_or_are_cut_off(case, size):
    """Every text that a reader sees lies inside the picture and clear of every other."""
    given, style = CASES[case]
    axes = drawn(rates_result(**given), size, **style)
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []


def rows_of(axes) -> np.ndarray:
    """Give value and height of every point."""
    return np.vstack([points.get_offsets() for points in by_gid(axes, "areas")])


@pytest.mark.parametrize("case", CASES)
def test_every_area_is_a_point_in_view(case):
    """Ends of intervals may run out of the picture, points never do."""
    given, style = CASES[case]
    result = rates_result(**given)
    axes = drawn(result, **style)
    points = rows_of(axes)
    assert sorted(points[:, 0]) == sorted(result.areas["value"])
    low, high = axes.get_xlim()
    assert (points[:, 0] >= low).all()
    assert (points[:, 0] <= high).all()
    assert len(set(points[:, 1])) == len(points)


def test_intervals_are_those_of_the_result_and_the_inner_is_thicker():
    """No drawing function computes an interval."""
    result = rates_result(9, network="Wessex")
    axes = drawn(result)
    (inner,), (outer,) = by_gid(axes, "interval-0.95"), by_gid(axes, "interval-0.998")
    assert inner.get_linewidth() > outer.get_linewidth()
    ends = sorted((float(low[0]), float(high[0])) for low, high in outer.get_segments())
    assert ends == sorted(zip(result.areas["lower_99_8"], result.areas["upper_99_8"], strict=True))


def test_nine_areas_are_named_from_the_highest_down():
    """Names stand at the axis, in the order of the values."""
    result = rates_result(9, network="Wessex")
    names = {text.get_text(): text.xy[1] for text in by_gid(drawn(result), "side-name")}
    ordered = result.areas.sort_values("value")["area_name"].tolist()
    assert sorted(names, key=names.get) == ordered


def test_many_areas_are_grouped_and_their_network_areas_named():
    """By the alphabet from the top: no network area is ranked; one highlighted is bold."""
    names = by_gid(drawn(rates_result(), highlight=WESSEX), "side-name")
    heights = {text.get_text(): text.xy[1] for text in names}
    assert sorted(heights, key=heights.get, reverse=True) == sorted(NETWORKS)
    assert [text.get_text() for text in names if text.get_fontweight() == "bold"] == ["Wessex"]


def test_areas_without_a_network_area_stand_last():
    """B073: an 'Unmapped' block, not lost."""
    result = rates_result()
    result.areas.loc[:4, "network_area"] = None
    names = {text.get_text(): text.xy[1] for text in by_gid(drawn(result), "side-name")}
    assert min(names, key=names.get) == "Unmapped"
    assert len(names) == 13


def test_by_value_is_one_ascent():
    """order='value' forgets the network areas."""
    points = rows_of(drawn(rates_result(), order="value"))
    assert (np.diff(points[np.argsort(points[:, 1]), 0]) >= 0).all()


def test_england_is_a_named_line():
    """The benchmark stands where the result has it."""
    axes = drawn(rates_result())
    (line,) = by_gid(axes, "benchmark")
    assert list(line.get_xdata()) == [0.13, 0.13]
    assert texts(axes, "line-end") == ["England 13.0%"]


def test_without_england_there_is_no_line():
    """Its value may be missing."""
    axes = drawn(rates_result(benchmark=0.13, england=np.nan))
    assert by_gid(axes, "benchmark") == []


def test_hostile_names_are_drawn_as_typed():
    """B083, B086, B106, B108."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = drawn(rates_result(9, names=HOSTILE, network="$Wessex$"), highlight=HOSTILE[1])
    names = texts(axes, "side-name")
    assert {"$x_1$", r"$\badcmd{x}$", "<script>", "Ynys Môn", "□□", "a b", "=1+1", "A & B"} <= set(names)
    assert cut_off(axes.figure) == []
    assert not any(text.get_parse_math() for text in axes.texts)


def test_a_part_of_a_name_highlights_nobody():
    """B181."""
    with pytest.raises(OptionError, match="is no area here"):
        draw(rates_result(9, names=["Trust 10", *"abcdefgh"]), highlight="Trust 1")


def test_an_unknown_order_stops():
    """With the words there are."""
    with pytest.raises(OptionError) as caught:
        draw(rates_result(9), order="rank")
    assert str(caught.value) == "order='rank' is not known; choose one of 'network_area', 'value'."


def test_title_and_caption_are_those_of_the_result():
    """B188: counts are computed once, in the result."""
    result = rates_result()
    axes = drawn(result)
    assert axes.get_title(loc="left").replace("\n", " ") == result.title()
    (caption,) = texts(axes, "caption")
    assert caption.replace("\n", " ") == result.caption()


def test_drawing_changes_no_number():
    """P52."""
    result = rates_result()
    before = pd.util.hash_pandas_object(result.areas).sum()
    draw(result, highlight=WESSEX)
    assert pd.util.hash_pandas_object(result.areas).sum() == before


def test_no_values_at_all_still_give_a_picture():
    """Every area suppressed: an empty picture with its words, no error."""
    result = rates_result(9)
    result.areas["value"] = np.nan
    axes = drawn(result)
    assert cut_off(axes.figure) == []


def test_areas_without_an_interval_keep_their_point():
    """A rate on fewer than ten events has a value and no interval."""
    result = rates_result(9, network="Wessex")
    result.areas.loc[0, ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]] = np.nan
    assert len(rows_of(drawn(result))) == 9
