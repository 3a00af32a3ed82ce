"""2,000 gamma-Poisson fits against a loop of statsmodels' negative binomial regression.

The loop is run on a sample of the groups and its time scaled by their number. Both maximise the same plain
likelihood, and must agree there, before ours is timed as it is used: adjusted for the level, without an interval
and with one. Statsmodels gives no interval that could be compared.
"""

from __future__ import annotations

import time
import warnings

import numpy as np
from statsmodels.discrete.discrete_model import NegativeBinomial
from timing import Measured, seconds

from scnvariation.stats import gamma_poisson
from scnvariation.stats.segments import Segments

GROUPS, SAMPLE = 2_000, 60
SMALLEST, LARGEST = 9, 32  # areas of a network area
TOLERANCE = 2e-5  # where the optimiser of the loop stops
GOAL = 30


def groups() -> tuple[np.ndarray, np.ndarray, Segments]:
    """Draw counts and expected counts of areas that differ by a fifth."""
    rng = np.random.default_rng(20131)
    segments = Segments.from_lengths(rng.integers(SMALLEST, LARGEST + 1, GROUPS))
    expected = np.exp(rng.normal(np.log(80), 0.6, segments.n_rows))
    return rng.poisson(expected * rng.gamma(25, 0.04, segments.n_rows)).astype(float), expected, segments


def control(observed: np.ndarray, expected: np.ndarray) -> tuple[float, float]:
    """Fit one group: ln of its level, and the variance between areas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # groups without variation do not converge; they are not compared
        fitted = NegativeBinomial(observed, np.ones(observed.size), exposure=expected).fit(disp=0)
    return fitted.params[0], fitted.params[1]


def check(loop: np.ndarray, observed: np.ndarray, expected: np.ndarray, segments: Segments) -> None:
    """Stop unless level and variance of the plain likelihood agree wherever areas do differ."""
    ours = gamma_poisson.fit(observed, expected, segments, rule="profile", level=None)
    differ = ours.v > 0
    worst = np.abs(np.column_stack([np.log(ours.mu), ours.v]) - loop)[differ].max()
    if worst > TOLERANCE:
        raise SystemExit(f"level or variance differs from that of statsmodels by {worst:.3g}")
    print(f"  checked {differ.sum()} of {differ.size} groups: level and variance within {worst:.0e};", end=" ")
    print("in the others areas do not differ")


def measurements() -> list[Measured]:
    observed, expected, segments = groups()
    first = segments.starts[SAMPLE]
    sample = Segments.from_lengths(segments.lengths[:SAMPLE])
    parts = [slice(start, start + length) for start, length in zip(sample.starts, sample.lengths, strict=True)]
    control(observed[parts[0]], expected[parts[0]])
    start = time.process_time()
    loop = np.array([control(observed[rows], expected[rows]) for rows in parts])
    taken = (time.process_time() - start) / SAMPLE * GROUPS
    check(loop, observed[:first], expected[:first], sample)
    print(f"  loop run on {SAMPLE} of {GROUPS:,} groups and scaled per group")
    point = seconds(lambda: gamma_poisson.fit(observed, expected, segments, level=None))
    interval = seconds(lambda: gamma_poisson.fit(observed, expected, segments))
    return [
        Measured("2,000 gamma-Poisson fits, to a statsmodels loop", point, taken, GOAL),
        Measured("  with their intervals, to the same loop without", interval, taken, GOAL),
    ]
