"""Axes must say what the numbers are: per cent, per 100,000, commas, round ticks."""

from __future__ import annotations

import numpy as np
import pytest
from factory import INFO

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.plots.axes import size_axis, value_axis

RATE = IndicatorInfo(indicator_id="r", name="r", statistic="rate", multiplier=100_000, unit="per 100,000")
SCORE = IndicatorInfo(indicator_id="s", name="s", statistic="mean")


def test_a_proportion_is_shown_in_per_cent():
    """0.1 to 0.2 reads 10 % to 20 %."""
    axis = value_axis(np.array([0.1, 0.2]), INFO)
    assert axis.labels[0] == "10%"
    assert axis.ticks[0] == pytest.approx(0.1)


def test_a_rate_is_multiplied_and_has_commas():
    """0.02 events per person are 2,000 per 100,000; the positions stay per person."""
    axis = value_axis(np.array([0.01, 0.02]), RATE)
    assert "1,400" in axis.labels
    assert axis.ticks[axis.labels.index("1,400")] == pytest.approx(0.014)


def test_rare_events_keep_their_decimals():
    """0.2 to 0.9 per 100,000 must not all read 0 or 1."""
    labels = value_axis(np.array([2e-6, 9e-6]), RATE).labels
    assert len(set(labels)) == len(labels) >= 3


@pytest.mark.parametrize(
    ("values", "info", "low", "high"),
    [([0.0, 0.5], INFO, 0.0, None), ([0.6, 1.0], INFO, None, 1.0), ([-3.0, 3.0], SCORE, -3.36, 3.36)],
)
def test_the_view_stays_where_values_can_be(values, info, low, high):
    """No proportion is below 0 or above 1, but a mean may be negative; 6 % of the range is left free."""
    axis = value_axis(np.array(values), info)
    assert low is None or axis.low == pytest.approx(low)
    assert high is None or axis.high == pytest.approx(high)


@pytest.mark.parametrize("catalogue_line", ["B066-all_areas_identical"], indirect=True)
@pytest.mark.parametrize("values", [[0.5, 0.5], [0.0, 0.0], [], [np.nan]])
def test_one_value_or_none_still_gives_an_axis(values):
    """B066: all areas identical."""
    axis = value_axis(np.array(values, dtype=float), INFO)
    assert axis.low < axis.high
    assert axis.labels


def test_all_zero_shows_one_unit():
    """Nothing but zeros reads 0 to 1 per cent, not to a millionth."""
    assert value_axis(np.array([0.0, 0.0]), INFO).high == pytest.approx(0.01)


def test_no_negative_zero():
    """Minus zero is what a computer writes."""
    assert "-0" not in " ".join(value_axis(np.array([-2.0, 2.0]), SCORE).labels)


def test_sizes_start_at_zero_unless_half_the_picture_is_wasted():
    """Sizes 100 to 1,000 start at 0; sizes 900 to 1,000 do not."""
    assert size_axis(np.array([100.0, 1000.0]), 1000.0).low == 0.0
    assert size_axis(np.array([900.0, 1000.0]), 1000.0).low == pytest.approx(892.0)
    assert size_axis(np.array([60_000.0, 900_000.0]), 900_000.0).labels[1] == "200,000"
    assert size_axis(np.array([5.0]), 5.0).low == 0.0
