"""Completing the catalogue: what the user gave, what the package knows, and a plain row for the rest."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

__all__ = ["CATALOGUE_COLUMNS", "complete_catalogue"]

CATALOGUE_COLUMNS = (
    "indicator_id",
    "framework",
    "framework_year",
    "code",
    "name",
    "domain",
    "statistic",
    "multiplier",
    "unit",
    "polarity",
    "networks",
    "source",
    "guidance",
    "status",
)
TEXT = [column for column in CATALOGUE_COLUMNS if column not in {"domain", "multiplier"}]
DISPLAY = {"proportion": 100.0, "rate": 100_000.0, "dsr": 100_000.0}


def complete_catalogue(
    indicator_ids: Iterable[str], given: pd.DataFrame | None, known: pd.DataFrame
) -> pd.DataFrame:
    """Give one catalogue row for each indicator of the data.

    Parameters
    ----------
    indicator_ids : iterable of str
        The indicators present.
    given : pandas.DataFrame or None
        The user's catalogue; its rows win, and any column may be absent.
    known : pandas.DataFrame
        What the package knows.

    Returns
    -------
    pandas.DataFrame
        The catalogue's columns, in order of `indicator_ids`; unknown polarity is `neutral`, an unknown statistic
        is empty, an unknown multiplier follows the statistic.
    """
    wanted = pd.Index(list(dict.fromkeys(indicator_ids)), dtype=object, name="indicator_id")
    table = pd.DataFrame(index=wanted, columns=list(CATALOGUE_COLUMNS[1:]), dtype=object)
    for source in (given, known):
        if source is not None and len(source):
            rows = source.drop_duplicates("indicator_id").set_index("indicator_id")
            rows = rows.reindex(index=wanted, columns=table.columns).astype(object)
            table = table.where(table.notna() & (table != ""), rows)
    table = table.reset_index()
    for column in TEXT:
        table[column] = table[column].fillna("").astype(str)
    table["domain"] = pd.to_numeric(table["domain"], errors="coerce")
    table["code"] = table["code"].mask(table["code"] == "", table["indicator_id"].str.split(":").str[-1])
    table["name"] = table["name"].mask(table["name"] == "", table["indicator_id"])
    table["polarity"] = table["polarity"].replace("", "neutral")
    fallback = table["statistic"].map(DISPLAY).fillna(1.0)
    table["multiplier"] = pd.to_numeric(table["multiplier"], errors="coerce").fillna(fallback)
    return table[list(CATALOGUE_COLUMNS)]
