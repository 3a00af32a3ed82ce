"""Areas that come and go between periods, and codes used when they were not in use."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import RANK
from scnvariation.messages.words import count, five_of
from scnvariation.periods import Period, parse_period

__all__ = ["check_changed_areas", "check_validity"]

Change = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def check_changed_areas(draft: Draft) -> None:
    """List the areas that left and joined from one period to the next, once for all indicators they left alike."""
    changes: dict[Change, list[int]] = defaultdict(list)
    of_periods = _areas_by_period(draft)
    for (_, before, areas_before, _), (_, after, areas_after, row) in _neighbours(draft, of_periods):
        if not np.array_equal(areas_before, areas_after):
            left = _labels(draft, np.setdiff1d(areas_before, areas_after))
            joined = _labels(draft, np.setdiff1d(areas_after, areas_before))
            changes[before, after, left, joined].append(row)
    for (before, after, left, joined), rows in changes.items():
        words = {
            "before": before,
            "after": after,
            "left": f"{count(len(left), 'area')} left{_listed(left)}",
            "joined": f"{len(joined):,} joined{_listed(joined)}",
            "indicators": f" ({count(len(rows), 'indicator')})" if len(rows) > 1 else "",
        }
        draft.ledger.note("areas_changed", row=min(rows), column="area_code", words=words)


Seen = tuple[int, str, NDArray[np.int64], int]


def _areas_by_period(draft: Draft) -> list[Seen]:
    """Give indicator, period, sorted areas and first row of each series and period, by time within a kind of period."""
    shown = np.flatnonzero(draft.active & ~draft.england & (draft.ledger.rank > RANK["other_country"]))
    periods = draft.texts["period"]
    known = {code: period for code, text in enumerate(periods.labels) if (period := parse_period(text))}
    shown = shown[np.isin(periods.codes[shown], list(known))]
    if len(known) < 2 or not len(shown):
        return []
    n_areas = len(draft.texts["area_code"].labels) + 1
    indicator = draft.texts["indicator_id"].codes[shown].astype(np.int64)
    series = (indicator * len(periods.labels) + periods.codes[shown]) * n_areas + draft.texts["area_code"].codes[shown]
    unique, first = np.unique(series, return_index=True)
    pair, areas = np.divmod(unique, n_areas)
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    seen = []
    for start, end in pairwise([*starts.tolist(), len(pair)]):
        number, code = divmod(int(pair[start]), len(periods.labels))
        seen.append((number, code, areas[start:end], int(shown[first[start:end].min()])))
    seen.sort(key=lambda one: (one[0], _kind_and_time(known[one[1]])))
    return [(number, periods.labels[code], codes, row) for number, code, codes, row in seen]


def _kind_and_time(period: Period) -> tuple[str, Period]:
    return period.kind, period


def _neighbours(draft: Draft, seen: list[Seen]) -> list[tuple[Seen, Seen]]:
    """Pair each period with the one before it, of the same indicator and kind of period."""
    kinds = {label: period.kind for label in draft.texts["period"].labels if (period := parse_period(label))}
    return [
        (before, after)
        for before, after in pairwise(seen)
        if before[0] == after[0] and kinds[before[1]] == kinds[after[1]]
    ]


def _labels(draft: Draft, codes: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(sorted(draft.texts["area_code"].labels[code] for code in codes.tolist()))


def _listed(codes: tuple[str, ...]) -> str:
    return f" ({five_of(codes)})" if codes else ""


def check_validity(draft: Draft, areas: pd.DataFrame | None) -> None:
    """Set aside figures of codes that had closed, where the areas table says when: in its column `valid_to`.

    Figures that a publisher brought back to a later geography, with new codes in earlier periods, stay used: they are
    figures of that geography.
    """
    if areas is None or not {"area_code", "valid_to"} <= set(areas.columns):
        return
    ends = pd.to_datetime(areas["valid_to"].astype(str), format="%Y-%m-%d", errors="coerce")
    last_day = dict(zip(areas["area_code"].astype(str), ends, strict=True))
    texts, periods = draft.texts["area_code"], draft.texts["period"]
    starts = [pd.Timestamp(period.start) if (period := parse_period(text)) else pd.NaT for text in periods.labels]
    last = pd.Series([last_day.get(label, pd.NaT) for label in texts.labels], dtype="datetime64[ns]").to_numpy()
    start = pd.Series(starts, dtype="datetime64[ns]").to_numpy()
    late = np.flatnonzero(draft.active & ~draft.england & (start[periods.codes] > last[texts.codes]))
    words: dict[str, object] = {
        "code": texts.texts(late),
        "period": periods.texts(late),
        "day": [f"{last_day[code]:%Y-%m-%d}" for code in texts.texts(late)],
    }
    draft.ledger.add("code_not_valid_in_period", late, column="area_code", words=words)
