"""The scales on which chance has a variance that does not depend on the value."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from scnvariation.options import check_option

__all__ = ["CountScale", "Scale", "chance_sd", "from_scale", "to_scale", "zscore"]

FloatArray = npt.NDArray[np.float64]

Scale = Literal["arcsine", "sqrt", "log", "identity"]
CountScale = Literal["arcsine", "sqrt", "log"]


def to_scale(value: npt.ArrayLike, scale: Scale) -> FloatArray:
    """Transform natural values to a variance-stabilising scale.

    Use the arcsine for a proportion, the square root or the logarithm for a ratio of observed to expected,
    and the identity for a mean or an estimate that brings its own standard error.

    Parameters
    ----------
    value : array_like
        Natural units: a proportion between 0 and 1, a ratio of 0 or more.
    scale : {"arcsine", "sqrt", "log", "identity"}
        The scale; the logarithm of 0 is minus infinity, so leave such areas out.

    Returns
    -------
    ndarray
        asin(sqrt(value)), sqrt(value), ln(value) or the value itself.

    Raises
    ------
    OptionError
        If the scale is none of these.

    See Also
    --------
    from_scale : The way back.
    chance_sd : The standard deviation of chance on these scales.

    References
    ----------
    .. [1] Spiegelhalter DJ, Sherlaw-Johnson C, Bardsley M, Blunt I, Wood C, Grigg O (2012). Statistical
       methods for healthcare regulation: rating, screening and surveillance. J. R. Statist. Soc. A 175:1-47.

    Examples
    --------
    >>> float(to_scale(4.0, "sqrt"))
    2.0
    """
    check_option("scale", scale, Scale)
    natural = np.asarray(value, dtype=np.float64)
    if scale == "arcsine":
        return np.arcsin(np.sqrt(natural))
    if scale == "sqrt":
        return np.sqrt(natural)
    if scale == "log":
        with np.errstate(divide="ignore"):
            return np.log(natural)
    return natural


def from_scale(y: npt.ArrayLike, scale: Scale) -> FloatArray:
    """Transform back to natural values, never past their ends.

    A limit below the smallest angle or root is the smallest value, not its mirror image.

    Parameters
    ----------
    y : array_like
        Values or limits on the scale.
    scale : {"arcsine", "sqrt", "log", "identity"}
        The scale they are on.

    Returns
    -------
    ndarray
        sin(y)^2 with y clipped to 0 .. pi/2, y^2 with y floored at 0, exp(y), or y itself.

    Raises
    ------
    OptionError
        If the scale is none of these.

    Examples
    --------
    >>> from_scale([-0.5, 2.0], "sqrt")
    array([0., 4.])
    """
    check_option("scale", scale, Scale)
    transformed = np.asarray(y, dtype=np.float64)
    if scale == "arcsine":
        return np.square(np.sin(np.clip(transformed, 0.0, np.pi / 2)))
    if scale == "sqrt":
        return np.square(np.maximum(transformed, 0.0))
    if scale == "log":
        return np.exp(transformed)
    return transformed


def chance_sd(size: npt.ArrayLike, scale: Scale) -> FloatArray:
    """Give the standard deviation of chance on a scale, from the size of the area alone.

    It never looks at the area's own count: variances taken from the count shrink exactly where an area is
    extreme.

    Parameters
    ----------
    size : array_like
        Denominators n for the arcsine, expected counts E for the square root and the logarithm; above 0.
    scale : {"arcsine", "sqrt", "log"}
        The scale. The identity has no such rule: there the standard error is published.

    Returns
    -------
    ndarray
        1/(2 sqrt n), 1/(2 sqrt E) or 1/sqrt E.

    Raises
    ------
    OptionError
        If the scale is none of these.

    Examples
    --------
    >>> float(chance_sd(25.0, "sqrt")), float(chance_sd(25.0, "log"))
    (0.1, 0.2)
    """
    check_option("scale", scale, CountScale)
    root = np.sqrt(np.asarray(size, dtype=np.float64))
    return 1.0 / root if scale == "log" else 0.5 / root


def zscore(y: FloatArray, target: npt.ArrayLike, s: FloatArray) -> FloatArray:
    """Standardise values about a target by their standard deviation under chance.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Values on the scale.
    target : array_like
        The benchmark on the same scale, one number or one per row.
    s : ndarray of shape (n_rows,)
        Standard deviation of chance.

    Returns
    -------
    ndarray of shape (n_rows,)
        (y - target) / s.

    Examples
    --------
    >>> import numpy as np
    >>> zscore(np.array([1.2, 0.9]), 1.0, np.array([0.1, 0.1])).round(6)
    array([ 2., -1.])
    """
    return (y - np.asarray(target, dtype=np.float64)) / s
