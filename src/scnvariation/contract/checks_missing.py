"""Check of missing numerators: many of them beside a denominator are probably suppressed."""

from __future__ import annotations

import numpy as np

from scnvariation.contract.draft import COUNT_BASED, Draft
from scnvariation.contract.numbers import CODE
from scnvariation.messages.words import count

__all__ = ["check_missing_numerators"]

# One or two may be an oversight.
MANY = 3


def check_missing_numerators(draft: Draft) -> None:
    """Ask whether figures were suppressed where a word for missing stands beside denominators.

    Parameters
    ----------
    draft : Draft
        Its rows have their reasons already; none is added.
    """
    numbers = draft.numbers.get("numerator")
    if numbers is None or numbers.has_only_numbers:
        return
    missing = (numbers.kinds == CODE["missing"]) & draft.active & ~draft.ledger.settled & draft.is_any(COUNT_BASED)
    rows = np.flatnonzero(missing & (draft.values("denominator") > 0))
    rows = rows[[bool(text.strip()) for text in numbers.texts(rows)]]
    indicators = draft.texts["indicator_id"]
    for code in np.unique(indicators.codes[rows]):
        some = rows[indicators.codes[rows] == code]
        if len(some) >= MANY:
            words = {"number": count(len(some), "row"), "indicator": indicators.labels[code]}
            draft.ledger.note("numerator_missing", row=int(some[0]), column="numerator", words=words)
