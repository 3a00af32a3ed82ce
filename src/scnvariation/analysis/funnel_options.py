"""The options of limits and flags, checked once at the door."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scnvariation.analysis.families import Family
from scnvariation.options import Basis, Estimator, LimitMethod, Overdispersion, check_option

__all__ = ["FunnelOptions", "applies_to"]

PRESET_FAMILIES: dict[str, frozenset[Family]] = {
    "shmi": frozenset({"poisson"}),
    "gamma_poisson": frozenset({"poisson"}),
    "beta_binomial": frozenset({"binomial"}),
    "spiegelhalter2005": frozenset({"binomial", "poisson"}),
    "cqc2012": frozenset({"binomial", "poisson"}),
}
EVERY_FAMILY: frozenset[Family] = frozenset({"binomial", "poisson", "normal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelOptions:
    """How limits and flags are made.

    Attributes
    ----------
    levels : tuple of float
        Coverages, ascending.
    method, overdispersion, basis, estimator : str
        Words of the closed lists.
    trim : float or None
        Share trimmed at each end; None is what the option itself says: nothing, or a tenth in the presets.
    consistent : bool
        Whether the bias of trimming is divided out.
    flags_only : bool
        Whether only the two statuses are wanted.
    """

    levels: tuple[float, ...]
    method: LimitMethod = "exact"
    overdispersion: Overdispersion = "predictive"
    basis: Basis = "auto"
    estimator: Estimator = "dl"
    trim: float | None = None
    consistent: bool = False
    flags_only: bool = False

    def __post_init__(self) -> None:
        check_option("method", self.method, LimitMethod)
        check_option("overdispersion", self.overdispersion, Overdispersion)
        check_option("basis", self.basis, Basis)
        check_option("estimator", self.estimator, Estimator)

    @property
    def normal_quantiles(self) -> NDArray[np.float64]:
        """Upper normal point of each level."""
        return np.asarray(ndtri([(1 + level) / 2 for level in self.levels]), dtype=np.float64)

    @property
    def tails(self) -> NDArray[np.float64]:
        """Two-sided tail beyond each level."""
        return 1.0 - np.asarray(self.levels)


def applies_to(overdispersion: str, family: Family) -> bool:
    """Whether an option is defined for a family of chance."""
    return family in PRESET_FAMILIES.get(overdispersion, EVERY_FAMILY)
