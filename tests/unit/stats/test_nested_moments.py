"""Variances between and within networks in closed form, for many groups at once."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from scnvariation.stats import nested
from scnvariation.stats.segments import Segments

pytestmark = pytest.mark.filterwarnings("error")


def test_four_areas_by_hand():
    """E = 100 each, rates .8 1 1 1.2, networks .9 and 1.1: Q_W = 4, Q_T = 8, within (4 - 2)/200 = .01.

    c_W = 300 and c_B = 200, so that between is (8 - 3 - 3)/200 = .01.
    """
    found = nested.moments(
        np.array([80.0, 100, 100, 120]), np.full(4, 100.0), Segments.single(4), np.array([0, 0, 1, 1])
    )
    assert_allclose(found.within, 0.01)
    assert_allclose(found.between, 0.01)
    assert_allclose([found.q_within, found.q_between], [[4], [4]])
    assert found.n_networks == 2


def test_groups_together_are_as_they_are_alone_in_any_order_of_rows():
    generator = np.random.default_rng(0)
    lengths = [12, 5, 30]
    observed, expected = generator.poisson(50, 47).astype(float), generator.uniform(20, 80, 47)
    network = generator.integers(0, 4, 47)
    together = nested.moments(observed, expected, Segments.from_lengths(lengths), network)
    for position, rows in enumerate(np.split(np.arange(47), np.cumsum(lengths)[:-1])):
        mixed = generator.permutation(rows)
        alone = nested.moments(observed[mixed], expected[mixed], Segments.single(rows.size), network[mixed])
        for one, other in zip(together, alone, strict=True):
            assert_allclose(one[position], other[0], rtol=1e-10)


def test_the_level_of_expected_counts_does_not_matter():
    generator = np.random.default_rng(0)
    observed, network = generator.poisson(50, 40).astype(float), np.arange(40) % 5
    one = nested.moments(observed, np.full(40, 50.0), Segments.single(40), network)
    other = nested.moments(observed, np.full(40, 3.0), Segments.single(40), network)
    assert_allclose([one.between, one.within], [other.between, other.within], rtol=1e-10)


def test_proportions_have_less_chance_variance():
    """Binomial data without true variation at p = .85: 0 on average with chance 1 - p, far below with 1."""
    generator = np.random.default_rng(1)
    groups = Segments.from_lengths([60] * 300)
    n = np.full(groups.n_rows, 200)
    events = generator.binomial(n, 0.85).astype(float)
    network = np.tile(np.arange(60) % 6, 300)
    found = nested.moments(events, n * 0.85, groups, network, chance=np.full(300, 0.15))
    for variance in (found.between, found.within):
        assert abs(variance.mean()) < 4 * variance.std() / np.sqrt(300)
    assert nested.moments(events, n * 0.85, groups, network).within.mean() < -0.004


def test_planted_variances_are_found_on_average():
    generator = np.random.default_rng(2)
    groups, network = Segments.from_lengths([120] * 200), np.tile(np.arange(120) // 10, 200)
    effects = 0.12 * generator.normal(size=(200, 12)).repeat(10, axis=1) + 0.15 * generator.normal(size=(200, 120))
    value = effects.ravel() + 0.1 * generator.normal(size=24_000)
    found = nested.moments_normal(value, np.full(24_000, 0.1), groups, network)
    for variance, truth in ((found.between, 0.0144), (found.within, 0.0225)):
        assert abs(variance.mean() - truth) < 4 * variance.std() / np.sqrt(200)


# ---- share between networks


def many_countries(between, n_groups=600, n_networks=12, per_network=10):
    """Make counts of many groups; variance .0225 within networks."""
    generator = np.random.default_rng(3)
    n_areas = n_networks * per_network
    network = np.tile(np.repeat(np.arange(n_networks), per_network), n_groups)
    expected = np.exp(generator.normal(5, 0.5, network.size))
    effects = np.sqrt(between) * generator.normal(size=(n_groups, n_networks)).repeat(per_network, axis=1).ravel()
    observed = generator.poisson(expected * np.exp(effects + 0.15 * generator.normal(size=network.size)))
    return observed.astype(float), expected, Segments.from_lengths([n_areas] * n_groups), network


@pytest.mark.parametrize("between", [0.0, 0.0144, 0.06])
def test_limits_of_the_share_cover(between):
    """At least 93 per cent, within what 600 groups can tell."""
    found = nested.between_share(*many_countries(between))
    truth = between / (between + 0.0225)
    covered = (found.lower <= truth) & (truth <= found.upper)
    assert covered.mean() > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 600)
    assert abs(np.median(found.share) - truth) < 0.05
    assert ((found.lower <= found.share) & (found.share <= found.upper)).all()


def test_share_by_hand():
    """Balanced and without chance to speak of: mean squares 200 between and 1/2 within, of rates in units of 1/1000.

    Limits of the variances come from F and chi-square quantiles: B = (200 - 1/2)/2, W = 1/2.
    """
    rate = 1 + np.array([9.5, 10.5, 19.5, 20.5, 29.5, 30.5]) / 1000
    network, size = np.array([0, 0, 1, 1, 2, 2]), np.full(6, 1e15)
    found = nested.between_share(rate * size, size, Segments.single(6), network)
    assert_allclose(found.share, 99.75 / 100.25, rtol=1e-5)
    assert 0.5 < found.lower < found.share < found.upper <= 1


def test_share_of_groups_together_is_as_alone():
    observed, expected, segments, network = many_countries(0.02, n_groups=3)
    together = nested.between_share(observed, expected, segments, network)
    for group in range(3):
        rows = np.arange(120)[::-1] + 120 * group
        alone = nested.between_share(observed[rows], expected[rows], Segments.single(120), network[rows])
        assert_allclose([column[group] for column in together], np.ravel(alone), rtol=1e-8)


def test_share_of_nothing_is_nan():
    observed = np.array([5.0, 9, 7, 12, 8, 3, 0, 0, 0, 0])
    network = np.array([0, 0, 1, 0, 1, 2, 0, 1, 2, 2])
    found = nested.between_share(observed, np.full(10, 7.0), Segments.from_lengths([3, 3, 4]), network)
    assert np.isnan(np.array(found)).all()


def test_equal_areas_have_no_share_but_all_is_open():
    found = nested.between_share(np.full(9, 50.0), np.full(9, 50.0), Segments.single(9), np.repeat(np.arange(3), 3))
    assert np.isnan(found.share[0])
    assert (found.lower[0], found.upper[0]) == (0, 1)


def test_what_cannot_be_split_is_nan():
    observed, expected = np.array([8.0, 12, 9, 11, 10, 14, 3, 0, 0]), np.full(9, 10.0)
    network = np.array([0, 0, 0, 0, 1, 2, 0, 0, 1])
    found = nested.moments(observed, expected, Segments.from_lengths([3, 3, 1, 2]), network)
    assert np.isfinite(found.within[:1]).all()
    assert np.isnan(found.between[0])  # one network
    assert np.isnan(found.within[1])  # one area each
    assert np.isnan([found.between[2], found.within[2]]).all()  # one area
    assert np.isnan([found.between[3], found.within[3]]).all()  # no event
