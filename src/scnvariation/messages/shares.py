"""Texts about shares: what cannot be split, what was left out, and what the split cannot show."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, did_you_mean, listed

__all__ = [
    "all_alike",
    "areas_are_not_people",
    "assumes_no_repeats",
    "constant_need",
    "dependent_need",
    "draws_not_a_count",
    "england_not_selection",
    "explains_nothing",
    "few_events",
    "few_groups",
    "few_per_coefficient",
    "goes_with_networks",
    "left_out",
    "no_place",
    "nothing_above_chance",
    "one_area_each",
    "one_place",
    "rough",
    "slopes_differ",
    "too_few_areas",
    "too_wide",
    "unknown_place",
    "unsettled",
]


def unknown_place(between: str, columns: Sequence[str]) -> str:
    """Say that nothing tells in which network or region each area lies."""
    there = f"Columns there are: {', '.join(columns)}. " if columns else ""
    return (
        f"between={between!r}: shares() needs a column {between!r} that says where each area lies. {there}Add it to "
        "the frame, or pass a table of areas (areas= when reading, or with_areas()); area_lookup('ccg_2013') has one "
        f"of the CCGs of 2013.{did_you_mean(between, columns)}"
    )


def no_place(between: str, areas: int) -> str:
    """Say that no area has an entry in the column of places."""
    return (
        f"between={between!r}: none of the {count(areas, 'area')} with data has an entry there. "
        "Choose another column, or pass a table of areas that has it (with_areas())."
    )


def one_place(between: str, place: str, areas: int) -> str:
    """Say that all areas lie in one place, so that nothing lies between places."""
    return (
        f"between={between!r}: the {count(areas, 'area')} with data all lie in {place!r}, and shares() compares at "
        "least 2 places. Choose another column, or widen the selection."
    )


def too_few_areas(areas: int, minimum: int, of_all: int) -> str:
    """Say that too few areas have data for a split."""
    return (
        f"shares needs at least {minimum} areas; {areas:,} of {of_all:,} can be used. Take a period with more areas, "
        "or fewer need covariates."
    )


def draws_not_a_count(draws: object) -> str:
    """Say that the number of draws is not one that gives an interval."""
    return f"draws={draws!r} is not a whole number of 100 or more; 600 are usual, 4000 for print."


def constant_need(name: str, areas: int) -> str:
    """Say that a covariate is the same everywhere."""
    return f"need={name!r} is the same in all {count(areas, 'area')}, so it explains nothing; leave it out of need=."


def dependent_need(names: Sequence[str]) -> str:
    """Say which covariates say the same."""
    return (
        f"need= names columns of which one follows from the others: {listed(names)}. Their parts cannot be told "
        "apart; leave one of them out."
    )


def england_not_selection(used: int, selected: int) -> str:
    """Say that the shares are those of England, whatever is selected."""
    return f"The shares are those of all {count(used, 'area')} of England, not of the {selected:,} selected alone"


def left_out(number: int, of_all: int, reasons: Sequence[str]) -> str:
    """Count the areas left out."""
    verb = "is" if number == 1 else "are"
    return f"{number:,} of {count(of_all, 'area')} {verb} left out ({', '.join(reasons)})"


def few_groups(groups: int, places: str, minimum: int) -> str:
    """Say that there are too few networks for any share."""
    return f"There are only {groups:,} {places}: below {minimum} no shares are given"


def one_area_each(place: str) -> str:
    """Say that networks and areas cannot be told apart."""
    return f"Every {place} has one area only, so differences between and within cannot be told apart"


def few_events(mean_expected: float, minimum: int) -> str:
    """Say that counts are too small for any share."""
    return (
        f"An area has {mean_expected:.1f} events on average: below {minimum} chance covers too much, "
        "and no shares are given"
    )


def all_alike() -> str:
    """Say that no area has an event, or every person has one."""
    return "All areas are identical, so there are no differences to split"


def nothing_above_chance() -> str:
    """Say that no true variation was found."""
    return "Nothing beyond chance leaves nothing to split; that does not show that the areas are alike"


def too_wide(parts: Sequence[str]) -> str:
    """Say which shares are too poorly known for a single figure."""
    return f"Too poorly known for a single figure: the share {' and the share '.join(parts)}; the table gives the range"


def rough(groups: int, places: str) -> str:
    """Say what a dozen networks can show and what they cannot."""
    return (
        f"{groups:,} {places} can show that they differ, but only roughly how much of the differences lies between "
        "them: read the range, not the single figure"
    )


def areas_are_not_people(names: str) -> str:
    """Say what adjusting for the need of areas cannot mean."""
    return (
        f"Need ({names}) is measured for areas: what holds for areas need not hold for patients, and deprivation also "
        "goes with poor access to care. What is left is unexplained, which does not mean unwarranted"
    )


def assumes_no_repeats() -> str:
    """Say that chance was computed as if no person were counted twice."""
    return "Chance assumes no repeat events: where one person can be counted several times, more of it is chance"


def slopes_differ(name: str, places: str) -> str:
    """Say that need and network cannot be told apart."""
    return (
        f"Areas and whole {places} differ with {name} to different degrees, so what goes with need and what lies "
        f"between {places} cannot be told apart"
    )


def goes_with_networks(name: str, correlation: float, place: str) -> str:
    """Say that a covariate varies together with the effects of networks."""
    return (
        f"The {place} means of {name} go with what else differs between them (correlation {correlation:.2f}): part of "
        f"what is counted as need may lie between them, or the other way round"
    )


def few_per_coefficient(areas: int, covariates: int) -> str:
    """Say that the covariates are many for so few areas."""
    return (
        f"{count(covariates, 'need covariate')} for {count(areas, 'area')} are many: with fewer than 10 areas to a "
        "coefficient need seems to explain more than it does"
    )


def explains_nothing() -> str:
    """Say that taking need into account left as much unexplained as before."""
    return "Taking need into account does not lower the unexplained variation between areas"


def unsettled() -> str:
    """Say that the estimate did not settle."""
    return "The estimate did not settle, so no shares are given; try fewer need covariates"
