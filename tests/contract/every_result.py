"""One result of every kind, of the invented sample, made once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import cache

import scnvariation as scn
from scnvariation.analysis.result import Result
from scnvariation.errors import OptionError

STROKE = "ccg_ois:3.5"
#: Tables that are documented as the numbers as they are, for people who compute.
NUMBERS_AS_THEY_ARE = {
    ("variation", "full"),
    ("variation_by_network_area", "full"),
    ("change", "full"),
    ("trend", "full"),
}
MAKERS: Mapping[str, Callable[[scn.Indicators], Result]] = {
    "funnel": lambda data: scn.funnel(data, STROKE),
    "funnel_rate": lambda data: scn.funnel(data, "sample:hf_admissions"),
    "funnel_table": lambda data: scn.funnel_table(data.select(network="cardiovascular")),
    "rates": lambda data: scn.rates(data.select(network="cardiovascular", network_area="Wessex")),
    "variation": lambda data: scn.variation(
        data.select(network="cardiovascular", period="2014/15 Q4"),
        by=["indicator_id", "scn"],
        need=["deprivation"],
        simulations=19,
    ),
    "variation_by_network_area": lambda data: scn.variation(
        data.select(indicator=STROKE, period="2014/15 Q4"), by=["network_area"], simulations=19
    ),
    "shares": lambda data: scn.shares(data, STROKE, need=["deprivation", "share_over_75"], draws=100),
    "change": lambda data: scn.change(data, STROKE, baseline="2013/14 Q4", period="2014/15 Q4"),
    "trend": lambda data: scn.trend(data, STROKE, network_area="Wessex", simulations=19),
    "overview": lambda data: scn.overview(data, network="cardiovascular", as_at="2014/15 Q4"),
    "overview_network_areas": lambda data: scn.overview(data, as_at="2014/15 Q4", across="network_area"),
}


@cache
def sample() -> scn.Indicators:
    """Give the invented sample, read once."""
    return scn.load_sample()


@cache
def result(name: str) -> Result:
    """Give one result by the name of its maker."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)
        return MAKERS[name](sample())


def kinds(name: str) -> list[str]:
    """Ask a result which tables it has: the message that refuses a word lists the others."""
    try:
        result(name).table("?")
    except OptionError as error:
        listed = str(error).split("choose one of ")[1].split(".")[0]
        return [word.strip("' ") for word in listed.split(",")]
    raise AssertionError(name)


def tables() -> list[tuple[str, str]]:
    """List every table of every result."""
    return [(name, kind) for name in MAKERS for kind in kinds(name)]
