"""Faults of other packages in limits and intervals, each with the small input that shows it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.errors import OptionError
from scnvariation.stats import exact, intervals, limits

LEVELS = (0.95, 0.998)


def test_P02_a_ratio_of_two_counts_is_tested_with_the_spread_of_both():
    """Limits of 1/(2 sqrt d) flag 140 against 100 at 99.8 %, where the share of 240 is 140 with P = 0.0215."""
    a = np.array([100, 101, 99, 140, 98, 102])
    d = np.full(6, 100)
    share = a.sum() / (a.sum() + d.sum())
    assert share == pytest.approx(0.51613, abs=1e-5)
    assert exact.binomial_p_value(140, 240, share) / 2 == pytest.approx(0.0215, abs=5e-5)
    assert_array_equal(exact.binomial_status(a, a + d, share), [0, 0, 0, 1, 0, 0])


def test_P03_the_arcsine_angle_is_clipped_before_it_is_squared():
    """Squared first, the lower 99.8 % limit lies above the 95 % one and flags an area without events."""
    x = np.array([0, 1, 1, 2, 1])
    benchmark = x.sum() / 500
    lower, upper = limits.proportion(np.full(5, 100), benchmark, method="arcsine")
    assert lower[0, 0] == pytest.approx(0.0000047, abs=1e-7)  # what the formula really gives at 95 %
    assert_array_equal(lower[1], 0.0)
    lower, upper = limits.proportion(np.full(5, 100), benchmark)
    assert_array_equal(lower, 0.0)
    assert not np.any(x / 100 > upper)
    assert_array_equal(exact.binomial_status(x, 100, benchmark), 0)
    assert exact.binomial_p_value(0, 100, benchmark) / 2 == pytest.approx(0.366, abs=5e-4)
    for method in ("exact", "normal", "interpolated", "arcsine"):
        lower, upper = limits.proportion([3, 5, 10], 0.02, method=method)
        assert_array_equal(lower, 0.0)  # unclipped: 0.169, 0.0853, 0.0280
        assert np.all(upper[0] <= upper[1])


def test_P04_limits_are_those_of_a_prediction_not_of_a_count_equal_to_its_expected_value():
    """The interval of the count 50 is 0.6192 to 1.5188; too few areas fall above it and too many below."""
    lower, upper = limits.ratio(50)
    assert_allclose([lower[1, 0], upper[1, 0]], [0.58307, 1.47426], atol=5e-6)
    assert_allclose([lower[0, 0], upper[0, 0]], [0.72277, 1.29623], atol=5e-6)


def test_P05_rare_events_are_judged_by_the_exact_tail():
    """Normal limits, called Wilson, put both areas outside 99.8 %."""
    x, n, benchmark = np.array([2, 12]), np.array([30, 1000]), np.array([0.01, 0.005])
    assert np.all(x / n > limits.proportion(n, benchmark, method="normal")[1][1])
    assert_allclose(exact.binomial_p_value(x, n, benchmark) / 2, [0.0361, 0.00533], atol=5e-5)
    assert_array_equal(exact.binomial_status(x, n, benchmark), [0, 1])


@pytest.mark.parametrize("method", ["exact", "normal", "interpolated", "arcsine"])
def test_P06_a_proportion_ends_at_one(method):
    """Capped at the literal 100, limits per 1,000 lay below the centre line and limits of 1 above 1."""
    x, n = np.array([120, 340, 560, 90]), np.array([1000, 3000, 5000, 700])
    benchmark = x.sum() / n.sum()
    lower, upper = limits.proportion(n, benchmark, method=method)
    assert benchmark * 1000 == pytest.approx(114.4, abs=0.05)
    assert np.all((lower >= 0) & (lower < benchmark))
    assert np.all((upper <= 1) & (upper > benchmark))
    assert np.all(limits.proportion([1, 2, 3], 0.9, method=method)[1] <= 1)


def test_P08_line_and_label_come_from_one_test():
    """Exact lines with labels by Byar: a point outside the line was called not significant."""
    upper = limits.ratio(4.79)[1][0, 0]
    assert upper < 10 / 4.79 == pytest.approx(2.08768, abs=5e-6)
    assert exact.poisson_p_value(10, 4.79) / 2 == pytest.approx(0.02484, abs=5e-6)
    assert exact.poisson_status(10, 4.79) == 1


def test_P09_exact_limits_are_exact_at_one_event_and_at_a_billion():
    """A loose bisection was up to 4.7e-5 off, and its time grew with the largest count."""
    wide, usual = intervals.poisson_exact(1, level=0.998), intervals.poisson_exact(1)
    assert_allclose(wide, [0.001000500333583534, 9.233413476451583], rtol=1e-12)
    assert_allclose(usual, [0.025317807984289897, 5.571643390938899], rtol=1e-12)
    # The same numbers are where one event touches the funnel's lines.
    assert limits.ratio(wide[1])[0][1, 0] * wide[1] == pytest.approx(1, rel=1e-12)
    assert limits.ratio(wide[0])[1][1, 0] * wide[0] == pytest.approx(1, rel=1e-12)
    # No bisection: a billion events are as exact as one.
    lower, _ = intervals.poisson_exact(1e9)
    assert lower == pytest.approx(0.099993802144392782 * 1e10, rel=1e-12)


def test_P11_an_area_without_events_is_never_above_a_limit():
    """Interpolation puts the upper limit at -0.00152 where no event is likelier than the level."""
    lower, upper = limits.proportion(10, 0.001, method="interpolated")
    assert_array_equal(lower, 0.0)
    assert np.all(upper >= 0)
    assert_array_equal(exact.binomial_status([0, 1, 2], 10, 0.001), [0, 1, 2])
    assert exact.binomial_p_value(1, 10, 0.001) / 2 == pytest.approx(0.00996, abs=5e-6)


def test_P12_byar_has_a_lower_limit_at_one_event_and_at_none():
    """The formula gives -0.002814 at one event and 0/0 at none; neither is missing."""
    lower, _ = intervals.byar([0, 1], level=0.998)
    assert_array_equal(lower, 0.0)


def test_P22_a_level_means_what_it_says():
    """Elsewhere 99 meant 99.8, and 99.8 found no outlier at all."""
    assert exact.poisson_status(400, 112, levels=(0.95, 0.998)) == 2
    assert limits.ratio(112, levels=(0.99,))[1][0, 0] < limits.ratio(112, levels=(0.998,))[1][0, 0]
    for level, meant in ((99, "0.998"), (99.8, "0.998")):
        with pytest.raises(OptionError) as caught:
            limits.ratio(112, levels=(0.95, level))
        text = f"levels={level} is not between 0 and 1; levels are probabilities: {meant}?"
        assert str(caught.value) == text
