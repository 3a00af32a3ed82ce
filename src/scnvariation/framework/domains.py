"""The five domains of the NHS Outcomes Framework."""

from __future__ import annotations

import pandas as pd

from scnvariation.framework.tables import read_table

__all__ = ["domains"]


def domains() -> pd.DataFrame:
    """List the five domains of the NHS Outcomes Framework.

    Returns
    -------
    pandas.DataFrame
        Columns ``domain`` (1 to 5), ``title``, ``source``, ``status``; a fresh copy.

    See Also
    --------
    networks : each network leads on one of domains 1 to 3; domains 4 and 5 belong to all.

    Examples
    --------
    >>> domains().loc[0, "title"]
    'Preventing people from dying prematurely'
    """
    return read_table("domains", whole=["domain"])
