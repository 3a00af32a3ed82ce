"""Are the areas of two periods the same? Changed boundaries are refused, missing figures listed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.change_rows import KEYS, Series
from scnvariation.contract.reasons import ROW_REASONS
from scnvariation.errors import DataError, TooFewAreasError
from scnvariation.framework import succession
from scnvariation.messages import change as messages

__all__ = ["check_boundaries", "check_enough", "check_series", "left_out", "without_partner"]

BoolArray = NDArray[np.bool_]
FEWEST_AREAS = 3
#: Rows that are no area of the kind asked for.
NO_AREA = frozenset(ROW_REASONS[: ROW_REASONS.index("unmapped_area")])


def check_boundaries(series: Series) -> None:
    """Stop where areas were replaced between the first and the last period of a series.

    Areas that left while others joined, or whose code is known to have ended or begun, are taken for a change of
    boundaries; an area that merely has no row in one of the periods is not.

    Raises
    ------
    DataError
        If boundaries changed.
    """
    first, last = (_codes(series, period) for period in (series.periods[0], series.periods[-1]))
    left, joined = sorted(first - last), sorted(last - first)
    if (left and joined) or _known_changes().intersection(left + joined):
        raise DataError(messages.boundaries_changed(series.periods[0], series.periods[-1], left, joined))


def check_series(series: Series) -> None:
    """Stop where most areas of a series were replaced, so that its periods are not about the same places.

    Raises
    ------
    DataError
        If fewer than half of the areas of the first or of the last period are in both.
    """
    first, last = (_codes(series, period) for period in (series.periods[0], series.periods[-1]))
    if 2 * len(first & last) < max(len(first), len(last)):
        left, joined = sorted(first - last), sorted(last - first)
        raise DataError(messages.boundaries_changed(series.periods[0], series.periods[-1], left, joined))


def _codes(series: Series, period: str) -> set[str]:
    """Give the codes that have a row in a period, used or not."""
    rows = series.scope.reference.observations
    here = (rows["indicator_id"] == series.scope.info.indicator_id) & (rows["period"] == period)
    here &= ~rows["reason"].isin(list(NO_AREA))
    return set(rows.loc[here, "area_code"])


def _known_changes() -> set[str]:
    """Give the codes that the package knows to have ended or begun."""
    table = succession()
    columns = ("old_code", "new_code", "old_ods_code", "new_ods_code")
    return {code for column in columns for code in table[column].fillna("").astype(str)} - {""}


def check_enough(series: Series, keep: BoolArray) -> None:
    """Stop where fewer than three areas stand in every period.

    Raises
    ------
    TooFewAreasError
        If so.
    """
    areas = np.unique(series.rows.area[keep]).size
    if areas < FEWEST_AREAS:
        raise TooFewAreasError(messages.no_common_areas(series.periods, FEWEST_AREAS, areas))


def left_out(series: Series, among: BoolArray, keep: BoolArray) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """List what has no figure, and name the areas left out for it.

    Parameters
    ----------
    series : Series
        All rows.
    among : ndarray of bool, shape (n_rows,)
        Rows that were meant.
    keep : ndarray of bool, shape (n_rows,)
        Those of areas in every period.

    Returns
    -------
    excluded : pandas.DataFrame
        Each area and period without a figure, and why: `missing` where there is no row at all.
    names : tuple of str
        Areas that have a figure in some periods only.
    """
    partial = among & ~keep
    names = series.names
    areas = np.unique(series.rows.area[partial])
    of_row = series.rows.segments.repeat(np.arange(len(series.periods)))
    seen = set(zip(series.rows.area[partial].tolist(), of_row[partial].tolist(), strict=True))
    codes = series.rows.area_codes
    listed = set(zip(series.refused["area_code"], series.refused["period"], strict=True))
    absent = [
        (series.scope.info.indicator_id, period, str(codes[area]), names[area], "missing")
        for area in areas.tolist()
        for place, period in enumerate(series.periods)
        if (area, place) not in seen and (str(codes[area]), period) not in listed
    ]
    more = pd.DataFrame(absent, columns=[*KEYS, "area_code", "area_name", "reason"], dtype="object")
    parts = [part for part in (series.refused, more) if len(part)]
    excluded = pd.concat(parts, ignore_index=True) if parts else series.refused
    return excluded, tuple(names[area] for area in areas.tolist())


def without_partner(series: Series, unused: BoolArray) -> pd.DataFrame:
    """List figures of areas that have none in the other period, so that nothing can be compared.

    Parameters
    ----------
    series : Series
        All rows.
    unused : ndarray of bool, shape (n_rows,)
        Which rows these are.

    Returns
    -------
    pandas.DataFrame
        Columns of `excluded`, reason `too_few_periods`.
    """
    rows, areas = series.rows, series.rows.area[unused].tolist()
    keys = rows.keys.iloc[rows.segments.repeat(np.arange(rows.segments.n_groups))[unused]].reset_index(drop=True)
    return keys[KEYS].assign(
        area_code=[str(rows.area_codes[area]) for area in areas],
        area_name=[series.names[area] for area in areas],
        reason="too_few_periods",
    )
