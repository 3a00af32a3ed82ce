"""Gamma-Poisson fits: against a slow loop over groups, at the edges, and by what must not change them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special

from scnvariation.errors import OptionError
from scnvariation.stats import gamma_poisson
from scnvariation.stats.segments import Segments

sys.path.insert(0, str(Path(__file__).parent))
import profile_oracle as oracle


def simulated(rng, lengths, *, v, mean, spread=0.6):
    """Draw groups whose areas differ by a gamma law, sizes lognormal."""
    segments = Segments.from_lengths(lengths)
    expected = mean * np.exp(rng.normal(0, spread, segments.n_rows))
    rates = rng.gamma(1 / v, v, segments.n_rows) if v else 1.0
    return rng.poisson(expected * rates * 1.2).astype(float), expected, segments


def group(segments, number):
    return slice(segments.starts[number], segments.starts[number] + segments.lengths[number])


CASES = [(0.0, 50, 0.6), (0.01, 20, 0.6), (0.04, 100, 0.6), (0.15, 400, 1.2), (0.3, 5, 0.6)]


@pytest.mark.parametrize(("v", "mean", "spread"), CASES)
def test_agrees_with_grid_golden_section_and_root_finding_group_by_group(v, mean, spread):
    observed, expected, segments = simulated(np.random.default_rng(20131), [3, 5, 9, 17], v=v, mean=mean, spread=spread)
    found = gamma_poisson.fit(observed, expected, segments)
    for number, n_areas in enumerate(segments.lengths):
        rows = group(segments, number)
        cut_off = special.chdtri(1, 0.05) * (1 + 1 / (3 * (n_areas - 1)))
        peak, lower, upper = oracle.fit(
            lambda v, rows=rows: oracle.gamma_criterion(observed[rows], expected[rows], v), cut_off, 100.0
        )
        # An optimiser resolves the flat top of a curve only to the root of its rounding; the next test does better.
        assert_allclose(found.v[number], peak, rtol=2e-3)
        assert_allclose(found.v_lower[number], lower, rtol=1e-6, atol=1e-12)
        assert_allclose(found.v_upper[number], upper, rtol=1e-6)


@pytest.mark.parametrize(("v", "mean", "spread"), CASES)
def test_the_peak_is_right_to_a_millionth(v, mean, spread):
    observed, expected, segments = simulated(np.random.default_rng(3), [4, 6, 9, 12], v=v, mean=mean, spread=spread)
    found = gamma_poisson.fit(observed, expected, segments, level=None)
    for number in np.flatnonzero(found.v > 0):
        rows = group(segments, number)
        assert oracle.turns_within(
            lambda v, rows=rows: oracle.exact_gamma_criterion(observed[rows], expected[rows], v),
            found.v[number],
            1e-6,
        )


def test_estimates_alone_are_those_with_intervals():
    observed, expected, segments = simulated(np.random.default_rng(4), [9] * 50, v=0.02, mean=30)
    alone = gamma_poisson.fit(observed, expected, segments, level=None)
    assert_array_equal(alone.v, gamma_poisson.fit(observed, expected, segments).v)
    assert np.isnan(alone.v_lower).all()
    assert np.isnan(alone.v_upper).all()
    assert not alone.no_upper_limit.any()


def test_groups_do_not_notice_each_other():
    """One at a time and all at once, in any order, to the last digits that the steps leave."""
    rng = np.random.default_rng(5)
    observed, expected, segments = simulated(rng, rng.integers(3, 30, 60), v=0.03, mean=40)
    together = gamma_poisson.fit(observed, expected, segments)
    for number in range(0, 60, 7):
        rows = group(segments, number)
        alone = gamma_poisson.fit(observed[rows], expected[rows], Segments.single(rows.stop - rows.start))
        assert_allclose(alone.v[0], together.v[number], rtol=1e-9)
        assert_allclose(alone.v_upper[0], together.v_upper[number], rtol=1e-9)


def test_the_scale_of_expected_events_does_not_matter():
    observed, expected, segments = simulated(np.random.default_rng(6), [8, 12], v=0.1, mean=50)
    once, scaled = (gamma_poisson.fit(observed, factor * expected, segments) for factor in (1.0, 1e4))
    assert_allclose(scaled.v, once.v, rtol=1e-8)
    assert_allclose(scaled.v_upper, once.v_upper, rtol=1e-8)
    assert_allclose(scaled.mu, once.mu / 1e4, rtol=1e-8)


def test_effective_counts_need_not_be_whole():
    observed, expected, segments = simulated(np.random.default_rng(7), [15], v=0.08, mean=40)
    near = gamma_poisson.fit(observed + 1e-7, expected, segments)
    whole = gamma_poisson.fit(observed, expected, segments)
    assert_allclose(near.v, whole.v, rtol=1e-5)
    assert np.isfinite(gamma_poisson.fit(observed * 0.83, expected, segments).v[0])


def test_equal_rates_give_exactly_zero_and_a_finite_upper_limit():
    expected = np.array([10.0, 20, 30, 40])
    found = gamma_poisson.fit(2 * expected, expected, Segments.single(4))
    assert found.v[0] == 0
    assert found.v_lower[0] == 0
    assert found.likelihood_ratio[0] == 0
    assert 0 < found.v_upper[0] < 1
    assert found.mu[0] == pytest.approx(2)


def test_two_areas_no_events_and_missing_counts_are_not_fitted():
    observed = np.array([3.0, 5, 0, 0, 0, 4, np.nan, 6, 4, 5, 6])
    segments = Segments.from_lengths([2, 3, 3, 3])
    found = gamma_poisson.fit(observed, np.ones(11), segments)
    assert_array_equal(np.isnan(found.v), [True, True, True, False])
    assert_array_equal(np.isnan(found.v_upper), [True, True, True, False])


def test_all_groups_unusable_is_no_error():
    found = gamma_poisson.fit(np.zeros(3), np.ones(3), Segments.single(3))
    assert np.isnan(found.v[0])
    assert np.isnan(found.mu[0])


def test_no_upper_limit_is_infinite_and_flagged():
    """One event in three areas says nothing about how far areas may differ."""
    found = gamma_poisson.fit(np.array([0.0, 0, 1]), np.ones(3), Segments.single(3))
    assert found.no_upper_limit[0]
    assert np.isinf(found.v_upper[0])
    assert found.v_lower[0] == 0


def test_the_higher_of_two_peaks_is_taken():
    """Areas two hundred times apart in size: a low peak at v = 0.07 lies below the case of no variation."""
    observed = np.array([506.0, 45, 62, 10])
    expected = np.array([380.89476951, 38.49410222, 54.79093364, 2.57427277])
    found = gamma_poisson.fit(observed, expected, Segments.single(4), level=None)
    peak, _, _ = oracle.fit(lambda v: oracle.gamma_criterion(observed, expected, v), 4.0, 100.0)
    assert_allclose(found.v[0], peak, rtol=2e-3)
    assert found.likelihood_ratio[0] > 0


def test_very_large_counts_keep_their_digits():
    """A tenth of a per cent of variation among ten million events each."""
    rng = np.random.default_rng(8)
    expected = np.full(2000, 1e7)
    observed = rng.poisson(expected * rng.normal(1, 1e-3, 2000)).astype(float)
    found = gamma_poisson.fit(observed, expected, Segments.single(2000))
    assert found.v_lower[0] < 1e-6 < found.v_upper[0]
    assert_allclose(found.v, (observed / expected).var() - 1e-7, rtol=0.01)


def test_level_may_be_fixed_or_free_and_words_are_checked():
    observed, expected, segments = simulated(np.random.default_rng(9), [20], v=0.05, mean=60)
    fixed, free = (gamma_poisson.fit(observed, expected, segments, rule=rule) for rule in ("fixed", "profile"))
    assert fixed.mu[0] == 1
    assert free.mu[0] == pytest.approx(1.2, rel=0.2)
    assert fixed.v[0] > free.v[0]
    with pytest.raises(OptionError, match="adjusted"):
        gamma_poisson.fit(observed, expected, segments, rule="adjust")
    with pytest.raises(OptionError):
        gamma_poisson.fit(observed, expected, segments, level=95)


def test_typical_gap_is_the_normal_one_where_variation_is_small():
    v = np.array([1e-2, 1e-4, 1e-6, 1e-8, 1e-9, 1e-12])
    gap = gamma_poisson.typical_gap(1 / v)
    assert_allclose(np.log(gap), np.sqrt(2 * v) * special.ndtri(0.75), rtol=1e-2)
    assert_allclose(np.log(gap[2:]), np.sqrt(2 * v[2:]) * special.ndtri(0.75), rtol=1e-6)


def test_typical_gap_at_the_ends():
    assert_array_equal(gamma_poisson.typical_gap(np.array([0.0, np.inf])), [np.inf, 1.0])
    assert np.isnan(gamma_poisson.typical_gap(np.array([np.nan]))[0])
    assert gamma_poisson.percentile_ratio(np.array([np.inf]))[0] == 1
