"""Peak and interval of a profile likelihood, for all groups at once: Newton steps that never leave a bracket."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.stats.profile import Likelihood, Profile, Rule, cut_off, on_profile

__all__ = ["Peak", "interval", "peak"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

STEPS = 30  # four or five settle ordinary groups
LONGEST_STEP = 1.5
SETTLED = 1e-6
GRID = np.log(np.geomspace(1e-6, 5.0, 40))


@dataclass(slots=True)
class Peak:
    """Where the criterion of each group is highest; spread -inf where areas do not differ."""

    spread: FloatArray
    level: FloatArray
    value: FloatArray
    curvature: FloatArray
    boundary_value: FloatArray


def peak(likelihood: Likelihood, rule: Rule) -> Peak:
    boundary = likelihood.boundary(rule)
    level, guess, seen, chance = likelihood.start()
    n = guess.size
    found = Peak(np.full(n, -np.inf), boundary.level.copy(), boundary.value.copy(), np.full(n, np.nan), boundary.value)
    rising = boundary.slope > 0
    climb(likelihood, rising | seen, level, guess, found, rule, rising, chance)
    return found


def climb(likelihood, chosen, level, guess, found, rule, rising, chance):
    rows = np.flatnonzero(chosen)
    part = likelihood.take(chosen) if rows.size < chosen.size else likelihood
    spread, level, chance, rising = guess[rows], level[rows], chance[rows], rising[rows]
    low, high = np.where(rising, part.lowest, np.log(1e-3*chance)), np.full(rows.size, part.highest)
    n = 0
    work = 0
    missing=np.zeros(rows.size); before=None
    for n in range(STEPS):
        if rows.size == 0:
            break
        work += part.segments.n_rows
        here, level = on_profile(part, level, spread, rule)
        if before is not None:
            ds=spread-before[0]
            missing=(here.slope-before[1])/ds-.5*(here.curvature+before[2])
        before=[spread,here.slope,here.curvature]
        low = np.where(here.slope > 0, spread, low)
        high = np.where(here.slope > 0, high, spread)
        target = newton(here, spread, chance, missing)
        target = np.where((target > low) & (target < high), target, 0.5 * (low + high))
        step = target - spread
        level = level + here.level_step + here.level_slope * step
        spread = target
        done = (np.abs(step) < SETTLED)
        lost = ~rising & (high-low<.5)&(here.slope<0)&(low==np.log(1e-3*chance))
        if (done|lost).any():
            better = done & (here.value > found.boundary_value[rows])
            at = rows[better]
            found.spread[at], found.level[at] = spread[better], level[better]
            found.value[at], found.curvature[at] = here.value[better], here.curvature[better]
            left = ~(done|lost)
            before=[x[left] for x in before]
            part, rows, spread, level, low, high, chance, rising = part.take(left), rows[left], spread[left], level[left], low[left], high[left], chance[left], rising[left]
    climb.info = (n, work, rows)

def newton(here, spread, chance, missing):
    v = np.exp(spread)
    rate = chance/v
    bend = (here.curvature+missing)*(1+rate) - here.slope*rate
    step = np.where(bend < 0, -here.slope/np.where(bend<0,bend,1), np.sign(here.slope))
    new = (v+chance)*np.exp(np.clip(step,-1,1)) - chance
    return np.log(np.maximum(new, v*0.05))
