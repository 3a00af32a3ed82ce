"""Variances between and within networks by moments, in closed form, for many groups at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scnvariation.stats.segments import Segments

__all__ = ["Moments", "moments", "moments_normal", "split_of_variance", "stretches"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


class Moments(NamedTuple):
    """Variances between and within networks by moments, a number per group.

    Attributes
    ----------
    between, within : ndarray of shape (n_groups,)
        Variance between networks and between areas of a network, relative to the level of the group (counts) or
        in squared units of the value; negative where chance produced less than its average, nan where the data
        hold no such difference.
    q_between, q_within : ndarray of shape (n_groups,)
        Weighted sums of squares between and within networks.
    n_networks : ndarray of shape (n_groups,)
        Networks of the group.
    """

    between: FloatArray
    within: FloatArray
    q_between: FloatArray
    q_within: FloatArray
    n_networks: FloatArray


def moments(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    network: IntArray,
    *,
    chance: float | FloatArray = 1.0,
) -> Moments:
    """Split the variance of rates between and within networks by moments.

    For tables of many indicators: no iteration, zeros are ordinary. With expected counts from a regression on
    need, the variances are those left after need. For one indicator `shares` says more, with intervals.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events.
    expected : ndarray of shape (n_rows,)
        Expected events, > 0; their level does not matter, each group is brought to its own.
    segments : Segments
        Groups of rows, such as indicator by period.
    network : ndarray of shape (n_rows,)
        Code of the network of each area; the rows of a group need not be sorted by it.
    chance : float or ndarray of shape (n_groups,), default 1.0
        Chance variance of a count in units of its expectation: 1, or 1 - p for a proportion p.

    Returns
    -------
    Moments
        Variances of the relative rate, signs kept. The variance between networks is nan where there is only
        one, that within where every network is a single area.

    Notes
    -----
    With E at the level of the group, R_g the rate of a network relative to it and N the sum of E,

    within = (Q_W - c (I - G)) / (N - sum_g sum_i E_i^2 / E_g), Q_W = sum E_i (r_i - R_g)^2, and
    between = (Q_T - c (I - 1) - within c_W) / c_B, Q_T = sum E_i (r_i - R)^2,
    with c_W = N - sum E_i^2 / N, c_B = N - sum E_g^2 / N and c = `chance`.

    References
    ----------
    .. [1] Searle SR, Casella G, McCulloch CE (1992). Variance Components. Wiley, New York.

    Examples
    --------
    Two networks of two areas each with 100 expected events. Within the networks nothing differs, which is less
    than chance (-0.01); the networks differ by 0.4:

    >>> import numpy as np
    >>> found = moments(
    ...     np.array([80.0, 80, 120, 120]), np.full(4, 100.0), Segments.single(4), np.array([0, 0, 1, 1])
    ... )
    >>> found.q_between, found.within.round(6), found.between.round(6)
    (array([16.]), array([-0.01]), array([0.08]))
    """
    level = segments.sum(observed) / np.where(segments.sum(expected) > 0, segments.sum(expected), np.nan)
    weight = expected * segments.repeat(level)
    with np.errstate(divide="ignore", invalid="ignore"):  # a group without events has no relative rates
        return split_of_variance(observed / weight, weight, segments, network, chance)


def moments_normal(value: FloatArray, se: FloatArray, segments: Segments, network: IntArray) -> Moments:
    """Split the variance of means or estimates between and within networks by moments.

    Parameters
    ----------
    value, se : ndarray of shape (n_rows,)
        Values with their standard errors, > 0.
    segments, network
        As `moments` takes them.

    Returns
    -------
    Moments
        In squared units of the value.

    Notes
    -----
    The formulas of `moments` with weights 1/se^2 in place of expected counts.

    Examples
    --------
    >>> import numpy as np
    >>> found = moments_normal(np.array([1.0, 3, 5, 7]), np.ones(4), Segments.single(4), np.array([0, 0, 1, 1]))
    >>> found.within, found.between
    (array([1.]), array([7.]))
    """
    return split_of_variance(value, 1.0 / np.square(se), segments, network, 1.0)


def split_of_variance(
    value: FloatArray, weight: FloatArray, segments: Segments, network: IntArray, chance: float | FloatArray
) -> Moments:
    """Solve the two moment equations for values whose chance variance is `chance` over their weight."""
    order = np.lexsort((network, segments.repeat(np.arange(segments.n_groups))))
    values, weights = value[order], weight[order]
    networks, groups = stretches(segments, network[order])
    total, heaviest = segments.sum(weights), segments.sum(np.square(weights))
    by_network, squares = networks.sum(weights), networks.sum(np.square(weights))
    n_networks = groups.lengths.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):  # nan is the answer where there is nothing to split
        q_within = segments.sum(
            weights * np.square(values - networks.repeat(networks.sum(weights * values) / by_network))
        )
        q_total = segments.sum(weights * np.square(values - segments.repeat(segments.sum(weights * values) / total)))
        spread_within = total - groups.sum(squares / by_network)
        spread_between = total - groups.sum(np.square(by_network)) / total
        nothing_within = segments.lengths == n_networks
        within = (q_within - chance * (segments.lengths - n_networks)) / np.where(nothing_within, np.nan, spread_within)
        left = q_total - chance * (segments.lengths - 1.0) - within * (total - heaviest / total)
        between = left / np.where(n_networks > 1, spread_between, np.nan)
    return Moments(between, within, q_total - q_within, q_within, n_networks)


def stretches(segments: Segments, network: IntArray) -> tuple[Segments, Segments]:
    """Give the stretches of a network within a group, and the groups as stretches of networks."""
    new = np.ones(network.size, dtype=bool)
    new[1:] = network[1:] != network[:-1]
    new[segments.starts] = True
    starts = np.flatnonzero(new)
    networks = Segments.from_lengths(np.diff(starts, append=network.size))
    return networks, Segments.from_lengths(segments.sum(new.astype(np.int64)))
