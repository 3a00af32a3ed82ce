"""The table of shares: what may be said of each part, and what is withheld with its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.stats.nested import NestedShares

__all__ = ["LEAST_AFRESH", "LEAST_EVENTS", "LEAST_NETWORKS", "PARTS", "WIDEST", "no_parts", "parts_table"]

FloatArray = NDArray[np.float64]
PARTS = ("chance", "need", "between_networks", "within_networks")
#: Below these nothing is known of how well the intervals cover, so no share is given.
LEAST_NETWORKS, LEAST_EVENTS = 5, 15
#: Below this many networks an interval for networks drawn afresh spans nearly everything.
LEAST_AFRESH = 8
#: A share whose interval is wider than this gets no single figure.
WIDEST = 0.5
HALF = 0.5


def parts_table(fitted: NestedShares, *, with_need: bool) -> pd.DataFrame:
    """Give variance, shares and intervals of each part, or the reason why not.

    Parameters
    ----------
    fitted : NestedShares
        What the model found.
    with_need : bool
        Whether any need was measured.

    Returns
    -------
    pandas.DataFrame
        One row per part; see `SharesResult.shares`.
    """
    variance = np.array([fitted.chance, fitted.need, fitted.between, fitted.within])
    true = np.nansum(variance[1:])
    with np.errstate(invalid="ignore"):  # no variance at all has no shares
        table = pd.DataFrame(
            {
                "part": PARTS,
                "variance": variance,
                "share": variance / (fitted.chance + true),
                "share_of_true": np.append(np.nan, variance[1:] / true),
            }
        )
    limits = np.hstack([fitted.realised, fitted.population])
    names = ["share_of_true_lower", "share_of_true_upper", "population_lower", "population_upper"]
    table[names] = np.vstack([np.full(4, np.nan), limits])
    table["reason"] = ""
    # Draws never reach the boundary on which an estimate may lie.
    table["share_of_true_lower"] = table[["share_of_true_lower", "share_of_true"]].min(axis=1, skipna=False)
    table["share_of_true_upper"] = table[["share_of_true_upper", "share_of_true"]].max(axis=1, skipna=False)
    _let_the_rest_be_all(table)
    if fitted.n_networks < LEAST_AFRESH:
        table[["population_lower", "population_upper"]] = np.nan
    if not with_need:
        table.loc[1, ["variance", "share", "share_of_true", *names]] = np.nan
        table.loc[1, "reason"] = "missing"
    return _withheld(table, fitted)


def _let_the_rest_be_all(table: pd.DataFrame) -> None:
    """Let a part be all that is true where each of the others may be nothing."""
    lower = table["share_of_true_lower"].iloc[1:]
    for row in lower.index:
        if (lower.drop(row) <= 0).all():
            table.loc[row, "share_of_true_upper"] = 1.0


def no_parts(reason: str) -> pd.DataFrame:
    """Give the table where nothing could be fitted."""
    numbers = ["variance", "share", "share_of_true", "share_of_true_lower", "share_of_true_upper"]
    columns = [*numbers, "population_lower", "population_upper"]
    return pd.DataFrame({"part": PARTS, **dict.fromkeys(columns, np.nan), "reason": reason})


def _withheld(table: pd.DataFrame, fitted: NestedShares) -> pd.DataFrame:
    """Take out what cannot be said, and write the reason in its place."""
    whole = _reason_for_all(fitted)
    parts = (table["part"] != "chance") & (table["reason"] == "")
    limits = ["share_of_true_lower", "share_of_true_upper", "population_lower", "population_upper"]
    if whole:
        table.loc[parts, ["share", "share_of_true", *limits]] = np.nan
        table.loc[parts, "reason"] = whole
        return table
    lower, upper = table["share_of_true_lower"], table["share_of_true_upper"]
    # What may be all goes with what may be nothing: its figure would tell the one withheld.
    wide, at_an_end = parts & (upper - lower > WIDEST), parts & ((lower <= 0) | (upper >= 1))
    table.loc[wide | at_an_end, ["share", "share_of_true"]] = np.nan
    # More events narrow the interval while chance leads; after that only more areas and networks do.
    more_events = fitted.reliability < HALF and not np.isnan(fitted.mean_expected)
    table.loc[wide, "reason"] = "too_few_events" if more_events else "too_few_areas"
    table.loc[at_an_end & ~wide, "reason"] = "no_variation"
    return table


def _reason_for_all(fitted: NestedShares) -> str:
    """Say why no share at all can be given, or nothing where shares can."""
    if fitted.n_networks < LEAST_NETWORKS or fitted.n_networks == fitted.n_areas:
        return "too_few_areas"
    if fitted.mean_expected < LEAST_EVENTS:
        return "too_few_events"
    if not fitted.converged:
        return "did_not_converge"
    return "" if fitted.need + fitted.between + fitted.within > 0 else "no_variation"
