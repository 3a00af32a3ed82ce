"""Choosing rows: indicators by id or code, areas and periods by exact match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scnvariation.errors import DataError, OptionError
from scnvariation.framework import network_key
from scnvariation.messages import selection as messages

__all__ = ["Filters", "Wanted", "as_list", "network_keys", "resolve_indicators", "select_rows", "serves_network"]

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
            raise OptionError(messages.ambiguous_code(str(word), [str(match) for match in matches]))
        if not matches:
            raise OptionError(messages.no_such_value("indicator", word, ids))
        found.append(str(matches[0]))
    return found


def serves_network(networks: pd.Series[str], wanted: Sequence[str], *, cross_cutting: bool) -> pd.Series[bool]:
    """Mark the indicators that belong to any of the networks, the cross-cutting ones included on request."""
    accepted = {*wanted, CROSS_CUTTING} if cross_cutting else set(wanted)
    return networks.map(lambda text: bool(accepted.intersection(str(text).split(";"))))


def network_keys(wanted: Sequence[object], of_indicator: pd.Series[str]) -> tuple[str, ...]:
    """Find the key of each network: one of the users' own as the catalogue spells it, the others in any known spelling.

    Parameters
    ----------
    wanted : sequence
        Keys, names or aliases.
    of_indicator : pandas.Series
        The networks of each indicator, joined by semicolons.

    Returns
    -------
    tuple of str

    Raises
    ------
    OptionError
        If a spelling is not known.
    """
    own = {key for text in of_indicator for key in str(text).split(";")} - {"", CROSS_CUTTING}
    return tuple(str(one) if one in own else network_key(str(one)) for one in wanted)


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
        present = sorted(set(values.unique().astype(str)) - {"", "nan"})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `select` was asked for; None leaves a filter out."""

    indicator: object = None
    domain: object = None
    network: object = None
    network_area: object = None
    scn: object = None
    period: object = None
    area_type: object = None
    cross_cutting: bool = True


def select_rows(
    observations: pd.DataFrame,
    catalogue: pd.DataFrame,
    wanted: Wanted,
    column: Callable[[str, pd.DataFrame], pd.Series[str]],
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Apply every filter asked for, one after the other.

    Parameters
    ----------
    observations : pandas.DataFrame
        The rows to choose from.
    catalogue : pandas.DataFrame
        One row per indicator.
    wanted : Wanted
        The filters.
    column : callable
        Gives a column of the observations or of their areas, aligned with rows.

    Returns
    -------
    pandas.DataFrame
        The rows left.
    tuple of str
        The condition networks chosen.
    """
    facts = catalogue.set_index("indicator_id")
    filters = Filters(observations)
    networks: tuple[str, ...] = ()
    if wanted.indicator is not None:
        present = catalogue[catalogue["indicator_id"].isin(observations["indicator_id"].unique())]
        ids = resolve_indicators(present, wanted.indicator)
        filters.keep("indicator", filters.frame["indicator_id"], ids)
    if wanted.domain is not None:
        domains = filters.frame["indicator_id"].map(facts["domain"]).map("{:.0f}".format)
        filters.keep("domain", domains, [str(one) for one in as_list(wanted.domain)])
    if wanted.network is not None:
        networks = network_keys(as_list(wanted.network), facts["networks"])
        _keep_networks(filters, facts["networks"], networks, cross_cutting=wanted.cross_cutting)
    if wanted.scn is not None:
        networks = _keep_scns(filters, facts["networks"], wanted, column)
    for name in ("network_area", "period", "area_type"):
        value = getattr(wanted, name)
        if isinstance(value, Mapping) and name == "period":
            _keep_own_periods(filters, value)
            continue
        if value is not None:
            filters.keep(name, column(name, filters.frame), as_list(value))
    return filters.frame, networks


def _keep_networks(
    filters: Filters, of_indicator: pd.Series[str], networks: Sequence[str], *, cross_cutting: bool
) -> None:
    serves = serves_network(of_indicator, networks, cross_cutting=cross_cutting)
    filters.keep_mask("network", filters.frame["indicator_id"].map(serves).astype(bool))


def _keep_own_periods(filters: Filters, period_of: Mapping[object, object]) -> None:
    """Keep each indicator at its own period; stop where one has no such period."""
    rows = filters.frame
    there = set(rows[["indicator_id", "period"]].drop_duplicates().itertuples(index=False, name=None))
    for indicator, period in period_of.items():
        if (indicator, period) not in there:
            known = sorted(one for of, one in there if of == indicator)
            raise OptionError(messages.no_such_value(f"period[{indicator!r}]", period, known))
    filters.keep_mask("period", rows["period"] == rows["indicator_id"].map(dict(period_of)))


def _keep_scns(
    filters: Filters,
    of_indicator: pd.Series[str],
    wanted: Wanted,
    column: Callable[[str, pd.DataFrame], pd.Series[str]],
) -> tuple[str, ...]:
    """Keep each network in its own area, and give the networks."""
    pairs = [str(label).partition(" / ") for label in as_list(wanted.scn)]
    areas = column("network_area", filters.frame)
    indicators = filters.frame["indicator_id"]
    mask = pd.Series(data=False, index=filters.frame.index)
    networks = network_keys([network for network, _, _ in pairs], of_indicator)
    for network, (_, _, area) in zip(networks, pairs, strict=True):
        if area not in set(areas):
            raise OptionError(messages.no_such_value("network_area", area, sorted(set(areas) - {""})))
        serves = serves_network(of_indicator, [network], cross_cutting=wanted.cross_cutting)
        mask |= indicators.map(serves).astype(bool) & (areas == area)
    filters.keep_mask("scn", mask)
    return networks
