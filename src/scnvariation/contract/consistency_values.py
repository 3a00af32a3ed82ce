"""Why a value differs from its counts: another scale, swapped headings, rounded, shifted or stale figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.consistency_counts import changes_of_unit, look_rounded
from scnvariation.contract.consistency_groups import Group, first_rows, medians, of_rows, pairs, when
from scnvariation.contract.consistency_rounding import half_a_unit
from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import shown_number

__all__ = ["SCALES", "Compared", "agree", "nearest_scale", "report_disagreements"]

SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
BINARY_NOISE = 1e-9
FEWEST_TO_TELL = 3
MOSTLY = 0.8
NEAR = 0.2
ROUNDED_BY = 2.5
# A figure of so few digits agrees with too much by chance.
LEAST_DIGITS = 10.0

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Printed values beside what their counts make.

    Attributes
    ----------
    value, made : ndarray of float
        As printed; numerator over denominator.
    both : ndarray of bool
        Rows that have both.
    scale : ndarray of float
        What the values of each row's indicator are printed per.
    """

    value: FloatArray
    made: FloatArray
    both: BoolArray
    scale: FloatArray


def agree(value: FloatArray, made: FloatArray, tolerance: float | FloatArray) -> BoolArray:
    """Whether values equal what their counts make, within a tolerance and binary noise."""
    return np.abs(value - made) <= tolerance + BINARY_NOISE * np.abs(made)


def nearest_scale(value: FloatArray, made: FloatArray, group: Group) -> IntArray:
    """Choose the scale nearest to the middle of value / made, where it is near; else natural units.

    >>> nearest_scale(np.array([9.7, 10.3, 10.1]), np.array([0.1, 0.1, 0.1]), Group(np.array([0, 0, 0]), 1)).tolist()
    [1]
    """
    middle = medians(np.log(value / made), group)
    distance = np.abs(middle[:, None] - np.log(SCALES))
    best = np.argmin(distance, axis=1)
    return np.asarray(np.where(np.min(distance, axis=1) < NEAR, best, 0))


@np.errstate(all="ignore")  # figures may be of any size
def report_disagreements(draft: Draft, given: Compared) -> FloatArray:
    """Report every value that its counts do not make, with the likely cause.

    Parameters
    ----------
    draft : Draft
        After all checks of rows and counts.
    given : Compared
        Values and what is made of the counts.

    Returns
    -------
    ndarray of float
        What the values of each row are printed per, also where the counts stand under each other's heading.
    """
    tolerance = np.full(draft.size, np.nan)
    group = Group.of(draft)
    tolerance[given.both] = half_a_unit(given.value[given.both], group.code[given.both])
    left = given.both & ~agree(given.value, given.scale * given.made, tolerance)
    if not left.any():
        return given.scale
    swapped = _swapped_scale(given, left, tolerance, group)[group.code]
    _report_swapped(draft, given.both & np.isfinite(swapped), group)
    left &= ~np.isfinite(swapped)
    left &= ~_report_scales(draft, given, left)
    _report_rows(draft, given, left & ~draft.ledger.refused, tolerance)
    return np.where(np.isfinite(swapped), swapped, given.scale)


def _swapped_scale(given: Compared, left: BoolArray, tolerance: FloatArray, group: Group) -> FloatArray:
    """Find indicators whose value is denominator over numerator in every row, with the scale; nan for others."""
    found = np.full(group.size, np.nan)
    rows_of = group.tally(given.both)
    for scale in reversed(SCALES):
        turned = given.both & agree(given.value, scale / given.made, tolerance)
        all_turned = (group.tally(turned) == rows_of) & (group.tally(turned & left) >= FEWEST_TO_TELL)
        found[all_turned] = scale
    return found


def _report_swapped(draft: Draft, where: BoolArray, group: Group) -> None:
    """Refuse indicators whose value is the denominator over the numerator in every row."""
    ledger = draft.ledger
    for indicator in np.unique(group.code[where]).tolist():
        rows = np.flatnonzero(where & (group.code == indicator))
        words = {
            "number": f"{len(rows):,}",
            "rows": f"{len(rows):,}",
            "indicator": draft.texts["indicator_id"].labels[indicator],
            "numerator": ledger.where.heading("numerator"),
            "denominator": ledger.where.heading("denominator"),
        }
        ledger.note("columns_swapped", column="numerator", words=words)
        known = ledger.known_layout
        ledger.mark(rows, "inconsistent_source" if known else "", refused=not known)


def _report_scales(draft: Draft, given: Compared, left: BoolArray) -> BoolArray:
    """Refuse values that fit their counts in another scale: whole periods, or single rows among others."""
    factor = np.full(draft.size, np.nan)
    rows = np.flatnonzero(left)
    value, made = given.value[rows], given.made[rows]
    tolerance = half_a_unit(value, np.arange(len(rows)))  # another scale is printed to other decimals
    telling = np.abs(value) > LEAST_DIGITS * tolerance
    for scale in SCALES:
        fits = telling & (given.scale[rows] != scale) & np.isnan(factor[rows]) & agree(value, scale * made, tolerance)
        factor[rows[fits]] = scale / given.scale[rows[fits]]
    by_period, indicator, period = pairs(draft, "period")
    found = np.isfinite(factor) & ~changes_of_unit(draft, by_period, indicator)[by_period.code]
    if not found.any():
        return np.asarray(found)
    whole = by_period.tally(found) >= MOSTLY * np.maximum(by_period.tally(given.both & (given.value != 0)), 1)
    told = left & whole[by_period.code]
    _report_periods(draft, told, factor, (indicator, period, by_period))
    mixed = np.flatnonzero(found & ~told)
    texts = draft.texts["indicator_id"]
    draft.ledger.add(
        "mixed_scale",
        mixed,
        column="value",
        value=draft.numbers["value"].texts,
        variant="factor",
        words={"indicator": texts.texts(mixed), "factor": [_factor(one) for one in factor[mixed].tolist()]},
    )
    return np.asarray(found | told)


def _report_periods(
    draft: Draft, where: BoolArray, factor: FloatArray, groups: tuple[IntArray, IntArray, Group]
) -> None:
    """Refuse whole periods that stand in another scale than the rest."""
    indicator, period, by_period = groups
    labels, periods = draft.texts["indicator_id"].labels, draft.texts["period"].labels
    for one in np.unique(indicator[by_period.code[where]]).tolist():
        rows = np.flatnonzero(where & (indicator[by_period.code] == one))
        touched = [periods[place] for place in np.unique(period[by_period.code[rows]]).tolist()]
        of_all = [periods[place] for place in period[indicator == one].tolist()]
        words = {
            "indicator": labels[one],
            "factor": _factor(float(np.nanmedian(factor[rows]))),
            "when": when(touched, of_all),
            "number": of_rows(len(rows), int((indicator[by_period.code] == one).sum())),
            "first": first_rows(draft, rows),
        }
        draft.ledger.note("scale_change", row=int(rows[0]), column="value", words=words)
        draft.ledger.mark(rows, "", refused=True)


def _factor(one: float) -> str:
    return f"{max(one, 1 / one):,.0f}"


def _report_rows(draft: Draft, given: Compared, left: BoolArray, tolerance: FloatArray) -> None:
    """Report the other rows one by one, with the cause where it can be seen."""
    rows = np.flatnonzero(left)
    if not len(rows):
        return
    rounded = rows[_explained_by_rounding(draft, given, rows, tolerance)]
    _add(draft, given, rounded, "rounded")
    rows = np.setdiff1d(rows, rounded)
    shifted, neighbour = _shifted(draft, given, rows, tolerance)
    _add(draft, given, shifted, "shifted", [f"{place:,}" for place in draft.ledger.where.rows[neighbour].tolist()])
    rows = np.setdiff1d(rows, shifted)
    stale, periods = _stale(draft, given, rows, tolerance)
    _add(draft, given, stale, "stale", periods)
    _add(draft, given, np.setdiff1d(rows, stale), "")


def _add(draft: Draft, given: Compared, rows: IntArray, variant: str, other: list[str] | None = None) -> None:
    """Enter rows whose value differs from its counts."""
    made = (given.made * given.scale)[rows].tolist()
    words: dict[str, object] = {"recomputed": [shown_number(float(f"{one:.6g}")) for one in made]}
    if other is not None:
        words["other"] = other
    text = draft.numbers["value"].texts
    draft.ledger.add("value_disagrees", rows, column="value", value=text, variant=variant, words=words)


def _explained_by_rounding(draft: Draft, given: Compared, rows: IntArray, tolerance: FloatArray) -> BoolArray:
    """Say which values lie within what counts rounded to 5 may have been."""
    rounded = look_rounded(draft)[draft.texts["indicator_id"].codes[rows]]
    numerator, denominator = draft.values("numerator")[rows], draft.values("denominator")[rows]
    least = (numerator - ROUNDED_BY) / (denominator + ROUNDED_BY)
    most = (numerator + ROUNDED_BY) / np.maximum(denominator - ROUNDED_BY, 1.0)
    value, scale, reach = given.value[rows], given.scale[rows], tolerance[rows]
    return np.asarray(rounded & (value >= scale * least - reach) & (value <= scale * most + reach))


def _shifted(draft: Draft, given: Compared, rows: IntArray, tolerance: FloatArray) -> tuple[IntArray, IntArray]:
    """Find values that fit the numerator of the row above or below, in most rows of their indicator that differ."""
    group = Group.of(draft)
    order = np.flatnonzero(given.both)
    order = order[np.argsort(group.code[order], kind="stable")]
    place = np.full(draft.size, -1)
    place[order] = np.arange(len(order))
    numerator, denominator = draft.values("numerator"), draft.values("denominator")
    for step in (1, -1):
        other = order[np.clip(place[rows] + step, 0, len(order) - 1)]
        fits = (group.code[other] == group.code[rows]) & (other != rows)
        fits &= agree(given.value[rows], given.scale[rows] * numerator[other] / denominator[rows], tolerance[rows])
        hits = np.bincount(group.code[rows[fits]], minlength=group.size)
        of = np.bincount(group.code[rows], minlength=group.size)
        chosen = fits & ((hits >= FEWEST_TO_TELL) & (hits >= MOSTLY * of))[group.code[rows]]
        if chosen.any():
            return rows[chosen], other[chosen]
    return rows[:0], rows[:0]


def _stale(draft: Draft, given: Compared, rows: IntArray, tolerance: FloatArray) -> tuple[IntArray, list[str]]:
    """Find values that are the figure of the period before or after in the same area."""
    if not len(rows):
        return rows, []
    codes = [draft.texts[column].codes for column in ("indicator_id", "area_code")]
    periods = draft.texts["period"]
    rank = np.argsort(np.argsort(np.array(periods.labels, dtype=object)))[periods.codes]
    touched = np.flatnonzero(given.both & np.isin(codes[1], codes[1][rows]))
    order = touched[np.lexsort((rank[touched], codes[1][touched], codes[0][touched]))]
    place = np.full(draft.size, -1)
    place[order] = np.arange(len(order))
    found = np.full(len(rows), -1)
    for step in (1, -1):
        other = order[np.clip(place[rows] + step, 0, len(order) - 1)]
        same = (codes[0][other] == codes[0][rows]) & (codes[1][other] == codes[1][rows]) & (other != rows)
        fits = same & agree(given.value[rows], given.scale[rows] * given.made[other], tolerance[rows])
        found[fits] = other[fits]
    hit = found >= 0
    return rows[hit], periods.texts(found[hit])
