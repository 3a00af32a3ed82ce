"""Where the centre line comes from: England, a number, or a table with its own uncertainty."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scnvariation.analysis.blocks import Benchmarks
from scnvariation.errors import MissingColumnsError, OptionError
from scnvariation.messages import calls as messages
from scnvariation.reference import Reference

__all__ = ["benchmarks_for"]

Z95 = 1.959963984540054
KEYS = ["indicator_id", "period"]


def benchmarks_for(
    reference: Reference, keys: pd.DataFrame, benchmark: float | pd.DataFrame | None
) -> tuple[Benchmarks, str]:
    """Give the centre of each group, and its source in words.

    Parameters
    ----------
    reference : Reference
        What England is.
    keys : pandas.DataFrame
        `indicator_id` and `period` of each group.
    benchmark : float, pandas.DataFrame or None
        None takes England. A number, in natural units, is taken as known. A table has `value`, and may have
        `indicator_id`, `period` to match by, and `se` or `lower` and `upper` (95 %) for its uncertainty.

    Returns
    -------
    Benchmarks
        One per group.
    str
        The source, for captions.

    Raises
    ------
    OptionError
        If a number is no number, or a group finds no row in the table.
    """
    if benchmark is None:
        return _england(reference, keys)
    if isinstance(benchmark, pd.DataFrame):
        return _table(benchmark, keys)
    try:
        value = float(benchmark)
    except (TypeError, ValueError):
        value = np.nan
    if not np.isfinite(value) or value < 0:
        raise OptionError(messages.benchmark_not_number(benchmark))
    return _fixed(np.full(len(keys), value), np.zeros(len(keys))), "the benchmark given"


def _fixed(value: np.ndarray, variance: np.ndarray) -> Benchmarks:
    return Benchmarks(value=value, variance=variance, fixed=np.ones(len(value), dtype=bool))


def _england(reference: Reference, keys: pd.DataFrame) -> tuple[Benchmarks, str]:
    england = keys.merge(reference.england, on=KEYS, how="left", validate="1:1")
    found = Benchmarks(
        value=england["value"].to_numpy(np.float64),
        variance=np.zeros(len(england)),
        fixed=~england["made_of_areas"].to_numpy(bool),
    )
    published = (england["source"] == "published").all()
    n_areas = int(england["n_areas"].max()) if len(england) else 0
    together = "all areas together" if len(england) > 1 else f"all {n_areas:,} areas together"
    return found, "England as published" if published else together


def _table(table: pd.DataFrame, keys: pd.DataFrame) -> tuple[Benchmarks, str]:
    """Match a comparator's table by the keys it has."""
    if "value" not in table:
        raise MissingColumnsError(messages.missing_columns("benchmark", ["value"], table.columns))
    on = [key for key in KEYS if key in table]
    rows = table.assign(se=_table_se(table))
    if on:
        matched = keys.merge(rows[[*on, "value", "se"]], on=on, how="left", validate="m:1")
    elif len(rows) == 1:
        matched = keys.assign(value=rows["value"].iloc[0], se=rows["se"].iloc[0])
    else:
        raise OptionError(messages.benchmark_table_ambiguous(len(rows)))
    missing = matched.loc[matched["value"].isna(), "indicator_id"].unique().tolist()
    if missing:
        raise OptionError(messages.benchmark_table_incomplete(missing))
    value = matched["value"].to_numpy(np.float64)
    return _fixed(value, matched["se"].fillna(0.0).to_numpy(np.float64) ** 2), "the table given"


def _table_se(table: pd.DataFrame) -> pd.Series[float]:
    """Take the standard error as given, else from a 95 % interval, else 0: taken as known."""
    if "se" in table:
        return table["se"].astype(float)
    if {"lower", "upper"} <= set(table.columns):
        return (table["upper"] - table["lower"]).astype(float) / (2 * Z95)
    return pd.Series(0.0, index=table.index)
