"""Sentences of a pack: page one, what stands above each table, and what a pack does not tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from scnvariation.messages.overview import some
from scnvariation.messages.words import count

__all__ = [
    "all_of_one_period",
    "as_a_whole",
    "compared_areas",
    "compared_whole",
    "compared_wholes",
    "latest_by",
    "moved",
    "moves",
    "newly_outside",
    "no_network_areas",
    "not_comparable",
    "not_compared",
    "nothing_earlier",
    "of_systemic",
    "rug_alt",
    "rug_title",
    "systemic_in_short",
    "what_it_does_not_tell",
    "withheld_areas",
    "withheld_figures",
    "withheld_wholes",
]

NAMED = 3


def are(number: int) -> str:
    """Choose the verb."""
    return "is" if number == 1 else "are"


def all_of_one_period(period: str, indicators: int) -> str:
    """Say that every figure is of one period."""
    number = count(indicators, "indicator")
    return f"All figures are of {period} ({number})" if period else f"{number}, without a period"


def latest_by(day: dt.date, kinds: Mapping[str, int], oldest: float) -> str:
    """Say up to when figures were taken, how often they come, and how old the oldest is."""
    total = sum(kinds.values())
    head = f"Latest figures by {day.day} {day:%B %Y}"
    if total == 1:
        rest = f"the indicator is {next(iter(kinds))}"
    elif len(kinds) == 1:
        rest = f"all {total:,} indicators are {next(iter(kinds))}"
    else:
        (first, number), *others = kinds.items()
        more = "".join(f", {found:,} {kind}" for kind, found in others)
        rest = f"{number:,} of {total:,} indicators {are(number)} {first}{more}"
    age = f"; the oldest is {count(int(oldest), 'month')} old" if oldest > 0 else ""
    return f"{head}; {rest}{age}"


def compared_areas(found: Sequence[str], compared: int, level: str, expected: str, parts: str) -> str:
    """Say how many areas lie outside, how many chance would put there, and who they are."""
    head = f"Of {count(compared, 'comparison')} of single areas with England"
    chance = f"chance alone would put {expected} there"
    if not found:
        return f"{head}, none lies outside the {level} limits; {chance}."
    if len(found) == 1:
        return f"{head}, 1 lies outside the {level} limits: {found[0]}; {chance}."
    who = some(found, NAMED)
    return f"{head}, {len(found):,} lie outside the {level} limits ({parts}); {chance}. They are {who}."


def not_compared() -> str:
    """Say that no area could be compared."""
    return "No area could be compared with England."


def not_comparable(number: int, of_all: int) -> str:
    """Count the figures that could not be compared."""
    return f"{number:,} of {count(of_all, 'figure')} could not be compared."


def withheld_figures(number: int, of_all: int) -> str:
    """Count the figures withheld."""
    return f"{number:,} of {count(of_all, 'figure')} {are(number)} withheld and not counted here."


def withheld_areas(found: Sequence[tuple[str, int, int]]) -> str:
    """Count the areas withheld on each indicator, without their values."""
    each = "; ".join(f"{number:,} of {count(of_all, 'area')} on {name}" for name, number, of_all in found)
    return f"Withheld, so that no person can be made out: {each}."


def of_systemic(names: Sequence[str], indicators: int) -> str:
    """Name the indicators whose message is the variation itself."""
    return (
        f"Areas differ far more than chance explains on {_which(names, indicators)}, and outlier flags are not the "
        f"message there: {some(names, NAMED)}. Ask first why areas differ so much (need, recording, coding), not who "
        "is unusual."
    )


def systemic_in_short(names: Sequence[str], indicators: int) -> str:
    """Say on page one on how many indicators the variation itself is the message."""
    named = "" if len(names) == indicators > 1 else f": {some(names, NAMED)}"
    return f"On {_which(names, indicators)} areas differ far more than chance explains{named}."


def _which(names: Sequence[str], indicators: int) -> str:
    """Count some of the indicators."""
    return f"all {indicators:,} indicators" if len(names) == indicators > 1 else count(len(names), "indicator")


def compared_whole(place: str, found: Mapping[str, Sequence[str]], compared: int, expected: str) -> str:
    """Say on what a network area as a whole differs from the rest of England: indicators by judgement."""
    if not compared:
        return f"{place} as a whole could not be compared with the rest of England."
    chance = f"chance alone would mark {expected} (95% intervals)."
    if not found:
        of = "the one indicator" if compared == 1 else f"any of {compared:,} indicators"
        return f"{place} as a whole is not shown to differ from the rest of England on {of}; {chance}"
    (first, names), *others = found.items()
    on = "the one indicator" if compared == 1 else f"{len(names):,} of {compared:,} indicators"
    parts = [
        f"{first} than the rest of England on {on} ({some(names, NAMED)})",
        *(f"{word} on {len(names):,} ({some(names, NAMED)})" for word, names in others),
    ]
    listed = " and ".join([*([", ".join(parts[:-1])] if len(parts) > 1 else []), parts[-1]])
    return f"{place} as a whole is {listed}; {chance}"


def compared_wholes(found: int, compared: int, parts: str, expected: str) -> str:
    """Say how many whole network areas differ from the rest of England."""
    if not compared:
        return "No network area as a whole could be compared with the rest of England."
    head = f"Of {count(compared, 'comparison')} of whole network areas with the rest of England"
    chance = f"chance alone would mark {expected} (95% intervals)."
    if not found:
        return f"{head}, none shows a difference; {chance}"
    return f"{head}, {found:,} show{'s' if found == 1 else ''} a difference ({parts}); {chance}"


def withheld_wholes(number: int) -> str:
    """Count the comparisons of whole network areas that are withheld."""
    return f"{count(number, 'comparison')} {are(number)} withheld."


def no_network_areas() -> str:
    """Say that there is no network area to be judged."""
    return "Network areas are not known for these data, so areas are only compared one by one."


def as_a_whole(place: str) -> str:
    """Head the column of a place as a whole."""
    return f"{place} as a whole"


def rug_title(network: str, place: str) -> str:
    """Title the overview."""
    return f"{network} in {place} at a glance"


def rug_alt(indicators: int, places: int, where: str, outside: int, parts: str, blank: int) -> str:
    """Say what the overview shows, for a reader who cannot see it."""
    found = (
        f"{outside:,} of its cells {'lies outside its' if outside == 1 else 'lie outside their'} limits ({parts})"
        if outside
        else "No cell lies outside"
    )
    blanks = f"; {blank:,} could not be compared" if blank else ""
    return f"Grid of {count(indicators, 'indicator')} by {count(places, 'place')} of {where}. {found}{blanks}."


def newly_outside(new: int, found: int, first: int) -> str:
    """Say how many of those outside were not in the last independent period; of `first` there is no such period."""
    if not found:
        return "No area is newly outside"
    if found == first:
        return f"{_outside(found)} {'has' if found == 1 else 'have'} no earlier independent period to be new against"
    if found == 1:
        one = "is new since the last independent period" if new else "was outside in the last independent period too"
        return f"The one figure outside {one}"
    of = f"{new:,} of the {found:,}" if new else f"None of the {found:,}"
    head = f"{_outside(found) if new == found else f'{of} figures outside'} {are(new or 1)}"
    rest = f", and {first:,} {'has' if first == 1 else 'have'} none to be new against" if first else ""
    return f"{head} new since the last independent period{rest}"


def _outside(found: int) -> str:
    """Name all figures outside."""
    return {1: "The one figure outside", 2: "Both figures outside"}.get(found, f"All {found:,} figures outside")


def nothing_earlier() -> str:
    """Say that there is no period against which anything could be new."""
    return "These data hold no earlier independent period, so nothing can be called new"


def moved(place: str, found: Sequence[str], compared: int) -> str:
    """Say on what a place moved against the rest of England since the baseline."""
    if not found:
        of = "the one indicator" if compared == 1 else f"any of {count(compared, 'indicator')}"
        return f"{place} is not shown to have moved against the rest of England on {of} since the baseline"
    of = "the one indicator" if compared == 1 else f"{len(found):,} of {count(compared, 'indicator')}"
    return f"{place} moved against the rest of England on {of} since the baseline: {'; '.join(found)}"


def moves(found: int, compared: int) -> str:
    """Say how many network areas moved against the rest of England."""
    of = f"{count(compared, 'comparison')} of network areas with their baseline"
    number = f", {found:,} show{'s' if found == 1 else ''}" if found else ", none shows"
    return f"of {of}{number} a move against the rest of England"


def what_it_does_not_tell(*, crude: bool) -> tuple[str, ...]:
    """Say what a pack does not tell."""
    of_crude = (
        "Rates and proportions are crude unless they were standardised at the source: an area with older or poorer "
        "people may differ for that reason alone."
    )
    return (
        "This pack does not tell why areas differ: need, recording, coding and care can all be behind a figure.",
        "It is not a ranking. Areas inside the limits are not told apart, and the order of a table is no verdict.",
        "An area without a mark is not shown to be like England; small numbers hide differences.",
        "Many comparisons turn up some marks by chance alone; page one says how many to expect.",
        *((of_crude,) if crude else ()),
    )
