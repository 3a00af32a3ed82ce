"""How many marks chance alone makes: as many as an overview says it expects."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.overview import overview
from scnvariation.indicators import Indicators

N_INDICATORS = 150


@pytest.fixture(scope="module")
def no_outliers() -> Indicators:
    """150 indicators in 211 areas of twelve network areas: areas vary by 15 % of England's rate, networks do not."""
    rng = np.random.default_rng(5)
    areas = scn.load_sample().areas[["area_code", "network_area"]]
    n = len(areas)
    frames = []
    for number in range(N_INDICATORS):
        size = np.round(rng.lognormal(8, 0.6, n))
        rate = 0.02 * rng.gamma(1 / 0.15**2, 0.15**2, n)
        frames.append(
            pd.DataFrame(
                {
                    "indicator_id": f"i{number}",
                    "period": "2013/14",
                    "area_code": areas["area_code"],
                    "numerator": rng.poisson(size * rate),
                    "denominator": size,
                    "statistic": "rate",
                }
            )
        )
    return Indicators(pd.concat(frames), areas=areas)


def test_one_network_area_in_twenty_is_marked_by_chance(no_outliers):
    """1 800 comparisons: two standard errors are 0.01."""
    found = overview(no_outliers, across="network_area")
    share = found.cells["judgement"].isin(["higher", "lower"]).mean()
    assert 0.04 < share < 0.06
    assert found.counts()["expected_by_chance"].sum() == pytest.approx(0.05 * 12 * N_INDICATORS)


def test_one_area_in_five_hundred_is_marked_by_chance(no_outliers):
    """31 650 comparisons at 99.8 %, the areas over-dispersed: 63 expected, three standard errors are 24."""
    counts = overview(no_outliers).counts("indicator")
    assert abs(counts["outside"].sum() - 63) < 24
    assert counts["expected_by_chance"].sum() == pytest.approx(63.3)
