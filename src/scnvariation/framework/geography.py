"""Which area belongs where: look-ups of the areas that figures are published for."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from scnvariation.framework.succession import succession
from scnvariation.framework.tables import read_table
from scnvariation.options import check_option

__all__ = ["Geography", "area_lookup"]

Geography = Literal["ccg_2013", "ccg_2021", "sicbl_2022", "icb_2022", "region_2013", "region_2022"]

_WITH_CODES_THAT_CHANGED = frozenset({"ccg_2013", "ccg_2021", "sicbl_2022"})
_FOUNDED = "2013-04-01"


def area_lookup(geography: Geography) -> pd.DataFrame:
    """Look up areas with their network area and region.

    Parameters
    ----------
    geography : {'ccg_2013', 'ccg_2021', 'sicbl_2022', 'icb_2022', 'region_2013', 'region_2022'}
        The 211 clinical commissioning groups of April 2013, the 106 of 2021, the 106 sub-ICB locations or the 42
        integrated care boards of 2022, the 4 commissioning regions of 2013 or the 7 of 2022.

    Returns
    -------
    pandas.DataFrame
        One row per area, a fresh copy: ``area_code`` (ONS), ``ods_code`` (organisation code; blank for
        ``region_2013``), ``area_name``, ``network_area``, ``network_area_key``, ``region``, ``confidence``,
        ``alternative``, then the parents published for it (``area_team_code, area_team``; ``stp_code,
        stp``; ``icb_code, icb_ods_code, icb``; ``region_code``), for groups and locations ``valid_from`` and
        ``valid_to`` (first and last day of the code, blank where open or not known), ``source``, ``status``.

    Raises
    ------
    OptionError
        If `geography` is not one of the words.

    Notes
    -----
    No official machine-readable look-up from CCG to network area was found. In ``ccg_2013`` a
    CCG follows its area team unless something speaks against it; ``confidence`` is ``high`` (198),
    ``medium`` (8) or ``low`` (5), and ``alternative`` holds the keys of other areas with a claim (``;``
    between them). The network areas ended before the later geographies began: there ``network_area`` is
    blank and ``confidence`` is ``not_mapped``.

    Examples
    --------
    >>> swindon = area_lookup("ccg_2013").set_index("ods_code").loc["12D"]
    >>> swindon[["network_area", "confidence", "alternative"]].tolist()
    ['South West', 'low', 'TV']
    """
    check_option("geography", geography, Geography)
    table = read_table(geography)
    return _with_validity(table) if geography in _WITH_CODES_THAT_CHANGED else table


def _with_validity(table: pd.DataFrame) -> pd.DataFrame:
    """Put the first and last day of each code before the source."""
    changes = succession()
    first = changes.drop_duplicates("new_code").set_index("new_code")["from"]
    founded = read_table("ccg_2013")["area_code"]
    codes = table["area_code"]
    valid_from = codes.map(first).fillna("").mask(codes.isin(founded), _FOUNDED)
    end = pd.to_datetime(codes.map(changes.drop_duplicates("old_code").set_index("old_code")["from"]))
    valid_to = (end - pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d").fillna("")
    place = list(table.columns).index("source")
    table.insert(place, "valid_from", valid_from)
    table.insert(place + 1, "valid_to", valid_to)
    return table
