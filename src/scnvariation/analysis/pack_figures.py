"""All numbers of all packs, before anything is withheld."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.result import Settings

__all__ = ["ENGLAND", "PackFigures"]

#: The name under which England stands beside the network areas.
ENGLAND = "England"


@dataclass(frozen=True, eq=False, kw_only=True, slots=True)
class PackFigures:
    """Tidy tables in natural units, one period for each indicator; every pack is a cut of them.

    Rows stand in an order of their own (indicators as in `indicators`, network areas by name, area codes), whatever
    the order of the rows given.

    Attributes
    ----------
    indicators : pandas.DataFrame
        One row per indicator shown, by domain, network and name: `indicator_id, code, framework, name, domain,
        networks` (keys joined by semicolons, `cross_cutting` for all), `statistic, polarity, multiplier, unit, source,
        period, period_end, age_months`.
    areas : pandas.DataFrame
        One row per indicator and area of England: `indicator_id, period, area_code, area_name, network_area,
        numerator, denominator, value, interval_lower, interval_upper` (95 %, its own chance), `benchmark, size, z,
        p_value, status, z_adjusted, p_adjusted, status_adjusted, flag_basis, judgement`, `side` (-1, 0, 1: below,
        within, above the outermost limits on the flag basis), `excess` (events more than the benchmark lets expect),
        `since` (first period of the present run outside on this side), `periods_outside, periods_judged` (independent
        periods up to this one), `is_new` (outside now and not at the independent period before), `persistent` (`high`,
        `low` or empty: outside on this side, after adjustment, in at least two of the last three independent periods),
        `reason`.
    funnels : pandas.DataFrame
        One row per indicator: `indicator_id, period, n_areas, benchmark, phi, tau2, dispersion_p, flag_basis, systemic,
        n_outside, n_outside_adjusted, expected_by_chance`. Fewer than 8 areas are never called `systemic`.
    limits : pandas.DataFrame
        Lines of each funnel: `indicator_id, period`, then `size, level, side, basis, value`.
    variation : pandas.DataFrame
        `VariationResult.groups` by indicator, period and `network_area`, and the same for `ENGLAND` where the areas
        given are all of it.
    levels : pandas.DataFrame
        Level of each network area and of `ENGLAND` in every period up to the one shown: `indicator_id, period,
        period_end, network_area, n_areas, numerator, denominator, value, lower, upper, ratio, ratio_lower, ratio_upper,
        reason`. A period that is missing has the reason `period_gap`.
    change : pandas.DataFrame
        Each network area against the rest of England since the baseline: `indicator_id, baseline, period`, then the
        columns of `ChangeResult.trajectories`.
    spread_change : pandas.DataFrame
        Whether the areas of England moved together: `indicator_id, baseline_period, period`, then the columns of
        `ChangeResult.change`, whose `baseline` is the figure at that time.
    shares : pandas.DataFrame
        Where the true differences of England sit: `indicator_id, period, reliability`, then the columns of
        `SharesResult.shares`.
    volume : pandas.DataFrame
        `indicator_id, period, network_area, numerator, denominator, england_numerator, england_denominator,
        share_of_events, share_of_size`.
    excluded : pandas.DataFrame
        Every row left out, with the first analysis that left it out: `indicator_id, period, area_code, area_name,
        network_area, analysis, reason`. The analyses are `periods` (an indicator without a figure at the moment shown),
        `reading`, `areas`, `variation`, `change` and `shares`. An indicator as a whole has a blank area.
    infos : mapping of str to IndicatorInfo
        Name and display of each indicator.
    networks : tuple of str
        Keys of the condition networks of these indicators; empty where indicators belong to none.
    network_areas : tuple of str
        Names, in order; empty where areas have none.
    day : datetime.date or None
        The day to which ages are counted.
    notes : tuple of str
        What a reader must know of the choice of periods, of doubts about places and of England.
    rows : mapping of str to int
        `read`, `used`, and each reason code with its number of rows, for the provenance.
    settings : Settings
        Enough to run it again.
    past_counts : pandas.DataFrame
        Counts of single areas in the periods of `levels` before the one shown: `indicator_id, period, area_code,
        network_area, numerator, denominator`, rows used only. They are not shown; disclosure control needs them, so
        that a total withheld in an earlier pack stays withheld, and it takes them out.
    """

    indicators: pd.DataFrame
    areas: pd.DataFrame
    funnels: pd.DataFrame
    limits: pd.DataFrame
    variation: pd.DataFrame
    levels: pd.DataFrame
    change: pd.DataFrame
    spread_change: pd.DataFrame
    shares: pd.DataFrame
    volume: pd.DataFrame
    excluded: pd.DataFrame
    infos: Mapping[str, IndicatorInfo]
    networks: tuple[str, ...]
    network_areas: tuple[str, ...]
    day: dt.date | None
    notes: tuple[str, ...]
    rows: Mapping[str, int]
    settings: Settings
    past_counts: pd.DataFrame = field(default_factory=pd.DataFrame)
