"""Groups as contiguous stretches of rows: one pass serves one funnel or a million of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Segments"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

Scalar = TypeVar("Scalar", bound=np.generic)

BLOCK_ROWS = 131_072


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Mark where each group of rows begins and how long it is.

    Rows are sorted so that the rows of a group stand together, and no group is empty. Every statistic of
    this package takes its groups in this form: a single funnel is one segment, a table of indicators is many.

    Attributes
    ----------
    starts : ndarray of shape (n_groups,)
        Position of the first row of each group.
    lengths : ndarray of shape (n_groups,)
        Number of rows of each group, at least one.

    Examples
    --------
    >>> import numpy as np
    >>> groups = Segments.from_lengths([2, 3])
    >>> groups.sum(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    array([ 3., 12.])
    """

    starts: IntArray
    lengths: IntArray

    @classmethod
    def single(cls, n_rows: int) -> Self:
        """Treat all rows as one group.

        Parameters
        ----------
        n_rows : int
            Number of rows; with none there is no group.

        Returns
        -------
        Segments
            One group, or none.
        """
        return cls.from_lengths(np.full(1 if n_rows else 0, n_rows))

    @classmethod
    def from_lengths(cls, lengths: npt.ArrayLike) -> Self:
        """Lay groups of known length end to end.

        Parameters
        ----------
        lengths : array_like of int, shape (n_groups,)
            Rows of each group.

        Returns
        -------
        Segments
            The groups in the order given.

        Raises
        ------
        ValueError
            If a group has no rows: a sum over nothing would silently borrow a row of the next group.

        Examples
        --------
        >>> Segments.from_lengths([2, 3]).starts
        array([0, 2])
        """
        sizes = np.asarray(lengths, dtype=np.int64)
        if sizes.size and sizes.min() < 1:
            raise ValueError("every group needs at least one row")
        return cls(np.cumsum(sizes) - sizes, sizes)

    @classmethod
    def from_sorted_codes(cls, codes: npt.ArrayLike) -> Self:
        """Start a new group wherever the code changes.

        Parameters
        ----------
        codes : array_like of shape (n_rows,)
            One code per row; equal codes stand together.

        Returns
        -------
        Segments
            One group per run of equal codes.

        Examples
        --------
        >>> Segments.from_sorted_codes([4, 4, 7, 7, 7]).lengths
        array([2, 3])
        """
        keys = np.asarray(codes)
        new = np.ones(keys.size, dtype=bool)
        new[1:] = keys[1:] != keys[:-1]
        starts = np.flatnonzero(new).astype(np.int64, copy=False)
        return cls(starts, np.diff(starts, append=keys.size))

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return self.starts.size

    @property
    def n_rows(self) -> int:
        """Number of rows over all groups."""
        return int(self.lengths.sum())

    def sum(self, x: FloatArray) -> FloatArray:
        """Add up each group.

        Parameters
        ----------
        x : ndarray of shape (..., n_rows)
            Rows along the last axis.

        Returns
        -------
        ndarray of shape (..., n_groups)
            Sum of each group.

        Examples
        --------
        >>> import numpy as np
        >>> Segments.from_lengths([1, 2]).sum(np.array([1.0, 2.0, 3.0]))
        array([1., 5.])
        """
        return np.add.reduceat(x, self.starts, axis=-1)

    def min(self, x: FloatArray) -> FloatArray:
        """Take the smallest value of each group; shapes as in `sum`."""
        return np.minimum.reduceat(x, self.starts, axis=-1)

    def max(self, x: FloatArray) -> FloatArray:
        """Take the largest value of each group; shapes as in `sum`."""
        return np.maximum.reduceat(x, self.starts, axis=-1)

    def repeat(self, per_group: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """Give each row the number of its group.

        Parameters
        ----------
        per_group : ndarray of shape (..., n_groups)
            Groups along the last axis.

        Returns
        -------
        ndarray of shape (..., n_rows)
            The group's number on every row of it.

        Examples
        --------
        >>> import numpy as np
        >>> Segments.from_lengths([1, 2]).repeat(np.array([5.0, 6.0]))
        array([5., 6., 6.])
        """
        return np.repeat(per_group, self.lengths, axis=-1)

    def quantile(self, x: FloatArray, probabilities: npt.ArrayLike) -> FloatArray:
        """Interpolate type-7 sample quantiles of each group.

        Type 7 is the default of NumPy ("linear") and R. Groups of equal length are sorted together.

        Parameters
        ----------
        x : ndarray of shape (n_rows,)
            Finite values.
        probabilities : array_like of shape (n_probabilities,)
            Between 0 and 1.

        Returns
        -------
        ndarray of shape (n_probabilities, n_groups)
            One row per probability.

        Notes
        -----
        x_(k) + (h - k) (x_(k + 1) - x_(k)) with h = (n - 1) p, k = floor h, order statistics from x_(0).

        References
        ----------
        .. [1] Hyndman RJ, Fan Y (1996). Sample quantiles in statistical packages. Am. Statist. 50:361-365.
           doi:10.1080/00031305.1996.10473566

        Examples
        --------
        >>> import numpy as np
        >>> groups = Segments.from_lengths([3, 2])
        >>> groups.quantile(np.array([3.0, 1.0, 2.0, 10.0, 20.0]), [0.5, 0.75])
        array([[ 2. , 15. ],
               [ 2.5, 17.5]])
        """
        wanted = np.asarray(probabilities, dtype=np.float64)
        out = np.empty((wanted.size, self.n_groups))
        for group_index, row_index in self.buckets():
            ordered = np.sort(x[row_index], axis=1)
            position = (ordered.shape[1] - 1) * wanted
            low = np.floor(position).astype(np.int64)
            high = np.minimum(low + 1, ordered.shape[1] - 1)
            below, above = ordered[:, low], ordered[:, high]
            out[:, group_index] = (below + (position - low) * (above - below)).T
        return out

    def blocks(self, rows: int = BLOCK_ROWS) -> Iterator[tuple[slice, slice, Segments]]:
        """Cut the rows into blocks of whole groups, small enough to stay in the cache.

        Parameters
        ----------
        rows : int, default 131_072
            Most rows of a block; a longer group makes a block of its own.

        Yields
        ------
        row_slice, group_slice, segments
            Where the block lies, and its groups counted from its own first row.

        Examples
        --------
        >>> for rows, groups, segments in Segments.from_lengths([2, 2, 3]).blocks(rows=4):
        ...     print(rows, groups, segments.lengths)
        slice(0, 4, None) slice(0, 2, None) [2 2]
        slice(4, 7, None) slice(2, 3, None) [3]
        """
        ends = self.starts + self.lengths
        first = 0
        while first < self.n_groups:
            row = int(self.starts[first])
            last = max(int(np.searchsorted(ends, row + rows, side="right")), first + 1)
            inner = Segments(self.starts[first:last] - row, self.lengths[first:last])
            yield slice(row, int(ends[last - 1])), slice(first, last), inner
            first = last

    def padded(self, x: FloatArray, fill: float) -> FloatArray:
        """Lay each group in a row of a rectangle, filled up at the end.

        Parameters
        ----------
        x : ndarray of shape (n_rows,)
            Values.
        fill : float
            What stands where a group is shorter than the longest.

        Returns
        -------
        ndarray of shape (n_groups, longest)
            The rectangle.

        Examples
        --------
        >>> import numpy as np
        >>> Segments.from_lengths([1, 2]).padded(np.array([1.0, 2.0, 3.0]), 0.0)
        array([[1., 0.],
               [2., 3.]])
        """
        longest = int(self.lengths.max(initial=0))
        out = np.full((self.n_groups, longest), fill)
        out[np.arange(longest) < self.lengths[:, None]] = x
        return out

    def buckets(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Bring groups of equal length together.

        Yields
        ------
        group_index : ndarray of shape (n_same,)
            Groups that have this length.
        row_index : ndarray of shape (n_same, length)
            Their rows, one group per line.

        Examples
        --------
        >>> for groups, rows in Segments.from_lengths([2, 1, 2]).buckets():
        ...     print(groups, rows.tolist())
        [1] [[2]]
        [0 2] [[0, 1], [3, 4]]
        """
        for length in np.unique(self.lengths):
            group_index = np.flatnonzero(self.lengths == length)
            yield group_index, self.starts[group_index, None] + np.arange(length)
