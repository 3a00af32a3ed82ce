"""Bootstrap intervals of 20,000 groups, 1,000 replicates each, against a loop over groups and replicates.

The loop is run on a sample of the groups and its time scaled by their number. It is first fed our own draws, and
must give our intervals; then it draws for itself, and must agree within Monte-Carlo error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
from timing import Measured, seconds

from scnvariation.stats import bootstrap
from scnvariation.stats.segments import Segments

GROUPS, REPLICATES = 20_000, 1_000
SAMPLE = 40
SMALLEST, LARGEST = 9, 32  # areas of a network area
BELOW, ABOVE = 24, 974  # places of the 25th and the 975th of 1,000 replicates
ROUNDING = 1e-10

Draws = Callable[[int], Iterator[np.ndarray]]


def groups() -> tuple[np.ndarray, np.ndarray, Segments]:
    """Draw counts and expected counts of areas that differ by a fifth."""
    rng = np.random.default_rng(20131)
    segments = Segments.from_lengths(rng.integers(SMALLEST, LARGEST + 1, GROUPS))
    expected = np.exp(rng.normal(np.log(80), 0.6, segments.n_rows))
    return rng.poisson(expected * rng.gamma(25, 0.04, segments.n_rows)).astype(float), expected, segments


def replicates(observed: np.ndarray, expected: np.ndarray, draws: Draws) -> np.ndarray:
    """Compute CV and SCV of every replicate of one group, one at a time, as one would write it down."""
    found = []
    for areas in draws(observed.size):
        o, e = observed[areas], expected[areas]
        rate = o / e
        own = e * (o.sum() / e.sum())
        raw = np.mean((o - own) ** 2 / own**2 - 1 / own)
        corrected = (raw + 1 / o.sum()) / (1 - 2 / o.size + np.sum((e / e.sum()) ** 2))
        found.append((rate.std(ddof=1) / rate.mean(), corrected))
    return np.sort(np.array(found), axis=0)


def limits(ordered: np.ndarray) -> np.ndarray:
    """Read the four limits off the ordered replicates."""
    return ordered[[BELOW, ABOVE]].T.ravel()


def our_draws(n_areas: int) -> Iterator[np.ndarray]:
    """Give the areas of our replicates, in ascending order."""
    for row in bootstrap.weights(n_areas, replicates=REPLICATES):
        yield np.repeat(np.arange(n_areas), row.astype(int))


def own_draws(rng: np.random.Generator) -> Draws:
    """Let the loop draw for itself."""
    return lambda n_areas: (rng.integers(0, n_areas, n_areas) for _ in range(REPLICATES))


def errors_away(ordered: np.ndarray, ours: np.ndarray) -> np.ndarray:
    """Say how many replicates of the loop lie below each of our limits, in Monte-Carlo errors from the number meant."""
    below = np.array([(ordered[:, column // 2] < limit).sum() for column, limit in enumerate(ours)])
    meant = np.tile([BELOW + 0.5, ABOVE + 0.5], 2)
    share = meant / REPLICATES
    return (below - meant) / np.sqrt(2 * REPLICATES * share * (1 - share))  # both sides are drawn


def check(sample: list[tuple[np.ndarray, np.ndarray]], ours: np.ndarray) -> None:
    """Stop unless the loop gives our intervals with our draws, and intervals like ours with its own."""
    same = np.array([limits(replicates(*one, our_draws)) for one in sample])
    worst = np.abs(same - ours).max()
    if worst > ROUNDING:
        raise SystemExit(f"intervals differ from the loop's by {worst:.3g} with the same draws")
    rng = np.random.default_rng(7)
    away = [errors_away(replicates(*one, own_draws(rng)), our) for one, our in zip(sample, ours, strict=True)]
    typical, largest = np.sqrt(np.mean(np.square(away))), np.abs(away).max()
    if typical > 1.25 or largest > 4.5:
        raise SystemExit(f"intervals are {typical:.2f} Monte-Carlo errors from the loop's, up to {largest:.1f}")
    print(f"  checked {len(sample)} groups: same draws, limits within {worst:.0e}; draws of its own,")
    print(f"  {typical:.2f} Monte-Carlo errors apart (root mean square), {largest:.1f} at most")


def measurements() -> list[Measured]:
    observed, expected, segments = groups()
    chosen = np.linspace(0, GROUPS - 1, SAMPLE).astype(int)
    rows = [slice(start, start + length) for start, length in zip(segments.starts, segments.lengths, strict=True)]
    sample = [(observed[rows[number]], expected[rows[number]]) for number in chosen]
    found = bootstrap.intervals(observed, expected, segments, replicates=REPLICATES)
    ours = np.stack([found.cv_lower, found.cv_upper, found.scv_lower, found.scv_upper], axis=1)
    check(sample, ours[chosen])
    rng = np.random.default_rng(8)
    start = time.process_time()
    for one in sample:
        limits(replicates(*one, own_draws(rng)))
    loop = (time.process_time() - start) / SAMPLE * GROUPS
    print(f"  loop run on {SAMPLE} of {GROUPS:,} groups and scaled per group")
    taken = seconds(lambda: bootstrap.intervals(observed, expected, segments, replicates=REPLICATES), rounds=3)
    return [Measured("bootstrap of CV and SCV, 20,000 groups x 1,000, to a Python loop", taken, loop, 300)]
