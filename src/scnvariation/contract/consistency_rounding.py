"""To how many decimals figures are printed: what may differ by rounding alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["half_a_unit", "printed_decimals"]

MOST_DECIMALS = 12
NOISE = 1e-12
HALF = 0.5001


def printed_decimals(printed: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give for each row the decimals to which it is printed, binary noise apart.

    A last zero is not seen (50 among figures like 53.5 has one decimal), so a row has at least as many decimals as
    the middle row of its group; and one row pasted with eight decimals does not sharpen those of the others.

    Parameters
    ----------
    printed : ndarray of float
        As published, not missing.
    group : ndarray of int
        Indicator of each row, counted from 0.

    Returns
    -------
    ndarray of float

    Examples
    --------
    11.2 stored as 11.200000000000001 has one decimal:

    >>> printed_decimals(np.array([11.200000000000001, 10.0, 9.7, 0.25]), np.array([0, 0, 0, 1])).tolist()
    [1.0, 1.0, 1.0, 2.0]
    """
    needed = np.zeros(len(printed), dtype=np.int64)
    noise = NOISE * np.maximum(1.0, np.abs(printed))
    open_rows = np.arange(len(printed))
    for decimals in range(MOST_DECIMALS + 1):
        some = printed[open_rows]
        left = ~(np.abs(some - np.round(some, decimals)) <= noise[open_rows])
        open_rows = open_rows[left]
        needed[open_rows] = min(decimals + 1, MOST_DECIMALS)
        if not len(open_rows):
            break
    return np.maximum(needed, _middle(needed, group)[group]).astype(np.float64)


def _middle(needed: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the decimals that the middle row of each group needs."""
    n_groups = int(group.max(initial=-1)) + 1
    width = MOST_DECIMALS + 1
    tally = np.bincount(group * width + needed, minlength=n_groups * width).reshape(n_groups, width)
    reached = np.cumsum(tally, axis=1) * 2 >= tally.sum(axis=1)[:, None]
    return np.asarray(np.argmax(reached, axis=1))


def half_a_unit(printed: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give what each figure may differ by when it was rounded: half a unit of its last decimal.

    >>> half_a_unit(np.array([11.2, 10.0, 9.7]), np.array([0, 0, 0])).round(3).tolist()
    [0.05, 0.05, 0.05]
    """
    return np.asarray(HALF * 10.0 ** -printed_decimals(printed, group))
