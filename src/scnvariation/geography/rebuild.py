"""Adding figures of former areas up to the areas that followed them; rates are never averaged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from scnvariation.aggregation import aggregated
from scnvariation.contract.columns import NUMBERS
from scnvariation.contract.reasons import ROW_REASONS
from scnvariation.errors import DataError
from scnvariation.geography.steps import Steps
from scnvariation.messages import places as messages

__all__ = ["rebuilt_areas", "rebuilt_rows", "refuse_what_cannot_be_added"]

KEYS = ["indicator_id", "period", "area_code"]
RANK = {code: rank for rank, code in enumerate((*ROW_REASONS, "not_for_this_statistic", ""))}


def rebuilt_rows(observations: pd.DataFrame, steps: Steps, statistics: pd.Series[str]) -> pd.DataFrame:
    """Sum counts over the areas that became one.

    Parameters
    ----------
    observations : pandas.DataFrame
        Checked observations with `period_start` and `period_end`.
    steps : Steps
        The changes that apply.
    statistics : pandas.Series
        Statistic type by `indicator_id`.

    Returns
    -------
    pandas.DataFrame
        The same columns, and `note` where something was summed. Sums of used counts are kept exactly. What cannot
        be added (standardised rates, means, estimates) is kept with the reason `not_for_this_statistic`.
    """
    codes = observations["area_code"]
    paths = {code: steps.path(code) for code in codes.unique()}
    final = codes.map({code: path[-1] for code, path in paths.items()})
    touched = final.isin(final[final != codes].unique())
    if not touched.any():
        return observations
    rows = observations[touched].assign(
        area_code=final[touched], former_code=codes[touched].map(lambda code: paths[code][0])
    )
    names = rows["area_code"].map(steps.names).fillna("")
    rows["area_name"] = rows["area_name"].mask((rows["area_code"] != rows["former_code"]) & (names != ""), names)
    notes = _notes(rows, steps)
    alone = ~rows.duplicated(KEYS, keep=False)
    parts = [observations[~touched], rows[alone], _summed(rows[~alone], statistics)]
    together = pd.concat([part for part in parts if len(part)]).drop(columns="former_code")
    keyed = pd.MultiIndex.from_frame(together[KEYS])
    new_notes = pd.Series(notes.reindex(keyed).fillna("").to_numpy(), index=together.index, dtype="str")
    given = together["note"].fillna("").astype(str) if "note" in together else ""
    together["note"] = new_notes.mask(new_notes == "", given)
    return together.sort_index(kind="stable").reset_index(drop=True)


def _summed(rows: pd.DataFrame, statistics: pd.Series[str]) -> pd.DataFrame:
    """Give one row for each group of rows that are now the same area."""
    if rows.empty:
        return rows
    sums = aggregated(rows, rows["area_code"], statistics)
    first = rows.drop_duplicates(KEYS)
    table = first.assign(numerator=sums["numerator"].to_numpy(), denominator=sums["denominator"].to_numpy())
    for column in (*NUMBERS[2:], "lower_bound", "upper_bound"):
        if column in table:
            table[column] = np.nan
    usable = (table["numerator"].notna() & (table["denominator"] > 0)).to_numpy()
    table["value"] = (table["numerator"] / table["denominator"]).where(usable)
    ranks = rows["reason"].map(RANK)
    first_reason = ranks.groupby([rows[key] for key in KEYS], sort=False).transform("min").loc[table.index]
    reasons = first_reason.map(dict(enumerate(RANK))).mask(usable, "")
    table["reason"] = reasons.mask(~usable & (reasons == ""), "not_for_this_statistic").astype("str")
    return table


def _notes(rows: pd.DataFrame, steps: Steps) -> pd.Series[str]:
    """Say of each new row how many of its former areas are missing: absent, or not computed."""
    used = rows[rows["reason"] == ""]
    notes: dict[tuple[str, str, str], str] = {}
    for indicator, of_indicator in rows.groupby("indicator_id", sort=False):
        present = set(of_indicator["former_code"])
        covers = {code: steps.parts(code, present) for code in present | set(of_indicator["area_code"])}
        used_here = used[used["indicator_id"] == indicator].groupby(["period", "area_code"], sort=False)["former_code"]
        found = {key: frozenset().union(*(covers[code] for code in codes)) for key, codes in used_here}
        pairs = of_indicator[["period", "area_code"]].drop_duplicates()
        for period, area in zip(pairs["period"], pairs["area_code"], strict=True):
            whole = covers[area]
            missing = len(whole - found.get((period, area), frozenset()))
            if missing and len(whole) > 1:
                notes[str(indicator), period, area] = f"of {len(whole)} areas, {missing} missing"
    return pd.Series(notes, index=pd.MultiIndex.from_tuples(notes, names=KEYS), dtype=object)


def refuse_what_cannot_be_added(observations: pd.DataFrame, steps: Steps) -> None:
    """Stop where an area was divided, or where the old and the new area stand side by side.

    Parameters
    ----------
    observations : pandas.DataFrame
        Checked observations with `period_end`.
    steps : Steps
        The changes that apply.

    Raises
    ------
    DataError
        Counts of a divided area cannot be shared out, and counts given for both would be counted twice.
    """
    first_end = observations.groupby("area_code", sort=False)["period_end"].min()
    divided = {}
    for code, end in first_end.items():
        path = steps.path(str(code))
        for place, one in enumerate(path):
            split = steps.splits.get(one)
            if split and (place or one not in split.after or not end >= split.day):
                name = observations.loc[observations["area_code"] == code, "area_name"].iloc[0]
                day = "" if pd.isna(split.day) else f"{split.day:%Y-%m-%d}"
                divided[str(code)] = (str(code), "" if name == code else str(name), split.after, day)
    if divided:
        raise DataError(messages.divided(list(divided.values()), len(first_end)))
    twice = _side_by_side(observations[observations["reason"] == ""], steps)
    if twice:
        raise DataError(messages.counted_twice(twice))


def _side_by_side(used: pd.DataFrame, steps: Steps) -> list[tuple[str, str, str]]:
    """Find old areas that stand beside a later code of theirs after the change."""
    used = used.assign(area_code=used["area_code"].map({code: steps.path(code)[0] for code in used["area_code"]}))
    ends = used.drop_duplicates("period").set_index("period")["period_end"]
    periods_of = used[["period", "area_code"]].drop_duplicates().groupby("area_code", sort=False)["period"].agg(set)
    keys = pd.MultiIndex.from_frame(used[KEYS])
    found = []
    for old in periods_of.index:
        for new in steps.path(str(old))[1:]:
            shared = periods_of[old] & periods_of.get(new, set())
            day = steps.following[str(old)][1]
            for period in sorted(shared):
                ids = used.loc[(used["period"] == period) & (used["area_code"] == old), "indicator_id"]
                both = any((indicator, period, new) in keys for indicator in ids)
                if both and not ends[period] < day:
                    found.append((str(old), new, period))
    return found


def rebuilt_areas(areas: pd.DataFrame, codes: Mapping[str, str], steps: Steps) -> pd.DataFrame:
    """Give the areas table rows for the new areas: what all their parts share, and blank where they differ.

    Parameters
    ----------
    areas : pandas.DataFrame
        One row per area.
    codes : mapping
        New code by former code, for the areas that changed.
    steps : Steps
        Names and organisation codes of the new areas.

    Returns
    -------
    pandas.DataFrame
        Rows of former areas are left out; a row that the table has for a new area stays as it is.
    """
    known = set(areas["area_code"])
    parts = areas[areas["area_code"].isin(codes)]
    wanted = {old: new for old, new in codes.items() if new not in known}
    made = []
    for new, rows in parts[parts["area_code"].isin(wanted)].groupby(parts["area_code"].map(wanted), sort=False):
        code = str(new)
        day = max(steps.following[old][1] for old in steps.predecessors(code))
        own = {
            "area_code": code,
            "area_name": steps.names.get(code, ""),
            "ods_code": steps.ods.get(code, ""),
            "valid_from": "" if pd.isna(day) else f"{day:%Y-%m-%d}",
            "valid_to": "",
        }
        made.append({str(name): own.get(str(name), _shared(rows[name])) for name in rows.columns})
    kept = areas[~areas["area_code"].isin(codes)]
    if not made:
        return kept.reset_index(drop=True)
    return pd.concat([kept, pd.DataFrame(made)], ignore_index=True)


def _shared(cells: pd.Series[Any]) -> object:
    """Give what all parts have in common; blank, or missing for a number, where they differ."""
    if len(cells.drop_duplicates()) == 1:
        return cells.iloc[0]
    return np.nan if pd.api.types.is_numeric_dtype(cells) else ""
