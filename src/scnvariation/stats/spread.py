"""Variation statistics across areas, for many groups at once: the contents page of the `spread_*` modules."""

from __future__ import annotations

from scnvariation.stats.chance import ChanceOnly, chance
from scnvariation.stats.spread_heterogeneity import (
    chi2,
    chi2_normal,
    chi2_p,
    cv_weighted,
    dispersion_index,
    i2,
    tau2_moments,
)
from scnvariation.stats.spread_inequality import TheilSplit, gini, mld, theil, theil_corrected, theil_split
from scnvariation.stats.spread_rates import (
    RatePanel,
    cv,
    extremal_quotient,
    iqr,
    percentile_ratio,
    rate_panel,
    rate_range,
)
from scnvariation.stats.spread_scv import (
    multiple_admission_factor,
    own_expected,
    scv,
    scv_mcpherson,
    smallest_detectable_scv,
)

__all__ = [
    "ChanceOnly",
    "RatePanel",
    "TheilSplit",
    "chance",
    "chi2",
    "chi2_normal",
    "chi2_p",
    "cv",
    "cv_weighted",
    "dispersion_index",
    "extremal_quotient",
    "gini",
    "i2",
    "iqr",
    "mld",
    "multiple_admission_factor",
    "own_expected",
    "percentile_ratio",
    "rate_panel",
    "rate_range",
    "scv",
    "scv_mcpherson",
    "smallest_detectable_scv",
    "tau2_moments",
    "theil",
    "theil_corrected",
    "theil_split",
]
