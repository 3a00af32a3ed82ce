"""Gamma-Poisson model."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from scnvariation.stats.profile import Boundary, Information, Point, Rule
from scnvariation.stats.rising_factorial import log_rising
from scnvariation.stats.segments import Segments

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GammaPoisson:
    observed: FloatArray
    expected: FloatArray
    segments: Segments
    lowest: ClassVar[float] = float(np.log(1e-9))
    highest: ClassVar[float] = float(np.log(100.0))

    @property
    def n_areas(self) -> FloatArray:
        return self.segments.lengths.astype(np.float64)

    def at(self, level: FloatArray, spread: FloatArray) -> Point:
        total = self.segments.sum
        variance = np.exp(spread)
        shape = 1.0 / variance
        mean = self.expected * self.segments.repeat(np.exp(level))
        scaled = mean * self.segments.repeat(variance)
        weight = mean / (1.0 + scaled)
        part = scaled / (1.0 + scaled)
        score = (self.observed - mean) * (1.0 - part)
        log_term = np.log1p(scaled)
        rising = log_rising(self.observed, shape, self.segments)
        sum_score, sum_part_score, sum_log, sum_observed, sum_weight = (
            total(score), total(part * score), total(log_term), total(self.observed), total(weight))
        # (a + O) ln(1 + v m)
        value = rising.value + total(self.observed * (np.log(mean) - log_term)) - shape * sum_log
        slope = sum_observed - shape * rising.slope + shape * sum_log - total(mean * 1.0) - variance * total(mean * score)
        curvature = shape * rising.slope + shape**2 * rising.curvature - shape * sum_log + sum_weight - sum_part_score
        return Point(value, sum_score, -sum_weight - variance * total(weight * score), slope, curvature, -sum_part_score,
                     self._information(weight, part, sum_weight))

    def _information(self, weight, part, sum_weight):
        total = self.segments.sum
        wp = weight * part
        s1 = total(wp) / sum_weight
        s2 = total(wp * part) / sum_weight
        level = 1.0 - s1
        level2 = 1 - 3 * s1 + 2 * s2
        spread = -s1
        spread2 = -s1 + 2 * s2
        cross = -2 * (s1 - s2)
        return Information(np.log(sum_weight), level, level2 - level**2, spread, spread2 - spread**2, cross - level * spread)

    def boundary(self, rule):
        total = self.segments.sum
        events, expected = total(self.observed), total(self.expected)
        level = np.zeros_like(events) if rule == "fixed" else np.log(events / expected)
        mean = self.expected * self.segments.repeat(np.exp(level))
        residual = self.observed - mean
        sum_mean = total(mean)
        value = total(self.observed * np.log(mean)) - sum_mean
        slope = 0.5 * total(residual**2 - self.observed)
        if rule == "adjusted":
            value = value - 0.5 * np.log(sum_mean)
            slope = slope + 0.5 * (total(mean * mean) + total(mean * residual)) / sum_mean
        return Boundary(level, value, slope)

    def start(self):
        total = self.segments.sum
        mean = self.expected * self.segments.repeat(total(self.observed) / total(self.expected))
        square = (self.observed - mean) ** 2
        df = self.n_areas - 1
        v = np.zeros(df.size)
        for _ in range(3):
            spread = 1.0 + mean * self.segments.repeat(v)
            term = square / (mean * spread)
            q = total(term)
            slope = total(term * mean / spread)
            v = np.maximum(v + (q / df - 1) * q / np.where(slope > 0, slope, 1), 0.0)
        seen = v > 0
        v = np.where(seen, v, np.sqrt(2 / df) * df / total(mean))
        spread = 1.0+mean*self.segments.repeat(v)
        level = np.log(total(self.observed/spread)/total(self.expected/spread))
        return level, np.log(v), seen, total(mean)/total(mean**2)

    def take(self, keep):
        rows = self.segments.repeat(keep)
        return GammaPoisson(self.observed[rows], self.expected[rows], Segments.from_lengths(self.segments.lengths[keep]))
