"""What must hold of limits, flags and intervals at any size, benchmark and level."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.stats import exact, intervals, limits

ORDERLY = settings(derandomize=True, deadline=None, max_examples=150)

sizes = st.integers(1, 2_000)
benchmarks = st.floats(1e-4, 1 - 1e-4)
expected_counts = st.floats(1e-3, 5_000)
level_pairs = st.tuples(st.floats(0.5, 0.9), st.floats(0.91, 0.9999))


def codes_of(value, pair):
    lower, upper = pair
    return (value > upper).sum(axis=0) - (value < lower).sum(axis=0)


@ORDERLY
@given(sizes, benchmarks, level_pairs)
def test_flag_and_line_agree_at_every_count(n, benchmark, levels):
    x = np.arange(n + 1)
    pair = limits.proportion(np.full(n + 1, n), benchmark, levels=levels)
    assert_array_equal(exact.binomial_status(x, n, benchmark, levels=levels), codes_of(x / n, pair))
    usual = limits.proportion(np.full(n + 1, n), benchmark)
    assert_array_equal(exact.binomial_status(x, n, benchmark), codes_of(x / n, usual))


@ORDERLY
@given(expected_counts, level_pairs)
def test_flag_and_line_agree_at_every_poisson_count(expected, levels):
    x = np.arange(int(expected + 10 * np.sqrt(expected)) + 12)
    pair = limits.ratio(np.full(x.size, expected), levels=levels)
    assert_array_equal(exact.poisson_status(x, expected, levels=levels), codes_of(x / expected, pair))
    usual = limits.ratio(np.full(x.size, expected))
    assert_array_equal(exact.poisson_status(x, expected), codes_of(x / expected, usual))


@ORDERLY
@given(sizes, benchmarks)
def test_more_events_never_flag_lower(n, benchmark):
    codes = exact.binomial_status(np.arange(n + 1), n, benchmark)
    assert np.all(np.diff(codes) >= 0)


@ORDERLY
@given(sizes, benchmarks)
def test_events_and_those_without_are_mirror_images(n, benchmark):
    x = np.arange(n + 1)
    mirrored = 1 - (1 - benchmark)  # the same number that the other side sees
    codes = exact.binomial_status(x, n, mirrored)
    assert_array_equal(codes, -exact.binomial_status(n - x, n, 1 - mirrored))
    lower, upper = limits.proportion(n, mirrored)
    other_lower, other_upper = limits.proportion(n, 1 - mirrored)
    assert_allclose(lower, 1 - other_upper, rtol=0, atol=1e-11)
    assert_allclose(upper, 1 - other_lower, rtol=0, atol=1e-11)


@ORDERLY
@given(sizes, benchmarks, expected_counts)
def test_levels_are_nested_and_hold_the_benchmark(n, benchmark, expected):
    for method in ("exact", "normal", "interpolated", "arcsine"):
        lower, upper = limits.proportion(n, benchmark, method=method)
        assert 0 <= lower[1, 0] <= lower[0, 0]
        assert upper[0, 0] <= upper[1, 0] <= 1
    for method in ("exact", "normal", "interpolated", "sqrt", "log"):
        lower, upper = limits.ratio(expected, method=method)
        assert 0 <= lower[1, 0] <= lower[0, 0]
        assert upper[0, 0] <= upper[1, 0]
    lower, upper = limits.proportion(n, benchmark)
    assert lower[0, 0] <= benchmark < upper[0, 0]


@ORDERLY
@given(benchmarks)
def test_lines_are_smooth(benchmark):
    """Larger areas have limits nearer to the benchmark, and limits of the count that never fall."""
    n = np.arange(1.0, 1_001.0)
    lower, upper = limits.proportion(n, benchmark)
    assert np.all(np.diff(upper, axis=1) <= 1e-12)
    assert np.all(np.diff(lower, axis=1) >= -1e-12)
    assert np.all(np.diff(upper * n, axis=1) >= -1e-9)
    assert np.all(np.diff(lower * n, axis=1) >= -1e-9)


@ORDERLY
@given(st.floats(0.3, 400))
def test_poisson_lines_are_smooth(smallest):
    expected = smallest + np.arange(500) * 0.25
    lower, upper = limits.ratio(expected)
    assert np.all(np.diff(upper, axis=1) <= 1e-12)
    assert np.all(np.diff(lower, axis=1) >= -1e-12)
    assert np.all(np.diff(upper * expected, axis=1) >= 0)
    assert np.all(np.diff(lower * expected, axis=1) >= 0)


@ORDERLY
@given(st.lists(st.tuples(sizes, st.floats(0, 1), benchmarks), min_size=1, max_size=40), st.randoms())
def test_order_of_areas_and_company_change_nothing(areas, random):
    n = np.array([area[0] for area in areas])
    x = np.array([round(area[0] * area[1]) for area in areas])
    benchmark = np.array([area[2] for area in areas])
    order = np.array(random.sample(range(len(areas)), len(areas)))
    p, codes = exact.binomial_p_value(x, n, benchmark), exact.binomial_status(x, n, benchmark)
    assert_array_equal(p[order], exact.binomial_p_value(x[order], n[order], benchmark[order]))
    assert_array_equal(codes[order], exact.binomial_status(x[order], n[order], benchmark[order]))
    lower, upper = limits.proportion(n, benchmark)
    alone = limits.proportion(n[:1], benchmark[:1])
    assert_allclose(lower[:, :1], alone[0], rtol=1e-13)
    assert_allclose(upper[:, :1], alone[1], rtol=1e-13)


@ORDERLY
@given(sizes, st.floats(0, 1), st.floats(0.5, 0.9999))
def test_intervals_hold_the_estimate(n, share, level):
    x = round(n * share)
    for function in (intervals.wilson, intervals.clopper_pearson, intervals.binomial_midp):
        lower, upper = function(x, n, level=level)
        assert 0 <= lower <= x / n + 1e-15
        assert x / n - 1e-15 <= upper <= 1
    for function in (intervals.poisson_exact, intervals.byar, intervals.poisson_midp, intervals.poisson_phe):
        lower, upper = function(x, level=level)
        assert 0 <= lower <= x <= upper


@ORDERLY
@given(sizes, st.floats(0, 1), st.floats(0.5, 0.9999))
def test_mid_p_lies_inside_exact(n, share, level):
    x = round(n * share)
    narrow, wide = intervals.binomial_midp(x, n, level=level), intervals.clopper_pearson(x, n, level=level)
    assert wide[0] <= narrow[0] + 1e-15
    assert narrow[1] <= wide[1] + 1e-15


@ORDERLY
@given(st.integers(0, 500), level_pairs)
def test_interval_and_limits_are_one_test(x, levels):
    """An expected count lies outside the exact interval if and only if the count is flagged there."""
    grid = np.linspace(0.01, 2.5 * x + 20, 301)
    for level in levels:
        lower, upper = intervals.poisson_exact(x, level=level)
        codes = exact.poisson_status(x, grid, levels=(level,))
        assert_array_equal(codes, np.where(grid < lower, 1, np.where(grid > upper, -1, 0)))
