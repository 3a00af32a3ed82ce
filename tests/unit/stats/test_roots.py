"""The bracketed secant: many roots at once, bad beginnings, functions that are infinite at the ends."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose
from scipy.special import ndtri

from scnvariation.stats.roots import Search, solve_increasing


def test_each_row_has_its_own_root():
    target = np.array([0.001, 1.0, 2.0, 1e6])
    search = Search(np.full(4, 0.5), np.ones(4), np.zeros(4), np.full(4, 1e3))
    roots = solve_increasing(lambda u, rows: u**3 - target[rows], search)
    assert_allclose(roots, np.cbrt(target), rtol=1e-9)


def test_a_start_far_out_and_a_wrong_slope_do_no_harm():
    start, slope = np.array([1e-9, 1 - 1e-9, 0.5]), np.array([1e-6, 1e6, 1.0])
    search = Search(start, slope, np.zeros(3), np.ones(3))
    roots = solve_increasing(lambda u, _: ndtri(u) + 1.5, search)
    assert_allclose(ndtri(roots), -1.5, rtol=1e-12)


def test_infinite_ends_and_steps():
    def excess(u, _rows):
        return np.where(u < 2, -np.inf, np.where(u > 4, np.inf, u - 3))

    search = Search(np.array([0.1, 9.9]), np.ones(2), np.zeros(2), np.full(2, 10.0))
    assert_allclose(solve_increasing(excess, search), 3.0, rtol=1e-12)


def test_no_rows():
    empty = np.empty(0)
    assert solve_increasing(lambda u, _: u, Search(empty, empty, empty, empty)).size == 0
