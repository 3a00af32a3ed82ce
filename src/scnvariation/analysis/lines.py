"""Limit lines as functions of size: what is drawn, and what stands in the columns of each area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.exact import Limits, limits_at
from scnvariation.analysis.families import Family
from scnvariation.options import LimitMethod
from scnvariation.stats import dispersion
from scnvariation.stats.scales import Scale

__all__ = ["ChanceLines", "InflatedLines", "Lines", "ScaledLines"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Lines(Protocol):
    """Anything that gives limits at a size."""

    def at(self, size: FloatArray, group: IntArray) -> Limits:
        """Give limits, each (n_levels, n_rows), for rows of the groups given."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceLines:
    """Limits of chance alone."""

    family: Family
    benchmark: FloatArray
    levels: tuple[float, ...]
    method: LimitMethod

    def at(self, size: FloatArray, group: IntArray) -> Limits:
        """Give limits about each group's benchmark."""
        return limits_at(self.family, size, self.benchmark[group], levels=self.levels, method=self.method)


@dataclass(frozen=True, slots=True, kw_only=True)
class InflatedLines:
    """Multiplicative adjustment: normal limits, their width times root phi."""

    family: Family
    benchmark: FloatArray
    inflation: FloatArray
    quantile: FloatArray

    def at(self, size: FloatArray, group: IntArray) -> Limits:
        """Give limits about each group's benchmark, kept within what is possible."""
        centre = self.benchmark[group]
        variance = {
            "binomial": centre * (1 - centre) / size,
            "poisson": centre / size,
            "normal": 1.0 / size**2,
        }[self.family]
        reach = self.quantile[:, None] * np.sqrt(variance) * self.inflation[group]
        floor = -np.inf if self.family == "normal" else 0.0
        ceiling = 1.0 if self.family == "binomial" else np.inf
        return Limits(np.maximum(centre - reach, floor), np.minimum(centre + reach, ceiling))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledLines:
    """Additive adjustment on a variance-stabilised scale, taken back to natural units.

    Attributes
    ----------
    centre, tau2 : ndarray of shape (n_groups,)
        On the scale; for Poisson counts the scale is that of observed over expected at the benchmark.
    quantile : ndarray of shape (n_levels, n_groups)
        Upper point of each level.
    extra_variance : ndarray of shape (n_groups,)
        Variance of the centre itself on the scale, 0 where it is taken as known.
    """

    family: Family
    scale: Scale
    benchmark: FloatArray
    centre: FloatArray
    tau2: FloatArray
    quantile: FloatArray
    extra_variance: FloatArray

    def at(self, size: FloatArray, group: IntArray) -> Limits:
        """Give limits about each group's centre."""
        unit = self.benchmark[group] if self.family == "poisson" else np.ones(len(size))
        chance = 1.0 / size if self.family == "normal" else dispersion.chance_sd(size * unit, self.scale)
        total = np.sqrt(chance**2 + self.tau2[group] + self.extra_variance[group])
        reach = self.quantile[:, group] * total
        lower = dispersion.from_scale(self.centre[group] - reach, self.scale)
        upper = dispersion.from_scale(self.centre[group] + reach, self.scale)
        return Limits(lower * unit, upper * unit)
