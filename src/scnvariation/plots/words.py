"""The words that only pictures need."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.funnel_words import percent, status_words
from scnvariation.analysis.indicator import IndicatorInfo, heading, unit_words
from scnvariation.messages.words import count, did_you_mean, five_of, quoted

__all__ = [
    "axes_without_figure",
    "axis_unit",
    "band_name",
    "benchmark_label",
    "highlight_not_found",
    "highlighted_key",
    "interval_key",
    "limit_label",
    "names_not_a_number",
    "names_shown",
    "no_picture",
    "no_trajectories",
    "not_selected_key",
    "only_for_kind",
    "order_words",
    "other_basis_label",
    "part_not_a_number",
    "part_not_there",
    "part_of",
    "ratio_range",
    "size_words",
    "some_of",
    "standard_label",
    "status_key",
    "subtitle",
    "tile_key",
    "tiles_need_network_areas",
]

SIZE_WORDS = {
    "proportion": "Size of the area (denominator)",
    "rate": "Size of the area (denominator)",
    "ratio": "Size of the area (expected number)",
    "dsr": "Size of the area (effective denominator)",
    "mean": "Precision of the area's value (1 / standard error)",
    "estimate": "Precision of the area's value (1 / standard error)",
}

BASIS_AT_LINE = {"": "limit", "exact": "limit", "adjusted": "adjusted"}
OTHER_BASIS = {"exact": "chance alone", "adjusted": "adjusted"}


def highlight_not_found(argument: str, value: str, present: Sequence[str]) -> str:
    """Say that no area fits, and which comes nearest; a part of a name is never taken."""
    near = did_you_mean(value, present)
    return (
        f"{argument}={quoted(value)} is no area here; give a code or a whole name exactly. "
        f"Present: {five_of([*present])}.{near}"
    )


def no_picture(kind: str, known: Sequence[str]) -> str:
    """Say that a result has no picture of its own."""
    return f"{kind} has no picture; pictures exist of {', '.join(known)}. Use .table() or .text()."


def axes_without_figure() -> str:
    """Say that an Axes cannot be drawn on."""
    return "ax= belongs to no figure any more; make a new one, for example with plt.subplots()."


def size_words(statistic: str) -> str:
    """Name the horizontal axis of a funnel."""
    return SIZE_WORDS[statistic]


def status_key(status: str, side_word: str, number: int) -> str:
    """Name one kind of point in the key.

    >>> status_key("above_99_8", "worse", 5), status_key("within", "", 1200)
    ('above 99.8% (worse): 5', 'within: 1,200')
    """
    meaning = f" ({side_word})" if side_word else ""
    return f"{'not judged' if status == 'not_computed' else status_words(status)}{meaning}: {number:,}"


def names_not_a_number(names: object) -> str:
    """Say what `names` takes."""
    return f"names={names!r} is not a number of areas; give a whole number from 0, for example names=12."


def only_for_kind(option: str, wanted: str, kind: str) -> str:
    """Say that an option belongs to another kind of picture."""
    return f"{option}= belongs to kind={wanted!r} and does nothing for kind={kind!r}; leave it out or change the kind."


def part_not_a_number(part: object) -> str:
    """Say what `part` takes."""
    return f"part={part!r} is not the number of a part; give a whole number from 1, for example part=2."


def part_not_there(part: int, parts: int) -> str:
    """Say how many parts a picture has."""
    return f"part={part} is not there: at this size the picture has {count(parts, 'part')}."


def part_of(part: int, parts: int) -> str:
    """Say which part of a long picture is shown; counts and title are of the whole.

    >>> part_of(1, 3), part_of(1, 1)
    ('Part 1 of 3; the title speaks of all parts.', '')
    """
    return "" if parts == 1 else f"Part {part} of {parts}; the title speaks of all parts."


def no_trajectories() -> str:
    """Say what the trajectories are drawn of."""
    return "kind='trajectories' draws network areas, and these areas have none; use kind='spread' or with_areas()."


def tiles_need_network_areas(by: Sequence[str]) -> str:
    """Say what the tile map is drawn of."""
    return (
        "kind='tiles' draws one indicator and period by network area; this result is grouped by "
        f"{', '.join(by)}. Select one indicator and period, and use variation(..., by=['network_area'])."
    )


def tile_key(side: str, side_word: str, number: int) -> str:
    """Name one kind of tile in the key.

    >>> tile_key("above", "worse", 2), tile_key("similar", "", 9)
    ('interval above 1 (worse): 2', 'interval holds 1 (similar): 9')
    """
    place = "holds 1" if side == "similar" else f"{side} 1"
    return f"interval {place} ({side_word or 'similar'}): {number:,}"


def ratio_range(lower: float, upper: float) -> str:
    """Write the limits of a ratio, so finely that a limit beside 1 is seen to lie beside it.

    >>> ratio_range(0.93, 1.19), ratio_range(1.004, 1.11), ratio_range(0.9, float("inf"))
    ('0.93 to 1.19', '1.004 to 1.110', '0.90 to no upper bound')
    """
    digits = 3 if "1.00" in {f"{lower:.2f}", f"{upper:.2f}"} else 2
    return f"{lower:.{digits}f} to {f'{upper:.{digits}f}' if math.isfinite(upper) else 'no upper bound'}"


def some_of(sentences: Sequence[str], most: int = 12) -> str:
    """Join short statements and count those left away.

    >>> some_of(["a: 1", "b: 2", "c: 3"], 2)
    'a: 1; b: 2; and 1 more'
    """
    more = [f"and {len(sentences) - most:,} more"] if len(sentences) > most else []
    return "; ".join([*sentences[:most], *more])


def names_shown(placed: int, wanted: int) -> str:
    """Say how many of the areas that could be named are named.

    >>> names_shown(12, 31)
    '12 of 31 labelled; the table lists all.'
    """
    return "" if placed == wanted else f"{placed} of {wanted} labelled; the table lists all."


def limit_label(level: float, basis: str) -> str:
    """Name a limit line at its end; `basis` is empty where there is only one.

    >>> limit_label(0.998, ""), limit_label(0.95, "adjusted")
    ('99.8% limit', '95% adjusted')
    """
    return f"{percent(level)} {BASIS_AT_LINE[basis]}"


def other_basis_label(basis: str) -> str:
    """Name the faint pair of lines, once on each side."""
    return OTHER_BASIS[basis]


def benchmark_label(value: str, *, of_england: bool) -> str:
    """Name the centre line.

    >>> benchmark_label("13.2%", of_england=True), benchmark_label("13.2%", of_england=False)
    ('England 13.2%', 'Benchmark 13.2%')
    """
    return f"{'England' if of_england else 'Benchmark'} {value}"


def standard_label(value: str) -> str:
    """Name the performance standard."""
    return f"Standard {value}"


def highlighted_key(name: str, number: int) -> str:
    """Name the ringed areas in the key.

    >>> highlighted_key("Wessex", 9)
    'Wessex: 9 areas'
    """
    return f"{name}: {count(number, 'area')}"


def not_selected_key(number: int) -> str:
    """Name the paler points in the key."""
    return f"paler: not selected, {number:,}"


def subtitle(result: FunnelResult) -> str:
    """Name the indicator and period; under systemic variation say how far beyond chance the areas are."""
    named = heading(result.indicator, result.period)
    if not result.systemic:
        return named
    outside, areas = result.n_outside("status"), count(len(result.computed), "area")
    return f"{named}: {outside} of {areas} lie outside the {percent(result.levels[-1])} limits of chance alone"


def order_words(*, grouped: bool) -> str:
    """Say how the rows of a caterpillar are ordered."""
    return "Areas by value within each network area" if grouped else "Areas by value"


def interval_key(level: float) -> str:
    """Name one kind of interval in the key.

    >>> interval_key(0.998)
    '99.8% interval'
    """
    return f"{percent(level)} interval"


def band_name(network_area: str) -> str:
    """Name a network area, or the areas without one.

    >>> band_name("Wessex"), band_name("")
    ('Wessex', 'Unmapped')
    """
    return network_area or "Unmapped"


def axis_unit(info: IndicatorInfo) -> str:
    """Name the axis of values, with a capital and without signs.

    >>> axis_unit(IndicatorInfo(indicator_id="x", name="x", statistic="rate", unit="per 100,000 people"))
    'Per 100,000 people'
    >>> axis_unit(IndicatorInfo(indicator_id="x", name="x", statistic="proportion", unit="%"))
    'Per cent'
    """
    unit = unit_words(info)
    unit = f"per cent{unit[1:]}" if unit.startswith("%") else unit
    return unit[:1].upper() + unit[1:]
