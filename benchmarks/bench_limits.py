"""Exact Poisson limits of 84,400 areas against `scipy.stats.poisson.ppf`."""

from __future__ import annotations

import numpy as np
from scipy import stats
from timing import Measured, side_by_side

from scnvariation.stats import limits

LEVELS = (0.95, 0.998)
TAILS = (0.025, 0.001)
ROWS = 84_400


def by_scipy(expected: np.ndarray) -> np.ndarray:
    """Give the outermost counts inside, lower and upper of each level."""
    return np.array([stats.poisson.ppf(p, expected) for tail in TAILS for p in (tail, 1 - tail)])


def by_us(expected: np.ndarray) -> np.ndarray:
    """Give our continuous limits as counts, in the same order."""
    lower, upper = limits.ratio(expected, levels=LEVELS)
    return np.array([lower[0], upper[0], lower[1], upper[1]]) * expected


def check(expected: np.ndarray) -> None:
    """Stop unless both put exactly the same whole counts outside."""
    ours, theirs = by_us(expected), by_scipy(expected)
    whole = np.where([[True], [False], [True], [False]], np.ceil(ours), np.floor(ours))
    differ = int((whole != theirs).sum())
    if differ:
        raise SystemExit(f"limits differ from scipy's in {differ} of {theirs.size} places")


def measurements() -> list[Measured]:
    expected = np.exp(np.random.default_rng(1).uniform(np.log(5), np.log(5_000), ROWS))
    check(expected)
    ours, control = side_by_side(lambda: by_us(expected), lambda: by_scipy(expected), rounds=3)
    return [Measured("exact Poisson limits, four per area, to scipy.stats.poisson.ppf", ours, control, 50)]
