"""The shipped table of mergers agrees with the shipped look-ups, and a user's own is checked as a whole."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from scnvariation.errors import DataError, MissingColumnsError, OptionError
from scnvariation.framework import area_lookup, check_succession, succession


def test_every_change_joins_codes_of_the_shipped_look_ups() -> None:
    """A slip of a code would move a CCG's counts to another place without anybody noticing."""
    changes = succession()
    codes = {code for name in ("ccg_2013", "ccg_2021", "sicbl_2022") for code in area_lookup(name)["area_code"]}
    between = {"E38000213", "E38000214", "E38000216", "E38000218", "E38000219", "E38000224"}
    assert set(changes["old_code"]) | set(changes["new_code"]) <= codes | between
    ods = {}
    for name in ("ccg_2013", "ccg_2021", "sicbl_2022"):
        table = area_lookup(name)
        ods |= dict(zip(table["area_code"], table["ods_code"], strict=True))
    for age in ("old", "new"):
        known = changes[changes[f"{age}_code"].isin(ods)]
        assert (known[f"{age}_code"].map(ods) == known[f"{age}_ods_code"]).all()


def test_211_ccgs_became_106() -> None:
    """Every CCG of 2013 that is gone by 2021 has a successor, but for the two with a small change of boundary."""
    changes = check_succession(succession())
    before = changes[(changes["from"] <= "2021-04-01") & (changes["kind"] == "merge")]
    following = dict(zip(before["old_code"], before["new_code"], strict=True))
    first, last = set(area_lookup("ccg_2013")["area_code"]), set(area_lookup("ccg_2021")["area_code"])
    reached = set()
    for founded in first:
        code = founded
        while code in following:
            code = following[code]
        reached.add(code)
    assert reached - last == {"E38000041", "E38000060", "E38000065", "E38000216"}
    assert last - reached == {"E38000215", "E38000226", "E38000227", "E38000228"}


@pytest.mark.parametrize(
    ("day", "areas"), [("2015-04-01", 1), ("2018-04-01", 6), ("2020-04-01", 18), ("2021-04-01", 9)]
)
def test_new_areas_by_day(day: str, areas: int) -> None:
    """Newcastle Gateshead alone in 2015; eighteen mergers in April 2020 left 135 groups, nine in 2021 left 106."""
    changes = succession()
    assert changes.loc[changes["from"] == day, "new_code"].nunique() == areas


def test_codes_have_their_first_and_last_day() -> None:
    table = area_lookup("ccg_2013").set_index("ods_code")
    assert table.loc["00F", ["valid_from", "valid_to"]].tolist() == ["2013-04-01", "2015-03-31"]
    assert table.loc["02Q", "valid_to"] == ""
    later = area_lookup("ccg_2021").set_index("ods_code")
    assert later.loc["13T", ["valid_from", "valid_to"]].tolist() == ["2015-04-01", ""]


def test_every_later_look_up_knows_region_and_organisation_codes() -> None:
    """The 106 groups of 2021, 42 boards and 7 regions nest."""
    regions = set(area_lookup("region_2022")["area_name"])
    assert len(regions) == 7
    for name, rows in (("ccg_2021", 106), ("sicbl_2022", 106), ("icb_2022", 42)):
        table = area_lookup(name)
        assert len(table) == rows
        assert set(table["region"]) == regions
        assert table["ods_code"].is_unique
    assert set(area_lookup("sicbl_2022")["icb_code"]) == set(area_lookup("icb_2022")["area_code"])
    assert set(area_lookup("ccg_2013")["region"]) == set(area_lookup("region_2013")["area_name"])


def test_a_users_own_table_may_be_short() -> None:
    mine = pd.DataFrame({"old_code": ["A", "B "], "new_code": "C", "from": [dt.date(2014, 4, 1), None]})
    checked = check_succession(mine)
    assert checked["kind"].tolist() == ["merge", "merge"]
    assert checked["old_code"].tolist() == ["A", "B"]
    assert checked["from"].isna().tolist() == [False, True]
    assert "kind" not in mine


def test_all_faults_are_named_together() -> None:
    mine = pd.DataFrame(
        {
            "old_code": ["A", "A", "", "X", "Y"],
            "new_code": ["B", "C", "D", "Y", "X"],
            "from": ["", "01/04/2015", "", "", ""],
            "share": ["", "", "0.4", "", ""],
        }
    )
    with pytest.raises(DataError) as error:
        check_succession(mine)
    assert str(error.value) == (
        "the succession table has 6 faults in 5 rows: row 3: old_code is blank or not text; row 2: 'from' is "
        "'01/04/2015', not a date such as 2013-04-01; row 3: 'share' is given, but counts are never shared out; A goes "
        "to 'B', 'C', so its rows need the kind 'split'; X follows itself; and 1 more."
    )


def test_columns_and_kinds_are_named() -> None:
    with pytest.raises(MissingColumnsError):
        check_succession(pd.DataFrame({"old_code": ["A"]}))
    with pytest.raises(OptionError) as error:
        check_succession(pd.DataFrame({"old_code": ["A"], "new_code": ["B"], "kind": ["merged"]}))
    assert str(error.value) == (
        "kind='merged' is not known; choose one of 'merge', 'rename', 'split'. Did you mean 'merge'?"
    )
