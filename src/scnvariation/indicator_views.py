"""Views of `Indicators` that analyses work on: sorted arrays, columns of any table, what is shown."""

from __future__ import annotations

import hashlib
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.source import SourceInfo
from scnvariation.errors import OptionError
from scnvariation.messages import areas as messages
from scnvariation.reference import Reference, SortedRows

__all__ = ["IndicatorViews"]


class IndicatorViews:
    """What an analysis asks of its data; `Indicators` are these."""

    reference: Reference
    source: SourceInfo
    _observations: pd.DataFrame
    _catalogue: pd.DataFrame
    _areas: pd.DataFrame | None

    @cached_property
    def input_hash(self) -> str:
        """SHA-256 of the file that was read, or of the figures of a frame, whatever the order of its rows."""
        return self.source.sha256 or _figures_hash(self.reference.observations)

    @cached_property
    def own_reference(self) -> Reference:
        """The selected areas as their own England."""
        if self._observations is self.reference.observations and not len(self.reference.published):
            return self.reference
        nobody = self.reference.published.iloc[:0]
        return Reference(self._observations, nobody, self.fact("statistic"))

    @property
    def sorted(self) -> SortedRows:
        """The selected rows that are used, as sorted arrays."""
        if self._observations is self.reference.observations:
            return self.reference.sorted
        return self.own_reference.sorted

    def sorted_codes(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """Give numbers to the values of a text column, aligned with `sorted`; -1 where there is none.

        Parameters
        ----------
        name : str
            Column of the observations or of the areas table.

        Returns
        -------
        ndarray of int64, shape (n_rows,)
            Numbers in the order of the values.
        ndarray of str
            The values.
        """
        rows = self.sorted
        if name in self._observations or self._areas is None or name not in self._areas:
            return _numbered(self.column(name, self._observations).to_numpy(object)[rows.positions])
        whole = self.reference if rows is self.reference.sorted else self.own_reference
        of_area = self._areas.set_index("area_code")[name].reindex(whole.area_codes).fillna("").astype(str)
        numbers, values = _numbered(of_area.to_numpy(object))
        return numbers[rows.area], values

    @property
    def has_places(self) -> bool:
        """Whether an areas table says where in England the areas lie."""
        return self._areas is not None

    @property
    def areas_table(self) -> pd.DataFrame | None:
        """The areas table with every area in it, whatever is selected; None without one."""
        return self._areas

    def has_column(self, name: str) -> bool:
        """Whether the observations or the areas table have a column."""
        return name in self._observations or (self._areas is not None and name in self._areas)

    def fact(self, column: str) -> pd.Series[str]:
        """Give a column of the catalogue by `indicator_id`."""
        return self._catalogue.set_index("indicator_id")[column]

    def column(self, name: str, observations: pd.DataFrame) -> pd.Series[str]:
        """Give a text column of the observations or of the areas table, aligned with `observations`.

        Parameters
        ----------
        name : str
            Column of the observations, or else of the areas table.
        observations : pandas.DataFrame
            The rows to align with.

        Returns
        -------
        pandas.Series
            Text; empty where the area has no entry.

        Raises
        ------
        OptionError
            If neither table has the column.
        """
        if name in observations:
            entries = observations[name]
            given = entries if not entries.hasnans else entries.astype(object).where(entries.notna(), "")
            return given.astype(str)
        if self._areas is None or name not in self._areas:
            known = [] if self._areas is None else list(self._areas.columns)
            raise OptionError(messages.no_areas_column(name, known))
        return observations["area_code"].map(self._areas.set_index("area_code")[name]).fillna("").astype(str)

    def periods_of(self, indicator: str) -> list[str]:
        """List the periods of one indicator among the selected rows."""
        rows = self._observations
        return sorted(rows.loc[rows["indicator_id"] == indicator, "period"].unique().tolist())

    def codes_shown(self, indicator: str, period: str) -> set[str]:
        """Give the codes of the selected areas for one indicator and period."""
        rows = self._observations
        return set(rows.loc[(rows["indicator_id"] == indicator) & (rows["period"] == period), "area_code"])

    def is_shown(self, rows: pd.DataFrame) -> NDArray[np.bool_]:
        """Mark the rows whose indicator, period and area are selected."""
        if self._observations is self.reference.observations:
            return np.ones(len(rows), dtype=bool)
        keys = ["indicator_id", "period", "area_code"]
        selected = pd.MultiIndex.from_frame(self._observations[keys])
        return np.asarray(pd.MultiIndex.from_frame(rows[keys]).isin(selected))


def _numbered(values: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Give numbers to values in their order, -1 to the empty one."""
    codes, names = pd.factorize(values, sort=True)
    given = np.asarray(names, dtype=object)
    return np.where(given[codes] == "", -1, codes).astype(np.int64), given


def _figures_hash(observations: pd.DataFrame) -> str:
    """Hash keys and numbers of every row, and the hashes in their own order."""
    figures = observations[["indicator_id", "period", "area_code", "numerator", "denominator", "value"]]
    hashes = pd.util.hash_pandas_object(figures, index=False).to_numpy()
    return hashlib.sha256(np.sort(hashes).tobytes()).hexdigest()
