"""What a change of geography enters into the problems: areas added up, areas in no total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from scnvariation.contract.ledger import Ledger
from scnvariation.contract.source import SourceMap
from scnvariation.messages.words import five_of

__all__ = ["noted_merges", "with_places_left_out"]


def noted_merges(problems: pd.DataFrame, codes: Mapping[str, str]) -> pd.DataFrame:
    """Add a note for each area that former ones were added up to.

    Parameters
    ----------
    problems : pandas.DataFrame
        What was found before.
    codes : mapping
        New code by former code.

    Returns
    -------
    pandas.DataFrame
    """
    ledger = Ledger(SourceMap.of_file(""))
    for new in dict.fromkeys(codes.values()):
        former = [old for old, one in codes.items() if one == new]
        ledger.note("rebuilt", column="area_code", cell_text=new, words={"codes": five_of(former), "new": new})
    return _joined(problems, ledger)


def with_places_left_out(problems: pd.DataFrame, codes: Sequence[str], to: str) -> pd.DataFrame:
    """Add a warning for each area that is in no total.

    Parameters
    ----------
    problems : pandas.DataFrame
        What was found before.
    codes : sequence of str
        Areas without a parent.
    to : str
        What the areas were added up to.

    Returns
    -------
    pandas.DataFrame
    """
    ledger = Ledger(SourceMap.of_file(""))
    for code in codes:
        ledger.note("no_parent", column=to, cell_text=code, words={"to": to})
    return _joined(problems, ledger)


def _joined(problems: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Put what was found now after what was found before."""
    found = ledger.table()
    return pd.concat([problems, found], ignore_index=True) if len(found) else problems
