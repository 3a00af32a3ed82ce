"""Our intervals are those that PHEindicatormethods and R's own exact tests return."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from scnvariation.stats import intervals

HERE = Path(__file__).parent
RELATIVE = 1e-10
LEVELS = {0.95: ("lower95_0cl", "upper95_0cl"), 0.998: ("lower99_8cl", "upper99_8cl")}
EXACT_LEVELS = {0.95: ("lower95", "upper95"), 0.998: ("lower99_8", "upper99_8")}


def expected(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / "expected" / f"{name}.csv")


def assert_same(ours, theirs, columns, scale=1.0):
    """Compare both limits; a limit that PHE leaves out is 0 here."""
    for limit, column in zip(ours, columns, strict=True):
        assert_allclose(limit * scale, theirs[column].fillna(0.0), rtol=RELATIVE, atol=1e-300, err_msg=column)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("name", "count", "size", "multiplier"),
    [("phe_proportion_a", "numerator", "denominator", 100), ("phe_proportion_h1", "x", "n", 1)],
)
def test_wilson(name, count, size, multiplier, level):
    theirs = expected(name)
    ours = intervals.wilson(theirs[count], theirs[size], level=level)
    lower, upper = ours
    # At x = 0 the formula of the package leaves 1e-17 instead of 0.
    assert_allclose(lower * multiplier, theirs[LEVELS[level][0]], rtol=RELATIVE, atol=1e-15)
    assert_allclose(upper * multiplier, theirs[LEVELS[level][1]], rtol=RELATIVE)


def test_wilson_at_another_level():
    theirs = expected("phe_proportion_h1_90")
    lower, upper = intervals.wilson(theirs["x"], theirs["n"], level=0.9)
    assert_allclose(lower * 100, theirs["lowercl"], rtol=RELATIVE, atol=1e-15)
    assert_allclose(upper * 100, theirs["uppercl"], rtol=RELATIVE)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("name", "count", "size", "multiplier"),
    [
        ("phe_rate_b", "events", "population", 100_000),
        ("phe_rate_h2", "x", "n", 1_000),
        ("phe_isratio_c", "observed", "expected", 1),
        ("phe_isratio_d", "observed", "expected", 1),
        ("phe_isratio_h2", "observed", "expected", 1),
    ],
)
def test_rates_and_ratios(name, count, size, multiplier, level):
    theirs = expected(name)
    ours = intervals.poisson_phe(theirs[count], level=level)
    assert_same(ours, theirs, LEVELS[level], multiplier / theirs[size])


def test_rates_at_another_level():
    theirs = expected("phe_rate_h2_90")
    ours = intervals.poisson_phe(theirs["x"], level=0.9)
    assert_same(ours, theirs, ("lowercl", "uppercl"), 1 / theirs["n"])


@pytest.mark.parametrize(("prefix", "function"), [("byars", intervals.byar), ("exact", intervals.poisson_exact)])
def test_the_two_formulas_behind_the_rule(prefix, function):
    theirs = expected("phe_byars_primitives")
    for level, rows in theirs.groupby("confidence"):
        assert_same(function(rows["x"], level=float(level)), rows, (f"{prefix}_lower", f"{prefix}_upper"))


@pytest.mark.parametrize("level", LEVELS)
def test_student_mean(level):
    theirs = expected("phe_mean_i")
    ours = intervals.student_mean(theirs["value"], theirs["stdev"], theirs["value_count"], level=level)
    assert_same(ours, theirs, LEVELS[level])


@pytest.mark.parametrize("level", EXACT_LEVELS)
@pytest.mark.parametrize("name", ["exact_binomtest_a", "exact_binomtest_h1"])
def test_clopper_pearson(name, level):
    theirs = expected(name)
    ours = intervals.clopper_pearson(theirs["x"], theirs["n"], level=level)
    assert_same(ours, theirs, EXACT_LEVELS[level])


@pytest.mark.parametrize("level", EXACT_LEVELS)
@pytest.mark.parametrize(
    "name", ["exact_poissontest_b", "exact_poissontest_c", "exact_poissontest_d", "exact_poissontest_h2"]
)
def test_exact_poisson(name, level):
    theirs = expected(name)
    ours = intervals.poisson_exact(theirs["x"], level=level)
    assert_same(ours, theirs, EXACT_LEVELS[level], 1 / theirs["n"])


@pytest.mark.parametrize("level", LEVELS)
def test_dobson_interval_of_a_directly_standardised_rate(level):
    theirs = expected("phe_dsr_f_area")
    theirs = theirs[theirs["value"].notna()]  # the package withholds rates on fewer than 10 events
    bands = pd.read_csv(HERE / "inputs" / "f_agesex.csv")
    weight = bands["stdpop"] / bands.groupby("area")["stdpop"].transform("sum")
    bands["rate"] = weight * bands["x"] / bands["n"]
    bands["variance"] = weight**2 * bands["x"] / bands["n"] ** 2
    areas = bands.groupby("area")[["rate", "variance", "x"]].sum().loc[theirs["area"]]
    assert_allclose(areas["rate"] * 100_000, theirs["value"], rtol=RELATIVE)
    ours = intervals.dobson(areas["rate"], areas["variance"], areas["x"], level=level)
    assert_same(ours, theirs, LEVELS[level], 100_000)
