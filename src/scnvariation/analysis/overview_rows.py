"""Lines and columns of an overview: indicators under their headings, places in the order of their network areas."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from scnvariation.analysis.as_at import Figures
from scnvariation.analysis.overview_words import NO_DOMAIN
from scnvariation.errors import DataError
from scnvariation.framework import domains, network_areas, networks
from scnvariation.indicators import Indicators
from scnvariation.messages import overview as messages
from scnvariation.selection import as_list, network_keys, serves_network

__all__ = ["area_places", "headed_indicators", "network_area_places", "serving"]

CROSS_CUTTING = "cross_cutting"
ALL_NETWORKS, SEVERAL_NETWORKS, NO_NETWORK = "All networks", "Several networks", "No network recorded"
#: Rows with these reasons are no areas of their own kind, and make no column.
NO_PLACE = ("other_area_type", "other_country", "note_row")
#: These domains belong to every network.
DOMAINS_OF_ALL = (4, 5)
PLACE_COLUMNS = ["place", "place_name", "network_area"]


def serving(data: Indicators, network: object) -> list[str]:
    """List the indicators that serve any of some networks, with those that serve all.

    Raises
    ------
    OptionError
        If a network is not known.
    DataError
        If no indicator serves it.
    """
    catalogue = data.catalogue
    wanted = list(network_keys(as_list(network), catalogue["networks"]))
    of_all = catalogue["domain"].isin(DOMAINS_OF_ALL) & (catalogue["networks"] == "")
    serves = serves_network(catalogue["networks"], wanted, cross_cutting=True) | of_all
    if not serves.any():
        raise DataError(messages.no_indicator_of_network(wanted, len(catalogue)))
    return [str(one) for one in catalogue.loc[serves, "indicator_id"]]


def headed_indicators(data: Indicators, figures: Figures) -> pd.DataFrame:
    """Give the lines of the rug under domains, and within them under networks.

    Returns
    -------
    pandas.DataFrame
        `indicator_id, name, domain, domain_heading, networks, network_heading, polarity, period, period_end,
        age_months`. An indicator that serves several networks stands once; an unknown domain comes last. Within a
        heading the order is that of the codes, read as numbers: 1.9 before 1.10.
    """
    facts = data.catalogue[["indicator_id", "code", "name", "domain", "networks", "polarity"]]
    rows = figures.chosen.merge(facts, on="indicator_id", how="left", validate="1:1")
    titles = {row["domain"]: f"Domain {row['domain']}: {row['title']}" for row in domains().to_dict("records")}
    rows["domain"] = pd.to_numeric(rows["domain"], errors="coerce").astype("float64")
    rows["domain_heading"] = rows["domain"].map(titles).fillna(NO_DOMAIN)
    of_all = rows["domain"].isin(DOMAINS_OF_ALL) & (rows["networks"] == "")
    known = networks().set_index("network")["label"].to_dict()
    rows["network_heading"] = [_network_heading(text, known) for text in rows["networks"].mask(of_all, CROSS_CUTTING)]
    conditions = list(known.values())
    last = [SEVERAL_NETWORKS, ALL_NETWORKS, NO_NETWORK]
    own = sorted(set(rows["network_heading"]) - {*conditions, *last})
    place = {heading: number for number, heading in enumerate([*conditions, *own, *last])}
    order = sorted(
        range(len(rows)),
        key=lambda k: (
            rows["domain"].fillna(99).iloc[k],
            place[rows["network_heading"].iloc[k]],
            _by_numbers(rows["code"].iloc[k]),
            rows["indicator_id"].iloc[k],
        ),
    )
    columns = ["indicator_id", "name", "domain", "domain_heading", "networks", "network_heading", "polarity"]
    return rows.iloc[order][[*columns, "period", "period_end", "age_months"]].reset_index(drop=True)


def _network_heading(text: str, known: Mapping[Hashable, str]) -> str:
    """Name the heading of an indicator by the networks it serves."""
    keys = [key for key in str(text).split(";") if key]
    if not keys:
        return NO_NETWORK
    if CROSS_CUTTING in keys or set(known) <= set(keys):
        return ALL_NETWORKS
    return str(known.get(keys[0], keys[0])) if len(keys) == 1 else SEVERAL_NETWORKS


def _by_numbers(code: object) -> list[tuple[int, int, str]]:
    """Cut a code so that its numbers sort as numbers."""
    parts = re.split(r"([0-9]+)", str(code))
    return [(0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part) for part in parts if part]


def area_places(data: Indicators) -> pd.DataFrame:
    """Give the selected areas by network area, then by name: `place, place_name, network_area`."""
    rows = data.observations
    areas = rows[~rows["reason"].isin(NO_PLACE)]
    rows = (areas if len(areas) else rows).drop_duplicates("area_code")
    where = data.column("network_area", rows) if data.has_column("network_area") else ""
    places = rows[["area_code", "area_name"]].set_axis(PLACE_COLUMNS[:2], axis=1).assign(network_area=where)
    places["place_name"] = places["place_name"].mask(places["place_name"] == "", places["place"])
    number = {name: k for k, name in enumerate(_network_area_order(places["network_area"].unique().tolist()))}
    places["order"] = places["network_area"].map(number)
    return places.sort_values(["order", "place_name", "place"])[PLACE_COLUMNS].reset_index(drop=True)


def network_area_places(names: Sequence[str]) -> pd.DataFrame:
    """Give network areas in their fixed order: `place, place_name, network_area`."""
    ordered = _network_area_order(names)
    return pd.DataFrame(dict.fromkeys(PLACE_COLUMNS, ordered), columns=PLACE_COLUMNS)


def _network_area_order(names: Sequence[str]) -> list[str]:
    """Put the twelve in their fixed order, others after them by name, and none last."""
    present = set(names)
    twelve = [name for name in network_areas()["network_area"] if name in present]
    return [*twelve, *sorted(present - {*twelve, ""}), *([""] if "" in present else [])]
