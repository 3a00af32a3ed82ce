"""Provenance as a page shows it: the time of writing apart from all that is the same in two runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scnvariation.report.stamp import stamp_lines

__all__ = ["StampView", "stamp_view"]

WRITTEN = "written_utc"


class StampView(NamedTuple):
    """Version, time of writing, and every other fact with its label."""

    version: str
    written: str
    facts: list[tuple[str, str]]


def stamp_view(stamp: Mapping[str, object]) -> StampView:
    """Prepare provenance for a template.

    Parameters
    ----------
    stamp : mapping of str to object
        As `stamp` gives it.

    Returns
    -------
    StampView
    """
    facts = stamp_lines({name: value for name, value in stamp.items() if name != WRITTEN})
    return StampView(str(stamp.get("package_version", "")), str(stamp.get(WRITTEN, "")), facts)
