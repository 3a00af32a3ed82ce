"""Texts about figures that contradict each other: counts, values, intervals, names and versions."""

from __future__ import annotations

from scnvariation.messages.reading import Text

__all__ = ["CONSISTENCY_TEXTS", "METHOD_NAMES"]

#: How the methods of an interval are called.
METHOD_NAMES: dict[str, str] = {
    "wilson": "Wilson's score method on numerator and denominator",
    "clopper_pearson": "the exact binomial method (Clopper-Pearson)",
    "normal_proportion": "the normal approximation of a proportion",
    "byar": "Byar's method on the numerator, scaled by value / numerator",
    "poisson_exact": "the exact Poisson method on the numerator, scaled by value / numerator",
    "poisson_phe": "the exact Poisson method below 10 events and Byar's from 10, scaled by value / numerator",
    "normal_count": "the normal approximation of a count, scaled by value / numerator",
    "log_normal_count": "the normal approximation of the logarithm of a count",
    "dobson": "Dobson's method for standardised rates with Byar's limits",
}

_VALUES = {
    "value_disagrees:stale": Text(
        "differs from numerator / denominator, {recomputed}, and is the figure of {other}; the recomputed one is used",
        "Update the value, or the counts if they are the newer ones.",
    ),
    "value_disagrees:rounded": Text(
        "differs from numerator / denominator, {recomputed}: the counts are rounded to 5, the value was made from "
        "exact ones",
        "Pass the exact counts, or leave the value column out.",
    ),
    "value_disagrees:shifted": Text(
        "differs from numerator / denominator, {recomputed}, and fits the numerator of row {other}",
        "The numerators stand in the wrong rows; put each beside its own area.",
    ),
    "value_disagrees:interval": Text(
        "the interval beside it needs about {needed} events; numerators of this area stand in the wrong rows",
        "Put each numerator beside its own value and interval.",
    ),
    "mixed_scale:factor": Text(
        "differs by \u00d7 {factor} from its counts, unlike other rows of {indicator!r} in the same period",
        "Write the column in one scale.",
    ),
    "scale_change": Text(
        "values of {indicator!r} are off by \u00d7 {factor} {when}, in {number}, first on row {first}",
        "Write all periods in one scale.",
    ),
}

_INTERVALS = {
    "interval_method": Text("the published intervals of {indicators} are those of {method}"),
    "interval_differs": Text(
        "the published interval of {indicator!r} is not that of its counts in {number}, first on row {first}: no usual "
        "method makes it",
        "Nothing to do: it is shown as published and nothing is computed from it. For a survey or a model pass "
        "statistic='estimate'.",
        "have a published interval that is not that of their counts (it is shown, and nothing is computed from it)",
    ),
    "interval_differs:some": Text(
        "the published interval of {indicator!r} is that of {method}, but not in {number}, first on row {first}",
        "Check these rows: the interval or the count is not theirs.",
    ),
    "interval_differs:outside": Text(
        "the published interval of {indicator!r} does not hold the value in {number}, first on row {first}",
        "Check these rows: the value or the interval is not theirs.",
    ),
}

_COUNTS = {
    "looks_rounded": Text(
        "all {number} above 0 of {indicator!r} are multiples of 5: limits are approximate",
        "Use exact counts if you may.",
        "have counts that look rounded to 5, so limits are approximate",
    ),
    "denominator_scale": Text(
        "denominators of {indicator!r} are about 1,000 times {which} {when} than otherwise, first on row {first}",
        "Write all denominators in one unit; one of them is probably in thousands.",
        "have denominators that change about 1,000-fold between periods",
    ),
    "tiny_denominator": Text(
        "{number} of {indicator!r} below {least}, the least {smallest} on row {first}",
        "Nothing to do: limits are exact. Measures of variation may be dominated by such areas.",
        "have very small denominators; measures of variation may be dominated by such areas",
    ),
    "few_events:standardised": Text(
        "{number} of {indicator!r} with fewer than 10 events, first on row {first}",
        "Pool areas or years: a standardised rate of so few events is not reliable.",
    ),
    "constant_series": Text(
        "the numerator of {indicator!r} is the same in every period in {number}, first on row {first}",
        "Check whether a figure was carried forward; trends are not computed from it.",
        "repeat one figure in every period of an area",
    ),
    "low_completeness": Text(
        "{number} of {indicator!r} less than 90% complete, the least {smallest} on row {first}",
        "Use these rows with care, or leave them out.",
        "have data that are less than 90% complete",
    ),
}

_NAMES = {
    "indicator_id:titles": Text(
        "indicator {indicator!r} has several titles: {titles}",
        "Give each indicator an id of its own, or pass indicator=['{id_column}', '{title_column}'].",
    ),
    "definition_change": Text(
        "indicator {indicator!r} has several versions: {versions}; they are not one series",
        "Keep one version, or pass indicator=['{id_column}', '{version_column}'].",
    ),
    "domain_disagrees": Text(
        "indicator {indicator!r} is given domain {given}, while its code belongs to domain {own}, which is used",
        "Correct the domain or the code.",
        "have a domain that contradicts their code",
    ),
}

CONSISTENCY_TEXTS: dict[str, Text] = {**_VALUES, **_INTERVALS, **_COUNTS, **_NAMES}
