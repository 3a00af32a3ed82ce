"""What chance alone produces: spread statistics of areas that do not differ, by simulation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scnvariation.options import check_option
from scnvariation.stats.chance_draws import Kind, draws
from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_rates import quotient

__all__ = ["ChanceOnly", "Kind", "chance"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

BLOCK_VALUES = 1_000_000  # simulated values that are alive at once
ENVELOPE = (0.5, 0.025, 0.975)
PERCENTILES = (0.0, 0.05, 0.1, 0.25, 0.75, 0.9, 0.95, 1.0)
TIED = 1e-9  # sums in another order may differ by rounding where the counts are the same


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceOnly:
    """Spread statistics where areas do not differ; every array has shape (n_groups,).

    Attributes
    ----------
    extremal_quotient, extremal_quotient_lower, extremal_quotient_upper : ndarray
        Median and central 95 per cent of largest over smallest rate; infinite draws count as larger than all others.
    p95_p5, p95_p5_lower, p95_p5_upper : ndarray
        The same of the ratio of 95th to 5th percentile.
    p90_p10, p90_p10_lower, p90_p10_upper : ndarray
        The same of the ratio of 90th to 10th percentile.
    p75_p25, p75_p25_lower, p75_p25_upper : ndarray
        The same of the ratio of the quartiles.
    cv, cv_lower, cv_upper : ndarray
        The same of the coefficient of variation.
    chi2_p : ndarray
        P-value of the observed chi-square, (1 + draws at least as large)/(1 + draws).
    """

    extremal_quotient: FloatArray
    extremal_quotient_lower: FloatArray
    extremal_quotient_upper: FloatArray
    p95_p5: FloatArray
    p95_p5_lower: FloatArray
    p95_p5_upper: FloatArray
    p90_p10: FloatArray
    p90_p10_lower: FloatArray
    p90_p10_upper: FloatArray
    p75_p25: FloatArray
    p75_p25_lower: FloatArray
    p75_p25_upper: FloatArray
    cv: FloatArray
    cv_lower: FloatArray
    cv_upper: FloatArray
    chi2_p: FloatArray


def chance(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    seeds: Sequence[int] | npt.NDArray[np.integer],
    simulations: int = 999,
    kind: Kind = "multinomial",
    denominator: FloatArray | None = None,
) -> ChanceOnly:
    """Simulate what spread statistics areas would show if they did not differ.

    An extremal quotient or a percentile ratio means nothing without this value. Each group draws from a stream of
    its own, so that neither the order of groups nor their number matters.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events; values of the areas for kind "normal".
    expected : ndarray of shape (n_rows,)
        Expected events up to a factor per group; denominators for kind "hypergeometric"; expected events for kind
        "binomial"; standard errors for kind "normal".
    segments : Segments
        Groups of rows.
    seeds : sequence of int, of length n_groups
        One seed per group.
    simulations : int, default 999
        Draws; 9999 for print.
    kind : {"multinomial", "hypergeometric", "binomial", "normal"}
        How events fall where areas do not differ: all events of the group among areas in proportion to expected
        events; all events among the people of the group; in each area among its own people, each with the
        proportion that is expected there; or normal errors about the weighted mean.
    denominator : ndarray of shape (n_rows,), optional
        People of each area, for kind "binomial".

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
    Counts are drawn given their total, which makes the null law exact although the level is estimated; those of the
    kind "binomial" are not, and their level is estimated anew in each draw. Totals that are not whole are rounded.
    Above 10^9 people the hypergeometric law is drawn as independent binomials.

    References
    ----------
    .. [1] Diehr P, Cain K, Connell F, Volinn E (1990). What is too much variation? The null hypothesis in
       small-area analysis. Health Serv. Res. 24:741-771.

    Examples
    --------
    Ten areas with 100 expected events each: the largest rate is about a third above the smallest by chance alone,
    and the coefficient of variation 0.1.

    >>> import numpy as np
    >>> found = chance(np.full(10, 100.0), np.full(10, 100.0), Segments.single(10), seeds=[1])
    >>> found.extremal_quotient.round(1), found.cv.round(1), found.chi2_p
    (array([1.4]), array([0.1]), array([1.]))
    """
    check_option("kind", kind, Kind)
    people = expected if denominator is None else denominator
    results = np.full((len(fields(ChanceOnly)), segments.n_groups), np.nan)
    eventful = segments.sum(np.abs(observed)) > 0
    for groups, rows in _chunks(segments, eventful, simulations):
        values, size, free = observed[rows], expected[rows], _not_events(expected[rows], people[rows], kind)
        # One generator per group makes a loop over groups: streams that all groups share would make the result
        # of a group depend on the groups before it.
        drawn = np.stack(
            [
                draws(
                    np.random.default_rng(int(seeds[group])),
                    values[place],
                    size[place],
                    people[rows[place]],
                    simulations=simulations,
                    kind=kind,
                )
                for place, group in enumerate(groups)
            ]
        )
        results[:-1, groups] = _envelopes(drawn if kind == "normal" else drawn / size[:, None])
        seen = _heterogeneity(values[:, None], size[:, None], free[:, None], kind)
        larger = (_heterogeneity(drawn, size[:, None], free[:, None], kind) >= seen * (1.0 - TIED)).sum(axis=1)
        results[-1, groups] = (1.0 + larger) / (1.0 + simulations)
    return ChanceOnly(**{field.name: row for field, row in zip(fields(ChanceOnly), results, strict=True)})


def _chunks(segments: Segments, wanted: npt.NDArray[np.bool_], simulations: int) -> Iterator[tuple[IntArray, IntArray]]:
    """Bring wanted groups of equal length together, no more than memory should hold at once."""
    for groups, rows in segments.buckets():
        several = max(1, BLOCK_VALUES // (simulations * rows.shape[1]))
        places = np.flatnonzero(wanted[groups])
        for first in range(0, places.size, several):
            part = places[first : first + several]
            yield groups[part], rows[part]


def _not_events(size: FloatArray, people: FloatArray, kind: Kind) -> FloatArray:
    """Give the share that has no event, where it differs between areas; elsewhere it makes no difference."""
    return 1.0 - size / people if kind == "binomial" else np.ones_like(size)


def _envelopes(rates: FloatArray) -> FloatArray:
    """Reduce rates of shape (n_groups, simulations, n_areas) to three numbers of five statistics of each group."""
    n_groups, simulations, _ = rates.shape
    mean = rates.mean(axis=-1)
    cv = quotient(rates.std(axis=-1, ddof=1), mean) if rates.shape[-1] > 1 else np.full_like(mean, np.inf)
    lowest, p5, p10, p25, p75, p90, p95, highest = _percentiles(np.sort(rates, axis=-1))
    found = np.stack(
        [quotient(highest, lowest), quotient(p95, p5), quotient(p90, p10), quotient(p75, p25), cv], dtype=np.float64
    )
    found = np.sort(np.where(np.isnan(found), np.inf, found), axis=-1)
    places = [math.ceil(share * simulations) - 1 for share in ENVELOPE]
    return np.asarray(found[..., places].transpose(0, 2, 1).reshape(-1, n_groups))


def _percentiles(ordered: FloatArray) -> list[FloatArray]:
    """Interpolate type-7 quantiles of sorted rates along the last axis."""
    last = ordered.shape[-1] - 1
    found = []
    for probability in PERCENTILES:
        low = math.floor(last * probability)
        below, above = ordered[..., low], ordered[..., min(low + 1, last)]
        found.append(below + (last * probability - low) * (above - below))
    return found


def _heterogeneity(values: FloatArray, size: FloatArray, free: FloatArray, kind: Kind) -> FloatArray:
    """Compute chi-square up to a factor, over the last axis."""
    if kind == "normal":
        weight = size**-2.0
        level = (weight * values).sum(axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
        return np.asarray((weight * (values - level) ** 2).sum(axis=-1))
    level = size * (values.sum(axis=-1, keepdims=True) / size.sum(axis=-1, keepdims=True))
    return np.asarray(((values - level) ** 2 / (level * free)).sum(axis=-1))
