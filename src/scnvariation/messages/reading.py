"""Texts about data on their way in: what is wrong with a cell, a row or a file, and what to do about it.

Each text has what was found, what to type or click, and, for findings that only warn, the words of the warning.
Names in braces are filled in by the check. A key `code:variant` is another wording of the same code.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TEXTS", "Text"]


class Text(NamedTuple):
    """The words of one kind of problem."""

    what: str
    mend: str = ""
    warning: str = ""


_CELLS = {
    "excel_error": Text("the Excel error {mark}", "Correct the formula or clear the cell.", "hold an Excel error"),
    "suppressed": Text("suppressed by the publisher (mark {mark!r})"),
    "not_available": Text(
        "marked as not available ({mark!r})",
        "Nothing to do if the figure does not exist.",
        "are marked as not available",
    ),
    "ambiguous_dash": Text(
        "a dash, which could be zero or missing",
        "Pass dash='zero' or dash='missing'.",
        "hold a dash, which could be zero or missing (dash='zero' or dash='missing' says which)",
    ),
    "data_quality": Text(
        "marked as failing data quality ({mark!r})",
        "Pass use_flagged=True to use and label such figures.",
        "are marked as failing data quality (use_flagged=True uses them)",
    ),
    "missing": Text("blank; missing is not zero"),
    "missing:mark": Text("read as missing; missing is not zero"),
    "missing:not_applicable": Text("marked as not applicable"),
    "thousands": Text("read as {number}"),
    "decimal_comma": Text(
        "a decimal comma where a decimal point is expected",
        "Pass decimal=',' if the whole file writes numbers so.",
    ),
    "misplaced_comma": Text("a comma that separates no thousands", "Correct the number."),
    "mixed_scale": Text(
        "a percentage, while other rows of {indicator!r} in this column have no percent sign",
        "Write the column in one way.",
    ),
    "currency": Text("a sum of money where a count is needed", "Give the count, or use statistic='mean'."),
    "infinite": Text("infinite", "Correct the cell or clear it."),
    "not_plausible": Text(
        "larger than any count can be", "Correct the cell; England has fewer than 70 million people."
    ),
    "large": Text(
        "more than the population of England",
        "Check the unit of the column.",
        "hold more than the population of England",
    ),
    "not_plain_number": Text(
        "not a number in plain digits",
        "Write it like 1234.5, or clear the cell if the figure is missing.",
    ),
    "boolean": Text("true or false where a number is needed", "Give the count of events as numerator."),
    "date_in_count": Text(
        "a date where a count is needed; Excel has probably changed {guess!r}",
        "Format the column as text and type the suppression mark again.",
    ),
    "date_in_count:plain": Text("a date where a number is needed", "Give the number."),
    "status_mark": Text("read as {number}, {status}"),
    "unknown_mark": Text(
        "a number with a mark that is not known",
        "Marks known are r (revised), p (provisional) and e (estimated); remove any other.",
    ),
    "text_number": Text("a number stored as text, read as {number}"),
}

_NUMBERS = {
    "value_disagrees": Text(
        "differs from numerator / denominator, {recomputed}; the recomputed value is used",
        "Correct whichever of the three is wrong.",
        "have a value that differs from numerator / denominator; the recomputed one is used, unless it is set apart",
    ),
    "value_scale": Text(
        "values of {indicators} are published per {multiplier} and read in natural units (divided by {multiplier})"
    ),
    "no_counts": Text(
        "only a value is given, without what its statistic needs: {needs}",
        "Give the counts; for a survey or model estimate pass statistic='estimate' with lower and upper, or se.",
        "have only a value, without numerator and denominator (or, for an estimate, its interval)",
    ),
    "numerator_above": Text(
        "above the denominator, {denominator}, which a proportion cannot be",
        "Correct the cell, or use statistic='rate' if events can repeat.",
        "have a numerator above the denominator",
    ),
    "numerator_missing": Text(
        "numerator missing in {number} of {indicator!r} that have a denominator: suppressed?",
        "Ask the publisher; until then these areas stay out of the benchmark, with their denominators.",
        "have missing numerators beside denominators, which may have been suppressed",
    ),
    "negative": Text("negative", "{noun} start at 0."),
    "zero_denominator": Text("the denominator is 0", "Nothing to do if nobody was at risk.", "have the denominator 0"),
    "events_without_denominator": Text(
        "{events} among 0 people", "Correct the denominator.", "have events although the denominator is 0"
    ),
    "not_whole": Text(
        "not a whole number, which a proportion needs",
        "Correct the cell, or pass allow_fractional=True for weighted counts.",
        "have a count that is not a whole number",
    ),
    "columns_swapped": Text(
        "value equals denominator / numerator in {number} of {rows} rows of {indicator!r}",
        "Swap the two with columns={{'{numerator}': 'denominator', '{denominator}': 'numerator'}}.",
        "have numerator and denominator under each other's heading",
    ),
}

_ROWS = {
    "note_row": Text("a note or a repeated heading, not an area"),
    "merged_cells": Text(
        "blank beside figures; cells were probably merged",
        "Fill the cell in, or pass fill_merged=True to repeat the one above.",
    ),
    "duplicate_key": Text(
        "the same indicator, period and area as row {other}, with the same figures",
        "Delete one of the two rows, or pass drop_exact_duplicates=True.",
    ),
    "duplicate_dropped": Text("repeats row {other} exactly and is left out"),
    "conflicting_key": Text(
        "indicator {indicator!r} has {number} rows for {area!r}{period}, with different values: {figures}",
        "One row per area and period is needed. If one is provisional, name the column that says so with "
        "status='...'; otherwise delete the row that is wrong.",
        "have two different figures for one area and period",
    ),
    "superseded": Text("{theirs!r}; row {other}, {ours!r}, is used in its place"),
    "comparator_found": Text("{number} under {label!r} taken as England, the comparator, never as an area"),
    "mixed_area_types": Text("areas of different kinds in one column: {types}", "{offer}"),
    "other_country": Text("outside England", "Nothing to do; the row is left out.", "are outside England and left out"),
    "other_area_type": Text(
        "{kind!r}, not the area type asked for", warning="are of another kind than the areas of the table"
    ),
    "no_such_area_type": Text("area_type={wanted!r} is not in the file, which has {types}", "Ask for one of these."),
    "unmapped_area": Text(
        "no network is recorded for this area; it still counts towards England",
        "Add the code with its network_area to the areas table.",
        "have no network in the areas table (they still count towards England)",
    ),
    "two_networks": Text(
        "the areas table puts this area in several network areas: {networks}", "Give one row per area_code."
    ),
    "lookup_not_unique": Text("the areas table has this code on {number} rows", "Give one row per area_code."),
    "code_kind": Text("{number} codes are organisation codes, read as ONS codes through the areas table"),
    "code_cleaned": Text("read as {clean!r} in {number}"),
    "control_characters": Text(
        "control characters in a name; read as {clean!r}",
        "Type the name again.",
        "had control characters in a name, which were removed",
    ),
    "double_encoding": Text(
        "looks twice encoded; probably {clean!r}",
        "Save the file again as UTF-8.",
        "have a name that looks twice encoded",
    ),
    "extra_dimension": Text(
        "several rows for one indicator, period and area differ by {dimensions}",
        "Keep one breakdown, or the total, before reading.",
    ),
    "code_is_number": Text(
        "a number where a code is needed; Excel has probably changed {guess!r}",
        "Format the column as text and type the code again.",
    ),
    "code_is_number:zeros": Text(
        "a number where a code is needed; leading zeros may be lost",
        "Format the column as text and type the code again.",
    ),
    "code_is_number:frame": Text(
        "a number where a code is needed; leading zeros may be lost", "Read the column as text, with dtype=str."
    ),
    "code_is_number:indicator": Text(
        "a number where a code is needed; {number} may be {number} or {number}0", "Store the code as text."
    ),
    "indicator_id": Text(
        "indicator {indicator!r} has several statistics: {statistics}", "Give each indicator an id of its own."
    ),
    "unknown_statistic": Text("not a statistic", "Choose one of {words}."),
    "unknown_reason": Text("not a reason code", "Leave the column reason out, or blank where the row is used."),
    "no_statistic": Text(
        "no statistic is known for {indicators}", "Pass statistic='proportion' or another of {words}."
    ),
    "no_period": Text("there is no column 'period'; all rows are taken as one period without a name"),
    "one_indicator": Text("there is no column 'indicator_id'; all rows are taken as one indicator, {indicator!r}"),
}

TEXTS: dict[str, Text] = {**_CELLS, **_NUMBERS, **_ROWS}
