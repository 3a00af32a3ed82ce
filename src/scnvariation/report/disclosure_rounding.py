"""Rounding of counts, and what a reader of a rounded or withheld count still knows of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scnvariation.report.disclosure import DisclosureRule

__all__ = ["is_small", "known_range", "rounded", "significant"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def rounded(counts: FloatArray, round_to: int) -> FloatArray:
    """Round counts to the nearest multiple, halves upwards.

    >>> rounded(np.array([8, 12, 13, 22, 23, 12.5]), 5).tolist()
    [10.0, 10.0, 15.0, 20.0, 25.0, 15.0]
    """
    return np.asarray(np.floor(counts / round_to + 0.5) * round_to, dtype=np.float64)


def is_small(counts: FloatArray, rule: DisclosureRule) -> BoolArray:
    """Mark the counts that may not be shown; a weighted count counts as the whole number next to it."""
    whole = np.floor(counts + 0.5)
    nobody = np.zeros_like(whole, dtype=bool) if rule.zero_shown else counts == 0
    return np.asarray(((counts > 0) & (whole <= rule.threshold)) | nobody, dtype=bool)


def known_range(counts: FloatArray, rule: DisclosureRule) -> tuple[FloatArray, FloatArray]:
    """Give the smallest and largest whole count that would be shown as each count is.

    >>> known_range(np.array([9.0, 12.0, 0.0]), DisclosureRule())
    (array([8., 8., 0.]), array([12., 12.,  0.]))
    """
    shown = rounded(counts, rule.round_to)
    lower = np.maximum(np.ceil(shown - rule.round_to / 2), rule.threshold + 1)
    upper = np.ceil(shown + rule.round_to / 2) - 1
    nobody = counts == 0
    # Where small multiples are rounded to nothing, a zero may be one of them.
    lower = np.where(nobody | (upper < lower), 0.0, lower)
    upper = np.where(nobody & (upper <= rule.threshold), 0.0, upper)
    return lower, np.maximum(upper, lower)


def significant(values: FloatArray, digits: int) -> FloatArray:
    """Round to significant figures.

    >>> significant(np.array([0.012345, 1234.5, 0.0]), 3).tolist()
    [0.0123, 1230.0, 0.0]
    """
    return np.array([_significant(float(value), digits) for value in np.ravel(values)]).reshape(np.shape(values))


def _significant(value: float, digits: int) -> float:
    """Round one number; what is not finite stays."""
    if not math.isfinite(value) or value == 0:
        return value
    return float(f"{value:.{digits - 1}e}")
