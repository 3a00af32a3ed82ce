"""The areas table: one row per area, and the names it lends to observations."""

from __future__ import annotations

import pandas as pd

from scnvariation.errors import DataError, MissingColumnsError
from scnvariation.messages.areas import lookup_not_unique
from scnvariation.messages.calls import missing_columns

__all__ = ["checked_areas", "named"]


def checked_areas(areas: pd.DataFrame) -> pd.DataFrame:
    """Give the areas table with text codes, or stop where a code stands twice.

    Parameters
    ----------
    areas : pandas.DataFrame
        With `area_code` and any other columns.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    MissingColumnsError
        If there is no `area_code`.
    DataError
        If a code stands on several rows: a join would multiply observations.
    """
    if "area_code" not in areas:
        raise MissingColumnsError(missing_columns("the areas table", ["area_code"], areas.columns))
    table = areas.reset_index(drop=True).assign(area_code=areas["area_code"].astype(str).to_numpy())
    repeated = table.loc[table["area_code"].duplicated(), "area_code"].unique().tolist()
    if repeated:
        raise DataError(lookup_not_unique(repeated, len(table)))
    return table


def named(observations: pd.DataFrame, areas: pd.DataFrame | None) -> pd.DataFrame:
    """Fill empty area names from the areas table, else with the code; names in observations win."""
    names = observations["area_name"]
    blank = names.isna() | (names == "")
    if not blank.any():
        return observations
    codes = observations["area_code"]
    known = codes if areas is None or "area_name" not in areas else _names_of(codes, areas)
    return observations.assign(area_name=names.mask(blank, known))


def _names_of(codes: pd.Series[str], areas: pd.DataFrame) -> pd.Series[str]:
    """Look names up by code; an unknown code is its own name."""
    return codes.map(areas.set_index("area_code")["area_name"]).fillna(codes)
