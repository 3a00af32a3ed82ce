"""What was planted in the sample is found by `change` and `trend`, and nothing much beside it.

The data are fixed. Tolerances are those of the error that the planted sizes leave, never our own output.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn

TRUTH = pd.read_csv(Path(__file__).parents[3] / "data" / "sample" / "truth.csv", dtype={"period": str})
PLANTED = TRUTH[(TRUTH["kind"] == "typical_gap") & TRUTH["period"].notna()].set_index("period")
NARROWS = "sample:cancer_62_days"
FIRST = {True: "2013/14 Q4", False: "2013/14"}  # the same quarter a year before, or the year before


@pytest.fixture(scope="module")
def data() -> scn.Indicators:
    return scn.load_sample()


@pytest.fixture(scope="module")
def changes(data) -> dict:
    """Every indicator over one year."""
    found = {}
    for indicator in data.catalogue["indicator_id"]:
        quarterly = "Q" in data.periods_of(indicator)[0]
        found[indicator] = scn.change(data, indicator, baseline=FIRST[quarterly], simulations=0)
    return found


def test_narrowing_is_found_where_it_was_planted(data):
    """True gaps of the odds from 1.46 to 1.21 over eight quarters."""
    assert set(PLANTED["indicator_id"]) == {NARROWS}
    found = scn.change(data, NARROWS, baseline="2013/14 Q1", simulations=0)
    assert found.verdict == "narrowing"
    gap = found.change.set_index("measure").loc["typical_gap"]
    planted = PLANTED.loc["2014/15 Q4", "size"] - PLANTED.loc["2013/14 Q1", "size"]
    assert gap["change_lower"] < planted < gap["change_upper"]


def test_every_quarter_of_the_trend_holds_its_planted_gap(data):
    spread = scn.trend(data, NARROWS, simulations=99).spread.set_index("period")
    planted = PLANTED["size"].reindex(spread.index)
    assert (
        (spread["typical_gap_lower"] < planted) & (planted < spread["typical_gap_upper"])
    ).sum() >= 7  # of 8, at 95%
    assert (spread["p90_p10"] > spread["p90_p10_chance_upper"]).all()


def test_elsewhere_the_test_speaks_up_at_its_rate(changes):
    """23 indicators that keep their variation: six verdicts at 5 per cent would come once in a thousand times.

    One of them has an area far out in the last quarter alone, which is a widening, if a small one.
    """
    verdicts = [found.verdict for indicator, found in changes.items() if indicator != NARROWS]
    assert len(verdicts) == 23
    assert len([word for word in verdicts if word != "no_evidence"]) <= 5


def test_chance_alone_gives_no_evidence(changes):
    alone = TRUTH.loc[TRUTH["kind"] == "chance_only", "indicator_id"].tolist()
    assert len(alone) == 4
    assert [changes[indicator].verdict for indicator in alone] == ["no_evidence"] * 4


def test_no_network_was_made_to_move(changes):
    """288 trajectories without a planted change: 5 per cent by P, give or take four errors; hardly one by q."""
    p = np.concatenate([found.trajectories["p_value"] for found in changes.values()])
    q = np.concatenate([found.trajectories["fdr_q"] for found in changes.values()])
    assert p.size == 24 * 12
    assert (p < 0.05).mean() < 0.05 + 4 * np.sqrt(0.05 * 0.95 / p.size)
    assert (q < 0.05).sum() <= 3


def test_every_row_of_both_periods_is_used_or_listed(data):
    """Where counts are withheld in one period, the figure of the other is not used, and that is said too."""
    periods = ("2013/14", "2014/15")
    found = scn.change(data, "ccg_ois:1.25", baseline=periods[0], simulations=0)
    rows = data.observations[data.observations["indicator_id"] == "ccg_ois:1.25"]
    for period, used in zip(periods, found.spread["n_areas"], strict=True):
        listed = found.excluded[found.excluded["period"] == period]
        assert used + len(listed) == (rows["period"] == period).sum() == 211
        assert set(listed["reason"]) == {"suppressed", "too_few_periods"}


def test_a_verdict_whose_range_holds_no_change_is_called_weak(changes):
    """Test and interval are two methods: where they part, the words say so, and nowhere else."""
    for indicator, found in changes.items():
        gap = found.change.set_index("measure").loc["typical_gap"]
        within = gap["change_lower"] <= 0 <= gap["change_upper"]
        weak = found.verdict != "no_evidence" and within
        assert ("so the evidence is weak" in found.text()) == weak, indicator
        apart = found.verdict == "no_evidence" and np.isfinite(gap["change"]) and not within
        assert ("which decides, does not go so far" in found.text()) == apart, indicator
