"""What an over-dispersion option makes of a block, and the scales it works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from scnvariation.analysis.blocks import Block
from scnvariation.analysis.families import Family
from scnvariation.analysis.lines import Lines
from scnvariation.stats import dispersion
from scnvariation.stats.scales import Scale

__all__ = ["SCALES", "Adjusted", "Scaled", "on_scale", "passed", "two_sided"]

FloatArray = NDArray[np.float64]
SCALES: dict[Family, Scale] = {"binomial": "arcsine", "poisson": "sqrt", "normal": "identity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """What an option makes of a block.

    Attributes
    ----------
    z, p : ndarray of shape (n_rows,)
        Adjusted z-score and two-sided P-value; NaN where not computed. P is NaN where only flags are wanted.
    side : ndarray of int8, shape (n_rows,)
        Limits passed, negative below.
    phi, tau2 : ndarray of shape (n_groups,)
        Of the option.
    scale : str
        Scale of `tau2`.
    lines : Lines or None
        Adjusted limit lines.
    reason : str
        Why rows with NaN were not computed.
    """

    z: FloatArray
    p: FloatArray
    side: NDArray[np.int8]
    phi: FloatArray
    tau2: FloatArray
    scale: str
    lines: Lines | None
    reason: str = "too_few_areas"


class Scaled(NamedTuple):
    """A block on a variance-stabilised scale: values, chance sd, target of each group."""

    y: FloatArray
    s: FloatArray
    target: FloatArray


def on_scale(block: Block, scale: Scale) -> Scaled:
    """Put values, their chance sd and the benchmark on a scale.

    Poisson counts are taken as observed over expected at the benchmark. Where nothing is expected, nothing can
    differ: such rows lie on the target with unit sd.
    """
    rows, centre = block.rows, block.centre
    if rows.family == "normal":
        return Scaled(rows.value, rows.se, block.benchmark)
    unit = centre if rows.family == "poisson" else np.ones_like(centre)
    expected = rows.size * unit
    possible = expected > 0
    safe = np.where(possible, expected, 1.0)
    target = dispersion.to_scale(np.ones_like(block.benchmark) if rows.family == "poisson" else block.benchmark, scale)
    y = np.where(possible, dispersion.to_scale(rows.count / safe, scale), rows.segments.repeat(target))
    return Scaled(y, dispersion.chance_sd(safe, scale), target)


def passed(z: FloatArray, p: FloatArray, tails: FloatArray) -> NDArray[np.int8]:
    """Count the levels whose two-sided tail a P-value is below, negative where z is."""
    beyond = (p[None, :] < tails[:, None]).sum(axis=0)
    return np.asarray(np.where(np.signbit(z), -beyond, beyond), dtype=np.int8)


def two_sided(z: FloatArray) -> FloatArray:
    """Give the two-sided normal P-value of a z-score."""
    return np.asarray(2.0 * ndtr(-np.abs(z)), dtype=np.float64)
