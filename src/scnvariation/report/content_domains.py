"""The five domains of the NHS Outcomes Framework: how areas stand in each, and where these data are silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scnvariation.analysis.overview_words import JUDGEMENTS, WORDS
from scnvariation.messages import pack_tables as texts
from scnvariation.report.cells import count_cell, text_cell
from scnvariation.report.content import Cell, PeopleTable, Section
from scnvariation.report.content_front import parts_words
from scnvariation.report.content_rug import domain_titles, domain_words
from scnvariation.report.pack_cuts import PackCut

__all__ = ["domains_section"]

POLAR, NEUTRAL, NONE = ("better", "similar", "worse"), ("higher", "lower"), ("not_compared",)


def domains_section(cut: PackCut) -> Section:
    """Count in each of the five domains how areas stand, and how the place as a whole does."""
    of_domain: dict[str, list[str]] = {domain_words(number): [] for number in domain_titles()}
    for line in cut.lines:
        of_domain.setdefault(domain_words(line["domain"]), []).append(str(line["indicator_id"]))
    shown = _shown(row["judgement"] for row in cut.every_area)
    table = PeopleTable(
        key="domains",
        title=texts.domains_title(cut.place),
        headings=(
            *("Domain", "Indicators", *(f"Areas: {WORDS[name]}" for name in shown)),
            *((texts.whole_heading(cut.network_area),) if cut.wholes else ()),
            "Note",
        ),
        rows=tuple(_domain(cut, name, mine, shown) for name, mine in of_domain.items()),
        notes=(texts.domains_note(),),
    )
    return Section(key="domains", heading="The five domains", tables=(table,))


def _shown(judgements: Iterable[str]) -> tuple[str, ...]:
    """Leave out the words for neutral indicators where there are none."""
    found = set(judgements)
    return (*POLAR, *(NEUTRAL if found & set(NEUTRAL) else ()), *NONE)


def _domain(cut: PackCut, name: str, indicators: list[str], shown: tuple[str, ...]) -> tuple[Cell, ...]:
    """Count the judgements of one domain; an area counts once for each indicator."""
    found = Counter(str(row["judgement"]) for one in indicators for row in cut.areas[one])
    note = "" if indicators else texts.no_indicator()
    return (
        text_cell(name),
        count_cell(len(indicators)),
        *(count_cell(found[word]) for word in shown),
        *((text_cell(_whole(cut, indicators)),) if cut.wholes else ()),
        text_cell(note),
    )


def _whole(cut: PackCut, indicators: list[str]) -> str:
    """Count the judgements of the place as a whole."""
    rows = (cut.whole(one, place) for one in indicators for place in cut.wholes)
    found = Counter(str(row["judgement"]) for row in rows if row is not None)
    words = [parts_words(found.elements())] + [
        f"{found[name]:,} {WORDS[name]}" for name in JUDGEMENTS if name in ("similar", "not_compared") and found[name]
    ]
    return ", ".join(word for word in words if word)
