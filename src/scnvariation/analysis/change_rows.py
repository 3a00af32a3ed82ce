"""Rows of one indicator in several periods, and which areas stand in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured, measure
from scnvariation.analysis.scope import Scope
from scnvariation.errors import OptionError
from scnvariation.framework import network_areas
from scnvariation.messages import change as messages
from scnvariation.messages.selection import no_such_value
from scnvariation.reference import SortedRows
from scnvariation.stats.segments import Segments

__all__ = ["PLACE", "Series", "check_baseline", "named_network", "series_of"]

BoolArray = NDArray[np.bool_]
KEYS = ["indicator_id", "period"]
PLACE = "network_area"
FEWEST_PERIODS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is used of one indicator in several periods.

    Attributes
    ----------
    scope : Scope
        Indicator, reference and selection.
    periods : tuple of str
        In order of time.
    rows : SortedRows
        The rows of the reference that can be used, one group per period, in the order of `periods`.
    shown : ndarray of bool, shape (n_rows,)
        Which of them are selected.
    place : ndarray of str, shape (n_rows,)
        Network area of each, empty where none is known.
    refused : pandas.DataFrame
        Selected rows that cannot be used, each with its reason.
    """

    scope: Scope
    periods: tuple[str, ...]
    rows: SortedRows
    shown: BoolArray
    place: NDArray[np.object_]
    refused: pd.DataFrame

    @property
    def statistic(self) -> str:
        """The statistic type."""
        return self.scope.info.statistic

    @property
    def england(self) -> pd.DataFrame:
        """England's row in each period."""
        table = self.scope.reference.england
        return self.rows.keys.merge(table, on=KEYS, how="left", validate="1:1")

    @property
    def names(self) -> dict[int, str]:
        """Name of each area by its number, the latest one."""
        frame = self.scope.reference.observations.iloc[self.rows.positions]
        return dict(zip(self.rows.area.tolist(), frame["area_name"].astype(str).tolist(), strict=True))

    def throughout(self, among: BoolArray) -> BoolArray:
        """Mark the rows of areas that stand in every period, of those marked already."""
        times = np.bincount(self.rows.area[among], minlength=int(self.rows.area.max(initial=-1)) + 1)
        return np.asarray(among & (times[self.rows.area] == len(self.periods)))

    @property
    def made_of_areas(self) -> bool:
        """Whether the areas loaded add up to England in every period."""
        return bool(self.england["made_of_areas"].all())

    @property
    def has_places(self) -> bool:
        """Whether any network area is known."""
        return bool((self.place != "").any())

    def is_constant(self, among: BoolArray) -> bool:
        """Tell whether every area has one figure in all periods, three or more, as a register carried forward has."""
        if len(self.periods) < FEWEST_PERIODS or not among.any() or not (self.throughout(among) == among).all():
            return False
        order = np.argsort(self.rows.area[among], kind="stable")
        figures = np.stack([self.rows.value, self.rows.numerator, self.rows.denominator])[:, among][:, order]
        grid = np.nan_to_num(figures, nan=-1.0).reshape(3, -1, len(self.periods))
        return bool((grid == grid[..., :1]).all())

    def measured(self, keep: BoolArray) -> tuple[Measured, SortedRows]:
        """Give some of the rows as counts and sizes, by period."""
        rows = self.rows.rows(keep)
        return measure(rows, self.statistic)[0], rows


def check_baseline(scope: Scope, baseline: str) -> None:
    """Stop where the baseline is not among the periods of the indicator."""
    there = scope.data.periods_of(scope.info.indicator_id)
    if baseline not in there:
        raise OptionError(no_such_value("baseline", baseline, [period for period in there if period]))


def series_of(scope: Scope, periods: Sequence[str]) -> Series:
    """Collect the rows of the periods.

    Parameters
    ----------
    scope : Scope
        The choice of indicator and areas.
    periods : sequence of str
        In order of time.

    Returns
    -------
    Series
    """
    data, reference = scope.data, scope.reference
    rows = reference.sorted
    keys = pd.MultiIndex.from_frame(rows.keys)
    wanted = keys.get_indexer(pd.MultiIndex.from_product([[scope.info.indicator_id], list(periods)]))
    rows = rows.groups(wanted[wanted >= 0])
    _, reason = measure(rows, scope.info.statistic)
    usable = reason == ""
    used = rows.rows(usable) if usable.any() else _none_of(rows)
    frame = reference.observations.iloc[used.positions]
    return Series(
        scope=scope,
        periods=tuple(periods),
        rows=used,
        shown=data.is_shown(frame),
        place=_places(scope, frame),
        refused=_refused(scope, periods, dict(zip(rows.positions[~usable].tolist(), reason[~usable], strict=True))),
    )


def _none_of(rows: SortedRows) -> SortedRows:
    """Give no row at all."""
    return rows.take(np.zeros(0, dtype=np.int64), rows.keys[:0], Segments.from_lengths([]))


def _places(scope: Scope, frame: pd.DataFrame) -> NDArray[np.object_]:
    """Give the network area of each row, empty where the data do not say."""
    if not scope.data.has_column(PLACE):
        return np.full(len(frame), "", dtype=object)
    return scope.data.column(PLACE, frame).to_numpy(object)


def _refused(scope: Scope, periods: Sequence[str], found: dict[int, str]) -> pd.DataFrame:
    """List the selected rows that are not used."""
    rows = scope.reference.observations
    reason = rows["reason"].astype(str).to_numpy(object).copy()
    for position, why in found.items():
        reason[position] = why
    here = (rows["indicator_id"] == scope.info.indicator_id) & rows["period"].isin(list(periods)) & (reason != "")
    out = rows[here].assign(reason=reason[here])
    columns = [*KEYS, "area_code", "area_name", "reason"]
    return pd.DataFrame(out.loc[scope.data.is_shown(out), columns]).reset_index(drop=True)


def named_network(series: Series, asked: str, argument: str) -> str:
    """Find a network area by its name or its key.

    Parameters
    ----------
    series : Series
        The rows.
    asked : str
        `Wessex` or `WX`.
    argument : str
        What the caller calls it, for the message.

    Returns
    -------
    str
        The name as the data have it.

    Raises
    ------
    OptionError
        If there is no such network area.
    """
    present = sorted(set(series.place.tolist()) - {""})
    if not present:
        raise OptionError(messages.no_network_area())
    known = network_areas()
    names = dict(zip(known["network_area_key"], known[PLACE], strict=True))
    name = asked if asked in present else str(names.get(asked, asked))
    if name not in present:
        raise OptionError(no_such_value(argument, asked, present))
    return name
