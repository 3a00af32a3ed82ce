"""Highest point of a profile likelihood, for all groups at once: Newton steps that never leave a bracket."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scnvariation.stats.profile import CountLikelihood, Profile, Rule, Start, on_profile

__all__ = ["Peak", "find_peak"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

STEPS = 60  # four settle ordinary groups; bisection alone would need forty
SETTLED = 1e-6  # in the logarithm of the variance; the step taken from here leaves far less
UNEQUAL = 25.0  # two peaks were only ever met where the largest area is at least this many times the smallest
GRID_POINTS = 24


@dataclass(slots=True)
class Peak:
    """Where the criterion of each group is highest, each (n_groups,); spread -inf where areas do not differ."""

    spread: FloatArray
    level: FloatArray
    value: FloatArray
    curvature: FloatArray
    boundary_value: FloatArray


@dataclass(slots=True)
class Climb:
    """Groups still on their way; arrays of shape (n_groups,), but for `last`: spread, slope, curvature there."""

    rows: npt.NDArray[np.intp]
    level: FloatArray
    spread: FloatArray
    low: FloatArray
    high: FloatArray
    floor: FloatArray
    chance: FloatArray
    last: FloatArray

    def take(self, keep: BoolArray) -> Climb:
        """Keep some of the groups."""
        return Climb(*(getattr(self, field.name)[..., keep] for field in fields(self)))


def find_peak(likelihood: CountLikelihood, rule: Rule, start: Start) -> Peak:
    """Maximise the criterion of every group over the spread, the end without variation included.

    Parameters
    ----------
    likelihood : CountLikelihood
        The groups.
    rule : {"adjusted", "profile", "fixed"}
        What the criterion is.
    start : Start
        Where to begin.

    Returns
    -------
    Peak
        One peak per group.

    Notes
    -----
    A group climbs only if the criterion rises from the end without variation or moments see some: in some
    200 000 simulated groups nothing else ever had a peak above that end. The grid then looks for a second
    peak where the sizes of areas differ very much.
    """
    boundary = likelihood.boundary(rule)
    n_groups = boundary.value.size
    nowhere = np.full(n_groups, np.nan)
    peak = Peak(
        np.full(n_groups, -np.inf), boundary.level.copy(), boundary.value.copy(), nowhere, boundary.value
    )
    rising = boundary.slope > 0
    level = boundary.level if rule == "fixed" else start.level
    floor = np.where(rising, likelihood.lowest, np.log(start.chance[1]) + np.log(1e-3))
    climb = Climb(
        rows=np.arange(n_groups),
        level=level,
        spread=start.spread,
        low=floor,
        high=np.full(n_groups, likelihood.highest),
        floor=floor,
        chance=start.chance[1],
        last=np.full((3, n_groups), np.nan),
    )
    chosen = rising | start.seen
    _climb(likelihood.take(chosen), climb.take(chosen), rule, peak)
    unequal = start.chance[2] > UNEQUAL * start.chance[0]
    if unequal.any():
        _search_grid(likelihood.take(unequal), climb.take(unequal), rule, peak)
    return peak


def _climb(likelihood: CountLikelihood, climb: Climb, rule: Rule, peak: Peak) -> None:
    """Take Newton steps until every group has settled, and note the peaks that are higher than those known."""
    for _ in range(STEPS):
        if not climb.rows.size:
            return
        here, climb.level = on_profile(likelihood, climb.level, climb.spread, rule)
        uphill = here.slope > 0
        climb.low = np.where(uphill, climb.spread, climb.low)
        climb.high = np.where(uphill, climb.high, climb.spread)
        target = _newton(here, climb)
        climb.last = np.stack([climb.spread, here.slope, here.curvature])
        climb.level = climb.level + here.level_step + here.level_slope * (target - climb.spread)
        climb.spread = target
        arrived = np.abs(target - climb.last[0]) < SETTLED
        sunk = (climb.low == climb.floor) & (climb.high < climb.floor + 0.5)
        _note(peak, climb, here.value, arrived & ~sunk)
        left = ~(arrived | sunk)
        if not left.all():
            likelihood, climb = likelihood.take(left), climb.take(left)


def _newton(here: Profile, climb: Climb) -> FloatArray:
    """Step in the logarithm of chance plus variance, in which the criterion is most like a parabola."""
    spread_before, slope_before, curvature_before = climb.last
    # What the analytic curvature leaves out shows in the slopes at the two ends of the last step.
    missing = (here.slope - slope_before) / (climb.spread - spread_before)
    missing -= 0.5 * (here.curvature + curvature_before)
    curvature = here.curvature + np.nan_to_num(missing)
    variance = np.exp(climb.spread)
    ratio = climb.chance / variance
    bend = np.minimum(curvature * (1.0 + ratio) - here.slope * ratio, -np.abs(here.slope))
    step = np.divide(here.slope, -bend, out=np.zeros_like(bend), where=bend < 0)
    moved = (variance + climb.chance) * np.exp(step) - climb.chance
    target = np.log(np.maximum(moved, 0.05 * variance))
    inside = (target > climb.low) & (target < climb.high)
    return np.where(inside, target, 0.5 * (climb.low + climb.high))


def _note(peak: Peak, climb: Climb, value: FloatArray, arrived: BoolArray) -> None:
    """Record the groups that arrived at something higher than was known."""
    better = arrived & (value > peak.value[climb.rows])
    rows = climb.rows[better]
    peak.spread[rows] = climb.spread[better]
    peak.level[rows] = climb.level[better]
    peak.value[rows] = value[better]
    peak.curvature[rows] = climb.last[2, better]


def _search_grid(likelihood: CountLikelihood, climb: Climb, rule: Rule, peak: Peak, start: Start) -> None:
    """Climb again from the best point of a grid where that lies above the peak found."""
    chance = likelihood.start().chance
    grid = np.linspace(np.log(0.01 * chance[0]), np.full(climb.rows.size, np.log(10.0)), GRID_POINTS)
    values = np.empty(grid.shape)
    levels = np.empty(grid.shape)
    level = climb.level
    for step, spread in enumerate(grid):
        here, level = on_profile(likelihood, level, spread, rule)
        level = level + here.level_step
        values[step], levels[step] = here.value, level
    best = values.argmax(axis=0)
    groups = np.arange(best.size)
    climb.level, climb.spread = levels[best, groups], grid[best, groups]
    climb.low = climb.floor = grid[np.maximum(best - 1, 0), groups]
    climb.high = grid[np.minimum(best + 1, GRID_POINTS - 1), groups]
    higher = values[best, groups] > peak.value[climb.rows]
    _climb(likelihood.take(higher), climb.take(higher), rule, peak)
