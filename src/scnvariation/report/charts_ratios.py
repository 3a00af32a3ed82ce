"""One line for each indicator: a network area against the rest of England, now, and now against then."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from scnvariation.analysis.change_network_words import move_words
from scnvariation.analysis.indicator import IndicatorInfo, heading
from scnvariation.plots.palette import side_word
from scnvariation.plots.words import ratio_range
from scnvariation.report import charts_words as said
from scnvariation.report.charts_frame import KeyEntry
from scnvariation.report.charts_rows import RatioRow, rows_chart, runs_out
from scnvariation.report.charts_shapes import Chart, chart_key
from scnvariation.report.charts_text import clean, kept_whole

__all__ = ["change_chart", "levels_chart"]

Row = Mapping[Hashable, Any]
MOVES = {"moved up": "above", "moved down": "below"}
SIMILAR = "similar"


def levels_chart(rows: pd.DataFrame, infos: Mapping[str, IndicatorInfo], order: Sequence[str]) -> Chart:
    """Draw the level of a network area against the rest of England, one line for each indicator.

    Parameters
    ----------
    rows : pandas.DataFrame
        Crude rows of `PackFigures.variation` of one network area.
    infos : mapping of str to IndicatorInfo
        Name and polarity of each indicator.
    order : sequence of str
        The indicators to show, in this order.

    Returns
    -------
    Chart
    """
    numbers = ["rate_ratio", "rate_ratio_lower", "rate_ratio_upper"]
    found, missing = _chosen(rows, order, numbers)
    place = _place(rows)
    lines = [_level(row, infos[str(row["indicator_id"])]) for row in found]
    words = [line.judgement for line in lines]
    title = said.differs_title(words, place)
    subtitle = "Level of each indicator as a ratio to the rest of England"
    alt = said.rows_alt(subtitle, title, [r.title for r in lines])
    caption = said.joined(
        [said.LEVELS_CAPTION, said.RUNS_OUT if runs_out(lines) else "", said.not_shown(missing, "indicator")]
    )
    key = _key(lines, {"above": "above 1", "below": "below 1", SIMILAR: "interval holds 1 (similar)"})
    return rows_chart(lines, key, name=chart_key("levels", place, *order), texts=(title, subtitle, alt, caption))


def change_chart(rows: pd.DataFrame, infos: Mapping[str, IndicatorInfo], order: Sequence[str]) -> Chart:
    """Draw the ratio of a network area to the rest of England at the baseline and now.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of `PackFigures.change` of one network area.
    infos : mapping of str to IndicatorInfo
        Name and polarity of each indicator.
    order : sequence of str
        The indicators to show, in this order.

    Returns
    -------
    Chart
    """
    found, missing = _chosen(rows, order, ["ratio_baseline", "ratio_current"])
    place = _place(rows)
    lines = [_change(row, infos[str(row["indicator_id"])]) for row in found]
    title = said.moved_title([line.judgement for line in lines], place)
    subtitle = "Ratio to the rest of England, then and now"
    alt = said.rows_alt(subtitle, title, [line.title for line in lines])
    caption = said.joined([said.CHANGE_CAPTION, said.not_shown(missing, "indicator")])
    moves = {"above": "now, moved up", "below": "now, moved down", SIMILAR: "now, no evidence of a move"}
    key = [KeyEntry("then", "circle", "at the baseline"), *_key(lines, moves)] if lines else []
    return rows_chart(lines, key, name=chart_key("change", place, *order), texts=(title, subtitle, alt, caption))


def _place(rows: pd.DataFrame) -> str:
    """Name the network area."""
    return clean(rows["network_area"].iloc[0]) if len(rows) else "The network area"


def _chosen(rows: pd.DataFrame, order: Sequence[str], numbers: list[str]) -> tuple[Sequence[Row], list[str]]:
    """Take the rows asked for, in their order, and the reasons of those that cannot be drawn."""
    mine = rows[rows["indicator_id"].isin(list(order))]
    known = (mine["reason"] == "") & mine[numbers].notna().all(axis=1)
    turn = {indicator: number for number, indicator in enumerate(order)}
    ordered = mine[known].assign(turn=mine.loc[known, "indicator_id"].map(turn)).sort_values("turn", kind="stable")
    return ordered.to_dict("records"), mine.loc[~known, "reason"].astype(str).tolist()


def _name(info: IndicatorInfo, when: str) -> str:
    """Name a row, its periods never broken."""
    return heading(replace(info, name=clean(info.name)), kept_whole(clean(when)))


def _level(row: Row, info: IndicatorInfo) -> RatioRow:
    """Read one level against the rest of England."""
    ratio, low, high = (float(row[f"rate_ratio{end}"]) for end in ("", "_lower", "_upper"))
    side = "above" if low > 1 else "below" if high < 1 else SIMILAR
    judgement = SIMILAR if side == SIMILAR else side_word(side, info.polarity)
    name, limits = _name(info, str(row["period"])), ratio_range(low, high)
    title = f"{name}: {ratio:.2f} times the rest of England (95% interval {limits}), {judgement}"
    return RatioRow(name, f"{ratio:.2f} ({limits})", title, side, judgement, ratio, low, high)


def _change(row: Row, info: IndicatorInfo) -> RatioRow:
    """Read one change against the rest of England."""
    then, now = float(row["ratio_baseline"]), float(row["ratio_current"])
    side = MOVES.get(str(row["verdict"]), SIMILAR)
    judgement = SIMILAR if side == SIMILAR else side_word(side, info.polarity)
    name = _name(info, f"{row['baseline']} to {row['period']}")
    verdict = move_words(str(row["verdict"]), info.polarity)
    title = f"{name}: {then:.2f} to {now:.2f} times the rest of England, {verdict}"
    short = "" if side == SIMILAR else f", {verdict.partition(', ')[2] or verdict}"
    return RatioRow(name, f"{then:.2f} to {now:.2f}{short}", title, side, judgement, now, then=then)


def _key(lines: Sequence[RatioRow], words: Mapping[str, str]) -> list[KeyEntry]:
    """Explain the marks that occur, with their numbers."""
    entries = []
    for side in words:
        for judgement in ("better", "worse", "higher", "lower", SIMILAR):
            number = sum(line.side == side and line.judgement == judgement for line in lines)
            if number:
                mark = next(line for line in lines if line.side == side and line.judgement == judgement)
                meaning = f" ({judgement})" if judgement != SIMILAR else ""
                entries.append(KeyEntry(mark.look, mark.shape, f"{words[side]}{meaning}: {number}"))
    return entries
