"""Texts about overviews: the moment they show, the places they name, and the notes under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scnvariation.messages.words import SHOWN, count, did_you_mean, five_of, listed

__all__ = [
    "as_at_taken",
    "latest_taken",
    "limits_of_areas",
    "limits_of_chance_alone",
    "limits_of_network_areas",
    "no_direction",
    "no_indicator_of_network",
    "no_moment",
    "no_network_area",
    "no_such_place",
    "nothing_ended_by",
    "old_figures",
    "one_of_a_name",
    "passed_over",
    "period_and_as_at",
    "some",
    "without_figure",
]


def period_and_as_at() -> str:
    """Say that one choice of periods excludes the other."""
    return "give period= or as_at=, not both: period= shows one period, as_at= the latest figure that had ended by then"


def no_moment(as_at: object) -> str:
    """Say that `as_at=` is neither a day nor a period."""
    return f"as_at={as_at!r} is neither a period nor a day; write it like '2014/15 Q4', '2014/15' or '2015-03-31'."


def nothing_ended_by(day: dt.date, earliest: str) -> str:
    """Say that every figure is later than the moment asked for."""
    first = f"the first period of the data is {earliest}" if earliest else "the data name no period of time"
    return f"no figure had ended by {day.day} {day:%B %Y}: {first}. Choose a later as_at=, or leave it out."


def no_indicator_of_network(networks: Sequence[str], indicators: int) -> str:
    """Say that no indicator belongs to a network."""
    return (
        f"none of {count(indicators, 'indicator')} belongs to network={listed(networks)}. Leave network= out to see "
        "all, or say in the catalogue's column 'networks' which network an indicator serves."
    )


def no_network_area(areas: int) -> str:
    """Say that no area has a network area."""
    return (
        f"overview(across='network_area') needs network areas; none of {count(areas, 'area')} has one. "
        "Pass areas= when reading (scn.area_lookup('ccg_2013') has those of 2013), or use across='area'."
    )


def no_such_place(value: object, places: Sequence[str], names: Sequence[str]) -> str:
    """Say that a place is not in the overview, and which is nearest."""
    near = did_you_mean(value, [*names, *places])
    return f"of_area({value!r}) is no place of this overview. It shows {five_of(names)}.{near}"


def one_of_a_name(value: object, places: Sequence[str]) -> str:
    """Say that several places bear a name."""
    return f"of_area({value!r}) is the name of {count(len(places), 'place')}: {five_of(places)}. Give the code."


def latest_taken(day: dt.date, periods: int, oldest: float) -> str:
    """Say that each indicator stands at its own latest period."""
    return (
        f"Each indicator is shown at its latest period ({count(periods, 'different period')}); the newest figure "
        f"ends on {day.day} {day:%B %Y}{_up_to(oldest, 'older')}"
    )


def as_at_taken(day: dt.date, period: str, periods: int, oldest: float) -> str:
    """Say up to when figures were taken."""
    which = f"all of {period}" if periods == 1 else count(periods, "different period")
    return (
        f"The latest figure of each indicator that had ended by {day.day} {day:%B %Y} is shown ({which})"
        f"{_up_to(oldest, 'old')}"
    )


def passed_over(indicators: int) -> str:
    """Say that a later period holds no usable figure."""
    return (
        f"For {count(indicators, 'indicator')} a later period has no usable figure in any area, "
        "and the one before is shown"
    )


def old_figures(names: Sequence[str], months: int) -> str:
    """Name the indicators whose figures are old."""
    verb = "is" if len(names) == 1 else "are"
    return f"{count(len(names), 'figure')} {verb} more than {months} months old: {some(names)}"


def without_figure(names: Sequence[str]) -> str:
    """Name the indicators that have no figure at the moment asked for."""
    verb = "has" if len(names) == 1 else "have"
    return f"{count(len(names), 'indicator')} {verb} no figure then and {_is(names)} not shown: {some(names)}"


def no_direction(indicators: int) -> str:
    """Say why some are called higher or lower."""
    verb = "has" if indicators == 1 else "have"
    return f"{count(indicators, 'indicator')} {verb} no known better direction, so places are called higher or lower"


def limits_of_areas(level: str) -> str:
    """Say what areas are judged by."""
    return (
        f"Areas are compared with England; outside means beyond the {level} limits, which allow for the usual "
        "variation between areas where there is more of it than chance gives"
    )


def limits_of_chance_alone(indicators: int) -> str:
    """Say where variation between areas could not be allowed for."""
    return (
        f"On {count(indicators, 'indicator')} fewer than 3 areas are loaded, so the limits are those of chance alone, "
        "and marks come more easily than they should"
    )


def limits_of_network_areas(areas: int) -> str:
    """Say what network areas are judged by."""
    return (
        "Each network area as a whole is compared with the rest of England "
        f"({count(areas, 'area')} loaded in all); outside means that the 95% interval of the ratio, which carries the "
        "variation between areas, lies to one side of 1. Network areas are few, so 95% limits are used and not 99.8%. "
        "Figures are crude unless standardised at the source"
    )


def some(names: Sequence[str], most: int = SHOWN) -> str:
    """List a few names, which may hold commas, and count the rest.

    >>> some(["Deaths, all ages", "Survival", "Admissions"], 2)
    'Deaths, all ages; Survival; and 1 more'
    """
    more = len(names) - most
    return "; ".join(names[:most]) + (f"; and {more:,} more" if more > 0 else "")


def _up_to(oldest: float, word: str) -> str:
    """Say how old the oldest figure is; nothing where all are new."""
    return f"; the oldest is {count(int(oldest), 'month')} {word}" if oldest > 0 else ""


def _is(items: Sequence[object]) -> str:
    return "is" if len(items) == 1 else "are"
