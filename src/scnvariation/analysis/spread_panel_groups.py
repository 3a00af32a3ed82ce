"""What the panel of spread is given, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from scnvariation.analysis.families import Measured
from scnvariation.analysis.variation_columns import ENDS
from scnvariation.options import About
from scnvariation.stats import spread
from scnvariation.stats.chance_draws import Kind
from scnvariation.stats.segments import Segments

__all__ = ["Compared", "Drawn", "Panel", "SpreadOptions", "by_chance", "standard_size", "stretched", "with_ends"]

FloatArray = NDArray[np.float64]
BESIDE_CHANCE = ("extremal_quotient", "p95_p5", "p90_p10", "p75_p25", "cv")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadOptions:
    """About what spread is measured, and how much of the slow work is wanted."""

    about: About = "own"
    intervals: bool = True
    simulations: int = 999
    seed: int = 0

    @property
    def level(self) -> float | None:
        """Coverage of intervals, None where none are wanted."""
        return 0.95 if self.intervals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The groups to be measured, of one statistic type.

    Attributes
    ----------
    rows : Measured
        Counts out of sizes in proportion to what is expected, or values with standard errors.
    statistic : str
        The type.
    polarity : ndarray of str, shape (n_groups,)
        Decides the adverse side of a proportion.
    england : ndarray of shape (n_groups,)
        England's level.
    seeds : ndarray of uint64, shape (n_groups,)
        One stream of random numbers per group.
    offset : ndarray of shape (n_rows,), optional
        How far the logit of each area's proportion lies from England's by age, sex or need.
    df_lost : ndarray of shape (n_groups,), optional
        Degrees of freedom that fitting the expected counts has cost each group, its own level apart; None where
        they were not fitted.
    """

    rows: Measured
    statistic: str
    polarity: NDArray[np.object_]
    england: FloatArray
    seeds: NDArray[np.uint64]
    offset: FloatArray | None = None
    df_lost: FloatArray | None = None

    @property
    def is_adjusted(self) -> bool:
        """Whether expected counts were fitted."""
        return self.df_lost is not None

    @property
    def slopes_lost(self) -> FloatArray | float:
        """Slopes that the fit of expected counts has cost each group; 0 where they were not fitted."""
        return 0.0 if self.df_lost is None else self.df_lost


class Panel(NamedTuple):
    """Columns of the groups: numbers by name, and words by name."""

    numbers: dict[str, FloatArray]
    words: dict[str, NDArray[np.object_]]


def with_ends(name: str, values: Sequence[FloatArray]) -> dict[str, FloatArray]:
    """Name an estimate and the ends of its interval."""
    return {f"{name}{end}": value for end, value in zip(ENDS, values, strict=True)}


def standard_size(size: FloatArray, offset: FloatArray | None, level: FloatArray) -> FloatArray:
    """Give the denominators that would have the same expected events if need were alike everywhere.

    Parameters
    ----------
    size, offset : ndarray of shape (n_rows,)
        Denominators, and how far the logit of each area's proportion lies from England's; None is nowhere.
    level : ndarray of shape (n_rows,)
        England's proportion.

    Returns
    -------
    ndarray of shape (n_rows,)
    """
    return size if offset is None else np.asarray(size * expit(logit(level) + offset) / level)


def stretched(values: FloatArray, centre: FloatArray, groups: Compared) -> FloatArray:
    """Stretch the distance of values from their centre by what the fit of expected counts has drawn them in.

    Squares about a centre have I - 1 degrees of freedom, of which a fit takes some more; the stretch puts them back,
    so that formulas made for I - 1 hold.
    """
    if groups.df_lost is None:
        return values
    segments = groups.rows.segments
    own = segments.lengths - 1.0
    left = np.maximum(own - groups.df_lost, np.finfo(np.float64).tiny)
    factor = np.where((own > 0) & (own > groups.df_lost), np.sqrt(own / left), 1.0)
    return np.asarray(centre + segments.repeat(factor) * (values - centre))


class Drawn(NamedTuple):
    """How chance draws: the law, and the people of each area where it needs them."""

    kind: Kind
    people: FloatArray | None = None


def by_chance(
    values: FloatArray, size: FloatArray, segments: Segments, groups: Compared, options: SpreadOptions, drawn: Drawn
) -> dict[str, FloatArray]:
    """Draw what chance alone gives, each group from its own stream; nothing where no draws are wanted."""
    if not options.simulations:
        return {}
    found = spread.chance(
        values,
        size,
        segments,
        seeds=groups.seeds,
        simulations=options.simulations,
        kind=drawn.kind,
        denominator=drawn.people,
    )
    envelopes = {f"{name}_chance{end}": getattr(found, f"{name}{end}").copy() for name in BESIDE_CHANCE for end in ENDS}
    return envelopes | {"chi2_p": found.chi2_p.copy()}
