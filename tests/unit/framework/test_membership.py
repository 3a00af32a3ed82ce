"""A user's membership table: overlap between networks is normal, one area twice in one network is not."""

import datetime as dt

import pandas as pd
import pytest

from scnvariation.errors import DataError, MissingColumnsError, OptionError
from scnvariation.framework import check_membership


def spells(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area_code", "network", "kind", "from", "to"])


def odn(area: object, network: object, start: object = "", end: object = "") -> tuple[object, ...]:
    return (area, network, "operational_delivery", start, end)


def message(table: pd.DataFrame) -> str:
    with pytest.raises(DataError) as stop:
        check_membership(table)
    return str(stop.value)


def test_an_area_may_be_in_several_networks_at_once() -> None:
    table = spells(
        odn("E38000001", "Trauma North", "2013-04-01"),
        odn("E38000001", "Burns North", "2013-04-01"),
        ("E38000001", "Diabetes alliance", "provider_led", "2014-01-01", "2015-03-31"),
    )
    checked = check_membership(table)
    assert checked["from"].tolist()[0] == pd.Timestamp("2013-04-01")
    assert checked["to"].isna().tolist() == [True, True, False]


def test_leaving_and_joining_again_is_fine() -> None:
    table = spells(
        odn("E38000001", "Trauma North", "2015-04-01"),
        odn("E38000001", "Trauma North", "", "2014-03-31"),
    )
    assert len(check_membership(table)) == 2


def test_the_same_area_twice_at_once_is_named_with_its_rows() -> None:
    table = spells(
        odn("E38000001", "Trauma North", "2013-04-01"),
        odn("E38000002", "Trauma North", "2013-04-01"),
        odn("E38000001", "Trauma North", "2014-04-01", "2015-03-31"),
    )
    assert message(table) == (
        "check_membership() found 1 fault in 3 rows: rows 1 and 3: E38000001 is in 'Trauma North' twice at "
        "the same time. Correct these rows; a spell that has ended needs its last day in 'to', one that goes "
        "on a blank."
    )


def test_a_long_spell_is_compared_with_every_later_one() -> None:
    """Comparing neighbours only would let row 3 pass."""
    table = spells(
        odn("E38000001", "Trauma North", "2013-04-01", "2020-03-31"),
        odn("E38000001", "Trauma North", "2014-04-01", "2014-05-31"),
        odn("E38000001", "Trauma North", "2016-04-01"),
    )
    text = message(table)
    assert "rows 1 and 2" in text
    assert "rows 1 and 3" in text


def test_the_last_day_belongs_to_the_spell() -> None:
    table = spells(
        odn("E38000001", "Trauma North", "2013-04-01", "2014-04-01"),
        odn("E38000001", "Trauma North", "2014-04-01"),
    )
    assert "rows 1 and 2" in message(table)


def test_open_on_both_sides_overlaps_everything() -> None:
    table = spells(odn("E38000001", "Trauma North"), odn("E38000001", "Trauma North", "2013-04-01", "2013-05-01"))
    assert "rows 1 and 2" in message(table)


def test_an_exact_repeat_is_found() -> None:
    table = spells(odn("E38000001", "Trauma North"), odn("E38000001", "Trauma North"))
    assert "rows 1 and 2" in message(table)


def test_all_faults_are_named_together() -> None:
    table = spells(
        odn("", "Trauma North"),
        odn("E38000002", None),
        odn("E38000003", "Trauma North", "04/03/2013"),
        odn("E38000004", "Trauma North", "2014-04-01", "2013-04-01"),
        odn(5, "Trauma North", 2013),
    )
    assert message(table) == (
        "check_membership() found 6 faults in 5 rows: row 1: area_code is blank or not text; "
        "row 5: area_code is blank or not text; row 2: network is blank or not text; "
        "row 3: 'from' is '04/03/2013', not a date such as 2013-04-01; "
        "row 5: 'from' is '2013', not a date such as 2013-04-01; and 1 more. "
        "Correct these rows; a spell that has ended needs its last day in 'to', one that goes on a blank."
    )


def test_a_spell_cannot_end_before_it_starts() -> None:
    text = message(spells(odn("E38000004", "Trauma North", "2014-04-01", "2013-04-01")))
    assert "row 1: 'to' (2013-04-01) is before 'from' (2014-04-01)" in text


def test_dates_may_be_dates() -> None:
    table = spells(
        odn("E38000001", "Trauma North", dt.date(2013, 4, 1), pd.Timestamp("2014-03-31")),
        odn("E38000002", "Trauma North", "2013-04-01", pd.NaT),
    )
    assert check_membership(table)["to"].tolist()[0] == pd.Timestamp("2014-03-31")


def test_kinds_and_scopes_are_closed_lists() -> None:
    with pytest.raises(OptionError) as stop:
        check_membership(spells(("E38000001", "Trauma North", "operational", "", "")))
    assert str(stop.value) == (
        "kind='operational' is not known; choose one of 'operational_delivery', 'local_professional', "
        "'commissioner_led', 'provider_led'. Did you mean 'operational_delivery'?"
    )
    with pytest.raises(OptionError, match="scope='organ' is not known"):
        check_membership(spells(odn("E38000001", "Trauma North")).assign(scope="organ"))
    assert len(check_membership(spells(odn("E38000001", "Trauma North")).assign(scope="specialty"))) == 1


def test_missing_column_is_named() -> None:
    with pytest.raises(MissingColumnsError) as stop:
        check_membership(spells(odn("E38000001", "Trauma North")).drop(columns="kind"))
    assert str(stop.value) == ("check_membership() needs column 'kind'. Columns present: area_code, network, from, to.")


def test_the_table_given_is_not_changed() -> None:
    table = spells(odn("E38000001", "Trauma North", "2013-04-01"))
    before = table.copy()
    check_membership(table)
    pd.testing.assert_frame_equal(table, before)
