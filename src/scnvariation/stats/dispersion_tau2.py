"""Between-area variance on a normal scale, for all groups at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scnvariation.options import Estimator, check_option
from scnvariation.stats.segments import Segments

__all__ = ["dersimonian_laird", "paule_mandel", "restricted_likelihood", "squares", "tau2"]

FloatArray = npt.NDArray[np.float64]

MOST_STEPS = 100  # five or six are enough for ordinary data
Q_TOLERANCE = 1e-13
GRID_POINTS = 40
BISECTIONS = 60


def tau2(
    y: FloatArray,
    s: FloatArray,
    segments: Segments,
    *,
    estimator: Estimator = "dl",
    target: FloatArray | None = None,
) -> FloatArray:
    """Estimate the between-area variance by moments, Paule-Mandel or restricted likelihood.

    It answers how far the true levels of areas lie apart once chance is taken out. All areas take part, so
    an outlier inflates the variance that would judge it: to judge areas use `delete_one`.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Values on a scale where chance is about normal.
    s : ndarray of shape (n_rows,)
        Standard deviation of chance, above 0.
    segments : Segments
        The groups.
    estimator : {"dl", "pm", "reml"}, default "dl"
        DerSimonian-Laird moments, Paule-Mandel, or restricted maximum likelihood.
    target : ndarray of shape (n_groups,), optional
        A benchmark that the areas did not make; without it the mean is estimated from them.

    Returns
    -------
    ndarray of shape (n_groups,)
        0 where chance explains the spread; nan for a single area with its mean estimated.

    Raises
    ------
    OptionError
        If the estimator is none of these.

    See Also
    --------
    scnvariation.stats.dispersion.tau2_from_phi : The published form, on trimmed z-scores.
    scnvariation.stats.delete_one.delete_one : Each area against the variance of the others.

    Notes
    -----
    With w = 1/(s^2 + tau2) and Q = sum w (y - mean)^2: DL takes w at tau2 = 0 and solves for the expectation
    of Q; PM solves Q = I - 1; REML minimises sum ln(s^2 + tau2) + ln sum w + Q. About a fixed target there is
    one degree of freedom more (PM solves Q = I) and REML becomes maximum likelihood.

    References
    ----------
    .. [1] DerSimonian R, Laird N (1986). Meta-analysis in clinical trials. Controlled Clinical Trials
       7:177-188. doi:10.1016/0197-2456(86)90046-2
    .. [2] Paule RC, Mandel J (1982). Consensus values and weighting factors. J. Res. Natl Bur. Stand.
       87:377-385. doi:10.6028/jres.087.022

    Examples
    --------
    Two areas 4 apart, each with variance 1: the variance between them is 4^2/2 - 1 = 7.

    >>> import numpy as np
    >>> tau2(np.array([0.0, 4.0]), np.array([1.0, 1.0]), Segments.single(2), estimator="pm")
    array([7.])
    """
    check_option("estimator", estimator, Estimator)
    v = np.square(s)
    if estimator == "dl":
        found = dersimonian_laird(y, v, segments, target)
    elif estimator == "pm":
        found = paule_mandel(y, v, segments, target)
    else:
        found = restricted_likelihood(y, v, segments, target)
    enough = segments.lengths > (1 if target is None else 0)
    return np.where(enough, found, np.nan)


def squares(
    y: FloatArray, w: FloatArray, segments: Segments, target: FloatArray | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the summed weight, the centre and the deviations from it."""
    total = segments.sum(w)
    centre = segments.sum(w * y) / total if target is None else target
    return total, centre, y - segments.repeat(centre)


def dersimonian_laird(y: FloatArray, v: FloatArray, segments: Segments, target: FloatArray | None = None) -> FloatArray:
    """Solve the expectation of Q at tau2 = 0."""
    w = 1.0 / v
    total, _, e = squares(y, w, segments, target)
    q = segments.sum(w * e * e)
    if target is not None:
        return np.maximum(0.0, (q - segments.lengths) / total)
    spread = total - segments.sum(w * w) / total
    return np.maximum(0.0, (q - (segments.lengths - 1)) / np.where(segments.lengths > 1, spread, 1.0))


def paule_mandel(
    y: FloatArray,
    v: FloatArray,
    segments: Segments,
    target: FloatArray | None = None,
    df: FloatArray | None = None,
) -> FloatArray:
    """Solve Q = df by Newton on 1/Q: it is concave in tau2, so steps rise to the root and never pass it."""
    if df is None:
        df = (segments.lengths - (target is None)).astype(np.float64)
    df = np.maximum(df, 1.0)
    found = np.zeros(segments.n_groups)
    for _ in range(MOST_STEPS):
        w = 1.0 / (v + segments.repeat(found))
        _, _, e = squares(y, w, segments, target)
        we = w * e
        q = segments.sum(we * e)
        gap = q / df - 1.0
        if not np.any(gap > Q_TOLERANCE):
            break
        slope = segments.sum(we * we)
        found = np.maximum(0.0, found + gap * q / np.where(slope > 0, slope, 1.0))
    return found


def restricted_likelihood(
    y: FloatArray, v: FloatArray, segments: Segments, target: FloatArray | None = None
) -> FloatArray:
    """Find the best cell of a grid, then bisect the score in it.

    Every root lies below R^2 - min v, R the largest distance from an area to the target or to another area.
    """
    smallest = segments.min(v)
    low = np.log(smallest)
    reach = _reach(y, segments, target)
    width = np.log(np.maximum(np.square(reach), smallest)) - low
    grid = low + width * np.linspace(0.0, 1.0, GRID_POINTS)[:, None]
    deviance = [_deviance(y, v + segments.repeat(np.exp(u) - smallest), segments, target) for u in grid]
    best = np.argmin(deviance, axis=0)
    step = width / (GRID_POINTS - 1)
    left = low + step * np.maximum(best - 1, 0)
    right = low + step * np.minimum(best + 1, GRID_POINTS - 1)
    for _ in range(BISECTIONS):
        middle = 0.5 * (left + right)
        rising = _score(y, v + segments.repeat(np.exp(middle) - smallest), segments, target) > 0
        left, right = np.where(rising, left, middle), np.where(rising, middle, right)
    at_zero = _score(y, v, segments, target) >= 0
    return np.where((best == 0) & at_zero, 0.0, np.maximum(0.0, np.exp(0.5 * (left + right)) - smallest))


def _reach(y: FloatArray, segments: Segments, target: FloatArray | None) -> FloatArray:
    """Give the largest distance from an area to the target, or to another area."""
    if target is None:
        return segments.max(y) - segments.min(y)
    return segments.max(np.abs(y - segments.repeat(target)))


def _deviance(y: FloatArray, variance: FloatArray, segments: Segments, target: FloatArray | None) -> FloatArray:
    """Minus twice the restricted log-likelihood, without its constant."""
    w = 1.0 / variance
    total, _, e = squares(y, w, segments, target)
    free = np.log(total) if target is None else 0.0
    return segments.sum(w * e * e - np.log(w)) + free


def _score(y: FloatArray, variance: FloatArray, segments: Segments, target: FloatArray | None) -> FloatArray:
    """Slope of the deviance in tau2."""
    w = 1.0 / variance
    total, _, e = squares(y, w, segments, target)
    free = segments.sum(w * w) / total if target is None else 0.0
    return segments.sum(w - np.square(w * e)) - free
