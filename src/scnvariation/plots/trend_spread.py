"""How much areas differ over time: the typical gap with its interval, and the observed ratio beside chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from scnvariation.analysis.change_words import too_few
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.trend_result import TrendResult
from scnvariation.messages.words import count
from scnvariation.plots.axes import AxisScale, value_axis
from scnvariation.plots.chart_rows import scale_of_intervals
from scnvariation.plots.gap_words import gap_info, gap_name, gap_range, moved
from scnvariation.plots.layout import TICK, Furniture, arrange
from scnvariation.plots.line_ends import EndLabel, draw_ends, gutter
from scnvariation.plots.page import Page, widened
from scnvariation.plots.panels import name_panel, stacked
from scnvariation.plots.style import TrendStyle
from scnvariation.plots.time_axis import LABEL_ROOM, TimeAxis, opened, set_time, time_axis

__all__ = ["describe_spread", "paint_spread"]

Floats = npt.NDArray[np.float64]
TIMES = IndicatorInfo(indicator_id="ratio", name="ratio", statistic="estimate")
GAP_SHARE, RATIO_SHARE = 0.58, 0.42
ARROW = 0.03  # of the axis: an arrow stays inside


@dataclass(frozen=True, slots=True)
class Gap:
    """The typical gap of each period on the scale of the picture."""

    point: Floats
    low: Floats
    high: Floats
    info: IndicatorInfo
    measure: str


def paint_spread(result: TrendResult, page: Page, style: TrendStyle) -> Axes:
    """Draw the typical gap of every period, and below it the ratio of high to low areas beside chance.

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
        An empty frame; the panels are its `child_axes`.
    """
    gap, time, beside = gap_of(result), time_axis(result.spread), has_ratio(result)
    scale, ratio_scale = gap_scale(gap), scale_of_ratios(result)
    labels = (*scale.labels, *(ratio_scale.labels if beside else ()))
    arrange(page, furniture(result, gap, labels, style), style.colours)
    panels = stacked(page, (GAP_SHARE, RATIO_SHARE) if beside else (1.0,))
    gap_ends, ratio_ends = gap_labels(result, gap, time, style), ratio_labels(result, time, style) if beside else []
    length = widened(page, max(gutter(page, gap_ends), gutter(page, ratio_ends)))
    draw_gap(panels[0], gap, time, scale, style)
    finish(panels[0], time, scale, gap_ends, length, last=not beside)
    name_panel(panels[0], gap_name(gap.measure, gap.info), style.colours)
    if beside:
        draw_ratio(panels[1], result, time, style)
        finish(panels[1], time, ratio_scale, ratio_ends, length, last=True)
        name_panel(panels[1], ratio_name(result), style.colours)
    return page.axes


def ratio_name(result: TrendResult) -> str:
    """Name the scale of ratios."""
    side = " on the adverse side" if result.settings.side == "complement" else ""
    return f"High areas over low areas{side} (P90/P10), times"


def gap_of(result: TrendResult) -> Gap:
    """Put the typical gap of each period on the scale of the picture."""
    rows = result.spread
    measures = [measure for measure in rows["typical_gap_measure"] if isinstance(measure, str) and measure]
    measure = measures[-1] if measures else ""
    point, low, high = (moved(rows[f"typical_gap{end}"], measure) for end in ("", "_lower", "_upper"))
    point = np.where(too_few(result.spread), np.nan, point)
    return Gap(point, low, high, gap_info(measure, result.info), measure)


def has_ratio(result: TrendResult) -> bool:
    """Tell whether there is a ratio of high to low areas; it is never shown without what chance alone gives."""
    return bool(np.isfinite(result.spread[["p90_p10", "p90_p10_chance"]].to_numpy(dtype=float)).all(axis=1).any())


def gap_scale(gap: Gap) -> AxisScale:
    """Settle the axis of gaps, from none."""
    end = scale_of_intervals(gap.point, gap.high)
    return value_axis(np.array([0.0, end if end > 0 else 0.1]), gap.info, most=5)


def scale_of_ratios(result: TrendResult) -> AxisScale:
    """Settle the axis of ratios, from 1: areas that do not differ."""
    columns = ["p90_p10", "p90_p10_chance", "p90_p10_chance_lower", "p90_p10_chance_upper"]
    values = result.spread[columns].to_numpy(dtype=float).ravel()
    scale = value_axis(np.append(values, 1.0), TIMES, most=4)
    ticks = [(tick, label) for tick, label in zip(scale.ticks, scale.labels, strict=True) if tick >= 1 - 1e-9]
    return AxisScale(1.0, scale.high, tuple(tick for tick, _ in ticks), tuple(label for _, label in ticks))


def draw_gap(page: Page, gap: Gap, time: TimeAxis, scale: AxisScale, style: TrendStyle) -> None:
    """Draw points with their intervals, joined where periods follow one another."""
    axes, colours = page.axes, style.colours
    known = np.isfinite(gap.point)
    top = np.minimum(gap.high, scale.high - ARROW * (scale.high - scale.low))
    drawn = known & np.isfinite(gap.low) & ~np.isnan(gap.high)
    axes.vlines(
        time.places[drawn], gap.low[drawn], top[drawn], color=colours.accent, linewidth=page.pt(2.2), gid="interval-gap"
    )
    beyond = drawn & (gap.high > scale.high)
    if beyond.any():
        axes.scatter(
            time.places[beyond], top[beyond], s=page.pt(6.5) ** 2, marker="^", color=colours.accent, clip_on=False,
            zorder=4, gid="interval-gap-beyond",
        )  # fmt: skip
    at, point = opened(time.places, gap.point)
    axes.plot(at, point, color=colours.accent, linewidth=page.pt(1.0), zorder=3, gid="gap-line")
    axes.scatter(
        time.places[known],
        gap.point[known],
        s=page.pt(6.5) ** 2,
        color=colours.accent,
        zorder=5,
        clip_on=False,
        gid="gap",
    )


def draw_ratio(page: Page, result: TrendResult, time: TimeAxis, style: TrendStyle) -> None:
    """Draw the observed ratio over the band of what chance alone would give."""
    axes, colours, rows = page.axes, style.colours, result.spread
    numbers = [
        rows[name].to_numpy(dtype=float)
        for name in ("p90_p10", "p90_p10_chance", "p90_p10_chance_lower", "p90_p10_chance_upper")
    ]
    at, observed, chance, low, high = opened(time.places, *numbers)
    axes.fill_between(at, low, high, color=colours.within, linewidth=0, zorder=1, gid="chance-band")
    axes.vlines(at, low, high, color=colours.within, linewidth=page.pt(3.0), zorder=1)
    axes.plot(at, chance, color=colours.muted, linewidth=page.pt(1.2), linestyle="--", zorder=2, gid="chance")
    axes.plot(
        at, observed, color=colours.ink, linewidth=page.pt(1.4), marker="s", markersize=page.pt(4.5),
        markerfacecolor="white", zorder=3, clip_on=False, gid="observed",
    )  # fmt: skip


def finish(page: Page, time: TimeAxis, scale: AxisScale, ends: list[EndLabel], length: float, *, last: bool) -> None:
    """Set the view of one panel and name its lines; only the last panel names the periods."""
    axes = page.axes
    set_time(page, axes, time, length)
    if not last:
        axes.set_xticks(axes.get_xticks(), labels=[""] * len(axes.get_xticks()))
    axes.set_ylim(scale.low, scale.high)
    scale.set_ticks(axes.yaxis, page.pt(TICK))
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines["bottom"].set_bounds(time.low, time.high)
    draw_ends(page, ends)


def last_known(values: Floats) -> int | None:
    """Give the place of the last number."""
    known = np.flatnonzero(np.isfinite(values))
    return int(known[-1]) if known.size else None


def gap_labels(result: TrendResult, gap: Gap, time: TimeAxis, style: TrendStyle) -> list[EndLabel]:
    """Write the last typical gap beside its point."""
    last = last_known(gap.point)
    if last is None:
        return []
    text = gap_range(result.spread.iloc[last], gap.info)
    return [EndLabel(text, float(time.places[last]), float(gap.point[last]), style.colours.accent, bold=True)]


def ratio_labels(result: TrendResult, time: TimeAxis, style: TrendStyle) -> list[EndLabel]:
    """Name the observed ratio and that of chance alone where they end."""
    labels = []
    for column, name, colour in (
        ("p90_p10", "observed", style.colours.ink),
        ("p90_p10_chance", "chance alone", style.colours.muted),
    ):
        values = result.spread[column].to_numpy(dtype=float)
        last = last_known(values)
        if last is not None:
            text = f"{name} {values[last]:.2f}"
            labels.append(
                EndLabel(text, float(time.places[last]), float(values[last]), colour, bold=column == "p90_p10")
            )
    return labels


def furniture(result: TrendResult, gap: Gap, labels: tuple[str, ...], style: TrendStyle) -> Furniture:
    """Collect the words around the panels."""
    return Furniture(
        title=title(result, gap) if style.title else "",
        subtitle=result.title() if style.title else "",
        caption=caption(result, gap) if style.caption else "",
        upright="",
        across="",
        side_labels=labels,
        below=LABEL_ROOM,
    )


def title(result: TrendResult, gap: Gap) -> str:
    """Give the first and the last typical gap; whether it changed is for the test of change."""
    known = np.flatnonzero(np.isfinite(gap.point))
    if not known.size:
        return "Too few areas or events to say how much the areas differ"
    rows = result.spread
    first, last = (
        f"{gap_range(rows.iloc[k], gap.info, bare=True)} in {rows['period'].iloc[k]}" for k in (known[0], known[-1])
    )
    return f"Typical gap between two areas: {first}" + (f", {last}" if len(known) > 1 else "")


def caption(result: TrendResult, gap: Gap) -> str:
    """Say what bars and bands are, and add the facts of the result."""
    beside = has_ratio(result)
    parts = [f"{'Upper panel: the' if beside else 'The'} gap once chance is taken out, with 95% intervals"]
    known = np.isfinite(gap.point) & np.isfinite(gap.low)
    if np.isinf(gap.high[known]).any():
        parts.append("an arrow has no upper bound")
    elif (gap.high[known] > gap_scale(gap).high).any():
        parts.append("an arrow runs on beyond the picture")
    hidden = int((too_few(result.spread) & result.spread["typical_gap"].notna()).sum())
    if hidden:
        parts.append(f"{count(hidden, 'period')} withheld: below 8 areas or 5 events an area")
    band = " Lower panel: the grey band holds 95% of what chance alone would give." if beside else ""
    test = "Whether areas moved together is for a paired test of two periods."
    return f"{'; '.join(parts)}.{band} {test} {result.caption()}"


def describe_spread(result: TrendResult, _style: TrendStyle) -> str:
    """Say what the picture shows, for a reader who cannot see it."""
    gap = gap_of(result)
    told = [
        f"{row['period']}: {gap_range(row, gap.info)}"
        for (_, row), point in zip(result.spread.iterrows(), gap.point, strict=True)
        if np.isfinite(point)
    ]
    return f"Typical gap between two areas over time, {result.info.name}. {title(result, gap)}. {'; '.join(told)}."
