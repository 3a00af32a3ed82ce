"""The answer of `scn.variation`: how much areas differ, beside what chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from scnvariation.analysis import variation_words
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.result import Result, Settings
from scnvariation.messages.words import count

__all__ = ["VariationResult"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class VariationResult(Result):
    """Level and spread of each group.

    Attributes
    ----------
    groups : pandas.DataFrame
        One row per group and `adjustment`: the `by` columns, then numbers on natural scales and `reason`. `side` says
        whether a proportion was turned to its adverse side.
    by : tuple of str
        The grouping.
    indicators : mapping of str to IndicatorInfo
        Name and display of each indicator.
    notes : tuple of str
        Sentences that belong under the table, such as areas whose network area is in doubt.
    """

    _main: ClassVar[str] = "groups"

    groups: pd.DataFrame
    by: tuple[str, ...]
    indicators: Mapping[str, IndicatorInfo]
    group_indicator: pd.Series[str]
    excluded: pd.DataFrame
    settings: Settings
    notes: tuple[str, ...] = ()

    def widest(self, number: int = 3) -> pd.DataFrame:
        """Give the groups with the widest typical gap between two areas, of those large enough to judge.

        Parameters
        ----------
        number : int, default 3
            How many.

        Returns
        -------
        pandas.DataFrame
            Rows of `groups`; gaps that are ratios only, since differences have units of their own.
        """
        rows = self.groups[
            (self.groups["typical_gap_measure"] != "median_difference") & ~variation_words.withheld(self.groups)
        ]
        return rows.nlargest(number, "typical_gap")

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate for people.

        Parameters
        ----------
        kind : {'headline', 'full'}
            `headline`: level, spread beside chance, typical gap, SCV; withheld below 8 areas or 5 expected events.
            `full`: every number of `groups`, labelled.

        Returns
        -------
        pandas.DataFrame
        """
        return variation_words.table(self, kind)

    def text(self) -> str:
        """Plain sentences, one paragraph per group."""
        return variation_words.text(self)

    def alt_text(self) -> str:
        """Say what the table shows."""
        return f"Variation table of {count(len(self.groups), 'group')} by {', '.join(self.by)}."

    def __repr__(self) -> str:
        few = int((self.groups["reason"] == "too_few_areas").sum())
        return (
            f"<VariationResult: {count(len(self.groups), 'group')} by {', '.join(self.by)}, "
            f"{count(len(self.indicators), 'indicator')}, {few} with too few areas, {len(self.excluded)} excluded>"
        )
