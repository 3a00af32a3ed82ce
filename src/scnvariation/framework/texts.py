"""What the framework says when a name or a membership table cannot be right."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, listed, quoted

__all__ = [
    "blank_cell",
    "end_before_start",
    "follows_itself",
    "membership_faults",
    "not_a_date",
    "several_successors",
    "share_given",
    "succession_faults",
    "twice_at_once",
    "unknown_spelling",
]

SHOWN = 5


def unknown_spelling(of: str, text: object, closest: Sequence[str]) -> str:
    """Say that a name is not known, and which three come closest."""
    return f"{of}={text!r} is not known; the closest are {listed(closest)}. scn.{of}s() lists them all."


def blank_cell(row: int, column: str) -> str:
    """Say which cell is blank or not text."""
    return f"row {row}: {column} is blank or not text"


def not_a_date(row: int, column: str, value: object) -> str:
    """Say which cell is not a date."""
    return f"row {row}: '{column}' is {quoted(value)}, not a date such as 2013-04-01"


def end_before_start(row: int, start: str, end: str) -> str:
    """Say which spell ends before it starts."""
    return f"row {row}: 'to' ({end}) is before 'from' ({start})"


def twice_at_once(rows: tuple[int, int], area: str, network: str) -> str:
    """Say which area is in one network twice at the same time."""
    return f"rows {rows[0]} and {rows[1]}: {area} is in {network!r} twice at the same time"


def membership_faults(faults: Sequence[str], n_rows: int) -> str:
    """Put all faults of a membership table into one message."""
    more = f"; and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
    shown = "; ".join(faults[:SHOWN])
    return (
        f"check_membership() found {count(len(faults), 'fault')} in {count(n_rows, 'row')}: {shown}{more}. "
        "Correct these rows; a spell that has ended needs its last day in 'to', one that goes on a blank."
    )


def share_given(row: int) -> str:
    """Say which share cannot be used."""
    return f"row {row}: 'share' is given, but counts are never shared out"


def several_successors(code: str, successors: Sequence[str]) -> str:
    """Say which area goes to several others without being a split."""
    return f"{code} goes to {listed(successors)}, so its rows need the kind 'split'"


def follows_itself(code: str) -> str:
    """Say which area comes after itself."""
    return f"{code} follows itself"


def succession_faults(faults: Sequence[str], n_rows: int) -> str:
    """Put all faults of a succession table into one message."""
    more = f"; and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
    shown = "; ".join(faults[:SHOWN])
    return f"the succession table has {count(len(faults), 'fault')} in {count(n_rows, 'row')}: {shown}{more}."
