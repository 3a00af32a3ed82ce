"""Titles and notes of the tables of a pack, and what stands above them."""

from __future__ import annotations

from collections.abc import Mapping

from scnvariation.messages.words import capitalised, count

__all__ = [
    "areas_notes",
    "areas_title",
    "change_notes",
    "change_title",
    "differ_far",
    "domains_note",
    "domains_title",
    "events_of_standardised",
    "excluded_title",
    "how_to_read_change",
    "method_notes",
    "method_title",
    "no_gap",
    "no_indicator",
    "not_judged",
    "outside_found",
    "outside_notes",
    "outside_title",
    "persistent_found",
    "persistent_is",
    "persistent_title",
    "reasons_title",
    "rows_left_out",
    "spread_change_notes",
    "spread_change_title",
    "unadjusted",
    "unreliable",
    "volume_notes",
    "volume_title",
    "whole_heading",
    "withheld_primary",
]


def outside_title(place: str) -> str:
    """Title the table of areas outside."""
    return f"Areas of {place} outside their limits"


def outside_found(number: int, expected: str) -> str:
    """Count figures outside, beside what chance alone would give."""
    chance = f"chance alone would put {expected} there"
    if not number:
        return f"No area lies outside its limits on any of these indicators; {chance}."
    if number == 1:
        return f"One figure lies outside its limits; {chance}. It is a question to ask, not a verdict."
    return f"{number:,} figures lie outside their limits; {chance}. Each is a question to ask, not a verdict."


def outside_notes() -> tuple[str, ...]:
    """Say how differences are taken, what events above England's level are, and what is new."""
    excess = (
        "Events above or below England's level: how many more (+) or fewer (-) events there were than the level of "
        "England would give in an area of this size. It is not a number of events that could have been prevented"
    )
    new = (
        "New: judged in an earlier independent period, and not outside on this side in the last of them. Independent "
        "periods share no time with one another"
    )
    return "Differences are taken before figures are shortened for display", excess, new


def persistent_is() -> str:
    """Say what persistent means."""
    return (
        "Persistent means outside the adjusted limits, on one side, in at least two of the last three periods that "
        "share no time with one another. By chance alone that is rare. Ask what the better areas do."
    )


def persistent_found(found: Mapping[str, int]) -> str:
    """Count what is persistent; what has no direction only where there is any."""
    shown = {word: number for word, number in found.items() if number or word in ("better", "worse")}
    parts = (f"persistently {word}: {number or 'none':{',' if number else ''}}" for word, number in shown.items())
    return f"{capitalised('; '.join(parts))}."


def persistent_title(word: str) -> str:
    """Title a table of areas that stay on one side."""
    return {
        "better": "Areas to learn from: persistently better than England",
        "worse": "Persistently worse than England",
        "higher": "Persistently higher than England (no direction is known to be better)",
        "lower": "Persistently lower than England (no direction is known to be better)",
    }[word]


def areas_title(place: str) -> str:
    """Title the table of every area."""
    return f"Every area of {place} on every indicator"


def areas_notes() -> tuple[str, ...]:
    """Say how the table of every area is to be read."""
    order = (
        "In each indicator areas stand by the value shown, and those without a value last, by code. The order is no "
        "verdict: most differences between neighbours are chance"
    )
    return (
        order,
        "The 95% interval is that of the area's own chance",
    )


def volume_title(place: str) -> str:
    """Title the table of volumes."""
    if place == "England":
        return "Events in each network area, and its share of England"
    return f"Events in {place}, and its share of England"


def volume_notes() -> tuple[str, ...]:
    """Say what volumes count."""
    return (
        "Size is what events are counted out of: people, cases, or the events expected. Only areas with a figure count",
    )


def change_title(place: str) -> str:
    """Title the table of change."""
    return f"{place} against the rest of England, then and now" if place != "England" else "Network areas, then and now"


def how_to_read_change() -> tuple[str, ...]:
    """Say how change is read."""
    words = (
        "The ratio compares a place with the rest of England, so a change that all of England shares is not in it. An "
        "unusual place tends to come back towards the others by itself: the column on regression to the mean says by "
        "how much."
    )
    return (words,)


def change_notes() -> tuple[str, ...]:
    """Say what the verdict of change follows."""
    return (
        "The verdict follows the false discovery rate over the network areas of England, at 5%",
        "Smallest detectable change: what would be found in four of five comparisons like this",
    )


def spread_change_title() -> str:
    """Title the table of the change of spread."""
    return "Did the areas of England move together or apart?"


def spread_change_notes() -> tuple[str, ...]:
    """Say what the verdict on spread follows."""
    words = (
        "The verdict follows a paired test, at 5%, on the areas with a figure in both periods: by chance alone about "
        "one such test in twenty shows a change"
    )
    return (words,)


def no_gap() -> str:
    """Say that areas do not differ by more than chance."""
    return "none found"


def domains_title(place: str) -> str:
    """Title the table of domains."""
    return f"{place} in the five domains of the NHS Outcomes Framework"


def whole_heading(place: str) -> str:
    """Head the column of the place as a whole."""
    return f"{place} as a whole" if place else "Network areas as a whole"


def domains_note() -> str:
    """Say what domains count."""
    return "An area counts once for each indicator of the domain"


def no_indicator() -> str:
    """Say that a domain is empty."""
    return "no indicator in these data"


def unadjusted() -> tuple[str, ...]:
    """Say what was not taken into account."""
    return ("Nothing here is adjusted for the need of areas unless a line says so",)


def method_title() -> str:
    """Title the table of method."""
    return "What each indicator is, and how it was judged"


def method_notes() -> tuple[str, ...]:
    """Say what the facts of a funnel are."""
    limits = (
        "Limits: chance alone where areas differ by no more than chance gives, else adjusted for the usual variation "
        "between areas"
    )
    return (
        limits,
        "Dispersion phi: how many times wider areas spread (variance) than chance alone would give",
        "Smallest detectable SCV: what so many events in so many areas of this place could show at all",
    )


def differ_far() -> str:
    """Mark a systemic indicator."""
    return "areas differ far more than chance explains"


def not_judged() -> str:
    """Mark an indicator that was not judged."""
    return "not judged: no usable figure, or an unknown kind of figure"


def rows_left_out(number: int, place: str) -> str:
    """Count rows left out."""
    if not number:
        return f"No row of {place} was left out."
    return f"{count(number, 'row')} of {place} {'was' if number == 1 else 'were'} left out, each with its reason."


def excluded_title(place: str) -> str:
    """Title the table of rows left out."""
    return f"Rows of {place} left out"


def unreliable() -> str:
    """Say what the mark of a value from few events means."""
    return "[u] unreliable: few events"


def withheld_primary(threshold: int, *, zero_shown: bool) -> str:
    """Say why a figure is withheld under a rule."""
    if not threshold and zero_shown:
        return "withheld: too few events for a rate"
    return f"withheld: the count is between {1 if zero_shown else 0} and {threshold}"


def events_of_standardised() -> str:
    """Say what the events of an age-standardised rate are."""
    return "Events of an age-standardised rate are those that its precision corresponds to, not a plain count"


def reasons_title() -> str:
    """Title the count of reasons."""
    return "Rows left out in all England, by reason"
