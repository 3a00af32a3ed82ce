"""Reading one cell of a number column: a plain number, a mark, or something that must not be guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Cell", "date_guess", "read_cell"]

NAN = math.nan


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a number column holds.

    Attributes
    ----------
    kind : str
        `number`, or the problem code of what stands there instead (`percent` for a number with a percent sign).
    value : float
        The number, where one can be read.
    lower, upper : float
        Bounds that a suppression mark gives.
    word : str
        Reason code, status or guess that goes with the kind.
    """

    kind: str
    value: float = NAN
    lower: float = NAN
    upper: float = NAN
    word: str = ""


# Marks of publishers, compared without regard to case.
_MARKS = {
    "suppressed": ("*", "[c]", "c", "dsu", "s", "#"),
    "data_quality": ("**",),
    "not_available": ("x", "[x]", "..", ":", ".", "no data"),
    "excel_error": ("#div/0!", "#n/a", "#ref!", "#value!", "#name?", "#num!", "#null!"),
    "missing": ("", "n/a", "na", "null", "none", "nan", "<na>", "[z]"),
    "infinite": ("inf", "-inf", "+inf", "infinity", "-infinity", "∞", "-∞"),
    "boolean": ("true", "false"),
}
_KIND_OF = {mark: kind for kind, marks in _MARKS.items() for mark in marks}
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_MINUS = "\u2212"
_GROUP_MARKS = ", \u00a0\u2009\u202f'\u2019"
_STATUS = {"r": "revised", "p": "provisional", "e": "estimated"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*"

_PLAIN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(rf"-?[0-9]{{1,3}}(?P<mark>[{_GROUP_MARKS}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*(?:\.[0-9]+)?")
_BELOW = re.compile(r"(?P<sign><=|<|≤)\s*(?P<number>[0-9]+)")
_RANGE = re.compile(rf"(?P<low>[0-9]+)\s*(?:[{_DASHES}]|to)\s*(?P<high>[0-9]+)")
_MARKED = re.compile(r"(?P<number>-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<mark>\[?[^\W\d_]\]?|[†‡§^~!])")
_MONEY = re.compile(r"-?[£$€]\s*(?P<number>.+)|(?P<tail>.+?)\s*(?:GBP|EUR|£|€)")
_DATES = (
    re.compile(rf"(?:(?P<day>[0-9]{{1,2}})[-/ ])?{_MONTH}(?:[-/ ](?P<year>[0-9]{{2,4}}))?", re.IGNORECASE),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[ T].*)?"),
    re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?:/(?P<year>[0-9]{2,4}))?"),
)


def read_cell(text: str, *, decimal: str = ".", dash: str | None = None) -> Cell:
    """Read one text of a number column.

    Parameters
    ----------
    text : str
        As it stands in the source.
    decimal : {'.', ','}
        Decimal mark.
    dash : {'zero', 'missing'}, optional
        What a lone dash means.

    Returns
    -------
    Cell

    Notes
    -----
    Only plain decimals are numbers, by pattern: Python itself would also take '1_000', '1e3' and digits of
    other scripts.

    Examples
    --------
    >>> read_cell("1,234").value
    1234.0
    >>> read_cell("<5").kind, read_cell("<5").upper
    ('suppressed', 4.0)
    """
    clean = _stripped(text)
    if clean and clean in _DASHES:
        return _lone_dash(dash)
    if (kind := _KIND_OF.get(clean.casefold())) is not None:
        return Cell(kind, word="not_applicable" if clean.casefold() == "[z]" else "")
    return _number(clean, decimal) or _mark(clean) or _other(clean, decimal)


def _stripped(text: str) -> str:
    """Take off blanks and characters that are not seen."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return seen.strip()


def _lone_dash(dash: str | None) -> Cell:
    if dash == "zero":
        return Cell("number", 0.0)
    return Cell("missing" if dash == "missing" else "ambiguous_dash")


def _number(text: str, decimal: str) -> Cell | None:
    """Read plain decimals, thousands, percentages and numbers kept as text."""
    if text.startswith("'") and (inner := _number(text[1:], decimal)) is not None:
        return Cell("text_number", inner.value)
    if text.endswith("%") and (inner := _number(text[:-1].rstrip(), decimal)) is not None:
        return Cell("percent", inner.value / 100.0)
    if decimal == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    text = text.replace(_MINUS, "-")
    if _PLAIN.fullmatch(text):
        return Cell("number", float(text))
    if match := _GROUPED.fullmatch(text):
        return Cell("thousands", float(text.replace(match["mark"], "")))
    return None


def _mark(text: str) -> Cell | None:
    """Read suppression marks that give bounds, and status letters behind a number."""
    if match := _BELOW.fullmatch(text):
        bound = float(match["number"])
        return Cell("suppressed", lower=0.0, upper=bound - 1 if match["sign"] == "<" else bound)
    if (match := _RANGE.fullmatch(text)) and int(match["low"]) < int(match["high"]):
        return Cell("suppressed", lower=float(match["low"]), upper=float(match["high"]))
    if match := _MARKED.fullmatch(text):
        status = _STATUS.get(match["mark"].strip("[]").casefold(), "")
        value = float(match["number"].replace(",", ""))
        return Cell("status_mark", value, word=status) if status else Cell("unknown_mark")
    return None


def _other(text: str, decimal: str) -> Cell:
    """Tell apart what is not a number."""
    if (guess := date_guess(text)) is not None:
        return Cell("date_in_count", word=guess)
    if match := _MONEY.fullmatch(text):
        inner = _number(match["number"] or match["tail"], decimal)
        return Cell("currency", NAN if inner is None else inner.value)
    if re.fullmatch(r"-?[0-9][0-9.,]*[0-9]", text):
        return Cell("misplaced_comma")
    return Cell("not_plain_number")


def date_guess(text: str) -> str | None:
    """Guess what Excel turned into a date, smaller number first; None where the text is not a date.

    >>> date_guess("Jan-05"), date_guess("2014-03-01"), date_guess("12 people") is None
    ('1-5', '1-3', True)
    """
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            month = match["month"].casefold()[:3]
            first = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            second = int(match["day"] or match["year"] or 0)
            low, high = sorted((first, second))
            return f"{low}-{high}"
    return None
