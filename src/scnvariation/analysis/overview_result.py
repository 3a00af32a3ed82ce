"""The answer of `scn.overview`: every indicator in every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from scnvariation.analysis import overview_tables, overview_text
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.overview_words import JUDGEMENTS, LEVELS, OUTSIDE
from scnvariation.analysis.result import Result, Settings
from scnvariation.errors import OptionError
from scnvariation.messages import overview as messages
from scnvariation.messages.words import count
from scnvariation.options import Across, CountsBy, check_option

__all__ = ["OverviewResult"]

OF_PLACE = ("place", "place_name", "network_area")
OF_INDICATOR = ("indicator_id", "name", "period", "age_months", "flag_basis", "systemic")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class OverviewResult(Result):
    """The tartan rug: indicators by places.

    Attributes
    ----------
    cells : pandas.DataFrame
        One row per indicator and place, in the order of the rug: `indicator_id, period, age_months, place` (area code
        or network area), `place_name, network_area, value` (natural units), `judgement, status, flag_basis, reason`;
        for network areas also `ratio, ratio_lower, ratio_upper` to the rest of England and `n_areas`.
    indicators : pandas.DataFrame
        One row per line of the rug: `indicator_id, name, domain, domain_heading, networks, network_heading, polarity,
        period, period_end, age_months, flag_basis, systemic, n_areas` (areas of England used).
    across : {'area', 'network_area'}
        What the columns are.
    infos : mapping of str to IndicatorInfo
        Name and display of each indicator.
    notes : tuple of str
        Sentences that belong under the rug: limits, periods, ages.
    excluded : pandas.DataFrame
        Rows of areas that were not used; under a blank `area_code` the indicators that are not shown at all.
    """

    _main: ClassVar[str] = "cells"

    cells: pd.DataFrame
    indicators: pd.DataFrame
    across: Across
    infos: Mapping[str, IndicatorInfo]
    notes: tuple[str, ...]
    excluded: pd.DataFrame
    settings: Settings

    @property
    def level(self) -> float:
        """Coverage of the limits outside which a place is marked."""
        return LEVELS[self.across]

    @property
    def places(self) -> pd.DataFrame:
        """The columns of the rug in their order: `place, place_name, network_area`."""
        return self.cells[list(OF_PLACE)].drop_duplicates("place").reset_index(drop=True)

    def of_area(self, place: str) -> OverviewResult:
        """Give one place alone: its figures of every indicator shown.

        Parameters
        ----------
        place : str
            Code or exact name.

        Returns
        -------
        OverviewResult
            With one place.

        Raises
        ------
        OptionError
            If no place has that code or name, or several bear the name.
        """
        places = self.places
        found = places.loc[places["place"] == place, "place"].tolist()
        found = found or places.loc[places["place_name"] == place, "place"].tolist()
        if not found:
            raise OptionError(messages.no_such_place(place, places["place"].tolist(), places["place_name"].tolist()))
        if len(found) > 1:
            raise OptionError(messages.one_of_a_name(place, found))
        mine = self.cells["place"] == found[0]
        column = "network_area" if self.across == "network_area" else "area_code"
        out = self.excluded[(self.excluded[column] == found[0]) | (self.excluded["area_code"] == "")]
        return replace(self, cells=self.cells[mine].reset_index(drop=True), excluded=out.reset_index(drop=True))

    def counts(self, by: CountsBy = "place") -> pd.DataFrame:
        """Count judgements of each place or of each indicator, beside what chance alone would put outside.

        Parameters
        ----------
        by : {'place', 'indicator'}
            What a row is.

        Returns
        -------
        pandas.DataFrame
            Facts of the place or the indicator; `compared`; one column for each judgement; `outside` (better, worse,
            higher and lower together); `expected_by_chance`: compared x (1 - coverage of the limits).

        Notes
        -----
        Over the places of a rug, or over its indicators, the looks add up: with 24 indicators at 99.8 % one place in
        about 20 has a mark by chance alone.
        """
        check_option("by", by, CountsBy)
        key = "place" if by == "place" else "indicator_id"
        facts = self.places if by == "place" else self.indicators[list(OF_INDICATOR)]
        numbers = pd.crosstab(self.cells[key], self.cells["judgement"])
        numbers = numbers.reindex(index=facts[key], columns=list(JUDGEMENTS), fill_value=0).reset_index(drop=True)
        numbers.columns = pd.Index(JUDGEMENTS)
        compared = numbers.drop(columns="not_compared").sum(axis=1)
        return facts.reset_index(drop=True).assign(
            compared=compared,
            **{name: numbers[name] for name in JUDGEMENTS},
            outside=numbers[list(OUTSIDE)].sum(axis=1),
            expected_by_chance=np.round(compared * (1 - self.level), 9),
        )

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate for people.

        Parameters
        ----------
        kind : {'headline', 'full', 'places', 'indicators'}
            `headline`: indicators by places, each judgement as sign and word. `full`: one row per indicator and place
            with value, status and reason. `places`, `indicators`: the counts of each.

        Returns
        -------
        pandas.DataFrame
        """
        return overview_tables.table(self, kind)

    def text(self) -> str:
        """Plain sentences: what a board should notice."""
        return overview_text.text(self)

    def alt_text(self) -> str:
        """Say what the picture shows."""
        return overview_text.alt_text(self)

    def __repr__(self) -> str:
        places = count(len(self.places), self.across.replace("_", " "))
        outside = int(self.cells["judgement"].isin(OUTSIDE).sum())
        blank = int((self.cells["judgement"] == "not_compared").sum())
        return (
            f"<OverviewResult: {count(len(self.indicators), 'indicator')} in {places}, {outside:,} outside "
            f"{self.level * 100:.6g}%, {int(self.indicators['systemic'].sum())} systemic, {blank:,} not compared>"
        )
