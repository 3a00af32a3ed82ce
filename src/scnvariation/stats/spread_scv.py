"""Systematic component of variation: relative variance between areas, the part expected by chance taken off."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from scnvariation.options import check_option
from scnvariation.stats.segments import Segments
from scnvariation.stats.spread_rates import quotient

__all__ = [
    "Level",
    "multiple_admission_factor",
    "own_expected",
    "scv",
    "scv_mcpherson",
    "smallest_detectable_scv",
]

FloatArray = npt.NDArray[np.float64]
Level = Literal["own", "given"]

ONE_SIDED_95 = 1.645  # standard errors, as published


def own_expected(observed: FloatArray, expected: FloatArray, segments: Segments) -> FloatArray:
    """Rescale expected counts so that each group expects what it observed.

    Parameters
    ----------
    observed, expected : ndarray of shape (n_rows,)
        Events, and expected events (or denominators) up to a factor per group.
    segments : Segments
        Groups of rows.

    Returns
    -------
    ndarray of shape (n_rows,)
        Expected events at the group's own level.

    Examples
    --------
    >>> import numpy as np
    >>> own_expected(np.array([3.0, 5.0]), np.array([1.0, 3.0]), Segments.single(2))
    array([2., 6.])
    """
    return expected * segments.repeat(quotient(segments.sum(observed), segments.sum(expected)))


def scv(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    chance: FloatArray | float = 1.0,
    about: Level = "own",
    slopes_lost: FloatArray | float = 0.0,
) -> FloatArray:
    """Compute the systematic component of variation (Diehr's form), corrected for the group's own level.

    An estimate of the relative variance between areas: 0.04 means that true rates differ by a standard deviation
    of 20 per cent. One tiny area can rule it, through 1/E. Usually shown times 100.

    Parameters
    ----------
    observed : ndarray of shape (n_rows,)
        Events.
    expected : ndarray of shape (n_rows,)
        Expected events, > 0.
    segments : Segments
        Groups of rows.
    chance : float or ndarray of shape (n_groups,), default 1
        Variance of an event count in units of its expectation: 1 for Poisson counts, 1 - p for proportions, and
        the multiple admission factor where people have several events.
    about : {"own", "given"}, default "own"
        Level about which spread is measured: the group's own, with the correction for having estimated it, or
        that of the expected counts as given.
    slopes_lost : float or ndarray of shape (n_groups,), default 0
        Slopes that were fitted to the events, where counts are expected by need: those of the regression for all of
        its areas, and as large a part for a group as its part of the areas.

    Returns
    -------
    ndarray of shape (n_groups,)
        May be negative: chance then produced less than its average. Never truncate before averaging or testing. nan
        where the slopes leave nothing.

    Raises
    ------
    OptionError
        If `about` is not one of the words.

    Notes
    -----
    mean((O - E)^2/E^2 - c/E). About the own level, with E rescaled to sum E = sum O, its expectation falls short
    by c/sum O + v (2/I - sum p^2), p = E/sum E; so c/sum O is added and the sum divided by 1 - 2/I + sum p^2.
    Each slope costs on average what the level costs, and both corrections grow by so much: with k slopes and equal
    E, sum((O - E)^2/E^2)/(I - 1 - k) - c/E.

    References
    ----------
    .. [1] McPherson K, Wennberg JE, Hovind OB, Clifford P (1982). Small-area variations in the use of common
       surgical procedures. N. Engl. J. Med. 307:1310-1314. doi:10.1056/NEJM198211183072104
    .. [2] Diehr P, Cain K, Connell F, Volinn E (1990). What is too much variation? The null hypothesis in
       small-area analysis. Health Serv. Res. 24:741-771.

    Examples
    --------
    80, 100 and 120 events where 100 are expected: 0.08/3 - 0.01 about the level given; about the own level
    (0.016667 + 1/300)/(1 - 2/3 + 1/3), and indeed the variance 0.04 less 0.01 for chance is 0.03.

    >>> import numpy as np
    >>> observed, expected = np.array([80.0, 100.0, 120.0]), np.full(3, 100.0)
    >>> scv(observed, expected, Segments.single(3), about="given").round(6)
    array([0.016667])
    >>> scv(observed, expected, Segments.single(3)).round(6)
    array([0.03])
    """
    check_option("about", about, Level)
    if about == "own":
        expected = own_expected(observed, expected, segments)
    inverse = 1.0 / expected
    relative = (observed - expected) * inverse
    n_areas = segments.lengths
    raw = (segments.sum(relative**2) - chance * segments.sum(inverse)) / n_areas
    estimated = np.asarray(slopes_lost, dtype=np.float64) + (about == "own")
    if not estimated.any():
        return raw
    total = segments.sum(expected)
    concentration = segments.sum(expected**2) / total**2
    left = 1.0 - estimated * 2.0 / n_areas + estimated * concentration
    return quotient(raw + estimated * chance / total, np.where(left > 0, left, np.nan))


def scv_mcpherson(
    observed: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    chance: FloatArray | float = 1.0,
    about: Level = "own",
) -> FloatArray:
    """Compute the systematic component of variation in McPherson's logarithmic form.

    For comparison with the older literature only: it is undefined where an area has no event and too large
    where counts are small (double at ten expected events).

    Parameters
    ----------
    observed, expected, segments, chance
        As for `scv`.
    about : {"own", "given"}, default "own"
        Whether expected counts are rescaled to the group's own total first; no further correction is made.

    Returns
    -------
    ndarray of shape (n_groups,)
        nan where any area has no event.

    Raises
    ------
    OptionError
        If `about` is not one of the words.

    Notes
    -----
    mean((ln O/E)^2 - c/E).

    References
    ----------
    .. [1] McPherson K, Wennberg JE, Hovind OB, Clifford P (1982). Small-area variations in the use of common
       surgical procedures. N. Engl. J. Med. 307:1310-1314. doi:10.1056/NEJM198211183072104

    Examples
    --------
    (ln 2)^2 less the mean of 1/8 and 1/2, expected counts being 8 and 2:

    >>> import numpy as np
    >>> scv_mcpherson(np.array([4.0, 4.0]), np.array([8.0, 2.0]), Segments.single(2), about="given").round(6)
    array([0.167953])
    """
    check_option("about", about, Level)
    if about == "own":
        expected = own_expected(observed, expected, segments)
    logarithm = np.log(np.where(observed > 0, observed, np.nan) / expected)
    return (segments.sum(logarithm**2) - chance * segments.sum(1.0 / expected)) / segments.lengths


def smallest_detectable_scv(
    expected: FloatArray, segments: Segments, *, chance: FloatArray | float = 1.0
) -> FloatArray:
    """Say how large SCV must be to be told from zero: 1.645 standard errors of SCV where areas do not differ.

    Print it beside SCV: below it the data say nothing.

    Parameters
    ----------
    expected : ndarray of shape (n_rows,)
        Expected events, > 0.
    segments : Segments
        Groups of rows.
    chance : float or ndarray of shape (n_groups,), default 1
        Variance of an event count in units of its expectation, as for `scv`.

    Returns
    -------
    ndarray of shape (n_groups,)
        On the natural scale of SCV.

    Notes
    -----
    1.645 sqrt(sum 2 c^2/E^2 + c (1 - 6 c (1 - c))/E^3)/I, from the fourth central moment of the binomial law
    with c = 1 - p; the Poisson law has c = 1.

    Examples
    --------
    Twelve areas of 50 expected events: 1.645 sqrt((2/50^2 + 1/50^3)/12) = 0.0135.

    >>> import numpy as np
    >>> smallest_detectable_scv(np.full(12, 50.0), Segments.single(12)).round(4)
    array([0.0135])
    """
    inverse = 1.0 / expected
    second, third = segments.sum(inverse**2), segments.sum(inverse**3)
    c = np.asarray(chance, dtype=np.float64)
    variance = 2.0 * c**2 * second + c * (1.0 - 6.0 * c * (1.0 - c)) * third
    return ONE_SIDED_95 * np.sqrt(variance) / segments.lengths


def multiple_admission_factor(people: npt.ArrayLike) -> float:
    """Compute how much repeat events inflate the chance variance of counts.

    Pass the result as `chance` wherever one person can be counted several times.

    Parameters
    ----------
    people : array_like of shape (n_events + 1,)
        Number of people with 0, 1, 2, ... events.

    Returns
    -------
    float
        Variance over mean of the events per person.

    References
    ----------
    .. [1] Cain KC, Diehr P (1992). Testing the null hypothesis in small area analysis.
       Health Serv. Res. 27:267-294.

    Examples
    --------
    900 people without an admission, 70 with one, 20, 8 and 2 with two, three and four: 254/142 - 0.142.

    >>> round(multiple_admission_factor([900, 70, 20, 8, 2]), 6)
    1.646732
    """
    frequency = np.asarray(people, dtype=np.float64)
    events = np.arange(frequency.size)
    return float((events**2 @ frequency - (events @ frequency) ** 2 / frequency.sum()) / (events @ frequency))
