"""Bootstrap of areas: against a loop with the same draws, at the edges, and by what must not change it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.errors import OptionError
from scnvariation.stats import bootstrap, spread
from scnvariation.stats.segments import Segments

LIMITS = ("cv_lower", "cv_upper", "scv_lower", "scv_upper")


def simulated(lengths, seed=20131):
    """Draw groups whose areas differ by a fifth."""
    rng = np.random.default_rng(seed)
    segments = Segments.from_lengths(lengths)
    expected = 60 * np.exp(rng.normal(0, 0.6, segments.n_rows))
    return rng.poisson(expected * rng.gamma(25, 0.04, segments.n_rows)).astype(float), expected, segments


def looped(observed, expected, drawn, places, chance=1.0):
    """Measure one replicate after the other with the statistics of the variation table."""
    one = Segments.single(observed.size)
    found = []
    for row in drawn:
        areas = np.repeat(np.arange(observed.size), row.astype(int))
        o, e = observed[areas], expected[areas]
        found.append((spread.cv(o / e, one)[0], spread.scv(o, e, one, chance=chance)[0]))
    return np.sort(found, axis=0)[places].T.ravel()


def test_agrees_with_a_loop_over_the_same_replicates():
    """The 25th and the 975th of 1,000 replicates are the limits; a difference of sums would only agree to 1e-6."""
    observed, expected, segments = simulated([9, 12, 12, 30])
    found = bootstrap.intervals(observed, expected, segments)
    for group, (start, length) in enumerate(zip(segments.starts, segments.lengths, strict=True)):
        rows = slice(start, start + length)
        theirs = looped(observed[rows], expected[rows], bootstrap.weights(length), [24, 974])
        assert_allclose([getattr(found, name)[group] for name in LIMITS], theirs, rtol=1e-12, atol=1e-13)


def test_chance_variance_of_proportions_reaches_every_replicate():
    observed, expected, segments = simulated([12, 12])
    chance = np.array([0.2, 0.9])
    found = bootstrap.intervals(observed, expected, segments, chance=chance, replicates=200, level=0.9)
    for group, rows in enumerate((slice(0, 12), slice(12, 24))):
        drawn = bootstrap.weights(12, replicates=200)
        theirs = looped(observed[rows], expected[rows], drawn, [9, 189], chance[group])
        assert_allclose([getattr(found, name)[group] for name in LIMITS], theirs, rtol=1e-12)


def test_a_group_does_not_depend_on_its_neighbours():
    """The same group alone, among others and in another order: work done in parallel gives the same numbers."""
    observed, expected, segments = simulated([12, 20, 12, 9])
    together = bootstrap.intervals(observed, expected, segments, seed=3)
    for group, (start, length) in enumerate(zip(segments.starts, segments.lengths, strict=True)):
        rows = slice(start, start + length)
        alone = bootstrap.intervals(observed[rows], expected[rows], Segments.single(length), seed=3)
        for name in LIMITS:
            assert_allclose(getattr(alone, name)[0], getattr(together, name)[group], rtol=1e-13)


def test_many_groups_are_done_in_parts():
    """More groups than one block holds: the second block must be like the first."""
    observed, expected, _ = simulated([9])
    many = bootstrap.BLOCK_VALUES // 500 + 5
    found = bootstrap.intervals(
        np.tile(observed, many), np.tile(expected, many), Segments.from_lengths(np.full(many, 9)), replicates=500
    )
    for name in LIMITS:
        assert_allclose(getattr(found, name), getattr(found, name)[0], rtol=1e-13)


def test_scale_of_expected_counts_does_not_matter():
    observed, expected, segments = simulated([12])
    one, other = (bootstrap.intervals(observed, scale * expected, segments) for scale in (1.0, 17.0))
    assert_allclose([one.scv_lower, one.scv_upper], [other.scv_lower, other.scv_upper], rtol=1e-12)
    assert_allclose([one.cv_lower, one.cv_upper], [other.cv_lower, other.cv_upper], rtol=1e-12)


def test_seed_and_level_do_what_they_say():
    observed, expected, segments = simulated([12])
    usual = bootstrap.intervals(observed, expected, segments)
    again = bootstrap.intervals(observed, expected, segments)
    other = bootstrap.intervals(observed, expected, segments, seed=1)
    wide = bootstrap.intervals(observed, expected, segments, level=0.998)
    assert_array_equal([getattr(usual, name) for name in LIMITS], [getattr(again, name) for name in LIMITS])
    assert usual.scv_upper != other.scv_upper
    assert (wide.scv_lower < usual.scv_lower) & (usual.scv_upper < wide.scv_upper)


def test_weights_are_draws_with_replacement():
    """An area is drawn once on average, with variance 1 - 1/I."""
    drawn = bootstrap.weights(10, replicates=20_000)
    assert_array_equal(drawn.sum(axis=1), 10)
    assert_allclose(drawn.mean(axis=0), 1, atol=0.03)
    assert_allclose(drawn.var(axis=0), 0.9, atol=0.05)


def test_nothing_is_computed_from_too_few_areas_or_without_events():
    observed = np.array([3.0, 5.0, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0])
    found = bootstrap.intervals(observed, np.full(8, 4.0), Segments.from_lengths([2, 3, 3]))
    for name in LIMITS:
        assert_array_equal(np.isnan(getattr(found, name)), [True, True, False])


def test_an_area_without_expected_events_leaves_its_group_out():
    found = bootstrap.intervals(np.array([1.0, 2.0, 3.0]), np.array([0.0, 2.0, 3.0]), Segments.single(3))
    assert np.isnan(found.scv_upper)


def test_replicates_without_any_event_count_as_the_largest():
    """With all events in one area of twelve, (11/12)^12 = .35 of the replicates hold none: no upper limit."""
    observed = np.zeros(12)
    observed[4] = 6
    found = bootstrap.intervals(observed, np.full(12, 5.0), Segments.single(12))
    assert np.isposinf([found.cv_upper[0], found.scv_upper[0]]).all()
    assert np.isfinite([found.cv_lower[0], found.scv_lower[0]]).all()


def test_replicates_without_events_are_no_very_small_ones_either():
    """Sizes with which the level of nothing is not exactly 0 in floating point: no limit may be below all others."""
    observed = np.zeros(12)
    observed[[1, 4]] = 3, 2
    expected = np.linspace(0.7, 9.1, 12) / 3
    found = bootstrap.intervals(observed, expected, Segments.single(12), level=0.8)
    with_events = looped(observed, expected, _with_events(observed), [0, -1])
    assert with_events[0] <= found.cv_lower[0] <= found.cv_upper[0]
    assert with_events[2] <= found.scv_lower[0] <= found.scv_upper[0]


def _with_events(observed):
    """Keep the replicates that hold an event."""
    drawn = bootstrap.weights(observed.size)
    return drawn[drawn @ observed > 0]


def test_no_group_no_interval():
    found = bootstrap.intervals(np.empty(0), np.empty(0), Segments.single(0))
    assert found.cv_lower.size == 0


def test_level_must_be_a_probability():
    with pytest.raises(OptionError, match="level"):
        bootstrap.intervals(*simulated([9]), level=95)
