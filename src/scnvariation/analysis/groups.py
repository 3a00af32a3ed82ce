"""Grouping rows by any column of the observations, the catalogue or the areas, and by network or SCN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.errors import OptionError
from scnvariation.indicators import Indicators
from scnvariation.messages import variation as messages
from scnvariation.reference import SortedRows
from scnvariation.selection import CROSS_CUTTING, serves_network
from scnvariation.stats.segments import Segments

__all__ = ["Grouped", "group_rows"]

IntArray = NDArray[np.int64]
CONDITION_NETWORKS = ("cancer", "cardiovascular", "maternity_children", "mental_health_dementia_neurology")
OF_OBSERVATIONS = ("indicator_id", "period")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Rows sorted by group, and within a group by area.

    Attributes
    ----------
    rows : SortedRows
        The rows; its `keys` are indicator and period of each group.
    names : pandas.DataFrame
        The `by` columns, one row per group.
    whole : ndarray of shape (n_groups,)
        Which group of `data.sorted` each is part of.
    unmapped : ndarray of shape (n_unmapped,)
        Positions in the observations of rows that belong to no group.
    """

    rows: SortedRows
    names: pd.DataFrame
    whole: IntArray
    unmapped: IntArray


def group_rows(data: Indicators, by: Sequence[str]) -> Grouped:
    """Sort the used rows into groups.

    Parameters
    ----------
    data : Indicators
        The selected data.
    by : sequence of str
        Columns; `network` and `scn` repeat a row in every network that its indicator serves.

    Returns
    -------
    Grouped

    Raises
    ------
    OptionError
        If a column is unknown, or several indicators or periods would be pooled.
    """
    rows = data.sorted
    _check_pooling(rows.keys, by)
    whole = rows.segments.repeat(np.arange(rows.segments.n_groups))
    index = np.arange(rows.segments.n_rows)
    places = {name: _codes(data, rows, name) for name in by if name not in {*OF_OBSERVATIONS, "network", "scn"}}
    if "network" in by or "scn" in by:
        names = _networks(data)
        index, network = _repeat_by_network(data, rows, whole, names)
        places["network"] = (network, np.array(names, dtype=object))
    if "scn" in by:
        places["network_area"] = _codes(data, rows, "network_area")
    codes = [whole[index]]
    for name, (code, _) in places.items():
        codes.append(code if name == "network" else code[index])
    mapped = np.logical_and.reduce([code >= 0 for code in codes])
    unmapped = rows.positions[np.unique(index[~mapped])]
    return _sorted_groups(rows, by, index[mapped], [c[mapped] for c in codes], places, unmapped)


def _check_pooling(keys: pd.DataFrame, by: Sequence[str]) -> None:
    """Stop where different indicators or periods would stand in one group."""
    for name in OF_OBSERVATIONS:
        present = keys[name].unique().tolist()
        if name not in by and len(present) > 1:
            raise OptionError(messages.would_pool(name, present, by))


def _codes(data: Indicators, rows: SortedRows, name: str) -> tuple[IntArray, NDArray[np.object_]]:
    """Give numbers to the values of a column, -1 where there is none."""
    facts = data.catalogue.set_index("indicator_id")
    if data.has_column(name) or name not in facts.columns:
        return data.sorted_codes(name)
    of_group = rows.keys["indicator_id"].map(facts[name]).astype(str)
    codes, names = pd.factorize(of_group.to_numpy(object), sort=True)
    return rows.segments.repeat(codes.astype(np.int64)), np.asarray(names, dtype=object)


def _networks(data: Indicators) -> list[str]:
    """List the condition networks, then those of the users' own that an indicator names."""
    named = {key for text in data.catalogue["networks"] for key in str(text).split(";")}
    return [*CONDITION_NETWORKS, *sorted(named - {"", CROSS_CUTTING, *CONDITION_NETWORKS})]


def _repeat_by_network(
    data: Indicators, rows: SortedRows, whole: IntArray, names: list[str]
) -> tuple[IntArray, IntArray]:
    """Repeat each row once for every network its indicator serves."""
    serves = data.catalogue.set_index("indicator_id")["networks"]
    networks = rows.keys["indicator_id"].map(serves)
    index, code = [], []
    for number, network in enumerate(names):
        if data.networks and network not in data.networks:
            continue
        wanted = serves_network(networks, [network], cross_cutting=True).to_numpy(dtype=bool)
        here = np.flatnonzero(wanted[whole])
        index.append(here)
        code.append(np.full(here.size, number))
    return np.concatenate(index), np.concatenate(code)


def _sorted_groups(
    rows: SortedRows,
    by: Sequence[str],
    index: IntArray,
    codes: list[IntArray],
    places: dict[str, tuple[IntArray, NDArray[np.object_]]],
    unmapped: IntArray,
) -> Grouped:
    """Sort by group and cut; rows keep their order by area inside a group."""
    key = np.zeros(index.size, dtype=np.int64)
    for code in codes:
        key = key * (int(code.max(initial=0)) + 1) + code
    order = np.arange(key.size) if np.all(key[1:] >= key[:-1]) else np.argsort(key, kind="stable")
    segments = Segments.from_sorted_codes(key[order])
    first = order[segments.starts]
    whole = codes[0][first]
    keys = rows.keys.iloc[whole].reset_index(drop=True)
    named = {name: names[codes[1 + k][first]] for k, (name, (_, names)) in enumerate(places.items())}
    if "scn" in by:
        named["scn"] = named["network"].astype(str).astype(object) + " / " + named["network_area"]
    columns = {name: keys[name] if name in OF_OBSERVATIONS else named[name] for name in by}
    taken = rows.take(index[order], keys, segments)
    return Grouped(rows=taken, names=pd.DataFrame(columns), whole=whole, unmapped=unmapped)
