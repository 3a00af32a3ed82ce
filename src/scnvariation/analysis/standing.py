"""Since when an area has been outside its limits, whether that is new, and whether it persists.

Periods that share time share events, so only independent ones are counted: going back from the period shown, the next
is the latest of the same length that had ended before the last one taken began.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation.analysis.funnel_table import FunnelTable, funnel_table
from scnvariation.analysis.levels import level_name
from scnvariation.periods import Period, parse_period

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["STANDING", "flag_bases", "independent_periods", "sides", "standing"]

KEYS = ["indicator_id", "period"]
AREA = ["indicator_id", "area_code"]
STANDING = ("since", "periods_outside", "periods_judged", "is_new", "persistent")
#: Outside in two of the last three independent periods is called persistent.
LOOKED_AT, OFTEN = 3, 2
FEWEST_AREAS = 2


def independent_periods(period: str, there: Iterable[str]) -> tuple[str, ...]:
    """Walk back from a period over those that share no time with one another.

    Parameters
    ----------
    period : str
        Where to begin.
    there : iterable of str
        Periods of the data, in any order.

    Returns
    -------
    tuple of str
        The period first, then earlier ones of the same length, the latest of them first.

    Examples
    --------
    >>> independent_periods("2012-14", ["2009-11", "2010-12", "2011-13", "2012-14", "2014"])
    ('2012-14', '2009-11')
    """
    shown = parse_period(period)
    if shown is None:
        return (period,)
    known = {one for text in there if (one := parse_period(text)) is not None}
    taken = [shown]
    for one in sorted(known, reverse=True):
        if one.end < taken[-1].start and _as_long(one, shown):
            taken.append(one)
    return tuple(one.text for one in taken)


def _as_long(one: Period, other: Period) -> bool:
    """Whether two periods are of one length, a day being none in months."""
    return one.months == other.months


def standing(data: Indicators, period_of: Mapping[str, str]) -> pd.DataFrame:
    """Follow each area over the independent periods of each indicator, each period on its own flag basis.

    Use it to tell what is new from what has lasted. A period in which an area was not judged says nothing of it, and
    is passed over: it neither ends a run nor lengthens it.

    Parameters
    ----------
    data : Indicators
        Indicators of known statistic type, all their periods.
    period_of : mapping of str to str
        The period shown, by `indicator_id`.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and area that was judged at least once: `indicator_id, area_code`, then

        - `since`: the first period of the present run outside the outermost limits on one side; empty where the area
          is not outside at the period shown.
        - `periods_outside, periods_judged`: of the independent periods in which the area was judged, those outside on
          the present side; on either side where it is not outside now.
        - `is_new`: outside now, and not on this side in the period judged before; False where there is none.
        - `persistent`: `high` or `low` where the adjusted status was outside on that side in at least two of the last
          three periods that have one, now among them. An area within its limits now may be persistent: one quiet
          period does not end it. One outside on the other side is not.

    Notes
    -----
    Two of three follows the rule that persistent flags outrank single ones: under chance alone a flag at 99.8 per cent
    comes once in 500 areas and periods, twice in three independent periods once in 80,000.
    """
    found = funnel_table(data, columns="flags")
    walks = [
        (indicator, one, rank)
        for indicator, period in period_of.items()
        for rank, one in enumerate(independent_periods(period, data.periods_of(indicator)))
    ]
    order = pd.DataFrame(walks, columns=[*KEYS, "rank"])
    rows = found.areas.merge(order, on=KEYS, how="inner", validate="m:1")
    rows = rows.merge(flag_bases(data, found), on=KEYS, how="inner", validate="m:1")
    rows = rows[~rows["alone"]].sort_values([*AREA, "rank"], ignore_index=True)
    leading = rows["status_adjusted"].where(rows["flag_basis"] == "adjusted", rows["status"])
    level = found.levels[-1]
    judged = rows.assign(side=sides(leading, level))[leading != "not_computed"]
    adjusted = rows.assign(side=sides(rows["status_adjusted"], level))[rows["status_adjusted"] != "not_computed"]
    table = _runs(judged).merge(_persistent(adjusted), on=AREA, how="left", validate="1:1")
    return table.assign(persistent=table["persistent"].fillna("").astype("str"))


def flag_bases(data: Indicators, found: FunnelTable) -> pd.DataFrame:
    """Give `indicator_id, period, flag_basis`, and `alone`: one area that is its own benchmark, and so like itself."""
    england = data.reference.england[[*KEYS, "source"]]
    facts = found.funnels[[*KEYS, "flag_basis", "n_areas"]].merge(england, on=KEYS, how="left", validate="1:1")
    alone = (facts["n_areas"] < FEWEST_AREAS) & (facts["source"] == "areas")
    return facts[[*KEYS, "flag_basis"]].assign(alone=alone)


def sides(status: pd.Series[str], level: float) -> pd.Series[int]:
    """Give -1 below the outermost limits, 1 above them and 0 elsewhere."""
    name = level_name(level)
    above, below = status == f"above_{name}", status == f"below_{name}"
    return above.astype("int8") - below.astype("int8")


def _side_now(rows: pd.DataFrame) -> pd.Series[int]:
    """Give the side of each row's area at the period shown, 0 where it was not judged then."""
    area = rows.groupby(AREA, sort=False)
    return area["side"].transform("first").where(area["rank"].transform("first") == 0, 0)


def _runs(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the present run of each area, rows being judged and newest first."""
    now = _side_now(rows)
    same = (rows["side"] == now) & (now != 0)
    rows = rows.assign(
        run=same.astype("int64").groupby([rows[name] for name in AREA], sort=False).cummin(),
        outside=same.where(now != 0, rows["side"] != 0).astype("int64"),
        now=now,
    )
    table = rows.groupby(AREA, sort=False).agg(
        now=("now", "first"),
        run=("run", "sum"),
        periods_outside=("outside", "sum"),
        periods_judged=("outside", "size"),
    )
    since = rows[rows["run"] == 1].groupby(AREA, sort=False)["period"].last()
    table["since"] = since.reindex(table.index).fillna("").astype("str")
    table["is_new"] = (table["now"] != 0) & (table["run"] == 1) & (table["periods_judged"] > 1)
    return table.reset_index()[[*AREA, *STANDING[:-1]]]


def _persistent(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the side on which an area was outside in two of its last three periods, rows newest first."""
    area = rows.groupby(AREA, sort=False)
    rows = rows.assign(known_now=area["rank"].transform("first") == 0, now=_side_now(rows))
    last = rows[(area.cumcount() < LOOKED_AT) & rows["known_now"]]
    counts = last.assign(high=last["side"] == 1, low=last["side"] == -1).groupby(AREA, sort=False)
    table = counts.agg(high=("high", "sum"), low=("low", "sum"), now=("now", "first")).reset_index()
    high = (table["high"] >= OFTEN) & (table["now"] >= 0)
    low = (table["low"] >= OFTEN) & (table["now"] <= 0)
    return table[AREA].assign(persistent=np.select([high, low], ["high", "low"], ""))
