"""The numbers of a variation table while they are filled: one line per group and adjustment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.variation_columns import ADJUSTMENTS, GROUP_COLUMNS, LEVEL, OUTSIDE, PANEL, SHARES, WORDS

__all__ = ["Filling"]

IntArray = NDArray[np.int64]
#: Rows of an adjustment are there once they are filled; crude rows always.
ALWAYS = "crude"


class Filling:
    """Columns of all groups, with room for each adjustment asked for.

    Parameters
    ----------
    n_groups : int
        How many groups.
    adjustments : sequence of str
        Those that may be filled, besides `crude`.
    """

    def __init__(self, n_groups: int, adjustments: tuple[str, ...] = ()) -> None:
        self.adjustments = tuple(name for name in ADJUSTMENTS if name == ALWAYS or name in adjustments)
        shape = (n_groups, len(self.adjustments))
        self.columns: dict[str, NDArray[Any]] = {
            **{name: np.full(shape, np.nan) for name in (*LEVEL, *PANEL, *SHARES, *OUTSIDE)},
            **{name: np.full(shape, "", dtype=object) for name in WORDS},
            "systemic": np.full(shape, pd.NA, dtype=object),
            "n_areas": np.zeros(shape, dtype=np.int64),
        }
        self.filled = np.zeros(shape, dtype=bool)
        self.filled[:, self.adjustments.index(ALWAYS)] = True

    def put(self, adjustment: str, groups: IntArray, columns: Mapping[str, NDArray[Any]]) -> None:
        """Fill columns of some groups.

        Parameters
        ----------
        adjustment : str
            Which line of each group.
        groups : ndarray of shape (n_some,)
            Numbers of the groups.
        columns : mapping of str to ndarray, shape (n_some,)
            The values.
        """
        line = self.adjustments.index(adjustment)
        self.filled[groups, line] = True
        for name, values in columns.items():
            self.columns[name][groups, line] = values

    def get(self, adjustment: str, name: str) -> NDArray[Any]:
        """Give a column of all groups."""
        return self.columns[name][:, self.adjustments.index(adjustment)]

    def frame(self, names: pd.DataFrame) -> tuple[pd.DataFrame, IntArray]:
        """Give the lines that are filled, each group's together, and the group of each.

        Parameters
        ----------
        names : pandas.DataFrame
            The `by` columns, one row per group.

        Returns
        -------
        pandas.DataFrame
        ndarray of shape (n_rows,)
        """
        group, line = np.nonzero(self.filled)
        columns: dict[str, Any] = {name: values[group, line] for name, values in self.columns.items()}
        columns["adjustment"] = np.array(self.adjustments, dtype=object)[line]
        columns["systemic"] = pd.array(columns["systemic"], dtype="boolean")
        table = names.iloc[group].reset_index(drop=True)
        return pd.concat([table, pd.DataFrame({name: columns[name] for name in GROUP_COLUMNS})], axis=1), group
