"""What must not change spread statistics: order, scale, company, side; and what they must always obey."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scnvariation.stats import beta_binomial, gamma_poisson, normal_normal, spread
from scnvariation.stats.segments import Segments

pytestmark = pytest.mark.filterwarnings("error")
SETTINGS = settings(derandomize=True, max_examples=60, deadline=None)


@st.composite
def counts(draw, most=10_000):
    """Observed and expected events of 3 to 25 areas, at least one event."""
    n = draw(st.integers(3, 25))
    observed = draw(st.lists(st.integers(0, most), min_size=n, max_size=n).filter(any))
    expected = draw(st.lists(st.floats(0.5, 1e4), min_size=n, max_size=n))
    return np.array(observed, dtype=float), np.array(expected)


STATISTICS = {
    "cv_weighted": spread.cv_weighted,
    "scv": spread.scv,
    "chi2": spread.chi2,
    "tau2_moments": spread.tau2_moments,
    "theil": spread.theil,
    "mld": spread.mld,
    "gini": spread.gini,
}


@SETTINGS
@given(counts(), st.floats(1e-3, 1e3))
def test_the_scale_of_expected_events_does_not_matter_about_the_own_level(data, factor):
    observed, expected = data
    everyone = Segments.single(observed.size)
    for name, statistic in STATISTICS.items():
        once, scaled = statistic(observed, expected, everyone), statistic(observed, factor * expected, everyone)
        assert_allclose(scaled, once, rtol=1e-9, atol=1e-12, err_msg=name)


@SETTINGS
@given(counts(), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(data, shuffler):
    observed, expected = data
    order = list(range(observed.size))
    shuffler.shuffle(order)
    everyone = Segments.single(observed.size)
    for name, statistic in STATISTICS.items():
        ours, turned = statistic(observed, expected, everyone), statistic(observed[order], expected[order], everyone)
        assert_allclose(turned, ours, rtol=1e-9, atol=1e-12, err_msg=name)


@SETTINGS
@given(counts(), counts())
def test_another_group_leaves_a_group_alone(first, second):
    observed, expected = (np.concatenate(pair) for pair in zip(first, second, strict=True))
    both = Segments.from_lengths([first[0].size, second[0].size])
    for name, statistic in STATISTICS.items():
        alone = statistic(*first, Segments.single(first[0].size))
        assert_allclose(statistic(observed, expected, both)[:1], alone, rtol=1e-12, err_msg=name)


@SETTINGS
@given(counts())
def test_bounds(data):
    observed, expected = data
    everyone = Segments.single(observed.size)
    panel = spread.rate_panel(observed / expected, everyone)
    assert 0 <= spread.gini(observed, expected, everyone)[0] < 1
    assert spread.theil(observed, expected, everyone)[0] >= -1e-12
    assert spread.tau2_moments(observed, expected, everyone)[0] >= 0
    assert 0 <= spread.i2(spread.chi2(observed, expected, everyone), everyone.lengths)[0] <= 1
    quotients = [panel.p75_p25[0], panel.p90_p10[0], panel.p95_p5[0], panel.extremal_quotient[0]]
    defined = [one for one in quotients if not np.isnan(one)]
    assert defined == sorted(defined)


@SETTINGS
@given(counts())
def test_theil_is_the_likelihood_ratio_statistic_of_equal_rates(data):
    observed, expected = data
    level = expected * observed.sum() / expected.sum()
    some = observed > 0
    g2 = 2 * (observed[some] * np.log(observed[some] / level[some])).sum()
    theil = spread.theil(observed, expected, Segments.single(observed.size))
    assert_allclose(theil, g2 / (2 * observed.sum()), rtol=1e-9, atol=1e-12)


@SETTINGS
@given(counts(most=300))
def test_gamma_poisson_interval_holds_its_estimate(data):
    observed, expected = data
    found = gamma_poisson.fit(observed, expected, Segments.single(observed.size))
    assert 0 <= found.v_lower[0] <= found.v[0] <= found.v_upper[0]
    assert found.likelihood_ratio[0] >= 0
    assert (found.v[0] == 0) == (found.likelihood_ratio[0] == 0)
    assert found.no_upper_limit[0] == np.isinf(found.v_upper[0])


@SETTINGS
@given(counts(most=300))
def test_a_wider_level_gives_a_wider_interval(data):
    observed, expected = data
    everyone = Segments.single(observed.size)
    narrow, wide = (gamma_poisson.fit(observed, expected, everyone, level=level) for level in (0.8, 0.998))
    assert wide.v_lower[0] <= narrow.v_lower[0] * (1 + 1e-6)
    assert wide.v_upper[0] >= narrow.v_upper[0] * (1 - 1e-6)


@SETTINGS
@given(counts(most=200), st.integers(1, 200))
def test_median_odds_ratio_has_no_side(data, more):
    x, _ = data
    n = x + more
    everyone = Segments.single(x.size)
    adverse, good = beta_binomial.fit(x, n, everyone, level=None), beta_binomial.fit(n - x, n, everyone, level=None)
    gaps = [beta_binomial.typical_gap(*beta_binomial.shapes(fit.mu, fit.rho)) for fit in (adverse, good)]
    assert_allclose(gaps[1], gaps[0], rtol=1e-5)
    assert gaps[0][0] >= 1


@SETTINGS
@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 10)), min_size=3, max_size=20), st.floats(-100, 100))
def test_normal_fit_moves_with_the_values(pairs, shift):
    value, se = np.array(pairs).T
    everyone = Segments.single(value.size)
    here, there = (normal_normal.fit(value + by, se, everyone) for by in (0, shift))
    assert_allclose(there.tau2, here.tau2, rtol=1e-6, atol=1e-6)
    assert_allclose(there.mu, here.mu + shift, rtol=1e-6, atol=1e-6)
    assert here.tau2_lower[0] <= here.tau2[0] <= here.tau2_upper[0]


@SETTINGS
@given(st.floats(0.02, 1e6), st.floats(0.02, 1e6))
def test_gaps_are_one_or_more_and_shrink_as_areas_grow_alike(a, b):
    shape, other = np.array([a, 2 * a]), np.array([b, 2 * b])
    odds, rate = beta_binomial.typical_gap(shape, other), gamma_poisson.typical_gap(shape)
    assert odds[0] >= odds[1] >= 1
    assert rate[0] >= rate[1] >= 1
