"""Networks that areas belong to for a time, as a column of the areas table."""

from __future__ import annotations

import pandas as pd

from scnvariation.errors import DataError, OptionError
from scnvariation.messages import places as messages

__all__ = ["with_networks"]


def with_networks(areas: pd.DataFrame, spells: pd.DataFrame, kind: str, day: pd.Timestamp | None) -> pd.DataFrame:
    """Add a column with the network of one kind that each area is in on a day.

    Parameters
    ----------
    areas : pandas.DataFrame
        One row per area.
    spells : pandas.DataFrame
        Checked memberships, with `from` and `to` as dates.
    kind : str
        Kind of network, and name of the new column.
    day : Timestamp, optional
        None takes every spell.

    Returns
    -------
    pandas.DataFrame
        A copy; areas in no such network have a blank.

    Raises
    ------
    OptionError
        If no membership is of this kind.
    DataError
        If an area is in two networks of this kind on that day.
    """
    of_kind = spells[spells["kind"] == kind]
    if of_kind.empty:
        raise OptionError(messages.no_kind(kind, sorted(spells["kind"].unique().tolist())))
    if day is not None:
        begun = of_kind["from"].isna() | (of_kind["from"] <= day)
        of_kind = of_kind[begun & (of_kind["to"].isna() | (of_kind["to"] >= day))]
    networks = of_kind[["area_code", "network"]].drop_duplicates()
    several = networks[networks["area_code"].duplicated(keep=False)].groupby("area_code", sort=False)["network"]
    if len(several):
        found = [(str(area), [str(name) for name in names]) for area, names in several]
        raise DataError(messages.in_two_networks(found, kind, networks["area_code"].nunique()))
    return areas.assign(**{kind: areas["area_code"].map(networks.set_index("area_code")["network"]).fillna("")})
