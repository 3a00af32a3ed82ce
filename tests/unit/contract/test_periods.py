"""Periods in every published spelling: what they are read as, and what is asked. Ids are those of the catalogue."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scnvariation.contract.periods import read_period
from scnvariation.errors import DataError, DataWarning
from scnvariation.indicators import Indicators
from scnvariation.io.read import check, read_indicators
from scnvariation.messages.words import quoted
from scnvariation.periods import gaps, latest, overlaps, parse_period, period_ends, period_of_months


def frame(*periods: object, **columns: object) -> pd.DataFrame:
    """Two areas in each period."""
    rows = [(period, code) for period in periods for code in ("X01", "X02")]
    table = pd.DataFrame(rows, columns=["period", "area_code"])
    return table.assign(
        **{"indicator_id": "x", "numerator": 10, "denominator": 100, "statistic": "proportion"} | columns
    )


def said(checked) -> list[list[object]]:
    return checked.problems[["code", "severity", "what", "mend"]].to_numpy().tolist()


def found(checked) -> list[str]:
    return list(dict.fromkeys(checked.observations["period"]))


READ = {
    "B089-slash": ("2013/14", "2013/14"),
    "B089-hyphen": ("2013-14", "2013/14"),
    "B089-en_dash": ("2013\u201314", "2013/14"),
    "B089-four_digits_twice": ("2013/2014", "2013/14"),
    "B089-fy": ("FY2013-14", "2013/14"),
    "B089-fy_apart": ("FY 2013/14", "2013/14"),
    "B089-six_digits": ("201314", "2013/14"),
    "B089-two_digits": ("13/14", "2013/14"),
    "B089-turn_of_the_century": ("1999/00", "1999/00"),
    "B090-year_that_follows": ("2013-14", "2013/14"),
    "B090-month_that_cannot_be_a_year": ("2013-04", "2013-04"),
    "B091-quarter_before": ("Q1 2013/14", "2013/14 Q1"),
    "B091-quarter_behind": ("2013/14 Q1", "2013/14 Q1"),
    "B091-quarter_in_words": ("Quarter 1 2015/16", "2015/16 Q1"),
    "B091-quarter_with_hyphens": ("2013-14 Q4", "2013/14 Q4"),
    "B091-months_of_a_quarter": ("Apr-Jun 2013", "2013/14 Q1"),
    "B091-last_quarter": ("January to March 2014", "2013/14 Q4"),
    "B091-months_of_a_financial_year": ("Jan-Mar 2013/14", "2013/14 Q4"),
    "B092-months": ("Apr 2012 - Mar 2013", "2012/13"),
    "B092-dates": ("01/04/2012-31/03/2013", "2012/13"),
    "B092-calendar_year_by_dates": ("01/01/2016 to 31/12/2016", "2016"),
    "B092-year_ending": ("Year ending March 2013", "2012/13"),
    "B092-part_of_a_year": ("July 2011 to March 2012", "2011-07/2012-03"),
    "B092-half_a_year": ("April 2013 to September 2013", "2013-04/2013-09"),
    "B093-spaced": ("2011 - 13", "2011-13"),
    "B093-spaced_later": ("2015 - 17", "2015-17"),
    "B093-written_out": ("2009-2011", "2009-11"),
    "B093-financial": ("2010/11 - 12/13", "2010/11-2012/13"),
    "B093-financial_by_months": ("April 2011 - March 2014", "2011/12-2013/14"),
    "B093-calendar_by_months": ("January 2014 - December 2016 (Provisional)", "2014-16"),
    "B093-rolling_by_months": ("July 2013 - June 2016 (Provisional)", "2013-07/2016-06"),
    "B093-turn_of_the_century": ("1998 - 2000", "1998-01/2000-12"),
    "B095-day_first": ("04/03/2013", "2013-03-04"),
    "B164-note_apart": ("2013/14 1", "2013/14"),
    "B164-note_glued": ("2013/141", "2013/14"),
    "B164-note_in_brackets": ("2013/14 [2]", "2013/14"),
    "B165-provisional": ("January 2016 to December 2016 (Provisional)", "2016"),
    "B165-other_twelve_months": ("July 2014 to June 2015", "2014-07/2015-06"),
    "B167-month_in_words": ("February 2016", "2016-02"),
    "B167-short_month": ("Feb 2016", "2016-02"),
    "B168-bare_year": ("2018", "2018"),
}


@pytest.mark.parametrize(("text", "canonical"), READ.values(), ids=READ.keys())
def test_period_is_read(run_check, text, canonical):
    checked = run_check(frame(text))
    assert found(checked) == [canonical]
    assert checked.counts.used == 2
    assert checked.problems["value"].tolist() == ([quoted(text)] if text != canonical else [])


def test_period_keeps_its_original_text(run_check):
    # B089: one line for each spelling, however many rows have it
    checked = run_check(frame("2013-14", "2014/15"))
    assert said(checked) == [["period_read", "N", "read as '2013/14' in 2 rows", ""]]
    assert checked.problems[["row", "column", "value"]].to_numpy().tolist() == [[1, "period", "'2013-14'"]]


ASKED = {
    "B090-month_or_year": (
        "2013-12",
        "December 2013 or the financial year 2012/13, in 2 rows",
        "Month or year? Write 'December 2013' or '2012/13'.",
    ),
    "B090-month_or_financial_year": (
        "2011-12",
        "the financial year 2011/12 or December 2011, in 2 rows",
        "Month or year? Write '2011/12' or 'December 2011'.",
    ),
    "B090-month_or_span": (
        "2009-11",
        "November 2009 or the calendar years 2009 to 2011, in 2 rows",
        "Month or year? Write 'November 2009' or 'January 2009 to December 2011'.",
    ),
    "B090-six_digits": (
        "201112",
        "the financial year 2011/12 or December 2011, in 2 rows",
        "Month or year? Write '2011/12' or 'December 2011'.",
    ),
    "B091-quarter_of_what": (
        "Q1 2013",
        "April to June 2013 or January to March 2013, in 2 rows",
        "Calendar or financial? Write '2013/14 Q1' or '2012/13 Q4'.",
    ),
    "B093-two_years_or_one": (
        "2013 - 14",
        "the financial year 2013/14 or the calendar years 2013 to 2014, in 2 rows",
        "Calendar or financial? Write '2013/14' or 'January 2013 to December 2014'.",
    ),
}


@pytest.mark.parametrize(("text", "what", "mend"), ASKED.values(), ids=ASKED.keys())
def test_period_with_two_readings_is_asked(run_check, text, what, mend):
    checked = run_check(frame(text))
    assert said(checked) == [["period_ambiguous", "E", what, mend]]
    assert checked.counts.refused == 2


@pytest.mark.parametrize("text", [text for text, _, _ in ASKED.values()], ids=ASKED.keys())
def test_what_is_offered_has_one_reading(text):
    for offered in read_period(text).choices:
        words = next(mend for asked, _, mend in ASKED.values() if asked == text).split("'")[1::2]
        assert offered in [read_period(word).period for word in words]


NEIGHBOURS = {
    "B090-among_months": (("2011-10", "November 2011", "2011-12"), ["2011-10", "2011-11", "2011-12"]),
    "B090-among_financial_years": (("2011-12", "2012-13", "2013-14"), ["2011/12", "2012/13", "2013/14"]),
    "B090-december_among_months": (("2013-11", "2013-12"), ["2013-11", "2013-12"]),
    "B090-two_years_in_full": (("2012-2013", "2013/14"), ["2012/13", "2013/14"]),
}


@pytest.mark.parametrize(("texts", "canonical"), NEIGHBOURS.values(), ids=NEIGHBOURS.keys())
def test_neighbours_settle_what_is_unclear(run_check, texts, canonical):
    checked = run_check(frame(*texts))
    assert found(checked) == canonical
    assert set(checked.problems["severity"]) <= {"N"}


SLASHED = {
    "B093-two_calendar_years": ("2013 - 14", "2013-01/2014-12"),
    "B091-calendar_quarter": ("2013 Q1", "2012/13 Q4"),
}


@pytest.mark.parametrize(("text", "canonical"), SLASHED.values(), ids=SLASHED.keys())
def test_publishers_who_write_financial_years_with_a_slash_mean_calendar_years(run_check, text, canonical):
    assert found(run_check(frame(text), layout="fingertips")) == [canonical]


def test_rolling_years_overlap(run_check):
    # B093: used one at a time, but never as a trend
    checked = run_check(frame("2010 - 12", "2011 - 13"))
    assert said(checked)[0] == [
        "overlapping_periods",
        "W",
        "indicator 'x' has periods that share time: '2010-12' and '2011-13'",
        "Nothing to do for one period at a time; a trend needs periods that do not overlap.",
    ]
    assert checked.counts.used == 4
    with pytest.warns(DataWarning) as told:
        read_indicators(frame("2010 - 12", "2011 - 13"))
    assert [str(one.message) for one in told] == [
        "1 indicator has periods that share time. See problems of the data; pass strict=True to stop here instead."
    ]


EXCEL = "Format the column as text and type the period again."
DATES = {
    "B094-month_and_year": ("Mar-14", "March 2014", "2014-03"),
    "B094-date": ("2014-03-01", "1 March 2014", "2014-03"),
    "B094-serial_number": (41365, "1 April 2013", "2013-04"),
    "B094-cell_of_a_workbook": (dt.datetime(2014, 3, 1), "1 March 2014", "2014-03"),  # noqa: DTZ001 - as Excel has it
}


@pytest.mark.parametrize(("cell", "day", "month"), DATES.values(), ids=DATES.keys())
def test_date_made_by_excel_among_years_is_not_guessed(run_check, cell, day, month):
    checked = run_check(frame("2012/13", cell))
    assert found(checked) == ["2012/13", str(cell)]
    what = f"{day}, a date that Excel has probably made; {month!r} may be meant, and nothing is changed in 2 rows"
    assert said(checked) == [["period_guess", "W", what, EXCEL]]


@pytest.mark.parametrize(("cell", "day", "month"), DATES.values(), ids=[f"{name}_among_months" for name in DATES])
def test_date_made_by_excel_among_months_is_a_month(run_check, cell, day, month):
    # B167: unified, and each changed spelling listed
    checked = run_check(frame("May 2013", cell, numerator=10))
    assert found(checked) == ["2013-05", month]
    what = f"{day}, a date that Excel has probably made; read as {month!r} in 2 rows"
    assert ["period_guess", "W", what, EXCEL] in said(checked)


def test_date_column_of_neighbouring_months(run_check):
    # B094: nothing but first days of months that follow each other
    months = pd.to_datetime(["2013-04-01", "2013-05-01"])
    assert found(run_check(frame(*months))) == ["2013-04", "2013-05"]


def test_first_days_among_days_are_days(run_check):
    assert found(run_check(frame("31/03/2013", "01/04/2013"))) == ["2013-03-31", "2013-04-01"]


@pytest.mark.parametrize("text", [pytest.param("04/25/2013", id="B095-month_first")])
def test_month_before_day(run_check, text):
    checked = run_check(frame(text))
    assert said(checked) == [
        [
            "day_month",
            "E",
            "a date with its month before its day, in 2 rows",
            "Write all dates with the day first, or like 2013-03-04.",
        ]
    ]
    assert checked.counts.refused == 2


MIXED = {
    "B096-quarters_and_years": (
        ("2013/14 Q1", "2013/14 Q2", "2012/13"),
        "indicator 'x' has periods of different length: quarters in 4 rows, years in 2 rows",
    ),
    "B096-years_of_differing_length": (
        ("2013", "2011 - 13"),
        "indicator 'x' has periods of different length: years in 2 rows, stretches of 36 months in 2 rows",
    ),
}


@pytest.mark.parametrize(("texts", "what"), MIXED.values(), ids=MIXED.keys())
def test_periods_of_different_length(run_check, texts, what):
    checked = run_check(frame(*texts))
    mend = "Keep one of them, or give each an indicator_id of its own."
    assert ["mixed_lengths", "E", what, mend] in said(checked)
    assert checked.counts.refused == 2 * len(texts)


def test_publishers_print_one_year_and_three_years_side_by_side(run_check):
    # B096: noted, not refused, in the layout of a publisher
    checked = run_check(frame("2013", "2011 - 13"), layout="ccg_ois")
    assert checked.counts.used == 4
    assert [
        "several_lengths",
        "N",
        "indicator 'x' has several series of periods: years in 2 rows, stretches of 36 months in 2 rows",
        "",
    ] in said(checked)


GAPS = {
    "B097-quarter": (("2013/14 Q1", "2013/14 Q2", "2013/14 Q4"), "'2013/14 Q3'"),
    "B097-months": (("2013-11", "2014-02"), "'2013-12', '2014-01'"),
    "B097-years": (("2010/11", "2013/14"), "'2011/12', '2012/13'"),
    "B097-many": (("2001", "2010"), "'2002', '2003', '2004', '2005', '2006' and 3 more"),
}


@pytest.mark.parametrize(("texts", "missing"), GAPS.values(), ids=GAPS.keys())
def test_missing_periods(run_check, texts, missing):
    checked = run_check(frame(*texts))
    assert said(checked) == [
        [
            "period_gap",
            "W",
            f"indicator 'x' has no {missing}",
            "Nothing to do if they were not published; the gap stays open.",
        ]
    ]
    assert checked.counts.used == 2 * len(texts)


@pytest.mark.parametrize("text", [pytest.param("2150/51", id="B097-future")])
def test_period_to_come(run_check, text):
    later = run_check(frame(text))
    assert said(later) == [["period_gap", "W", "indicator 'x' has '2150/51', still to come", "Correct the period."]]
    with pytest.warns(DataWarning) as told:
        read_indicators(frame(text))
    words = "1 indicator has periods that are missing or still to come"
    assert [str(one.message) for one in told] == [
        f"{words}. See problems of the data; pass strict=True to stop here instead."
    ]


@pytest.mark.parametrize("text", ["2013/14 1", "2013/141"], ids=["B164-apart", "B164-glued"])
def test_footnote_behind_a_year(run_check, text):
    checked = run_check(frame(text))
    what = "read as '2013/14' with footnote '1' in 2 rows"
    assert said(checked) == [["footnote_in_period", "W", what, "Put footnotes in a column of their own."]]
    with pytest.warns(DataWarning) as told:
        read_indicators(frame(text))
    assert [str(one.message) for one in told] == [
        "1 period holds a footnote mark. See problems of the data; pass strict=True to stop here instead."
    ]


def test_footnote_only_where_the_years_follow_each_other(run_check):
    # B164: 2013/151 is no year with a note
    assert said(run_check(frame("2013/151")))[0][0] == "period_unread"


def test_provisional_status_is_kept(run_check):
    # B165
    checked = run_check(frame("2014/15", "2015/16 (Provisional)"))
    assert said(checked) == [["period_read", "N", "read as '2015/16', provisional, in 2 rows", ""]]
    assert checked.observations["period_status"].tolist() == ["as published"] * 2 + ["provisional"] * 2


@pytest.mark.parametrize("text", [pytest.param("2015/16 (Provisional)", id="B166-final_is_used")])
def test_provisional_and_final_rows(run_check, text):
    both = frame(text, "2015/16", numerator=[10, 20, 12, 22])
    checked = run_check(both)
    assert checked.observations["numerator"].tolist() == [12.0, 22.0]
    assert checked.set_aside["reason"].tolist() == ["superseded"] * 2
    assert "'provisional'; row 3, 'as published', is used in its place" in checked.problems["what"].tolist()


@pytest.mark.parametrize("text", [pytest.param("2015-16", id="B166-two_spellings")])
def test_provisional_and_final_rows_that_do_not_say_so(run_check, text):
    both = frame("2015/16", text, numerator=[10, 20, 12, 22])
    assert run_check(both).problems["code"].tolist().count("conflicting_key") == 4
    kept = run_check(both, layout="ccg_ois")
    assert set(kept.observations["reason"]) == {"inconsistent_source"}


@pytest.mark.parametrize("text", [pytest.param("2018", id="B168-among_financial_years")])
def test_bare_year_among_financial_years(run_check, text):
    checked = run_check(frame(text, "2018/19"))
    assert said(checked) == [
        [
            "mixed_period_kind",
            "E",
            "a calendar year in 2 rows, where 'x' also has financial years such as '2018/19'",
            "Calendar or financial? Write 'January 2018 to December 2018' or '2018/19'.",
        ]
    ]
    assert checked.counts.refused == 2
    assert run_check(frame("January 2018 to December 2018", "2019/20")).counts.refused == 0


SORTABLE = {
    "B169-agrees": ("2018", 20180000, 0),
    "B169-rolling_agrees": ("2015 - 17", 20150000, 0),
    "B169-disagrees": ("2018/19", "20170000", 2),
}


@pytest.mark.parametrize(("text", "sortable", "wrong"), SORTABLE.values(), ids=SORTABLE.keys())
def test_sortable_period_beside_the_text(run_check, text, sortable, wrong):
    checked = run_check(frame(text, period_sortable=sortable))
    if not wrong:
        assert set(checked.problems["severity"]) <= {"N"}
        return
    told = ["period_disagrees", "E", "sorted under 2017, while the period is '2018/19'", "Correct one of the two."]
    assert said(checked) == [told] * 2
    assert checked.problems["value"].tolist() == ["'20170000'"] * 2


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("2013/14 Q1 (2 of 3 months)", {}, id="B170-in_the_period"),
        pytest.param("2013/14 Q1", {"completeness": "2 of 3 months"}, id="B170-in_a_column"),
    ],
)
def test_incomplete_quarter(run_check, text, columns):
    checked = run_check(frame(text, **columns))
    assert checked.observations["reason"].tolist() == ["incomplete_period"] * 2
    told = [
        "incomplete_period",
        "W",
        "2 of 3 months of '2013/14 Q1' are present",
        "Read it again when the period is complete.",
    ]
    assert said(checked).count(told) == 2


def test_complete_quarter_is_used(run_check):
    # B170
    assert run_check(frame("2013/14 Q1 (3 of 3 months)")).counts.used == 2


def test_what_is_no_period_is_kept_and_said(run_check):
    checked = run_check(frame("last spring"))
    assert found(checked) == ["last spring"]
    assert said(checked) == [
        [
            "period_unread",
            "N",
            "not a period that can be read; kept as it is in 2 rows",
            "Write it like 2013/14, 2013/14 Q1, 2013-04 or 2013.",
        ]
    ]


def test_several_faults_are_refused_together():
    with pytest.raises(DataError) as stopped:
        Indicators(frame("Q1 2013", "04/25/2013"))
    assert str(stopped.value) == (
        "Indicators() found 2 problems in 2 of 4 rows and used nothing.\n"
        "  row 1, column 'period', 'Q1 2013': April to June 2013 or January to March 2013, in 2 rows. "
        "Calendar or financial? Write '2013/14 Q1' or '2012/13 Q4'.\n"
        "  row 3, column 'period', '04/25/2013': a date with its month before its day, in 2 rows. "
        "Write all dates with the day first, or like 2013-03-04.\n"
        "All 2 are in error.problems. Nothing was written."
    )


def test_spellings_are_read_from_a_file(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(
        "indicator_id,period,area_code,numerator,denominator,statistic\n"
        "x,2013-14,X01,10,100,proportion\nx,2014-15,X01,20,100,proportion\n"
    )
    problems = check(path)
    assert problems.loc[problems["code"] == "period_read", ["row", "cell", "value"]].to_numpy().tolist() == [
        [2, "B2", "'2013-14'"],
        [3, "B3", "'2014-15'"],
    ]


def test_what_was_read_reads_again_as_itself(run_check):
    """Texts that could have two readings come with their first and last day."""
    data = Indicators(frame("2009-2011", "2010-2012"))
    again = Indicators(data.observations)
    assert again.observations["period"].tolist() == data.observations["period"].tolist()
    assert set(again.problems["code"]) == {"overlapping_periods"}
    published = run_check(frame("2009", "2009-2011"), layout="ccg_ois").observations
    both = Indicators(published.assign(**period_ends(published["period"])))
    assert set(both.problems["code"]) == {"several_lengths", "overlapping_periods"}
    moved = data.observations.assign(period_start=pd.Timestamp("2001-01-01"))
    assert "period_ambiguous" in set(run_check(moved).problems["code"])


# -- canonical periods -----------------------------------------------------------------------------------------

KINDS = {
    "2013/14": ("financial_year", "2013-04-01", "2014-03-31"),
    "2013/14 Q4": ("quarter", "2014-01-01", "2014-03-31"),
    "2013-04": ("month", "2013-04-01", "2013-04-30"),
    "2013": ("year", "2013-01-01", "2013-12-31"),
    "2011-13": ("years", "2011-01-01", "2013-12-31"),
    "2013-01/2014-12": ("years", "2013-01-01", "2014-12-31"),
    "2010/11-2012/13": ("financial_years", "2010-04-01", "2013-03-31"),
    "2014-07/2015-06": ("months", "2014-07-01", "2015-06-30"),
    "2009-11/2009-11": ("month", "2009-11-01", "2009-11-30"),
    "2013-03-04": ("day", "2013-03-04", "2013-03-04"),
}


@pytest.mark.parametrize(("text", "facts"), KINDS.items(), ids=KINDS.keys())
def test_canonical_period(text, facts):
    period = parse_period(text)
    assert (period.kind, period.start.isoformat(), period.end.isoformat()) == facts
    assert period.text == text


@pytest.mark.parametrize(
    "text",
    [
        "2013-14",
        "2013/15",
        "2013/15 Q1",
        "2013-13",
        "0000",
        "9999/00",
        "2013-04/2014-03",
        "2013-02-30",
        "2014-07/2014-06",
    ],
)
def test_what_is_not_canonical(text):
    assert parse_period(text) is None


months = st.integers(min_value=12 * 1850, max_value=12 * 2150)


@settings(derandomize=True, deadline=None)
@given(months, st.integers(min_value=1, max_value=240))
def test_every_stretch_of_months_has_one_canonical_text(first, length):
    period = period_of_months(first, length)
    assert parse_period(period.text) == period
    assert period.months == length
    assert period.start.year * 12 + period.start.month - 1 == first


@settings(derandomize=True, deadline=None)
@given(months, st.integers(min_value=1, max_value=240))
def test_canonical_texts_read_as_themselves_or_are_asked(first, length):
    text = period_of_months(first, length).text
    read = read_period(text)
    assert text in {None if read.period is None else read.period.text, *(choice.text for choice in read.choices)}


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(max_size=30) | st.text(alphabet="0123456789/-Q aprtojfy()", max_size=20))
def test_any_text_is_read_or_not_and_never_raises(text):
    read = read_period(text)
    assert read.period is None or parse_period(read.period.text) == read.period


def test_overlaps_and_gaps():
    assert overlaps(["2009", "2009-11", "2012"]) == [("2009", "2009-11")]
    assert overlaps(["2013/14 Q1", "2013/14 Q2", "no period"]) == []
    assert gaps(["2013-11", "2014-02"]) == ["2013-12", "2014-01"]
    assert gaps(["2010/11", "2013/14"]) == ["2011/12", "2012/13"]
    # July to March of each year is a yearly series
    assert gaps(["2011-07/2012-03", "2012-07/2013-03"]) == []
    # years that start in July are a series of their own beside financial years
    assert gaps(["2013/14", "2014/15", "2014-07/2015-06", "2014-10/2015-09"]) == []


def test_latest_ends_last():
    assert latest(["2014/15", "2014-07/2015-06", "2013"]) == "2014-07/2015-06"
