"""Domains of the NHS Outcomes Framework that a table names and that do not exist."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scnvariation.contract.ledger import Finding
from scnvariation.framework import domains

__all__ = ["unknown_domains"]


def unknown_domains(tables: Sequence[pd.DataFrame | None]) -> list[Finding]:
    """Find domains other than 1 to 5.

    Parameters
    ----------
    tables : sequence of pandas.DataFrame or None
        Observations and catalogue; a column `domain` may be absent.

    Returns
    -------
    list of Finding
        One for each domain that does not exist.
    """
    given = {
        str(domain).strip().removesuffix(".0")
        for table in tables
        if table is not None and "domain" in table
        for domain in table["domain"].unique()
    }
    known = domains()
    numbers = {str(number) for number in known["domain"]}
    names = "; ".join(f"{number} {title}" for number, title in zip(known["domain"], known["title"], strict=True))
    strange = sorted(one for one in given - numbers if one.isdecimal())  # words are the user's own
    return [Finding(code="unknown_domain", words={"domain": one, "names": names}) for one in strange]
