"""Which area belongs where: look-ups of the areas that figures are published for."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from scnvariation.framework.tables import read_table
from scnvariation.options import check_option

__all__ = ["Geography", "area_lookup"]

Geography = Literal["ccg_2013", "ccg_2021", "sicbl_2022"]


def area_lookup(geography: Geography) -> pd.DataFrame:
    """Look up areas with their network area and region.

    Parameters
    ----------
    geography : {'ccg_2013', 'ccg_2021', 'sicbl_2022'}
        The 211 clinical commissioning groups of April 2013, the 106 of 2021, or the 106 sub-ICB locations
        of 2022.

    Returns
    -------
    pandas.DataFrame
        One row per area, a fresh copy: ``area_code`` (ONS), ``ods_code`` (organisation code; blank for
        ``ccg_2021``), ``area_name``, ``network_area``, ``network_area_key``, ``region``, ``confidence``,
        ``alternative``, then the parents published for it (``area_team_code, area_team``; ``stp_code,
        stp``; ``icb_code, icb_ods_code, icb``), ``source``, ``status``.

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
    return read_table(geography)
