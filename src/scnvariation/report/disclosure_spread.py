"""Statistics over many areas under a disclosure rule: how exactly they may be printed, and of how many areas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scnvariation.analysis.variation_columns import ENDS, LEVEL, OUTSIDE, PANEL, SHARES
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_counts import FEWEST_AREAS
from scnvariation.report.disclosure_groups import ALL_FROM, LAW_FROM, Facts, facts_of, remade_level
from scnvariation.report.disclosure_plan import KEYS, SECONDARY, Plan
from scnvariation.report.disclosure_rounding import rounded, significant

__all__ = ["RATE", "controlled_change", "controlled_national", "controlled_variation", "with_few_digits"]

DIGITS = 3
RATE = ["rate", "rate_lower", "rate_upper", "rate_ratio", "rate_ratio_lower", "rate_ratio_upper"]
#: Statistics of a fitted law.
GAP = tuple(f"typical_gap{end}" for end in ENDS)
VARIANCE = tuple(f"between_variance{end}" for end in ENDS)
#: Values of one or two areas.
OF_SINGLE_AREAS = tuple(name for name in PANEL if name.startswith(("extremal_quotient", "range")))


def with_few_digits(table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    """Round columns to three significant figures, in place."""
    for name in columns:
        if name in table and table[name].dtype.kind == "f":
            table[name] = significant(table[name].to_numpy(np.float64), DIGITS)


def controlled_variation(
    variation: pd.DataFrame, plan: Plan, rule: DisclosureRule, statistics: dict[str, str]
) -> pd.DataFrame:
    """Withhold and round `PackFigures.variation`.

    Parameters
    ----------
    variation : pandas.DataFrame
        Rows of network areas and of England.
    plan : Plan
        What is withheld.
    rule : DisclosureRule
        The rule.
    statistics : dict
        Statistic type of each indicator.

    Returns
    -------
    pandas.DataFrame
        Levels from rounded totals. Where areas are withheld: no statistics below 20 areas (below 8 none where any
        area of England is), coarse ones of the fitted law below 100, and never those that are values of single areas.
    """
    table = variation.reset_index(drop=True)
    facts = facts_of(table, plan, rule, statistics)
    table["events"] = table["events"].mask(
        ~facts.is_england, rounded(table["events"].to_numpy(np.float64), rule.round_to)
    )
    remade_level(table, RATE, facts)
    with_few_digits(table, (*PANEL, *SHARES))
    n = table["n_areas"].to_numpy(np.int64)
    members, anywhere = facts.n_withheld > 0, facts.any_withheld > 0
    few = (anywhere & (n < FEWEST_AREAS)) | (members & (n < LAW_FROM))
    _blank(table, few, (*PANEL, *SHARES, *OUTSIDE))
    _blank(table, members, (*OF_SINGLE_AREAS, "outside_high", "outside_low"))
    limited = members & (n < ALL_FROM)
    _blank(table, limited, tuple(name for name in (*PANEL, *SHARES) if name not in {*GAP, *VARIANCE}))
    _coarsen(table, limited)
    hidden = facts.withheld != ""
    _blank(table, hidden, (*LEVEL, *PANEL, *SHARES, *OUTSIDE))
    table["reason"] = np.where(few & ~hidden, SECONDARY, facts.reason(table["reason"]))
    return table.astype(variation.dtypes.to_dict())


def _blank(table: pd.DataFrame, rows: np.ndarray[tuple[int], np.dtype[np.bool_]], columns: tuple[str, ...]) -> None:
    """Take numbers out, in place."""
    table.loc[rows, [name for name in columns if name in table]] = np.nan


def _coarsen(table: pd.DataFrame, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    """Give gaps that are ratios to two decimals, differences to two figures, variances to one, in place."""
    difference = (table["typical_gap_measure"] == "median_difference").to_numpy(bool)
    for name in (one for one in (*GAP, *VARIANCE) if one in table):
        value = table[name].to_numpy(np.float64)
        coarse = significant(value, 1 if name in VARIANCE else 2)
        ratio = name in GAP and ~difference
        table[name] = np.where(rows, np.where(ratio, np.round(value, 2), coarse), value)


def controlled_national(
    table: pd.DataFrame, plan: Plan, sizes: pd.Series[int], *, keep: tuple[str, ...]
) -> pd.DataFrame:
    """Round statistics of England to three figures; withhold those of fewer than a hundred areas with withheld ones.

    Parameters
    ----------
    table : pandas.DataFrame
        With `indicator_id` and `period`.
    plan : Plan
        What is withheld.
    sizes : pandas.Series of int
        Areas of England, by indicator.
    keep : tuple of str
        Columns that stay as they are: what is published of England, and counts of areas.

    Returns
    -------
    pandas.DataFrame
    """
    out = table.reset_index(drop=True)
    numbers = tuple(str(name) for name in out if out[name].dtype.kind == "f" and name not in {*keep, *KEYS})
    with_few_digits(out, numbers)
    england = out[KEYS].merge(plan.england, on=KEYS, how="left", validate="m:1")
    few = out["indicator_id"].map(sizes).fillna(0).lt(ALL_FROM).to_numpy(bool)
    some = england["n_withheld"].fillna(0).gt(0).to_numpy(bool)
    lost = england["withheld"].eq(other=True).to_numpy(bool)
    _blank(out, (few & some) | lost, numbers)
    _blank(out, lost, keep)
    if "reason" in out:
        out["reason"] = out["reason"].mask((few & some) | lost, SECONDARY)
    return out


def controlled_change(change: pd.DataFrame, levels: pd.DataFrame, before: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Follow network areas by the ratios of rounded totals.

    Parameters
    ----------
    change : pandas.DataFrame
        `PackFigures.change`.
    levels, before : pandas.DataFrame
        `levels` after and before control.
    facts : Facts
        Of the rows of `change`, in the period shown.

    Returns
    -------
    pandas.DataFrame
    """
    out = change.reset_index(drop=True)
    scales, hidden, same = [], np.zeros(len(out), dtype=bool), np.ones(len(out), dtype=bool)
    for when in ("baseline", "period"):
        key = ["indicator_id", when, "network_area"]
        then = {"period": when, "ratio": "_ratio", "n_areas": "_n", "reason": "_reason"}
        names = ["indicator_id", "period", "network_area", "ratio", "n_areas", "reason"]
        new = out[key].merge(levels[names].rename(columns=then), on=key, how="left", validate="m:1")
        old = out[key].merge(before[names].rename(columns=then), on=key, how="left", validate="m:1")
        scales.append((new["_ratio"] / old["_ratio"]).to_numpy(np.float64))
        hidden |= new["_reason"].fillna("").str.startswith("withheld").to_numpy(bool)
        same &= (new["_n"] == out["n_areas"]).to_numpy(bool)
    hidden |= ~same & (facts.any_withheld > 0)
    for name, scale in zip(("ratio_baseline", "ratio_current"), scales, strict=True):
        out[name] = out[name] * np.where(facts.crude, scale, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(facts.crude, np.log(scales[1] / scales[0]), 0.0)
    for name in ("change", "change_lower", "change_upper"):
        out[name] = out[name] + moved
    tests = ("change_lower", "change_upper", "p_value", "fdr_q", "expected_change", "smallest_detectable")
    with_few_digits(out, ("ratio_baseline", "ratio_current", "change", *tests))
    few = (facts.any_withheld > 0) & (out["n_areas"].to_numpy(np.int64) < FEWEST_AREAS)
    _blank(out, few | facts.limited, tests)
    _blank(out, hidden, ("ratio_baseline", "ratio_current", "change", *tests))
    out["verdict"] = out["verdict"].mask(hidden, "no_evidence")
    out["reason"] = out["reason"].mask(hidden, SECONDARY)
    return out.astype(change.dtypes.to_dict())
