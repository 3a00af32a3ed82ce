"""Two laws of overdispersed counts, in the form that leaving out each area in turn needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import expit, gammaln, logit

from scnvariation.stats.dispersion_count_tails import beta_binomial, gamma_poisson
from scnvariation.stats.segments import Segments

__all__ = ["BetaBinomial", "CountLaw", "GammaPoisson"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Tails = tuple[FloatArray, FloatArray]


class CountLaw(Protocol):
    """A law of counts with a level per group and a concentration, infinite where areas do not differ.

    `level` is the scale on which the mean is free (logarithm or logit). `half_event` is added to events and
    size for a first mean that is finite where there is no event.
    """

    half_event: ClassVar[tuple[float, float]]

    @property
    def x(self) -> FloatArray:
        """Counts per row."""

    @property
    def size(self) -> FloatArray:
        """Expected counts or trials per row."""

    @property
    def segments(self) -> Segments:
        """The groups."""

    def level(self, mean: FloatArray) -> FloatArray:
        """Give the level of a mean."""

    def concentration(self, v: FloatArray, mean: FloatArray) -> FloatArray:
        """Give the concentration at squared coefficient of variation v of the rarer side."""

    def weight(self, mean: FloatArray, a: FloatArray) -> FloatArray:
        """Weigh each area by what it knows about the mean."""

    def constant(self, a: FloatArray) -> FloatArray:
        """Give the part of each area's log-likelihood that does not depend on the level."""

    def own(self, level: FloatArray, a: FloatArray) -> FloatArray:
        """Give the part that does."""

    def information(self, level: FloatArray, a: FloatArray) -> FloatArray:
        """Give what each area is expected to know about the level."""

    def tails(self, rows: IntArray, level: FloatArray, a: FloatArray, information: FloatArray) -> Tails:
        """Give P(X <= x) and P(X >= x), the uncertainty of the level folded into the concentration."""


@dataclass(frozen=True, slots=True, eq=False)
class GammaPoisson:
    """Counts whose true ratios to the expected counts follow a gamma law of shape a."""

    half_event: ClassVar[tuple[float, float]] = (0.5, 0.0)

    x: FloatArray
    size: FloatArray
    segments: Segments

    def level(self, mean: FloatArray) -> FloatArray:
        """Give the level of a mean ratio."""
        return np.log(mean)

    def concentration(self, v: FloatArray, mean: FloatArray) -> FloatArray:
        """Give the shape 1/v, whatever the mean."""
        return np.broadcast_to(1.0 / v, np.broadcast_shapes(v.shape, mean.shape))

    def weight(self, mean: FloatArray, a: FloatArray) -> FloatArray:
        """Weigh each ratio by its inverse variance."""
        return self.size / (1.0 + self.size * mean / a)

    def constant(self, a: FloatArray) -> FloatArray:
        """Give ln Gamma(x + a) - ln Gamma(a) - x ln a."""
        rising: FloatArray = gammaln(self.x + a) - gammaln(a) - self.x * np.log(a)
        return rising

    def own(self, level: FloatArray, a: FloatArray) -> FloatArray:
        """Give x ln mean - (x + a) ln(1 + E mean/a)."""
        return self.x * level - (a + self.x) * np.log1p(self.size * np.exp(level) / a)

    def information(self, level: FloatArray, a: FloatArray) -> FloatArray:
        """Give E mean/(1 + E mean/a)."""
        events = self.size * np.exp(level)
        return events / (1.0 + events / a)

    def tails(self, rows: IntArray, level: FloatArray, a: FloatArray, information: FloatArray) -> Tails:
        """Multiply two gamma laws: squared coefficients of variation v and 1/information."""
        v = 1.0 / a + (1.0 + 1.0 / a) / information
        return gamma_poisson(self.x[rows], self.size[rows] * np.exp(level), 1.0 / v)


@dataclass(frozen=True, slots=True, eq=False)
class BetaBinomial:
    """Counts whose true proportions follow a beta law of parameters mean x a and (1 - mean) x a."""

    half_event: ClassVar[tuple[float, float]] = (0.5, 1.0)

    x: FloatArray
    size: FloatArray
    segments: Segments

    def level(self, mean: FloatArray) -> FloatArray:
        """Give the logit of a mean proportion."""
        found: FloatArray = logit(mean)
        return found

    def concentration(self, v: FloatArray, mean: FloatArray) -> FloatArray:
        """Give the sum of the beta parameters."""
        rarer = np.minimum(mean, 1.0 - mean)
        return (1.0 - rarer) / (v * rarer)

    def weight(self, mean: FloatArray, a: FloatArray) -> FloatArray:
        """Weigh each proportion by its inverse variance, but for p(1 - p)."""
        return self.size * (a + 1.0) / (a + self.size) + 0.0 * mean

    def constant(self, a: FloatArray) -> FloatArray:
        """Give ln Gamma(a) - ln Gamma(n + a)."""
        falling: FloatArray = gammaln(a) - gammaln(self.size + a)
        return falling

    def own(self, level: FloatArray, a: FloatArray) -> FloatArray:
        """Give the rising factorials of events and of non-events."""
        one, other = a * expit(level), a * expit(-level)
        rising: FloatArray = gammaln(self.x + one) - gammaln(one)
        rising += gammaln(self.size - self.x + other) - gammaln(other)
        return rising

    def information(self, level: FloatArray, a: FloatArray) -> FloatArray:
        """Give n p(1 - p)/(1 + (n - 1)/(a + 1))."""
        mean = expit(level)
        return self.weight(mean, a) * mean * expit(-level)

    def tails(self, rows: IntArray, level: FloatArray, a: FloatArray, information: FloatArray) -> Tails:
        """Widen the beta law by the variance of its mean."""
        mean, other = expit(level), expit(-level)
        within = 1.0 / (1.0 + a)
        rho = within + (1.0 - within) * np.minimum(mean * other / information, 0.999)
        total = 1.0 / rho - 1.0
        return beta_binomial(self.x[rows], self.size[rows], mean * total, other * total)
