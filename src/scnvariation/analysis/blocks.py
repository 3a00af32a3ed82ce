"""Cutting the rows of many indicators into blocks of one family that one call can judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.exact import expected_events
from scnvariation.analysis.families import Measured, measure
from scnvariation.reference import SortedRows

__all__ = ["Benchmarks", "Block", "blocks_of"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
#: Counts are sparse where more than this share of areas expects fewer events than this.
SPARSE_BELOW = 5.0
SPARSE_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmarks:
    """The centre of each group.

    Attributes
    ----------
    value, variance : ndarray of shape (n_groups,)
        Natural units; a variance of 0 takes the benchmark as known.
    fixed : ndarray of bool, shape (n_groups,)
        True where the areas do not make the benchmark up.
    """

    value: FloatArray
    variance: FloatArray
    fixed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Groups of one statistic type and one kind of benchmark.

    Attributes
    ----------
    rows : Measured
        Counts and sizes.
    positions : ndarray of shape (n_rows,)
        Where the rows stand in the observations.
    groups : ndarray of shape (n_groups,)
        Which groups of the whole these are.
    benchmark, benchmark_variance : ndarray of shape (n_groups,)
        Centre of each group.
    fixed : bool
        Whether the centre is not made up by the areas.
    sparse : bool
        Whether counts are too small for a variance-stabilised scale.
    """

    rows: Measured
    positions: IntArray
    groups: IntArray
    benchmark: FloatArray
    benchmark_variance: FloatArray
    fixed: bool
    sparse: bool = False

    @property
    def centre(self) -> FloatArray:
        """The benchmark of each row."""
        return self.rows.segments.repeat(self.benchmark)


def blocks_of(
    rows: SortedRows,
    statistics: pd.Series[str],
    benchmarks: Benchmarks,
    refused: NDArray[np.object_],
    *,
    split_sparse: bool,
) -> Iterator[Block]:
    """Cut groups into blocks.

    Parameters
    ----------
    rows : SortedRows
        All rows.
    statistics : pandas.Series
        Statistic type by `indicator_id`.
    benchmarks : Benchmarks
        Centre of each group.
    refused : ndarray of str, shape (n_observations,)
        Filled with the reason of each row that its statistic cannot use.
    split_sparse : bool
        Whether groups of sparse counts are to stand in blocks of their own.

    Yields
    ------
    Block
        Groups in their order, rows that can be judged only.
    """
    of_group = rows.keys["indicator_id"].map(statistics).to_numpy(object).astype(str)
    for statistic in sorted(set(of_group)):
        for fixed in (False, True):
            wanted = np.flatnonzero((of_group == statistic) & (benchmarks.fixed == fixed))
            block = _block(rows, wanted, statistic, benchmarks, refused) if wanted.size else None
            if block is None:
                continue
            sparse = _is_sparse(block)
            if not (split_sparse and sparse.any()):
                yield block
                continue
            for kind in (False, True):
                if (sparse == kind).any():
                    some = _block(rows, block.groups[sparse == kind], statistic, benchmarks, refused)
                    if some is not None:
                        yield replace(some, sparse=kind)


def _is_sparse(block: Block) -> NDArray[np.bool_]:
    """Whether more than a fifth of a group's areas expect fewer than five events, or non-events."""
    if block.rows.family == "normal":
        return np.zeros(block.rows.segments.n_groups, dtype=bool)
    few = expected_events(block.rows, block.centre) < SPARSE_BELOW
    share = block.rows.segments.sum(few.astype(np.float64)) / block.rows.segments.lengths
    return np.asarray(share > SPARSE_SHARE)


def _block(
    rows: SortedRows,
    wanted: IntArray,
    statistic: str,
    benchmarks: Benchmarks,
    refused: NDArray[np.object_],
) -> Block | None:
    """Measure the groups wanted, without the rows that the statistic cannot use."""
    some = rows if wanted.size == rows.segments.n_groups else rows.groups(wanted)
    measured, reason = measure(some, statistic)
    out = reason != ""
    groups = wanted
    if out.any():
        refused[some.positions[out]] = reason[out]
        if out.all():
            return None
        groups = wanted[np.logical_or.reduceat(~out, some.segments.starts)]
        some = some.rows(~out)
        measured, _ = measure(some, statistic)
    return Block(
        rows=measured,
        positions=some.positions,
        groups=groups,
        benchmark=benchmarks.value[groups],
        benchmark_variance=benchmarks.variance[groups],
        fixed=bool(benchmarks.fixed[wanted[0]]),
    )
