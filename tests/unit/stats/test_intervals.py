"""Intervals: published values, edges, and what a level may be."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import pdtr, pdtrc

from scnvariation.errors import OptionError
from scnvariation.messages.levels import level_not_probability
from scnvariation.stats import intervals

PRINTED = {"rtol": 0, "atol": 1e-6}
PROPORTIONS = [intervals.wilson, intervals.clopper_pearson, intervals.binomial_midp]
COUNTS = [intervals.poisson_exact, intervals.byar, intervals.poisson_midp, intervals.poisson_phe]


def assert_interval(ours, lower, upper):
    assert_allclose(ours[0], lower, **PRINTED)
    assert_allclose(ours[1], upper, **PRINTED)


class TestProportions:
    """Newcombe's four examples; the Wilson column is his."""

    x, n = [81, 15, 0, 1], [263, 148, 20, 29]

    def test_wilson(self):
        lower, upper = [0.255289, 0.062386, 0, 0.006113], [0.366210, 0.160487, 0.161125, 0.171755]
        assert_interval(intervals.wilson(self.x, self.n), lower, upper)

    def test_clopper_pearson(self):
        lower, upper = [0.252737, 0.057844, 0, 0.000873], [0.367622, 0.161650, 0.168433, 0.177644]
        assert_interval(intervals.clopper_pearson(self.x, self.n), lower, upper)

    def test_mid_p(self):
        lower, upper = [0.254402, 0.060064, 0, 0.001725], [0.365773, 0.158122, 0.139108, 0.158537]
        assert_interval(intervals.binomial_midp(self.x, self.n), lower, upper)

    def test_one_person(self):
        assert_interval(intervals.wilson([0, 1], 1), [0, 0.206549], [0.793451, 1])
        assert_interval(intervals.clopper_pearson([0, 1], 1), [0, 0.025], [0.975, 1])
        assert_interval(intervals.binomial_midp([0, 1], 1), [0, 0.05], [0.95, 1])  # theta/2 = 0.025

    @pytest.mark.parametrize("function", PROPORTIONS)
    def test_ends_are_exact(self, function):
        # The score formula gives 1.0000000000000002 for 20 of 20.
        lower, upper = function([0, 20, 0, 1], [20, 20, 1, 1])
        assert_array_equal(lower[[0, 2]], 0.0)
        assert_array_equal(upper[[1, 3]], 1.0)

    @pytest.mark.parametrize("function", PROPORTIONS)
    def test_what_is_not_a_proportion_is_missing_and_silent(self, function):
        lower, upper = function([0, 3, -1, np.nan, 1], [0, 2, 5, 5, np.nan])
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()

    @pytest.mark.parametrize("function", PROPORTIONS)
    def test_mirror(self, function):
        x, n = np.arange(51), 50
        lower, upper = function(x, n, level=0.998)
        other_lower, other_upper = function(n - x, n, level=0.998)
        assert_allclose(lower, 1 - other_upper, rtol=0, atol=1e-14)
        assert_allclose(upper, 1 - other_lower, rtol=0, atol=1e-14)

    def test_mid_p_solves_its_equation(self):
        # Half the observed count's probability is left out: checked by summing the distribution.
        n = 12
        k = np.arange(n + 1)
        ways = np.array([1, 12, 66, 220, 495, 792, 924, 792, 495, 220, 66, 12, 1])
        for x in range(1, n):
            lower, upper = intervals.binomial_midp(x, n, level=0.9)
            for theta, tail in ((lower, k > x), (upper, k < x)):
                mass = ways * theta**k * (1 - theta) ** (n - k)
                assert mass[tail].sum() + mass[x] / 2 == pytest.approx(0.05, rel=1e-12)


class TestCounts:
    """Garwood's, Byar's and mid-P limits of nine counts at both levels."""

    x = (0, 1, 5, 9, 10, 20, 65, 100, 1045)
    exact_95 = (
        (0, 0.025318, 1.623486, 4.115373, 4.795389, 12.216520, 50.165628, 81.363991, 982.593709),
        (3.688879, 5.571643, 11.668332, 17.084803, 18.390356, 30.888378, 82.847836, 121.626794, 1110.330777),
    )
    byar_95 = (
        (0, 0.013072, 1.611348, 4.106885, 4.787450, 12.211429, 50.163188, 81.362105, 982.593202),
        (3.668012, 5.563756, 11.668164, 17.085781, 18.391459, 30.889880, 82.849139, 121.627938, 1110.331213),
    )
    midp_95 = (
        (0, 0.050020, 1.831995, 4.389068, 5.079522, 12.559738, 50.576562, 81.791821, 983.071091),
        (2.995732, 4.931861, 11.082416, 16.516425, 17.824854, 30.339601, 82.319292, 121.103491, 1109.823312),
    )
    exact_998 = (
        (0, 0.001001, 0.739372, 2.452424, 2.960520, 8.958213, 42.901838, 71.921397, 947.946415),
        (6.907755, 9.233413, 16.454745, 22.657373, 24.133971, 38.041881, 93.976280, 134.924319, 1148.800292),
    )
    byar_998 = (
        (0, 0, 0.691396, 2.407117, 2.916318, 8.922802, 42.880261, 71.903692, 947.940704),
        (7.066463, 9.362180, 16.534973, 22.720015, 24.193725, 38.085036, 94.000291, 134.943622, 1148.806161),
    )

    def test_exact(self):
        assert_interval(intervals.poisson_exact(self.x), *self.exact_95)
        assert_interval(intervals.poisson_exact(self.x, level=0.998), *self.exact_998)

    def test_byar(self):
        assert_interval(intervals.byar(self.x), *self.byar_95)
        assert_interval(intervals.byar(self.x, level=0.998), *self.byar_998)

    def test_mid_p(self):
        assert_interval(intervals.poisson_midp(self.x), *self.midp_95)

    def test_closed_forms_at_no_event(self):
        assert intervals.poisson_midp(0)[1] == pytest.approx(-np.log(0.05), rel=1e-14)
        assert intervals.poisson_exact(0, level=0.998)[1] == pytest.approx(np.log(1000), rel=1e-14)

    def test_twenty_events_to_the_last_digit(self):
        lower, upper = intervals.poisson_exact(20)
        assert lower == pytest.approx(12.2165195854039441, rel=1e-14)
        assert upper == pytest.approx(30.8883779026745989, rel=1e-14)

    def test_phe_changes_formula_at_ten(self):
        x = np.array([0, 9, 9.5, 10, 65])
        lower, upper = intervals.poisson_phe(x, level=0.998)
        exact, approximate = intervals.poisson_exact(x, level=0.998), intervals.byar(x, level=0.998)
        assert_array_equal(lower, np.where(x < 10, exact[0], approximate[0]))
        assert_array_equal(upper, np.where(x < 10, exact[1], approximate[1]))

    @pytest.mark.parametrize("function", COUNTS)
    def test_what_is_not_a_count_is_missing_and_silent(self, function):
        lower, upper = function([-1, np.nan])
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()

    @pytest.mark.parametrize("function", [intervals.poisson_exact, intervals.byar, intervals.poisson_midp])
    def test_fractions_lie_between_whole_counts(self, function):
        # Weighted and standardised counts are not whole; truncating them would be a step function.
        x = np.arange(0.0, 30.0, 0.25)
        lower, upper = function(x)
        assert np.all(np.diff(upper) > 0)
        assert np.all(np.diff(lower[x >= 1]) > 0)

    def test_mid_p_solves_its_equation(self):
        x = np.array([1.0, 5.0, 40.0, 1000.0])
        lower, upper = intervals.poisson_midp(x, level=0.998)
        assert_allclose((pdtrc(x, lower) + pdtrc(x - 1, lower)) / 2, 0.001, rtol=1e-11)
        assert_allclose((pdtr(x, upper) + pdtr(x - 1, upper)) / 2, 0.001, rtol=1e-11)

    def test_how_far_byar_is_from_exact(self):
        # "Within 0.2 per cent from ten events" holds at 95 per cent only.
        x = np.arange(10.0, 3000.0)
        for level, largest in ((0.95, 0.00166), (0.998, 0.0149)):
            pairs = zip(intervals.byar(x, level=level), intervals.poisson_exact(x, level=level), strict=True)
            error = max(np.abs(ours / exact - 1).max() for ours, exact in pairs)
            assert error == pytest.approx(largest, rel=0.005)

    @pytest.mark.parametrize(
        ("function", "coverage"),
        [
            (intervals.poisson_exact, (0.986, 0.959, 0.963, 0.961)),
            (intervals.byar, (0.986, 0.959, 0.963, 0.961)),
            (intervals.poisson_midp, (0.986, 0.959, 0.963, 0.943)),
        ],
    )
    def test_true_coverage(self, function, coverage):
        counts = np.arange(200.0)
        lower, upper = function(counts)
        for mean, expected in zip((2.5, 7.3, 15.0, 40.0), coverage, strict=True):
            mass = np.diff(pdtr(counts, mean), prepend=0.0)
            covered = mass[(lower <= mean) & (mean <= upper)].sum()
            assert covered == pytest.approx(expected, abs=5e-4)


class TestStandardisedRates:
    """Down's syndrome by mother's age (Fay and Feuer 1997), and vectors that PHE published."""

    x = np.array([0, 8, 63, 112, 262, 295])
    n = np.array([327, 30666, 123419, 149919, 104088, 34392])
    weight = np.array([0.1133, 0.3296, 0.2784, 0.1728, 0.0842, 0.0217])

    def test_dobson(self):
        total = self.weight.sum()
        rate = (self.weight * self.x / self.n).sum() / total
        variance = (self.weight**2 * self.x / self.n**2).sum() / total**2
        assert rate * 10_000 == pytest.approx(7.552625, abs=1e-6)
        scaled = np.multiply(intervals.dobson(rate, variance, self.x.sum()), 10_000)
        assert_allclose(scaled, [6.763068, 8.386362], **PRINTED)
        scaled = np.multiply(intervals.dobson(rate, variance, self.x.sum(), method="exact"), 10_000)
        assert_allclose(scaled, [6.763077, 8.386354], **PRINTED)

    def test_dobson_at_two_levels(self):
        # The published lower 95 % limit gives the variance; the other three limits must follow from it.
        rate, events = 10430.247991, 895
        variance = events * ((rate - 9717.709068) / (events - float(intervals.byar(events)[0]))) ** 2
        _, upper = intervals.dobson(rate, variance, events)
        wide = intervals.dobson(rate, variance, events, level=0.998)
        assert_allclose([upper, *wide], [11178.940915, 9323.287880, 11620.595999], rtol=0, atol=1e-5)

    def test_no_event_has_no_interval(self):
        lower, upper = intervals.dobson([0.0, 0.1], [0.0, 0.01], [0, 5])
        assert_array_equal(np.isnan(lower), [True, False])
        assert_array_equal(np.isnan(upper), [True, False])

    def test_unknown_word(self):
        with pytest.raises(OptionError, match=r"choose one of 'phe', 'exact'\. Did you mean 'exact'\?"):
            intervals.dobson(1.0, 1.0, 10, method="exakt")

    def test_indirect_standardisation(self):
        scale = 9349.883092 / 835.883561
        assert_allclose(np.multiply(intervals.poisson_phe(895), scale), [9365.916003, 10689.097583], atol=1e-5)
        wide = np.multiply(intervals.poisson_phe(895, level=0.998), scale)
        assert_allclose(wide, [9008.757862, 11089.027185], atol=1e-5)
        assert_allclose(np.multiply(intervals.poisson_phe(9), scale), [46.033035, 191.104267], **PRINTED)


class TestMeans:
    def test_student(self):
        values = np.array([7.0, 8.0, 9.0, 10.0, 11.0])
        assert_interval(intervals.student_mean(values.mean(), values.std(ddof=1), 5), 7.036757, 10.963243)

    def test_one_value_has_no_interval(self):
        lower, upper = intervals.student_mean([3.0, 3.0], [0.0, 1.0], [1, 0])
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()

    def test_normal(self):
        assert_interval(intervals.normal(10, 2), 10 - 2 * 1.959963985, 10 + 2 * 1.959963985)


class TestLevels:
    def test_quantiles_to_the_last_digit(self):
        assert intervals.z_quantile(0.95) == pytest.approx(1.9599639845400542355, abs=1e-14)
        assert intervals.z_quantile(0.998) == pytest.approx(3.0902323061678135415, abs=1e-14)

    def test_two_and_three_sigma(self):
        assert intervals.z_quantile(0.9545) == pytest.approx(2, abs=1e-3)
        assert intervals.z_quantile(0.9973) == pytest.approx(3, abs=1e-3)

    @pytest.mark.parametrize("function", [*PROPORTIONS[:1], *COUNTS])
    @pytest.mark.parametrize("level", [0, 1, -0.5, 95, 99.8, float("nan"), True, "95%"])
    def test_a_level_is_a_probability(self, function, level):
        arguments = (1, 2) if function in PROPORTIONS else (1,)
        with pytest.raises(OptionError, match=r"level=.* is not between 0 and 1; levels are probabilities: "):
            function(*arguments, level=level)

    @pytest.mark.parametrize(
        ("value", "meaning"),
        [(99, "0.998"), (99.8, "0.998"), (95, "0.95"), (2, "0.9545"), (3, "0.9973"), (1, "0.95 or 0.998")],
    )
    def test_the_message_says_the_likely_meaning(self, value, meaning):
        text = f"level={value} is not between 0 and 1; levels are probabilities: {meaning}?"
        assert level_not_probability("level", value) == text
