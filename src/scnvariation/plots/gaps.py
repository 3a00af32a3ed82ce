"""The typical gaps: one row per group with its interval, before and after need."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from scnvariation.analysis.change_words import TOO_FEW
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.variation_columns import ADJUSTMENTS
from scnvariation.analysis.variation_figures import withheld
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.messages.words import count
from scnvariation.plots import words
from scnvariation.plots.axes import AxisScale, value_axis
from scnvariation.plots.chart_rows import (
    ChartRow,
    draw_intervals,
    draw_marks,
    draw_reference,
    draw_stripes,
    part_of_rows,
    scale_of_intervals,
    set_rows,
    side_labels,
    write_rows,
)
from scnvariation.plots.gap_words import DIFFERENCE, OF, PER_CENT, decimals, gap_info, gap_name, gap_range, written
from scnvariation.plots.group_names import group_names, in_common
from scnvariation.plots.key import KeyItem
from scnvariation.plots.layout import Furniture, arrange
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Look, Palette
from scnvariation.plots.style import VariationStyle

__all__ = ["describe_gaps", "paint_gaps"]

Floats = npt.NDArray[np.float64]
AFTER = {"crude": "crude", "age_sex": "after age and sex", "need": "after need"}
Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the picture shows of the groups.

    Attributes
    ----------
    groups : pandas.DataFrame
        Rows of the result that share one scale, with `point`, `low`, `high` on it and `hidden` where withheld.
    rows : list of ChartRow
        As they are drawn, headings among them.
    places : list of int
        Row of `groups` at each row drawn, -1 for a heading.
    info : IndicatorInfo
        How numbers on the scale are written.
    left_out : int
        Groups measured in units of their own, which have no place on the scale.
    """

    groups: pd.DataFrame
    rows: list[ChartRow]
    places: list[int]
    info: IndicatorInfo
    left_out: int

    @property
    def judged(self) -> pd.DataFrame:
        """The groups large enough to judge, after the furthest adjustment there is."""
        shown = self.groups[~self.groups["hidden"]]
        return shown[shown["adjustment"] == self.leading]

    @property
    def leading(self) -> str:
        """The adjustment that the title speaks of."""
        present = set(self.groups["adjustment"])
        return next((one for one in reversed(ADJUSTMENTS) if one in present), "crude")


def paint_gaps(result: VariationResult, page: Page, style: VariationStyle) -> Axes:
    """Draw the typical gap of each group with its interval.

    Parameters
    ----------
    result : VariationResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : VariationStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes
    """
    gaps = gaps_of(result)
    part, parts = part_of_rows(page, gaps.rows, furniture(result, gaps, page, style, words.part_of(88, 89)), style.part)
    shown = replace(gaps, rows=[gaps.rows[i] for i in part], places=[gaps.places[i] for i in part])
    arrange(page, furniture(result, shown, page, style, words.part_of(style.part, parts)), style.colours)
    scale = scale_of(gaps)
    said = set_rows(page, shown.rows, scale)
    draw_stripes(page, shown.rows)
    draw_reference(page, 0.0, style.colours)
    for adjustment, look in looks(style.colours).items():
        draw_adjustment(page, shown, adjustment, look)
    write_rows(page, shown.rows, said, scale, style.colours)
    return page.axes


def gaps_of(result: VariationResult) -> Gaps:
    """Choose the groups that share a scale, put them on it, and name them."""
    groups = result.groups.reset_index(drop=True)
    differs = (groups["typical_gap_measure"] == DIFFERENCE).to_numpy()
    infos = [result.indicators[one] for one in result.group_indicator]
    own_units = bool(differs.all()) and len({info.indicator_id for info in infos}) == 1 and len(groups) > 0
    kept = np.ones(len(groups), dtype=bool) if own_units else ~differs
    moved = 0.0 if own_units else 1.0
    groups = groups.assign(
        point=groups["typical_gap"] - moved,
        low=groups["typical_gap_lower"] - moved,
        high=groups["typical_gap_upper"] - moved,
        hidden=withheld(groups).to_numpy(),
    )
    names = group_names(result)
    groups = groups.assign(heading=[name.heading for name in names], label=[name.label for name in names])[kept]
    info = gap_info(DIFFERENCE, infos[0]) if own_units else PER_CENT
    rows, places = chart_rows(groups, info)
    return Gaps(groups, rows, places, info, int((~kept).sum()))


def chart_rows(groups: pd.DataFrame, info: IndicatorInfo) -> tuple[list[ChartRow], list[int]]:
    """List the rows from above to below, a heading wherever it changes."""
    rows: list[ChartRow] = []
    places: list[int] = []
    before: tuple[str, str] = ("", "")
    mixed = len(set(groups["typical_gap_measure"])) > 1
    for place, row in enumerate(groups.to_dict("records")):
        heading, label = str(row["heading"]), str(row["label"])
        if heading and heading != before[0]:
            rows.append(ChartRow(heading, heading=True))
            places.append(-1)
        again = (heading, label) == before
        name = AFTER[str(row["adjustment"])] if again else label
        rows.append(ChartRow(name, said(row, info, mixed=mixed), joined=again))
        places.append(place)
        before = (heading, label)
    return rows, places


def said(row: Row, info: IndicatorInfo, *, mixed: bool) -> str:
    """Write one gap with its interval, and what it is a gap in where measures are mixed."""
    if row["hidden"]:
        return TOO_FEW
    measure = str(row["typical_gap_measure"])
    return gap_range(row, info) + (OF.get(measure, "") if mixed and measure == "median_odds_ratio" else "")


def scale_of(gaps: Gaps) -> AxisScale:
    """Settle the axis: from no gap, over every point and nearly every interval."""
    seen = gaps.groups[~gaps.groups["hidden"]]
    point, high = seen["point"].to_numpy(dtype=float), seen["high"].to_numpy(dtype=float)
    end = scale_of_intervals(point, high)
    return value_axis(np.array([0.0, end if end > 0 else 0.1]), gaps.info)


def looks(colours: Palette) -> dict[str, Look]:
    """Choose marker and colour of each adjustment: told apart by shape and fill as well."""
    return {
        "crude": Look("o", colours.accent, colours.accent, 0),
        "age_sex": Look("s", "white", colours.higher, 1),
        "need": Look("D", "white", colours.worse, 1),
    }


def draw_adjustment(page: Page, gaps: Gaps, adjustment: str, look: Look) -> None:
    """Draw intervals and points of one adjustment."""
    at = [(height, place) for height, place in enumerate(gaps.places) if place >= 0]
    heights = np.array([height for height, _ in at], dtype=float)
    groups = gaps.groups.iloc[[place for _, place in at]]
    mine = ((groups["adjustment"] == adjustment) & ~groups["hidden"]).to_numpy(dtype=bool)
    point, low, high = (groups.loc[mine, name].to_numpy(dtype=float) for name in ("point", "low", "high"))
    draw_intervals(page, heights[mine], low, high, look.edge, gid=f"interval-{adjustment}")
    draw_marks(page, heights[mine], point, look, gid=f"gaps-{adjustment}")


def furniture(result: VariationResult, gaps: Gaps, page: Page, style: VariationStyle, part: str) -> Furniture:
    """Collect the words around the gaps."""
    present = set(gaps.groups["adjustment"])
    key = [KeyItem(look, AFTER[one]) for one, look in looks(style.colours).items() if one in present]
    return Furniture(
        title=title(gaps) if style.title else "",
        subtitle=in_common(result) if style.title else "",
        caption=f"{part} {caption(result, gaps)}".strip() if style.caption else "",
        upright="",
        across=axis_name(gaps),
        side_labels=side_labels(page, gaps.rows),
        key=key if len(key) > 1 else [],
    )


def axis_name(gaps: Gaps) -> str:
    """Name the scale."""
    measures = gaps.groups["typical_gap_measure"].unique()
    return gap_name(str(measures[0]) if len(measures) == 1 else "", gaps.info)


def title(gaps: Gaps) -> str:
    """Say in one line how far areas lie apart."""
    judged, groups = gaps.judged, gaps.groups[gaps.groups["adjustment"] == gaps.leading]
    after = "The" if gaps.leading == "crude" else f"{AFTER[gaps.leading].capitalize()}, the"
    if judged.empty:
        return "Too few areas or events to say how much the areas differ"
    found = judged[judged["point"] > 0]
    if found.empty:
        beyond = AFTER[gaps.leading].replace("after", " and").replace("crude", "")
        return f"No gap between areas is found beyond chance{beyond}"
    ends = (float(found["point"].min()), float(found["point"].max()))
    low, high = (written(end, gaps.info, decimals(end)) for end in ends)
    if len(groups) == 1:
        return f"{after} typical gap between two areas is {said(found.iloc[0].to_dict(), gaps.info, mixed=False)}"
    spread = f"run from {low} to {high}" if low != high else f"are {high}"
    none = len(judged) - len(found)
    rest = f"; in {none} of {count(len(judged), 'group')} none is found beyond chance" if none else ""
    return f"{after} typical gaps between two areas {spread}{rest}"


def caption(result: VariationResult, gaps: Gaps) -> str:
    """Say how the gaps were found and what is left out."""
    parts = ["Gap between two areas picked at random once chance is taken out, with its 95% interval"]
    hidden = int(gaps.groups["hidden"].sum())
    if hidden:
        parts.append(f"{count(hidden, 'row')} withheld: below 8 areas or 5 events an area")
    if gaps.left_out:
        parts.append(f"{count(gaps.left_out, 'row')} measured in units of their own not drawn")
    if not result.excluded.empty:
        parts.append(f"{count(len(result.excluded), 'value')} left out, listed in the result")
    return ". ".join(part[:1].upper() + part[1:] for part in [*parts, *result.notes]) + "."


def describe_gaps(result: VariationResult, _style: VariationStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    gaps = gaps_of(result)
    told = [f"{row.name}: {row.said}" for row in gaps.rows if not row.heading]
    return (
        f"Typical gaps between two areas with 95% intervals, {in_common(result)}. {title(gaps)}. {words.some_of(told)}."
    )
