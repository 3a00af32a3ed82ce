"""The condition networks, and the words for networks of other kinds."""

from __future__ import annotations

import pandas as pd

from scnvariation.framework.aliases import key_of
from scnvariation.framework.tables import read_table

__all__ = ["network_key", "network_kinds", "network_scopes", "networks"]


def networks() -> pd.DataFrame:
    """List the four condition networks that work in every network area.

    The list is what the first strategic clinical networks were set up for. It is not closed: a network of
    your own is a word in your catalogue or your membership table and needs no entry here.

    Returns
    -------
    pandas.DataFrame
        Columns ``network`` (the key used everywhere), ``label``, ``conditions`` (``;`` between them),
        ``lead_domain``, ``domains`` (the lead domain, then 4 and 5, which belong to every network),
        ``source``, ``status``; a fresh copy.

    See Also
    --------
    network_key : find the key for another spelling.

    References
    ----------
    .. [1] NHS Commissioning Board (2012). The Way Forward: Strategic clinical networks.

    Examples
    --------
    >>> networks().set_index("network").loc["cardiovascular", ["conditions", "domains"]].tolist()
    ['cardiac;stroke;diabetes;renal', '1;4;5']
    """
    return read_table("networks", whole=["lead_domain"])


def network_kinds() -> pd.DataFrame:
    """List the kinds of network that a membership table may name.

    Returns
    -------
    pandas.DataFrame
        Columns ``kind``, ``label``, ``source``, ``status``; a fresh copy.

    See Also
    --------
    check_membership : check a membership table of your own.

    Examples
    --------
    >>> network_kinds()["kind"].tolist()
    ['operational_delivery', 'local_professional', 'commissioner_led', 'provider_led']
    """
    return read_table("network_kinds")


def network_scopes() -> pd.DataFrame:
    """List what a network may be about: a disease, a specialty, a client group or a function.

    Returns
    -------
    pandas.DataFrame
        Columns ``scope``, ``label``, ``source``, ``status``; a fresh copy.

    Examples
    --------
    >>> network_scopes()["scope"].tolist()
    ['disease', 'specialty', 'client_group', 'function']
    """
    return read_table("network_scopes")


def network_key(text: str) -> str:
    """Find the key of a condition network from any known spelling.

    Case, punctuation, "&" for "and" and endings such as "Strategic Clinical Network" make no difference.
    Part of a name is never enough.

    Parameters
    ----------
    text : str
        A key, a label or an alias.

    Returns
    -------
    str
        The key of `networks`.

    Raises
    ------
    OptionError
        If the spelling is not known; the message names the closest three.

    Examples
    --------
    >>> network_key("Mental Health, Dementia and Neuro")
    'mental_health_dementia_neurology'
    >>> network_key("Maternity & Children")
    'maternity_children'
    """
    return key_of(text, "network")
