"""The columns of a funnel: what each area shows, and the lines that are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.judge import Judged
from scnvariation.analysis.levels import level_name, status_names
from scnvariation.analysis.scope import Scope

__all__ = ["area_columns", "judgements", "line_table", "statuses"]

LINE_POINTS = 200
WORDS = {
    "high_is_good": ("worse", "similar", "better"),
    "low_is_good": ("better", "similar", "worse"),
    "neutral": ("lower", "similar", "higher"),
}


def statuses(
    side: NDArray[np.int8], known: NDArray[np.bool_], levels: tuple[float, ...]
) -> NDArray[np.object_]:
    """Name the limits passed; `not_computed` where nothing is known."""
    names = np.array([*status_names(levels), "not_computed"], dtype=object)
    return np.asarray(names[np.where(known, side + len(levels), len(names) - 1)])


def judgements(
    side: NDArray[np.int8], known: NDArray[np.bool_], polarity: NDArray[np.object_], n_levels: int
) -> NDArray[np.object_]:
    """Judge by the outermost limit: better, similar, worse where polarity is known; higher, lower where not."""
    beyond = np.where(np.abs(side) == n_levels, np.sign(side), 0) + 1
    words = np.array([WORDS[p] for p in WORDS], dtype=object)
    row = np.array([list(WORDS).index(p) for p in polarity], dtype=np.int64)
    return np.where(known, words[row, beyond], "not_compared")


def area_columns(scope: Scope, judged: Judged, options: FunnelOptions) -> pd.DataFrame:
    """Give one row per area of the reference, in input order."""
    at = scope.positions
    rows = scope.reference.observations.iloc[at]
    side, adjusted = judged.side[at], judged.side_adjusted[at]
    known, known_adjusted = judged.judged[at], judged.judged_adjusted[at]
    leading = judged.use_adjusted.any()
    polarity = np.full(len(at), scope.info.polarity, dtype=object)
    numbers = {name: values[at] for name, values in judged.by_row.items()}
    levels = [level_name(level) for level in options.levels]
    limits = {
        prefix: {
            name: numbers[name]
            for level in levels
            for name in (f"{prefix}lower_{level}", f"{prefix}upper_{level}")
        }
        for prefix in ("", "adjusted_")
    }
    columns = {
        **{name: rows[name].to_numpy() for name in ("area_code", "area_name", "numerator", "denominator", "value")},
        **limits[""],
        "p_value": numbers["p_value"],
        "z": numbers["z"],
        "status": statuses(side, known, options.levels),
        "reason": judged.reason[at],
        **limits["adjusted_"],
        "p_adjusted": numbers["p_adjusted"],
        "z_adjusted": numbers["z_adjusted"],
        "status_adjusted": statuses(adjusted, known_adjusted, options.levels),
        "reason_adjusted": np.where(known, judged.reason_adjusted[at], judged.reason[at]),
        "fdr_q": numbers["fdr_q"],
        "judgement": judgements(
            adjusted if leading else side,
            known_adjusted if leading else known,
            polarity,
            len(options.levels),
        ),
        "size": numbers["size"],
        "shown": scope.shown,
    }
    table = pd.DataFrame(columns)
    if scope.data.has_column("network_area"):
        table["network_area"] = scope.data.column("network_area", rows).to_numpy()
    return table


def line_table(judged: Judged, areas: pd.DataFrame, options: FunnelOptions) -> pd.DataFrame:
    """Compute the limit lines over the sizes of the areas, long: size, level, side, basis, value."""
    if not judged.drawn:
        return pd.DataFrame(columns=["size", "level", "side", "basis", "value"])
    drawn = next(iter(judged.drawn.values()))
    sizes = areas.loc[np.isfinite(areas["size"]) & (areas["size"] > 0), "size"]
    grid = np.geomspace(sizes.min() * 0.8, sizes.max() * 1.05, LINE_POINTS)
    group = np.full(LINE_POINTS, drawn.number)
    parts = []
    for basis, lines in (("exact", drawn.exact), ("adjusted", drawn.adjusted)):
        if lines is None:
            continue
        limits = lines.at(grid, group)
        for k, level in enumerate(options.levels):
            for side, values in (("lower", limits.lower[k]), ("upper", limits.upper[k])):
                parts.append(
                    pd.DataFrame({"size": grid, "level": level, "side": side, "basis": basis, "value": values})
                )
    return pd.concat(parts, ignore_index=True)

