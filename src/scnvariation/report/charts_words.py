"""What charts of a page say: titles, captions, alternative texts, and one sentence for each point."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from scnvariation.analysis.funnel_words import BASIS_WORDS, SYSTEMIC
from scnvariation.analysis.indicator import IndicatorInfo, show_value, unit_words
from scnvariation.messages.words import count
from scnvariation.plots.words import some_of
from scnvariation.report.charts_text import shortened, width_of

__all__ = [
    "CHANGE_CAPTION",
    "HOLLOW",
    "LEVELS_CAPTION",
    "RUNS_OUT",
    "area_words",
    "areas_of",
    "differs_title",
    "funnel_alt",
    "funnel_caption",
    "funnel_title",
    "interval_words",
    "joined",
    "moved_title",
    "not_shown",
    "point_lines",
    "rows_alt",
    "trend_alt",
    "trend_title",
    "value_words",
]

HOLLOW = "between the 95% and 99.8% limits"
NAMED = 6
ROOM = 460.0
LEVELS_CAPTION = (
    "Lines: 95% intervals, which carry the variation between the areas. A triangle: the interval lies wholly above "
    "or below 1"
)
RUNS_OUT = "An arrow: the interval goes further than the chart"
CHANGE_CAPTION = "Those far from England tend to come nearer by chance alone"
OF_SIZE = {"proportion": " of {}", "rate": ", size {}", "ratio": ", {} expected", "dsr": ", population {}"}
ONE_DECIMAL_BELOW = 10.0


def value_words(value: float, info: IndicatorInfo) -> str:
    """Write a value with its unit.

    >>> value_words(0.0041, IndicatorInfo(indicator_id="x", name="x", statistic="rate", multiplier=1000))
    '4.10 per 1,000'
    """
    shown = show_value(value, info)
    return shown if info.is_percentage else f"{shown} {unit_words(info)}"


def area_words(value: float, denominator: float, info: IndicatorInfo, *, unit: bool = True) -> str:
    """Write the value of an area and the size it stands on.

    >>> share = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100)
    >>> area_words(0.6117, 1230.0, share)
    '61.2% of 1,230'
    """
    of_size = OF_SIZE.get(info.statistic, "")
    shown = value_words(value, info) if unit else show_value(value, info)
    if not of_size or not math.isfinite(denominator):
        return shown
    digits = 1 if denominator < ONE_DECIMAL_BELOW and denominator % 1 else 0
    return shown + of_size.format(f"{denominator:,.{digits}f}")


def point_lines(name: str, figure: str) -> str:
    r"""Set a name and its figure on one line of the chart, or on two; a name longer than that is shortened.

    >>> point_lines("Bath", "61.2% of 1,230, worse")
    'Bath: 61.2% of 1,230, worse'
    >>> point_lines("NHS Northern, Eastern and Western Devon CCG", "61.2% of 1,230, similar")
    'NHS Northern, Eastern and Western Devon CCG:\n61.2% of 1,230, similar'
    """
    whole = f"{name}: {figure}"
    if width_of(whole) <= ROOM:
        return whole
    return f"{shortened(name, ROOM - width_of(':'))}:\n{figure}"


def areas_of(number: int, network_area: str) -> str:
    """Count areas, and say where they lie.

    >>> areas_of(1, "Wessex"), areas_of(211, "")
    ('1 area of Wessex', '211 areas')
    """
    return f"{count(number, 'area')}{f' of {network_area}' if network_area else ''}"


def funnel_title(outside: int, among: int, place: str, funnel: Mapping[str, Any]) -> str:
    """Give the message of a funnel in one line; where all areas differ, that is the message.

    >>> funnel_title(2, 9, "Wessex", {"systemic": False, "flag_basis": "adjusted"})
    '2 of 9 areas of Wessex lie outside the adjusted 99.8% limits'
    """
    if funnel["systemic"]:
        return SYSTEMIC
    limits = f"the {'adjusted ' if funnel['flag_basis'] == 'adjusted' else ''}99.8% limits"
    if not among:
        return f"No area{f' of {place}' if place else ''} has a figure to show"
    if not outside and among == 1:
        return f"The {areas_of(among, place)} lies within {limits}"
    if not outside:
        return f"None of {areas_of(among, place)} lies outside {limits}"
    return f"{outside} of {areas_of(among, place)} {'lies' if outside == 1 else 'lie'} outside {limits}"


def funnel_caption(funnel: Mapping[str, Any], info: IndicatorInfo, notes: Iterable[str], *, has_lines: bool) -> str:
    """Say what the lines are, how many names stand on the chart, and what is not there."""
    benchmark = float(funnel["benchmark"])
    centre = [f"England {value_words(benchmark, info)}"] if math.isfinite(benchmark) else []
    of_basis = BASIS_WORDS[str(funnel["flag_basis"])]
    lines = f"Lines: {of_basis}, 95% and 99.8%" if has_lines else f"Judged by {of_basis}, which are not drawn"
    parts = [*centre, lines if centre else "", *notes]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def funnel_alt(
    heading: str, title: str, place: str, counts: tuple[int, int], sides: Mapping[str, Sequence[str]]
) -> str:
    """Say what a funnel shows, for those who cannot see it.

    Parameters
    ----------
    heading, title : str
        Indicator with its period, and the message.
    place : str
        Name of the network area, empty for all of England.
    counts : tuple of int
        Areas that are points, and areas that are the cloud behind them.
    sides : mapping of str to sequence of str
        Names of the areas above and below the outermost limits.
    """
    points, cloud = counts
    behind = f", before a cloud of {count(cloud, 'other area')} of England" if cloud else ""
    drawn = f"{areas_of(points, place)} as points, value against size{behind}" if points or cloud else "Nothing drawn"
    named = [f"{side} the 99.8% limits: {some_of(names, NAMED)}" for side, names in sides.items() if names]
    said = ". ".join(f"{text[:1].upper()}{text[1:]}" for text in named)
    return f"Funnel plot of {heading}. {title}. {drawn}.{f' {said}.' if said else ''}"


def not_shown(reasons: Sequence[str], noun: str) -> str:
    """Count what is not drawn, with the reasons; never say which.

    >>> not_shown(["withheld_primary", "missing", "withheld_secondary"], "area")
    '3 areas not shown: 2 withheld, 1 not available'
    """
    if not reasons:
        return ""
    withheld = sum(reason.startswith("withheld") for reason in reasons)
    parts = [(withheld, "withheld"), (len(reasons) - withheld, "not available")]
    return f"{count(len(reasons), noun)} not shown: {', '.join(f'{n:,} {word}' for n, word in parts if n)}"


def differs_title(words: Sequence[str], place: str) -> str:
    """Say on how many indicators a network area differs from the rest of England.

    >>> differs_title(["worse", "similar", "better", "worse"], "Wessex")
    'Wessex differs from the rest of England on 3 of 4 indicators: 1 better, 2 worse'
    """
    return _counted(words, f"{place} differs from the rest of England on")


def moved_title(words: Sequence[str], place: str) -> str:
    """Say on how many indicators a network area moved against the rest of England.

    >>> moved_title(["similar", "better"], "Wessex")
    'Wessex moved against the rest of England on 1 of 2 indicators: 1 for the better'
    >>> moved_title(["similar"], "Wessex")
    'Wessex moved against the rest of England on none of 1 indicator'
    """
    said = {"better": "for the better", "worse": "for the worse", "higher": "up", "lower": "down"}
    return _counted(words, f"{place} moved against the rest of England on", said)


def _counted(words: Sequence[str], head: str, said: Mapping[str, str] = MappingProxyType({})) -> str:
    if not words:
        return "No indicator can be compared with the rest of England"
    kinds = ("better", "worse", "higher", "lower")
    parts = [f"{words.count(kind)} {said.get(kind, kind)}" for kind in kinds if kind in words]
    outside = sum(word in kinds for word in words)
    told = f": {', '.join(parts)}" if parts else ""
    return f"{head} {outside or 'none'} of {count(len(words), 'indicator')}{told}"


def rows_alt(about: str, title: str, sentences: Sequence[str]) -> str:
    """Say what a chart of rows shows, row by row."""
    return " ".join(f"{part}." for part in (about, title, *sentences))


def joined(parts: Iterable[str]) -> str:
    """Join what is to be said under a chart.

    >>> joined(["Bars: 95% intervals", "", "1 area not shown."])
    'Bars: 95% intervals. 1 area not shown.'
    """
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def interval_words(lower: float, upper: float, info: IndicatorInfo) -> str:
    """Write the interval of a value, where there is one.

    >>> share = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100)
    >>> interval_words(0.59, 0.63, share), interval_words(math.nan, math.nan, share)
    (' (95% interval 59.0% to 63.0%)', '')
    """
    if math.isnan(lower) or math.isnan(upper):
        return ""
    return f" (95% interval {show_value(lower, info)} to {show_value(upper, info)})"


def trend_title(places: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """Give the first and the last figure of each place.

    >>> trend_title([("Wessex", [("2013/14", "61.2%"), ("2014/15", "64.0%")]), ("England", [("2013/14", "60.0%")])])
    'Wessex: 61.2% in 2013/14, 64.0% in 2014/15; England: 60.0% in 2013/14'
    """
    parts = [(name, ", ".join(f"{value} in {period}" for period, value in ends)) for name, ends in places]
    return "; ".join(f"{name}: {told or 'no figure to show'}" for name, told in parts)


def trend_alt(name: str, title: str, periods: int) -> str:
    """Say what a chart over time shows."""
    return f"{name} over {count(periods, 'period')}. {title}."
