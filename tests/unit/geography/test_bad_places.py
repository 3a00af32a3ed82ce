"""Areas that come and go, close, share names or do not add up. Ids are those of the catalogue."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.contract.checks import Checked, check_observations
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo
from scnvariation.errors import DataError, DataWarning
from scnvariation.framework import area_lookup
from scnvariation.io.read import check, read_indicators

CODES = ["E38000001", "E38000002", "E38000003"]


def frame(**columns: object) -> pd.DataFrame:
    """Three areas with 60 events among 300 people."""
    table = pd.DataFrame({"area_code": CODES, "numerator": [10, 20, 30], "denominator": 100})
    return table.assign(indicator_id="x", period="2013/14", statistic="proportion").assign(**columns)


def with_england(rows: pd.DataFrame, numerator: float, denominator: float) -> pd.DataFrame:
    england = rows.iloc[[0]].assign(area_code="E92000001", numerator=numerator, denominator=denominator)
    return pd.concat([rows, england], ignore_index=True)


def run(rows: pd.DataFrame, areas: pd.DataFrame | None = None) -> Checked:
    source = SourceInfo(rows_read=len(rows))
    return check_observations(rows, source=source, settings=ReadingSettings(), areas=areas)


def found(checked: Checked, *leave_out: str) -> list[tuple[str, str]]:
    """List code and severity, without the note that England was found."""
    left_out = {"comparator_found", *leave_out}
    pairs = zip(checked.problems["code"], checked.problems["severity"], strict=True)
    return [(code, severity) for code, severity in pairs if code not in left_out]


ENGLANDS = {
    "B148-adds_up": ((60, 300), []),
    "B148-too_many_events": ((55, 300), ["England's numerator is 55, its areas add up to 60: 5 more"]),
    "B148-too_few_people": ((60, 310), ["England's denominator is 310, its areas add up to 300: 10 fewer"]),
    "B148-both": (
        (1_060, 301),
        [
            "England's numerator is 1,060, its areas add up to 60: 1,000 fewer",
            "England's denominator is 301, its areas add up to 300: 1 fewer",
        ],
    ),
}


@pytest.mark.parametrize(("england", "expected"), ENGLANDS.values(), ids=ENGLANDS.keys())
def test_bad_input_england_differs(england: tuple[float, float], expected: list[str]) -> None:
    problems = run(with_england(frame(), *england).assign(statistic="rate")).problems
    told = problems[problems["code"] == "england_differs"]
    assert told["what"].tolist() == [f"{text}. 0 of 3 areas are missing or suppressed" for text in expected]
    assert told["row"].tolist() == [4] * len(expected)


def test_bad_input_england_differs_by_what_is_suppressed() -> None:
    # B148: how many areas could explain it
    rows = with_england(frame(numerator=["*", 20, 30]), 60, 300)
    told = run(rows).problems.query("code == 'england_differs'")["what"].tolist()
    assert told == [
        "England's numerator is 60, its areas add up to 50: 10 fewer. 1 of 3 areas is missing or suppressed",
        "England's denominator is 300, its areas add up to 200: 100 fewer. 1 of 3 areas is missing or suppressed",
    ]


def test_england_and_a_few_of_its_areas_are_no_fault() -> None:
    """B148: a file of eleven similar CCGs beside England does not claim to be all of it."""
    checked = run(with_england(frame(), 9_000, 30_000))
    assert found(checked) == [("part_of_england", "N")]
    assert (
        checked.problems["what"].tolist()[-1] == "the areas given are 1% of the England published for 'x'; a part of it"
    )


def test_counts_rounded_to_five_may_differ_by_their_rounding() -> None:
    """B148: 20 areas, each rounded to five, against an England that was rounded once."""
    codes = [f"E38{number:06d}" for number in range(1, 21)]
    rows = pd.DataFrame({"area_code": codes, "numerator": 15, "denominator": 100})
    rows = rows.assign(indicator_id="x", period="2013/14", statistic="proportion")
    assert found(run(with_england(rows, 320, 2000))) == []
    assert found(run(with_england(rows, 360, 2000))) == [("england_differs", "W")]
    assert found(run(with_england(rows, 321, 2000))) == [("england_differs", "W")]


def test_rows_that_are_not_used_are_in_no_sum() -> None:
    """B148, B072: a Welsh row does not belong to England's total."""
    rows = pd.concat([frame(), frame().iloc[[0]].assign(area_code="W06000015")])
    assert found(run(with_england(rows, 60, 300)), "other_country") == []


def test_england_that_differs_warns_and_stops_where_strict() -> None:
    # B148
    rows = with_england(frame(), 55, 300)
    with pytest.warns(DataWarning, match="1 of 4 rows .* England figures that the areas do not add up to"):
        read_indicators(rows)
    with pytest.raises(DataError, match="England's numerator is 55"):
        read_indicators(rows, strict=True)


SERIES = {
    "B088-left_and_joined": (
        {"2013/14": "ABC", "2014/15": "ACD"},
        ["from 2013/14 to 2014/15 1 area left (B) and 1 joined (D)"],
    ),
    "B088-gone": (
        {"2013/14 Q4": "ABC", "2014/15 Q1": "AC"},
        ["from 2013/14 Q4 to 2014/15 Q1 1 area left (B) and 0 joined"],
    ),
    "B159-merged": (
        {"2015-02": "ABC", "2015-03": "ABC", "2015-04": "DC"},
        ["from 2015-03 to 2015-04 2 areas left (A, B) and 1 joined (D)"],
    ),
    "B159-another_kind_of_body": (
        {"2012/13": "XYZ", "2013/14": "ABC"},
        ["from 2012/13 to 2013/14 3 areas left (X, Y, Z) and 3 joined (A, B, C)"],
    ),
    "B088-the_same": ({"2013/14": "ABC", "2014/15": "CBA"}, []),
    "B088-years_and_quarters_are_not_compared": ({"2013/14": "ABC", "2013/14 Q1": "AB", "2013/14 Q2": "AB"}, []),
}


@pytest.mark.parametrize(("series", "expected"), SERIES.values(), ids=SERIES.keys())
def test_bad_input_areas_changed(series: dict[str, str], expected: list[str]) -> None:
    rows = pd.DataFrame([{"period": p, "area_code": a} for p, areas in series.items() for a in areas])
    rows = rows.assign(indicator_id="x", numerator=1, denominator=10, statistic="rate")
    problems = run(rows).problems.query("code == 'areas_changed'")
    assert problems["what"].tolist() == expected
    assert set(problems["severity"]) <= {"W"}


def test_one_change_of_many_indicators_is_said_once() -> None:
    """B159: 24 indicators that all lose the same area are one problem."""
    rows = pd.concat([frame(), frame(period="2014/15").iloc[:2]])
    both = pd.concat([rows, rows.assign(indicator_id="y")], ignore_index=True)
    told = run(both).problems.query("code == 'areas_changed'")
    assert told["what"].tolist() == ["from 2013/14 to 2014/15 1 area left (E38000003) and 0 joined (2 indicators)"]
    assert told["row"].tolist() == [4]


def test_a_suppressed_area_is_still_there() -> None:
    """B088: it did not leave."""
    rows = pd.concat([frame(), frame(period="2014/15", numerator=["*", 20, 30])])
    assert found(run(rows), "suppressed") == []


CLOSED = {
    "B076-closed": ("E38000061", "2015/16", ["code_not_valid_in_period"]),
    "B076-last_year": ("E38000061", "2014/15", []),
    "B076-still_open": ("E38000008", "2021/22", []),
    "B076-organisation_code": ("00F", "2015/16", ["code_kind", "code_not_valid_in_period"]),
}


@pytest.mark.parametrize(("code", "period", "expected"), CLOSED.values(), ids=CLOSED.keys())
def test_bad_input_code_not_valid(code: str, period: str, expected: list[str]) -> None:
    rows = frame(period=period).iloc[[0]].assign(area_code=code)
    checked = run(rows, area_lookup("ccg_2013"))
    assert checked.problems["code"].tolist() == expected
    closed = "code_not_valid_in_period" in expected
    assert checked.observations["reason"].tolist() == ["code_not_valid_in_period" if closed else ""]
    if closed:
        assert checked.problems["what"].tolist()[-1] == (
            "E38000061 was not in use in 2015/16; its last day was 2015-03-31"
        )


def test_codes_without_dates_are_taken_as_they_are() -> None:
    """B076: without an areas table nothing is known of a code."""
    assert found(run(frame(period="2023/24"))) == []
    assert found(run(frame(period="2023/24"), pd.DataFrame({"area_code": CODES, "valid_to": ["", None, "soon"]}))) == []


NAMES = {
    "B081-two_codes": (["St Helens", "St Helens", "Bury"], [("same_name", "N")]),
    "B081-told_apart": (["St Helens", "Sefton", "Bury"], []),
    "B086-endless": (["A" * 5000, "Sefton", "Bury"], [("long_name", "N")]),
}


@pytest.mark.parametrize(("names", "expected"), NAMES.values(), ids=NAMES.keys())
def test_bad_input_names_of_areas(names: list[str], expected: list[tuple[str, str]]) -> None:
    checked = run(frame(area_name=names))
    assert found(checked) == expected
    assert checked.observations["area_name"].tolist() == names


RENAMED = {
    "B082-renamed": (["Wyre Forest", "Worcestershire"], [("name_changed", "W")], ["Worcestershire"] * 2),
    "B082-only_case": (["East Riding Of Yorkshire", "East Riding of Yorkshire"], [], None),
    "B082-only_ampersand": (["Fylde & Wyre", "Fylde and Wyre"], [], None),
}


@pytest.mark.parametrize(("names", "expected", "used"), RENAMED.values(), ids=RENAMED.keys())
def test_bad_input_name_changed(names: list[str], expected: list[tuple[str, str]], used: list[str] | None) -> None:
    rows = pd.concat([frame(area_name=names[0]).iloc[[0]], frame(area_name=names[1], period="2014/15").iloc[[0]]])
    checked = run(rows)
    assert found(checked) == expected
    assert checked.observations["area_name"].tolist() == (used or names)


def test_check_lists_them_and_raises_nothing() -> None:
    rows = with_england(pd.concat([frame(), frame(period="2014/15").iloc[1:]]), 55, 300)
    assert {"england_differs", "areas_changed"} <= set(check(rows)["code"])
