"""`everywhere` undoes a selection of areas and nothing else; a place that is blank is no place."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.indicators import Indicators


def held(**columns: object) -> Indicators:
    frame = pd.DataFrame(
        {
            "indicator_id": ["p"] * 6 + ["q"] * 3,
            "period": ["2013/14"] * 3 + ["2014/15"] * 6,
            "area_code": list("ABC") * 3,
            "numerator": range(1, 10),
            "denominator": 100,
            "statistic": "proportion",
            "network_area": ["North", "North", "South"] * 3,
        }
    )
    return Indicators(pd.DataFrame({**frame, **columns}))


def test_areas_come_back_and_periods_and_indicators_do_not() -> None:
    data = held()
    narrow = data.select(indicator="p", period="2014/15", network_area="South")
    wide = narrow.everywhere()
    pd.testing.assert_frame_equal(wide.observations, data.select(indicator="p", period="2014/15").observations)
    assert wide.reference is data.reference
    assert len(narrow) == 1  # the one asked is as it was


def test_all_rows_stay_all_rows() -> None:
    data = held()
    assert data.everywhere() is data


@pytest.mark.parametrize("blank", ["", None, float("nan"), pd.NA])
def test_a_blank_place_is_no_place(blank: object) -> None:
    """Whatever stands for nothing in a frame is the empty text, never the word nan."""
    data = held(network_area=["North", blank, "South"] * 3)
    assert data.column("network_area", data.observations).tolist() == ["North", "", "South"] * 3
