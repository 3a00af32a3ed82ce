"""Over-dispersion of z-scores, its test, and the variance the published methods make of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from scnvariation.options import check_option
from scnvariation.stats.dispersion_trim import TrimMethod, phi_under_chance, truncation, winsorised
from scnvariation.stats.segments import Segments

__all__ = ["heterogeneity", "phi", "subset", "tau2_from_phi"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def phi(
    z: FloatArray,
    segments: Segments,
    *,
    trim: float = 0.0,
    how: TrimMethod = "winsorise",
    consistent: bool = False,
) -> FloatArray:
    """Average the squared z-scores of each group, after trimming if asked.

    1 is what chance alone gives, but only untrimmed: trimming protects against outliers and makes phi too
    small (0.68 winsorised, 0.44 truncated under chance at 10 % each end), so "phi above 1" is then no test.

    Parameters
    ----------
    z : ndarray of shape (n_rows,)
        z-scores about the benchmark.
    segments : Segments
        The groups.
    trim : float, default 0.0
        Share trimmed at *each* end, at least 0 and below one half.
    how : {"winsorise", "truncate"}, default "winsorise"
        Pull the ends in to the quantiles, or leave them out by rank.
    consistent : bool, default False
        Divide by the value under chance, so that 1 means chance again.

    Returns
    -------
    ndarray of shape (n_groups,)
        Mean squared z-score.

    Raises
    ------
    OptionError
        If `how` is neither word.
    ValueError
        If the trimmed share leaves nothing.

    References
    ----------
    .. [1] Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Qual. Saf. Health
       Care 14:347-351. doi:10.1136/qshc.2005.013755

    Examples
    --------
    >>> import numpy as np
    >>> z = np.array([-1.0, 0.0, 1.0, 3.0])
    >>> phi(z, Segments.single(4))
    array([2.75])
    """
    check_option("how", how, TrimMethod)
    if how == "winsorise":
        value = segments.sum(np.square(winsorised(z, segments, trim))) / segments.lengths
    else:
        kept = truncation(z, segments, trim)
        n_kept = segments.sum(kept.astype(np.float64))
        value = segments.sum(np.where(kept, np.square(z), 0.0)) / np.where(n_kept > 0, n_kept, np.nan)
    return value / phi_under_chance(trim, how) if consistent else value


def tau2_from_phi(phi: FloatArray, s: FloatArray, segments: Segments, *, kept: BoolArray | None = None) -> FloatArray:
    """Turn phi into a between-area variance the way the published presets do.

    Kept as published: about a fixed benchmark chance gives I phi = I, not I - 1, so the result is slightly
    too large with few areas. `tau2` with a target has the unbiased forms.

    Parameters
    ----------
    phi : ndarray of shape (n_groups,)
        Mean squared z-score, trimmed or not.
    s : ndarray of shape (n_rows,)
        Standard deviation of chance.
    segments : Segments
        The groups.
    kept : ndarray of bool, shape (n_rows,), optional
        The areas that phi was made of; all where absent.

    Returns
    -------
    ndarray of shape (n_groups,)
        max(0, (I phi - (I - 1)) / (sum w - sum w^2/sum w)), w = 1/s^2 and I over the areas kept; nan with
        fewer than two of them.

    References
    ----------
    .. [1] Spiegelhalter DJ, Sherlaw-Johnson C, Bardsley M, Blunt I, Wood C, Grigg O (2012). Statistical
       methods for healthcare regulation: rating, screening and surveillance. J. R. Statist. Soc. A 175:1-47.

    Examples
    --------
    Four areas with s = 0.5: (4 x 2 - 3) / (16 - 64/16) = 5/12.

    >>> import numpy as np
    >>> tau2_from_phi(np.array([2.0]), np.full(4, 0.5), Segments.single(4)).round(6)
    array([0.416667])
    """
    w = 1.0 / np.square(s)
    if kept is not None:
        w = np.where(kept, w, 0.0)
    n = segments.sum((w > 0).astype(np.float64))
    enough = n > 1
    total = np.where(enough, segments.sum(w), np.nan)
    spread = np.where(enough, total - segments.sum(w * w) / total, np.nan)
    return np.maximum(0.0, (n * phi - (n - 1.0)) / spread)


def heterogeneity(z: FloatArray, segments: Segments, *, df: npt.ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Test whether chance explains the spread of each group.

    Parameters
    ----------
    z : ndarray of shape (n_rows,)
        z-scores about the mean of the group or a benchmark.
    segments : Segments
        The groups.
    df : array_like
        Degrees of freedom, one number or one per group: areas less one where the mean is their own.

    Returns
    -------
    q, df, p : ndarray of shape (n_groups,)
        Sum of squares, degrees of freedom and upper chi-square tail.

    References
    ----------
    .. [1] Cochran WG (1954). The combination of estimates from different experiments. Biometrics 10:101-129.
       doi:10.2307/3001666

    Examples
    --------
    >>> import numpy as np
    >>> q, df, p = heterogeneity(np.array([2.0, 1.0, -1.0]), Segments.single(3), df=2)
    >>> float(q[0]), float(df[0]), float(p[0].round(6))
    (6.0, 2.0, 0.049787)
    """
    q = segments.sum(np.square(z))
    freedom = np.broadcast_to(np.asarray(df, dtype=np.float64), q.shape)
    return q, freedom, chdtrc(freedom, q)


def subset(segments: Segments, mask: BoolArray) -> tuple[Segments, IntArray]:
    """Describe the groups that remain when only some rows stay, and which groups they are."""
    counts = segments.sum(mask.astype(np.float64)).astype(np.int64)
    groups = np.flatnonzero(counts)
    return Segments.from_lengths(counts[groups]), groups
