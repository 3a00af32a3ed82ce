"""Highest point of a profile likelihood, for all groups at once: Newton steps that never leave a bracket."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scnvariation.stats.profile import CountLikelihood, Profile, Rule, Start, on_profile

__all__ = ["Peak", "find_peak", "stretched"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

STEPS = 60  # four settle ordinary groups; bisection alone would need forty
SETTLED = 1e-7  # in the logarithm of the variance; the step taken from here leaves far less
SHRINK = 0.05  # a step takes no more than this off a variance at once
FLOOR = 1e-3  # of the chance variance: where moments alone saw variation, none is looked for below
FLOOR_REACHED = 0.5
UNEQUAL = 25.0  # two peaks were only ever met where the largest area is at least this many times the smallest
GRID_POINTS = 24
GRID_START = 0.01  # of the smallest chance variance
GRID_END = 10.0


@dataclass(slots=True)
class Peak:
    """Where the criterion of each group is highest; spread -inf where areas do not differ."""

    spread: FloatArray
    level: FloatArray
    value: FloatArray
    curvature: FloatArray
    boundary_value: FloatArray


@dataclass(slots=True)
class Climb:
    """Groups still on their way; `last` holds spread, slope and curvature at the last stop."""

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
    A group climbs only where the criterion rises from the end without variation, or moments see some: among
    some 200 000 simulated groups with sizes up to 25 times apart no other had a peak above that end. Where
    sizes are further apart a grid looks for a second peak.
    """
    boundary = likelihood.boundary(rule)
    n_groups = boundary.value.size
    peak = Peak(
        spread=np.full(n_groups, -np.inf),
        level=boundary.level.copy(),
        value=boundary.value.copy(),
        curvature=np.full(n_groups, np.nan),
        boundary_value=boundary.value,
    )
    rising = boundary.slope > 0
    floor = np.where(rising, likelihood.lowest, np.log(FLOOR * start.chance[1]))
    climb = Climb(
        rows=np.arange(n_groups),
        level=boundary.level if rule == "fixed" else start.level,
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
        first = np.log(GRID_START * start.chance[0, unequal])
        _search_grid(likelihood.take(unequal), climb.take(unequal), first, rule, peak)
    return peak


def _climb(likelihood: CountLikelihood, climb: Climb, rule: Rule, peak: Peak) -> None:
    """Take Newton steps until every group has settled, and note peaks higher than those known."""
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
        sunk = (climb.low == climb.floor) & (climb.high < climb.floor + FLOOR_REACHED)
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
    ratio = climb.chance * np.exp(-climb.spread)
    bend = np.minimum(curvature * (1.0 + ratio) - here.slope * ratio, -np.abs(here.slope))
    step = np.divide(here.slope, -bend, out=np.zeros_like(bend), where=bend < 0)
    target = stretched(climb.spread, climb.chance, step)
    inside = (target > climb.low) & (target < climb.high)
    return np.where(inside, target, 0.5 * (climb.low + climb.high))


def stretched(spread: FloatArray, chance: FloatArray, step: FloatArray) -> FloatArray:
    """Move a spread by a step in the logarithm of chance plus variance."""
    variance = np.exp(spread)
    moved = (variance + chance) * np.exp(step) - chance
    return np.log(np.maximum(moved, SHRINK * variance))


def _note(peak: Peak, climb: Climb, value: FloatArray, arrived: BoolArray) -> None:
    """Record the groups that arrived at something higher than was known."""
    better = arrived & (value > peak.value[climb.rows])
    rows = climb.rows[better]
    peak.spread[rows] = climb.spread[better]
    peak.level[rows] = climb.level[better]
    peak.value[rows] = value[better]
    peak.curvature[rows] = climb.last[2, better]


def _search_grid(likelihood: CountLikelihood, climb: Climb, first: FloatArray, rule: Rule, peak: Peak) -> None:
    """Climb again from the best point of a grid where that lies above the peak found."""
    grid = np.linspace(first, np.full(first.size, np.log(GRID_END)), GRID_POINTS)
    values, levels = np.empty(grid.shape), np.empty(grid.shape)
    level = climb.level
    for point, spread in enumerate(grid):
        here, level = on_profile(likelihood, level, spread, rule)
        level = level + here.level_step
        values[point], levels[point] = here.value, level
    best, groups = values.argmax(axis=0), np.arange(first.size)
    climb.level, climb.spread = levels[best, groups], grid[best, groups]
    climb.low = grid[np.maximum(best - 1, 0), groups]
    climb.high = grid[np.minimum(best + 1, GRID_POINTS - 1), groups]
    climb.floor = np.full(first.size, -np.inf)
    higher = values[best, groups] > peak.value[climb.rows]
    _climb(likelihood.take(higher), climb.take(higher), rule, peak)
