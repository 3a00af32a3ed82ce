"""What the other areas say: the law that judges an area without the area itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["LARGEST_SHARE", "SMALLEST_REST", "OtherAreas"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# A sum over the group less the area's own term has no digits left where that term is nearly all of it.
LARGEST_SHARE = 0.99
SMALLEST_REST = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class OtherAreas:
    """Mean and variance of the areas other than each one.

    Attributes
    ----------
    tau2, mean, mean_variance : ndarray of shape (n_rows,)
        Between-area variance, centre, and the variance of that centre.
    lost : ndarray of bool, shape (n_rows,)
        Rows whose complement has lost its digits and needs a sum of its own.
    """

    tau2: FloatArray
    mean: FloatArray
    mean_variance: FloatArray
    lost: BoolArray
