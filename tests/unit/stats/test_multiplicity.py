"""Adjusted P-values: the Bristol numbers, families, and what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from statsmodels.stats.multitest import multipletests

from scnvariation.stats import exact, multiplicity
from scnvariation.stats.segments import Segments

BRISTOL_N = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301])
BRISTOL_X = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31])
LEEDS, OXFORD, BIRMINGHAM = 2, 3, 10

THEIRS = {
    multiplicity.benjamini_hochberg: "fdr_bh",
    multiplicity.benjamini_yekutieli: "fdr_by",
    multiplicity.holm: "holm",
    multiplicity.bonferroni: "bonferroni",
}


@pytest.fixture
def bristol():
    return exact.binomial_p_value(BRISTOL_X, BRISTOL_N, BRISTOL_X.sum() / BRISTOL_N.sum())


def test_bristol(bristol):
    hochberg = multiplicity.benjamini_hochberg(bristol)
    printed = [0.000001, 0.064009, 0.143754, 0.463870]
    assert_allclose(hochberg[[0, LEEDS, OXFORD, BIRMINGHAM]], printed, rtol=0, atol=1e-6)
    yekutieli = multiplicity.benjamini_yekutieli(bristol)
    assert_allclose(yekutieli[[LEEDS, OXFORD]], [0.198634, 0.446099], rtol=0, atol=1e-6)
    bonferroni = multiplicity.bonferroni(bristol)
    assert_allclose(bonferroni[[LEEDS, OXFORD]], [0.128018, 0.431262], rtol=0, atol=1e-6)
    # Holm by hand: Leeds is second of twelve, Oxford third.
    assert_allclose(multiplicity.holm(bristol)[[LEEDS, OXFORD]], bristol[[LEEDS, OXFORD]] * [11, 10])


@pytest.mark.parametrize("function", THEIRS)
def test_many_families_against_statsmodels(function):
    rng = np.random.default_rng(20131)
    families = Segments.from_lengths([1, 7, 3, 7, 40, 2])
    p = rng.random(families.n_rows) ** 3
    p[[2, 10, 11]] = p[4]  # ties
    ours = function(p, families)
    for start, length in zip(families.starts, families.lengths, strict=True):
        rows = slice(start, start + length)
        theirs = multipletests(p[rows], method=THEIRS[function])[1]
        assert_allclose(ours[rows], theirs, rtol=1e-12)


@pytest.mark.parametrize("function", THEIRS)
def test_a_missing_p_value_stays_missing_and_is_no_test(function):
    p = np.array([0.04, np.nan, 0.01, 0.03, np.nan])
    ours = function(p)
    assert_array_equal(np.isnan(ours), np.isnan(p))
    assert_array_equal(ours[[0, 2, 3]], function(p[[0, 2, 3]]))


@pytest.mark.parametrize("function", THEIRS)
def test_families_without_tests(function):
    assert function([]).size == 0
    assert np.isnan(function([np.nan, np.nan])).all()
    ours = function([np.nan, 0.2, np.nan], Segments.from_lengths([1, 2]))
    assert_array_equal(ours, [np.nan, 0.2, np.nan])


@pytest.mark.parametrize("function", THEIRS)
def test_order_of_rows_changes_nothing(function):
    rng = np.random.default_rng(5)
    p, order = rng.random(50), rng.permutation(50)
    assert_array_equal(function(p)[order], function(p[order]))


@pytest.mark.parametrize("function", THEIRS)
def test_adjusted_values_are_probabilities_not_below_the_raw_ones(function):
    p = np.random.default_rng(6).random(200)
    adjusted = function(p)
    assert np.all((adjusted >= p) & (adjusted <= 1))
    assert np.all(np.diff(adjusted[np.argsort(p)]) >= 0)
