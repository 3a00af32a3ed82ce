"""Three published ways of adjusting for over-dispersion, as published, with their known bias."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt

from scnvariation.stats.dispersion_phi import phi, subset, tau2_from_phi
from scnvariation.stats.dispersion_trim import phi_under_chance, truncation
from scnvariation.stats.scales import chance_sd, to_scale, zscore
from scnvariation.stats.segments import Segments

__all__ = ["PublishedAdjustment", "cqc2012", "round_half_up", "shmi", "spiegelhalter2005"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

TENTH = 0.1
HUNDREDTH = Decimal("0.01")
NEAR_A_TIE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PublishedAdjustment:
    """What a published method makes of each group.

    Attributes
    ----------
    phi : ndarray of shape (n_groups,)
        Mean squared trimmed z-score; nan where no area is left to make it.
    tau2 : ndarray of shape (n_groups,)
        Between-area variance on the method's scale; nan for the multiplicative method, which has none.
    z : ndarray of shape (n_rows,)
        Adjusted z-score; nan where the scale has no value for the area.
    s : ndarray of shape (n_rows,)
        Standard deviation of chance on the method's scale, before adjustment.
    kept : ndarray of bool, shape (n_rows,)
        The areas that phi and tau2 were made of.
    """

    phi: FloatArray
    tau2: FloatArray
    z: FloatArray
    s: FloatArray
    kept: BoolArray


def spiegelhalter2005(
    numerator: FloatArray,
    denominator: FloatArray,
    segments: Segments,
    *,
    benchmark: FloatArray | None = None,
    trim: float = TENTH,
    consistent: bool = False,
) -> PublishedAdjustment:
    """Widen limits by one factor, from winsorised score z-scores (Spiegelhalter 2005).

    Small and large areas are widened alike, so limits do not stay wide where denominators are large.

    Parameters
    ----------
    numerator : ndarray of shape (n_rows,)
        Events.
    denominator : ndarray of shape (n_rows,)
        Trials where `benchmark` is given, else expected counts; above 0.
    segments : Segments
        The groups.
    benchmark : ndarray of shape (n_groups,), optional
        Benchmark proportion, strictly between 0 and 1; without it events are counts against expected ones.
    trim : float, default 0.1
        Share winsorised at each end.
    consistent : bool, default False
        Divide phi by its value under chance; not part of the published method.

    Returns
    -------
    PublishedAdjustment
        z over sqrt(max(1, phi)); tau2 is nan, s is that of the score z.

    Notes
    -----
    z = (x/n - t)/sqrt(t(1 - t)/n), or (O - E)/sqrt E. Limits t + z_p s sqrt(max(1, phi)).

    References
    ----------
    .. [1] Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Qual. Saf. Health
       Care 14:347-351. doi:10.1136/qshc.2005.013755

    Examples
    --------
    Counts of 16 and 4 against 4 and 16: z is 6 and -3, phi (36 + 9)/2 = 22.5 without trimming.

    >>> import numpy as np
    >>> two = np.array([16.0, 4.0]), np.array([4.0, 16.0])
    >>> found = spiegelhalter2005(*two, Segments.single(2), trim=0.0)
    >>> found.phi, found.z.round(6)
    (array([22.5]), array([ 1.264911, -0.632456]))
    """
    target = 1.0 if benchmark is None else segments.repeat(benchmark)
    unit_variance = 1.0 if benchmark is None else target * (1.0 - target)
    s = np.sqrt(unit_variance / denominator)
    z = zscore(numerator / denominator, target, s)
    found = phi(z, segments, trim=trim, consistent=consistent)
    adjusted = z / segments.repeat(np.sqrt(np.maximum(1.0, found)))
    return PublishedAdjustment(found, np.full_like(found, np.nan), adjusted, s, np.ones(z.size, dtype=bool))


def cqc2012(
    numerator: FloatArray,
    denominator: FloatArray,
    segments: Segments,
    *,
    benchmark: FloatArray | None = None,
    trim: float = TENTH,
    consistent: bool = False,
) -> PublishedAdjustment:
    """Add a between-area variance on the arcsine or square-root scale, winsorised (CQC 2012).

    The method of the Care Quality Commission (Spiegelhalter et al. 2012). Bring limits back with
    `from_scale`: a published package forgets to square them.

    Parameters
    ----------
    numerator : ndarray of shape (n_rows,)
        Events.
    denominator : ndarray of shape (n_rows,)
        Trials where `benchmark` is given, else expected counts; above 0.
    segments : Segments
        The groups.
    benchmark : ndarray of shape (n_groups,), optional
        Benchmark proportion (arcsine scale); without it events are counts against expected ones (square root
        of O/E, benchmark 1).
    trim : float, default 0.1
        Share winsorised at each end.
    consistent : bool, default False
        Divide phi by its value under chance; not part of the published method.

    Returns
    -------
    PublishedAdjustment
        z = (y - t)/sqrt(s^2 + tau2).

    References
    ----------
    .. [1] Spiegelhalter DJ, Sherlaw-Johnson C, Bardsley M, Blunt I, Wood C, Grigg O (2012). Statistical
       methods for healthcare regulation: rating, screening and surveillance. J. R. Statist. Soc. A 175:1-47.

    Examples
    --------
    Expected 4 and observed 16, 0, 4: roots 2, 0, 1, s = 1/4, z = 4, -4, 0; phi = 32/3.

    >>> import numpy as np
    >>> found = cqc2012(np.array([16.0, 0.0, 4.0]), np.full(3, 4.0), Segments.single(3), trim=0.0)
    >>> found.phi.round(6), found.tau2.round(6)
    (array([10.666667]), array([0.9375]))
    """
    if benchmark is None:
        y, s = to_scale(numerator / denominator, "sqrt"), chance_sd(denominator, "sqrt")
        target = np.ones_like(y)
    else:
        y, s = to_scale(numerator / denominator, "arcsine"), chance_sd(denominator, "arcsine")
        target = segments.repeat(to_scale(benchmark, "arcsine"))
    found = phi(zscore(y, target, s), segments, trim=trim, consistent=consistent)
    tau2 = tau2_from_phi(found, s, segments)
    # A single area has no variance between areas, and is judged by chance alone.
    spread = np.sqrt(np.square(s) + segments.repeat(np.nan_to_num(tau2)))
    return PublishedAdjustment(found, tau2, zscore(y, target, spread), s, np.ones(y.size, dtype=bool))


def shmi(
    numerator: FloatArray,
    expected: FloatArray,
    segments: Segments,
    *,
    trim: float = TENTH,
    consistent: bool = False,
    round_counts: bool = True,
) -> PublishedAdjustment:
    """Add a between-area variance on the log scale, truncated by rank (hospital mortality, SHMI).

    Parameters
    ----------
    numerator : ndarray of shape (n_rows,)
        Observed events; an area without any has no logarithm and takes no part.
    expected : ndarray of shape (n_rows,)
        Expected events.
    segments : Segments
        The groups.
    trim : float, default 0.1
        Share left out at each end by rank; 0 leaves none out.
    consistent : bool, default False
        Divide phi by its value under chance; not part of the published method.
    round_counts : bool, default True
        Round expected events to two decimals first, half up, as published.

    Returns
    -------
    PublishedAdjustment
        z = ln(O/E)/sqrt(1/E + tau2), nan where O = 0; phi and tau2 of the areas kept.

    References
    ----------
    .. [1] NHS Digital. Summary Hospital-level Mortality Indicator (SHMI): indicator specification.
    .. [2] Campbell MJ, Jacques RM, Fotheringham J, Maheswaran R, Nicholl J (2012). Developing a summary
       hospital mortality index. BMJ 344:e1001. doi:10.1136/bmj.e1001

    Examples
    --------
    >>> import numpy as np
    >>> found = shmi(np.array([0.0, 9.0, 20.0]), np.array([3.0, 9.0, 20.0]), Segments.single(3))
    >>> found.phi, found.z, found.kept
    (array([0.]), array([nan,  0.,  0.]), array([False,  True,  True]))
    """
    size = round_half_up(expected) if round_counts else expected
    has_log = (numerator > 0) & (size > 0)
    inner, groups = subset(segments, has_log)
    s, y = np.full((2, numerator.size), np.nan)
    s[has_log] = chance_sd(size[has_log], "log")
    y[has_log] = to_scale(numerator[has_log] / size[has_log], "log")
    staying = truncation(y[has_log] / s[has_log], inner, trim)
    kept = np.zeros(numerator.size, dtype=bool)
    kept[has_log] = staying
    found, tau2 = np.full((2, segments.n_groups), np.nan)
    left, named = subset(inner, staying)
    found[groups[named]] = left.sum(np.square(y[kept] / s[kept])) / left.lengths
    if consistent:
        found /= phi_under_chance(trim, "truncate")
    tau2[groups[named]] = tau2_from_phi(found[groups[named]], s[kept], left)
    z = y / np.sqrt(np.square(s) + segments.repeat(np.nan_to_num(tau2)))
    return PublishedAdjustment(found, tau2, z, s, kept)


def round_half_up(expected: FloatArray) -> FloatArray:
    """Round to two decimals, half up on the decimal text.

    The double nearest to 1.005 lies below it, so arithmetic rounds it down; its text says 1.005.

    Parameters
    ----------
    expected : ndarray
        Values of 0 or more.

    Returns
    -------
    ndarray
        Two decimals.

    Examples
    --------
    >>> import numpy as np
    >>> round_half_up(np.array([0.125, 1.005, 2.344]))
    array([0.13, 1.01, 2.34])
    """
    hundredfold = expected * 100.0
    rounded = np.floor(hundredfold + 0.5) / 100.0
    for i in np.flatnonzero(np.abs(hundredfold - np.floor(hundredfold) - 0.5) < NEAR_A_TIE):
        rounded[i] = float(Decimal(repr(float(expected[i]))).quantize(HUNDREDTH, ROUND_HALF_UP))
    return rounded
