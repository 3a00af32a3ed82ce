"""Whether withheld counts can be worked out from what is shown, and what else must be withheld so that they cannot.

Areas add up to network areas and these to England, which is a tree; on a tree of sums the range of each count that
agrees with everything shown follows from one pass up and one pass down, exactly. Every withheld count must keep its
whole range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tree", "Withheld", "secured", "still_possible"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
#: So many cells of a group are withheld for another's sake before its total is.
MOST_CELLS = 2


class Withheld(NamedTuple):
    """What is withheld for the sake of others: cells, totals of groups, and the total of all."""

    cells: BoolArray
    totals: BoolArray
    england: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """Counts of one indicator and period as a reader knows them.

    Attributes
    ----------
    lower, upper : ndarray of shape (n_cells,)
        Range of each cell by itself: of a withheld one all that it may be, of a shown one what is rounded to it.
    primary : ndarray of bool, shape (n_cells,)
        Withheld because the count is small.
    group : ndarray of int, shape (n_cells,)
        Group of each cell; the last group, `n_groups`, holds cells without a group.
    total_lower, total_upper : ndarray of shape (n_groups,)
        Range of each total; minus and plus infinity where it is not shown.
    hidden_lower, hidden_upper : ndarray of shape (n_cells,)
        Range of a cell once it is withheld for the sake of another: it is none of the small ones.
    hideable : ndarray of bool, shape (n_cells,)
        Shown, and neither nobody nor everybody, which every reader could guess.
    order : ndarray of shape (n_cells,)
        As shown; the next smallest is withheld first.
    england : float
        The total of all, which is shown exactly.
    """

    lower: FloatArray
    upper: FloatArray
    primary: BoolArray
    group: IntArray
    total_lower: FloatArray
    total_upper: FloatArray
    hidden_lower: FloatArray
    hidden_upper: FloatArray
    hideable: BoolArray
    order: FloatArray
    england: float

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return int(self.total_lower.size)


def still_possible(tree: Tree, withheld: Withheld) -> tuple[FloatArray, FloatArray]:
    """Give the range of each cell that agrees with everything shown.

    Parameters
    ----------
    tree : Tree
        What is known of each count by itself.
    withheld : Withheld
        What is withheld besides.

    Returns
    -------
    lower, upper : ndarray of shape (n_cells,)
    """
    lower, upper = _cells(tree, withheld)
    bins = tree.n_groups + 1
    sum_lower = np.bincount(tree.group, lower, bins)
    sum_upper = np.bincount(tree.group, upper, bins)
    open_total = np.append(withheld.totals, True)  # cells without a group have no total
    total_lower = np.maximum(sum_lower, np.where(open_total, -np.inf, np.append(tree.total_lower, -np.inf)))
    total_upper = np.minimum(sum_upper, np.where(open_total, np.inf, np.append(tree.total_upper, np.inf)))
    if not withheld.england:
        others_lower, others_upper = total_lower.sum() - total_lower, total_upper.sum() - total_upper
        total_lower, total_upper = (
            np.maximum(total_lower, tree.england - others_upper),
            np.minimum(total_upper, tree.england - others_lower),
        )
    siblings_lower = sum_lower[tree.group] - lower
    siblings_upper = sum_upper[tree.group] - upper
    return (
        np.maximum(lower, total_lower[tree.group] - siblings_upper),
        np.minimum(upper, total_upper[tree.group] - siblings_lower),
    )


def _cells(tree: Tree, withheld: Withheld) -> tuple[FloatArray, FloatArray]:
    """Give the range of each cell by itself; one withheld for another's sake was the smallest of those shown."""
    lower = np.where(withheld.cells, tree.hidden_lower, tree.lower)
    upper = np.where(withheld.cells, tree.hidden_upper, tree.upper)
    for group in np.unique(tree.group[withheld.cells]):
        here = tree.group == group
        left = here & tree.hideable & ~withheld.cells
        if left.any():
            hidden = here & withheld.cells
            upper[hidden] = np.minimum(upper[hidden], np.maximum(tree.upper[left].min(), lower[hidden]))
    return lower, upper


def _given_away(tree: Tree, withheld: Withheld) -> BoolArray:
    """Mark the small counts of which something is known."""
    lower, upper = still_possible(tree, withheld)
    return tree.primary & ((lower > tree.lower) | (upper < tree.upper))


def secured(tree: Tree, first: Withheld | None = None) -> Withheld:
    """Withhold what would let a small count be worked out, and no more than that.

    In the group of such a count the next smallest cells are withheld, two at most; then its total; then, where
    England less the other groups gives it away, the smallest of their totals, the smallest cells anywhere, and at
    last the figure of England.

    Parameters
    ----------
    tree : Tree
        What is known of each count by itself.
    first : Withheld, optional
        What is withheld already, for another reason.

    Returns
    -------
    Withheld
    """
    withheld = first or Withheld(np.zeros(tree.lower.size, dtype=bool), _no_totals(tree), england=False)
    withheld = withheld._replace(totals=withheld.totals | _totals_of_small_counts(tree))
    while True:
        away = _given_away(tree, withheld)
        if not away.any():
            return withheld
        group = int(tree.group[away].min())
        step = _in_group(tree, withheld, group)
        if step is None:
            step = _elsewhere(tree, withheld, group)
        if step is None:
            return withheld
        withheld = step


def _no_totals(tree: Tree) -> BoolArray:
    return np.zeros(tree.n_groups, dtype=bool)


def _totals_of_small_counts(tree: Tree) -> BoolArray:
    """Mark totals of groups whose every event lies in a withheld cell: they are withheld whatever they are."""
    small = np.bincount(tree.group[tree.primary], minlength=tree.n_groups + 1)
    loose = ~tree.primary & (tree.upper > tree.lower)
    return np.asarray((small > 0) & (np.bincount(tree.group[loose], minlength=tree.n_groups + 1) == 0))[:-1]


def _smallest(tree: Tree, withheld: Withheld, among: BoolArray) -> IntArray:
    """List the cells that can still be withheld, smallest first."""
    shown = np.flatnonzero(among & tree.hideable & ~withheld.cells)
    return shown[np.argsort(tree.order[shown], kind="stable")]


def _in_group(tree: Tree, withheld: Withheld, group: int) -> Withheld | None:
    """Withhold one or two cells of a group, or its total; nothing where that was done already."""
    here = tree.group == group
    before = int((withheld.cells & here).sum())
    cells = withheld.cells
    for cell in _smallest(tree, withheld, here)[: MOST_CELLS - before]:
        cells = cells.copy()
        cells[cell] = True
        step = withheld._replace(cells=cells)
        if not (_given_away(tree, step) & here).any():
            return step
    if group == tree.n_groups or withheld.totals[group]:
        return None
    totals = withheld.totals.copy()
    totals[group] = True
    return withheld._replace(totals=totals)


def _elsewhere(tree: Tree, withheld: Withheld, group: int) -> Withheld | None:
    """Withhold the smallest other total, else the smallest cell, else England."""
    told = np.isfinite(tree.total_upper) & (tree.total_upper > 0)
    shown = np.flatnonzero(~withheld.totals & told & (np.arange(tree.n_groups) != group))
    if shown.size:
        totals = withheld.totals.copy()
        totals[shown[np.argmin(tree.total_upper[shown])]] = True
        return withheld._replace(totals=totals)
    cells = _smallest(tree, withheld, np.ones(tree.lower.size, dtype=bool))
    if cells.size:
        flags = withheld.cells.copy()
        flags[cells[0]] = True
        return withheld._replace(cells=flags)
    return None if withheld.england else withheld._replace(england=True)
