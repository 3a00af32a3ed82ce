"""The counts of one indicator and period: which are small, and what a reader knows of each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_audit import Tree, Withheld, secured
from scnvariation.report.disclosure_rounding import is_small, known_range, rounded

__all__ = ["FEWEST_AREAS", "Counts", "Verdict", "ranges_of", "tree_of", "verdict"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
#: Statistics over so many areas are printed; from them a patient reader may learn the exact total of a group.
FEWEST_AREAS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Counts of people of one indicator and period, used rows only.

    Attributes
    ----------
    events : ndarray of shape (n_cells,)
        Numerators; numbers of people where a statistic counts no events.
    people : ndarray of shape (n_cells,) or None
        Denominators of proportions, of which the events are a part; None where denominators are public.
    group : ndarray of int, shape (n_cells,)
        Group of each cell; `n_groups` for none.
    n_groups : int
        Number of groups.
    known : ndarray of bool, shape (n_cells,)
        Cells of which more than the rounded count is told.
    """

    events: FloatArray
    people: FloatArray | None
    group: IntArray
    n_groups: int
    known: BoolArray

    def totals(self) -> Counts:
        """Add up each group; a group of many areas is taken as known, since its statistics are printed."""
        sizes = np.bincount(self.group, minlength=self.n_groups + 1)[:-1]
        return Counts(
            events=self._added(self.events),
            people=None if self.people is None else self._added(self.people),
            group=np.zeros(self.n_groups, dtype=np.int64),
            n_groups=0,
            known=sizes >= FEWEST_AREAS,
        )

    def _added(self, part: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.group, part, self.n_groups + 1)[:-1], dtype=np.float64)

    def small(self, rule: DisclosureRule) -> BoolArray:
        """Mark rows with a small count: of events, of people without, or of people."""
        small = is_small(self.events, rule)
        if self.people is not None:
            small |= is_small(self.people - self.events, rule) | is_small(self.people, rule)
        return small


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What of one indicator and period is withheld.

    Attributes
    ----------
    primary, secondary : ndarray of bool, shape (n_cells,)
        Cells with a small count, and others withheld for their sake.
    people : ndarray of bool, shape (n_cells,)
        Cells whose denominator is withheld too.
    primary_totals, secondary_totals : ndarray of bool, shape (n_groups,)
        The same of groups.
    england : bool
        Whether the figure of all must be withheld.
    """

    primary: BoolArray
    secondary: BoolArray
    people: BoolArray
    primary_totals: BoolArray
    secondary_totals: BoolArray
    england: bool


def verdict(counts: Counts, rule: DisclosureRule, cells: BoolArray, totals_too: BoolArray) -> Verdict:
    """Withhold small counts, and what would let them be worked out.

    Parameters
    ----------
    counts : Counts
        True counts.
    rule : DisclosureRule
        The rule.
    cells, totals_too : ndarray of bool, shape (n_cells,) and (n_groups,)
        What is withheld for the sake of shorter periods.

    Returns
    -------
    Verdict
    """
    totals = counts.totals()
    primary, small_totals = counts.small(rule), totals.small(rule)
    found = secured(tree_of(counts, totals, rule), Withheld(cells & ~primary, totals_too, england=False))
    people = np.zeros_like(primary)
    if counts.people is not None:
        small_people = is_small(counts.people, rule)
        if small_people.any():
            more = secured(_people_tree(counts, totals, rule))
            people = small_people | more.cells
            found = Withheld(found.cells | more.cells, found.totals | more.totals, found.england or more.england)
    rarer = _side(counts, turned=_turned(counts))
    with_events = np.bincount(counts.group[rarer > 0], minlength=counts.n_groups + 1)[:-1]
    # A total that is one area's count is as small as that; one of several says of each that it is smaller still.
    own = small_totals & (with_events == 1) & ~totals_too
    return Verdict(
        primary=primary & ~cells,
        secondary=(found.cells & ~primary) | cells,
        people=people,
        primary_totals=own,
        secondary_totals=(small_totals | found.totals) & ~own,
        england=found.england,
    )


def tree_of(counts: Counts, totals: Counts, rule: DisclosureRule) -> Tree:
    """Say what is known of each count, on the rarer side.

    Parameters
    ----------
    counts : Counts
        Cells.
    totals : Counts
        Of their groups.
    rule : DisclosureRule
        The rule.

    Returns
    -------
    Tree
    """
    turned = _turned(counts)
    lower, upper = ranges_of(counts, rule, turned=turned)
    small_totals = totals.small(rule)
    total_lower, total_upper = ranges_of(totals, rule, turned=turned)
    total_lower = np.where(small_totals, -np.inf, total_lower)
    total_upper = np.where(small_totals, np.inf, total_upper)
    events = _side(counts, turned=turned)
    most = events.sum() if counts.people is None else counts.people - rule.threshold - 1
    edge = (events <= 0) | (False if counts.people is None else events >= counts.people)
    return Tree(
        lower=lower,
        upper=upper,
        primary=counts.small(rule),
        group=counts.group,
        total_lower=total_lower,
        total_upper=total_upper,
        hidden_lower=np.minimum(events, rule.threshold + 1.0),
        hidden_upper=np.maximum(events, most),
        hideable=~counts.small(rule) & ~edge,
        order=rounded(events, rule.round_to),
        england=float(events.sum()),
    )


def _people_tree(counts: Counts, totals: Counts, rule: DisclosureRule) -> Tree:
    """Say what is known of each denominator."""
    if counts.people is None or totals.people is None:
        raise TypeError
    plain = Counts(
        events=counts.people, people=None, group=counts.group, n_groups=counts.n_groups, known=counts.known & False
    )
    return tree_of(plain, plain.totals(), rule)


def _turned(counts: Counts) -> bool:
    """Whether people without the event are fewer than those with it."""
    return counts.people is not None and bool(counts.events.sum() > counts.people.sum() / 2)


def _side(counts: Counts, *, turned: bool) -> FloatArray:
    """Give the events, or the people without."""
    return counts.people - counts.events if turned and counts.people is not None else counts.events


def ranges_of(counts: Counts, rule: DisclosureRule, *, turned: bool = False) -> tuple[FloatArray, FloatArray]:
    """Give the range of each count by itself: of a small one all small counts, of a shown one what rounds to it.

    Parameters
    ----------
    counts : Counts
        True counts.
    rule : DisclosureRule
        The rule.
    turned : bool
        Of people without the event, in place of events.

    Returns
    -------
    lower, upper : ndarray of shape (n_cells,)
    """
    events, least = counts.events, 1.0 if rule.zero_shown else 0.0
    lower, upper = known_range(events, rule)
    small = is_small(events, rule)
    lower, upper = np.where(small, least, lower), np.where(small, rule.threshold, upper)
    if counts.people is not None:
        without = counts.people - events
        few = is_small(without, rule) & ~small
        lower = np.where(few, np.maximum(counts.people - rule.threshold, 0.0), lower)
        upper = np.where(few, counts.people - least, np.minimum(upper, counts.people))
        inside = ~small & ~few & (without > 0)
        upper = np.where(inside, np.minimum(upper, counts.people - rule.threshold - 1), upper)
        everybody = ~small & ~few & (without <= 0)
        lower, upper = np.where(everybody, events, lower), np.where(everybody, events, upper)
    known = counts.known & ~counts.small(rule)
    lower, upper = np.where(known, events, lower), np.where(known, events, np.maximum(upper, lower))
    if turned and counts.people is not None:
        return counts.people - upper, counts.people - lower
    return lower, upper
