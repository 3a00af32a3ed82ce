"""Each network's level against the rest of England in two periods, beside how much its areas move anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtr

from scnvariation.options import check_option
from scnvariation.stats.levels import t_quantile

__all__ = ["Family", "Trajectories", "trajectories"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Family = Literal["poisson", "binomial", "normal"]

POWER_80 = float(ndtri(0.8))
FEWEST_NETWORKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectories:
    """One entry per network; every array but the last has shape (n_networks,).

    Attributes
    ----------
    ratio_baseline, ratio_current : ndarray
        Level of the network over that of the rest of England.
    change : ndarray
        Logarithm of the current ratio over the baseline one.
    lower, upper : ndarray
        Limits of the change.
    p_value : ndarray
        Two-sided, against no change.
    expected_change : ndarray
        What regression to the mean alone would give: the part of the baseline's distance that is not lasting.
    smallest_detectable : ndarray
        Change that would be found in four of five such studies, at 5 per cent.
    change_variance : float
        Variance of the true change of areas, on the log scale, within networks.
    """

    ratio_baseline: FloatArray
    ratio_current: FloatArray
    change: FloatArray
    lower: FloatArray
    upper: FloatArray
    p_value: FloatArray
    expected_change: FloatArray
    smallest_detectable: FloatArray
    change_variance: float


def trajectories(
    value: FloatArray,
    weight: FloatArray,
    network: IntArray,
    *,
    family: Family = "poisson",
    level: float = 0.95,
) -> Trajectories:
    """Follow each network's ratio to the rest of England from a baseline to now, on the logarithmic scale.

    What lasts in an area cancels between the periods, so the interval carries only how much areas *change*, and
    chance. Twelve networks are few: the smallest detectable change says what could have been seen, and a network
    that was extreme at the baseline is expected to come back part of the way with nothing done.

    Parameters
    ----------
    value : ndarray of shape (2, n_areas)
        Values of the areas at the baseline and now: rates, proportions, ratios, or means.
    weight : ndarray of shape (2, n_areas)
        Denominators or expected events; precision, 1/se^2, for the normal family.
    network : ndarray of int, shape (n_areas,)
        Number of each area's network from 0 on; -1 for areas in none, which belong to every rest of England.
    family : {"poisson", "binomial", "normal"}
        How chance acts.
    level : float, default 0.95
        Coverage of the interval.

    Returns
    -------
    Trajectories
        nan where a level is not above 0, or a network is all there is; without limits where no network has two areas.

    Raises
    ------
    OptionError
        If `family` is not one of the words or `level` not a probability.

    Notes
    -----
    With R the level of a network and p_i an area's share of its weight, u_i = r_i2/R_2 - r_i1/R_1 is the change of
    an area beside its network. Its variance between areas, omega^2, is the moment estimate over all networks,
    chance taken off. Then

        Var(change) = chance_1 + chance_2 + omega^2 sum p_i^2,

    for the network and for the rest of England, added up; the reference is t on areas less networks degrees of
    freedom, which matters where few areas are loaded. The expected change is -(1 - T/(T + N)) x the log ratio
    at the baseline, where N is the part of its variance that does not last (chance, and half of omega^2 sum p^2)
    and T is what the variance between networks has beyond N. It needs three networks.

    References
    ----------
    .. [1] Barnett AG, van der Pols JC, Dobson AJ (2005). Regression to the mean: what it is and how to deal with
       it. Int. J. Epidemiol. 34:215-220.

    Examples
    --------
    Two networks of two areas, each area changing with its network: nothing but chance is left. 0.2/0.1 becomes
    0.1/0.1, on 400, 200, 200 and 200 events;
    four areas in two networks leave two degrees of freedom, t = 4.303.

    >>> import numpy as np
    >>> rate = np.array([[0.2, 0.2, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]])
    >>> found = trajectories(rate, np.full((2, 4), 1000.0), np.array([0, 0, 1, 1]))
    >>> found.change.round(4), found.upper[0].round(3)  # -ln 2 + 4.303 sqrt(1/400 + 3/200)
    (array([-0.6931,  0.6931]), np.float64(-0.124))
    """
    check_option("family", family, Family)
    own, rest = _levels(value, weight, network, family)
    variance_of_change, df = _change_variance(value, weight, network, own)
    t = float(t_quantile(level, [df])[0]) if df else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        log_ratio = np.log(np.where((own.level > 0) & (rest.level > 0), own.level / rest.level, np.nan))
        change = log_ratio[1] - log_ratio[0]
        chance = own.chance + rest.chance
        areas = variance_of_change * (own.concentration + rest.concentration).mean(axis=0)
        sd = np.sqrt(chance.sum(axis=0) + areas)
        p_value = 2.0 * stdtr(df or np.nan, -np.abs(change / sd))
    return Trajectories(
        ratio_baseline=np.exp(log_ratio[0]),
        ratio_current=np.exp(log_ratio[1]),
        change=change,
        lower=change - t * sd,
        upper=change + t * sd,
        p_value=p_value,
        expected_change=_regression_to_the_mean(log_ratio[0], chance[0] + areas / 2.0),
        smallest_detectable=np.where(np.isfinite(change), (t + POWER_80) * sd, np.nan),
        change_variance=variance_of_change,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levels:
    """Level, its relative variance by chance, and sum of squared shares; each (2, n_networks)."""

    level: FloatArray
    chance: FloatArray
    concentration: FloatArray
    weight: FloatArray


def _levels(value: FloatArray, weight: FloatArray, network: IntArray, family: Family) -> tuple[_Levels, _Levels]:
    """Measure each network, and all that is not in it."""
    n_networks = int(network.max(initial=-1)) + 1
    inside = (network[:, None] == np.arange(n_networks)).astype(np.float64)
    parts = np.stack([weight, weight**2, weight * value])
    own = parts @ inside
    return _level(own, family), _level(parts.sum(axis=-1, keepdims=True) - own, family)


def _level(sums: FloatArray, family: Family) -> _Levels:
    total, square, events = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        level = events / total
        scale = {"poisson": level, "binomial": level * (1.0 - level), "normal": np.ones_like(level)}[family]
        return _Levels(level=level, chance=scale / (total * level**2), concentration=square / total**2, weight=total)


def _change_variance(value: FloatArray, weight: FloatArray, network: IntArray, own: _Levels) -> tuple[float, int]:
    """Estimate the variance of areas' true change beside their network, over all networks, and its freedom."""
    usable = np.logical_and.reduce((own.level > 0) & np.isfinite(own.level))
    inside = np.isin(network, np.flatnonzero(usable))
    code = network[inside]
    share = (weight[:, inside] / own.weight[:, code]).mean(axis=0)
    beside = np.diff(value[:, inside] / own.level[:, code], axis=0)[0]
    mean = np.bincount(code, share * beside, minlength=usable.size)
    chance = (own.chance[:, code] * own.weight[:, code] / weight[:, inside]).sum(axis=0)
    # Larger networks tell more: each counts by the inverse of its own chance.
    worth = share / own.chance[:, code].sum(axis=0)
    known = worth * (1.0 - share)
    excess = float((worth * (beside - mean[code]) ** 2 - known * chance).sum())
    df = code.size - int(np.unique(code).size)
    return (max(0.0, excess / float(known.sum())), df) if df else (0.0, 0)


def _regression_to_the_mean(log_ratio: FloatArray, noise: FloatArray) -> FloatArray:
    """Give the change expected of each network where nothing really changes."""
    known = np.isfinite(log_ratio)
    number = int(known.sum())
    if number < FEWEST_NETWORKS:
        return np.full(log_ratio.size, np.nan)
    seen = log_ratio[known]
    lasting = max(0.0, float(((seen - seen.mean()) ** 2).sum() / (number - 1) - noise[known].mean()))
    return -log_ratio * noise / (lasting + noise)
