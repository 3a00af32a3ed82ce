"""How much areas differ: the headline variation table, where the variation of England sits, and volumes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.shares_tables import NO_FIGURE, NOTHING
from scnvariation.analysis.shares_words import percent, places_words, range_words
from scnvariation.analysis.variation_headline import headline
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.messages import pack_tables as texts
from scnvariation.report.cells import (
    EMPTY,
    WITHHELD,
    count_cell,
    is_withheld,
    number_cell,
    reason_words,
    share_cell,
    text_cell,
)
from scnvariation.report.content import Cell, PeopleTable, Section
from scnvariation.report.pack_cuts import PackCut, Row

if TYPE_CHECKING:
    from scnvariation.report.charts import Chart

__all__ = ["HeadlineRows", "variation_section", "volume_section", "where_section"]

BY = ("indicator_id", "period", "network_area")
PLACE = "Network area"
#: Columns of the headline that hold one number, and the decimals in which it is shown.
NUMBERS = {"Areas": 0, "Events": 0, "Smallest detectable SCV x 100": 2}
#: Columns that name a line; they are never withheld.
NAMES = ("Indicator", "Period", PLACE, "Adjustment", "Unit")
BETWEEN = "network_area"


class HeadlineRows:
    """The headline variation table of all packs, written once in the words of `VariationResult.table`.

    Parameters
    ----------
    figures : PackFigures
        After disclosure control.
    """

    def __init__(self, figures: PackFigures) -> None:
        groups = figures.variation.reset_index(drop=True)
        self._at: dict[tuple[str, str], list[int]] = {}
        for number, key in enumerate(zip(groups["indicator_id"], groups["network_area"], strict=True)):
            self._at.setdefault(key, []).append(number)
        table = headline(_as_result(figures, groups)) if len(groups) else pd.DataFrame()
        self.headings = tuple(str(name) for name in table)
        withheld = groups["reason"].map(is_withheld)
        self._rows = list(zip(*(_cells(name, column, withheld) for name, column in table.items()), strict=True))

    def rows(self, indicator: str, place: str) -> list[tuple[Cell, ...]]:
        """Give the lines of an indicator in a place."""
        return [self._rows[number] for number in self._at.get((indicator, place), [])]


def _as_result(figures: PackFigures, groups: pd.DataFrame) -> VariationResult:
    """Set the groups of all packs up as the answer of `variation`."""
    options = MappingProxyType({"simulations": 0, **figures.settings.options})
    return VariationResult(
        groups=groups,
        by=BY,
        indicators=figures.infos,
        group_indicator=groups["indicator_id"],
        excluded=figures.excluded,
        settings=replace(figures.settings, options=options),
    )


def _cells(name: object, column: pd.Series, withheld: pd.Series[bool]) -> list[Cell]:
    """Write a column of the headline: plain numbers as numbers, texts that hold several as text."""
    heading = str(name)
    return [
        Cell(WITHHELD)
        if hidden and heading not in NAMES
        else _number(value, NUMBERS[heading])
        if heading in NUMBERS
        else text_cell(value)
        for value, hidden in zip(column, withheld, strict=True)
    ]


def _number(value: float, digits: int) -> Cell:
    """Write a number, nothing where there is none."""
    return EMPTY if pd.isna(value) else number_cell(float(value), digits)


def variation_section(cut: PackCut, headlines: HeadlineRows) -> Section:
    """Set each indicator's level and spread in this place beside those of England."""
    places = [*cut.wholes, ENGLAND]
    rows = tuple(row for one in cut.indicators for place in places for row in headlines.rows(one, place))
    table = PeopleTable(
        key="variation",
        title=texts.variation_title(cut.place),
        headings=headlines.headings,
        rows=rows,
        notes=(*texts.variation_notes(), *_of_standardised(cut)),
        row_headers=3,
    )
    return Section(
        key="variation",
        heading="How much areas differ",
        paragraphs=(texts.how_to_read_variation(),) if rows else (),
        tables=(table,) if rows else (),
        charts=_levels(cut),
    )


def _of_standardised(cut: PackCut) -> tuple[str, ...]:
    """Say what is counted where rates are age-standardised."""
    found = any(cut.info(one).statistic == "dsr" for one in cut.indicators)
    return (texts.events_of_standardised(),) if found else ()


def _levels(cut: PackCut) -> tuple[Chart, ...]:
    """Draw the level of the network area against the rest of England."""
    from scnvariation.report.charts import levels_chart  # noqa: PLC0415 - charts load matplotlib

    rows = cut.tidy("variation") if cut.network_area else cut.figures.variation.head(0)
    crude = rows[rows["adjustment"] == "crude"]
    return (levels_chart(crude, cut.figures.infos, cut.indicators),) if len(crude) else ()


def where_section(cut: PackCut) -> Section:
    """Say for each indicator where the true differences between the areas of England sit."""
    found = {one: {row["part"]: row for row in cut.all.shares.get((one,), [])} for one in cut.indicators}
    found = {one: parts for one, parts in found.items() if parts}
    with_need = any(parts["need"]["share_of_true_upper"] >= 0 for parts in found.values() if "need" in parts)
    shown = (*(("need",) if with_need else ()), "between_networks", "within_networks")
    headings = (
        *(("Goes with need",) if with_need else ()),
        *("Between network areas", "Between areas within network areas"),
    )
    table = PeopleTable(
        key="where",
        title=texts.where_title(),
        headings=("Indicator", *headings, "True rather than chance, of all that is seen", "Note"),
        rows=tuple(_where_row(cut, one, parts, shown) for one, parts in found.items()),
        notes=texts.where_notes(),
    )
    return Section(key="where", heading="Where the variation of England sits", tables=(table,) if found else ())


def _where_row(cut: PackCut, indicator: str, parts: Mapping[str, Row], shown: tuple[str, ...]) -> tuple[Cell, ...]:
    """Write the shares of one indicator."""
    reliability = next(iter(parts.values()))["reliability"]
    notes = dict.fromkeys(note for name in shown if (note := _why(parts[name])))
    return (
        text_cell(cut.info(indicator).name),
        *(text_cell(range_words(pd.Series(parts[name]))) for name in shown),
        text_cell(percent(reliability) if reliability > 0 else ""),
        text_cell("; ".join(notes)),
    )


def _why(row: Row) -> str:
    """Say why a share is not given, or only a wide range; "at most" and "at least" speak for themselves."""
    reason, unknown = row["reason"], math.isnan(row["share_of_true_upper"])
    if not reason or (reason == "no_variation" and not unknown):
        return ""
    words = (NOTHING if unknown else NO_FIGURE).get(reason) or reason_words(reason)
    return words.replace("{places}", places_words(BETWEEN)[1])


def volume_section(cut: PackCut) -> Section:
    """Give the events of this place, its share of England's, and its share of England's size."""
    rows = [
        (one, row)
        for one in cut.indicators
        for row in cut.at_places(cut.all.volume, one)
        if not math.isnan(row["england_numerator"])
    ]
    several = len(cut.wholes) > 1
    table = PeopleTable(
        key="volume",
        title=texts.volume_title(cut.place),
        headings=(
            *("Indicator", *((PLACE,) if several else ()), "Period", "Events", "Events in England"),
            *("Share of England's events", "Share of England's size"),
        ),
        rows=tuple(_volume_row(cut, one, row, several=several) for one, row in rows),
        notes=texts.volume_notes(),
        row_headers=2 if several else 1,
    )
    return Section(key="volume", heading="Volume", tables=(table,) if rows else ())


def _volume_row(cut: PackCut, indicator: str, row: Row, *, several: bool) -> tuple[Cell, ...]:
    """Write the volume of one indicator in one place."""
    reason = row.get("reason", "")
    return (
        text_cell(cut.info(indicator).name),
        *((text_cell(row["network_area"]),) if several else ()),
        text_cell(row["period"]),
        count_cell(row["numerator"], reason),
        count_cell(row["england_numerator"], reason),
        share_cell(row["share_of_events"], reason=reason),
        share_cell(row["share_of_size"], reason=reason),
    )
