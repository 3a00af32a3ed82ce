"""Texts of the template: what each column means, and why it was not written."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ABOUT_COLUMNS", "exists_already", "needs_extra", "wrong_ending"]

ABOUT_COLUMNS: dict[str, str] = {
    "indicator_id": "Name of the indicator, the same in all its rows. Text.",
    "period": "2013/14 (financial year), 2013/14 Q1 (quarter), 2013-04 (month), 2013 (year). Text.",
    "area_code": "Code of the area, for example its ONS code. Text: format the column as text before typing.",
    "area_name": "Name of the area. May be blank.",
    "numerator": "Events, 0 or more. For a ratio: observed events. Leave blank if missing; never type 0 for missing.",
    "denominator": "People or person-years. For a ratio: expected events. For a mean: number of people.",
    "value": "In natural units: a proportion between 0 and 1, a rate per person. May be blank where there are counts.",
    "lower": "Lower end of the published 95 % interval (dsr, estimate).",
    "upper": "Upper end of the published 95 % interval (dsr, estimate).",
    "se": "Standard error, in place of the interval (estimate, mean).",
    "sd": "Standard deviation between people (mean).",
    "statistic": "proportion, rate, ratio, dsr, mean or estimate; the same in all rows of an indicator.",
    "polarity": "high_is_good, low_is_good or neutral. Blank is neutral.",
}


def exists_already(name: str) -> str:
    """Say that a file would be replaced."""
    return f"write_template({name!r}): the file exists already. Give another name, or pass overwrite=True."


def wrong_ending(suffix: str, known: Sequence[str]) -> str:
    """Say which endings a template can have."""
    return f"write_template() writes {' or '.join(known)}, not {suffix!r}. Give the path one of these endings."


def needs_extra() -> str:
    """Say what to install for a workbook."""
    return (
        "write_template() needs the package 'openpyxl' for .xlsx, which is not installed. "
        'Install it with: pip install "scnvariation[excel]", or write a .csv.'
    )
