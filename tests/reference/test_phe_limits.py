"""Our limits against those of PHEindicatormethods: the same where its method is sound, the same labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.stats import exact, intervals, limits

HERE = Path(__file__).parent
LEVELS = (0.95, 0.998)
LABELS = {
    "Low (0.001)": -2,
    "Low (0.025)": -1,
    "Not significant": 0,
    "High (0.025)": 1,
    "High (0.001)": 2,
}


def expected(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / "expected" / f"{name}.csv")


def outside(value, lower, upper):
    """Count the limits a value has passed, with the sign of the side."""
    return (value > upper).sum(axis=0) - (value < lower).sum(axis=0)


@pytest.mark.parametrize("name", ["phe_funnel_limits_prop_a", "phe_funnel_limits_prop_h1"])
def test_limits_called_wilson_are_the_normal_limits(name):
    theirs = expected(name)
    lower, upper = limits.proportion(theirs["Population"], theirs["baseline"] / 100, method="normal")
    for row, sigma in enumerate(("2s", "3s")):
        assert_allclose(lower[row] * 100, theirs[f"lower_{sigma}_limit"], rtol=1e-10, atol=1e-12)
        assert_allclose(upper[row] * 100, theirs[f"upper_{sigma}_limit"], rtol=1e-10)


def touching(observed, level):
    """Find the expected counts at which an observed count touches the exact limits."""
    lower, upper = intervals.poisson_exact(observed, level=level)
    return {"lower": upper, "upper": lower}


def bisection(observed):
    """Give the package's own error: 5e-5 relative, and 4e-7 from ten events."""
    return np.where(observed < 10, 5e-5, 4e-7)


@pytest.mark.parametrize(("sigma", "level"), [("2s", 0.95), ("3s", 0.998)])
@pytest.mark.parametrize("side", ["lower", "upper"])
def test_ratio_lines_over_observed_events_are_our_region_on_another_axis(sigma, level, side):
    count, isr = expected("phe_funnel_limits_ratio_count_c"), expected("phe_funnel_limits_ratio_isr_d")
    for theirs, multiplier, shift in ((count, 1.0, 1.0), (isr, 100.0, 0.0)):
        observed = theirs["Observed_events"].to_numpy(dtype=float)
        at = touching(observed, level)[side]
        assert np.all(np.abs(theirs[f"{side}_{sigma}_exp_events"] / at - 1) < bisection(observed))
        ratio = theirs[f"{side}_{sigma}_limit"] / multiplier + shift
        assert np.all(np.abs(ratio / (observed / at) - 1) < bisection(observed))
        ours = limits.ratio(at, levels=(level,))[0 if side == "lower" else 1][0]
        assert_allclose(ours, observed / at, rtol=2e-12)


@pytest.mark.parametrize(("sigma", "level"), [("2s", 0.95), ("3s", 0.998)])
@pytest.mark.parametrize("side", ["lower", "upper"])
def test_crude_rate_lines_are_the_ratio_lines_times_the_benchmark(sigma, level, side):
    theirs = expected("phe_funnel_limits_rate_crude_b_1y")
    observed, baseline = theirs["Events"].to_numpy(dtype=float), theirs["baseline"] / 100_000
    at = touching(observed, level)[side]
    population = theirs[f"{side}_{sigma}_population_1_year"]
    assert np.all(np.abs(population * baseline / at - 1) < bisection(observed))
    rate = theirs[f"{side}_{sigma}_limit"] / 100_000
    ours = baseline * limits.ratio(at, levels=(level,))[0 if side == "lower" else 1][0]
    assert np.all(np.abs(rate / ours - 1) < bisection(observed))


@pytest.mark.parametrize(
    ("name", "count", "size"),
    [("phe_funnel_sig_prop_a", "numerator", "denominator"), ("phe_funnel_sig_prop_h1", "x", "n")],
)
def test_labels_of_proportions_follow_the_normal_limits(name, count, size):
    theirs = expected(name)
    benchmark = theirs[count].sum() / theirs[size].sum()
    lower, upper = limits.proportion(theirs[size], benchmark, method="normal")
    ours = outside((theirs[count] / theirs[size]).to_numpy(), lower, upper)
    assert_array_equal(ours, theirs["significance"].map(LABELS))


@pytest.mark.parametrize(
    ("name", "count", "size"),
    [
        ("phe_funnel_sig_ratio_c", "observed", "expected"),
        ("phe_funnel_sig_ratio_d", "observed", "expected"),
        ("phe_funnel_sig_ratio_h2", "x", "n"),
    ],
)
def test_labels_of_ratios_agree_with_the_plain_exact_test(name, count, size):
    theirs = expected(name)
    ours = exact.poisson_status(theirs[count], theirs[size], levels=LEVELS)
    assert_array_equal(ours, theirs["significance"].map(LABELS))


def test_labels_of_crude_rates_agree_with_the_plain_exact_test():
    theirs = expected("phe_funnel_sig_rate_crude_b")
    benchmark = theirs["events"].sum() / theirs["population"].sum()
    ours = exact.poisson_status(theirs["events"], theirs["population"] * benchmark, levels=LEVELS)
    assert_array_equal(ours, theirs["significance"].map(LABELS))
