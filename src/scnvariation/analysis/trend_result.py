"""The answer of `scn.trend`: level and spread in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from scnvariation.analysis import trend_words
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.result import Result, Settings
from scnvariation.messages.words import count

__all__ = ["TrendResult"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class TrendResult(Result):
    """Levels of places and the spread of areas, one period after another.

    Attributes
    ----------
    levels : pandas.DataFrame
        One row per period and place: `period, period_start, period_end, place, kind` (`england`, `rest`,
        `network_area`, `area`), `n_areas, numerator, denominator, value, lower, upper`, and `ratio, ratio_lower,
        ratio_upper` to the rest of England. Intervals of places of several areas carry the variation between these;
        that of a single area is chance. `reason` is `period_gap` where a period is missing, `constant_series` where
        the figures never change.
    spread : pandas.DataFrame
        One row per period, of the selected areas that have a figure in every period: `period, period_start,
        period_end, n_areas, events, benchmark` (England), `minimum, p5, p25, median, p75, p95, maximum` of the values
        (type 7), `p90_p10` with what chance alone gives (`p90_p10_chance` and its central 95 per cent), `scv`,
        `between_variance` and `typical_gap` with limits, `typical_gap_measure, side, reason`.
    info : IndicatorInfo
        Name, statistic, and how values are shown.
    place : str
        The network area that is followed, empty where none was named.
    notes : tuple of str
        Sentences that belong under picture and table.
    """

    _main: ClassVar[str] = "levels"

    levels: pd.DataFrame
    spread: pd.DataFrame
    info: IndicatorInfo
    place: str
    excluded: pd.DataFrame
    settings: Settings
    notes: tuple[str, ...] = ()

    @property
    def periods(self) -> tuple[str, ...]:
        """Every period from the first to the last, missing ones among them."""
        return tuple(self.spread["period"])

    def title(self) -> str:
        """Give the message in one line."""
        return trend_words.title(self)

    def caption(self) -> str:
        """Give what stands under the picture: intervals, areas used, notes."""
        return trend_words.caption(self)

    def text(self) -> str:
        """Plain sentences that a board can read."""
        return trend_words.text(self)

    def alt_text(self) -> str:
        """Say what the picture shows, for a reader who cannot see it."""
        return trend_words.alt_text(self)

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate for people.

        Parameters
        ----------
        kind : {'headline', 'levels', 'full'}
            `headline`: one row per period, England's level and the spread of the areas. `levels`: every place in
            every period. `full`: every number of `spread`.

        Returns
        -------
        pandas.DataFrame
        """
        return trend_words.table(self, kind)

    def __repr__(self) -> str:
        there = self.spread[self.spread["reason"] != "period_gap"]
        areas = int(there["n_areas"].max())
        return (
            f"<TrendResult: {self.info.indicator_id}, {self.periods[0]} to {self.periods[-1]}, "
            f"{count(len(there), 'period')}, {count(areas, 'area')}, {len(self.excluded)} excluded>"
        )
