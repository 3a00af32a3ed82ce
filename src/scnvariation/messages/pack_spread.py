"""Texts of a pack about how much areas differ, and where the differences sit."""

from __future__ import annotations

__all__ = [
    "adverse_side",
    "how_to_read_variation",
    "shares_elsewhere",
    "variation_notes",
    "variation_title",
    "where_notes",
    "where_title",
]


def variation_title(place: str) -> str:
    """Title the headline variation table."""
    return f"How much areas differ: {place}" if place == "England" else f"How much areas differ: {place} beside England"


def how_to_read_variation() -> str:
    """Say how the headline variation table is read."""
    return (
        "The typical gap is how much the rate changes between two areas picked at random, after chance is taken out. "
        "Observed ratios stand beside what chance alone would give, in square brackets. What is left is unexplained; "
        "whether it is unwarranted is for people to judge."
    )


def variation_notes() -> tuple[str, ...]:
    """Say what the columns of the headline variation table are."""
    limits = (
        "Areas outside: beyond limits of chance alone (exact), or of chance and the usual variation between areas "
        "(adjusted)"
    )
    higher = (
        "Higher over lower areas: one area in ten lies above P90 and one in ten below P10; with fewer than 20 areas, "
        "one in four above P75 and below P25"
    )
    few = (
        "Spread needs at least 8 areas and 5 expected events an area to be judged; below 20 of either it is to be read "
        "with care"
    )
    return limits, "SCV: systematic component of variation; 0 is none beyond chance", higher, few


def adverse_side() -> str:
    """Say what it means to measure spread on the adverse side."""
    return "Adverse side: where a high percentage is good, spread is measured on those left out of it"


def shares_elsewhere() -> str:
    """Point to the table of shares."""
    return "How much of the true variation lies between network areas, and how much inside them, has a table of its own"


def where_title() -> str:
    """Title the table of shares."""
    return "Shares of the true differences between the areas of England"


def where_notes() -> tuple[str, ...]:
    """Say how shares are read."""
    return (
        (
            "Ranges are 95% intervals. Where a share may be nothing or everything, the range is given without a single "
            "figure"
        ),
    )
