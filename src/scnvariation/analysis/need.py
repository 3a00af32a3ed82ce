"""Adjustment for need: what each area would have at England's relation between events and need.

The regression is one for each indicator and period over all of England, whatever is selected and however it is
grouped. What it leaves is *unexplained*: by chance it may be explained still, and by need that was not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from scnvariation.analysis.covariates import covariates, need_names
from scnvariation.analysis.families import Measured, measure
from scnvariation.analysis.need_checks import REASON, check_single, sentences
from scnvariation.analysis.need_fits import EnglandFit, england_areas, fit_england
from scnvariation.reference import SortedRows
from scnvariation.stats.segments import Segments

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["NeedAdjusted", "need_adjusted"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAdjusted:
    """Rows with what their need lets one expect.

    Attributes
    ----------
    measured : Measured
        Counts: `size` is the count expected by need, `value` the ratio times England's level, so that groups are
        measured as ratios. Proportions: as they were, to be read with `offset`. Values: `value` is the residual plus
        England's level.
    offset : ndarray of shape (n_rows,)
        Proportions: logit of the proportion expected by need less logit of England's; for `stats.beta_binomial.fit`,
        with the sign turned where non-events are counted. 0 for other families.
    expected : ndarray of shape (n_rows,)
        Events, or value, expected by need.
    reason : ndarray of str, shape (n_rows,)
        Empty, or why the row has no expected figure: `missing` for a blank covariate.
    df_lost : ndarray of shape (n_groups,)
        Part of the slopes that falls on each group: covariates x usable areas of the group / fitted areas of England.
        England as one group gets all of them.
    slopes : pandas.DataFrame
        `indicator_id, period, covariate, slope, slope_se`, per standard deviation over the areas of England, on the log
        scale (counts), the logit scale (proportions) or that of the values.
    fits : pandas.DataFrame
        `indicator_id, period, n_areas, level, explained, reason`: areas fitted, England's level in natural units, the
        share of the variance between areas that goes with need (may be negative; NaN without variance), and the
        reason where nothing was fitted.
    warnings : tuple of str
        Sentences that a reader should see.
    regressions : tuple of EnglandFit
        One for each indicator and period of the rows.
    """

    measured: Measured
    offset: FloatArray
    expected: FloatArray
    reason: NDArray[np.object_]
    df_lost: FloatArray
    slopes: pd.DataFrame
    fits: pd.DataFrame
    warnings: tuple[str, ...]
    regressions: tuple[EnglandFit, ...]

    def usable(self) -> tuple[NeedAdjusted, IntArray]:
        """Leave out the rows with a reason, and groups that are then empty.

        Returns
        -------
        NeedAdjusted
            Only rows that can be judged; the tables and warnings as they were.
        ndarray of int64
            The groups that remain.
        """
        keep = self.reason == ""
        lengths = np.add.reduceat(keep.astype(np.int64), self.measured.segments.starts)
        alive = np.flatnonzero(lengths)
        segments = Segments.from_lengths(lengths[alive])
        numbers = {name: getattr(self.measured, name)[keep] for name in ("count", "size", "value", "se")}
        kept = replace(
            self,
            measured=replace(self.measured, segments=segments, **numbers),
            offset=self.offset[keep],
            expected=self.expected[keep],
            reason=self.reason[keep],
            df_lost=self.df_lost[alive],
        )
        return kept, alive


def need_adjusted(
    data: Indicators,
    rows: SortedRows,
    statistic: str,
    need: str | Sequence[str],
    *,
    earlier: NeedAdjusted | None = None,
) -> NeedAdjusted:
    """Work out what the need of each area lets one expect, from a regression over all of England.

    Parameters
    ----------
    data : Indicators
        Its reference is England.
    rows : SortedRows
        Rows of one statistic type, in any grouping: of a selection, or of England.
    statistic : str
        The type.
    need : str or sequence of str
        Need covariates, columns of the areas table or of a plain frame.
    earlier : NeedAdjusted, optional
        The answer for other rows of the same data, statistic and covariates: its regressions are used again.

    Returns
    -------
    NeedAdjusted

    Raises
    ------
    OptionError
        If a covariate is not a numeric column.
    DataError
        If, of the only indicator asked for, covariates never change or determine each other.
    TooFewAreasError
        If England has too few areas for so many covariates, where one indicator is asked for.

    Notes
    -----
    Counts: ln(mu/n) = x'b by Poisson regression; proportions: logit p = x'b; values: y = x'b weighted by
    1/(s^2 + tau2). Slopes have the standard errors of areas that differ beyond chance (`stats.need.fit`), not those
    of patients.

    Examples
    --------
    Areas with the covariate at 1 have twice the rate of the others, and nothing else differs:

    >>> from scnvariation import Indicators
    >>> frame = pd.DataFrame({"indicator_id": "x", "period": "2013/14", "area_code": list("ABCDEF"),
    ...                       "numerator": [20, 40, 20, 10, 20, 10], "denominator": [100, 200, 100] * 2,
    ...                       "deprived": [1, 1, 1, 0, 0, 0], "statistic": "rate"})
    >>> data = Indicators(frame)
    >>> found = need_adjusted(data, data.sorted, "rate", "deprived")
    >>> (found.measured.count / found.measured.size).round(6)
    array([1., 1., 1., 1., 1., 1.])
    >>> float(found.df_lost[0])
    1.0
    """
    names = need_names(need)
    keys = rows.keys.drop_duplicates(ignore_index=True)
    fits = _known(keys, earlier) or [fit_england(areas) for areas in england_areas(data, keys, statistic, names)]
    check_single(fits, names)
    of_group = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(rows.keys))
    of_row = rows.segments.repeat(of_group)
    x = covariates(data, rows, names)
    measured, reason = measure(rows, statistic)
    trouble = np.array([REASON[found.fit.trouble] for found in fits], dtype=object)[of_row]
    blank = np.where(np.isfinite(x).all(axis=1), trouble, "missing")
    reason = np.where(reason == "", blank, reason)
    predictor, level = _predictor(fits, x, of_row), np.array([found.areas.level for found in fits])[of_row]
    used = rows.segments.sum((reason == "").astype(np.float64))
    fitted = np.array([found.areas.codes.size for found in fits], dtype=np.float64)[of_group]
    return NeedAdjusted(
        measured=_adjusted(measured, predictor, level),
        offset=predictor - logit(level) if measured.family == "binomial" else np.zeros_like(predictor),
        expected=_expected(measured, predictor),
        reason=reason,
        df_lost=np.divide(len(names) * used, fitted, out=np.full(used.size, np.nan), where=fitted > 0),
        slopes=_slopes(fits, names),
        fits=_fits(fits),
        warnings=sentences(fits, names),
        regressions=tuple(fits),
    )


def _known(keys: pd.DataFrame, earlier: NeedAdjusted | None) -> list[EnglandFit]:
    """Find the regressions of an earlier answer, all of them or none."""
    known = {(fit.areas.indicator_id, fit.areas.period): fit for fit in earlier.regressions} if earlier else {}
    asked = list(zip(keys["indicator_id"].astype(str), keys["period"].astype(str), strict=True))
    return [known[pair] for pair in asked] if known.keys() >= set(asked) else []


def _predictor(fits: Sequence[EnglandFit], x: FloatArray, of_row: IntArray) -> FloatArray:
    """Evaluate each row's regression at its covariates."""
    of_fit = [found.fit.coefficients for found in fits]
    coefficients = np.reshape(of_fit, (len(fits), 1 + x.shape[1]))[of_row]
    return np.asarray(coefficients[:, 0] + np.sum(coefficients[:, 1:] * x, axis=1))


def _expected(rows: Measured, predictor: FloatArray) -> FloatArray:
    """Turn the predictor into events, or a value."""
    if rows.family == "poisson":
        return rows.size * np.exp(predictor)
    return rows.size * expit(predictor) if rows.family == "binomial" else predictor


def _adjusted(rows: Measured, predictor: FloatArray, level: FloatArray) -> Measured:
    """Take need out of counts and values; proportions stay, since their need enters the likelihood."""
    if rows.family == "poisson":
        size = _expected(rows, predictor)
        return replace(rows, size=size, value=rows.count / size * level)
    return replace(rows, value=rows.value - predictor + level) if rows.family == "normal" else rows


def _slopes(fits: Sequence[EnglandFit], names: Sequence[str]) -> pd.DataFrame:
    """Tabulate slopes per standard deviation over the areas of England."""
    n_fits, n_names = len(fits), len(names)
    return pd.DataFrame(
        {
            "indicator_id": np.repeat([found.areas.indicator_id for found in fits], n_names),
            "period": np.repeat([found.areas.period for found in fits], n_names),
            "covariate": np.tile(np.asarray(names, dtype=object), n_fits),
            "slope": np.ravel([found.fit.coefficients[1:] * found.fit.sd for found in fits]),
            "slope_se": np.ravel([found.fit.standard_errors[1:] * found.fit.sd for found in fits]),
        }
    )


def _fits(fits: Sequence[EnglandFit]) -> pd.DataFrame:
    """Tabulate one row per regression."""
    return pd.DataFrame(
        {
            "indicator_id": [found.areas.indicator_id for found in fits],
            "period": [found.areas.period for found in fits],
            "n_areas": [found.areas.codes.size for found in fits],
            "level": [found.areas.level for found in fits],
            "explained": [found.explained for found in fits],
            "reason": [REASON[found.fit.trouble] for found in fits],
        }
    )
