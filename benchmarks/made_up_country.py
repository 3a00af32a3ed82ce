"""Invented data of the size of the national job: 50 indicators, 8 periods, 211 areas in 12 network areas."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

AREAS_IN_NETWORK = (9, 12, 14, 15, 16, 17, 18, 18, 20, 20, 20, 32)
N_INDICATORS, N_PERIODS = 50, 8
SEED = 20150331


class Country(NamedTuple):
    """Observations, catalogue and areas, as `scn.Indicators` takes them."""

    observations: pd.DataFrame
    catalogue: pd.DataFrame
    areas: pd.DataFrame


def country() -> Country:
    """Draw half proportions and half ratios, all with variation between the areas."""
    rng = np.random.default_rng(SEED)
    network = np.repeat(np.arange(len(AREAS_IN_NETWORK)), AREAS_IN_NETWORK)
    codes = np.array([f"X{number:08d}" for number in range(network.size)])
    population = np.exp(rng.normal(np.log(250_000), 0.5, network.size))
    parts, facts = [], []
    for number in range(N_INDICATORS):
        statistic = "proportion" if number % 2 else "ratio"
        polarity = "high_is_good" if number % 4 == 1 else "low_is_good"
        facts.append({"indicator_id": f"made:{number:02d}", "statistic": statistic, "polarity": polarity})
        own = rng.normal(0, rng.uniform(0.08, 0.3), network.size)
        for period in range(N_PERIODS):
            n, x = counts(rng, statistic, population, own)
            parts.append(
                pd.DataFrame(
                    {
                        "indicator_id": f"made:{number:02d}",
                        "period": f"{2008 + period}/{(9 + period):02d}",
                        "area_code": codes,
                        "numerator": x,
                        "denominator": n,
                    }
                )
            )
    catalogue = pd.DataFrame(facts).assign(name=lambda table: table["indicator_id"], networks="cancer")
    names = np.array([f"Network {number + 1}" for number in range(len(AREAS_IN_NETWORK))])
    areas = pd.DataFrame({"area_code": codes, "area_name": codes, "network_area": names[network]})
    return Country(pd.concat(parts, ignore_index=True), catalogue, areas)


def counts(
    rng: np.random.Generator, statistic: str, population: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Draw denominators and numerators of one indicator in one period."""
    if statistic == "proportion":
        level = rng.uniform(-2.2, 0.8)
        n = np.round(population * rng.uniform(0.001, 0.01)) + 60
        return n, rng.binomial(n.astype(int), 1 / (1 + np.exp(-level - own))).astype(float)
    expected = population * rng.uniform(0.0003, 0.003) + 20
    return expected, rng.poisson(expected * np.exp(own)).astype(float)
