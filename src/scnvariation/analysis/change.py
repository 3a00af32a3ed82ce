"""`scn.change`: whether areas move together, and which networks move against the rest of England."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.change_areas import check_boundaries, check_enough, left_out, without_partner
from scnvariation.analysis.change_networks import network_trajectories
from scnvariation.analysis.change_periods import check_pair
from scnvariation.analysis.change_result import ChangeResult
from scnvariation.analysis.change_rows import Series, check_baseline, named_network, series_of
from scnvariation.analysis.change_tests import change_of_spread, unequal_events
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import Common, Scope, doubt_note, england_note, scope_of
from scnvariation.analysis.spread_panel import SpreadOptions
from scnvariation.analysis.trend_spread import Spread, spread_of
from scnvariation.messages import change as messages
from scnvariation.options import Polarity, ReferenceRows, Statistic

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["change"]


def change(  # noqa: PLR0913 - the public face of the change of variation; each option is one word
    data: Indicators | pd.DataFrame,
    indicator: str | None = None,
    *,
    baseline: str,
    period: str | None = None,
    network: str | None = None,
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    reference: ReferenceRows = "england",
    simulations: int = 999,
    seed: int = 0,
) -> ChangeResult:
    """Test whether variation between the same areas narrowed or widened between two periods, by a paired test.

    Spread is measured in each period about its own level, so that a change of level is not taken for one of spread.
    "No evidence either way" is not "no change": the interval says what is possible. Beside it each network area is
    followed against the rest of England; its interval carries how much areas change anyway. A network that was
    extreme at the baseline comes back part of the way by itself (regression to the mean). Nothing here says why
    anything changed.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The selected areas are those whose spread is compared.
    indicator : str, optional
        Id or unique code; may be left out where there is one.
    baseline : str
        The earlier period.
    period : str, optional
        The later one, the latest by default.
    network : str, optional
        Name or key of a network area: the spread of its areas, and its trajectory alone.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.
    reference : {'england', 'these_areas'}
        What the rest of England is.
    simulations : int, default 999
        Draws for the chance-only value of P90/P10; 0 leaves it out.
    seed : int, default 0
        Of those draws, and of the arrangements that the paired test tries.

    Returns
    -------
    ChangeResult

    Raises
    ------
    OptionError
        If the periods are the same, in the wrong order, overlap, differ in length or lie more than five years apart,
        or the network area is unknown.
    DataError
        If areas were replaced between the periods; `Indicators.rebuilt` adds former areas up.
    TooFewAreasError
        If fewer than three areas have a figure in both periods.

    See Also
    --------
    trend : Level and spread in every period.

    Notes
    -----
    The P-value compares the change of SCV (tau2 of means and estimates) with what swapping the periods of areas gives.
    The limits of the changes join the interval of each period, the correlation between them taken off. See
    `scnvariation.stats.change`.

    References
    ----------
    .. [1] Zou GY (2007). Toward using confidence intervals to compare correlations. Psychol. Methods 12:399-413.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"area_code": list("ABC") * 2, "period": ["2013/14"] * 3 + ["2014/15"] * 3,
    ...                       "numerator": [80, 100, 120, 100, 100, 100], "denominator": 1000})
    >>> found = change(frame, baseline="2013/14", statistic="rate")
    >>> found.verdict, found.change["p_value"].tolist()
    ('no_evidence', [0.5, 0.5])
    """
    asked = Common(
        call="change", indicator=indicator, period=period, statistic=statistic, polarity=polarity, reference=reference
    )
    scope = scope_of(data, asked)
    check_baseline(scope, baseline)
    notes = check_pair(baseline, scope.period)
    series = series_of(scope, (baseline, scope.period))
    check_boundaries(series)
    place = "" if network is None else named_network(series, network, "network")
    among = series.shown & (series.place == place) if place else series.shown
    keep = series.throughout(among)
    check_enough(series, keep)
    spread = spread_of(series, keep, SpreadOptions(simulations=simulations, seed=seed))
    excluded, partial = left_out(series, among, keep)
    if partial:
        excluded = pd.concat([excluded, without_partner(series, among & ~keep)], ignore_index=True)
    trajectories = network_trajectories(series, place)
    options = {"network": place or None, "simulations": simulations, "seed": seed}
    return ChangeResult(
        change=change_of_spread(spread, seed),
        spread=spread.frame,
        trajectories=trajectories,
        info=scope.info,
        baseline=baseline,
        period=scope.period,
        network_area=place,
        excluded=excluded,
        settings=_settings(scope, spread.side, {"baseline": baseline, "period": scope.period, **options}),
        notes=(*scope.notes, *notes, *_notes(series, spread, partial)),
    )


def _notes(series: Series, spread: Spread, partial: tuple[str, ...]) -> tuple[str, ...]:
    """Say what a reader should know: areas left out, an England of which only a part is loaded, unequal counts."""
    notes = [*england_note(series.scope.reference_words)]
    if partial:
        notes.append(messages.areas_missing(partial))
    if not series.made_of_areas:
        notes.append(messages.part_of_england())
    return (*notes, *unequal_events(spread), *doubt_note(series.scope.data, narrowed=series.has_places))


def _settings(scope: Scope, side: str, options: dict[str, object]) -> Settings:
    """Keep what is needed to run it again."""
    return Settings(
        call="change",
        version=__version__,
        input_hash=scope.data.input_hash,
        source=scope.data.source,
        reference=scope.reference_words,
        benchmark_source="the rest of England",
        side=side,
        options=MappingProxyType({"indicator": scope.info.indicator_id, **options}),
    )
