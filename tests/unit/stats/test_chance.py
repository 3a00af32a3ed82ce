"""Simulation under chance alone: exact laws where they are known, and streams that belong to groups."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from scnvariation.errors import OptionError
from scnvariation.stats import chance as chance_module
from scnvariation.stats.chance import chance
from scnvariation.stats.segments import Segments
from scnvariation.stats.spread import chi2, chi2_p


def numbers(found):
    return np.array([getattr(found, field.name) for field in fields(found)])


def test_neither_order_nor_company_of_groups_matters():
    rng = np.random.default_rng(1)
    lengths = np.array([4, 9, 4, 7])
    segments = Segments.from_lengths(lengths)
    observed, expected = rng.poisson(40, 24).astype(float), rng.uniform(20, 60, 24)
    seeds = np.array([11, 12, 13, 14])
    together = numbers(chance(observed, expected, segments, seeds=seeds, simulations=199))
    order = [2, 0, 3, 1]
    rows = np.concatenate(
        [np.arange(start, start + n) for start, n in zip(segments.starts[order], lengths[order], strict=True)]
    )
    turned = chance(
        observed[rows], expected[rows], Segments.from_lengths(lengths[order]), seeds=seeds[order], simulations=199
    )
    assert_array_equal(numbers(turned), together[:, order])
    alone = chance(observed[4:13], expected[4:13], Segments.single(9), seeds=[12], simulations=199)
    assert_array_equal(numbers(alone)[:, 0], together[:, 1])


def test_memory_limit_does_not_change_results(monkeypatch):
    args = np.full(60, 30.0), np.full(60, 30.0), Segments.from_lengths([6] * 10)
    once = numbers(chance(*args, seeds=range(10), simulations=99))
    monkeypatch.setattr(chance_module, "BLOCK_VALUES", 1)
    assert_array_equal(numbers(chance(*args, seeds=range(10), simulations=99)), once)


def test_seeds_change_the_draws():
    args = np.full(6, 30.0), np.full(6, 30.0), Segments.single(6)
    one, two = (chance(*args, seeds=[seed], simulations=99) for seed in (1, 2))
    assert one.extremal_quotient[0] != two.extremal_quotient[0]


def test_two_equal_areas_follow_the_binomial_law():
    """Ten events on two areas: the quotient is at most q where the larger count is at most 10 q/(1 + q)."""
    found = chance(np.array([5.0, 5.0]), np.ones(2), Segments.single(2), seeds=[3], simulations=9999)
    law = stats.binom(10, 0.5)
    # larger count 5: .246, 6: .410 more, so the median quotient is 6/4; 8 and 9 hold the upper 2.5 per cent
    assert found.extremal_quotient[0] == pytest.approx(6 / 4)
    assert found.extremal_quotient_lower[0] == pytest.approx(1)
    assert law.cdf(1) * 2 < 0.025 < law.cdf(2) * 2
    assert found.extremal_quotient_upper[0] == pytest.approx(8 / 2)


def test_p_value_counts_ties_as_larger():
    """Seven of ten events in one of two equal areas: P is that of 7 or more, or 3 or fewer."""
    found = chance(np.array([7.0, 3.0]), np.ones(2), Segments.single(2), seeds=[4], simulations=19_999)
    exact = 2 * stats.binom(10, 0.5).cdf(3)
    assert_allclose(found.chi2_p, exact, atol=4 * np.sqrt(exact * (1 - exact) / 20_000))


def test_proportions_follow_the_hypergeometric_law():
    """The exact test of two by two: 8 of 10 against 2 of 10."""
    found = chance(
        np.array([8.0, 2.0]), np.full(2, 10.0), Segments.single(2), seeds=[5], simulations=19_999, kind="hypergeometric"
    )
    exact = stats.fisher_exact([[8, 2], [2, 8]]).pvalue
    assert_allclose(found.chi2_p, exact, atol=4 * np.sqrt(exact * (1 - exact) / 20_000))


def test_proportions_of_more_people_than_numpy_takes():
    n = np.full(4, 5e8)
    found = chance(
        np.array([1000.0, 1010, 990, 1000]), n, Segments.single(4), seeds=[6], simulations=499, kind="hypergeometric"
    )
    assert 0.9 < found.chi2_p[0] <= 1
    assert 1 < found.extremal_quotient[0] < 1.2


def test_normal_values_give_the_p_value_of_chi_square():
    rng = np.random.default_rng(7)
    value, se = rng.normal(50, 3, 9), rng.uniform(2, 3, 9)
    weight = se**-2
    mean = (weight * value).sum() / weight.sum()
    exact = stats.chi2(8).sf((weight * (value - mean) ** 2).sum())
    found = chance(value, se, Segments.single(9), seeds=[8], simulations=9999, kind="normal")
    assert_allclose(found.chi2_p, exact, atol=4 * np.sqrt(exact * (1 - exact) / 10_000))
    assert 1 < found.p90_p10[0] < found.extremal_quotient[0]


def test_p_value_agrees_with_chi_square_where_counts_are_large():
    rng = np.random.default_rng(9)
    segments = Segments.from_lengths([12] * 6)
    expected = rng.uniform(300, 900, 72)
    observed = rng.poisson(expected).astype(float)
    found = chance(observed, expected, segments, seeds=range(6), simulations=1999)
    asymptotic = chi2_p(chi2(observed, expected, segments), segments.lengths)
    assert_allclose(found.chi2_p, asymptotic, atol=4 * 0.5 / np.sqrt(2000))


def test_quotients_without_an_upper_bound_are_infinite():
    """With two events on nine areas most areas have none, in every draw."""
    found = chance(np.array([1.0, 1, 0, 0, 0, 0, 0, 0, 0]), np.ones(9), Segments.single(9), seeds=[1], simulations=99)
    assert np.isinf([found.extremal_quotient_lower[0], found.p90_p10[0], found.p90_p10_upper[0]]).all()
    assert found.chi2_p[0] > 0.5


def test_infinite_draws_count_as_larger():
    """Half a dozen events each: some draws have an empty area, most do not."""
    found = chance(np.full(12, 4.0), np.ones(12), Segments.single(12), seeds=[2], simulations=999)
    assert np.isfinite(found.extremal_quotient_lower[0])
    assert np.isinf(found.extremal_quotient_upper[0])


def test_groups_without_events_stay_missing_beside_others():
    observed = np.array([0.0, 0, 0, 5, 6, 7])
    found = chance(observed, np.ones(6), Segments.from_lengths([3, 3]), seeds=[1, 2], simulations=99)
    assert_array_equal(np.isnan(numbers(found)).all(axis=0), [True, False])


def test_effective_counts_are_rounded_in_total():
    found = chance(np.array([10.4, 9.8, 10.1]), np.ones(3), Segments.single(3), seeds=[1], simulations=99)
    whole = chance(np.array([10.0, 10, 10]), np.ones(3), Segments.single(3), seeds=[1], simulations=99)
    assert found.extremal_quotient[0] == whole.extremal_quotient[0]


def test_words_are_checked():
    with pytest.raises(OptionError, match="multinomial"):
        chance(np.ones(3), np.ones(3), Segments.single(3), seeds=[1], kind="poisson")


def test_unequal_proportions_are_drawn_each_about_its_own():
    """Half of a hundred areas expect 10 of 100, half 40 of 100: relative variances .9/10 and .6/40 average to .0525."""
    people, expected = np.full(100, 100.0), np.repeat([10.0, 40.0], 50)
    found = chance(
        expected, expected, Segments.single(100), seeds=[1], simulations=999, kind="binomial", denominator=people
    )
    assert found.cv[0] == pytest.approx(np.sqrt((0.09 + 0.015) / 2), rel=0.03)
    assert found.chi2_p[0] == 1
    assert found.p75_p25_lower[0] < found.p75_p25[0] < found.p75_p25_upper[0] < found.p90_p10[0] < found.p95_p5[0]


def test_the_binomial_p_value_is_that_of_chi_square_with_own_variances():
    rng = np.random.default_rng(4)
    people, p = np.full(30, 400.0), rng.uniform(0.1, 0.4, 30)
    expected = people * p
    observed = rng.binomial(400, p).astype(float)
    level = expected * observed.sum() / expected.sum()
    exact = stats.chi2(29).sf(((observed - level) ** 2 / (level * (1 - p))).sum())
    found = chance(
        observed, expected, Segments.single(30), seeds=[2], simulations=4999, kind="binomial", denominator=people
    )
    assert_allclose(found.chi2_p, exact, atol=0.05)
