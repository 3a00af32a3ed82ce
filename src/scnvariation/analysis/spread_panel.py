"""The panel of spread: every measure of variation of every group, for each family of chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured
from scnvariation.analysis.spread_panel_counts import measure_counts
from scnvariation.analysis.spread_panel_groups import Compared, Panel, SpreadOptions
from scnvariation.analysis.spread_panel_values import measure_values
from scnvariation.analysis.variation_columns import PANEL

__all__ = ["PANEL", "Compared", "Panel", "SpreadOptions", "spread_panel"]

FEWEST_AREAS = 3
#: Where no area has an event, or every one nothing but events, areas are identical: nothing varies.
NO_VARIATION = {
    **dict.fromkeys(("range", "iqr", "cv", "cv_weighted", "scv", "chi2", "dispersion_index", "i2"), 0.0),
    **dict.fromkeys(("tau2", "between_variance", "gini", "theil"), 0.0),
    "chi2_p": 1.0,
    "typical_gap": 1.0,
    "true_p90_p10": 1.0,
}


def spread_panel(groups: Compared, options: SpreadOptions) -> Panel:
    """Measure the spread of every group.

    Parameters
    ----------
    groups : Compared
        The groups, of one statistic type.
    options : SpreadOptions
        About what, and how much.

    Returns
    -------
    Panel
        Numbers are NaN below three areas.
    """
    rows = groups.rows
    panel = measure_values(groups, options) if rows.family == "normal" else measure_counts(groups, options)
    alike = _nothing_to_vary(rows)
    if alike.any():
        for name, value in NO_VARIATION.items():
            panel.numbers[name][alike] = value
    few = rows.segments.lengths < FEWEST_AREAS
    if few.any():
        for values in panel.numbers.values():
            values[few] = np.nan
    return panel


def _nothing_to_vary(rows: Measured) -> NDArray[np.bool_]:
    """Mark the groups without any event, and those of proportions with nothing but events."""
    if rows.family == "normal":
        return np.zeros(rows.segments.n_groups, dtype=bool)
    events, size = rows.segments.sum(rows.count), rows.segments.sum(rows.size)
    return np.asarray((events == 0) | ((rows.family == "binomial") & (events == size)))
