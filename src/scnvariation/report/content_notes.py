"""What a pack is to be read with: method, quality of the data, what it does not tell, and every row left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from scnvariation.analysis.funnel_words import percent
from scnvariation.analysis.indicator import IndicatorInfo, unit_words
from scnvariation.analysis.overview_tables import BASIS
from scnvariation.analysis.overview_words import LEVELS, expected_words
from scnvariation.analysis.variation_notes import CRUDE
from scnvariation.messages import overview as overview_messages
from scnvariation.messages import pack_sentences as messages
from scnvariation.messages import pack_tables as texts
from scnvariation.report.cells import (
    EMPTY,
    NOT_AVAILABLE,
    WITHHELD,
    count_cell,
    number_cell,
    reason_words,
    text_cell,
    value_cell,
)
from scnvariation.report.content import Cell, PeopleTable, Section
from scnvariation.report.content_rug import age_words
from scnvariation.report.pack_cuts import PackCut, Row, rows_of

__all__ = ["excluded_section", "notes_section"]

#: Below this, two decimals would show nothing.
LEAST_SHOWN = 0.01
#: Analyses that leave rows out, as people call them.
ANALYSES = {
    "areas": "comparison with England",
    "variation": "variation table",
    "change": "change",
    "shares": "where the variation sits",
}


def notes_section(cut: PackCut) -> Section:
    """Say how figures were judged, what is in doubt, and what the pack does not tell."""
    crude = any(cut.info(one).statistic in CRUDE for one in cut.indicators)
    neutral = sum(cut.info(one).polarity == "neutral" for one in cut.indicators)
    areas = max((int(row["n_areas"]) for row in cut.all.funnels.values()), default=0)
    method = (
        overview_messages.limits_of_areas(percent(LEVELS["area"])),
        *((overview_messages.limits_of_network_areas(areas),) if cut.wholes else ()),
        *((overview_messages.no_direction(neutral),) if neutral else ()),
        *texts.unadjusted(),
    )
    told = dict.fromkeys((*method, *cut.figures.notes))
    quality = (messages.systemic_in_short(cut.systemic, len(cut.lines)),) if cut.systemic else ()
    return Section(
        key="notes",
        heading="How to read this, and what it does not tell",
        paragraphs=(*(f"{note.rstrip('.')}." for note in told), *quality, *messages.what_it_does_not_tell(crude=crude)),
        tables=(_method_table(cut),),
    )


def _method_table(cut: PackCut) -> PeopleTable:
    """Say of each indicator what it is and how it was judged."""
    return PeopleTable(
        key="method",
        title=texts.method_title(),
        headings=(
            *("Indicator", "Code", "Source", "Period", "Age", "Unit", "Areas judged", "Level of England", "Limits"),
            *("Dispersion phi", "Outside by chance limits", "Outside by adjusted limits", "Expected by chance"),
            *("Smallest detectable SCV x 100", "Note"),
        ),
        rows=tuple(_method(cut, line) for line in cut.lines),
        notes=texts.method_notes(),
    )


def _method(cut: PackCut, line: Row) -> tuple[Cell, ...]:
    """Write the facts of one indicator."""
    indicator = str(line["indicator_id"])
    info, funnel = cut.info(indicator), cut.all.funnels.get(indicator)
    whole = cut.whole(indicator, cut.place)
    least = 100 * whole["smallest_detectable_scv"] if whole else float("nan")
    names = (info.name, line["code"], line["source"], line["period"], age_words(line["age_months"]), unit_words(info))
    note = texts.differ_far() if funnel and funnel["systemic"] else "" if funnel else texts.not_judged()
    return (
        *map(text_cell, names),
        *(_judged(cut, funnel, info) if funnel else (EMPTY,) * 7),
        EMPTY if math.isnan(least) else number_cell(least, 2 if least >= LEAST_SHOWN else 4),
        text_cell(note),
    )


def _judged(cut: PackCut, funnel: Row, info: IndicatorInfo) -> tuple[Cell, ...]:
    """Write how the areas of one indicator were judged; there is a phi wherever there are limits, unless withheld."""
    by_chance, phi = float(funnel["expected_by_chance"]), float(funnel["phi"])
    return (
        count_cell(funnel["n_areas"]),
        value_cell(funnel["benchmark"], info),
        text_cell(BASIS[funnel["flag_basis"]]),
        Cell(WITHHELD) if math.isnan(phi) and cut.rule else number_cell(phi, 2),
        count_cell(funnel["n_outside"]),
        count_cell(funnel["n_outside_adjusted"]),
        Cell(NOT_AVAILABLE) if math.isnan(by_chance) else text_cell(expected_words(by_chance)),
    )


def excluded_section(cut: PackCut) -> Section:
    """List every row left out of this pack with its reason, and count those of all England."""
    rows = rows_of(cut.excluded())
    everywhere = Counter(str(reason) for reason in cut.figures.excluded["reason"])
    tables = (
        *((_excluded_table(cut, rows),) if rows else ()),
        *((_reasons_table(cut, everywhere),) if everywhere else ()),
    )
    words = texts.rows_left_out(len(rows), cut.place)
    return Section(key="excluded", heading="What was left out", paragraphs=(words,), tables=tables)


def _excluded_table(cut: PackCut, rows: Sequence[Row]) -> PeopleTable:
    """List the rows left out."""
    return PeopleTable(
        key="excluded",
        title=texts.excluded_title(cut.place),
        headings=("Indicator", "Period", "Area", "Code", "Left out of", "Reason"),
        rows=tuple(_excluded(cut, row) for row in rows),
        row_headers=1,
    )


def _excluded(cut: PackCut, row: Row) -> tuple[Cell, ...]:
    """Write one row left out."""
    analysis = str(row["analysis"])
    names = (cut.info(str(row["indicator_id"])).name, row["period"], row["area_name"], row["area_code"])
    words = (ANALYSES.get(analysis, analysis), reason_words(row["reason"], cut.rule))
    return tuple(map(text_cell, (*names, *words)))


def _reasons_table(cut: PackCut, found: Counter[str]) -> PeopleTable:
    """Count the rows left out in all England, the most frequent reason first."""
    ordered = sorted(found.items(), key=lambda reason: (-reason[1], reason[0]))
    return PeopleTable(
        key="reasons",
        title=texts.reasons_title(),
        headings=("Reason", "Code of the reason", "Rows"),
        rows=tuple(
            (text_cell(reason_words(code, cut.rule)), text_cell(code), count_cell(number)) for code, number in ordered
        ),
    )
