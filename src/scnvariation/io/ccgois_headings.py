"""What the headings of the CCG Outcomes Indicator Set mean: by their words, the same for every sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from scnvariation.contract.columns import fold_heading

__all__ = ["KEY_ROLES", "MEASURES", "clean_heading", "is_header", "role_of"]

#: Roles that name a row; one of them after a figure begins the next block.
KEY_ROLES = ("period", "coverage", "area_name", "area_code", "kind", "level", "sex", "stratum")
#: Roles of which at least one must be filled for a row to be data.
MEASURES = ("value", "lower", "upper", "interval", "numerator", "denominator", "expected")

_ROLES = {
    "period": "year period reportingperiod yearofdiagnosis timeperiod",
    "coverage": "periodofcoverage",
    "area_name": "leveldescription ccgname areaname",
    "area_code": "ccgcode areacode odscode onscode",
    "kind": "breakdown",
    "level": "level",
    "sex": "gender sex",
    "stratum": (
        "condition procedure ethnicitygroup mentalhealthcaresupercluster providercode providername age agegroup ageband"
    ),
    "lower": "cilower lowerci lowercl lower95ci",
    "upper": "ciupper upperci uppercl upper95ci",
    "interval": "95confidenceinterval confidenceinterval",
    "numerator": "numerator num observed observeddeaths observedreadmissions numberdiagnosed numberusingservice",
    "denominator": "denominator denom registeredpatients population discharges observeddischarges modelledrecords "
    "livebirths",
    "expected": "expected expecteddeaths expectedreadmissions",
    "value": "dsr isr smr percentage indicatorvalue ratio proportion percentageinemployment "
    "percentageofferedorattended adjustedhealthgain weightedaveragescore",
}
_FOLDED = {word: role for role, words in _ROLES.items() for word in words.split()}
_SPELT = (
    ("numerator", re.compile(r"number of deaths reported|observed number")),
    ("expected", re.compile(r"number of deaths expected|expected number of deaths")),
    ("value", re.compile(r"rate per [0-9]|per [0-9,]+ .*days|(?:mrsa|cdi|mssa|e\.? coli) count")),
)


def clean_heading(cell: object) -> str:
    """Give a cell as a heading: nothing unseen, single blanks, no blanks around."""
    if cell is None:
        return ""
    return " ".join(unicodedata.normalize("NFKC", str(cell)).split())


def role_of(heading: str) -> str:
    """Say what stands under a heading: a role, `extra` for other columns, empty for none.

    >>> role_of("CI lower (%)"), role_of("Num."), role_of("GP practice participation"), role_of("")
    ('lower', 'numerator', 'extra', '')
    """
    if not heading:
        return ""
    folded = _FOLDED.get(fold_heading(heading))
    if folded is not None:
        return folded
    text = heading.casefold()
    return next((role for role, pattern in _SPELT if pattern.match(text) or _anywhere(role, pattern, text)), "extra")


def _anywhere(role: str, pattern: re.Pattern[str], text: str) -> bool:
    """Rates may name what they count first: 'Patient safety incidents per 1,000 provider bed days'."""
    return role == "value" and pattern.search(text) is not None and not text.startswith("number")


def is_header(headings: Sequence[str]) -> bool:
    """Say whether a row holds the headings of a table: a period, an area and a value.

    >>> is_header(["Year", "Level description", "DSR"]), is_header(["Period", "2013/14"])
    (True, False)
    """
    return {"period", "area_name", "value"} <= {role_of(heading) for heading in headings}
