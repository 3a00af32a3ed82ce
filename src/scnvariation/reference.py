"""What "England" is for each indicator and period, kept whatever is selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.stats.segments import Segments

__all__ = ["Reference", "SortedRows"]

KEYS = ["indicator_id", "period"]
NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "se", "sd")
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows that are used, sorted by indicator, period and area, as plain arrays.

    Sorting makes every sum independent of the order in which rows were given.

    Attributes
    ----------
    positions : ndarray of shape (n_rows,)
        Where each row stands in the observations.
    area : ndarray of shape (n_rows,)
        Number of each row's area in `area_codes`.
    area_codes : ndarray of str
        The codes of all areas of the reference that the rows come from, sorted: rows of a selection and rows of
        England number their areas differently, and are matched by code.
    keys : pandas.DataFrame
        `indicator_id` and `period` of each group.
    segments : Segments
        One group for each indicator and period.
    numerator, denominator, value, lower, upper, se, sd : ndarray of shape (n_rows,)
        The numbers, NaN where absent.
    """

    positions: NDArray[np.int64]
    area: NDArray[np.int64]
    area_codes: NDArray[np.object_]
    keys: pd.DataFrame
    segments: Segments
    numerator: FloatArray
    denominator: FloatArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    se: FloatArray
    sd: FloatArray

    def groups(self, wanted: NDArray[np.int64]) -> SortedRows:
        """Keep some of the groups, in the order asked for."""
        starts, lengths = self.segments.starts[wanted], self.segments.lengths[wanted]
        segments = Segments.from_lengths(lengths)
        rows = np.arange(segments.n_rows) + segments.repeat(starts - segments.starts)
        return self.take(rows, self.keys.iloc[wanted].reset_index(drop=True), segments)

    def rows(self, keep: NDArray[np.bool_]) -> SortedRows:
        """Keep some of the rows; groups left empty disappear."""
        lengths = np.add.reduceat(keep.astype(np.int64), self.segments.starts)
        alive = lengths > 0
        segments = Segments.from_lengths(lengths[alive])
        return self.take(np.flatnonzero(keep), self.keys[alive].reset_index(drop=True), segments)

    def take(self, rows: NDArray[np.int64], keys: pd.DataFrame, segments: Segments) -> SortedRows:
        """Take rows, which may repeat, into new groups."""
        numbers = {name: getattr(self, name)[rows] for name in NUMBERS}
        return replace(
            self, positions=self.positions[rows], area=self.area[rows], keys=keys, segments=segments, **numbers
        )


class Reference:
    """The rows of all areas loaded and the published England rows.

    Parameters
    ----------
    observations : pandas.DataFrame
        Checked observations of every area.
    published : pandas.DataFrame
        Checked England rows of the source; may be empty.
    statistics : pandas.Series
        Statistic type by `indicator_id`.
    """

    def __init__(self, observations: pd.DataFrame, published: pd.DataFrame, statistics: pd.Series[str]) -> None:
        self.observations = observations
        self.published = published
        self.statistics = statistics

    @cached_property
    def _factorised(self) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """Areas as numbers in the order of their codes, and the codes."""
        numbers, codes = pd.factorize(self.observations["area_code"], sort=True)
        return numbers.astype(np.int64), np.asarray(codes, dtype=object)

    @property
    def area_codes(self) -> NDArray[np.object_]:
        """The codes of all areas, sorted."""
        return self._factorised[1]

    @cached_property
    def _group_numbers(self) -> tuple[NDArray[np.int64], pd.DataFrame]:
        """Number every observation's indicator and period, in their order, and the pairs."""
        pairs = [pd.factorize(self.observations[name], sort=True) for name in KEYS]
        (indicator, indicators), (period, periods) = pairs
        code = indicator.astype(np.int64) * max(len(periods), 1) + period
        present, number = np.unique(code, return_inverse=True)
        first, second = np.divmod(present, max(len(periods), 1))
        keys = pd.DataFrame({"indicator_id": indicators[first], "period": periods[second]})
        return number.astype(np.int64), keys

    def positions_of(self, keys: pd.DataFrame) -> NDArray[np.int64]:
        """Give the observations, used or not, of some indicators and periods, in input order."""
        number, pairs = self._group_numbers
        wanted = pd.MultiIndex.from_frame(pairs).isin(pd.MultiIndex.from_frame(keys[KEYS]))
        return np.flatnonzero(wanted[number])

    @cached_property
    def sorted(self) -> SortedRows:
        """The used rows as sorted arrays; computed once."""
        frame = self.observations
        used = np.flatnonzero((frame["reason"] == "").to_numpy(dtype=bool))
        number, pairs = self._group_numbers
        group, area = number[used], self._factorised[0][used]
        key = group * max(len(self.area_codes), 1) + area
        order = np.arange(key.size) if np.all(key[1:] >= key[:-1]) else np.argsort(key, kind="stable")
        segments = Segments.from_sorted_codes(group[order])
        keys = pairs.iloc[group[order[segments.starts]]].reset_index(drop=True)
        numbers = {name: frame[name].to_numpy(np.float64)[used][order] for name in NUMBERS}
        return SortedRows(
            positions=used[order],
            area=area[order],
            area_codes=self.area_codes,
            keys=keys,
            segments=segments,
            **numbers,
        )

    @cached_property
    def england(self) -> pd.DataFrame:
        """One row for each indicator and period: the published England row, else the sum of the areas.

        Columns: `indicator_id, period, numerator, denominator, value, se, n_areas, source` (`published` or
        `areas`), and `made_of_areas`: whether the areas loaded add up to the figure.
        """
        rows = self.sorted
        table = rows.keys.assign(
            numerator=rows.segments.sum(rows.numerator),
            denominator=rows.segments.sum(rows.denominator),
            value=self._weighted_mean(rows),
            se=np.nan,
            n_areas=rows.segments.lengths,
            source="areas",
            made_of_areas=True,
        )
        return self._with_published(table) if len(self.published) else table

    def _weighted_mean(self, rows: SortedRows) -> FloatArray:
        """England's value from its areas: counts over counts, or the mean weighted by size or precision."""
        statistic = rows.segments.repeat(rows.keys["indicator_id"].map(self.statistics).to_numpy(object))
        is_count = np.isin(statistic.astype(str), ["proportion", "rate", "ratio"])
        with np.errstate(divide="ignore", invalid="ignore"):
            precision = 1.0 / standard_errors(rows) ** 2
            sized = rows.segments.repeat(np.isfinite(rows.segments.sum(rows.denominator)))
            weight = np.where(sized, rows.denominator, precision)
            total = np.where(is_count, rows.numerator, rows.value * weight)
            size = np.where(is_count, rows.denominator, weight)
            return np.asarray(rows.segments.sum(total) / rows.segments.sum(size))

    def _with_published(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put published rows in the place of sums, and say whether the areas make them up."""
        theirs = self.published[self.published["reason"] == ""]
        joined = table[KEYS].merge(
            theirs[[*KEYS, "numerator", "denominator", "value", "se"]], on=KEYS, how="left", validate="1:1"
        )
        has = joined["value"].notna().to_numpy()
        close = [
            np.isclose(joined[name], table[name], rtol=0.01, equal_nan=True)
            for name in ("numerator", "denominator", "value")
        ]
        table["made_of_areas"] = ~has | np.logical_and.reduce(close)
        for name in ("numerator", "denominator", "value", "se"):
            table[name] = joined[name].where(has, table[name])
        table["source"] = np.where(has, "published", "areas")
        return table


def standard_errors(rows: SortedRows) -> FloatArray:
    """Give the standard error of each value: as published, from the interval, or sd over root n.

    Parameters
    ----------
    rows : SortedRows
        Rows of a mean, an estimate or a standardised rate.

    Returns
    -------
    ndarray of shape (n_rows,)
        NaN where nothing is published.
    """
    z95 = 1.959963984540054
    with np.errstate(divide="ignore", invalid="ignore"):
        from_interval = (rows.upper - rows.lower) / (2 * z95)
        from_sd = rows.sd / np.sqrt(rows.denominator)
    return np.where(np.isfinite(rows.se), rows.se, np.where(np.isfinite(from_sd), from_sd, from_interval))
