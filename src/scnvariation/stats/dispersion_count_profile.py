"""Likelihood of a law of counts without each area, over its level, at given spreads.

The log-likelihood of the group less the area's own term serves every area. Both are taken at a few
Chebyshev nodes of the level; each area then climbs its own polynomial.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.stats.dispersion_chebyshev import (
    clenshaw,
    derivative,
    interpolation,
    nodes,
    nodes_for_span,
    transform,
)
from scnvariation.stats.dispersion_counts import CountLaw

__all__ = ["CountProfile", "profile"]

FloatArray = npt.NDArray[np.float64]

SMALLEST_V = 1e-5  # a spread of 0.3 % is none; smaller shapes would only lose digits
ACCURACY = 1e-5
MEAN_STEPS = 4
MOST_STEPS = 12
STEP_TOLERANCE = 1e-6
MARGIN, MARGIN_SHARE, MARGIN_SD = 0.1, 0.25, 1.5


@dataclass(frozen=True, slots=True, eq=False)
class CountProfile:
    """The law of the other areas at each spread, arrays of shape (n_spreads, n_rows).

    Attributes
    ----------
    log_likelihood : ndarray
        Peak over the level, Jeffreys' prior of the level included.
    level : ndarray
        Where the peak is.
    information : ndarray
        Curvature there: the inverse variance of the level.
    concentration : ndarray
        Of the law at that spread.
    """

    log_likelihood: FloatArray
    level: FloatArray
    information: FloatArray
    concentration: FloatArray


def profile(law: CountLaw, spread: FloatArray) -> CountProfile:
    """Fit the level without each area; `spread` (n_spreads, n_groups) is the square root of v."""
    repeat = law.segments.repeat
    mean = _crude_mean(law)
    a = law.concentration(np.maximum(np.square(spread), SMALLEST_V), mean)
    rows_a = repeat(a)
    middle, half = _levels(law, mean, a)
    constant = law.constant(rows_a)
    usual = law.segments.sum(law.information(repeat(law.level(mean)), rows_a))
    at = nodes(nodes_for_span(2.0 * float(half.max()), ACCURACY))
    values = np.empty((at.size, *rows_a.shape))
    for k, x in enumerate(at):
        level = middle + half * x
        rows_level = repeat(level)
        own = constant + law.own(rows_level, rows_a)
        # Jeffreys' prior, relative to the pooled mean: it keeps the level finite where nobody has an event.
        known = law.segments.sum(law.information(rows_level, rows_a))
        values[k] = repeat(law.segments.sum(own) + 0.5 * np.log(known / usual)) - own
    return _climb(values, repeat(middle), repeat(half), rows_a)


def _crude_mean(law: CountLaw) -> FloatArray:
    """Give the pooled mean of each group, half an event added."""
    events, size = law.half_event
    return (law.segments.sum(law.x) + events) / (law.segments.sum(law.size) + size)


def _levels(law: CountLaw, mean: FloatArray, a: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bracket the levels by weighted means without each area, at the weights of the whole group."""
    segments, repeat = law.segments, law.segments.repeat
    rows_a = repeat(a)
    mean = np.broadcast_to(mean, a.shape)
    for _ in range(MEAN_STEPS):
        weight = law.weight(repeat(mean), rows_a)
        seen = weight * (law.x / law.size)
        share = segments.sum(weight) / segments.sum(law.size)
        events, size = (share * part for part in law.half_event)
        all_seen, all_weight = segments.sum(seen) + events, segments.sum(weight) + size
        mean = all_seen / all_weight
    others = (repeat(all_seen) - seen) / (repeat(all_weight) - weight)
    low, high = law.level(segments.min(others)), law.level(segments.max(others))
    known = segments.sum(law.information(repeat(law.level(mean)), rows_a))
    margin = MARGIN + MARGIN_SHARE * (high - low) + MARGIN_SD / np.sqrt(known)
    return 0.5 * (low + high), 0.5 * (high - low) + margin


def _climb(values: FloatArray, middle: FloatArray, half: FloatArray, a: FloatArray) -> CountProfile:
    """Take Newton steps to the peak of each polynomial, from its highest node."""
    n, *shape = values.shape
    flat = values.reshape(n, -1)
    series, rise = interpolation(n), derivative(n)
    height, slope, bend = (transform(matrix, flat) for matrix in (series, rise @ series, rise @ rise @ series))
    x = nodes(n)[flat.argmax(axis=0)]
    for _ in range(MOST_STEPS):
        curvature = clenshaw(bend, x)
        step = np.divide(clenshaw(slope, x), curvature, out=np.zeros_like(x), where=curvature < 0)
        new = np.clip(x - step, -1.0, 1.0)
        moved = np.max(np.abs(new - x))
        x = new
        if moved < STEP_TOLERANCE:
            break
    return CountProfile(
        log_likelihood=clenshaw(height, x).reshape(shape),
        level=middle + half * x.reshape(shape),
        information=-clenshaw(bend, x).reshape(shape) / np.square(half),
        concentration=a,
    )
