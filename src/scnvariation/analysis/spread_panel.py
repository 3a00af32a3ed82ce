"""The panel of spread: every measure of variation of every group, for each family of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured
from scnvariation.options import About
from scnvariation.stats import beta_binomial, chance, gamma_poisson, normal_normal, spread

__all__ = ["PANEL", "Panel", "SpreadOptions", "spread_panel"]

FloatArray = NDArray[np.float64]

PANEL = (
    "extremal_quotient",
    "range",
    "iqr",
    "p95_p5",
    "p90_p10",
    "p75_p25",
    "p90_p10_chance",
    "extremal_quotient_chance",
    "cv",
    "cv_weighted",
    "scv",
    "scv_lower",
    "scv_upper",
    "scv_mcpherson",
    "chi2",
    "chi2_p",
    "dispersion_index",
    "i2",
    "tau2",
    "between_variance",
    "between_variance_lower",
    "between_variance_upper",
    "typical_gap",
    "typical_gap_lower",
    "typical_gap_upper",
    "gini",
    "theil",
    "smallest_detectable_scv",
)
ENDS = ("", "_lower", "_upper")
PERCENTILES = {"p95_p5": (0.95, 0.05), "p90_p10": (0.9, 0.1), "p75_p25": (0.75, 0.25)}


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


class Panel(NamedTuple):
    """Columns of the groups: numbers by name, and words by name."""

    numbers: dict[str, FloatArray]
    words: dict[str, NDArray[np.object_]]


def spread_panel(
    rows: Measured,
    statistic: str,
    polarity: NDArray[np.object_],
    england: FloatArray,
    options: SpreadOptions,
    seeds: NDArray[np.uint64],
) -> Panel:
    """Measure the spread of every group.

    Parameters
    ----------
    rows : Measured
        The groups, of one statistic type.
    statistic : str
        The type.
    polarity : ndarray of str, shape (n_groups,)
        Decides the adverse side of a proportion.
    england : ndarray of shape (n_groups,)
        England's level.
    options : SpreadOptions
        About what, and how much.
    seeds : ndarray of uint64, shape (n_groups,)
        One stream of random numbers per group.

    Returns
    -------
    Panel
        Numbers are NaN below three areas.
    """
    if rows.family == "normal":
        panel = _of_values(rows, options)
    else:
        panel = _of_counts(rows, statistic, polarity, england, options, seeds)
    few = rows.segments.lengths < spread.FEWEST_AREAS
    for values in panel.numbers.values():
        values[few] = np.nan
    return panel


def _of_counts(
    rows: Measured,
    statistic: str,
    polarity: NDArray[np.object_],
    england: FloatArray,
    options: SpreadOptions,
    seeds: NDArray[np.uint64],
) -> Panel:
    """Measure proportions, rates and ratios."""
    segments = rows.segments
    turned = _turned(rows, polarity)
    flip = segments.repeat(turned)
    count = np.where(flip, rows.size - rows.count, rows.count)
    level = segments.sum(count) / segments.sum(rows.size)
    centre = {
        "own": level,
        "england": np.where(turned, 1 - england, england),
        "given": np.ones_like(level) if statistic == "ratio" else level,
    }[options.about]
    expected = rows.size * segments.repeat(centre)
    factor = 1 - centre if rows.family == "binomial" else np.ones_like(level)
    about = "own" if options.about == "own" else "given"
    numbers = _ratios(count / rows.size, rows)
    numbers |= _of_expected(count, expected, rows, factor, about)
    if options.simulations:
        numbers |= _by_chance(count, rows, expected, options, seeds)
    measure = "median_rate_ratio" if rows.family == "poisson" else "median_odds_ratio"
    fitted = _gamma_poisson(count, rows, options) if rows.family == "poisson" else _beta(count, rows, options)
    sides = np.where(turned, "adverse", "as_given").astype(object)
    words = {"typical_gap_measure": np.full(segments.n_groups, measure, dtype=object), "side": sides}
    return Panel(numbers | fitted, words)


def _turned(rows: Measured, polarity: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether the complement is counted: where high is good, or, of neutral indicators, where it is the rarer."""
    if rows.family != "binomial":
        return np.zeros(rows.segments.n_groups, dtype=bool)
    level = rows.segments.sum(rows.count) / rows.segments.sum(rows.size)
    return np.where(polarity == "neutral", level > 0.5, polarity == "high_is_good").astype(bool)
