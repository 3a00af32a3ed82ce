"""What must hold of disclosure control whatever the counts."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_audit import secured, still_possible
from scnvariation.report.disclosure_counts import Counts, tree_of, verdict
from scnvariation.report.disclosure_rounding import is_small, known_range, rounded

RULES = st.builds(DisclosureRule, threshold=st.integers(0, 12), round_to=st.sampled_from([1, 2, 5, 10]))
EVENTS = st.lists(st.integers(0, 60), min_size=2, max_size=14)


def counts_of(events: list[int], places: int) -> Counts:
    x = np.array(events, dtype=float)
    return Counts(
        events=x,
        people=None,
        group=np.arange(x.size, dtype=np.int64) % (places + 1),
        n_groups=places,
        known=np.zeros(x.size, dtype=bool),
    )


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20), st.sampled_from([1, 2, 5, 10, 100]))
def test_rounding_moves_a_count_by_half_a_step_at_most_and_keeps_the_order(counts, to):
    given_counts = np.sort(np.array(counts))
    shown = rounded(given_counts, to)
    assert (np.abs(shown - given_counts) <= to / 2 + 1e-6).all()
    assert (np.diff(shown) >= 0).all()
    assert (shown % to == 0).all()


@given(st.integers(0, 500), RULES)
def test_a_count_lies_in_the_range_that_is_known_of_it(count, rule):
    x = np.array([float(count)])
    if not is_small(x, rule)[0]:
        lower, upper = known_range(x, rule)
        assert lower[0] <= count <= upper[0]


@settings(deadline=None)
@given(EVENTS, st.integers(1, 4), RULES)
def test_every_small_count_keeps_its_whole_range(events, places, rule):
    """Withhold all that the audit asks for: the whole range is left, unless England went and nothing is shown."""
    counts = counts_of(events, places)
    tree = tree_of(counts, counts.totals(), rule)
    withheld = secured(tree)
    lower, upper = still_possible(tree, withheld)
    small = is_small(counts.events, rule)
    assert np.array_equal(tree.primary, small)
    assert withheld.england or ((lower[small] <= 1).all() and (upper[small] >= rule.threshold).all())


@settings(deadline=None)
@given(EVENTS, st.integers(1, 4))
def test_what_is_withheld_does_not_depend_on_the_order_of_rows(events, places):
    """Cells of one size may stand in for one another; how many are withheld, and which totals, may not change."""
    counts, rule = counts_of(events, places), DisclosureRule()
    order = np.argsort(np.random.default_rng(0).random(counts.events.size))
    turned = Counts(
        events=counts.events[order],
        people=None,
        group=counts.group[order],
        n_groups=places,
        known=counts.known,
    )
    none, no_totals = counts.known, np.zeros(places, dtype=bool)
    first, second = (verdict(one, rule, none, no_totals) for one in (counts, turned))
    assert np.array_equal(first.primary[order], second.primary)
    assert np.array_equal(
        first.primary_totals | first.secondary_totals, second.primary_totals | second.secondary_totals
    )
    assert first.england == second.england
    sizes = [
        pd.Series(rounded(one.events[found.secondary], 5)).value_counts().to_dict()
        for one, found in ((counts, first), (turned, second))
    ]
    assert sizes[0] == sizes[1]


@settings(deadline=None)
@given(EVENTS, st.integers(1, 4))
def test_a_proportion_and_its_complement_are_withheld_alike(events, places):
    """Treated and not treated are the same secret; what else must go depends on which of them is printed rounded."""
    plain, rule = counts_of(events, places), DisclosureRule()
    people = plain.events + 37 + 13 * np.arange(plain.events.size)
    treated = Counts(events=plain.events, people=people, group=plain.group, n_groups=places, known=plain.known)
    untreated = Counts(
        events=people - plain.events, people=people, group=plain.group, n_groups=places, known=plain.known
    )
    no_totals = np.zeros(places, dtype=bool)
    first, second = (verdict(one, rule, plain.known, no_totals) for one in (treated, untreated))
    assert np.array_equal(first.primary, second.primary)
    assert np.array_equal(first.primary_totals, second.primary_totals)
