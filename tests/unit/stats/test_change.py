"""Change between two periods: against a slow loop over arrangements, by hand, and by what must not change it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.errors import OptionError
from scnvariation.stats import change, spread
from scnvariation.stats.segments import Segments


def simulated(n_areas, *, v=0.04, mean=60.0, seed=7):
    """Draw two periods of areas that keep their rates, the second with fewer events and another level."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(1 / v, v, n_areas)
    expected = mean * np.exp(rng.normal(0, 0.6, (2, n_areas))) * np.array([[1.0], [0.9]])
    return rng.poisson(expected * rate * np.array([[1.0], [0.8]])).astype(float), expected


def every_arrangement(observed, expected, chance):
    """Compute the change of SCV with every choice of areas swapped, relative rates and sizes together."""
    one = Segments.single(observed.shape[1])
    size = expected * (observed.sum(axis=1) / expected.sum(axis=1))[:, None]
    changes = []
    for swap in product([False, True], repeat=observed.shape[1]):
        first = np.where(swap, observed[::-1], observed), np.where(swap, size[::-1], size)
        scv = [spread.scv(first[0][t], first[1][t], one, chance=chance)[0] for t in (0, 1)]
        changes.append(scv[1] - scv[0])
    return np.array(changes)


@pytest.mark.parametrize("chance", [1.0, 0.8])
@pytest.mark.parametrize("n_areas", [3, 6, 8])
def test_p_value_is_the_share_of_all_arrangements_with_so_large_a_change(n_areas, chance):
    observed, expected = simulated(n_areas)
    changes = every_arrangement(observed, expected, chance)
    found = change.paired_scv(observed, expected, Segments.single(n_areas), chance=chance)
    assert_allclose(found.change, changes[0], rtol=1e-12)
    assert found.p_value[0] == np.mean(np.abs(changes) >= np.abs(changes[0]) * (1 - 1e-9))


def test_each_period_has_the_scv_of_the_panel():
    """Own level, own correction for size, own chance variance: what a variation table shows of the same rows."""
    observed, expected = simulated(20)
    found = change.paired_scv(observed, expected, Segments.single(20), chance=np.array([[0.9], [0.7]]))
    one = Segments.single(20)
    assert_allclose(found.baseline, spread.scv(observed[0], expected[0], one, chance=0.9))
    assert_allclose(found.current, spread.scv(observed[1], expected[1], one, chance=0.7))
    assert_allclose(found.change, found.current - found.baseline)


def test_three_areas_by_hand():
    """SCV (0.08/3 - 0.01 + 1/300)/(2/3) = 0.03, then -0.01; the arrangement found and its mirror are 2 of 4."""
    observed = np.array([[80.0, 100, 120], [100, 100, 100]])
    found = change.paired_scv(observed, np.full((2, 3), 100.0), Segments.single(3))
    assert_allclose([found.baseline[0], found.current[0], found.p_value[0]], [0.03, -0.01, 0.5], rtol=1e-12)


def test_values_by_hand():
    """Sample variance 4, 9 less mean squared errors 1, 4: tau2 3 and 5."""
    value = np.array([[8.0, 10, 12], [7, 10, 13]])
    se = np.array([[1.0, 1, 1], [2, 2, 2]])
    found = change.paired_tau2(value, se, Segments.single(3))
    assert_allclose([found.baseline[0], found.current[0], found.change[0]], [3, 5, 2], rtol=1e-12)


def test_a_change_of_level_alone_is_no_change():
    """Every rate doubles: relative to its level nothing moved."""
    observed, expected = simulated(9)
    found = change.paired_scv(
        np.stack([observed[0], observed[0]]), np.stack([expected[0], expected[0] / 2]), Segments.single(9)
    )
    assert_allclose(found.change, 0, atol=1e-15)
    assert_array_equal(found.p_value, 1.0)


def test_order_and_scale_of_areas_do_not_matter():
    observed, expected = simulated(11)
    found = change.paired_scv(observed, expected, Segments.single(11))
    turned = change.paired_scv(observed[:, ::-1], 50 * expected[:, ::-1], Segments.single(11))
    assert_allclose(turned.change, found.change, rtol=1e-10)
    assert_array_equal(turned.p_value, found.p_value)


def test_exchanging_the_periods_turns_the_sign_only():
    observed, expected = simulated(13)
    found = change.paired_scv(observed, expected, Segments.single(13))
    turned = change.paired_scv(observed[::-1], expected[::-1], Segments.single(13))
    assert_allclose(turned.change, -found.change)
    assert_array_equal(turned.p_value, found.p_value)


def test_groups_do_not_see_each_other():
    """A group among others, drawn arrangements included, has the P-value that it has alone."""
    observed, expected = simulated(60)
    lengths = [5, 40, 2, 13]
    together = change.paired_scv(observed, expected, Segments.from_lengths(lengths), seed=3)
    alone = change.paired_scv(observed[:, 5:45], expected[:, 5:45], Segments.single(40), seed=3)
    assert together.p_value[1] == alone.p_value[0]
    assert np.isnan(together.p_value[2])  # two areas
    assert np.isfinite(together.p_value[[0, 1, 3]]).all()


def test_drawn_arrangements_agree_with_all_of_them(monkeypatch):
    """Fourteen areas have 8,192 arrangements; 999 drawn ones must say nearly the same."""
    observed, expected = simulated(14, seed=5)
    every = change.paired_scv(observed, expected, Segments.single(14)).p_value[0]
    monkeypatch.setattr("scnvariation.stats.change_paired.SWAPS", 999)
    drawn = change.paired_scv(observed, expected, Segments.single(14)).p_value[0]
    assert abs(drawn - every) < 4 * np.sqrt(every * (1 - every) / 1000)


def test_a_seed_gives_one_answer():
    observed, expected = simulated(30)
    one, same, other = (
        change.paired_scv(observed, expected, Segments.single(30), seed=seed).p_value[0] for seed in (1, 1, 2)
    )
    assert one == same
    assert abs(other - one) < 0.03


def test_without_events_there_is_no_test():
    found = change.paired_scv(np.array([[0.0] * 4, [3, 4, 5, 6]]), np.full((2, 4), 10.0), Segments.single(4))
    assert np.isnan(found.p_value[0])


def test_a_very_small_area_swapped_into_nothing_counts_as_large():
    """All events in one area: an arrangement may leave a period without any, and is then not called smaller."""
    observed = np.array([[9.0, 0, 0, 0], [0, 0, 0, 9.0]])
    found = change.paired_scv(observed, np.full((2, 4), 10.0), Segments.single(4))
    assert 0 < found.p_value[0] <= 1


def test_difference_of_intervals_by_hand():
    """MOVER with r = 0.5: below 3 - sqrt(9 + 4 - 6), above 3 + sqrt(9 + 1 - 3)."""
    baseline = tuple(np.array([x], dtype=float) for x in (2, 1, 4))
    current = tuple(np.array([x], dtype=float) for x in (5, 2, 8))
    found = change.difference(baseline, current, np.array([0.5]))
    assert_allclose([part[0] for part in found], [3, 3 - np.sqrt(7), 3 + np.sqrt(7)])


def test_an_infinite_limit_stays_infinite():
    """Even with estimates that move together nothing bounds what one of them does not bound."""
    baseline = tuple(np.array([x], dtype=float) for x in (2, 1, np.inf))
    current = tuple(np.array([x], dtype=float) for x in (5, 2, np.inf))
    _, lower, upper = change.difference(baseline, current, np.array([0.9]))
    assert lower[0] == -np.inf
    assert upper[0] == np.inf


def test_persistence_takes_chance_out():
    """Persistence of .8 with about 40 events an area: observed rates correlate by less than a half."""
    rng = np.random.default_rng(2)
    n_areas = 4_000
    common = rng.standard_normal(n_areas)
    effects = np.sqrt(0.04) * np.stack([common, 0.8 * common + 0.6 * rng.standard_normal(n_areas)])
    expected = np.full((2, n_areas), 40.0)
    observed = rng.poisson(expected * np.exp(effects - 0.02)).astype(float)
    found = change.persistence(observed, expected, Segments.single(n_areas), variance=np.full((2, 1), np.expm1(0.04)))
    assert np.corrcoef(observed)[0, 1] < 0.55
    assert_allclose(found.effects, 0.8, atol=0.06)
    assert_allclose(found.estimates, 0.8**2 * (0.0408 / (0.0408 + 0.025)) ** 2, atol=0.05)


def test_persistence_stays_between_nothing_and_all():
    """Rates that exchange places give a negative product; rates alike give one above the variances."""
    observed = np.array([[80.0, 100, 120], [120, 100, 80]])
    size, one = np.full((2, 3), 100.0), Segments.single(3)
    against = change.persistence(observed, size, one, variance=np.full((2, 1), 0.01))
    alike = change.persistence(observed[[0, 0]], size, one, variance=np.full((2, 1), 0.01))
    nothing = change.persistence(observed, size, one, variance=np.array([[0.0], [0.01]]))
    assert (against.effects[0], alike.effects[0], nothing.effects[0]) == (0, 1, 0)
    assert (against.estimates[0], nothing.estimates[0]) == (0, 0)


TWO = np.array([0, 0, 1, 1])


def test_a_trajectory_by_hand():
    """0.2/0.1 becomes 0.1/0.1 on 400, 200, 200 and 200 events: -ln 2, error sqrt(1/400 + 3/200), t on 2 df 4.3027."""
    rate = np.array([[0.2, 0.2, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]])
    found = change.trajectories(rate, np.full((2, 4), 1000.0), TWO)
    reach = 4.302653 * np.sqrt(0.0175)
    assert found.change_variance == 0
    assert_allclose([found.ratio_baseline[0], found.ratio_current[0]], [2, 1])
    assert_allclose([found.lower[0], found.upper[0]], [-np.log(2) - reach, -np.log(2) + reach], rtol=1e-6)


def test_chance_of_proportions_is_binomial():
    """(1 - p)/(n p): 0.8/400 + 0.9/200 in place of 1/400 + 1/200."""
    rate = np.array([[0.2, 0.2, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]])
    found = change.trajectories(rate, np.full((2, 4), 1000.0), TWO, family="binomial")
    reach = 4.302653 * np.sqrt(0.8 / 400 + 3 * 0.9 / 200)
    assert_allclose(found.upper[0], -np.log(2) + reach, rtol=1e-6)


def test_values_are_weighted_by_precision():
    """Equal errors of 1 on means of 10: the level of two areas has variance 1/2, relative 1/200."""
    value = np.array([[10.0, 10, 10, 10], [12, 12, 10, 10]])
    found = change.trajectories(value, np.ones((2, 4)), TWO, family="normal")
    sd = np.sqrt(1 / 200 * 3 + 1 / 288)
    assert_allclose(found.change[0], np.log(1.2))
    assert_allclose(found.upper[0] - found.change[0], 4.302653 * sd, rtol=1e-6)


def test_what_lasts_in_an_area_cancels():
    """Areas far apart that stay what they are: as narrow as areas that are alike."""
    network = np.repeat(np.arange(4), 5)
    far = np.tile([0.05, 0.1, 0.2, 0.4, 0.8], 4)
    weight = np.stack([1e5 / far, 1e5 / far])
    found = change.trajectories(np.stack([far, far]), weight, network)
    assert found.change_variance == 0
    assert np.abs(found.change).max() < 1e-12
    assert (found.upper < 0.02).all()


def test_areas_that_change_widen_every_interval():
    """Half of the areas go up, half down by a tenth: a variance of about 0.01 x 4 that no single network shows."""
    network = np.repeat(np.arange(4), 6)
    sign = np.tile([1.0, -1.0], 12)
    rate = np.stack([0.1 * (1 - 0.1 * sign), 0.1 * (1 + 0.1 * sign)])
    found = change.trajectories(rate, np.full((2, 24), 1e6), network)
    assert_allclose(found.change_variance, 0.04 * 6 / 5, rtol=0.01)  # 6/5: about the mean of six
    assert (found.p_value > 0.9).all()


def test_areas_in_no_network_are_in_every_rest_of_england():
    rate = np.array([[0.2, 0.2, 0.1, 0.1, 0.4], [0.2, 0.2, 0.1, 0.1, 0.4]])
    found = change.trajectories(rate, np.full((2, 5), 100.0), np.array([0, 0, 1, 1, -1]))
    assert_allclose(found.ratio_baseline, [0.2 / 0.2, 0.1 / (0.8 / 3)])


def test_order_of_areas_does_not_matter_to_trajectories():
    rng = np.random.default_rng(4)
    rate, weight = rng.gamma(20, 0.005, (2, 30)), rng.uniform(100, 900, (2, 30))
    network = rng.integers(0, 4, 30)
    order = rng.permutation(30)
    one = change.trajectories(rate, weight, network)
    other = change.trajectories(rate[:, order], weight[:, order], network[order])
    assert_allclose(other.p_value, one.p_value, rtol=1e-10)
    assert_allclose(other.expected_change, one.expected_change, rtol=1e-10)


def test_regression_to_the_mean_brings_extremes_back():
    """Three networks of one event rate: all that is seen at the baseline is chance, and none of it lasts."""
    rate = np.array([[0.11, 0.11, 0.10, 0.10, 0.09, 0.09]] * 2)
    found = change.trajectories(rate, np.full((2, 6), 100.0), np.array([0, 0, 1, 1, 2, 2]))
    assert_allclose(found.expected_change, -np.log(found.ratio_baseline))


def test_two_networks_are_too_few_for_regression_to_the_mean():
    rate = np.array([[0.2, 0.2, 0.1, 0.1]] * 2)
    assert np.isnan(change.trajectories(rate, np.full((2, 4), 1000.0), TWO).expected_change).all()


@pytest.mark.parametrize(
    ("rate", "network"),
    [
        ([[0.0, 0.0, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]], TWO),  # no event at the baseline: no logarithm
        ([[0.1, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]], np.zeros(4, dtype=int)),  # no rest of England
        ([[0.1, 0.1], [0.1, 0.1]], np.array([0, 1])),  # one area each: how areas change is not known
    ],
)
def test_what_cannot_be_compared_is_missing(rate, network):
    rate = np.array(rate)
    found = change.trajectories(rate, np.full(rate.shape, 1000.0), network)
    assert np.isnan(found.p_value[0])
    assert np.isnan(found.lower[0])


def test_an_unknown_family_is_refused():
    with pytest.raises(OptionError, match="family='gamma' is not known"):
        change.trajectories(np.ones((2, 2)), np.ones((2, 2)), np.array([0, 1]), family="gamma")
