"""The one kernel: every area of every indicator and period against its limits.

A single funnel is this kernel with one group, a table of thousands of funnels the same with many.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from scnvariation.analysis import exact
from scnvariation.analysis.adjusted import Adjusted
from scnvariation.analysis.blocks import Benchmarks, Block, blocks_of
from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.levels import level_name
from scnvariation.analysis.lines import ChanceLines, Lines
from scnvariation.analysis.overdispersion import adjust
from scnvariation.reference import Reference, SortedRows
from scnvariation.stats.multiplicity import benjamini_hochberg

__all__ = ["Drawn", "Judged", "judge", "limit_columns"]

FloatArray = NDArray[np.float64]
SYSTEMIC_PHI = 10.0
SYSTEMIC_SHARE = 0.2
SYSTEMIC_AREAS = 8
ADJUST_BELOW_P = 0.05
ROW_NUMBERS = ("p_value", "z", "size", "p_adjusted", "z_adjusted", "fdr_q")
GROUP_NUMBERS = ("benchmark", "phi", "tau2", "q", "df", "p", "raw_phi", "n_areas", "n_outside")


class Drawn(NamedTuple):
    """The lines of one group, and its number among theirs."""

    exact: Lines
    adjusted: Lines | None
    number: int


@dataclass(slots=True, kw_only=True)
class Judged:
    """Arrays over the observations and over the groups; rows and groups never judged keep NaN and 0.

    Attributes
    ----------
    group : ndarray of int, shape (n_observations,)
        Group of each row judged, -1 elsewhere.
    judged, judged_adjusted : ndarray of bool, shape (n_observations,)
        Rows with a status, and with an adjusted one.
    refused, reason_adjusted : ndarray of str, shape (n_observations,)
        Why a statistic cannot use a row, and why its adjusted status was not computed.
    side, side_adjusted : ndarray of int8, shape (n_observations,)
        Limits passed, negative below.
    by_row : dict of str to ndarray, shape (n_observations,)
        P-values, z-scores and limits; empty where only flags are wanted.
    by_group : dict of str to ndarray, shape (n_groups,)
        Benchmark, phi, tau2, and the raw dispersion.
    use_adjusted, systemic : ndarray of bool, shape (n_groups,)
        The flag basis, and whether variation is the message.
    scale : list of str
        Scale of tau2 in each group.
    drawn : dict of int to Drawn
        Lines by group; empty where only flags are wanted.
    """

    group: NDArray[np.int64]
    judged: NDArray[np.bool_]
    judged_adjusted: NDArray[np.bool_]
    refused: NDArray[np.object_]
    reason_adjusted: NDArray[np.object_]
    side: NDArray[np.int8]
    side_adjusted: NDArray[np.int8]
    by_row: dict[str, FloatArray]
    by_group: dict[str, FloatArray]
    use_adjusted: NDArray[np.bool_]
    systemic: NDArray[np.bool_]
    scale: list[str]
    drawn: dict[int, Drawn] = field(default_factory=dict)


def judge(reference: Reference, rows: SortedRows, benchmarks: Benchmarks, options: FunnelOptions) -> Judged:
    """Judge every row of the groups.

    Parameters
    ----------
    reference : Reference
        Observations and statistic types.
    rows : SortedRows
        The groups to judge.
    benchmarks : Benchmarks
        Their centres.
    options : FunnelOptions
        Limits and flags.

    Returns
    -------
    Judged
    """
    answer = _blank(reference, rows.segments.n_groups, options)
    split_sparse = options.overdispersion == "predictive"
    for block in blocks_of(rows, reference.statistics, benchmarks, answer.refused, split_sparse=split_sparse):
        raw = _judge_by_chance(block, options, answer)
        adjusted = adjust(block, options, raw)
        _judge_adjusted(block, adjusted, options, answer)
        if not options.flags_only:
            _fill_columns(block, adjusted, options, answer)
    return answer


def _blank(reference: Reference, n_groups: int, options: FunnelOptions) -> Judged:
    n = len(reference.observations)
    limits = (*limit_columns(options.levels, ""), *limit_columns(options.levels, "adjusted_"))
    names = () if options.flags_only else (*ROW_NUMBERS, *limits)
    return Judged(
        group=np.full(n, -1, dtype=np.int64),
        judged=np.zeros(n, dtype=bool),
        judged_adjusted=np.zeros(n, dtype=bool),
        refused=np.full(n, "", dtype=object),
        reason_adjusted=np.full(n, "", dtype=object),
        side=np.zeros(n, dtype=np.int8),
        side_adjusted=np.zeros(n, dtype=np.int8),
        by_row={name: np.full(n, np.nan) for name in names},
        by_group={name: np.full(n_groups, np.nan) for name in GROUP_NUMBERS},
        use_adjusted=np.zeros(n_groups, dtype=bool),
        systemic=np.zeros(n_groups, dtype=bool),
        scale=[""] * n_groups,
    )


def limit_columns(levels: tuple[float, ...], prefix: str) -> list[str]:
    """Name the limit columns of one basis, lower and upper of each level.

    >>> limit_columns((0.95,), "adjusted_")
    ['adjusted_lower_95', 'adjusted_upper_95']
    """
    return [f"{prefix}{side}_{level_name(level)}" for level in levels for side in ("lower", "upper")]


def _judge_by_chance(block: Block, options: FunnelOptions, answer: Judged) -> FloatArray:
    """Fill the exact status and the raw dispersion; give the raw phi."""
    segments, at = block.rows.segments, block.positions
    side = exact.chance_status(block.rows, block.centre, levels=options.levels, method=options.method)
    answer.group[at] = segments.repeat(block.groups)
    answer.judged[at] = True
    answer.side[at] = side
    q = segments.sum(exact.chance_z(block.rows, block.centre) ** 2)
    n = segments.lengths.astype(np.float64)
    df = n if block.fixed else n - 1
    p = np.where(df > 0, chdtrc(np.maximum(df, 1.0), q), np.nan)
    phi = q / n
    outside = segments.sum((np.abs(side) == len(options.levels)).astype(np.float64))
    numbers = (block.benchmark, phi, np.zeros_like(phi), q, df, p, phi, n, outside)
    for name, number in zip(GROUP_NUMBERS, numbers, strict=True):
        answer.by_group[name][block.groups] = number
    # A few areas far from a published England are outliers: too few to say that areas differ as a whole.
    answer.systemic[block.groups] = ((phi > SYSTEMIC_PHI) | (outside / n > SYSTEMIC_SHARE)) & (n >= SYSTEMIC_AREAS)
    answer.use_adjusted[block.groups] = p < ADJUST_BELOW_P
    return phi


def _judge_adjusted(block: Block, adjusted: Adjusted, options: FunnelOptions, answer: Judged) -> None:
    """Fill the adjusted status, the flag basis, phi and tau2."""
    at, groups = block.positions, block.groups
    known = np.isfinite(adjusted.z)
    answer.side_adjusted[at] = np.where(known, adjusted.side, 0)
    answer.judged_adjusted[at] = known
    answer.reason_adjusted[at[~known]] = adjusted.reason
    answer.by_group["phi"][groups] = adjusted.phi
    answer.by_group["tau2"][groups] = adjusted.tau2
    if options.basis == "auto":
        answer.use_adjusted[groups] &= block.rows.segments.sum(known.astype(np.float64)) > 0
    else:
        answer.use_adjusted[groups] = options.basis == "adjusted"
    for group in groups:
        answer.scale[group] = adjusted.scale


def _fill_columns(block: Block, adjusted: Adjusted, options: FunnelOptions, answer: Judged) -> None:
    """Fill P-values, z-scores and limits, and keep the lines for drawing."""
    at, rows = block.positions, block.rows
    lines = ChanceLines(family=rows.family, benchmark=block.benchmark, levels=options.levels, method=options.method)
    p = exact.chance_p(rows, block.centre)
    leading = np.where(rows.segments.repeat(answer.use_adjusted[block.groups]), adjusted.p, p)
    columns = {
        "p_value": p,
        "z": exact.chance_z(rows, block.centre),
        "size": rows.size,
        "p_adjusted": adjusted.p,
        "z_adjusted": adjusted.z,
        "fdr_q": benjamini_hochberg(leading, rows.segments),
    }
    group = rows.segments.repeat(np.arange(rows.segments.n_groups))
    for prefix, line in (("", lines), ("adjusted_", adjusted.lines)):
        if line is not None:
            limits = line.at(rows.size, group)
            for k, level in enumerate(options.levels):
                columns[f"{prefix}lower_{level_name(level)}"] = limits.lower[k]
                columns[f"{prefix}upper_{level_name(level)}"] = limits.upper[k]
    for name, numbers in columns.items():
        answer.by_row[name][at] = numbers
    for number, of_whole in enumerate(block.groups):
        answer.drawn[int(of_whole)] = Drawn(lines, adjusted.lines, number)
