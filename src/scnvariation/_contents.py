"""Where each public name lives: it is fetched when first asked for, so that the import itself loads nothing heavy."""

from __future__ import annotations

import sys
from importlib import import_module

__all__ = ["HOMES", "__dir__", "__getattr__"]

PACKAGE = "scnvariation"
HOMES = {
    "DisclosureRule": "scnvariation.report.disclosure",
    "Indicators": "scnvariation.indicators",
    "area_lookup": "scnvariation.framework",
    "catalogue": "scnvariation.framework",
    "change": "scnvariation.analysis.change",
    "check": "scnvariation.io.read",
    "domains": "scnvariation.framework",
    "funnel": "scnvariation.analysis.funnel",
    "funnel_table": "scnvariation.analysis.funnel_table",
    "load_sample": "scnvariation.io.sample",
    "network_areas": "scnvariation.framework",
    "networks": "scnvariation.framework",
    "overview": "scnvariation.analysis.overview",
    "rates": "scnvariation.analysis.rates",
    "read_indicators": "scnvariation.io.read",
    "shares": "scnvariation.analysis.shares",
    "stats": "scnvariation",
    "strategic_clinical_networks": "scnvariation.framework",
    "trend": "scnvariation.analysis.trend",
    "variation": "scnvariation.analysis.variation",
    "variation_pack": "scnvariation.report.pack",
    "write_template": "scnvariation.io.template",
}


def __getattr__(name: str) -> object:
    """Fetch a public name of the package from its home, and keep it (PEP 562)."""
    if name not in HOMES:
        raise AttributeError(f"module {PACKAGE!r} has no attribute {name!r}", name=name, obj=sys.modules[PACKAGE])
    home = HOMES[name]
    found: object = import_module(f"{home}.{name}") if home == PACKAGE else getattr(import_module(home), name)
    setattr(sys.modules[PACKAGE], name, found)
    return found


def __dir__() -> list[str]:
    """List the public names with what is loaded already."""
    return sorted({*vars(sys.modules[PACKAGE]), *HOMES})
