"""A pack of awkward data: what one analysis cannot do is said, and never stops the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.contract.reasons import REASONS
from scnvariation.errors import DataError, OptionError
from scnvariation.indicators import Indicators
from scnvariation.messages import pack_figures as messages

CODES = [f"A{k:02d}" for k in range(12)]
EVENTS = [40, 44, 48, 52, 56, 60, 40, 44, 48, 52, 56, 60]


def rows(indicator: str = "p", period: str = "2014/15", **columns: object) -> pd.DataFrame:
    """Twelve areas in three network areas, four in each."""
    frame = pd.DataFrame(
        {
            "indicator_id": indicator,
            "period": period,
            "area_code": CODES,
            "numerator": EVENTS,
            "denominator": 1000,
            "statistic": "rate",
            "network_area": ["North", "Middle", "South"] * 4,
        }
    )
    return frame.assign(**columns)


def made(*parts: pd.DataFrame, baseline: str | None = None) -> PackFigures:
    found = pack_figures(pd.concat(parts, ignore_index=True), baseline=baseline, simulations=20)
    told = dict(found.rows)
    assert told.pop("read") == sum(told.values())
    assert set(found.excluded["reason"]) <= set(REASONS)
    return found


def refusals(figures: PackFigures) -> set[tuple[str, str, str]]:
    """Give the indicators that an analysis could not do."""
    whole = figures.excluded[figures.excluded["area_code"] == ""]
    return set(whole[["indicator_id", "analysis", "reason"]].itertuples(index=False, name=None))


def without_places(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns="network_area")


# -- what has no figure ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        pytest.param({"numerator": "*"}, "suppressed", id="all suppressed"),
        pytest.param({"statistic": "estimate", "value": 0.3}, "no_counts", id="an estimate without its interval"),
        pytest.param({"statistic": "dsr", "numerator": 5, "value": 0.01}, "too_few_events", id="a rate of few events"),
    ],
)
def test_indicators_without_a_usable_figure_are_shown_with_the_reason(columns: dict[str, object], reason: str) -> None:
    """They stay in the list of indicators, beside others that are judged."""
    figures = made(rows(), rows("q", **columns))
    assert figures.indicators["indicator_id"].tolist() == ["p", "q"]
    mine = figures.areas[figures.areas["indicator_id"] == "q"]
    assert set(mine["reason"]) == {reason}
    assert set(mine["judgement"]) == {"not_compared"}
    assert mine[["benchmark", "excess", "z", "interval_lower"]].isna().all(axis=None)
    out = figures.excluded[(figures.excluded["indicator_id"] == "q") & (figures.excluded["analysis"] == "areas")]
    assert len(out) == len(CODES)
    assert figures.rows[reason] == len(CODES)
    assert figures.funnels["indicator_id"].tolist() == ["p"]


def test_an_unknown_kind_of_figure_is_not_judged() -> None:
    frame = rows(value=[count / 1000 for count in EVENTS]).drop(columns=["statistic", "numerator"])
    held = Indicators(frame)
    figures = pack_figures(held)
    assert set(figures.areas["judgement"]) == {"not_compared"}
    assert len(figures.excluded) == len(CODES)
    assert not len(figures.variation)


def test_an_area_alone_is_not_compared_with_itself() -> None:
    figures = made(rows().head(1))
    assert figures.areas[["status", "judgement", "reason"]].values.tolist() == [
        ["not_computed", "not_compared", "too_few_areas"]
    ]


@pytest.mark.parametrize("statistic", ["mean", "estimate"])
def test_values_without_counts_have_no_excess_and_no_volume(statistic: str) -> None:
    value = np.linspace(0.2, 0.4, len(CODES))
    frame = rows(statistic=statistic, value=value, sd=0.1, lower=value - 0.1, upper=value + 0.1, numerator=np.nan)
    figures = made(frame)
    assert (figures.areas["judgement"] != "not_compared").all()
    assert figures.areas["excess"].isna().all()
    assert figures.volume["share_of_events"].isna().all()
    assert figures.variation["network_area"].tolist() == ["Middle", "North", "South", ENGLAND]


@pytest.mark.parametrize(("areas", "systemic"), [(7, False), (8, True)])
def test_a_few_areas_are_not_said_to_differ_far(areas: int, *, systemic: bool) -> None:
    """Half of them at four times the rate of the others: phi is far above 10, of seven areas as of eight."""
    figures = made(rows(numerator=[50, 200] * 6).head(areas))
    assert figures.funnels["systemic"].tolist() == [systemic]
    assert figures.funnels["phi"].iloc[0] > 10


def test_since_new_excess_and_volume_by_hand_in_a_pack() -> None:
    """A00 of North has 15 % where eleven others have 5 %, in the last two of three years; a rolling rate beside it."""
    parts = [rows(period=one, numerator=50) for one in ("2012/13", "2013/14", "2014/15")]
    for one in parts[1:]:
        one.loc[0, "numerator"] = 150
    rolling = [rows("r", period=one, numerator=50) for one in ("2010-12", "2011-13", "2012-14")]
    for one in rolling[1:]:
        one.loc[0, "numerator"] = 150
    figures = made(*parts, *rolling)
    mine = figures.areas[figures.areas["area_code"] == "A00"].set_index("indicator_id")
    columns = ["side", "since", "periods_outside", "periods_judged", "is_new"]
    assert mine.loc["p", columns].tolist() == [1, "2013/14", 2, 3, False]
    # 2011-13 and 2010-12 share years with 2012-14: no independent period is left.
    assert mine.loc["r", columns].tolist() == [1, "2012-14", 1, 1, False]
    # England: (150 + 11 x 50) / 12,000 = 7/120; of 1,000 people 58.33 are expected.
    assert mine["excess"].tolist() == pytest.approx([150 - 1000 * 700 / 12_000] * 2)
    north = figures.volume[figures.volume["network_area"] == "North"].iloc[0]
    assert (north["numerator"], north["england_numerator"]) == (300, 700)
    assert (north["share_of_events"], north["share_of_size"]) == pytest.approx((3 / 7, 1 / 3))
    # The year ends on 31 March 2015, three years of the rolling rate on 31 December 2014.
    assert figures.indicators.set_index("indicator_id")["age_months"].to_dict() == {"p": 0.0, "r": 3.0}
    level = figures.levels[(figures.levels["indicator_id"] == "p") & (figures.levels["network_area"] == "North")]
    assert level["value"].tolist() == pytest.approx([0.05, 0.075, 0.075])
    # The rest of England is at 5 % throughout.
    assert level["ratio"].tolist() == pytest.approx([1.0, 1.5, 1.5])


# -- places ----------------------------------------------------------------------------------------------------


def test_without_network_areas_there_is_one_pack_of_england() -> None:
    figures = made(without_places(rows()), without_places(rows(period="2013/14", numerator=EVENTS[::-1])))
    assert figures.network_areas == ()
    assert set(figures.variation["network_area"]) == {ENGLAND}
    assert set(figures.levels["network_area"]) == {ENGLAND}
    assert len(figures.spread_change) == 2
    assert not any(len(table) for table in (figures.change, figures.shares, figures.volume))
    assert any("No area has a network area" in note for note in figures.notes)


@pytest.mark.parametrize("blank", ["", None])
def test_an_area_without_a_network_area_counts_for_england_only(blank: str | None) -> None:
    where: Sequence[str | None] = [blank, *["North", "South"] * 5, "North"]
    figures = made(rows(network_area=where))
    assert figures.network_areas == ("North", "South")
    first = figures.areas[figures.areas["area_code"] == "A00"].iloc[0]
    assert (first["network_area"], first["reason"]) == ("", "")
    out = figures.excluded[figures.excluded["area_code"] == "A00"]
    assert out[["analysis", "reason"]].values.tolist() == [["variation", "unmapped_area"]]
    england = figures.variation[figures.variation["network_area"] == ENGLAND]
    assert england["n_areas"].tolist() == [12]
    assert figures.volume["share_of_events"].sum() == pytest.approx(1 - EVENTS[0] / sum(EVENTS))


def test_areas_of_one_network_area_are_not_split() -> None:
    figures = made(rows(network_area="North"))
    assert ("p", "shares", "too_few_areas") in refusals(figures)
    assert not len(figures.shares)
    assert any("where the differences sit" in note for note in figures.notes)


def test_a_network_area_called_england_is_refused() -> None:
    """Its rows could not be told from those of the whole."""
    with pytest.raises(DataError, match="'England'"):
        made(rows(network_area=["England", "North"] * 6))


def test_rows_standardised_for_age_stand_beside_the_crude_ones() -> None:
    figures = made(rows(expected=[50, 60, 70, 80] * 3))
    of_north = figures.variation[figures.variation["network_area"] == "North"]
    assert of_north["adjustment"].tolist() == ["crude", "age_sex"]


@pytest.mark.parametrize(("published", "is_england"), [(660, True), (670, False), (28_000, False)])
def test_some_areas_are_not_england_where_its_own_figure_is_published(published: int, *, is_england: bool) -> None:
    """The twelve have 600 events: 90.9 % of 660, but 89.6 % of 670, which is less than nine tenths."""
    whole = rows().head(1).assign(area_code="E92000001", numerator=published, denominator=20 * published)
    figures = made(rows(), whole.assign(network_area=""))
    assert (ENGLAND in set(figures.variation["network_area"])) == is_england
    # What is compared with is England in any case.
    assert figures.areas["benchmark"].tolist() == pytest.approx([0.05] * len(CODES))
    assert figures.levels.loc[figures.levels["network_area"] == ENGLAND, "numerator"].tolist() == [published]
    assert any("only a part of England" in note for note in figures.notes) != is_england


def test_a_few_scores_are_not_england_where_its_own_is_published() -> None:
    """Scores count nothing that could be added up: fewer than eight areas are a part."""
    score = rows(statistic="mean", numerator=np.nan, value=0.5, sd=0.1)
    whole = score.head(1).assign(area_code="E92000001", network_area="")
    found = [ENGLAND in set(made(score.head(areas), whole).variation["network_area"]) for areas in (7, 8)]
    assert found == [False, True]


# -- baselines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        pytest.param(["2012/13", "2013/14", "2014/15"], "2013/14", id="one year earlier"),
        pytest.param(["2011/12", "2012/13", "2014/15"], "2011/12", id="else the earliest"),
        pytest.param(["2008/09", "2010/11", "2014/15"], "2010/11", id="at most five years back"),
        pytest.param(["2009-11", "2010-12", "2011-13", "2012-14"], "2009-11", id="that shares no year"),
        pytest.param(["2013/14 Q4", "2014/15 Q3", "2014/15 Q4"], "2013/14 Q4", id="the same quarter"),
        pytest.param(["2013-03-01", "2014-03-01"], "2013-03-01", id="a day"),
        pytest.param(["2012-14", "2013-15"], None, id="none that can be compared"),
        pytest.param(["2014/15"], None, id="one period"),
        pytest.param(["before", "after"], None, id="no dates"),
    ],
)
def test_the_baseline_is_found_in_the_data(periods: list[str], expected: str | None) -> None:
    figures = made(*(rows(period=one) for one in dict.fromkeys(periods)))
    assert figures.change["baseline"].unique().tolist() == ([expected] if expected else [])
    told = [note for note in figures.notes if "no comparable figure" in note]
    assert bool(told) == (expected is None)


def test_a_frame_without_periods_has_no_baseline() -> None:
    figures = made(rows().drop(columns="period"))
    assert figures.indicators["period"].tolist() == [""]
    assert figures.day is None
    assert not len(figures.change)
    assert figures.levels["value"].notna().all()


def test_a_baseline_without_a_usable_figure_is_passed_over() -> None:
    figures = made(rows(), rows(period="2013/14", numerator="*"), rows(period="2012/13"))
    assert figures.change["baseline"].unique().tolist() == ["2012/13"]


def test_a_baseline_asked_for_serves_years_and_quarters() -> None:
    """Both end on 31 March 2013: each indicator takes the one as long as its own period."""
    years = [rows(period=one) for one in ("2012/13", "2013/14", "2014/15")]
    quarters = [rows("q", period=one) for one in ("2012/13 Q4", "2013/14 Q4", "2014/15 Q4")]
    figures = made(*years, *quarters, rows("r"), baseline="2012/13 Q4")
    taken = figures.change.drop_duplicates("indicator_id")[["indicator_id", "baseline"]]
    assert taken.values.tolist() == [["p", "2012/13"], ["q", "2012/13 Q4"]]
    assert any("no figure at the baseline (2012/13 Q4)" in note for note in figures.notes)


@pytest.mark.parametrize("baseline", ["2001/02", "long ago"])
def test_a_baseline_that_is_nowhere_is_refused(baseline: str) -> None:
    with pytest.raises(OptionError, match="baseline"):
        made(rows(), rows(period="2013/14"), baseline=baseline)


def test_a_baseline_that_suits_no_indicator_is_refused() -> None:
    with pytest.raises(OptionError, match="name two periods"):
        made(rows(), rows(period="2013/14"), baseline="2014/15")


def test_a_baseline_that_suits_one_indicator_is_said_of_the_other() -> None:
    early, late = rows(period="2012-14"), rows(period="2013-15")
    others = [rows("q", period=one) for one in ("2012-14", "2015-17")]
    figures = made(early, late, *others, baseline="2012-14")
    assert refusals(figures) == {("p", "change", "overlapping_periods")}
    assert set(figures.change["indicator_id"]) == {"q"}
    assert any("the baseline cannot be compared" in note for note in figures.notes)


def test_areas_that_were_replaced_are_not_compared() -> None:
    later = rows("q").replace({"area_code": {"A01": "B01", "A02": "B02"}})
    figures = made(rows(), rows(period="2013/14"), rows("q", period="2013/14"), later)
    assert refusals(figures) == {("q", "change", "code_not_valid_in_period")}
    assert set(figures.change["indicator_id"]) == {"p"}
    assert any("Areas were replaced" in note for note in figures.notes)


def test_too_few_areas_in_both_periods() -> None:
    before = rows("q", period="2013/14", numerator=["10", "10", *["*"] * 10])
    figures = made(rows(), rows(period="2013/14"), rows("q"), before)
    assert refusals(figures) == {("q", "change", "too_few_areas")}
    assert any("fewer than 3 areas" in note for note in figures.notes)


# -- periods ---------------------------------------------------------------------------------------------------


def test_levels_stop_at_the_period_shown_and_stay_open_at_gaps() -> None:
    frame = pd.concat([rows(period=one) for one in ("2011/12", "2013/14", "2014/15")])
    figures = pack_figures(frame, period="2013/14")
    england = figures.levels[figures.levels["network_area"] == ENGLAND]
    assert england["period"].tolist() == ["2011/12", "2012/13", "2013/14"]
    assert england["reason"].tolist() == ["", "period_gap", ""]
    assert set(figures.past_counts["period"]) == {"2011/12"}
    assert figures.rows["excluded_by_user"] == len(CODES)  # those of 2014/15


def test_indicators_without_the_period_are_named() -> None:
    figures = pack_figures(pd.concat([rows(), rows("q", period="2013/14")]), period="2014/15")
    assert refusals(figures) == {("q", "periods", "excluded_by_user")}
    assert any("1 indicator has no figure then and is not shown: q" in note for note in figures.notes)


def test_indicators_of_no_network_are_named() -> None:
    catalogue = pd.DataFrame({"indicator_id": ["p", "q", "r"], "networks": ["cancer", "", ""], "domain": [1, 2, 5]})
    held = Indicators(pd.concat([rows(), rows("q"), rows("r")]), catalogue=catalogue)
    figures = pack_figures(held)
    assert figures.indicators["networks"].tolist() == ["cancer", "", "cross_cutting"]  # domain 5 is everybody's
    assert any("1 indicator belongs to no network" in note for note in figures.notes)


# -- words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            messages.no_baseline(["Deaths"], None),
            "1 indicator has no comparable figure in the five years before, and no change is shown: Deaths",
        ),
        (
            messages.no_baseline(["Deaths", "Falls"], "2012/13"),
            "2 indicators have no figure at the baseline (2012/13), and no change is shown: Deaths; Falls",
        ),
        (
            messages.areas_replaced(["Deaths"]),
            "Areas were replaced between the two periods of 1 indicator, and no change is shown: Deaths",
        ),
        (
            messages.change_refused(["Deaths", "Falls"]),
            (
                "For 2 indicators the baseline cannot be compared with the period shown (it overlaps, differs in "
                "length, or lies after it or more than five years before), and no change is shown: Deaths; Falls"
            ),
        ),
        (
            messages.too_few_in_both(["Deaths"]),
            "For 1 indicator fewer than 3 areas have a figure in both periods, and no change is shown: Deaths",
        ),
        (
            messages.shares_refused(["Deaths"]),
            "For 1 indicator too few areas or network areas have a figure to say where the differences sit: Deaths",
        ),
        (
            messages.not_all_of_england(["Deaths"]),
            (
                "For 1 indicator the areas given are only a part of England: areas are compared with the England that "
                "is published, and how much all its areas differ is not known: Deaths"
            ),
        ),
        (
            messages.no_places(),
            "No area has a network area, so nothing is said of network areas and of what lies between them",
        ),
        (
            messages.place_named_england("England"),
            (
                "a network area is called 'England', the name under which packs show all areas together. Give it "
                "another name in the areas table."
            ),
        ),
        (
            messages.served_by_none(["Deaths"]),
            "1 indicator belongs to no network, and no network's pack shows it: Deaths",
        ),
        (
            messages.served_by_none(["Deaths", "Falls"]),
            "2 indicators belong to no network, and no network's pack shows them: Deaths; Falls",
        ),
    ],
)
def test_notes_word_for_word(said: str, expected: str) -> None:
    assert said == expected
