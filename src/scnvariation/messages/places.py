"""Texts about bringing figures to another geography."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, five_of

__all__ = [
    "at_not_a_date",
    "counted_twice",
    "divided",
    "in_two_networks",
    "no_alternative",
    "no_alternatives_known",
    "no_kind",
    "unknown_alternative",
]


def at_not_a_date(at: object) -> str:
    """Say that `at=` is no date."""
    return f"rebuilt(at={at!r}) needs a day such as at='2021-04-01'"


def divided(found: Sequence[tuple[str, str, Sequence[str], str]], areas: int) -> str:
    """Say which areas were divided; each with its name, successors and day."""
    lines = [
        f"{code}{f' ({name})' if name else ''} was divided between {' and '.join(after)}{f' on {day}' if day else ''}"
        for code, name, after, day in found
    ]
    them = "it" if len(found) == 1 else "them"
    return (
        f"rebuilt() cannot bring {len(found):,} of {count(areas, 'area')} to the later geography: "
        f"{'; '.join(lines[:5])}{f'; and {len(lines) - 5:,} more' if len(lines) > 5 else ''}. Counts cannot be shared "
        f"out. Pass at= with an earlier day, or a succession table without {them}."
    )


def counted_twice(found: Sequence[tuple[str, str, str]]) -> str:
    """Say which old areas stand beside their successors; each with the period."""
    lines = [f"{old} and {new} in {period}" for old, new, period in found]
    return (
        f"rebuilt() would count {count(len(found), 'figure')} twice, since the old area stands beside the new one: "
        f"{five_of(lines)}. Leave one of the two out, or give the day of the change in the column 'from'."
    )


def in_two_networks(found: Sequence[tuple[str, Sequence[str]]], kind: str, areas: int) -> str:
    """Say which areas are in several networks of one kind at once; each with its networks."""
    lines = [f"{area} ({' and '.join(networks)})" for area, networks in found]
    return (
        f"{len(found):,} of {count(areas, 'area')} {'is' if len(found) == 1 else 'are'} in two networks of kind "
        f"{kind!r} at once: {five_of(lines)}. Overlap is normal, but counts would be added "
        "twice: give the networks kinds of their own, end one of the memberships with 'to', or pass at= with another "
        "day."
    )


def no_kind(kind: str, kinds: Sequence[str]) -> str:
    """Say that no membership is of a kind."""
    return f"with_membership(kind={kind!r}): the table has memberships of kind {', '.join(map(repr, kinds))}"


def no_alternatives_known() -> str:
    """Say that no alternative network area is recorded."""
    return (
        "with_alternative_areas() needs an areas table with the columns area_code, network_area and alternative; "
        "scn.area_lookup('ccg_2013') has them. Pass areas= when reading, or use with_areas()."
    )


def no_alternative(codes: Sequence[str], known: Sequence[str]) -> str:
    """Say which areas have no alternative."""
    return (
        f"no alternative network area is recorded for {five_of(codes)}; "
        f"{count(len(known), 'area')} of the data {'has' if len(known) == 1 else 'have'} one: {', '.join(known)}"
    )


def unknown_alternative(code: str, wanted: str, known: Sequence[str]) -> str:
    """Say which alternatives an area has."""
    return f"{code} has no alternative {wanted!r}; choose one of {', '.join(known)}"
