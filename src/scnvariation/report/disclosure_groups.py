"""The tables of network areas under a disclosure rule: levels over time, variation, volume, change."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.aggregation import COUNTED
from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.pack_figures import ENGLAND
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_levels import LevelOfGroup, Sizes, level_of_rounded, variance_between
from scnvariation.report.disclosure_plan import GROUP, KEYS, SECONDARY, Plan
from scnvariation.report.disclosure_rounding import rounded, significant

__all__ = [
    "ALL_FROM",
    "LAW_FROM",
    "LEVEL",
    "Facts",
    "controlled_levels",
    "controlled_volume",
    "facts_of",
    "remade_level",
]

FloatArray = NDArray[np.float64]
LEVEL = ["value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper"]
#: Places of the interval ends among them.
ENDS = (1, 2, 4, 5)
#: Statistics of a fitted law, from which no single area can be read, are all that is given where a withheld area is
#: among less than a hundred, and coarsely, since the counts that agree with several exact figures can be searched for.
LAW_FROM, ALL_FROM = 20, 100


class Facts:
    """What the plan says of each row of a table of groups.

    Attributes
    ----------
    withheld : ndarray of str, shape (n_rows,)
        Reason code, or empty.
    n_withheld, any_withheld : ndarray of shape (n_rows,)
        Areas withheld in the group, and in England.
    few, limited : ndarray of bool, shape (n_rows,)
        Areas are withheld among fewer than 20, or 100, of England.
    true, shown : Sizes
        Totals, and rounded totals.
    is_england, counted, crude, binomial : ndarray of bool, shape (n_rows,)
        Which rows are England, count events, are crude rates, are proportions.
    """

    def __init__(self, table: pd.DataFrame, plan: Plan, rule: DisclosureRule, statistic: pd.Series[str]) -> None:
        """Look up every row."""
        groups = table[GROUP].merge(plan.groups, on=GROUP, how="left", validate="m:1")
        england = table[KEYS].merge(plan.england, on=KEYS, how="left", validate="m:1")
        self.is_england = table["network_area"].eq(ENGLAND).to_numpy(bool)
        self.any_withheld = england["n_withheld"].fillna(0).to_numpy(np.int64)
        self.n_withheld = np.where(self.is_england, self.any_withheld, groups["n_withheld"].fillna(0)).astype(np.int64)
        lost = england["withheld"].eq(other=True).to_numpy(bool)
        code = groups["withheld"].fillna("").to_numpy(object)
        self.withheld = np.where(lost & ((code == "") | self.is_england), SECONDARY, code)
        n = england["n_areas"].fillna(0).to_numpy(np.int64)
        self.few, self.limited = ((self.any_withheld > 0) & (n < least) for least in (LAW_FROM, ALL_FROM))
        self.counted = statistic.map(FAMILY).ne("normal").to_numpy(bool)
        self.crude = statistic.isin(COUNTED).to_numpy(bool)
        self.binomial = statistic.eq("proportion").to_numpy(bool)
        whole = [england[name].to_numpy(np.float64) for name in ("events", "size", "squares")]
        names = ("numerator", "denominator", "squares")
        own = [
            np.where(self.is_england, all_areas, groups[name].to_numpy(np.float64))
            for name, all_areas in zip(names, whole, strict=True)
        ]
        people = self.binomial | ~self.counted
        self.true = Sizes(*own, *whole)
        events, size, squares = own
        events = np.where(self.is_england, events, rounded(events, rule.round_to))
        size = np.where(people & ~self.is_england, rounded(size, rule.round_to), size)
        self.shown = Sizes(events, size, squares, *whole)

    def reason(self, given: pd.Series[str]) -> FloatArray:
        """Put the code of what is withheld before any other."""
        return np.where(self.withheld != "", self.withheld, given.to_numpy(object))


def facts_of(table: pd.DataFrame, plan: Plan, rule: DisclosureRule, statistics: dict[str, str]) -> Facts:
    """Look up every row of a table of groups."""
    return Facts(table, plan, rule, table["indicator_id"].map(statistics))


def remade_level(table: pd.DataFrame, names: list[str], facts: Facts) -> None:
    """Make level, interval and ratio of network areas again from rounded totals, in place.

    Every interval, that of England too, holds the variance between all areas of England.
    """
    before = LevelOfGroup(*(table[name].to_numpy(np.float64) for name in names))
    between = np.where(facts.limited, _between_in_england(table, before, facts), np.nan)
    after = level_of_rounded(before, facts.true, facts.shown, binomial=facts.binomial, between=between)
    held = facts.any_withheld > 0
    here = facts.crude & np.where(facts.is_england, held, np.isfinite(facts.true.size))
    for name, old, new in zip(names, before, after, strict=True):
        other = np.where(facts.counted & (held | ~facts.is_england), significant(old, 3), old)
        exact = facts.is_england & (name == names[0])
        table[name] = np.where(exact, old, np.where(here, np.where(np.isfinite(old), new, np.nan), other))
    few = facts.few | (facts.limited & (~facts.crude | np.isnan(between)))
    table.loc[few & facts.counted, [names[place] for place in ENDS]] = np.nan


def _between_in_england(table: pd.DataFrame, levels: LevelOfGroup, facts: Facts) -> FloatArray:
    """Look up the variance between areas of England, to one figure, for each row."""
    variance = significant(variance_between(levels, facts.true, binomial=facts.binomial), 1)
    england = table[KEYS].assign(between=variance)[facts.is_england]
    return table[KEYS].merge(england, on=KEYS, how="left", validate="m:1")["between"].to_numpy(np.float64)


def controlled_levels(
    levels: pd.DataFrame, plan: Plan, rule: DisclosureRule, statistics: dict[str, str]
) -> pd.DataFrame:
    """Withhold and round `PackFigures.levels`."""
    table = levels.reset_index(drop=True)
    facts = facts_of(table, plan, rule, statistics)
    _rounded_counts(table, facts, rule)
    remade_level(table, LEVEL, facts)
    hidden = facts.withheld != ""
    table.loc[hidden, ["numerator", "denominator", *LEVEL]] = np.nan
    table["reason"] = facts.reason(table["reason"])
    return table.astype(levels.dtypes.to_dict())


def controlled_volume(
    volume: pd.DataFrame, plan: Plan, rule: DisclosureRule, statistics: dict[str, str]
) -> pd.DataFrame:
    """Withhold and round `PackFigures.volume`."""
    table = volume.reset_index(drop=True)
    facts = facts_of(table, plan, rule, statistics)
    _rounded_counts(table, facts, rule)
    for share, count in (("share_of_events", "numerator"), ("share_of_size", "denominator")):
        table[share] = (table[count] / table[f"england_{count}"]).where(table[share].notna())
    hidden = facts.withheld != ""
    table.loc[hidden, ["numerator", "denominator", "share_of_events", "share_of_size"]] = np.nan
    lost = pd.MultiIndex.from_frame(table[KEYS]).isin(
        pd.MultiIndex.from_frame(plan.england.loc[plan.england["withheld"].astype(bool), KEYS])
    )
    table.loc[lost, ["england_numerator", "england_denominator"]] = np.nan
    return table.astype(volume.dtypes.to_dict())


def _rounded_counts(table: pd.DataFrame, facts: Facts, rule: DisclosureRule) -> None:
    """Round events, and people where they are what the events are a part of; England stays exact."""
    below = ~facts.is_england
    people = below & (facts.binomial | ~facts.counted)
    for name, where in (("numerator", below), ("denominator", people)):
        table[name] = table[name].mask(where, rounded(table[name].to_numpy(np.float64), rule.round_to))
