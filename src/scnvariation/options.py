"""Every closed list of words, and the one check that each passes at the door."""

from __future__ import annotations

from typing import Literal, get_args

from scnvariation.errors import OptionError
from scnvariation.messages.calls import unknown_word

__all__ = [
    "About",
    "Across",
    "Basis",
    "ChangeTable",
    "Columns",
    "CountsBy",
    "Estimator",
    "IntervalMethod",
    "LimitMethod",
    "Overdispersion",
    "OverviewTable",
    "PackFormat",
    "Polarity",
    "ReferenceRows",
    "SaveSize",
    "SharesTable",
    "Statistic",
    "Suppress",
    "TableKind",
    "TrendTable",
    "VariationTable",
    "check_option",
]

LimitMethod = Literal["exact", "normal", "interpolated", "arcsine", "sqrt", "log"]
Overdispersion = Literal[
    "predictive",
    "none",
    "multiplicative",
    "additive",
    "spiegelhalter2005",
    "cqc2012",
    "shmi",
    "gamma_poisson",
    "beta_binomial",
]
Estimator = Literal["dl", "pm", "reml"]
Basis = Literal["auto", "exact", "adjusted"]
Statistic = Literal["proportion", "rate", "ratio", "dsr", "mean", "estimate"]
Polarity = Literal["high_is_good", "low_is_good", "neutral"]
ReferenceRows = Literal["england", "these_areas"]
Columns = Literal["full", "flags"]
About = Literal["own", "england", "given"]
IntervalMethod = Literal["phe", "exact"]
SaveSize = Literal["slide", "page", "web"]
TableKind = Literal["headline", "full"]
ChangeTable = Literal["headline", "network_areas", "full"]
TrendTable = Literal["headline", "levels", "full"]
Across = Literal["area", "network_area"]
OverviewTable = Literal["headline", "full", "places", "indicators"]
CountsBy = Literal["place", "indicator"]
PackFormat = Literal["xlsx", "html", "csv", "parquet"]
Suppress = Literal["hes", "ons_deaths"]
SharesTable = Literal["headline", "appendix", "slopes"]
VariationTable = Literal["headline", "appendix", "full"]


def check_option(name: str, value: object, options: object) -> None:
    """Stop with the complete list and the nearest match unless `value` is one of the words.

    Parameters
    ----------
    name : str
        The argument as the caller typed it.
    value : object
        What was passed.
    options : typing.Literal
        The closed list.

    Raises
    ------
    OptionError
        If `value` is not one of the words.

    Examples
    --------
    >>> check_option("basis", "exact", Basis)
    """
    words = get_args(options)
    if value not in words:
        raise OptionError(unknown_word(name, value, words))
