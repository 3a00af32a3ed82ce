"""The level over time: a place beside England, with its interval; gaps stay open."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from scnvariation.analysis.indicator import show_value
from scnvariation.analysis.trend_result import TrendResult
from scnvariation.errors import OptionError
from scnvariation.plots import words
from scnvariation.plots.axes import AxisScale, value_axis
from scnvariation.plots.fonts import clean, cut
from scnvariation.plots.layout import TICK, Furniture, arrange
from scnvariation.plots.line_ends import END, EndLabel, draw_ends, gutter
from scnvariation.plots.page import Page, widened
from scnvariation.plots.palette import Palette
from scnvariation.plots.style import TrendStyle
from scnvariation.plots.time_axis import LABEL_ROOM, TimeAxis, opened, set_time, time_axis

__all__ = ["describe_levels", "paint_levels"]

Floats = npt.NDArray[np.float64]
LEADING = 2.2  # width of the line that is followed
MANY = 12  # more places than this are not drawn together
NAME_SHARE = 0.28  # of the width, at most, for a name at the end of its line
ENGLAND, REST = "england", "rest"


class Shown(NamedTuple):
    """The places drawn: the one followed, what it is compared with, and any others."""

    place: str
    beside: str
    others: tuple[str, ...]


def paint_levels(result: TrendResult, page: Page, style: TrendStyle) -> Axes:
    """Draw the level of a place beside England.

    Parameters
    ----------
    result : TrendResult
        Finished; nothing of it is changed or computed again.
    page : Page
        Where to draw.
    style : TrendStyle
        Checked options.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    OptionError
        If the place is not in the result.
    """
    shown, colours = shown_of(result, style), style.colours
    time = time_axis(result.spread)
    upright = scale_of(result, shown)
    arrange(page, furniture(result, shown, upright, style), colours)
    ends = end_labels(page, result, shown, time, colours)
    axes = page.axes
    set_time(page, axes, time, widened(page, gutter(page, ends)))
    axes.set_ylim(upright.low, upright.high)
    upright.set_ticks(axes.yaxis, page.pt(TICK))
    axes.spines["bottom"].set_bounds(time.low, time.high)
    for name in shown.others:
        draw_line(page, result, time, name, colours.faint, width=1.0)
    draw_line(page, result, time, shown.beside, colours.ink, width=1.6, dashed=bool(shown.place))
    if shown.place:
        draw_band(page, result, time, shown.place, upright, colours)
        draw_line(page, result, time, shown.place, colours.accent, width=LEADING)
    draw_ends(page, ends)
    return axes


def shown_of(result: TrendResult, style: TrendStyle) -> Shown:
    """Choose the places to draw: the one asked for, else the one followed, else the network areas together."""
    levels = result.levels
    kinds = dict(zip(levels["place"], levels["kind"], strict=True))
    england = next(place for place, kind in kinds.items() if kind == ENGLAND)
    rest = next((place for place, kind in kinds.items() if kind == REST), england)
    places = [place for place, kind in kinds.items() if kind not in {ENGLAND, REST}]
    wanted = style.place if style.place is not None else result.place
    if wanted:
        if wanted not in places:
            raise OptionError(words.highlight_not_found("place", wanted, places))
        return Shown(wanted, rest if wanted == result.place else england, ())
    networks = [place for place in places if kinds[place] == "network_area"] or places
    if len(networks) == 1:
        return Shown(networks[0], england, ())
    return Shown("", england, tuple(networks) if len(networks) <= MANY else ())


def series(result: TrendResult, time: TimeAxis, place: str, *columns: str) -> tuple[Floats, ...]:
    """Give times and columns of one place, a blank where a period is missing."""
    mine = result.levels[result.levels["place"] == place].drop_duplicates("period").set_index("period")
    rows = mine.reindex(result.spread["period"])
    return opened(time.places, *(rows[column].to_numpy(dtype=float) for column in columns))


def draw_line(
    page: Page,
    result: TrendResult,
    time: TimeAxis,
    place: str,
    colour: str,
    *,
    width: float,
    dashed: bool = False,
) -> None:
    """Draw one place as a line; a period that stands alone is a dot."""
    marker = width >= LEADING
    at, value = series(result, time, place, "value")
    page.axes.plot(
        at,
        value,
        color=colour,
        linewidth=page.pt(width),
        linestyle="--" if dashed else "-",
        marker="o" if marker else ".",
        markersize=page.pt(5.5 if marker else 3.0),
        zorder=4 if marker else 3,
        clip_on=False,
        gid=f"level-{place}",
    )


def draw_band(
    page: Page, result: TrendResult, time: TimeAxis, place: str, upright: AxisScale, colours: Palette
) -> None:
    """Shade the interval of the place followed; one without an upper bound fills the picture."""
    at, low, high = series(result, time, place, "lower", "upper")
    alone = np.isfinite(low) & ~np.isfinite(np.append(low[1:], np.nan)) & ~np.isfinite(np.append(np.nan, low[:-1]))
    top = np.minimum(high, upright.high)
    page.axes.fill_between(at, low, top, color=colours.accent, alpha=0.16, linewidth=0, zorder=1, gid="interval")
    page.axes.vlines(at[alone], low[alone], top[alone], color=colours.accent, alpha=0.4, linewidth=page.pt(2.0))


def scale_of(result: TrendResult, shown: Shown) -> AxisScale:
    """Settle the axis of values over all that is drawn."""
    levels = result.levels
    drawn = levels[levels["place"].isin([shown.place, shown.beside, *shown.others])]
    band = levels[levels["place"] == shown.place]
    values = [drawn["value"], band["lower"], band["upper"]]
    return value_axis(np.concatenate([column.to_numpy(dtype=float) for column in values]), result.info)


def name_of(place: str, result: TrendResult) -> str:
    """Name a place as it is labelled."""
    kinds = dict(zip(result.levels["place"], result.levels["kind"], strict=True))
    return {ENGLAND: "England", REST: "Rest of England"}.get(str(kinds[place]), place)


def end_labels(page: Page, result: TrendResult, shown: Shown, time: TimeAxis, colours: Palette) -> list[EndLabel]:
    """Name every line where it ends."""
    labels, widest = [], NAME_SHARE * page.text_room
    for place in (shown.beside, shown.place, *shown.others):
        if not place:
            continue
        at, value = series(result, time, place, "value")
        known = np.flatnonzero(np.isfinite(value))
        if known.size:
            last = known[-1]
            leads = place in {shown.beside, shown.place}
            name = cut(clean(name_of(place, result)), page.pt(END), widest)
            text = f"{name} {show_value(float(value[last]), result.info)}" if leads else name
            colour = colours.accent if place == shown.place else colours.ink if leads else colours.muted
            labels.append(EndLabel(text, float(at[last]), float(value[last]), colour, bold=leads))
    return labels


def furniture(result: TrendResult, shown: Shown, upright: AxisScale, style: TrendStyle) -> Furniture:
    """Collect the words around the lines."""
    return Furniture(
        title=title(result, shown) if style.title else "",
        subtitle=f"{result.info.name}, {span(result)}" if style.title else "",
        caption=caption(result, shown) if style.caption else "",
        upright=words.axis_unit(result.info),
        across="",
        side_labels=upright.labels,
        below=LABEL_ROOM,
    )


def span(result: TrendResult) -> str:
    """Name the first and the last period."""
    first, last = result.periods[0], result.periods[-1]
    return first if first == last else f"{first} to {last}"


def latest_of(result: TrendResult, place: str) -> pd.Series[float] | None:
    """Give the last period of a place that has a value."""
    rows = result.levels[(result.levels["place"] == place) & result.levels["value"].notna()]
    return None if rows.empty else rows.iloc[-1]


def from_to(result: TrendResult, place: str) -> str:
    """Give the first and the last value of a place."""
    rows = result.levels[(result.levels["place"] == place) & result.levels["value"].notna()]
    if rows.empty:
        return f"{name_of(place, result)} has no value"
    ends = [f"{show_value(float(row['value']), result.info)} in {row['period']}" for _, row in rows.iterrows()]
    return f"{name_of(place, result)} {ends[0]}" + (f", {ends[-1]}" if len(ends) > 1 else "")


def title(result: TrendResult, shown: Shown) -> str:
    """Say where the place lies in its last period; without one, how England moved."""
    if not shown.place:
        return from_to(result, shown.beside)
    row = latest_of(result, shown.place)
    if row is None:
        return f"{shown.place} has no value to show"
    ratio, low, high = (float(row[f"ratio{end}"]) for end in ("", "_lower", "_upper"))
    when = str(row["period"])
    if not np.isfinite([ratio, low]).all() or np.isnan(high):
        return f"{shown.place}: {show_value(float(row['value']), result.info)} in {when}"
    side = "lies above" if low > 1 else "lies below" if high < 1 else "is not clearly apart from"
    return f"{shown.place} {side} the rest of England in {when} (ratio {ratio:.2f}, {words.ratio_range(low, high)})"


def caption(result: TrendResult, shown: Shown) -> str:
    """Say what the band is, and add the notes of the result."""
    parts = list(result.notes)
    if shown.place:
        parts.insert(0, f"Band: 95% interval of {shown.place}; of several areas it carries the variation between these")
    elif shown.others:
        parts.insert(0, "Each network area carries its own chance; drawn alone, one has its interval")
    return f"{'. '.join(part.rstrip('.') for part in parts)}." if parts else ""


def describe_levels(result: TrendResult, style: TrendStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    shown = shown_of(result, style)
    told = [from_to(result, place) for place in (shown.place, shown.beside) if place]
    return f"Lines over time of {result.info.name}, {span(result)}. {title(result, shown)}. {'; '.join(told)}."
