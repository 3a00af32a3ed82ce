"""One regression on need for each indicator and period, over all usable areas of England."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.covariates import covariates
from scnvariation.analysis.families import Family, measure
from scnvariation.stats import need

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators
    from scnvariation.reference import SortedRows

__all__ = ["EnglandAreas", "EnglandFit", "england_areas", "fit_england"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PLACE = "network_area"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglandAreas:
    """The usable areas of England, for one indicator in one period.

    Attributes
    ----------
    indicator_id, period : str
        Which.
    family : str
        Law of the observations.
    observed : ndarray of shape (n_areas,)
        Events, or values.
    size : ndarray of shape (n_areas,)
        Denominators or expected events, or standard errors.
    covariates : ndarray of shape (n_areas, n_covariates)
        In natural units.
    codes : ndarray of str, shape (n_areas,)
        Area codes.
    network : ndarray of int, shape (n_areas,)
        Number of the network area, -1 where there is none.
    """

    indicator_id: str
    period: str
    family: Family
    observed: FloatArray
    size: FloatArray
    covariates: FloatArray
    codes: NDArray[np.object_]
    network: IntArray

    @property
    def level(self) -> float:
        """England's level in natural units."""
        weight = 1.0 / self.size**2 if self.family == "normal" else self.size
        total = self.observed * weight if self.family == "normal" else self.observed
        return float(total.sum() / weight.sum()) if self.codes.size else np.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglandFit:
    """The regression of one indicator in one period.

    Attributes
    ----------
    areas : EnglandAreas
        What was fitted.
    fit : scnvariation.stats.need.NeedFit
        The regression.
    crude : float
        Variance between areas without the covariates.
    """

    areas: EnglandAreas
    fit: need.NeedFit
    crude: float

    @property
    def explained(self) -> float:
        """Share of the variance between areas that goes with the covariates; NaN where there is none."""
        return 1.0 - self.fit.between / self.crude if self.crude > 0 else np.nan


def england_areas(data: Indicators, keys: pd.DataFrame, statistic: str, names: Sequence[str]) -> Iterator[EnglandAreas]:
    """Give the areas of England that have figures and every covariate.

    Parameters
    ----------
    data : Indicators
        Its reference is England, whatever is selected.
    keys : pandas.DataFrame
        `indicator_id` and `period`, one row for each.
    statistic : str
        The statistic type of all of them.
    names : sequence of str
        Need covariates.

    Yields
    ------
    EnglandAreas
        In the order of the keys.
    """
    everywhere = data.reference.sorted
    wanted = pd.MultiIndex.from_frame(everywhere.keys).get_indexer(pd.MultiIndex.from_frame(keys))
    rows = everywhere.groups(wanted.astype(np.int64))
    measured, reason = measure(rows, statistic)
    x = covariates(data, rows, names)
    usable = (reason == "") & np.isfinite(x).all(axis=1)
    normal = measured.family == "normal"
    observed, size = (measured.value, measured.se) if normal else (measured.count, measured.size)
    network = _networks(data, rows)
    named = zip(keys["indicator_id"].astype(str), keys["period"].astype(str), strict=True)
    for (indicator, period), start, length in zip(named, rows.segments.starts, rows.segments.lengths, strict=True):
        here = start + np.flatnonzero(usable[start : start + length])
        yield EnglandAreas(
            indicator_id=indicator,
            period=period,
            family=measured.family,
            observed=observed[here],
            size=size[here],
            covariates=x[here],
            codes=rows.area_codes[rows.area[here]],
            network=network[here],
        )


def fit_england(areas: EnglandAreas) -> EnglandFit:
    """Regress the figures of all areas of England on their need.

    Parameters
    ----------
    areas : EnglandAreas
        One indicator in one period.

    Returns
    -------
    EnglandFit
    """
    nothing = np.empty((areas.codes.size, 0))
    return EnglandFit(
        areas=areas,
        fit=need.fit(areas.observed, areas.size, areas.covariates, family=areas.family),
        crude=need.fit(areas.observed, areas.size, nothing, family=areas.family).between,
    )


def _networks(data: Indicators, rows: SortedRows) -> IntArray:
    """Give each row the number of its network area."""
    table = data.areas_table
    if table is None or PLACE not in table:
        return np.full(rows.segments.n_rows, -1)
    place = table.set_index("area_code")[PLACE].reindex(rows.area_codes).fillna("").astype(str)
    numbers, names = pd.factorize(place.to_numpy(object))
    return np.where(names[numbers] == "", -1, numbers).astype(np.int64)[rows.area]
