"""Areas that a published table names without a code: matched one to one, never by part of a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from scnvariation.contract.checks_rows import ENGLAND_CODE, is_england
from scnvariation.framework import Geography, area_lookup

__all__ = ["fold_name", "is_area_team", "known_names", "matched_codes", "nearest_names"]

_AFFIXES = re.compile(r"^nhs | (?:ccg|clinical commissioning group|area team)$")
# A CCG whose boundary moved has another code later; the indicator set was made for the CCGs of 2013.
_GEOGRAPHIES: tuple[Geography, ...] = ("ccg_2013", "ccg_2021")
_TEAM = re.compile(r"\barea team$", re.IGNORECASE)


def fold_name(name: str) -> str:
    """Reduce a name to what distinguishes it: no case, 'NHS', 'CCG', punctuation, '&' as 'and'.

    >>> fold_name("NHS Bath & North East Somerset CCG") == fold_name("Bath and North East Somerset ")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    words = " ".join(re.sub(r"[\u2019'`]", "", plain).replace(",", " ").replace("-", " ").split())
    return _AFFIXES.sub("", _AFFIXES.sub("", words))


def is_area_team(name: str) -> bool:
    """Say whether a name is that of an area team, which is made of several CCGs.

    >>> is_area_team("Surrey and Sussex Area Team"), is_area_team("NHS Surrey Heath CCG")
    (True, False)
    """
    return _TEAM.search(name.strip()) is not None


def known_names() -> pd.DataFrame:
    """List the names of the CCGs of 2013, and of later ones that are not among them: `folded`, name and code."""
    known: list[pd.DataFrame] = []
    for geography in _GEOGRAPHIES:
        table = area_lookup(geography)[["area_name", "area_code"]]
        table = table.assign(folded=table["area_name"].map(fold_name))
        known.append(table[~table["folded"].isin([name for before in known for name in before["folded"]])])
    return pd.concat(known, ignore_index=True)


def matched_codes(names: Sequence[str]) -> dict[str, str]:
    """Find the code of each name.

    Parameters
    ----------
    names : sequence of str
        As published; England under any of its names, CCGs, area teams.

    Returns
    -------
    dict of str to str
        Names without exactly one match are absent.
    """
    known = known_names()
    counted = known.drop_duplicates("folded", keep=False).set_index("folded")["area_code"]
    teams = area_lookup("ccg_2013").drop_duplicates("area_team_code")
    team_of = dict(zip(teams["area_team"].map(fold_name), teams["area_team_code"], strict=True))
    codes = {}
    for name in dict.fromkeys(names):
        if is_england(name.strip()):
            codes[name] = ENGLAND_CODE
            continue
        found = team_of.get(fold_name(name)) if is_area_team(name) else counted.get(fold_name(name))
        if isinstance(found, str):
            codes[name] = found
    return codes


def nearest_names(name: str) -> list[str]:
    """Give the three known names that are closest to one that is not known."""
    by_folded = dict(zip((known := known_names())["folded"], known["area_name"], strict=True))
    return [by_folded[near] for near in get_close_matches(fold_name(name), list(by_folded), n=3)]
