"""How often intervals of the variance between areas, and of the typical gap, hold the truth.

The truth is what the areas were drawn from; with an outlier it is that of the other areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence_studies.common import (
    areas,
    average,
    covered,
    drawn_sizes,
    gap_of_sigma,
    generator,
    logit_normal,
    lognormal_sigma,
    proportions,
    relative_rates,
    share,
)
from scnvariation.stats import beta_binomial, gamma_poisson

SMALLEST, LARGEST = 50, 2_000  # denominators of proportions
COUNTS = ("gamma", "lognormal", "gamma, one area doubled")


@dataclass(frozen=True)
class Cell:
    """So many areas whose rates follow a law; the level is in units of E, or a proportion."""

    law: str
    n_areas: int
    v: float
    level: float
    mean_expected: int
    data_sets: int


def _counts(law, v, level, mean):
    return [Cell(law, n, v, level, mean, 10_000 if n < 100 else 6_000) for n in (9, 12, 20, 32, 150)]


def _proportions(law, v, p):
    return [Cell(law, n, v, p, 0, 6_000 if n < 100 else 3_000) for n in (9, 12, 20, 32, 150)]


CELLS = tuple(
    [
        cell
        for law in ("gamma", "lognormal")
        for v in (0.0, 0.01, 0.04, 0.15)
        for mean in (20, 100, 400)
        if law == "gamma" or v
        for cell in _counts(law, v, 1.2, mean)
    ]
    + [cell for level in (0.6, 1.5) for v in (0.0, 0.04) for cell in _counts("gamma", v, level, 100)]
    + _counts("gamma, one area doubled", 0.04, 1.2, 100)
    + [
        cell
        for law in ("beta", "logit-normal")
        for v in (0.0, 0.01, 0.04, 0.15)
        for p in (0.1, 0.15)
        if law == "beta" or v
        for cell in _proportions(law, v, p)
    ]
)


def measure(cell):
    """Fit all data sets of a cell as the variation table does."""
    found = _fitted_counts(cell) if cell.law in COUNTS else _fitted_proportions(cell)
    return {
        "law": cell.law,
        "n_areas": cell.n_areas,
        "v": cell.v,
        "level": cell.level,
        "mean_expected": cell.mean_expected or "",
        "data_sets": cell.data_sets,
        **found,
    }


def _fitted_counts(cell):
    rng = generator(cell)
    segments = areas(cell.data_sets, cell.n_areas)
    expected = drawn_sizes(rng, cell.mean_expected, segments.n_rows)
    rates = relative_rates(rng, "lognormal" if cell.law == "lognormal" else "gamma", cell.v, expected.size)
    if "doubled" in cell.law:
        rates[segments.starts] *= 2
    observed = rng.poisson(cell.level * expected * rates).astype(float)
    found = gamma_poisson.fit(observed, expected, segments)
    with np.errstate(divide="ignore"):  # no variation is an infinite shape
        shapes = [1 / limit for limit in (found.v_lower, found.v_upper)]
    gap = [gamma_poisson.typical_gap(shape) for shape in shapes]
    return _row(cell.v, (found.v_lower, found.v_upper), _true_gap(cell), gap, found.v)


def _fitted_proportions(cell):
    rng = generator(cell)
    segments = areas(cell.data_sets, cell.n_areas)
    n = np.rint(np.exp(rng.uniform(np.log(SMALLEST), np.log(LARGEST), segments.n_rows)))
    true = proportions(rng, cell.law, cell.level, cell.v, n.size)
    x = rng.binomial(n.astype(int), true).astype(float)
    found = beta_binomial.fit(x, n, segments)
    limits = (found.rho_lower, found.rho_upper)
    gap = [beta_binomial.typical_gap(*beta_binomial.shapes(found.mu, rho)) for rho in limits]
    v = [beta_binomial.relative_variance(found.mu, rho) for rho in limits]
    rho = cell.v * cell.level / (1 - cell.level)
    row = _row(rho, limits, _true_gap(cell), gap, beta_binomial.relative_variance(found.mu, found.rho))
    return row | {"coverage_v": covered(cell.v, *v)}


def _true_gap(cell):
    if cell.v == 0:
        return 1.0
    if cell.law.startswith("gamma"):
        return gamma_poisson.typical_gap(np.array([1 / cell.v]))[0]
    if cell.law == "lognormal":
        return gap_of_sigma(lognormal_sigma(cell.v))
    if cell.law == "beta":
        rho = np.array([cell.v * cell.level / (1 - cell.level)])
        return beta_binomial.typical_gap(*beta_binomial.shapes(np.array([cell.level]), rho))[0]
    return gap_of_sigma(logit_normal(cell.level, cell.v)[1])


def _row(truth, limits, true_gap, gap, v):
    lower, upper = limits
    slack = 1e-12 * true_gap  # a gap of exactly 1 is computed as a quotient
    return {
        "coverage": covered(truth, lower, upper),
        "truth_below": share(truth < lower),
        "truth_above": share(truth > upper),
        "coverage_gap": covered(true_gap, gap[0] - slack, gap[1] + slack),
        "coverage_v": covered(truth, lower, upper),
        "mean_v": average(v),
    }
