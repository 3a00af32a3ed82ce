"""Texts of disclosure control: the rule in words, its marks, and what a rule may not be."""

from __future__ import annotations

from scnvariation.messages.words import count

__all__ = [
    "MARK_MEANINGS",
    "bad_rule_number",
    "counts_shown",
    "counts_withheld",
    "not_true_or_false",
    "rates_withheld",
    "small_counts",
    "withheld_mark",
]

#: Marks that have one meaning under every rule.
MARK_MEANINGS = {
    "[x]": "not available, or not computed",
    "[u]": "unreliable: few events",
    "[p]": "provisional",
    "[r]": "revised",
}


def bad_rule_number(name: str, value: object, least: int) -> str:
    """Say which number of a rule is impossible, and what it may be."""
    return f"DisclosureRule: {name}={value!r} is not a whole number of at least {least}."


def not_true_or_false(name: str, value: object) -> str:
    """Say that a switch of a rule is neither on nor off."""
    return f"DisclosureRule: {name}={value!r} is neither True nor False."


def small_counts(threshold: int, *, zero_shown: bool) -> str:
    """Name the counts that a rule withholds: `1 to 7`, `0`; nothing where it withholds none."""
    least = 1 if zero_shown else 0
    if threshold < least:
        return ""
    return f"{least} to {threshold}" if threshold > least else f"{least}"


def withheld_mark(threshold: int, *, zero_shown: bool) -> str:
    """Say what `[c]` stands for under a rule."""
    small = small_counts(threshold, zero_shown=zero_shown)
    return f"withheld: a count of {small}, or a figure that would let one be worked out"


def counts_withheld(threshold: int, round_to: int, *, zero_shown: bool) -> str:
    """Say in the footer what a rule does to counts."""
    small = small_counts(threshold, zero_shown=zero_shown)
    withheld = f"counts of {small} are withheld ([c]), with every figure made from them. " if small else ""
    rounded = (
        f"{'Other counts' if small else 'counts'} are rounded to the nearest {round_to}, and rates and percentages are "
        "made from the rounded counts. Totals are rounded by themselves, so that rows need not add up; national totals "
        "are not rounded. "
    )
    others = "Some other figures are withheld where they would let a withheld count be worked out. "
    parts = (withheld, rounded if round_to > 1 else "", others if small else "")
    return f"Disclosure control: below national level {''.join(parts)}".rstrip()


def rates_withheld(crude: int, standardised: int, unreliable: int) -> str:
    """Say in the footer below how many events a rule gives no rate."""
    parts = []
    if crude:
        parts.append(f"no crude rate is given below {count(crude, 'event')}")
    if standardised:
        parts.append(f"no age-standardised rate below {count(standardised, 'event')}")
    if unreliable:
        parts.append(f"rates from fewer than {count(unreliable, 'event')} are marked [u], unreliable")
    return f"Disclosure control: {', '.join(parts)}." if parts else ""


def counts_shown() -> str:
    """Say that the counts themselves stand as they were given."""
    return "Counts are shown as they were given."
