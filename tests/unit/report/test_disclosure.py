"""The disclosure rule: its numbers, its words, and what it does to single tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.pack_figures import PackFigures
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.errors import OptionError
from scnvariation.messages.shell import NO_DISCLOSURE_RULE
from scnvariation.report.disclosure import DisclosureRule, disclosure_rule, marks, rule_words
from scnvariation.report.disclosure_apply import controlled
from scnvariation.report.disclosure_areas import without_rates
from scnvariation.report.disclosure_audit import Tree, Withheld, secured, still_possible
from scnvariation.report.disclosure_levels import LevelOfGroup, Sizes, level_of_rounded
from scnvariation.report.disclosure_periods import related_periods
from scnvariation.report.disclosure_rounding import is_small, known_range, rounded, significant
from scnvariation.report.disclosure_status import told_by_status

HES = DisclosureRule()
EXACT = DisclosureRule(round_to=1)
# The test vector that goes with the rule of 2018.
TRUE = np.array([0, 1, 7, 8, 12, 13, 17, 18, 22, 23], dtype=float)
SHOWN = [0, None, None, 10, 10, 15, 15, 20, 20, 25]


def test_the_published_vector():
    shown = [None if small else value for small, value in zip(is_small(TRUE, HES), rounded(TRUE, 5), strict=True)]
    assert shown == SHOWN


@pytest.mark.parametrize(("count", "to", "shown"), [(12.5, 5, 15), (25, 10, 30), (35, 10, 40), (24.9, 10, 20)])
def test_halves_go_upwards(count, to, shown):
    """Python rounds 12.5 / 5 and 25 / 10 to the even neighbour."""
    assert rounded(np.array([count], dtype=float), to)[0] == shown


def test_weighted_counts_count_as_the_whole_number_next_to_them():
    assert is_small(np.array([0.4, 7.4, 7.5, np.nan]), HES).tolist() == [True, True, False, False]


def test_nobody_is_withheld_where_the_rule_says_so():
    assert is_small(np.array([0.0, 8.0]), DisclosureRule(zero_shown=False)).tolist() == [True, False]


@pytest.mark.parametrize("to", [1, 3, 5, 10])
def test_a_known_range_holds_exactly_the_counts_that_are_shown_alike(to):
    rule = DisclosureRule(round_to=to)
    counts = np.arange(8.0, 200.0)
    lower, upper = known_range(counts, rule)
    shown = rounded(counts, to)
    for value, low, high in zip(shown, lower, upper, strict=True):
        alike = counts[shown == value]
        assert low == alike.min()
        assert high == alike.max() or alike.max() == 199


def test_words_give_rules():
    assert disclosure_rule("hes") == DisclosureRule(threshold=7, round_to=5, zero_shown=True)
    assert disclosure_rule(None) is None
    own = DisclosureRule(threshold=4)
    assert disclosure_rule(own) is own
    assert scn.DisclosureRule is DisclosureRule
    assert not disclosure_rule("ons_deaths").controls_counts


def test_an_unknown_word_lists_the_known_ones():
    with pytest.raises(OptionError, match="suppress='hse' is not known; choose one of 'hes', 'ons_deaths'"):
        disclosure_rule("hse")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"threshold": -1}, "DisclosureRule: threshold=-1 is not a whole number of at least 0."),
        ({"round_to": 0}, "DisclosureRule: round_to=0 is not a whole number of at least 1."),
        ({"threshold": 7.0}, "DisclosureRule: threshold=7.0 is not a whole number of at least 0."),
        ({"round_to": True}, "DisclosureRule: round_to=True is not a whole number of at least 1."),
        ({"zero_shown": "no"}, "DisclosureRule: zero_shown='no' is neither True nor False."),
    ],
)
def test_impossible_rules_are_refused(wrong, message):
    with pytest.raises(OptionError) as caught:
        DisclosureRule(**wrong)
    assert str(caught.value) == message


def test_the_footer_says_what_was_done():
    assert rule_words(None) == NO_DISCLOSURE_RULE
    assert rule_words(HES) == (
        "Disclosure control: below national level counts of 1 to 7 are withheld ([c]), with every figure made from "
        "them. Other counts are rounded to the nearest 5, and rates and percentages are made from the rounded counts. "
        "Totals are rounded by themselves, so that rows need not add up; national totals are not rounded. "
        "Some other figures are withheld where they would let a withheld count be worked out."
    )
    assert rule_words(disclosure_rule("ons_deaths")) == (
        "Disclosure control: no crude rate is given below 3 events, no age-standardised rate below 10 events, "
        "rates from fewer than 20 events are marked [u], unreliable. Counts are shown as they were given."
    )
    assert "1 to 3" in rule_words(DisclosureRule(threshold=3, round_to=1))
    assert "rounded" not in rule_words(DisclosureRule(threshold=3, round_to=1))
    assert rule_words(DisclosureRule(threshold=0, round_to=10)) == (
        "Disclosure control: below national level counts are rounded to the nearest 10, and rates and percentages are "
        "made from the rounded counts. Totals are rounded by themselves, so that rows need not add up; national totals "
        "are not rounded."
    )
    assert "counts of 1 are withheld" in rule_words(DisclosureRule(threshold=1))
    assert "counts of 0 are withheld" in rule_words(DisclosureRule(threshold=0, zero_shown=False))


def test_the_mark_of_withheld_figures_occurs_only_under_a_rule_that_withholds():
    assert dict(marks(HES))["[c]"].startswith("withheld: a count of 1 to 7")
    assert dict(marks(DisclosureRule(zero_shown=False)))["[c]"].startswith("withheld: a count of 0 to 7")
    assert "[c]" not in dict(marks(DisclosureRule(threshold=0, round_to=10)))
    assert "[c]" not in dict(marks(None))
    assert {"[x]", "[u]", "[p]", "[r]"} <= set(dict(marks(None)))


def tree(shown, *, group, total, england, small=7.0):
    """Make a tree of rounded cells; None is a withheld one."""
    known = np.array([np.nan if one is None else one for one in shown])
    primary = np.isnan(known)
    low = np.where(primary, 1.0, np.maximum(known - 2, 8.0))
    high = np.where(primary, small, known + 2)
    totals = np.array(total, dtype=float)
    return Tree(
        lower=low,
        upper=high,
        primary=primary,
        group=np.array(group),
        total_lower=totals - 2,
        total_upper=totals + 2,
        hidden_lower=np.full(len(shown), 8.0),
        hidden_upper=np.full(len(shown), 999.0),
        hideable=~primary,
        order=np.nan_to_num(known, nan=0.0),
        england=england,
    )


def nothing(cells: int, totals: int, *, england: bool = True) -> Withheld:
    return Withheld(np.zeros(cells, dtype=bool), np.zeros(totals, dtype=bool), england)


def test_ranges_by_hand():
    """[c] and 10 with a total of 15: 13 - 12 = 1 to 17 - 8 = 9, of which 1 to 7 remain."""
    found = tree([None, 10], group=[0, 0], total=[15], england=15)
    lower, upper = still_possible(found, nothing(2, 1))
    assert (lower[0], upper[0]) == (1, 7)
    exact = tree([None, 10], group=[0, 0], total=[15], england=15)
    lower, upper = still_possible(
        exact, nothing(2, 1, england=False)
    )  # England is this network area: 15 - 12 to 15 - 8
    assert (lower[0], upper[0]) == (3, 7)


def test_the_next_smallest_is_withheld_and_then_the_total():
    """A total of 10 beside [c] and 10 leaves 4 at most; without the 10, which is 8 or more, it still does: both go."""
    found = secured(tree([None, 10, 200], group=[0, 0, 1], total=[10, 200], england=214))
    assert found.totals.tolist() == [True, False]


def test_a_network_area_of_withheld_cells_alone_has_no_total():
    found = secured(tree([None, None, 200, 300], group=[0, 0, 1, 1], total=[8, 500], england=508))
    assert found.totals[0]


def test_periods_that_tell_of_one_another():
    quarters = [f"2013/14 Q{k}" for k in range(1, 5)]

    def less(*periods):
        return tuple((-1, period) for period in periods)

    assert related_periods("2013/14", [*quarters, "2012/13 Q4"]) == [less(*quarters)]
    assert related_periods("2013/14", quarters[:3]) == []
    assert related_periods("2013/14 Q1", ["2013-04", "2013-05", "2013-06", "2013-07"]) == [
        less("2013-04", "2013-05", "2013-06")
    ]
    assert related_periods("2011-13", ["2011", "2012", "2013"]) == [less("2011", "2012", "2013")]
    # 2012-14 and 2011 are together as many as 2011-13 and 2014.
    assert related_periods("2012-14", ["2011", "2011-13", "2014"]) == [((1, "2011"), *less("2011-13", "2014"))]
    assert related_periods("2012-14", ["2011", "2011-13"]) == []
    assert related_periods("winter", quarters) == []


def test_the_chance_part_of_an_interval_is_that_of_the_rounded_total():
    """Without variation between areas the log interval of 22 events becomes that of 20: 1.96 / sqrt(20)."""
    z, size = 1.959963984540054, 1000.0
    reach = z / np.sqrt(22.0)
    level = LevelOfGroup(
        *(np.array([one]) for one in (0.022, 0.022 * np.exp(-reach), 0.022 * np.exp(reach), np.nan, np.nan, np.nan))
    )
    one = np.array([1.0])
    made = level_of_rounded(
        level,
        Sizes(22 * one, size * one, size**2 * one, 500 * one, 30000 * one, 30000 * size * one),
        Sizes(20 * one, size * one, size**2 * one, 500 * one, 30000 * one, 30000 * size * one),
        binomial=np.array([False]),
        between=np.array([np.nan]),
    )
    assert made.value[0] == 0.02
    assert made.lower[0] == pytest.approx(0.02 * np.exp(-z / np.sqrt(20)), rel=5e-4)
    assert made.upper[0] == pytest.approx(0.02 * np.exp(z / np.sqrt(20)), rel=5e-4)


def test_few_deaths_have_no_rate_but_their_count():
    rows = pd.DataFrame(
        {
            "numerator": [2.0, 3.0, 9.0, 10.0],
            "value": 0.1,
            **dict.fromkeys(
                ("interval_lower", "interval_upper", "z", "p_value", "z_adjusted", "p_adjusted", "excess"), 0.1
            ),
            **dict.fromkeys(("status", "status_adjusted"), "within"),
            "judgement": "similar",
            **dict.fromkeys(("side", "periods_outside", "periods_judged"), 1),
            **dict.fromkeys(("since", "persistent", "reason"), ""),
            "is_new": False,
        }
    )
    kind = pd.Series(["rate", "rate", "dsr", "dsr"])
    found = without_rates(rows, disclosure_rule("ons_deaths"), kind)
    assert found["value"].isna().tolist() == [True, False, True, False]
    assert found["numerator"].tolist() == [2, 3, 9, 10]
    assert found["reason"].tolist() == ["too_few_events", "", "too_few_events", ""]
    assert found["judgement"].tolist() == ["not_compared", "similar", "not_compared", "similar"]


def test_one_call_gives_the_figures_of_each_rule():
    """On real figures: no rule changes nothing, deaths lose only rates, the rule for patients rounds and withholds."""
    places = ["Wessex"] * 9 + ["Thames"] * 9
    frame = pd.DataFrame(
        {
            "indicator_id": "t:1",
            "period": "2014/15",
            "area_code": [f"Q{k:02d}" for k in range(18)],
            "network_area": places,
            "numerator": [2] + [41 + 5 * k for k in range(17)],
            "denominator": [900] + [2000 + 100 * k for k in range(17)],
            "statistic": "rate",
            "polarity": "low_is_good",
        }
    )
    figures = pack_figures(frame, simulations=19)
    assert controlled(figures, None) is figures
    deaths = controlled(figures, disclosure_rule("ons_deaths"))
    assert deaths.areas.set_index("area_code").loc["Q00", ["numerator", "reason"]].tolist() == [2, "too_few_events"]
    assert deaths.areas["value"].isna().sum() == 1
    assert deaths.levels["value"].equals(figures.levels["value"])
    hes = controlled(figures, HES)
    first = hes.areas.set_index("area_code").loc["Q00"]
    assert (first["reason"], first["status"], first["judgement"]) == (
        "withheld_primary",
        "not_computed",
        "not_compared",
    )
    assert (hes.areas["numerator"].dropna() % 5 == 0).all()
    for name in ("areas", "levels", "variation", "volume", "funnels"):
        before, after = getattr(figures, name), getattr(hes, name)
        assert list(before.columns) == list(after.columns), name
        assert before.dtypes.to_dict() == after.dtypes.to_dict(), name
    wessex = hes.variation.set_index("network_area").loc["Wessex"]
    assert wessex[["scv", "typical_gap", "extremal_quotient"]].isna().all()  # nine areas with a withheld one
    thames = hes.variation.set_index("network_area").loc["Thames"]
    true = figures.variation.set_index("network_area").loc["Thames"]
    assert thames["scv"] == pytest.approx(true["scv"], rel=5e-3)
    assert thames["scv"] != true["scv"]


def test_significant_figures_leave_what_is_not_finite():
    assert significant(np.array([np.nan, np.inf, 0.0, -0.0012345]), 3).tolist()[1:] == [np.inf, 0.0, -0.00123]


def packs_of(
    areas: int, *, statistic: str = "rate", years: Sequence[str] = ("2014/15",), **first: Sequence[int]
) -> PackFigures:
    """Make figures of areas with 30 or so of 3,000, the first two in one place with counts and sizes of their own."""
    rows = [
        (year, f"Q{k:02d}", "AB"[k % 2], 30 + (7 * k + 3 * at) % 9 - 4, 3000 + 100 * k)
        for at, year in enumerate(years)
        for k in range(areas)
    ]
    frame = pd.DataFrame(rows, columns=["period", "area_code", "network_area", "numerator", "denominator"])
    for code, counts in first.items():
        here = frame["area_code"] == code
        frame.loc[here, ["numerator", "denominator"]] = np.reshape(counts, (-1, 2))
    return pack_figures(frame.assign(indicator_id="t:1", statistic=statistic, polarity="low_is_good"), simulations=19)


@pytest.mark.parametrize(("areas", "given"), [(16, False), (24, True), (120, True)])
def test_the_interval_of_england_does_not_tell_how_its_areas_scatter(areas, given):
    """Sixteen digits of it are one equation in the squares of all counts: with few withheld ones there is one answer.

    Where a count is withheld, another set of counts with the same total gives the same interval of England and of each
    network area, below 100 areas; below 20 there is none.
    """
    seen = []
    for small, other in ((3, 41), (4, 40)):
        figures = packs_of(areas, Q00=(small, 3000), Q02=(other, 3200))
        shown = controlled(figures, EXACT)
        assert shown.areas["reason"].value_counts()["withheld_primary"] == 1
        england = shown.levels.set_index("network_area").loc["England"]
        true = figures.levels.set_index("network_area").loc["England"]
        assert england["value"] == true["value"]
        assert np.isfinite(england[["lower", "upper"]].astype(float)).all() == given
        if given:
            assert england["lower"] == pytest.approx(true["lower"], rel=0.03)
        assert england["lower"] != true["lower"]
        seen.append(shown.levels[["lower", "upper", "ratio_lower", "ratio_upper"]])
        table = shown.variation.set_index("network_area").loc["England"]
        assert (
            table[["rate_lower", "rate_upper"]]
            .astype(float)
            .equals(england[["lower", "upper"]].astype(float).set_axis(["rate_lower", "rate_upper"]))
        )
    if areas < 100:
        assert seen[0].equals(seen[1])


def test_an_area_with_a_small_earlier_count_has_no_history():
    """7 of 20 was above the limits and 1 was not: "outside since" would tell an earlier, withheld count."""
    years = ("2012/13", "2013/14", "2014/15")
    figures = packs_of(24, years=years, Q00=(7, 20, 7, 20, 25, 80), Q01=(150, 3000, 150, 3000, 150, 3000))
    true = figures.areas.set_index("area_code")
    assert true.loc["Q00", "since"] == "2012/13"
    shown = controlled(figures, HES).areas.set_index("area_code")
    history = ["since", "periods_outside", "periods_judged", "is_new", "persistent"]
    assert shown.loc["Q00", ["numerator", "status", "side"]].tolist() == [25, true.loc["Q00", "status"], 1]
    assert shown.loc["Q00", history].tolist() == ["", 0, 0, False, ""]
    assert shown.loc["Q01", history].tolist() == true.loc["Q01", history].tolist()


def test_statistics_of_england_are_withheld_where_those_of_the_variation_table_are():
    """The same dispersion to three figures in another table would undo that it is given to one."""
    figures = packs_of(24, Q00=(3, 3000))
    shown = controlled(figures, HES)
    assert figures.funnels["phi"].notna().all()
    assert shown.funnels["phi"].isna().all()
    assert shown.funnels["benchmark"].equals(figures.funnels["benchmark"])
    assert controlled(packs_of(24), HES).funnels["phi"].notna().all()


def test_counts_of_figures_that_are_not_remade_are_taken_as_known():
    """The skew of a standardised rate's interval tells its count, so the reader is taken to know it exactly."""
    areas = packs_of(12).areas
    for kind, known in (("rate", False), ("dsr", True), ("mean", True)):
        told = told_by_status(areas, packs_of(12).limits, HES, pd.Series(kind, index=areas.index))
        assert told.all() == known


def test_lines_of_a_funnel_of_people_are_as_long_as_the_areas_shown():
    """The first point of a line lies at 0.8 of the smallest denominator: of 5 people here, which are withheld."""
    figures = packs_of(24, statistic="proportion", Q00=(1, 5))
    assert figures.limits["size"].min() == pytest.approx(4)
    shown = controlled(figures, HES)
    sizes = shown.areas["size"].dropna()
    assert (shown.limits["size"].min(), shown.limits["size"].max()) == pytest.approx((sizes.min(), sizes.max()))
    upper = figures.limits.query("basis == 'exact' and level == 0.95 and side == 'upper'")
    drawn = shown.limits.query("basis == 'exact' and level == 0.95 and side == 'upper'")
    assert np.allclose(drawn["value"], np.interp(drawn["size"], upper["size"], upper["value"]))


def test_the_past_of_england_is_controlled_where_there_are_no_network_areas():
    """Two years, the first with a withheld count: its interval of England would tell it, whatever the second shows."""
    frame = pd.DataFrame(
        [
            (year, f"Q{k:02d}", 3 if k == 0 and year == "2013/14" else 30 + (7 * k) % 9, 3000 + 100 * k)
            for year in ("2013/14", "2014/15")
            for k in range(24)
        ],
        columns=["period", "area_code", "numerator", "denominator"],
    )
    figures = pack_figures(frame.assign(indicator_id="t:1", statistic="rate", polarity="low_is_good"), simulations=19)
    assert set(figures.levels["network_area"]) == {"England"}
    true, shown = (one.levels.set_index("period") for one in (figures, controlled(figures, EXACT)))
    assert shown.loc["2013/14", "lower"] != true.loc["2013/14", "lower"]
    assert shown.loc["2014/15", "lower"] == true.loc["2014/15", "lower"]
    assert shown["numerator"].equals(true["numerator"])
