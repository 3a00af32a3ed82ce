"""How often intervals of shares hold the true variation of the areas and networks present.

Designs: `middling`, 200 areas in 12 networks of 16 or 17, ln E with standard deviation .6 about a mean of 180, true
variance .01 by need, .0144 between networks, .0225 within; `no network effect`; `need between`, need .04, 85 per cent
of the variance of the covariate between networks; `unequal networks`, of 9 to 32 areas; `two covariates`, correlated
.3; `no need`, a covariate that explains nothing; `small counts`, a mean of 15; `five networks` of 17. Proportions
have the denominators that make their chance variance that of the counts, on the logit scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from evidence_studies.common import Estimate, average, covered, generator, share
from scnvariation.stats import nested

EQUAL = (17, 17, 17, 17, 17, 17, 17, 17, 16, 16, 16, 16)
UNEQUAL = (9, 11, 13, 14, 15, 17, 18, 20, 21, 23, 24, 32)
PARTS = ("need", "between", "within")
TEST = 0.05


@dataclass(frozen=True)
class Design:
    """True variances, networks, and the covariates."""

    need: float = 0.01
    between: float = 0.0144
    within: float = 0.0225
    networks: tuple[int, ...] = EQUAL
    mean_expected: float = 180.0
    x_between: float = 0.0
    covariates: int = 1


DESIGNS = {
    "middling": Design(),
    "no network effect": Design(between=0.0),
    "need between": Design(need=0.04, x_between=0.85),
    "unequal networks": Design(networks=UNEQUAL),
    "two covariates": Design(covariates=2),
    "no need": Design(need=0.0),
    "small counts": Design(mean_expected=15.0),
    "five networks": Design(networks=(17,) * 5),
}
OF_COUNTS = ("no need", "small counts", "five networks")


@dataclass(frozen=True)
class Cell:
    """A design, and counts or proportions of a level."""

    design: str
    data: str
    replicates: int = 1_000


CELLS = tuple(
    Cell(design, data)
    for data in ("counts", "proportions about .1", "proportions about .5")
    for design in DESIGNS
    if data == "counts" or design not in OF_COUNTS
)


class Drawn(NamedTuple):
    """One data set and the variances that its areas and networks really have."""

    observed: np.ndarray
    size: np.ndarray
    network: np.ndarray
    need: np.ndarray
    truth: np.ndarray


def covariates(rng, design, network):
    """Draw covariates of mean 0 and variance 1, together or one by one."""
    n_areas, n_networks = network.size, len(design.networks)
    own = rng.standard_normal((n_areas, design.covariates))
    shared = rng.standard_normal((n_networks, design.covariates))[network]
    x = np.sqrt(design.x_between) * shared + np.sqrt(1 - design.x_between) * own
    if design.covariates > 1:
        x[:, 1:] = 0.3 * x[:, :1] + np.sqrt(1 - 0.3**2) * x[:, 1:]
    return (x - x.mean(axis=0)) / x.std(axis=0)


def draw(rng, design, data):
    """Draw covariates, sizes, effects and events."""
    network = np.repeat(np.arange(len(design.networks)), design.networks)
    x = covariates(rng, design, network)
    by_need = x.sum(axis=1)
    by_need *= np.sqrt(design.need) / by_need.std()
    expected = design.mean_expected * np.exp(rng.normal(-0.18, 0.6, network.size))
    of_network = np.sqrt(design.between) * rng.standard_normal(len(design.networks))
    of_area = np.sqrt(design.within) * rng.standard_normal(network.size)
    predictor = by_need + of_network[network] + of_area
    truth = np.array([by_need.var(), of_network.var(ddof=1), of_area.var(ddof=1)])
    if data == "counts":
        return Drawn(rng.poisson(expected * np.exp(predictor)).astype(float), expected, network, x, truth)
    p = float(data.split()[-1])
    size = np.rint(expected / (p * (1 - p)))
    x_events = rng.binomial(size.astype(int), expit(logit(p) + predictor)).astype(float)
    return Drawn(x_events, size, network, x, truth)


def measure(cell):
    """Analyse all data sets of a cell."""
    rng = generator(cell)
    design = DESIGNS[cell.design]
    family = "poisson" if cell.data == "counts" else "binomial"
    found, truths = [], []
    for _ in range(cell.replicates):
        drawn = draw(rng, design, cell.data)
        one = nested.shares(*drawn[:4], family=family, seed=int(rng.integers(2**31)))
        if one.converged:
            found.append(one)
            truths.append(drawn.truth)
    truths = np.array(truths)
    present = truths / truths.sum(axis=1, keepdims=True)
    process = np.array([design.need, design.between, design.within])
    process /= process.sum()
    points = np.array([[one.need, one.between, one.within] for one in found])
    points /= points.sum(axis=1, keepdims=True)
    realised = np.array([one.realised for one in found])
    population = np.array([one.population for one in found])
    row = {"design": cell.design, "data": cell.data, "replicates": cell.replicates}
    row["fitted"] = share(np.arange(cell.replicates) < len(found))
    for part, name in enumerate(PARTS):
        row[f"realised_{name}"] = covered(present[:, part], *realised[:, part].T)
    for part, name in enumerate(PARTS):
        row[f"population_{name}"] = covered(process[part], *population[:, part].T)
    for part, name in enumerate(PARTS):
        width = realised[:, part, 1] - realised[:, part, 0]
        row[f"width_{name}"] = Estimate(float(np.median(width)), average(width).error)
    for part, name in enumerate(PARTS):
        row[f"bias_{name}"] = average(points[:, part] - present[:, part])
    row["network_p"] = share([one.network_p <= TEST for one in found])
    row["network_check_p"] = share([one.network_check_p <= TEST for one in found])
    row["need_p"] = share([one.need_p <= TEST for one in found])
    return row
