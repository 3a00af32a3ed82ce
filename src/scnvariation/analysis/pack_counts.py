"""Counts of single areas before the period shown: in no pack, but known from earlier ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scnvariation.analysis.pack_choice import PLACE, Chosen, places_of
from scnvariation.periods import parse_period

__all__ = ["past_counts"]

COLUMNS = ["indicator_id", "period", "area_code", PLACE, "numerator", "denominator"]


def past_counts(chosen: Chosen) -> pd.DataFrame:
    """List the counts of every area in all periods of any length that ended by the end of the one shown.

    Parameters
    ----------
    chosen : Chosen
        The rows.

    Returns
    -------
    pandas.DataFrame
        `indicator_id, period, area_code, network_area, numerator, denominator` of the rows used, without the period
        shown, by indicator, period and code.
    """
    rows = chosen.data.observations
    rows = rows[rows["reason"] == ""]
    parsed = {text: parse_period(text) for text in rows["period"].unique()}
    ends = {one: parse_period(text) for one, text in chosen.period_of.items()}

    def has_ended(indicator: str, text: str) -> bool:
        own, shown = parsed[text], ends.get(indicator)
        return own is not None and shown is not None and own.end <= shown.end and own.text != shown.text

    pairs = rows[["indicator_id", "period"]].drop_duplicates()
    kept = np.array([has_ended(*pair) for pair in pairs.itertuples(index=False, name=None)], dtype=bool)
    past = rows.merge(pairs[kept], on=["indicator_id", "period"], how="inner", validate="m:1")
    past[PLACE] = places_of(chosen.data, past).to_numpy(object)
    return past[COLUMNS].sort_values(COLUMNS[:3], kind="stable", ignore_index=True)
