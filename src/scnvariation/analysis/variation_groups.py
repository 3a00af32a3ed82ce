"""Filling the variation table: level and spread of every group, as they are and adjusted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.families import measure
from scnvariation.analysis.groups import Grouped
from scnvariation.analysis.level import level_against_rest
from scnvariation.analysis.spread_panel import SpreadOptions, spread_panel
from scnvariation.analysis.variation_age_sex import age_sex_line
from scnvariation.analysis.variation_columns import LEVEL
from scnvariation.analysis.variation_need import explained_by_need, need_lines
from scnvariation.analysis.variation_outside import outside_columns
from scnvariation.analysis.variation_repeats import factors_of
from scnvariation.analysis.variation_rows import Line, OfOneType, crude_line, england_behind, usable
from scnvariation.analysis.variation_shares import network_codes, share_columns
from scnvariation.analysis.variation_table import Filling

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["MIN_AREAS", "Asked", "Filled", "fill_groups"]

IntArray = NDArray[np.int64]
MIN_AREAS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a variation table was asked for.

    Attributes
    ----------
    by : tuple of str
        The grouping.
    options : SpreadOptions
        About what spread is measured, and how much of the slow work is wanted.
    need : tuple of str
        Covariates.
    factors : dict of str to float
        Repeat factor by indicator.
    """

    by: tuple[str, ...]
    options: SpreadOptions
    need: tuple[str, ...] = ()
    factors: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A filled table, and what is to be said of it.

    Attributes
    ----------
    table : Filling
        The columns.
    refused : dict of int to str
        Position of each row that its statistic cannot use, and why.
    without_need : dict of int to str
        Position of each row that is in no line adjusted for need, and why.
    warnings : dict of str to None
        Sentences on the adjustment, in their order.
    """

    table: Filling
    refused: dict[int, str] = field(default_factory=dict)
    without_need: dict[int, str] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)


def fill_groups(data: Indicators, grouped: Grouped, asked: Asked) -> Filled:
    """Fill the columns of every group, one statistic type at a time.

    Parameters
    ----------
    data : Indicators
        The selected data.
    grouped : Grouped
        Their groups.
    asked : Asked
        What of them.

    Returns
    -------
    Filled
    """
    keys = grouped.rows.keys
    table = Filling(len(keys), ("age_sex", "need") if asked.need else ("age_sex",))
    filled = Filled(table=table)
    facts = data.catalogue.set_index("indicator_id")
    statistic = keys["indicator_id"].map(facts["statistic"]).to_numpy(object).astype(str)
    polarity = keys["indicator_id"].map(facts["polarity"]).to_numpy(object).astype(str)
    factor = factors_of(keys["indicator_id"], asked.factors)
    seeds = _seeds(grouped, asked.options.seed) if asked.options.simulations else np.zeros(len(keys), dtype=np.uint64)
    networks = network_codes(data, grouped) if asked.options.intervals else None
    for word in sorted(set(statistic)):
        wanted = np.flatnonzero(statistic == word)
        rows, alive, refused = usable(grouped.rows.groups(wanted), word)
        filled.refused.update(refused)
        kept = wanted[alive]
        if not kept.size:
            continue
        everywhere, funnel = england_behind(data, rows.keys, word)
        one = OfOneType(
            data=data,
            statistic=word,
            rows=rows,
            groups=kept,
            everywhere=everywhere,
            funnel=funnel,
            polarity=polarity[kept],
            factor=factor[kept],
            seeds=seeds[kept],
        )
        _fill_type(filled, one, asked, networks)
    if asked.options.intervals:
        table.put("crude", np.arange(len(keys)), outside_columns(data, grouped, asked.factors))
    few = (table.columns["n_areas"] < MIN_AREAS) & (table.columns["reason"] == "")
    table.columns["reason"][few] = "too_few_areas"
    return filled


def _fill_type(filled: Filled, one: OfOneType, asked: Asked, networks: IntArray | None) -> None:
    """Fill every line of the groups of one statistic type."""
    crude = crude_line(one)
    lines = [crude, age_sex_line(one, crude)]
    if asked.need:
        by_need = need_lines(one, crude, asked.need)
        lines.append(by_need.line)
        filled.without_need.update(by_need.refused)
        filled.warnings.update(dict.fromkeys(by_need.warnings))
        for group, reason in by_need.reason.items():
            filled.table.put("need", np.array([group]), {"reason": np.array([reason], dtype=object)})
    for line in lines:
        if line is not None:
            _fill_line(filled.table, line, one, asked.options, networks)


def _fill_line(table: Filling, line: Line, one: OfOneType, options: SpreadOptions, networks: IntArray | None) -> None:
    """Fill level, spread and shares of one line."""
    level = level_against_rest(line.standard, line.england)
    panel = spread_panel(line.compared, options)
    columns = {**dict(zip(LEVEL, level, strict=True)), **panel.numbers, **panel.words}
    columns["n_areas"] = line.rows.segments.lengths
    if line.standard.family != "normal":
        columns["events"] = line.rows.segments.sum(measure(line.rows, one.statistic)[0].count)
    if line.adjustment == "need":
        columns["explained_by_need"] = explained_by_need(line, panel.numbers["between_variance"], options)
    if networks is not None:
        columns |= share_columns(line, networks)
    table.put(line.adjustment, line.groups, columns)


def _seeds(grouped: Grouped, seed: int) -> NDArray[np.uint64]:
    """Give each group a seed made from its name alone."""
    names = pd.concat([grouped.rows.keys, grouped.names.add_prefix("by ")], axis=1)
    labels = names.astype(str).agg("|".join, axis=1)
    digests = (hashlib.sha256(f"{seed}|{label}".encode()).digest()[:8] for label in labels)
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)
