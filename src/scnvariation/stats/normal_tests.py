"""Flags and P-values of normal deviates, for means and estimates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from scnvariation.stats.levels import DEFAULT_LEVELS, tail_probabilities

__all__ = ["normal_p_value", "normal_status"]


def normal_status(z: ArrayLike, *, levels: Sequence[float] = DEFAULT_LEVELS) -> NDArray[np.int8]:
    """Flag normal deviates that lie outside normal limits.

    Parameters
    ----------
    z : array_like of shape (n_areas,)
        Standardised differences from the benchmark.
    levels : sequence of float, default (0.95, 0.998)
        Coverages, as probabilities, ascending.

    Returns
    -------
    ndarray of int8, shape (n_areas,)
        0 within all limits or missing, 1 above the first, 2 above the second, -1 and -2 below.

    Raises
    ------
    OptionError
        If a level is not between 0 and 1.

    Examples
    --------
    >>> normal_status([-3.5, -2.0, 0.0, 2.0, 3.5])
    array([-2, -1,  0,  1,  2], dtype=int8)
    """
    deviates = np.asarray(z, dtype=np.float64)
    limits = -ndtri(tail_probabilities(levels))
    passed = np.sum(np.abs(deviates) > limits.reshape(-1, *[1] * deviates.ndim), axis=0, dtype=np.int8)
    return np.where(deviates > 0, passed, -passed)[()]


def normal_p_value(z: ArrayLike) -> NDArray[np.float64]:
    """Give the two-sided P-value of normal deviates.

    Parameters
    ----------
    z : array_like of shape (n_areas,)
        Standardised differences from the benchmark.

    Returns
    -------
    ndarray of shape (n_areas,)
        2 P(Z > abs(z)); NaN where `z` is.

    Examples
    --------
    >>> normal_p_value([1.959963984540054]).round(6)
    array([0.05])
    """
    deviates = np.asarray(z, dtype=np.float64)
    return np.asarray(2.0 * ndtr(-np.abs(deviates)), dtype=np.float64)
