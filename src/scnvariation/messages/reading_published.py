"""Texts about the files of known publishers: sheets read together, periods that stand in titles, rows left out."""

from __future__ import annotations

from scnvariation.messages.reading import Text

__all__ = ["PUBLISHED_TEXTS"]

PUBLISHED_TEXTS: dict[str, Text] = {
    "sheets_read": Text(
        "{number} sheets were read, each as an indicator of its own: {sheets}", "Pass sheet='...' to read one of them."
    ),
    "period_from_title": Text(
        "the period {period!r} was read from the title rows",
        "Compare it with the title of the sheet.",
        "have the period only in the title, from which it was read",
    ),
    "period_from_title:two": Text(
        "several periods stand in the title rows: {periods}", "Leave one period in the title rows."
    ),
    "period_unknown:title": Text(
        "names its period neither in the title rows nor in the file name", "Write 'Period: ...' above the headings."
    ),
    "other_layout": Text(
        "layout={layout!r} does not fit these headings: {present}",
        "Leave layout out, and it is found by the headings.",
    ),
    "other_area_type:among": Text("{kind}, not one of the areas that the table is about"),
    "extra_dimension:breakdowns": Text(
        "several breakdowns of one indicator stand in one table: {breakdowns}",
        "Pass area_type={first} to keep one of them.",
    ),
    "other_breakdown:totals": Text(
        "{number} of single parts were left out beside the totals ({totals}); totals and parts are never added up"
    ),
    "counts_only": Text(
        "the counts of {indicators} have no denominator, so no rate is computed",
        "Add list sizes or populations as denominator to compute rates.",
        "have counts but no denominator, so that no rate is computed",
    ),
}
