"""Over-dispersion, all public names: scales, phi, tau2, the delete-one law and the published presets."""

from __future__ import annotations

from scnvariation.stats.delete_one import DeleteOne, delete_one, refit_lines
from scnvariation.stats.dispersion_phi import heterogeneity, phi, tau2_from_phi
from scnvariation.stats.dispersion_tau2 import tau2
from scnvariation.stats.dispersion_trim import phi_under_chance, truncation, winsorised
from scnvariation.stats.presets import PublishedAdjustment, cqc2012, shmi, spiegelhalter2005
from scnvariation.stats.scales import chance_sd, from_scale, to_scale, zscore

__all__ = [
    "DeleteOne",
    "PublishedAdjustment",
    "chance_sd",
    "cqc2012",
    "delete_one",
    "from_scale",
    "heterogeneity",
    "phi",
    "phi_under_chance",
    "refit_lines",
    "shmi",
    "spiegelhalter2005",
    "tau2",
    "tau2_from_phi",
    "to_scale",
    "truncation",
    "winsorised",
    "zscore",
]
