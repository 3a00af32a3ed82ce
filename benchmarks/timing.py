"""Timing two ways of doing one thing in the same run; only their ratio counts.

Processor time is taken, not the clock: a machine that is busy with something else slows a long control more than
a short run of ours, and would flatter us.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

ROUNDS = 5


class Measured(NamedTuple):
    """One line of the benchmark.

    Attributes
    ----------
    what : str
        What was done.
    ours, control : float
        Seconds of processor time, each the median of its rounds.
    goal : float
        Ratio wanted.
    at_most : bool
        Whether the ratio is ours over control and should stay below the goal; otherwise control over ours, and
        at least the goal.
    """

    what: str
    ours: float
    control: float
    goal: float
    at_most: bool = False

    @property
    def ratio(self) -> float:
        """How many times quicker we are, or slower where `at_most`."""
        return self.ours / self.control if self.at_most else self.control / self.ours

    def line(self) -> str:
        """Write the measurement for people."""
        met = self.ratio <= self.goal if self.at_most else self.ratio >= self.goal
        sign = "<=" if self.at_most else ">="
        return (
            f"{self.what:<66} {self.ratio:8.2f}x  goal {sign} {self.goal:g}x  {'met' if met else 'NOT MET'}"
            f"   (ours {shown(self.ours)}, control {shown(self.control)})"
        )


def shown(seconds: float) -> str:
    """Write a time with its unit."""
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def seconds(function: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median processor time of a few rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        function()
        found.append(time.process_time() - start)
    return median(found)


def side_by_side(
    ours: Callable[[], object], control: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Time both in turn, after one round of each that does not count."""
    ours()
    control()
    found = [(seconds(ours, 1), seconds(control, 1)) for _ in range(rounds)]
    return median(one for one, _ in found), median(other for _, other in found)
