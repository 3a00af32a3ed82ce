"""What a pack says of single areas: who is outside, who can be learned from, and every figure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scnvariation.analysis.funnel_words import status_words
from scnvariation.analysis.indicator import unit_words
from scnvariation.analysis.overview_words import LEVELS, expected_words, sign_and_word
from scnvariation.messages import pack_sentences as messages
from scnvariation.messages import pack_tables as texts
from scnvariation.report.cells import (
    EMPTY,
    UNRELIABLE,
    count_cell,
    difference_cell,
    interval_cell,
    is_withheld,
    number_cell,
    reason_words,
    text_cell,
    value_cell,
)
from scnvariation.report.content import Cell, PeopleTable, Section
from scnvariation.report.content_front import outside_rows
from scnvariation.report.pack_cuts import PackCut, Row

__all__ = ["areas_section", "learn_section", "outside_section"]

#: Independent periods from which on an area can be persistently outside.
LEAST_PERIODS = 2
#: What stays on one side is called, by side and by the direction that is better.
PERSISTENT = {
    ("high", "high_is_good"): "better",
    ("low", "low_is_good"): "better",
    ("high", "low_is_good"): "worse",
    ("low", "high_is_good"): "worse",
    ("high", "neutral"): "higher",
    ("low", "neutral"): "lower",
}


def outside_section(cut: PackCut) -> Section:
    """Say which areas lie outside, by how much, since when, and who is new; a funnel for each indicator."""
    rows = outside_rows(cut)
    headings = (
        *("Indicator", "Area", "Value", "Unit", "England", "Difference from England"),
        *("Events above or below England's level", "Judgement (99.8%)", "Outside since", "New"),
    )
    table = PeopleTable(
        key="outside",
        title=texts.outside_title(cut.place),
        headings=headings,
        rows=tuple(_outside_row(cut, row) for row in rows),
        notes=texts.outside_notes(),
        row_headers=2,
    )
    return Section(
        key="outside",
        heading="Who is outside",
        paragraphs=tuple(_outside_words(cut, rows)),
        tables=(table,) if rows else (),
        charts=tuple(cut.funnel(one) for one in cut.indicators if one in cut.all.funnels and cut.areas[one]),
    )


def _outside_words(cut: PackCut, rows: Sequence[Row]) -> list[str]:
    """Name systemic indicators, whose message comes first; count areas outside, and what is withheld."""
    compared = sum(row["judgement"] != "not_compared" for row in cut.every_area)
    expected = expected_words(compared * (1 - LEVELS["area"]))
    paragraphs = [messages.of_systemic(cut.systemic, len(cut.lines))] if cut.systemic else []
    paragraphs.append(texts.outside_found(len(rows), expected) if compared else messages.not_compared())
    hidden = [
        (cut.info(one).name, number, len(areas))
        for one, areas in cut.areas.items()
        if (number := sum(is_withheld(row["reason"]) for row in areas))
    ]
    return [*paragraphs, messages.withheld_areas(hidden)] if hidden else paragraphs


def _outside_row(cut: PackCut, row: Row) -> tuple[Cell, ...]:
    """Write one area outside."""
    info = cut.info(str(row["indicator_id"]))
    excess = row["excess"]
    return (
        text_cell(info.name),
        text_cell(row["area_name"]),
        _value(cut, row),
        text_cell(unit_words(info)),
        value_cell(row["benchmark"], info),
        difference_cell(row["value"], row["benchmark"], info),
        EMPTY if math.isnan(excess) else number_cell(excess, 0, signed=True),
        text_cell(sign_and_word(row["judgement"])),
        text_cell(row["since"]),
        text_cell("new" if row["is_new"] else ""),
    )


def _value(cut: PackCut, row: Row) -> Cell:
    """Write the value of an area, with its mark where it rests on few events."""
    cell = value_cell(row["value"], cut.info(str(row["indicator_id"])), row["reason"])
    return cell._replace(text=f"{cell.text} {UNRELIABLE}") if _is_unreliable(cut, row) else cell


def _is_unreliable(cut: PackCut, row: Row) -> bool:
    """Whether a value rests on fewer events than the rule calls reliable."""
    least = cut.rule.unreliable_below if cut.rule else 0
    return bool(row["numerator"] < least and not math.isnan(row["value"]))


def learn_section(cut: PackCut) -> Section:
    """Set areas that are persistently better beside those that are persistently worse; neutral indicators apart."""
    rows = cut.every_area
    # What persists is seen by adjusted limits alone; where there are none, "none" would be no finding.
    if not any(row["periods_judged"] >= LEAST_PERIODS and row["status_adjusted"] != "not_computed" for row in rows):
        return Section(key="learn", heading="")
    found: dict[str, list[Row]] = {word: [] for word in ("better", "worse", "higher", "lower")}
    for row in rows:
        if row["persistent"]:
            found[PERSISTENT[row["persistent"], cut.info(str(row["indicator_id"])).polarity]].append(row)
    return Section(
        key="learn",
        heading="Areas to learn from",
        paragraphs=(texts.persistent_is(), texts.persistent_found({word: len(of) for word, of in found.items()})),
        tables=tuple(_persistent_table(cut, word, of) for word, of in found.items() if of),
    )


def _persistent_table(cut: PackCut, word: str, rows: Sequence[Row]) -> PeopleTable:
    """List the areas that stay on one side."""
    return PeopleTable(
        key=f"persistently_{word}",
        title=texts.persistent_title(word),
        headings=(
            *("Indicator", "Area", "Value", "Unit", "England", "Periods outside", "Periods judged"),
            "Outside since",
        ),
        rows=tuple(_persistent_row(cut, row) for row in rows),
        row_headers=2,
    )


def _persistent_row(cut: PackCut, row: Row) -> tuple[Cell, ...]:
    """Write one area that stays on one side."""
    info = cut.info(str(row["indicator_id"]))
    return (
        text_cell(info.name),
        text_cell(row["area_name"]),
        _value(cut, row),
        text_cell(unit_words(info)),
        value_cell(row["benchmark"], info),
        count_cell(row["periods_outside"]),
        count_cell(row["periods_judged"]),
        text_cell(row["since"]),
    )


def areas_section(cut: PackCut) -> Section:
    """List every figure of every area."""
    headings = (
        *("Indicator", "Area", "Code", "Events", "Out of", "Value", "95% interval", "Unit", "England"),
        *("Status", "Judgement (99.8%)", "Reason"),
    )
    rows = tuple(_area_row(cut, row) for row in cut.every_area)
    table = PeopleTable(
        key="areas",
        title=texts.areas_title(cut.place),
        headings=headings,
        rows=rows,
        notes=texts.areas_notes(),
        row_headers=2,
    )
    return Section(key="areas", heading="Every area", tables=(table,) if rows else ())


def _area_row(cut: PackCut, row: Row) -> tuple[Cell, ...]:
    """Write one figure of one area; what is withheld or missing as its mark."""
    info, reason = cut.info(str(row["indicator_id"])), row["reason"]
    adjusted = row["flag_basis"] == "adjusted"
    return (
        text_cell(info.name),
        text_cell(row["area_name"]),
        text_cell(row["area_code"]),
        count_cell(row["numerator"], reason),
        count_cell(row["denominator"], reason),
        _value(cut, row),
        interval_cell(row["value"], row["interval_lower"], row["interval_upper"], info),
        text_cell(unit_words(info)),
        value_cell(row["benchmark"], info),
        text_cell(status_words(str(row["status_adjusted" if adjusted else "status"]))),
        text_cell(sign_and_word(row["judgement"])),
        text_cell(reason_words(reason, cut.rule) or (texts.unreliable() if _is_unreliable(cut, row) else "")),
    )
