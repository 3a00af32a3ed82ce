"""Regression on need gives numbers or a reason for whatever areas and covariates, and never a warning."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose

from scnvariation.stats import need

FAMILIES = st.sampled_from(["poisson", "negative_binomial", "binomial", "normal"])


@st.composite
def regressions(draw):
    """Draw few areas with coarse covariates: repeated columns, empty areas and separation are common."""
    n_areas, n_covariates = draw(st.integers(1, 14)), draw(st.integers(0, 3))
    family = draw(FAMILIES)
    levels = draw(st.sampled_from([st.integers(0, 1), st.integers(-2, 2), st.floats(-1e3, 1e3)]))
    x = draw(arrays.arrays(np.float64, (n_areas, n_covariates), elements=levels))
    size = draw(arrays.arrays(np.float64, n_areas, elements=st.integers(1, 60)))
    count = draw(arrays.arrays(np.float64, n_areas, elements=st.integers(0, 60)))
    if draw(st.booleans()):
        count = np.where(count < 30, 0.0, count)
    return (np.minimum(count, size) if family == "binomial" else count), size, x, family


@settings(max_examples=150, deadline=None, derandomize=True)
@given(regressions())
def test_numbers_or_a_reason(problem):
    observed, size, x, family = problem
    found = need.fit(observed, size, x, family=family)
    assert found.coefficients.shape == (1 + x.shape[1],)
    assert found.expected.shape == observed.shape
    if found.trouble:
        assert np.isnan(found.coefficients).all()
        assert np.isnan(found.expected).all()
        return
    assert np.isfinite(found.coefficients).all()
    assert (found.standard_errors > 0).all()
    assert found.between >= 0
    assert_allclose(found.leverage.sum(), 1 + x.shape[1], rtol=1e-6)
    if family in ("poisson", "binomial"):
        assert (found.expected > 0).all()
        assert_allclose(found.expected.sum(), observed.sum(), rtol=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(regressions(), st.floats(0.01, 100))
def test_sizes_matter_up_to_a_factor_only(problem, factor):
    observed, size, x, family = problem
    if family in ("binomial", "normal"):
        return
    found = need.fit(observed, size, x, family=family)
    scaled = need.fit(observed, size * factor, x, family=family)
    assert scaled.trouble == found.trouble
    assert_allclose(scaled.expected, found.expected, rtol=1e-5, atol=1e-8)
    assert_allclose(scaled.between, found.between, rtol=1e-4, atol=1e-8)
