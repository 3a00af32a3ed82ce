"""`scn.funnel`: one indicator in one period, every area against honest limits."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.benchmarks import benchmarks_for
from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.funnel_columns import judged_columns, line_table
from scnvariation.analysis.funnel_options import FunnelOptions, applies_to
from scnvariation.analysis.funnel_result import Dispersion, FunnelResult
from scnvariation.analysis.judge import Judged, judge
from scnvariation.analysis.levels import check_levels, level_name
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import Common, Scope, doubt_note, scope_of
from scnvariation.errors import DataError, OptionError
from scnvariation.messages import calls as messages
from scnvariation.messages import funnels as texts
from scnvariation.options import (
    Basis,
    Estimator,
    LimitMethod,
    Overdispersion,
    Polarity,
    ReferenceRows,
    Statistic,
)
from scnvariation.reference import SortedRows

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["funnel"]

MIN_AREAS = 3


def funnel(  # noqa: PLR0913 - the public face of a funnel; each option is one word
    data: Indicators | pd.DataFrame,
    indicator: str | None = None,
    *,
    period: str | None = None,
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    reference: ReferenceRows = "england",
    benchmark: float | pd.DataFrame | None = None,
    levels: Sequence[float] = (0.95, 0.998),
    method: LimitMethod = "exact",
    overdispersion: Overdispersion = "predictive",
    basis: Basis = "auto",
    standard: float | None = None,
    estimator: Estimator = "dl",
    trim: float | None = None,
    consistent: bool = False,
) -> FunnelResult:
    """Judge each area against limits of chance, and against the variation between the others.

    Use it to ask which areas differ from England by more than chance. Every area of the reference is judged,
    so that a selection changes what is shown and never a limit. Do not use it to rank areas.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        A plain frame needs `area_code` and counts or a value; its rows are the reference.
    indicator : str, optional
        Id, or a code that is unique in the data; may be left out where there is one only.
    period : str, optional
        By default the latest.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.
    reference : {'england', 'these_areas'}
        Whether a selection is judged against England or against itself.
    benchmark : float or pandas.DataFrame, optional
        The centre line in natural units; England by default. A table may carry its own uncertainty.
    levels : sequence of float
        Coverages as probabilities.
    method : {'exact', 'normal', 'interpolated', 'arcsine', 'sqrt', 'log'}
        How limits of chance are computed; `status` follows, but `interpolated` only draws.
    overdispersion : str
        How variation between areas is allowed for in `status_adjusted`.
    basis : {'auto', 'exact', 'adjusted'}
        Which status leads; `auto` follows the test of dispersion at 5 %.
    standard : float, optional
        A performance standard to draw; it sets no limits.
    estimator : {'dl', 'pm', 'reml'}
        For `overdispersion='additive'`.
    trim : float, optional
        Share trimmed at each end; by default nothing, and a tenth in the published presets.
    consistent : bool, default False
        Whether the bias of trimming is divided out of phi.

    Returns
    -------
    FunnelResult

    Raises
    ------
    OptionError
        If a word is unknown or the indicator or period is not in the data.
    DataError
        If the data cannot be right.

    See Also
    --------
    scnvariation.funnel_table : Every indicator and period at once.

    Notes
    -----
    A point lies outside a limit if and only if its one-sided exact P-value is below half of 1 - level: the line is
    the test turned round, so line and flag cannot disagree. The adjusted status compares each area with the law
    of the others, t with I - 2 degrees of freedom (decision records 2 and 3).

    References
    ----------
    .. [1] Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statist. Med.
       24:1185-1202. doi:10.1002/sim.1970

    Examples
    --------
    >>> import pandas as pd
    >>> deaths = pd.DataFrame({"area_code": list("ABCD"), "numerator": [12, 9, 30, 10], "denominator": 100})
    >>> result = funnel(deaths, statistic="proportion", polarity="low_is_good")
    >>> result.areas[["area_code", "status"]].to_dict("list")["status"]
    ['within', 'within', 'above_99_8', 'within']
    """
    options = FunnelOptions(
        levels=check_levels(levels),
        method=method,
        overdispersion=overdispersion,
        basis=basis,
        estimator=estimator,
        trim=trim,
        consistent=consistent,
    )
    common = Common(
        call="funnel",
        indicator=indicator,
        period=period,
        statistic=statistic,
        polarity=polarity,
        reference=reference,
    )
    scope = scope_of(data, common)
    _check_fit(options, scope, benchmark)
    return _result(scope, options, benchmark, standard)


def _check_fit(options: FunnelOptions, scope: Scope, benchmark: object) -> None:
    """Stop where the option or the benchmark does not fit the statistic."""
    statistic = scope.info.statistic
    if not applies_to(options.overdispersion, FAMILY[statistic]):
        raise OptionError(messages.not_for_family(options.overdispersion, statistic))
    if statistic == "proportion" and isinstance(benchmark, int | float) and benchmark > 1:
        raise OptionError(messages.benchmark_above_one(float(benchmark)))


def _rows_of(scope: Scope) -> SortedRows:
    """Take the one group of the scope from the sorted reference."""
    rows = scope.reference.sorted
    keys = rows.keys
    is_this = (keys["indicator_id"] == scope.info.indicator_id) & (keys["period"] == scope.period)
    return rows.groups(np.flatnonzero(is_this.to_numpy()))


def _result(
    scope: Scope, options: FunnelOptions, benchmark: float | pd.DataFrame | None, standard: float | None
) -> FunnelResult:
    rows = _rows_of(scope)
    benchmarks, source = benchmarks_for(scope.reference, rows.keys, benchmark)
    judged = judge(scope.reference, rows, benchmarks, options)
    if not judged.judged.any():
        reasons = scope.reference.observations["reason"].iloc[scope.positions].to_numpy(object)
        refused = judged.refused[scope.positions]
        words = pd.Series(np.where(refused != "", refused, reasons)).value_counts().to_dict()
        raise DataError(texts.nothing_to_judge(scope.info.indicator_id, scope.period, words))
    areas = _areas(scope, judged, options)
    n = int(judged.judged[scope.positions].sum())
    number = {name: float(values[0]) if len(values) else np.nan for name, values in judged.by_group.items()}
    use_adjusted = bool(judged.use_adjusted.any())
    return FunnelResult(
        areas=areas,
        limits=line_table(judged, areas, options),
        indicator=scope.info,
        period=scope.period,
        benchmark=number["benchmark"],
        phi=number["phi"],
        tau2=number["tau2"],
        tau2_scale=judged.scale[0] if judged.scale else "",
        dispersion=Dispersion(number["q"], number["df"], number["p"], number["raw_phi"]),
        flag_basis="adjusted" if use_adjusted else "exact",
        systemic=bool(judged.systemic.any()),
        expected_by_chance=MappingProxyType({level: round(n * (1 - level), 9) for level in options.levels}),
        levels=options.levels,
        excluded=_excluded(areas, scope),
        settings=_settings(scope, options, source, benchmark, standard),
        standard=standard,
        notes=(
            *scope.notes,
            *((texts.neutral_polarity(),) if scope.info.polarity == "neutral" else ()),
            *_few_note(n, options),
            *_line_note(areas, options),
            *doubt_note(scope.data, narrowed=not scope.shown.all()),
        ),
    )


def _areas(scope: Scope, judged: Judged, options: FunnelOptions) -> pd.DataFrame:
    """Give one row per area of the reference, in input order, marking those selected."""
    rows = scope.reference.observations.iloc[scope.positions]
    polarity = pd.Series([scope.info.polarity]).repeat(len(rows))
    areas = pd.DataFrame(judged_columns(rows, scope.positions, judged, options, polarity))
    areas["shown"] = scope.shown
    if scope.data.has_column("network_area"):
        areas["network_area"] = scope.data.column("network_area", rows).to_numpy()
    return areas


def _excluded(areas: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """List the rows that were not judged, each with its reason."""
    out = areas.loc[areas["status"] == "not_computed", ["area_code", "area_name", "reason"]].copy()
    out.insert(0, "indicator_id", scope.info.indicator_id)
    out.insert(1, "period", scope.period)
    return out.reset_index(drop=True)


def _line_note(areas: pd.DataFrame, options: FunnelOptions) -> tuple[str, ...]:
    """Say how many areas have an adjusted flag that their line does not show, or the other way round."""
    name = level_name(options.levels[-1])
    outside = areas["status_adjusted"].isin([f"below_{name}", f"above_{name}"])
    beyond = (areas["value"] > areas[f"adjusted_upper_{name}"]) | (areas["value"] < areas[f"adjusted_lower_{name}"])
    differ = int((outside != beyond)[areas["status_adjusted"] != "not_computed"].sum())
    return (texts.flag_and_line_differ(differ),) if differ else ()


def _few_note(number: int, options: FunnelOptions) -> tuple[str, ...]:
    """Say what one or two areas cannot tell, where others were to judge them."""
    judged_by_others = options.overdispersion == "predictive" or number == 1
    return (texts.few_areas(number),) if 0 < number < MIN_AREAS and judged_by_others else ()


def _settings(
    scope: Scope,
    options: FunnelOptions,
    source: str,
    benchmark: float | pd.DataFrame | None,
    standard: float | None,
) -> Settings:
    given = "table" if isinstance(benchmark, pd.DataFrame) else benchmark
    chosen = {
        "indicator": scope.info.indicator_id,
        "period": scope.period,
        "statistic": scope.info.statistic,
        "polarity": scope.info.polarity,
        "benchmark": given,
        "standard": standard,
        **{name: getattr(options, name) for name in FunnelOptions.__dataclass_fields__},
    }
    return Settings(
        call="funnel",
        version=__version__,
        input_hash=scope.data.input_hash,
        source=scope.data.source,
        reference=scope.reference_words,
        benchmark_source=source,
        options=MappingProxyType(chosen),
    )
