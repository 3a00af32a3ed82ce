"""Laws of chance within an area, on the scale of the linear predictor: counts, proportions, values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
from scipy import special

__all__ = ["BinomialLaw", "Family", "Law", "NormalLaw", "PoissonLaw", "law_of", "mean_events"]

FloatArray = npt.NDArray[np.float64]

Family = Literal["poisson", "binomial", "normal"]

FURTHEST = 30.0  # of the predictor from 0: the exponential neither overflows nor loses all weight
HALF = 0.5  # added to a count before its first logarithm
LOG_TWO_PI = float(np.log(2.0 * np.pi))


@dataclass(frozen=True, slots=True, eq=False)
class Law(ABC):
    """What was seen in each area, and how likely it is given the area's predictor.

    Attributes
    ----------
    observed : ndarray of shape (n_areas,)
        Events or values.
    size : ndarray of shape (n_areas,)
        Expected events at the predictor 0, denominators, or standard errors.
    constant : ndarray of shape (n_areas,)
        Part of the log-likelihood that does not depend on the predictor.
    """

    observed: FloatArray
    size: FloatArray
    constant: FloatArray

    def take(self, rows: npt.NDArray[np.intp]) -> Self:
        """Put the areas in another order."""
        return type(self)(self.observed[rows], self.size[rows], self.constant[rows])

    @abstractmethod
    def start(self) -> FloatArray:
        """Give a predictor near what was seen."""

    @abstractmethod
    def score_and_weight(self, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give the slope of the log-likelihood and minus its curvature, shape as the predictor."""

    @abstractmethod
    def log_likelihood(self, predictor: FloatArray) -> FloatArray:
        """Give the log-likelihood of each area, shape as the predictor."""


class PoissonLaw(Law):
    """Counts, log link."""

    __slots__ = ()

    def start(self) -> FloatArray:
        """Take logarithms of rates."""
        return np.log((self.observed + HALF) / (self.size + HALF))

    def score_and_weight(self, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give O - m and m, m the mean."""
        mean = self.size * np.exp(_within_reach(predictor))
        return self.observed - mean, mean

    def log_likelihood(self, predictor: FloatArray) -> FloatArray:
        """Evaluate the Poisson law."""
        seen = np.log(np.where(self.observed > 0, self.observed, self.size) / self.size)
        away = _within_reach(predictor - seen)
        at_zero = np.where(self.observed > 0, 0.0, self.size)
        return self.observed * away - (self.observed + at_zero) * np.expm1(away) - at_zero + self.constant


class BinomialLaw(Law):
    """Events among denominators, logit link."""

    __slots__ = ()

    def start(self) -> FloatArray:
        """Take logits."""
        return np.log((self.observed + HALF) / (self.size - self.observed + HALF))

    def score_and_weight(self, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give x - m and the binomial variance."""
        proportion = special.expit(_within_reach(predictor))
        mean = self.size * proportion
        return self.observed - mean, mean * (1.0 - proportion)

    def log_likelihood(self, predictor: FloatArray) -> FloatArray:
        """Evaluate the binomial law."""
        return self.observed * predictor - self.size * np.logaddexp(0.0, predictor) + self.constant


class NormalLaw(Law):
    """Values with known standard errors."""

    __slots__ = ()

    def start(self) -> FloatArray:
        """Take the values."""
        return self.observed

    def score_and_weight(self, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give the residual over the squared standard error, and one over that."""
        weight = np.broadcast_to(1.0 / np.square(self.size), predictor.shape)
        return (self.observed - predictor) * weight, weight

    def log_likelihood(self, predictor: FloatArray) -> FloatArray:
        """Evaluate the normal law."""
        return self.constant - 0.5 * np.square((self.observed - predictor) / self.size)


def _within_reach(predictor: FloatArray) -> FloatArray:
    """Keep a predictor from overflowing; quicker than `np.clip`."""
    return np.minimum(np.maximum(predictor, -FURTHEST), FURTHEST)


def law_of(observed: FloatArray, size: FloatArray, family: Family) -> Law:
    """Build the law of a family; arrays of shape (n_areas,)."""
    if family == "poisson":
        seen = special.xlogy(observed, observed) - observed - special.gammaln(observed + 1.0)
        return PoissonLaw(observed, size, seen)
    if family == "binomial":
        ways = special.gammaln(observed + 1.0) + special.gammaln(size - observed + 1.0)
        return BinomialLaw(observed, size, special.gammaln(size + 1.0) - ways)
    return NormalLaw(observed, size, -np.log(size) - 0.5 * LOG_TWO_PI)


def mean_events(law: Law) -> float:
    """Give the mean events of an area, on the rarer side for proportions; nan for values."""
    if isinstance(law, NormalLaw):
        return float("nan")
    events = float(law.observed.mean())
    return min(events, float((law.size - law.observed).mean())) if isinstance(law, BinomialLaw) else events
