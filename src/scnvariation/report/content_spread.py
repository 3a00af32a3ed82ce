"""How much areas differ: the headline variation table, where the variation of England sits, and volumes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo, unit_words
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.shares_tables import NO_FIGURE, NOTHING
from scnvariation.analysis.shares_words import percent, places_words, range_words
from scnvariation.analysis.variation_figures import withheld
from scnvariation.analysis.variation_headline import ADVERSE, headline
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.messages import pack_spread as messages
from scnvariation.messages import pack_tables as texts
from scnvariation.report.cells import (
    EMPTY,
    UNRELIABLE,
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

PLACE, PLACE_NAME = "Network area", "network_area"
BY = ("indicator_id", "period", PLACE_NAME)
LEVEL, REST, RATIO = "Level", "Rest of England", "Ratio to the rest of England"
#: What the column of ratios is called here, where it holds the level of the rest too.
RATIO_AND_REST = "Ratio to the rest of England, and its level"
OUTSIDE = "Areas outside 99.8% limits [chance alone]"
#: Columns that name a line; they are never withheld.
NAMES = ("Indicator", PLACE)
#: Columns of the headline that hold one whole number.
NUMBERS = ("Areas", "Events")
#: What a pack shows of the headline, the message first. The period stands behind the name of the indicator, the unit
#: behind the level; what could be detected is in the table of method, where variation sits in a table of its own.
COLUMNS = (
    *(*NAMES, LEVEL, RATIO, OUTSIDE, "Typical gap between two areas", "SCV x 100"),
    *("Higher over lower areas [chance alone]", *NUMBERS, "Note"),
)
#: Units that a percentage says by itself.
SAID_BY_SIGN = ("%", "per cent")


class HeadlineRows:
    """The headline variation table of all packs, written once in the words of `VariationResult.table`.

    Parameters
    ----------
    figures : PackFigures
        After disclosure control.
    """

    def __init__(self, figures: PackFigures) -> None:
        groups = figures.variation.reset_index(drop=True)
        self.headings = tuple(RATIO_AND_REST if name == RATIO else name for name in COLUMNS)
        self._rows: list[tuple[Cell, ...]] = []
        self._at: dict[tuple[str, str], list[int]] = {}
        for number, key in enumerate(zip(groups["indicator_id"], groups["network_area"], strict=True)):
            self._at.setdefault(key, []).append(number)
        if len(groups):
            table = _for_packs(headline(_as_result(figures, groups)), figures, groups)
            hidden = groups["reason"].map(is_withheld)
            self._rows = list(zip(*(_cells(name, table[name], hidden) for name in COLUMNS), strict=True))

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


def _for_packs(table: pd.DataFrame, figures: PackFigures, groups: pd.DataFrame) -> pd.DataFrame:
    """Fold period, unit and the level of the rest into the columns beside them."""
    units = [_unit_behind(figures.infos[one]) for one in groups["indicator_id"]]
    both = zip(table[RATIO], table[REST], strict=True)
    judged = groups["indicator_id"].isin(figures.funnels["indicator_id"]) & ~withheld(groups)
    columns: dict[str, Any] = {
        "Indicator": _joined(table["Indicator"], groups["period"], ", "),
        LEVEL: _joined(table[LEVEL], units, " "),
        RATIO: [f"{ratio}; rest: {rest}" if ratio and rest else ratio for ratio, rest in both],
        OUTSIDE: table[OUTSIDE].mask(judged & (table[OUTSIDE] == ""), WITHHELD),
    }
    return table.assign(**columns)


def _joined(words: Iterable[str], behind: Iterable[str], by: str) -> list[str]:
    """Put words behind texts, where there are both."""
    return [by.join((one, other)) if one and other else one for one, other in zip(words, behind, strict=True)]


def _unit_behind(info: IndicatorInfo) -> str:
    """Give the unit that follows a level, but for what its own sign says."""
    unit = unit_words(info)
    return "" if unit in (*SAID_BY_SIGN, "value") else unit.removeprefix("% ") if info.is_percentage else unit


def _cells(name: str, column: pd.Series, hidden: pd.Series[bool]) -> list[Cell]:
    """Write a column of the headline: plain numbers as numbers, texts that hold several as text."""
    return [
        Cell(WITHHELD) if gone and name not in NAMES else _number(value) if name in NUMBERS else text_cell(value)
        for value, gone in zip(column, hidden, strict=True)
    ]


def _number(value: float) -> Cell:
    """Write a whole number, nothing where there is none."""
    return EMPTY if pd.isna(value) else number_cell(float(value), 0)


def variation_section(cut: PackCut, headlines: HeadlineRows) -> Section:
    """Set each indicator's level and spread in this place beside those of England."""
    places = [*cut.wholes, ENGLAND]
    least = cut.rule.unreliable_below if cut.rule else 0
    lines = (row for one in cut.indicators for place in places for row in headlines.rows(one, place))
    rows = tuple(_marked(row, least) for row in lines)
    table = PeopleTable(
        key="variation",
        title=messages.variation_title(cut.place),
        headings=headlines.headings,
        rows=rows,
        notes=_variation_notes(cut, rows),
        row_headers=len(NAMES),
    )
    return Section(
        key="variation",
        heading="How much areas differ",
        paragraphs=(messages.how_to_read_variation(),) if rows else (),
        tables=(table,) if rows else (),
        charts=_levels(cut),
    )


def _marked(row: tuple[Cell, ...], least: int) -> tuple[Cell, ...]:
    """Mark the level of a line that rests on fewer events than the rule calls reliable."""
    at, events = COLUMNS.index(LEVEL), row[COLUMNS.index("Events")].number
    if events is None or events >= least or not row[at].text:
        return row
    return (*row[:at], text_cell(f"{row[at].text} {UNRELIABLE}"), *row[at + 1 :])


def _variation_notes(cut: PackCut, rows: Iterable[tuple[Cell, ...]]) -> tuple[str, ...]:
    """Explain the columns, and what is counted or measured otherwise where there is any of it."""
    return (
        *messages.variation_notes(),
        *((messages.adverse_side(),) if any(ADVERSE in row[-1].text for row in rows) else ()),
        *((messages.shares_elsewhere(),) if any((one,) in cut.all.shares for one in cut.indicators) else ()),
        *((texts.events_of_standardised(),) if any(cut.info(one).statistic == "dsr" for one in cut.indicators) else ()),
    )


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
        title=messages.where_title(),
        headings=("Indicator", *headings, "True rather than chance, of all that is seen", "Note"),
        rows=tuple(_where_row(cut, one, parts, shown) for one, parts in found.items()),
        notes=messages.where_notes(),
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
    return words.replace("{places}", places_words(PLACE_NAME)[1])


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
