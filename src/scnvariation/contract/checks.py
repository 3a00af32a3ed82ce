"""Check observations against the contract: everything found, nothing raised, no row lost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scnvariation.contract.checked import Checked, Counts, assembled, nothing_checked
from scnvariation.contract.checks_areas import check_area_kinds, check_areas
from scnvariation.contract.checks_columns import has_required_columns, with_index_columns
from scnvariation.contract.checks_keys import check_keys
from scnvariation.contract.checks_missing import check_missing_numerators
from scnvariation.contract.checks_numbers import check_cells, check_counts
from scnvariation.contract.checks_rows import (
    check_cleaned,
    check_number_codes,
    fill_merged,
    find_england,
    find_merged,
    find_notes,
)
from scnvariation.contract.checks_statistics import find_statistics
from scnvariation.contract.checks_values import check_needs, check_values
from scnvariation.contract.columns import KEYS, NUMBERS, TEXTS
from scnvariation.contract.consistency import check_consistency
from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import Ledger
from scnvariation.contract.numbers import read_numbers
from scnvariation.contract.periods_checks import check_periods
from scnvariation.contract.reasons import ROW_REASONS
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo, SourceMap
from scnvariation.contract.texts import TextColumn, clean_code, clean_name, read_texts
from scnvariation.geography.checks import check_places

__all__ = ["Checked", "Counts", "check_observations"]


def check_observations(
    frame: pd.DataFrame,
    *,
    statistic_of: Mapping[str, str] | pd.DataFrame | None = None,
    source: SourceInfo,
    settings: ReadingSettings,
    where: SourceMap | None = None,
    areas: pd.DataFrame | None = None,
    found: Ledger | None = None,
) -> Checked:
    """Check a frame that has the contract's columns.

    Parameters
    ----------
    frame : pandas.DataFrame
        Numbers of any type, or text; never changed.
    statistic_of : mapping or pandas.DataFrame, optional
        Statistic type by `indicator_id`, or a catalogue that has both.
    source : SourceInfo
        What is recorded of the source; decides whether a publisher's own errors warn or refuse.
    settings : ReadingSettings
        What the user said about it.
    where : SourceMap, optional
        Where rows and columns stand in a file; a data frame counts its rows from 1.
    areas : pandas.DataFrame, optional
        Areas table: translates organisation codes and says which areas have a network.
    found : Ledger, optional
        Problems that reading has found already.

    Returns
    -------
    Checked
        Nothing is raised; `refuse(checked.problems, ...)` does that.

    Examples
    --------
    >>> frame = pd.DataFrame({"area_code": ["A", "B"], "numerator": ["3", "*"], "denominator": ["9", "9"]})
    >>> checked = check_observations(frame, source=SourceInfo.of_frame(frame), settings=ReadingSettings())
    >>> checked.observations["reason"].tolist(), checked.counts.used
    (['', 'suppressed'], 1)
    """
    frame = with_index_columns(frame)
    ledger = found or Ledger(where or SourceMap.of_frame(frame), known_layout=source.known_layout)
    draft = Draft(frame, settings, ledger)
    if not len(frame):
        ledger.note("no_rows")
    if not has_required_columns(draft) or not len(frame):
        ledger.mark(np.arange(len(frame)), "", refused=True)
        return nothing_checked(draft)
    _read(draft, source)
    _keep_given_reasons(draft)
    fill_merged(draft)
    find_notes(draft)
    check_cleaned(draft)
    check_number_codes(draft)
    find_england(draft)
    find_merged(draft)
    check_periods(draft)
    find_statistics(draft, _statistic_map(statistic_of))
    check_areas(draft, areas)
    check_area_kinds(draft)
    check_cells(draft)
    check_counts(draft)
    check_needs(draft)
    check_missing_numerators(draft)
    check_keys(draft)
    natural = check_values(draft)
    check_consistency(draft)
    check_places(draft, areas)
    return assembled(draft, natural)


def _statistic_map(given: Mapping[str, str] | pd.DataFrame | None) -> Mapping[str, str]:
    """Give statistic types by indicator."""
    if isinstance(given, pd.DataFrame):
        if not {"indicator_id", "statistic"} <= set(given.columns):
            return {}
        pairs = zip(given["indicator_id"].tolist(), given["statistic"].tolist(), strict=True)
        return {str(indicator): word for indicator, word in pairs if isinstance(word, str)}
    return given or {}


def _read(draft: Draft, source: SourceInfo) -> None:
    """Read text and number columns."""
    for column in TEXTS:
        if column in draft.frame:
            is_code = column in KEYS or column == "area_type"
            draft.texts[column] = read_texts(draft.frame[column], clean_code if is_code else clean_name)
    for column in NUMBERS:
        if column in draft.frame:
            draft.numbers[column] = read_numbers(draft.frame[column], draft.settings)
    if "indicator_id" not in draft.texts:
        name = _only_indicator(draft, source)
        draft.texts["indicator_id"] = TextColumn.constant(name, draft.size)
    if "period" not in draft.texts:
        draft.ledger.note("no_period")
        draft.texts["period"] = TextColumn.constant("", draft.size)


def _only_indicator(draft: Draft, source: SourceInfo) -> str:
    """Name the one indicator of a source that does not name it."""
    given = draft.settings.indicator
    if isinstance(given, str):
        return given
    name = source.name.rpartition(".")[0] or "indicator"
    draft.ledger.note("one_indicator", words={"indicator": name})
    return name


def _keep_given_reasons(draft: Draft) -> None:
    """Keep reasons that rows came with, as from an earlier reading."""
    if "reason" not in draft.frame:
        return
    texts = read_texts(draft.frame["reason"], clean_name)
    for code, label in enumerate(texts.labels):
        rows = np.flatnonzero(texts.codes == code)
        if label in ROW_REASONS:
            draft.ledger.mark(rows, label)
            draft.ledger.settled[rows] = True
            if label in {"other_breakdown", "duplicate_dropped"}:
                draft.set_aside(rows)  # a part has the key of its total, a repeat that of the row it repeats
        elif label:
            draft.ledger.add("unknown_reason", rows, column="reason", value=texts.texts)
