"""The panel of spread: every measure of variation of every group, for each family of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured
from scnvariation.options import About
from scnvariation.stats import beta_binomial, chance, gamma_poisson, normal_normal, spread

__all__ = ["PANEL", "Panel", "SpreadOptions", "spread_panel"]

FloatArray = NDArray[np.float64]

PANEL = (
    "extremal_quotient",
    "range",
    "iqr",
    "p95_p5",
    "p90_p10",
    "p75_p25",
    "p90_p10_chance",
    "extremal_quotient_chance",
    "cv",
    "cv_weighted",
    "scv",
    "scv_lower",
    "scv_upper",
    "scv_mcpherson",
    "chi2",
    "chi2_p",
    "dispersion_index",
    "i2",
    "tau2",
    "between_variance",
    "between_variance_lower",
    "between_variance_upper",
    "typical_gap",
    "typical_gap_lower",
    "typical_gap_upper",
    "gini",
    "theil",
    "smallest_detectable_scv",
)
ENDS = ("", "_lower", "_upper")
PERCENTILES = {"p95_p5": (0.95, 0.05), "p90_p10": (0.9, 0.1), "p75_p25": (0.75, 0.25)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadOptions:
    """About what spread is measured, and how much of the slow work is wanted."""

    about: About = "own"
    intervals: bool = True
    simulations: int = 999
    seed: int = 0

    @property
    def level(self) -> float | None:
        """Coverage of intervals, None where none are wanted."""
        return 0.95 if self.intervals else None


class Panel(NamedTuple):
    """Columns of the groups: numbers by name, and words by name."""

    numbers: dict[str, FloatArray]
    words: dict[str, NDArray[np.object_]]
