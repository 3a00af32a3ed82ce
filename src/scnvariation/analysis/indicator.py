"""What is known of one indicator, and how its values are shown to people."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["IndicatorInfo", "decimals_for", "heading", "show_value", "unit_words"]


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorInfo:
    """The catalogue's facts on one indicator.

    Attributes
    ----------
    indicator_id, name : str
        Unique id and the name for headings.
    statistic : str
        One of the statistic types.
    polarity : str
        `high_is_good`, `low_is_good` or `neutral`.
    multiplier : float
        For display only: 100 for a percentage, 100 000 for a rate per 100 000.
    unit : str
        Words behind the number.
    """

    indicator_id: str
    name: str
    statistic: str
    polarity: str = "neutral"
    multiplier: float = 1.0
    unit: str = ""

    @property
    def is_percentage(self) -> bool:
        """Whether values are shown as percentages; a ratio per 100 expected is not."""
        named = "%" in self.unit or "per cent" in self.unit
        return self.multiplier == 100 and (self.statistic == "proportion" or named)


def heading(info: IndicatorInfo, period: str) -> str:
    """Name an indicator and its period, where it has one.

    >>> heading(IndicatorInfo(indicator_id="x", name="Falls", statistic="rate"), "2013/14")
    'Falls, 2013/14'
    """
    return f"{info.name}, {period}" if period else info.name


def show_value(value: float, info: IndicatorInfo, *, digits: int | None = None) -> str:
    """Write one value as people read it, multiplied and rounded.

    Parameters
    ----------
    value : float
        In natural units.
    info : IndicatorInfo
        Whose multiplier and unit apply.
    digits : int, optional
        Decimals; by default three significant figures; for percentages two, and one decimal at least.

    Returns
    -------
    str

    Examples
    --------
    >>> share = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100)
    >>> show_value(0.6117, share), show_value(0.0019, share)
    ('61.2%', '0.19%')
    """
    if not math.isfinite(value):
        return "not computed" if math.isnan(value) else "no upper bound"
    shown = value * info.multiplier
    if digits is None:
        digits = max(1, decimals_for(shown) - 1) if info.is_percentage else decimals_for(shown)
    return f"{shown:,.{digits}f}{'%' if info.is_percentage else ''}"


def decimals_for(shown: float) -> int:
    """Give the decimals that show three significant figures, two at the most for numbers above 1."""
    if shown == 0:
        return 0
    return int(min(4, max(0, 2 - math.floor(math.log10(abs(shown))))))


def unit_words(info: IndicatorInfo) -> str:
    """Name the unit for an axis or a heading."""
    if info.unit:
        return info.unit
    if info.is_percentage:
        return "per cent"
    if info.statistic == "ratio":
        return "observed / expected"
    return f"per {info.multiplier:,.0f}" if info.multiplier != 1 else "value"
