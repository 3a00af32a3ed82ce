"""How often areas in control are flagged, computed from the distributions and not from the test's own tails."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import bdtr, bdtrc, pdtr, pdtrc

from scnvariation.stats import exact, limits

BENCHMARKS = (0.5, 0.1, 0.01, 0.001)
SIZES = (10, 30, 100, 300, 1e3, 1e4, 1e5, 1e6)


def binomial_outside(n, benchmark, pair):
    """Sum the probabilities of the whole counts strictly outside the lines."""
    lower, upper = (limit * n for limit in pair)
    whole = n.astype(int)
    highest_below = np.ceil(lower) - 1
    below = np.where(highest_below >= 0, bdtr(np.maximum(highest_below, 0), whole, benchmark), 0.0)
    above = np.where(np.floor(upper) < n, bdtrc(np.minimum(np.floor(upper), n - 1), whole, benchmark), 0.0)
    return below, above


def poisson_outside(expected, pair):
    lower, upper = (limit * expected for limit in pair)
    highest_below = np.ceil(lower) - 1
    below = np.where(highest_below >= 0, pdtr(np.maximum(highest_below, 0), expected), 0.0)
    return below, pdtrc(np.floor(upper), expected)


class TestFalseAlarmsOfProportions:
    """Half, a tenth, a hundredth and a thousandth, in areas of ten to a million people."""

    n, benchmark = (grid.ravel() for grid in np.meshgrid(SIZES, BENCHMARKS))

    def totals(self, method):
        pair = limits.proportion(self.n, self.benchmark, method=method)
        below, above = binomial_outside(self.n, self.benchmark, pair)
        return below + above

    def test_exact_limits_never_exceed_their_level(self):
        usual, wide = self.totals("exact")
        assert usual.max() == pytest.approx(0.04988, abs=5e-6)
        assert wide.max() == pytest.approx(0.001995, abs=5e-7)
        large = self.n * self.benchmark >= 100
        assert usual[large].min() == pytest.approx(0.0431, abs=5e-5)
        assert wide[large].min() == pytest.approx(0.00145, abs=5e-6)

    def test_normal_limits_do(self):
        usual, wide = self.totals("normal")
        assert (usual.min(), usual.max()) == pytest.approx((0.00996, 0.0956), abs=5e-5)
        assert (wide.min(), wide.max()) == pytest.approx((0.0014, 0.0369), abs=5e-5)

    def test_arcsine_limits_do(self):
        usual, wide = self.totals("arcsine")
        assert usual.max() == pytest.approx(0.387, abs=5e-4)
        assert wide.max() == pytest.approx(0.0493, abs=5e-5)


class TestSeatonAndManktelow:
    """The chance that a unit in control lies outside 95 % limits (BMC Med Res Methodol 2012, 12:98).

    Published and recomputed values of prediction limits by the exact rule: median, smallest and largest over
    expected counts; here in steps of 0.1, to 5e-4.
    """

    ranges = (
        (1, 50, (0.0186, 0, 0.0250), (0.0201, 0.0052, 0.0250), (0.0007, 0.0002, 0.0010)),
        (50, 100, (0.0215, 0.0172, 0.0250), (0.0220, 0.0183, 0.0250), (0.0008, 0.0007, 0.0010)),
        (100, 500, (0.0233, 0.0194, 0.0250), (0.0234, 0.0200, 0.0250), (0.0009, 0.0007, 0.0010)),
        (500, 1000, (0.0239, 0.0224, 0.0250), (0.0240, 0.0226, 0.0250), (0.0009, 0.0009, 0.0010)),
        (1000, 10_000, (0.0246, 0.0233, 0.0250), (0.0246, 0.0233, 0.0250), (0.0010, 0.0009, 0.0010)),
    )

    @pytest.mark.parametrize(("low", "high", "below_95", "above_95", "above_998"), ranges)
    def test_prediction_limits(self, low, high, below_95, above_95, above_998):
        first = low * 10 if low == 1 else low * 10 + 1
        expected = np.arange(first, high * 10 + 1) / 10
        below, above = poisson_outside(expected, limits.ratio(expected))
        for tail, printed in ((below[0], below_95), (above[0], above_95), (above[1], above_998)):
            found = (np.median(tail), tail.min(), tail.max())
            assert found == pytest.approx(printed, abs=5e-4)
            assert tail.max() <= (0.001 if printed is above_998 else 0.025)

    @pytest.mark.parametrize(
        ("low", "high", "below", "above"),
        [
            (1, 50, 0.0184, 0.0301),
            (50, 100, 0.0216, 0.0280),
            (100, 500, 0.0233, 0.0266),
            (500, 1000, 0.0240, 0.0260),
            (1000, 10_000, 0.0246, 0.0254),
        ],
    )
    def test_medians_of_normal_limits(self, low, high, below, above):
        first = low * 10 if low == 1 else low * 10 + 1
        expected = np.arange(first, high * 10 + 1) / 10
        tails = poisson_outside(expected, limits.ratio(expected, levels=(0.95,), method="normal"))
        assert [np.median(tail[0]) for tail in tails] == pytest.approx([below, above], abs=5e-4)


class TestInterpolation:
    """Spiegelhalter's interpolation holds its level on average over sizes, and not at a given size."""

    @pytest.mark.parametrize(
        ("low", "high", "above_95", "above_998"),
        [
            (1, 5, 0.0956, 0.00544),
            (5, 10, 0.0533, 0.00276),
            (10, 20, 0.0444, 0.00219),
            (20, 50, 0.0389, 0.00182),
            (50, 100, 0.0336, 0.00150),
            (100, 300, 0.0310, 0.00135),
        ],
    )
    def test_largest_upper_tails(self, low, high, above_95, above_998):
        expected = np.arange(low * 1000, high * 1000 + 1) / 1000
        _, above = poisson_outside(expected, limits.ratio(expected, method="interpolated"))
        # The largest tail lies just before a jump, so it depends on the grid of expected counts.
        assert above[0].max() == pytest.approx(above_95, rel=0.03)
        assert above[1].max() == pytest.approx(above_998, rel=0.03)

    def test_right_on_average(self):
        expected = np.arange(5_000, 300_001, 10) / 1000
        below, above = poisson_outside(expected, limits.ratio(expected, method="interpolated"))
        total = (below + above).mean(axis=1)
        assert total == pytest.approx([0.05, 0.002], rel=0.03)


class TestFlagsOfSimulatedAreas:
    """Seeded draws in control: the flags themselves, and how many chance gives in a family of areas."""

    def test_proportions_and_rates(self):
        rng = np.random.default_rng(20131)
        areas = 200_000
        n = np.floor(rng.lognormal(np.log(2_000), 0.8, areas)) + 1
        benchmark = rng.choice([0.5, 0.1, 0.01, 0.001], areas)
        codes = exact.binomial_status(rng.binomial(n.astype(int), benchmark), n, benchmark)
        assert np.mean(codes != 0) <= 0.05
        assert np.mean(np.abs(codes) == 2) <= 0.002
        expected = rng.lognormal(np.log(30), 1.0, areas)
        codes = exact.poisson_status(rng.poisson(expected), expected)
        assert np.mean(codes != 0) <= 0.05
        assert np.mean(np.abs(codes) == 2) <= 0.002

    @pytest.mark.parametrize(
        ("areas", "flags", "at_least_one"), [(12, 0.6, 2.4), (44, 2.2, 8.4), (151, 7.6, 26.1), (211, 10.6, 34.5)]
    )
    def test_expected_by_chance(self, areas, flags, at_least_one):
        assert areas * 0.05 == pytest.approx(flags, abs=0.06)
        assert 100 * (1 - 0.998**areas) == pytest.approx(at_least_one, abs=0.06)

    @pytest.mark.parametrize(
        ("benchmark", "n", "at_998", "at_95"),
        [
            (0.01, 1_000, (0.9, 5.2, 35.5), (8.3, 25, 70.5)),
            (0.01, 10_000, (24.7, 92.7, 100), None),
            (0.1, 100, (1.1, 6.6, 44.1), None),
            (0.1, 1_000, (29.6, 96.0, 100), None),
        ],
    )
    def test_power_against_a_quarter_half_and_twice_as_many(self, benchmark, n, at_998, at_95):
        pair = limits.proportion(n, benchmark)
        for row, printed in ((1, at_998), (0, at_95)):
            if printed is None:
                continue
            upper = np.floor(pair[1][row, 0] * n)
            power = [100 * bdtrc(upper, n, benchmark * risk) for risk in (1.25, 1.5, 2)]
            assert power == pytest.approx(printed, abs=0.06)
