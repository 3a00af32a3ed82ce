"""The twelve network areas and the 48 networks in them."""

from __future__ import annotations

import pandas as pd

from scnvariation.framework.aliases import key_of
from scnvariation.framework.networks import networks
from scnvariation.framework.tables import read_table

__all__ = ["network_area_key", "network_areas", "strategic_clinical_networks"]


def network_areas() -> pd.DataFrame:
    """List the twelve network areas, each with its clinical senate and host.

    Returns
    -------
    pandas.DataFrame
        Columns ``network_area_key``, ``network_area`` (the name), ``region``, ``clinical_senate`` with
        ``senate_status`` and ``senate_source``, ``host_area_team`` with ``host_status`` and
        ``host_source``, ``n_ccg_2013``, ``registered_population`` (2013/14), ``valid_from``, ``source``,
        ``status``; a fresh copy.

    See Also
    --------
    area_lookup : which CCG belongs to which area, and how sure that is.

    Notes
    -----
    Names and extents are those of April 2013 and changed from 2015 on. No ONS codes are given,
    since which code belongs to which area could not be verified; the key is `network_area_key`.

    Examples
    --------
    >>> int(network_areas()["n_ccg_2013"].sum())
    211
    """
    return read_table("network_areas", whole=["n_ccg_2013", "registered_population"])


def strategic_clinical_networks() -> pd.DataFrame:
    """List the 48 strategic clinical networks: four conditions in twelve areas.

    Returns
    -------
    pandas.DataFrame
        Columns ``scn`` (``cardiovascular / Wessex``), ``network``, ``network_label``, ``network_area``,
        ``network_area_key``, ``region``, ``clinical_senate``, ``lead_domain``, ``source``, ``status``; a
        fresh copy.

    Examples
    --------
    >>> len(strategic_clinical_networks())
    48
    >>> strategic_clinical_networks().loc[0, "scn"]
    'cancer / Cheshire and Mersey'
    """
    conditions = networks().rename(columns={"label": "network_label"})
    places = network_areas()[["network_area", "network_area_key", "region", "clinical_senate"]]
    pairs = conditions.merge(places, how="cross")
    pairs["scn"] = pairs["network"] + " / " + pairs["network_area"]
    pairs["status"] = "derived"
    condition_columns = ["scn", "network", "network_label"]
    return pairs[[*condition_columns, *places.columns, "lead_domain", "source", "status"]]


def network_area_key(text: str) -> str:
    """Find the key of a network area from any known spelling of its name or its senate.

    Case, punctuation, "&" for "and" and the ending "Clinical Senate" make no difference. Part of a name is
    never enough. A later area of different extent, such as Greater Manchester and Eastern Cheshire, is not
    a spelling and is not known.

    Parameters
    ----------
    text : str
        A key, a name or an alias.

    Returns
    -------
    str
        The key of `network_areas`.

    Raises
    ------
    OptionError
        If the spelling is not known; the message names the closest three.

    Examples
    --------
    >>> network_area_key("Yorkshire & Humber")
    'YH'
    >>> network_area_key("Wessex Clinical Senate")
    'WX'
    """
    return key_of(text, "network_area")
