"""Pictures of time, looked at through their artists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from looking import by_gid, colliding, cut_off, drawn, texts
from made import INF, NAN, QUARTERS, TWELVE, dated, trend_result

from scnvariation.errors import OptionError
from scnvariation.plots import draw
from scnvariation.plots.picture import picture_of
from scnvariation.plots.time_axis import opened, time_axis


def line(axes, gid: str):
    """Find the line with a name."""
    (found,) = [one for one in axes.lines if one.get_gid() == gid]
    return found


def title(axes) -> str:
    """Give the title as one line."""
    return axes.get_title(loc="left").replace("\n", " ")


def panels(axes) -> list:
    """Give the panels of a picture that has several."""
    return list(axes.child_axes)


def test_a_place_stands_beside_england_in_its_own_numbers():
    """Both lines are those of the result, named with their last value."""
    result = trend_result()
    axes = drawn(result, place="Wessex")
    mine = result.levels[result.levels["place"] == "Wessex"]
    assert line(axes, "level-Wessex").get_ydata().tolist() == mine["value"].tolist()
    assert line(axes, "level-England").get_ydata().tolist() == [0.5] * 8
    assert texts(axes, "line-end") == ["England 50.0%", "Wessex 63.4%"]
    assert line(axes, "level-England").get_linestyle() == "--"


def test_the_title_says_where_the_place_lies():
    """By the interval of its last ratio to the rest of England."""
    result = trend_result()
    last = (result.levels["place"] == "Wessex") & (result.levels["period"] == QUARTERS[7])
    for low, high, said in (
        (1.1, 1.3, "lies above"),
        (0.7, 0.9, "lies below"),
        (0.9, 1.1, "is not clearly apart from"),
    ):
        result.levels.loc[last, ["ratio", "ratio_lower", "ratio_upper"]] = [(low + high) / 2, low, high]
        assert title(drawn(result, place="Wessex")) == (
            f"Wessex {said} the rest of England in 2014/15 Q4 (ratio {(low + high) / 2:.2f}, {low:.2f} to {high:.2f})"
        )


def test_a_place_that_is_followed_is_compared_with_the_rest_of_england():
    """London is a sixth of England: comparing it with itself would hide part of the difference."""
    axes = drawn(trend_result(place="London"))
    assert texts(axes, "line-end") == ["Rest of England 48.0%", "London 54.3%"]


def test_without_a_place_all_network_areas_are_drawn_and_named():
    """Twelve pale lines under England, none of them leading."""
    axes = drawn(trend_result())
    assert set(texts(axes, "line-end")) == {"England 50.0%", *TWELVE} - {TWELVE[3]} | {
        text for text in texts(axes, "line-end") if text.startswith("Greater Manchester")
    }
    assert title(axes) == "England 50.0% in 2013/14 Q1, 50.0% in 2014/15 Q4"


def test_many_areas_are_not_drawn_as_a_tangle():
    """Thirteen areas and no place asked for: England alone."""
    axes = drawn(trend_result(names=tuple("ABCDEFGHIJKLM"), kind="area"))
    assert len(axes.lines) == 1


def test_a_place_that_is_not_there_stops_with_the_nearest():
    """Part of a name is never enough."""
    with pytest.raises(OptionError, match="Did you mean 'Wessex'"):
        draw(trend_result(), place="Wesex")


@pytest.mark.parametrize("absent", ["blank", "no row"])
def test_a_missing_period_stays_open(absent):
    """No line is drawn across it, whether the period is blank or not there at all."""
    result = trend_result()
    gone = result.levels["period"] == QUARTERS[3]
    if absent == "blank":
        result.levels.loc[gone, ["value", "lower", "upper"]] = NAN
    else:
        object.__setattr__(result, "levels", result.levels[~gone])
        object.__setattr__(result, "spread", result.spread[result.spread["period"] != QUARTERS[3]])
    drawn_values = line(drawn(result, place="Wessex"), "level-Wessex").get_ydata()
    assert np.isnan(drawn_values[3])
    assert np.isfinite(drawn_values).sum() == 7


def test_periods_lie_where_they_are_in_time():
    """A year without figures takes the room of a year."""
    rows = dated([QUARTERS[0], QUARTERS[1], QUARTERS[2], QUARTERS[6]])
    assert time_axis(rows).places == pytest.approx([0, 1, 2, 6], abs=0.1)
    unknown = rows.assign(period_start=pd.NaT)
    assert time_axis(unknown).places.tolist() == [0, 1, 2, 3]


def test_opened_leaves_a_series_without_gaps_as_it_is():
    """Quarters are not all of one length."""
    places = np.array([0.0, 1.0, 2.02, 3.0])
    assert opened(places, places)[0].tolist() == places.tolist()


def test_a_limit_without_bound_fills_the_picture_and_no_more():
    """An infinite limit must not stretch the axis."""
    result = trend_result()
    result.levels.loc[result.levels["place"] == "Wessex", "upper"] = INF
    axes = drawn(result, place="Wessex")
    assert axes.get_ylim()[1] < 1
    assert cut_off(axes.figure) == []


def test_labels_of_many_periods_are_thinned_and_the_last_is_kept():
    """Twelve quarters on a page."""
    axes = drawn(trend_result(tuple(QUARTERS)), kind="boxes")
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels[-1] == "2015/16\nQ4"
    assert len(labels) < 12


def test_the_gap_and_its_chance_are_two_panels():
    """On one axis a gap inside the band of another measure would look like chance."""
    result = trend_result()
    axes = drawn(result, kind="spread")
    upper, lower = panels(axes)
    (points,) = by_gid(upper, "gap")
    assert points.get_offsets()[:, 1].tolist() == pytest.approx((result.spread["typical_gap"] - 1).tolist())
    assert line(lower, "observed").get_ydata().tolist() == result.spread["p90_p10"].tolist()
    assert line(lower, "chance").get_ydata().tolist() == result.spread["p90_p10_chance"].tolist()
    assert texts(lower, "line-end") == ["observed 2.20", "chance alone 1.50"]
    assert texts(upper, "line-end") == ["20% (10% to 30%)"]


def test_the_title_of_the_spread_claims_no_test():
    """Then and now; whether it narrowed is for the paired test."""
    axes = drawn(trend_result(), kind="spread")
    assert title(axes) == "Typical gap between two areas: 50% in 2013/14 Q1, 20% in 2014/15 Q4"
    assert "is for a paired test of two periods" in texts(axes, "caption")[0].replace("\n", " ")


@pytest.mark.parametrize("kind", ["spread", "boxes"])
def test_the_network_area_whose_areas_are_shown_is_named(kind):
    """Its spread is not that of England."""
    axes = drawn(trend_result(place="Wessex"), kind=kind)
    assert texts(axes, "subtitle") == [trend_result(place="Wessex").title()]
    assert "Wessex" in texts(axes, "subtitle")[0]


def test_an_observed_ratio_never_stands_without_chance():
    """Then there is one panel."""
    result = trend_result()
    result.spread["p90_p10_chance"] = NAN
    axes = drawn(result, kind="spread")
    assert len(panels(axes)) == 1
    assert "Lower panel" not in texts(axes, "caption")[0]


def test_a_gap_without_upper_bound_is_an_arrow():
    """And the caption says what the arrow means."""
    result = trend_result()
    result.spread.loc[2, "typical_gap_upper"] = INF
    axes = drawn(result, kind="spread")
    assert len(by_gid(panels(axes)[0], "interval-gap-beyond")) == 1
    assert "an arrow has no upper bound" in texts(axes, "caption")[0].replace("\n", " ")


def test_an_interval_cut_by_the_picture_is_said_to_run_on():
    """Its limit is known, and far off: the arrow must not claim that there is none."""
    result = trend_result()
    result.spread.loc[2, "typical_gap_upper"] = 31.0
    caption = texts(drawn(result, kind="spread"), "caption")[0].replace("\n", " ")
    assert "an arrow runs on beyond the picture" in caption


def test_no_gap_at_all_is_said():
    """Too few areas in every period."""
    result = trend_result()
    gaps = ["typical_gap", "typical_gap_lower", "typical_gap_upper", "p90_p10", "p90_p10_chance"]
    result.spread[gaps] = NAN
    result.spread["typical_gap_measure"] = None
    axes = drawn(result, kind="spread")
    assert title(axes) == "Too few areas or events to say how much the areas differ"


def test_a_gap_on_too_few_events_is_withheld_and_counted():
    """Four events an area: the rule of the tables holds in pictures."""
    result = trend_result()
    result.spread.loc[:2, "events"] = 4.0 * 211
    axes = drawn(result, kind="spread")
    (points,) = by_gid(panels(axes)[0], "gap")
    assert len(points.get_offsets()) == 5
    assert "3 periods withheld: below 8 areas or 5 events an area" in texts(axes, "caption")[0].replace("\n", " ")


def test_a_ratio_over_nothing_is_not_drawn():
    """Where the tenth area from below has no event, high over low is infinite."""
    result = trend_result()
    result.spread["p90_p10"] = INF
    assert len(panels(drawn(result, kind="spread"))) == 1


def test_boxes_are_the_percentiles_of_the_result():
    """Box 25 to 75, whiskers 5 to 95, dots at the ends, England a line of its own."""
    axes = drawn(trend_result(), kind="boxes")
    boxes = [patch for patch in axes.patches if patch.get_gid() == "box"]
    assert len(boxes) == 8
    assert (boxes[0].get_y(), boxes[0].get_height()) == pytest.approx((0.4, 0.2))
    (ends,) = by_gid(axes, "ends")
    assert sorted(set(ends.get_offsets()[:, 1])) == pytest.approx([0.1, 0.9])
    whiskers = {tuple(np.round(segment[:, 1], 9)) for one in by_gid(axes, "whisker") for segment in one.get_segments()}
    assert whiskers == {(0.2, 0.4), (0.6, 0.8)}
    assert line(axes, "benchmark").get_ydata().tolist() == [0.5] * 8


def test_the_last_box_is_explained_where_it_stands():
    """No key to look up."""
    names = texts(drawn(trend_result(), kind="boxes"), "line-end")
    assert set(names) == {
        "England 50.0%", "highest", "95% lie below", "75%", "median", "25%", "5%", "lowest",
    }  # fmt: skip


def test_a_period_without_areas_has_no_box():
    """Its place stays free and England is not joined across it."""
    result = trend_result()
    names = ["minimum", "p5", "p25", "median", "p75", "p95", "maximum", "benchmark"]
    result.spread.loc[4, names] = NAN
    axes = drawn(result, kind="boxes")
    assert len([patch for patch in axes.patches if patch.get_gid() == "box"]) == 7
    assert np.isnan(line(axes, "benchmark").get_ydata()[4])
    assert colliding(axes.figure) == []


def test_no_period_with_areas_is_said():
    """An empty picture without a word would mislead."""
    result = trend_result()
    result.spread[["minimum", "p5", "p25", "median", "p75", "p95", "maximum"]] = NAN
    assert title(drawn(result, kind="boxes")) == "No period has enough areas for a box"


def test_the_alternative_text_gives_each_period():
    """Of the picture that is asked for."""
    told = picture_of(trend_result(), {"kind": "spread"}).alt_text()
    assert "2013/14 Q1: 50% (40% to 60%)" in told
    told = picture_of(trend_result(), {"place": "Wessex"}).alt_text()
    assert "Wessex 56.4% in 2013/14 Q1, 63.4% in 2014/15 Q4; England 50.0% in 2013/14 Q1" in told
