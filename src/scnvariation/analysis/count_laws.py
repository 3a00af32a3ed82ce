"""Count laws: each area against the gamma-Poisson or beta-binomial law of the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scnvariation.analysis.blocks import Block
from scnvariation.analysis.exact import Limits
from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.lines import Lines
from scnvariation.stats import beta_binomial, count_limits, count_predictive, gamma_poisson
from scnvariation.stats.segments import Segments

__all__ = ["BetaBinomialLines", "CountLaw", "GammaPoissonLines", "count_law"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLaw:
    """P-values of the rows, and the law of each group without the areas it flags.

    Attributes
    ----------
    z, p : ndarray of shape (n_rows,)
        Two-sided P-value, and the normal score with its tail.
    tau2 : ndarray of shape (n_groups,)
        Variance of the true ratios to the mean.
    lines : Lines or None
        Limits of the law.
    """

    z: FloatArray
    p: FloatArray
    tau2: FloatArray
    lines: Lines | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaPoissonLines:
    """Limits of a gamma-Poisson law."""

    mean: FloatArray
    v: FloatArray
    levels: tuple[float, ...]

    def at(self, size: FloatArray, group: IntArray) -> Limits:
        """Give limits about each group's mean."""
        lower, upper = count_limits.gamma_poisson_limits(size * self.mean[group], self.v[group], levels=self.levels)
        return Limits(lower / size, upper / size)


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaBinomialLines:
    """Limits of a beta-binomial law."""

    mu: FloatArray
    rho: FloatArray
    levels: tuple[float, ...]

    def at(self, size: FloatArray, group: IntArray) -> Limits:
        """Give limits about each group's mean."""
        whole = np.maximum(np.round(size), 1.0)
        lower, upper = count_limits.beta_binomial_limits(whole, self.mu[group], self.rho[group], levels=self.levels)
        return Limits(lower / whole, upper / whole)


def count_law(block: Block, options: FunnelOptions) -> CountLaw:
    """Judge counts by the delete-one law of their family.

    Parameters
    ----------
    block : Block
        Proportions, rates or ratios.
    options : FunnelOptions
        Levels, and whether lines are wanted.

    Returns
    -------
    CountLaw
    """
    rows = block.rows
    if rows.family == "binomial":
        tails = count_predictive.beta_binomial_tails(rows.count, rows.size, rows.segments)
    else:
        expected = rows.size * block.centre
        tails = count_predictive.gamma_poisson_tails(np.round(rows.count), expected, rows.segments)
    sign = np.where(tails.upper < tails.lower, 1.0, -1.0)
    z = sign * np.abs(ndtri(np.maximum(tails.p / 2.0, 1e-300)))
    if options.flags_only:
        return CountLaw(z=z, p=tails.p, tau2=np.full(rows.segments.n_groups, np.nan), lines=None)
    tau2, lines = _law(block, tails.p < options.tails[-1], options)
    return CountLaw(z=z, p=tails.p, tau2=tau2, lines=lines)


def _law(block: Block, flagged: NDArray[np.bool_], options: FunnelOptions) -> tuple[FloatArray, Lines]:
    """Fit the law of each group without the areas it flags."""
    rows = block.rows
    left = rows.segments.sum((~flagged).astype(np.float64))
    keep = ~flagged | rows.segments.repeat(left < 1)
    kept = Segments.from_lengths(rows.segments.sum(keep.astype(np.float64)).astype(np.int64))
    if rows.family == "binomial":
        binomial = beta_binomial.fit(rows.count[keep], rows.size[keep], kept, level=None)
        mu = np.where(np.isfinite(binomial.mu), binomial.mu, block.benchmark)
        rho = np.nan_to_num(binomial.rho)
        with np.errstate(divide="ignore", invalid="ignore"):
            v = np.nan_to_num(rho * (1 - mu) / mu)
        return v, BetaBinomialLines(mu=mu, rho=rho, levels=options.levels)
    poisson = gamma_poisson.fit(rows.count[keep], (rows.size * block.centre)[keep], kept, level=None)
    mean = block.benchmark * np.where(np.isfinite(poisson.mu), poisson.mu, 1.0)
    v = np.nan_to_num(poisson.v)
    return v, GammaPoissonLines(mean=mean, v=v, levels=options.levels)
