"""How `Indicators` describe themselves."""

from __future__ import annotations

import pandas as pd

from scnvariation.messages.words import count
from scnvariation.periods import latest, parse_period

__all__ = ["describe", "summary_table"]

PERIOD_NOUNS = {"quarter": "quarter", "month": "month", "financial_year": "year", "year": "year"}


def describe(observations: pd.DataFrame, catalogue: pd.DataFrame) -> str:
    """Count areas, indicators, networks, domains, periods and what is not computed."""
    networks = {key for text in catalogue["networks"] for key in str(text).split(";")}
    parts = [
        count(observations["area_code"].nunique(), "area"),
        count(len(catalogue), "indicator"),
        _if_any(len(networks - {"", "cross_cutting"}), "network"),
        _if_any(catalogue["domain"].nunique(), "domain"),
        _periods(observations["period"].unique().tolist()),
    ]
    parts += _not_computed(observations["reason"])
    return ", ".join(part for part in parts if part)


def _not_computed(reasons: pd.Series[str]) -> list[str]:
    """Count suppressed values, and the others together."""
    counts = reasons[reasons != ""].value_counts()
    suppressed = int(counts.get("suppressed", 0))
    others = int(counts.sum()) - suppressed
    words = "others" if suppressed else "values"
    return [
        count(suppressed, "suppressed value") if suppressed else "",
        f"{others:,} {words} not computed" if others else "",
    ]


def _if_any(number: int, noun: str) -> str:
    return count(number, noun) if number else ""


def _periods(texts: list[str]) -> str:
    """Count the shortest kind of period present: quarters where years stand beside them."""
    kinds = [period.kind if (period := parse_period(text)) else "" for text in texts]
    for kind in ("month", "quarter", "financial_year", "year"):
        if kind in kinds:
            return count(kinds.count(kind), PERIOD_NOUNS[kind])
    return count(len(texts), "period")


def summary_table(observations: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Tabulate one row per indicator: name, domain, statistic, areas, periods, latest, rows not computed."""
    groups = observations.groupby("indicator_id", sort=False)
    table = pd.DataFrame(
        {
            "areas": groups["area_code"].nunique(),
            "periods": groups["period"].nunique(),
            "latest": groups["period"].agg(lambda texts: latest(texts.unique())),
            "not_computed": groups["reason"].agg(lambda reasons: int((reasons != "").sum())),
        }
    )
    facts = catalogue.set_index("indicator_id")[["name", "domain", "networks", "statistic", "polarity"]]
    return facts.join(table).reset_index()
