"""Texts about variation tables."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, five_of

__all__ = [
    "adjusted_for_age_and_sex",
    "adjusted_for_need",
    "assumes_no_repeats",
    "england_is",
    "levels_are_crude",
    "need_words",
    "period_of_all",
    "repeat_factor_not_number",
    "repeat_factor_of_no_count",
    "repeat_factor_unknown",
    "repeats_allowed_for",
    "simulations_not_counted",
    "too_few_areas",
    "wider_with_need",
    "without_need",
    "would_pool",
]

PLURAL = {"indicator_id": "indicators", "period": "periods"}


def would_pool(name: str, present: Sequence[str], by: Sequence[str]) -> str:
    """Say that a grouping would pool indicators or periods."""
    return (
        f"by={tuple(by)!r} would pool {len(present):,} {PLURAL[name]} ({five_of(present)}); "
        f"add {name!r} to by=, or select one."
    )


def too_few_areas(place: str, with_data: int, of_all: int, minimum: int = 3) -> str:
    """Say that a group has too few areas for a measure of variation."""
    lost = of_all - with_data
    verb = "is" if lost == 1 else "are"
    missing = f" ({lost:,} of {of_all:,} {verb} not computed)" if lost else ""
    return (
        f"variation needs at least {minimum} areas; {place} has {with_data:,} with data"
        f"{missing}. Pool areas with aggregate(), or widen the selection."
    )


def simulations_not_counted(value: object) -> str:
    """Say that a number of draws is no count."""
    return f"simulations={value!r} is not a number of draws; give 0 for none, 999 for a quick look, 9999 for print."


def repeat_factor_unknown(names: Sequence[str], present: Sequence[str]) -> str:
    """Say that a repeat factor is given for an indicator that is not there."""
    return f"repeat_factor= names {five_of(names)}, which the data do not hold. They hold {five_of(present)}."


def repeat_factor_not_number(value: object) -> str:
    """Say that a repeat factor is no number from 1 on."""
    return (
        f"repeat_factor={value!r} is not a number from 1 on: it is the variance of the events per person over their "
        "mean, and 1 means that events do not repeat."
    )


def repeat_factor_of_no_count(indicator: str, statistic: str) -> str:
    """Say that a repeat factor is given for a measure that counts no events."""
    return (
        f"repeat_factor= is for counts of events (statistic rate, ratio or dsr); {indicator!r} is a {statistic}. "
        "Give a mapping that names the indicators whose events repeat."
    )


def assumes_no_repeats(indicators: Sequence[str]) -> str:
    """Say that chance was computed as if no person were counted twice."""
    of_these = f" of {five_of(indicators)}" if indicators else ""
    return (
        f"The chance{of_these} in this table assumes no repeat events: where one person can be counted several times, "
        "chance is wider and the variation beyond it smaller than shown"
    )


def repeats_allowed_for(factors: Sequence[float]) -> str:
    """Say by how much chance was widened for repeat events."""
    shown = f"{min(factors):.3g}" if len(factors) == 1 else f"{min(factors):.3g} to {max(factors):.3g}"
    return f"Repeat events are allowed for: chance variance is multiplied by {shown}"


def england_is(given: str) -> str:
    """Say that England is made of the areas given."""
    return f"England here is {given}"


def period_of_all(period: str) -> str:
    """Name the period of a table that has no column for it."""
    return f"Period: {period}"


def levels_are_crude() -> str:
    """Say that nobody has standardised the figures."""
    return "Levels of rates and proportions are crude, not standardised for age"


def adjusted_for_age_and_sex() -> str:
    """Say what the lines adjusted for age and sex are."""
    return "Lines adjusted for age and sex compare events with the expected counts that came with the data"


def adjusted_for_need(covariates: Sequence[str]) -> str:
    """Name the covariates, and say what adjustment does not do."""
    return (
        f"Adjusted for measured need: {need_words(covariates)}, by regression over all areas of England. What is left "
        "is unexplained, by chance or by this need; need that was not measured is still in it"
    )


def need_words(covariates: Sequence[str]) -> str:
    """Write names of covariates as words.

    >>> need_words(["deprivation", "share_over_75"]), need_words([])
    ('deprivation and share over 75', '')
    """
    words = [name.replace("_", " ") for name in covariates]
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def without_need(rows: int, covariates: Sequence[str]) -> str:
    """Say how many figures have no expected count for want of a covariate."""
    have = "has" if rows == 1 else "have"
    return (
        f"{count(rows, 'figure')} {have} no {need_words(covariates)} on record: in the crude lines, but not in those "
        "adjusted for need"
    )


def wider_with_need(lines: int) -> str:
    """Say that adjustment made areas look more different."""
    return (
        f"In {count(lines, 'line')} areas differ more after adjustment for need than before; the share that goes with "
        "need is then shown as 0%"
    )
