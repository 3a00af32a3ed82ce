"""Adding areas up to larger ones, by counts only; rates are never averaged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scnvariation.periods import period_ends

__all__ = ["aggregated", "without_parent"]

COUNTED = ("proportion", "rate", "ratio")


def aggregated(observations: pd.DataFrame, parents: pd.Series[str], statistics: pd.Series[str]) -> pd.DataFrame:
    """Sum numerators and denominators of the used rows over each parent.

    Parameters
    ----------
    observations : pandas.DataFrame
        Checked observations.
    parents : pandas.Series
        Parent of each row; empty where the area has none, and then left out.
    statistics : pandas.Series
        Statistic type by `indicator_id`.

    Returns
    -------
    pandas.DataFrame
        Contract columns for the parents, with `note` saying how many areas were summed, of how many.
    """
    rows = observations.assign(
        parent=parents.to_numpy(),
        used=(observations["reason"] == "").to_numpy(),
        counted=observations["indicator_id"].map(statistics).isin(COUNTED).to_numpy(),
    )
    rows = rows[rows["parent"] != ""]
    for column in ("numerator", "denominator"):
        rows[column] = rows[column].where(rows["used"] & rows["counted"])
    groups = rows.groupby(["indicator_id", "period", "parent"], sort=False)
    table = groups.agg(
        numerator=("numerator", lambda x: x.sum(min_count=1)),
        denominator=("denominator", lambda x: x.sum(min_count=1)),
        n_used=("used", "sum"),
        n_areas=("used", "size"),
    ).reset_index()
    table["statistic"] = table["indicator_id"].map(statistics)
    table = table.assign(**period_ends(table["period"]))
    missing = table["n_areas"] - table["n_used"]
    table["note"] = np.where(
        missing > 0,
        "of " + table["n_areas"].astype(str) + " areas, " + missing.astype(str) + " missing",
        "",
    )
    return table.rename(columns={"parent": "area_code"}).drop(columns=["n_used", "n_areas"])


def without_parent(observations: pd.DataFrame, parents: pd.Series[str]) -> list[str]:
    """List the areas that have figures but no parent, in the order of the data.

    Parameters
    ----------
    observations : pandas.DataFrame
        Checked observations.
    parents : pandas.Series
        Parent of each row; empty where the area has none.

    Returns
    -------
    list of str
    """
    alone = (parents == "").to_numpy()
    return [str(code) for code in observations.loc[alone, "area_code"].unique()]
