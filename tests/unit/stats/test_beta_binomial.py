"""Beta-binomial fits and the median odds ratio: against slow independent computations, and at the edges."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import integrate, optimize, special

from scnvariation.stats import beta_binomial
from scnvariation.stats.segments import Segments

sys.path.insert(0, str(Path(__file__).parent))
import profile_oracle as oracle

CASES = [(0.0, 0.1, 300), (0.002, 0.3, 1000), (0.02, 0.05, 400), (0.1, 0.4, 30), (0.001, 0.002, 20_000)]


def simulated(rng, lengths, *, rho, mu, size):
    """Draw groups whose areas differ by a beta law, sizes lognormal."""
    segments = Segments.from_lengths(lengths)
    n = np.ceil(size * np.exp(rng.normal(0, 0.6, segments.n_rows)))
    total = 1 / rho - 1 if rho else 1.0
    truth = rng.beta(mu * total, (1 - mu) * total, segments.n_rows) if rho else mu
    return rng.binomial(n.astype(int), truth).astype(float), n, segments


def group(segments, number):
    return slice(segments.starts[number], segments.starts[number] + segments.lengths[number])


@pytest.mark.parametrize(("rho", "mu", "size"), CASES)
def test_agrees_with_grid_golden_section_and_root_finding_group_by_group(rho, mu, size):
    x, n, segments = simulated(np.random.default_rng(20131), [3, 5, 9, 17], rho=rho, mu=mu, size=size)
    found = beta_binomial.fit(x, n, segments)
    for number, n_areas in enumerate(segments.lengths):
        rows = group(segments, number)
        cut_off = special.chdtri(1, 0.05) * (1 + 1 / (3 * (n_areas - 1)))
        peak, lower, upper = oracle.fit(
            lambda rho, rows=rows: oracle.beta_criterion(x[rows], n[rows], rho), cut_off, 0.99
        )
        # betaln loses digits where shapes are large; the next test has digits to spare.
        assert_allclose(found.rho[number], peak, rtol=1e-2)
        assert_allclose(found.rho_lower[number], lower, rtol=1e-4, atol=1e-12)
        assert_allclose(found.rho_upper[number], 1.0 if np.isinf(upper) else upper, rtol=1e-4)


@pytest.mark.parametrize(("rho", "mu", "size"), CASES)
def test_the_peak_is_right_to_a_millionth(rho, mu, size):
    x, n, segments = simulated(np.random.default_rng(3), [4, 6, 9], rho=rho, mu=mu, size=size)
    found = beta_binomial.fit(x, n, segments, level=None)
    for number in np.flatnonzero(found.rho > 0):
        rows = group(segments, number)
        assert oracle.turns_within(
            lambda rho, rows=rows: oracle.exact_beta_criterion(x[rows], n[rows], rho), found.rho[number], 1e-6
        )


def test_events_and_non_events_have_the_same_correlation_and_gap():
    x, n, segments = simulated(np.random.default_rng(4), [7, 12, 20], rho=0.03, mu=0.15, size=200)
    adverse, good = beta_binomial.fit(x, n, segments), beta_binomial.fit(n - x, n, segments)
    assert_allclose(good.rho, adverse.rho, rtol=1e-8)
    assert_allclose(good.rho_upper, adverse.rho_upper, rtol=1e-7)
    assert_allclose(good.mu, 1 - adverse.mu, rtol=1e-8)
    gaps = [beta_binomial.typical_gap(*beta_binomial.shapes(fit.mu, fit.rho)) for fit in (adverse, good)]
    assert_allclose(gaps[1], gaps[0], rtol=1e-8)


def test_equal_proportions_give_exactly_zero():
    n = np.array([20.0, 40, 60, 80])
    found = beta_binomial.fit(n / 4, n, Segments.single(4))
    assert found.rho[0] == 0
    assert found.rho_lower[0] == 0
    assert 0 < found.rho_upper[0] < 1
    assert found.mu[0] == pytest.approx(0.25)


def test_groups_without_information_are_not_fitted():
    """Two areas; no events; nothing but events; one person each, who cannot resemble anybody."""
    x = np.array([3.0, 5, 0, 0, 0, 9, 8, 7, 1, 0, 1, 4, 6, 9])
    n = np.array([9.0, 9, 9, 9, 9, 9, 8, 7, 1, 1, 1, 9, 9, 20])
    found = beta_binomial.fit(x, n, Segments.from_lengths([2, 3, 3, 3, 3]))
    assert_array_equal(np.isnan(found.rho), [True, True, True, True, False])
    assert_array_equal(np.isnan(found.rho_upper), [True, True, True, True, False])


def test_all_or_nothing_in_each_area_sets_no_upper_limit():
    found = beta_binomial.fit(np.array([0.0, 5, 0, 5]), np.full(4, 5.0), Segments.single(4))
    assert found.no_upper_limit[0]
    assert found.rho_upper[0] == 1


def test_shapes_of_no_variation_are_infinite_and_their_gap_is_one():
    a, b = beta_binomial.shapes(np.array([0.2]), np.array([0.0]))
    assert_array_equal([a, b], [[np.inf], [np.inf]])
    assert beta_binomial.typical_gap(a, b)[0] == 1
    assert beta_binomial.percentile_ratio(a, b)[0] == 1


def test_gap_without_any_limit_is_infinite_and_missing_stays_missing():
    a, b = beta_binomial.shapes(np.array([0.2, np.nan]), np.array([1.0, 0.1]))
    assert_array_equal(beta_binomial.typical_gap(a, b), [np.inf, np.nan])


def slow_gap(a, b):
    """Integrate over the logit of one area the chance that another lies further away than a gap."""
    centre = special.digamma(a) - special.digamma(b)
    spread = np.sqrt(special.polygamma(1, a) + special.polygamma(1, b))

    def below(logit):
        return special.betainc(a, b, special.expit(logit))

    def density(logit):
        logarithm = -a * np.logaddexp(0, -logit) - b * np.logaddexp(0, logit) - special.betaln(a, b)
        return np.exp(logarithm)

    def excess(gap):
        ends = centre - 30 * spread, centre + 30 * spread
        inside, _ = integrate.quad(
            lambda logit: density(logit) * (below(logit + gap) - below(logit - gap)),
            *ends,
            points=[centre + step * spread for step in (-4, -2, -1, 0, 1, 2, 4)],
            limit=1000,
            epsabs=1e-12,
            epsrel=1e-12,
        )
        return inside - 0.5

    return np.exp(optimize.brentq(excess, 0.1 * spread, 3 * spread, xtol=1e-12))


@pytest.mark.parametrize(
    ("a", "b"), [(1, 1), (2, 5), (0.5, 0.5), (0.3, 4), (8, 70), (9.9, 10.1), (30, 200), (3, 1000), (1e4, 1e5)]
)
def test_median_odds_ratio_against_integration(a, b):
    assert_allclose(beta_binomial.typical_gap(np.array([float(a)]), np.array([float(b)])), slow_gap(a, b), rtol=1e-7)


def test_median_odds_ratio_of_a_diffuse_law():
    """For small a a logit is nearly an exponential of rate a, and two differ by ln 2/a plus a known constant."""
    a, b = 0.02, 3.0
    constant = special.gammaln(1 + 2 * a) - 2 * special.gammaln(1 + a)
    constant += special.gammaln(b + a) + special.gammaln(b - a) - 2 * special.gammaln(b)
    gap = beta_binomial.typical_gap(np.array([a]), np.array([b]))
    assert_allclose(np.log(gap), (np.log(2) + constant) / a, rtol=1e-8)


def test_median_odds_ratio_of_a_narrow_law_is_the_normal_one():
    a, b = np.array([1e6, 1e9, 1e12]), np.array([1e7, 1e9, 1e14])
    normal = np.sqrt(2) * special.ndtri(0.75) * np.sqrt(1 / a + 1 / b)
    assert_allclose(beta_binomial.typical_gap(a, b) - 1, np.expm1(normal), rtol=1e-3)
    assert_allclose(np.log(beta_binomial.typical_gap(a[:2], b[:2])), normal[:2], rtol=1e-6)


def test_many_gaps_at_once_are_those_one_at_a_time():
    rng = np.random.default_rng(6)
    a, b = np.exp(rng.uniform(-3, 9, (2, 700)))
    together = beta_binomial.typical_gap(a, b)
    for number in range(0, 700, 61):
        one = slice(number, number + 1)
        assert_allclose(beta_binomial.typical_gap(a[one], b[one]), together[one], rtol=1e-8)
