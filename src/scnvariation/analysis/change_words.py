"""What a comparison of two periods says: verdict, tables and plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from scnvariation.analysis.change_network_words import network_sentences, network_table, p_cell
from scnvariation.analysis.change_tests import LEVEL_OF_TEST
from scnvariation.analysis.indicator import IndicatorInfo, decimals_for, unit_words
from scnvariation.analysis.variation_figures import decimals_times_hundred, gap_values, number, withheld
from scnvariation.contract.reasons import reason_sentence
from scnvariation.messages.words import count, p_words
from scnvariation.options import ChangeTable, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.change_result import ChangeResult

__all__ = ["TOO_FEW", "VERDICTS", "alt_text", "caption", "table", "text", "title", "too_few"]

VERDICTS = {"narrowing": "narrowing", "widening": "widening", "no_evidence": "no evidence either way"}
MEASURES = {"scv": "SCV x 100", "tau2": "Variance between areas", "typical_gap": "Typical gap between two areas"}
TOO_FEW = "too few to judge"
Row = Mapping[Hashable, Any]


def too_few(spread: pd.DataFrame) -> pd.Series[bool]:
    """Mark the periods whose spread is too poorly known for a headline."""
    return withheld(spread.assign(rate=spread["benchmark"]))


def title(result: ChangeResult) -> str:
    """Give the message in one line."""
    place = f" between the areas of {result.network_area}" if result.network_area else " between areas"
    if too_few(result.spread).any():
        return f"{result.info.name}, {result.baseline} to {result.period}: variation{place}, {TOO_FEW}"
    words = {
        "narrowing": f"variation{place} is narrowing",
        "widening": f"variation{place} is widening",
        "no_evidence": f"no evidence either way that variation{place} changed",
    }[result.verdict]
    return f"{result.info.name}, {result.baseline} to {result.period}: {words}"


def caption(result: ChangeResult) -> str:
    """Give what stands under the picture."""
    areas = count(int(result.spread["n_areas"].iloc[-1]), "area")
    p = [] if too_few(result.spread).any() else _p(result)
    test = ", ".join((f"Paired test of {areas} with a figure in both periods", *p))
    side = ("Spread measured on the adverse side",) if result.settings.side == "complement" else ()
    return ". ".join((test, *side, *result.notes)) + "."


def text(result: ChangeResult) -> str:
    """Give the change of spread, then the networks, then what is to be kept in mind."""
    parts = [
        f"{result.info.name}. {_spread_sentence(result)}",
        network_sentences(result),
        *(f"{n}." for n in result.notes),
    ]
    return "\n".join(part for part in parts if part)


def alt_text(result: ChangeResult) -> str:
    """Say what the picture shows."""
    moved = result.trajectories[result.trajectories["verdict"] != "no_evidence"]
    followed = count(len(result.trajectories), "network area")
    networks = f" {followed} against the rest of England; {len(moved):,} moved." if len(result.trajectories) else ""
    gap = "" if too_few(result.spread).any() else f" {_gap_sentence(result)}"
    return f"Spread of areas in two periods. {title(result)}.{gap}{networks}"


def table(result: ChangeResult, kind: str) -> pd.DataFrame:
    """Tabulate for people."""
    check_option("kind", kind, ChangeTable)
    if kind == "full":
        return result.spread.copy()
    if kind == "network_areas":
        return network_table(result)
    rows = result.change.to_dict("records")
    if too_few(result.spread).any():
        return pd.DataFrame({"Measure": [_measure(row, result) for row in rows], "Verdict": TOO_FEW})
    low = f"Change from {result.baseline} to {result.period} (95% interval)"
    return pd.DataFrame(
        {
            "Measure": [_measure(row, result) for row in rows],
            result.baseline: [_shown(row, "baseline", result) for row in rows],
            result.period: [_shown(row, "current", result) for row in rows],
            low: [_with_limits(row, result) for row in rows],
            "P": [p_cell(row["p_value"]) for row in rows],
            "Verdict": [VERDICTS[row["verdict"]] for row in rows],
        }
    )


def _measure(row: Row, result: ChangeResult) -> str:
    """Name a measure with its unit."""
    name = MEASURES[row["measure"]]
    if row["measure"] == "tau2":
        return f"{name} ({unit_words(result.info)}, squared)"
    return name


def _shown(row: Row, when: str, result: ChangeResult) -> str:
    """Write a measure of one period."""
    if row["measure"] == "typical_gap":
        return _gaps(result)[when]
    return _variance(row[when], row, result.info)


def _gaps(result: ChangeResult) -> dict[str, str]:
    """Write the typical gap of both periods, as every table does."""
    rows = result.spread.to_dict("records")
    return {when: gap_values(row, result.info)[0] for when, row in zip(("baseline", "current"), rows, strict=True)}


def _variance(value: float, row: Row, info: IndicatorInfo) -> str:
    """Write a variance between areas, or a change of it: of counts relative and x 100, of values in squared units."""
    if row["measure"] == "scv":
        return number(100.0 * value, decimals_times_hundred([row["baseline"], row["current"]]))
    return number(info.multiplier**2 * value, 4)


def _with_limits(row: Row, result: ChangeResult) -> str:
    """Write the change of a measure with its limits."""
    if math.isnan(row["change"]):
        return reason_sentence(row["reason"])
    ends = (row["change"], row["change_lower"], row["change_upper"])
    if row["measure"] == "typical_gap":
        shown = [_gap_change(end, result) for end in ends]
    else:
        shown = [_signed(_variance(end, row, result.info), end) for end in ends]
    points = row["measure"] == "typical_gap" and _gap_measure(result) != "median_difference"
    return f"{shown[0]} ({shown[1]} to {shown[2]}){' percentage points' if points else ''}"


def _gap_change(value: float, result: ChangeResult) -> str:
    """Write a change of the typical gap: percentage points, or units."""
    if math.isinf(value):
        return "no bound"
    if _gap_measure(result) == "median_difference":
        return f"{value * result.info.multiplier:+,.{_gap_digits(result)}f}"
    return f"{100 * value:+,.0f}"


def _gap_digits(result: ChangeResult) -> int:
    """Give the decimals of a gap in units, for its change as well."""
    gap = result.change.loc[result.change["measure"] == "typical_gap", ["baseline", "current"]].to_numpy().max()
    return decimals_for(float(gap) * result.info.multiplier)


def _signed(shown: str, value: float) -> str:
    if math.isinf(value):
        return "no bound"
    return f"+{shown}" if value > 0 else shown


def _gap_measure(result: ChangeResult) -> str:
    return str(result.spread["typical_gap_measure"].iloc[-1])


def _p(result: ChangeResult) -> list[str]:
    """Write the P-value of the paired test, where there is one."""
    p = float(result.change["p_value"].iloc[0])
    return [] if math.isnan(p) else [p_words(p)]


def _spread_sentence(result: ChangeResult) -> str:
    """Say how the gap changed, and what the test says of it."""
    row = result.change.iloc[0]
    if row["reason"]:
        return f"Change in variation {reason_sentence(str(row['reason']))}."
    if too_few(result.spread).any():
        return "Too few areas or events to say whether variation between areas changed."
    verdict = {
        "narrowing": f"areas moved together by more than chance explains: narrowing{_in_brackets(result)}",
        "widening": f"areas moved apart by more than chance explains: widening{_in_brackets(result)}",
        "no_evidence": _no_evidence(result),
    }[result.verdict]
    return f"{_gap_sentence(result)[:-1]}; {verdict}. {_limits_sentence(result)}"


def _no_evidence(result: ChangeResult) -> str:
    """Say that the test found nothing, or that the fitted law does not go its way."""
    if float(result.change["p_value"].iloc[0]) <= LEVEL_OF_TEST:
        return f"the paired test{_in_brackets(result)} and the fitted gap do not agree: no evidence either way"
    return (
        f"areas moved apart or together by no more than chance explains: no evidence either way{_in_brackets(result)}"
    )


def _in_brackets(result: ChangeResult) -> str:
    return "".join(f" ({p})" for p in _p(result))


def _gap_sentence(result: ChangeResult) -> str:
    """Say what the typical gap was and is."""
    gap = result.change[result.change["measure"] == "typical_gap"].iloc[0]
    measure = _gap_measure(result)
    before, now = _gaps(result).values()
    of = " in the odds" if measure == "median_odds_ratio" else ""
    unit = ""
    if measure == "median_difference":
        unit = " percentage points" if result.info.is_percentage else f" {unit_words(result.info)}"
    areas = f"two areas of {result.network_area}" if result.network_area else "two areas"
    head = f"Between {result.baseline} and {result.period} the typical gap{of} between {areas}"
    if before == now:
        return f"{head} stayed at {now}{unit}."
    return f"{head} {'fell' if gap['current'] < gap['baseline'] else 'rose'} from {before} to {now}{unit}."


def _limits_sentence(result: ChangeResult) -> str:
    """Say what changes of the gap remain possible."""
    gap = result.change[result.change["measure"] == "typical_gap"].iloc[0]
    low, high = float(gap["change_lower"]), float(gap["change_upper"])
    if not (math.isfinite(low) and math.isfinite(high)):
        return "The data set no bounds to the change."
    in_units = _gap_measure(result) == "median_difference" and not result.info.is_percentage
    unit = unit_words(result.info) if in_units else "percentage points"
    ends = [_gap_change(end, result) for end in (low, high)]
    range_of = f"The true change of the gap may lie anywhere from {ends[0]} to {ends[1]} {unit}"
    found = result.verdict != "no_evidence"
    if found and low <= 0 <= high:
        return f"{range_of}: a range that includes no change, so the evidence is weak."
    if not found and not low <= 0 <= high:
        return f"{range_of}: a range without 0, but the paired test, which decides, does not go so far."
    return f"{range_of}."
