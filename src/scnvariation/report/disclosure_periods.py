"""Periods that tell of one another: a year is the sum of its quarters, and rolling years differ by their ends."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.periods import Period, parse_period
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_counts import Counts, ranges_of

__all__ = ["Term", "related_periods", "told_by_periods"]

BoolArray = NDArray[np.bool_]
DAY = dt.timedelta(days=1)
#: Sums may differ by what rounding of weighted counts leaves; more, and the period is no sum of the others.
SAME = 0.5


class Term(NamedTuple):
    """A period that is added (1) to the one in question, or taken off (-1), so that nothing remains."""

    sign: int
    period: str


def related_periods(period: str, others: Sequence[str]) -> list[tuple[Term, ...]]:
    """List the sums of a period with others that come to nothing, whatever the counts.

    Parameters
    ----------
    period : str
        Canonical text.
    others : sequence of str
        Periods of which counts are known.

    Returns
    -------
    list of tuple of Term
        Shorter periods of one length that make it up; and an overlapping one of its length with the two ends by which
        they differ.

    Examples
    --------
    >>> related_periods("2012-14", ["2011-13", "2011", "2014"])
    [(Term(sign=1, period='2011'), Term(sign=-1, period='2011-13'), Term(sign=-1, period='2014'))]
    """
    whole = parse_period(period)
    if whole is None or not whole.months:
        return []
    known = sorted(one for text in others if (one := parse_period(text)) is not None and one.months)
    inside: dict[int, list[Period]] = defaultdict(list)
    for one in known:
        if one.months < whole.months and whole.start <= one.start and one.end <= whole.end:
            inside[one.months].append(one)
    sums = [
        tuple(Term(-1, one.text) for one in parts)
        for months, parts in sorted(inside.items())
        if len({one.start for one in parts}) * months == whole.months
    ]
    stretches = {(one.start, one.end): one.text for one in known}
    for one in known:
        if one.months == whole.months and one.start < whole.start <= one.end:
            head = stretches.get((one.start, whole.start - DAY))
            tail = stretches.get((one.end + DAY, whole.end))
            if head and tail:
                sums.append((Term(1, head), Term(-1, one.text), Term(-1, tail)))
    return sums


def told_by_periods(
    whole: Counts, terms: Sequence[Term], others: Sequence[pd.DataFrame], rule: DisclosureRule
) -> BoolArray:
    """Ask of each cell whether it and its counts in related periods stay hidden beside one another.

    Parameters
    ----------
    whole : Counts
        Cells of the period in question.
    terms : sequence of Term
        A sum that comes to nothing.
    others : sequence of pandas.DataFrame
        `events` and `people` of the same cells in each of those periods; NaN where unknown.
    rule : DisclosureRule
        The rule.

    Returns
    -------
    ndarray of bool, shape (n_cells,)
        Cells that must be withheld in the period in question.
    """
    n = whole.events.size
    signs = np.array([1, *(term.sign for term in terms)], dtype=np.float64)[:, None]
    columns = [whole, *(_counts(other, whole) for other in others)]
    events = np.array([one.events for one in columns])
    balanced = np.abs((signs * events).sum(axis=0)) <= SAME
    if whole.people is not None:
        people = np.array([one.people for one in columns])
        balanced &= np.abs((signs * people).sum(axis=0)) <= SAME
    told = np.zeros(n, dtype=bool)
    if not balanced.any():
        return told
    with np.errstate(invalid="ignore"):
        small = np.array([one.small(rule) for one in columns])
        lower, upper = (np.array(ends) for ends in zip(*(ranges_of(one, rule) for one in columns), strict=True))
    low, high = np.minimum(signs * lower, signs * upper), np.maximum(signs * lower, signs * upper)
    rest_low, rest_high = low.sum(axis=0) - low, high.sum(axis=0) - high
    given = small & ((-rest_high > low) | (-rest_low < high))
    return np.asarray(given.any(axis=0) & balanced)


def _counts(other: pd.DataFrame, whole: Counts) -> Counts:
    """Take the counts of another period for the same cells."""
    return Counts(
        events=other["events"].to_numpy(np.float64),
        people=None if whole.people is None else other["people"].to_numpy(np.float64),
        group=whole.group,
        n_groups=whole.n_groups,
        known=np.zeros(whole.events.size, dtype=bool),
    )
