"""The strip of areas by network area, looked at through its artists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from factory import NETWORKS, rates_result
from looking import by_gid, drawn, texts

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.network_levels import network_levels
from scnvariation.plots.picture import picture_of
from scnvariation.plots.swarm import swarm

STRIP = {"kind": "strip"}


def dots(axes, gid: str = "areas") -> np.ndarray:
    """Give value and height of every dot."""
    return np.vstack([artist.get_offsets() for artist in by_gid(axes, gid)])


def test_every_area_is_a_dot_at_its_value():
    """Dots move up and down only."""
    result = rates_result()
    assert sorted(dots(drawn(result, **STRIP))[:, 0]) == sorted(result.areas["value"])


def test_dots_stay_in_the_row_of_their_network_area():
    """By the alphabet from the top; none is ranked."""
    result = rates_result()
    axes = drawn(result, **STRIP)
    assert texts(axes, "row-name") == sorted(NETWORKS)
    value_of = result.areas.groupby("network_area")["value"].apply(sorted)
    points = dots(axes)
    for row, name in enumerate(sorted(NETWORKS)):
        mine = points[np.abs(points[:, 1] - row) < 0.5]
        assert sorted(mine[:, 0]) == value_of[name]


@pytest.mark.parametrize("size", ["slide", "page"])
def test_no_dot_hides_another(size):
    """Centres of two dots of a row are at least a diameter apart, in points."""
    axes = drawn(rates_result(), size, **STRIP)
    (artist,) = by_gid(axes, "areas")
    diameter = float(np.sqrt(artist.get_sizes()[0]))
    pixels = axes.transData.transform(artist.get_offsets()) * 72 / axes.figure.dpi
    apart = np.hypot(*(pixels[:, None, :] - pixels[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() >= diameter - 1e-6


def test_dots_shrink_together_where_a_row_is_too_full():
    """Ten at one place in a row 20 points high: none is lost."""
    moved, size = swarm([np.zeros(10)], 6.0, 10.0)
    assert size < 6.0
    assert len(set(moved[0])) == 10
    assert np.abs(moved[0]).max() <= 10.0 - size / 2 + 1e-9


def test_a_network_area_as_a_whole_is_its_events_over_its_people():
    """10 of 100 and 40 of 100 are a quarter; an area that is not used does not count."""
    result = rates_result(4, network=["Wessex", "Wessex", "London", "London"])
    result.areas["numerator"], result.areas["denominator"] = [10.0, 40.0, 30.0, 9.0], 100.0
    result.areas.loc[3, "reason"] = "suppressed"
    levels = network_levels(result.areas, result.indicator)
    assert levels.to_dict() == {"London": 0.3, "Wessex": 0.25}
    axes = drawn(result, **STRIP)
    (bars,) = by_gid(axes, "network-level")
    assert sorted(segment[0][0] for segment in bars.get_segments()) == [0.25, 0.3]
    assert texts(axes, "row-said") == ["30.0%, 2 areas", "25.0%, 2 areas"]


def test_means_are_never_averaged():
    """Without counts there is no level to mark."""
    score = IndicatorInfo(indicator_id="ccg_ois:3.5", name="Experience", statistic="mean")
    axes = drawn(replace(rates_result(), indicators={"ccg_ois:3.5": score}), **STRIP)
    assert by_gid(axes, "network-level") == []
    assert texts(axes, "row-said")[0] == "18 areas"


def test_england_is_a_named_line():
    """As in the caterpillar."""
    axes = drawn(rates_result(), **STRIP)
    assert texts(axes, "line-end") == ["England 13.0%"]


def test_highlighted_areas_have_a_shape_of_their_own():
    """Diamonds, named in the key."""
    axes = drawn(rates_result(), **STRIP, highlight={"network_area": "Wessex"})
    assert len(dots(axes, "areas-highlighted")) == 17
    assert "Wessex: 17 areas" in [text.get_text() for text in axes.texts]


def test_an_area_without_a_value_is_counted():
    """It has no dot."""
    result = rates_result(24)
    result.areas.loc[0, "value"] = np.nan
    axes = drawn(result, **STRIP)
    assert len(dots(axes)) == 23
    assert "1 area without a value not drawn" in texts(axes, "caption")[0].replace("\n", " ")


def test_no_values_at_all_still_give_a_picture():
    """With a title that says so."""
    result = rates_result(9)
    result.areas["value"] = np.nan
    axes = drawn(result, **STRIP)
    assert axes.get_title(loc="left") == "No area has a value to show"


def test_the_alternative_text_gives_each_row():
    """Name, level and number of areas."""
    told = picture_of(rates_result(), STRIP).alt_text()
    assert told.startswith("Strip of areas by network area, Recovered after stroke, 2014/15 Q4. Areas run from")
    assert "Wessex: 13.2%, 17 areas" in told
