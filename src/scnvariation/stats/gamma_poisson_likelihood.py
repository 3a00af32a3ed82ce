"""Likelihood of the gamma-Poisson model, with derivatives in level and spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from scnvariation.stats.profile import Boundary, CountLikelihood, Point, Rule, Start, moments
from scnvariation.stats.rising_factorial import log_rising
from scnvariation.stats.segments import Segments

__all__ = ["GammaPoisson"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GammaPoisson(CountLikelihood):
    """Log-likelihood in level = ln mu and spread = ln v; `size` are the expected counts."""

    lowest: ClassVar[float] = float(np.log(1e-9))
    highest: ClassVar[float] = float(np.log(100.0))

    def block_at(self, level: FloatArray, spread: FloatArray) -> Point:
        """Evaluate the log-likelihood, less sum O ln E and sum ln O!, and its derivatives."""
        total = self.segments.sum
        variance, shape = np.exp(spread), np.exp(-spread)
        mean = self.size * self.segments.repeat(np.exp(level))
        scaled = mean * self.segments.repeat(variance)
        weight = mean / (1.0 + scaled)
        part = scaled / (1.0 + scaled)
        score = self.count - part * self.count - weight  # (O - m)/(1 + v m)
        logarithm = np.log1p(scaled)
        rising = log_rising(self.count, shape, self.segments)
        sum_logarithm, sum_score, sum_weight = total(logarithm), total(score), total(weight)
        part_score = total(part * score)
        pull = shape * (sum_logarithm - rising.slope)
        return Point(
            value=rising.value + level * total(self.count) - total(self.count * logarithm) - shape * sum_logarithm,
            level=sum_score,
            level2=-sum_weight - variance * total(weight * score),
            spread=pull + sum_score,
            spread2=shape**2 * rising.curvature - pull + sum_weight - part_score,
            cross=-part_score,
            **_information(weight, part, self.segments),
        )

    def block_boundary(self, rule: Rule) -> Boundary:
        """Evaluate the Poisson case, and the slope of the criterion in v there."""
        total = self.segments.sum
        events = total(self.count)
        level = np.zeros_like(events) if rule == "fixed" else np.log(events / total(self.size))
        mean = self.size * self.segments.repeat(np.exp(level))
        residual = self.count - mean
        sum_mean = total(mean)
        value = level * events - sum_mean
        slope = 0.5 * total(residual**2 - self.count)
        if rule == "adjusted":
            value = value - 0.5 * np.log(sum_mean)
            slope = slope + 0.5 * total(mean * self.count) / sum_mean
        return Boundary(level, value, slope)

    def block_start(self) -> Start:
        """Solve the moment equation about the group's own level."""
        total = self.segments.sum
        mean = self.size * self.segments.repeat(total(self.count) / total(self.size))
        v, seen = moments((self.count - mean) ** 2 / mean, mean, self.segments)
        inflation = 1.0 + mean * self.segments.repeat(v)
        level = np.log(total(self.count / inflation) / total(self.size / inflation))
        typical = total(mean) / total(mean * mean)
        chance = np.stack([1.0 / self.segments.max(mean), typical, 1.0 / self.segments.min(mean)])
        return Start(level, np.log(v), seen, chance)


def _information(weight: FloatArray, part: FloatArray, segments: Segments) -> dict[str, FloatArray]:
    """Differentiate ln J, J = sum m/(1 + v m): J/mu depends on v mu alone, so all bend alike."""
    weighted = weight * part
    total = segments.sum(weight)
    first = segments.sum(weighted) / total
    bend = 2.0 * segments.sum(weighted * part) / total - first - first**2
    return {
        "known": np.log(total),
        "known_level": 1.0 - first,
        "known_level2": bend,
        "known_spread": -first,
        "known_spread2": bend,
        "known_cross": bend,
    }
