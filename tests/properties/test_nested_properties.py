"""What must not change the nested model: order, labels, units, sides; and what shares must always obey."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scnvariation.stats import nested
from scnvariation.stats.segments import Segments

pytestmark = pytest.mark.filterwarnings("error")
SETTINGS = settings(derandomize=True, max_examples=25, deadline=None)
TIGHT = {"rtol": 1e-4, "atol": 1e-6}  # the climb stops within some millionths of a standard error


@st.composite
def country(draw):
    """Draw counts of 12 to 60 areas in 3 to 6 networks with a covariate, true variances of any size."""
    generator = np.random.default_rng(draw(st.integers(0, 10_000)))
    n_networks = draw(st.integers(3, 6))
    n_areas = draw(st.integers(4, 10)) * n_networks
    between, within = draw(st.floats(0, 0.5)), draw(st.floats(0, 0.5))
    network = generator.permutation(np.arange(n_areas) % n_networks)
    need = generator.normal(size=n_areas)
    expected = np.exp(generator.normal(draw(st.floats(3, 6)), 0.5, n_areas))
    effects = between * generator.normal(size=n_networks)[network] + within * generator.normal(size=n_areas)
    observed = generator.poisson(expected * np.exp(0.2 * need + effects)).astype(float)
    observed[0] = max(observed[0], 1.0)
    return observed, expected, network, need


def close(one, other, *, slopes=1.0, shift=0.0):
    """Compare two fits, the second with coefficients in other units."""
    assert one.converged == other.converged
    assert_allclose(one.sigma2_between, other.sigma2_between, **TIGHT)
    assert_allclose(one.sigma2_within, other.sigma2_within, **TIGHT)
    assert_allclose(one.coefficients[0] - shift, other.coefficients[0], rtol=1e-4, atol=1e-5)
    assert_allclose(one.coefficients[1:] * slopes, other.coefficients[1:], rtol=1e-4, atol=1e-5)


@given(country(), st.booleans(), st.randoms(use_true_random=False))
@SETTINGS
def test_order_of_rows_and_labels_of_networks_change_nothing(data, restricted, random):
    observed, expected, network, need = data
    order = np.array(random.sample(range(observed.size), observed.size))
    labels = np.array(random.sample(range(100), 6))
    one = nested.fit(*data, restricted=restricted)
    other = nested.fit(observed[order], expected[order], labels[network[order]], need[order], restricted=restricted)
    close(one, other)
    assert_allclose(one.log_likelihood, other.log_likelihood, rtol=1e-9)
    assert_allclose(one.area_effects[order], other.area_effects, atol=1e-4)
    assert_allclose(
        one.network_effects[np.argsort(labels[: one.network_effects.size])], other.network_effects, atol=1e-4
    )


@given(country(), st.floats(1e-3, 1e3))
@SETTINGS
def test_the_scale_of_expected_counts_shifts_the_intercept_alone(data, factor):
    observed, expected, network, need = data
    one, other = nested.fit(*data), nested.fit(observed, expected * factor, network, need)
    close(one, other, shift=np.log(factor))
    assert_allclose(one.log_likelihood, other.log_likelihood, rtol=1e-9)


@given(country(), st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
@SETTINGS
def test_the_unit_of_a_covariate_rescales_its_slope_alone(data, factor, origin):
    observed, expected, network, need = data
    one = nested.fit(*data)
    other = nested.fit(observed, expected, network, factor * need + origin)
    assert_allclose(one.coefficients[1], factor * other.coefficients[1], rtol=1e-4, atol=1e-5)
    assert_allclose(one.sigma2_within, other.sigma2_within, **TIGHT)
    assert_allclose(one.log_likelihood, other.log_likelihood, rtol=1e-8)


@given(country())
@SETTINGS
def test_events_and_their_complement_mirror_each_other(data):
    observed, expected, network, need = data
    n = np.ceil(expected * 3 + observed)
    one = nested.fit(observed, n, network, need, family="binomial")
    other = nested.fit(n - observed, n, network, need, family="binomial")
    assert_allclose(one.coefficients, -other.coefficients, rtol=1e-4, atol=1e-5)
    assert_allclose(one.sigma2_between, other.sigma2_between, **TIGHT)
    assert_allclose(one.sigma2_within, other.sigma2_within, **TIGHT)
    assert_allclose(one.log_likelihood, other.log_likelihood, rtol=1e-8)


@given(country())
@SETTINGS
def test_a_likelihood_never_falls_with_a_covariate_more(data):
    observed, expected, network, _ = data
    assert nested.fit(*data).log_likelihood >= nested.fit(observed, expected, network).log_likelihood - 1e-6


@given(country(), st.sampled_from(["poisson", "binomial", "normal"]))
@SETTINGS
def test_shares_are_shares(data, family):
    """Variances of at least 0; limits in order, between 0 and 1, that leave room for a sum of 1."""
    observed, expected, network, need = data
    if family == "binomial":
        expected = np.ceil(expected * 3 + observed)
    if family == "normal":
        observed, expected = np.log((observed + 1) / expected), 1 / np.sqrt(expected)
    found = nested.shares(observed, expected, network, need, family=family, draws=100)
    assert found.converged
    assert min(found.need, found.between, found.within) >= 0
    assert found.chance > 0
    for limits in (found.realised, found.population):
        assert ((limits >= 0) & (limits <= 1)).all()
        assert (limits[:, 0] <= limits[:, 1]).all()
        assert limits[:, 0].sum() <= 1 + 1e-9
        assert limits[:, 1].sum() >= 1 - 1e-9
    assert 0 <= found.network_p <= 1
    assert found.between_at_zero == (found.realised[1, 0] == 0) == (found.population[1, 0] == 0)
    assert found.need_at_zero == (found.realised[0, 0] == 0) == (found.population[0, 0] == 0)
    assert 0 <= found.reliability <= 1


@given(country(), st.floats(0.01, 100))
@SETTINGS
def test_moments_keep_order_labels_and_scale(data, factor):
    observed, expected, network, _ = data
    one = nested.moments(observed, expected, Segments.single(observed.size), network)
    turned = slice(None, None, -1)
    other = nested.moments(
        observed[turned], expected[turned] * factor, Segments.single(observed.size), 9 - network[turned]
    )
    for first, second in zip(one, other, strict=True):
        assert_allclose(first, second, rtol=1e-8, atol=1e-10)
