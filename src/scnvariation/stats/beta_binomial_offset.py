"""Likelihood of the beta-binomial model where something is known of each area: its proportion moves by an offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.beta_binomial_likelihood import LARGEST_START, BetaBinomial
from scnvariation.stats.profile import Boundary, Point, Rule, Start, moments
from scnvariation.stats.rising_factorial import log_rising
from scnvariation.stats.segments import Segments

__all__ = ["FURTHEST", "OffsetBetaBinomial", "mean_proportion"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

LEVEL_STEPS = 50
LONGEST_STEP = 2.0
SETTLED = 1e-12
FURTHEST = 20.0  # of an offset from 0: odds half a milliard times as high are none that areas have


@dataclass(frozen=True, slots=True)
class OffsetBetaBinomial(BetaBinomial):
    """As `BetaBinomial`, the proportion of each area being expit(level + offset).

    Shapes differ between the areas of a group, so that nothing is shared by its rows and an evaluation takes about
    three times as long.

    Attributes
    ----------
    offset : ndarray of shape (n_rows,)
        On the logit scale.
    """

    offset: FloatArray

    def _part(self, rows: slice | BoolArray, segments: Segments) -> Self:
        """Keep some rows, in groups of their own."""
        return type(self)(self.count[rows], self.size[rows], segments, self.offset[rows])

    def block_at(self, level: FloatArray, spread: FloatArray) -> Point:
        """Evaluate the log-likelihood, less the binomial coefficients, and its derivatives."""
        total, each = self.segments.sum, Segments.from_lengths(np.ones(self.count.size, dtype=np.int64))
        logit = self.segments.repeat(level) + self.offset
        mu, rest = special.expit(logit), special.expit(-logit)
        s = np.exp(-self.segments.repeat(spread))
        a, b = mu * s, rest * s
        turn = s * mu * rest
        up, down = log_rising(self.count, a, each), log_rising(self.size - self.count, b, each)
        everyone = log_rising(self.size, np.exp(-spread), self.segments)
        pull = turn * (up.slope - down.slope)
        value = up.value + down.value + self.count * logit + self.size * special.log_expit(-logit)
        push = total(-a * up.slope - b * down.slope) + np.exp(-spread) * everyone.slope
        bend = total(a**2 * up.curvature + b**2 * down.curvature) - np.exp(-2.0 * spread) * everyone.curvature
        return Point(
            value=total(value) - everyone.value,
            level=total(pull),
            level2=total((rest - mu) * pull + turn**2 * (up.curvature + down.curvature)),
            spread=push,
            spread2=bend - push,
            cross=total(-pull + turn * (b * down.curvature - a * up.curvature)),
            **_information(self.size, self.segments, (mu, rest), spread),
        )

    def block_boundary(self, rule: Rule) -> Boundary:
        """Evaluate the binomial case, and the slope of the criterion in rho there."""
        total = self.segments.sum
        level, logit = self._binomial()
        mu, other = special.expit(logit), special.expit(-logit)
        width, rest = mu * other, self.size - self.count
        up, down = self.count * (self.count - 1.0) / mu, rest * (rest - 1.0) / other
        pairs = self.size * (self.size - 1.0)
        value = total(self.count * logit + self.size * special.log_expit(-logit))
        slope = 0.5 * total(up + down - pairs)
        if rule == "adjusted":
            known = total(width * self.size)
            value = value - 0.5 * np.log(known)
            path = 0.5 * total(down * mu - up * other) / known
            turn = total(width * (other - mu) * self.size) / known
            slope = slope + 0.5 * (total(width * pairs) / known - turn * path)
        return Boundary(level, value, slope)

    def block_start(self) -> Start:
        """Solve the moment equation about the binomial fit."""
        total = self.segments.sum
        level, logit = self._binomial()
        mu = special.expit(logit)
        residual, known = self.count - self.size * mu, self.size * mu * special.expit(-logit)
        rho, seen = moments(residual**2 / known, self.size - 1.0, self.segments)
        rho = np.minimum(rho, LARGEST_START)
        inflation = 1.0 + (self.size - 1.0) * self.segments.repeat(rho)
        level = level + total(residual / inflation) / total(known / inflation)
        typical = total(self.size) / total(self.size**2)
        chance = np.stack([1.0 / self.segments.max(self.size), typical, 1.0 / self.segments.min(self.size)])
        return Start(level, special.logit(rho), seen, chance)

    def _binomial(self) -> tuple[FloatArray, FloatArray]:
        """Solve sum x = sum n expit(level + offset) for the level of each group; and give the logits of areas."""
        total, repeat = self.segments.sum, self.segments.repeat
        events, everyone = total(self.count), total(self.size)
        level = special.logit(events / everyone) - total(self.size * self.offset) / everyone
        for _ in range(LEVEL_STEPS):
            logit = repeat(level) + self.offset
            mu = special.expit(logit)
            step = (events - total(self.size * mu)) / total(self.size * mu * special.expit(-logit))
            level = level + np.clip(step, -LONGEST_STEP, LONGEST_STEP)
            if np.abs(step).max() < SETTLED:
                break
        return level, repeat(level) + self.offset


def mean_proportion(level: FloatArray, n: FloatArray, segments: Segments, offset: FloatArray) -> FloatArray:
    """Average the fitted proportions of each group's areas, each weighing as its denominator.

    Parameters
    ----------
    level : ndarray of shape (n_groups,)
        Logit of the proportion where the offset is 0.
    n, offset : ndarray of shape (n_rows,)
        Denominators, and what moves each area on the logit scale.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)

    Examples
    --------
    Odds of 1 and 3, proportions of 1/2 and 3/4:

    >>> import numpy as np
    >>> mean_proportion(np.zeros(1), np.array([10.0, 10.0]), Segments.single(2), np.array([0.0, np.log(3)]))
    array([0.625])
    """
    return segments.sum(n * special.expit(segments.repeat(level) + offset)) / segments.sum(n)


def _information(
    size: FloatArray, segments: Segments, sides: tuple[FloatArray, FloatArray], spread: FloatArray
) -> dict[str, FloatArray]:
    """Differentiate ln J, J = sum mu (1 - mu) n/(1 + (n - 1) rho); `sides` are mu and 1 - mu."""
    rho, rest = special.expit(spread), special.expit(-spread)
    scaled = (size - 1.0) * segments.repeat(rho)
    part = scaled / (1.0 + scaled)
    width = sides[0] * sides[1]
    weight, tilt = width * size / (1.0 + scaled), sides[1] - sides[0]
    total = segments.sum(weight)
    mean = [segments.sum(weight * moved) / total for moved in (tilt, tilt**2 - 2.0 * width, part, part**2, tilt * part)]
    tilted, bent, first, second, both = mean
    slope = -first * rest
    return {
        "known": np.log(total),
        "known_level": tilted,
        "known_level2": bent - tilted**2,
        "known_spread": slope,
        "known_spread2": rest * (rest * (2.0 * second - first) + rho * first) - slope**2,
        "known_cross": rest * (tilted * first - both),
    }
