"""Funnel limits: published tables, the equations they solve, and the edges of each method."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import brentq
from scipy.special import bdtr, bdtrc, betainc, gammainc, gammaincc, ndtri, pdtr, pdtrc

from scnvariation.errors import OptionError
from scnvariation.stats import limits
from scnvariation.stats.intervals import wilson

LEVELS = (0.95, 0.998)


def four(pair):
    """Line up lower 99.8, lower 95, upper 95, upper 99.8 per area."""
    lower, upper = pair
    return np.stack([lower[1], lower[0], upper[0], upper[1]], axis=1)


class TestProportion:
    """Five sizes and benchmarks at p = 0.001, 0.025, 0.975, 0.999."""

    n, benchmark = [100, 1000, 50, 20, 5], [0.1, 0.1, 0.02, 0.1, 0.5]

    def test_exact(self):
        printed = [
            [0.015977, 0.040539, 0.167165, 0.207671],
            [0.071382, 0.081301, 0.119458, 0.130906],
            [0, 0, 0.075670, 0.112472],
            [0, 0, 0.271284, 0.375571],
            [0, 0, 1, 1],
        ]
        assert_allclose(four(limits.proportion(self.n, self.benchmark)), printed, atol=5e-7)

    def test_exact_elsewhere(self):
        printed = [[0.040975, 0.065732, 0.178587, 0.213736], [0.792329, 0.832835, 0.959461, 0.984023]]
        assert_allclose(four(limits.proportion([143, 100], [0.11961434, 0.9])), printed, atol=5e-7)

    def test_interpolated(self):
        # The 2005 formula gives negative lower limits in the last three rows.
        printed = [
            [0.014179, 0.040381, 0.157719, 0.198357],
            [0.071341, 0.081279, 0.118483, 0.129918],
            [0, 0, 0.057613, 0.096180],
            [0, 0, 0.228468, 0.335172],
            [0, 0, 0.84, 0.9936],
        ]
        ours = four(limits.proportion(self.n, self.benchmark, method="interpolated"))
        assert_allclose(ours, printed, atol=5e-7)

    def test_normal(self):
        printed = [
            [0.007293, 0.041201, 0.158799, 0.192707],
            [0.070683, 0.081406, 0.118594, 0.129317],
            [0, 0, 0.058805, 0.081183],
            [0, 0, 0.231478, 0.307299],
            [0, 0.061739, 0.938261, 1],
        ]
        assert_allclose(four(limits.proportion(self.n, self.benchmark, method="normal")), printed, atol=5e-7)

    def test_arcsine(self):
        printed = [
            [0.027709, 0.049235, 0.166082, 0.210186],
            [0.072639, 0.082186, 0.119350, 0.131178],
            [0, 0.000011, 0.076632, 0.124367],
            [0, 0.010494, 0.265113, 0.382947],
            [0.008885, 0.115741, 0.884259, 0.991115],
        ]
        assert_allclose(four(limits.proportion(self.n, self.benchmark, method="arcsine")), printed, atol=5e-7)

    @pytest.mark.parametrize(
        ("n", "benchmark", "tail"),
        [(50, 0.02, 0.0032), (200, 0.01, 0.0043), (1000, 0.005, 0.0053), (100, 0.1, 0.0020), (1000, 0.1, 0.0013)],
    )
    def test_normal_limits_are_too_tight_for_rare_events(self, n, benchmark, tail):
        upper = limits.proportion(n, benchmark, method="normal")[1][1, 0]
        assert bdtrc(np.floor(upper * n), n, benchmark) == pytest.approx(tail, abs=5e-5)

    def test_arcsine_limits_flag_areas_in_control(self):
        for n, row, outside in ((100, 0, 0.38), (300, 1, 0.049)):
            lower, upper = (limit[row, 0] * n for limit in limits.proportion(n, 0.01, method="arcsine"))
            below = bdtr(np.ceil(lower) - 1, n, 0.01) if lower > 0 else 0.0
            assert below + bdtrc(np.floor(upper), n, 0.01) == pytest.approx(outside, abs=0.006)

    def test_inverted_wilson_is_the_normal_limit(self):
        # A proportion on the normal line has the benchmark as the end of its score interval.
        n = np.array([200.0, 5000.0])
        lower, upper = limits.proportion(n, 0.3, method="normal")
        for row, level in enumerate(LEVELS):
            assert_allclose(wilson(upper[row] * n, n, level=level)[0], 0.3, rtol=1e-13)
            assert_allclose(wilson(lower[row] * n, n, level=level)[1], 0.3, rtol=1e-13)

    @pytest.mark.parametrize("method", ["exact", "normal", "interpolated", "arcsine"])
    def test_nobody_counted_has_no_limits_and_no_warning(self, method):
        lower, upper = limits.proportion([0, np.nan, 10, 10, np.inf], [0.1, 0.1, np.nan, 1.1, 0.1], method=method)
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()

    def test_certain_benchmarks(self):
        lower, upper = limits.proportion([10, 10], [0.0, 1.0])
        assert_array_equal(lower, [[0, 1], [0, 1]])
        assert_array_equal(upper, [[0, 1], [0, 1]])

    def test_counts_that_cannot_be_beyond_have_their_limit_at_the_end(self):
        # 0.9^29 = 0.047 and 0.9^36 = 0.0225: no event is possible evidence at 95 per cent from n = 36 only.
        lower, _ = limits.proportion([29, 35, 36, 70], 0.1)
        assert_array_equal(lower[0] > 0, [False, False, True, True])
        assert_array_equal(lower[1] > 0, [False, False, False, True])

    def test_an_exact_tie_is_inside(self):
        # P(X = 3 | 3, 0.1) = 0.001 is not below 0.001, although 0.1**3 is 0.0010000000000000002.
        assert limits.proportion(3, 0.1)[1][1, 0] == 1.0
        assert limits.proportion(1, 0.025)[1][0, 0] == 1.0


class TestRatio:
    """Limits of O/E at p = 0.001, 0.025, 0.975, 0.999."""

    def test_exact(self):
        printed = [
            [0, 0, 3.82047, 5.72229],
            [0, 0.13545, 2.05926, 2.73367],
            [0.13715, 0.38336, 1.71272, 2.15706],
            [0.36212, 0.56238, 1.48532, 1.78251],
            [0.42374, 0.60834, 1.42976, 1.69161],
            [0.58307, 0.72277, 1.29623, 1.47426],
            [0.70077, 0.80391, 1.20558, 1.32781],
            [0.86370, 0.91231, 1.08959, 1.14201],
        ]
        assert_allclose(four(limits.ratio([1, 5, 10, 20, 25, 50, 100, 500])), printed, atol=6e-6)

    def test_interpolated(self):
        printed = [
            [0, 0, 2.90195, 4.86763],
            [0, 0.10841, 1.87531, 2.55427],
            [0.12205, 0.37752, 1.61600, 2.06620],
            [0.41994, 0.60701, 1.39107, 1.65386],
            [0.58246, 0.72243, 1.27661, 1.45503],
            [0.70065, 0.80366, 1.19581, 1.31805],
            [0.86368, 0.91230, 1.08760, 1.14001],
        ]
        ours = four(limits.ratio([1, 5, 10, 25, 50, 100, 500], method="interpolated"))
        assert_allclose(ours, printed, atol=6e-6)

    @pytest.mark.parametrize(
        ("method", "printed"),
        [
            ("normal", [0.56298, 0.72282, 1.27718, 1.43702]),
            ("sqrt", [0.61072, 0.74203, 1.29639, 1.48477]),
            ("log", [0.64596, 0.75792, 1.31940, 1.54809]),
        ],
    )
    def test_closed_forms(self, method, printed):
        assert_allclose(four(limits.ratio(50, method=method))[0], printed, atol=6e-6)

    @pytest.mark.parametrize(
        ("method", "expected", "above", "below"),
        [
            ("interpolated", 5, 0.00202, 0),
            ("exact", 5, 0.00070, 0),
            ("normal", 5, 0.00545, 0),
            ("sqrt", 5, 0.00023, 0.00674),
            ("log", 5, 0.00000, 0.04043),
            ("interpolated", 10, 0.00159, 0.00050),
            ("exact", 10, 0.00070, 0.00050),
            ("normal", 10, 0.00345, 0.00005),
            ("sqrt", 10, 0.00030, 0.00277),
            ("log", 10, 0.00001, 0.01034),
            ("interpolated", 50, 0.00134, 0.00092),
            ("exact", 50, 0.00089, 0.00092),
            ("normal", 50, 0.00201, 0.00051),
            ("sqrt", 50, 0.00058, 0.00159),
            ("log", 50, 0.00015, 0.00439),
            ("interpolated", 200, 0.00114, 0.00094),
            ("exact", 200, 0.00091, 0.00094),
            ("normal", 200, 0.00142, 0.00072),
            ("sqrt", 200, 0.00073, 0.00121),
            ("log", 200, 0.00046, 0.00198),
        ],
    )
    def test_what_really_lies_outside_lines_meant_for_one_in_a_thousand(self, method, expected, above, below):
        lower, upper = (limit[0, 0] * expected for limit in limits.ratio(expected, levels=(0.998,), method=method))
        assert pdtrc(np.floor(upper), expected) == pytest.approx(above, abs=5.1e-6)
        lowest = np.ceil(lower) - 1
        assert (pdtr(lowest, expected) if lowest >= 0 else 0.0) == pytest.approx(below, abs=5.1e-6)

    @pytest.mark.parametrize("method", ["exact", "normal", "interpolated", "sqrt", "log"])
    def test_nothing_expected_has_no_limits_and_no_warning(self, method):
        lower, upper = limits.ratio([0, np.nan, -1, np.inf], method=method)
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()

    @pytest.mark.parametrize("method", ["exact", "normal", "interpolated", "sqrt", "log"])
    def test_tiny_expected_counts_keep_their_order(self, method):
        lower, upper = limits.ratio([1e-6, 1e-3, 0.1], method=method)
        assert np.all(lower[1] <= lower[0])
        assert np.all(upper[0] <= upper[1])
        assert np.all(lower >= 0)


class TestEquations:
    """The exact limits solve the tail equations, whatever the size."""

    @pytest.mark.parametrize("tail", [0.025, 0.001, 0.2, 1e-5])
    def test_binomial_tails_at_the_limits(self, tail):
        rng = np.random.default_rng(20131)
        n = np.floor(np.exp(rng.uniform(0, np.log(1e6), 20_000)))
        benchmark = np.where(rng.random(20_000) < 0.5, rng.random(20_000), np.exp(rng.uniform(-14, -1, 20_000)))
        lower, upper = (limit[0] * n for limit in limits.proportion(n, benchmark, levels=(1 - 2 * tail,)))
        inside = upper < n
        above = betainc(upper, n - upper + 1, benchmark)[inside]
        assert_allclose(above, tail, rtol=1e-9)
        assert np.all(benchmark[~inside] ** n[~inside] >= tail)
        inside = lower > 0
        below = betainc(n - lower, lower + 1, 1 - benchmark)[inside]
        assert_allclose(below, tail, rtol=1e-9)
        assert np.all((1 - benchmark[~inside]) ** n[~inside] >= tail * (1 - 1e-9))

    @pytest.mark.parametrize("tail", [0.025, 0.001, 0.2, 1e-5])
    def test_poisson_tails_at_the_limits(self, tail):
        expected = np.exp(np.random.default_rng(20131).uniform(np.log(1e-6), np.log(1e6), 20_000))
        lower, upper = (limit[0] * expected for limit in limits.ratio(expected, levels=(1 - 2 * tail,)))
        assert_allclose(gammainc(upper, expected), tail, rtol=1e-10)
        inside = lower > 0
        assert_allclose(gammaincc(lower + 1, expected)[inside], tail, rtol=1e-10)
        assert np.all(np.exp(-expected[~inside]) >= tail)

    def test_against_a_root_finder(self):
        rng = np.random.default_rng(7)
        expected = np.exp(rng.uniform(np.log(0.05), np.log(1e5), 100))
        n = np.floor(np.exp(rng.uniform(np.log(5), np.log(1e5), 100)))
        benchmark = rng.uniform(0.05, 0.95, 100)
        ratio, proportion = limits.ratio(expected), limits.proportion(n, benchmark)
        for row, tail in enumerate((0.025, 0.001)):
            for i in range(100):
                root = root_of(lambda u, i=i: gammainc(u, expected[i]), tail, expected[i] * 30 + 30)
                assert ratio[1][row, i] * expected[i] == pytest.approx(root, rel=2e-12)
                if benchmark[i] ** n[i] < tail:
                    root = root_of(lambda u, i=i: betainc(u, n[i] - u + 1, benchmark[i]), tail, n[i])
                    assert proportion[1][row, i] * n[i] == pytest.approx(root, rel=2e-12)


def root_of(tail_at, tail, high):
    """Bracket one limit and leave it to scipy."""

    def excess(u):
        return np.clip(ndtri(tail_at(u)), -40, 40) - ndtri(tail)

    return brentq(excess, 1e-9, high, xtol=1e-15, rtol=1e-15)


class TestNormal:
    def test_by_hand(self):
        lower, upper = limits.normal(50.0, [1.0, 10.0], levels=(0.95, 0.998))
        assert_allclose(upper - 50, [[1.959964, 19.59964], [3.090232, 30.90232]], atol=1e-5)
        assert_allclose(50 - lower, upper - 50)


class TestShapesAndWords:
    def test_levels_come_back_in_the_order_given(self):
        lower, upper = limits.ratio([10, 20], levels=(0.998, 0.5, 0.95))
        assert lower.shape == upper.shape == (3, 2)
        assert np.all(upper[0] > upper[2])
        assert np.all(upper[2] > upper[1])
        assert_array_equal(upper[[2, 0]], limits.ratio([10, 20])[1])

    def test_one_area_is_a_table_of_one(self):
        assert limits.proportion(10, 0.5)[0].shape == (2, 1)
        assert limits.ratio(10)[0].shape == (2, 1)
        assert limits.normal(10, 1)[0].shape == (2, 1)

    def test_each_area_may_have_its_own_benchmark(self):
        both = limits.proportion([100, 100], [0.1, 0.2])[0]
        assert_array_equal(both[:, :1], limits.proportion(100, 0.1)[0])
        assert_array_equal(both[:, 1:], limits.proportion(100, 0.2)[0])

    def test_two_sizes_that_differ_by_rounding_each_get_their_limits(self):
        _, upper = limits.ratio([0.1 + 0.2, 0.3])
        assert_allclose(upper[:, 0], upper[:, 1], rtol=1e-14)

    def test_words_that_do_not_apply(self):
        text = "method='sqrt' is not known; choose one of 'exact', 'normal', 'interpolated', 'arcsine'."
        with pytest.raises(OptionError) as caught:
            limits.proportion(10, 0.5, method="sqrt")
        assert str(caught.value) == text
        text = "method='arcsine' is not known; choose one of 'exact', 'normal', 'interpolated', 'sqrt', 'log'."
        with pytest.raises(OptionError) as caught:
            limits.ratio(10, method="arcsine")
        assert str(caught.value) == text

    @pytest.mark.parametrize("levels", [(0.95, 99), (1,), (), 0])
    def test_levels_are_probabilities(self, levels):
        with pytest.raises(OptionError, match="levels are probabilities"):
            limits.ratio(10, levels=levels)
