"""Groups of rows: the same numbers as one group at a time, whatever the lengths."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.stats.segments import Segments

PROBABILITIES = [0.0, 0.05, 0.1, 0.25, 0.5, 0.9, 1.0]
lengths = st.lists(st.integers(1, 9), min_size=1, max_size=12)


def values(n_rows: int, *, ties: bool = False) -> np.ndarray:
    x = np.random.default_rng(n_rows).normal(size=n_rows)
    return np.round(x) if ties else x


@settings(derandomize=True, deadline=None)
@given(lengths, st.booleans())
def test_groupwise_results_are_those_of_pandas(sizes, ties):
    """pandas goes group by group; reduceat must not borrow a row of the next one."""
    segments = Segments.from_lengths(sizes)
    x = values(segments.n_rows, ties=ties)
    grouped = pd.Series(x).groupby(np.repeat(np.arange(len(sizes)), sizes))
    assert_allclose(segments.sum(x), grouped.sum(), rtol=1e-12, atol=1e-12)
    assert_array_equal(segments.min(x), grouped.min())
    assert_array_equal(segments.max(x), grouped.max())
    assert_array_equal(segments.repeat(segments.max(x)), grouped.transform("max"))


@settings(derandomize=True, deadline=None)
@given(lengths, st.booleans())
def test_quantiles_are_type_7(sizes, ties):
    """NumPy's "linear" rule, one group at a time, is the definition."""
    segments = Segments.from_lengths(sizes)
    x = values(segments.n_rows, ties=ties)
    one_at_a_time = [np.quantile(part, PROBABILITIES) for part in np.split(x, segments.starts[1:])]
    assert_allclose(segments.quantile(x, PROBABILITIES), np.transpose(one_at_a_time), rtol=1e-12, atol=1e-14)


@settings(derandomize=True, deadline=None)
@given(lengths, st.integers(1, 40))
def test_blocks_cover_every_row_once_and_never_cut_a_group(sizes, rows):
    segments = Segments.from_lengths(sizes)
    x = values(segments.n_rows)
    blocks = list(segments.blocks(rows))
    assert_array_equal(np.concatenate([x[place] for place, _, _ in blocks]), x)
    assert_array_equal(np.concatenate([inner.sum(x[place]) for place, _, inner in blocks]), segments.sum(x))
    assert_array_equal(np.concatenate([inner.lengths for _, _, inner in blocks]), sizes)
    assert all(inner.n_rows <= rows or inner.n_groups == 1 for _, _, inner in blocks)
    assert [groups.start for _, groups, _ in blocks[1:]] == [groups.stop for _, groups, _ in blocks[:-1]]


@settings(derandomize=True, deadline=None)
@given(lengths)
def test_rectangles_and_buckets_hold_the_same_rows(sizes):
    segments = Segments.from_lengths(sizes)
    x = values(segments.n_rows)
    assert_allclose(segments.padded(x, 0.0).sum(axis=1), segments.sum(x), atol=1e-12)
    seen = np.sort(np.concatenate([rows.ravel() for _, rows in segments.buckets()]))
    assert_array_equal(seen, np.arange(segments.n_rows))
    for groups, rows in segments.buckets():
        assert_array_equal(rows[:, 0], segments.starts[groups])


def test_codes_only_need_to_stand_together():
    """Codes are names: their order says nothing."""
    assert_array_equal(Segments.from_sorted_codes(["b", "b", "a"]).lengths, [2, 1])


def test_an_empty_group_is_refused():
    """reduceat would give an empty group the first row of the next."""
    with pytest.raises(ValueError, match="at least one row"):
        Segments.from_lengths([2, 0, 1])


@pytest.mark.parametrize("none", [Segments.single(0), Segments.from_lengths([]), Segments.from_sorted_codes([])])
def test_no_rows_are_no_groups(none):
    """A selection may leave nothing, and nothing is not an error here."""
    empty = np.empty(0)
    assert none.n_groups == none.n_rows == 0
    assert none.sum(empty).shape == none.repeat(empty).shape == (0,)
    assert none.quantile(empty, [0.5]).shape == (1, 0)
    assert none.padded(empty, 0.0).shape == (0, 0)
    assert list(none.blocks()) == []


def test_the_last_axis_holds_the_rows():
    """Sums at several nodes at once are how delete-one stays linear."""
    x = np.arange(6.0).reshape(2, 3)
    assert_array_equal(Segments.from_lengths([1, 2]).sum(x), [[0, 3], [3, 9]])
