"""What counts alone betray: rounding, a change of unit, a figure carried forward, very small numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.consistency_groups import Group, first_rows, medians, of_rows, pairs, when
from scnvariation.contract.draft import COUNT_BASED, Draft
from scnvariation.contract.ledger import shown_number
from scnvariation.messages.words import count

__all__ = ["changes_of_unit", "check_counts_agree", "look_rounded"]

ROUNDED_TO = 5.0
MORE_THAN = 20
LEAST_JUMP, MOST_JUMP = 500.0, 2_000.0
FEW_EVENTS = 10
TINY = {"proportion": 2.0, "rate": 2.0, "ratio": 0.5}
FEWEST_PERIODS = 3
# Two independent counts of mean x are equal with probability 1 / (2 sqrt(pi x)).
EQUAL_BY_CHANCE = 0.2821
SURPRISE = 1e-3

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def check_counts_agree(draft: Draft) -> None:
    """Report what the counts of an indicator betray."""
    _report_rounded(draft)
    _report_units(draft)
    _report_tiny(draft)
    _report_few_events(draft)
    _report_constant(draft)


def _areas(draft: Draft) -> BoolArray:
    """Say which rows are figures of areas that nothing speaks against."""
    return draft.active & ~draft.england & ~draft.ledger.refused & ~draft.ledger.settled


def look_rounded(draft: Draft) -> BoolArray:
    """Say for each indicator whether all its counts above 0 are multiples of 5, in more than 20 rows."""
    numerator = draft.values("numerator")
    counted = draft.active & ~draft.england & draft.is_any((*COUNT_BASED, "dsr"))
    counted &= (numerator > 0) & np.isfinite(numerator)
    fives = numerator / ROUNDED_TO
    odd = counted & (fives != np.floor(fives))
    group = Group.of(draft)
    candidates = group.tally(odd) == 0
    return np.asarray(candidates & (group.tally(counted & candidates[group.code]) > MORE_THAN))


def _report_rounded(draft: Draft) -> None:
    """Warn of counts that look rounded to 5."""
    numerator = draft.values("numerator")
    for indicator in np.flatnonzero(look_rounded(draft)).tolist():
        rows = draft.active & ~draft.england & (draft.texts["indicator_id"].codes == indicator) & (numerator > 0)
        _note(draft, "looks_rounded", indicator, "numerator", {"number": count(int(rows.sum()), "numerator")})


def changes_of_unit(draft: Draft, by_period: Group, indicator: IntArray) -> BoolArray:
    """Say which periods of an indicator have denominators about 1,000 times those of most periods, or a 1,000th."""
    return _is_change(_jump(draft, by_period, indicator))


def _is_change(jump: NDArray[np.float64]) -> BoolArray:
    return ((jump > LEAST_JUMP) & (jump < MOST_JUMP)) | ((jump > 1 / MOST_JUMP) & (jump < 1 / LEAST_JUMP))


def _jump(draft: Draft, by_period: Group, indicator: IntArray) -> NDArray[np.float64]:
    """Give the geometric mean denominator of each period over that of the middle period of its indicator."""
    denominator = draft.values("denominator")
    rows = np.flatnonzero(_areas(draft) & (denominator > 0))
    code = by_period.code[rows]
    total = np.bincount(code, np.log(denominator[rows]), minlength=by_period.size)
    middle = total / np.bincount(code, minlength=by_period.size)
    usual = medians(middle, Group(indicator, int(indicator.max(initial=0)) + 1))
    return np.asarray(np.exp(middle - usual[indicator]))


def _report_units(draft: Draft) -> None:
    """Warn of denominators that change their unit between periods."""
    if "denominator" not in draft.numbers:
        return
    by_period, indicator, period = pairs(draft, "period")
    if by_period.size == len(np.unique(indicator)):
        return
    jump = _jump(draft, by_period, indicator)
    changed = _is_change(jump)
    labels = draft.texts["period"].labels
    for one in np.unique(indicator[changed]).tolist():
        here = np.flatnonzero(changed & (indicator == one))
        words = {
            "when": when([labels[place] for place in period[here]], [labels[p] for p in period[indicator == one]]),
            "which": "larger" if jump[here[0]] > 1 else "smaller",
            "first": first_rows(draft, np.flatnonzero(np.isin(by_period.code, here))),
        }
        _note(draft, "denominator_scale", one, "denominator", words)


def _note(draft: Draft, code: str, indicator: int, column: str, words: Mapping[str, object]) -> None:
    """Enter one line for an indicator."""
    label = draft.texts["indicator_id"].labels[indicator]
    draft.ledger.note(code, column=column, words={"indicator": label, **words})


def _report_tiny(draft: Draft) -> None:
    """Warn of denominators so small that a single event decides."""
    denominator = draft.values("denominator")
    for statistic, least in TINY.items():
        tiny = _areas(draft) & draft.is_any((statistic,)) & (denominator > 0) & (denominator < least)
        for indicator, rows in _by_indicator(draft, tiny):
            smallest = rows[np.argmin(denominator[rows])]
            words = {
                "number": count(len(rows), "denominator"),
                "least": shown_number(least),
                "smallest": shown_number(float(denominator[smallest])),
                "first": first_rows(draft, np.array([smallest])),
            }
            _note(draft, "tiny_denominator", indicator, "denominator", words)


def _report_few_events(draft: Draft) -> None:
    """Warn of standardised rates that rest on too few events."""
    few = _areas(draft) & draft.is_any(("dsr",)) & (draft.values("numerator") < FEW_EVENTS)
    for indicator, rows in _by_indicator(draft, few):
        words = {"number": count(len(rows), "rate"), "first": first_rows(draft, rows)}
        label = draft.texts["indicator_id"].labels[indicator]
        draft.ledger.note("few_events", column="numerator", variant="standardised", words={"indicator": label, **words})


def _by_indicator(draft: Draft, where: BoolArray) -> list[tuple[int, IntArray]]:
    """Cut the rows that are meant by indicator."""
    rows = np.flatnonzero(where)
    codes = draft.texts["indicator_id"].codes[rows]
    order = np.argsort(codes, kind="stable")
    found, starts = np.unique(codes[order], return_index=True)
    return list(zip(found.tolist(), np.split(rows[order], starts[1:]), strict=False))


def _report_constant(draft: Draft) -> None:
    """Warn of a count that is the same in every period of an area, where chance would hardly make it so."""
    numerator = draft.values("numerator")
    periods = len(draft.texts["period"].labels)
    if periods < FEWEST_PERIODS:
        return
    counted = _areas(draft) & (numerator > 0) & np.isfinite(numerator)
    group, indicator, _ = pairs(draft, "area_code")
    rows = np.flatnonzero(counted)
    number = group.tally(counted)
    least, most = np.full(group.size, np.inf), np.full(group.size, -np.inf)
    np.minimum.at(least, group.code[rows], numerator[rows])
    np.maximum.at(most, group.code[rows], numerator[rows])
    long = number >= FEWEST_PERIODS
    chance = np.minimum(EQUAL_BY_CHANCE / np.sqrt(most), 1.0) ** (number - 1)
    size = int(indicator.max(initial=0)) + 1
    by_chance = np.bincount(indicator[long], chance[long], minlength=size)
    same = long & (least == most)
    found = np.bincount(indicator[same], minlength=size)
    of = np.bincount(indicator[long], minlength=size)
    for one in np.flatnonzero((found > 0) & (by_chance < SURPRISE * found)).tolist():
        places = np.flatnonzero(same & (indicator == one))
        first = first_rows(draft, np.flatnonzero(counted & np.isin(group.code, places)))
        words = {"number": of_rows(int(found[one]), int(of[one]), "area"), "first": first}
        _note(draft, "constant_series", one, "numerator", words)
