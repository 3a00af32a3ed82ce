"""Checks of values: is there enough to compute with, and does the value agree with its counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.consistency_groups import Group
from scnvariation.contract.consistency_rounding import half_a_unit
from scnvariation.contract.consistency_values import SCALES, Compared, agree, nearest_scale, report_disagreements
from scnvariation.contract.draft import COUNT_BASED, NORMAL_BASED, Draft
from scnvariation.contract.ledger import NONE
from scnvariation.contract.standardised import standardised_scale
from scnvariation.messages.words import five_of

__all__ = ["Natural", "check_needs", "check_values"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

Natural = dict[str, FloatArray]


def check_needs(draft: Draft) -> None:
    """Give a reason to rows that lack what their statistic needs; nothing is ever taken as zero."""
    has = {name: np.isfinite(draft.values(name)) for name in ("numerator", "denominator", "value", "se", "sd")}
    interval = np.isfinite(draft.values("lower")) & np.isfinite(draft.values("upper"))
    open_rows = draft.active & (draft.ledger.rank == NONE) & ~draft.ledger.refused
    counts = open_rows & draft.is_any(COUNT_BASED)
    value_only = counts & has["value"] & ~has["numerator"] & ~has["denominator"]
    _lack_counts(draft, value_only, "numerator and denominator")
    for column in ("numerator", "denominator"):
        _missing(draft, column, counts & ~has[column] & ~value_only)
    standardised = open_rows & draft.is_any(("dsr",))
    _missing(draft, "value", standardised & ~has["value"])
    _lack_counts(draft, standardised & has["value"] & ~has["numerator"], "numerator (the events)")
    normal = open_rows & draft.is_any(NORMAL_BASED)
    derived = draft.is_any(("mean",)) & has["numerator"] & has["denominator"]
    _missing(draft, "value", normal & ~has["value"] & ~derived)
    spread = has["se"] | interval | (has["sd"] & has["denominator"])
    _lack_counts(draft, normal & (has["value"] | derived) & ~spread, "se, lower and upper, or sd and denominator")


def _missing(draft: Draft, column: str, where: BoolArray) -> None:
    """Note blanks, words for missing and marks for not applicable, each with its reason."""
    rows = np.flatnonzero(where)
    numbers = draft.numbers.get(column)
    if numbers is None:
        draft.ledger.add("missing", rows, column=column)
        return
    texts = numbers.texts(rows)
    words = numbers.words(rows)
    for variant, reason in (("", None), ("mark", None), ("not_applicable", "not_applicable")):
        wanted = [_variant(text, word) == variant for text, word in zip(texts, words, strict=True)]
        chosen = rows[np.array(wanted, dtype=np.bool_)]
        draft.ledger.add("missing", chosen, column=column, value=numbers.texts, variant=variant, reason=reason)


def _variant(text: str, word: str) -> str:
    return word or ("mark" if text.strip() else "")


def _lack_counts(draft: Draft, where: BoolArray, needs: str) -> None:
    """Set rows apart that have a value and nothing to judge it by."""
    rows = np.flatnonzero(where)
    texts = draft.numbers["value"].texts if "value" in draft.numbers else None
    draft.ledger.add("no_counts", rows, column="value", value=texts, words={"needs": needs})


@np.errstate(all="ignore")  # figures may be of any size
def check_values(draft: Draft) -> Natural:
    """Compare values with their counts, and give all of them in natural units.

    Returns
    -------
    dict of str to ndarray
        `value`, `lower`, `upper`: recomputed where counts are there, scaled where published per 100 or more.
    """
    natural = {name: draft.values(name).copy() for name in ("value", "lower", "upper")}
    made = draft.values("numerator") / draft.values("denominator")
    counted = draft.active & draft.is_any((*COUNT_BASED, "mean")) & np.isfinite(made)
    both = counted & np.isfinite(natural["value"]) & ~draft.ledger.settled
    if both.any() and not agree(natural["value"][both], made[both], 0.0).all():
        scale = _find_scale(draft, natural["value"], made, both)
        scale = report_disagreements(draft, Compared(value=natural["value"], made=made, both=both, scale=scale))
        natural = {name: values / scale for name, values in natural.items()}
    is_natural = "published_per" in draft.frame  # the layout knows what its tables are published per
    if not is_natural and draft.is_any(("dsr",)).any():
        scale = standardised_scale(draft, natural["value"])
        natural = {name: values / scale for name, values in (natural | {"se": draft.values("se")}).items()}
    natural["value"] = np.where(counted & (draft.ledger.rank == NONE), made, natural["value"])
    return natural


def _find_scale(draft: Draft, value: FloatArray, made: FloatArray, both: BoolArray) -> FloatArray:
    """Find for each indicator what its values are published per; 1 where nothing fits better."""
    codes = draft.texts["indicator_id"].codes
    size = len(draft.texts["indicator_id"].labels)
    group = codes[both]
    tolerance = half_a_unit(value[both], group)
    fits = [np.bincount(group, agree(value[both], scale * made[both], tolerance), minlength=size) for scale in SCALES]
    best = np.argmax(np.array(fits), axis=0)  # the first of equals: natural units win a tie
    rows_of = np.bincount(group, minlength=size)
    unclear = np.max(fits, axis=0) * 2 < rows_of
    if unclear.any():
        best[unclear] = nearest_scale(value[both], made[both], Group(group, size))[unclear]
    for place in np.unique(best[best > 0]).tolist():
        labels = draft.texts["indicator_id"].labels
        names = [labels[indicator] for indicator in np.flatnonzero(best == place).tolist()]
        words = {"indicators": five_of(names), "multiplier": f"{SCALES[place]:,.0f}"}
        draft.ledger.note("value_scale", column="value", words=words)
    return np.asarray(np.array(SCALES)[best][codes])
