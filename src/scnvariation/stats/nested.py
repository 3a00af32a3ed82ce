"""Areas within networks: the contents page of the `nested_*` modules.

The model: `nested_prepare` (areas sorted by network, common units) and `nested_laws` (chance within an area).
Its likelihood: `nested_laplace` and `nested_quadrature` integrate the effects out, `nested_newton` maximises,
`nested_ml` and `nested_reml` say what. The answers: `nested_estimates` (`fit`, `one_level`) and `nested_shares`, with
`nested_need`, the limits of a process by `nested_profile` and `nested_mover`, and those of the areas at hand by
`nested_posterior`. Closed forms for tables of many indicators: `nested_moments`, `nested_between_share`.
"""

from __future__ import annotations

from scnvariation.stats.nested_between_share import BetweenShare, between_share
from scnvariation.stats.nested_estimates import NestedFit, OneLevel, fit, one_level, typical_gap
from scnvariation.stats.nested_moments import Moments, moments, moments_normal
from scnvariation.stats.nested_shares import NestedShares, shares

__all__ = [
    "BetweenShare",
    "Moments",
    "NestedFit",
    "NestedShares",
    "OneLevel",
    "between_share",
    "fit",
    "moments",
    "moments_normal",
    "one_level",
    "shares",
    "typical_gap",
]
