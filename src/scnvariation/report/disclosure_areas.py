"""The table of areas under a disclosure rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.families import FAMILY
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_plan import KEYS, Plan
from scnvariation.report.disclosure_rounding import rounded, significant
from scnvariation.stats import intervals

__all__ = ["controlled_areas", "fewest_events", "without_rates"]

BoolArray = NDArray[np.bool_]
INTERVAL = ["interval_lower", "interval_upper"]
#: From any of these and the benchmark the count can be worked out.
HOLD_THE_COUNT = ["z", "p_value", "z_adjusted", "p_adjusted"]
FAMILY_OF_COUNT = ["numerator", "value", *INTERVAL, "size", *HOLD_THE_COUNT, "excess"]
NO_HISTORY: dict[str, str | int] = {
    "since": "",
    "periods_outside": 0,
    "periods_judged": 0,
    "is_new": False,
    "persistent": "",
}
NOTHING_SAID: dict[str, str | int] = {
    "status": "not_computed",
    "status_adjusted": "not_computed",
    "judgement": "not_compared",
    "side": 0,
    **NO_HISTORY,
}
RATES = ["value", *INTERVAL, *HOLD_THE_COUNT, "excess"]


def controlled_areas(areas: pd.DataFrame, plan: Plan, rule: DisclosureRule, statistic: pd.Series[str]) -> pd.DataFrame:
    """Withhold and round the areas.

    Parameters
    ----------
    areas : pandas.DataFrame
        `PackFigures.areas`.
    plan : Plan
        What is withheld.
    rule : DisclosureRule
        The rule.
    statistic : pandas.Series of str
        Statistic type of each row.

    Returns
    -------
    pandas.DataFrame
        The same columns and rows. Shown values, intervals, positions on the funnel and excess events are made from
        the rounded counts; scores and P-values of counts are withheld from all, since each holds the count. The
        history is withheld where an earlier count of the area is small.
    """
    table = areas.copy()
    counted = statistic.map(FAMILY).ne("normal").to_numpy(bool)
    part = statistic.eq("proportion").to_numpy(bool)
    table["numerator"] = _rounded(table["numerator"], rule)
    table["denominator"] = table["denominator"].mask(part | ~counted, _rounded(table["denominator"], rule))
    _remade(table, statistic, counted, part)
    england = plan.england[plan.england["withheld"].astype(bool)]
    lost = pd.MultiIndex.from_frame(table[KEYS]).isin(pd.MultiIndex.from_frame(england[KEYS]))
    withheld = plan.areas["withheld"].mask(lost & plan.areas["withheld"].eq(""), "withheld_secondary")
    hidden = withheld.ne("")
    table.loc[lost, "benchmark"] = np.nan
    table.loc[hidden, FAMILY_OF_COUNT] = np.nan
    table.loc[hidden & (plan.areas["people"] | ~counted), "denominator"] = np.nan
    _say_nothing(table, hidden, NOTHING_SAID)
    _say_nothing(table, plan.areas["told_before"], NO_HISTORY)
    table["reason"] = table["reason"].mask(hidden, withheld)
    return table.astype(areas.dtypes.to_dict())


def _say_nothing(table: pd.DataFrame, rows: pd.Series[bool], words: Mapping[str, str | int]) -> None:
    """Put words that say nothing in place of judgement and history."""
    for name, nothing in words.items():
        table[name] = table[name].mask(rows, nothing)


def _rounded(counts: pd.Series[float], rule: DisclosureRule) -> pd.Series[float]:
    return pd.Series(rounded(np.asarray(counts, dtype=np.float64), rule.round_to), index=counts.index)


def _remade(table: pd.DataFrame, statistic: pd.Series[str], counted: BoolArray, part: BoolArray) -> None:
    """Make value, interval, size and excess of crude counts again from the rounded ones."""
    crude = counted & statistic.ne("dsr").to_numpy(bool)
    given = table["value"].notna().to_numpy(bool)
    x, n = (table[name].to_numpy(np.float64) for name in ("numerator", "denominator"))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(n > 0, x / n, np.nan)
        low, high = intervals.poisson_phe(x, level=0.95)
        low, high = low / n, high / n
    wilson = intervals.wilson(np.where(part, x, 0.0), np.where(part & (n > 0), n, 1.0), level=0.95)
    ends = {"interval_lower": np.where(part, wilson[0], low), "interval_upper": np.where(part, wilson[1], high)}
    table["value"] = table["value"].mask(crude & given, value)
    for name, end in ends.items():
        table[name] = table[name].mask(crude & table[name].notna().to_numpy(bool), end)
    table["size"] = table["size"].mask(part & table["size"].notna(), n)
    excess = x - n * table["benchmark"].to_numpy(np.float64)
    table["excess"] = table["excess"].mask(table["excess"].notna(), excess)
    table.loc[counted, HOLD_THE_COUNT] = np.nan
    standardised = counted & ~crude
    for name in ("value", *INTERVAL, "size"):
        table.loc[standardised, name] = significant(table.loc[standardised, name].to_numpy(np.float64), 3)


def fewest_events(rule: DisclosureRule, statistic: pd.Series[str]) -> pd.Series[float]:
    """Give the fewest events of which a rule shows a rate, by statistic type."""
    crude, standardised = float(rule.crude_rate_from), float(rule.standardised_rate_from)
    least = {"proportion": crude, "rate": crude, "ratio": standardised, "dsr": standardised}
    return statistic.map(lambda kind: least.get(kind, 0.0)).astype(float)


def without_rates(table: pd.DataFrame, rule: DisclosureRule, statistic: pd.Series[str]) -> pd.DataFrame:
    """Take out rates that stand on too few events; the counts themselves stay.

    Parameters
    ----------
    table : pandas.DataFrame
        `PackFigures.areas`, or rows with the same columns.
    rule : DisclosureRule
        With `crude_rate_from` or `standardised_rate_from`.
    statistic : pandas.Series of str
        Statistic type of each row.

    Returns
    -------
    pandas.DataFrame
        Reason `too_few_events` in those rows.
    """
    least = fewest_events(rule, statistic)
    few = (table["numerator"] < least) & table["value"].notna()
    if not few.any():
        return table
    out = table.copy()
    out.loc[few, RATES] = np.nan
    _say_nothing(out, few, NOTHING_SAID)
    out["reason"] = out["reason"].mask(few, "too_few_events")
    return out.astype(table.dtypes.to_dict())
