"""How a pack writes a value: one formatter for units, multipliers, rounding, intervals and marks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scnvariation.analysis.indicator import IndicatorInfo, decimals_for, show_value
from scnvariation.contract.reasons import reason_sentence
from scnvariation.messages import pack_tables as texts
from scnvariation.report.content import Cell

if TYPE_CHECKING:
    from scnvariation.report.disclosure import DisclosureRule

__all__ = [
    "EMPTY",
    "NOT_AVAILABLE",
    "TOO_FEW",
    "UNRELIABLE",
    "WITHHELD",
    "count_cell",
    "difference_cell",
    "interval_cell",
    "is_withheld",
    "mark",
    "number_cell",
    "reason_words",
    "share_cell",
    "shown_digits",
    "text_cell",
    "value_cell",
]

#: Bracketed shorthand of the Government Analysis Function.
WITHHELD, NOT_AVAILABLE, UNRELIABLE = "[c]", "[x]", "[u]"
TOO_FEW = "too few to judge"
EMPTY = Cell("")
#: How a shortage is said where the numbers are not known.
FEW = {name: f"there are too few {name}" for name in ("areas", "events", "periods")}
FEW_OF = {f"too_few_{name}" for name in FEW}
#: What a sentence leaves open for a mark or a number that a table does not know.
OPEN_PLACES = (" (a mark)", " (see the problems)", ", at least more are needed")


def is_withheld(reason: object) -> bool:
    """Whether a reason is that of a figure withheld by the disclosure rule.

    >>> is_withheld("withheld_secondary"), is_withheld("missing")
    (True, False)
    """
    return str(reason).startswith("withheld_")


def mark(reason: object) -> str:
    """Give the mark that stands in the place of a figure.

    >>> mark("withheld_primary"), mark("missing"), mark("")
    ('[c]', '[x]', '[x]')
    """
    return WITHHELD if is_withheld(reason) else NOT_AVAILABLE


def reason_words(reason: object, rule: DisclosureRule | None = None) -> str:
    """Write a reason as a sentence, without the places left open for what a table cannot know.

    Parameters
    ----------
    reason : str
        A reason code, or nothing.
    rule : DisclosureRule, optional
        The rule applied, whose threshold is named.

    Returns
    -------
    str

    Examples
    --------
    >>> reason_words("too_few_periods"), reason_words("")
    ('not computed because there are too few periods', '')
    >>> reason_words("not_available")
    'not computed because the publisher marks it as not available'
    """
    code = str(reason)
    if not code:
        return ""
    if code == "withheld_primary" and rule is not None:
        return texts.withheld_primary(rule.threshold, zero_shown=rule.zero_shown)
    words = reason_sentence(code, **FEW) if code in FEW_OF else reason_sentence(code)
    for open_place in OPEN_PLACES:
        words = words.replace(open_place, "")
    return words


def text_cell(text: object) -> Cell:
    """Make a cell of a text: names, codes and words are never numbers."""
    return Cell(str(text))


def value_cell(value: float, info: IndicatorInfo, reason: object = "") -> Cell:
    """Write a value of an indicator, or the mark that stands for it.

    Parameters
    ----------
    value : float
        In natural units.
    info : IndicatorInfo
        Whose multiplier and unit apply.
    reason : str, default ''
        Why there is no value, where there is none.

    Returns
    -------
    Cell
        As `show_value` writes it.

    Examples
    --------
    >>> share = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100)
    >>> value_cell(0.6117, share)
    Cell(text='61.2%', number=0.6117, digits=1, is_percentage=True)
    >>> value_cell(float("nan"), share, "withheld_primary").text
    '[c]'
    """
    if math.isnan(value):
        return Cell(mark(reason))
    if math.isinf(value):
        return Cell(show_value(value, info))
    digits = shown_digits(value, info)
    number = value if info.is_percentage else value * info.multiplier
    return Cell(show_value(value, info, digits=digits), number, digits, info.is_percentage)


def shown_digits(value: float, info: IndicatorInfo) -> int:
    """Give the decimals with which a value is written."""
    digits = decimals_for(value * info.multiplier)
    return max(1, digits - 1) if info.is_percentage else digits


def interval_cell(value: float, lower: float, upper: float, info: IndicatorInfo) -> Cell:
    """Write an interval with the decimals of its value: `58.0% to 64.1%`; empty where there is none.

    A value of 0 has no decimals of its own and takes those of the upper limit.

    >>> share = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100)
    >>> interval_cell(0.6117, 0.58, 0.641, share).text
    '58.0% to 64.1%'
    """
    if any(map(math.isnan, (value, lower, upper))):
        return EMPTY
    digits = shown_digits(value or upper, info)
    return Cell(" to ".join(show_value(end, info, digits=digits) for end in (lower, upper)))


def difference_cell(value: float, other: float, info: IndicatorInfo) -> Cell:
    """Write how much a value lies above or below another, in the units shown; percentages in points.

    >>> share = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100)
    >>> difference_cell(0.6117, 0.58, share).text, difference_cell(0.5, 0.58, share).text
    ('+3.2 points', '-8.0 points')
    """
    difference = (value - other) * info.multiplier
    if not math.isfinite(difference):
        return EMPTY
    digits = shown_digits(value, info)
    return Cell(f"{difference:+,.{digits}f}{' points' if info.is_percentage else ''}", difference, digits)


def count_cell(count: float, reason: object = "") -> Cell:
    """Write a count, with one decimal where it is none, such as an expected one.

    >>> count_cell(1230.0).text, count_cell(12.34).text, count_cell(float("nan"), "suppressed").text
    ('1,230', '12.3', '[x]')
    """
    return number_cell(count, 0 if float(count).is_integer() else 1, reason)


def number_cell(number: float, digits: int, reason: object = "", *, signed: bool = False) -> Cell:
    """Write a plain number with so many decimals.

    >>> number_cell(1.234, 2).text, number_cell(45.0, 0, signed=True).text, number_cell(float("inf"), 2).text
    ('1.23', '+45', 'no upper bound')
    """
    if math.isnan(number):
        return Cell(mark(reason))
    if math.isinf(number):
        return Cell("no upper bound")
    return Cell(f"{number:{'+' if signed else ''},.{digits}f}", float(number), digits)


def share_cell(share: float, digits: int = 1, reason: object = "") -> Cell:
    """Write a share as a percentage.

    >>> share_cell(0.0312)
    Cell(text='3.1%', number=0.0312, digits=1, is_percentage=True)
    """
    if not math.isfinite(share):
        return Cell(mark(reason))
    return Cell(f"{share:.{digits}%}", float(share), digits, is_percentage=True)
