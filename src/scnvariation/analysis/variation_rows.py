"""The rows behind one line of the variation table: crude, adjusted for age and sex, or adjusted for need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured, measure
from scnvariation.analysis.level import Totals, totals
from scnvariation.analysis.spread_panel import Compared
from scnvariation.analysis.variation_repeats import effective
from scnvariation.reference import SortedRows
from scnvariation.stats.segments import Segments

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = [
    "Line",
    "OfOneType",
    "adjusted_line",
    "crude_line",
    "england_behind",
    "in_places",
    "some_rows",
    "usable",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOneType:
    """The groups of one statistic type, and England behind them.

    Attributes
    ----------
    data : Indicators
        The selected data.
    statistic : str
        The type.
    rows : SortedRows
        The rows that the statistic can use.
    groups : ndarray of shape (n_groups,)
        Number of each group in the table.
    everywhere : SortedRows
        The usable rows of all England, one group for each indicator and period.
    funnel : ndarray of shape (n_groups,)
        Which group of `everywhere` each belongs to.
    polarity : ndarray of str, shape (n_groups,)
    factor : ndarray of shape (n_groups,)
        Repeat factor, 1 where none is known.
    seeds : ndarray of uint64, shape (n_groups,)
    """

    data: Indicators
    statistic: str
    rows: SortedRows
    groups: IntArray
    everywhere: SortedRows
    funnel: IntArray
    polarity: NDArray[np.object_]
    factor: FloatArray
    seeds: NDArray[np.uint64]

    @property
    def factor_everywhere(self) -> FloatArray:
        """Repeat factor of each group of `everywhere`."""
        of_funnel = np.ones(self.everywhere.segments.n_groups)
        of_funnel[self.funnel] = self.factor
        return of_funnel


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line for each of some groups.

    Attributes
    ----------
    adjustment : str
        `crude`, `age_sex` or `need`.
    groups : ndarray of shape (n_groups,)
        Number of each group in the table.
    rows : SortedRows
        The rows used.
    compared : Compared
        What spread is measured of.
    standard : Measured
        The same with sizes whose level is the adjusted rate in natural units.
    england : Totals
        Of `standard` over all England, one entry per group.
    plain : Measured
        The same rows without adjustment.
    """

    adjustment: str
    groups: IntArray
    rows: SortedRows
    compared: Compared
    standard: Measured
    england: Totals
    plain: Measured


def usable(rows: SortedRows, statistic: str) -> tuple[SortedRows, BoolArray, dict[int, str]]:
    """Leave out the rows that the statistic cannot use.

    Parameters
    ----------
    rows : SortedRows
        Of one type.
    statistic : str
        The type.

    Returns
    -------
    SortedRows
        Groups left empty disappear; all of them stay where nothing is left.
    ndarray of bool, shape (n_groups,)
        Which groups are left.
    dict of int to str
        Position of each row left out, and why.
    """
    _, reason = measure(rows, statistic)
    out = reason != ""
    alive = np.logical_or.reduceat(~out, rows.segments.starts)
    if not out.any() or not alive.any():
        everything = np.full(rows.segments.n_groups, not out.any())
        return rows, everything, dict(zip(rows.positions[out].tolist(), reason[out].tolist(), strict=True))
    refused = dict(zip(rows.positions[out].tolist(), reason[out].tolist(), strict=True))
    return rows.rows(~out), alive, refused


def crude_line(one: OfOneType) -> Line:
    """Give the groups as they are.

    Parameters
    ----------
    one : OfOneType
        The groups.

    Returns
    -------
    Line
    """
    measured = effective(measure(one.rows, one.statistic)[0], one.factor)
    theirs = effective(measure(one.everywhere, one.statistic)[0], one.factor_everywhere)
    england = Totals(*(part[one.funnel] for part in totals(theirs)))
    compared = Compared(
        rows=measured, statistic=one.statistic, polarity=one.polarity, england=england.mean, seeds=one.seeds
    )
    return Line(
        adjustment="crude",
        groups=one.groups,
        rows=one.rows,
        compared=compared,
        standard=measured,
        england=england,
        plain=measured,
    )


def adjusted_line(
    one: OfOneType,
    adjustment: str,
    keep: BoolArray,
    plain: Measured,
    adjusted: tuple[Measured, FloatArray | None],
    england: Totals,
    df_lost: FloatArray,
) -> Line:
    """Put the rows that have an expected count beside England, adjusted alike.

    Parameters
    ----------
    one : OfOneType
        The groups.
    adjustment : str
        `age_sex` or `need`.
    keep : ndarray of bool, shape (n_rows,)
        Which rows of `one` have an expected count.
    plain : Measured
        These rows without adjustment.
    adjusted : tuple of Measured and ndarray or None
        The same with sizes whose level is the adjusted rate, and the offset of proportions.
    england : Totals
        All of England, adjusted, one entry for each group of `one.everywhere`.
    df_lost : ndarray of shape (n_groups,)
        Degrees of freedom that the adjustment costs each group of `one`.

    Returns
    -------
    Line
    """
    standard, offset = adjusted
    alive = np.logical_or.reduceat(keep, one.rows.segments.starts)
    behind = Totals(*(part[one.funnel[alive]] for part in england))
    return Line(
        adjustment=adjustment,
        groups=one.groups[alive],
        rows=one.rows if keep.all() else one.rows.rows(keep),
        compared=Compared(
            rows=standard if offset is None else plain,
            statistic=one.statistic,
            polarity=one.polarity[alive],
            england=behind.mean,
            seeds=one.seeds[alive],
            offset=offset,
            df_lost=df_lost[alive],
        ),
        standard=standard,
        england=behind,
        plain=plain,
    )


def some_rows(rows: Measured, keep: BoolArray) -> Measured:
    """Keep some of the rows; groups left empty disappear.

    Parameters
    ----------
    rows : Measured
        Any.
    keep : ndarray of bool, shape (n_rows,)
        Which.

    Returns
    -------
    Measured
    """
    if keep.all():
        return rows
    lengths = np.add.reduceat(keep.astype(np.int64), rows.segments.starts)
    arrays = {name: getattr(rows, name)[keep] for name in ("count", "size", "value", "se")}
    return replace(rows, segments=Segments.from_lengths(lengths[lengths > 0]), **arrays)


def england_behind(data: Indicators, keys: pd.DataFrame, statistic: str) -> tuple[SortedRows, IntArray]:
    """Give the usable rows of England for some indicators and periods.

    Parameters
    ----------
    data : Indicators
        The selected data.
    keys : pandas.DataFrame
        `indicator_id` and `period` of each group; every one has a usable row.
    statistic : str
        Their type.

    Returns
    -------
    SortedRows
        One group for each indicator and period.
    ndarray of shape (n_groups,)
        Which of them each group belongs to.
    """
    everywhere = data.reference.sorted
    pairs = pd.MultiIndex.from_frame(everywhere.keys).get_indexer(pd.MultiIndex.from_frame(keys))
    found, funnel = np.unique(pairs, return_inverse=True)
    # Every group has a usable row, so no group of England disappears here.
    rows, _, _ = usable(everywhere.groups(found), statistic)
    return rows, funnel.astype(np.int64)


def in_places(values: FloatArray, found: BoolArray) -> FloatArray:
    """Put values back in the places that they were found for.

    Parameters
    ----------
    values : ndarray of shape (n_found,)
        What was found.
    found : ndarray of bool, shape (n_places,)
        For which places.

    Returns
    -------
    ndarray of shape (n_places,)
        NaN elsewhere.

    Examples
    --------
    >>> in_places(np.array([5.0, 7.0]), np.array([True, False, True]))
    array([ 5., nan,  7.])
    """
    everywhere = np.full(found.size, np.nan)
    everywhere[found] = values
    return everywhere
