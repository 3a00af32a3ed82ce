"""Every area of every indicator of a pack: its figure, its limits, and since when it is outside."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from scnvariation.aggregation import COUNTED
from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.funnel_table import FunnelTable, funnel_table
from scnvariation.analysis.overview_rows import NO_PLACE
from scnvariation.analysis.pack_choice import PLACE, Chosen, places_of
from scnvariation.analysis.rates import rates
from scnvariation.analysis.standing import STANDING, flag_bases, sides, standing
from scnvariation.indicators import Indicators

__all__ = ["AREAS", "FUNNELS", "LIMITS", "AreaTables", "area_tables"]

KEYS = ["indicator_id", "period"]
ROW = [*KEYS, "area_code"]
INTERVAL = {"lower_95": "interval_lower", "upper_95": "interval_upper"}
#: What the kernel of the funnel gives.
NUMBERS = ("benchmark", "size", "z", "p_value", "z_adjusted", "p_adjusted")
WORDS = {"status": "not_computed", "status_adjusted": "not_computed", "flag_basis": "", "judgement": "not_compared"}
AREAS = (
    *("indicator_id", "period", "area_code", "area_name", PLACE, "numerator", "denominator", "value"),
    *("interval_lower", "interval_upper", "benchmark", "size", "z", "p_value", "status"),
    *("z_adjusted", "p_adjusted", "status_adjusted", "flag_basis", "judgement", "side", "excess", *STANDING, "reason"),
)
FUNNELS = (
    *("indicator_id", "period", "n_areas", "benchmark", "phi", "tau2", "dispersion_p", "flag_basis", "systemic"),
    *("n_outside", "n_outside_adjusted", "expected_by_chance"),
)
LIMITS = ("indicator_id", "period", "size", "level", "side", "basis", "value")


class AreaTables(NamedTuple):
    """The tables `areas`, `funnels` and `limits` of a pack, and the rows that are no area of their kind."""

    areas: pd.DataFrame
    funnels: pd.DataFrame
    limits: pd.DataFrame
    no_places: pd.DataFrame


def area_tables(chosen: Chosen) -> AreaTables:
    """Judge every area of England on every indicator, as `funnel` does, and follow it over time.

    Parameters
    ----------
    chosen : Chosen
        The rows.

    Returns
    -------
    AreaTables
    """
    rows = chosen.now.observations
    rows = rows.assign(network_area=places_of(chosen.now, rows).to_numpy(object))
    rows["area_name"] = rows["area_name"].mask(rows["area_name"] == "", rows["area_code"])
    no_place = rows["reason"].isin(NO_PLACE)
    names = [*ROW, "area_name", PLACE, "numerator", "denominator", "value", "reason"]
    areas, others = rows.loc[~no_place, names], rows.loc[no_place, [*ROW, "area_name", PLACE, "reason"]]
    judged, followed = chosen.judged_now, chosen.judged
    if judged is None or followed is None:
        return AreaTables(_nothing_judged(chosen, areas), _empty(FUNNELS), _empty(LIMITS), others)
    found = funnel_table(judged)
    areas = areas.merge(_intervals(judged), on=ROW, how="left", validate="1:1")
    areas = areas.merge(_judged(judged, found), on=ROW, how="left", validate="1:1")
    areas = areas.merge(
        standing(followed, chosen.period_of), on=["indicator_id", "area_code"], how="left", validate="m:1"
    )
    funnels = found.funnels.loc[found.funnels["n_areas"] > 0, list(FUNNELS)]
    funnels = chosen.in_order(funnels.astype({"n_areas": "int64", "n_outside": "int64"}))
    areas = chosen.in_order(_completed(chosen, areas, found.levels[-1]), PLACE, "area_code")
    return AreaTables(areas, funnels, _limits(judged, funnels), others)


def _intervals(data: Indicators) -> pd.DataFrame:
    """Give each area the 95 % interval of its own chance."""
    return rates(data, levels=(0.95,)).areas[[*ROW, *INTERVAL]].rename(columns=INTERVAL)


def _judged(data: Indicators, found: FunnelTable) -> pd.DataFrame:
    """Give the columns of the funnel, with the one reason why an area has no judgement."""
    areas = found.areas.merge(flag_bases(data, found), on=KEYS, how="left", validate="m:1")
    adjusted = areas["flag_basis"] == "adjusted"
    reason = areas["reason"].mask(adjusted & (areas["reason"] == ""), areas["reason_adjusted"])
    alone = areas["alone"].eq(other=True)
    words = {name: areas[name].mask(alone, word) for name, word in WORDS.items() if word}
    reason = reason.mask(alone & (reason == ""), "too_few_areas")
    return areas[[*ROW, *NUMBERS, "flag_basis"]].assign(**words, told=reason)


def _completed(chosen: Chosen, areas: pd.DataFrame, level: float) -> pd.DataFrame:
    """Add side and excess, and fill what was not judged."""
    filled = {name: areas[name].fillna(word).astype("str") for name, word in WORDS.items()}
    areas = areas.assign(**filled)
    unknown = areas["judgement"] == "not_compared"
    told = areas["told"].fillna("")
    reason = areas["reason"].mask(areas["reason"] == "", told)
    reason = reason.mask(unknown & (reason == ""), "not_for_this_statistic").mask(~unknown, "")
    leading = areas["status_adjusted"].where(areas["flag_basis"] == "adjusted", areas["status"])
    counted = areas["indicator_id"].map(chosen.data.fact("statistic")).isin(COUNTED)
    excess = areas["numerator"] - areas["denominator"] * areas["benchmark"]
    return areas.assign(
        reason=reason.astype("str"),
        side=sides(leading, level).mask(unknown, 0).astype("int64"),
        excess=excess.where(counted & (areas["status"] != "not_computed")),
        since=areas["since"].fillna("").astype("str"),
        periods_outside=areas["periods_outside"].fillna(0).astype("int64"),
        periods_judged=areas["periods_judged"].fillna(0).astype("int64"),
        is_new=areas["is_new"].eq(other=True),
        persistent=areas["persistent"].fillna("").astype("str"),
    )[list(AREAS)]


def _nothing_judged(chosen: Chosen, areas: pd.DataFrame) -> pd.DataFrame:
    """Give the figures of areas of which none can be judged."""
    missing = dict.fromkeys((*INTERVAL.values(), *NUMBERS, *STANDING[1:3]), np.nan)
    words: dict[str, str | bool] = {**WORDS, "told": "", "since": "", "is_new": False, "persistent": ""}
    return chosen.in_order(_completed(chosen, areas.assign(**missing, **words), level=0.998), PLACE, "area_code")


def _limits(data: Indicators, funnels: pd.DataFrame) -> pd.DataFrame:
    """Compute the lines of each funnel."""
    parts = [
        funnel(data, indicator, period=period).limits.assign(indicator_id=indicator, period=period)
        for indicator, period in zip(funnels["indicator_id"], funnels["period"], strict=True)
    ]
    return pd.concat(parts, ignore_index=True)[list(LIMITS)] if parts else _empty(LIMITS)


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))
