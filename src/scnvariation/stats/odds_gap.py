"""Median odds ratio between two areas whose proportions follow one beta law."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["typical_gap"]

FloatArray = npt.NDArray[np.float64]

HALF_NORMAL_MEDIAN = 0.6744897501960817
DIFFUSE = 0.01  # below, the gap exceeds 10^30 and is called infinite
ENOUGH = 10  # from this shape on Stirling's series, cut as below, is right to 1e-11
LEFT_OUT = 17.5  # minus the logarithm of what both ends of the sum may leave out
BLOCK = 128
STEPS = 20
END_STEPS = 4
SETTLED = 1e-9


def typical_gap(a: FloatArray, b: FloatArray) -> FloatArray:
    """Compute exp(median of |logit p1 - logit p2|) of two independent draws from Beta(a, b).

    The typical gap between two areas in a beta-binomial model: the odds in the higher of two areas picked at
    random, over those in the lower, are above this number half of the time. It is the same for events and
    non-events.

    Parameters
    ----------
    a, b : ndarray of shape (n_groups,)
        Shapes of the beta law, above 0; infinite where areas do not differ.

    Returns
    -------
    ndarray of shape (n_groups,)
        At least 1, relative error below 1e-7; infinite where a or b is below 0.01 (the gap exceeds 10^30).

    Notes
    -----
    The logit is a difference of two log-gamma variables, so that D = logit p1 - logit p2 has the
    characteristic function f(t) = abs(Gamma(a + it) Gamma(b + it) / (Gamma(a) Gamma(b)))^2, which is positive
    and falls off exponentially. The trapezoidal rule in
    P(abs(D) < x) = (2/pi) integral of sin(t x)/t f(t) dt then errs exponentially little: the step follows
    from a Chernoff bound on the tail of D, the end from a bound on f; five to fifteen nodes serve usual
    shapes.

    References
    ----------
    .. [1] Larsen K, Merlo J (2005). Appropriate assessment of neighborhood effects on individual health.
       Am. J. Epidemiol. 161:81-88. doi:10.1093/aje/kwi017

    Examples
    --------
    With a = b = 1 proportions are uniform, and P(odds ratio > y) = (y ln y - y + 1) / (y - 1)^2 in each
    direction:

    >>> import numpy as np
    >>> gap = typical_gap(np.array([1.0]), np.array([1.0]))
    >>> bool(np.isclose(2 * (gap * np.log(gap) - gap + 1) / (gap - 1) ** 2, 0.5))
    True
    """
    smallest, largest = np.minimum(a, b), np.maximum(a, b)
    gap = np.where(np.isnan(smallest), np.nan, np.where(smallest < DIFFUSE, np.inf, 1.0))
    rows = np.flatnonzero((smallest >= DIFFUSE) & np.isfinite(smallest))
    if rows.size:
        shapes = np.stack([smallest[rows], largest[rows]])
        gap[rows] = np.exp(_median_difference(shapes))
    return gap


def _median_difference(shapes: FloatArray) -> FloatArray:
    """Find the median of abs(D); groups that need about as many nodes go together."""
    spread = np.sqrt(2.0 * (1.0 / shapes**2 + 1.0 / (shapes + 0.6)).sum(axis=0))
    step = 2.0 * np.pi / _reach(shapes, spread)
    n_nodes = np.ceil(_end(shapes, spread) / step).astype(np.int64)
    order = np.argsort(n_nodes)
    median = np.empty(spread.size)
    for first in range(0, order.size, BLOCK):
        rows = order[first : first + BLOCK]
        node = np.arange(1, n_nodes[rows[-1]] + 1)
        t = step[rows, None] * node
        weight = _squared(shapes[0, rows, None], t) * _squared(shapes[1, rows, None], t)
        median[rows] = _solve(t, weight, step[rows], HALF_NORMAL_MEDIAN * spread[rows])
    return median


def _reach(shapes: FloatArray, spread: FloatArray) -> FloatArray:
    """Bound how far D lies out, P(D > y) <= E exp(c D) / exp(c y), and add a bound on the median."""
    rate = np.minimum(np.sqrt(2.0 * LEFT_OUT) / spread, 0.9 * shapes[0])
    ratio = rate / shapes
    moment = (1.0 + ratio) * np.log1p(ratio) + (1.0 - ratio) * np.log1p(-ratio)
    moment = (shapes * moment - np.log1p(-(ratio**2))).sum(axis=0)
    reach: FloatArray = (LEFT_OUT + moment) / rate + spread
    return reach


def _end(shapes: FloatArray, spread: FloatArray) -> FloatArray:
    """Solve for the node beyond which the characteristic function may be left out."""
    t = 6.0 / spread + 3.0
    for _ in range(END_STEPS):
        angle = np.arctan(t / shapes)
        bound = (2.0 * t * angle - shapes * np.log1p((t / shapes) ** 2)).sum(axis=0)
        t = t + (LEFT_OUT - bound) / (2.0 * angle.sum(axis=0))
    return t


def _squared(shape: FloatArray, t: FloatArray) -> FloatArray:
    """Evaluate abs(Gamma(a + it) / Gamma(a))^2 by Stirling's series, small shapes moved up."""
    small = shape < ENOUGH
    base = np.where(small, shape + ENOUGH, shape)
    ratio = t / base
    inverse = 1.0 / (base + 1j * t)
    tail = 2.0 * (_tail(inverse).real - _tail(1.0 / base))
    logarithm = (base - 0.5) * np.log1p(ratio**2) - 2.0 * t * np.arctan(ratio) + tail
    if small.any():
        rows = small[:, 0]
        factor = np.ones((np.count_nonzero(rows), t.shape[1]))
        for step in range(ENOUGH):
            factor *= 1.0 + (t[rows] / (shape[rows] + step)) ** 2
        logarithm[rows] -= np.log(factor)
    squared: FloatArray = np.exp(logarithm)
    return squared


def _tail(inverse: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Evaluate what Stirling's series adds to ln Gamma."""
    square = inverse * inverse
    return np.asarray(inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680)))))


def _solve(t: FloatArray, weight: FloatArray, step: FloatArray, median: FloatArray) -> FloatArray:
    """Solve P(abs(D) < x) = 1/2 by Newton steps; the distribution is concave, so they end up rising."""
    per_node = weight * step[:, None] / t
    for _ in range(STEPS):
        angle = t * median[:, None]
        missing = np.pi / 4.0 - 0.5 * step * median - (per_node * np.sin(angle)).sum(axis=1)
        density = 0.5 * step + step * (weight * np.cos(angle)).sum(axis=1)
        move = missing / density
        median = np.maximum(median + move, 0.1 * median)
        if np.abs(move / median).max() < SETTLED:
            break
    return median
