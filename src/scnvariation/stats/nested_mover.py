"""Limits of shares of a process: limits of each variance, brought together for a ratio."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Part", "share_against", "share_limits"]

FloatArray = npt.NDArray[np.float64]


def share_limits(point: FloatArray, lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Bring limits of independent parts together to limits of their shares of the sum.

    Parameters
    ----------
    point, lower, upper : ndarray of shape (n_parts,)
        Estimate and limits of each part, >= 0.

    Returns
    -------
    ndarray of shape (n_parts, 2)
        Limits of each share.

    Notes
    -----
    The method of variance estimates recovery (MOVER): the rest r of a part c has limits r -/+ the root of the
    sum of squared distances of its parts, and the ratio c/r those that solve the quadratic of Donner and Zou.

    References
    ----------
    .. [1] Donner A, Zou GY (2012). Closed-form confidence intervals for functions of the normal mean and
       standard deviation. Statist. Meth. Med. Res. 21:347-359.

    Examples
    --------
    Two equal parts that are known leave nothing open:

    >>> import numpy as np
    >>> share_limits(np.ones(2), np.ones(2), np.ones(2))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    return np.array([_one_share(part, point, lower, upper) for part in range(point.size)])


def _one_share(part: int, point: FloatArray, lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Give the limits of one share."""
    others = np.arange(point.size) != part
    rest = point[others].sum()
    rest_lower = max(rest - np.sqrt(np.square(point[others] - lower[others]).sum()), 0.0)
    rest_upper = rest + np.sqrt(np.square(upper[others] - point[others]).sum())
    one = Part(point[part], lower[part], upper[part])
    return np.array(share_against(one, Part(rest, rest_lower, rest_upper)))


class Part(NamedTuple):
    """Estimate of a variance with its limits, a number or one per group."""

    point: float | FloatArray
    lower: float | FloatArray
    upper: float | FloatArray


def share_against(part: Part, rest: Part) -> tuple[FloatArray, FloatArray]:
    """Bring the limits of a part and of the rest together to limits of the part's share of both.

    Parameters
    ----------
    part, rest : Part
        Independent estimates with limits, >= 0.

    Returns
    -------
    lower, upper : ndarray
        Limits of part / (part + rest).

    Examples
    --------
    A part of 2 (1 to 5) against a rest of exactly 3:

    >>> lower, upper = share_against(Part(2.0, 1.0, 5.0), Part(3.0, 3.0, 3.0))
    >>> lower.round(6), upper.round(6)
    (np.float64(0.25), np.float64(0.625))
    """
    product = np.multiply(part.point, rest.point)
    with np.errstate(divide="ignore", invalid="ignore"):  # limits that are infinite or 0 leave a share open
        numerator = np.multiply(part.lower, 2.0 * np.asarray(part.point) - part.lower)
        stretch = np.multiply(rest.upper, 2.0 * np.asarray(rest.point) - rest.upper)
        lower = numerator / (product + np.sqrt(np.maximum(np.square(product) - numerator * stretch, 0.0)))
        denominator = np.multiply(rest.lower, 2.0 * np.asarray(rest.point) - rest.lower)
        shrink = np.multiply(part.upper, 2.0 * np.asarray(part.point) - part.upper)
        upper = (product + np.sqrt(np.maximum(np.square(product) - shrink * denominator, 0.0))) / denominator
        lower = np.where((np.asarray(part.lower) > 0) & np.isfinite(rest.upper), lower / (1.0 + lower), 0.0)
        upper = np.where((denominator > 0) & np.isfinite(part.upper), upper / (1.0 + upper), 1.0)
    return lower[()], upper[()]
