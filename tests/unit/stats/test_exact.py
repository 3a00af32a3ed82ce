"""Exact tests: P-values, flags, and that a flag and a drawn line never disagree."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.errors import OptionError
from scnvariation.stats import exact, limits
from scnvariation.stats.exact_tails import binomial_tail, poisson_tail

BRISTOL_N = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301])
BRISTOL_X = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31])


def line_codes(value, pair):
    """Count the lines a value has passed, with the sign of the side."""
    lower, upper = pair
    return (value > upper).sum(axis=0) - (value < lower).sum(axis=0)


class TestPValues:
    def test_bristol(self):
        p = exact.binomial_p_value(BRISTOL_X, BRISTOL_N, BRISTOL_X.sum() / BRISTOL_N.sum())
        centre = {1: 0.615479, 2: 0.010668, 3: 0.035938, 4: 0.243573, 5: 0.364345, 10: 0.154623}
        assert_allclose(p[list(centre)], list(centre.values()), rtol=0, atol=1e-6)

    def test_by_hand(self):
        assert exact.binomial_p_value(5, 5, 0.5) == 0.0625
        assert exact.binomial_p_value(3, 5, 0.5) == 1.0  # P(X >= 3) = 1/2
        assert exact.poisson_p_value(0, 3) == pytest.approx(2 * np.exp(-3), rel=1e-14)
        assert exact.poisson_p_value(1, 1) == 1.0

    def test_no_more_than_one(self):
        x = np.arange(41)
        assert exact.binomial_p_value(x, 40, 0.37).max() == 1.0
        assert exact.poisson_p_value(x, 14.8).max() == 1.0

    @pytest.mark.parametrize(("x", "n", "benchmark"), [(30, 1000, 0.01), (1, 800, 0.01), (700, 1000, 0.6)])
    def test_binomial_against_summation(self, x, n, benchmark):
        with mpmath.workdps(50):
            theta = mpmath.mpf(benchmark)
            side = range(x, n + 1) if x > n * benchmark else range(x + 1)
            total = mpmath.fsum(mpmath.binomial(n, k) * theta**k * (1 - theta) ** (n - k) for k in side)
        assert exact.binomial_p_value(x, n, benchmark) == pytest.approx(float(2 * total), rel=1e-11)

    @pytest.mark.parametrize(("x", "expected"), [(30, 10.5), (80, 120.25), (1100, 1000.0)])
    def test_poisson_against_summation(self, x, expected):
        with mpmath.workdps(50):
            mean = mpmath.mpf(expected)
            below = x - 1 if x > expected else x
            term = total = mpmath.exp(-mean)
            for k in range(1, below + 1):
                term *= mean / k
                total += term
        tail = 1 - total if x > expected else total
        assert exact.poisson_p_value(x, expected) == pytest.approx(float(2 * tail), rel=1e-12)

    @pytest.mark.parametrize("deviate", [4.41, 4.6, 6, 20])
    @pytest.mark.parametrize("expected", [1.01e5, 3e5, 1e6, 3e6])
    def test_far_tails_of_large_counts(self, expected, deviate):
        # gammainc alone is wrong by 1e-5 at E = 1e6 and by 2e-3 at 3e6 here.
        x = float(np.ceil(expected + deviate * np.sqrt(expected)))
        k = np.arange(1.0, 60_000.0)
        series = 1.0 + np.exp(np.cumsum(np.log(expected / (x + k)))).sum()
        with mpmath.workdps(40):
            mean, count = mpmath.mpf(expected), mpmath.mpf(x)
            first = mpmath.exp(count * mpmath.log(mean) - mean - mpmath.loggamma(count + 1))
        assert exact.poisson_p_value(x, expected) == pytest.approx(2 * float(first) * series, rel=1e-10)

    def test_weighted_counts_are_not_truncated(self):
        # Q(3.5, 5) + P(2.5, 5) overlap; values of the regularised gamma function from mpmath.
        with mpmath.workdps(30):
            low = float(mpmath.gammainc(3.5, 5, regularized=True))
            high = float(mpmath.gammainc(9.5, 0, 5, regularized=True))
        assert exact.poisson_p_value([2.5, 9.5], 5) == pytest.approx([2 * low, 2 * high], rel=1e-13)
        between = exact.poisson_p_value([9, 9.5, 10], 5)
        assert between[0] > between[1] > between[2]

    def test_certain_benchmarks_allow_one_count(self):
        assert_array_equal(exact.binomial_p_value([0, 1, 4, 5], 5, [0, 0, 1, 1]), [1, 0, 0, 1])
        assert_array_equal(exact.poisson_p_value([0, 1], 0), [1, 0])

    def test_what_cannot_be_tested_is_missing_and_silent(self):
        p = exact.binomial_p_value([0, 3, -1, np.nan, 1, 1], [0, 2, 5, 5, np.nan, 5], [0.1] * 5 + [np.nan])
        assert np.isnan(p).all()
        assert np.isnan(exact.poisson_p_value([-1, np.nan, 1, 1], [5, 5, -1, np.nan])).all()


class TestStatus:
    def test_codes(self):
        # 2 of 30: P = 0.036; 12 of 1,000: 0.0053; 41 of 143: 1.0e-7 (Bristol); none of 100: 0.905^100.
        codes = exact.binomial_status([2, 12, 41, 0, 0], [30, 1000, 143, 100, 50], [0.01, 0.005, 0.1196, 0.1, 0.1])
        assert_array_equal(codes, [0, 1, 2, -2, -1])
        assert codes.dtype == np.int8

    def test_poisson_codes(self):
        assert_array_equal(exact.poisson_status([0, 0, 5, 12, 20], [7, 5, 5, 5, 5]), [-2, -1, 0, 1, 2])

    def test_normal_codes(self):
        codes = exact.normal_status([-3.0903, -3.0902, -1.9600, -1.9599, 0, 1.9599, 1.9600, 3.0903, np.nan])
        assert_array_equal(codes, [-2, -1, -1, 0, 0, 0, 1, 2, 0])

    def test_what_cannot_be_tested_is_not_flagged(self):
        x, n = [0, 3, -1, np.nan, 1], [0, 2, 5, 5, np.nan]
        assert_array_equal(exact.binomial_status(x, n, 0.1), 0)
        assert_array_equal(exact.poisson_status([-1, np.nan, 1, 1], [5, 5, -1, np.nan]), 0)

    def test_certain_benchmarks_flag_every_other_count(self):
        assert_array_equal(exact.binomial_status([0, 1, 4, 5], 5, [0, 0, 1, 1]), [0, 2, -2, 0])
        assert_array_equal(exact.poisson_status([0, 1], 0), [0, 2])

    def test_an_exact_tie_is_inside(self):
        # P(X = 3 | 3, 0.1) = 0.001 and P(X = 1 | 1, 0.025) = 0.025; strict inequality leaves both inside.
        assert_array_equal(exact.binomial_status([3, 1, 0], [3, 1, 3], [0.1, 0.025, 0.9]), [1, 0, -1])

    def test_other_levels(self):
        # One-sided tails of 8, 9 and 10 heads in ten: 56/1024, 11/1024 and 1/1024.
        codes = exact.binomial_status([8, 9, 10], 10, 0.5, levels=(0.88, 0.97, 0.999))
        assert_array_equal(codes, [1, 2, 2])
        codes = exact.binomial_status([2, 1, 0], 10, 0.5, levels=(0.88, 0.97, 0.998))
        assert_array_equal(codes, [-1, -2, -3])
        assert_array_equal(exact.normal_status([1.0, -1.7], levels=(0.9,)), [0, -1])

    def test_one_number_in_one_number_out(self):
        assert exact.poisson_status(20, 5) == 2
        assert exact.binomial_status(20, 20, 0.5) == 2
        assert exact.normal_status(4.0) == 2

    def test_columns_of_any_numbers(self):
        # Read-only, integer and broadcast columns give the same codes, and stay as they are.
        x = np.array([3, 30, 12], dtype=np.int32)
        x.flags.writeable = False
        assert_array_equal(exact.poisson_status(x, 12), exact.poisson_status([3.0, 30.0, 12.0], [12.0] * 3))

    def test_levels_are_probabilities(self):
        for call in (
            lambda: exact.binomial_status(1, 2, 0.5, levels=(0.95, 99)),
            lambda: exact.poisson_status(1, 2, levels=(95,)),
            lambda: exact.normal_status(1.0, levels=(0.0,)),
        ):
            with pytest.raises(OptionError, match="levels are probabilities"):
                call()


class TestScreen:
    """The screen decides as the tail does: no flag missed, none invented."""

    def test_binomial(self):
        rng = np.random.default_rng(20131)
        rows = 200_000
        n = np.floor(np.exp(rng.uniform(0, np.log(1e6), rows)))
        benchmark = np.exp(rng.uniform(np.log(1e-6), np.log(0.5), rows))
        benchmark = np.where(rng.random(rows) < 0.5, benchmark, 1 - benchmark)
        # Near the limits, where a flag could be missed.
        z = rng.choice([-3.09, -1.96, 1.96, 3.09], rows) + rng.normal(0, 0.1, rows)
        x = n * benchmark + z * np.sqrt(n * benchmark * (1 - benchmark)) + rng.integers(-1, 2, rows)
        x = np.clip(np.round(x), 0, n)
        tail = binomial_tail(x, n, benchmark)
        codes = ((tail < 0.025).astype(int) + (tail < 0.001)) * np.where(x > n * benchmark, 1, -1)
        assert_array_equal(exact.binomial_status(x, n, benchmark), codes)

    def test_poisson(self):
        rng = np.random.default_rng(20131)
        rows = 200_000
        expected = np.exp(rng.uniform(np.log(1e-6), np.log(1e7), rows))
        z = rng.choice([-3.09, -1.96, 1.96, 3.09], rows) + rng.normal(0, 0.1, rows)
        x = np.maximum(np.round(expected + z * np.sqrt(expected) + rng.integers(-1, 2, rows)), 0)
        tail = poisson_tail(x, expected)
        codes = ((tail < 0.025).astype(int) + (tail < 0.001)) * np.where(x > expected, 1, -1)
        assert_array_equal(exact.poisson_status(x, expected), codes)

    def test_fractions_go_to_the_continuous_tail(self):
        x = np.arange(0, 60, 0.1)
        tail = poisson_tail(x, np.full(x.size, 20.0))
        codes = ((tail < 0.025).astype(int) + (tail < 0.001)) * np.where(x > 20, 1, -1)
        assert_array_equal(exact.poisson_status(x, 20.0), codes)

    def test_beyond_the_sizes_that_were_measured(self):
        n, benchmark = np.full(4, 4e9), np.full(4, 0.25)
        z = np.array([-3.2, -2.0, 2.0, 3.2])
        assert_array_equal(exact.binomial_status(np.round(1e9 + z * np.sqrt(7.5e8)), n, benchmark), [-2, -1, 1, 2])
        assert_array_equal(exact.poisson_status(np.round(1e9 + z * np.sqrt(1e9)), 1e9), [-2, -1, 1, 2])


class TestLineAndFlag:
    """A whole count lies outside a line if and only if its exact P-value says so."""

    benchmarks = np.array([0.0001, 0.001, 0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.12, 0.2, 0.25, 1 / 3, 0.4, 0.5])

    @pytest.mark.parametrize("levels", [(0.95, 0.998), (0.9545, 0.9973)])
    def test_proportions(self, levels):
        benchmarks = np.concatenate([self.benchmarks, 1 - self.benchmarks])
        n, benchmark = (grid.ravel() for grid in np.meshgrid(np.arange(1.0, 201.0), benchmarks))
        lower, upper = limits.proportion(n, benchmark, levels=levels)
        mismatches = 0
        for x in range(201):
            can = n >= x
            codes = exact.binomial_status(np.full(can.sum(), x), n[can], benchmark[can], levels=levels)
            mismatches += np.sum(codes != line_codes(x / n[can], (lower[:, can], upper[:, can])))
        assert mismatches == 0

    @pytest.mark.parametrize("levels", [(0.95, 0.998), (0.9545, 0.9973)])
    def test_ratios(self, levels):
        expected = np.concatenate([np.arange(1.0, 2001.0) / 10, np.random.default_rng(1).uniform(0, 300, 2000)])
        lower, upper = limits.ratio(expected, levels=levels)
        mismatches = 0
        for x in range(420):
            codes = exact.poisson_status(x, expected, levels=levels)
            mismatches += np.sum(codes != line_codes(x / expected, (lower, upper)))
        assert mismatches == 0

    def test_the_p_value_itself(self):
        n, benchmark = (grid.ravel() for grid in np.meshgrid(np.arange(1.0, 201.0), self.benchmarks[:-1]))
        pair = limits.proportion(n, benchmark)
        for x in range(0, 201, 3):
            can = n >= x
            p = exact.binomial_p_value(x, n[can], benchmark[can])
            # A hair's breadth leaves out exact ties, such as P(X = 3 | 3, 0.1) = 0.001.
            codes = np.sum(p < np.array([[0.05], [0.002]]) * (1 - 1e-10), axis=0)
            assert_array_equal(np.abs(line_codes(x / n[can], tuple(limit[:, can] for limit in pair))), codes)
