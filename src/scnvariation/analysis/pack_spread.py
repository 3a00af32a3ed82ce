"""Level and spread of network areas and of England: the variation table, levels over time, volume."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from scnvariation.analysis.change_periods import with_gaps
from scnvariation.analysis.change_rows import Series, series_of
from scnvariation.analysis.pack_choice import PLACE, Chosen, places_of
from scnvariation.analysis.pack_figures import ENGLAND
from scnvariation.analysis.scope import Common, scope_of
from scnvariation.analysis.trend_levels import NUMBERS, levels_of
from scnvariation.analysis.trend_series import with_open_gaps
from scnvariation.analysis.variation import variation
from scnvariation.analysis.variation_columns import GROUP_COLUMNS
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import TooFewAreasError
from scnvariation.indicators import Indicators
from scnvariation.periods import parse_period

__all__ = ["LEVELS", "VOLUME", "level_table", "not_all_of_england", "variation_tables", "volume_table"]

KEYS = ["indicator_id", "period"]
GROUP = [*KEYS, PLACE]
COUNTS = ("numerator", "denominator")
#: Areas with less than this share of the events published for England are not all of it; nor, where nothing is
#: counted, are fewer areas than these.
NEARLY_ALL, FEWEST = 0.9, 8
EXCLUDED = [*KEYS, "area_code", "area_name", "reason"]
LEVELS = (*KEYS, "period_end", PLACE, *NUMBERS, "reason")
VOLUME = (
    *(*GROUP, "numerator", "denominator", "england_numerator", "england_denominator"),
    *("share_of_events", "share_of_size"),
)


def variation_tables(chosen: Chosen, *, simulations: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure level and spread of each network area, and of England, as `variation` does.

    Parameters
    ----------
    chosen : Chosen
        The rows.
    simulations, seed : int
        As in `variation`.

    Returns
    -------
    groups, excluded : pandas.DataFrame
        England after the network areas of each indicator, where the areas given are all of it.
    """
    data = chosen.judged_now
    found = []
    if data is not None:
        found.append(_variation(data, KEYS, simulations, seed))
    if data is not None and chosen.has_places:
        found.append(_variation(data, GROUP, simulations, seed))
    tables = [one.groups.assign(network_area=one.groups.get(PLACE, ENGLAND)) for one in found if one is not None]
    columns = [*GROUP, *GROUP_COLUMNS]
    out = [one.excluded[EXCLUDED] for one in found if one is not None]
    excluded = pd.concat(out, ignore_index=True) if out else pd.DataFrame(columns=EXCLUDED)
    if not tables:
        return pd.DataFrame(columns=columns), excluded
    groups = pd.concat(tables, ignore_index=True)
    groups = groups[(groups[PLACE] != ENGLAND) | ~groups["indicator_id"].isin(not_all_of_england(chosen))]
    return _england_last(chosen, groups)[columns], excluded


def not_all_of_england(chosen: Chosen) -> list[str]:
    """List the indicators of which the areas given are a part of the England published beside them.

    A file of one area and its peers has England's figure too. What is added up from a few areas is not England, and
    under its name would stand unrounded beside their own.

    Parameters
    ----------
    chosen : Chosen
        The rows.

    Returns
    -------
    list of str
        In order.
    """
    if chosen.judged_now is None:
        return []
    rows = chosen.judged_now.observations
    # Sorted, so that sums do not depend on the order of rows.
    areas = rows[rows["reason"] == ""].sort_values([*KEYS, "area_code"]).groupby(KEYS)["numerator"]
    given = areas.agg(["sum", "size"]).reset_index()
    england = chosen.now.reference.england[[*KEYS, "source", "numerator"]]
    facts = given.merge(england, on=KEYS, how="inner", validate="1:1")
    uncounted = facts["numerator"].isna()
    part = (facts["sum"] < NEARLY_ALL * facts["numerator"]) | (uncounted & (facts["size"] < FEWEST))
    found = set(facts.loc[part & (facts["source"] != "areas"), "indicator_id"])
    return [one for one in chosen.judged_ids if one in found]


def _variation(data: Indicators, by: list[str], simulations: int, seed: int) -> VariationResult | None:
    """Give the variation table, or nothing where its only group is too small."""
    try:
        return variation(data, by=by, simulations=simulations, seed=seed)
    except TooFewAreasError:  # a table of many marks such groups instead
        return None


def _england_last(chosen: Chosen, table: pd.DataFrame, *then: str) -> pd.DataFrame:
    """Sort by indicator and place, England after the network areas."""
    ordered = table.assign(_last=table[PLACE] == ENGLAND)
    return chosen.in_order(ordered, "_last", PLACE, *then).drop(columns="_last")


def level_table(chosen: Chosen) -> pd.DataFrame:
    """Follow England and each network area over the periods up to the one shown, as `trend` does.

    Parameters
    ----------
    chosen : Chosen
        The rows.

    Returns
    -------
    pandas.DataFrame
        Columns as `LEVELS`. A missing period is a row with the reason `period_gap`.
    """
    data = chosen.judged
    series = [] if data is None else [_series(chosen, data, indicator) for indicator in chosen.judged_ids]
    parts = [_levels(one) for one in series if one.periods]
    if not parts:
        return pd.DataFrame(columns=list(LEVELS))
    return _england_last(chosen, pd.concat(parts, ignore_index=True), "period_end", "period")[list(LEVELS)]


def _series(chosen: Chosen, data: Indicators, indicator: str) -> Series:
    """Collect the rows of one indicator; periods without any figure are left open."""
    periods = chosen.history(indicator)
    series = series_of(scope_of(data, Common(call="pack_figures", indicator=indicator, period=periods[-1])), periods)
    return replace(series, periods=tuple(series.rows.keys["period"]))


def _levels(series: Series) -> pd.DataFrame:
    """Follow one indicator."""
    table = levels_of(series, "")
    if all(parse_period(one) is not None for one in series.periods):
        table = with_open_gaps(table, *with_gaps(series.periods))
    table = table[table["kind"].isin(["england", PLACE])]
    place = table["place"].mask(table["kind"] == "england", ENGLAND)
    return table.assign(indicator_id=series.scope.info.indicator_id, network_area=place)[list(LEVELS)]


def volume_table(chosen: Chosen) -> pd.DataFrame:
    """Add up events and sizes of each network area, beside those of England.

    Parameters
    ----------
    chosen : Chosen
        The rows.

    Returns
    -------
    pandas.DataFrame
        Columns as `VOLUME`. England is what is published, else the sum of all areas. NaN where nothing is counted.
    """
    rows = chosen.now.observations
    rows = rows.assign(network_area=places_of(chosen.now, rows).to_numpy(object))
    # Sorted, so that sums do not depend on the order of rows.
    used = rows[(rows["reason"] == "") & (rows[PLACE] != "")].sort_values([*GROUP, "area_code"])
    groups = used.groupby(GROUP, sort=True)[list(COUNTS)]
    sums = groups.sum(min_count=1).where(groups.count().eq(groups.size(), axis=0)).reset_index()
    england = chosen.now.reference.england[[*KEYS, *COUNTS]].rename(columns={one: f"england_{one}" for one in COUNTS})
    table = sums.merge(england, on=KEYS, how="left", validate="m:1")
    shares = {
        share: table[count] / table[f"england_{count}"].where(table[f"england_{count}"] > 0)
        for share, count in zip(("share_of_events", "share_of_size"), COUNTS, strict=True)
    }
    return chosen.in_order(table.assign(**shares), PLACE)[list(VOLUME)]
