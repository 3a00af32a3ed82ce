"""One plan of what is withheld for all packs at once, so that a figure in several of them is the same in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.contract.reasons import ROW_REASONS
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_counts import FEWEST_AREAS, Counts, Verdict, verdict
from scnvariation.report.disclosure_periods import related_periods, told_by_periods
from scnvariation.report.disclosure_rounding import is_small
from scnvariation.report.disclosure_status import told_by_status

__all__ = ["GROUP", "KEYS", "PRIMARY", "SECONDARY", "Plan", "plan_of"]

KEYS = ["indicator_id", "period"]
GROUP = [*KEYS, "network_area"]
PRIMARY, SECONDARY = "withheld_primary", "withheld_secondary"
COUNTS = ["numerator", "denominator"]
#: Rows that enter no sum. An area without a network counts towards England; one with few events is only not judged.
NOT_SUMMED = frozenset(ROW_REASONS) - {"unmapped_area", "too_few_events"}
GROUP_FACTS = [*GROUP, *COUNTS, "squares", "withheld", "n_withheld"]
SUMS = dict.fromkeys((*COUNTS, "squares"), "float64")
GROUP_KINDS = {**SUMS, "withheld": "object", "n_withheld": "int64"}
ENGLAND_FACTS = [*KEYS, "events", "size", "squares", "withheld", "n_withheld", "n_areas"]
ENGLAND_KINDS = {
    **dict.fromkeys(ENGLAND_FACTS[2:5], "float64"),
    "withheld": "bool",
    "n_withheld": "int64",
    "n_areas": "int64",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is withheld, and true totals.

    Attributes
    ----------
    areas : pandas.DataFrame
        Aligned with `PackFigures.areas`: `withheld` (a reason code or empty), `people` (whether the denominator is
        withheld too), `told_before` (whether an earlier count of the area is small, of which its history would tell).
    groups : pandas.DataFrame
        One row per indicator, period and network area: `numerator, denominator` (true sums), `squares` (sum of
        squared denominators), `withheld` (a reason code or empty), `n_withheld` areas of it.
    england : pandas.DataFrame
        One row per indicator and period: `events, size, squares` (true sums of all areas), `withheld` (whether the
        figure of England must be), `n_withheld` areas of `n_areas`.
    """

    areas: pd.DataFrame
    groups: pd.DataFrame
    england: pd.DataFrame


def plan_of(figures: PackFigures, rule: DisclosureRule) -> Plan:
    """Decide what is withheld.

    Parameters
    ----------
    figures : PackFigures
        True counts.
    rule : DisclosureRule
        The rule.

    Returns
    -------
    Plan
    """
    statistics = {one: info.statistic for one, info in figures.infos.items()}
    series = Series(figures)
    withheld = pd.Series("", index=figures.areas.index, dtype=object)
    people = pd.Series(data=False, index=figures.areas.index)
    groups, england = [], []
    for rows, now in _trees(figures, rule, statistics):
        statistic = statistics[str(rows["indicator_id"].iloc[0])]
        counts, names = _counts(rows, statistic)
        found = verdict(counts, rule, *series.withheld(rows, names, counts, rule))
        codes = np.select([found.primary, found.secondary], [PRIMARY, SECONDARY], "").astype(object)
        if now:
            withheld[rows.index], people[rows.index] = codes, found.people
        groups.append(_groups(rows, names, counts, found))
        england.append(_england(rows, found))
    _not_summed(figures.areas, withheld, people, statistics, rule)
    return Plan(
        areas=pd.DataFrame(
            {"withheld": withheld, "people": people, "told_before": _small_before(figures, rule, statistics)}
        ),
        groups=(pd.concat(groups, ignore_index=True) if groups else pd.DataFrame(columns=GROUP_FACTS)).astype(
            GROUP_KINDS
        ),
        england=pd.DataFrame(england, columns=ENGLAND_FACTS).astype(ENGLAND_KINDS),
    )


def _trees(
    figures: PackFigures, rule: DisclosureRule, statistics: Mapping[str, str]
) -> Iterator[tuple[pd.DataFrame, bool]]:
    """Give the cells of each indicator and period: areas, and network areas where nothing is known of areas."""
    areas = figures.areas
    told = told_by_status(areas, figures.limits, rule, areas["indicator_id"].map(statistics))
    now = areas.assign(known=told, is_group=False)[~areas["reason"].isin(NOT_SUMMED)]
    for _, rows in now.groupby(KEYS, sort=False):
        yield rows, True
    seen = set(zip(areas["indicator_id"], areas["period"], strict=True))
    levels = figures.levels[figures.levels["network_area"] != ENGLAND]
    past = figures.past_counts
    if len(past):
        every = figures.levels  # England has a level where there are no network areas as well
        shown = set(zip(every["indicator_id"], every["period"], strict=True)) - seen
        for key, rows in past.assign(known=False, is_group=False).groupby(KEYS, sort=False):
            if key in shown:
                yield rows, False
        seen |= set(zip(past["indicator_id"], past["period"], strict=True))
    for key, rows in levels.groupby(KEYS, sort=False):
        if key not in seen:
            yield rows.assign(known=rows["n_areas"] >= FEWEST_AREAS, is_group=True), False


class Series:
    """Counts of areas in all periods known, to compare a period with those of which it is the sum."""

    def __init__(self, figures: PackFigures) -> None:
        """Sort past counts by indicator."""
        past = figures.past_counts
        self._past = dict(iter(past.groupby("indicator_id", sort=False))) if len(past) else {}

    def withheld(
        self, rows: pd.DataFrame, names: list[str], counts: Counts, rule: DisclosureRule
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Mark cells and totals that would tell small counts of related periods."""
        cells = np.zeros(counts.events.size, dtype=bool)
        totals = np.zeros(counts.n_groups, dtype=bool)
        indicator, period = rows["indicator_id"].iloc[0], rows["period"].iloc[0]
        past = self._past.get(indicator)
        if past is None or rows["is_group"].iloc[0]:
            return cells, totals
        periods = sorted(past["period"].unique())
        whole = counts.totals()
        for terms in related_periods(period, periods):
            frames = [past[past["period"] == term.period] for term in terms]
            areas = [_aligned(one, "area_code", rows["area_code"]) for one in frames]
            cells |= told_by_periods(counts, terms, areas, rule)
            groups = [_aligned(one, "network_area", names) for one in frames]
            totals |= told_by_periods(whole, terms, groups, rule)
        return cells, totals


def _aligned(rows: pd.DataFrame, by: str, names: Iterable[str]) -> pd.DataFrame:
    """Add up the counts of one period by area or network area, in the order of names."""
    sums = rows.groupby(by)[COUNTS].sum(min_count=1).reindex(list(names))
    return sums.rename(columns={"numerator": "events", "denominator": "people"})


def _counts(rows: pd.DataFrame, statistic: str) -> tuple[Counts, list[str]]:
    """Take the counts of people of one indicator and period; unknown ones add nothing."""
    events, people = _people(rows, statistic)
    names = sorted(set(rows["network_area"]) - {""})
    code = {name: place for place, name in enumerate(names)}
    if rows["is_group"].iloc[0]:
        code, n_groups = {}, 0
    else:
        n_groups = len(names)
    group = np.array([code.get(name, n_groups) for name in rows["network_area"]], dtype=np.int64)
    counts = Counts(
        events=np.nan_to_num(events),
        people=None if people is None else np.nan_to_num(people),
        group=group,
        n_groups=n_groups,
        known=rows["known"].to_numpy(bool),
    )
    return counts, names


def _people(rows: pd.DataFrame, statistic: str) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """Say which columns count people: events, and for proportions all of whom they are a part."""
    numerator, denominator = (rows[name].to_numpy(np.float64) for name in COUNTS)
    if FAMILY.get(statistic) == "normal":
        return denominator, None
    return numerator, denominator if statistic == "proportion" else None


def _groups(rows: pd.DataFrame, names: list[str], counts: Counts, found: Verdict) -> pd.DataFrame:
    """Tabulate the groups of one indicator and period; where cells are groups, these."""
    first = {name: rows[name].iloc[0] for name in KEYS}
    small = found.primary | found.secondary
    if not counts.n_groups and len(names):
        codes = np.select([found.primary, found.secondary], [PRIMARY, SECONDARY], "")
        table = rows[["network_area", *COUNTS]].assign(
            squares=np.nan, withheld=codes, n_withheld=small.astype(np.int64)
        )
        return table.assign(**first)[GROUP_FACTS]
    sums = [np.bincount(counts.group, one, counts.n_groups + 1)[:-1] for one in _summed(rows)]
    codes = np.select([found.primary_totals, found.secondary_totals], [PRIMARY, SECONDARY], "")
    n_withheld = np.bincount(counts.group[small], minlength=counts.n_groups + 1)[:-1]
    columns = {"network_area": pd.Series(names, dtype=object), **dict(zip(SUMS, sums, strict=True))}
    return pd.DataFrame({**columns, "withheld": codes, "n_withheld": n_withheld}).assign(**first)[GROUP_FACTS]


def _summed(rows: pd.DataFrame) -> list[NDArray[np.float64]]:
    """Give what is added up of the cells: counts, and squared denominators; unknown ones add nothing."""
    numerator, denominator = (np.nan_to_num(rows[name].to_numpy(np.float64)) for name in COUNTS)
    return [numerator, denominator, denominator**2]


def _england(rows: pd.DataFrame, found: Verdict) -> list[object]:
    """Give the facts of England for one indicator and period."""
    sums = [float(one.sum()) for one in _summed(rows)]
    n_areas = len(rows)
    if rows["is_group"].iloc[0]:
        sums[-1], n_areas = np.nan, int(rows["n_areas"].sum())  # sizes of areas are not known
    small = int((found.primary | found.secondary).sum())
    return [rows["indicator_id"].iloc[0], rows["period"].iloc[0], *sums, found.england, small, n_areas]


def _small_before(figures: PackFigures, rule: DisclosureRule, statistics: Mapping[str, str]) -> NDArray[np.bool_]:
    """Mark areas with a small count in an earlier period: since when they are outside would tell its size."""
    past, now = figures.past_counts, figures.areas
    told = np.zeros(len(now), dtype=bool)
    for indicator, rows in past.groupby("indicator_id", sort=False) if len(past) else ():
        small = rows["area_code"][_is_small(rows, statistics[str(indicator)], rule)[0]]
        told |= (now["indicator_id"].eq(indicator) & now["area_code"].isin(small)).to_numpy(bool)
    return told


def _is_small(rows: pd.DataFrame, statistic: str, rule: DisclosureRule) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark rows with a small count of any kind, and those with few people."""
    events, people = _people(rows, statistic)
    if people is None:
        return is_small(events, rule), np.zeros(len(rows), dtype=bool)
    few = is_small(people, rule)
    return is_small(events, rule) | few | is_small(people - events, rule), few


def _not_summed(
    areas: pd.DataFrame,
    withheld: pd.Series[str],
    people: pd.Series[bool],
    statistics: Mapping[str, str],
    rule: DisclosureRule,
) -> None:
    """Withhold small counts of rows that enter no sum as well: a publisher's flagged figures are still people."""
    outside = areas[areas["reason"].isin(NOT_SUMMED)]
    for indicator, rows in outside.groupby("indicator_id", sort=False):
        small, people[rows.index] = _is_small(rows, statistics[str(indicator)], rule)
        withheld[rows.index] = np.where(small, PRIMARY, "")
