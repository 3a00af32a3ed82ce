"""Since when an area is outside, what is new and what persists: every case small enough to follow by hand."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.standing import STANDING, independent_periods, sides, standing
from scnvariation.indicators import Indicators

QUARTERS = ("2013/14 Q1", "2013/14 Q2", "2013/14 Q3", "2013/14 Q4")
CODES = [f"A{k:02d}" for k in range(40)]
#: 39 areas at exactly 10 per cent; twice or half of that of 1 000 is far outside whatever limits are drawn.
LEVEL = {"high": "200", "low": "40", "within": "100", "withheld": "*"}


def series(words: str, periods: tuple[str, ...] = QUARTERS) -> Indicators:
    """One area with a figure for each period, given by words, among 39 that never move."""
    parts = []
    for period, word in zip(periods, words.split(), strict=True):
        events = [LEVEL[word] if code == "A03" else "100" for code in CODES]
        parts.append(pd.DataFrame({"area_code": CODES, "numerator": events, "denominator": 1000, "period": period}))
    rows = pd.concat(parts, ignore_index=True)
    return Indicators(rows.assign(indicator_id="deaths", statistic="proportion"))


def of_a03(data: Indicators, period: str = QUARTERS[-1]) -> pd.Series:
    table = standing(data, {"deaths": period})
    return table[table["area_code"] == "A03"].iloc[0]


@pytest.mark.parametrize(
    ("words", "since", "outside", "judged", "is_new", "persistent"),
    [
        pytest.param("within within high high", "2013/14 Q3", 2, 4, False, "high", id="two quarters on one side"),
        pytest.param("within within within low", "2013/14 Q4", 1, 4, True, "", id="new this quarter"),
        pytest.param("high high within high", "2013/14 Q4", 3, 4, True, "high", id="back after one quiet quarter"),
        pytest.param("within low withheld low", "2013/14 Q2", 2, 3, False, "low", id="a gap does not end a run"),
        pytest.param("within within withheld low", "2013/14 Q4", 1, 3, True, "", id="new against the last judged"),
        pytest.param("withheld withheld withheld high", "2013/14 Q4", 1, 1, False, "", id="nothing to compare with"),
        pytest.param("low low low high", "2013/14 Q4", 1, 4, True, "", id="from one side to the other"),
        pytest.param("within high high within", "", 2, 4, False, "high", id="one quiet quarter does not end it"),
        pytest.param("high within within within", "", 1, 4, False, "", id="long ago"),
        pytest.param("high high high withheld", "", 3, 3, False, "", id="not known now"),
        pytest.param("high high high high", "2013/14 Q1", 4, 4, False, "high", id="always"),
    ],
)
def test_each_word_follows_from_the_series(
    words: str, since: str, outside: int, judged: int, *, is_new: bool, persistent: str
) -> None:
    found = of_a03(series(words))
    assert found[list(STANDING)].tolist() == [since, outside, judged, is_new, persistent]


def test_an_area_that_never_moved_has_no_run() -> None:
    table = standing(series("high high high high"), {"deaths": QUARTERS[-1]}).set_index("area_code")
    others = table.drop(index="A03")
    assert len(others) == len(CODES) - 1
    assert (others["since"] == "").all()
    assert not others["is_new"].any()
    assert (others["persistent"] == "").all()


def test_later_periods_do_not_count() -> None:
    """A pack of an earlier quarter must not know what came after."""
    found = of_a03(series("within high high high"), period="2013/14 Q2")
    assert (found["since"], found["periods_judged"], found["is_new"]) == ("2013/14 Q2", 2, True)


def test_periods_that_share_years_are_not_counted_twice() -> None:
    """Three-year averages one year apart hold two thirds of the same events: one high year would look like three."""
    rolling = ("2009-11", "2010-12", "2011-13", "2012-14")
    found = of_a03(series("within high high high", rolling), period="2012-14")
    assert (found["since"], found["periods_outside"], found["periods_judged"]) == ("2012-14", 1, 2)
    assert found["persistent"] == ""


def test_each_period_stands_on_its_own_flag_basis() -> None:
    """The sides are those that `funnel` gives for each period by itself."""
    data = series("within high within high")
    outside = []
    for period in QUARTERS:
        one = funnel(data, period=period)
        areas = one.areas.set_index("area_code")
        outside.append(bool(sides(areas[one.status_column], one.levels[-1])["A03"]))
    assert outside == [False, True, False, True]
    assert of_a03(data)["periods_outside"] == sum(outside)


@pytest.mark.parametrize(
    ("shown", "there", "taken"),
    [
        ("2013/14 Q4", [*QUARTERS, "2013/14"], QUARTERS[::-1]),
        ("2013/14", [*QUARTERS, "2013/14", "2012/13"], ("2013/14", "2012/13")),
        ("2012-14", ["2009-11", "2010-12", "2011-13", "2012-14"], ("2012-14", "2009-11")),
        ("2013/14 Q2", [*QUARTERS], ("2013/14 Q2", "2013/14 Q1")),
        ("2013-03-04", ["2013-03-04", "2013-03-01", "2013-02"], ("2013-03-04", "2013-03-01")),
        ("last spring", ["last spring", "2013/14"], ("last spring",)),
        ("", [""], ("",)),
    ],
)
def test_independent_periods(shown: str, there: list[str], taken: tuple[str, ...]) -> None:
    assert independent_periods(shown, reversed(there)) == taken


def test_an_area_alone_in_england_is_never_outside() -> None:
    """It is its own benchmark, so that its history says nothing."""
    frame = pd.DataFrame({"area_code": "A", "numerator": 3, "denominator": 10, "period": list(QUARTERS)})
    data = Indicators(frame.assign(indicator_id="deaths", statistic="proportion"))
    assert standing(data, {"deaths": QUARTERS[-1]}).empty


def test_the_order_of_rows_does_not_matter() -> None:
    data = series("within low withheld low")
    shuffled = data.observations.drop(columns=["period_start", "period_end"]).sample(frac=1, random_state=1)
    other = Indicators(shuffled.assign(statistic="proportion"))
    period = {"deaths": QUARTERS[-1]}
    pd.testing.assert_frame_equal(standing(data, period), standing(other, period))


def test_the_sample_agrees_with_a_plain_walk_through_its_funnels() -> None:
    """Every indicator and area of the sample, period by period, with a loop in the place of the table."""
    data = scn.load_sample().select(indicator=["ccg_ois:3.5", "ccg_ois:2.11a", "ccg_ois:1.2", "ccg_ois:5.3"])
    table = scn.funnel_table(data)
    basis = table.funnels.set_index(["indicator_id", "period"])["flag_basis"].to_dict()
    outside = {"above_99_8": 1, "below_99_8": -1}
    words: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in table.areas.to_dict("records"):
        leading = "status" if basis[row["indicator_id"], row["period"]] == "exact" else "status_adjusted"
        area = words.setdefault((row["indicator_id"], row["area_code"]), {})
        area[row["period"]] = (row[leading], row["status_adjusted"])
    shown = {"ccg_ois:1.2": "2014/15"}
    shown |= dict.fromkeys(["ccg_ois:3.5", "ccg_ois:2.11a", "ccg_ois:5.3"], "2014/15 Q4")
    found = standing(data, shown).set_index(["indicator_id", "area_code"]).to_dict("index")
    for (indicator, code), area in words.items():
        newest_first = sorted(area, reverse=True)  # these texts sort as time does
        known = [(one, outside.get(area[one][0], 0)) for one in newest_first if area[one][0] != "not_computed"]
        side = known[0][1] if known[0][0] == shown[indicator] else 0
        run = list(itertools.takewhile(lambda pair: side != 0 and pair[1] == side, known))  # noqa: B023 - used at once
        adjusted = [outside.get(area[one][1], 0) for one in newest_first if area[one][1] != "not_computed"][:3]
        row = found[indicator, code]
        assert row["since"] == (run[-1][0] if run else "")
        assert row["periods_judged"] == len(known)
        assert row["is_new"] == (len(run) == 1 and len(known) > 1)
        high, low = adjusted.count(1) >= 2 and adjusted[0] >= 0, adjusted.count(-1) >= 2 and adjusted[0] <= 0
        assert row["persistent"] == ("high" if high else "low" if low else "")
    assert {row["persistent"] for row in found.values()} == {"", "high", "low"}
