"""How often variation is found where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence_studies.common import areas, drawn_sizes, generator, share
from scnvariation.stats import beta_binomial, gamma_poisson, normal_normal, spread

SIMULATIONS = 199  # one in twenty exactly: the tenth largest of 200
LEVEL = 0.05
PROPORTION = 0.12


@dataclass(frozen=True)
class Cell:
    """Areas that do not differ."""

    data: str
    n_areas: int
    mean_expected: int
    data_sets: int


CELLS = tuple(
    Cell(data, n_areas, mean, data_sets)
    for data in ("counts", "proportions", "estimates")
    for n_areas, data_sets in ((9, 10_000), (12, 10_000), (32, 10_000), (211, 3_000))
    for mean in (5, 100)
    if data != "estimates" or mean == 100
)


def measure(cell):
    """Count P-values up to 5 per cent and lower limits of the variance above 0."""
    rng = generator(cell)
    segments = areas(cell.data_sets, cell.n_areas)
    seeds = rng.integers(2**63, size=cell.data_sets)
    size = drawn_sizes(rng, cell.mean_expected, segments.n_rows)
    if cell.data == "counts":
        value = rng.poisson(1.2 * size).astype(float)
        kind, lower = "multinomial", gamma_poisson.fit(value, size, segments).v_lower
    elif cell.data == "proportions":
        size = np.maximum(np.rint(size / PROPORTION), 2)
        value = rng.binomial(size.astype(int), PROPORTION).astype(float)
        kind, lower = "hypergeometric", beta_binomial.fit(value, size, segments).rho_lower
    else:
        size = 10 / np.sqrt(size)
        value = 50 + size * rng.standard_normal(size.size)
        kind, lower = "normal", normal_normal.fit(value, size, segments).tau2_lower
    found = spread.chance(value, size, segments, seeds=seeds, simulations=SIMULATIONS, kind=kind)
    return {
        "data": cell.data,
        "n_areas": cell.n_areas,
        "mean_expected": cell.mean_expected if cell.data != "estimates" else "",
        "data_sets": cell.data_sets,
        "p_below_5_per_cent": share(found.chi2_p <= LEVEL),
        "lower_limit_above_0": share(lower > 0),
    }
