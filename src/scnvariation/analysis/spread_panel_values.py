"""The panel of spread of means and estimates: normal theory, differences instead of ratios."""

from __future__ import annotations

import numpy as np

from scnvariation.analysis.spread_panel_groups import (
    Compared,
    Drawn,
    Panel,
    SpreadOptions,
    by_chance,
    stretched,
    with_ends,
)
from scnvariation.analysis.variation_columns import PANEL
from scnvariation.stats import normal_normal, spread

__all__ = ["measure_values"]


def measure_values(groups: Compared, options: SpreadOptions) -> Panel:
    """Measure means and estimates.

    Parameters
    ----------
    groups : Compared
        Of one statistic type.
    options : SpreadOptions
        How much.

    Returns
    -------
    Panel
        NaN for every measure that is defined for counts only.
    """
    segments, value, se = groups.rows.segments, groups.rows.value, groups.rows.se
    level = segments.repeat(segments.sum(value / se**2) / segments.sum(1.0 / se**2))
    fair = stretched(value, level, groups)
    fit = normal_normal.fit(fair, se, segments, level=options.level)
    variances = (fit.tau2, fit.tau2_lower, fit.tau2_upper)
    chi2 = spread.chi2_normal(value, se, segments)
    numbers = dict.fromkeys(PANEL, np.full(segments.n_groups, np.nan)) | spread.rate_panel(value, segments)._asdict()
    numbers |= {
        "cv": spread.cv(value, segments),
        "chi2": chi2,
        "chi2_p": spread.chi2_p(chi2, segments.lengths, slopes_lost=groups.slopes_lost),
        "dispersion_index": spread.dispersion_index(chi2, segments.lengths, slopes_lost=groups.slopes_lost),
        "i2": spread.i2(chi2, segments.lengths, slopes_lost=groups.slopes_lost),
        "tau2": fit.tau2,
        **with_ends("between_variance", variances),
        **with_ends("typical_gap", [normal_normal.typical_gap(tau2) for tau2 in variances]),
    }
    numbers |= by_chance(fair, se, segments, groups, options, Drawn("normal"))
    measure = np.full(segments.n_groups, "median_difference", dtype=object)
    return Panel(
        {name: values.copy() for name, values in numbers.items()},
        {"typical_gap_measure": measure, "side": np.full(segments.n_groups, "as_given", dtype=object)},
    )
