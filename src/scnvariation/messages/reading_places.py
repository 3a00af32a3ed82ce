"""Texts about areas over time on their way in: codes, names, mappings, parts and wholes."""

from __future__ import annotations

from scnvariation.messages.reading import Text

__all__ = ["PLACE_TEXTS"]

PLACE_TEXTS: dict[str, Text] = {
    "code_not_valid_in_period": Text(
        "{code} was not in use in {period}; its last day was {day}",
        "Use the code of that time, or bring all figures to one geography with rebuilt().",
        "have a code that was not in use in the period",
    ),
    "areas_changed": Text(
        "from {before} to {after} {left} and {joined}{indicators}",
        "Compare over time only areas that stay the same, or bring the figures to one geography with rebuilt().",
        "begin a period with other areas than the one before",
    ),
    "england_differs": Text(
        "England's {column} is {england}, its areas add up to {total}: {difference}. {missing} {verb} missing or "
        "suppressed",
        "If areas are absent from the file, nothing; otherwise find the figure that is wrong.",
        "are England figures that the areas do not add up to",
    ),
    "part_of_england": Text("the areas given are {share}% of the England published for {indicator!r}; a part of it"),
    "mapping_uncertain": Text(
        "{name} is taken as part of {network_area!r} with {confidence} confidence{other}",
        "Run again on with_alternative_areas() and compare.",
        "have a network area that is in doubt",
    ),
    "denominator_scope": Text(
        "{indicators} {verb} defined for people {scope}, while the denominator is everybody registered",
        "Compare areas within one such indicator only; its level is too low, more so where many are younger.",
        "have denominators of other ages than their definition",
    ),
    "no_parent": Text(
        "no {to} is recorded for this area, so that it is in no total",
        "Add it to the areas table.",
        "are in no total",
    ),
    "rebuilt": Text("{codes} added up to {new}"),
    "same_name": Text("the name of {number}: {codes}; they are told apart by code"),
    "name_changed": Text(
        "the names differ: {names}; {latest!r} is used",
        "Nothing to do if the area was renamed.",
        "have names that differ between periods; the latest is used",
    ),
    "long_name": Text("{length} characters long; labels are cut"),
}
