"""Standardised rates come into natural units, whatever they are published per."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.contract.checks import check_observations
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo


def checked(value: list[float], **columns: object):
    frame = pd.DataFrame(
        {
            "indicator_id": "x",
            "period": "2013/14",
            "area_code": ["A", "B", "C"],
            "numerator": [40, 50, 60],
            "denominator": [10_000] * 3,
            "value": value,
            "statistic": "dsr",
        }
        | columns
    )
    return check_observations(frame, source=SourceInfo.of_frame(frame), settings=ReadingSettings())


@pytest.mark.parametrize("per", [1, 100, 1_000, 10_000, 100_000, 1_000_000])
def test_the_crude_rates_tell_the_scale(per):
    # crude rates 0.004, 0.005 and 0.006; standardising moved them by up to a third
    found = checked([0.0050 * per, 0.0045 * per, 0.0080 * per])
    assert found.observations["value"].tolist() == pytest.approx([0.0050, 0.0045, 0.0080])
    notes = found.problems[found.problems["code"] == "value_scale"]
    assert len(notes) == (per > 1)


def test_intervals_and_standard_errors_are_on_the_same_scale():
    found = checked([500, 450, 800], lower=[400, 350, 700], upper=[600, 550, 900], se=[50, 50, 50])
    first = found.observations.iloc[0]
    assert (first["value"], first["lower"], first["upper"], first["se"]) == (0.005, 0.004, 0.006, 0.0005)


def test_without_a_denominator_the_scale_is_not_guessed():
    found = checked([500, 450, 800], denominator=[None] * 3)
    assert found.observations["value"].tolist() == [500, 450, 800]


def test_each_indicator_has_a_scale_of_its_own():
    found = checked([500, 4.5, 800], indicator_id=["x", "y", "x"])
    assert found.observations["value"].tolist() == pytest.approx([0.005, 0.0045, 0.008])
