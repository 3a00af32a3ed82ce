"""Published data sets that reference numbers are quoted for, typed once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["BRISTOL", "LIP", "LIP_AGRICULTURE", "SIX", "Counts", "Proportions"]


class Proportions(NamedTuple):
    """Events among denominators."""

    events: NDArray[np.float64]
    denominator: NDArray[np.float64]

    @property
    def expected(self) -> NDArray[np.float64]:
        """Events expected at the pooled proportion."""
        return self.denominator * self.events.sum() / self.denominator.sum()


class Counts(NamedTuple):
    """Observed and expected counts."""

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]

    @property
    def own_expected(self) -> NDArray[np.float64]:
        """Expected counts rescaled to the observed total."""
        return self.expected * self.observed.sum() / self.expected.sum()


def _numbers(text: str) -> NDArray[np.float64]:
    """Read a typed row of numbers."""
    return np.array(text.split(), dtype=np.float64)


# Open-heart surgery on children under one year, 12 English centres, 1991-95 (Spiegelhalter, The Art of
# Statistics, chapter 2): Bristol, Leicester, Leeds, Oxford, Guys, Liverpool, Southampton, Great Ormond Street,
# Newcastle, Harefield, Birmingham, Brompton.
BRISTOL = Proportions(
    events=_numbers("41 25 24 23 25 42 24 53 26 25 58 31"),
    denominator=_numbers("143 187 323 122 164 405 239 482 195 177 581 301"),
)

# Lip cancer in 56 Scottish districts (Clayton & Kaldor 1987, Biometrics 43:671), districts 55 and 56 without a
# case; the third published column is the per cent of the workforce in agriculture, fishing and forestry.
LIP = Counts(
    observed=_numbers(
        "9 39 11 9 15 8 26 7 6 20 13 5 3 8 17 9 2 7 9 7 16 31 11 7 19 15 7 10 "
        "16 11 5 3 7 8 11 9 11 8 6 4 10 8 2 6 19 3 2 3 28 6 1 1 1 1 0 0"
    ),
    expected=_numbers(
        "1.4 8.7 3.0 2.5 4.3 2.4 8.1 2.3 2.0 6.6 4.4 1.8 1.1 3.3 7.8 4.6 1.1 4.2 5.5 4.4 "
        "10.5 22.7 8.8 5.6 15.5 12.5 6.0 9.0 14.4 10.2 4.8 2.9 7.0 8.5 12.3 10.1 12.7 9.4 7.2 5.3 "
        "18.8 15.8 4.3 14.6 50.7 8.2 5.6 9.3 88.7 19.6 3.4 3.6 5.7 7.0 4.2 1.8"
    ),
)
LIP_AGRICULTURE = _numbers(
    "16 16 10 24 10 24 10 7 7 16 7 16 10 24 7 16 10 7 7 10 7 16 10 7 1 1 7 7 "
    "10 10 7 24 10 7 7 0 10 1 16 0 1 16 16 0 1 7 1 1 0 1 1 0 1 1 16 10"
)

# Six units of a worked example for dispersion.
SIX = Counts(observed=_numbers("100 150 180 80 120 225"), expected=_numbers("108 112 165 95 100 220"))
