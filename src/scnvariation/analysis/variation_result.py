"""The answer of `scn.variation`: how much areas differ, beside what chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import pandas as pd

from scnvariation.analysis import variation_headline, variation_words
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.result import Result, Settings
from scnvariation.analysis.variation_figures import withheld
from scnvariation.messages.words import count

__all__ = ["VariationResult"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class VariationResult(Result):
    """Level and spread of each group.

    Attributes
    ----------
    groups : pandas.DataFrame
        One row per group and `adjustment` (`crude`; `age_sex` where the data carry expected counts; `need` where
        covariates are given): the `by` columns, then numbers on natural scales and `reason`. `side` says whether a
        proportion was turned to its adverse side.
    by : tuple of str
        The grouping.
    indicators : mapping of str to IndicatorInfo
        Name and display of each indicator.
    notes : tuple of str
        Sentences that belong under the table, such as areas whose network area is in doubt.
    """

    _main: ClassVar[str] = "groups"
    _sheets: ClassVar[Mapping[str, str]] = MappingProxyType({"Table": "headline", "Appendix": "appendix"})

    groups: pd.DataFrame
    by: tuple[str, ...]
    indicators: Mapping[str, IndicatorInfo]
    group_indicator: pd.Series[str]
    excluded: pd.DataFrame
    settings: Settings
    notes: tuple[str, ...] = ()

    @property
    def need(self) -> tuple[str, ...]:
        """The need covariates of the lines adjusted for need; empty where there are none."""
        given = self.settings.options.get("need", ())
        return given if isinstance(given, tuple) else ()

    def widest(self, number: int = 3) -> pd.DataFrame:
        """Give the groups with the widest typical gap between two areas, of those large enough to judge.

        Parameters
        ----------
        number : int, default 3
            How many.

        Returns
        -------
        pandas.DataFrame
            Crude rows of `groups`; gaps that are ratios only, since differences have units of their own.
        """
        is_ratio = self.groups["typical_gap_measure"] != "median_difference"
        crude = self.groups["adjustment"] == "crude"
        return self.groups[is_ratio & crude & ~withheld(self.groups)].nlargest(number, "typical_gap")

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate for people.

        Parameters
        ----------
        kind : {'headline', 'appendix', 'full'}
            `headline`: level, spread beside chance, typical gap, SCV, where the true variation sits, areas outside
            limits; withheld below 8 areas or 5 expected events.
            `appendix`: every figure as a number, multiplied and rounded, ratios beside what chance alone gives.
            `full`: every number of `groups` as it is.

        Returns
        -------
        pandas.DataFrame
        """
        return variation_headline.table(self, kind)

    def text(self) -> str:
        """Plain sentences, one paragraph per group."""
        return variation_words.text(self)

    def alt_text(self) -> str:
        """Say what the table shows."""
        return variation_words.alt_text(self)

    def caption(self) -> str:
        """Give what stands under table and picture: about what spread is measured, what was taken out, notes."""
        return variation_words.caption(self)

    def __repr__(self) -> str:
        crude = self.groups[self.groups["adjustment"] == "crude"]
        few = int((crude["reason"] == "too_few_areas").sum())
        england = self.settings.reference
        given = "" if england == "england" else f", England is {england}"
        return (
            f"<VariationResult: {count(len(crude), 'group')} by {', '.join(self.by)}, "
            f"{count(len(self.indicators), 'indicator')}, {few} with too few areas, "
            f"{len(self.excluded)} excluded{given}>"
        )
