"""Limits read from series are the limits that are solved for: to every digit that the solver itself has."""

from __future__ import annotations

from pathlib import Path

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import brentq
from scipy.special import betainc, gammainc, gammaincc, ndtri

from scnvariation.stats import exact, limits
from scnvariation.stats.dispersion_chebyshev import nodes
from scnvariation.stats.limits_chebyshev import (
    BY_SKEW,
    BY_SPREAD,
    TABLED_TAILS,
    binomial_distances,
    binomial_from_series,
    poisson_from_series,
)
from scnvariation.stats.limits_exact import binomial_count_limits, poisson_count_limits
from scnvariation.stats.limits_secant import LOWER, UPPER, binomial_limit, poisson_limit

TABLE = Path(limits.__file__).parent / "tables" / "binomial_limit_distances.csv"
tails = pytest.mark.parametrize("tail", TABLED_TAILS)


def binomial_grid():
    """Sizes to a million, benchmarks from 1e-6 to 1 - 1e-6 and variances from 9 on.

    Benchmarks are whole multiples of 2^-40, so that 1 - theta is exact: elsewhere its rounding alone moves
    solved limits of rare events by up to 1e-11.
    """
    rng = np.random.default_rng(20131)
    rare = np.exp(rng.uniform(np.log(1e-6), np.log(0.5), 30_000))
    benchmark = np.round(np.concatenate([rng.random(10_000), rare, 1 - rare]) * 2**40) / 2**40
    benchmark = np.clip(benchmark, 2.0**-19, 1 - 2.0**-19)
    unit = benchmark * (1 - benchmark)
    n = np.ceil(np.exp(rng.uniform(np.log(9), np.log(np.maximum(1e6 * unit, 9)))) / unit)
    kept = (n <= 1e6) & (n * benchmark * (1 - benchmark) >= 9)
    return n[kept], benchmark[kept]


@tails
class TestBinomial:
    def test_against_the_solver(self, tail):
        n, benchmark = binomial_grid()
        lower, upper = binomial_from_series(n, benchmark, tail)
        assert n.size > 40_000
        assert_allclose(lower, binomial_limit(n, benchmark, tail, LOWER), rtol=1e-12)
        assert_allclose(upper, binomial_limit(n, benchmark, tail, UPPER), rtol=1e-12)

    def test_the_table_is_what_the_solver_gives(self, tail):
        """As limits: a distance from the mean is a small difference of large numbers, and loses digits."""
        tabled = np.loadtxt(TABLE, delimiter=",")[TABLED_TAILS.index(tail)].reshape(BY_SPREAD, BY_SKEW)
        spread = (1.0 + nodes(BY_SPREAD))[:, None] / 6.0
        skew = nodes(BY_SKEW)
        mean = 2.0 / ((1.0 + np.abs(skew)) * spread**2)
        assert_allclose(
            mean + np.sign(skew) * tabled / spread,
            mean + np.sign(skew) * binomial_distances(tail) / spread,
            rtol=1e-12,
        )

    def test_against_a_root_finder(self, tail):
        n, benchmark = (column[::400] for column in binomial_grid())
        _, upper = binomial_from_series(n, benchmark, tail)
        for i in range(n.size):
            root = brentq(
                lambda u, i=i: ndtri(betainc(u, n[i] - u + 1, benchmark[i])) - ndtri(tail),
                n[i] * benchmark[i],
                min(n[i], n[i] * benchmark[i] + 20 * np.sqrt(n[i] * benchmark[i])),
                xtol=1e-300,
                rtol=1e-15,
            )
            assert upper[i] == pytest.approx(root, rel=1e-12)

    def test_rare_events_in_fifty_digits(self, tail):
        """Where 1 - theta is rounded the series is closer to the truth than the solver."""
        with mpmath.workdps(50):
            for n, benchmark in ((10_000_000, 9.3e-7), (500_000, 3.3e-5), (400, 0.037)):
                lower, upper = (float(limit[0]) for limit in binomial_from_series(*columns(n, benchmark), tail))
                for limit, first, second in ((upper, upper, n - upper + 1), (lower, lower + 1, n - lower)):
                    share = mpmath.betainc(first, second, 0, benchmark, regularized=True)
                    found = share if limit == upper else 1 - share
                    assert float(found / mpmath.mpf(tail) - 1) == pytest.approx(0, abs=1e-11)

    def test_the_tail_at_the_limit_is_the_level(self, tail):
        n, benchmark = binomial_grid()
        lower, upper = binomial_from_series(n, benchmark, tail)
        assert_allclose(betainc(upper, n - upper + 1, benchmark), tail, rtol=1e-9, atol=0)
        assert_allclose(betainc(n - lower, lower + 1, 1 - benchmark), tail, rtol=1e-9, atol=0)

    def test_events_and_those_without_are_mirror_images(self, tail):
        n, benchmark = binomial_grid()
        lower, upper = binomial_from_series(n, benchmark, tail)
        other_lower, other_upper = binomial_from_series(n, 1 - benchmark, tail)
        assert_allclose(lower / n, 1 - other_upper / n, rtol=0, atol=1e-14)
        assert_allclose(upper / n, 1 - other_lower / n, rtol=0, atol=1e-14)

    def test_company_and_order_change_no_digit(self, tail):
        """One funnel and a table of thousands of them show the same limits."""
        n, benchmark = binomial_grid()
        together = np.stack(binomial_from_series(n, benchmark, tail))
        order = np.random.default_rng(2).permutation(n.size)
        assert_array_equal(np.stack(binomial_from_series(n[order], benchmark[order], tail)), together[:, order])
        for i in range(0, n.size, 5_000):
            assert_array_equal(
                np.stack(binomial_from_series(n[i : i + 1], benchmark[i : i + 1], tail))[:, 0], together[:, i]
            )

    def test_what_lies_outside_is_left_to_the_solver(self, tail):
        n = np.array([35.0, 100.0, 1.1e7, 0.0, np.nan, np.inf, 50.0, 50.0])
        benchmark = np.array([0.5, 0.01, 0.5, 0.5, 0.5, 0.5, np.nan, 0.0])
        assert np.isnan(binomial_from_series(n, benchmark, tail)).all()
        solved = [
            binomial_limit(n[:3], benchmark[:3], tail, UPPER),
            binomial_limit(n[2:3], benchmark[2:3], tail, LOWER),
        ]
        lower, upper = binomial_count_limits(n, benchmark, tail)
        assert_array_equal(upper[:3], solved[0])
        assert_array_equal(lower[2:3], solved[1])
        assert_array_equal(np.isnan(upper), [False, False, False, True, True, True, True, False])

    def test_no_step_where_series_and_solver_meet(self, tail):
        n = 36 + np.linspace(-1e-6, 1e-6, 9)
        for limit in binomial_count_limits(n, np.full(9, 0.5), tail):
            assert_allclose(np.diff(limit, 2), 0, atol=1e-12)
            assert np.all(np.diff(limit) > 0)


@tails
class TestPoisson:
    def test_against_the_solver(self, tail):
        expected = np.exp(np.linspace(np.log(1.000001e-6), np.log(9.99999e6), 50_000))
        lower, upper = poisson_from_series(expected, tail)
        possible = expected > -np.log(tail)
        assert_allclose(upper, poisson_limit(expected, tail, UPPER), rtol=1e-12)
        solved = poisson_limit(expected[possible], tail, LOWER)
        assert_allclose(lower[possible], solved, rtol=1e-12, atol=1e-13)
        assert_array_equal(lower[~possible], 0)

    def test_the_tail_at_the_limit_is_the_level(self, tail):
        expected = np.exp(np.linspace(np.log(1e-5), np.log(9.99999e6), 50_000))
        lower, upper = poisson_from_series(expected, tail)
        assert_allclose(gammainc(upper, expected), tail, rtol=1e-10, atol=0)
        possible = expected > -np.log(tail)
        assert_allclose(gammaincc(lower + 1, expected)[possible], tail, rtol=1e-10, atol=0)

    def test_the_binomial_of_many_trials_is_a_poisson(self, tail):
        """Both series know nothing of each other; the skewness leads from one to the other."""
        n, expected = np.full(5, 1e7), np.array([9.5, 20.0, 50.0, 120.0, 300.0])
        binomial, poisson = binomial_from_series(n, expected / n, tail), poisson_from_series(expected, tail)
        assert_allclose(np.stack(binomial), np.stack(poisson), rtol=5e-5)

    def test_company_and_order_change_no_digit(self, tail):
        expected = np.exp(np.random.default_rng(3).uniform(np.log(0.01), np.log(1e5), 40_000))
        together = np.stack(poisson_from_series(expected, tail))
        assert_array_equal(np.stack(poisson_from_series(expected[::-1], tail)), together[:, ::-1])
        for i in range(0, expected.size, 5_000):
            assert_array_equal(np.stack(poisson_from_series(expected[i : i + 1], tail))[:, 0], together[:, i])

    def test_what_lies_outside_is_left_to_the_solver(self, tail):
        expected = np.array([9e-7, 1.1e7, 0.0, -1.0, np.nan, np.inf])
        assert np.isnan(poisson_from_series(expected, tail)).all()
        lower, upper = poisson_count_limits(expected, tail)
        assert_array_equal(upper[:2], poisson_limit(expected[:2], tail, UPPER))
        assert_array_equal(lower[1:2], poisson_limit(expected[1:2], tail, LOWER))
        assert_array_equal(np.isnan(upper), [False, False, True, True, True, True])

    @pytest.mark.parametrize("seam", [1e-6, 9.0, 1e7])
    def test_no_step_at_the_seams(self, tail, seam):
        expected = seam * (1 + np.linspace(-1e-8, 1e-8, 9))
        for limit in poisson_count_limits(expected, tail):
            assert_allclose(
                limit, np.polyval(np.polyfit(expected / seam - 1, limit, 1), expected / seam - 1), rtol=1e-12
            )

    def test_the_lower_limit_leaves_0_where_no_event_is_evidence(self, tail):
        """Exactly there, and with the tie that the flag allows: exp(-E) against the level."""
        edge = -np.log(tail)
        expected = edge + np.array([-1e-3, -1e-9, 0, 5e-11, 2e-10, 1e-9, 1e-3])
        lower, _ = poisson_count_limits(expected, tail)
        level = 1 - 2 * tail
        assert_array_equal(lower > 0, exact.poisson_status(np.zeros(7), expected, levels=(level,)) < 0)
        assert_array_equal(lower[:4], 0)
        assert np.all(np.diff(lower[3:]) > 0)


class TestFlagsAndLines:
    """A count lies outside the line if and only if it is flagged: at every count next to every line."""

    def test_binomial(self):
        n, benchmark = binomial_grid()
        check_next_to(limits.proportion(n, benchmark), n, n, lambda x: exact.binomial_status(x, n, benchmark))

    def test_poisson(self):
        expected = np.exp(np.random.default_rng(5).uniform(np.log(1e-4), np.log(1e6), 60_000))
        expected = np.concatenate([expected, np.arange(1, 20_001) / 100])
        check_next_to(limits.ratio(expected), expected, np.inf, lambda x: exact.poisson_status(x, expected))


def columns(n, benchmark):
    return np.array([float(n)]), np.array([benchmark])


def check_next_to(pair, size, most, status_of):
    """Compare flags and lines at the whole counts on both sides of each limit."""
    lower, upper = pair
    for limit in (*lower, *upper):
        for step in (0, 1):
            x = np.clip(np.floor(limit * size) + step, 0, most)
            share = x / size
            assert_array_equal(status_of(x), (share > upper).sum(axis=0) - (share < lower).sum(axis=0))


def test_other_levels_are_solved_for():
    lower, upper = limits.ratio([20.0, 0.5], levels=(0.9,))
    assert_allclose(gammainc(upper[0] * [20.0, 0.5], [20.0, 0.5]), 0.05, rtol=1e-10)
    assert gammaincc(lower[0, 0] * 20 + 1, 20.0) == pytest.approx(0.05, rel=1e-10)
    assert lower[0, 1] == 0
