"""Indicators whose denominators hold people of other ages than their definition."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from scnvariation import framework
from scnvariation.contract.ledger import Ledger
from scnvariation.contract.source import SourceMap
from scnvariation.messages.words import five_of

__all__ = ["with_denominator_scopes"]


def with_denominator_scopes(problems: pd.DataFrame, indicator_ids: Iterable[str]) -> pd.DataFrame:
    """Add to the problems the registers that count adults out of people of every age.

    Parameters
    ----------
    problems : pandas.DataFrame
        Found when the data were read.
    indicator_ids : iterable of str
        Those present.

    Returns
    -------
    pandas.DataFrame
        With one row more for each age group. They are no fault of a file, so that neither reading nor
        `strict=True` stops at them; registers of different scopes are never pooled, since indicators never are.
    """
    known = framework.catalogue("qof").set_index("indicator_id")["denominator_scope"]
    scopes = known[known.index.isin(list(indicator_ids)) & (known != "")]
    ledger = Ledger(SourceMap.of_file(""))
    for scope, members in scopes.groupby(scopes):
        ids = [str(one) for one in members.index]
        words = {"indicators": five_of(ids), "verb": "is" if len(ids) == 1 else "are", "scope": str(scope)}
        ledger.note("denominator_scope", column="denominator", words=words)
    found = ledger.table()
    return pd.concat([problems, found], ignore_index=True) if len(found) else problems
