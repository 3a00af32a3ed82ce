"""Each area against the law of the other areas: predictive, delete-one z-scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from scnvariation.stats.dispersion_leave_out import leave_out
from scnvariation.stats.dispersion_others import OtherAreas
from scnvariation.stats.dispersion_phi import subset
from scnvariation.stats.dispersion_tau2 import paule_mandel
from scnvariation.stats.dispersion_two_step import two_step
from scnvariation.stats.levels import t_quantile
from scnvariation.stats.segments import Segments

__all__ = ["DeleteOne", "delete_one", "refit_lines"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

FEWEST_AREAS = 3
BLOCK_ROWS = 12_288  # scratch arrays of a block stay in the cache


@dataclass(frozen=True, slots=True, eq=False)
class DeleteOne:
    """Every area judged by the others.

    Attributes
    ----------
    z : ndarray of shape (n_rows,)
        Predictive z-score, to be read on Student's t with I - 2 degrees of freedom; nan below 3 areas.
    tau2 : ndarray of shape (n_rows,)
        Between-area variance of the others.
    mean : ndarray of shape (n_rows,)
        Mean of the others, or the fixed benchmark.
    segments : Segments
        The groups.
    """

    z: FloatArray
    tau2: FloatArray
    mean: FloatArray
    segments: Segments

    @property
    def p(self) -> FloatArray:
        """Two-sided P on t with I - 2 degrees of freedom, computed when asked for: it costs as much as z."""
        df = np.maximum(self.segments.repeat(self.segments.lengths - 2.0), 1.0)
        p: FloatArray = 2.0 * stdtr(df, -np.abs(self.z))
        return p

    def status(self, levels: Sequence[float]) -> npt.NDArray[np.int8]:
        """Count the levels that each area passes, below as minus, without a P-value.

        Parameters
        ----------
        levels : sequence of float
            Coverage of each pair of limits, ascending.

        Returns
        -------
        ndarray of int8, shape (n_rows,)
            0 within the first level, +-1 beyond it, +-2 beyond the second; 0 where z is nan.

        Examples
        --------
        >>> import numpy as np
        >>> y = np.array([0.0, 0.1, -0.1, 0.05, 3.0])
        >>> delete_one(y, np.full(5, 0.1), Segments.single(5)).status((0.95, 0.998)).tolist()
        [0, 0, 0, 0, 2]
        """
        areas, which = np.unique(self.segments.lengths, return_inverse=True)
        df = np.maximum(areas - 2.0, 1.0)
        size = np.abs(self.z)
        passed = np.zeros(self.z.size, dtype=np.int8)
        for level in levels:
            passed += size > self.segments.repeat(t_quantile(level, df)[which])
        return np.where(self.z < 0, -passed, passed)


def delete_one(
    y: FloatArray,
    s: FloatArray,
    segments: Segments,
    *,
    target: FloatArray | None = None,
    target_variance: npt.ArrayLike = 0.0,
    fast: bool = False,
) -> DeleteOne:
    """Judge each area by the law of the other areas, delete-one Paule-Mandel.

    The default for adjusted flags: an outlier inflates the variance that would judge it, so full-sample
    limits hide what they should find. It answers "unusual among its peers", not "differs from England".

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Finite values on a scale where chance is about normal and its variance known.
    s : ndarray of shape (n_rows,)
        Standard deviation of chance, above 0, never from the area's own count.
    segments : Segments
        The groups.
    target : ndarray of shape (n_groups,), optional
        A benchmark that these areas did not make; without it the mean of the others.
    target_variance : array_like, default 0.0
        Variance of that benchmark on the scale, one number or one per group.
    fast : bool, default False
        Two closed steps instead of the full solution: for flags in bulk. The false-alarm rates are the same,
        single z-scores differ by a few per cent, so show z and P from the full solution only.

    Returns
    -------
    DeleteOne
        z, P, tau2 and mean per row; nan in groups of fewer than 3 areas.

    Notes
    -----
    Without area i, tau2 solves sum w (y - m)^2 = I - 2 with w = 1/(s^2 + tau2), m = sum w y/sum w, and

        z_i = (y_i - m) / sqrt(s_i^2 + tau2 + 1/sum w);

    about a fixed target t, tau2 solves sum w (y - t)^2 = I - 1, z_i = (y_i - t)/sqrt(s_i^2 + tau2 + var t).
    With 3 areas t has one degree of freedom and next to nothing is ever outside. Decision record 3.

    References
    ----------
    .. [1] Ohlssen DI, Sharples LD, Spiegelhalter DJ (2007). A hierarchical modelling framework for
       identifying unusual performance in health care providers. J. R. Statist. Soc. A 170:865-890.
       doi:10.1111/j.1467-985X.2007.00487.x
    .. [2] Paule RC, Mandel J (1982). Consensus values and weighting factors. J. Res. Natl Bur. Stand.
       87:377-385. doi:10.6028/jres.087.022

    Examples
    --------
    The others of the last area are 0, 2 and 4: mean 2, tau2 = 4 - 1 = 3, so z = (12 - 2)/sqrt(1 + 3 + 4/3).

    >>> import numpy as np
    >>> judged = delete_one(np.array([0.0, 2.0, 4.0, 12.0]), np.ones(4), Segments.single(4))
    >>> judged.tau2[3].round(6), judged.mean[3].round(6), judged.z[3].round(6)
    (np.float64(3.0), np.float64(2.0), np.float64(4.330127))
    """
    enough = segments.repeat(segments.lengths >= FEWEST_AREAS)
    v = np.square(s)
    variance = np.broadcast_to(np.asarray(target_variance, dtype=np.float64), (segments.n_groups,))
    z, tau2, mean = np.full((3, y.size), np.nan)
    inner, groups = subset(segments, enough)
    rows = slice(None) if enough.all() else np.flatnonzero(enough)
    chosen = None if target is None else target[groups]
    z[rows], tau2[rows], mean[rows] = _in_blocks((y[rows], v[rows]), inner, chosen, variance[groups], fast=fast)
    return DeleteOne(z, tau2, mean, segments)


def refit_lines(
    y: FloatArray,
    s: FloatArray,
    segments: Segments,
    flagged: BoolArray,
    *,
    target: FloatArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Fit the law that limits are drawn from: Paule-Mandel without the areas it flags.

    Parameters
    ----------
    y, s : ndarray of shape (n_rows,)
        As for `delete_one`.
    segments : Segments
        The groups.
    flagged : ndarray of bool, shape (n_rows,)
        Areas to leave out.
    target : ndarray of shape (n_groups,), optional
        A benchmark that these areas did not make.

    Returns
    -------
    mean, tau2 : ndarray of shape (n_groups,)
        The centre (or the target) and the between-area variance; nan where fewer than two areas are left.

    Examples
    --------
    >>> import numpy as np
    >>> y, flagged = np.array([0.0, 2.0, 4.0, 12.0]), np.array([False, False, False, True])
    >>> refit_lines(y, np.ones(4), Segments.single(4), flagged)
    (array([2.]), array([3.]))
    """
    left, groups = subset(segments, ~flagged)
    kept_y, kept_v = y[~flagged], np.square(s[~flagged])
    found = paule_mandel(kept_y, kept_v, left, None if target is None else target[groups])
    w = 1.0 / (kept_v + left.repeat(found))
    enough = left.lengths > 1
    mean, tau2 = np.full((2, segments.n_groups), np.nan)
    tau2[groups] = np.where(enough, found, np.nan)
    mean[groups] = np.where(enough, left.sum(w * kept_y) / left.sum(w), np.nan)
    return (mean if target is None else target), tau2


def _in_blocks(
    areas: tuple[FloatArray, FloatArray],
    segments: Segments,
    target: FloatArray | None,
    target_variance: FloatArray,
    *,
    fast: bool,
) -> FloatArray:
    """Give z, tau2 and mean, block by block."""
    y, v = areas
    law = two_step if fast else leave_out
    out = np.empty((3, y.size))
    for rows, groups, inner in segments.blocks(BLOCK_ROWS):
        chosen = None if target is None else target[groups]
        others = law(y[rows], v[rows], inner, chosen)
        if others.lost.any():
            _sum_afresh(y[rows], v[rows], inner, chosen, others)
        spread = v[rows] + others.tau2 + others.mean_variance
        if target is not None:
            spread += inner.repeat(target_variance[groups])
        out[0, rows] = (y[rows] - others.mean) / np.sqrt(spread)
        out[1, rows], out[2, rows] = others.tau2, others.mean
    return out


def _sum_afresh(
    y: FloatArray, v: FloatArray, segments: Segments, target: FloatArray | None, others: OtherAreas
) -> None:
    """Refit directly for the few areas whose complement is lost beside them."""
    rows = np.flatnonzero(others.lost)
    group = np.searchsorted(segments.starts, rows, side="right") - 1
    first, length = segments.starts[group], segments.lengths[group]
    places = zip(first.tolist(), length.tolist(), rows.tolist(), strict=True)
    picked = np.concatenate([_all_but(*place) for place in places])
    rest = Segments.from_lengths(length - 1)
    centre = None if target is None else target[group]
    tau2 = paule_mandel(y[picked], v[picked], rest, centre)
    others.tau2[rows] = tau2
    if centre is None:
        w = 1.0 / (v[picked] + rest.repeat(tau2))
        others.mean_variance[rows] = 1.0 / rest.sum(w)
        others.mean[rows] = rest.sum(w * y[picked]) * others.mean_variance[rows]


def _all_but(first: int, length: int, row: int) -> IntArray:
    """List the rows of a group except one."""
    return np.concatenate([np.arange(first, row), np.arange(row + 1, first + length)])
