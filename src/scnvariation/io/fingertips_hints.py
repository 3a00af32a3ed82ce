"""What the values of an indicator look like beside their counts: said, never taken for granted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scnvariation.contract.ledger import Finding
from scnvariation.contract.numbers import read_numbers
from scnvariation.contract.settings import ReadingSettings
from scnvariation.messages.words import five_of

__all__ = ["statistic_hints"]

SCALES = (1, 100, 1_000, 10_000, 100_000, 1_000_000)
CLOSE = 5e-3
MOST = 0.9
PERCENT = 100


def statistic_hints(frame: pd.DataFrame, settings: ReadingSettings) -> list[Finding]:
    """Say what statistic the values look like, for indicators whose statistic was not given.

    Parameters
    ----------
    frame : pandas.DataFrame
        With `indicator_id`, `numerator`, `denominator` and `value`, as published.
    settings : ReadingSettings
        For `statistic=`.

    Returns
    -------
    list of Finding
        One for each kind of statistic met.
    """
    told = settings.statistic
    if isinstance(told, str) or not {"numerator", "denominator", "value"} <= set(frame.columns):
        return []
    known = set(told) if isinstance(told, Mapping) else set()
    numbers = pd.DataFrame(
        {name: read_numbers(frame[name], settings).values for name in ("numerator", "denominator", "value")}
    )
    whole = (numbers > 0).all(axis=1).to_numpy() & ~frame["indicator_id"].isin(known).to_numpy()
    numbers = numbers[whole].assign(indicator_id=frame["indicator_id"].to_numpy()[whole])
    found: dict[tuple[str, int], list[str]] = {}
    for indicator, rows in numbers.groupby("indicator_id", sort=False):
        found.setdefault(_looks_like(rows), []).append(str(indicator))
    return [
        Finding(
            code="statistic_hint",
            variant=variant,
            heading="value",
            words={"indicators": five_of(names), "multiplier": f"{scale:,}", "first": names[0]},
        )
        for (variant, scale), names in found.items()
    ]


def _looks_like(rows: pd.DataFrame) -> tuple[str, int]:
    """Name the wording for one indicator and the scale on which its values equal their counts."""
    made = rows["numerator"] / rows["denominator"]
    for scale in SCALES:
        close = np.abs(rows["value"] / (scale * made) - 1) < CLOSE
        if close.mean() >= MOST:
            proportion = scale <= PERCENT and bool((made <= 1).all())
            return ("" if proportion else "rate", scale)
    return ("standardised", 0)
