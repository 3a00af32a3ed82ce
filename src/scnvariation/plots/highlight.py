"""Which areas a user asked to see, by exact code or whole name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scnvariation.errors import OptionError
from scnvariation.messages.calls import unknown_word
from scnvariation.plots.style import Highlight
from scnvariation.plots.words import highlight_not_found, highlighted_key

__all__ = ["Highlighted", "find_highlighted"]

KEY_ITEMS = 3


class Highlighted(NamedTuple):
    """The areas to ring.

    Attributes
    ----------
    mask : ndarray of bool, shape (n_areas,)
        In the order of the areas.
    name : str
        What the key says of them.
    """

    mask: npt.NDArray[np.bool_]
    name: str


def find_highlighted(highlight: Highlight | None, areas: pd.DataFrame) -> Highlighted:
    """Find the areas to ring, or stop at one that is not there.

    A part of a name is never enough: 'Trust 1' is not 'Trust 10'.

    Parameters
    ----------
    highlight : str, iterable of str, mapping or None
        As in `Style`.
    areas : pandas.DataFrame
        With `area_code`, `area_name` and any further columns of text.

    Returns
    -------
    Highlighted

    Raises
    ------
    OptionError
        If a column or a value is not among the areas.
    """
    if highlight is None:
        return Highlighted(np.zeros(len(areas), dtype=bool), "")
    if isinstance(highlight, Mapping):
        return by_columns(highlight, areas)
    columns = [areas["area_code"], areas["area_name"]]
    mask = matching(as_list(highlight), columns, "highlight")
    return Highlighted(mask, first_of(areas.loc[mask, "area_name"].tolist()))


def by_columns(highlight: Mapping[str, str | Iterable[str]], areas: pd.DataFrame) -> Highlighted:
    """Ring the areas that fit every column asked for."""
    mask = np.ones(len(areas), dtype=bool)
    asked: list[str] = []
    columns = [str(name) for name in areas.columns if areas[name].dtype.kind not in "fiub"]
    for column, values in highlight.items():
        if column not in columns:
            raise OptionError(unknown_word("highlight", column, columns))
        wanted = as_list(values)
        mask &= matching(wanted, [areas[column]], f"highlight[{column!r}]")
        asked.extend(wanted)
    if set(highlight) <= {"area_code", "area_name"}:
        return Highlighted(mask, first_of(areas.loc[mask, "area_name"].tolist()))
    return Highlighted(mask, highlighted_key(first_of(asked), int(mask.sum())))


def matching(wanted: list[str], columns: list[pd.Series[str]], argument: str) -> npt.NDArray[np.bool_]:
    """Mark the rows where one of the columns is one of the values."""
    present = list(dict.fromkeys(value for column in columns for value in column[column.notna()]))
    for value in wanted:
        if value not in present:
            raise OptionError(highlight_not_found(argument, value, present))
    hits = [column.isin(wanted).to_numpy(dtype=bool) for column in columns]
    return np.asarray(np.any(hits, axis=0), dtype=bool)


def as_list(values: str | Iterable[str]) -> list[str]:
    """Take one value for a list of one."""
    return [values] if isinstance(values, str) else [str(value) for value in values]


def first_of(values: list[str]) -> str:
    """Name the first few and count the others."""
    shown = ", ".join(values[:KEY_ITEMS])
    return shown if len(values) <= KEY_ITEMS else f"{shown} and {len(values) - KEY_ITEMS} more"
