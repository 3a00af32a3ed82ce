"""Adjusted lines under a rule: near the true ones, without stairs, and no more exact than eight rounded points."""

import numpy as np
import pandas as pd

import scnvariation as scn
from scnvariation.report.disclosure_lines import coarse_lines


def lines() -> pd.DataFrame:
    """Give the adjusted lines of one funnel of the sample."""
    found = scn.funnel(scn.load_sample(), "ccg_ois:1.2").limits
    return found[found["basis"] == "adjusted"].assign(indicator_id="ccg_ois:1.2", period="2014/15")


def test_lines_stay_within_one_per_cent() -> None:
    """Three significant figures err by half a per cent at most, and eight points carry a smooth curve."""
    true = lines()
    assert np.abs(coarse_lines(true) / true["value"] - 1).max() < 0.01


def test_a_line_has_no_stairs() -> None:
    """Rounded one by one, two hundred points of this line would stand on some twenty steps."""
    true = lines()
    upper = (true["side"] == "upper").to_numpy() & (true["level"] == 0.998).to_numpy()
    assert len(set(coarse_lines(true)[upper].tolist())) == upper.sum()


def test_a_change_of_the_variance_below_the_rounding_is_not_seen() -> None:
    """Points that differ in the sixth figure only give the same line to the last digit."""
    true = lines()
    assert (coarse_lines(true.assign(value=true["value"] * (1 + 1e-7))) == coarse_lines(true)).all()


def test_few_points_are_rounded_and_missing_ones_stay_missing() -> None:
    frame = pd.DataFrame(
        {"indicator_id": "x", "period": "", "level": 0.95, "side": "upper"}
        | {"size": [1.0, 2.0, 4.0], "value": [0.12345, np.nan, 0.2]}
    )
    np.testing.assert_array_equal(coarse_lines(frame), [0.123, np.nan, 0.2])
