"""Logarithm of the rising factorial a(a + 1)...(a + k - 1), for counts k that need not be whole."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.segments import Segments

__all__ = ["Rising", "log_rising"]

FloatArray = npt.NDArray[np.float64]

# Stirling's series, cut as below, is right to 1e-13 from here on; smaller shapes are moved up by this much.
ENOUGH = 10


class Rising(NamedTuple):
    """Sums over the areas of each group, each of shape (n_groups,)."""

    value: FloatArray
    slope: FloatArray
    curvature: FloatArray


def log_rising(count: FloatArray, shape: FloatArray, segments: Segments) -> Rising:
    """Add up ln Gamma(a + k) - ln Gamma(a) and its first two derivatives in a, without cancellation.

    The building block of the gamma-Poisson and beta-binomial likelihoods. The difference is formed before
    it can cancel, so that shapes of 1e9 (hardly any variation between areas) lose no digits, and nothing
    but `log1p` is called for each row.

    Parameters
    ----------
    count : ndarray of shape (n_rows,)
        k >= 0, whole or not.
    shape : ndarray of shape (n_groups,)
        a > 0, one per group.
    segments : Segments
        Groups of rows.

    Returns
    -------
    Rising
        `value` sum of ln Gamma(a + k) - ln Gamma(a) - k ln a; `slope` sum of psi(a + k) - psi(a);
        `curvature` sum of psi'(a + k) - psi'(a).

    Notes
    -----
    For a >= 10, with y = a + k: (y - 1/2) ln(1 + k/a) - k + s(y) - s(a), s(y) = 1/(12 y) - 1/(360 y^3) + ...
    Smaller shapes use Gamma(a + 10) = Gamma(a) a(a + 1)...(a + 9).

    Examples
    --------
    ln 3 x 4 - 2 ln 3 = ln(4/3), and 1/3 + 1/4:

    >>> import numpy as np
    >>> rising = log_rising(np.array([2.0]), np.array([3.0]), Segments.single(1))
    >>> bool(np.isclose(rising.value[0], np.log(4 / 3))), bool(np.isclose(rising.slope[0], 7 / 12))
    (True, True)
    """
    small = shape < ENOUGH
    moved = np.where(small, shape + ENOUGH, shape)
    base = segments.repeat(moved)
    total = count + base
    log_ratio = np.log1p(count / base)
    inverse = 1.0 / total
    value, slope, curvature = _stirling(inverse)
    at_shape = _stirling(1.0 / moved)
    size = segments.lengths
    value += (total - 0.5) * log_ratio - count
    rising = Rising(
        segments.sum(value) - size * at_shape.value,
        segments.sum(log_ratio + slope) - size * at_shape.slope,
        segments.sum(curvature) - size * at_shape.curvature,
    )
    if small.any():
        _move_back(rising, count, shape, segments)
    return rising


def _stirling(inverse: FloatArray) -> Rising:
    """Evaluate what Stirling's series adds to ln Gamma, psi and psi', less the logarithms."""
    square = inverse * inverse
    value = 1 / 1260 - square * (1 / 1680 - square * (1 / 1188))
    value = inverse * (1 / 12 - square * (1 / 360 - square * value))
    slope = 1 / 252 - square * (1 / 240 - square * (1 / 132))
    slope = -0.5 * inverse - square * (1 / 12 - square * (1 / 120 - square * slope))
    curvature = 1 / 42 - square * (1 / 30 - square * (5 / 66))
    curvature = inverse * (1 + 0.5 * inverse + square * (1 / 6 - square * (1 / 30 - square * curvature)))
    return Rising(value, slope, curvature)


def _move_back(rising: Rising, count: FloatArray, shape: FloatArray, segments: Segments) -> None:
    """Correct, in place, the groups whose shape was moved up."""
    small = shape < ENOUGH
    count = count[segments.repeat(small)]
    shape = shape[small]
    part = Segments.from_lengths(segments.lengths[small])
    base = part.repeat(shape)
    factor = np.ones_like(base)
    slope = np.zeros_like(base)
    curvature = np.zeros_like(base)
    for step in range(ENOUGH):
        lower = base + step
        upper = lower + count
        factor *= upper / lower
        slope += count / (lower * upper)
        curvature += 1 / upper**2 - 1 / lower**2
    rising.value[small] += part.sum(count) * np.log1p(ENOUGH / shape) - part.sum(np.log(factor))
    rising.slope[small] += part.sum(slope)
    rising.curvature[small] += part.sum(curvature)
