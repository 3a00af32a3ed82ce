"""Texts of the command line and of the files it writes."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, quoted

__all__ = [
    "NO_DISCLOSURE_RULE",
    "SYNTHETIC",
    "could_not_write",
    "extra_needed",
    "foreign_file",
    "is_link",
    "no_such_ending",
    "not_a_folder",
    "not_a_mapping",
    "not_a_number",
    "not_a_page",
    "outside_folder",
    "problems_found",
    "problems_stop",
    "sample_as_it_is",
    "too_many_rows",
    "unfinished_write",
]

NO_DISCLOSURE_RULE = (
    "No disclosure rule was applied: counts are shown as they were given. Check small numbers before you pass this on."
)
SYNTHETIC = "Everything in the sample is invented: no figure says anything about a real place."


def extra_needed(call: str, package: str, extra: str) -> str:
    """Say which optional package a call needs, and the command that installs it."""
    return (
        f"{call} needs the package {package!r}, which is not installed. "
        f'Install it with: pip install "scnvariation[{extra}]"'
    )


def too_many_rows(rows: int, most: int) -> str:
    """Say that a table is longer than a sheet can be."""
    return f"The table has {rows:,} rows and a sheet holds {most:,}; write Parquet or CSV instead."


def is_link() -> str:
    """Say that a file to be written is a link to another place."""
    return "it is a link to another place; remove the link or choose another name"


def outside_folder(folder: str) -> str:
    """Say that a name leads out of the folder that was asked for."""
    return f"it lies outside the output folder {quoted(folder)}"


def foreign_file() -> str:
    """Say that a file with this name is there already and is somebody else's."""
    return "it is there already and was not written by scnvariation; choose another folder"


def unfinished_write(why: str, size: int) -> str:
    """Say how much room a file needs, and that the old one is as it was."""
    return f"{why}; {size:,} bytes are needed, and a file that was there before is unchanged"


def could_not_write(path: object, why: str) -> str:
    """Say in plain words that a file was not written; where no file was at fault, what was."""
    if path is None:
        return why
    return f"Could not write '{path}': {why[:1].lower()}{why[1:]}."


def no_such_ending(given: str, endings: Sequence[str]) -> str:
    """Say which files a command can write."""
    return f"--out {given!r}: give a folder, or a file that ends in {', '.join(endings)}."


def not_a_mapping(given: str) -> str:
    """Say how a heading is mapped to a column of the contract."""
    return f"--columns {given!r} has no '='; write it as 'your heading=numerator'."


def not_a_folder(given: str) -> str:
    """Say that packs go into a folder."""
    return f"--out {given!r}: give a folder; a pack is many files."


def not_a_page(given: str) -> str:
    """Say what a page of problems is called."""
    return f"--html {given!r}: give a file that ends in .html."


def not_a_number(given: str) -> str:
    """Say how a number is written."""
    return f"{given!r} is not a number; write 0.132 for 13.2%"


def sample_as_it_is(names: Sequence[str]) -> str:
    """Say that the sample is read as it is."""
    options = ", ".join(f"--{name}" for name in names)
    return f"The sample is read as it is and takes no {options}; leave that out, or give a file of your own."


def problems_found(refused: int, warned: int, noted: int) -> str:
    """Count what a check found."""
    if not refused + warned + noted:
        return "Nothing to report."
    return f"{count(refused, 'problem')} that must be put right, {count(warned, 'warning')}, {count(noted, 'note')}."


def problems_stop(source: str, refused: int) -> str:
    """Say that a file cannot be used as it is."""
    verb = "stops" if refused == 1 else "stop"
    return f"{quoted(source)} cannot be used as it is: {count(refused, 'problem')} {verb} it."
