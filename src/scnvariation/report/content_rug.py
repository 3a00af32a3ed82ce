"""The overview of page one: indicators by places, with a sign and a word in each cell."""

from __future__ import annotations

from collections import Counter
from functools import cache

from scnvariation.analysis.overview_rows import network_area_places
from scnvariation.analysis.overview_words import JUDGEMENTS, NO_DOMAIN, OUTSIDE, SYMBOLS, WORDS
from scnvariation.framework import domains
from scnvariation.messages import pack_sentences as messages
from scnvariation.messages.words import count
from scnvariation.report.cells import WITHHELD, is_withheld
from scnvariation.report.content import Rug, RugLine
from scnvariation.report.content_front import network_label, parts_words
from scnvariation.report.pack_cuts import PackCut, Row

__all__ = ["age_words", "domain_titles", "domain_words", "pack_rug"]

Mark = tuple[str, str, str]


def pack_rug(cut: PackCut) -> Rug:
    """Set indicators against places.

    The network area as a whole stands first, judged by the 95 % interval of its ratio to the rest of England, then its
    areas, judged by the outer limits; in a pack of England all network areas.

    Parameters
    ----------
    cut : PackCut
        The pack.

    Returns
    -------
    Rug
    """
    areas = {} if cut.wholes and not cut.network_area else _areas(cut)
    lines = tuple(_line(cut, line, list(areas)) for line in cut.lines)
    names = [messages.as_a_whole(cut.network_area)] if cut.network_area else _wholes(cut)
    seen = {mark for line in lines for mark in line.cells}
    return Rug(
        title=messages.rug_title(network_label(cut.network), cut.place),
        places=(*names, *areas.values()),
        lines=lines,
        key=tuple(sorted(seen, key=lambda mark: (JUDGEMENTS.index(mark[0]), mark))),
        alt=_alt(cut, lines),
    )


def _wholes(cut: PackCut) -> list[str]:
    """Give network areas in their fixed order."""
    return [str(name) for name in network_area_places(cut.wholes)["place"]]


def _areas(cut: PackCut) -> dict[str, str]:
    """Name areas by code, in the order of their names; with the code where two share a name."""
    names = {str(row["area_code"]): str(row["area_name"]) for row in reversed(cut.every_area)}
    often = Counter(names.values())
    ordered = sorted(names.items(), key=lambda area: (area[1], area[0]))
    return {code: f"{name} ({code})" if often[name] > 1 else name for code, name in ordered}


def _line(cut: PackCut, line: Row, areas: list[str]) -> RugLine:
    """Mark one indicator in every place."""
    indicator = str(line["indicator_id"])
    found = {str(row["area_code"]): _mark(row, row["reason"]) for row in cut.areas[indicator]}
    wholes = [cut.network_area] if cut.network_area else _wholes(cut)
    of_wholes = ((row, row["why_not"]) if (row := cut.whole(indicator, one)) else (None, "") for one in wholes)
    return RugLine(
        name=cut.info(indicator).name,
        domain=domain_words(line["domain"]),
        period=str(line["period"]),
        age=age_words(line["age_months"]),
        cells=(*(_mark(*one) for one in of_wholes), *(found.get(code, _mark(None, "")) for code in areas)),
    )


def _mark(row: Row | None, reason: object) -> Mark:
    """Give judgement, sign and word of a place."""
    if is_withheld(reason):
        return "not_compared", WITHHELD, "withheld"
    judgement = str(row["judgement"]) if row else "not_compared"
    return judgement, SYMBOLS[judgement], WORDS[judgement]


@cache
def domain_titles() -> dict[int, str]:
    """Give the title of each of the five domains."""
    return {int(row["domain"]): str(row["title"]) for row in domains().to_dict("records")}


def domain_words(domain: float) -> str:
    """Name a domain with its number.

    >>> domain_words(1.0), domain_words(float("nan"))
    ('Domain 1: Preventing people from dying prematurely', 'No domain recorded')
    """
    title = domain_titles().get(int(domain)) if domain == domain else None  # noqa: PLR0124 - missing is no number
    return f"Domain {int(domain)}: {title}" if title else NO_DOMAIN


def age_words(months: float) -> str:
    """Write the age of a figure; nothing where it is new or its period has no dates.

    >>> age_words(12.0), age_words(1.0), age_words(0.0), age_words(float("nan"))
    ('12 months old', '1 month old', '', '')
    """
    return f"{count(int(months), 'month')} old" if months > 0 else ""


def _alt(cut: PackCut, lines: tuple[RugLine, ...]) -> str:
    """Say what the overview shows."""
    judged = [mark[0] for line in lines for mark in line.cells]
    outside = [one for one in judged if one in OUTSIDE]
    places = len(lines[0].cells) if lines else 0
    blank = judged.count("not_compared")
    return messages.rug_alt(len(lines), places, cut.place, len(outside), parts_words(outside), blank)
