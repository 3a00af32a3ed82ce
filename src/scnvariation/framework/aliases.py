"""Other spellings of networks and network areas, matched whole and never in part."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from scnvariation.errors import OptionError
from scnvariation.framework.tables import read_table
from scnvariation.framework.texts import unknown_spelling

__all__ = ["Named", "fold", "key_of"]

Named = Literal["network", "network_area"]

_ENDING = re.compile(r" (clinical senate|(strategic )?clinical networks?|networks?|scns?)$")


def fold(text: str) -> str:
    """Reduce a spelling to what distinguishes it from another name.

    Parameters
    ----------
    text : str
        A name as somebody wrote it.

    Returns
    -------
    str
        Lower case, "&" as "and", no punctuation, single blanks, without an ending such as "Clinical
        Senate".

    Examples
    --------
    >>> fold("Greater Manchester, Lancashire & South Cumbria Clinical Senate")
    'greater manchester lancashire and south cumbria'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    plain = re.sub("['\u2019]", "", plain)
    words = re.sub(r"[\W_]+", " ", plain).strip()
    return _ENDING.sub("", words)


def key_of(text: str, of: Named) -> str:
    """Find the key that a spelling belongs to.

    Parameters
    ----------
    text : str
        A key, a name or an alias.
    of : {'network', 'network_area'}
        Which list it is looked up in.

    Returns
    -------
    str
        The key.

    Raises
    ------
    OptionError
        If the spelling is not known; the message names the closest three.

    Examples
    --------
    >>> key_of("CVD", "network")
    'cardiovascular'
    """
    spellings = _spellings(of)
    key = spellings.get(fold(str(text)))
    if key is None:
        names = _names(of)
        raise OptionError(unknown_spelling(of, text, [names[near] for near in _closest(text, spellings)]))
    return key


@cache
def _spellings(of: Named) -> dict[str, str]:
    """Map every folded spelling to its key."""
    aliases = read_table("aliases")
    aliases = aliases[aliases["of"] == of]
    keys = list(_names(of))
    pairs = [*zip(keys, keys, strict=True), *_labels(of), *zip(aliases["alias"], aliases["key"], strict=True)]
    return {fold(spelling): key for spelling, key in pairs}


def _labels(of: Named) -> list[tuple[str, str]]:
    """Pair the names in the tables themselves with their keys."""
    if of == "network":
        table = read_table("networks")
        return list(zip(table["label"], table["network"], strict=True))
    table = read_table("network_areas")
    names = [*table["network_area"], *table["clinical_senate"]]
    return list(zip(names, [*table["network_area_key"]] * 2, strict=True))


def _names(of: Named) -> dict[str, str]:
    """Map each key to the word that a user would type."""
    if of == "network":
        return {key: key for key in read_table("networks")["network"]}
    table = read_table("network_areas")
    return dict(zip(table["network_area_key"], table["network_area"], strict=True))


def _closest(text: object, spellings: dict[str, str]) -> list[str]:
    """Order the keys by their most similar spelling and keep three."""
    wanted = fold(str(text))
    best: dict[str, float] = {}
    for spelling, key in spellings.items():
        best[key] = max(_likeness(wanted, spelling), best.get(key, 0.0))
    return sorted(best, key=lambda key: -best[key])[:3]


def _likeness(one: str, other: str) -> float:
    """Add the share of common words to that of common letters: letters alone take Cheshire for South East."""
    words, others = set(one.split()) - {"and"}, set(other.split()) - {"and"}
    shared = len(words & others) / max(len(words | others), 1)
    return shared + SequenceMatcher(None, one, other).ratio()
