"""Limits of one level in closed form, for agreement with published charts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

__all__ = ["arcsine_proportion", "log_ratio", "normal_proportion", "normal_ratio", "sqrt_ratio"]

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]


def normal_proportion(n: FloatArray, benchmark: FloatArray, tail: float) -> Limits:
    """Use the standard deviation of a proportion at the benchmark, kept within 0 and 1."""
    reach = -ndtri(tail) * np.sqrt(benchmark * (1.0 - benchmark) / n)
    return np.maximum(benchmark - reach, 0.0), np.minimum(benchmark + reach, 1.0)


def arcsine_proportion(n: FloatArray, benchmark: FloatArray, tail: float) -> Limits:
    """Use the constant standard deviation 1/(2 sqrt n) of the angle.

    The angle is kept within its quarter turn before it is squared: beyond it the sine turns back, and a
    99.8 % limit would come to lie inside the 95 % one.
    """
    angle, reach = np.arcsin(np.sqrt(benchmark)), -ndtri(tail) / (2.0 * np.sqrt(n))
    low, high = np.maximum(angle - reach, 0.0), np.minimum(angle + reach, np.pi / 2.0)
    return np.sin(low) ** 2, np.sin(high) ** 2


def normal_ratio(expected: FloatArray, tail: float) -> Limits:
    """Use the standard deviation 1/sqrt E of a ratio, kept at 0 or above."""
    reach = -ndtri(tail) / np.sqrt(expected)
    return np.maximum(1.0 - reach, 0.0), 1.0 + reach


def sqrt_ratio(expected: FloatArray, tail: float) -> Limits:
    """Use the constant standard deviation 1/(2 sqrt E) of the root, kept at 0 or above before squaring."""
    reach = -ndtri(tail) / (2.0 * np.sqrt(expected))
    return np.maximum(1.0 - reach, 0.0) ** 2, (1.0 + reach) ** 2


def log_ratio(expected: FloatArray, tail: float) -> Limits:
    """Use the standard deviation 1/sqrt E of the logarithm."""
    reach = -ndtri(tail) / np.sqrt(expected)
    with np.errstate(over="ignore"):
        return np.exp(-reach), np.exp(reach)
