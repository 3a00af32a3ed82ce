"""Repeat events: chance is wider where one person can be counted several times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.families import FAMILY, Measured, effective_events
from scnvariation.errors import OptionError
from scnvariation.messages import variation as messages
from scnvariation.reference import SortedRows

__all__ = ["RepeatFactor", "effective", "effective_rows", "factors_of", "repeat_factors"]

FloatArray = NDArray[np.float64]
RepeatFactor = float | Mapping[str, float] | None


def repeat_factors(given: RepeatFactor, statistics: pd.Series[str]) -> dict[str, float]:
    """Give the factor of each indicator that has one.

    Parameters
    ----------
    given : float, mapping of str to float, or None
        What a caller passed as `repeat_factor=`.
    statistics : pandas.Series
        Statistic type by `indicator_id`, of the indicators present.

    Returns
    -------
    dict of str to float

    Raises
    ------
    OptionError
        If a factor is no number from 1 on, or its indicator is unknown or does not count events.
    """
    if given is None:
        return {}
    present = [str(one) for one in statistics.index]
    wanted = dict(given) if isinstance(given, Mapping) else dict.fromkeys(present, given)
    unknown = [name for name in wanted if name not in present]
    if unknown:
        raise OptionError(messages.repeat_factor_unknown(unknown, present))
    for name, factor in wanted.items():
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not 1 <= factor < math.inf:
            raise OptionError(messages.repeat_factor_not_number(factor))
        if FAMILY[statistics[name]] != "poisson":
            raise OptionError(messages.repeat_factor_of_no_count(name, statistics[name]))
    return {name: float(factor) for name, factor in wanted.items()}


def factors_of(indicators: pd.Series[str], factors: Mapping[str, float]) -> FloatArray:
    """Give the factor of each group, 1 where none is known.

    Parameters
    ----------
    indicators : pandas.Series
        Indicator of each group.
    factors : mapping of str to float
        As `repeat_factors` gives them.

    Returns
    -------
    ndarray of shape (n_groups,)
    """
    known = indicators.map(factors).to_numpy(np.float64) if factors else np.ones(len(indicators))
    return np.where(np.isnan(known), 1.0, known)


def effective(rows: Measured, factor: FloatArray) -> Measured:
    """Count people's worth of events: rates stay as they are, chance is that of fewer events.

    Parameters
    ----------
    rows : Measured
        Counts out of sizes.
    factor : ndarray of shape (n_groups,)
        Variance over mean of the events per person.

    Returns
    -------
    Measured
    """
    if rows.family != "poisson" or not (factor != 1).any():
        return rows
    of_row = rows.segments.repeat(factor)
    return replace(rows, count=rows.count / of_row, size=rows.size / of_row)


def effective_rows(rows: SortedRows, statistic: NDArray[np.object_], factor: FloatArray) -> SortedRows:
    """Do the same before rows are judged, where a standardised rate has its chance from its standard error.

    Parameters
    ----------
    rows : SortedRows
        Rows of any type.
    statistic : ndarray of str, shape (n_groups,)
        Their types.
    factor : ndarray of shape (n_groups,)
        As for `effective`; 1 where nothing is known.

    Returns
    -------
    SortedRows
    """
    if not (factor != 1).any():
        return rows
    standardised, of_row = rows.segments.repeat(statistic == "dsr"), rows.segments.repeat(factor)
    counted = ~standardised
    with np.errstate(divide="ignore", invalid="ignore"):
        count, _ = effective_events(rows)
        se = np.where(standardised, rows.value * np.sqrt(of_row / count), rows.se)
    return replace(
        rows,
        numerator=np.where(counted, rows.numerator / of_row, rows.numerator),
        denominator=np.where(counted, rows.denominator / of_row, rows.denominator),
        se=se,
    )
