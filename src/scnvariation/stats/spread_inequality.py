"""Inequality of rates between areas: Theil, mean logarithmic deviation and Gini, each area weighing as it expects."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_rates import quotient
from scnvariation.stats.spread_scv import own_expected

__all__ = ["TheilSplit", "gini", "mld", "theil", "theil_corrected", "theil_split"]

FloatArray = npt.NDArray[np.float64]


def theil(observed: FloatArray, expected: FloatArray, segments: Segments) -> FloatArray:
    """Compute Theil's index T of the rates, chance included.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or population) up to a factor per group.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        0 where all rates are equal; nan without events.

    Notes
    -----
    sum p r ln r with p = E/sum E and r = O/E after rescaling to sum E = sum O; that is G^2/(2 sum O), G^2 the
    likelihood-ratio statistic of equal rates.

    References
    ----------
    .. [1] Theil H (1967). Economics and Information Theory. Amsterdam: North-Holland.

    Examples
    --------
    All events in one of two equal areas give ln 2:

    >>> import numpy as np
    >>> theil(np.array([0.0, 4.0]), np.array([1.0, 1.0]), Segments.single(2)).round(6)
    array([0.693147])
    """
    ratio = quotient(observed, own_expected(observed, expected, segments))
    information = np.asarray(special.xlogy(observed, ratio), dtype=np.float64)
    return quotient(segments.sum(information), segments.sum(observed))


def theil_corrected(
    observed: FloatArray, expected: FloatArray, segments: Segments, *, chance: FloatArray | float = 1.0
) -> FloatArray:
    """Take off Theil's index what chance alone gives on average.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or population) up to a factor per group.
    segments : Segments
        Groups of rows.
    chance : float or ndarray of shape (n_groups,), default 1
        Variance of an event count in units of its expectation: 1 for Poisson counts, 1 - p for proportions.

    Returns
    -------
    ndarray of shape (n_groups,)
        T - c (I - 1)/(2 sum O); may be negative.

    Examples
    --------
    ln 2 less 1/8:

    >>> import numpy as np
    >>> theil_corrected(np.array([0.0, 4.0]), np.array([1.0, 1.0]), Segments.single(2)).round(6)
    array([0.568147])
    """
    by_chance = quotient(chance * (segments.lengths - 1.0), 2.0 * segments.sum(observed))
    return theil(observed, expected, segments) - by_chance


class TheilSplit(NamedTuple):
    """Theil's index of each group, between and within its networks; each (n_groups,).

    `share_between` contains chance, `share_between_corrected` does not.
    """

    total: FloatArray
    between: FloatArray
    within: FloatArray
    share_between: FloatArray
    share_between_corrected: FloatArray


def theil_split(observed: FloatArray, expected: FloatArray, networks: Segments, groups: Segments) -> TheilSplit:
    """Split Theil's index into a part between networks and a part between areas inside them.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or population) up to a factor per group.
    networks : Segments
        Networks of rows, the networks of a group next to each other.
    groups : Segments
        Groups of networks.

    Returns
    -------
    TheilSplit
        The parts add up to the total.

    Notes
    -----
    T_B is Theil's index of the networks. With G^2 = 2 T sum O, the share between networks free of chance is
    (G^2_B - (G - 1))/(G^2 - (I - 1)), each part not below 0.

    Examples
    --------
    Two networks of two equal areas each: everything lies between them.

    >>> import numpy as np
    >>> split = theil_split(np.array([1.0, 1, 3, 3]), np.ones(4), Segments.from_lengths([2, 2]), Segments.single(2))
    >>> split.share_between
    array([1.])
    """
    n_areas = groups.sum(networks.lengths.astype(np.float64))
    areas = Segments.from_lengths(n_areas)
    total = theil(observed, expected, areas)
    between = theil(networks.sum(observed), networks.sum(expected), groups)
    within = total - between
    per_event = 2.0 * areas.sum(observed)
    true_between = np.maximum(between * per_event - (groups.lengths - 1.0), 0.0)
    true_within = np.maximum(within * per_event - (n_areas - groups.lengths), 0.0)
    return TheilSplit(
        total=total,
        between=between,
        within=within,
        share_between=quotient(between, total),
        share_between_corrected=quotient(true_between, true_between + true_within),
    )


def mld(observed: FloatArray, expected: FloatArray, segments: Segments) -> FloatArray:
    """Compute the mean logarithmic deviation of the rates, chance included.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or population) up to a factor per group.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        Infinite where an area has no event; nan without events.

    Notes
    -----
    sum p ln(1/r) with p = E/sum E and r = O/E after rescaling to sum E = sum O.

    Examples
    --------
    Rates of half and one and a half times the mean: -(ln 0.5 + ln 1.5)/2.

    >>> import numpy as np
    >>> mld(np.array([1.0, 3.0]), np.array([1.0, 1.0]), Segments.single(2)).round(6)
    array([0.143841])
    """
    level = own_expected(observed, expected, segments)
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = np.log(level / observed)
    return quotient(segments.sum(level * logarithm), segments.sum(observed))


def gini(observed: FloatArray, expected: FloatArray, segments: Segments) -> FloatArray:
    """Compute the Gini coefficient of the rates, chance included.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or population) up to a factor per group.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_groups,)
        0 where all rates are equal, near 1 where one small area has all events; nan without events.

    Notes
    -----
    sum over pairs of p_i p_j abs(r_i - r_j)/2, computed as sum p r (2 F - 1) over areas in order of r, F being the
    share expected in lower areas and half of the area itself.

    References
    ----------
    .. [1] Brown MC (1994). Using Gini-style indices to evaluate the spatial patterns of health practitioners.
       Soc. Sci. Med. 38:1243-1256.

    Examples
    --------
    A quarter and three quarters of the events in two equal areas: abs(0.5 - 1.5)/4.

    >>> import numpy as np
    >>> gini(np.array([1.0, 3.0]), np.array([1.0, 1.0]), Segments.single(2))
    array([0.25])
    """
    result = np.empty(segments.n_groups)
    for groups, rows in segments.buckets():
        events, expects = observed[rows], expected[rows]
        order = np.argsort(quotient(events, expects), axis=1)
        events = np.take_along_axis(events, order, axis=1)
        expects = np.take_along_axis(expects, order, axis=1)
        middle = np.cumsum(expects, axis=1) - 0.5 * expects
        weighted = (events * middle).sum(axis=1)
        result[groups] = quotient(2.0 * weighted, events.sum(axis=1) * expects.sum(axis=1)) - 1.0
    return result
