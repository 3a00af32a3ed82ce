"""Texts that say where a file comes from."""

from __future__ import annotations

from collections.abc import Mapping

from scnvariation.messages.words import count, quoted

__all__ = ["STAMP_LABELS", "left_out_of_view", "not_an_epoch", "options_chosen", "rows_used", "words_of"]

#: What each entry of a stamp is called, in the order in which people read it.
STAMP_LABELS: Mapping[str, str] = {
    "written_utc": "Written (UTC)",
    "package_version": "Version of scnvariation",
    "commit": "Commit",
    "call": "Made by",
    "input_name": "Input",
    "input_layout": "Read as",
    "input_sha256": "SHA-256 of the input",
    "rows": "Rows",
    "warnings": "Warnings when read",
    "disclosure_rule": "Disclosure control",
    "reference": "Compared with",
    "benchmark_source": "Benchmark",
    "side": "Proportions measured",
    "levels": "Limits at",
    "limits_method": "Limits by",
    "overdispersion": "Over-dispersion",
    "seed": "Seed of random numbers",
    "options": "Options",
    "python": "Python",
    "libraries": "Libraries",
}


_WORDS = {
    "england": "England",
    "these_areas": "the areas shown",
    "as_given": "as given",
    "complement": "on the adverse side",
}


def not_an_epoch(name: str, given: str) -> str:
    """Say that a fixed time is no number of seconds."""
    return f"{name}={quoted(given)} is not a time; write the seconds since 1 January 1970, or unset it."


def rows_used(rows: Mapping[str, int]) -> str:
    """Write rows read, used and left out by reason in one line.

    >>> rows_used({"read": 212, "used": 195, "suppressed": 17})
    '212 read, 195 used, 17 suppressed'
    """
    return ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in rows.items())


def options_chosen(options: Mapping[str, object]) -> str:
    """Write options as they were chosen.

    >>> options_chosen({"levels": [0.95, 0.998], "period": None})
    'levels = 0.95, 0.998; period = none'
    """
    return "; ".join(f"{name} = {words_of(value)}" for name, value in options.items())


def words_of(value: object) -> str:
    """Write an entry of a stamp as text.

    >>> words_of({"pandas": "3.0.0", "numpy": "2.3"}), words_of([0.95, 0.998]), words_of(None)
    ('pandas 3.0.0, numpy 2.3', '0.95, 0.998', 'none')
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {words_of(item)}" for name, item in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(words_of(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else _WORDS.get(str(value), str(value))


def left_out_of_view(rows: int, columns: int) -> str:
    """Say how many rows and columns a shortened table leaves out; empty where it leaves out none.

    >>> left_out_of_view(1, 0), left_out_of_view(1200, 3), left_out_of_view(0, 0)
    ('and 1 more row', 'and 1,200 more rows, 3 more columns', '')
    """
    parts = [count(number, f"more {noun}") for number, noun in ((rows, "row"), (columns, "column")) if number]
    return f"and {', '.join(parts)}" if parts else ""
