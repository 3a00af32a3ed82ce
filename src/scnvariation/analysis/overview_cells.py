"""Cells of an overview: areas from the kernel of the funnel, network areas from their level against the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scnvariation.analysis.funnel_columns import judgements, statuses
from scnvariation.analysis.funnel_table import FunnelTable, funnel_table
from scnvariation.analysis.overview_rows import area_places, network_area_places
from scnvariation.analysis.overview_words import LEVELS
from scnvariation.analysis.variation import variation
from scnvariation.errors import DataError, TooFewAreasError
from scnvariation.indicators import Indicators
from scnvariation.messages import overview as messages

__all__ = ["EXCLUDED", "MIN_AREAS", "Cells", "area_cells", "network_area_cells"]

KEYS = ["indicator_id", "period"]
EXCLUDED = ["indicator_id", "period", "area_code", "area_name", "network_area", "reason"]
OF_INDICATOR = ["indicator_id", "flag_basis", "systemic", "n_areas"]
#: With fewer the variation between areas cannot be measured.
MIN_AREAS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What was found for each indicator and place.

    Attributes
    ----------
    cells : pandas.DataFrame
        One row per indicator and place.
    by_indicator : pandas.DataFrame
        `indicator_id, flag_basis, systemic, n_areas` (areas of England that were used).
    excluded : pandas.DataFrame
        Every row of an area that was not used, with its reason.
    """

    cells: pd.DataFrame
    by_indicator: pd.DataFrame
    excluded: pd.DataFrame


def area_cells(data: Indicators) -> Cells:
    """Judge the selected areas of each indicator against England.

    Parameters
    ----------
    data : Indicators
        One period per indicator.

    Returns
    -------
    Cells
    """
    rows = data.observations[[*KEYS, "area_code", "value", "reason"]].rename(columns={"area_code": "place"})
    places = area_places(data)
    grid = rows[KEYS].drop_duplicates().merge(places, how="cross")
    grid = grid.merge(rows, on=[*KEYS, "place"], how="left", validate="1:1")
    grid["reason"] = grid["reason"].mask(grid["reason"].isna(), _why_absent(data, grid))
    funnels = _funnels(data)
    if funnels is None:
        nothing = dict.fromkeys(["status", "reason_judged", "judgement", "flag_basis"], "")
        cells, by_indicator = grid.assign(**nothing), pd.DataFrame(columns=OF_INDICATOR)
    else:
        judged, by_indicator = _judged(data, funnels)
        cells = grid.merge(judged, on=[*KEYS, "place"], how="left", validate="1:1")
    cells = _settled(cells)
    out = cells[cells["judgement"] == "not_compared"]
    excluded = pd.concat(
        [out.rename(columns={"place": "area_code", "place_name": "area_name"})[EXCLUDED], _no_places(data, places)]
    )
    return Cells(cells=cells, by_indicator=by_indicator, excluded=excluded.reset_index(drop=True))


def _no_places(data: Indicators, places: pd.DataFrame) -> pd.DataFrame:
    """List rows of other kinds of area, which are no column of the rug."""
    rows = data.observations
    others = rows[~rows["area_code"].isin(places["place"])]
    return others.assign(network_area="")[EXCLUDED]


def _why_absent(data: Indicators, grid: pd.DataFrame) -> pd.Series[str]:
    """Tell areas that have a figure, but were not selected for this indicator, from areas that have none."""
    everywhere = data.reference.observations
    there = pd.MultiIndex.from_frame(everywhere[[*KEYS, "area_code"]])
    mine = pd.MultiIndex.from_frame(grid[[*KEYS, "place"]])
    return pd.Series(np.where(mine.isin(there), "excluded_by_user", "missing"), index=grid.index, dtype="str")


def _funnels(data: Indicators) -> FunnelTable | None:
    """Judge every indicator of a known statistic type that has a usable row."""
    typed = _typed(data)
    return None if typed is None else funnel_table(typed)


def _typed(data: Indicators) -> Indicators | None:
    """Keep the indicators whose statistic type is known, if any has a usable row."""
    statistic = data.fact("statistic")
    rows = data.observations
    of_row = rows["indicator_id"].map(statistic)
    usable = rows.loc[(of_row != "") & (rows["reason"] == ""), "indicator_id"].unique().tolist()
    if not usable:
        return None
    return data if len(usable) == rows["indicator_id"].nunique() else data.select(indicator=usable)


def _judged(data: Indicators, funnels: FunnelTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give status and judgement of each area on the flag basis, and the facts of each funnel."""
    facts = funnels.funnels[[*KEYS, "flag_basis", "systemic", "n_areas"]]
    england = data.reference.england[[*KEYS, "source"]]
    facts = facts.merge(england, on=KEYS, how="left", validate="1:1")
    areas = funnels.areas[funnels.areas["shown"]].merge(facts, on=KEYS, how="left", validate="m:1")
    adjusted = areas["flag_basis"] == "adjusted"
    # One area that is its own benchmark would be found like itself.
    alone = (areas["n_areas"] < 2) & (areas["source"] == "areas")
    reason = areas["reason"].mask(adjusted & (areas["reason"] == ""), areas["reason_adjusted"])
    judged = pd.DataFrame(
        {
            **{name: areas[name] for name in KEYS},
            "place": areas["area_code"],
            "status": areas["status"].mask(adjusted, areas["status_adjusted"]).mask(alone, "not_computed"),
            "reason_judged": reason.mask(alone & (reason == ""), "too_few_areas"),
            "judgement": areas["judgement"].mask(alone, "not_compared"),
            "flag_basis": areas["flag_basis"],
        }
    )
    return judged, facts[OF_INDICATOR]


def _settled(cells: pd.DataFrame) -> pd.DataFrame:
    """Fill what was not judged: not compared, with the reason of the row or else of its statistic."""
    judgement = cells["judgement"].fillna("").replace("", "not_compared")
    judged = cells["reason_judged"].fillna("")
    reason = cells["reason"].mask(cells["reason"] == "", judged)
    unsaid = (judgement == "not_compared") & (reason == "")
    return cells.assign(
        judgement=judgement,
        status=cells["status"].fillna("").replace("", "not_computed"),
        flag_basis=cells["flag_basis"].fillna(""),
        reason=reason.mask(unsaid, "not_for_this_statistic").mask(judgement != "not_compared", ""),
    ).drop(columns="reason_judged")


def network_area_cells(data: Indicators) -> Cells:
    """Judge each network area as a whole against the rest of England, by the 95 % interval of the ratio.

    Parameters
    ----------
    data : Indicators
        One period per indicator.

    Returns
    -------
    Cells

    Raises
    ------
    DataError
        If no area has a network area.
    """
    rows = data.observations
    where = data.column("network_area", rows)
    names = sorted(set(where) - {""})
    if not names:
        raise DataError(messages.no_network_area(rows["area_code"].nunique()))
    grid = rows[KEYS].drop_duplicates().merge(network_area_places(names), how="cross")
    groups, refused = _levels(data)
    cells = grid.merge(groups, on=[*KEYS, "place"], how="left", validate="1:1")
    cells = cells.astype(dict.fromkeys(["value", "ratio", "ratio_lower", "ratio_upper", "n_areas"], "float64"))
    cells["reason"] = _why_not(cells)
    known = (cells["reason"] == "").to_numpy(dtype=bool)
    side = np.where(known, (cells["ratio_lower"] > 1).astype(int) - (cells["ratio_upper"] < 1), 0).astype(np.int8)
    polarity = cells["indicator_id"].map(data.fact("polarity"))
    cells = cells.assign(
        judgement=judgements(side, known, polarity, 1),
        status=statuses(side, known, (LEVELS["network_area"],)),
        # The interval carries the variation between areas, as adjusted limits do.
        flag_basis="adjusted",
    )
    excluded = _rows_not_used(data, where, refused)
    england = data.reference.sorted
    facts = england.keys.assign(n_areas=england.segments.lengths, flag_basis="adjusted", systemic=False)
    by_indicator = groups[KEYS].drop_duplicates().merge(facts, on=KEYS, how="left", validate="1:1")[OF_INDICATOR]
    return Cells(cells=cells, by_indicator=by_indicator, excluded=excluded)


def _levels(data: Indicators) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give level and ratio of every network area as `variation` does, and the rows it left out."""
    names = {"network_area": "place", "rate": "value", "rate_ratio": "ratio"}
    names |= {f"rate_ratio_{end}": f"ratio_{end}" for end in ("lower", "upper")}
    wanted = [*KEYS, *names, "n_areas"]
    typed = _typed(data)
    try:
        found = None if typed is None else variation(typed, by=[*KEYS, "network_area"], intervals=False, simulations=0)
    except TooFewAreasError:  # the only group of the table: it is marked like the small ones of a larger table
        found = None
    if found is None:
        return pd.DataFrame(columns=wanted).rename(columns=names), pd.DataFrame(columns=[*KEYS, "area_code", "reason"])
    return found.groups[wanted].rename(columns=names), found.excluded


def _why_not(cells: pd.DataFrame) -> pd.Series[str]:
    """Say why a network area cannot be compared; empty where it can."""
    few = ~(cells["n_areas"] >= MIN_AREAS)
    nothing = cells["value"] == 0
    unknown = cells["ratio_lower"].isna() | cells["ratio_upper"].isna()
    # No rest of England to compare with, or a level that is not above 0 and has no ratio.
    alone = cells["ratio"].isna()
    reason = np.select(
        [few | alone, unknown & nothing, unknown],
        ["too_few_areas", "zero_count_undefined", "not_for_this_statistic"],
        "",
    )
    return pd.Series(reason, index=cells.index, dtype="str")


def _rows_not_used(data: Indicators, where: pd.Series[str], refused: pd.DataFrame) -> pd.DataFrame:
    """List the rows of areas that entered no network area, with their reasons."""
    rows = data.observations.assign(network_area=where.to_numpy(object))
    on = [*KEYS, "area_code"]
    told = refused[[*on, "reason"]].rename(columns={"reason": "told"}).astype(dict.fromkeys(on, "str"))
    rows = rows.merge(told, on=on, how="left", validate="1:1")
    reason = rows["reason"].mask(rows["reason"] == "", rows["told"].where(rows["told"].notna(), ""))
    unmapped = (rows["network_area"] == "") & (reason == "")
    rows["reason"] = reason.mask(unmapped, "unmapped_area")
    return rows.loc[rows["reason"] != "", EXCLUDED].reset_index(drop=True)
