"""Results of variation, shares, time and overview made by hand, so that pictures are tested without the analysis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from factory import INFO, NETWORKS, PLACES, SETTINGS

from scnvariation.analysis.change_result import ChangeResult
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.analysis.shares_result import NetworkTest, SharesResult
from scnvariation.analysis.trend_result import TrendResult
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.framework import network_areas

NAN, INF = float("nan"), float("inf")
TWELVE = network_areas()["network_area"].tolist()
HOSTILE = [
    "<b>bold</b>", "$x^2$", "a|b", "\u202eright to left", "🏥 emoji", "A & B", "=1+1", "line\nbreak",
    "The Royal and Ancient Network of Places With Very Long Names In", r"$\badcmd{x}$",
]  # fmt: skip
NOTHING = pd.DataFrame({"area_code": [], "reason": []})
DOMAINS = [
    "Domain 1: Preventing people from dying prematurely",
    "Domain 2: Enhancing quality of life for people with long-term conditions",
    "Domain 5: Treating and caring for people in a safe environment and protecting them from avoidable harm",
]
CONDITIONS = ["Cancer", "Cardiovascular", "Mental health, dementia and neurological conditions"]
QUARTERS = [f"20{13 + k // 4}/{14 + k // 4} Q{k % 4 + 1}" for k in range(12)]


def variation_result(
    names=TWELVE, *, need: bool = False, measure: str = "median_rate_ratio", info: IndicatorInfo = INFO
) -> VariationResult:
    """Make one group per name: gaps of 10 to 30 %, intervals of a third up and down, ratios around 1."""
    lines = ["crude", "need"] if need else ["crude"]
    rows = []
    for k, name in enumerate(names):
        for line in lines:
            gap = 0.1 + 0.2 * k / max(len(names) - 1, 1) - (0.05 if line == "need" else 0.0)
            start = 0.0 if measure == "median_difference" else 1.0
            rows.append({
                "network_area": name, "adjustment": line, "n_areas": 10 + k % 20, "events": 1000.0 + k, "rate": 0.2,
                "rate_ratio": 0.8 + 0.4 * k / max(len(names) - 1, 1), "side": "as_given",
                "typical_gap": start + gap, "typical_gap_lower": start + gap * 2 / 3,
                "typical_gap_upper": start + gap * 4 / 3, "typical_gap_measure": measure, "reason": "",
            })  # fmt: skip
    groups = pd.DataFrame(rows)
    groups["rate_ratio_lower"], groups["rate_ratio_upper"] = groups["rate_ratio"] - 0.1, groups["rate_ratio"] + 0.1
    return VariationResult(
        groups=groups, by=("network_area",), indicators={info.indicator_id: info},
        group_indicator=pd.Series([info.indicator_id] * len(groups)), excluded=NOTHING, settings=SETTINGS,
        notes=("A note of the result",),
    )  # fmt: skip


def shares_result(
    between=(0.29, 0.19, 0.40), need=(0.14, 0.07, 0.23), within=(0.57, 0.47, 0.68), *, covariates=("deprivation",),
    info: IndicatorInfo = INFO,
) -> SharesResult:  # fmt: skip
    """Make shares with points and limits."""
    shares = pd.DataFrame(
        [("chance", NAN, NAN, NAN), ("need", *need), ("between_networks", *between), ("within_networks", *within)],
        columns=["part", "share_of_true", "share_of_true_lower", "share_of_true_upper"],
    ).assign(variance=0.01, share=0.25, population_lower=0.1, population_upper=0.6, reason="")
    return SharesResult(
        shares=shares, reliability=0.84, reliability_weighted=0.9, explained=0.16, need_p=0.01,
        network_test=NetworkTest(0.001, 0.002), slopes=pd.DataFrame({"covariate": list(covariates)}), n_areas=211,
        n_networks=12,
        mean_expected=180.0, between="network_area", need=tuple(covariates), info=info, period="2014/15 Q4",
        excluded=NOTHING, settings=SETTINGS,
    )  # fmt: skip


def dated(periods) -> pd.DataFrame:
    """Give quarters their dates."""
    starts = [pd.Timestamp(f"{p[:4]}-04-01") + pd.DateOffset(months=3 * (int(p[-1]) - 1)) for p in periods]
    ends = [start + pd.DateOffset(months=3, days=-1) for start in starts]
    return pd.DataFrame({"period": list(periods), "period_start": starts, "period_end": ends})


def spread_rows(periods, measure: str = "median_rate_ratio") -> pd.DataFrame:
    """Give areas from 10 to 90 % whose typical gap falls from 50 %."""
    rows = dated(periods)
    fall = np.linspace(0.5, 0.2, len(rows))
    start = 0.0 if measure == "median_difference" else 1.0
    return rows.assign(
        n_areas=211, events=9000.0, benchmark=0.5, minimum=0.1, p5=0.2, p25=0.4, median=0.52, p75=0.6, p95=0.8,
        maximum=0.9, p90_p10=2.0 + fall, p90_p10_chance=1.5, p90_p10_chance_lower=1.4, p90_p10_chance_upper=1.6,
        scv=fall / 10, scv_lower=fall / 12, scv_upper=fall / 8, between_variance=fall / 10,
        between_variance_lower=fall / 12, between_variance_upper=fall / 8, typical_gap=start + fall,
        typical_gap_lower=start + fall - 0.1, typical_gap_upper=start + fall + 0.1, typical_gap_measure=measure,
        side="as_given", reason="",
    )  # fmt: skip


def trend_result(
    periods=tuple(QUARTERS[:8]), names=tuple(TWELVE), *, kind: str = "network_area", place: str = "",
    measure: str = "median_rate_ratio", info: IndicatorInfo = INFO,
) -> TrendResult:  # fmt: skip
    """Make a series of England at a half and of places around it."""
    spread = spread_rows(periods, measure)
    parts = [dated(periods).assign(place="England", kind="england", value=0.5)]
    if place:
        parts.append(dated(periods).assign(place="the rest of England", kind="rest", value=0.48))
    for k, name in enumerate(names):
        value = 0.4 + 0.2 * k / max(len(names) - 1, 1) + 0.01 * np.arange(len(periods))
        parts.append(dated(periods).assign(place=name, kind=kind, value=value))
    levels = pd.concat(parts, ignore_index=True)
    ratio = (levels["value"] / 0.5).where(levels["kind"] != "england")
    levels = levels.assign(
        n_areas=10, numerator=100.0, denominator=200.0, lower=levels["value"] - 0.05, upper=levels["value"] + 0.05,
        ratio=ratio, ratio_lower=ratio - 0.1, ratio_upper=ratio + 0.1, reason="",
    )  # fmt: skip
    return TrendResult(
        levels=levels, spread=spread, info=info, place=place, excluded=NOTHING, settings=SETTINGS,
        notes=("A note of the result",),
    )  # fmt: skip


def change_result(
    names=tuple(TWELVE), *, verdict: str = "narrowing", measure: str = "median_rate_ratio", info: IndicatorInfo = INFO
) -> ChangeResult:
    """Make a gap that fell from 50 to 20 %, and network areas that moved by -3 to 3 %."""
    spread = spread_rows([QUARTERS[0], QUARTERS[7]], measure)
    change = pd.DataFrame({
        "measure": ["scv", "typical_gap"], "baseline": [0.05, spread["typical_gap"].iloc[0]],
        "current": [0.02, spread["typical_gap"].iloc[1]], "change": [-0.03, -0.3], "change_lower": [-0.04, -0.4],
        "change_upper": [-0.02, -0.2], "p_value": 0.001, "verdict": verdict, "reason": "",
    })  # fmt: skip
    n = len(names)
    moves = np.linspace(-0.03, 0.03, n) if n else np.array([])
    trajectories = pd.DataFrame({
        "network_area": list(names), "n_areas": 10, "ratio_baseline": np.linspace(0.9, 1.1, n),
        "ratio_current": np.linspace(0.9, 1.1, n) * np.exp(moves), "change": moves, "change_lower": moves - 0.02,
        "change_upper": moves + 0.02, "p_value": 0.5, "fdr_q": 0.5, "verdict": "no_evidence", "expected_change": 0.0,
        "smallest_detectable": 0.04, "reason": "",
    })  # fmt: skip
    return ChangeResult(
        change=change, spread=spread, trajectories=trajectories, info=info, baseline=QUARTERS[0], period=QUARTERS[7],
        network_area="", excluded=NOTHING, settings=SETTINGS, notes=("A note of the result",),
    )  # fmt: skip


def overview_result(
    indicators: int = 9, places: int = 12, *, names=None, neutral: bool = True, seed: int = 1
) -> OverviewResult:
    """Make a rug whose cells are mostly similar; every third indicator has no better direction."""
    rng = np.random.default_rng(seed)
    labels = list(names) if names else [f"{PLACES[k % len(PLACES)]} {k}" for k in range(places)]
    ids = [f"x:{k}" for k in range(indicators)]
    ways = ["neutral" if neutral and k % 3 == 2 else "low_is_good" for k in range(indicators)]
    lines = pd.DataFrame({
        "indicator_id": ids, "name": [f"Indicator {k} with a name of some length" for k in range(indicators)],
        "domain": [float(k * 3 // indicators + 1) for k in range(indicators)],
        "domain_heading": [DOMAINS[k * 3 // indicators] for k in range(indicators)], "networks": "cancer",
        "network_heading": [CONDITIONS[k * 3 // indicators] for k in range(indicators)], "polarity": ways,
        "period": "2014/15 Q4", "age_months": 0, "flag_basis": "adjusted", "systemic": False,
    })  # fmt: skip
    cells = pd.DataFrame([
        {"indicator_id": one, "period": "2014/15 Q4", "place": f"E{k:03d}", "place_name": name,
         "network_area": NETWORKS[k * len(NETWORKS) // len(labels)], "value": 0.5, "status": "within",
         "flag_basis": "adjusted", "reason": "",
         "judgement": rng.choice(["higher", "lower", "similar", "similar", "not_compared"] if way == "neutral"
                                 else ["better", "worse", "similar", "similar", "similar"])}
        for one, way in zip(ids, ways, strict=True) for k, name in enumerate(labels)
    ])  # fmt: skip
    infos = {one: replace(INFO, indicator_id=one) for one in ids}
    return OverviewResult(
        cells=cells, indicators=lines, across="area", infos=infos, notes=("A note of the result",), excluded=NOTHING,
        settings=SETTINGS,
    )  # fmt: skip
