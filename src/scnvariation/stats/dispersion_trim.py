"""Two published ways of trimming z-scores, and what each does to phi under chance."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from scnvariation.options import check_option
from scnvariation.stats.segments import Segments

__all__ = ["TrimMethod", "phi_under_chance", "truncation", "winsorised"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

TrimMethod = Literal["winsorise", "truncate"]


def phi_under_chance(trim: float, how: TrimMethod) -> float:
    """Give the phi that trimmed standard normal z-scores have.

    Parameters
    ----------
    trim : float
        Share trimmed at each end.
    how : {"winsorise", "truncate"}
        The way of trimming.

    Returns
    -------
    float
        1 - 2 c f(c)/(1 - 2 t) truncated, and (1 - 2 t) times that + 2 t c^2 winsorised, with c the normal
        quantile of 1 - t and f the normal density.

    Raises
    ------
    OptionError
        If `how` is neither word.

    Examples
    --------
    >>> round(phi_under_chance(0.1, "winsorise"), 6), round(phi_under_chance(0.1, "truncate"), 6)
    (0.678655, 0.437725)
    """
    check_option("how", how, TrimMethod)
    if trim == 0:
        return 1.0
    cut = -float(ndtri(trim))
    density = np.exp(-0.5 * cut * cut) / np.sqrt(2 * np.pi)
    inner = 1.0 - 2.0 * trim
    truncated = 1.0 - 2.0 * cut * density / inner
    return float(truncated if how == "truncate" else inner * truncated + 2.0 * trim * cut * cut)


def winsorised(z: FloatArray, segments: Segments, trim: float) -> FloatArray:
    """Pull z-scores beyond the outer type-7 quantiles of their group in to them.

    Parameters
    ----------
    z : ndarray of shape (n_rows,)
        z-scores.
    segments : Segments
        The groups.
    trim : float
        Share at each end.

    Returns
    -------
    ndarray of shape (n_rows,)
        Winsorised z-scores.

    Raises
    ------
    ValueError
        If the trimmed share leaves nothing.

    Examples
    --------
    >>> import numpy as np
    >>> winsorised(np.array([0.0, 1.0, 2.0, 3.0, 9.0]), Segments.single(5), 0.25)
    array([1., 1., 2., 3., 3.])
    """
    _check_trim(trim)
    if trim == 0:
        return z
    low, high = segments.quantile(z, [trim, 1.0 - trim])
    return np.clip(z, segments.repeat(low), segments.repeat(high))


def truncation(z: FloatArray, segments: Segments, trim: float) -> BoolArray:
    """Say which areas stay when each group loses its first and last fraction by rank.

    Parameters
    ----------
    z : ndarray of shape (n_rows,)
        z-scores.
    segments : Segments
        The groups.
    trim : float
        Share at each end: 0.1 cuts ranks into tenths and drops the first and the last.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        True for the areas that stay; all of them without trimming.

    Raises
    ------
    ValueError
        If the trimmed share leaves nothing.

    Notes
    -----
    With k = 1/trim and I areas, fraction = floor(rank k/(I + 1)), ties at their mean rank; fractions 0 and
    k - 1 go. With fewer than ten areas and tenths nothing is dropped at the lower end.

    Examples
    --------
    >>> import numpy as np
    >>> int(truncation(np.arange(12.0), Segments.single(12), 0.1).sum())
    10
    """
    _check_trim(trim)
    if trim == 0:
        return np.ones(z.size, dtype=bool)
    parts = 1.0 / trim
    fraction = np.floor(_mean_ranks(z, segments) * parts / segments.repeat(segments.lengths + 1))
    return (fraction > 0) & (fraction < parts - 1.0)


def _check_trim(trim: float) -> None:
    """Stop before a trimmed share that leaves nothing."""
    if not 0.0 <= trim < 0.5:
        raise ValueError(f"trim={trim!r} must be at least 0 and below 0.5")


def _mean_ranks(z: FloatArray, segments: Segments) -> FloatArray:
    """Rank from 1 within each group, ties at their mean rank."""
    group = segments.repeat(np.arange(segments.n_groups))
    order = np.lexsort((z, group))
    ties = Segments.from_sorted_codes(_runs(z[order], group[order]))
    first = ties.starts - segments.starts[group[order][ties.starts]]
    ranks = np.empty(z.size)
    ranks[order] = ties.repeat(first + 0.5 * (ties.lengths + 1))
    return ranks


def _runs(z: FloatArray, group: IntArray) -> IntArray:
    """Give runs of equal group and equal z one number each."""
    new = (z[1:] != z[:-1]) | (group[1:] != group[:-1])
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(new)])
