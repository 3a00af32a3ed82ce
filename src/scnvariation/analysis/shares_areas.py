"""Which areas enter the shares, in which network each lies, and what need was measured there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.covariates import covariates
from scnvariation.analysis.families import Family, measure
from scnvariation.analysis.scope import Scope
from scnvariation.errors import OptionError, TooFewAreasError
from scnvariation.indicators import Indicators
from scnvariation.messages import shares as messages
from scnvariation.reference import SortedRows

__all__ = ["Asked", "SplitAreas", "areas_to_split"]

FloatArray = NDArray[np.float64]
LEAST_AREAS = 3
#: Relative to its own size, what a covariate must have left once the others are taken out.
DEPENDENT = 1e-6
#: What a missing entry of a frame is called once it is text.
BLANK = ("nan", "None", "<NA>")
#: Of the range of the values: a standard error below this is as good as none.
NEGLIGIBLE = 1e-6
OWN_COLUMNS = frozenset({"area_code", "area_name", "ods_code", "confidence"})


class Asked(NamedTuple):
    """What was asked of the split, checked.

    Attributes
    ----------
    need : tuple of str
        Covariates.
    between : str
        Column that says in which network an area lies.
    draws, seed : int
        Of the intervals.
    """

    need: tuple[str, ...]
    between: str
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAreas:
    """The areas used, sorted by code, as arrays.

    Attributes
    ----------
    family : str
        `poisson`, `binomial` or `normal`.
    observed : ndarray of shape (n_areas,)
        Events, or values of the normal family.
    size : ndarray of shape (n_areas,)
        Expected events at the common rate, denominators, or standard errors.
    network : ndarray of shape (n_areas,)
        Number of the network in `places`.
    places : tuple of str
        Names of the networks, sorted.
    need : ndarray of shape (n_areas, n_covariates)
        Natural units.
    excluded : pandas.DataFrame
        Rows left out, each with its reason.
    n_given : int
        Areas used and left out.
    """

    family: Family
    observed: FloatArray
    size: FloatArray
    network: NDArray[np.int64]
    places: tuple[str, ...]
    need: FloatArray
    excluded: pd.DataFrame
    n_given: int

    @property
    def spread(self) -> FloatArray:
        """Standard deviation of each covariate over the areas used."""
        return np.asarray(self.need.std(axis=0, ddof=1))

    @property
    def standardised(self) -> FloatArray | None:
        """Covariates with mean 0 and standard deviation 1, or nothing where none was named."""
        if not self.need.shape[1]:
            return None
        return np.asarray((self.need - self.need.mean(axis=0)) / self.spread)

    @property
    def all_alike(self) -> bool:
        """Whether no area has an event, all have nothing but events, or all have one value."""
        if self.family == "normal":
            return bool(np.ptp(self.observed) == 0)
        return not self.observed.any() or (self.family == "binomial" and bool(np.all(self.observed == self.size)))


def areas_to_split(scope: Scope, asked: Asked) -> SplitAreas:
    """Choose the areas that have a figure, a place and every covariate.

    Parameters
    ----------
    scope : Scope
        One indicator and period.
    asked : Asked
        Covariates, and the column that says in which network an area lies.

    Returns
    -------
    SplitAreas

    Raises
    ------
    OptionError
        If a column is unknown, a covariate says nothing of its own, or all areas lie in one place.
    TooFewAreasError
        If fewer than three areas can be used, or fewer than the covariates need.
    """
    need, between = asked.need, asked.between
    rows = _rows_of(scope)
    place = _places(scope, rows, between)
    measured, reason = measure(rows, scope.info.statistic)
    x = covariates(scope.data, rows, need)
    for code, out in (("unmapped_area", place == ""), ("missing", ~np.isfinite(x).all(axis=1))):
        reason[(reason == "") & out] = code
    used = reason == ""
    if rows.positions.size and not (place != "").any():
        raise OptionError(messages.no_place(between, rows.positions.size))
    _check_enough(int(used.sum()), len(need), scope)
    network, names = pd.factorize(place[used], sort=True)
    if len(names) == 1:
        raise OptionError(messages.one_place(between, str(names[0]), int(used.sum())))
    _check_need(x[used], need)
    count, size = measured.count[used], measured.size[used]
    if measured.family == "normal":
        count = measured.value[used]
        size = np.maximum(measured.se[used], NEGLIGIBLE * np.ptp(count))  # the model divides by its square
    elif measured.family == "poisson" and count.any():
        size = size * (count.sum() / size.sum())
    return SplitAreas(
        family=measured.family,
        observed=count,
        size=size,
        network=network.astype(np.int64),
        places=tuple(str(name) for name in names),
        need=x[used],
        excluded=_excluded(scope, rows.positions, reason),
        n_given=scope.positions.size,
    )


def _places(scope: Scope, rows: SortedRows, between: str) -> NDArray[np.object_]:
    """Give the place of each row; empty where there is none."""
    frame = scope.reference.observations.iloc[rows.positions]
    if not scope.data.has_column(between):
        raise OptionError(messages.unknown_place(between, _columns_of_places(scope.data, frame)))
    place = scope.data.column(between, frame).to_numpy(object, copy=True)
    place[pd.Series(place).isin(BLANK)] = ""
    return place


def _columns_of_places(data: Indicators, rows: pd.DataFrame) -> list[str]:
    """List the columns of the areas table, or of the frame, that could say where an area lies."""
    table = data.areas if data.has_places else rows
    texts = [str(name) for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    return [name for name in texts if name not in OWN_COLUMNS and 1 < table[name].nunique() < len(table)]


def _rows_of(scope: Scope) -> SortedRows:
    """Take the one group of the scope from the sorted reference."""
    rows = scope.reference.sorted
    keys = rows.keys
    is_this = (keys["indicator_id"] == scope.info.indicator_id) & (keys["period"] == scope.period)
    return rows.groups(np.flatnonzero(is_this.to_numpy()))


def _check_enough(used: int, n_covariates: int, scope: Scope) -> None:
    """Stop where areas are too few to be split."""
    least = LEAST_AREAS + n_covariates
    if used < least:
        raise TooFewAreasError(messages.too_few_areas(used, least, scope.positions.size))


def _check_need(x: FloatArray, names: Sequence[str]) -> None:
    """Stop where a covariate is constant, or follows from those before it."""
    centred = x - x.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0))
    for number, name in enumerate(names):
        if spread[number] <= DEPENDENT * np.abs(x[:, number]).max(initial=0.0):
            raise OptionError(messages.constant_need(name, len(x)))
    unit = centred / spread
    for number in range(1, len(names)):
        before = unit[:, :number]
        weight = np.linalg.lstsq(before, unit[:, number], rcond=None)[0]
        if np.linalg.norm(unit[:, number] - before @ weight) < DEPENDENT:
            same = [name for name, part in zip(names, weight, strict=False) if abs(part) > DEPENDENT]
            raise OptionError(messages.dependent_need([*same, names[number]]))


def _excluded(scope: Scope, positions: NDArray[np.int64], reason: NDArray[np.object_]) -> pd.DataFrame:
    """List the rows left out in input order, each with its reason."""
    frame = scope.reference.observations
    why = frame["reason"].to_numpy(object, copy=True)
    refused = reason != ""
    why[positions[refused]] = reason[refused]
    out = scope.positions[why[scope.positions] != ""]
    rows = pd.DataFrame(frame.iloc[out][["indicator_id", "period", "area_code", "area_name"]])
    return rows.assign(reason=why[out]).reset_index(drop=True)
