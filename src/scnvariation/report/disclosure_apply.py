"""Disclosure control of the figures of all packs: the one door between what is computed and what is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from scnvariation.analysis.pack_figures import PackFigures
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_areas import controlled_areas, fewest_events, without_rates
from scnvariation.report.disclosure_groups import ALL_FROM, LEVEL, controlled_levels, controlled_volume, facts_of
from scnvariation.report.disclosure_lines import coarse_lines, on_shown_sizes
from scnvariation.report.disclosure_plan import KEYS, Plan, plan_of
from scnvariation.report.disclosure_spread import (
    RATE,
    controlled_change,
    controlled_national,
    controlled_variation,
)

__all__ = ["controlled"]

OUTERMOST = {"below_99_8", "above_99_8"}
OF_ENGLAND = ("benchmark",)


def controlled(figures: PackFigures, rule: DisclosureRule | None) -> PackFigures:
    """Give the figures as they may be shown: small counts withheld, the others rounded, nothing that holds them.

    Every table, page, picture and file of a pack is made from the answer, so that none can hold more than another.

    Parameters
    ----------
    figures : PackFigures
        From true counts.
    rule : DisclosureRule or None
        The rule; without one the figures stay as they are.

    Returns
    -------
    PackFigures
        The same tables, rows and columns. Rows of withheld counts have the reason `withheld_primary` or
        `withheld_secondary`, no numbers, and no judgement.

    Notes
    -----
    Statistics are those of the true counts. What is made from a count is made again from the rounded one; what
    cannot be is withheld or printed to three significant figures. Which counts of areas and network areas must be
    withheld besides the small ones is decided once for all packs, by asking of each small count whether everything
    from 1 to the threshold is still possible (decision record 17).
    """
    if rule is None:
        return figures
    statistics = {one: info.statistic for one, info in figures.infos.items()}
    shown = _with_counts_controlled(figures, rule, statistics) if rule.controls_counts else figures
    if rule.crude_rate_from or rule.standardised_rate_from:
        shown = _with_rates_controlled(shown, rule, statistics)
    return replace(shown, past_counts=pd.DataFrame())


def _with_counts_controlled(figures: PackFigures, rule: DisclosureRule, statistics: dict[str, str]) -> PackFigures:
    """Withhold and round counts, and remake what is made of them."""
    plan = plan_of(figures, rule)
    sizes = figures.funnels.drop_duplicates("indicator_id").set_index("indicator_id")["n_areas"]
    areas = controlled_areas(figures.areas, plan, rule, figures.areas["indicator_id"].map(statistics))
    levels = controlled_levels(figures.levels, plan, rule, statistics)
    facts = facts_of(figures.change, plan, rule, statistics)
    return replace(
        figures,
        areas=areas,
        funnels=_funnels(figures.funnels, areas, plan, sizes),
        limits=_limits(figures.limits, areas, plan, sizes, statistics),
        variation=controlled_variation(figures.variation, plan, rule, statistics),
        levels=levels,
        change=controlled_change(figures.change, levels, figures.levels, facts),
        spread_change=controlled_national(figures.spread_change, plan, sizes, keep=()),
        shares=controlled_national(figures.shares, plan, sizes, keep=()),
        volume=controlled_volume(figures.volume, plan, rule, statistics),
    )


def _funnels(funnels: pd.DataFrame, areas: pd.DataFrame, plan: Plan, sizes: pd.Series[int]) -> pd.DataFrame:
    """Count the areas outside among those shown: with the others, their places would be told."""
    out = controlled_national(funnels, plan, sizes, keep=OF_ENGLAND)
    for name, status in (("n_outside", "status"), ("n_outside_adjusted", "status_adjusted")):
        outside = areas["indicator_id"][areas[status].isin(OUTERMOST)].value_counts()
        out[name] = out["indicator_id"].map(outside).fillna(0)
    return out.astype({name: kind for name, kind in funnels.dtypes.items() if kind.kind != "f"})


def _limits(
    limits: pd.DataFrame, areas: pd.DataFrame, plan: Plan, sizes: pd.Series[int], statistics: dict[str, str]
) -> pd.DataFrame:
    """Draw adjusted lines coarsely, since their scatter is that of the true counts; those of people as far as shown.

    Of few areas with a withheld one there are none, and none at all where the figure of England is withheld.
    """
    facts = limits[KEYS].merge(plan.england, on=KEYS, how="left", validate="m:1")
    lost = facts["withheld"].eq(other=True).to_numpy(bool)
    few = limits["indicator_id"].map(sizes).fillna(0).lt(ALL_FROM).to_numpy(bool)
    some = facts["n_withheld"].fillna(0).gt(0).to_numpy(bool)
    adjusted = limits["basis"].eq("adjusted").to_numpy(bool)
    out = limits.copy()
    out.loc[adjusted, "value"] = coarse_lines(limits[adjusted])
    part = limits["indicator_id"].map(statistics).eq("proportion").to_numpy(bool)
    out.loc[part, ["size", "value"]] = on_shown_sizes(out[part], areas)
    return out[~lost & ~(adjusted & few & some)].reset_index(drop=True)


def _with_rates_controlled(figures: PackFigures, rule: DisclosureRule, statistics: dict[str, str]) -> PackFigures:
    """Take out rates from too few events, of areas and of network areas."""
    areas = without_rates(figures.areas, rule, figures.areas["indicator_id"].map(statistics))
    return replace(
        figures,
        areas=areas,
        levels=_without(figures.levels, "numerator", LEVEL, rule, statistics),
        variation=_without(figures.variation, "events", RATE, rule, statistics),
    )


def _without(
    table: pd.DataFrame, counts: str, rates: list[str], rule: DisclosureRule, statistics: dict[str, str]
) -> pd.DataFrame:
    """Take out the rates of groups with few events."""
    least = fewest_events(rule, table["indicator_id"].map(statistics))
    few = (table[counts] < least).to_numpy(bool)
    out = table.copy()
    out.loc[few, rates] = np.nan
    out["reason"] = out["reason"].mask(few & (out["reason"] == ""), "too_few_events")
    return out
