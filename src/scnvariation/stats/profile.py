"""Profile likelihood of the variance between areas, the level of each group free, for all groups at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from scnvariation.stats.segments import Segments

__all__ = ["Boundary", "CountLikelihood", "Point", "Profile", "Rule", "Start", "moments", "on_profile", "profile"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

Rule = Literal["adjusted", "profile", "fixed"]

BLOCK_ROWS = 8_192  # some thirty arrays of this length are alive at once and should stay in the cache
NEAR = 1e-4  # log-likelihood that the level may still gain: the criterion corrects for it to second order
LEVEL_STEPS = 40
MOMENT_STEPS = 3  # a start, not an estimate


class Point(NamedTuple):
    """Log-likelihood at a level and a spread, and its derivatives; each (n_groups,).

    The last six describe ln J, J the expected information about the level.
    """

    value: FloatArray
    level: FloatArray
    level2: FloatArray
    spread: FloatArray
    spread2: FloatArray
    cross: FloatArray
    known: FloatArray
    known_level: FloatArray
    known_level2: FloatArray
    known_spread: FloatArray
    known_spread2: FloatArray
    known_cross: FloatArray


class Boundary(NamedTuple):
    """The end of the search where areas do not differ: best level, criterion, its slope in the variance."""

    level: FloatArray
    value: FloatArray
    slope: FloatArray


class Start(NamedTuple):
    """Where to begin, from moments; each (n_groups,).

    `seen` marks groups in which moments see variation between areas; the others begin at about the
    standard error of no variation. `chance`, of shape (3, n_groups), holds the chance variance of the
    largest, of a typical and of the smallest area, on the scale of exp(spread).
    """

    level: FloatArray
    spread: FloatArray
    seen: BoolArray
    chance: FloatArray


@dataclass(frozen=True, slots=True)
class CountLikelihood(ABC):
    """Likelihood of counts given a level and a spread per group.

    The spread is a logarithm, or nearly one where it is small, of the variance between areas.

    Attributes
    ----------
    count : ndarray of shape (n_rows,)
        Events.
    size : ndarray of shape (n_rows,)
        Expected events, or denominators.
    segments : Segments
        Groups of rows.
    """

    count: FloatArray
    size: FloatArray
    segments: Segments

    lowest: ClassVar[float]
    highest: ClassVar[float]

    def at(self, level: FloatArray, spread: FloatArray) -> Point:
        """Evaluate the log-likelihood and its derivatives."""
        parts = [part.block_at(level[groups], spread[groups]) for groups, part in self._blocks()]
        return Point(*_joined(parts))

    def boundary(self, rule: Rule) -> Boundary:
        """Evaluate the case in which areas do not differ."""
        return Boundary(*_joined([part.block_boundary(rule) for _, part in self._blocks()]))

    def start(self) -> Start:
        """Estimate level and spread by moments."""
        return Start(*_joined([part.block_start() for _, part in self._blocks()]))

    @abstractmethod
    def block_at(self, level: FloatArray, spread: FloatArray) -> Point:
        """Do `at` for rows that fit into the cache."""

    @abstractmethod
    def block_boundary(self, rule: Rule) -> Boundary:
        """Do `boundary` for rows that fit into the cache."""

    @abstractmethod
    def block_start(self) -> Start:
        """Do `start` for rows that fit into the cache."""

    @property
    def n_areas(self) -> FloatArray:
        """Number of areas of each group."""
        return self.segments.lengths.astype(np.float64)

    def take(self, keep: BoolArray) -> Self:
        """Keep some groups, marked in a mask of shape (n_groups,)."""
        lengths = self.segments.lengths[keep]
        return self._part(self.segments.repeat(keep), Segments.from_lengths(lengths))

    def _part(self, rows: slice | BoolArray, segments: Segments) -> Self:
        """Keep some rows, in groups of their own."""
        return type(self)(self.count[rows], self.size[rows], segments)

    def _blocks(self) -> Iterator[tuple[slice, Self]]:
        """Cut into blocks of whole groups."""
        for rows, groups, segments in self.segments.blocks(BLOCK_ROWS):
            yield groups, self._part(rows, segments)


def _joined(parts: Sequence[tuple[npt.NDArray[Any], ...]]) -> Iterator[npt.NDArray[Any]]:
    """Lay the answers of several blocks end to end."""
    return (np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True))


class Profile(NamedTuple):
    """Criterion as a function of the spread alone, and where the best level lies; each (n_groups,).

    `level_step` leads from the level used to the best one and `gain` is twice what the log-likelihood gains
    by it; `level_slope` is the change of the best level per unit of spread.
    """

    value: FloatArray
    slope: FloatArray
    curvature: FloatArray
    level_step: FloatArray
    level_slope: FloatArray
    gain: FloatArray


def profile(point: Point, rule: Rule) -> Profile:
    """Take the level out of a likelihood, by maximisation and (rule "adjusted") the Cox-Reid term.

    Parameters
    ----------
    point : Point
        The likelihood near its best level.
    rule : {"adjusted", "profile", "fixed"}
        Level free, with the degree of freedom that it costs given back; level free; level left where it is.

    Returns
    -------
    Profile
        The criterion, its slope and curvature in the spread.

    Notes
    -----
    l_A = max over the level of l - 0.5 ln J, J the expected information about the level. Value and slope are
    right to second order in the distance from the best level; the curvature leaves out how the bend of the
    path of best levels moves ln J.

    References
    ----------
    .. [1] Cox DR, Reid N (1987). Parameter orthogonality and approximate conditional inference.
       J. R. Statist. Soc. B 49:1-39.
    """
    if rule == "fixed":
        nothing = np.zeros_like(point.value)
        return Profile(point.value, point.spread, point.spread2, nothing, nothing, nothing)
    bend = np.abs(point.level2)  # far from its best level a beta-binomial likelihood may bend the other way
    step = point.level / bend
    path = point.cross / bend
    gain = step * point.level
    value = point.value + 0.5 * gain
    slope = point.spread + point.cross * step
    curvature = point.spread2 + point.cross * path
    if rule == "adjusted":
        turn = point.known_cross + point.known_level2 * path
        value = value - 0.5 * (point.known + point.known_level * step)
        slope = slope - 0.5 * (point.known_spread + point.known_level * path + turn * step)
        curvature = curvature - 0.5 * (point.known_spread2 + (point.known_cross + turn) * path)
    return Profile(value, slope, curvature, step, path, gain)


def on_profile(
    likelihood: CountLikelihood, level: FloatArray, spread: FloatArray, rule: Rule
) -> tuple[Profile, FloatArray]:
    """Evaluate the criterion at a spread, after bringing the level near its best value.

    Parameters
    ----------
    likelihood : CountLikelihood
        The groups.
    level, spread : ndarray of shape (n_groups,)
        Where to evaluate; the level is a first guess.
    rule : {"adjusted", "profile", "fixed"}
        What the criterion is.

    Returns
    -------
    criterion : Profile
        At the level returned.
    level : ndarray of shape (n_groups,)
        One Newton step from the best one.
    """
    criterion = profile(likelihood.at(level, spread), rule)
    for _ in range(LEVEL_STEPS):
        far = np.abs(criterion.gain) > NEAR
        if not far.any():
            break
        level = level + np.where(far, np.clip(criterion.level_step, -1.0, 1.0), 0.0)
        nearer = profile(likelihood.take(far).at(level[far], spread[far]), rule)
        for kept, new in zip(criterion, nearer, strict=True):
            kept[far] = new
    return criterion, level


def moments(square: FloatArray, size: FloatArray, segments: Segments) -> tuple[FloatArray, BoolArray]:
    """Solve sum square / (1 + v size) = I - 1 for v, by a few Newton steps from zero.

    Parameters
    ----------
    square : ndarray of shape (n_rows,)
        Squared deviation from the mean in units of its chance variance.
    size : ndarray of shape (n_rows,)
        Variance between areas in the same units, per unit of v.
    segments : Segments
        Groups of rows.

    Returns
    -------
    v : ndarray of shape (n_groups,)
        The solution, or about the standard error of zero where there is none above zero.
    seen : ndarray of shape (n_groups,)
        Whether there is one above zero.
    """
    df = segments.lengths - 1.0
    v = np.zeros(df.size)
    for _ in range(MOMENT_STEPS):
        inflation = 1.0 + size * segments.repeat(v)
        part = square / inflation
        q = segments.sum(part)
        fall = segments.sum(part * size / inflation)
        v = np.maximum(v + (q / df - 1.0) * q / np.where(fall > 0, fall, 1.0), 0.0)
    seen = v > 0
    return np.where(seen, v, np.sqrt(2.0 * df) / segments.sum(size)), seen
