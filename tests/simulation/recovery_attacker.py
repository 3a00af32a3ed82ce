"""One who reads everything that is published and tries every combination of counts that agrees with it.

Known to him are public denominators, the exact figures of England, the rule, and how the rule is applied. He shares no
code with what he attacks: sums are enumerated, as sets of bits, and statuses come from scipy's distribution functions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.result import Settings
from scnvariation.report.disclosure import DisclosureRule

PERIOD = "2014/15"
STATUSES = ("below_99_8", "below_95", "within", "above_95", "above_99_8")
HISTORY = ["periods_outside", "periods_judged"]
NUMBERS = ("interval_lower", "interval_upper", "z", "p_value", "z_adjusted", "p_adjusted")


class Area(NamedTuple):
    """One cell: indicator, network area, events and denominator."""

    indicator: str
    place: str
    events: int
    size: int


def figures_by_hand(
    cells: Iterable[Area], statistic: Mapping[str, str] | None = None, period: str = PERIOD
) -> PackFigures:
    """Write the tables that hold counts, as the one pass over the data would; all others are empty."""
    rows = pd.DataFrame(list(cells), columns=["indicator_id", "network_area", "numerator", "denominator"])
    rows = rows.astype({"numerator": float, "denominator": float}).assign(period=period)
    rows["area_code"] = [f"A{k:05d}" for k in range(len(rows))]
    kind = rows["indicator_id"].map(lambda one: (statistic or {}).get(one, "rate"))
    whole = rows.groupby(["indicator_id", "period"], sort=False)[["numerator", "denominator"]].sum().reset_index()
    england = rows[["indicator_id"]].merge(whole, on="indicator_id")
    benchmark = england["numerator"] / england["denominator"]
    status = [
        status_of(x, n, b, one)
        for x, n, b, one in zip(rows["numerator"], rows["denominator"], benchmark, kind, strict=True)
    ]
    areas = rows.assign(
        area_name=rows["area_code"],
        value=rows["numerator"] / rows["denominator"],
        **dict.fromkeys(NUMBERS, 0.5),
        benchmark=benchmark,
        size=rows["denominator"],
        status=status,
        status_adjusted=status,
        flag_basis="exact",
        judgement="similar",
        side=0,
        excess=rows["numerator"] - rows["denominator"] * benchmark,
        since="",
        periods_outside=0,
        periods_judged=1,
        is_new=False,
        persistent="",
        reason="",
    )
    groups = rows[rows["network_area"] != ""].groupby(["indicator_id", "period", "network_area"], sort=False)
    levels = groups.agg(
        n_areas=("numerator", "size"), numerator=("numerator", "sum"), denominator=("denominator", "sum")
    )
    levels = pd.concat([levels.reset_index(), whole.assign(network_area=ENGLAND, n_areas=99)], ignore_index=True)
    levels["value"] = levels["numerator"] / levels["denominator"]
    ends = {"lower": 0.9, "upper": 1.1, "ratio_lower": 0.8, "ratio_upper": 1.2}
    levels = levels.assign(ratio=1.0, period_end=pd.Timestamp("2015-03-31"), reason="")
    for name, factor in ends.items():
        levels[name] = levels["value"] * factor
    volume = levels[levels["network_area"] != ENGLAND].merge(
        whole.rename(columns={"numerator": "england_numerator", "denominator": "england_denominator"}),
        on=["indicator_id", "period"],
    )
    volume = volume.assign(
        share_of_events=volume["numerator"] / volume["england_numerator"],
        share_of_size=volume["denominator"] / volume["england_denominator"],
    )
    ids = list(dict.fromkeys(rows["indicator_id"]))
    infos = {
        one: IndicatorInfo(indicator_id=one, name=one, statistic=(statistic or {}).get(one, "rate")) for one in ids
    }
    return PackFigures(
        indicators=pd.DataFrame({"indicator_id": ids}),
        areas=areas,
        funnels=pd.DataFrame({"indicator_id": ids, "period": period, "n_areas": 9, "benchmark": 0.1, "phi": 1.23456,
                              "n_outside": 0.0, "n_outside_adjusted": 0.0}),
        limits=pd.DataFrame(columns=["indicator_id", "period", "size", "level", "side", "basis", "value"]),
        variation=_variation(levels),
        levels=levels,
        change=pd.DataFrame(columns=["indicator_id", "baseline", "period", "network_area", "n_areas", "ratio_baseline",
                                     "ratio_current", "change", "change_lower", "change_upper", "p_value", "fdr_q",
                                     "verdict", "expected_change", "smallest_detectable", "reason"]).astype(
                                         {"n_areas": int}),
        spread_change=pd.DataFrame(columns=["indicator_id", "period"]),
        shares=pd.DataFrame(columns=["indicator_id", "period"]),
        volume=volume,
        excluded=pd.DataFrame(),
        infos=infos,
        networks=(),
        network_areas=tuple(sorted(set(rows["network_area"]) - {""})),
        day=None,
        notes=(),
        rows={},
        settings=Settings(call="by hand", version="0", input_hash="", reference="England"),
    )  # fmt: skip


def _variation(levels: pd.DataFrame) -> pd.DataFrame:
    """Write a variation table of which only the levels matter."""
    names = {
        "numerator": "events",
        "value": "rate",
        "lower": "rate_lower",
        "upper": "rate_upper",
        "ratio": "rate_ratio",
        "ratio_lower": "rate_ratio_lower",
        "ratio_upper": "rate_ratio_upper",
    }
    table = levels.rename(columns=names).drop(columns=["denominator", "period_end"])
    return table.assign(adjustment="crude", scv=0.0412345, chi2=17.23456, extremal_quotient=3.3, outside_high=1.0,
                        outside_low=0.0, typical_gap=1.2345678,
                        typical_gap_measure="median_rate_ratio", between_variance=0.0512345)  # fmt: skip


def status_of(x: float, n: float, benchmark: float, statistic: str) -> str:
    """Judge a count by its exact tails, strictly: 2.5 and 0.1 per cent."""
    if statistic == "proportion":
        low, below = special.bdtr(x, int(n), benchmark), special.bdtr(x - 1, int(n), benchmark) if x else 0.0
    else:
        low, below = special.pdtr(x, n * benchmark), special.pdtr(x - 1, n * benchmark) if x else 0.0
    high = 1 - below
    passed = -int(low < 0.025) - int(low < 0.001) + int(high < 0.025) + int(high < 0.001)
    return STATUSES[2 + passed]


def half_up(x: float, to: int) -> float:
    """Round as the rule says, in whole numbers: twice the count plus the base, over twice the base."""
    return float((2 * int(x) + to) // (2 * to) * to)


class Attack(NamedTuple):
    """What the attacker found out about one withheld count: what it may be, and what it might have been."""

    area: int
    possible: set[int]
    wanted: set[int]


def attack(truth: PackFigures, shown: PackFigures, rule: DisclosureRule) -> list[Attack]:
    """Attack every count that the rule withholds, in every indicator."""
    found: list[Attack] = []
    for indicator, rows in shown.areas.groupby("indicator_id", sort=False):
        true = truth.areas.loc[rows.index]
        found += _attack_one(rows, true, shown, rule, truth.infos[str(indicator)].statistic)
    return found


def _attack_one(rows, true, shown, rule, statistic) -> list[Attack]:
    """Enumerate what each cell of one indicator may be."""
    indicator, england = rows["indicator_id"].iloc[0], int(true["numerator"].sum())
    levels = shown.levels[shown.levels["indicator_id"] == indicator].set_index("network_area")
    places = sorted(set(rows["network_area"]))
    if pd.isna(levels.loc[ENGLAND, "numerator"]):  # then nothing of this indicator is shown at all
        numbers = rows.drop(columns=["denominator"]).select_dtypes("number").drop(columns=["side", *HISTORY])
        groups = levels[["numerator", "value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper"]]
        leaks = numbers.notna().any(axis=None) or groups.notna().any(axis=None)
        hidden = rows.index[rows["reason"] == "withheld_primary"]
        wanted = [_wanted(true.loc[k], rule) for k in hidden]
        return [Attack(k, set() if leaks else one, one) for k, one in zip(hidden, wanted, strict=True)]
    domains = {k: _domain(rows.loc[k], true.loc[k], rows, rule, statistic, england) for k in rows.index}
    sums, totals = {}, {}
    for place in places:
        here = rows.index[rows["network_area"] == place]
        sums[place] = _added(domains[k] for k in here)
        totals[place] = _total(place, levels, true.loc[here], rule, statistic, england)
    found = []
    for k in rows.index[rows["reason"] == "withheld_primary"]:
        place = rows.loc[k, "network_area"]
        others = _added(domains[i] for i in rows.index if rows.loc[i, "network_area"] == place and i != k)
        rest = 1
        for other in places:
            if other != place:
                rest = _sums(rest, sums[other] & totals[other])
        possible = set()
        for value in domains[k]:
            own = (others << value) & totals[place]
            if any(england >= s and rest >> (england - s) & 1 for s in _bits(own)):
                possible.add(value)
        found.append(Attack(k, possible, _wanted(true.loc[k], rule)))
    return found


def _wanted(true: pd.Series, rule: DisclosureRule) -> set[int]:
    """List what a withheld count must still be able to be."""
    x, n, t = int(true["numerator"]), int(true["denominator"]), rule.threshold
    if 1 <= x <= t:
        return set(range(1, min(t, n) + 1))
    return set(range(max(n - t, 0), n))


def _domain(row, true, rows, rule, statistic, england) -> list[int]:
    """List what a cell may be by itself."""
    n, t = int(true["denominator"]), rule.threshold
    most = n if statistic == "proportion" else england

    def small(x: int) -> bool:
        return 1 <= x <= t or (statistic == "proportion" and 1 <= n - x <= t)

    if row["reason"] == "withheld_primary":
        return [x for x in range(min(most, england) + 1) if small(x)]
    if row["reason"] == "withheld_secondary":
        left = [x for x in range(1, min(most, england) + 1) if not small(x)]
        here = rows[(rows["network_area"] == row["network_area"]) & (rows["numerator"] > 0)]
        if statistic == "rate" and len(here):  # the smallest was withheld
            left = [x for x in left if half_up(x, rule.round_to) <= here["numerator"].min()]
        return left
    near = range(max(0, int(row["numerator"]) - rule.round_to), int(row["numerator"]) + rule.round_to + 1)
    return [
        x
        for x in near
        if x <= most
        and half_up(x, rule.round_to) == row["numerator"]
        and not small(x)
        and status_of(x, n, row["benchmark"], statistic) == row["status"]
    ]


def _total(place, levels, true, rule, statistic, england) -> int:
    """Give the totals that a group may have, as bits."""
    everything = (1 << (england + 1)) - 1
    if place == "" or pd.isna(levels.loc[place, "numerator"]):
        return everything
    if len(true) >= 8:  # statistics of so many areas are printed: at worst they tell the total
        return 1 << int(true["numerator"].sum())
    told, size = levels.loc[place, "numerator"], int(true["denominator"].sum())
    bits = 0
    for x in range(max(0, int(told) - rule.round_to), int(told) + rule.round_to + 1):
        small = 1 <= x <= rule.threshold or (statistic == "proportion" and 1 <= size - x <= rule.threshold)
        if half_up(x, rule.round_to) == told and not small:
            bits |= 1 << x
    return bits


def _added(domains: Iterable[list[int]]) -> int:
    """Give all sums of one number from each list, as bits."""
    bits = 1
    for domain in domains:
        bits = _either(bits << value for value in domain)
    return bits


def _sums(first: int, second: int) -> int:
    """Give all sums of a number of one set and one of another."""
    few, many = sorted((first, second), key=int.bit_count)
    return _either(many << value for value in _bits(few))


def _either(sets: Iterable[int]) -> int:
    bits = 0
    for one in sets:
        bits |= one
    return bits


def _bits(bits: int) -> list[int]:
    """List the members of a set of bits."""
    members = []
    while bits:
        low = bits & -bits
        members.append(low.bit_length() - 1)
        bits ^= low
    return members


def random_cells(seed: int) -> tuple[list[Area], str]:
    """Draw one small indicator: 3 to 12 areas in 1 to 4 network areas, many counts small."""
    rng = np.random.default_rng(seed)
    n, places = int(rng.integers(3, 13)), int(rng.integers(1, 5))
    statistic = "proportion" if seed % 3 == 0 else "rate"
    place = [f"N{one}" if rng.random() > 0.05 else "" for one in rng.integers(0, places, n)]
    size = rng.integers(40, 400, n) if statistic == "proportion" else rng.integers(300, 3000, n)
    mean = float(rng.choice([4.0, 9.0, 18.0, 40.0]))
    events = np.minimum(rng.poisson(mean * rng.gamma(4, 0.25, n)), size)
    events = np.where(rng.random(n) < 0.1, 0, np.where(rng.random(n) < 0.15, rng.integers(1, 8, n), events))
    if statistic == "proportion" and rng.random() < 0.5:
        events = size - events
    cells = zip(place, events, size, strict=True)
    return [Area(f"t:{seed}", p, int(x), int(d)) for p, x, d in cells], statistic


def random_figures(seeds: Iterable[int]) -> PackFigures:
    """Draw many small packs, one an indicator."""
    cells, statistic = [], {}
    for seed in seeds:
        drawn, kind = random_cells(seed)
        cells += drawn
        statistic[f"t:{seed}"] = kind
    return figures_by_hand(cells, statistic)


def is_close(a: float, b: float) -> bool:
    """Compare two published numbers."""
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
