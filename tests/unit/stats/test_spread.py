"""Spread statistics: tables that can be checked in the head, edges, and faults found in other packages."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.errors import OptionError
from scnvariation.stats import spread
from scnvariation.stats.segments import Segments

THREE = Segments.single(3)
OBSERVED = np.array([80.0, 100.0, 120.0])
EXPECTED = np.full(3, 100.0)


def test_order_statistics_by_hand():
    panel = spread.rate_panel(OBSERVED / EXPECTED, THREE)
    assert_allclose(np.ravel(panel), [1.5, 0.4, 0.2, 1.18 / 0.82, 1.16 / 0.84, 1.1 / 0.9])


def test_the_panel_is_its_functions_one_by_one():
    rng = np.random.default_rng(1)
    segments = Segments.from_lengths(rng.integers(1, 30, 40))
    rate = rng.gamma(5, 0.2, segments.n_rows)
    panel = spread.rate_panel(rate, segments)
    assert_array_equal(panel.extremal_quotient, spread.extremal_quotient(rate, segments))
    assert_array_equal(panel.range, spread.rate_range(rate, segments))
    assert_array_equal(panel.iqr, spread.iqr(rate, segments))
    assert_array_equal(panel.p95_p5, spread.percentile_ratio(rate, segments, high=0.95, low=0.05))
    assert_array_equal(panel.p90_p10, spread.percentile_ratio(rate, segments, high=0.9, low=0.1))
    assert_array_equal(panel.p75_p25, spread.percentile_ratio(rate, segments, high=0.75, low=0.25))


def test_percentiles_are_those_of_numpy_and_r():
    rate = np.random.default_rng(2).gamma(5, 0.2, 57)
    ratio = spread.percentile_ratio(rate, Segments.single(57), high=0.9, low=0.1)[0]
    assert ratio == pytest.approx(np.quantile(rate, 0.9) / np.quantile(rate, 0.1), rel=1e-14)


def test_quotients_are_infinite_with_one_zero_and_missing_with_nothing_else():
    rate = np.array([0.0, 2.0, 4.0, 0.0, 0.0, 0.0])
    two = Segments.from_lengths([3, 3])
    assert_array_equal(spread.extremal_quotient(rate, two), [np.inf, np.nan])
    assert_array_equal(spread.percentile_ratio(rate, two, high=1.0, low=0.0), [np.inf, np.nan])
    assert_array_equal(spread.cv(rate, two), [1.0, np.nan])


def test_one_area_has_no_variation_to_measure():
    one, single = np.array([5.0]), Segments.single(1)
    assert_array_equal(spread.extremal_quotient(one, single), [1.0])
    statistic = spread.chi2(one, one, single)
    for missing in (
        spread.cv(one, single),
        spread.chi2_p(statistic, single.lengths),
        spread.dispersion_index(statistic, single.lengths),
        spread.i2(statistic, single.lengths),
        spread.tau2_moments(one, one, single),
        spread.scv(one, one, single),
    ):
        assert np.isnan(missing[0])


def test_no_events_give_missing_values_and_no_warning():
    nothing = np.zeros(3)
    for statistic in (
        spread.chi2,
        spread.tau2_moments,
        spread.cv_weighted,
        spread.theil,
        spread.theil_corrected,
        spread.mld,
        spread.gini,
    ):
        assert np.isnan(statistic(nothing, EXPECTED, THREE)[0]), statistic.__name__


def test_scv_about_the_own_level_is_the_variance_less_chance_where_sizes_are_equal():
    """The variance of 0.8, 1, 1.2 is 0.04; chance gives 1/100."""
    assert_allclose(spread.scv(OBSERVED, EXPECTED, THREE), 0.03)
    assert_allclose(spread.scv(OBSERVED, 7 * EXPECTED, THREE), 0.03)


def test_scv_about_the_level_given_counts_a_level_as_spread():
    assert_allclose(spread.scv(2 * EXPECTED, EXPECTED, THREE, about="given"), 1 - 0.01)
    assert_allclose(spread.scv(2 * EXPECTED, EXPECTED, THREE), -0.005)


def test_negative_scv_keeps_its_sign():
    """Others return nothing, and the mean of what is left is then too high."""
    observed, expected, five = np.array([8.0, 12, 10, 9, 11]), np.full(5, 10.0), Segments.single(5)
    assert_allclose(spread.scv(observed, expected, five, about="given"), -0.08)
    assert_allclose(spread.scv_mcpherson(observed, expected, five, about="given"), -0.07936, atol=5e-6)


def test_one_zero_leaves_the_logarithmic_form_undefined_in_its_own_group_only():
    observed, expected = np.array([0.0, 12, 10, 9, 11, 10]), np.full(6, 10.0)
    found = spread.scv_mcpherson(observed, expected, Segments.from_lengths([3, 3]))
    assert_array_equal(np.isnan(found), [True, False])


def test_scv_is_ruled_by_one_tiny_area():
    """One event where a hundredth is expected puts SCV x 100 in the thousands; moments and likelihood do not follow."""
    rng = np.random.default_rng(3)
    expected = np.append(np.full(149, 100.0), 0.01)
    observed = np.append(rng.poisson(100.0, 149), 1).astype(float)
    everyone = Segments.single(150)
    assert spread.scv(observed, expected, everyone)[0] > 10
    assert spread.tau2_moments(observed, expected, everyone)[0] < 0.02


def test_no_scv_of_proportions_at_any_level_when_areas_are_alike():
    """With a chance variance of 1/E a proportion of 0.85 has a negative SCV and nothing is ever found."""
    n = np.array([100.0, 200, 400])
    for p in (0.05, 0.5, 0.85):
        deviation = np.sqrt(p * (1 - p) / n)  # one standard deviation of chance in each area
        observed = n * p + n * deviation * np.array([1, -1, 1])
        found = spread.scv(observed, n * p, THREE, chance=1 - p, about="given")
        assert_allclose(found, 0, atol=1e-15)
        assert_allclose(spread.chi2(observed, n, THREE, chance=1 - p) < 3.01, True)


def test_words_are_checked():
    with pytest.raises(OptionError, match="given"):
        spread.scv(OBSERVED, EXPECTED, THREE, about="external")
    with pytest.raises(OptionError, match="given"):
        spread.scv_mcpherson(OBSERVED, EXPECTED, THREE, about="england")


def test_heterogeneity_by_hand():
    statistic = spread.chi2(OBSERVED, EXPECTED, THREE)
    assert_allclose(statistic, 8)
    assert_allclose(spread.chi2_p(statistic, THREE.lengths), np.exp(-4))
    assert_allclose(spread.dispersion_index(statistic, THREE.lengths), 4)
    assert_allclose(spread.i2(statistic, THREE.lengths), 0.75)
    assert_allclose(spread.tau2_moments(OBSERVED, EXPECTED, THREE), 0.03)
    assert_allclose(spread.cv_weighted(OBSERVED, EXPECTED, THREE), np.sqrt(8 / 300))


def test_chance_divides_chi_square_and_comes_off_the_moments():
    assert_allclose(spread.chi2(OBSERVED, EXPECTED, THREE, chance=0.5), 16)
    assert_allclose(spread.tau2_moments(OBSERVED, EXPECTED, THREE, chance=0.5), 7 / 200)
    per_group = np.array([1.0, 0.5])
    twice = np.tile(OBSERVED, 2), np.tile(EXPECTED, 2), Segments.from_lengths([3, 3])
    assert_allclose(spread.chi2(*twice, chance=per_group), [8, 16])
    assert_allclose(spread.scv(*twice, chance=per_group), [0.03, 0.035])


def test_moments_see_no_variation_where_chi_square_is_below_its_degrees_of_freedom():
    observed = np.array([99.0, 100, 101])
    assert spread.tau2_moments(observed, EXPECTED, THREE)[0] == 0
    assert spread.i2(spread.chi2(observed, EXPECTED, THREE), THREE.lengths)[0] == 0


def test_cochran_q_by_hand():
    value, se = np.array([8.0, 10.0, 13.0]), np.array([1.0, 1.0, 0.5])
    # weights 1, 1, 4 and mean (8 + 10 + 52)/6 = 35/3
    assert_allclose(spread.chi2_normal(value, se, THREE), (11 / 3) ** 2 + (5 / 3) ** 2 + 4 * (4 / 3) ** 2)


def test_inequality_by_hand():
    two = Segments.single(2)
    observed, expected = np.array([1.0, 3.0]), np.array([1.0, 1.0])
    assert_allclose(spread.theil(observed, expected, two), (0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert_allclose(spread.mld(observed, expected, two), -(np.log(0.5) + np.log(1.5)) / 2)
    assert_allclose(spread.gini(observed, expected, two), 0.25)
    assert np.isinf(spread.mld(np.array([0.0, 4.0]), expected, two)[0])


def test_gini_is_the_mean_difference_between_two_people():
    rng = np.random.default_rng(4)
    observed, expected = rng.poisson(5, 40).astype(float), rng.uniform(1, 9, 40)
    rate = observed / expected * expected.sum() / observed.sum()
    share = expected / expected.sum()
    pairs = np.abs(rate[:, None] - rate) * share[:, None] * share
    assert_allclose(spread.gini(observed, expected, Segments.single(40)), pairs.sum() / 2)


def test_theil_splits_for_several_groups_at_once():
    rng = np.random.default_rng(5)
    networks = Segments.from_lengths([4, 3, 5, 2, 6])
    groups = Segments.from_lengths([2, 3])
    observed, expected = rng.poisson(50, 20).astype(float), rng.uniform(30, 70, 20)
    split = spread.theil_split(observed, expected, networks, groups)
    assert_allclose(split.between + split.within, split.total)
    first = spread.theil_split(observed[:7], expected[:7], Segments.from_lengths([4, 3]), Segments.single(2))
    assert_allclose(np.array(split)[:, 0], np.ravel(first))


def test_a_proportion_needs_less_to_be_detectable_than_a_count():
    """The variance of a binomial count is smaller; the third-moment term follows from the law with n = 2."""
    p, n = 0.3, 2.0
    counts = np.arange(3)
    law = np.array([0.49, 0.42, 0.09])
    squared = (counts - n * p) ** 2 / (n * p) ** 2
    variance = law @ squared**2 - (law @ squared) ** 2
    # n = 2 lacks the binomial correction of the fourth moment: Var = 2 c^2 (1 - 1/n)... written out exactly here
    found = spread.smallest_detectable_scv(np.array([n * p]), Segments.single(1), chance=1 - p)[0]
    c = 1 - p
    exact = 2 * c**2 / (n * p) ** 2 + c * (1 - 6 * c * (1 - c)) / (n * p) ** 3
    assert_allclose(variance, exact, rtol=1e-12)
    assert_allclose(found, 1.645 * np.sqrt(exact), rtol=1e-12)
    many = np.full(12, 50.0)
    everyone = Segments.single(12)
    assert spread.smallest_detectable_scv(many, everyone, chance=c) < spread.smallest_detectable_scv(many, everyone)
