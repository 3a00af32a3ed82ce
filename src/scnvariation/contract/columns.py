"""The columns of the contract, and the other headings under which they are met."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "ALIASES",
    "BREAKDOWNS",
    "CANONICAL",
    "CATALOGUE_FACTS",
    "CONTRACT_COLUMNS",
    "KEYS",
    "NUMBERS",
    "TEXTS",
    "contract_column",
    "fold_heading",
]

KEYS = ("indicator_id", "period", "area_code")
NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "se", "sd")
CANONICAL = (*KEYS, "area_name", *NUMBERS, "reason")
BREAKDOWNS = ("sex", "age", "breakdown", "category_type", "category")
TEXTS = (*KEYS, "area_name", "area_type", *BREAKDOWNS)
CATALOGUE_FACTS = ("domain", "statistic", "multiplier", "unit", "polarity", "networks")
CONTRACT_COLUMNS = (*CANONICAL, "area_type", *BREAKDOWNS, "completeness", "note", *CATALOGUE_FACTS)

# Headings of published tables, folded: no case, blanks or punctuation.
_MET = {
    "indicator_id": "indicator indicatorcode indicatorref",
    "period": "timeperiod reportingperiod year financialyear quarter periodofcoverage",
    "area_code": "areacode onscode code organisationcode orgcode odscode ccgcode areacd gsscode icbcode",
    "area_name": "areaname area organisationname orgname ccgname name icbname",
    "numerator": "num count observed events cases numeratorcount registersize",
    "denominator": "denom population expected listsize denominatorcount registeredpatients",
    "value": "indicatorvalue rate percentage proportion ratio prevalence",
    "lower": "lowerci lowercl cilower lci lower95ci lowerci950limit lower95 lowerlimit",
    "upper": "upperci uppercl ciupper uci upper95ci upperci950limit upper95 upperlimit",
    "se": "standarderror stderr",
    "sd": "standarddeviation stddev",
    "area_type": "areatype",
    "sex": "gender",
    "age": "ageband agegroup",
    "note": "notes valuenote",
}
ALIASES: dict[str, str] = {word: column for column, words in _MET.items() for word in words.split()}


def fold_heading(heading: object) -> str:
    """Reduce a heading to what distinguishes it: no case, blanks or punctuation.

    >>> fold_heading(" Area Code "), fold_heading("Lower.CI.95.0.limit")
    ('areacode', 'lowerci950limit')
    """
    return _folded(str(heading))


@lru_cache(maxsize=4_096)  # every row is asked, by every layout, whether it is one of headings
def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


_FOLDED = {**ALIASES, **{fold_heading(column): column for column in CONTRACT_COLUMNS}}


def contract_column(heading: object) -> str | None:
    """Find the column of the contract that a heading means, or None.

    >>> contract_column("Area code"), contract_column("Denom"), contract_column("N") is None
    ('area_code', 'denominator', True)
    """
    return _FOLDED.get(fold_heading(heading))
