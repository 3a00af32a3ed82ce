"""The shares find in the sample what was planted there: effects of networks and of need, and none where none is.

The data are fixed, so every check is deterministic. What is planted is exact over the areas present (see the README of
the sample), so the intervals of the realised shares are held against it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.shares_result import SharesResult

FOLDER = Path(__file__).parents[2] / "data" / "sample"
TRUTH = pd.read_csv(FOLDER / "truth.csv", dtype={"period": str})
WHOLE = TRUTH[TRUTH["period"].isna() & TRUTH["area_code"].isna()].pivot_table("size", "indicator_id", "kind")
COVARIATES = ("deprivation", "share_over_75", "share_under_5")
#: Planted sd of networks at least as large as that of areas inside them, in the logarithm or the log odds.
STRONG = ("ccg_ois:1.18", "sample:hf_admissions", "ccg_ois:2.13")
#: One network area differs by itself in one indicator.
ONE_DIFFERS = set(TRUTH.loc[TRUTH["kind"] == "network_level", "indicator_id"])
NONE_PLANTED = sorted(set(WHOLE.index[WHOLE["network_sd"] == 0]) - ONE_DIFFERS)
NEED_PLANTED = ("ccg_ois:1.2", "nhs_of:1.4", "ccg_ois:1.14", "ccg_ois:1.16", "sample:hf_admissions")


def covariates_of(indicator: str) -> tuple[str, ...]:
    """Name the covariates whose effect was planted."""
    kinds = set(TRUTH.loc[TRUTH["indicator_id"] == indicator, "kind"])
    return tuple(name for name in COVARIATES if f"need_{name}" in kinds)


@pytest.fixture(scope="module")
def data() -> scn.Indicators:
    return scn.load_sample()


@pytest.fixture(scope="module")
def found(data: scn.Indicators) -> dict[str, SharesResult]:
    """Split the latest period of every indicator, with the need that was planted in it."""
    return {one: scn.shares(data, one, need=covariates_of(one), draws=400) for one in sorted(set(WHOLE.index))}


@pytest.mark.parametrize("indicator", STRONG)
def test_a_network_effect_is_found_where_one_was_planted(indicator: str, found: dict[str, SharesResult]) -> None:
    result = found[indicator]
    assert result.network_test.p < 0.01
    assert result.part("between_networks")["share_of_true_lower"] > 0


def test_none_is_found_where_none_was_planted(found: dict[str, SharesResult]) -> None:
    """At most three below .05: of seventeen tests, four or more have a probability of .9 % under the nominal size."""
    p = np.array([found[one].network_test.p for one in NONE_PLANTED])
    assert len(NONE_PLANTED) == 17
    assert (p < 0.05).sum() <= 3
    assert np.nanmin(p) > 0.05 / (10 * len(NONE_PLANTED))


@pytest.mark.parametrize("indicator", sorted(ONE_DIFFERS))
def test_one_network_that_differs_is_found_too(indicator: str, found: dict[str, SharesResult]) -> None:
    assert found[indicator].network_test.p < 0.05


@pytest.mark.parametrize("indicator", NEED_PLANTED)
def test_need_is_found_where_it_was_planted(indicator: str, found: dict[str, SharesResult]) -> None:
    """Each slope lies within 3 standard errors of the one planted, and the share of need is not nothing."""
    result = found[indicator]
    assert result.need_p < 0.001
    assert result.part("need")["share_of_true_lower"] > 0
    planted = [WHOLE.loc[indicator, f"need_{name}"] for name in result.need]
    assert (np.abs(result.slopes["slope"] - planted) < 3 * result.slopes["slope_se"]).all()


@pytest.mark.parametrize("indicator", ["ccg_ois:1.2", "nhs_of:1.4"])
def test_need_explains_most_where_it_was_planted_so(indicator: str, found: dict[str, SharesResult]) -> None:
    """Slopes .12 and .06 against .06 and .03 of the areas' own: four fifths of the variance."""
    row = found[indicator].part("need")
    assert row["share_of_true_lower"] < 0.8 < row["share_of_true_upper"]
    assert found[indicator].explained > 0.5


def test_an_effect_that_was_not_planted_is_not_found(data: scn.Indicators) -> None:
    """Deprivation has no effect on diabetes education; its share is at most a few per cent."""
    result = scn.shares(data, "ccg_ois:2.5", need="deprivation", draws=200)
    assert result.need_p > 0.01
    assert result.part("need")["share_of_true_lower"] == 0


@pytest.mark.parametrize("indicator", ["ccg_ois:1.18", "sample:hf_admissions"])
def test_the_share_planted_lies_inside_the_interval(indicator: str, found: dict[str, SharesResult]) -> None:
    """Network variance over all that is true: .0064/.0089, and .0064/.0223 with need (sd .149)."""
    between = WHOLE.loc[indicator, "network_sd"] ** 2 / WHOLE.loc[indicator, "total_sd"] ** 2
    row = found[indicator].part("between_networks")
    assert row["share_of_true_lower"] < between < row["share_of_true_upper"]


@pytest.mark.parametrize("indicator", sorted(set(WHOLE.index[WHOLE.get("chance_only", 0) == 1])))
def test_chance_only_gets_no_single_figure(indicator: str, found: dict[str, SharesResult]) -> None:
    """Where all areas are alike beyond chance, nothing may be called a share."""
    result = found[indicator]
    assert result.shares["share_of_true"].isna().all()
    assert result.network_test.p > 0.05


def test_what_is_given_adds_up(found: dict[str, SharesResult]) -> None:
    """Limits enclose their figure; where every part has one they add up to all."""
    whole = 0
    for result in found.values():
        true = result.shares.iloc[1:]
        given = true[true["share_of_true"].notna()]
        if len(given) == 2 + bool(result.need):
            whole += 1
            assert given["share_of_true"].sum() == pytest.approx(1)
        assert (given["share_of_true_lower"] <= given["share_of_true"]).all()
        assert (given["share_of_true"] <= given["share_of_true_upper"]).all()
        assert true.loc[true["share_of_true"].isna(), "reason"].ne("").all()
    assert whole > 0
