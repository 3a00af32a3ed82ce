"""Texts about files and tables on their way in: what cannot be opened, found or told apart."""

from __future__ import annotations

from scnvariation.messages.reading import Text

__all__ = ["FILE_TEXTS"]

FILE_TEXTS: dict[str, Text] = {
    "layout": Text("read as layout {layout!r}: {why}"),
    "encoding": Text("read as {encoding}", "Save as 'CSV UTF-8' if letters look wrong."),
    "encoding:marks": Text("{number} byte-order marks at the start were removed"),
    "unreadable_text": Text("is neither UTF-8 nor Windows text", "Save it as 'CSV UTF-8'."),
    "separator": Text("columns are separated by {separator}"),
    "header_found": Text("the heading row was found on row {row}; the rows above it are titles"),
    "table_located": Text("the table starts in cell {corner}"),
    "line_ends": Text("line ends are {kind}; rows are counted as Excel counts them"),
    "header_trimmed": Text("{number} had blanks around them, which were removed"),
    "row_numbers_dropped": Text("a first column without heading that only counts the rows is left out"),
    "unnamed_column": Text("column {letter} has no heading and is left out"),
    "alias": Text("read as {column!r}"),
    "no_header": Text("has no headings: row {row} looks like data", "Pass names=[...] with a name for each column."),
    "ragged_long": Text(
        "{fields} fields where the headings are {headings}", "Put quotation marks round texts with a separator in them."
    ),
    "ragged_all": Text(
        "each row has {fields} fields, the heading row {headings}", "Add the missing heading, or pass names=[...]."
    ),
    "ragged_short": Text(
        "{fields} fields where the headings are {headings}; the rest is taken as blank",
        "Complete the line.",
        "are shorter than the heading row; what they lack is taken as blank",
    ),
    "open_quote": Text(
        "a quotation mark is opened here and not closed properly", "Close or double the quotation mark."
    ),
    "nul_byte": Text("holds a NUL byte, which no text has", "Export the file again."),
    "no_rows": Text("has no data rows", "Check that the right file or sheet was given."),
    "no_rows:empty": Text("is empty", "Check that the right file was given."),
    "duplicate_column": Text("the heading {heading!r} stands over columns {letters}", "Rename or delete one of them."),
    "duplicate_column:alias": Text(
        "{headings} would both be read as {heading!r}",
        "Say which is meant with columns={{'your heading': '{heading}'}}.",
    ),
    "several_tables": Text(
        "has {number} tables, with headings on rows {rows}",
        "Pass table=1 for the first, table=2 for the second, or table='all'.",
    ),
    "which_sheet": Text(
        "has {number} sheets with the columns needed: {sheets}", "Pass sheet='...' with one of these names."
    ),
    "which_sheet:none": Text(
        "has no sheet with the columns needed; its sheets are {sheets}",
        "Pass sheet='...', or columns={{'your heading': 'numerator'}}.",
    ),
    "which_sheet:absent": Text(
        "has no sheet {sheet!r}; its sheets are {sheets}", "Pass sheet='...' with one of these names.{near}"
    ),
    "wrong_extension": Text("is {really}, although its name ends in {suffix!r}", "{advice}"),
    "wrong_extension:unknown": Text(
        "ends in {suffix!r}, which is not read", "Save the data as .csv, .txt, .tsv, .xlsx, .xlsm or .parquet."
    ),
    "unsupported_workbook": Text("is {really}", "Open it in Excel and save it as .xlsx."),
    "too_large_inside": Text(
        "unpacks to {size} MB, {ratio} times its size on disk; the limit is {limit} MB",
        "If you trust the file, pass max_unpacked_mb={offer}.",
    ),
    "too_large": Text(
        "has about {rows} rows, whose checks need about {needed} GB of memory; this machine has {memory} GB",
        "Cut the file by period or indicator and read the parts.",
    ),
    "too_large:irregular": Text(
        "is {size} MB and not written regularly, so that it cannot be read block by block",
        "Save it again as 'CSV UTF-8' or Parquet, or cut it into parts.",
    ),
    "columns_skipped": Text("is large: {number} that nothing here needs were not read"),
    "two_line_header": Text(
        "the headings stand on two lines, rows {first} and {second}; joined they read: {joined}",
        "Pass header=[{first}, {second}] to accept them.",
    ),
    "hidden_read": Text(
        "hidden in the workbook, and read like the others",
        "Unhide it in Excel, and delete it if it does not belong to the table.",
        "are hidden in the workbook and read like the others",
    ),
    "formula_no_value": Text(
        "a formula without a stored result", "Open the file in Excel, let it recalculate, and save it."
    ),
    "mixed_units": Text(
        "indicator {indicator!r} is given in several units: {units}",
        "Keep one of them, or give each an indicator_id of its own.",
    ),
    "unknown_domain": Text("there is no domain {domain}", "The domains are: {names}."),
    "ragged_block": Text(
        "holds blocks in which a parent stands once and its parts to the right of it: {picture}",
        "Write one row for each part, with its parent repeated.",
    ),
    "long_mixed": Text(
        "holds several measures in one column of values: {measures}",
        "Say which are numerator and denominator: give each a column of its own.",
    ),
    "patient_level": Text(
        "looks like one row per person: {rows} rows, {outcome!r} is 0 or 1, and there is no denominator",
        "Aggregate by area first: groups = frame.groupby({area!r})[{outcome!r}]; "
        "frame = groups.agg(numerator='sum', denominator='count').reset_index()",
    ),
    "truncated": Text("is incomplete: its end is missing", "Copy it again."),
    "truncated:inside": Text("is damaged inside", "Copy it again, or export it again."),
    "not_parquet": Text(
        "is not Parquet: it starts with {start}", "Give it the ending of what it is, or export it again."
    ),
    "pickle_refused": Text("is a pickle, which can run code when it is opened", "Save the data as Parquet or CSV."),
    "cannot_open": Text("does not exist", "{advice}"),
    "cannot_open:folder": Text("is a folder", "Give the path of one file."),
    "cannot_open:lock": Text(
        "is the lock file of an open workbook", "Close the workbook in Excel and give its own name."
    ),
    "cannot_open:denied": Text(
        "cannot be opened: permission was denied", "Close it in Excel, or ask for the right to read it."
    ),
    "cannot_open:failed": Text("cannot be opened: {reason}", "Check the path and try again."),
    "no_network": Text(
        "is a web address, and nothing is fetched from the network", "Download the file first and give its path."
    ),
    "missing_extra": Text(
        "needs the package {package!r}, which is not installed", 'Install it with: pip install "scnvariation[{extra}]"'
    ),
    "missing_column": Text("needs {needs}, which {place} does not have. Columns on row {row}: {present}", "{advice}"),
    "missing_column:frame": Text("needs {needs}. Columns present: {present}", "{advice}"),
    "missing_heading": Text(
        "columns={{{heading!r}: {column!r}}} names a heading that {place} does not have. Columns present: {present}",
        "{advice}",
    ),
    "period_from_name": Text("the period {period!r} was taken from {where}"),
    "period_unknown": Text("does not say its financial year", "Put the year in the file name, like qof_2013_14.csv."),
    "code_covers_two": Text("code {code!r} covers two registers, read as {ids}"),
}
