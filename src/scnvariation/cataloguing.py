"""Completing the catalogue: what the user gave, what the package knows, and a plain row for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import pandas as pd

from scnvariation.errors import DataError
from scnvariation.messages.calls import unknown_word
from scnvariation.options import Polarity, Statistic

__all__ = ["CATALOGUE_COLUMNS", "complete_catalogue", "facts_in_data"]

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


def complete_catalogue(indicator_ids: Iterable[str], sources: Sequence[pd.DataFrame | None]) -> pd.DataFrame:
    """Give one catalogue row for each indicator of the data.

    Parameters
    ----------
    indicator_ids : iterable of str
        The indicators present.
    sources : sequence of pandas.DataFrame or None
        Tables with `indicator_id`, the first that knows a fact wins; any other column may be absent.

    Returns
    -------
    pandas.DataFrame
        The catalogue's columns, in order of `indicator_ids`; unknown polarity is `neutral`, an unknown statistic
        is empty, an unknown multiplier follows the statistic.

    Raises
    ------
    DataError
        If a statistic type or a polarity is a word that is not known.
    """
    wanted = pd.Index(list(dict.fromkeys(indicator_ids)), dtype=object, name="indicator_id")
    table = pd.DataFrame(index=wanted, columns=list(CATALOGUE_COLUMNS[1:]), dtype=object)
    for source in sources:
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
    _check_words(table, "statistic", ("", *get_args(Statistic)))
    _check_words(table, "polarity", get_args(Polarity))
    fallback = table["statistic"].map(DISPLAY).fillna(1.0)
    table["multiplier"] = pd.to_numeric(table["multiplier"], errors="coerce").fillna(fallback)
    return table[list(CATALOGUE_COLUMNS)]


def _check_words(table: pd.DataFrame, column: str, words: Sequence[str]) -> None:
    """Stop at the first indicator whose catalogue says a word that is not known."""
    for indicator, word in zip(table["indicator_id"], table[column], strict=True):
        if word not in words:
            said = f"catalogue: {column} of {indicator!r}"
            raise DataError(unknown_word(said, word, [one for one in words if one]))


def facts_in_data(observations: pd.DataFrame, statistics: Mapping[str, str]) -> pd.DataFrame:
    """Give what the data themselves say of their indicators: statistic type, and polarity or name columns.

    Parameters
    ----------
    observations : pandas.DataFrame
        Checked observations.
    statistics : mapping
        Statistic type by `indicator_id`, as the checks found it.

    Returns
    -------
    pandas.DataFrame
        One row per indicator.
    """
    named = [name for name in CATALOGUE_COLUMNS if name in observations and name != "statistic"]
    facts = observations[named].drop_duplicates("indicator_id").reset_index(drop=True)
    return facts.assign(statistic=facts["indicator_id"].map(dict(statistics)))
