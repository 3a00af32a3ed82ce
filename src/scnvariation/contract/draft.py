"""The working state of one check, handed from one group of checks to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.ledger import Ledger
from scnvariation.contract.numbers import NumberColumn
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.texts import TextColumn
from scnvariation.options import Statistic

__all__ = ["COUNT_BASED", "NORMAL_BASED", "STATISTICS", "Draft"]

STATISTICS: tuple[str, ...] = get_args(Statistic)
COUNT_BASED = ("", "proportion", "rate", "ratio")
NORMAL_BASED = ("mean", "estimate")
BoolArray = NDArray[np.bool_]


@dataclass(slots=True)
class Draft:
    """Columns as read so far, and the ledger.

    Attributes
    ----------
    frame : pandas.DataFrame
        What was given; never changed.
    settings : ReadingSettings
        What the user said about it.
    ledger : Ledger
        Problems and the place of every row.
    texts, numbers : dict
        Columns as read; a number column that is absent is absent here too.
    active : ndarray of bool
        Rows that are data, not notes.
    england : ndarray of bool
        Rows of the comparator.
    statistic : ndarray of int8
        Position in `STATISTICS` for each row, -1 where none is known.
    """

    frame: pd.DataFrame
    settings: ReadingSettings
    ledger: Ledger
    texts: dict[str, TextColumn] = field(default_factory=dict)
    numbers: dict[str, NumberColumn] = field(default_factory=dict)
    active: BoolArray = field(init=False)
    england: BoolArray = field(init=False)
    statistic: NDArray[np.int8] = field(init=False)

    def __post_init__(self) -> None:
        """Start with every row active and nothing known."""
        size = len(self.frame)
        self.active = ~self.ledger.refused  # a row that could not be read whole is not looked at further
        self.england = np.zeros(size, dtype=np.bool_)
        self.statistic = np.full(size, -1, dtype=np.int8)

    @property
    def size(self) -> int:
        """Number of rows given."""
        return len(self.frame)

    def values(self, column: str) -> NDArray[np.float64]:
        """Give the numbers of a column, NaN throughout where it is absent."""
        read = self.numbers.get(column)
        return np.full(self.size, np.nan) if read is None else read.values

    def is_any(self, statistics: tuple[str, ...]) -> BoolArray:
        """Say which rows have one of these statistics; the empty word stands for an unknown one."""
        wanted = [STATISTICS.index(word) if word else -1 for word in statistics]
        return np.asarray(np.isin(self.statistic, wanted))

    def set_aside(self, rows: NDArray[np.int64]) -> None:
        """Take rows out of all further checks."""
        self.active[rows] = False
