"""Choosing rows: indicators by id or code, areas and periods by exact match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from scnvariation.errors import DataError, OptionError
from scnvariation.messages import selection as messages

__all__ = ["Filters", "as_list", "resolve_indicators", "serves_network"]

CROSS_CUTTING = "cross_cutting"


def as_list(value: object) -> list[object]:
    """Give one value or several as a list."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def resolve_indicators(catalogue: pd.DataFrame, wanted: object) -> list[str]:
    """Turn ids and bare codes into ids.

    Parameters
    ----------
    catalogue : pandas.DataFrame
        With `indicator_id` and `code`.
    wanted : str or iterable of str
        Ids, or codes that are unique in the data.

    Returns
    -------
    list of str

    Raises
    ------
    OptionError
        If one is not in the data, or a code stands for several.
    """
    ids = catalogue["indicator_id"].tolist()
    found = []
    for word in as_list(wanted):
        matches = [word] if word in ids else catalogue.loc[catalogue["code"] == word, "indicator_id"].tolist()
        if len(matches) > 1:
            raise OptionError(messages.ambiguous_code(str(word), matches))
        if not matches:
            raise OptionError(messages.no_such_value("indicator", word, ids))
        found.append(str(matches[0]))
    return found


def serves_network(networks: pd.Series[str], wanted: Sequence[str], *, cross_cutting: bool) -> pd.Series[bool]:
    """Mark the indicators that belong to any of the networks, the cross-cutting ones included on request."""
    accepted = {*wanted, CROSS_CUTTING} if cross_cutting else set(wanted)
    return networks.map(lambda text: bool(accepted.intersection(str(text).split(";"))))


class Filters:
    """Filters applied one after the other, remembering what each removed.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows to choose from.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.rows = len(frame)
        self.frame = frame
        self.removed: list[tuple[str, int]] = []

    def keep(self, name: str, values: pd.Series[str], wanted: Sequence[object]) -> None:
        """Keep rows whose value is wanted; stop where a wanted value is nowhere in the data.

        `values` is aligned with the rows still kept.
        """
        present = sorted(set(values.astype(str)) - {"", "nan"})
        for value in wanted:
            if value not in present:
                raise OptionError(messages.no_such_value(name, value, present))
        self.keep_mask(name, values.isin(list(wanted)))

    def keep_mask(self, name: str, mask: pd.Series[bool]) -> None:
        """Keep the rows marked; stop where none is left."""
        kept = self.frame[mask.to_numpy()]
        self.removed.append((name, len(self.frame) - len(kept)))
        if kept.empty:
            indicators = sorted(set(self.frame["indicator_id"]))
            present = f"Before that the rows held: {', '.join(indicators[:5])}."
            raise DataError(messages.nothing_left(self.removed, self.rows, present))
        self.frame = kept
