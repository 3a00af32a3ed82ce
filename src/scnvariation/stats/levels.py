"""Levels as probabilities, and what they leave in each tail."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

from scnvariation.errors import OptionError
from scnvariation.messages.levels import level_not_probability

__all__ = ["DEFAULT_LEVELS", "t_quantile", "tail_probabilities", "tail_probability", "z_quantile"]

DEFAULT_LEVELS = (0.95, 0.998)

# (1 - 0.95) / 2 is 0.025000000000000022 in floating point. At this many decimals the tail is the one that was
# meant, so that a P-value of exactly 0.025 is not below it.
TAIL_DECIMALS = 16


def tail_probability(level: float, *, name: str = "level") -> float:
    """Give the probability that a two-sided level leaves in each tail.

    Parameters
    ----------
    level : float
        Coverage, strictly between 0 and 1.
    name : str, default "level"
        The argument as the caller typed it, for the message.

    Returns
    -------
    float
        (1 - level) / 2.

    Raises
    ------
    OptionError
        If `level` is not a probability strictly between 0 and 1: 99 never means 99.8 per cent here.

    Examples
    --------
    >>> tail_probability(0.95), tail_probability(0.998)
    (0.025, 0.001)
    """
    if not _is_probability(level):
        raise OptionError(level_not_probability(name, level))
    return round((1.0 - float(level)) / 2.0, TAIL_DECIMALS)


def tail_probabilities(levels: float | Sequence[float]) -> NDArray[np.float64]:
    """Give the probability that each of several levels leaves in each tail.

    Parameters
    ----------
    levels : sequence of float
        Coverages, each strictly between 0 and 1; a single number counts as one level.

    Returns
    -------
    ndarray of shape (n_levels,)
        (1 - level) / 2, in the order given.

    Raises
    ------
    OptionError
        If one of the levels is not a probability strictly between 0 and 1, or there is none.

    Examples
    --------
    >>> tail_probabilities((0.95, 0.998))
    array([0.025, 0.001])
    """
    several = [levels] if isinstance(levels, (float, int, str)) else list(levels)
    if not several:
        raise OptionError(level_not_probability("levels", levels))
    return np.array([tail_probability(level, name="levels") for level in several])


def z_quantile(level: float) -> float:
    """Give the standard normal quantile of a two-sided level.

    Parameters
    ----------
    level : float
        Coverage, strictly between 0 and 1.

    Returns
    -------
    float
        The number of standard deviations on either side that holds `level` of a normal distribution.

    Raises
    ------
    OptionError
        If `level` is not a probability strictly between 0 and 1.

    Examples
    --------
    >>> round(z_quantile(0.95), 6), round(z_quantile(0.998), 6)
    (1.959964, 3.090232)
    """
    return float(-ndtri(tail_probability(level)))


def _is_probability(level: object) -> bool:
    """Tell whether a level lies strictly between 0 and 1."""
    return isinstance(level, Real) and 0.0 < float(level) < 1.0


def t_quantile(level: float, df: ArrayLike) -> NDArray[np.float64]:
    """Give the quantile of Student's t of a two-sided level.

    Parameters
    ----------
    level : float
        Coverage, strictly between 0 and 1.
    df : array_like
        Degrees of freedom, above 0.

    Returns
    -------
    ndarray
        Of the shape of `df`.

    Notes
    -----
    From the incomplete beta function, since the t quantile of older SciPy is right to nine digits only.

    Examples
    --------
    On one degree of freedom t is a Cauchy variable: tan(0.95 pi / 2).

    >>> t_quantile(0.95, [1.0]).round(6)
    array([12.706205])
    """
    freedom = np.asarray(df, dtype=np.float64)
    x = betaincinv(freedom / 2.0, 0.5, 2.0 * tail_probability(level))
    return np.asarray(np.sqrt(freedom * (1.0 - x) / x), dtype=np.float64)
