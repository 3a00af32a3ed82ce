"""Texts about comparing periods: change between two of them, and series of several."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, five_of

__all__ = [
    "areas_missing",
    "areas_throughout",
    "baseline_after_period",
    "boundaries_changed",
    "constant_series",
    "different_lengths",
    "different_seasons",
    "few_networks",
    "gap_in_series",
    "longer_than_five_years",
    "minimum_change",
    "no_common_areas",
    "no_figures",
    "no_network_area",
    "not_a_dated_period",
    "overlapping_periods",
    "part_of_england",
    "regression_to_the_mean",
    "same_period",
    "starts_at",
    "too_few_periods",
    "too_long_ago",
    "unequal_events",
]


def not_a_dated_period(name: str, period: str) -> str:
    """Say that the dates of a period are not known."""
    return (
        f"{name}={period!r} has no known dates, so it cannot be put in order of time; write periods as '2013/14', "
        "'2013/14 Q1', '2013-04' or '2013'."
    )


def same_period(period: str) -> str:
    """Say that baseline and period are one."""
    return f"baseline and period are both {period!r}; name two periods."


def baseline_after_period(baseline: str, period: str) -> str:
    """Say that the baseline is the later one."""
    return f"baseline={baseline!r} is later than period={period!r}; exchange them."


def overlapping_periods(first: str, second: str, how_many: int = 1) -> str:
    """Say that two periods share time."""
    more = f" (and {count(how_many - 1, 'more pair')})" if how_many > 1 else ""
    return (
        f"overlapping_periods: {first!r} and {second!r}{more} share time, so their figures are not independent. "
        "Choose periods that do not overlap, such as every third of a rolling three-year series."
    )


def different_lengths(baseline: str, period: str, months: tuple[int, int]) -> str:
    """Say that two periods are not equally long."""
    lengths = ["days" if number == 0 else count(number, "month") for number in months]
    return (
        f"baseline={baseline!r} covers {lengths[0]} and period={period!r} {lengths[1]}; compare periods of one "
        "length, since season and reporting differ."
    )


def too_long_ago(baseline: str, period: str) -> str:
    """Say that the baseline is too old."""
    return (
        f"baseline={baseline!r} starts more than five years before period={period!r}; areas, coding and care have "
        "changed since. Choose a later baseline."
    )


def different_seasons(baseline: str, period: str) -> str:
    """Say that two parts of years are not the same part."""
    return f"{baseline} and {period} are different parts of the year: season may be part of the change"


def unequal_events(baseline: float, current: float) -> str:
    """Say that chance is not the same in the two periods."""
    return (
        f"The events counted differ by a third or more ({baseline:,.0f} and {current:,.0f}): with few areas the paired "
        "test then finds a change too often"
    )


def boundaries_changed(baseline: str, period: str, left: Sequence[str], joined: Sequence[str]) -> str:
    """Say that the areas of two periods are not the same."""
    listed = [f"{count(len(codes), 'area')} {verb}" for codes, verb in ((left, "left"), (joined, "joined"))]
    which = "; ".join(f"{word} ({five_of(codes)})" for word, codes in zip(listed, (left, joined), strict=True) if codes)
    return (
        f"the areas of {baseline!r} and {period!r} differ: {which}. Merging areas lowers variation by itself, so "
        "these periods are not compared. Use data.rebuilt() to add former areas up to those that followed them, or "
        "load the areas that are in both periods only."
    )


def areas_missing(names: Sequence[str], periods: str = "both periods") -> str:
    """Say which areas lack a figure in one of the periods."""
    verb = "has" if len(names) == 1 else "have"
    return (
        f"{count(len(names), 'area')} without a figure throughout {verb} been left out of {periods}: {five_of(names)}"
    )


def no_common_areas(periods: Sequence[str], least: int, found: int) -> str:
    """Say that too few areas have a figure in every period."""
    have = "none has" if found == 0 else f"{found:,} {'has' if found == 1 else 'have'}"
    return (
        f"at least {least} areas with a figure in each of {five_of(list(periods))} are needed; {have}. "
        "Use data.rebuilt() where areas merged, choose other periods, or widen the selection."
    )


def no_figures(indicator: str, periods: int) -> str:
    """Say that nothing of a series can be used."""
    return (
        f"indicator {indicator!r} has no area with a figure that can be used in {count(periods, 'period')}; "
        "check() lists what was found."
    )


def part_of_england() -> str:
    """Say what the rest of England is where the areas loaded are not all."""
    return "The areas loaded do not add up to England: the rest of England is the other areas loaded"


def no_network_area() -> str:
    """Say that the areas are in no network area."""
    return (
        "network areas are not known for these data; give Indicators(..., areas=) a table with 'network_area', such "
        "as area_lookup('ccg_2013')."
    )


def longer_than_five_years(left_out: int, first: str) -> str:
    """Say that the start of a long series is not shown."""
    verb = "is" if left_out == 1 else "are"
    return f"{count(left_out, 'period')} before {first}, more than five years back, {verb} not shown"


def starts_at(baseline: str) -> str:
    """Say where the series starts by request."""
    return f"From the baseline {baseline}"


def gap_in_series(missing: Sequence[str]) -> str:
    """Say which periods are missing."""
    verbs = ("is", "stays") if len(missing) == 1 else ("are", "stay")
    return f"{count(len(missing), 'period')} {verbs[0]} missing from the series and {verbs[1]} open: {five_of(missing)}"


def too_few_periods(found: int) -> str:
    """Say that a series is too short to be called a trend."""
    return f"{count(found, 'period')} only: at least 3 are needed to speak of a trend"


def areas_throughout(used: int, of_all: int, periods: int) -> str:
    """Say how many areas stand in every period."""
    return f"Spread is that of the {used:,} of {of_all:,} areas with a figure in each of {count(periods, 'period')}"


def constant_series() -> str:
    """Say that no figure ever changes."""
    return "The figures are the same in every period, as of a register carried forward; no trend is computed"


def regression_to_the_mean(place: str, expected: float, *, furthest: bool) -> str:
    """Say how far an extreme network is expected to come back by itself."""
    which = f"{place}, the furthest from the rest of England at the baseline," if furthest else place
    if abs(expected) < 0.0005:
        return f"Regression to the mean: {which} would be expected to stay where it is with nothing really changed."
    way = "fall" if expected < 0 else "rise"
    return (
        f"Regression to the mean: {which} would be expected to {way} by about {abs(expected):.1%} with nothing "
        "really changed."
    )


def minimum_change(smallest: float, networks: int) -> str:
    """Say what so few clusters can show."""
    change = "less than 1%" if smallest < 0.01 else f"about {smallest:.0%}"
    which = "it" if networks == 1 else f"a typical one of {networks:,} network areas"
    return f"Small moves stay unseen: {which} must move by {change} to be found in four of five comparisons like this."


def few_networks(networks: int) -> str:
    """Say that regression to the mean cannot be judged."""
    return f"{count(networks, 'network area')} only: at least 3 are needed to judge regression to the mean"
