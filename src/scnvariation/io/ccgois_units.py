"""Natural units: what each table's values are published per, and the expected counts of ratios."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.ledger import Finding
from scnvariation.io.ccgois_cells import number_of
from scnvariation.io.ccgois_frame import by_table, numbers_in
from scnvariation.messages.words import listed

__all__ = ["in_natural_units"]

_CONSTANT = 0.002
_MOST = 20.0
_DIGITS = 13
FloatArray = NDArray[np.float64]


def in_natural_units(frame: pd.DataFrame, catalogue: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Divide values and limits by what they are published per; give ratios their expected counts.

    Parameters
    ----------
    frame : pandas.DataFrame
        Figures as published; `sheet` and `header_row` tell the tables apart.
    catalogue : pandas.DataFrame
        `indicator_id`, `statistic`, `multiplier`.

    Returns
    -------
    pandas.DataFrame
        With `published_value` and `published_per` beside `value`, and for ratios `expected` as `denominator` and
        the published denominator as `population`.
    list of Finding

    Notes
    -----
    A table of one indicator may be in percent and the next in fractions. The multiplier of the catalogue or 1 is
    taken, whichever brings values nearer to numerator / denominator. A ratio that is published times one constant
    (an indirectly standardised rate) is divided by that constant.
    """
    facts = catalogue.set_index("indicator_id")
    kind = frame["indicator_id"].map(facts["statistic"]).fillna("").to_numpy(object)
    per = frame["indicator_id"].map(facts["multiplier"]).fillna(1.0).to_numpy(np.float64, copy=True)
    is_ratio = kind == "ratio"
    value, numerator = numbers_in(frame["value"]), numbers_in(frame["numerator"])
    expected, published = numbers_in(frame["expected"]), numbers_in(frame["denominator"])
    with np.errstate(divide="ignore", invalid="ignore"):
        made = numerator / np.where(is_ratio, expected, published)
        apart = value / made
    for _, rows in by_table(frame):
        per[rows] = _per(apart[rows], float(per[rows][0]), is_ratio=bool(is_ratio[rows][0]))
    frame = frame.assign(
        published_value=value,
        published_per=per,
        population=np.where(is_ratio, published, np.nan),
        **{name: _divided(frame[name], per) for name in ("value", "lower", "upper")},
    )
    is_constant = pd.Series(is_ratio & (per != 1.0) & (per != frame["indicator_id"].map(facts["multiplier"])))
    denominator = frame["denominator"].mask(pd.Series(is_ratio), frame["expected"])
    derived = is_ratio & np.isnan(expected) & (numerator > 0) & (value > 0)
    denominator[derived] = numerator[derived] / (value[derived] / per[derived])
    frame = frame.assign(denominator=denominator, value=frame["value"].mask(is_constant, None))
    return frame, [*_derived(frame, derived), *_constants(frame[is_constant])]


def _per(apart: FloatArray, multiplier: float, *, is_ratio: bool) -> float:
    """Choose what a table is published per, by how far its values are from those of its counts."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(apart)
    logs = logs[np.isfinite(logs)]
    if not logs.size:
        return multiplier
    middle = float(np.median(logs))
    if is_ratio and logs.size > 2 and np.ptp(logs) < _CONSTANT and abs(middle) < _MOST:
        return round(float(np.exp(middle)), 2) or 1.0
    return min((multiplier, 1.0), key=lambda candidate: abs(middle - np.log(candidate)))


def _divided(column: pd.Series[Any], per: FloatArray) -> pd.Series[Any]:
    """Divide numbers, without the binary noise that division adds; leave marks as they are."""
    cells = []
    for cell, divisor in zip(column.tolist(), per.tolist(), strict=True):
        number = number_of(cell)
        cells.append(cell if number is None else float(f"{number / divisor:.{_DIGITS}g}"))
    return pd.Series(cells, index=column.index, dtype=object)


def _constants(frame: pd.DataFrame) -> list[Finding]:
    """Say which ratios are published times a constant: divided by it, they would seem to differ from their counts."""
    pairs = frame[["indicator_id", "published_per"]].drop_duplicates().itertuples(index=False)
    return [
        Finding(code="value_scale", words={"indicators": indicator, "multiplier": f"{per:g}"})
        for indicator, per in pairs
    ]


def _derived(frame: pd.DataFrame, derived: NDArray[np.bool_]) -> list[Finding]:
    """Say for which ratios no expected count is published."""
    codes = frame["indicator_id"][derived].unique().tolist()
    return [Finding(code="expected_derived", words={"indicators": listed(codes)})] if codes else []
