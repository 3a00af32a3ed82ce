"""What a layout makes of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from scnvariation.contract.ledger import Finding
from scnvariation.contract.source import SourceMap
from scnvariation.framework import Framework, Geography

__all__ = ["Arranged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """A table in the contract's columns.

    Attributes
    ----------
    frame : pandas.DataFrame
        Contract columns as in the source, then the others.
    where : SourceMap
        Where rows and columns stand.
    findings : sequence of Finding
        What was found so far.
    framework : str or None
        Whose catalogue describes the indicators, where the layout knows.
    geography : str or None
        Whose look-up places the areas, where the layout knows.
    """

    frame: pd.DataFrame
    where: SourceMap
    findings: Sequence[Finding] = field(default_factory=list)
    framework: Framework | None = None
    geography: Geography | None = None
