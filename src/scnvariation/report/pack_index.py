"""One pack in a line: what the contents page, the repr and the shell say of it."""

from __future__ import annotations

from typing import NamedTuple

from scnvariation.report.content import PackContent

__all__ = ["JUDGED", "InShort", "in_short"]

#: Judgements in the order in which they are counted.
JUDGED = ("better", "similar", "worse", "higher", "lower", "not_compared")


class InShort(NamedTuple):
    """One pack in a line.

    Attributes
    ----------
    folder : str
        Of its files, below that of the run.
    title, network, network_area : str
        As in `PackContent`.
    indicators, areas : int
        How many are shown.
    better, similar, worse, higher, lower, not_compared : int
        Areas times indicators by judgement.
    withheld : int
        Of those not compared, withheld by the disclosure rule.
    """

    folder: str
    title: str
    network: str
    network_area: str
    indicators: int
    areas: int
    better: int
    similar: int
    worse: int
    higher: int
    lower: int
    not_compared: int
    withheld: int


def in_short(content: PackContent, folder: str) -> InShort:
    """Count the judgements of a pack.

    Parameters
    ----------
    content : PackContent
        What the pack says, after disclosure control.
    folder : str
        Of its files.

    Returns
    -------
    InShort
    """
    areas = content.tidy["areas"]
    number = areas["judgement"].value_counts()
    better, similar, worse, higher, lower, not_compared = (int(number.get(one, 0)) for one in JUDGED)
    return InShort(
        folder=folder,
        title=content.title,
        network=content.network,
        network_area=content.network_area,
        indicators=areas["indicator_id"].nunique(),
        areas=areas["area_code"].nunique(),
        better=better,
        similar=similar,
        worse=worse,
        higher=higher,
        lower=lower,
        not_compared=not_compared,
        withheld=int(areas["reason"].str.startswith("withheld").sum()),
    )
