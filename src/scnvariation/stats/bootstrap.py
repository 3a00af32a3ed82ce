"""Bootstrap of areas: percentile intervals of spread statistics, for thousands of groups at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scnvariation.stats.levels import tail_probability
from scnvariation.stats.segments import Segments

__all__ = ["BootstrapIntervals", "intervals", "weights"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

FEWEST_AREAS = 3
BLOCK_VALUES = 32_000  # replicates of one statistic: some ten arrays of this length should stay in the cache
WHOLE = 1e-9  # 0.975 x 1000 may be a hair above 975 in floating point


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapIntervals:
    """Percentile intervals of spread statistics, one per group; every array has shape (n_groups,).

    Attributes
    ----------
    cv_lower, cv_upper : ndarray
        Limits of the coefficient of variation, chance included.
    scv_lower, scv_upper : ndarray
        Limits of the systematic component of variation about the group's own level; may be negative.
    """

    cv_lower: FloatArray
    cv_upper: FloatArray
    scv_lower: FloatArray
    scv_upper: FloatArray


def weights(n_areas: int, *, replicates: int = 1000, seed: int = 0) -> FloatArray:
    """Draw how often each area enters each replicate: areas drawn with replacement, as many as there are.

    Parameters
    ----------
    n_areas : int
        Areas of a group.
    replicates : int, default 1000
        Replicates.
    seed : int, default 0
        Together with the number of areas it fixes the draws.

    Returns
    -------
    ndarray of shape (replicates, n_areas)
        Whole numbers that add up to `n_areas` in every replicate.

    Examples
    --------
    >>> drawn = weights(12, replicates=2)
    >>> drawn.shape, drawn.sum(axis=1)
    ((2, 12), array([12., 12.]))
    """
    generator = np.random.default_rng((seed, n_areas))
    return generator.multinomial(n_areas, np.full(n_areas, 1.0 / n_areas), size=replicates).astype(np.float64)


def intervals(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    chance: FloatArray | float = 1.0,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 0,
) -> BootstrapIntervals:
    """Compute percentile intervals of CV and SCV by drawing areas with replacement, the same draws for all groups.

    A quick look at many groups, for statistics that have no likelihood of their own. It must not replace the
    interval of the variance between areas (`gamma_poisson.fit`, `beta_binomial.fit`) in a network: with few areas
    the bootstrap covers too little. Nor must differences between groups be judged by it: groups of one size share
    their draws, which leaves each interval right but makes the groups move together.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events, >= 0.
    expected : ndarray of shape (n_rows,)
        Expected events, or denominators, > 0, up to a factor per group.
    segments : Segments
        Groups of rows.
    chance : float or ndarray of shape (n_groups,), default 1
        Variance of an event count in units of its expectation, as for `spread.scv`.
    level : float, default 0.95
        Coverage meant.
    replicates : int, default 1000
        Draws of a whole group.
    seed : int, default 0
        The draws depend on it and on the number of areas alone, so that the order of groups and work done in
        parallel do not matter.

    Returns
    -------
    BootstrapIntervals
        nan for groups of fewer than three areas or without any event; a limit is infinite where too many
        replicates hold no event.

    Raises
    ------
    OptionError
        If `level` is not a probability.

    See Also
    --------
    scnvariation.stats.gamma_poisson.fit : An interval that covers in groups of nine areas.

    Notes
    -----
    One multinomial matrix W per group length, times u, u^2, O, e, e^2 and 1/e for all groups of that length at
    once, gives the means and variances of every replicate; u = r/R - 1 is the rate of an area relative to that of
    its group, and e its expected events at the level of the group. The limits are order statistics of the
    replicates. In simulations an interval meant to hold the variance between areas in 95 per cent of data sets holds
    it in some 78 per cent for 9 areas, 82 for 12, 89 for 32 and 93 for 150.

    References
    ----------
    .. [1] Efron B, Tibshirani RJ (1993). An Introduction to the Bootstrap. Chapman & Hall, New York.

    Examples
    --------
    Areas that are all alike have no variation in any replicate, and SCV then takes off what chance would give:

    >>> import numpy as np
    >>> found = intervals(np.full(4, 10.0), np.full(4, 5.0), Segments.single(4))
    >>> found.cv_lower, found.cv_upper
    (array([0.]), array([0.]))
    >>> found.scv_upper.round(6)
    array([-0.1])
    """
    tail = tail_probability(level)
    places = [max(math.ceil(share * replicates - WHOLE), 1) - 1 for share in (tail, 1.0 - tail)]
    usable = (segments.lengths >= FEWEST_AREAS) & (segments.sum(observed) > 0) & (segments.min(expected) > 0)
    each = np.broadcast_to(np.asarray(chance, dtype=np.float64), usable.shape)
    results = np.full((len(fields(BootstrapIntervals)), usable.size), np.nan)
    for drawn, groups, rows in _blocks(segments, usable, replicates, seed):
        found = np.stack(_replicates(observed[rows], expected[rows], each[groups], drawn))
        found.sort(axis=-1)  # quicker than partitioning where the processor sorts in vectors
        results[:, groups] = found[..., places].transpose(0, 2, 1).reshape(-1, groups.size)
    names = (field.name for field in fields(BootstrapIntervals))
    return BootstrapIntervals(**dict(zip(names, results, strict=True)))


def _blocks(
    segments: Segments, wanted: npt.NDArray[np.bool_], replicates: int, seed: int
) -> Iterator[tuple[FloatArray, IntArray, IntArray]]:
    """Bring wanted groups of equal length together with their weights, as many as the cache holds."""
    several = max(1, BLOCK_VALUES // replicates)
    for groups, rows in segments.buckets():
        keep = np.flatnonzero(wanted[groups])
        if not keep.size:
            continue
        drawn = weights(rows.shape[1], replicates=replicates, seed=seed).T.copy()
        for first in range(0, keep.size, several):
            part = keep[first : first + several]
            yield drawn, groups[part], rows[part]


def _replicates(
    observed: FloatArray, size: FloatArray, chance: FloatArray, drawn: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Compute CV and SCV of every replicate, each (n_groups, replicates), from groups of shape (n_groups, n_areas)."""
    n_areas = observed.shape[1]
    expected = size * (observed.sum(axis=1, keepdims=True) / size.sum(axis=1, keepdims=True))
    u = observed / expected - 1.0
    columns = np.stack([u, u * u, observed, expected, expected * expected, 1.0 / expected])
    sums = columns.reshape(-1, n_areas) @ drawn
    deviation, square, events, total, total2, inverse = sums.reshape(len(columns), -1, drawn.shape[1])
    mean = deviation / n_areas
    spread = np.maximum(square - mean * deviation, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):  # a replicate without events has no level
        cv = np.sqrt(spread / (n_areas - 1.0)) / (1.0 + mean)
        level = total / events
        shift = events / total - 1.0
        raw = (square - 2.0 * shift * deviation) / n_areas + shift * shift
        noise = chance[:, None] * (inverse / n_areas - 1.0 / total)
        scv = level * (level * raw - noise) / (1.0 - 2.0 / n_areas + total2 / (total * total))
    none = events == 0  # may be anything, and counts as the largest
    cv[none] = scv[none] = np.inf
    return cv, scv
