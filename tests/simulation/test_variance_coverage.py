"""How often intervals of the variance between areas hold the truth: never below 93 per cent in small groups."""

from __future__ import annotations

import numpy as np
import pytest

from scnvariation.stats import beta_binomial, gamma_poisson, normal_normal
from scnvariation.stats.segments import Segments

SEED = 20131
DATA_SETS = 3_000


def covered(truth, lower, upper):
    return float(((lower <= truth) & (truth <= upper)).mean())


@pytest.mark.parametrize(("n_areas", "v", "mean"), [(9, 0.04, 100), (9, 0.15, 100), (12, 0.04, 20), (32, 0.04, 400)])
def test_gamma_poisson(n_areas, v, mean):
    """Published for this method: .946 to .979 in these cells; the plain profile covers .92 at nine areas."""
    rng = np.random.default_rng((SEED, n_areas, mean))
    segments = Segments.from_lengths(np.full(DATA_SETS, n_areas))
    expected = mean * np.exp(rng.normal(0, 0.6, segments.n_rows))
    observed = rng.poisson(1.2 * expected * rng.gamma(1 / v, v, segments.n_rows)).astype(float)
    found = gamma_poisson.fit(observed, expected, segments)
    assert 0.935 < covered(v, found.v_lower, found.v_upper) < 0.985
    assert found.v.mean() == pytest.approx(v, rel=0.06)


def test_plain_profile_covers_too_little_and_estimates_too_low():
    rng = np.random.default_rng((SEED, 9))
    segments = Segments.from_lengths(np.full(DATA_SETS, 9))
    expected = 100 * np.exp(rng.normal(0, 0.6, segments.n_rows))
    observed = rng.poisson(expected * rng.gamma(1 / 0.15, 0.15, segments.n_rows)).astype(float)
    plain = gamma_poisson.fit(observed, expected, segments, rule="profile")
    assert covered(0.15, plain.v_lower, plain.v_upper) < 0.935
    assert plain.v.mean() < 0.14


@pytest.mark.parametrize(("n_areas", "v", "p"), [(9, 0.04, 0.10), (12, 0.15, 0.15), (32, 0.04, 0.15)])
def test_beta_binomial(n_areas, v, p):
    rng = np.random.default_rng((SEED, n_areas, round(100 * p)))
    rho = v * p / (1 - p)
    segments = Segments.from_lengths(np.full(DATA_SETS, n_areas))
    n = np.round(np.exp(rng.uniform(np.log(50), np.log(2000), segments.n_rows)))
    total = 1 / rho - 1
    x = rng.binomial(n.astype(int), rng.beta(p * total, (1 - p) * total, segments.n_rows)).astype(float)
    found = beta_binomial.fit(x, n, segments)
    assert 0.935 < covered(rho, found.rho_lower, found.rho_upper) < 0.985
    truth = beta_binomial.typical_gap(*beta_binomial.shapes(np.array([p]), np.array([rho])))[0]
    limits = (
        beta_binomial.typical_gap(*beta_binomial.shapes(found.mu, rho)) for rho in (found.rho_lower, found.rho_upper)
    )
    assert 0.935 < covered(truth, *limits) < 0.985


def test_no_variation_is_mostly_said_to_be_possible():
    """The lower limit is above 0 in one to three per cent of data sets without variation."""
    rng = np.random.default_rng((SEED, 0))
    segments = Segments.from_lengths(np.full(DATA_SETS, 12))
    expected = 100 * np.exp(rng.normal(0, 0.6, segments.n_rows))
    observed = rng.poisson(expected).astype(float)
    found = gamma_poisson.fit(observed, expected, segments)
    assert 0.005 < (found.v_lower > 0).mean() < 0.035
    assert 0.45 < (found.v == 0).mean() < 0.65
    assert np.median(found.v_upper) == pytest.approx(0.014, rel=0.25)


def test_normal():
    rng = np.random.default_rng((SEED, 1))
    segments = Segments.from_lengths(np.full(DATA_SETS, 9))
    se = rng.uniform(0.5, 2, segments.n_rows)
    value = 50 + rng.normal(0, 1, segments.n_rows) + se * rng.standard_normal(segments.n_rows)
    found = normal_normal.fit(value, se, segments)
    assert 0.935 < covered(1.0, found.tau2_lower, found.tau2_upper) < 0.965
