"""The line adjusted for need is unbiased: slopes that were fitted to the events do not pass for less variation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn

DATA_SETS, AREAS, EVENTS, SLOPE = 150, 30, 20, 0.2


def counts(rng: np.random.Generator, variance: float) -> pd.DataFrame:
    """Poisson counts about need and a gamma law, sizes lognormal; one covariate matters, the other does not."""
    frames = []
    for number in range(DATA_SETS):
        need, other = rng.normal(size=(2, AREAS))
        size = np.exp(rng.normal(0, 0.4, AREAS))
        true = rng.gamma(1 / variance, variance, AREAS) if variance else 1.0
        people = 100 * EVENTS * size / size.mean()
        frames.append(
            pd.DataFrame(
                {
                    "indicator_id": f"i{number:03d}",
                    "period": "2014",
                    "area_code": [f"A{k:02d}" for k in range(AREAS)],
                    "numerator": rng.poisson(people / 100 * np.exp(SLOPE * need) * true),
                    "denominator": people,
                    "need": need,
                    "other": other,
                }
            )
        )
    return pd.concat(frames).assign(statistic="rate")


@pytest.mark.parametrize("variance", [0.0, 0.05])
def test_scv_after_need_is_unbiased(variance: float) -> None:
    """30 areas, 20 events each, two slopes: the mean of 150 data sets within 3 Monte Carlo errors of the truth.

    With 30 in the place of the degrees of freedom that the slopes leave it would be -0.0046 where there is nothing.
    """
    frame = counts(np.random.default_rng(20), variance)
    groups = scn.variation(frame, need=["need", "other"], simulations=0, intervals=False).groups
    adjusted = groups.loc[groups["adjustment"] == "need", "scv"]
    error = adjusted.std() / np.sqrt(DATA_SETS)
    assert abs(adjusted.mean() - variance) < 3 * error
    assert error < 0.004
    crude = groups.loc[groups["adjustment"] == "crude", "scv"]
    assert crude.mean() > variance + 3 * error  # need was still in it
