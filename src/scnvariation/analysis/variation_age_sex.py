"""Lines adjusted for age and sex, where the observations carry expected counts that are standardised for them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from scnvariation.analysis.families import Measured, measure
from scnvariation.analysis.level import Totals, totals
from scnvariation.analysis.variation_repeats import effective
from scnvariation.analysis.variation_rows import Line, OfOneType, adjusted_line, in_places, some_rows
from scnvariation.reference import SortedRows

__all__ = ["EXPECTED", "age_sex_line", "standardised"]

FloatArray = NDArray[np.float64]
#: Column of expected counts beside numerator and denominator.
EXPECTED = "expected"
STANDARDISED = frozenset({"rate", "proportion"})
#: Nearest that an expected proportion comes to 0 or 1.
EDGE = 1e-9


def age_sex_line(one: OfOneType, crude: Line) -> Line | None:
    """Measure counts against expected ones that carry age and sex.

    Parameters
    ----------
    one : OfOneType
        The groups.
    crude : Line
        The same as they are.

    Returns
    -------
    Line or None
        None where there are no expected counts.
    """
    data = one.data
    own = data.reference if data.sorted is data.reference.sorted else data.own_reference
    if one.statistic not in STANDARDISED or EXPECTED not in own.observations:
        return None
    mine = _expected(own.observations, one.rows)
    keep = np.isfinite(mine)
    if not keep.any():
        return None
    alive = np.logical_or.reduceat(keep, one.rows.segments.starts)
    funnel, behind = one.funnel[alive], _england(one)
    plain, level = some_rows(crude.plain, keep), behind.level[funnel]
    factor = one.factor[alive] if plain.family == "poisson" else np.ones(plain.segments.n_groups)
    adjusted = standardised(plain, mine[keep] * plain.segments.repeat(behind.scale[funnel] / factor), level)
    return adjusted_line(one, "age_sex", keep, plain, adjusted, behind.totals, np.zeros(one.groups.size))


class Behind(NamedTuple):
    """England for each indicator and period: its level, what brings expected counts to its events, and its totals."""

    level: FloatArray
    scale: FloatArray
    totals: Totals


def _england(one: OfOneType) -> Behind:
    """Add up all areas of England that have expected counts; every group lies in an England that has some."""
    expected = _expected(one.data.reference.observations, one.everywhere)
    keep = np.isfinite(expected)
    rows = some_rows(effective(measure(one.everywhere, one.statistic)[0], one.factor_everywhere), keep)
    found = np.logical_or.reduceat(keep, one.everywhere.segments.starts)
    factor = one.factor_everywhere[found] if rows.family == "poisson" else np.ones(rows.segments.n_groups)
    counted = expected[keep] / rows.segments.repeat(factor)
    scale = rows.segments.sum(rows.count) / rows.segments.sum(counted)
    level = totals(rows).mean
    standard, _ = standardised(rows, counted * rows.segments.repeat(scale), level)
    return Behind(
        level=in_places(level, found),
        scale=in_places(scale, found),
        totals=Totals(*(in_places(part, found) for part in totals(standard))),
    )


def standardised(rows: Measured, expected: FloatArray, level: FloatArray) -> tuple[Measured, FloatArray | None]:
    """Give rows the sizes of which their expected counts are England's level, and the offset of proportions.

    Parameters
    ----------
    rows : Measured
        Counts.
    expected : ndarray of shape (n_rows,)
        Expected counts that add up to England's.
    level : ndarray of shape (n_groups,)
        England's level.

    Returns
    -------
    Measured
    ndarray of shape (n_rows,) or None
        How far the logit of each area's expected proportion lies from England's.
    """
    centre = rows.segments.repeat(level)
    if rows.family == "poisson":
        return replace(rows, size=expected / centre), None
    offset = logit(np.clip(expected / rows.size, EDGE, 1 - EDGE)) - logit(centre)
    return replace(rows, size=rows.size * expit(logit(centre) + offset) / centre), offset


def _expected(observations: pd.DataFrame, rows: SortedRows) -> FloatArray:
    """Give the expected count of each row, NaN where there is none."""
    column = pd.to_numeric(observations[EXPECTED], errors="coerce").to_numpy(np.float64)[rows.positions]
    return np.where(column > 0, column, np.nan)
