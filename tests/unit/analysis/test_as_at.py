"""Which period of each indicator is shown: the latest that had ended, its age, and what is left out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from scnvariation.analysis.as_at import as_at_day, choose_figures, months_between
from scnvariation.errors import DataError, OptionError
from scnvariation.indicators import Indicators

AREAS = list("ABCD")


def indicators(*series: tuple[str, str], blank: tuple[tuple[str, str], ...] = ()) -> Indicators:
    """One row per area for each indicator and period; rows named in `blank` have no figures."""
    rows = [
        {
            "indicator_id": indicator,
            "period": period,
            "area_code": area,
            "numerator": None if (indicator, period) in blank else 10 + k,
            "denominator": 100,
            "statistic": "proportion",
        }
        for indicator, period in series
        for k, area in enumerate(AREAS)
    ]
    return Indicators(pd.DataFrame(rows))


#: A quarterly indicator, and an annual one published a year late.
MIXED = (
    ("quarterly", "2014/15 Q2"),
    ("quarterly", "2014/15 Q3"),
    ("quarterly", "2014/15 Q4"),
    ("annual", "2012/13"),
    ("annual", "2013/14"),
)


def chosen(data: Indicators, **choice: object) -> dict[str, tuple[str, float]]:
    """Give period and age by indicator."""
    table = choose_figures(data, **choice).chosen
    return {row["indicator_id"]: (row["period"], row["age_months"]) for row in table.to_dict("records")}


def test_by_default_each_indicator_stands_at_its_latest_period():
    """The annual figure ends on 31 March 2014, a year before the newest quarter."""
    assert chosen(indicators(*MIXED)) == {"quarterly": ("2014/15 Q4", 0.0), "annual": ("2013/14", 12.0)}


def test_as_at_takes_what_had_ended_by_then():
    """By the end of December 2014 the third quarter had ended, and the year 2013/14 nine months before."""
    data = indicators(*MIXED)
    expected = {"quarterly": ("2014/15 Q3", 0.0), "annual": ("2013/14", 9.0)}
    assert chosen(data, as_at="2014/15 Q3") == expected
    assert chosen(data, as_at="2014-12-31") == expected
    assert chosen(data, as_at=dt.date(2014, 12, 31)) == expected
    assert chosen(data, as_at=pd.Timestamp("2014-12-31 10:00")) == expected
    assert chosen(data, as_at=np.datetime64("2014-12-31")) == expected
    assert chosen(data, as_at=" 2014/15 Q3 ") == expected


def test_a_period_that_ends_a_day_later_is_not_taken():
    """30 December is before the end of the quarter; the last day itself counts as ended."""
    assert chosen(indicators(*MIXED), as_at="2014-12-30")["quarterly"] == ("2014/15 Q2", 2.0)


def test_an_indicator_without_a_figure_by_then_is_left_out_and_listed():
    figures = choose_figures(indicators(*MIXED), as_at="2013/14 Q1")
    assert figures.chosen["indicator_id"].tolist() == ["annual"]
    assert figures.left_out.to_dict("records") == [
        {"indicator_id": "quarterly", "period": "2014/15 Q2", "reason": "excluded_by_user"}
    ]


def test_before_every_figure_there_is_nothing_to_show():
    with pytest.raises(DataError) as stopped:
        choose_figures(indicators(*MIXED), as_at="2011/12")
    assert str(stopped.value) == (
        "no figure had ended by 31 March 2012: the first period of the data is 2012/13. "
        "Choose a later as_at=, or leave it out."
    )


def test_one_period_for_all_leaves_the_others_out():
    figures = choose_figures(indicators(*MIXED), period="2013/14")
    assert figures.chosen[["indicator_id", "period", "age_months"]].values.tolist() == [["annual", "2013/14", 0.0]]
    assert figures.left_out["indicator_id"].tolist() == ["quarterly"]
    assert figures.notes == ()


def test_a_period_that_is_nowhere_stops_with_the_nearest():
    with pytest.raises(OptionError, match="Did you mean '2014/15 Q4'"):
        choose_figures(indicators(*MIXED), period="2014/15 Q5")


def test_two_choices_at_once_are_refused():
    with pytest.raises(OptionError) as stopped:
        choose_figures(indicators(*MIXED), period="2013/14", as_at="2013/14")
    assert str(stopped.value).startswith("give period= or as_at=, not both")


@pytest.mark.parametrize("moment", ["last spring", "2013-14", "", 2014, True, pd.NaT, ["2013/14"]])
def test_what_is_no_moment_is_refused(moment):
    """`2013-14` could be a financial year or two calendar years; a number could be anything."""
    with pytest.raises(OptionError) as stopped:
        as_at_day(moment)
    assert str(stopped.value) == (
        f"as_at={moment!r} is neither a period nor a day; write it like '2014/15 Q4', '2014/15' or '2015-03-31'."
    )


def test_a_period_without_any_usable_figure_is_passed_over():
    """A quarter that nobody has published yet is no latest figure; the note says so."""
    figures = choose_figures(indicators(*MIXED, blank=(("quarterly", "2014/15 Q4"),)))
    assert figures.chosen.set_index("indicator_id")["period"].to_dict() == {
        "quarterly": "2014/15 Q3",
        "annual": "2013/14",
    }
    assert any("For 1 indicator a later period has no usable figure" in note for note in figures.notes)


def test_an_indicator_without_any_usable_figure_is_shown_at_its_latest_period():
    """It is not left out in silence: its cells say why."""
    blank = (("annual", "2012/13"), ("annual", "2013/14"))
    assert chosen(indicators(*MIXED, blank=blank))["annual"] == ("2013/14", 12.0)


def test_the_period_is_that_of_england_whatever_is_selected():
    """One network area whose areas are all suppressed stands at the same period as the others."""
    rows = indicators(("x", "2013/14"), ("x", "2014/15")).observations
    rows.loc[(rows["period"] == "2014/15") & (rows["area_code"] == "A"), "numerator"] = np.nan
    data = Indicators(
        rows[["indicator_id", "period", "area_code", "numerator", "denominator"]].assign(statistic="proportion"),
        areas=pd.DataFrame({"area_code": AREAS, "network_area": ["N", "M", "M", "M"]}),
    )
    assert chosen(data.select(network_area="N"))["x"][0] == "2014/15"


def test_the_choice_does_not_depend_on_the_order_of_rows():
    rows = indicators(*MIXED).observations[["indicator_id", "period", "area_code", "numerator", "denominator"]]
    turned = Indicators(rows.iloc[::-1].assign(statistic="proportion"))
    pd.testing.assert_frame_equal(choose_figures(turned).chosen, choose_figures(indicators(*MIXED)).chosen)


def test_text_that_is_no_period_has_no_age_and_had_not_ended():
    """Nobody can say when "wave 3" ended; by default it is shown, as at a day it is not."""
    data = indicators(("survey", "wave 3"), ("quarterly", "2014/15 Q4"))
    found = choose_figures(data).chosen.set_index("indicator_id")
    assert found.loc["survey", "period"] == "wave 3"
    assert np.isnan(found.loc["survey", "age_months"])
    assert choose_figures(data, as_at="2015/16").left_out["indicator_id"].tolist() == ["survey"]


def test_old_figures_are_named_from_the_25th_month_on():
    """A year that ended 24 months before is not called old, one of 36 months is."""
    series = (("new", "2015/16"), ("two", "2013/14"), ("three", "2012/13"))
    notes = choose_figures(indicators(*series)).notes
    assert notes[-1] == "1 figure is more than 24 months old: three"


def test_ages_are_counted_to_the_newest_figure_of_all_indicators():
    """The pack of one network shows the same ages as the pack of another."""
    figures = choose_figures(indicators(*MIXED), indicators=["annual"])
    assert figures.chosen["age_months"].tolist() == [12.0]
    assert figures.day == dt.date(2015, 3, 31)


@pytest.mark.parametrize(
    ("end", "day", "months"),
    [
        (dt.date(2014, 3, 31), dt.date(2014, 3, 31), 0),
        (dt.date(2014, 3, 31), dt.date(2014, 4, 29), 0),
        (dt.date(2014, 3, 31), dt.date(2014, 4, 30), 1),
        (dt.date(2014, 2, 28), dt.date(2015, 2, 28), 12),
        (dt.date(2012, 2, 29), dt.date(2013, 2, 28), 12),
        (dt.date(2013, 12, 31), dt.date(2014, 1, 31), 1),
    ],
)
def test_ages_are_whole_months(end, day, months):
    """Month ends count as whole months whether they fall on the 28th or the 31st."""
    assert months_between(end, day) == months


def test_narrowing_keeps_what_england_is():
    data = indicators(*MIXED)
    shown = data.select(period=choose_figures(data).chosen.set_index("indicator_id")["period"].to_dict())
    assert set(zip(shown.observations["indicator_id"], shown.observations["period"], strict=True)) == {
        ("quarterly", "2014/15 Q4"),
        ("annual", "2013/14"),
    }
    assert shown.reference is data.reference


def test_the_notes_say_how_periods_were_chosen():
    data = indicators(*MIXED)
    by_default = "Each indicator is shown at its latest period (2 different periods); the newest figure ends on "
    assert choose_figures(data).notes == (f"{by_default}31 March 2015; the oldest is 12 months older",)
    as_at = "The latest figure of each indicator that had ended by 31 December 2014 is shown (2 different periods); "
    assert choose_figures(data, as_at="2014/15 Q3").notes == (f"{as_at}the oldest is 9 months old",)
