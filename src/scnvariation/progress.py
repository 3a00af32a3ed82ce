"""A progress bar where somebody is watching, and quiet otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

__all__ = ["tracked"]

Item = TypeVar("Item")


def tracked(items: Sequence[Item], label: str) -> Iterable[Item]:
    """Go through items, with a bar on a terminal if tqdm is installed (extra `report`).

    Parameters
    ----------
    items : sequence
        What is worked through.
    label : str
        What is being done.

    Returns
    -------
    iterable
        The same items in the same order.
    """
    if not sys.stderr.isatty():
        return items
    try:
        from tqdm import tqdm  # noqa: PLC0415 - an extra, asked for only here
    except ImportError:
        return items
    bar: Iterable[Item] = tqdm(items, desc=label, leave=False)
    return bar
