"""Adjustment of P-values for the number of areas tested, family by family."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scnvariation.stats.segments import Segments

__all__ = ["benjamini_hochberg", "benjamini_yekutieli", "bonferroni", "holm"]

FloatArray = NDArray[np.float64]
# Takes sorted P-values of families of one length, their ranks from 1, and the number of tests of each family.
Adjustment = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]


def benjamini_hochberg(p: ArrayLike, segments: Segments | None = None) -> FloatArray:
    """Adjust P-values to control the false discovery rate.

    Of the areas with q of 0.10 or less, at most a tenth are expected to be false alarms. With counts the
    P-values are discrete and the procedure is on the safe side.

    Parameters
    ----------
    p : array_like of shape (n_rows,)
        Two-sided P-values. A missing one stays missing and does not count as a test.
    segments : Segments, optional
        Families of tests; all rows are one family where it is left out.

    Returns
    -------
    ndarray of shape (n_rows,)
        Adjusted P-values q, in the order of `p`.

    Notes
    -----
    With the m P-values of a family in ascending order, q_(k) = min over j >= k of m p_(j) / j.

    References
    ----------
    .. [1] Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate: a practical and powerful
       approach to multiple testing. J. R. Statist. Soc. B 57:289-300.
    .. [2] Jones HE, Ohlssen DI, Spiegelhalter DJ (2008). Use of the false discovery rate when comparing
       multiple health care providers. J. Clin. Epidemiol. 61:232-240.

    Examples
    --------
    >>> benjamini_hochberg([0.04, 0.01, 0.03])
    array([0.04, 0.03, 0.04])
    """
    return _adjusted(p, segments, _step_up)


def benjamini_yekutieli(p: ArrayLike, segments: Segments | None = None) -> FloatArray:
    """Adjust P-values to control the false discovery rate under any dependence.

    The cautious companion of `benjamini_hochberg`, for families whose tests share areas or periods.

    Parameters
    ----------
    p : array_like of shape (n_rows,)
        Two-sided P-values. A missing one stays missing and does not count as a test.
    segments : Segments, optional
        Families of tests; all rows are one family where it is left out.

    Returns
    -------
    ndarray of shape (n_rows,)
        Adjusted P-values, in the order of `p`.

    Notes
    -----
    Benjamini-Hochberg values times 1 + 1/2 + ... + 1/m, at most 1.

    References
    ----------
    .. [1] Benjamini Y, Yekutieli D (2001). The control of the false discovery rate in multiple testing under
       dependency. Ann. Statist. 29:1165-1188. doi:10.1214/aos/1013699998

    Examples
    --------
    Two tests: twice the smaller P-value, times 1 + 1/2.

    >>> benjamini_yekutieli([0.5, 0.01])
    array([0.75, 0.03])
    """
    return _adjusted(p, segments, _step_up_any_dependence)


def holm(p: ArrayLike, segments: Segments | None = None) -> FloatArray:
    """Adjust P-values to control the chance of any false alarm, step by step.

    Parameters
    ----------
    p : array_like of shape (n_rows,)
        Two-sided P-values. A missing one stays missing and does not count as a test.
    segments : Segments, optional
        Families of tests; all rows are one family where it is left out.

    Returns
    -------
    ndarray of shape (n_rows,)
        Adjusted P-values, in the order of `p`.

    Notes
    -----
    With the m P-values of a family in ascending order, the largest over j <= k of (m - j + 1) p_(j), at
    most 1.

    References
    ----------
    .. [1] Holm S (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statist. 6:65-70.

    Examples
    --------
    >>> holm([0.04, 0.01, 0.03])
    array([0.06, 0.03, 0.06])
    """
    return _adjusted(p, segments, _step_down)


def bonferroni(p: ArrayLike, segments: Segments | None = None) -> FloatArray:
    """Adjust P-values to control the chance of any false alarm, all at once.

    Parameters
    ----------
    p : array_like of shape (n_rows,)
        Two-sided P-values. A missing one stays missing and does not count as a test.
    segments : Segments, optional
        Families of tests; all rows are one family where it is left out.

    Returns
    -------
    ndarray of shape (n_rows,)
        Each P-value times the number of tests of its family, at most 1.

    Examples
    --------
    >>> bonferroni([0.25, 0.5, 0.01, float("nan")])
    array([0.75, 1.  , 0.03,  nan])
    """
    return _adjusted(p, segments, _all_at_once)


def _adjusted(p: ArrayLike, segments: Segments | None, adjustment: Adjustment) -> FloatArray:
    """Adjust families of one length together, each sorted in its own line."""
    values = np.asarray(p, dtype=np.float64)
    families = Segments.single(values.size) if segments is None else segments
    adjusted = np.empty(values.shape)
    for _, rows in families.buckets():
        family = values[rows]
        order = np.argsort(family, axis=1)  # missing values go to the end
        ordered = np.take_along_axis(family, order, axis=1)
        tests = np.count_nonzero(~np.isnan(family), axis=1)[:, None].astype(np.float64)
        ranks = np.arange(1.0, family.shape[1] + 1.0)
        result = np.where(np.isnan(ordered), np.nan, np.minimum(adjustment(ordered, ranks, tests), 1.0))
        adjusted[np.take_along_axis(rows, order, axis=1)] = result
    return adjusted


def _step_up(p: FloatArray, ranks: FloatArray, tests: FloatArray) -> FloatArray:
    """Take the smallest m p / k from each rank up; fmin passes over missing values."""
    smallest: FloatArray = np.fmin.accumulate((tests * p / ranks)[:, ::-1], axis=1)[:, ::-1]
    return smallest


def _step_up_any_dependence(p: FloatArray, ranks: FloatArray, tests: FloatArray) -> FloatArray:
    """Multiply by the harmonic number of the tests."""
    harmonic: FloatArray = np.concatenate([[0.0], np.cumsum(1.0 / ranks)])
    return _step_up(p, ranks, tests) * np.take(harmonic, tests.astype(np.int64))


def _step_down(p: FloatArray, ranks: FloatArray, tests: FloatArray) -> FloatArray:
    """Take the largest (m - k + 1) p up to each rank."""
    largest: FloatArray = np.fmax.accumulate((tests - ranks + 1.0) * p, axis=1)
    return largest


def _all_at_once(p: FloatArray, ranks: FloatArray, tests: FloatArray) -> FloatArray:  # noqa: ARG001
    """Multiply by the number of tests."""
    return tests * p
