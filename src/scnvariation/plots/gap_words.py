"""How a typical gap is put on a scale and written: per cent for ratios, units for differences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, decimals_for, unit_words
from scnvariation.analysis.variation_figures import gap_values, with_interval

__all__ = ["DIFFERENCE", "OF", "PER_CENT", "decimals", "gap_info", "gap_name", "gap_range", "moved", "written"]

DIFFERENCE = "median_difference"
PER_CENT = IndicatorInfo(indicator_id="gap", name="gap", statistic="rate", multiplier=100, unit="%")
SMALL = 0.1  # a gap below it has a decimal
OF = {"median_odds_ratio": " in the odds", "median_rate_ratio": " in the rate"}


def gap_info(measure: str, info: IndicatorInfo) -> IndicatorInfo:
    """Choose how numbers on the scale are written."""
    if measure != DIFFERENCE:
        return PER_CENT
    # A statistic of counts starts its axis at 0, as a gap does; two percentages differ by points.
    return replace(info, statistic="rate", unit="percentage points" if info.is_percentage else info.unit)


def moved(gaps: pd.Series[float], measure: str) -> npt.NDArray[np.float64]:
    """Count a ratio from no gap at all, which is 1; a difference is counted from 0 as it is."""
    return np.subtract(gaps.to_numpy(dtype=np.float64), 0.0 if measure == DIFFERENCE else 1.0, dtype=np.float64)


def gap_name(measure: str, info: IndicatorInfo) -> str:
    """Name the scale.

    >>> gap_name("median_odds_ratio", PER_CENT)
    'Typical gap between two areas in the odds'
    """
    unit = f", {unit_words(info)}" if measure == DIFFERENCE else OF.get(measure, "")
    return f"Typical gap between two areas{unit}"


def written(value: float, info: IndicatorInfo, digits: int = 0) -> str:
    """Write one number on the scale, a percentage with so many decimals.

    >>> written(0.244, PER_CENT), written(float("inf"), PER_CENT)
    ('24%', 'no upper bound')
    """
    if math.isinf(value):
        return "no upper bound"
    scaled = value * info.multiplier
    if info is PER_CENT:
        return f"{scaled:,.{digits if scaled else 0}f}%"
    return f"{scaled:,.{decimals_for(scaled)}f}"


def decimals(point: float) -> int:
    """Give a small gap a decimal, as tables do."""
    return 1 if 0 < point < SMALL else 0


def gap_range(row: Mapping[Any, Any] | pd.Series[Any], info: IndicatorInfo, *, bare: bool = False) -> str:
    """Write one gap with its interval, which `bare` leaves away, in the figures of the tables.

    >>> row = {"typical_gap": 1.24, "typical_gap_lower": 1.13, "typical_gap_upper": 1.48,
    ...        "typical_gap_measure": "median_rate_ratio"}
    >>> gap_range(row, PER_CENT)
    '24% (13% to 48%)'
    >>> gap_range({**row, "typical_gap": 1.0}, PER_CENT)
    'none found (up to 48%)'
    """
    if math.isnan(row["typical_gap"]):
        return "not computed"
    shown, lower, upper = gap_values(dict(row), info)
    if row["typical_gap"] == (0.0 if row["typical_gap_measure"] == DIFFERENCE else 1.0):
        most = upper if math.isinf(row["typical_gap_upper"]) else f"up to {upper}"
        return "none found" if bare or not upper else f"none found ({most})"
    return shown if bare else with_interval(shown, lower, upper)
