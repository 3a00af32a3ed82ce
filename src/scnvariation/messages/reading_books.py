"""Texts about workbooks of many sheets: blocks side by side, areas without codes, counts in the wrong rows."""

from __future__ import annotations

from scnvariation.messages.reading import Text

__all__ = ["BOOK_TEXTS"]

BOOK_TEXTS: dict[str, Text] = {
    "blocks_joined": Text("{number} blocks stand side by side, from cells {cells}; they were put one under another"),
    "blocks_unclear": Text(
        "columns {columns} look like a block of their own but have no value column",
        "Give the block the headings of the first one.",
    ),
    "sheet_not_read": Text(
        "is named by an indicator, but no row of it holds headings for a period, an area and a value; it was not read",
        "Compare its headings with those of the other sheets.",
        "are named by an indicator but have no headings that are known; they were not read",
    ),
    "breakdown_rows": Text("{number} about parts of an area ({labels}) were kept apart; they are never added up"),
    "matched_by_name": Text("{number} names of areas were matched to codes one to one"),
    "name_unknown": Text(
        "no area of this name is known, and the table gives no codes.{near}",
        "Write the name as the look-up does, or add a column with codes.",
    ),
    "month_was_date": Text(
        "an Excel date where the other rows have the month as text; read as {period!r}",
        "Compare it with the months above and below.",
        "have a month that was stored as an Excel date",
    ),
    "counts_misplaced": Text(
        "the numerators of this table stand in the wrong rows: {odd} of {judged} do not fit the interval beside them",
        "Ask the publisher; the figures are kept as they are, and no statistic is computed from them.",
        "have a numerator that belongs to another row",
    ),
    "value_blank": Text("no value is published beside the counts, and no mark says why; it is made from the counts"),
    "expected_derived": Text(
        "no expected counts are published for {indicators}; they are numerator / value, as exact as the value is"
    ),
}
