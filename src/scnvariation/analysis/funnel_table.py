"""`scn.funnel_table`: every indicator and period at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.benchmarks import benchmarks_for
from scnvariation.analysis.change_network_words import p_cell
from scnvariation.analysis.funnel_columns import judged_columns, of_group, reasons, statuses
from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.judge import Judged, judge
from scnvariation.analysis.levels import check_levels
from scnvariation.analysis.overview_tables import BASIS
from scnvariation.analysis.result import Result, Settings
from scnvariation.analysis.scope import as_indicators, indicator_infos
from scnvariation.messages.words import count
from scnvariation.options import (
    Basis,
    Columns,
    Estimator,
    LimitMethod,
    Overdispersion,
    Polarity,
    ReferenceRows,
    Statistic,
    TableKind,
    check_option,
)
from scnvariation.reference import Reference, SortedRows

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["FunnelTable", "funnel_table"]

KEYS = ["indicator_id", "period"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class FunnelTable(Result):
    """Many funnels as one table.

    Attributes
    ----------
    areas : pandas.DataFrame
        `indicator_id, period, benchmark, phi, tau2`, then the columns of `FunnelResult.areas`; with
        `columns="flags"` the keys, the area and the two statuses only.
    funnels : pandas.DataFrame
        One row per indicator and period: benchmark, phi, tau2, dispersion, flag basis, systemic, areas outside by
        each status and expected by chance.
    indicators : mapping of str to IndicatorInfo
        Name and display of each indicator.
    levels : tuple of float
        Coverages.
    """

    areas: pd.DataFrame
    funnels: pd.DataFrame
    indicators: Mapping[str, IndicatorInfo]
    levels: tuple[float, ...]
    excluded: pd.DataFrame
    settings: Settings

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate one row per indicator and period for people; `full` adds phi and the test of dispersion."""
        check_option("kind", kind, TableKind)
        funnels = self.funnels
        outermost = f"{self.levels[-1] * 100:.6g}%"
        columns: dict[str, object] = {
            "Indicator": [self.indicators[one].name for one in funnels["indicator_id"]],
            "Period": funnels["period"],
            "Areas": funnels["n_areas"].astype(int),
            f"Outside {outermost}, chance limits": funnels["n_outside"].astype(int),
            f"Outside {outermost}, adjusted limits": funnels["n_outside_adjusted"],
            "Expected by chance": funnels["expected_by_chance"].round(1),
            "Flags follow": funnels["flag_basis"].map(BASIS),
            "Systemic": np.where(funnels["systemic"], "yes", ""),
        }
        if kind == "full":
            columns |= {
                "Phi": funnels["dispersion_phi"].round(2),
                "P of dispersion": funnels["dispersion_p"].map(p_cell),
            }
        return pd.DataFrame(columns)

    def text(self) -> str:
        """Plain sentences that a board can read."""
        systemic = int(self.funnels["systemic"].sum())
        said = f"{count(len(self.funnels), 'funnel')} of {count(len(self.indicators), 'indicator')}."
        if not systemic:
            return f"{said} In none do areas differ so far beyond chance that outlier limits would not be the message."
        return f"{said} In {systemic:,} areas differ far more than chance explains: outlier limits are not the message."

    def alt_text(self) -> str:
        """Say what the table shows."""
        return f"Table of {count(len(self.funnels), 'funnel')}."

    def __repr__(self) -> str:
        return (
            f"<FunnelTable: {count(len(self.funnels), 'funnel')}, {count(len(self.areas), 'row')}, "
            f"{int(self.funnels['systemic'].sum())} systemic, {len(self.excluded)} excluded>"
        )


def funnel_table(  # noqa: PLR0913 - the options of funnel, for every indicator
    data: Indicators | pd.DataFrame,
    *,
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    reference: ReferenceRows = "england",
    benchmark: float | pd.DataFrame | None = None,
    levels: Sequence[float] = (0.95, 0.998),
    method: LimitMethod = "exact",
    overdispersion: Overdispersion = "predictive",
    basis: Basis = "auto",
    estimator: Estimator = "dl",
    trim: float | None = None,
    consistent: bool = False,
    columns: Columns = "full",
) -> FunnelTable:
    """Judge every indicator and period at once, with the kernel of `funnel`.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The selected rows are shown; limits come from the reference.
    statistic, polarity, reference, benchmark, levels, method, overdispersion, basis, estimator, trim, consistent
        As in `funnel`.
    columns : {'full', 'flags'}
        `flags` gives the two statuses only, without P-values, limits and lines, and is many times quicker.

    Returns
    -------
    FunnelTable

    Raises
    ------
    OptionError
        If a word is unknown.

    See Also
    --------
    scnvariation.funnel : One of these, with its picture.

    Examples
    --------
    >>> import pandas as pd
    >>> deaths = pd.DataFrame({"area_code": list("ABCD"), "numerator": [12, 9, 30, 10], "denominator": 100})
    >>> funnel_table(deaths, statistic="proportion", columns="flags").areas["status"].tolist()
    ['within', 'within', 'above_99_8', 'within']
    """
    check_option("columns", columns, Columns)
    check_option("reference", reference, ReferenceRows)
    options = FunnelOptions(
        levels=check_levels(levels),
        method=method,
        overdispersion=overdispersion,
        basis=basis,
        estimator=estimator,
        trim=trim,
        consistent=consistent,
        flags_only=columns == "flags",
    )
    held = as_indicators(data, "funnel_table", statistic, polarity)
    return _result(held, reference, options, benchmark)


def _result(
    data: Indicators, reference: ReferenceRows, options: FunnelOptions, benchmark: float | pd.DataFrame | None
) -> FunnelTable:
    infos = indicator_infos(data, "funnel_table")
    england = data.own_reference if reference == "these_areas" else data.reference
    rows = _groups_shown(data, england.sorted)
    benchmarks, source = benchmarks_for(england, rows.keys, benchmark)
    judged = judge(england, rows, benchmarks, options)
    areas = _areas(data, england, judged, rows, options)
    out = areas["status"] == "not_computed"
    return FunnelTable(
        areas=areas,
        funnels=_funnels(rows.keys, judged, options),
        indicators=MappingProxyType(infos),
        levels=options.levels,
        excluded=areas.loc[out, [*KEYS, "area_code", "reason"]].reset_index(drop=True),
        settings=Settings(
            call="funnel_table",
            version=__version__,
            input_hash=data.input_hash,
            source=data.source,
            reference=reference,
            benchmark_source=source,
            options=MappingProxyType({n: getattr(options, n) for n in FunnelOptions.__dataclass_fields__}),
        ),
    )


def _groups_shown(data: Indicators, rows: SortedRows) -> SortedRows:
    """Keep the indicators and periods that were selected."""
    if data.sorted is rows:
        return rows
    selected = pd.MultiIndex.from_frame(data.sorted.keys)
    shown = pd.MultiIndex.from_frame(rows.keys).isin(selected)
    return rows if shown.all() else rows.groups(np.flatnonzero(shown))


def _areas(
    data: Indicators, england: Reference, judged: Judged, rows: SortedRows, options: FunnelOptions
) -> pd.DataFrame:
    """Give one row per area of each funnel, in input order."""
    observations = england.observations
    at = np.arange(len(observations))
    if rows is not england.sorted:
        at = england.positions_of(rows.keys)
        observations = observations.iloc[at].reset_index(drop=True)
    keys = {name: observations[name].array for name in KEYS}
    if options.flags_only:
        side, adjusted = judged.side[at], judged.side_adjusted[at]
        columns: dict[str, object] = {
            "area_code": observations["area_code"].array,
            "status": statuses(side, judged.judged[at], options.levels),
            "reason": reasons(observations, judged.refused[at]).array,
            "status_adjusted": statuses(adjusted, judged.judged_adjusted[at], options.levels),
        }
        return pd.DataFrame({**keys, **columns})
    polarity = observations["indicator_id"].map(data.fact("polarity"))
    group = judged.group[at]
    numbers = {name: of_group(judged.by_group[name], group, missing=np.nan) for name in ("benchmark", "phi", "tau2")}
    areas = pd.DataFrame({**keys, **numbers, **judged_columns(observations, at, judged, options, polarity)})
    return areas.assign(shown=data.is_shown(areas))


def _funnels(keys: pd.DataFrame, judged: Judged, options: FunnelOptions) -> pd.DataFrame:
    """Sum every funnel up in one row."""
    group, outermost = judged.group, len(options.levels)
    beyond = (group >= 0) & (np.abs(judged.side_adjusted) == outermost)
    numbers = judged.by_group
    return keys.assign(
        n_areas=numbers["n_areas"],
        benchmark=numbers["benchmark"],
        phi=numbers["phi"],
        tau2=numbers["tau2"],
        tau2_scale=judged.scale,
        dispersion_q=numbers["q"],
        dispersion_p=numbers["p"],
        dispersion_phi=numbers["raw_phi"],
        flag_basis=np.where(judged.use_adjusted, "adjusted", "exact"),
        systemic=judged.systemic,
        n_outside=numbers["n_outside"],
        n_outside_adjusted=np.bincount(group[beyond], minlength=len(keys)),
        expected_by_chance=numbers["n_areas"] * (1 - options.levels[-1]),
    )
