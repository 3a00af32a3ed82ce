"""Whether the variance that need leaves is right, and how often a network effect is found where there is none.

England has 211 areas in twelve networks; two need covariates, correlated .3, the first of which lies between networks
by a half, explain a variance of .03 on the log (logit) scale. The regression is fitted to all areas, its expected
counts are then used for England as a whole and for each network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from evidence_studies.common import Estimate, areas, average, covered, drawn_sizes, generator, share
from scnvariation.stats import beta_binomial, gamma_poisson, need, nested, spread
from scnvariation.stats.segments import Segments

LENGTHS = (9, 10, 11, 12, 13, 19, 20, 20, 20, 22, 23, 32)
NETWORKS = np.repeat(np.arange(12), LENGTHS)
N_AREAS = NETWORKS.size
BY_NEED = 0.03
PROPORTION = 0.1
TEST = 0.05


@dataclass(frozen=True)
class Cell:
    """Counts or proportions, the variance that need does not explain, and how many are tested for a network effect."""

    data: str
    v: float
    data_sets: int = 1_500
    tested: int = 800


CELLS = tuple(Cell(data, v) for data in ("counts", "proportions") for v in (0.0, 0.04))


def covariates(rng):
    """Draw two covariates of mean 0 and variance 1."""
    x = rng.standard_normal((N_AREAS, 2))
    x[:, 0] = np.sqrt(0.5) * (x[:, 0] + rng.standard_normal(12)[NETWORKS])
    x[:, 1] = 0.3 * x[:, 0] + np.sqrt(1 - 0.3**2) * x[:, 1]
    return (x - x.mean(axis=0)) / x.std(axis=0)


def measure(cell):
    """Adjust and measure all data sets of a cell."""
    rng = generator(cell)
    counts = cell.data == "counts"
    family = "poisson" if counts else "binomial"
    observed, size, expected, tested, slopes = [], [], [], [], []
    for number in range(cell.data_sets):
        x = covariates(rng)
        slope = np.sqrt(BY_NEED / (x @ [2.0, 1.0]).var())
        predictor = slope * (x @ [2.0, 1.0])
        o, e = _counts(rng, cell.v, predictor) if counts else _proportions(rng, cell.v, predictor)
        fitted = need.fit(o, e, x, family=family)
        observed.append(o)
        size.append(e)
        expected.append(fitted.expected)
        slopes.append((fitted.coefficients[1] - 2 * slope) / fitted.standard_errors[1])
        if number < cell.tested:
            tested.append(nested.shares(o, e, NETWORKS, x, family=family, draws=10).network_p <= TEST)
    flat = [np.concatenate(part) for part in (observed, size, expected)]
    groups = {
        "england": areas(cell.data_sets, N_AREAS),
        "networks": Segments.from_lengths(np.tile(LENGTHS, cell.data_sets)),
    }
    row = {"data": cell.data, "v": cell.v, "data_sets": cell.data_sets, "tested": cell.tested}
    for name, segments in groups.items():
        row |= {f"{name}_{key}": value for key, value in _adjusted(cell, *flat, segments).items()}
    row["slope_interval"] = share(np.abs(slopes) <= 1.959964)
    row["network_p"] = share(tested)
    return row


def _counts(rng, v, predictor):
    """Draw counts whose rates follow a gamma law about what need gives."""
    expected = drawn_sizes(rng, 100, N_AREAS)
    rates = rng.gamma(1 / v, v, N_AREAS) if v else 1.0
    return rng.poisson(1.1 * expected * np.exp(predictor) * rates).astype(float), expected


def _proportions(rng, v, predictor):
    """Draw events whose proportions follow a beta law about what need gives; v holds at the level of England."""
    n = np.rint(drawn_sizes(rng, 1_000, N_AREAS))
    p = expit(logit(PROPORTION) + predictor)
    total = (1 - PROPORTION) / (PROPORTION * v) - 1 if v else np.inf
    true = rng.beta(p * total, (1 - p) * total) if v else p
    return rng.binomial(n.astype(int), true).astype(float), n


def _adjusted(cell, observed, size, expected, segments):
    """Measure what is left, and what stands there without adjustment."""
    if cell.data == "counts":
        crude = gamma_poisson.fit(observed, size, segments, level=None).v
        left = gamma_poisson.fit(observed, expected, segments)
        truth, point, lower, upper = cell.v, left.v, left.v_lower, left.v_upper
        lost = 2 * segments.lengths / N_AREAS
        unbiased = average(spread.scv(observed, expected, segments, slopes_lost=lost))
    else:
        england = areas(cell.data_sets, N_AREAS)
        level = np.repeat(england.sum(observed) / england.sum(size), N_AREAS)
        crude = beta_binomial.fit(observed, size, segments, level=None).rho
        left = beta_binomial.fit(observed, size, segments, offset=logit(expected / size) - logit(level))
        truth = cell.v * PROPORTION / (1 - PROPORTION)
        point, lower, upper = left.rho, left.rho_lower, left.rho_upper
        unbiased = ""
    return {
        "truth": Estimate(truth, 1e-4),
        "crude": average(crude),
        "adjusted": average(point),
        "scv": unbiased,
        "coverage": covered(truth, lower, upper),
    }
