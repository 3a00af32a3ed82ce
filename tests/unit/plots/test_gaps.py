"""The typical gaps, looked at through their artists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from factory import SETTINGS
from looking import by_gid, colliding, cut_off, drawn, texts
from made import INF, NAN, variation_result

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.plots.picture import picture_of

SCORE = IndicatorInfo(indicator_id="s", name="Experience", statistic="mean", unit="score")


def points(axes, gid="gaps-crude") -> list[float]:
    """Give the values of the points of one adjustment."""
    return sorted(x for artist in by_gid(axes, gid) for x, _ in artist.get_offsets())


def title(axes) -> str:
    """Give the title as one line."""
    return axes.get_title(loc="left").replace("\n", " ")


def test_points_and_intervals_are_those_of_the_result():
    """A ratio of 1.10 is drawn at 10 %; no drawing function computes an interval."""
    result = variation_result()
    axes = drawn(result)
    assert points(axes) == pytest.approx(sorted(result.groups["typical_gap"] - 1))
    (lines,) = by_gid(axes, "interval-crude")
    ends = sorted((low[0], high[0]) for low, high in lines.get_segments())
    expected = sorted(zip(result.groups["typical_gap_lower"] - 1, result.groups["typical_gap_upper"] - 1, strict=True))
    assert np.array(ends) == pytest.approx(np.array(expected))


def test_each_row_says_its_number():
    """Gap 10 %, limits a third either way: 7 and 13 %."""
    axes = drawn(variation_result(["Wessex"]))
    assert texts(axes, "row-said") == ["10% (7% to 13%)"]
    assert title(axes) == "The typical gap between two areas is 10% (7% to 13%)"


def test_need_stands_under_its_crude_row_in_another_shape():
    """Shape and words tell the two apart, and the title speaks of what need leaves."""
    axes = drawn(variation_result(["Wessex", "London"], need=True))
    assert texts(axes, "row-name") == ["Wessex", "after need", "London", "after need"]
    (crude,), (need,) = by_gid(axes, "gaps-crude"), by_gid(axes, "gaps-need")
    assert crude.get_paths()[0].vertices.shape != need.get_paths()[0].vertices.shape
    assert title(axes) == "After need, the typical gaps between two areas run from 5.0% to 25%"


def test_a_group_too_small_is_named_and_not_drawn():
    """Below eight areas: no point, no interval, in words."""
    result = variation_result(["Wessex", "London"])
    result.groups.loc[0, "n_areas"] = 7
    axes = drawn(result)
    assert texts(axes, "row-said") == ["too few to judge", "30% (20% to 40%)"]
    assert points(axes) == pytest.approx([0.3])
    assert "1 row withheld" in texts(axes, "caption")[0]


def test_when_all_are_too_small_the_title_says_so():
    """An empty picture without a word would mislead."""
    result = variation_result()
    result.groups["n_areas"] = 5
    axes = drawn(result)
    assert title(axes) == "Too few areas or events to say how much the areas differ"
    assert points(axes) == []
    assert set(texts(axes, "row-said")) == {"too few to judge"}


def test_no_upper_bound_is_an_arrow_and_a_word():
    """A limit that is not known must not look like the edge of the picture."""
    result = variation_result(["Wessex", "London"])
    result.groups.loc[1, "typical_gap_upper"] = INF
    axes = drawn(result)
    assert texts(axes, "row-said")[1] == "30% (20% to no upper bound)"
    (arrow,) = by_gid(axes, "interval-crude-beyond")
    assert len(arrow.get_offsets()) == 1
    assert arrow.get_offsets()[0][0] == axes.spines["bottom"].get_bounds()[1]


def test_the_largest_point_without_an_upper_bound_stays_inside():
    """Its interval has no end to set the scale by, and those of the others end below it."""
    result = variation_result(["Wessex", "London"])
    result.groups.loc[1, "typical_gap_upper"] = INF
    result.groups.loc[0, "typical_gap_upper"] = 1.2
    axes = drawn(result)
    assert axes.spines["bottom"].get_bounds()[1] > max(points(axes)) == pytest.approx(0.3)


def test_twelve_network_areas_before_and_after_need_stand_in_one_picture():
    """A page grows to hold the 24 rows."""
    axes = drawn(variation_result(need=True))
    assert len(texts(axes, "row-name")) == 24
    assert not texts(axes, "caption")[0].startswith("Part")
    assert 5.4 < axes.figure.get_figheight() <= 9.8
    assert colliding(axes.figure) == []


def test_a_limit_far_off_leaves_room_for_the_others():
    """One interval up to 3,000 % must not squeeze all points into a corner."""
    result = variation_result()
    result.groups.loc[3, "typical_gap_upper"] = 31.0
    axes = drawn(result)
    assert axes.spines["bottom"].get_bounds()[1] < 1.0
    assert len(by_gid(axes, "interval-crude-beyond")) == 1


def test_without_limits_the_point_stands_alone():
    """NaN limits are no interval."""
    result = variation_result(["Wessex"])
    result.groups[["typical_gap_lower", "typical_gap_upper"]] = NAN
    axes = drawn(result)
    assert texts(axes, "row-said") == ["10%"]
    assert points(axes) == pytest.approx([0.1])


def test_nothing_beyond_chance_is_said_in_words():
    """A ratio of 1 is no gap."""
    result = variation_result(["Wessex", "London"])
    result.groups[["typical_gap", "typical_gap_lower"]] = 1.0
    axes = drawn(result)
    assert title(axes) == "No gap between areas is found beyond chance"
    assert texts(axes, "row-said")[0] == "none found (up to 13%)"


def test_differences_keep_their_own_units():
    """A score of 0.1 is no per cent."""
    axes = drawn(variation_result(["Wessex"], measure="median_difference", info=SCORE))
    assert texts(axes, "row-said") == ["0.100 (0.067 to 0.133)"]
    assert axes.get_xlabel() == "Typical gap between two areas, score"


def test_units_of_their_own_are_left_out_beside_ratios_and_counted():
    """Points and per cent have no axis in common."""
    result = variation_result(["Wessex", "London", "Bath"])
    result.groups.loc[0, "typical_gap_measure"] = "median_difference"
    axes = drawn(result)
    assert texts(axes, "row-name") == ["London", "Bath"]
    assert "1 row measured in units of their own not drawn" in texts(axes, "caption")[0].replace("\n", " ")


def test_several_columns_are_headings_and_rows():
    """By indicator and network area: the indicator once, above its rows."""
    one, two = variation_result(["Wessex", "London"]), variation_result(["Wessex", "London"], info=SCORE)
    groups = pd.concat([one.groups.assign(indicator_id="ccg_ois:3.5"), two.groups.assign(indicator_id="s")])
    result = VariationResult(
        groups=groups.reset_index(drop=True), by=("indicator_id", "network_area"),
        indicators={**one.indicators, **two.indicators},
        group_indicator=pd.Series(["ccg_ois:3.5"] * 2 + ["s"] * 2), excluded=one.excluded, settings=SETTINGS,
    )  # fmt: skip
    axes = drawn(result)
    names = [(text.get_text(), text.get_fontweight()) for text in by_gid(axes, "row-name")]
    assert names == [
        ("Recovered after stroke", "bold"), ("Wessex", "normal"), ("London", "normal"),
        ("Experience", "bold"), ("Wessex", "normal"), ("London", "normal"),
    ]  # fmt: skip
    assert cut_off(axes.figure) == []


def test_the_alternative_text_gives_every_gap():
    """A reader who cannot see the picture has its numbers."""
    told = picture_of(variation_result(["Wessex", "London"]), {}).alt_text()
    assert told == (
        "Typical gaps between two areas with 95% intervals, Recovered after stroke. The typical gaps between two areas "
        "run from 10% to 30%. Wessex: 10% (7% to 13%); London: 30% (20% to 40%)."
    )
