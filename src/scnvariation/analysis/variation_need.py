"""Lines adjusted for need: counts against those that a regression over all England expects of areas like these."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.families import Measured, measure
from scnvariation.analysis.level import Totals, totals
from scnvariation.analysis.need import NeedAdjusted, need_adjusted
from scnvariation.analysis.spread_panel import SpreadOptions, spread_panel
from scnvariation.analysis.variation_age_sex import standardised
from scnvariation.analysis.variation_repeats import effective
from scnvariation.analysis.variation_rows import Line, OfOneType, adjusted_line, in_places, some_rows

__all__ = ["NeedLines", "explained_by_need", "need_lines"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLines:
    """The lines adjusted for need of one statistic type, and what is to be said of them.

    Attributes
    ----------
    line : Line or None
        None where no area has an expected count.
    refused : dict of int to str
        Position of each row without a covariate, and why it is left out.
    reason : dict of int to str
        Why a group has no numbers, by its number in the table.
    warnings : tuple of str
        Sentences that a reader should see.
    """

    line: Line | None
    refused: dict[int, str]
    reason: dict[int, str]
    warnings: tuple[str, ...]


def need_lines(one: OfOneType, crude: Line, need: tuple[str, ...]) -> NeedLines:
    """Measure counts against those expected by need.

    Parameters
    ----------
    one : OfOneType
        The groups.
    crude : Line
        The same as they are.
    need : tuple of str
        Covariates.

    Returns
    -------
    NeedLines
    """
    found = need_adjusted(one.data, one.rows, one.statistic, need)
    starts = one.rows.segments.starts
    alive = np.logical_or.reduceat(found.reason == "", starts)
    return NeedLines(
        line=_line(one, crude, found, need) if alive.any() else None,
        refused=dict.fromkeys(one.rows.positions[found.reason == "missing"].tolist(), "missing"),
        reason={int(one.groups[k]): str(found.reason[starts[k]]) for k in np.flatnonzero(~alive)},
        warnings=found.warnings,
    )


def _line(one: OfOneType, crude: Line, found: NeedAdjusted, need: tuple[str, ...]) -> Line:
    """Put the rows that have an expected count beside England, adjusted alike."""
    keep = found.reason == ""
    alive = np.logical_or.reduceat(keep, one.rows.segments.starts)
    plain, england = some_rows(crude.plain, keep), _england(one, found, need)
    adjusted = _with_need(found, plain, keep, one.factor[alive], england.mean[one.funnel[alive]])
    return adjusted_line(one, "need", keep, plain, adjusted, england, found.df_lost)


def _england(one: OfOneType, earlier: NeedAdjusted, need: tuple[str, ...]) -> Totals:
    """Add up all of England, adjusted, for each indicator and period; NaN where nothing was fitted."""
    found = need_adjusted(one.data, one.everywhere, one.statistic, need, earlier=earlier)
    keep = found.reason == ""
    alive = np.logical_or.reduceat(keep, one.everywhere.segments.starts)
    plain = some_rows(effective(measure(one.everywhere, one.statistic)[0], one.factor_everywhere), keep)
    level = totals(plain).mean
    standard, _ = _with_need(found, plain, keep, one.factor_everywhere[alive], level)
    return Totals(*(in_places(part, alive) for part in totals(standard)))


def _with_need(
    found: NeedAdjusted, plain: Measured, keep: NDArray[np.bool_], factor: FloatArray, level: FloatArray
) -> tuple[Measured, FloatArray | None]:
    """Give rows the sizes, or the values, that carry need, and the offset of proportions."""
    if plain.family == "normal":
        return replace(plain, value=found.measured.value[keep]), None
    expected = found.expected[keep]
    if plain.family == "poisson":
        expected = expected / plain.segments.repeat(factor)
    return standardised(plain, expected, level)


def explained_by_need(line: Line, adjusted: FloatArray, options: SpreadOptions) -> FloatArray:
    """Give the share of the true variation of each group that goes with need.

    Parameters
    ----------
    line : Line
        Adjusted for need.
    adjusted : ndarray of shape (n_groups,)
        Variance between areas that need leaves.
    options : SpreadOptions
        About what spread is measured.

    Returns
    -------
    ndarray of shape (n_groups,)
        1 less its ratio to the variance of the same areas without adjustment; below 0 where adjustment widens the
        spread, NaN where nothing varies beyond chance.
    """
    compared = replace(line.compared, rows=line.plain, offset=None, df_lost=None)
    quick = SpreadOptions(about=options.about, intervals=False, simulations=0)
    crude = spread_panel(compared, quick).numbers["between_variance"]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(crude > 0, 1.0 - adjusted / crude, np.nan))
