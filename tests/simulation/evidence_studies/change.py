"""How often the paired test finds a change of variation, and the interval of the change holds it.

The true rates of an area follow a gamma or a lognormal law in each period, and are as dependent between the two as
normal variables with correlation `persistence`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtr

from evidence_studies.common import areas, average, covered, drawn_sizes, generator, lognormal_sigma, share
from scnvariation.stats import change, gamma_poisson

LEVEL = 0.05


@dataclass(frozen=True)
class Cell:
    """So many areas whose true rates vary by so much in either period, while their level rises."""

    law: str
    n_areas: int
    mean_expected: int
    v_baseline: float
    v_current: float
    persistence: float
    rise: float
    data_sets: int


def _cells(law, v_baseline, v_current, persistence, mean=100, rise=1.1):
    sets = ((12, 16_000), (30, 8_000), (150, 6_000), (211, 6_000))
    return [Cell(law, n, mean, v_baseline, v_current, persistence, rise, data_sets) for n, data_sets in sets]


CELLS = tuple(
    _cells("none", 0.0, 0.0, 0.0)
    + _cells("none", 0.0, 0.0, 0.0, rise=1.25)
    + _cells("gamma", 0.04, 0.04, 0.9, mean=20)
    + _cells("gamma", 0.04, 0.04, 0.9)
    + _cells("gamma", 0.04, 0.04, 0.5)
    + _cells("gamma", 0.15, 0.15, 0.9)
    + _cells("lognormal", 0.04, 0.04, 0.9)
    + _cells("lognormal", 0.15, 0.15, 0.9)
    + _cells("gamma", 0.06, 0.03, 0.9)
)


def measure(cell):
    """Test all data sets of a cell."""
    rng = generator(cell)
    segments = areas(cell.data_sets, cell.n_areas)
    size = drawn_sizes(rng, cell.mean_expected, segments.n_rows)
    expected = np.stack([size, size])
    normal = rng.standard_normal((2, segments.n_rows))
    normal[1] = cell.persistence * normal[0] + np.sqrt(1 - cell.persistence**2) * normal[1]
    rates = [_rates(cell.law, v, one) for v, one in zip((cell.v_baseline, cell.v_current), normal, strict=True)]
    rates[1] *= cell.rise
    observed = rng.poisson(expected * rates).astype(float)
    test = change.paired_scv(observed, expected, segments)
    found = test.p_value <= LEVEL
    lower, upper = _interval(observed, expected, segments)
    return {
        "law": cell.law,
        "n_areas": cell.n_areas,
        "mean_expected": cell.mean_expected,
        "v_baseline": cell.v_baseline,
        "v_current": cell.v_current,
        "persistence": cell.persistence,
        "rise": cell.rise,
        "data_sets": cell.data_sets,
        "p_below_5_per_cent": share(found),
        "narrowing": share(found & (test.change < 0)),
        "widening": share(found & (test.change > 0)),
        "interval_of_change": covered(cell.v_current - cell.v_baseline, lower, upper),
        "mean_change": average(test.change),
    }


def _rates(law, v, normal):
    """Turn normal variables into rates with mean 1 and variance v."""
    if v == 0:
        return np.ones(normal.size)
    if law == "gamma":
        return gammaincinv(1 / v, ndtr(normal)) * v
    sigma = lognormal_sigma(v)
    return np.exp(sigma * normal - sigma**2 / 2)


def _interval(observed, expected, segments):
    """Join the intervals of the two periods."""
    fits = [gamma_poisson.fit(o, e, segments) for o, e in zip(observed, expected, strict=True)]
    kept = change.persistence(observed, expected, segments, variance=np.stack([fit.v for fit in fits]))
    _, lower, upper = change.difference(*((fit.v, fit.v_lower, fit.v_upper) for fit in fits), kept.estimates)
    return lower, upper
