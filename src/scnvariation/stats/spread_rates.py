"""How far apart the rates of areas lie, chance included: quotients and differences of order statistics."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.segments import Segments

__all__ = [
    "RatePanel",
    "cv",
    "extremal_quotient",
    "iqr",
    "percentile_ratio",
    "quotient",
    "rate_panel",
    "rate_range",
]

FloatArray = npt.NDArray[np.float64]

PROBABILITIES = (0.0, 0.05, 0.1, 0.25, 0.75, 0.9, 0.95, 1.0)


class RatePanel(NamedTuple):
    """All order statistics of rates that the variation table shows; each (n_groups,)."""

    extremal_quotient: FloatArray
    range: FloatArray
    iqr: FloatArray
    p95_p5: FloatArray
    p90_p10: FloatArray
    p75_p25: FloatArray


def rate_panel(rate: FloatArray, segments: Segments) -> RatePanel:
    """Compute extremal quotient, range, interquartile range and three percentile ratios from one sort.

    None of them means anything without the value that chance alone would give (`chance`).

    Parameters
    ----------
    rate : ndarray of shape (n_rows,)
        Rates, ratios, proportions or other values of the areas.
    segments : Segments
        Groups of rows.

    Returns
    -------
    RatePanel
        As the functions of the same names give them one at a time.

    Examples
    --------
    >>> import numpy as np
    >>> panel = rate_panel(np.array([0.8, 1.0, 1.2]), Segments.single(3))
    >>> panel.extremal_quotient.round(6), panel.iqr.round(6), panel.p90_p10.round(6)
    (array([1.5]), array([0.2]), array([1.380952]))
    """
    lowest, p5, p10, p25, p75, p90, p95, highest = segments.quantile(rate, PROBABILITIES)
    return RatePanel(
        extremal_quotient=quotient(highest, lowest),
        range=highest - lowest,
        iqr=p75 - p25,
        p95_p5=quotient(p95, p5),
        p90_p10=quotient(p90, p10),
        p75_p25=quotient(p75, p25),
    )


def extremal_quotient(rate: FloatArray, segments: Segments) -> FloatArray:
    """Divide the largest rate of each group by the smallest.

    It grows with the number of areas and with small counts, and is infinite where one area has no event: never
    print it without the value that chance alone would give.

    Parameters
    ----------
    rate : ndarray of shape (n_rows,)
        Rates of the areas, >= 0.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        At least 1; infinite with a zero rate, nan with nothing but zero rates.

    References
    ----------
    .. [1] Diehr P, Cain K, Connell F, Volinn E (1990). What is too much variation? The null hypothesis in
       small-area analysis. Health Serv. Res. 24:741-771.

    Examples
    --------
    >>> import numpy as np
    >>> extremal_quotient(np.array([2.0, 3.0, 4.0, 0.0, 1.0]), Segments.from_lengths([3, 2]))
    array([ 2., inf])
    """
    return quotient(segments.max(rate), segments.min(rate))


def rate_range(rate: FloatArray, segments: Segments) -> FloatArray:
    """Subtract the smallest rate of each group from the largest.

    Parameters
    ----------
    rate : ndarray of shape (n_rows,)
        Rates of the areas.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        In units of the rate.

    Examples
    --------
    >>> import numpy as np
    >>> rate_range(np.array([2.0, 3.0, 4.0]), Segments.single(3))
    array([2.])
    """
    return segments.max(rate) - segments.min(rate)


def iqr(rate: FloatArray, segments: Segments) -> FloatArray:
    """Subtract the lower quartile of each group from the upper (type-7 quantiles).

    Parameters
    ----------
    rate : ndarray of shape (n_rows,)
        Rates of the areas.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        In units of the rate.

    Examples
    --------
    >>> import numpy as np
    >>> iqr(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), Segments.single(5))
    array([2.])
    """
    low, high = segments.quantile(rate, (0.25, 0.75))
    difference: FloatArray = high - low
    return difference


def percentile_ratio(rate: FloatArray, segments: Segments, *, high: float, low: float) -> FloatArray:
    """Divide one percentile of the rates of each group by another (type-7 quantiles).

    Parameters
    ----------
    rate : ndarray of shape (n_rows,)
        Rates of the areas, >= 0.
    segments : Segments
        Groups of rows.
    high, low : float
        Probabilities of the two percentiles, such as 0.9 and 0.1.

    Returns
    -------
    ndarray of shape (n_groups,)
        Infinite where the lower percentile is 0.

    Notes
    -----
    With few areas the definition of a percentile matters: the ratio P90/P10 of 56 districts of Scotland ranges
    from 10.9 (type 7) to 11.7 (Weibull).

    Examples
    --------
    >>> import numpy as np
    >>> percentile_ratio(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), Segments.single(5), high=0.75, low=0.25)
    array([2.])
    """
    below, above = segments.quantile(rate, (low, high))
    return quotient(above, below)


def cv(rate: FloatArray, segments: Segments) -> FloatArray:
    """Compute the coefficient of variation of the rates, areas of all sizes weighing the same.

    It includes chance, and is ruled by small areas.

    Parameters
    ----------
    rate : ndarray of shape (n_rows,)
        Rates of the areas.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        Standard deviation (divisor I - 1) over mean; nan for a single area.

    Examples
    --------
    >>> import numpy as np
    >>> cv(np.array([0.8, 1.0, 1.2]), Segments.single(3)).round(6)
    array([0.2])
    """
    mean = segments.sum(rate) / segments.lengths
    squares = segments.sum((rate - segments.repeat(mean)) ** 2)
    return quotient(np.sqrt(quotient(squares, segments.lengths - 1.0)), mean)


def quotient(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> FloatArray:
    """Divide; by zero gives infinity, zero by zero gives nan, both without a warning."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.divide(numerator, denominator), dtype=np.float64)
