"""The normal model for means and estimates."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize, stats

from scnvariation.errors import OptionError
from scnvariation.stats import normal_normal
from scnvariation.stats.segments import Segments


def excess_q(tau2, value, se, goal):
    weight = 1 / (se**2 + tau2)
    mean = (weight * value).sum() / weight.sum()
    return (weight * (value - mean) ** 2).sum() - goal


def test_equal_errors_by_hand():
    """Sample variance 4, error variance 1; the limits are 2 x 4/chi-square - 1, quantiles of 2 df -2 ln p."""
    found = normal_normal.fit(np.array([8.0, 10, 12]), np.ones(3), Segments.single(3))
    assert_allclose(found.tau2, 3, rtol=1e-10)
    assert_allclose(found.tau2_lower, 8 / (-2 * np.log(0.025)) - 1, rtol=1e-10)
    assert_allclose(found.tau2_upper, 8 / (-2 * np.log(0.975)) - 1, rtol=1e-10)
    assert_allclose(found.mu, 10)


def test_unequal_errors_against_a_root_finder():
    rng = np.random.default_rng(1)
    segments = Segments.from_lengths([3, 9, 20])
    value, se = rng.normal(0, 2, 32), rng.uniform(0.2, 1.5, 32)
    found = normal_normal.fit(value, se, segments, level=0.9)
    for number, (start, n) in enumerate(zip(segments.starts, segments.lengths, strict=True)):
        rows = slice(start, start + n)
        goals = n - 1, stats.chi2(n - 1).ppf(0.95), stats.chi2(n - 1).ppf(0.05)
        ours = found.tau2[number], found.tau2_lower[number], found.tau2_upper[number]
        for goal, tau2 in zip(goals, ours, strict=True):
            excess = partial(excess_q, value=value[rows], se=se[rows], goal=goal)
            exact = optimize.brentq(excess, 0, 1e5, xtol=1e-14) if excess(0) > 0 else 0
            assert_allclose(tau2, exact, rtol=1e-8)


def test_values_no_further_apart_than_their_errors():
    found = normal_normal.fit(np.array([9.0, 10, 11]), np.full(3, 4.0), Segments.single(3))
    assert_array_equal([found.tau2, found.tau2_lower], [[0], [0]])
    assert_allclose(found.mu, 10)


def test_two_areas_are_not_fitted_and_no_interval_is_made_unasked():
    found = normal_normal.fit(np.arange(5.0), np.full(5, 0.1), Segments.from_lengths([2, 3]), level=None)
    assert_array_equal(np.isnan(found.tau2), [True, False])
    assert np.isnan(found.tau2_upper).all()
    with pytest.raises(OptionError):
        normal_normal.fit(np.arange(3.0), np.ones(3), Segments.single(3), level=95)


def test_typical_gap_is_half_of_the_time_exceeded():
    """P(|difference| < gap) for two draws of variance tau2 each."""
    gap = normal_normal.typical_gap(np.array([0.0, 0.25]))
    assert gap[0] == 0
    assert_allclose(2 * stats.norm(0, np.sqrt(0.5)).cdf(gap[1]) - 1, 0.5)
