"""Checks of values: is there enough to compute with, and does the value agree with its counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.draft import COUNT_BASED, NORMAL_BASED, Draft
from scnvariation.contract.ledger import NONE, shown_number
from scnvariation.messages.words import five_of

__all__ = ["Natural", "check_needs", "check_values"]

SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
MOST_DECIMALS = 12
BINARY_NOISE = 1e-9
FEWEST_TO_TELL = 3
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


def check_values(draft: Draft) -> Natural:
    """Compare values with their counts, and give all of them in natural units.

    Returns
    -------
    dict of str to ndarray
        `value`, `lower`, `upper`: recomputed where counts are there, scaled where published per 100 or more.
    """
    natural = {name: draft.values(name).copy() for name in ("value", "lower", "upper")}
    with np.errstate(divide="ignore", invalid="ignore"):
        made = draft.values("numerator") / draft.values("denominator")
    counted = draft.active & draft.is_any((*COUNT_BASED, "mean")) & np.isfinite(made)
    both = counted & np.isfinite(natural["value"]) & ~draft.ledger.settled
    if both.any() and not _agree(natural["value"][both], made[both], BINARY_NOISE).all():
        scale = _find_scale(draft, natural["value"], made, both)
        natural = {name: values / scale for name, values in natural.items()}
        _report_disagreement(draft, natural["value"], made, both, scale)
    natural["value"] = np.where(counted & (draft.ledger.rank == NONE), made, natural["value"])
    return natural


def _agree(value: FloatArray, made: FloatArray, tolerance: float | FloatArray) -> BoolArray:
    """Whether values equal what their counts make, within a tolerance and binary noise."""
    return np.abs(value - made) <= tolerance + BINARY_NOISE * np.abs(made)


def _find_scale(draft: Draft, value: FloatArray, made: FloatArray, both: BoolArray) -> FloatArray:
    """Find for each indicator what its values are published per; 1 where nothing fits better."""
    codes = draft.texts["indicator_id"].codes
    size = len(draft.texts["indicator_id"].labels)
    group = codes[both]
    decimals = _decimals(value[both], group, size)[group]
    fits = [
        np.bincount(group, _agree(value[both], scale * made[both], 0.5001 * 10.0**-decimals), minlength=size)
        for scale in SCALES
    ]
    best = np.argmax(np.array(fits), axis=0)  # the first of equals: natural units win a tie
    rows_of = np.bincount(group, minlength=size)
    best[np.max(fits, axis=0) * 2 < rows_of] = 0
    for place in np.unique(best[best > 0]).tolist():
        labels = draft.texts["indicator_id"].labels
        names = [labels[indicator] for indicator in np.flatnonzero(best == place).tolist()]
        words = {"indicators": five_of(names), "multiplier": f"{SCALES[place]:,.0f}"}
        draft.ledger.note("value_scale", column="value", words=words)
    return np.asarray(np.array(SCALES)[best][codes])


def _decimals(value: FloatArray, group: NDArray[np.int64], size: int) -> FloatArray:
    """Find to how many decimals the values of each indicator are printed, binary noise apart."""
    needed = np.full(len(value), MOST_DECIMALS, dtype=np.int64)
    for decimals in range(MOST_DECIMALS, -1, -1):
        noise = 1e-12 * np.maximum(1.0, np.abs(value))
        needed[np.abs(value - np.round(value, decimals)) <= noise] = decimals
    most = np.zeros(size)
    np.maximum.at(most, group, needed)
    return most


def _report_disagreement(draft: Draft, value: FloatArray, made: FloatArray, both: BoolArray, scale: FloatArray) -> None:
    """Warn of values that differ from their counts, or refuse columns that stand under each other's heading."""
    indicators = draft.texts["indicator_id"]
    decimals = _decimals(draft.values("value")[both], indicators.codes[both], len(indicators.labels))
    tolerance = np.asarray(0.5001 * 10.0 ** -decimals[indicators.codes] / scale, dtype=np.float64)
    differs = both & ~draft.ledger.refused & ~_agree(value, made, tolerance)
    with np.errstate(divide="ignore", invalid="ignore"):
        turned = differs & _agree(value, 1.0 / made, tolerance)
    size = len(indicators.labels)
    rows_of = np.bincount(indicators.codes[both], minlength=size)
    swapped = np.bincount(indicators.codes[turned], minlength=size) == rows_of
    swapped &= rows_of >= FEWEST_TO_TELL
    for indicator in np.flatnonzero(swapped):
        _report_swapped(draft, int(indicator), both & (indicators.codes == indicator))
    rows = np.flatnonzero(differs & ~swapped[indicators.codes])
    if len(rows):
        shown = [shown_number(float(f"{made[row] * scale[row]:.6g}")) for row in rows]
        draft.ledger.add(
            "value_disagrees", rows, column="value", value=draft.numbers["value"].texts, words={"recomputed": shown}
        )


def _report_swapped(draft: Draft, indicator: int, where: BoolArray) -> None:
    """Refuse an indicator whose value is the denominator over the numerator in every row."""
    rows = np.flatnonzero(where)
    ledger = draft.ledger
    ledger.note(
        "columns_swapped",
        column="numerator",
        words={
            "number": f"{len(rows):,}",
            "rows": f"{len(rows):,}",
            "indicator": draft.texts["indicator_id"].labels[indicator],
            "numerator": ledger.where.heading("numerator"),
            "denominator": ledger.where.heading("denominator"),
        },
    )
    known = ledger.known_layout
    ledger.mark(rows, "inconsistent_source" if known else "", refused=not known)
