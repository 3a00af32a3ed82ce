"""Timing two ways of doing one thing in the same run; only their ratio counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

ROUNDS = 5


class Measured(NamedTuple):
    """One line of the benchmark.

    Attributes
    ----------
    what : str
        What was done.
    ours, control : float
        Seconds, each the best of its rounds.
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


def side_by_side(
    ours: Callable[[], object], control: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Time both in turn, so that a busy machine is busy for both, and take the best of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for function, found in zip((ours, control), times, strict=True):
            start = time.perf_counter()
            function()
            found.append(time.perf_counter() - start)
    return min(times[0]), min(times[1])
