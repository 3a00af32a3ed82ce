"""The law of the other areas in two closed steps, for flags in bulk."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scnvariation.stats.dispersion_others import LARGEST_SHARE, OtherAreas
from scnvariation.stats.dispersion_tau2 import dersimonian_laird
from scnvariation.stats.segments import Segments

__all__ = ["two_step"]

FloatArray = npt.NDArray[np.float64]


def two_step(y: FloatArray, v: FloatArray, segments: Segments, target: FloatArray | None) -> OtherAreas:
    """Weigh all areas by the moment estimate, then solve the expectation of Q without each area.

    At those weights w v = 1 - w start and w^2 v = w - w^2 start, which spares two sums.
    """
    start = dersimonian_laird(y, v, segments, target)
    return _estimated(y, v, segments, start) if target is None else _fixed(y, v, segments, start, target)


def _estimated(y: FloatArray, v: FloatArray, segments: Segments, start: FloatArray) -> OtherAreas:
    """Take the mean from the other areas."""
    repeat = segments.repeat
    at = repeat(start)
    w = 1.0 / (v + at)
    total = segments.sum(w)
    mean = repeat(segments.sum(w * y) / total)
    e = y - mean
    w2, we = w * w, w * e
    squared = segments.sum(w2)
    q = segments.sum(we * e)
    expected = q - segments.lengths + start * total
    weight = repeat(total)
    rest = weight - w
    r = 1.0 / rest
    b = repeat(total - start * squared) - w + at * w2
    c = repeat(squared) - w2
    above = repeat(expected) - we * e * weight * r + (1.0 - at * w) + b * r
    tau2 = np.maximum(0.0, above / (rest - c * r))
    return OtherAreas(tau2, mean - we * r, (b + tau2 * c) * r * r, rest < (1.0 - LARGEST_SHARE) * weight)


def _fixed(y: FloatArray, v: FloatArray, segments: Segments, start: FloatArray, target: FloatArray) -> OtherAreas:
    """Measure from a benchmark that the areas did not make."""
    repeat = segments.repeat
    at, centre = repeat(start), repeat(target)
    w = 1.0 / (v + at)
    total = segments.sum(w)
    e = y - centre
    own = w * e * e
    expected = segments.sum(own) - segments.lengths + start * total
    weight = repeat(total)
    rest = weight - w
    tau2 = np.maximum(0.0, (repeat(expected) - own + (1.0 - at * w)) / rest)
    return OtherAreas(tau2, centre, np.zeros_like(y), rest < (1.0 - LARGEST_SHARE) * weight)
