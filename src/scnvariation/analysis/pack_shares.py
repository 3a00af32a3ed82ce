"""Where the true differences sit, for every indicator of a pack."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from scnvariation.analysis.pack_choice import Chosen
from scnvariation.analysis.shares import shares
from scnvariation.analysis.shares_result import SharesResult
from scnvariation.errors import OptionError, TooFewAreasError
from scnvariation.messages import pack_figures as messages

__all__ = ["SHARES", "Splits", "share_table"]

KEYS = ["indicator_id", "period"]
EXCLUDED = [*KEYS, "area_code", "area_name", "reason"]
SHARES = (
    *("indicator_id", "period", "reliability", "part", "variance", "share", "share_of_true"),
    *("share_of_true_lower", "share_of_true_upper", "population_lower", "population_upper", "reason"),
)


class Splits(NamedTuple):
    """The shares of each indicator, what could not be split, and notes on it."""

    shares: pd.DataFrame
    excluded: pd.DataFrame
    refused: dict[str, str]
    notes: tuple[str, ...]


def share_table(chosen: Chosen, *, seed: int) -> Splits:
    """Split the true differences of each indicator between and within network areas, as `shares` does.

    Parameters
    ----------
    chosen : Chosen
        The rows.
    seed : int
        As in `shares`.

    Returns
    -------
    Splits
        An indicator with too few areas, or areas of one network area only, has no rows.
    """
    data, found, refused = chosen.judged, [], {}
    if data is not None and chosen.has_places:
        for indicator in chosen.judged_ids:
            try:
                found.append(shares(data, indicator, period=chosen.period_of[indicator], seed=seed))
            except (TooFewAreasError, OptionError):  # too few areas, or all of them in one network area
                refused[indicator] = "too_few_areas"
    parts = [_framed(one) for one in found]
    out = [one.excluded[EXCLUDED] for one in found if len(one.excluded)]
    return Splits(
        shares=pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(SHARES)),
        excluded=pd.concat(out, ignore_index=True) if out else pd.DataFrame(columns=EXCLUDED),
        refused=refused,
        notes=(messages.shares_refused(chosen.names_of(list(refused))),) if refused else (),
    )


def _framed(one: SharesResult) -> pd.DataFrame:
    """Give the rows of one indicator."""
    shares = one.shares.assign(indicator_id=one.info.indicator_id, period=one.period, reliability=one.reliability)
    return shares[list(SHARES)]
