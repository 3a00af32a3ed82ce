"""The statistic type of every row: said by the user, by a column, or by the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scnvariation.contract.draft import STATISTICS, Draft
from scnvariation.contract.texts import clean_name, read_texts
from scnvariation.messages.words import five_of, listed

__all__ = ["find_statistics", "statistics_by_indicator"]


def find_statistics(draft: Draft, statistic_of: Mapping[str, str]) -> None:
    """Fill `draft.statistic`; the user's word wins over a column, a column over the catalogue."""
    indicators = draft.texts["indicator_id"]
    said = draft.settings.statistic
    everywhere = said if isinstance(said, str) else ""
    by_id = {**statistic_of, **(said if isinstance(said, Mapping) else {})}
    words = [everywhere or by_id.get(label, "") for label in indicators.labels]
    known = np.array([STATISTICS.index(word) if word in STATISTICS else -1 for word in words], dtype=np.int8)
    draft.statistic = known[indicators.codes]
    if said is None and "statistic" in draft.frame:
        _from_column(draft)
    _note_unknown(draft)


def _from_column(draft: Draft) -> None:
    """Take the statistic from a column; one indicator has one statistic."""
    texts = read_texts(draft.frame["statistic"], clean_name)
    place = np.array([STATISTICS.index(word) if word in STATISTICS else -1 for word in texts.labels], dtype=np.int8)
    strange = texts.equals(lambda word: bool(word) and word not in STATISTICS)
    rows = np.flatnonzero(strange & draft.active)
    draft.ledger.add(
        "unknown_statistic",
        rows,
        column="statistic",
        value=texts.texts,
        words={"words": listed(STATISTICS)},
    )
    given = place[texts.codes]
    draft.statistic = np.where(given >= 0, given, draft.statistic)
    pairs = pd.DataFrame({"indicator": draft.texts["indicator_id"].codes, "statistic": draft.statistic})
    distinct = pairs[draft.active].drop_duplicates()
    several = distinct[distinct["indicator"].duplicated(keep=False)].groupby("indicator")["statistic"].agg(list)
    for indicator, found in several.items():
        names = listed(STATISTICS[one] if one >= 0 else "" for one in found)
        label = draft.texts["indicator_id"].labels[int(str(indicator))]
        where = np.flatnonzero(draft.active & (draft.texts["indicator_id"].codes == indicator))
        draft.ledger.note(
            "indicator_id", row=int(where[0]), column="indicator_id", words={"indicator": label, "statistics": names}
        )
        draft.ledger.mark(where, "", refused=True)


def _note_unknown(draft: Draft) -> None:
    """Note indicators whose statistic nobody has said: checks that depend on it wait."""
    unknown = np.unique(draft.texts["indicator_id"].codes[draft.active & (draft.statistic < 0)])
    if len(unknown):
        labels = [draft.texts["indicator_id"].labels[code] for code in unknown.tolist()]
        draft.ledger.note("no_statistic", words={"indicators": five_of(labels), "words": listed(STATISTICS)})


def statistics_by_indicator(draft: Draft) -> dict[str, str]:
    """Give the statistic of each indicator, empty where none is known."""
    indicators = draft.texts["indicator_id"]
    found, first = np.unique(indicators.codes[draft.active], return_index=True)
    places = draft.statistic[draft.active][first]
    return {
        indicators.labels[code]: STATISTICS[place] if place >= 0 else ""
        for code, place in zip(found.tolist(), places.tolist(), strict=True)
    }
