"""Change between two periods on the same areas: the contents page of the `change_*` modules."""

from __future__ import annotations

from scnvariation.stats.change_interval import Estimate, Persistence, difference, persistence, persistence_of_values
from scnvariation.stats.change_paired import PairedTest, paired_scv, paired_tau2
from scnvariation.stats.change_trajectory import Trajectories, trajectories

__all__ = [
    "Estimate",
    "PairedTest",
    "Persistence",
    "Trajectories",
    "difference",
    "paired_scv",
    "paired_tau2",
    "persistence",
    "persistence_of_values",
    "trajectories",
]
