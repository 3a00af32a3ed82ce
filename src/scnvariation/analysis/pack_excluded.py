"""What a pack leaves out, and where every row that was read has gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scnvariation.analysis.pack_choice import PLACE, Chosen, places_of
from scnvariation.contract.reasons import REASONS
from scnvariation.indicators import Indicators

__all__ = ["EXCLUDED", "excluded_rows", "rows_by_reason"]

KEYS = ["indicator_id", "period"]
ROW = [*KEYS, "area_code"]
EXCLUDED = (*ROW, "area_name", PLACE, "analysis", "reason")
FIRST = ("periods", "reading", "areas")
BY_USER = "excluded_by_user"


def excluded_rows(
    chosen: Chosen,
    areas: pd.DataFrame,
    no_places: pd.DataFrame,
    later: Mapping[str, tuple[pd.DataFrame, Mapping[str, str]]],
) -> pd.DataFrame:
    """List every row left out once, with the first analysis that left it out.

    Parameters
    ----------
    chosen : Chosen
        The rows.
    areas : pandas.DataFrame
        The table `areas` of the pack.
    no_places : pandas.DataFrame
        Rows at the periods shown that are no area of their kind.
    later : mapping of str to (pandas.DataFrame, mapping)
        By name of an analysis, in order: the rows it left out, and the indicators that it could not do, with a reason.

    Returns
    -------
    pandas.DataFrame
        Columns as `EXCLUDED`. An indicator as a whole has a blank area.
    """
    place_of = _place_of_code(chosen)
    parts = [
        no_places.assign(analysis="reading"),
        _set_aside(chosen, place_of).assign(analysis="reading"),
        areas.loc[areas["reason"] != "", [*ROW, "area_name", PLACE, "reason"]].assign(analysis="areas"),
    ]
    whole = [_whole(chosen.figures.left_out, "periods")]
    for analysis, (rows, refused) in later.items():
        new = _not_yet(rows, parts)
        parts.append(new.assign(network_area=new["area_code"].map(place_of).fillna(""), analysis=analysis))
        periods = [chosen.period_of[one] for one in refused]
        found = {"indicator_id": list(refused), "period": periods, "reason": list(refused.values())}
        whole.append(_whole(pd.DataFrame(found), analysis))
    filled = [part[list(EXCLUDED)].astype("str") for part in [*parts, *whole] if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(EXCLUDED), dtype="str")
    table = pd.concat(filled, ignore_index=True)
    number = {name: k for k, name in enumerate([*FIRST, *later])}
    table["_analysis"] = table["analysis"].map(number)
    table["_area"] = table["area_code"] == ""
    ordered = chosen.in_order(table, "_analysis", "_area", "period", PLACE, "area_code", "reason")
    return ordered[list(EXCLUDED)]


def _place_of_code(chosen: Chosen) -> pd.Series[str]:
    """Give the network area of each area by its code."""
    rows = chosen.data.observations
    places = rows[["area_code"]].assign(network_area=places_of(chosen.data, rows).to_numpy(object))
    return places.sort_values(["area_code", PLACE]).drop_duplicates("area_code").set_index("area_code")[PLACE]


def _set_aside(chosen: Chosen, place_of: pd.Series[str]) -> pd.DataFrame:
    """List rows at the periods shown that are no observations of their own."""
    rows = chosen.now.set_aside
    rows = rows[rows["indicator_id"].map(chosen.period_of) == rows["period"]]
    rows = rows[[*ROW, "area_name", "reason"]]
    return rows.assign(network_area=rows["area_code"].map(place_of).fillna(""))


def _not_yet(rows: pd.DataFrame, before: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Keep the rows that no earlier analysis left out, each once."""
    rows = rows.drop_duplicates(ROW).astype("str")
    told = pd.concat([part[ROW].astype("str") for part in before], ignore_index=True)
    return rows[~pd.MultiIndex.from_frame(rows[ROW]).isin(pd.MultiIndex.from_frame(told))]


def _whole(found: pd.DataFrame, analysis: str) -> pd.DataFrame:
    """Name indicators as a whole."""
    return found.assign(area_code="", area_name="", network_area="", analysis=analysis)


def rows_by_reason(held: Indicators, chosen: Chosen, areas: pd.DataFrame) -> dict[str, int]:
    """Count the rows read by where they went.

    Parameters
    ----------
    held : Indicators
        What was selected.
    chosen : Chosen
        The rows of the pack.
    areas : pandas.DataFrame
        The table `areas` of the pack.

    Returns
    -------
    dict of str to int
        `read`, `used` (areas and England, at the periods shown and those before them), and each reason code in the
        order of the closed list; `read` is the sum of all others. Rows of indicators and periods that are not shown
        are left out by the user.
    """
    everywhere = held.reference.observations
    reason = everywhere["reason"].astype(str).to_numpy(object, copy=True)
    told = areas.set_index(ROW)["reason"]
    mine = pd.MultiIndex.from_frame(everywhere[ROW])
    at_period = mine.isin(told.index)
    reason[at_period] = told.reindex(mine[at_period]).to_numpy(object)
    reason[(reason == "") & ~_followed(chosen, everywhere)] = BY_USER
    england = held.reference.published
    of_england = england["reason"].astype(str).to_numpy(object, copy=True)
    of_england[(of_england == "") & ~_followed(chosen, england)] = BY_USER
    aside = held.set_aside["reason"].astype(str).to_numpy(object)
    every = pd.Series(np.concatenate([reason, of_england, aside]), dtype="str")
    counts = every.value_counts()
    reasons = {code: int(counts[code]) for code in REASONS if code in counts}
    return {"read": len(every), "used": int(counts.get("", 0)), **reasons}


def _followed(chosen: Chosen, rows: pd.DataFrame) -> np.ndarray:
    """Mark the rows of the indicators shown, at their periods up to the one shown."""
    pairs = pd.MultiIndex.from_tuples(
        [(one, period) for one in chosen.period_of for period in chosen.history(one)], names=KEYS
    )
    return np.asarray(pd.MultiIndex.from_frame(rows[KEYS]).isin(pairs))
