"""An overview as tables for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation.analysis.funnel_words import percent, status_words
from scnvariation.analysis.indicator import show_value, unit_words
from scnvariation.analysis.overview_words import JUDGEMENTS, OUTSIDE, WORDS, sign_and_word
from scnvariation.contract.reasons import reason_sentence
from scnvariation.options import OverviewTable, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.overview_result import OverviewResult

__all__ = ["place_labels", "table"]

BASIS = {"exact": "chance alone", "adjusted": "adjusted", "": ""}


def table(result: OverviewResult, kind: str) -> pd.DataFrame:
    """Tabulate for people."""
    check_option("kind", kind, OverviewTable)
    if kind == "headline":
        return _headline(result)
    if kind == "full":
        return _full(result)
    return _of_places(result) if kind == "places" else _of_indicators(result)


def _headings(result: OverviewResult) -> pd.DataFrame:
    """Name the lines of the rug."""
    lines = result.indicators
    columns: dict[str, object] = {
        "Domain": [f"{domain:.0f}" if np.isfinite(domain) else "none" for domain in lines["domain"]],
        "Network": lines["network_heading"],
        "Indicator": lines["name"],
    }
    if (lines["period"] != "").any():
        # Whole numbers with blanks: the age is blank where a period is no stretch of time.
        columns |= {"Period": lines["period"], "Age in months": lines["age_months"].astype("Int64")}
    return pd.DataFrame(columns)


def _headline(result: OverviewResult) -> pd.DataFrame:
    """Set indicators against places; a name that is no heading of its own is told apart by its code."""
    left = _headings(result)
    n_places = len(result.places)
    signs = result.cells["judgement"].map(sign_and_word).to_numpy(object).reshape(len(left), n_places)
    frame = pd.concat([left, pd.DataFrame(signs, index=left.index)], axis=1)
    frame.columns = pd.Index([*left.columns, *place_labels(result, taken=left.columns)])
    return frame


def place_labels(result: OverviewResult, *, taken: pd.Index | None = None) -> list[str]:
    """Name each place; by name and code where two share a name, or the name is taken."""
    places = result.places
    often = Counter(places["place_name"])
    others = set() if taken is None else set(taken)
    return [
        f"{name} ({place})" if often[name] > 1 or name in others else str(name)
        for place, name in zip(places["place"], places["place_name"], strict=True)
    ]


def _full(result: OverviewResult) -> pd.DataFrame:
    """List every cell."""
    cells = result.cells
    repeats = np.repeat(np.arange(len(result.indicators)), len(result.places))
    left = _headings(result).iloc[repeats].reset_index(drop=True)
    infos = [result.infos[one] for one in cells["indicator_id"]]
    noun = "Network area" if result.across == "network_area" else "Area"
    where = {"Network area": cells["network_area"]} if result.across == "area" else {}
    columns: dict[str, object] = {
        noun: cells["place_name"],
        **({"Code": cells["place"]} if result.across == "area" else {}),
        **where,
        "Value": [show_value(value, info) for value, info in zip(cells["value"], infos, strict=True)],
        "Unit": [unit_words(info) for info in infos],
    }
    if result.across == "network_area":
        columns["Ratio to the rest of England (95%)"] = [
            "" if np.isnan(lower) else f"{ratio:.2f} ({lower:.2f} to {upper:.2f})"
            for ratio, lower, upper in zip(cells["ratio"], cells["ratio_lower"], cells["ratio_upper"], strict=True)
        ]
    columns |= {
        "Status": cells["status"].map(status_words),
        "Limits": cells["flag_basis"].map(BASIS),
        f"Judgement ({percent(result.level)})": cells["judgement"].map(sign_and_word),
        "Reason": [reason_sentence(code) if code else "" for code in cells["reason"]],
    }
    return pd.concat([left, pd.DataFrame(columns)], axis=1)


def _of_places(result: OverviewResult) -> pd.DataFrame:
    """Count judgements by place."""
    counts = result.counts("place")
    noun = "Network area" if result.across == "network_area" else "Area"
    left: dict[str, object] = {noun: counts["place_name"]}
    if result.across == "area":
        left |= {"Code": counts["place"], "Network area": counts["network_area"]}
    return pd.DataFrame({**left, **_numbers(counts)})


def _of_indicators(result: OverviewResult) -> pd.DataFrame:
    """Count judgements by indicator."""
    counts = result.counts("indicator")
    right = {
        "Limits": counts["flag_basis"].map(BASIS),
        "Differ far more than chance explains": np.where(counts["systemic"], "yes", ""),
    }
    return pd.concat([_headings(result), pd.DataFrame({**_numbers(counts), **right})], axis=1)


def _numbers(counts: pd.DataFrame) -> dict[str, object]:
    """Label the counts."""
    return {
        "Compared": counts["compared"],
        **{WORDS[name].capitalize(): counts[name] for name in JUDGEMENTS},
        "Outside the limits": counts[list(OUTSIDE)].sum(axis=1),
        "Expected by chance": counts["expected_by_chance"].round(2),
    }
