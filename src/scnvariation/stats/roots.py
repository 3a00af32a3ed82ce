"""Roots of many increasing functions at once, by a bracketed secant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Search", "solve_increasing"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
Pair = tuple[FloatArray, FloatArray]

STEPS = 80
DONE = 1e-10  # on the z scale; the secant step taken from here leaves less than the rounding of the tail
NEAR = 1e-6  # from here on rounding may flip the sign, so the bracket is no longer trusted


@dataclass(slots=True)
class Search:
    """Where to begin: first guesses, slopes there, and brackets that hold the roots, a number per row."""

    start: FloatArray
    slope: FloatArray
    low: FloatArray
    high: FloatArray


def solve_increasing(excess: Callable[[FloatArray, IntArray], FloatArray], search: Search) -> FloatArray:
    """Solve excess(u) = 0 row by row with a bracketed secant.

    Parameters
    ----------
    excess : callable
        Takes points (n_active,) and the numbers of their rows, and returns the function there, in units in
        which it is nearly straight (normal deviates). It may be infinite at the ends of the bracket.
    search : Search
        First guesses, slopes and brackets.

    Returns
    -------
    ndarray of shape (n_rows,)
        The roots.

    Notes
    -----
    Rows leave the search as soon as they are solved. A step out of the bracket is replaced by its middle,
    except next to the root, where rounding of the function may have put the bracket on the wrong side.

    Examples
    --------
    >>> import numpy as np
    >>> two, ten = np.full(1, 2.0), np.full(1, 10.0)
    >>> solve_increasing(lambda u, rows: u**2 - 9.0, Search(two, two, np.zeros(1), ten))
    array([3.])
    """
    root = search.start.copy()
    smallest = np.full(root.shape, np.inf)
    rows = np.arange(root.size)
    u, slope, low, high = search.start, search.slope, search.low, search.high
    previous_u = previous_f = np.full(root.shape, np.nan)
    for _ in range(STEPS):
        f = excess(u, rows)
        slope = _secant((previous_u, u), (previous_f, f), slope)
        low, high = np.where(f < 0, u, low), np.where(f > 0, u, high)
        following = _step(u, f, slope, (low, high))
        size = np.abs(f)
        better = size < smallest[rows]
        smallest[rows[better]] = size[better]
        root[rows[better]] = np.where(size < NEAR, following, u)[better]
        left = size >= DONE
        if not left.any():
            break
        rows, previous_u, previous_f, u = rows[left], u[left], f[left], following[left]
        slope, low, high = slope[left], low[left], high[left]
    return root


def _secant(u: Pair, f: Pair, slope: FloatArray) -> FloatArray:
    """Take the slope through the last two points where there is one, else keep the old."""
    with np.errstate(divide="ignore", invalid="ignore"):
        secant = (f[1] - f[0]) / (u[1] - u[0])
    return np.where(np.isfinite(secant) & (secant > 0), secant, slope)


def _step(u: FloatArray, f: FloatArray, slope: FloatArray, bracket: Pair) -> FloatArray:
    """Go where the slope points, or to the middle of the bracket."""
    following = u - f / slope
    inside = (following > bracket[0]) & (following < bracket[1])
    return np.where(inside | (np.abs(f) < NEAR), following, (bracket[0] + bracket[1]) / 2.0)
