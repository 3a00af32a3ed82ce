"""Likelihood of the beta-binomial model, with derivatives in level and spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.profile import Boundary, CountLikelihood, Point, Rule, Start, moments
from scnvariation.stats.rising_factorial import log_rising
from scnvariation.stats.segments import Segments

__all__ = ["BetaBinomial"]

FloatArray = npt.NDArray[np.float64]

LARGEST_START = 0.9


@dataclass(frozen=True, slots=True)
class BetaBinomial(CountLikelihood):
    """Log-likelihood in level = logit mu and spread = logit rho = -ln(a + b); `size` are the denominators."""

    lowest: ClassVar[float] = float(special.logit(1e-9))
    highest: ClassVar[float] = float(special.logit(0.99))

    def block_at(self, level: FloatArray, spread: FloatArray) -> Point:
        """Evaluate the log-likelihood, less the binomial coefficients, and its derivatives."""
        total = self.segments.sum
        events, rest = self.count, self.size - self.count
        mu = special.expit(level)
        width = mu * (1.0 - mu)
        s = np.exp(-spread)
        a, b = mu * s, (1.0 - mu) * s
        up, down, everyone = (
            log_rising(events, a, self.segments),
            log_rising(rest, b, self.segments),
            log_rising(self.size, s, self.segments),
        )
        pull = s * width * (up.slope - down.slope)
        push = s * everyone.slope - a * up.slope - b * down.slope
        return Point(
            value=up.value + down.value - everyone.value + total(events) * level + total(self.size) * np.log1p(-mu),
            level=pull,
            level2=(1.0 - 2.0 * mu) * pull + (s * width) ** 2 * (up.curvature + down.curvature),
            spread=push,
            spread2=-push + a**2 * up.curvature + b**2 * down.curvature - s**2 * everyone.curvature,
            cross=-pull + s * width * (b * down.curvature - a * up.curvature),
            **_information(self.size, self.segments, mu, spread),
        )

    def block_boundary(self, rule: Rule) -> Boundary:
        """Evaluate the binomial case, and the slope of the criterion in rho there."""
        total = self.segments.sum
        events, everyone = total(self.count), total(self.size)
        mu = events / everyone
        width = mu * (1.0 - mu)
        rest = self.size - self.count
        up, down = total(self.count * (self.count - 1.0)) / mu, total(rest * (rest - 1.0)) / (1.0 - mu)
        pairs = total(self.size * (self.size - 1.0))
        level = special.logit(mu)
        value = events * level + everyone * np.log1p(-mu)
        slope = 0.5 * (up + down - pairs)
        if rule == "adjusted":
            value = value - 0.5 * np.log(width * everyone)
            path = 0.5 * (down * mu - up * (1.0 - mu)) / (width * everyone)
            slope = slope + 0.5 * (pairs / everyone - (1.0 - 2.0 * mu) * path)
        return Boundary(level, value, slope)

    def block_start(self) -> Start:
        """Solve the moment equation about the pooled proportion."""
        total = self.segments.sum
        mu = total(self.count) / total(self.size)
        residual = self.count - self.size * self.segments.repeat(mu)
        square = residual**2 / (self.size * self.segments.repeat(mu * (1.0 - mu)))
        rho, seen = moments(square, self.size - 1.0, self.segments)
        rho = np.minimum(rho, LARGEST_START)
        inflation = 1.0 + (self.size - 1.0) * self.segments.repeat(rho)
        mu = total(self.count / inflation) / total(self.size / inflation)
        typical = total(self.size) / total(self.size**2)
        chance = np.stack([1.0 / self.segments.max(self.size), typical, 1.0 / self.segments.min(self.size)])
        return Start(special.logit(mu), special.logit(rho), seen, chance)


def _information(size: FloatArray, segments: Segments, mu: FloatArray, spread: FloatArray) -> dict[str, FloatArray]:
    """Differentiate ln J, J = mu (1 - mu) sum n/(1 + (n - 1) rho)."""
    rho = special.expit(spread)
    rest = special.expit(-spread)
    scaled = (size - 1.0) * segments.repeat(rho)
    weight = size / (1.0 + scaled)
    part = scaled / (1.0 + scaled)
    weighted = weight * part
    total = segments.sum(weight)
    first, second = segments.sum(weighted) / total, segments.sum(weighted * part) / total
    slope = -first * rest
    return {
        "known": np.log(mu * (1.0 - mu) * total),
        "known_level": 1.0 - 2.0 * mu,
        "known_level2": -2.0 * mu * (1.0 - mu),
        "known_spread": slope,
        "known_spread2": rest * (rest * (2.0 * second - first) + rho * first) - slope**2,
        "known_cross": np.zeros_like(mu),
    }
