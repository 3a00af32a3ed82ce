"""What is checked of places on every load."""

from __future__ import annotations

import pandas as pd

from scnvariation.contract.draft import Draft
from scnvariation.geography.changes import check_changed_areas, check_validity
from scnvariation.geography.england import check_england
from scnvariation.geography.names import check_names

__all__ = ["check_places"]


def check_places(draft: Draft, areas: pd.DataFrame | None) -> None:
    """Check validity of codes, names, areas that come and go, and that the areas add up to England.

    Parameters
    ----------
    draft : Draft
        After all checks of rows.
    areas : pandas.DataFrame, optional
        The areas table.
    """
    check_validity(draft, areas)
    check_names(draft)
    if not draft.ledger.refused.any():  # else nothing is used, and what is missing would be blamed on the areas
        check_changed_areas(draft)
        check_england(draft)
