"""What the data themselves say of their indicators, put into a catalogue."""

from __future__ import annotations

import pandas as pd

from scnvariation.contract.checked import Checked
from scnvariation.contract.columns import CATALOGUE_FACTS

__all__ = ["described"]

_COLUMN_OF = {"indicator_name": "name"}


def described(checked: Checked, catalogue: pd.DataFrame | None) -> pd.DataFrame:
    """Complete a catalogue with what was said when reading.

    Parameters
    ----------
    checked : Checked
        Checked observations; statistic types are known for each indicator.
    catalogue : pandas.DataFrame or None
        The catalogue given; what the user said with `statistic=` or in a column wins over it.

    Returns
    -------
    pandas.DataFrame
        One row per indicator of the data.
    """
    ids = pd.Index(list(checked.statistics), name="indicator_id", dtype=object)
    facts = pd.DataFrame(index=ids)
    if catalogue is not None:
        known = catalogue.assign(indicator_id=catalogue["indicator_id"].astype(str))
        facts = known.drop_duplicates("indicator_id").set_index("indicator_id").reindex(ids)
    rows = checked.observations.drop_duplicates("indicator_id").set_index("indicator_id")
    for fact in CATALOGUE_FACTS:
        if fact in rows and fact != "statistic":
            facts[_COLUMN_OF.get(fact, fact)] = rows[fact].reindex(ids)
    said = pd.Series(checked.statistics, dtype=object).reindex(ids)
    before = facts["statistic"] if "statistic" in facts else pd.Series(None, index=ids, dtype=object)
    facts["statistic"] = said.where(said != "", before)
    return facts.reset_index()
