"""What the studies share: estimates with their Monte-Carlo error, seeds, and the laws data are drawn from."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import numpy as np
from scipy import optimize
from scipy.special import expit, ndtri, roots_hermitenorm

from scnvariation.stats.segments import Segments

SEED = 20130401
UPPER_QUARTILE = float(ndtri(0.75))
NODES, NODE_WEIGHTS = roots_hermitenorm(61)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()


class Estimate(NamedTuple):
    """A number of a table and its Monte-Carlo error."""

    value: float
    error: float


def share(hits):
    """Estimate how often something happens; never or always is not known without error either."""
    hits = np.asarray(hits)
    near = (hits.sum() + 2) / (hits.size + 4)
    return Estimate(float(hits.mean()), float(np.sqrt(near * (1 - near) / hits.size)))


def average(values):
    """Estimate a mean."""
    values = np.asarray(values, dtype=float)
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)))


def covered(truth, lower, upper):
    """Estimate how often an interval holds the truth."""
    return share((lower <= truth) & (truth <= upper))


def generator(cell):
    """Give a cell a stream of its own, so that cells may be computed alone and in any order."""
    return np.random.default_rng((SEED, zlib.crc32(repr(cell).encode())))


def areas(data_sets, n_areas):
    """Lay data sets of equal length end to end."""
    return Segments.from_lengths(np.full(data_sets, n_areas))


def fixed_sizes(n_areas, mean):
    """Spread sizes like a lognormal law with standard deviation .6 of the logarithm."""
    raw = np.exp(0.6 * ndtri((np.arange(n_areas) + 0.5) / n_areas))
    return raw * mean / raw.mean()


def drawn_sizes(rng, mean, rows):
    """Draw sizes from that law."""
    return mean * np.exp(rng.normal(-0.18, 0.6, rows))


def relative_rates(rng, law, v, rows):
    """Draw rates with mean 1 and variance v."""
    if v == 0:
        return np.ones(rows)
    if law == "gamma":
        return rng.gamma(1 / v, v, rows)
    sigma = lognormal_sigma(v)
    return np.exp(rng.normal(-(sigma**2) / 2, sigma, rows))


def lognormal_sigma(v):
    """Give the standard deviation of the logarithm that makes the relative variance v."""
    return float(np.sqrt(np.log1p(v)))


def proportions(rng, law, p, v, rows):
    """Draw proportions with mean p and relative variance v."""
    if v == 0:
        return np.full(rows, p)
    if law == "beta":
        total = (1 - p) / (p * v) - 1
        return rng.beta(p * total, (1 - p) * total, rows)
    centre, sigma = logit_normal(p, v)
    return expit(rng.normal(centre, sigma, rows))


def logit_normal(p, v):
    """Find centre and standard deviation of the logit that give mean p and relative variance v."""

    def centre_of(sigma):
        return optimize.brentq(lambda centre: NODE_WEIGHTS @ expit(centre + sigma * NODES) - p, -20, 20, xtol=1e-12)

    def excess(sigma):
        return NODE_WEIGHTS @ (expit(centre_of(sigma) + sigma * NODES) / p - 1) ** 2 - v

    sigma = optimize.brentq(excess, 1e-6, 3, xtol=1e-10)
    return centre_of(sigma), sigma


def gap_of_sigma(sigma):
    """Give the typical gap of a normal law of the logarithm or logit."""
    return float(np.exp(np.sqrt(2) * UPPER_QUARTILE * sigma))
