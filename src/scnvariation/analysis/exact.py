"""Each area against chance alone: limits, P-values and status from one test."""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.families import Family, Measured
from scnvariation.options import LimitMethod
from scnvariation.stats import exact as tests
from scnvariation.stats import limits

__all__ = ["chance_p", "chance_status", "chance_z", "expected_events", "limits_at"]

FloatArray = NDArray[np.float64]


class Limits(NamedTuple):
    """Lower and upper limits, each of shape (n_levels, n_rows), natural units."""

    lower: FloatArray
    upper: FloatArray


def limits_at(
    family: Family,
    size: FloatArray,
    benchmark: FloatArray,
    *,
    levels: tuple[float, ...],
    method: LimitMethod,
) -> Limits:
    """Give the limits of chance alone at any size.

    Parameters
    ----------
    family : str
        `binomial`, `poisson` or `normal`.
    size, benchmark : ndarray of shape (n_rows,)
        Where, and about what.
    levels : tuple of float
        Coverages.
    method : str
        Way of computing; the normal family knows one only.

    Returns
    -------
    Limits
    """
    if family == "binomial":
        return Limits(
            *limits.proportion(size, benchmark, levels=levels, method=cast("limits.ProportionMethod", method))
        )
    if family == "poisson":
        lower, upper = limits.ratio(size * benchmark, levels=levels, method=cast("limits.RatioMethod", method))
        nothing = benchmark == 0  # where nothing is expected the limit of the rate is 0
        return Limits(np.where(nothing, 0.0, lower * benchmark), np.where(nothing, 0.0, upper * benchmark))
    return Limits(*limits.normal(benchmark, 1.0 / size, levels=levels))


def chance_z(rows: Measured, benchmark: FloatArray) -> FloatArray:
    """Give the score z of each row about its benchmark; their squares add up to Pearson's chi-square."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if rows.family == "normal":
            z = (rows.value - benchmark) / rows.se
        else:
            expected = rows.size * benchmark
            spread = expected * (1 - benchmark) if rows.family == "binomial" else expected
            z = np.where(rows.count == expected, 0.0, (rows.count - expected) / np.sqrt(np.maximum(spread, 0.0)))
    return np.asarray(z, dtype=np.float64)


def chance_p(rows: Measured, benchmark: FloatArray) -> FloatArray:
    """Give the two-sided exact P-value of each row, twice the smaller tail."""
    if rows.family == "binomial":
        return tests.binomial_p_value(rows.count, rows.size, benchmark)
    if rows.family == "poisson":
        return tests.poisson_p_value(rows.count, rows.size * benchmark)
    return tests.normal_p_value(chance_z(rows, benchmark))


def chance_status(
    rows: Measured, benchmark: FloatArray, *, levels: tuple[float, ...], method: LimitMethod
) -> NDArray[np.int8]:
    """Count the limits that each row lies beyond, negative below the benchmark.

    `interpolated` lines are for drawing; their flags stay exact. Other methods flag by their own limits.
    """
    if rows.family == "normal":
        return tests.normal_status(chance_z(rows, benchmark), levels=levels)
    if method in {"exact", "interpolated"}:
        if rows.family == "binomial":
            return tests.binomial_status(rows.count, rows.size, benchmark, levels=levels)
        return tests.poisson_status(rows.count, rows.size * benchmark, levels=levels)
    lower, upper = limits_at(rows.family, rows.size, benchmark, levels=levels, method=method)
    observed = rows.count / rows.size
    passed = (observed > upper).sum(axis=0) - (observed < lower).sum(axis=0)
    return np.asarray(passed, dtype=np.int8)


def expected_events(rows: Measured, benchmark: FloatArray) -> FloatArray:
    """Give the smaller of expected events and, for proportions, expected non-events."""
    expected = rows.size * benchmark
    if rows.family == "binomial":
        return np.minimum(expected, rows.size - expected)
    return expected
