"""Rows of published tables that are no areas of the kind the table is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.ledger import Finding
from scnvariation.contract.source import SourceMap

__all__ = ["kind_of_other", "others_found"]

_KINDS = (
    (re.compile(r"\bunknowns?\b|\bnot known\b", re.IGNORECASE), "people of no known commissioner"),
    (re.compile(r"\bhub\b", re.IGNORECASE), "a commissioning hub"),
    (re.compile(r"\barea team\b", re.IGNORECASE), "an area team"),
    (re.compile(r"\b(?:commissioning region|region)\b", re.IGNORECASE), "a region"),
    (re.compile(r"\bspeciali[sz]ed commissioning\b", re.IGNORECASE), "specialised commissioning"),
    (re.compile(r"nhs england|department of health", re.IGNORECASE), "a national commissioner"),
)
_NATIONAL = re.compile(r"x24|xdh[0-9a-z]*", re.IGNORECASE)


def kind_of_other(code: str, name: str) -> str:
    """Say what a row is that is no area, empty where it is one.

    Examples
    --------
    >>> kind_of_other("13Q", "NATIONAL COMMISSIONING HUB 1"), kind_of_other("X24", "NHS ENGLAND")
    ('a commissioning hub', 'a national commissioner')
    >>> kind_of_other("W2U3Z", "NHS NORTH WEST LONDON CCG")
    ''
    """
    if _NATIONAL.fullmatch(code.strip()):
        return "a national commissioner"
    whole = {text.strip() for text in (code, name)}
    found = (kind for pattern, kind in _KINDS[:1] for text in whole if pattern.fullmatch(text))
    return next(found, "") or next((kind for pattern, kind in _KINDS[1:] if _is_kind(pattern, name)), "")


def _is_kind(pattern: re.Pattern[str], name: str) -> bool:
    """Whether a name is of a kind; "NHS England" must be the whole name, other words may stand anywhere in it."""
    return (pattern.fullmatch if pattern is _KINDS[-1][0] else pattern.search)(name.strip()) is not None


def others_found(
    where: SourceMap, codes: Sequence[str], names: Sequence[str]
) -> tuple[NDArray[np.object_], list[Finding]]:
    """Give the reason of every row, and a finding for each one that is no area.

    Parameters
    ----------
    where : SourceMap
        Where rows and the column `area_code` stand.
    codes, names : sequence of str
        Of each row.

    Returns
    -------
    reasons : ndarray of shape (n_rows,)
        `other_area_type` or empty.
    findings : list of Finding
    """
    kinds = [kind_of_other(code, name) for code, name in zip(codes, names, strict=True)]
    findings = [
        Finding(
            code="other_area_type",
            variant="among",
            severity="W",
            row=row,
            heading=where.heading("area_code"),
            cell=where.cell("area_code", row),
            value=code or name,
            words={"kind": kind},
        )
        for kind, code, name, row in zip(kinds, codes, names, where.rows.tolist(), strict=True)
        if kind
    ]
    return np.where(np.array(kinds, dtype=object) != "", "other_area_type", ""), findings
