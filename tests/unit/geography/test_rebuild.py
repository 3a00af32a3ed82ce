"""Figures of former areas are added up, never averaged; nothing is counted twice, shared out or lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.errors import DataError, OptionError
from scnvariation.framework import area_lookup, succession
from scnvariation.indicators import Indicators

MERGER = pd.DataFrame({"old_code": ["A", "B"], "new_code": "AB", "from": "2014-04-01", "new_name": "Ash and Birch"})


def frame(**columns: object) -> pd.DataFrame:
    """Three areas in 2013/14; in 2014/15 two of them are one."""
    rows = [
        ("2013/14", "A", 10, 100),
        ("2013/14", "B", 40, 200),
        ("2013/14", "C", 30, 300),
        ("2014/15", "AB", 55, 310),
        ("2014/15", "C", 35, 300),
    ]
    table = pd.DataFrame(rows, columns=["period", "area_code", "numerator", "denominator"])
    return table.assign(indicator_id="x", statistic="proportion").assign(**columns)


def by_key(data: Indicators) -> pd.DataFrame:
    return data.observations.set_index(["period", "area_code"])


def test_counts_are_summed_and_the_rate_computed_anew() -> None:
    """50 of 300 is one sixth; the mean of 10 % and 20 % would be 15 %."""
    data = Indicators(frame())
    later = data.rebuilt(MERGER)
    row = by_key(later).loc[("2013/14", "AB")]
    assert (row["numerator"], row["denominator"]) == (50, 300)
    assert row["value"] == pytest.approx(1 / 6)
    assert row["area_name"] == "Ash and Birch"
    assert sorted(by_key(later).index) == [(p, a) for p in ("2013/14", "2014/15") for a in ("AB", "C")]
    assert later.reference.england["numerator"].tolist() == data.reference.england["numerator"].tolist() == [80, 90]
    assert data.observations["area_code"].tolist() == ["A", "B", "C", "AB", "C"], "the data themselves stay"
    assert later.problems["what"].tolist()[-1] == "A, B added up to AB"


def test_changes_after_the_latest_period_wait() -> None:
    later = MERGER.assign(**{"from": "2016-04-01"})
    old = frame().query("period == '2013/14'")
    assert set(Indicators(old).rebuilt(later).observations["area_code"]) == {"A", "B", "C"}
    assert set(Indicators(old).rebuilt(later, at="2016-04-01").observations["area_code"]) == {"AB", "C"}
    with pytest.raises(OptionError, match="needs a day such as"):
        Indicators(old).rebuilt(later, at="next spring")


@pytest.mark.parametrize("how", ["suppressed", "absent"])
def test_a_missing_part_is_told(how: str) -> None:
    """Whether its figure is a star or its row is not there at all."""
    rows = frame()
    rows["numerator"] = rows["numerator"].astype(object)
    rows.loc[1, "numerator"] = "*"
    rows = rows if how == "suppressed" else pd.concat([rows.drop(index=1), frame(indicator_id="y")])
    if how == "absent":
        rows = pd.concat([rows, frame().iloc[[1]].assign(period="2012/13")])
    row = Indicators(rows).rebuilt(MERGER).observations.set_index(["indicator_id", "period", "area_code"])
    assert row.loc[("x", "2013/14", "AB"), ["numerator", "denominator"]].tolist() == [10, 100]
    assert row.loc[("x", "2013/14", "AB"), "note"] == "of 2 areas, 1 missing"
    assert row.loc[("x", "2014/15", "AB"), "note"] == ""


def test_nothing_known_of_any_part_keeps_the_reason() -> None:
    rows = frame()
    rows["numerator"] = rows["numerator"].astype(object)
    rows.loc[[0, 1], "numerator"] = "*"
    row = by_key(Indicators(rows).rebuilt(MERGER)).loc[("2013/14", "AB")]
    assert row["reason"] == "suppressed"
    assert np.isnan(row["numerator"])


def test_what_cannot_be_added_is_not() -> None:
    """Two survey means give no third one."""
    rows = frame(statistic="estimate", value=0.5, se=0.1)
    row = by_key(Indicators(rows).rebuilt(MERGER)).loc[("2013/14", "AB")]
    assert row["reason"] == "not_for_this_statistic"
    assert np.isnan(row["value"])
    assert np.isnan(row["se"])


def test_a_rename_keeps_the_row() -> None:
    renamed = pd.DataFrame({"old_code": ["C"], "new_code": ["C2"], "from": "2014-04-01", "kind": "rename"})
    row = by_key(Indicators(frame(statistic="estimate", value=0.5, se=0.1)).rebuilt(renamed)).loc[("2013/14", "C2")]
    assert (row["value"], row["se"], row["reason"]) == (0.5, 0.1, "")


def test_several_steps_are_one_and_may_stop_between() -> None:
    steps = pd.concat([MERGER, pd.DataFrame({"old_code": ["AB", "C"], "new_code": "ABC", "from": "2015-04-01"})])
    data = Indicators(frame())
    everything = data.rebuilt(steps, at="2015-04-01").observations
    assert everything["area_code"].tolist() == ["ABC", "ABC"]
    assert everything["numerator"].tolist() == [80, 90]
    assert (everything["note"] == "").all()
    assert set(data.rebuilt(steps).observations["area_code"]) == {"AB", "C"}


def test_an_area_that_takes_another_in_keeps_its_code() -> None:
    """Before the day both have figures of their own; after it both together would be counted twice."""
    taken = pd.DataFrame({"old_code": ["A"], "new_code": ["C"], "from": "2014-04-01"})
    rows = frame()
    merged = by_key(Indicators(rows).rebuilt(taken))
    assert merged.loc[("2013/14", "C"), "numerator"] == 40
    late = pd.concat([rows, rows.iloc[[0]].assign(period="2014/15")])
    with pytest.raises(DataError) as error:
        Indicators(late).rebuilt(taken)
    assert str(error.value) == (
        "rebuilt() would count 1 figure twice, since the old area stands beside the new one: A and C in 2014/15. Leave "
        "one of the two out, or give the day of the change in the column 'from'."
    )
    with pytest.raises(DataError, match="A and C in 2013/14"):
        Indicators(rows).rebuilt(taken.assign(**{"from": ""}))


def test_a_divided_area_is_refused() -> None:
    """Its counts cannot be shared out; before the day nothing is divided."""
    split = pd.DataFrame({"old_code": "C", "new_code": ["C1", "C2"], "kind": "split", "from": "2014-10-01"})
    with pytest.raises(DataError) as error:
        Indicators(frame(area_name="Cedar")).rebuilt(split)
    assert str(error.value) == (
        "rebuilt() cannot bring 1 of 4 areas to the later geography: C (Cedar) was divided between C1 and C2 on "
        "2014-10-01. Counts cannot be shared out. Pass at= with an earlier day, or a succession table without it."
    )
    assert len(Indicators(frame()).rebuilt(split, at="2014-09-30")) == 5


CODES = {"B077-ods": ["00F", "00G", "00H", "00C"], "B077-ons": ["E38000061", "E38000111", "E38000112", "E38000042"]}
CODES["B077-mixed"] = ["00F", "E38000111", "00H", "00C"]


@pytest.mark.parametrize(("kind", "codes"), CODES.items(), ids=CODES.keys())
def test_bad_input_codes_of_either_kind(kind: str, codes: list[str]) -> None:
    """The shipped table knows both; where a file has both, ONS codes win."""
    rows = pd.DataFrame({"indicator_id": "x", "period": "2014/15", "area_code": codes, "numerator": [1, 2, 3, 4]})
    after = pd.DataFrame({"indicator_id": "x", "period": "2015/16", "area_code": ["13T"], "numerator": 7})
    table = pd.concat([rows, after]).assign(denominator=100, statistic="rate")
    later = Indicators(table).rebuilt()
    ours = "13T" if kind == "B077-ods" else "E38000212"
    both = by_key(later)["numerator"]
    assert (both[("2014/15", ours)], both[("2015/16", ours)]) == (6, 7)
    assert later.observations["numerator"].sum() == table["numerator"].sum()


def test_areas_of_the_new_kind_have_what_their_parts_share() -> None:
    table = area_lookup("ccg_2013")
    rows = pd.DataFrame({"area_code": table["area_code"], "numerator": 1, "denominator": 10})
    data = Indicators(rows.assign(indicator_id="x", period="2015/16", statistic="rate"), areas=table.assign(need=1.0))
    new = data.rebuilt().areas.set_index("area_code").loc["E38000212"]
    assert new[["ods_code", "network_area_key", "valid_from", "valid_to", "need"]].tolist() == (
        ["13T", "NE", "2015-04-01", "", 1.0]
    )
    assert len(data.rebuilt().areas) == 209


def test_a_selection_stays_one_and_a_published_england_stays() -> None:
    england = pd.DataFrame({"period": ["2013/14", "2014/15"], "area_code": "England", "numerator": [80, 90]})
    rows = pd.concat([frame(), england.assign(denominator=[600, 610], indicator_id="x", statistic="proportion")])
    later = Indicators(rows).select(period="2013/14").rebuilt(MERGER)
    assert len(later) == 2
    assert len(later.reference.observations) == 4
    assert later.reference.england["source"].tolist() == ["published"] * 2


def test_the_shipped_table_can_be_extended() -> None:
    mine = pd.concat([succession(), MERGER], ignore_index=True)
    assert set(Indicators(frame()).rebuilt(mine).observations["area_code"]) == {"AB", "C"}
