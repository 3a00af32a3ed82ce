"""Funnel results made by hand, from simple numbers, so that pictures are tested without the analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy.special import ndtri

from scnvariation.analysis.funnel_result import Dispersion, FunnelResult
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.levels import level_name, status_names
from scnvariation.analysis.rates import RatesResult
from scnvariation.analysis.result import Settings

LEVELS = (0.95, 0.998)
NETWORKS = [
    "Cheshire and Merseyside", "East Midlands", "East of England", "Greater Manchester", "London",
    "Northern England", "South East Coast", "South West", "Thames Valley", "Wessex", "West Midlands",
    "Yorkshire and the Humber",
]  # fmt: skip
INFO = IndicatorInfo(
    indicator_id="ccg_ois:3.5", name="Recovered after stroke", statistic="proportion",
    polarity="high_is_good", multiplier=100, unit="per cent of patients",
)  # fmt: skip
SETTINGS = Settings(
    call="funnel", version="0", input_hash="0" * 64, reference="england",
    benchmark_source="England: sum of the areas", options=MappingProxyType({"levels": LEVELS}),
)  # fmt: skip


def statuses(value: np.ndarray, low: np.ndarray, high: np.ndarray, levels: Sequence[float]) -> np.ndarray:
    """Give the status of each value; limits are (n_levels, n_areas)."""
    rank = (value > high).sum(axis=0) - (value < low).sum(axis=0)
    return np.array(status_names(levels), dtype=object)[rank + len(levels)]


def limits_at(size, benchmark, spread, levels):
    """Give simple normal limits, for drawing only: (n_levels, n)."""
    z = ndtri((1 + np.array(levels)) / 2)[:, None]
    half = z * np.sqrt(spread(size))
    return np.clip(benchmark - half, 0, None), benchmark + half


def chance_variance(statistic: str, benchmark: float, size: np.ndarray) -> np.ndarray:
    """Give the variance of chance at a size."""
    if statistic in {"mean", "estimate"}:
        return 1 / size**2
    return (benchmark * (1 - benchmark) if statistic == "proportion" else benchmark) / size


def funnel_result(
    n: int = 211, *, seed: int = 1, benchmark: float = 0.13, tau: float = 0.0, sizes=(300, 4000),
    info: IndicatorInfo = INFO, basis: str | None = None, systemic: bool = False, levels=LEVELS, names=None,
    outliers: int = 0, shown=None, network: bool = True, standard: float | None = None,
) -> FunnelResult:  # fmt: skip
    """Make a funnel of `n` areas with between-area standard deviation `tau`."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.uniform(*np.log(sizes), n))
    if info.statistic not in {"mean", "estimate"}:
        size = np.round(size)
    chance = partial(chance_variance, info.statistic, benchmark)
    value = benchmark + rng.normal(size=n) * np.sqrt(chance(size) + tau**2)
    value[:outliers] += 5 * np.sqrt(chance(size[:outliers]) + tau**2) * np.where(np.arange(outliers) % 3, 1, -1)
    if info.statistic not in {"mean", "estimate"}:
        value = np.clip(value, 0, 1 if info.statistic == "proportion" else None)
        value = np.round(value * size) / size
    exact = limits_at(size, benchmark, chance, levels)
    adjusted = limits_at(size, benchmark, lambda s: chance(s) + tau**2, levels)
    z = (value - benchmark) / np.sqrt(chance(size))
    z_adjusted = (value - benchmark) / np.sqrt(chance(size) + tau**2)
    areas = pd.DataFrame({
        "area_code": [f"E38{i:06d}" for i in range(n)],
        "area_name": names or [f"{rng.choice(PLACES)} {i}" for i in range(n)],
        "numerator": value * size, "denominator": size, "value": value, "z": z, "z_adjusted": z_adjusted,
        "status": statuses(value, *exact, levels), "status_adjusted": statuses(value, *adjusted, levels),
        "size": size, "shown": True if shown is None else shown,
    })  # fmt: skip
    for prefix, pair in (("", exact), ("adjusted_", adjusted)):
        for side, values in zip(("lower", "upper"), pair, strict=True):
            for level, row in zip(levels, values, strict=True):
                areas[f"{prefix}{side}_{level_name(level)}"] = row
    if network:
        areas["network_area"] = np.resize(NETWORKS, n)
    areas["judgement"] = "similar"
    areas["reason"] = areas["reason_adjusted"] = ""
    grid = np.exp(np.linspace(np.log(size.min() * 0.2), np.log(size.max()), 120))
    limits = pd.concat([
        pd.DataFrame({"size": grid, "level": level, "side": side, "basis": name, "value": row})
        for name, spread in (("exact", chance), ("adjusted", lambda s: chance(s) + tau**2))
        for side, values in zip(("lower", "upper"), limits_at(grid, benchmark, spread, levels), strict=True)
        for level, row in zip(levels, values, strict=True)
    ])  # fmt: skip
    q = float((z**2).sum())
    return FunnelResult(
        areas=areas, limits=limits, indicator=info, period="2014/15 Q4", benchmark=benchmark, phi=q / n,
        tau2=tau**2, tau2_scale="identity", dispersion=Dispersion(q, n - 1, 0.0 if tau else 0.4, q / n),
        flag_basis=basis or ("adjusted" if tau else "exact"), systemic=systemic, levels=levels,
        expected_by_chance={level: n * (1 - level) for level in levels},
        excluded=pd.DataFrame({"area_code": ["E38999999"], "reason": ["suppressed"]}),
        settings=SETTINGS, standard=standard,
    )  # fmt: skip


def without_lines(result: FunnelResult) -> FunnelResult:
    """Take the limit lines away."""
    return replace(result, limits=result.limits.iloc[:0])


PLACES = [
    "Ashcombe", "Birchwater and Low Fell", "Carrow Vale", "Dunmere", "Eastholt", "Farthing Bridge",
    "Great Harrow and Kings Langmere", "Hollin", "Ironbeck", "Jurby Moor", "Kestrel Hill", "Langstrath",
    "Merrow", "Northwold Coastal", "Oxbarrow", "Penlow", "Quarr", "Ramsholt", "Stonegate and Wyrehaven",
    "Tarn", "Ullesby", "Vexford", "Westmarsh",
]  # fmt: skip


def rates_result(
    n: int = 211, *, seed: int = 1, benchmark: float = 0.13, tau: float = 0.02, info: IndicatorInfo = INFO,
    names=None, network=True, sizes=(300, 4000), england: float | None = None,
) -> RatesResult:  # fmt: skip
    """Make values with simple normal intervals."""
    drawn = funnel_result(n, seed=seed, benchmark=benchmark, tau=tau, info=info, names=names, sizes=sizes).areas
    areas = drawn[["area_code", "area_name", "numerator", "denominator", "value"]].assign(
        indicator_id=info.indicator_id, period="2014/15 Q4", reason=""
    )
    se = np.sqrt(areas["value"] * (1 - areas["value"]) / areas["denominator"])
    for level in LEVELS:
        half = ndtri((1 + level) / 2) * se
        areas[f"lower_{level_name(level)}"] = np.clip(areas["value"] - half, 0, None)
        areas[f"upper_{level_name(level)}"] = areas["value"] + half
    if network is True:
        areas["network_area"] = drawn["network_area"]
    elif network:
        areas["network_area"] = network
    known = pd.DataFrame({
        "indicator_id": [info.indicator_id], "period": ["2014/15 Q4"],
        "value": [benchmark if england is None else england],
    })  # fmt: skip
    return RatesResult(
        areas=areas, england=known, indicators={info.indicator_id: info}, levels=LEVELS,
        excluded=areas.iloc[:0], settings=SETTINGS,
    )  # fmt: skip
