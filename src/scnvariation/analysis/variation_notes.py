"""What stands under a variation table: what chance assumes, what need was taken out, what was left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.scope import doubt_note, england_note, reference_words
from scnvariation.analysis.variation_groups import Asked, Filled
from scnvariation.messages import variation as messages

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["notes_under"]

#: Types of figures that nobody has standardised.
CRUDE = frozenset({"rate", "proportion"})
PLACES = frozenset({"network_area", "network_area_key", "scn"})


def notes_under(data: Indicators, asked: Asked, filled: Filled, groups: pd.DataFrame) -> tuple[str, ...]:
    """Write the notes of a table, without full stops.

    Parameters
    ----------
    data : Indicators
        The selected data.
    asked : Asked
        What was asked for.
    filled : Filled
        What was found.
    groups : pandas.DataFrame
        The table.

    Returns
    -------
    tuple of str
    """
    lines = set(groups["adjustment"])
    notes = [*england_note(reference_words(data))]
    periods = [str(one) for one in data.sorted.keys["period"].unique()]
    if "period" not in asked.by and periods != [""]:
        notes += [messages.period_of_all(one) for one in periods]
    if data.catalogue["statistic"].isin(CRUDE).any():
        notes.append(messages.levels_are_crude())
    notes += _of_repeats(data, asked)
    if "age_sex" in lines:
        notes.append(messages.adjusted_for_age_and_sex())
    if asked.need:
        notes.append(messages.adjusted_for_need(asked.need))
        notes += [warning.removesuffix(".") for warning in filled.warnings]
        if filled.without_need:
            notes.append(messages.without_need(len(filled.without_need), asked.need))
        wider = int((groups["explained_by_need"] < 0).sum())
        if wider:
            notes.append(messages.wider_with_need(wider))
    narrowed = bool(PLACES.intersection(asked.by))
    return (*notes, *doubt_note(data, narrowed=narrowed))


def _of_repeats(data: Indicators, asked: Asked) -> tuple[str, ...]:
    """Say what chance assumes of events that repeat, where events are counted."""
    statistics = data.catalogue.set_index("indicator_id")["statistic"]
    counted = [str(name) for name, word in statistics.items() if FAMILY[word] == "poisson"]
    without = [name for name in counted if name not in asked.factors]
    notes = []
    if asked.factors:
        values = sorted(set(asked.factors.values()))
        notes.append(messages.repeats_allowed_for(values))
    if without:
        notes.append(messages.assumes_no_repeats(without if asked.factors else []))
    return tuple(notes)
