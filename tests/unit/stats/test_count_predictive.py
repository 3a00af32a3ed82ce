"""Sparse counts against the law of the other areas: tails, fits without each area, and edges."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize_scalar
from scipy.special import expit, gammaln
from scipy.stats import betabinom, nbinom

from scnvariation.stats.count_predictive import beta_binomial_tails, gamma_poisson_tails
from scnvariation.stats.dispersion_count_profile import SMALLEST_V, profile
from scnvariation.stats.dispersion_count_tails import beta_binomial, gamma_poisson
from scnvariation.stats.dispersion_counts import BetaBinomial, GammaPoisson
from scnvariation.stats.segments import Segments


def test_negative_binomial_quantiles():
    """Mean 20, v = 0.1: 3, 7, 37 and 51 are the smallest counts that reach the four levels."""
    counts = np.arange(200.0)
    lower, _ = gamma_poisson(counts, np.full(200, 20.0), np.full(200, 10.0))
    reached = [int(np.argmax(lower >= p)) for p in (0.001, 0.025, 0.975, 0.999)]
    assert reached == [3, 7, 37, 51]


def test_bristol_under_the_beta_binomial_law_of_all_twelve():
    """P(X >= 41) = .004339 with a = 9.262190, b = 61.050908: Bristol inflates its own null."""
    one = np.ones(1)
    _, upper = beta_binomial(41 * one, 143 * one, 9.262190 * one, 61.050908 * one)
    assert_allclose(upper, 0.004339, atol=1e-6)


def test_tails_are_those_of_scipy():
    """Over small and large means, hardly and wildly dispersed."""
    rng = np.random.default_rng(2)
    x = np.floor(np.exp(rng.normal(1, 1.5, 500)))
    mean, shape = np.exp(rng.normal(1, 2, 500)), np.exp(rng.normal(1, 3, 500))
    law = nbinom(shape, shape / (shape + mean))
    assert_allclose(gamma_poisson(x, mean, shape), [law.cdf(x), law.sf(x - 1)], rtol=1e-8, atol=1e-11)
    n = x + rng.integers(0, 300, 500)
    alpha, beta = np.exp(rng.normal(1, 1.5, 500)), np.exp(rng.normal(3, 1.5, 500))
    law = betabinom(n, alpha, beta)
    assert_allclose(beta_binomial(x, n, alpha, beta), [law.cdf(x), law.sf(x - 1)], rtol=1e-8, atol=1e-10)


def test_equally_likely_counts_end_at_both_ends():
    """alpha = beta = 1 makes 0..4 equally likely, up to the last count, where the ratio of terms is 0/0."""
    lower, upper = beta_binomial(np.arange(5.0), np.full(5, 4.0), np.ones(5), np.ones(5))
    assert_allclose(lower, [0.2, 0.4, 0.6, 0.8, 1.0])
    assert_allclose(upper, [1.0, 0.8, 0.6, 0.4, 0.2])


def test_the_far_tail_keeps_its_digits():
    """P(X >= 60) with mean 2 and shape 5 is about 1e-24, not 0."""
    _, upper = gamma_poisson(np.array([60.0]), np.array([2.0]), np.array([5.0]))
    terms = np.arange(60, 400)
    log_pmf = gammaln(terms + 5) - gammaln(5) - gammaln(terms + 1) + 5 * np.log(5 / 7) + terms * np.log(2 / 7)
    assert_allclose(upper, np.exp(log_pmf).sum(), rtol=1e-9)


def likelihood(kind, group, rest, a, level):
    """Log-likelihood of the others with Jeffreys' prior from the whole group, up to a constant."""
    size_all, (x, size) = group[1], (part[rest] for part in group)
    if kind is GammaPoisson:
        mean, means = size * np.exp(level), size_all * np.exp(level)
        terms = gammaln(x + a) - gammaln(a) + x * np.log(mean / (a + mean)) + a * np.log(a / (a + mean))
        return terms.sum() - (x * np.log(size)).sum() + 0.5 * np.log((means / (1 + means / a)).sum())
    p = expit(level)
    alpha, beta = a * p, a * expit(-level)
    terms = gammaln(x + alpha) - gammaln(alpha) + gammaln(size - x + beta) - gammaln(beta)
    terms += gammaln(a) - gammaln(a + size)
    return terms.sum() + 0.5 * np.log(p * expit(-level))


GROUPS = {
    "twelve sparse areas": ([3, 1, 0, 4, 2, 5, 1, 0, 2, 3, 6, 2], [3, 2, 1, 4, 2, 4, 3, 1, 2, 2, 5, 3]),
    "an outlier with half the events": ([3, 1, 2, 4, 2, 25, 1, 0, 2, 3], [3, 2, 3, 4, 2, 4, 3, 1, 2, 2]),
    "one area has all the events": ([0, 0, 0, 5], [2, 3, 1, 2]),
    "one area is most of the group": ([900, 3, 0, 2, 4], [1000, 2, 2, 2, 2]),
    "no events at all": ([0, 0, 0], [2, 3, 1]),
}


@pytest.mark.parametrize("kind", [GammaPoisson, BetaBinomial])
@pytest.mark.parametrize("name", GROUPS)
def test_the_profile_is_that_of_a_refit_without_each_area(kind, name):
    """Group less own term, on Chebyshev nodes, against a bounded search over the others."""
    x, size = (np.array(row, dtype=float) for row in GROUPS[name])
    size = size if kind is GammaPoisson else 10 * size + x
    spread = np.array([[0.0], [0.2], [0.7], [2.0]])
    fitted = profile(kind(x, size, Segments.single(x.size)), spread)
    for i in range(x.size):
        rest = np.arange(x.size) != i
        for k in range(len(spread)):
            a = fitted.concentration[k, i]

            def lower(level, a=a, rest=rest):
                return -likelihood(kind, (x, size), rest, a, level)

            bounds = (fitted.level[k, i] - 3, fitted.level[k, i] + 3)
            best = minimize_scalar(lower, bounds=bounds, method="bounded", options={"xatol": 1e-9})
            step = 0.02
            bend = (lower(best.x + step) + lower(best.x - step) - 2 * best.fun) / step**2
            assert_allclose((fitted.level[k, i] - best.x) * np.sqrt(bend), 0, atol=2e-3)
            assert_allclose(fitted.information[k, i], bend, rtol=2e-2)


@pytest.mark.parametrize("name", ["twelve sparse areas", "an outlier with half the events"])
def test_tails_are_those_of_a_brute_force_integral(name):
    """200 spreads and a refit at each, for one area at a time, give the same P to 2 %."""
    x, size = (np.array(row, dtype=float) for row in GROUPS[name])
    ours = gamma_poisson_tails(x, size, Segments.single(x.size))
    spreads = np.linspace(0, 4, 201)
    for i in range(x.size):
        rest = np.arange(x.size) != i
        height, tails = [], []
        for spread in spreads:
            a = 1 / max(spread**2, SMALLEST_V)

            def lower(level, a=a, rest=rest):
                return -likelihood(GammaPoisson, (x, size), rest, a, level)

            best = minimize_scalar(lower, bounds=(-4, 4), method="bounded", options={"xatol": 1e-7})
            bend = (lower(best.x + 1e-3) + lower(best.x - 1e-3) - 2 * best.fun) / 1e-6
            v = (1 + 1 / a) * (1 + 1 / bend) - 1
            law = nbinom(1 / v, 1 / (1 + v * size[i] * np.exp(best.x)))
            means = size * np.exp(np.log((x.sum() + 0.5) / size.sum()))
            height.append(-best.fun - 0.5 * np.log((means / (1 + means / a)).sum()))
            tails.append((law.cdf(x[i]), law.sf(x[i] - 1)))
        weight = np.exp(np.array(height) - max(height))
        weight[[0, -1]] *= 0.5
        expected = weight @ np.array(tails) / weight.sum()
        assert_allclose([ours.lower[i], ours.upper[i]], expected, rtol=0.02)


def test_only_ratios_of_expected_counts_matter():
    """Expected counts from another country, all half as large, change nothing."""
    x, size = (np.array(row, dtype=float) for row in GROUPS["twelve sparse areas"])
    one = Segments.single(x.size)
    assert_allclose(gamma_poisson_tails(x, size, one).p, gamma_poisson_tails(x, 0.5 * size, one).p, rtol=1e-3)


def test_counting_the_other_side_is_the_same_question():
    """Events and non-events give the same P, the tails exchanged."""
    x, size = (np.array(row, dtype=float) for row in GROUPS["an outlier with half the events"])
    n = 20 * size
    events, others = (beta_binomial_tails(y, n, Segments.single(x.size)) for y in (x, n - x))
    assert_allclose(events.lower, others.upper, rtol=1e-4)
    assert_allclose(events.p, others.p, rtol=1e-4)


def test_a_rare_proportion_is_nearly_a_rate():
    """Three in a hundred thousand: the laws differ only in what is held fixed while the level moves."""
    x, size = (np.array(row, dtype=float) for row in GROUPS["twelve sparse areas"])
    one = Segments.single(x.size)
    assert_allclose(beta_binomial_tails(x, 1e5 * size, one).p, gamma_poisson_tails(x, size, one).p, rtol=0.1)


def test_the_outlier_is_judged_by_the_others():
    """25 where 4 are expected: far outside without itself, unremarkable in a law that it makes itself."""
    x, size = (np.array(row, dtype=float) for row in GROUPS["an outlier with half the events"])
    tails = gamma_poisson_tails(x, size, Segments.single(x.size))
    assert tails.p[5] < 0.002
    assert np.delete(tails.p, 5).min() > 0.05


def test_bristol_by_the_count_model():
    """Integrated over the law of the other eleven; a plug-in tail says 1.6e-6, t on 10 df .0011 one-sided."""
    n = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301.0])
    d = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31.0])
    tails = beta_binomial_tails(d, n, Segments.single(12))
    assert 1e-5 < tails.upper[0] < 2e-3
    assert np.delete(tails.p, 0).min() > 0.05


@pytest.mark.parametrize("tails", [gamma_poisson_tails, beta_binomial_tails])
def test_no_events_anywhere_is_nothing_unusual(tails):
    """All counts 0: the upper tail is 1 and nobody is low, without a warning."""
    found = tails(np.zeros(5), np.full(5, 3.0), Segments.single(5))
    assert_array_equal(found.upper, np.ones(5))
    assert_array_equal(found.p, np.ones(5))


@pytest.mark.parametrize("tails", [gamma_poisson_tails, beta_binomial_tails])
def test_fewer_than_three_areas_are_not_judged(tails):
    segments = Segments.from_lengths([2, 4, 1])
    found = tails(np.array([1.0, 2, 3, 1, 0, 2, 5]), np.full(7, 9.0), segments)
    assert_array_equal(np.isnan(found.p), [True, True, False, False, False, False, True])


@pytest.mark.parametrize("tails", [gamma_poisson_tails, beta_binomial_tails])
def test_groups_do_not_touch_each_other(tails):
    rng = np.random.default_rng(8)
    segments = Segments.from_lengths(rng.integers(3, 40, 60))
    n = rng.integers(5, 60, segments.n_rows).astype(float)
    x = rng.binomial(n.astype(int), rng.beta(2, 20, n.size)).astype(float)
    whole = tails(x, n, segments).p
    for rows, _, inner in list(segments.blocks(1))[::10]:
        assert_allclose(tails(x[rows], n[rows], inner).p, whole[rows], rtol=1e-3)


def test_where_nothing_is_expected_no_count_is_certain():
    """A group without events expects none anywhere; the group beside it is judged as if it stood alone."""
    x, expected = np.array([3.0, 5.0, 4.0, 9.0]), np.full(4, 5.0)
    both = gamma_poisson_tails(
        np.concatenate([np.zeros(5), x]), np.concatenate([np.zeros(5), expected]), Segments.from_lengths([5, 4])
    )
    np.testing.assert_array_equal(both.p[:5], 1.0)
    np.testing.assert_array_equal(both.p[5:], gamma_poisson_tails(x, expected, Segments.single(4)).p)
