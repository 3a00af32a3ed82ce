"""Screens that tell without a special function which counts lie beyond the two usual levels.

Peizer and Pratt's deviate is compared with the two limits, 1.95996 and 3.09023. Near a limit the count is
left undecided and goes to its exact tail; elsewhere the deviate is right. How near is near was measured where
it matters, at the benchmark at which the exact flag of a count turns: 1.26 million pairs of n and x for each
limit (all x up to n = 1,500, about 500 counts of each of 250 sizes up to 1,000,000), and Poisson counts up to
1,000,000. With c the smaller of the two counts that shape the tail, the deviate was never further from the
exact one than 0.040 c^-1.5 at the inner limit and 0.086 c^-1.5 at the outer one. The margins are half as wide
again. Against the exact tails of 18.8 million rows no flag was missed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.stats.peizer_pratt import binomial_deviate, poisson_deviate

__all__ = ["SCREENED_TAILS", "binomial_far", "binomial_screen", "poisson_far", "poisson_screen"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.int8]

SCREENED_TAILS = (0.025, 0.001)

# The smallest plain deviate at which any count is flagged is 1.9206 (no event where 3.69 are expected).
PLAIN_DEVIATE = 1.9
INNER, OUTER = 1.959963984540054, 3.090232306167813
INNER_MARGIN, OUTER_MARGIN, LEAST_MARGIN = 0.06, 0.13, 1e-6
LARGEST = 1e7  # beyond it the differences in the deviate lose more digits than the margins allow


def binomial_far(x: FloatArray, n: FloatArray, benchmark: FloatArray) -> BoolArray:
    """Pick the rows too far from the benchmark to be inside at once."""
    mean = n * benchmark
    gap = x - mean
    return gap * gap >= PLAIN_DEVIATE**2 * (mean * (1.0 - benchmark))


def poisson_far(x: FloatArray, expected: FloatArray) -> BoolArray:
    """Pick the rows too far from the expected count to be inside at once."""
    gap = x - expected
    return gap * gap >= PLAIN_DEVIATE**2 * expected


def binomial_screen(x: FloatArray, n: FloatArray, benchmark: FloatArray) -> tuple[CodeArray, BoolArray]:
    """Count the limits that binomial counts pass, and mark the rows left undecided."""
    cut = x + np.where(x > n * benchmark, -0.5, 0.5)
    shaping = np.minimum(cut + 0.5, n - cut + 0.5)
    certain = (n <= LARGEST) & (x == np.floor(x)) & (n == np.floor(n))
    certain &= (benchmark > 0) & (benchmark < 1)
    return _decide(binomial_deviate(cut, n, benchmark), shaping, certain)


def poisson_screen(x: FloatArray, expected: FloatArray) -> tuple[CodeArray, BoolArray]:
    """Count the limits that Poisson counts pass, and mark the rows left undecided."""
    cut = x + np.where(x > expected, -0.5, 0.5)
    certain = (expected > 0) & (expected <= LARGEST) & (x <= LARGEST) & (x == np.floor(x))
    return _decide(poisson_deviate(cut, expected), cut + 0.5, certain)


def _decide(deviate: FloatArray, shaping: FloatArray, certain: BoolArray) -> tuple[CodeArray, BoolArray]:
    """Compare with both limits; a deviate that is missing decides nothing."""
    z = np.abs(deviate)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1.0 / (shaping * np.sqrt(shaping))
    decided = np.abs(z - INNER) > INNER_MARGIN * scale + LEAST_MARGIN
    decided &= np.abs(z - OUTER) > OUTER_MARGIN * scale + LEAST_MARGIN
    decided &= certain
    passed = (z > INNER).astype(np.int8) + (z > OUTER)
    return passed, ~decided
