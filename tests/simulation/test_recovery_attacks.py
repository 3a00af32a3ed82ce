"""Attacks that try to work out withheld counts from everything that is published: each must fail.

A withheld count passes only if every count from 1 to the threshold is still possible for it.
"""

from __future__ import annotations

import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from recovery_attacker import PERIOD, Area, attack, figures_by_hand, half_up, is_close, random_cells, random_figures

import scnvariation as scn
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.analysis.variation import variation
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.disclosure_apply import controlled
from scnvariation.report.disclosure_plan import Plan
from scnvariation.report.disclosure_rounding import rounded, significant
from scnvariation.report.disclosure_spread import RATE, controlled_variation
from scnvariation.stats import intervals

HES = DisclosureRule()
EXACT = DisclosureRule(round_to=1)
ELSEWHERE = [("Elsewhere", 160, 16000), ("Elsewhere", 230, 21000), ("Elsewhere", 310, 30000)]
SMALL = [3, 12, 20, 41, 9]


def one(*areas: tuple[str, int, int], statistic: str = "rate") -> PackFigures:
    """Make figures of one indicator."""
    return figures_by_hand([Area("t:1", *area) for area in areas], {"t:1": statistic})


def withstands(truth: PackFigures, rule: DisclosureRule = HES) -> bool:
    """Attack; something must be withheld, and all of it must withstand."""
    found = attack(truth, controlled(truth, rule), rule)
    return bool(found) and all(each.wanted <= each.possible for each in found)


def rate_times_denominator() -> None:
    """5 of 1,234 printed as 0.4 % lets only 5 events fit: the rate goes with the count."""
    truth = one(("Wessex", 5, 1234), ("Wessex", 60, 9000), *ELSEWHERE)
    row = controlled(truth, HES).areas.iloc[0]
    assert row["reason"] == "withheld_primary"
    assert row[["numerator", "value", "size", "excess"]].isna().all()
    assert row["denominator"] == 1234  # public
    assert withstands(truth)


def interval() -> None:
    """0.2 % leaves 2 or 3, and an interval of 0.1 to 0.7 leaves only 3: the interval goes too."""
    truth = one(("Wessex", 3, 1234), ("Wessex", 60, 9000), *ELSEWHERE)
    row = controlled(truth, HES).areas.iloc[0]
    assert row[["interval_lower", "interval_upper"]].isna().all()
    shown = controlled(
        one(("Wessex", 3, 1234), ("Wessex", 61, 9000), ("Wessex", 33, 5000), *ELSEWHERE), HES
    ).areas.iloc[1]
    low, high = intervals.poisson_phe(np.array([60.0]), level=0.95)  # of the rounded count, not of 61
    assert (shown["interval_lower"], shown["interval_upper"]) == (low[0] / 9000, high[0] / 9000)


def total_minus_the_rest() -> None:
    """85 - 82 = 3 with exact rows; [c], 10, 20, 40, 10 and a total near 85 leave -3 to 13."""
    truth = one(*(("Wessex", x, 2000) for x in SMALL), *ELSEWHERE)
    shown = controlled(truth, HES)
    assert shown.areas["numerator"].fillna(-1).tolist()[:5] == [-1, 10, 20, 40, 10]
    assert shown.volume.set_index("network_area").loc["Wessex", "numerator"] == 85
    assert withstands(truth)


def network_of_two_areas() -> None:
    """3 and 12 with an exact total of 15 leave 3 to 7."""
    truth = one(("Wessex", 3, 1200), ("Wessex", 12, 1500), *ELSEWHERE)
    shown = controlled(truth, HES)
    assert shown.areas["numerator"].fillna(-1).tolist()[:2] == [-1, 10]
    assert shown.volume.set_index("network_area").loc["Wessex", "numerator"] == 15
    assert withstands(truth)


def secondary() -> None:
    """Without rounding 85 - 82 = 3: other figures must be withheld, each with its reason."""
    truth = one(*(("Wessex", x, 2000) for x in SMALL), *ELSEWHERE)
    shown = controlled(truth, EXACT)
    hidden = shown.levels["reason"] == "withheld_secondary"
    assert hidden.any() or (shown.areas["reason"] == "withheld_secondary").any()
    assert withstands(truth, EXACT)
    # 7 and 8 leave 8 for a total of 10 (8 to 12): x is 4 at most, so the next smallest goes, or the total.
    tight = one(("Wessex", 1, 1200), ("Wessex", 8, 1500), *ELSEWHERE)
    assert withstands(tight)
    found = controlled(tight, HES)
    assert (pd.concat([found.areas["reason"], found.levels["reason"]]) == "withheld_secondary").any()


def differencing_releases() -> None:
    """Publish a quarter twice, one shown area revised: unchanged cells print the same, and the union still holds."""
    first = one(*(("Wessex", x, 2000) for x in SMALL), *ELSEWHERE)
    second = one(*(("Wessex", x, 2000) for x in [3, 12, 20, 44, 9]), *ELSEWHERE)
    a, b = (controlled(each, HES).areas["numerator"] for each in (first, second))
    assert a.drop(3).equals(b.drop(3))
    assert (a[3], b[3]) == (40, 45)
    assert withstands(first)
    assert withstands(second)
    possible = [attack(each, controlled(each, HES), HES)[0].possible for each in (first, second)]
    assert set(range(1, 8)) <= possible[0] & possible[1]


def differencing_geographies() -> None:
    """Areas, network area and exact England in one workbook: one network area is England less the others."""
    truth = one(("Wessex", 1, 1200), ("Wessex", 8, 1500), ("North", 9, 1000), ("North", 8, 900), ("", 30, 3000))
    shown = controlled(truth, HES)
    assert shown.levels.set_index("network_area").loc[ENGLAND, "numerator"] == 56
    assert withstands(truth)


def statistics_that_hold_the_count() -> None:
    """O = excess + E, O = E + z sqrt(E), O = ratio x E: made from the rounded count, or not given."""
    truth = random_figures(range(2000, 2040))
    shown = controlled(truth, HES)
    for row in shown.areas.itertuples():
        assert all(np.isnan(getattr(row, name)) for name in ("z", "p_value", "z_adjusted", "p_adjusted"))
        if row.reason:
            assert np.isnan([row.value, row.excess, row.interval_lower, row.size]).all()
            continue
        assert is_close(row.value, row.numerator / row.denominator)
        assert is_close(row.excess, row.numerator - row.denominator * row.benchmark)
    levels = shown.levels[shown.levels["network_area"] != ENGLAND].dropna(subset=["numerator"])
    assert np.allclose(levels["value"], levels["numerator"] / levels["denominator"])
    whole = truth.areas.groupby("indicator_id")[["numerator", "denominator"]].sum()
    rest = whole.loc[levels["indicator_id"]].to_numpy() - levels[["numerator", "denominator"]].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = levels["value"].to_numpy() / (rest[:, 0] / rest[:, 1])
    known = levels["ratio"].notna().to_numpy() & np.isfinite(expected)
    assert np.allclose(levels["ratio"].to_numpy()[known], expected[known])
    assert withstands(truth)
    groups = shown.variation
    of_many = groups[["scv", "chi2", "typical_gap"]].to_numpy()
    assert np.array_equal(of_many, significant(of_many, 3), equal_nan=True)
    own = (
        truth.areas.assign(hidden=shown.areas["reason"] != "").groupby(["indicator_id", "network_area"])["hidden"].any()
    )
    hidden = own.reindex(pd.MultiIndex.from_frame(groups[["indicator_id", "network_area"]])).eq(other=True).to_numpy()
    assert groups.loc[hidden, ["extremal_quotient", "outside_high", "outside_low"]].isna().all(axis=None)


def order() -> None:
    """Exchange two withheld counts: nothing that is shown changes, and rows stand in the order of codes."""
    places = [("Wessex", 60, 9000), *ELSEWHERE]
    first, second = (
        controlled(one(("Wessex", a, 1200), ("Wessex", b, 1200), *places), HES) for a, b in ((2, 6), (6, 2))
    )
    pd.testing.assert_frame_equal(first.areas, second.areas)
    assert first.areas["area_code"].is_monotonic_increasing


def one_withheld() -> pd.DataFrame:
    """Give 18 areas, of which Place A has 7 events of 1,300: digits that occur nowhere else."""
    return pd.DataFrame(
        {
            "indicator_id": "t:1",
            "period": PERIOD,
            "area_code": [f"Q{k:02d}" for k in range(18)],
            "area_name": [f"Place {chr(65 + k)}" for k in range(18)],
            "network_area": ["Wessex"] * 9 + ["Thames"] * 9,
            "numerator": [7] + [40 + 5 * k for k in range(17)],
            "denominator": [1300] + [2000 + 100 * k for k in range(17)],
            "statistic": "rate",
            "polarity": "low_is_good",
        }
    )


def digits_of_place_a() -> list[str]:
    """Write value, interval, score, P and excess of the withheld area, in natural units and as shown to people."""
    truth = pack_figures(one_withheld(), simulations=19)
    row = truth.areas[truth.areas["area_code"] == "Q00"].iloc[0]
    rates = row[["value", "interval_lower", "interval_upper"]].astype(float)
    others = row[["z", "p_value", "excess"]].astype(float)
    return [f"{abs(number):.4g}" for number in (*rates, *(100000 * rates), *others)]


def files_of_the_pack() -> dict[str, str]:
    """Write every kind of file and read each back as text, archives unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        formats = ("xlsx", "html", "csv", "parquet")
        scn.variation_pack(one_withheld(), out=folder, suppress="hes", formats=formats, processes=1)
        return {
            path.relative_to(folder).as_posix(): _text_of(path) for path in Path(folder).rglob("*") if path.is_file()
        }


def _text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv() + path.read_bytes().decode("latin-1")
    return path.read_text(encoding="utf-8")


def picture() -> None:
    """Look for coordinates, tooltips and alt texts of a withheld point: pictures do not know it."""
    pages = {name: text for name, text in files_of_the_pack().items() if name.endswith("pack.html")}
    pictures = [drawn for text in pages.values() for drawn in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    assert len(pages) == 2
    assert any("Place B" in drawn for drawn in pictures)
    assert not [drawn for drawn in pictures if "Place A" in drawn or "Q00" in drawn]


def side_files() -> None:
    """Search every file of a pack for the digits of a withheld area."""
    files, forbidden = files_of_the_pack(), digits_of_place_a()
    assert {Path(name).suffix for name in files} == {".html", ".xlsx", ".csv", ".parquet", ".json"}
    found = [(name, digits) for name, text in files.items() for digits in forbidden if digits in text]
    assert found == []
    row = next(line for line in files["wessex/areas.csv"].splitlines() if "Place A" in line)
    assert "withheld_primary" in row
    assert not {"7", "7.0"} & set(row.split(","))
    assert controlled(pack_figures(one_withheld(), simulations=19), HES).past_counts.empty


def complaint() -> None:
    """Nothing is said of a withheld count while it is withheld, and no refusal of a rule quotes one."""
    truth = one(("Wessex", 5, 1234), ("Wessex", 0, 900), ("Wessex", 60, 9000), *ELSEWHERE)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        controlled(truth, HES)
    assert not said


def complement() -> None:
    """5 of 1,234 not treated is as small as 5 treated."""
    truth = one(
        ("Wessex", 1229, 1234),
        ("Wessex", 900, 1000),
        ("Wessex", 1100, 1200),
        ("North", 880, 1000),
        statistic="proportion",
    )
    shown = controlled(truth, HES).areas
    assert shown["reason"].tolist() == ["withheld_primary", "", "", ""]
    assert shown.loc[0, ["numerator", "value"]].isna().all()
    assert withstands(truth)
    turned = one(
        ("Wessex", 5, 1234), ("Wessex", 100, 1000), ("Wessex", 100, 1200), ("North", 120, 1000), statistic="proportion"
    )
    assert controlled(turned, HES).areas["reason"].tolist() == shown["reason"].tolist()


ATTACKS = {
    "D01-rate_times_denominator": rate_times_denominator,
    "D02-interval": interval,
    "D03-total_minus_the_rest": total_minus_the_rest,
    "D04-network_of_two_areas": network_of_two_areas,
    "D05-secondary_suppression": secondary,
    "D06-differencing_releases": differencing_releases,
    "D07-differencing_geographies": differencing_geographies,
    "D08-statistics_that_hold_the_count": statistics_that_hold_the_count,
    "D09-order": order,
    "D10-the_picture": picture,
    "D11-side_files": side_files,
    "D12-the_complaint": complaint,
    "D13-complement": complement,
}


@pytest.mark.parametrize("fails", ATTACKS.values(), ids=ATTACKS.keys())
def test_attack(fails: Callable[[], None]):
    """Each attack of the list fails."""
    fails()


@pytest.mark.parametrize("first", range(0, 1000, 200))
def test_no_count_of_a_random_pack_can_be_worked_out(first):
    """Two hundred small packs at a time: each of 1 to 7 remains possible for every withheld count."""
    truth = random_figures(range(first, first + 200))
    found = attack(truth, controlled(truth, HES), HES)
    assert len(found) > 300
    assert [each for each in found if not each.wanted <= each.possible] == []


def over_time(counts: dict[str, np.ndarray], last: str) -> pd.DataFrame:
    """Publish the last period, the others being known from earlier packs; give what each would have shown."""
    n = len(counts[last])
    cells = [Area("t:1", f"N{k:03d}", int(x), 5000) for k, x in enumerate(counts[last])]
    # One more area a network area, so that totals tell little.
    cells += [Area("t:1", f"N{k:03d}", 400, 40000) for k in range(n)]
    truth = figures_by_hand(cells, period=last)
    past = [
        truth.areas[["indicator_id", "area_code", "network_area", "denominator"]][:n].assign(
            period=one, numerator=x * 1.0
        )
        for one, x in counts.items()
        if one != last
    ]
    shown = controlled(replace(truth, past_counts=pd.concat(past, ignore_index=True)), HES)
    return shown.areas[:n]


def may_be(x: int) -> set[int]:
    """List what an earlier cell may be, from what was printed of it."""
    if 1 <= x <= 7:
        return set(range(1, 8))
    return {k for k in range(max(0, x - 5), x + 6) if half_up(k, 5) == half_up(x, 5) and not 1 <= k <= 7}


def all_possible(cells: list[set[int]], signs: list[int], small: list[bool]) -> bool:
    """Try every combination of cells that adds up to nothing."""
    for place, cell in enumerate(cells):
        if small[place]:
            sums = {0}
            for other, sign in [*zip(cells, signs, strict=True)][:place] + [*zip(cells, signs, strict=True)][
                place + 1 :
            ]:
                sums = {total + sign * k for total in sums for k in other}
            if any(-signs[place] * k not in sums for k in cell):
                return False
    return True


def test_a_year_does_not_tell_the_quarters_of_earlier_packs():
    """Three quarters of 8 are shown as 10, a year of 27 as 25: 25 + 2 - 24 = 3 at most, so the year is withheld."""
    rng = np.random.default_rng(5)
    mean = rng.choice([2, 6, 12], 150)
    quarters = {f"2014/15 Q{k}": rng.poisson(mean) for k in range(1, 5)}
    for name, x in zip(quarters, (3, 8, 8, 8), strict=True):
        quarters[name][0] = x
    shown = over_time({**quarters, "2014/15": sum(quarters.values())}, "2014/15")
    assert shown["reason"].iloc[0] == "withheld_secondary"
    checked = 0
    for k, row in enumerate(shown.itertuples()):
        if row.reason != "withheld_secondary":
            counts = [int(x[k]) for x in quarters.values()]
            total = sum(counts)
            cells = [may_be(x) for x in (*counts, total)]
            small = [1 <= x <= 7 for x in (*counts, total)]
            checked += any(small)
            assert all_possible(cells, [1, 1, 1, 1, -1], small), (counts, total)
    assert checked > 20


def test_rolling_years_do_not_tell_one_another():
    """2012 to 2014 less 2011 to 2013 is 2014 less 2011: with both known, a withheld count beside them would be too."""
    rng = np.random.default_rng(6)
    mean = rng.choice([1, 3, 8], 150)
    single = {str(year): rng.poisson(mean) for year in range(2011, 2015)}
    for name, x in zip(single, (0, 2, 1, 8), strict=True):
        single[name][0] = x
    first = single["2011"] + single["2012"] + single["2013"]
    last = single["2012"] + single["2013"] + single["2014"]
    known = {"2011": single["2011"], "2014": single["2014"], "2011-13": first, "2012-14": last}
    shown = over_time(known, "2012-14")
    assert shown["reason"].iloc[0] == "withheld_secondary"  # 3 in 2011-13, none in 2011, 8 in 2014: 4 at most
    checked = 0
    for k, row in enumerate(shown.itertuples()):
        if row.reason != "withheld_secondary":
            counts = [int(known[one][k]) for one in ("2012-14", "2011", "2011-13", "2014")]
            small = [1 <= x <= 7 for x in counts]
            checked += any(small)
            assert all_possible([may_be(x) for x in counts], [1, 1, -1, -1], small), counts
    assert checked > 10


def test_the_figures_of_the_real_pass_hold_as_well():
    """Levels, variation and volume as `pack_figures` makes them say the same total, and no count can be worked out."""
    cells, kinds = zip(*(random_cells(seed) for seed in range(5000, 5012)), strict=True)
    rows = [(*cell, kind) for some, kind in zip(cells, kinds, strict=True) for cell in some]
    frame = pd.DataFrame(rows, columns=["indicator_id", "network_area", "numerator", "denominator", "statistic"])
    frame = frame.assign(period=PERIOD, polarity="low_is_good", area_code=[f"A{k:05d}" for k in range(len(frame))])
    truth = pack_figures(frame, simulations=19)
    shown = controlled(truth, HES)
    found = attack(truth, shown, HES)
    assert len(found) > 20
    assert [each for each in found if not each.wanted <= each.possible] == []
    key = ["indicator_id", "period", "network_area"]
    both = shown.levels.merge(shown.variation, on=key).merge(shown.volume, on=key)
    assert both["numerator_x"].equals(both["events"])
    assert both["numerator_x"].equals(both["numerator_y"])
    known = both["value"].notna()
    assert np.allclose(both.loc[known, "rate"], both.loc[known, "value"])
    assert np.allclose(both.loc[known, "share_of_events"] * both["england_numerator"], both["events"], equal_nan=True)
    withheld = both["reason_x"].str.startswith("withheld")
    numbers = both[withheld].select_dtypes("number").drop(columns=["n_areas_x", "n_areas_y", "england_numerator",
                                                                   "england_denominator"])  # fmt: skip
    assert withheld.any()
    assert numbers.isna().all(axis=None)


def test_the_attacker_wins_where_nothing_but_small_counts_is_withheld():
    """The attacker is no straw man: of exact totals and rounded rows he works out a good part of the counts."""
    truth = random_figures(range(100))
    shown = controlled(truth, HES)
    naive = truth.areas.copy()
    primary = shown.areas["reason"] == "withheld_primary"
    naive["numerator"] = [half_up(x, 5) for x in naive["numerator"]]
    naive.loc[primary, "numerator"] = np.nan
    naive.loc[primary, "reason"] = "withheld_primary"
    levels = truth.levels.copy()
    below = levels["network_area"] != ENGLAND
    levels.loc[below, "numerator"] = [half_up(x, 5) for x in levels.loc[below, "numerator"]]
    fooled = replace(shown, areas=naive, levels=levels)
    found = attack(truth, fooled, HES)
    assert sum(not each.wanted <= each.possible for each in found) > 20


@pytest.mark.parametrize(
    "rule", [EXACT, DisclosureRule(threshold=4, round_to=5), DisclosureRule(threshold=9, round_to=10)]
)
def test_other_rules_hold_as_well(rule):
    truth = random_figures(range(3000, 3060))
    found = attack(truth, controlled(truth, rule), rule)
    assert found
    assert [each for each in found if not each.wanted <= each.possible] == []


def counts_that_agree(rng: np.random.Generator, counts: np.ndarray, total: float, many: int) -> np.ndarray:
    """Draw counts that round like the true ones and have their exact total, the first from 1 to 7."""
    shown = rounded(counts, 5)[1:]
    drawn = np.maximum(shown + rng.integers(-2, 3, (4 * many, shown.size)), 8)
    first = rng.integers(1, 8, len(drawn))
    lines = np.arange(len(drawn))
    for _ in range(80):  # move single counts until the total is right
        gap = total - first - drawn.sum(axis=1)
        place = rng.integers(0, shown.size, len(drawn))
        moved = drawn[lines, place] + np.sign(gap)
        fits = (np.abs(moved - shown[place]) <= 2) & (moved >= 8)
        drawn[lines[fits], place[fits]] = moved[fits]
    right = total == first + drawn.sum(axis=1)
    return np.column_stack([first[right], drawn[right]])[:many]


@pytest.mark.parametrize("seed", [1, 3])
def test_statistics_of_areas_are_too_coarse_to_search_for_a_withheld_one(seed):
    """Try 3,000 sets of counts that agree with all else: exact statistics fit one of them, printed ones all of 1 to 7.

    32 areas, one of them withheld, the exact total taken as known: the statistics of each set are computed.
    """
    rng = np.random.default_rng(seed)
    size = rng.integers(1500, 5000, 32).astype(float)
    size[0] = 400
    counts = np.maximum(rng.poisson(size * 0.01 * rng.gamma(12, 1 / 12, 32)), 8).astype(float)
    counts[0] = rng.integers(1, 8)
    tried = np.vstack([counts, counts_that_agree(rng, counts, counts.sum(), 3000)])
    assert len(tried) == 3001
    names = [f"c{k:04d}" for k in range(len(tried))]
    frame = pd.DataFrame(
        {
            "indicator_id": "t:1",
            "period": PERIOD,
            "network_area": np.repeat(names, 32),
            "area_code": [f"{name}-{k}" for name in names for k in range(32)],
            "numerator": tried.ravel(),
            "denominator": np.tile(size, len(tried)),
            "statistic": "rate",
        }
    )
    table = variation(frame, by=("indicator_id", "period", "network_area"), simulations=19).groups
    plan = Plan(
        areas=pd.DataFrame(),
        groups=table[["indicator_id", "period", "network_area"]].assign(
            numerator=counts.sum(), denominator=size.sum(), squares=(size**2).sum(), withheld="", n_withheld=1
        ),
        england=pd.DataFrame(
            {"indicator_id": ["t:1"], "period": PERIOD, "events": 1e6, "size": 1e8, "squares": 1e12}
            | {"withheld": False, "n_withheld": 1, "n_areas": 1000}
        ),
    )
    printed = controlled_variation(table, plan, HES, {"t:1": "rate"}).set_index("network_area").loc[names]
    numbers = printed.select_dtypes("float").drop(columns=RATE)
    known = numbers.columns[numbers.iloc[0].notna()]
    assert {"typical_gap", "typical_gap_upper", "between_variance"} <= set(known)
    fits = (numbers[known] == numbers[known].iloc[0]).all(axis=1).to_numpy()
    assert set(tried[fits, 0]) == set(range(1, 8))
    exact = table.set_index("network_area").loc[names, ["scv", "gini", "cv"]]
    assert (significant(exact.to_numpy(), 3) == significant(exact.to_numpy(), 3)[0]).all(axis=1).sum() == 1


def test_totals_hold_after_rounding_as_the_rule_says():
    """Each printed total is the rounded true one, and rows miss it by no more than half a step each."""
    truth = random_figures(range(4000, 4100))
    shown = controlled(truth, HES)
    sums = truth.areas.groupby(["indicator_id", "network_area"])["numerator"].sum()
    rows = shown.areas.groupby(["indicator_id", "network_area"])["numerator"].agg(["sum", "size", "count"])
    seen = 0
    for line in shown.volume.dropna(subset=["numerator"]).itertuples():
        key = (line.indicator_id, line.network_area)
        assert line.numerator == half_up(sums[key], 5)
        if rows.loc[key, "count"] == rows.loc[key, "size"]:
            assert abs(rows.loc[key, "sum"] - line.numerator) <= 2 * rows.loc[key, "size"] + 2
            seen += 1
    assert seen > 20
