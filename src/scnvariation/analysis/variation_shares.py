"""Where the true variation of a group sits: with need, between its network areas, within them. In closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.analysis.families import Measured
from scnvariation.analysis.groups import Grouped
from scnvariation.analysis.variation_rows import Line, some_rows
from scnvariation.stats import nested

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["FEWEST_NETWORKS", "network_codes", "share_columns"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
FEWEST_NETWORKS = 8
PLACE = "network_area"
#: Largest expected proportion: beyond, chance would have nothing left to vary.
NEARLY_ALL = 0.99


class Parts(NamedTuple):
    """Variances of each group, never below 0; `n_networks` of them carry the split."""

    chance: FloatArray
    between: FloatArray
    within: FloatArray
    n_networks: FloatArray


def network_codes(data: Indicators, grouped: Grouped) -> IntArray | None:
    """Give the network area of each observation as a number, -1 where there is none.

    Parameters
    ----------
    data : Indicators
        The selected data.
    grouped : Grouped
        Their groups.

    Returns
    -------
    ndarray of shape (n_observations,) or None
        None where no group can span enough network areas.
    """
    if {PLACE, "network_area_key", "scn"}.intersection(grouped.names.columns) or not data.has_column(PLACE):
        return None
    codes, names = data.sorted_codes(PLACE)
    if len(names) < FEWEST_NETWORKS:
        return None
    of_observation = np.full(int(data.sorted.positions.max(initial=-1)) + 1, -1, dtype=np.int64)
    of_observation[data.sorted.positions] = codes
    return of_observation


def share_columns(line: Line, of_observation: IntArray) -> dict[str, FloatArray]:
    """Split the true variation of each group by moments.

    Parameters
    ----------
    line : Line
        The groups, as they are or adjusted.
    of_observation : ndarray of shape (n_observations,)
        Network area of each observation.

    Returns
    -------
    dict of str to ndarray, shape (n_groups,)
        `share_need` (of the line adjusted for need), `share_between` and `share_within`, which add up to 1, and
        `reliability`; NaN where a group spans too few network areas or nothing but chance is seen.
    """
    codes = of_observation[line.rows.positions]
    adjusted = _parts(line.standard, line.plain.size, codes)
    between, within = adjusted.between, adjusted.within
    need = np.zeros_like(between)
    if line.adjustment == "need":
        plain = _parts(line.plain, line.plain.size, codes)
        need = np.maximum(plain.between + plain.within - between - within, 0.0)
    true = need + between + within
    enough = adjusted.n_networks >= FEWEST_NETWORKS
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {
            "share_need": need / true,
            "share_between": between / true,
            "share_within": within / true,
            "reliability": true / (true + adjusted.chance),
        }
    if line.adjustment != "need":
        shares["share_need"] = np.full_like(true, np.nan)
    return {name: np.where(enough, values, np.nan) for name, values in shares.items()}


def _parts(rows: Measured, people: FloatArray, codes: IntArray) -> Parts:
    """Estimate the variances of each group; negative estimates are set to 0."""
    blank = np.full(rows.segments.n_groups, np.nan)
    keep = codes >= 0
    alive = np.logical_or.reduceat(keep, rows.segments.starts)
    if not alive.any():
        return Parts(blank, blank, blank, np.zeros_like(blank))
    some, network = some_rows(rows, keep), codes[keep]
    segments = some.segments
    with np.errstate(divide="ignore", invalid="ignore"):  # a group without events has nothing to split
        if some.family == "normal":
            found, chance = nested.moments_normal(some.value, some.se, segments, network), some.se**2
        else:
            expected = some.size * segments.repeat(segments.sum(some.count) / segments.sum(some.size))
            # Counts over 1 - p have the chance of Poisson.
            free = 1.0 - np.minimum(expected / people[keep], NEARLY_ALL) if some.family == "binomial" else 1.0
            found, chance = nested.moments(some.count / free, expected / free, segments, network), free / expected
    mean_chance = segments.sum(np.broadcast_to(chance, network.shape)) / segments.lengths
    parts = Parts(*(np.full_like(blank, np.nan) for _ in Parts._fields))
    for place, part in zip(parts, (mean_chance, found.between, found.within, found.n_networks), strict=True):
        place[alive] = np.maximum(part, 0.0)
    return parts
