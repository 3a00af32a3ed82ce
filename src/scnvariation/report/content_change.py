"""What has changed since the baseline: each place against the rest of England, and the spread of England's areas."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

from scnvariation.analysis.change_network_words import change_percent, move_words, p_cell
from scnvariation.analysis.change_words import VERDICTS
from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.pack_figures import ENGLAND
from scnvariation.analysis.variation_figures import gap_unit, gap_values, with_interval
from scnvariation.messages import pack_tables as texts
from scnvariation.report.cells import EMPTY, TOO_FEW, mark, number_cell, reason_words, text_cell
from scnvariation.report.content import Cell, PeopleTable, Section
from scnvariation.report.pack_cuts import PackCut, Row

if TYPE_CHECKING:
    from scnvariation.report.charts import Chart

__all__ = ["change_section"]

PLACE = "Network area"
#: Fewer points are no line; the table has both.
FEWEST_PERIODS = 3
#: What a typical gap is, by the law of the counts.
GAP_MEASURE = MappingProxyType(
    {"poisson": "median_rate_ratio", "binomial": "median_odds_ratio", "normal": "median_difference"}
)


def change_section(cut: PackCut) -> Section:
    """Say for each indicator whether the place moved against the rest of England, and whether areas moved together."""
    moves = [(one, row) for one in cut.indicators for row in cut.at_places(cut.all.change, one)]
    gaps = [
        (one, row)
        for one in cut.indicators
        for row in cut.all.spread_change.get((one,), [])
        if row["measure"] == "typical_gap"
    ]
    tables = (*((_moves_table(cut, moves),) if moves else ()), *((_gaps_table(cut, gaps),) if gaps else ()))
    return Section(
        key="change",
        heading="Change since the baseline",
        paragraphs=texts.how_to_read_change() if moves else (),
        tables=tables,
        charts=_charts(cut) if moves and cut.network_area else (),
    )


def _charts(cut: PackCut) -> tuple[Chart, ...]:
    """Draw the ratios of the network area then and now, and its level over time where there are several periods."""
    from scnvariation.report.charts import change_chart, trend_chart  # noqa: PLC0415 - charts load matplotlib

    levels = cut.tidy("levels", beside=(ENGLAND,))
    shown = levels[(levels["network_area"] == cut.network_area) & levels["value"].notna()]
    periods = shown["indicator_id"].value_counts()
    followed = [one for one in cut.indicators if periods.get(one, 0) >= FEWEST_PERIODS]
    return (
        change_chart(cut.tidy("change"), cut.figures.infos, cut.indicators),
        *(trend_chart(levels, cut.info(one), cut.network_area) for one in followed),
    )


def _moves_table(cut: PackCut, rows: list[tuple[str, Row]]) -> PeopleTable:
    """Tabulate ratios to the rest of England then and now."""
    several = not cut.network_area
    return PeopleTable(
        key="change",
        title=texts.change_title(cut.place),
        headings=(
            *("Indicator", *((PLACE,) if several else ()), "Baseline", "Period", "Ratio at the baseline", "Ratio now"),
            *("Change (95% interval)", "Expected by regression to the mean", "Smallest detectable change"),
            *("P", "False discovery rate", "Verdict"),
        ),
        rows=tuple(_move(cut, one, row) for one, row in rows),
        notes=texts.change_notes(),
        row_headers=2 if several else 1,
    )


def _move(cut: PackCut, indicator: str, row: Row) -> tuple[Cell, ...]:
    """Write how one place moved on one indicator."""
    info, reason, several = cut.info(indicator), row["reason"], not cut.network_area
    ends = (change_percent(row[name]) for name in ("change", "change_lower", "change_upper"))
    return (
        text_cell(info.name),
        *((text_cell(row["network_area"]),) if several else ()),
        text_cell(row["baseline"]),
        text_cell(row["period"]),
        number_cell(row["ratio_baseline"], 2, reason),
        number_cell(row["ratio_current"], 2, reason),
        text_cell(mark(reason) if math.isnan(row["change"]) else with_interval(*ends)),
        text_cell(change_percent(row["expected_change"])),
        text_cell(change_percent(row["smallest_detectable"])),
        text_cell(p_cell(row["p_value"])),
        text_cell(p_cell(row["fdr_q"])),
        text_cell(reason_words(reason, cut.rule) or move_words(row["verdict"], info.polarity)),
    )


def _gaps_table(cut: PackCut, rows: list[tuple[str, Row]]) -> PeopleTable:
    """Tabulate the typical gap between two areas of England then and now."""
    return PeopleTable(
        key="spread_change",
        title=texts.spread_change_title(),
        headings=("Indicator", "Baseline", "Period", "Typical gap at the baseline", "Typical gap now", "P", "Verdict"),
        rows=tuple(_gap(cut, one, row) for one, row in rows),
        notes=texts.spread_change_notes(),
    )


def _gap(cut: PackCut, indicator: str, row: Row) -> tuple[Cell, ...]:
    """Write how the spread of one indicator changed, where the headline gives its spread at all."""
    info, reason = cut.info(indicator), row["reason"]
    names = tuple(map(text_cell, (info.name, row["baseline_period"], row["period"])))
    england = cut.whole(indicator, ENGLAND)
    if not reason and england is not None and england["few"]:
        return (*names, text_cell(TOO_FEW), text_cell(TOO_FEW), EMPTY, text_cell(TOO_FEW))
    then, now = (_gap_cell(row[when], info, reason) for when in ("baseline", "current"))
    verdict = reason_words(reason, cut.rule) if reason else VERDICTS[row["verdict"]]
    return (*names, then, now, text_cell(p_cell(row["p_value"])), text_cell(verdict))


def _gap_cell(gap: float, info: IndicatorInfo, reason: str) -> Cell:
    """Write a typical gap as every table does."""
    if math.isnan(gap):
        return Cell(mark(reason)) if reason else EMPTY
    measure = GAP_MEASURE[FAMILY[info.statistic]]
    if gap == (0.0 if measure == "median_difference" else 1.0):
        return text_cell(texts.no_gap())
    row: Row = {"typical_gap": gap, "typical_gap_lower": gap, "typical_gap_upper": gap, "typical_gap_measure": measure}
    return text_cell(f"{gap_values(row, info)[0]}{gap_unit(row, info)}")
