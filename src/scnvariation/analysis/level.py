"""Level: the rate of each group, and its ratio to the rest of England.

The interval carries the variation between areas. A Poisson interval would take the areas of a group as one
population, and with dispersion in the hundreds every network would differ from England.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scnvariation.analysis.families import Measured
from scnvariation.stats import intervals

__all__ = ["Level", "Totals", "level_against_rest", "totals"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Z = float(ndtri(0.975))


class Totals(NamedTuple):
    """Sums over groups; `weight` is the size of counts, and the precision of values of the normal family.

    Attributes
    ----------
    n : ndarray
        Areas.
    weight, weight2 : ndarray
        Sum of weights and of their squares.
    total : ndarray
        Sum of weight x value: the events of counts.
    square : ndarray
        Sum of weight x value^2.
    """

    n: FloatArray
    weight: FloatArray
    weight2: FloatArray
    total: FloatArray
    square: FloatArray

    def less(self, part: Totals) -> Totals:
        """Give what remains without a part."""
        return Totals(*(whole - some for whole, some in zip(self, part, strict=True)))

    @property
    def mean(self) -> FloatArray:
        """The level: total over weight."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.total / self.weight)

    @property
    def scatter(self) -> FloatArray:
        """Weighted squares about the group's own level."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.maximum(self.square - self.total**2 / self.weight, 0.0))

    @property
    def concentration(self) -> FloatArray:
        """Sum of squared weights over the squared sum: 1 / areas where all are of one size."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.weight2 / self.weight**2)


class Level(NamedTuple):
    """Rates and ratios to the rest, each of shape (n_groups,)."""

    events: FloatArray
    rate: FloatArray
    rate_lower: FloatArray
    rate_upper: FloatArray
    rate_ratio: FloatArray
    rate_ratio_lower: FloatArray
    rate_ratio_upper: FloatArray


def totals(rows: Measured) -> Totals:
    """Add up weights and values of each group."""
    if rows.family == "normal":
        weight, value = 1.0 / rows.se**2, rows.value
    else:
        weight, value = rows.size, rows.count / rows.size
    add = rows.segments.sum
    n = rows.segments.lengths.astype(np.float64)
    return Totals(n, add(weight), add(weight**2), add(weight * value), add(weight * value**2))


def level_against_rest(rows: Measured, england: Totals) -> Level:
    """Compare each group with the rest of England.

    Parameters
    ----------
    rows : Measured
        The groups.
    england : Totals
        All areas of the same indicator and period, one entry per group.

    Returns
    -------
    Level
        NaN ratios where the group is all of England, or a level is not above 0.

    Notes
    -----
    The variance between areas is the moment estimate about two levels, the group's and the rest's, over all areas
    of England, so that a group of nine does not rest on nine. With it the variance of a log level is

        chance / events + tau2 sum w^2 / (sum w)^2 / level^2

    (chance 1 for counts, 1 - p for proportions). Proportions take their own interval on the logit scale, ratios
    theirs on the log scale, values of the normal family on their own.
    """
    own = totals(rows)
    rest = england.less(own)
    alone = rest.n < 0.5
    between = _between(own, rest, _chance(rows, england))
    own_variance = _variance(rows, own, between)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower, upper = _own_interval(rows, own, own_variance)
        rest_variance = _variance(rows, rest, between)
        ratio = np.where(alone, np.nan, own.mean / rest.mean)
        possible = (own.mean > 0) & (rest.mean > 0) & ~alone
        relative = own_variance / own.mean**2 + rest_variance / rest.mean**2
        reach = np.where(possible, Z * np.sqrt(relative), np.nan)
        events = own.total if rows.family != "normal" else np.full_like(own.total, np.nan)
        # A proportion adjusted for need may pass 1 where need lets expect little and nearly everyone has the event.
        rate = np.minimum(own.mean, 1.0) if rows.family == "binomial" else own.mean
        return Level(events, rate, lower, upper, ratio, ratio * np.exp(-reach), ratio * np.exp(reach))


def _chance(rows: Measured, england: Totals) -> FloatArray:
    """Give the expected weighted square of one area about its level, from chance alone."""
    level = england.mean
    return {"binomial": level * (1 - level), "poisson": level, "normal": np.ones_like(level)}[rows.family]


def _between(own: Totals, rest: Totals, chance: FloatArray) -> FloatArray:
    """Moment estimate of the variance between areas about the two levels."""
    with np.errstate(divide="ignore", invalid="ignore"):
        groups = 1.0 + (rest.n > 0.5)
        excess = own.scatter + np.where(rest.n > 0.5, rest.scatter, 0.0)
        excess = excess - (own.n + rest.n - groups) * chance
        weight = own.weight - own.weight2 / own.weight
        weight = weight + np.where(rest.n > 0.5, rest.weight - rest.weight2 / rest.weight, 0.0)
        return np.where(weight > 0, np.maximum(excess / weight, 0.0), 0.0)


def _variance(rows: Measured, part: Totals, between: FloatArray) -> FloatArray:
    """Variance of a level: chance of all its events, and of the areas that it happens to have."""
    level = part.mean
    chance = {"binomial": level * (1 - level), "poisson": level, "normal": np.ones_like(level)}[rows.family]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(chance / part.weight + between * part.concentration)


def _own_interval(rows: Measured, own: Totals, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Interval of each group's own level; exact where a count is at its edge."""
    level, sd = own.mean, np.sqrt(variance)
    if rows.family == "normal":
        return level - Z * sd, level + Z * sd
    if rows.family == "binomial":
        logit, reach = np.log(level / (1 - level)), Z * sd / (level * (1 - level))
        lower, upper = 1 / (1 + np.exp(reach - logit)), 1 / (1 + np.exp(-reach - logit))
    else:
        lower, upper = level * np.exp(-Z * sd / level), level * np.exp(Z * sd / level)
    at_edge = (level <= 0) | ((level >= 1) & (rows.family == "binomial"))
    if at_edge.any():
        lower[at_edge], upper[at_edge] = _exact_interval(rows, own.total[at_edge], own.weight[at_edge])
    return lower, upper


def _exact_interval(rows: Measured, events: FloatArray, size: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the interval of a level from its total count, where there are no events or nothing else."""
    if rows.family == "binomial":
        return intervals.clopper_pearson(np.minimum(events, size), size)
    lower, upper = intervals.poisson_exact(events)
    return lower / size, upper / size
