"""Is SCV right on average? Known bias about the own level, none once corrected, and none about a level given."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from scnvariation.stats import spread
from scnvariation.stats.segments import Segments

SEED = 20131
DATA_SETS = 6_000
CELLS = [(12, 5, 0.0), (12, 5, 0.05), (12, 20, 0.05), (12, 100, 0.01), (44, 5, 0.05), (44, 20, 0.0)]


def sizes(n_areas, mean):
    """Spread sizes like a lognormal law with a standard deviation of 0.6."""
    raw = np.exp(0.6 * ndtri((np.arange(n_areas) + 0.5) / n_areas))
    return raw * mean / raw.mean()


def simulated(n_areas, mean, v, level=1.0):
    rng = np.random.default_rng((SEED, n_areas, mean, round(1000 * v)))
    expected = np.tile(sizes(n_areas, mean), DATA_SETS)
    rates = rng.gamma(1 / v, v, expected.size) if v else 1.0
    observed = rng.poisson(level * expected * rates).astype(float)
    return observed, expected, Segments.from_lengths(np.full(DATA_SETS, n_areas))


def within_three_errors(found, truth):
    error = found.std(ddof=1) / np.sqrt(found.size)
    return abs(found.mean() - truth) < 3 * error


@pytest.mark.parametrize(("n_areas", "mean", "v"), CELLS)
def test_unbiased_about_the_level_given(n_areas, mean, v):
    observed, expected, segments = simulated(n_areas, mean, v)
    assert within_three_errors(spread.scv(observed, expected, segments, about="given"), v)


@pytest.mark.parametrize(("n_areas", "mean", "v"), CELLS)
def test_uncorrected_about_the_own_level_it_is_low_by_the_formula(n_areas, mean, v):
    """By 1/sum O and v (2/I - sum p^2): the correction adds the one and divides by 1 less the other."""
    observed, expected, segments = simulated(n_areas, mean, v, level=1.25)
    own = spread.own_expected(observed, expected, segments)
    share = sizes(n_areas, mean) / (n_areas * mean)
    short = 1 / segments.sum(observed) + v * (2 / n_areas - (share**2).sum())
    assert within_three_errors(spread.scv(observed, own, segments, about="given") + short, v)


@pytest.mark.parametrize(("n_areas", "mean", "v"), CELLS)
def test_corrected_about_the_own_level_it_is_unbiased_at_any_level(n_areas, mean, v):
    observed, expected, segments = simulated(n_areas, mean, v, level=0.8)
    assert within_three_errors(spread.scv(observed, expected, segments), v)


@pytest.mark.parametrize("p", [0.1, 0.85])
def test_proportions_without_variation_have_none_on_average(p):
    """A chance variance of 1/E would give -0.25 at every p for 400 people in each area (SCV x 100)."""
    rng = np.random.default_rng((SEED, round(100 * p)))
    n = np.tile(np.round(sizes(12, 400)), DATA_SETS)
    x = rng.binomial(n.astype(int), p).astype(float)
    segments = Segments.from_lengths(np.full(DATA_SETS, 12))
    pooled = segments.sum(x) / segments.sum(n)
    assert within_three_errors(spread.scv(x, n * p, segments, chance=1 - p, about="given"), 0)
    assert within_three_errors(spread.scv(x, n, segments, chance=1 - pooled), 0)


def test_truncating_at_zero_invents_variation():
    """Why the sign is kept: the null mean of the truncated SCV is several hundredths with small counts."""
    observed, expected, segments = simulated(12, 5, 0.0)
    assert np.maximum(spread.scv(observed, expected, segments), 0).mean() > 0.025


def test_simulated_p_value_is_uniform_under_chance_alone():
    """Also with two expected events, where the chi-square law is no guide."""
    rng = np.random.default_rng(SEED)
    groups = 600
    expected = np.tile(sizes(12, 2), groups)
    observed = rng.poisson(expected).astype(float)
    segments = Segments.from_lengths(np.full(groups, 12))
    p = spread.chance(observed, expected, segments, seeds=range(groups), simulations=199).chi2_p
    for level in (0.05, 0.25, 0.5):
        error = np.sqrt(level * (1 - level) / groups)
        assert abs((p <= level).mean() - level) < 3 * error


def test_detectable_scv_is_exceeded_by_chance_one_time_in_twenty():
    observed, expected, segments = simulated(44, 20, 0.0)
    limit = spread.smallest_detectable_scv(expected, segments)
    rate = (spread.scv(observed, expected, segments, about="given") > limit).mean()
    assert 0.03 < rate < 0.08
