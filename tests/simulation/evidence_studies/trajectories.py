"""How often a network is said to have moved where it has not.

Twelve networks of 9 to 32 areas; lasting differences between networks and between areas; areas that change on their
own, or only by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence_studies.common import average, drawn_sizes, generator
from scnvariation.stats import change

NETWORKS = np.repeat(np.arange(12), (9, 10, 11, 12, 13, 19, 20, 20, 20, 22, 23, 32))
LEVEL = 0.05
BETWEEN, WITHIN = 0.12, 0.15


@dataclass(frozen=True)
class Cell:
    """How much the log rate of an area changes on its own; how much the first network moves."""

    data: str
    mean_expected: int
    change_of_areas: float
    move: float = 0.0
    data_sets: int = 3_000


CELLS = (
    *(Cell(data, mean, own) for data in ("counts", "proportions") for mean in (20, 200) for own in (0.0, 0.1)),
    Cell("counts", 200, 0.1, -0.1),
)


def measure(cell):
    """Count networks that are said to have moved."""
    rng = generator(cell)
    proportion = cell.data == "proportions"
    moved, held = [], []
    for _ in range(cell.data_sets):
        lasting = BETWEEN * rng.standard_normal(12)[NETWORKS] + WITHIN * rng.standard_normal(NETWORKS.size)
        own = cell.change_of_areas * rng.standard_normal(NETWORKS.size) + cell.move * (NETWORKS == 0)
        rate = 0.1 * np.exp(lasting + np.stack([np.zeros(NETWORKS.size), own - 0.05]))
        n = np.rint(drawn_sizes(rng, cell.mean_expected, NETWORKS.size) / 0.1)
        events = rng.binomial(n.astype(int), np.minimum(rate, 1)) if proportion else rng.poisson(n * rate)
        found = change.trajectories(
            events / n, np.stack([n, n]), NETWORKS, family="binomial" if proportion else "poisson"
        )
        truth = cell.move * (np.arange(12) == 0)
        moved.append(found.p_value <= LEVEL)
        held.append((found.lower <= truth) & (truth <= found.upper))
    moved, held = np.array(moved), np.array(held)
    return {
        "data": cell.data,
        "mean_expected": cell.mean_expected,
        "change_of_areas": cell.change_of_areas,
        "move": cell.move,
        "data_sets": cell.data_sets,
        "first_network_moved": average(moved[:, 0]),
        "others_moved": average(moved[:, 1:].mean(axis=1)),
        "interval_of_first": average(held[:, 0]),
        "intervals_of_others": average(held[:, 1:].mean(axis=1)),
    }
