"""Unexplained variation between areas: funnel plots, variation tables and honest limits.

Read data, judge areas against limits of chance and against one another, measure how much they vary, and say so
in words and pictures::

    import scnvariation as scn

    data = scn.load_sample()
    scn.funnel(data, "ccg_ois:3.5").plot()
    scn.variation(data.select(network="cardiovascular", period="2014/15 Q4"), by=["indicator_id", "scn"]).table()
"""

from typing import TYPE_CHECKING

from scnvariation._version import __version__
from scnvariation.errors import (
    DataError,
    DataWarning,
    MissingColumnsError,
    OptionError,
    ScnVariationError,
    TooFewAreasError,
)

if TYPE_CHECKING:
    from scnvariation import stats
    from scnvariation.analysis.change import change
    from scnvariation.analysis.funnel import funnel
    from scnvariation.analysis.funnel_table import funnel_table
    from scnvariation.analysis.overview import overview
    from scnvariation.analysis.rates import rates
    from scnvariation.analysis.shares import shares
    from scnvariation.analysis.trend import trend
    from scnvariation.analysis.variation import variation
    from scnvariation.framework import (
        area_lookup,
        catalogue,
        domains,
        network_areas,
        networks,
        strategic_clinical_networks,
    )
    from scnvariation.indicators import Indicators
    from scnvariation.io.read import check, read_indicators
    from scnvariation.io.sample import load_sample
    from scnvariation.io.template import write_template
    from scnvariation.report.disclosure import DisclosureRule
    from scnvariation.report.pack import variation_pack
else:  # the same names, each fetched when first asked for
    from scnvariation._contents import __dir__, __getattr__  # noqa: F401 - Python calls them (PEP 562)

__all__ = [
    "DataError",
    "DataWarning",
    "DisclosureRule",
    "Indicators",
    "MissingColumnsError",
    "OptionError",
    "ScnVariationError",
    "TooFewAreasError",
    "__version__",
    "area_lookup",
    "catalogue",
    "change",
    "check",
    "domains",
    "funnel",
    "funnel_table",
    "load_sample",
    "network_areas",
    "networks",
    "overview",
    "rates",
    "read_indicators",
    "shares",
    "stats",
    "strategic_clinical_networks",
    "trend",
    "variation",
    "variation_pack",
    "write_template",
]
