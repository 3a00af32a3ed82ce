"""Texts about the figures of a pack: what could not be compared, and what belongs to no network."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.overview import some
from scnvariation.messages.words import count

__all__ = [
    "areas_replaced",
    "change_refused",
    "no_baseline",
    "no_places",
    "not_all_of_england",
    "place_named_england",
    "served_by_none",
    "shares_refused",
    "too_few_in_both",
]


def no_baseline(names: Sequence[str], baseline: str | None) -> str:
    """Say for which indicators there is no earlier figure to compare with."""
    have = "has" if len(names) == 1 else "have"
    figure = f"no figure at the baseline ({baseline})" if baseline else "no comparable figure in the five years before"
    return f"{count(len(names), 'indicator')} {have} {figure}, and no change is shown: {some(names)}"


def areas_replaced(names: Sequence[str]) -> str:
    """Say for which indicators areas were replaced since the baseline."""
    return (
        f"Areas were replaced between the two periods of {count(len(names), 'indicator')}, and no change is shown: "
        f"{some(names)}"
    )


def change_refused(names: Sequence[str]) -> str:
    """Say for which indicators the baseline cannot be compared."""
    return (
        f"For {count(len(names), 'indicator')} the baseline cannot be compared with the period shown (it overlaps, "
        f"differs in length, or lies after it or more than five years before), and no change is shown: {some(names)}"
    )


def too_few_in_both(names: Sequence[str]) -> str:
    """Say for which indicators too few areas have a figure at the baseline and now."""
    return (
        f"For {count(len(names), 'indicator')} fewer than 3 areas have a figure in both periods, and no change is "
        f"shown: {some(names)}"
    )


def shares_refused(names: Sequence[str]) -> str:
    """Say for which indicators differences were not split."""
    return (
        f"For {count(len(names), 'indicator')} too few areas or network areas have a figure to say where the "
        f"differences sit: {some(names)}"
    )


def no_places() -> str:
    """Say that nothing is known of network areas."""
    return "No area has a network area, so nothing is said of network areas and of what lies between them"


def not_all_of_england(names: Sequence[str]) -> str:
    """Say for which indicators the areas given are a part of England, which has no line in the variation table."""
    return (
        f"For {count(len(names), 'indicator')} the areas given are only a part of England: areas are compared with the "
        f"England that is published, and how much all its areas differ is not known: {some(names)}"
    )


def place_named_england(name: str) -> str:
    """Say that a network area cannot bear the name of the whole."""
    return (
        f"a network area is called {name!r}, the name under which packs show all areas together. Give it another name "
        "in the areas table."
    )


def served_by_none(names: Sequence[str]) -> str:
    """Name the indicators that are in no network's pack."""
    belong, them = ("belongs", "it") if len(names) == 1 else ("belong", "them")
    number = count(len(names), "indicator")
    return f"{number} {belong} to no network, and no network's pack shows {them}: {some(names)}"
