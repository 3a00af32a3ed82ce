"""Accepting a data frame as it is: checked, or refused with all its problems."""

from __future__ import annotations

import pandas as pd

from scnvariation.contract.checks import Checked, check_observations
from scnvariation.contract.problems import refuse
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo

__all__ = ["accept"]


def accept(
    observations: pd.DataFrame,
    *,
    source: SourceInfo,
    statistic_of: pd.DataFrame | None = None,
    areas: pd.DataFrame | None = None,
) -> Checked:
    """Check a frame that has the contract's columns, and stop where any row cannot be right.

    Parameters
    ----------
    observations : pandas.DataFrame
        Never changed.
    source : SourceInfo
        What is recorded of it.
    statistic_of : pandas.DataFrame, optional
        A catalogue, for the statistic type of each indicator.
    areas : pandas.DataFrame, optional
        Areas table, one row per area.

    Returns
    -------
    Checked

    Raises
    ------
    DataError
        With every problem in `error.problems`.
    MissingColumnsError
        If a column of the contract is absent.
    """
    checked = check_observations(
        observations, statistic_of=statistic_of, source=source, settings=ReadingSettings(), areas=areas
    )
    refuse(checked.problems, call="Indicators()", rows=len(observations), strict=False)
    return checked
