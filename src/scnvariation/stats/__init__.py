"""Ground floor: arrays in, arrays out; no pandas, no text, no drawing; many groups at once."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scnvariation.stats import (
        beta_binomial,
        bootstrap,
        change,
        dispersion,
        exact,
        gamma_poisson,
        intervals,
        limits,
        multiplicity,
        need,
        nested,
        normal_normal,
        segments,
        spread,
    )

__all__ = [
    "beta_binomial",
    "bootstrap",
    "change",
    "dispersion",
    "exact",
    "gamma_poisson",
    "intervals",
    "limits",
    "multiplicity",
    "need",
    "nested",
    "normal_normal",
    "segments",
    "spread",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load a module when it is first asked for (PEP 562): one of them does not bring all the others."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        """List the modules, loaded or not."""
        return sorted({*globals(), *__all__})
