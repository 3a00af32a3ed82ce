"""Texts of the workbooks: what stands above a table, on the cover, in the contents and in the notes."""

from __future__ import annotations

from scnvariation.messages.words import count

__all__ = [
    "CONTENTS",
    "CONTENTS_HEADINGS",
    "EMPTY",
    "HOW_IT_WAS_MADE",
    "IN_SHORT",
    "MARKS",
    "NOTES",
    "NOTES_HEADINGS",
    "NOTES_TITLE",
    "NOTHING",
    "NOT_AVAILABLE",
    "NO_LOWER_BOUND",
    "NO_UPPER_BOUND",
    "ONE_TABLE",
    "ON_ALL",
    "ON_SHEETS",
    "OVERVIEW_HEADINGS",
    "SCRIPT_SHEETS",
    "continued",
    "numbered",
    "reminder_in_short",
    "result_title",
    "source_file",
    "source_result",
    "table_title",
    "too_many_columns",
    "unnamed_column",
]

CONTENTS = "Contents"
NOTES = "Notes"
CONTENTS_HEADINGS = ("Sheet", "What it shows")
NOTES_HEADINGS = ("About", "Note")
OVERVIEW_HEADINGS = ("Indicator", "Domain", "Period", "Age of the figure")

ONE_TABLE = "This worksheet contains one table. Marks in square brackets and notes are explained on the sheet Notes."
IN_SHORT = "In short"
HOW_IT_WAS_MADE = "How this workbook was made"
NOTHING = "Nothing to list"
ONE_LINE = 120

NOT_AVAILABLE = "[x]"
EMPTY = "[z]"
#: Marks that the sheets themselves need; what a pack says of its own marks comes before them.
MARKS = {
    NOT_AVAILABLE: "not available, or not computed",
    EMPTY: "does not apply: there is nothing to say",
}
NO_UPPER_BOUND = "no upper bound"
NO_LOWER_BOUND = "no lower bound"
ON_ALL = "Every sheet"
NOTES_TITLE = "Notes: marks, and what is to be read with the tables"
ON_SHEETS = (
    "Every worksheet for people has one table, headings on row 5. No cell in it is empty, no cell is merged and "
    "nothing is hidden. Numbers are numbers, shown rounded, and codes are text."
)
#: Sheets of a result that scripts read: what each shows.
SCRIPT_SHEETS = {
    "Numbers": "The figures in natural units, unrounded, for scripts; headings on row 1, missing figures empty.",
    "Excluded": "Every row left out with its reason; headings on row 1.",
    "Settings": "All that is needed to run it again; headings on row 1.",
}


def result_title(call: str) -> str:
    """Name a workbook of one result.

    >>> result_title("funnel_table")
    'Result of funnel_table()'
    """
    return f"Result of {call}()"


def table_title(kind: str, call: str) -> str:
    """Say what a sheet for people shows.

    >>> table_title("Table", "funnel")
    'Table of funnel(), for people: units in the headings, rounded'
    """
    return f"{kind} of {call}(), for people: units in the headings, rounded"


def source_result(call: str, version: str, input_hash: str) -> str:
    """Say from what one result was made."""
    return f"Source: {call}() of scnvariation {version}, from observations with SHA-256 {input_hash}."


def source_file(name: object, version: object) -> str:
    """Say from what a pack was made.

    >>> source_file("quarter.csv", "0.1.0")
    'Source: quarter.csv, worked out by scnvariation 0.1.0.'
    """
    return f"Source: {name or 'the data given'}, worked out by scnvariation {version}."


def unnamed_column(position: int) -> str:
    """Name a column whose heading is empty."""
    return f"Column {position}"


def numbered(heading: str, number: int) -> str:
    """Tell two columns of one name apart."""
    return f"{heading} ({number})"


def continued(heading: str) -> str:
    """Name the column that carries on what is longer than a cell."""
    return f"{heading}, continued"


def too_many_columns(columns: int, most: int) -> str:
    """Say that a table is wider than a sheet can be.

    >>> too_many_columns(20_000, 16_384)
    'The table has 20,000 columns and a sheet holds 16,384; write Parquet or CSV instead.'
    """
    return f"The table has {count(columns, 'column')} and a sheet holds {most:,}; write Parquet or CSV instead."


def reminder_in_short(reminder: str) -> str:
    """Give what stands above every table: the reminder, or of a long one its first sentence and where the rest is.

    Lines above a table cannot be wrapped without merging cells, and a long one would widen the sheet on paper.

    >>> reminder_in_short("Counts are shown as they are.")
    'Counts are shown as they are.'
    >>> reminder_in_short("Small counts are withheld. " + "And so on. " * 20)
    'Small counts are withheld. The whole rule is on the sheet Cover.'
    """
    first, stop, _ = reminder.partition(". ")
    if len(reminder) <= ONE_LINE or not stop:
        return reminder
    return f"{first}. The whole rule is on the sheet Cover."
