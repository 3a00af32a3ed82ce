"""The panel of spread: every measure of variation of every group, for each family of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured
from scnvariation.options import About
from scnvariation.stats import beta_binomial, gamma_poisson, normal_normal, spread
from scnvariation.stats.chance import Kind
from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_scv import Level

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
FEWEST_AREAS = 3
#: Where no area has an event, or every one nothing but events, areas are identical: nothing varies.
NO_VARIATION = {
    **dict.fromkeys(("range", "iqr", "cv", "cv_weighted", "scv", "chi2", "dispersion_index", "i2"), 0.0),
    **dict.fromkeys(("tau2", "between_variance", "gini", "theil"), 0.0),
    "chi2_p": 1.0,
    "typical_gap": 1.0,
}


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


class Drawn(NamedTuple):
    """How chance draws: the law, and one seed per group."""

    kind: Kind
    seeds: NDArray[np.uint64]


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
        panel = _of_values(rows, options, seeds)
    else:
        panel = _of_counts(rows, statistic, polarity, england, options, seeds)
    alike = _nothing_to_vary(rows)
    for name, value in NO_VARIATION.items():
        panel.numbers[name][alike] = value
    few = rows.segments.lengths < FEWEST_AREAS
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
    turned = _turned(rows, polarity, england)
    count = np.where(segments.repeat(turned), rows.size - rows.count, rows.count)
    level = segments.sum(count) / segments.sum(rows.size)
    centre = {
        "own": level,
        "england": np.where(turned, 1 - england, england),
        "given": np.ones_like(level) if statistic == "ratio" else level,
    }[options.about]
    expected = rows.size * segments.repeat(centre)
    factor = 1 - centre if rows.family == "binomial" else np.ones_like(level)
    numbers = spread.rate_panel(count / rows.size, segments)._asdict()
    numbers |= _of_expected(count, expected, segments, factor, options)
    kind: Kind = "hypergeometric" if rows.family == "binomial" else "multinomial"
    numbers |= _by_chance(count, rows.size, segments, options, Drawn(kind, seeds))
    fitted = _gamma_poisson if rows.family == "poisson" else _beta_binomial
    measure = "median_rate_ratio" if rows.family == "poisson" else "median_odds_ratio"
    numbers |= fitted(count, rows.size, segments, options.level)
    words = {
        "typical_gap_measure": np.full(segments.n_groups, measure, dtype=object),
        "side": np.where(turned, "complement", "as_given").astype(object),
    }
    return Panel(numbers, words)


def _nothing_to_vary(rows: Measured) -> NDArray[np.bool_]:
    """Mark the groups without any event, and those of proportions with nothing but events."""
    if rows.family == "normal":
        return np.zeros(rows.segments.n_groups, dtype=bool)
    events, size = rows.segments.sum(rows.count), rows.segments.sum(rows.size)
    return np.asarray((events == 0) | ((rows.family == "binomial") & (events == size)))


def _turned(rows: Measured, polarity: NDArray[np.object_], england: FloatArray) -> NDArray[np.bool_]:
    """Whether the complement is counted: where high is good, or, of neutral indicators, where it is the rarer."""
    if rows.family != "binomial":
        return np.zeros(rows.segments.n_groups, dtype=bool)
    return np.where(polarity == "neutral", england > 0.5, polarity == "high_is_good").astype(bool)


def _of_expected(
    count: FloatArray, expected: FloatArray, segments: Segments, factor: FloatArray, options: SpreadOptions
) -> dict[str, FloatArray]:
    """Measure counts against expected ones; `factor` is 1 - p for proportions, 1 for counts."""
    about: Level = "own" if options.about == "own" else "given"
    lengths = segments.lengths
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing is expected where there is no event at all
        chi2 = spread.chi2(count, expected, segments, chance=factor)
        return {
            "cv": spread.cv(count / expected, segments),
            "cv_weighted": spread.cv_weighted(count, expected, segments),
            "scv": spread.scv(count, expected, segments, chance=factor, about=about),
            "scv_mcpherson": spread.scv_mcpherson(count, expected, segments, chance=factor, about=about),
            "chi2": chi2,
            "chi2_p": spread.chi2_p(chi2, lengths),
            "dispersion_index": spread.dispersion_index(chi2, lengths),
            "i2": spread.i2(chi2, lengths),
            "tau2": spread.tau2_moments(count, expected, segments, chance=factor),
            "gini": spread.gini(count, expected, segments),
            "theil": spread.theil(count, expected, segments),
            "smallest_detectable_scv": spread.smallest_detectable_scv(expected, segments, chance=factor),
        }


def _by_chance(
    values: FloatArray, size: FloatArray, segments: Segments, options: SpreadOptions, drawn: Drawn
) -> dict[str, FloatArray]:
    """Draw what chance alone gives, each group from its own stream; nothing where no draws are wanted."""
    if not options.simulations:
        return {}
    found = spread.chance(values, size, segments, seeds=drawn.seeds, simulations=options.simulations, kind=drawn.kind)
    return {
        "p90_p10_chance": found.p90_p10,
        "extremal_quotient_chance": found.extremal_quotient,
        "chi2_p": found.chi2_p,
    }


def _gamma_poisson(
    count: FloatArray, size: FloatArray, segments: Segments, level: float | None
) -> dict[str, FloatArray]:
    """Fit the law of true rates, and what follows from its variance."""
    fit = gamma_poisson.fit(count, size, segments, level=level)
    with np.errstate(divide="ignore"):
        variances = (fit.v, fit.v_lower, fit.v_upper)
        gaps = [_no_gap_without(v, gamma_poisson.typical_gap(1.0 / v)) for v in variances]
    return _with_ends("between_variance", variances) | _with_ends("typical_gap", gaps) | _scv_ends(variances)


def _beta_binomial(
    count: FloatArray, size: FloatArray, segments: Segments, level: float | None
) -> dict[str, FloatArray]:
    """Fit the law of true proportions; variances are relative to the mean of the side counted."""
    fit = beta_binomial.fit(count, size, segments, level=level)
    rhos = (fit.rho, fit.rho_lower, fit.rho_upper)
    with np.errstate(divide="ignore", invalid="ignore"):
        variances = [rho * (1 - fit.mu) / fit.mu for rho in rhos]
        totals = [1.0 / rho - 1.0 for rho in rhos]
        gaps = [
            _no_gap_without(rho, beta_binomial.typical_gap(fit.mu * total, (1 - fit.mu) * total))
            for rho, total in zip(rhos, totals, strict=True)
        ]
    return _with_ends("between_variance", variances) | _with_ends("typical_gap", gaps) | _scv_ends(variances)


def _no_gap_without(variance: FloatArray, gap: FloatArray) -> FloatArray:
    """Set the gap to 1 where areas do not differ, and to infinity where nothing bounds them."""
    return np.where(variance == 0, 1.0, np.where(np.isposinf(variance), np.inf, gap))


def _with_ends(name: str, values: Sequence[FloatArray]) -> dict[str, FloatArray]:
    return {f"{name}{end}": value for end, value in zip(ENDS, values, strict=True)}


def _scv_ends(variances: Sequence[FloatArray]) -> dict[str, FloatArray]:
    """Take the interval of SCV from the law: both are the relative variance of true rates."""
    return {"scv_lower": variances[1], "scv_upper": variances[2]}


def _of_values(rows: Measured, options: SpreadOptions, seeds: NDArray[np.uint64]) -> Panel:
    """Measure means and estimates: normal theory, differences instead of ratios."""
    segments, value = rows.segments, rows.value
    nothing = np.full(segments.n_groups, np.nan)
    fit = normal_normal.fit(value, rows.se, segments, level=options.level)
    variances = (fit.tau2, fit.tau2_lower, fit.tau2_upper)
    chi2 = spread.chi2_normal(value, rows.se, segments)
    numbers = dict.fromkeys(PANEL, nothing) | spread.rate_panel(value, segments)._asdict()
    numbers |= {
        "cv": spread.cv(value, segments),
        "chi2": chi2,
        "chi2_p": spread.chi2_p(chi2, segments.lengths),
        "dispersion_index": spread.dispersion_index(chi2, segments.lengths),
        "i2": spread.i2(chi2, segments.lengths),
        "tau2": fit.tau2,
        **_with_ends("between_variance", variances),
        **_with_ends("typical_gap", [normal_normal.typical_gap(tau2) for tau2 in variances]),
    }
    numbers |= _by_chance(value, rows.se, segments, options, Drawn("normal", seeds))
    measure = np.full(segments.n_groups, "median_difference", dtype=object)
    return Panel(
        {name: values.copy() for name, values in numbers.items()},
        {"typical_gap_measure": measure, "side": np.full(segments.n_groups, "as_given", dtype=object)},
    )
