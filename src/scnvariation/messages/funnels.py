"""Texts that stand under a funnel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scnvariation.messages.words import count, five_of

__all__ = [
    "few_areas",
    "flag_and_line_differ",
    "latest_period",
    "mapping_in_doubt",
    "neutral_polarity",
    "nothing_to_judge",
]


def neutral_polarity() -> str:
    """Say why nobody is called better or worse."""
    return "No direction of this indicator is known to be better, so areas are called higher or lower"


def few_areas(number: int) -> str:
    """Say what one or two areas cannot tell."""
    if number == 1:
        return "One area only: it is its own benchmark, so nothing can be said of it"
    return f"Only {count(number, 'area')}: at least 3 are needed to judge an area by the variation between the others"


def latest_period(period: str, periods: int) -> str:
    """Say which period was taken where none was named."""
    return f"{period} is the latest of {periods} periods"


def flag_and_line_differ(areas: int) -> str:
    """Say why a point may lie on the other side of a line than its flag says."""
    return (
        f"For {count(areas, 'area')} the adjusted flag and the adjusted line differ: the flag compares an area "
        "with the others, the line leaves all flagged areas out"
    )


def nothing_to_judge(indicator: str, period: str, reasons: Mapping[object, int]) -> str:
    """Say that no area of an indicator can be judged, and why."""
    why = ", ".join(f"{number:,} {str(reason).replace('_', ' ')}" for reason, number in reasons.items())
    when = f" in {period}" if period else ""
    rows = count(sum(reasons.values()), "row")
    return (
        f"funnel() has no area to judge: indicator {indicator!r}{when} has {rows}, none of them computed ({why}). "
        "Choose another period, or mend the data; check() lists what was found."
    )


def mapping_in_doubt(names: Sequence[str]) -> str:
    """Name the areas that may belong to another network area."""
    return f"Network area in doubt: {five_of(names)}; run again on with_alternative_areas() and compare"
