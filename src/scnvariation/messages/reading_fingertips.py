"""Texts about Fingertips files: parts beside totals, notes beside blank values, what values look like."""

from __future__ import annotations

from scnvariation.messages.reading import Text

__all__ = ["FINGERTIPS_TEXTS"]

FINGERTIPS_TEXTS: dict[str, Text] = {
    "other_breakdown": Text("{number} left out: parts by {dimension} ({labels}); {total} are used"),
    "other_breakdown:no_total": Text(
        "{dimension} of {indicator!r} is {labels}, and no row holds their total",
        "Keep one of them, or name several headings to make each an indicator: indicator=['{first}', '{dimension}'].",
    ),
    "duplicate_dropped:parents": Text(
        "{number} left out that repeat the row of the same area under another parent, with the same figures"
    ),
    "few_events": Text(
        "withheld by the publisher for too few events ({mark!r})", "", "are withheld for too few events"
    ),
    "statistic_hint": Text(
        "values of {indicators} equal {multiplier} x numerator / denominator, as those of a proportion do",
        "If that is what they are, pass statistic='proportion', or statistic={{'{first}': 'proportion'}} for one.",
    ),
    "statistic_hint:rate": Text(
        "values of {indicators} equal {multiplier} x numerator / denominator, as those of a rate do",
        "If that is what they are, pass statistic='rate', or statistic={{'{first}': 'rate'}} for one.",
    ),
    "statistic_hint:standardised": Text(
        "values of {indicators} are not numerator / denominator on any scale; they may be standardised",
        "If they are, pass statistic='dsr', or statistic={{'{first}': 'dsr'}} for one.",
    ),
    "statistic_hint:interval": Text(
        "the layout has values with their intervals and no numerators",
        "To judge the values by their published intervals pass statistic='estimate'.",
    ),
    "period_disagrees": Text(
        "begins in another year than its sortable form, {sortable}", "Correct one of the two cells."
    ),
    "code_kind:old": Text("read as the area's code; {other!r} is kept beside it"),
    "missing:minus_one": Text("{number} of -1 read as missing, which is what -1 means in an upload file"),
}
