"""The paired test finds a change that is not there in one of twenty data sets, and its interval holds the true change.

Areas persist (correlation .9 of their true rates) unless said otherwise. Bounds are four Monte-Carlo errors about what
is promised in docs/methods/change.md: size .04 to .06, coverage of at least .93, sizes of trajectories .04 to .06.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from scnvariation.stats import change, gamma_poisson
from scnvariation.stats.segments import Segments

LASTING = 0.9
NETWORKS = np.repeat(np.arange(12), [32, 20, 18, 9, 17, 16, 22, 11, 14, 19, 15, 18])


def two_periods(rng, n_areas, *, mean, v, data_sets, lasting=LASTING, proportion=None):
    """Draw data sets of two periods: gamma rates that last, sizes lognormal, the second period 5 per cent larger."""
    first = rng.standard_normal((data_sets, n_areas))
    second = lasting * first + np.sqrt(1 - lasting**2) * rng.standard_normal(first.shape)
    rates = [
        special.gammaincinv(1 / size, special.ndtr(normal)) * size if size else np.ones_like(normal)
        for size, normal in zip(v, (first, second), strict=True)
    ]
    expected = np.exp(rng.normal(0, 0.6, first.shape))
    expected *= mean / expected.mean(axis=1, keepdims=True)
    size = np.stack([expected, 1.05 * expected]).reshape(2, -1)
    true = np.stack(rates).reshape(2, -1)
    segments = Segments.from_lengths(np.full(data_sets, n_areas))
    if proportion is None:
        return rng.poisson(size * true).astype(float), size, segments
    people = np.rint(size / proportion) + 1
    return rng.binomial(people.astype(int), np.minimum(proportion * true, 1)).astype(float), people, segments


def size_of_test(rng, n_areas, data_sets, **how):
    observed, size, segments = two_periods(rng, n_areas, data_sets=data_sets, **how)
    chance = 1.0 if how.get("proportion") is None else 1 - segments.sum(observed) / segments.sum(size)
    return (change.paired_scv(observed, size, segments, chance=chance).p_value <= 0.05).mean()


@pytest.fixture(autouse=True)
def fewer_arrangements(request, monkeypatch):
    """Draw 999 arrangements in place of 9,999 but in the thorough study: a P-value then errs by .007 at .05."""
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr("scnvariation.stats.change_paired.SWAPS", 999)


def within(share, data_sets, low=0.04, high=0.06, errors=4):
    reach = errors * np.sqrt(0.05 * 0.95 / data_sets)
    return low - reach <= share <= high + reach


NOTHING, SOME, MUCH = (0.0, 0.0), (0.04, 0.04), (0.15, 0.15)
DAILY = [
    (9, 20, NOTHING, 2000),
    (12, 50, SOME, 2000),
    (12, 200, MUCH, 2000),
    (30, 10, SOME, 600),
    (150, 200, MUCH, 300),
]
THOROUGH = [
    (n_areas, mean, v, data_sets)
    for n_areas, data_sets in ((9, 6000), (12, 6000), (20, 1500), (30, 1500), (60, 1200), (150, 1000), (211, 1000))
    for mean, v in ((10, SOME), (20, NOTHING), (50, SOME), (100, (0.01, 0.01)), (200, MUCH))
]


@pytest.mark.parametrize(("n_areas", "mean", "v", "data_sets"), DAILY)
def test_the_paired_test_has_its_size(n_areas, mean, v, data_sets):
    found = size_of_test(np.random.default_rng(31), n_areas, data_sets, mean=mean, v=v)
    assert within(found, data_sets)


@pytest.mark.slow
@pytest.mark.parametrize(("n_areas", "mean", "v", "data_sets"), THOROUGH)
def test_the_paired_test_has_its_size_everywhere(n_areas, mean, v, data_sets):
    found = size_of_test(np.random.default_rng(32), n_areas, data_sets, mean=mean, v=v)
    assert within(found, data_sets, errors=3)


@pytest.mark.parametrize(
    ("n_areas", "data_sets", "how"),
    [
        (12, 2000, {"mean": 50, "v": SOME, "proportion": 0.15}),
        (12, 2000, {"mean": 50, "v": SOME, "lasting": 0.0}),
        (30, 600, {"mean": 50, "v": SOME, "proportion": 0.15}),
    ],
)
def test_its_size_holds_for_proportions_and_for_areas_that_do_not_last(n_areas, data_sets, how):
    assert within(size_of_test(np.random.default_rng(33), n_areas, data_sets, **how), data_sets)


def test_it_finds_a_halving_of_the_variance_in_england():
    """150 areas of 200 events, SCV x 100 from 4 to 2: found nearly always; 12 areas find it in a fifth of data sets."""
    rng = np.random.default_rng(34)
    assert size_of_test(rng, 150, 60, mean=200, v=(0.04, 0.02)) > 0.95
    assert 0.1 < size_of_test(rng, 12, 1000, mean=200, v=(0.04, 0.02)) < 0.4


@pytest.mark.parametrize("n_areas", [9, 12, 32])
@pytest.mark.parametrize("v", [(0.04, 0.04), (0.04, 0.01), (0.02, 0.08)])
def test_the_interval_of_the_change_holds_the_true_one(n_areas, v):
    data_sets = 600
    observed, size, segments = two_periods(np.random.default_rng(35), n_areas, mean=100, v=v, data_sets=data_sets)
    fits = [gamma_poisson.fit(observed[t], size[t], segments) for t in (0, 1)]
    lasting = change.persistence(observed, size, segments, variance=np.stack([fit.v for fit in fits]))
    _, lower, upper = change.difference(
        *((fit.v, fit.v_lower, fit.v_upper) for fit in fits), correlation=lasting.estimates
    )
    held = ((lower <= v[1] - v[0]) & (v[1] - v[0] <= upper)).mean()
    assert held > 0.93 - 4 * np.sqrt(0.05 * 0.95 / data_sets)


def networks_in_two_periods(rng, mean, moving, shift=0.0):
    """Draw 211 areas in 12 networks that last, in which areas change by `moving` (variance of each period)."""
    expected = np.exp(rng.normal(0, 0.6, NETWORKS.size))
    expected *= mean / expected.mean()
    lasting = rng.normal(0, 0.1, 12)[NETWORKS] + rng.normal(0, 0.2, NETWORKS.size)
    change_of_first = np.stack([np.zeros(NETWORKS.size), shift * (NETWORKS == 0)])
    log_rate = lasting + rng.normal(0, np.sqrt(moving), (2, NETWORKS.size)) + change_of_first
    size = np.stack([expected, 1.05 * expected])
    return rng.poisson(size * np.exp(log_rate)) / size, size


@pytest.mark.parametrize("moving", [0.0, 0.01, 0.04])
@pytest.mark.parametrize("mean", [20, 200])
def test_trajectories_have_their_size(mean, moving):
    """Networks and areas that differ for good do not make a change; areas that change by themselves do not either."""
    rng = np.random.default_rng(36)
    found = [change.trajectories(*networks_in_two_periods(rng, mean, moving), NETWORKS).p_value for _ in range(250)]
    assert within(np.mean(np.stack(found) < 0.05), 250 * 12, errors=4)


def test_trajectories_find_what_they_say_they_would():
    """A change of the smallest detectable size is found in four of five data sets."""
    rng = np.random.default_rng(37)
    data_sets = 250
    found = [change.trajectories(*networks_in_two_periods(rng, 100, 0.01), NETWORKS) for _ in range(30)]
    detectable = np.mean([one.smallest_detectable[0] for one in found])
    moved = [
        change.trajectories(*networks_in_two_periods(rng, 100, 0.01, shift=detectable), NETWORKS).p_value[0] < 0.05
        for _ in range(data_sets)
    ]
    assert abs(np.mean(moved) - 0.8) < 4 * np.sqrt(0.16 / data_sets)


@pytest.mark.parametrize("moving", [0.0, 0.04])
def test_the_most_extreme_network_comes_back_as_far_as_said(moving):
    """Nothing changes for good, yet the highest network of the baseline falls: as far as expected, on average."""
    rng = np.random.default_rng(38)
    fell, expected = [], []
    for _ in range(300):
        found = change.trajectories(*networks_in_two_periods(rng, 20, moving), NETWORKS)
        highest = np.argmax(found.ratio_baseline)
        fell.append(found.change[highest])
        expected.append(found.expected_change[highest])
    assert np.mean(fell) < 0
    assert abs(np.mean(fell) - np.mean(expected)) < 4 * np.std(fell) / np.sqrt(300)
