"""Whether SCV about the group's own level is right on average.

The chance variance of a proportion is taken at the group's level, p (1 - p)/n; where areas differ it is smaller on
average by their variance over n, so that SCV of proportions is low by v times the mean of 1/n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence_studies.common import Estimate, areas, average, fixed_sizes, generator, proportions, relative_rates
from scnvariation.stats import spread

LEVEL = 1.2
PROPORTION = 0.12


@dataclass(frozen=True)
class Cell:
    """Counts or proportions of so many areas."""

    data: str
    n_areas: int
    mean_expected: int
    v: float
    data_sets: int


CELLS = tuple(
    Cell(data, n_areas, mean, v, 20_000 if n_areas < 100 else 10_000)
    for data in ("counts", "proportions")
    for v in (0.0, 0.05)
    for mean in (5, 20, 100)
    for n_areas in (9, 12, 20, 32, 150, 211)
)


def measure(cell):
    """Compare the mean of SCV with the truth."""
    rng = generator(cell)
    segments = areas(cell.data_sets, cell.n_areas)
    size = np.tile(fixed_sizes(cell.n_areas, cell.mean_expected), cell.data_sets)
    if cell.data == "counts":
        count = rng.poisson(LEVEL * size * relative_rates(rng, "gamma", cell.v, size.size)).astype(float)
        chance, known = 1.0, 0.0
    else:
        size = np.maximum(np.rint(size / PROPORTION), 1)
        true = proportions(rng, "beta", PROPORTION, cell.v, size.size)
        count = rng.binomial(size.astype(int), true).astype(float)
        chance, known = 1 - segments.sum(count) / segments.sum(size), -cell.v * np.mean(1 / size)
    found = average(spread.scv(count, size, segments, chance=chance))
    return {
        "data": cell.data,
        "n_areas": cell.n_areas,
        "mean_expected": cell.mean_expected,
        "v": cell.v,
        "data_sets": cell.data_sets,
        "mean_scv": found,
        "error": Estimate(found.error, found.error),
        "known_bias": Estimate(known, found.error),
        "bias_in_errors": Estimate((found.value - cell.v - known) / found.error, 1.0),
    }
