"""What an overview promises: the judgements of the funnel, England kept, every blank with its reason, looks counted."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.overview import overview
from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.analysis.overview_words import JUDGEMENTS, SYMBOLS, WORDS
from scnvariation.errors import DataError, OptionError
from scnvariation.indicators import Indicators

N = 40
CODES = [f"A{k:02d}" for k in range(N)]
#: Four real network areas in an order that is not theirs, ten areas each; London comes first here.
NETWORK_AREAS = ["London", "Wessex", "Cheshire and Mersey", "Thames Valley"]
CATALOGUE = pd.DataFrame(
    {
        "indicator_id": ["low", "high", "plain"],
        "name": ["Deaths", "Survival", "Admissions"],
        "domain": [1, 1, 5],
        "networks": ["cancer", "cardiovascular", "cross_cutting"],
        "polarity": ["low_is_good", "high_is_good", "neutral"],
        "statistic": "proportion",
    }
)


def counts_of(indicator: str, outlier: str = "A03", events: float = 200, period: str = "2013/14") -> pd.DataFrame:
    """All areas at 100 of 1 000, which is exactly England's level but for one outlier."""
    frame = pd.DataFrame(
        {
            "indicator_id": indicator,
            "period": period,
            "area_code": CODES,
            "area_name": [f"Area {k:02d}" for k in range(N)],
            "numerator": 100.0,
            "denominator": 1000.0,
            "statistic": "proportion",
        }
    )
    frame.loc[frame["area_code"] == outlier, "numerator"] = events
    return frame


def places() -> pd.DataFrame:
    return pd.DataFrame({"area_code": CODES, "network_area": [NETWORK_AREAS[k // 10] for k in range(N)]})


def three_indicators() -> pd.DataFrame:
    """A03 is at 20 % against 10 % on each indicator: z = 10, whatever limits are drawn."""
    return pd.concat([counts_of(one) for one in ("plain", "low", "high")], ignore_index=True)


def held(rows: pd.DataFrame | None = None, areas: pd.DataFrame | None = None) -> Indicators:
    rows = three_indicators() if rows is None else rows
    return Indicators(rows, catalogue=CATALOGUE, areas=places() if areas is None else areas)


@pytest.fixture(scope="module")
def rug() -> OverviewResult:
    return overview(held())


def judgement(result: OverviewResult, indicator: str, place: str) -> str:
    cells = result.cells.set_index(["indicator_id", "place"])
    return str(cells.loc[(indicator, place), "judgement"])


# -- judgements ------------------------------------------------------------------------------------------------


def test_polarity_turns_high_into_worse_better_or_higher(rug):
    assert judgement(rug, "low", "A03") == "worse"
    assert judgement(rug, "high", "A03") == "better"
    assert judgement(rug, "plain", "A03") == "higher"
    assert (rug.cells.loc[rug.cells["place"] != "A03", "judgement"] == "similar").all()


def test_low_figures_turn_the_other_way():
    """A03 at 1 % against 10 %."""
    rows = pd.concat([counts_of(one, events=10) for one in ("plain", "low", "high")])
    result = overview(held(rows))
    assert [judgement(result, one, "A03") for one in ("low", "high", "plain")] == ["better", "worse", "lower"]


def test_one_row_for_each_indicator_and_place(rug):
    assert len(rug.cells) == 3 * N
    assert not rug.cells.duplicated(["indicator_id", "place"]).any()
    assert rug.cells.columns.tolist() == [
        "indicator_id",
        "period",
        "age_months",
        "place",
        "place_name",
        "network_area",
        "value",
        "judgement",
        "status",
        "flag_basis",
        "reason",
    ]
    assert set(rug.cells["judgement"]) <= set(JUDGEMENTS)


def test_cells_are_those_of_the_funnel_table():
    """The same kernel, the same basis: a rug and a funnel never disagree."""
    data = scn.load_sample().select(period=["2014/15", "2014/15 Q4"])
    cells = overview(data).cells.set_index(["indicator_id", "place"]).sort_index()
    table = scn.funnel_table(data)
    areas = table.areas.set_index(["indicator_id", "area_code"]).sort_index()
    assert cells.index.equals(areas.index.rename(["indicator_id", "place"]))
    assert (cells["judgement"].to_numpy() == areas["judgement"].to_numpy()).all()
    basis = table.funnels.set_index("indicator_id")["flag_basis"]
    assert (cells["flag_basis"] == basis.reindex(cells.index.get_level_values(0)).to_numpy()).all()


def test_a_selection_keeps_england(rug):
    """Thames Valley has no outlier, London has one; each is judged as in the whole."""
    for area in ("London", "Thames Valley"):
        alone = overview(held().select(network_area=area)).cells
        whole = rug.cells[rug.cells["network_area"] == area]
        pd.testing.assert_frame_equal(alone, whole.reset_index(drop=True))


def test_the_order_of_rows_does_not_matter(rug):
    turned = overview(held(three_indicators().sample(frac=1, random_state=4), places().iloc[::-1]))
    pd.testing.assert_frame_equal(turned.cells, rug.cells)
    pd.testing.assert_frame_equal(turned.indicators, rug.indicators)
    assert turned.text() == rug.text()


def test_the_display_multiplier_changes_nothing(rug):
    shown = overview(Indicators(three_indicators(), catalogue=CATALOGUE.assign(multiplier=7.0), areas=places()))
    pd.testing.assert_frame_equal(shown.cells, rug.cells)


def test_one_area_that_is_its_own_england_is_not_compared():
    """It would be found like itself."""
    result = overview(counts_of("x").head(1))
    assert result.cells[["judgement", "status", "reason"]].values.tolist() == [
        ["not_compared", "not_computed", "too_few_areas"]
    ]
    assert "Nothing could be compared" in result.text()


def test_one_area_is_compared_with_a_published_england():
    """By limits of chance alone, since variation between areas cannot be measured; the note says so."""
    rows = counts_of("low", outlier="A00").head(1)
    england = rows.assign(area_code="E92000001", area_name="England", numerator=100_000.0, denominator=1_000_000.0)
    result = overview(held(pd.concat([rows, england])))
    assert result.cells["judgement"].tolist() == ["worse"]
    assert result.cells["flag_basis"].tolist() == ["exact"]
    assert not result.indicators["systemic"].any()
    assert any(note.startswith("On 1 indicator fewer than 3 areas are loaded") for note in result.notes)


def test_systemic_indicators_are_named_first():
    """Every second area at twice the level of the others: 40 points, far from any common law of chance."""
    rows = counts_of("low").assign(numerator=np.where(np.arange(N) % 2, 100.0, 300.0))
    result = overview(held(rows))
    assert result.indicators["systemic"].tolist() == [True]
    line = result.text().splitlines()[1]
    assert line.startswith("Areas differ far more than chance explains on 1 indicator, and outlier flags are not the")
    assert "Deaths" in line


# -- blanks ----------------------------------------------------------------------------------------------------


@pytest.fixture
def with_gaps() -> Indicators:
    """A05 has a blank figure on 'low', A06 no row at all, A07 no network area."""
    rows = three_indicators()
    rows.loc[(rows["indicator_id"] == "low") & (rows["area_code"] == "A05"), "numerator"] = np.nan
    rows = rows[~((rows["indicator_id"] == "low") & (rows["area_code"] == "A06"))]
    areas = places()
    areas.loc[areas["area_code"] == "A07", "network_area"] = ""
    return held(rows, areas)


def test_what_is_not_compared_says_why(with_gaps):
    cells = overview(with_gaps).cells.set_index(["indicator_id", "place"])
    assert cells.loc[("low", "A05"), ["judgement", "reason"]].tolist() == ["not_compared", "missing"]
    assert cells.loc[("low", "A06"), ["judgement", "reason"]].tolist() == ["not_compared", "missing"]
    assert (cells.loc[cells["judgement"] != "not_compared", "reason"] == "").all()


def test_a_suppressed_figure_keeps_its_reason():
    """As the sample has them: 8 of the latest figures are suppressed."""
    cells = overview(scn.load_sample()).cells
    assert set(cells.loc[cells["judgement"] == "not_compared", "reason"]) == {"suppressed"}


def test_every_blank_is_in_excluded(with_gaps):
    result = overview(with_gaps)
    blank = result.cells[result.cells["judgement"] == "not_compared"]
    assert result.excluded[["indicator_id", "area_code", "reason"]].values.tolist() == (
        blank[["indicator_id", "place", "reason"]].values.tolist()
    )


def test_an_area_without_network_area_stands_last(with_gaps):
    assert overview(with_gaps).places.iloc[-1].tolist() == ["A07", "Area 07", ""]


def test_a_network_chosen_in_one_area_leaves_the_others_out_by_choice():
    """`cancer / London` beside `cardiovascular / Wessex`: cancer in Wessex has figures, but was not asked for."""
    data = held().select(scn=["cancer / London", "cardiovascular / Wessex"], cross_cutting=False)
    cells = overview(data).cells
    blank = cells[cells["judgement"] == "not_compared"]
    assert set(blank["reason"]) == {"excluded_by_user"}
    assert len(blank) == 20


def test_an_indicator_of_unknown_kind_is_shown_blank():
    """One unknown statistic type in a workbook does not stop the other indicators."""
    rows = three_indicators()
    rows["numerator"] = rows["numerator"].mask(rows["indicator_id"] == "plain")
    rows["denominator"] = rows["denominator"].mask(rows["indicator_id"] == "plain")
    rows["value"] = np.where(rows["indicator_id"] == "plain", 5.0, np.nan)
    rows["statistic"] = rows["statistic"].where(rows["indicator_id"] != "plain", "")
    catalogue = CATALOGUE.assign(statistic=["proportion", "proportion", ""])
    result = overview(Indicators(rows, catalogue=catalogue, areas=places()))
    blank = result.cells[result.cells["indicator_id"] == "plain"]
    assert (blank["judgement"] == "not_compared").all()
    assert (blank["reason"] != "").all()
    assert judgement(result, "low", "A03") == "worse"
    assert "plain" in result.infos


def test_nothing_usable_at_all_is_all_blank():
    rows = counts_of("low").assign(numerator=np.nan)
    for across in ("area", "network_area"):
        result = overview(held(rows), across=across)
        assert (result.cells["judgement"] == "not_compared").all()
        assert "Nothing could be compared" in result.text()
        for kind in ("headline", "full", "places", "indicators"):
            assert len(result.table(kind))


# -- periods ---------------------------------------------------------------------------------------------------


def test_each_indicator_has_its_own_period_and_age():
    rows = pd.concat([counts_of("low", period="2012/13"), counts_of("high", period="2013/14")])
    result = overview(held(rows))
    assert result.indicators[["indicator_id", "period", "age_months"]].values.tolist() == [
        ["low", "2012/13", 12.0],
        ["high", "2013/14", 0.0],
    ]
    assert set(result.cells.loc[result.cells["indicator_id"] == "low", "age_months"]) == {12.0}


def test_an_indicator_without_a_figure_then_is_not_shown_but_listed():
    rows = pd.concat([counts_of("low", period="2012/13"), counts_of("high", period="2013/14")])
    for choice in ({"as_at": "2012/13"}, {"period": "2012/13"}):
        result = overview(held(rows), **choice)
        assert result.indicators["indicator_id"].tolist() == ["low"]
        assert result.excluded[["indicator_id", "period", "area_code", "reason"]].values.tolist() == [
            ["high", "2013/14", "", "excluded_by_user"]
        ]
        assert "1 indicator has no figure then and is not shown: Survival" in result.notes


# -- headings --------------------------------------------------------------------------------------------------


def test_lines_stand_under_domains_and_networks():
    """Domains in their order, the four networks in theirs, then several, all and none; 1.9 before 1.10."""
    table = [
        ("k", "1.10", 1, "cancer"),
        ("j", "1.9", 1, "cancer"),
        ("i", "1.1", 1, "cross_cutting"),
        ("h", "1.2", 1, "cancer;cardiovascular"),
        ("g", "1.3", 1, "cardiovascular"),
        ("f", "1.4", 1, "my_own_network"),
        ("e", "1.5", 1, ""),
        ("d", "5.1", 5, ""),
        ("c", "9", None, "cancer"),
        ("b", "2.1", 2, "cancer;cardiovascular;maternity_children;mental_health_dementia_neurology"),
    ]
    catalogue = pd.DataFrame(table, columns=["indicator_id", "code", "domain", "networks"])
    rows = pd.concat([counts_of(one) for one, *_ in table])
    lines = overview(Indicators(rows, catalogue=catalogue, areas=places())).indicators
    assert lines[["indicator_id", "network_heading"]].values.tolist() == [
        ["j", "Cancer"],
        ["k", "Cancer"],
        ["g", "Cardiovascular"],
        ["f", "my_own_network"],
        ["h", "Several networks"],
        ["i", "All networks"],
        ["e", "No network recorded"],
        ["b", "All networks"],
        ["d", "All networks"],
        ["c", "Cancer"],
    ]
    assert lines["domain_heading"].iloc[0] == "Domain 1: Preventing people from dying prematurely"
    assert lines["domain_heading"].iloc[-1] == "No domain recorded"


def test_columns_stand_in_the_fixed_order_of_network_areas(rug):
    """Cheshire and Mersey, London, Thames Valley, Wessex: as `scn.network_areas()` lists them."""
    assert rug.places["network_area"].drop_duplicates().tolist() == [
        "Cheshire and Mersey",
        "London",
        "Thames Valley",
        "Wessex",
    ]
    assert rug.places["place"].iloc[:2].tolist() == ["A20", "A21"]


def test_a_network_brings_those_that_serve_all():
    assert overview(held(), network="cancer").indicators["indicator_id"].tolist() == ["low", "plain"]
    assert overview(held(), network="CVD").indicators["indicator_id"].tolist() == ["high", "plain"]
    assert overview(held(), network=["cancer", "CVD"]).indicators["indicator_id"].tolist() == ["low", "high", "plain"]


def test_an_unknown_network_is_refused():
    with pytest.raises(OptionError, match="cancer"):
        overview(held(), network="cancre")


def test_a_network_without_indicators_is_refused_in_words():
    with pytest.raises(DataError) as stopped:
        overview(held(counts_of("low")), network="maternity_children")
    assert str(stopped.value) == (
        "none of 1 indicator belongs to network='maternity_children'. Leave network= out to see all, or say in the "
        "catalogue's column 'networks' which network an indicator serves."
    )


# -- one place -------------------------------------------------------------------------------------------------


def test_one_place_alone(rug):
    mine = rug.of_area("Area 03")
    assert mine.cells["place"].unique().tolist() == ["A03"]
    assert len(mine.cells) == len(rug.indicators) == 3
    assert mine.text().splitlines()[:2] == [
        (
            "3 indicators in Area 03. Of 3 comparisons 3 lie outside the 99.8% limits (1 worse, 1 better, 1 higher); "
            "chance alone would put next to none there."
        ),
        "Worse: Deaths. Better: Survival. Higher: Admissions.",
    ]
    pd.testing.assert_frame_equal(rug.of_area("A03").cells, mine.cells)


def test_an_unknown_place_is_refused_with_the_nearest(rug):
    with pytest.raises(OptionError) as stopped:
        rug.of_area("area 03")
    assert str(stopped.value) == (
        "of_area('area 03') is no place of this overview. It shows Area 20, Area 21, Area 22, Area 23, Area 24 and "
        "35 more. Did you mean 'Area 03'?"
    )


def test_a_name_that_two_places_bear_asks_for_the_code():
    rows = three_indicators()
    rows["area_name"] = rows["area_name"].where(~rows["area_code"].isin(["A01", "A02"]), "Twin")
    result = overview(held(rows))
    with pytest.raises(OptionError) as stopped:
        result.of_area("Twin")
    assert str(stopped.value) == "of_area('Twin') is the name of 2 places: A01, A02. Give the code."
    assert result.of_area("A02").places["place"].tolist() == ["A02"]
    assert {"Twin (A01)", "Twin (A02)"} <= set(result.table().columns)


def test_one_place_keeps_only_its_own_exclusions(with_gaps):
    assert overview(with_gaps).of_area("A05").excluded["area_code"].tolist() == ["A05"]


# -- network areas ---------------------------------------------------------------------------------------------


def higher_in_wessex() -> pd.DataFrame:
    """Wessex at 15 % throughout, everyone else at 10 %: exact binomial counts, no variation inside."""
    rows = pd.concat([counts_of(one, events=100) for one in ("low", "high", "plain")])
    rows.loc[rows["area_code"].isin(CODES[10:20]), "numerator"] = 150.0
    return rows


def test_network_areas_are_compared_with_the_rest_of_england():
    """1 500 of 10 000 against 3 000 of 30 000: the ratio is 1.5; the others are at 3 000 / 33 000-odd, near 0.86.

    The interval by hand: nothing varies inside, so 1.96 sqrt(.85/1500 + .9/3000) = 0.0577 on the log scale.
    """
    result = overview(held(higher_in_wessex()), across="network_area")
    cells = result.cells.set_index(["indicator_id", "place"])
    wessex = cells.loc[("low", "Wessex")]
    assert wessex["ratio"] == pytest.approx(1.5)
    assert wessex["ratio_lower"] == pytest.approx(1.5 * np.exp(-0.0577), abs=2e-3)
    assert wessex["judgement"] == "worse"
    assert wessex["status"] == "above_95"
    assert cells.loc[("high", "Wessex"), "judgement"] == "better"
    assert cells.loc[("plain", "Wessex"), "judgement"] == "higher"
    assert cells.loc[("low", "London"), "ratio"] == pytest.approx(0.1 / (3500 / 30_000))
    assert result.places["place"].tolist() == ["Cheshire and Mersey", "London", "Thames Valley", "Wessex"]


def test_levels_of_network_areas_are_those_of_the_variation_table():
    data = scn.load_sample().select(period=["2014/15", "2014/15 Q4"])
    cells = overview(data, across="network_area").cells.set_index(["indicator_id", "place"]).sort_index()
    by = ["indicator_id", "period", "network_area"]
    groups = scn.variation(data, by=by, intervals=False, simulations=0).groups
    groups = groups.set_index(["indicator_id", "network_area"]).sort_index()
    for mine, theirs in (("value", "rate"), ("ratio", "rate_ratio"), ("ratio_upper", "rate_ratio_upper")):
        np.testing.assert_array_equal(cells[mine], groups[theirs])
    outside = (groups["rate_ratio_lower"] > 1) | (groups["rate_ratio_upper"] < 1)
    assert (cells["judgement"].isin(["better", "worse", "higher", "lower"]).to_numpy() == outside.to_numpy()).all()


def test_a_selected_network_area_is_still_compared_with_all_the_rest():
    alone = overview(held(higher_in_wessex()).select(network_area="Wessex"), across="network_area")
    assert alone.cells["ratio"].tolist() == pytest.approx([1.5, 1.5, 1.5])
    assert alone.indicators["n_areas"].tolist() == [N, N, N]


def test_an_area_without_network_area_is_excluded_but_counts_towards_england(with_gaps):
    result = overview(with_gaps, across="network_area")
    out = result.excluded.set_index(["indicator_id", "area_code"])["reason"]
    assert out.to_dict() == {
        ("low", "A05"): "missing",
        ("low", "A07"): "unmapped_area",
        ("high", "A07"): "unmapped_area",
        ("plain", "A07"): "unmapped_area",
    }


def test_fewer_than_three_areas_are_no_network_area():
    """As everywhere in the package; alone in the table or beside others."""
    rows = three_indicators()
    few = rows[rows["area_code"].isin([*CODES[:2], *CODES[10:20]])]
    cells = overview(held(few), across="network_area").cells.set_index(["indicator_id", "place"])
    assert cells.loc[("low", "London"), ["judgement", "reason"]].tolist() == ["not_compared", "too_few_areas"]
    assert cells.loc[("low", "Wessex"), "judgement"] != "not_compared"
    alone = overview(held(few).select(indicator="low", network_area="London"), across="network_area")
    assert alone.cells[["judgement", "reason"]].values.tolist() == [["not_compared", "too_few_areas"]]


def test_no_rest_of_england_nothing_to_compare():
    rows = counts_of("low").head(10)
    cells = overview(held(rows), across="network_area").cells
    assert cells[["place", "judgement", "reason"]].values.tolist() == [["London", "not_compared", "too_few_areas"]]


def test_no_events_at_all_have_no_ratio():
    rows = counts_of("low")
    rows.loc[rows["area_code"].isin(CODES[:10]), "numerator"] = 0.0
    cells = overview(held(rows), across="network_area").cells.set_index("place")
    assert cells.loc["London", ["judgement", "reason"]].tolist() == ["not_compared", "zero_count_undefined"]


def test_without_network_areas_the_choice_is_refused_in_words():
    with pytest.raises(DataError) as stopped:
        overview(held(areas=places().assign(network_area="")), across="network_area")
    assert str(stopped.value) == (
        "overview(across='network_area') needs network areas; none of 40 areas has one. Pass areas= when reading "
        "(scn.area_lookup('ccg_2013') has those of 2013), or use across='area'."
    )
    with pytest.raises(OptionError, match="network_area"):
        overview(three_indicators(), across="network_area")


def test_the_notes_say_that_95_percent_is_used():
    notes = overview(held(), across="network_area").notes
    assert "95% limits are used and not 99.8%" in notes[0]
    assert "40 areas loaded in all" in notes[0]


def test_an_unknown_word_is_refused():
    with pytest.raises(OptionError) as stopped:
        overview(held(), across="areas")
    assert str(stopped.value) == (
        "across='areas' is not known; choose one of 'area', 'network_area'. Did you mean 'area'?"
    )


# -- counts ----------------------------------------------------------------------------------------------------


def test_looks_are_counted_by_place_and_by_indicator(rug):
    """Three indicators at 99.8 %: 3 x 0.002 by chance in each place; 40 areas: 0.08 on each indicator."""
    by_place = rug.counts().set_index("place")
    assert by_place.loc["A03", ["worse", "better", "higher", "outside", "compared"]].tolist() == [1, 1, 1, 3, 3]
    assert by_place.loc["A00", ["similar", "outside"]].tolist() == [3, 0]
    assert by_place["expected_by_chance"].unique().tolist() == [0.006]
    by_indicator = rug.counts("indicator").set_index("indicator_id")
    assert by_indicator.loc["low", ["worse", "similar", "outside"]].tolist() == [1, 39, 1]
    assert by_indicator["expected_by_chance"].unique().tolist() == [0.08]
    assert by_place["outside"].sum() == by_indicator["outside"].sum() == 3


def test_what_is_not_compared_is_no_look(with_gaps):
    counts = overview(with_gaps).counts("indicator").set_index("indicator_id")
    assert counts.loc["low", ["compared", "not_compared"]].tolist() == [38, 2]
    assert counts.loc["low", "expected_by_chance"] == pytest.approx(38 * 0.002)


def test_network_areas_expect_one_in_twenty():
    counts = overview(held(), across="network_area").counts("indicator")
    assert counts["expected_by_chance"].tolist() == pytest.approx([0.2, 0.2, 0.2])


def test_an_unknown_way_to_count_is_refused(rug):
    with pytest.raises(OptionError, match="by='area' is not known"):
        rug.counts("area")


# -- for people ------------------------------------------------------------------------------------------------


def test_the_headline_sets_indicators_against_places(rug):
    table = rug.table()
    assert table.columns[:5].tolist() == ["Domain", "Network", "Indicator", "Period", "Age in months"]
    assert table.columns[5:].tolist() == rug.places["place_name"].tolist()
    assert table.set_index("Indicator")["Area 03"].to_dict() == {
        "Deaths": "- worse",
        "Survival": "+ better",
        "Admissions": "↑ higher",
    }
    assert table["Area 00"].tolist() == ["= similar"] * 3


def test_no_sign_stands_for_two_judgements():
    """A reader without colour tells them apart."""
    assert len(set(SYMBOLS.values())) == len(SYMBOLS) == len(JUDGEMENTS) == len(WORDS)


def test_the_long_table_says_everything(with_gaps):
    table = overview(with_gaps).table("full").set_index(["Indicator", "Code"])
    row = table.loc[("Deaths", "A03")]
    assert row[["Value", "Judgement (99.8%)", "Reason"]].tolist() == ["20.0%", "- worse", ""]
    assert table.loc[("Deaths", "A05"), "Reason"].startswith("not computed because the numerator")


def test_counts_are_tables_too(rug):
    assert rug.table("places").set_index("Code").loc["A03", "Outside the limits"] == 3
    assert rug.table("indicators")["Expected by chance"].tolist() == [0.08] * 3
    assert next(iter(overview(held(), across="network_area").table("places").columns)) == "Network area"


def test_an_unknown_table_is_refused(rug):
    with pytest.raises(OptionError) as stopped:
        rug.table("wide")
    assert str(stopped.value) == ("kind='wide' is not known; choose one of 'headline', 'full', 'places', 'indicators'.")


def test_the_text_is_what_a_board_should_notice(rug):
    assert rug.text().splitlines() == [
        (
            "3 indicators in 40 areas. Of 120 comparisons 3 lie outside the 99.8% limits (1 worse, 1 better, "
            "1 higher); chance alone would put about 0.2 there."
        ),
        "1 area is outside on two or more indicators: Area 03: 1 worse, 1 better, 1 higher of 3.",
        (
            "Treat each mark as a question to ask, not as a verdict. A place without a mark is not shown to be like "
            "England; small numbers hide differences."
        ),
        (
            "Areas are compared with England; outside means beyond the 99.8% limits, which allow for the usual "
            "variation between areas where there is more of it than chance gives."
        ),
        "1 indicator has no known better direction, so places are called higher or lower.",
    ]


def test_marks_by_chance_are_warned_of_where_there_may_be_one():
    """24 looks at 95 % expect 1.2 marks, 12 looks 0.6; of 120 at 99.8 % (above) 0.24 are expected."""
    rows = pd.concat([counts_of(f"i{k}") for k in range(6)])
    data = Indicators(rows, areas=places())
    warning = "24 looks can turn up marks by chance alone: treat each as a question to ask, not as a verdict."
    assert warning in overview(data, across="network_area").text()
    half = overview(data.select(indicator=["i0", "i1", "i2"]), across="network_area").text()
    assert "by chance alone: treat" not in half
    assert "Treat each mark as a question to ask" in half


def test_few_places_are_all_said():
    """Twelve places or fewer each get their part, those without a mark together."""
    text = overview(held(higher_in_wessex()), across="network_area").text()
    assert (
        "Of 3 indicators in each place: Cheshire and Mersey: 1 worse, 1 better, 1 lower; London: 1 worse, 1 better, "
        "1 lower; Thames Valley: 1 worse, 1 better, 1 lower; Wessex: 1 worse, 1 better, 1 higher. "
        "Chance alone would put about 0.1 outside in each place."
    ) in text
    quiet = overview(held().select(network_area="Wessex")).text()
    assert "Of 3 indicators in each place: none outside anywhere. Chance alone would put next to none" in quiet


def test_the_places_of_one_indicator_are_named():
    """One line of the rug is a short funnel: who is outside, not how many marks each has."""
    lines = overview(held(higher_in_wessex()).select(indicator="low"), across="network_area").text().splitlines()
    assert lines[0].startswith("Deaths (2013/14) in 4 network areas. Of 4 comparisons 4 lie outside the 95% limits")
    assert lines[1] == "Worse: Wessex. Better: Cheshire and Mersey; London; Thames Valley."


def test_places_with_different_numbers_of_looks_say_theirs(with_gaps):
    """A05 and A06 have two comparisons, the other areas three; those without a mark stand together."""
    text = overview(with_gaps.select(network_area="London")).text()
    assert "By place: Area 03: 1 worse, 1 better, 1 higher of 3; none: Area 00; Area 01; Area 02; Area 04;" in text
    assert "By indicator" not in text


def test_the_alternative_text_says_what_the_picture_shows(rug):
    text = rug.alt_text()
    assert text.startswith("Grid of 3 indicators in 40 areas; each cell says by sign and colour")
    assert "Of 120 comparisons 3 lie outside" in text


def test_the_repr_is_one_line(rug):
    assert repr(rug) == ("<OverviewResult: 3 indicators in 40 areas, 3 outside 99.8%, 0 systemic, 0 not compared>")


def test_settings_are_enough_to_run_it_again():
    result = overview(held(), network="cancer", as_at="2013/14", across="network_area")
    options = dict(result.settings.options)
    assert options == {
        "network": "cancer",
        "period": None,
        "as_at": "2013/14",
        "across": "network_area",
        "statistic": None,
        "polarity": None,
    }
    pd.testing.assert_frame_equal(overview(held(), **options).cells, result.cells)
    assert result.settings.reference == "england"


# -- plain frames ----------------------------------------------------------------------------------------------


def test_a_plain_frame_needs_no_places_no_catalogue_and_no_period():
    frame = counts_of("x").drop(columns=["indicator_id", "period", "statistic"])
    result = overview(frame, statistic="proportion", polarity="low_is_good")
    assert judgement(result, "indicator", "A03") == "worse"
    assert result.indicators[["domain_heading", "network_heading"]].values.tolist() == [
        ["No domain recorded", "No network recorded"]
    ]
    assert result.settings.reference == "all 40 areas given"
    assert (result.places["network_area"] == "").all()
    assert result.table().columns[:3].tolist() == ["Domain", "Network", "Indicator"]
    assert result.table().columns[3] == "Area 00"


def test_a_plain_frame_is_run_again_by_its_settings():
    """The statistic type and the better side stand in the call and nowhere else."""
    frame = counts_of("x").drop(columns=["indicator_id", "period", "statistic"])
    result = overview(frame, statistic="proportion", polarity="low_is_good")
    pd.testing.assert_frame_equal(overview(frame, **result.settings.options).cells, result.cells)


def test_the_frame_given_is_not_changed():
    frame = counts_of("x")
    before = frame.copy()
    overview(frame)
    pd.testing.assert_frame_equal(frame, before)


# -- files and hostile names -----------------------------------------------------------------------------------

HOSTILE = ["=1+1", "<script>alert(1)</script>", "Indicator", "{0.__class__}", "a|b *c* $d$", ""]


@pytest.fixture(scope="module")
def hostile() -> OverviewResult:
    rows = three_indicators()
    names = dict(zip(CODES, HOSTILE, strict=False))
    rows["area_name"] = rows["area_code"].map(names).fillna(rows["area_name"])
    return overview(held(rows))


def test_hostile_names_are_only_names(hostile):
    """A name that is a heading of the table, a format string, or empty takes nothing with it."""
    table = hostile.table()
    assert "Indicator (A02)" in table.columns
    assert table["Indicator"].tolist() == ["Deaths", "Survival", "Admissions"]
    assert "A05" in table.columns
    assert html.escape(HOSTILE[1], quote=False) in hostile._repr_html_()
    assert HOSTILE[1] not in hostile._repr_html_()
    assert hostile.of_area("{0.__class__}").text().startswith("3 indicators in {0.__class__}.")


def test_the_csv_holds_the_cells_and_no_formula(hostile, tmp_path):
    path = tmp_path / "rug.csv"
    hostile.to_csv(path)
    back = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert len(back) == len(hostile.cells)
    assert back.columns.tolist() == hostile.cells.columns.tolist()
    assert "'=1+1" in set(back["place_name"])


def test_the_workbook_is_read_back_as_it_was_written(hostile, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    book = openpyxl.load_workbook(hostile.to_excel(tmp_path / "rug.xlsx"))
    sheet = book["Table"]
    headings = [cell.value for cell in sheet[5]]
    table = hostile.table()
    assert headings == table.columns.tolist()
    for row, cells in zip(sheet.iter_rows(min_row=6, max_row=8), table.itertuples(index=False), strict=True):
        assert [cell.value for cell in row] == list(cells)
    assert not any(cell.data_type == "f" for one in book for row in one.iter_rows() for cell in row)
    assert book["Numbers"].max_row == len(hostile.cells) + 1
