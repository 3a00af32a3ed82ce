"""Shares of true variation: what each part means, and where each limit comes from."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special

from scnvariation.stats import nested
from scnvariation.stats.nested_mover import share_limits
from scnvariation.stats.nested_need import need_variance, network_check
from scnvariation.stats.nested_prepare import prepare
from scnvariation.stats.nested_reml import restricted_fit

pytestmark = pytest.mark.filterwarnings("error")

Z = special.ndtri(0.975)


def planted(*, between=0.2, within=0.15, slope=(0.1,), n_networks=12, per_network=16, seed=1, mean=180.0):
    """Make counts of areas in networks, with what was planted in them."""
    generator = np.random.default_rng(seed)
    network = np.repeat(np.arange(n_networks), per_network)
    need = generator.normal(size=(network.size, len(slope)))
    expected = generator.lognormal(np.log(mean) - 0.18, 0.6, network.size)
    effects = between * generator.normal(size=n_networks)[network] + within * generator.normal(size=network.size)
    observed = generator.poisson(expected * np.exp(need @ np.array(slope) + effects)).astype(float)
    return observed, expected, network, need


def test_limits_hold_the_point_and_stay_within_0_and_1():
    found = nested.shares(*planted())
    parts = np.array([found.need, found.between, found.within])
    share = parts / parts.sum()
    for limits in (found.realised, found.population):
        assert (limits[:, 0] < share).all()
        assert (share < limits[:, 1]).all()
        assert (limits >= 0).all()
        assert (limits <= 1).all()
    assert (np.diff(found.realised) < np.diff(found.population)).all()


def test_the_same_seed_gives_the_same_limits():
    data = planted()
    one, same, other = (nested.shares(*data, draws=200, seed=seed) for seed in (3, 3, 4))
    assert_array_equal(one.realised, same.realised)
    assert (one.realised != other.realised).any()
    assert one.population.tolist() == other.population.tolist()


def test_draws_in_blocks_are_the_draws(monkeypatch):
    """Blocks bound the memory; their size may change the draws but not what they say."""
    data = planted()
    whole = nested.shares(*data, draws=4_000)
    monkeypatch.setattr("scnvariation.stats.nested_posterior.BLOCK", 192 * 100)
    assert_allclose(nested.shares(*data, draws=4_000).realised, whole.realised, atol=0.01)


def test_chance_and_reliability_by_hand():
    """Areas alike in size: 1/100 chance at the level of all, proportions 1/(n p (1 - p))."""
    observed = np.array([80.0, 120, 90, 110, 100, 100, 130, 70, 100, 100])
    found = nested.shares(observed, np.full(10, 100.0), np.repeat(np.arange(5), 2))
    level = nested.fit(observed, np.full(10, 100.0), np.repeat(np.arange(5), 2), restricted=True).coefficients[0]
    assert_allclose(found.chance, np.exp(-level) / 100)
    true = found.need + found.between + found.within
    assert_allclose([found.reliability, found.reliability_weighted], true / (true + found.chance))
    assert found.mean_expected == 100
    halves = nested.shares(observed, np.full(10, 200.0), np.repeat(np.arange(5), 2), family="binomial")
    assert_allclose(halves.chance, 1 / (200 * 0.25), rtol=1e-3)
    assert halves.mean_expected == 100


def test_weighted_chance_counts_large_areas_more():
    """Harmonic against arithmetic mean of the squared errors 1 and 4: 1.6 and 2.5."""
    value = np.array([0.0, 10, 3, 12, 5, 20])
    found = nested.shares(value, np.tile([1.0, 2.0], 3), np.repeat(np.arange(3), 2), family="normal")
    true = found.between + found.within
    assert_allclose(found.chance, 2.5)
    assert_allclose([found.reliability, found.reliability_weighted], [true / (true + 2.5), true / (true + 1.6)])
    assert np.isnan(found.mean_expected)


def test_without_covariates_need_is_nothing():
    observed, expected, network, _ = planted()
    found = nested.shares(observed, expected, network)
    assert found.need == 0
    assert np.isnan([found.explained, found.need_p]).all()
    assert found.realised[0].tolist() == [0, 0]
    assert found.slopes.size == 0


def test_a_part_that_is_not_there_has_lower_limit_0():
    found = nested.shares(*planted(between=0.0, slope=(0.0,), seed=4))
    assert found.between_at_zero
    assert found.need_at_zero
    assert found.realised[:2, 0].tolist() == [0, 0]
    assert found.population[:2, 0].tolist() == [0, 0]
    assert found.network_p > 0.05
    assert found.need_p > 0.05
    assert found.realised[1, 1] < 0.3


def test_with_one_covariate_the_limits_of_need_are_those_of_its_slope():
    observed, expected, network, need = planted()
    ready = prepare(observed, expected, network, need, "poisson")
    best = restricted_fit(ready.model, nested=True)
    part = need_variance(ready.model, best)
    found = nested.shares(observed, expected, network, need)
    slope, error, spread = found.slopes[0], found.slope_se[0], np.var(need)
    assert_allclose([part.lower, part.upper], (slope + Z * error * np.array([-1, 1])) ** 2 * spread)
    assert_allclose(part.point, (slope**2 - error**2) * spread)
    assert_allclose(found.need_p, 2 * special.ndtr(-slope / error))


def test_need_of_several_covariates():
    """Three slopes of .1, .05 and 0 on independent covariates of variance 1: .0125."""
    found = nested.shares(*planted(slope=(0.1, 0.05, 0.0), seed=3))
    assert_allclose(found.need, 0.0125, rtol=0.35)
    assert_allclose(found.slopes, [0.1, 0.05, 0], atol=3 * found.slope_se.max())
    assert found.slope_difference_p.shape == (3,)
    assert not found.need_at_zero


def test_chance_of_three_empty_slopes_is_taken_off():
    """Without correction the mean would be three squared standard errors."""
    points, errors = [], []
    for seed in range(20):
        found = nested.shares(*planted(slope=(0.0, 0.0, 0.0), seed=seed), draws=50)
        points.append(found.need)
        errors.append(np.square(found.slope_se).sum())
    assert np.mean(points) < 0.6 * np.mean(errors)


def test_explained_is_the_fall_of_the_restricted_variances():
    observed, expected, network, need = planted()
    crude = nested.fit(observed, expected, network, restricted=True)
    left = nested.fit(observed, expected, network, need, restricted=True)
    before = crude.sigma2_between + crude.sigma2_within
    found = nested.shares(observed, expected, network, need)
    assert_allclose(found.explained, 1 - (left.sigma2_between + left.sigma2_within) / before, rtol=1e-6)


def test_slopes_within_and_between_are_found_where_they_differ():
    """The slope is .1 among areas of a network and -.3 among networks."""
    generator = np.random.default_rng(8)
    network = np.repeat(np.arange(20), 15)
    mean = generator.normal(size=20)[network]
    inside = generator.normal(size=300)
    inside -= np.repeat(inside.reshape(20, 15).mean(axis=1), 15)
    effects = 0.1 * generator.normal(size=20)[network] + 0.1 * generator.normal(size=300)
    observed = generator.poisson(200 * np.exp(0.1 * inside - 0.3 * mean + effects)).astype(float)
    found = nested.shares(observed, np.full(300, 200.0), network, inside + mean)
    assert_allclose(found.slope_within, 0.1, atol=3 * found.slope_within_se[0])
    assert_allclose(found.slope_between, -0.3, atol=3 * found.slope_between_se[0])
    assert found.slope_difference_p[0] < 1e-6
    assert found.confounding[0] < -0.5


@pytest.mark.parametrize("kind", ["of the network", "of the area"])
def test_slopes_on_a_level_where_need_does_not_vary_are_unknown(kind):
    observed, expected, network, need = planted(n_networks=6, per_network=10)
    inside = need[:, 0] - np.repeat(need.reshape(6, 10).mean(axis=1), 10)
    found = nested.shares(observed, expected, network, network * 1.0 if kind == "of the network" else inside)
    assert np.isfinite([found.slopes, found.slope_se]).all()
    assert np.isnan([found.slope_within, found.slope_between, found.slope_difference_p]).all()


def test_units_of_a_covariate_travel_to_its_slopes_alone():
    observed, expected, network, need = planted()
    one, other = nested.shares(observed, expected, network, need), nested.shares(observed, expected, network, need * 50)
    assert_allclose(other.slopes * 50, one.slopes, rtol=1e-6)
    assert_allclose(other.slope_between_se * 50, one.slope_between_se, rtol=1e-5)
    assert_allclose(other.realised, one.realised, atol=1e-6)


def test_f_test_of_networks_is_the_analysis_of_variance():
    """Two networks of two values, means 1 and 11: F = 100/(4/2) = 50 on 1 and 2 degrees of freedom."""
    ready = prepare(np.array([0.0, 2, 10, 12]), np.full(4, 0.1), np.array([0, 0, 1, 1]), None, "normal")
    best = restricted_fit(ready.model, nested=True)
    assert_allclose(network_check(ready.model, best), 1 - np.sqrt(50 / 52))


def test_f_test_of_areas_that_agree_exactly_says_nothing():
    """Both sums of squares are rounding alone; their ratio once passed for evidence (P of 1e-9)."""
    found = nested.shares(np.full(20, 7.0), np.full(20, 50.0), np.repeat(np.arange(5), 4), family="binomial")
    assert np.isnan(found.network_check_p)
    assert found.network_p == 1


def test_shares_of_values_do_not_depend_on_their_unit():
    generator = np.random.default_rng(6)
    network = np.repeat(np.arange(8), 8)
    value = 3 * generator.normal(size=8)[network] + 4 * generator.normal(size=64)
    one = nested.shares(value, np.full(64, 2.0), network, family="normal")
    other = nested.shares(1000 * value - 5e5, np.full(64, 2000.0), network, family="normal")
    assert_allclose(other.between, 1e6 * one.between, rtol=1e-5)
    assert_allclose(other.realised, one.realised, atol=1e-5)
    assert_allclose(other.network_p, one.network_p, rtol=1e-5)


def test_fields_are_all_there():
    """What others build on."""
    assert {field.name for field in fields(nested.NestedShares)} >= {
        "chance", "need", "between", "within", "realised", "population", "reliability", "reliability_weighted",
        "explained", "network_p", "network_check_p", "need_p", "slopes", "slope_se", "slope_within",
        "slope_within_se", "slope_between", "slope_between_se", "slope_difference_p", "confounding", "need_at_zero",
        "between_at_zero", "n_areas", "n_networks", "mean_expected", "converged",
    }  # fmt: skip


# ---- limits of shares brought together


def test_a_part_against_a_rest_that_is_known_keeps_its_own_limits():
    """Part 2 (1 to 5), rest exactly 3: shares 1/4 and 5/8."""
    limits = share_limits(np.array([2.0, 3.0]), np.array([1.0, 3.0]), np.array([5.0, 3.0]))
    assert_allclose(limits[0], [1 / 4, 5 / 8])
    assert_allclose(limits[1], [3 / 8, 3 / 4])


def test_limits_of_two_shares_are_each_other_turned_round():
    limits = share_limits(np.array([2.0, 3.0]), np.array([1.0, 2.0]), np.array([5.0, 4.0]))
    assert_allclose(limits[0], 1 - limits[1, ::-1])


def test_parts_without_a_limit_leave_shares_without_one():
    limits = share_limits(np.array([2.0, 3.0]), np.array([0.0, 0.0]), np.array([np.inf, 4.0]))
    assert limits.tolist() == [[0.0, 1.0], [0.0, 1.0]]
