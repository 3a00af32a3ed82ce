"""How the groups of a variation table are named in a picture."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from scnvariation.analysis.variation_result import VariationResult
from scnvariation.plots import words

__all__ = ["GroupName", "group_names", "in_common"]


class GroupName(NamedTuple):
    """The heading a group stands under, empty where there is none, and its own name."""

    heading: str
    label: str


def group_names(result: VariationResult) -> list[GroupName]:
    """Name every group by what sets it apart; of several columns the first is the heading."""
    columns = readable(result)
    telling = [name for name in columns if len(set(columns[name])) > 1] or [*columns][-1:]
    if not telling:
        return [GroupName("", "All areas")] * len(result.groups)
    first, *others = telling
    if not others:
        return [GroupName("", value) for value in columns[first]]
    labels = columns[others].agg(", ".join, axis=1)
    return [GroupName(head, label) for head, label in zip(columns[first], labels, strict=True)]


def in_common(result: VariationResult) -> str:
    """Name what all groups share: the indicator and the period where there is one."""
    infos = result.indicators
    name = next(iter(infos.values())).name if len(infos) == 1 else f"{len(infos)} indicators"
    periods = set(result.groups["period"]) if "period" in result.groups else set()
    return named(name, str(periods.pop()) if len(periods) == 1 else "")


def named(name: str, period: str) -> str:
    """Join a name and a period."""
    return f"{name}, {period}" if period else name


def readable(result: VariationResult) -> pd.DataFrame:
    """Turn the columns of the grouping into names for people, indicators first."""
    groups = result.groups.reset_index(drop=True)
    columns: dict[str, pd.Series[str]] = {}
    for name in sorted(result.by, key=lambda one: one != "indicator_id"):
        values = groups[name].astype(object).where(groups[name].notna(), "").astype(str)
        if name == "indicator_id":
            values = pd.Series([result.indicators[one].name for one in result.group_indicator], dtype=object)
        columns[name] = values.map(words.band_name)
    return pd.DataFrame(columns, index=groups.index)
