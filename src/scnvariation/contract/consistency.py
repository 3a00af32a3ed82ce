"""Do the figures of a source agree with each other: counts, intervals, names and versions.

Values are compared with their counts in `checks_values`, which asks `consistency_values` for the cause of what differs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.consistency_counts import check_counts_agree
from scnvariation.contract.consistency_groups import Group, first_rows, of_rows
from scnvariation.contract.consistency_intervals import (
    Published,
    Reproduced,
    misses,
    reproducing_methods,
)
from scnvariation.contract.consistency_moved import report_moved
from scnvariation.contract.consistency_names import check_names
from scnvariation.contract.draft import COUNT_BASED, Draft
from scnvariation.messages.consistency import METHOD_NAMES
from scnvariation.messages.words import five_of

__all__ = ["check_consistency", "published_intervals"]

FEWEST_TO_TELL = 3
Rows = NDArray[np.int64]


@np.errstate(all="ignore")  # figures may be of any size
def check_consistency(draft: Draft) -> None:
    """Report figures of one source that contradict each other.

    Parameters
    ----------
    draft : Draft
        After the checks of cells, counts and keys.
    """
    check_names(draft)
    check_counts_agree(draft)
    rows, published = published_intervals(draft)
    if not len(rows):
        return
    found = reproducing_methods(published, Group.of(draft).size)
    _note_methods(draft, found)
    _report_intervals(draft, rows, published, found)


def published_intervals(draft: Draft) -> tuple[Rows, Published]:
    """Give the rows that have a value, an interval and a count, where a count is what the interval is about.

    Returns
    -------
    rows : ndarray of int
        Their positions.
    published : Published
        Their figures as printed.
    """
    columns = {name: draft.values(name) for name in ("value", "lower", "upper", "numerator", "denominator")}
    there = draft.active | draft.ledger.settled  # a part of a total has an interval too
    counted = there & ~draft.ledger.refused & draft.is_any((*COUNT_BASED, "dsr"))
    for name in ("value", "lower", "upper", "numerator"):
        counted &= np.isfinite(columns[name])
    rows = np.flatnonzero(counted)
    return rows, Published(
        group=draft.texts["indicator_id"].codes[rows],
        standardised=draft.is_any(("dsr",))[rows],
        **{name: column[rows] for name, column in columns.items()},
    )


def _note_methods(draft: Draft, found: Reproduced) -> None:
    """Note which method makes the intervals of which indicators."""
    labels = draft.texts["indicator_id"].labels
    for method, words in METHOD_NAMES.items():
        names = [label for label, named in zip(labels, found.method, strict=True) if named == method]
        if names:
            draft.ledger.note("interval_method", column="lower", words={"indicators": five_of(names), "method": words})


def _report_intervals(draft: Draft, rows: Rows, published: Published, found: Reproduced) -> None:
    """Warn of intervals that no method makes, that single rows break, or that do not hold their value."""
    group = Group(published.group, len(found.method))
    size = np.bincount(group.code, minlength=group.size)
    outside = (published.value < published.lower) | (published.value > published.upper)
    _tell(draft, rows, outside, group, "outside", found)
    scale = found.scale[group.code]
    differs = np.zeros(len(rows), dtype=np.bool_)
    for method in {name for name in found.method if name}:
        theirs = np.flatnonzero(np.array([name == method for name in found.method])[group.code])
        differs[theirs] = misses(published.take(theirs), method, scale[theirs])
    _tell(draft, rows, differs & ~outside, group, "some", found)
    unnamed = np.array([not name for name in found.method]) & (size >= FEWEST_TO_TELL)
    for indicator in np.flatnonzero(unnamed).tolist():
        theirs = np.flatnonzero(group.code == indicator)
        if report_moved(draft, rows[theirs], published.take(theirs)):
            continue
        nearest = found.nearest[indicator]
        wrong = misses(published.take(theirs), nearest, scale[theirs]) if nearest else np.ones(len(theirs), np.bool_)
        broken = np.zeros(len(rows), dtype=np.bool_)
        broken[theirs] = wrong
        _tell(draft, rows, broken, group, "", found)


def _tell(draft: Draft, rows: Rows, where: NDArray[np.bool_], group: Group, variant: str, found: Reproduced) -> None:
    """Enter one line for each indicator with such intervals."""
    size = np.bincount(group.code, minlength=group.size)
    for indicator in np.unique(group.code[where]).tolist():
        touched = rows[where & (group.code == indicator)]
        words = {
            "indicator": draft.texts["indicator_id"].labels[indicator],
            "method": METHOD_NAMES.get(found.method[indicator], ""),
            "number": of_rows(len(touched), int(size[indicator])),
            "first": first_rows(draft, touched),
        }
        draft.ledger.note("interval_differs", column="lower", variant=variant, words=words)
