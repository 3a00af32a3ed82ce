"""What a reader must know of an adjustment for need: sentences, and errors where one was asked for in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.need_fits import EnglandFit
from scnvariation.errors import DataError, TooFewAreasError
from scnvariation.messages import need as messages

__all__ = ["REASON", "check_single", "network_share", "sentences"]

FloatArray = NDArray[np.float64]

#: Reason code of every row of a regression in trouble.
REASON = {
    "": "",
    "too_few_areas": "too_few_areas",
    "no_events": "no_variation",
    "collinear": "did_not_converge",
    "separated": "did_not_converge",
    "did_not_converge": "did_not_converge",
}
#: Areas for each coefficient, the intercept included; below it a regression follows chance.
AREAS_PER_COEFFICIENT = 10
#: Share of a covariate's variance between network areas from which need and network compete.
CONFOUNDED = 0.5
#: Variance inflation from which slopes cannot be told apart (a correlation of .95 between two).
INFLATED = 10.0
#: Share of its own expected value that an area may set.
PULLS = 0.5

Label = tuple[str, str]
Found = tuple[Callable[..., str], tuple[object, ...]]


def check_single(fits: Sequence[EnglandFit], names: Sequence[str]) -> None:
    """Stop where one indicator was asked for and none of its regressions is possible; a table of many marks them.

    Parameters
    ----------
    fits : sequence of EnglandFit
        All regressions of a call.
    names : sequence of str
        The covariates.

    Raises
    ------
    DataError
        If covariates never change or determine each other.
    TooFewAreasError
        If there are too few areas for so many covariates.
    """
    if len({found.areas.indicator_id for found in fits}) != 1:
        return
    troubles = {found.fit.trouble for found in fits}
    if troubles == {"collinear"}:
        raise DataError(messages.collinear(*_useless(fits[0], names)))
    if troubles == {"too_few_areas"}:
        most = max(found.areas.codes.size for found in fits)
        raise TooFewAreasError(messages.too_few_areas(most, len(names)))


def sentences(fits: Sequence[EnglandFit], names: Sequence[str]) -> tuple[str, ...]:
    """Write what a reader must know, the same thing once for all indicators that it is true of.

    Parameters
    ----------
    fits : sequence of EnglandFit
        All regressions of a call.
    names : sequence of str
        The covariates.

    Returns
    -------
    tuple of str
    """
    where: dict[Found, list[Label]] = {}
    for found in fits:
        for warning in _warnings(found, names):
            where.setdefault(warning, []).append((found.areas.indicator_id, found.areas.period))
    return tuple(say(*facts, messages.places(labels)) for (say, facts), labels in where.items())


def _warnings(found: EnglandFit, names: Sequence[str]) -> Iterator[Found]:
    """List what is wrong with one regression."""
    fit, areas = found.fit, found.areas
    if fit.trouble:
        yield from _not_adjusted(found, names)
        return
    if areas.codes.size < AREAS_PER_COEFFICIENT * fit.coefficients.size:
        yield messages.overfitted, (areas.codes.size, fit.coefficients.size)
    alike = tuple(name for name, times in zip(names, fit.inflation, strict=True) if times > INFLATED)
    if alike:
        yield messages.inflated, (alike,)
    for name, column in zip(names, areas.covariates.T, strict=True):
        share = network_share(column, areas.network)
        if share > CONFOUNDED:
            yield messages.confounded, (name, round(100 * share))
    for place in np.flatnonzero(fit.leverage > PULLS):
        yield messages.pulls, (str(areas.codes[place]), tuple(names), round(100 * float(fit.leverage[place])))


def _not_adjusted(found: EnglandFit, names: Sequence[str]) -> Iterator[Found]:
    """Say why one regression was not possible; without events there is nothing to say."""
    reasons: dict[str, Found] = {
        "collinear": (messages.not_adjusted_collinear, _useless(found, names)),
        "too_few_areas": (messages.not_adjusted_few, (found.areas.codes.size, len(names))),
        "separated": (messages.not_adjusted_separated, (tuple(names),)),
        "did_not_converge": (messages.not_adjusted_unsettled, (tuple(names),)),
    }
    if found.fit.trouble in reasons:
        yield reasons[found.fit.trouble]


def _useless(found: EnglandFit, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the covariates that never change, and those that the others determine."""
    fit = found.fit
    return tuple(names[k] for k in fit.constant), tuple(names[k] for k in fit.repeated)


def network_share(covariate: FloatArray, network: NDArray[np.int64]) -> float:
    """Say what share of a covariate's variance lies between network areas.

    Parameters
    ----------
    covariate : ndarray of shape (n_areas,)
        In any units.
    network : ndarray of int, shape (n_areas,)
        Number of the network area, -1 where there is none.

    Returns
    -------
    float
        1 - (mean square within)/(variance), at least 0; NaN with fewer than two networks, or no two areas in one.

    Examples
    --------
    Two networks whose areas differ less than the networks: the variance of 0, 1, 4, 5 is 17/3, within networks 1/2:

    >>> import numpy as np
    >>> round(network_share(np.array([0.0, 1, 4, 5]), np.array([0, 0, 1, 1])), 4)
    0.9118
    """
    x, numbers = covariate[network >= 0], network[network >= 0]
    counts = np.bincount(numbers)
    n_networks = int((counts > 0).sum())
    if n_networks < 2 or x.size <= n_networks:
        return np.nan
    mean = np.bincount(numbers, weights=x)[numbers] / counts[numbers]
    within = np.sum((x - mean) ** 2) / (x.size - n_networks)
    variance = x.var(ddof=1)
    return float(max(1.0 - within / variance, 0.0)) if variance > 0 else np.nan
