"""What a regression on need covariates can be fitted to: covariates that repeat each other, and separation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Design", "design", "separated", "variance_inflation"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

CONSTANT = 1e-12  # range, relative to the largest figure
DEPENDENT = 1e-6  # standard deviation left, of 1, when what earlier covariates say is taken out
NULL = 1e-8  # singular value, relative to the largest, that counts as none
MOVES = 1e-7  # of a standard deviation of the linear predictor


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Covariates made comparable: mean 0, standard deviation 1 over the areas.

    Attributes
    ----------
    matrix : ndarray of shape (n_areas, 1 + n_covariates)
        A column of ones, and the standardised covariates.
    mean, sd : ndarray of shape (n_covariates,)
        Of the covariates in natural units, the standard deviation with divisor I - 1.
    constant : tuple of int
        Covariates that are the same in every area.
    repeated : tuple of int
        Covariates that earlier ones determine.
    """

    matrix: FloatArray
    mean: FloatArray
    sd: FloatArray
    constant: tuple[int, ...]
    repeated: tuple[int, ...]

    @property
    def to_natural(self) -> FloatArray:
        """The matrix that turns coefficients of the standardised covariates into those of natural units."""
        turn = np.diag(np.concatenate([[1.0], 1.0 / self.sd]))
        turn[0, 1:] = -self.mean / self.sd
        return turn


def design(covariates: FloatArray) -> Design:
    """Standardise covariates, and find those that add nothing.

    Parameters
    ----------
    covariates : ndarray of shape (n_areas, n_covariates)
        In natural units, without gaps.

    Returns
    -------
    Design

    Examples
    --------
    The second covariate is twice the first, the third never changes:

    >>> import numpy as np
    >>> found = design(np.array([[1.0, 2, 5], [2, 4, 5], [3, 6, 5], [5, 10, 5]]))
    >>> found.repeated, found.constant
    ((1,), (2,))
    """
    n_areas = covariates.shape[0]
    mean = covariates.mean(axis=0)
    spread = np.ptp(covariates, axis=0)
    varies = spread > CONSTANT * np.abs(covariates).max(axis=0)
    sd = np.where(varies, covariates.std(axis=0, ddof=1), 1.0)
    matrix = np.column_stack([np.ones(n_areas), (covariates - mean) / sd * varies])
    left = np.abs(np.diag(np.linalg.qr(matrix, mode="r"))) / np.sqrt(n_areas - 1.0)
    repeated = varies & (left[1:] < DEPENDENT)
    return Design(
        matrix=matrix,
        mean=mean,
        sd=sd,
        constant=tuple(np.flatnonzero(~varies).tolist()),
        repeated=tuple(np.flatnonzero(repeated).tolist()),
    )


def variance_inflation(matrix: FloatArray) -> FloatArray:
    """Say how many times the other covariates multiply the variance of each slope.

    Parameters
    ----------
    matrix : ndarray of shape (n_areas, 1 + n_covariates)
        A column of ones and standardised covariates that do not determine each other.

    Returns
    -------
    ndarray of shape (n_covariates,)
        1/(1 - R^2), R^2 of each covariate on the others; 1 for a single one.

    Examples
    --------
    Two covariates with correlation 0.8: 1/(1 - 0.64).

    >>> import numpy as np
    >>> a, b = np.array([1.0, -1, 1, -1]), np.array([1.0, 1, -1, -1])
    >>> variance_inflation(np.column_stack([np.ones(4), a, 0.8 * a + 0.6 * b])).round(6)
    array([2.777778, 2.777778])
    """
    if matrix.shape[1] == 1:
        return np.empty(0)
    correlation = np.atleast_2d(np.corrcoef(matrix[:, 1:], rowvar=False))
    return np.diag(np.linalg.inv(correlation)).copy()


def separated(matrix: FloatArray, side: IntArray) -> bool:
    """Say whether a covariate, or a combination, tells areas without events from the others.

    A likelihood then rises for ever as a coefficient grows, and any standard error is an accident of where the
    search stopped.

    Parameters
    ----------
    matrix : ndarray of shape (n_areas, n_coefficients)
        Of full rank.
    side : ndarray of int, shape (n_areas,)
        -1 for an area without any event, 1 for one of nothing but events (proportions), 0 for all others.

    Returns
    -------
    bool
        Whether the maximum likelihood estimate lies at infinity.

    Notes
    -----
    It does if and only if some direction d has x'd = 0 in all areas of side 0, and side x'd >= 0 in all others, not
    all 0 [1]_ [2]_. That takes areas of side 0 whose rows are not of full rank; a linear programme then decides.

    References
    ----------
    .. [1] Albert A, Anderson JA (1984). On the existence of maximum likelihood estimates in logistic regression
       models. Biometrika 71:1-10.
    .. [2] Santos Silva JMC, Tenreyro S (2010). On the existence of the maximum likelihood estimates in Poisson
       regression. Economics Letters 107:310-312.

    Examples
    --------
    The two areas without events are the two where the covariate is 1:

    >>> import numpy as np
    >>> matrix = np.column_stack([np.ones(5), [0.0, 0, 0, 1, 1]])
    >>> separated(matrix, np.array([0, 0, 0, -1, -1])), separated(matrix, np.array([0, 0, 0, 0, -1]))
    (True, False)
    """
    at_end = side != 0
    if not at_end.any():
        return False
    free = _null_space(matrix[~at_end])
    if not free.shape[1]:
        return False
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import and hardly ever needed

    push = (side[at_end, None] * matrix[at_end]) @ free
    best = linprog(-push.sum(axis=0), A_ub=-push, b_ub=np.zeros(len(push)), bounds=(-1.0, 1.0), method="highs")
    return bool(best.status == 0 and (push @ best.x).sum() > MOVES)


def _null_space(matrix: FloatArray) -> FloatArray:
    """Give the directions that no row sees, as columns."""
    if not len(matrix):
        return np.eye(matrix.shape[1])
    _, singular, directions = np.linalg.svd(matrix, full_matrices=True)
    rank = int((singular > NULL * singular.max(initial=0.0)).sum())
    return directions[rank:].T
