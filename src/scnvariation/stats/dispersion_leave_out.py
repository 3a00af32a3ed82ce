"""The law of the other areas by Paule-Mandel, every area left out in turn, in time linear in areas.

Without area i, Q_i(tau2) = Q - w e^2 W/(W - w): the sums of the group at any tau2 serve all its areas. They
are taken at a few Chebyshev nodes in ln(tau2 + c), c the smallest variance, and each area solves its own
polynomial.
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
from scnvariation.stats.dispersion_others import LARGEST_SHARE, SMALLEST_REST, OtherAreas
from scnvariation.stats.dispersion_tau2 import paule_mandel, squares
from scnvariation.stats.segments import Segments

__all__ = ["leave_out"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

ACCURACY = 1e-8
MOST_STEPS = 30
STEP_TOLERANCE = 1e-8
SMALLEST_Q = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """Where the roots of a block lie: above `low` (per area), below `high`, and the same in ln(tau2 + c)."""

    low: FloatArray
    high: FloatArray
    c: FloatArray
    middle: FloatArray
    half: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Values at the nodes: df/Q - 1 of each area without itself, and the sums of each group."""

    excess: FloatArray
    log_weight: FloatArray
    mean: FloatArray
    lost: BoolArray


def leave_out(y: FloatArray, v: FloatArray, segments: Segments, target: FloatArray | None) -> OtherAreas:
    """Solve Q_i = I - 2 (about a fixed target I - 1) for every area of a block."""
    df = (segments.lengths - (2 if target is None else 1)).astype(np.float64)
    stretch = _stretch(y, v, segments, target, df)
    n = nodes_for_span(2.0 * float(np.max(stretch.half)), ACCURACY)
    table = _table(y, v, segments, target, stretch, nodes(n), df)
    tau2 = _roots(table.excess, segments, stretch)
    if target is not None:
        return OtherAreas(tau2, segments.repeat(target), np.zeros_like(y), table.lost)
    x = _position(tau2, segments, stretch)
    weight = np.exp(clenshaw(segments.repeat(transform(interpolation(n), table.log_weight)), x))
    mean = clenshaw(segments.repeat(transform(interpolation(n), table.mean)), x)
    w = 1.0 / (v + tau2)
    r = 1.0 / (weight - w)
    return OtherAreas(tau2, mean - w * (y - mean) * r, r, table.lost)


def _stretch(y: FloatArray, v: FloatArray, segments: Segments, target: FloatArray | None, df: FloatArray) -> _Stretch:
    """Bracket every root: Q_i <= Q puts it below the root of Q, and Newton from there passes it downwards."""
    repeat = segments.repeat
    high = paule_mandel(y, v, segments, target, df)
    w = 1.0 / (v + repeat(high))
    total, _, e = squares(y, w, segments, target)
    we = w * e
    wee, wwee = we * e, we * we
    q, slope = repeat(segments.sum(wee)) - wee, repeat(segments.sum(wwee)) - wwee
    if target is None:
        ww = w * w
        shift = we / (repeat(total) - w)
        q -= we * shift
        slope += shift * (2.0 * (repeat(segments.sum(w * we)) - w * we) + shift * (repeat(segments.sum(ww)) - ww))
    step = (q / repeat(df) - 1.0) * q
    low = np.maximum(0.0, repeat(high) + np.divide(step, slope, out=np.zeros_like(q), where=slope > 0))
    low = np.minimum(low, repeat(high))
    c = segments.min(v)
    start, end = np.log(segments.min(low) + c), np.log(high + c)
    return _Stretch(low, high, c, 0.5 * (start + end), 0.5 * (end - start))


def _table(
    y: FloatArray,
    v: FloatArray,
    segments: Segments,
    target: FloatArray | None,
    stretch: _Stretch,
    at: FloatArray,
    df: FloatArray,
) -> _Table:
    """Take the sums of every group at its nodes."""
    repeat = segments.repeat
    freedom = repeat(df)
    excess = np.empty((at.size, y.size))
    log_weight, mean = np.empty((2, at.size, segments.n_groups))
    for k, x in enumerate(at):
        w = 1.0 / (v + repeat(np.exp(stretch.middle + stretch.half * x) - stretch.c))
        total, mean[k], e = squares(y, w, segments, target)
        own = w * e * e
        all_q = repeat(segments.sum(own))
        if target is None:
            own *= repeat(total)
            own /= repeat(total) - w
        q = all_q - own
        np.divide(freedom, np.maximum(q, SMALLEST_Q * freedom), out=excess[k])
        log_weight[k] = np.log(total)
    excess -= 1.0
    lost = (w > LARGEST_SHARE * repeat(total)) | (q < SMALLEST_REST * all_q)
    return _Table(excess, log_weight, mean, lost)


def _roots(excess: FloatArray, segments: Segments, stretch: _Stretch) -> FloatArray:
    """Rise to each root by Newton: the function is concave in tau2, so no step from below passes it."""
    repeat = segments.repeat
    series = interpolation(len(excess))
    coefficients = transform(series, excess)
    slopes = transform(derivative(len(excess)) @ series, excess)
    c, high = repeat(stretch.c), repeat(stretch.high)
    width = repeat(np.where(stretch.half > 0, stretch.half, 1.0))
    tau2 = _last_node_below(excess, segments, stretch)
    for _ in range(MOST_STEPS):
        x = _position(tau2, segments, stretch)
        value, slope = clenshaw(coefficients, x), clenshaw(slopes, x)
        scale = width * (tau2 + c)
        step = np.divide(value * scale, slope, out=np.zeros_like(x), where=slope > 0)
        new = np.clip(tau2 - step, stretch.low, high)
        moved = np.max(np.abs(new - tau2) / (tau2 + c))
        tau2 = new
        if moved < STEP_TOLERANCE:
            break
    return tau2


def _last_node_below(excess: FloatArray, segments: Segments, stretch: _Stretch) -> FloatArray:
    """Start from the highest node below the root: far to its left the slope drowns in rounding."""
    n = len(excess)
    x: FloatArray = np.append(nodes(n), -1.0)[n - np.count_nonzero(excess < 0.0, axis=0)]
    u: FloatArray = segments.repeat(stretch.middle) + segments.repeat(stretch.half) * x
    return np.maximum(stretch.low, np.exp(u) - segments.repeat(stretch.c))


def _position(tau2: FloatArray, segments: Segments, stretch: _Stretch) -> FloatArray:
    """Place a variance between -1 and 1 on its group's stretch."""
    half = np.where(stretch.half > 0, stretch.half, 1.0)
    x: FloatArray = np.log(tau2 + segments.repeat(stretch.c)) - segments.repeat(stretch.middle)
    x /= segments.repeat(half)
    return x
