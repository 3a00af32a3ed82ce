"""The columns of a funnel: what each area shows, and the lines that are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.judge import Judged, limit_columns
from scnvariation.analysis.levels import status_names

__all__ = ["judged_columns", "judgements", "line_table", "of_group", "reasons", "statuses"]

FROM_OBSERVATIONS = ("area_code", "area_name", "numerator", "denominator", "value")
LINE_POINTS = 200
WORDS = {
    "high_is_good": ("worse", "similar", "better"),
    "low_is_good": ("better", "similar", "worse"),
    "neutral": ("lower", "similar", "higher"),
}


def statuses(side: NDArray[np.int8], known: NDArray[np.bool_], levels: tuple[float, ...]) -> ExtensionArray:
    """Name the limits passed; `not_computed` where nothing is known."""
    names = [*status_names(levels), "not_computed"]
    return _words(names, np.where(known, side + len(levels), len(names) - 1))


def reasons(observations: pd.DataFrame, refused: NDArray[np.object_]) -> pd.Series[str]:
    """Give the reason of each row: as read, or because its statistic cannot use it."""
    given = observations["reason"].reset_index(drop=True)
    return given.mask(refused != "", pd.Series(refused, dtype="str")) if refused.any() else given


def _words(names: list[str], codes: NDArray[np.integer]) -> ExtensionArray:
    """Put words in the place of numbers; taking from a text array is far quicker than a word per row."""
    return pd.Series(names).array.take(codes)


def judgements(
    side: NDArray[np.int8], known: NDArray[np.bool_], polarity: pd.Series[str], n_levels: int
) -> ExtensionArray:
    """Judge by the outermost limit: better, similar, worse where polarity is known; higher, lower where not."""
    beyond = np.where(np.abs(side) == n_levels, np.sign(side), 0) + 1
    row = pd.Categorical(polarity, categories=list(WORDS)).codes
    words = [word for three in WORDS.values() for word in three]
    return _words([*words, "not_compared"], np.where(known, 3 * row.astype(np.int64) + beyond, len(words)))


def judged_columns(
    rows: pd.DataFrame,
    at: NDArray[np.int64],
    judged: Judged,
    options: FunnelOptions,
    polarity: pd.Series[str],
) -> dict[str, object]:
    """Give the columns of each area judged.

    Parameters
    ----------
    rows : pandas.DataFrame
        Observations.
    at : ndarray of shape (n_rows,)
        Their positions.
    judged : Judged
        What the kernel found.
    options : FunnelOptions
        Levels.
    polarity : pandas.Series of shape (n_rows,)
        Of each row's indicator.

    Returns
    -------
    dict
        Columns in order, natural units.
    """
    side, adjusted = judged.side[at], judged.side_adjusted[at]
    known, known_adjusted = judged.judged[at], judged.judged_adjusted[at]
    leading = of_group(judged.use_adjusted, judged.group[at], missing=False)
    numbers = {name: values[at] for name, values in judged.by_row.items()}
    reason = reasons(rows, judged.refused[at])
    exact_limits, adjusted_limits = (limit_columns(options.levels, prefix) for prefix in ("", "adjusted_"))
    return {
        **{name: rows[name].array for name in FROM_OBSERVATIONS},
        **{name: numbers[name] for name in (*exact_limits, "p_value", "z")},
        "status": statuses(side, known, options.levels),
        "reason": reason,
        **{name: numbers[name] for name in (*adjusted_limits, "p_adjusted", "z_adjusted")},
        "status_adjusted": statuses(adjusted, known_adjusted, options.levels),
        "reason_adjusted": reason.mask(known, pd.Series(judged.reason_adjusted[at], dtype="str")),
        "fdr_q": numbers["fdr_q"],
        "judgement": judgements(
            np.where(leading, adjusted, side),
            np.where(leading, known_adjusted, known),
            polarity,
            len(options.levels),
        ),
        "size": numbers["size"],
    }


def of_group(values: NDArray[Any], group: NDArray[np.int64], *, missing: object) -> NDArray[Any]:
    """Give each row what its group has, and rows of no group what stands for missing."""
    padded = np.append(values, np.array([missing], dtype=values.dtype))  # group -1 takes the last
    return np.asarray(padded[group])


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
