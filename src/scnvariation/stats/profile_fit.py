"""Estimate and interval of the variance between areas, from a profile likelihood, for all groups at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scnvariation.stats.levels import z_quantile
from scnvariation.stats.profile import CountLikelihood, Rule, Start, on_profile
from scnvariation.stats.profile_peak import Peak, find_peak, stretched

__all__ = ["Estimate", "cut_off", "estimate"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

STEPS = 60  # six are usual; bisection alone would need forty
SETTLED = 1e-8  # in the logarithm of the variance
LONGEST_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """Results on the scale of the search, each (n_groups,); -inf is no variation, inf no limit."""

    spread: FloatArray
    lower: FloatArray
    upper: FloatArray
    level: FloatArray
    likelihood_ratio: FloatArray


def estimate(likelihood: CountLikelihood, usable: BoolArray, *, rule: Rule, coverage: float | None) -> Estimate:
    """Maximise the criterion of every group and, given a coverage, find where it has fallen by the cut-off.

    Parameters
    ----------
    likelihood : CountLikelihood
        All groups.
    usable : ndarray of shape (n_groups,)
        Groups that can be fitted; the others get nan.
    rule : {"adjusted", "profile", "fixed"}
        What the criterion is.
    coverage : float or None
        Level of the interval; without it none is looked for and the limits are nan.

    Returns
    -------
    Estimate
        One number per group.
    """
    results = np.full((5, usable.size), np.nan)
    if usable.any():
        results[:, usable] = _estimate(likelihood.take(usable), rule, coverage)
    return Estimate(*results)


def _estimate(likelihood: CountLikelihood, rule: Rule, coverage: float | None) -> FloatArray:
    """Fit groups that all can be fitted."""
    start = likelihood.start()
    peak = find_peak(likelihood, rule, start)
    ratio = 2.0 * (peak.value - peak.boundary_value)
    lower = upper = np.full(ratio.size, np.nan)
    if coverage is not None:
        fall = 0.5 * cut_off(coverage, likelihood.n_areas, rule)
        lower = _lower(likelihood, peak, fall, rule, start)
        upper = _upper(likelihood, peak, fall, rule, start)
    return np.stack([peak.spread, lower, upper, peak.level, ratio])


def cut_off(coverage: float, n_areas: FloatArray, rule: Rule) -> FloatArray:
    """Say how far twice the criterion may fall inside an interval.

    Parameters
    ----------
    coverage : float
        Level of the interval, such as 0.95.
    n_areas : ndarray of shape (n_groups,)
        Number of areas.
    rule : {"adjusted", "profile", "fixed"}
        Only the adjusted criterion is corrected for few areas.

    Returns
    -------
    ndarray of shape (n_groups,)
        z^2, times 1 + 1/(3 (I - 1)) for the adjusted criterion.

    Raises
    ------
    OptionError
        If the coverage is not a probability.

    Notes
    -----
    Without chance variation the adjusted criterion is -(I - 1)/2 (ln v + S/v), whose likelihood ratio has
    mean 1 + 1/(3 (I - 1)) + ...

    Examples
    --------
    >>> import numpy as np
    >>> cut_off(0.95, np.array([9.0]), "adjusted").round(6)
    array([4.00152])
    """
    squared = np.full(n_areas.shape, z_quantile(coverage) ** 2)
    return squared * (1.0 + 1.0 / (3.0 * (n_areas - 1.0))) if rule == "adjusted" else squared


@dataclass(slots=True)
class Crossing:
    """Where the criterion passes a goal: a spread inside the interval, one outside, and a guess."""

    rows: npt.NDArray[np.intp]
    inside: FloatArray
    outside: FloatArray
    spread: FloatArray
    level: FloatArray
    goal: FloatArray
    chance: FloatArray

    def take(self, keep: BoolArray) -> Crossing:
        """Keep some of the groups."""
        return Crossing(*(getattr(self, field.name)[keep] for field in fields(self)))


def _lower(likelihood: CountLikelihood, peak: Peak, fall: FloatArray, rule: Rule, start: Start) -> FloatArray:
    """Find the lower limits; no variation at all belongs to the interval unless it fits too badly."""
    crossing = Crossing(
        rows=np.arange(fall.size),
        inside=peak.spread,
        outside=np.full(fall.size, likelihood.lowest),
        spread=peak.spread - _half_width(peak, fall),
        level=peak.level,
        goal=peak.value - fall,
        chance=start.chance[1],
    )
    limit = np.full(fall.size, -np.inf)
    above_none = peak.boundary_value < crossing.goal
    _cross(likelihood.take(above_none), crossing.take(above_none), rule, limit)
    return limit


def _upper(likelihood: CountLikelihood, peak: Peak, fall: FloatArray, rule: Rule, start: Start) -> FloatArray:
    """Find the upper limits, infinite where the criterion never falls far enough."""
    none = np.isneginf(peak.spread)
    crossing = Crossing(
        rows=np.arange(fall.size),
        inside=np.where(none, likelihood.lowest, peak.spread),
        outside=np.full(fall.size, likelihood.highest),
        spread=np.where(none, start.spread, peak.spread + _half_width(peak, fall)),
        level=peak.level,
        goal=peak.value - fall,
        chance=start.chance[1],
    )
    limit = np.full(fall.size, np.inf)
    at_end, _ = on_profile(likelihood, peak.level, crossing.outside, rule)
    bounded = at_end.value < crossing.goal
    _cross(likelihood.take(bounded), crossing.take(bounded), rule, limit)
    return limit


def _half_width(peak: Peak, fall: FloatArray) -> FloatArray:
    """Guess the distance from peak to limit as if the criterion were a parabola."""
    bend = np.where(peak.curvature < 0, -peak.curvature, 2.0 * fall)
    return np.sqrt(2.0 * fall / bend)


def _cross(likelihood: CountLikelihood, crossing: Crossing, rule: Rule, limit: FloatArray) -> None:
    """Solve criterion = goal by Newton steps; one that leaves the bracket is replaced by its middle."""
    for _ in range(STEPS):
        if not crossing.rows.size:
            return
        low = np.minimum(crossing.inside, crossing.outside)
        high = np.maximum(crossing.inside, crossing.outside)
        known = (crossing.spread > low) & (crossing.spread < high)
        crossing.spread = np.where(known, crossing.spread, 0.5 * (low + high))
        here, crossing.level = on_profile(likelihood, crossing.level, crossing.spread, rule)
        above = here.value > crossing.goal
        crossing.inside = np.where(above, crossing.spread, crossing.inside)
        crossing.outside = np.where(above, crossing.outside, crossing.spread)
        slope = here.slope * (1.0 + crossing.chance * np.exp(-crossing.spread))
        flat = np.full(slope.size, LONGEST_STEP)
        step = np.divide(crossing.goal - here.value, slope, out=flat, where=slope != 0)
        target = stretched(crossing.spread, crossing.chance, np.clip(step, -LONGEST_STEP, LONGEST_STEP))
        limit[crossing.rows] = target
        move = np.clip(target - crossing.spread, -1.0, 1.0)
        crossing.level = crossing.level + here.level_step + here.level_slope * move
        crossing.spread = target
        left = np.abs(move) > SETTLED
        if not left.all():
            likelihood, crossing = likelihood.take(left), crossing.take(left)
