"""Ground floor: arrays in, arrays out; no pandas, no text, no drawing; many groups at once."""

from scnvariation.stats import (
    beta_binomial,
    dispersion,
    exact,
    gamma_poisson,
    intervals,
    limits,
    multiplicity,
    normal_normal,
    segments,
    spread,
)

__all__ = [
    "beta_binomial",
    "dispersion",
    "exact",
    "gamma_poisson",
    "intervals",
    "limits",
    "multiplicity",
    "normal_normal",
    "segments",
    "spread",
]
