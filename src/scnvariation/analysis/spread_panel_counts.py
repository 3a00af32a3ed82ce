"""The panel of spread of proportions, rates and ratios."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.spread_panel_groups import (
    Compared,
    Drawn,
    Panel,
    SpreadOptions,
    by_chance,
    standard_size,
    stretched,
)
from scnvariation.analysis.spread_panel_laws import beta_binomial_columns, gamma_poisson_columns
from scnvariation.stats import spread
from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_scv import Level

__all__ = ["measure_counts"]

FloatArray = NDArray[np.float64]
#: Largest expected proportion: beyond, chance would have nothing left to vary.
NEARLY_ALL = 0.99


def measure_counts(groups: Compared, options: SpreadOptions) -> Panel:
    """Measure proportions, rates and ratios.

    Parameters
    ----------
    groups : Compared
        Of one statistic type.
    options : SpreadOptions
        About what, and how much.

    Returns
    -------
    Panel
    """
    rows, segments = groups.rows, groups.rows.segments
    turned = _turned(groups)
    on_other_side = segments.repeat(turned)
    count = np.where(on_other_side, rows.size - rows.count, rows.count)
    offset = None if groups.offset is None else np.where(on_other_side, -groups.offset, groups.offset)
    england = np.where(turned, 1 - groups.england, groups.england)
    base = standard_size(rows.size, offset, segments.repeat(england))
    level = segments.sum(count) / segments.sum(base)
    centre = {"own": level, "england": england, "given": _as_given(groups, level)}[options.about]
    expected = base * segments.repeat(centre)
    numbers = spread.rate_panel(count / base, segments)._asdict()
    numbers |= _of_ratios(count, expected, segments)
    if offset is None:
        free = 1 - centre if rows.family == "binomial" else np.ones_like(level)
        numbers |= _of_expected(groups, count, expected, options, free)
        kind = Drawn("hypergeometric" if rows.family == "binomial" else "multinomial")
        numbers |= by_chance(_fair(groups, count, base, level), base, segments, groups, options, kind)
    else:
        # Chance differs between areas with their expected proportions. Counts over 1 - p have the chance of Poisson.
        free = 1 - np.minimum(expected / rows.size, NEARLY_ALL)
        numbers |= _of_expected(groups, count / free, expected / free, options, np.ones_like(level))
        own = np.minimum(base * segments.repeat(level), NEARLY_ALL * rows.size)
        drawn = Drawn("binomial", rows.size)
        numbers |= by_chance(_fair(groups, count, base, level), own, segments, groups, options, drawn)
    if rows.family == "poisson":
        numbers |= gamma_poisson_columns(count, base, segments, options.level)
    else:
        numbers |= beta_binomial_columns(count, rows.size, offset, segments, options.level)
    gap = "median_rate_ratio" if rows.family == "poisson" else "median_odds_ratio"
    words = {
        "typical_gap_measure": np.full(segments.n_groups, gap, dtype=object),
        "side": np.where(turned, "complement", "as_given").astype(object),
    }
    return Panel(numbers, words)


def _turned(groups: Compared) -> NDArray[np.bool_]:
    """Whether the complement is counted: where high is good, or, of neutral indicators, where it is the rarer."""
    if groups.rows.family != "binomial":
        return np.zeros(groups.rows.segments.n_groups, dtype=bool)
    polarity = groups.polarity
    return np.where(polarity == "neutral", groups.england > 0.5, polarity == "high_is_good").astype(bool)


def _as_given(groups: Compared, level: FloatArray) -> FloatArray:
    """Give the level of expected counts as given: 1 for a ratio, England's where they were fitted over England."""
    if groups.statistic != "ratio":
        return level
    return groups.england if groups.is_adjusted else np.ones_like(level)


def _fair(groups: Compared, count: FloatArray, base: FloatArray, level: FloatArray) -> FloatArray:
    """Put back what fitting has taken from the squares about the own level, so that draws are compared with like."""
    return stretched(count, base * groups.rows.segments.repeat(level), groups)


def _of_ratios(count: FloatArray, expected: FloatArray, segments: Segments) -> dict[str, FloatArray]:
    """Describe the ratios of counts to expected ones, chance included."""
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing is expected where there is no event at all
        return {
            "cv": spread.cv(count / expected, segments),
            "cv_weighted": spread.cv_weighted(count, expected, segments),
            "gini": spread.gini(count, expected, segments),
            "theil": spread.theil(count, expected, segments),
        }


def _of_expected(
    groups: Compared, count: FloatArray, expected: FloatArray, options: SpreadOptions, free: FloatArray
) -> dict[str, FloatArray]:
    """Measure counts against expected ones; `free` is 1 - p for proportions, 1 for counts."""
    about: Level = "own" if options.about == "own" else "given"
    segments, lengths, lost = groups.rows.segments, groups.rows.segments.lengths, groups.slopes_lost
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing is expected where there is no event at all
        chi2 = spread.chi2(count, expected, segments, chance=free)
        return {
            "scv": spread.scv(count, expected, segments, chance=free, about=about, slopes_lost=lost),
            "scv_mcpherson": spread.scv_mcpherson(count, expected, segments, chance=free, about=about),
            "chi2": chi2,
            "chi2_p": spread.chi2_p(chi2, lengths, slopes_lost=lost),
            "dispersion_index": spread.dispersion_index(chi2, lengths, slopes_lost=lost),
            "i2": spread.i2(chi2, lengths, slopes_lost=lost),
            "tau2": spread.tau2_moments(count, expected, segments, chance=free, slopes_lost=lost),
            "smallest_detectable_scv": spread.smallest_detectable_scv(expected, segments, chance=free),
        }
