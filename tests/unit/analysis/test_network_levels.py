"""A network area as a whole is its events over its people; nothing else can be added up."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.network_levels import network_levels


def info(statistic: str) -> IndicatorInfo:
    """Give an indicator of one statistic."""
    return IndicatorInfo(indicator_id="x", name="x", statistic=statistic)


AREAS = pd.DataFrame({
    "numerator": [10.0, 40.0, 30.0, 9.0, 7.0], "denominator": [100.0, 300.0, 100.0, 100.0, 0.0],
    "network_area": ["Wessex", "Wessex", "London", "", "Nowhere"], "reason": "",
})  # fmt: skip


def test_events_over_people_and_no_average_of_values():
    """50 of 400 is 12.5 %; the mean of 10 and 13.3 % would be 11.7."""
    assert network_levels(AREAS, info("proportion"))["Wessex"] == 0.125


def test_areas_without_a_network_area_are_in_none():
    """A blank is no network area, and one without people has no level."""
    levels = network_levels(AREAS, info("rate"))
    assert list(levels.index) == ["London", "Nowhere", "Wessex"]
    assert pd.isna(levels["Nowhere"])


def test_an_area_that_is_not_used_does_not_count():
    """It is excluded everywhere else as well."""
    areas = AREAS.assign(reason=["", "data_quality", "", "", ""])
    assert network_levels(areas, info("ratio"))["Wessex"] == 0.1


@pytest.mark.parametrize("statistic", ["mean", "estimate", "dsr"])
def test_values_that_are_no_counts_cannot_be_added_up(statistic):
    """Standardised rates, scores and survey estimates need their own weights."""
    assert network_levels(AREAS, info(statistic)).empty
