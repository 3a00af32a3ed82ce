"""`scn.trend`: level and spread over several periods."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.change_areas import check_series, left_out
from scnvariation.analysis.change_periods import FEWEST_PERIODS, series_periods, with_gaps
from scnvariation.analysis.change_rows import Series, check_baseline, named_network, series_of
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import Common, doubt_note, england_note, scope_of
from scnvariation.analysis.spread_panel import SpreadOptions
from scnvariation.analysis.trend_levels import levels_of
from scnvariation.analysis.trend_result import TrendResult
from scnvariation.analysis.trend_series import spread_over_time, with_open_gaps
from scnvariation.errors import TooFewAreasError
from scnvariation.messages import change as messages
from scnvariation.options import Polarity, ReferenceRows, Statistic

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["trend"]


def trend(  # noqa: PLR0913 - the public face of series; each option is one word
    data: Indicators | pd.DataFrame,
    indicator: str | None = None,
    *,
    baseline: str | None = None,
    network_area: str | None = None,
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    reference: ReferenceRows = "england",
    simulations: int = 999,
    seed: int = 0,
) -> TrendResult:
    """Measure the level of places and the spread between areas in each period, up to five years back.

    For pictures and tables of what happened. Whether spread changed is a question to `change`, which pairs the areas;
    intervals of two periods that overlap here do not answer it.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        Spread is that of the selected areas; each of them is followed where they are twelve or fewer.
    indicator : str, optional
        Id or unique code; may be left out where there is one.
    baseline : str, optional
        First period; by default the first within five years of the last.
    network_area : str, optional
        Name or key of a network area: it is followed beside the rest of England, and spread is that of its areas.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.
    reference : {'england', 'these_areas'}
        What England is.
    simulations : int, default 999
        Draws for the chance band of P90/P10; 0 leaves it out.
    seed : int, default 0
        Of those draws, one stream for each period.

    Returns
    -------
    TrendResult
        Missing periods are rows with the reason `period_gap`, so that a line stays open there.

    Raises
    ------
    OptionError
        If periods overlap or have no dates, the baseline is too old or not there, or the network area unknown.
    DataError
        If fewer than half of the areas are the same in the first and the last period.

    See Also
    --------
    change : The paired test between two periods.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"area_code": list("ABC") * 2, "period": ["2013/14"] * 3 + ["2014/15"] * 3,
    ...                       "numerator": [80, 100, 120, 90, 100, 110], "denominator": 1000})
    >>> found = trend(frame, statistic="rate", simulations=0)
    >>> found.levels["value"].tolist(), found.spread["maximum"].tolist()
    ([0.1, 0.1], [0.12, 0.11])
    """
    asked = Common(call="trend", indicator=indicator, statistic=statistic, polarity=polarity, reference=reference)
    scope = scope_of(data, asked)
    if baseline is not None:
        check_baseline(scope, baseline)
    periods, notes = series_periods(scope.data.periods_of(scope.info.indicator_id), baseline)
    series = _with_figures(series_of(scope, periods))
    if not series.periods:
        raise TooFewAreasError(messages.no_figures(scope.info.indicator_id, len(periods)))
    check_series(series)
    place = "" if network_area is None else named_network(series, network_area, "network_area")
    among = series.shown & (series.place == place) if place else series.shown
    keep = series.throughout(among)
    spread, side = spread_over_time(series, keep, SpreadOptions(simulations=simulations, seed=seed))
    whole, missing = with_gaps(series.periods)
    asked_for = {"baseline": series.periods[0], "network_area": place or None, "simulations": simulations, "seed": seed}
    return TrendResult(
        levels=with_open_gaps(levels_of(series, place), whole, missing),
        spread=with_open_gaps(spread, whole, missing),
        info=scope.info,
        place=place,
        excluded=left_out(series, among, keep)[0],
        settings=Settings(
            call="trend",
            version=__version__,
            input_hash=scope.data.input_hash,
            source=scope.data.source,
            reference=scope.reference_words,
            benchmark_source="England",
            side=side,
            options=MappingProxyType({"indicator": scope.info.indicator_id, **asked_for}),
        ),
        notes=(*notes, *_notes(series, among, keep, missing), *doubt_note(scope.data, narrowed=series.has_places)),
    )


def _with_figures(series: Series) -> Series:
    """Leave out the periods in which no area has a figure."""
    return replace(series, periods=tuple(series.rows.keys["period"]))


def _notes(series: Series, among: np.ndarray, keep: np.ndarray, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Say what a reader should know: gaps, short series, areas that come and go, figures that never change."""
    notes = [*england_note(series.scope.reference_words)]
    if missing:
        notes.append(messages.gap_in_series(missing))
    if len(series.periods) < FEWEST_PERIODS:
        notes.append(messages.too_few_periods(len(series.periods)))
    used, of_all = (np.unique(series.rows.area[mask]).size for mask in (keep, among))
    if used < of_all:
        notes.append(messages.areas_throughout(used, of_all, len(series.periods)))
    if not series.made_of_areas:
        notes.append(messages.part_of_england())
    if series.is_constant(keep):
        notes.append(messages.constant_series())
    return tuple(notes)
