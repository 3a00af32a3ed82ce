"""Interpolated limits are those of Spiegelhalter's formula, except that they never fall below 0."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from scnvariation.stats import limits

HERE = Path(__file__).parent
COLUMNS = (("lower95", "upper95"), ("lower99_8", "upper99_8"))


def expected(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / "expected" / f"{name}.csv")


def assert_same(ours, theirs, scale=1.0):
    """Compare each level; the formula's negative limits are 0 here."""
    for row, (low, high) in enumerate(COLUMNS):
        assert_allclose(ours[0][row] * scale, np.maximum(theirs[low], 0.0), rtol=1e-10, atol=1e-12)
        assert_allclose(ours[1][row] * scale, np.maximum(theirs[high], 0.0), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "size"), [("spiegelhalter_binomial_a", "denominator"), ("spiegelhalter_binomial_grid_p0.12", "n")]
)
def test_proportions(name, size):
    theirs = expected(name)
    assert_same(limits.proportion(theirs[size], theirs["target"], method="interpolated"), theirs)


@pytest.mark.parametrize("name", ["spiegelhalter_poisson_c", "spiegelhalter_poisson_d"])
def test_ratios(name):
    theirs = expected(name)
    assert_same(limits.ratio(theirs["expected"], method="interpolated"), theirs)


def test_rates():
    theirs = expected("spiegelhalter_poisson_b")
    ours = limits.ratio(theirs["population"] * theirs["target"], method="interpolated")
    assert_same(ours, theirs, theirs["target"].to_numpy())
