"""What chance alone produces: spread statistics of areas that do not differ, by simulation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from scnvariation.options import check_option
from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_rates import quotient

__all__ = ["ChanceOnly", "Kind", "chance"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Kind = Literal["multinomial", "hypergeometric", "normal"]

BLOCK_VALUES = 1_000_000  # simulated values that are alive at once
ENVELOPE = (0.5, 0.025, 0.975)
DECILES = (0.1, 0.9)
LARGEST_POPULATION = 999_999_999  # NumPy draws no hypergeometric counts from more
TIED = 1e-9  # sums in another order may differ by rounding where the counts are the same


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceOnly:
    """Spread statistics where areas do not differ; every array has shape (n_groups,).

    Attributes
    ----------
    extremal_quotient, extremal_quotient_lower, extremal_quotient_upper : ndarray
        Median and central 95 per cent of largest over smallest rate; infinite draws count as larger than all others.
    p90_p10, p90_p10_lower, p90_p10_upper : ndarray
        The same of the ratio of 90th to 10th percentile.
    chi2_p : ndarray
        P-value of the observed chi-square, (1 + draws at least as large)/(1 + draws).
    """

    extremal_quotient: FloatArray
    extremal_quotient_lower: FloatArray
    extremal_quotient_upper: FloatArray
    p90_p10: FloatArray
    p90_p10_lower: FloatArray
    p90_p10_upper: FloatArray
    chi2_p: FloatArray


def chance(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    seeds: Sequence[int] | npt.NDArray[np.integer],
    simulations: int = 999,
    kind: Kind = "multinomial",
) -> ChanceOnly:
    """Simulate what spread statistics areas would show if they did not differ.

    An extremal quotient or a percentile ratio means nothing without this value. Each group draws from a stream of
    its own, so that neither the order of groups nor their number matters.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events; values of the areas for kind "normal".
    expected : ndarray of shape (n_rows,)
        Expected events up to a factor per group; denominators for kind "hypergeometric"; standard errors for
        kind "normal".
    segments : Segments
        Groups of rows.
    seeds : sequence of int, of length n_groups
        One seed per group.
    simulations : int, default 999
        Draws; 9999 for print.
    kind : {"multinomial", "hypergeometric", "normal"}
        How events fall where areas do not differ: all events of the group among areas in proportion to expected
        events; all events among the people of the group; or normal errors about the weighted mean.

    Returns
    -------
    ChanceOnly
        nan for groups without events.

    Raises
    ------
    OptionError
        If `kind` is not one of the words.

    Notes
    -----
    Counts are drawn given their total, which makes the null law exact although the level is estimated. Totals
    that are not whole are rounded. Above 10^9 people the hypergeometric law is drawn as independent binomials.

    References
    ----------
    .. [1] Diehr P, Cain K, Connell F, Volinn E (1990). What is too much variation? The null hypothesis in
       small-area analysis. Health Serv. Res. 24:741-771.

    Examples
    --------
    Ten areas with 100 expected events each: the largest rate is about a third above the smallest by chance alone.

    >>> import numpy as np
    >>> found = chance(np.full(10, 100.0), np.full(10, 100.0), Segments.single(10), seeds=[1])
    >>> found.extremal_quotient.round(1), found.chi2_p
    (array([1.4]), array([1.]))
    """
    check_option("kind", kind, Kind)
    results = np.full((len(fields(ChanceOnly)), segments.n_groups), np.nan)
    eventful = segments.sum(np.abs(observed)) > 0
    for groups, rows in _chunks(segments, eventful, simulations):
        values, size = observed[rows], expected[rows]
        # One generator per group makes a loop over groups: streams that all groups share would make the result
        # of a group depend on the groups before it.
        draws = np.stack(
            [
                _draw(np.random.default_rng(int(seeds[group])), values[place], size[place], simulations, kind)
                for place, group in enumerate(groups)
            ]
        )
        results[:, groups] = _summary(draws, values[:, None], size[:, None], kind)
    return ChanceOnly(**{field.name: row for field, row in zip(fields(ChanceOnly), results, strict=True)})


def _chunks(segments: Segments, wanted: npt.NDArray[np.bool_], simulations: int) -> Iterator[tuple[IntArray, IntArray]]:
    """Bring wanted groups of equal length together, no more than memory should hold at once."""
    for groups, rows in segments.buckets():
        several = max(1, BLOCK_VALUES // (simulations * rows.shape[1]))
        places = np.flatnonzero(wanted[groups])
        for first in range(0, places.size, several):
            part = places[first : first + several]
            yield groups[part], rows[part]


def _draw(
    generator: np.random.Generator, values: FloatArray, size: FloatArray, simulations: int, kind: Kind
) -> npt.NDArray[Any]:
    """Draw all data sets of one group, of shape (simulations, n_areas)."""
    if kind == "normal":
        mean = np.average(values, weights=size**-2)
        return mean + size * generator.standard_normal((simulations, size.size))
    events = round(values.sum())
    if kind == "multinomial":
        return generator.multinomial(events, size / size.sum(), size=simulations)
    people = np.rint(size).astype(np.int64)
    if people.sum() > LARGEST_POPULATION:
        return generator.binomial(people, events / people.sum(), size=(simulations, people.size))
    return generator.multivariate_hypergeometric(people, events, size=simulations, method="marginals")


def _summary(draws: FloatArray, values: FloatArray, size: FloatArray, kind: Kind) -> FloatArray:
    """Reduce draws of shape (n_groups, simulations, n_areas) to the seven numbers of each group."""
    n_groups, simulations, n_areas = draws.shape
    rates = draws if kind == "normal" else draws / size
    flat = Segments.from_lengths(np.full(n_groups * simulations, n_areas))
    lowest, p10, p90, highest = flat.quantile(rates.ravel(), (0.0, *DECILES, 1.0))
    quotients = np.stack([quotient(highest, lowest), quotient(p90, p10)]).reshape(2, n_groups, simulations)
    quotients = np.sort(np.where(np.isnan(quotients), np.inf, quotients), axis=-1)
    places = [math.ceil(share * simulations) - 1 for share in ENVELOPE]
    envelope = quotients[..., places].transpose(0, 2, 1).reshape(-1, n_groups)
    seen = _heterogeneity(values, size, kind)
    larger = (_heterogeneity(draws, size, kind) >= seen * (1.0 - TIED)).sum(axis=1)
    return np.vstack([envelope, (1.0 + larger) / (1.0 + simulations)])


def _heterogeneity(values: FloatArray, size: FloatArray, kind: Kind) -> FloatArray:
    """Compute chi-square up to a factor, over the last axis."""
    if kind == "normal":
        weight = size**-2.0
        level = (weight * values).sum(axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
        return np.asarray((weight * (values - level) ** 2).sum(axis=-1))
    level = size * (values.sum(axis=-1, keepdims=True) / size.sum(axis=-1, keepdims=True))
    return np.asarray(((values - level) ** 2 / level).sum(axis=-1))
