"""Which rows an analysis is about: one indicator, one period, what is shown, and what England is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.errors import MissingColumnsError, OptionError
from scnvariation.geography.alternatives import names_in_doubt
from scnvariation.indicators import Indicators
from scnvariation.messages import selection as messages
from scnvariation.messages.calls import missing_columns, statistic_needed
from scnvariation.messages.funnels import latest_period, mapping_in_doubt
from scnvariation.messages.variation import england_is
from scnvariation.messages.words import count
from scnvariation.options import Polarity, ReferenceRows, Statistic, check_option
from scnvariation.periods import latest
from scnvariation.reference import Reference
from scnvariation.selection import resolve_indicators

__all__ = [
    "Common",
    "Scope",
    "as_indicators",
    "catalogue_infos",
    "doubt_note",
    "england_note",
    "indicator_infos",
    "reference_words",
    "scope_of",
]

ONE_INDICATOR = "indicator"
ENGLAND = "england"


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The arguments that every analysis shares."""

    call: str
    indicator: str | None = None
    period: str | None = None
    statistic: Statistic | None = None
    polarity: Polarity | None = None
    reference: ReferenceRows = "england"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The answer: reference rows, and which of them are shown.

    Attributes
    ----------
    data : Indicators
        The selected data.
    reference : Reference
        What England is for this analysis.
    info : IndicatorInfo
        The indicator.
    period : str
        The period.
    positions : ndarray of shape (n_rows,)
        Rows of `reference.observations`, in input order.
    shown : ndarray of bool, shape (n_rows,)
        Which of them were selected.
    reference_words : str
        For `settings.reference`.
    notes : tuple of str
        What a reader should know of the choice.
    """

    data: Indicators
    reference: Reference
    info: IndicatorInfo
    period: str
    positions: NDArray[np.int64]
    shown: NDArray[np.bool_]
    reference_words: str
    notes: tuple[str, ...]


def as_indicators(
    data: Indicators | pd.DataFrame, call: str, statistic: str | None, polarity: str | None
) -> Indicators:
    """Accept `Indicators` or a plain frame, with the statistic and polarity asked for.

    A frame without `indicator_id` or `period` is one indicator in one period.
    """
    if statistic is not None:
        check_option("statistic", statistic, Statistic)
    if polarity is not None:
        check_option("polarity", polarity, Polarity)
    if isinstance(data, Indicators):
        return data.retyped(statistic, polarity) if statistic or polarity else data
    return Indicators(_contract_frame(data, call, statistic, polarity))


def _contract_frame(data: pd.DataFrame, call: str, statistic: str | None, polarity: str | None) -> pd.DataFrame:
    needed = ["area_code"] if "value" in data else ["area_code", "numerator", "denominator"]
    missing = [name for name in needed if name not in data]
    if missing:
        raise MissingColumnsError(missing_columns(f"{call}()", missing, data.columns))
    given = {"statistic": statistic, "polarity": polarity}
    absent = {"indicator_id": ONE_INDICATOR}
    columns = {name: word for name, word in given.items() if word is not None}
    columns |= {name: word for name, word in absent.items() if name not in data}
    return data.assign(**columns)


def scope_of(data: Indicators | pd.DataFrame, common: Common) -> Scope:
    """Choose the rows of one indicator and period, and what England is for them.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The data.
    common : Common
        What was asked.

    Returns
    -------
    Scope

    Raises
    ------
    OptionError
        If the indicator or period is not in the data, or the statistic type is unknown.
    """
    check_option("reference", common.reference, ReferenceRows)
    is_frame = isinstance(data, pd.DataFrame)
    held = as_indicators(data, common.call, common.statistic, common.polarity)
    indicator = _one_indicator(held, common)
    period, notes = _one_period(held, indicator, common.period)
    reference = held.reference
    if common.reference == "these_areas":
        reference = held.own_reference
    rows = reference.observations
    mask = (rows["indicator_id"] == indicator) & (rows["period"] == period)
    selected = held.codes_shown(indicator, period)
    positions = np.flatnonzero(mask.to_numpy())
    shown = rows["area_code"].iloc[positions].isin(selected).to_numpy(dtype=bool)
    own = not held.has_places and not len(reference.published)
    words = f"all {len(positions):,} areas given" if is_frame or own else common.reference
    return Scope(
        data=held,
        reference=reference,
        info=indicator_infos(held.select(indicator=indicator), common.call)[indicator],
        period=period,
        positions=positions,
        shown=shown,
        reference_words=words,
        notes=notes,
    )


def _one_indicator(data: Indicators, common: Common) -> str:
    catalogue = data.catalogue
    if common.indicator is not None:
        return resolve_indicators(catalogue, common.indicator)[0]
    ids = catalogue["indicator_id"].tolist()
    if len(ids) != 1:
        raise OptionError(messages.which_indicator(common.call, ids))
    return str(ids[0])


def _one_period(data: Indicators, indicator: str, asked: str | None) -> tuple[str, tuple[str, ...]]:
    """Give the period asked for, or the latest with a note saying so."""
    there = data.periods_of(indicator)
    if asked is not None:
        if asked not in there:
            raise OptionError(messages.no_such_value("period", asked, there))
        return asked, ()
    newest = latest(there)
    return newest, (latest_period(newest, len(there)),) if len(there) > 1 else ()


def doubt_note(data: Indicators, *, narrowed: bool) -> tuple[str, ...]:
    """Name the areas whose place is in doubt, where an answer depends on places."""
    names = names_in_doubt(data.areas) if narrowed else []
    return (mapping_in_doubt(names),) if names else ()


def indicator_infos(data: Indicators, call: str) -> dict[str, IndicatorInfo]:
    """Give the catalogue's facts on every indicator, or stop where a statistic type is unknown."""
    infos = catalogue_infos(data)
    for indicator, info in infos.items():
        if not info.statistic:
            raise OptionError(statistic_needed(call, indicator))
    return infos


def reference_words(data: Indicators) -> str:
    """Say what England is: `england`, or all areas given where nothing says where they lie.

    Parameters
    ----------
    data : Indicators
        The data.

    Returns
    -------
    str
        For `settings.reference`.
    """
    if data.has_places or len(data.reference.published):
        return ENGLAND
    return f"all {count(len(data.reference.area_codes), 'area')} given"


def england_note(words: str) -> tuple[str, ...]:
    """Say what England is where it is not England; `words` as in `Scope.reference_words`."""
    if words == ENGLAND:
        return ()
    return (england_is("the areas selected" if words == "these_areas" else words),)


def catalogue_infos(data: Indicators) -> dict[str, IndicatorInfo]:
    """Give the catalogue's facts on every indicator, of unknown statistic type too."""
    return {
        str(row["indicator_id"]): IndicatorInfo(
            indicator_id=str(row["indicator_id"]),
            name=str(row["name"]),
            statistic=str(row["statistic"]),
            polarity=str(row["polarity"]),
            multiplier=float(row["multiplier"]),
            unit=str(row["unit"]),
        )
        for row in data.catalogue.to_dict("records")
    }
