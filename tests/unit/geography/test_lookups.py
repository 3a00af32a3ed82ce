"""A look-up of the user's own replaces or extends every shipped one, whatever the areas are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scnvariation.errors import DataError, OptionError
from scnvariation.framework import area_lookup
from scnvariation.indicators import Indicators
from scnvariation.io.read import read_indicators

KINDS = {
    "local_authorities": ["E06000001", "E07000004", "E08000003", "E09000002"],
    "integrated_care_boards": ["E54000008", "E54000010", "E54000011", "E54000013"],
    "trusts": ["RA2", "RA4", "RTE", "R1H"],
    "practices": ["A81001", "A81002", "A81004", "A81005"],
}


def figures(codes: list[str]) -> pd.DataFrame:
    """Give 1, 2, 3 ... events in 100."""
    rows = pd.DataFrame({"area_code": codes, "numerator": range(1, len(codes) + 1), "denominator": 100})
    return rows.assign(indicator_id="x", period="2013/14", statistic="proportion")


def totals(data: Indicators, to: str) -> dict[str, float]:
    return data.aggregate(to).observations.set_index("area_code")["numerator"].to_dict()


@pytest.mark.parametrize("codes", KINDS.values(), ids=KINDS.keys())
def test_any_kind_of_area_is_placed_by_a_users_file(codes: list[str], tmp_path: Path) -> None:
    """With columns of its own to add up to; the third area's place has codes that look like numbers."""
    areas = pd.DataFrame({"area_code": codes, "network_area": ["North", "North", "South", "South"], "zone": "1"})
    areas["hub"] = ["001", "002", "5E1", "5E1"]
    figures(codes).to_csv(tmp_path / "figures.csv", index=False)
    areas.to_csv(tmp_path / "areas.csv", index=False)
    data = read_indicators(tmp_path / "figures.csv", areas=tmp_path / "areas.csv")
    assert totals(data, "network_area") == {"North": 3, "South": 7}
    assert totals(data, "hub") == {"001": 1, "002": 2, "5E1": 7}
    assert data.problems[data.problems["severity"] == "W"].empty


def test_a_shipped_look_up_can_be_extended_and_corrected() -> None:
    """The group formed in 2015 is added; Swindon is put where the user knows it to be."""
    shipped = area_lookup("ccg_2013")
    shipped.loc[shipped["ods_code"] == "12D", "network_area"] = "Thames Valley"
    new = {"area_code": "E38000212", "ods_code": "13T", "network_area": "Northern England"}
    mine = pd.concat([shipped, pd.DataFrame([new])], ignore_index=True)
    data = Indicators(figures(["13T", "12D", "00C"]), areas=mine)
    assert totals(data, "network_area") == {"Northern England": 4, "Thames Valley": 2}


def test_boards_and_regions_of_shipped_look_ups() -> None:
    """Two sub-ICB locations of Cheshire and Merseyside; every level by counts."""
    table = area_lookup("sicbl_2022")
    here = table[table["icb_ods_code"] == "QYG"]["ods_code"].tolist()[:2]
    data = Indicators(figures(here), areas=table)
    assert totals(data, "icb") == {"NHS Cheshire and Merseyside Integrated Care Board": 3}
    assert totals(data, "region") == {"North West": 3}


def test_areas_in_no_group_are_reported() -> None:
    """B073: plain pandas drops the missing key without a word."""
    areas = pd.DataFrame({"area_code": ["A", "B", "C"], "hub": ["North", "North", ""]})
    larger = Indicators(figures(["A", "B", "C", "D"]), areas=areas).aggregate("hub")
    assert larger.observations["area_code"].tolist() == ["North"]
    told = larger.problems.query("code == 'no_parent'")
    assert told["value"].tolist() == ["'C'", "'D'"]
    assert set(told["what"]) == {"no hub is recorded for this area, so that it is in no total"}


def test_a_group_says_how_many_of_its_areas_are_missing() -> None:
    rows = figures(["A", "B", "C"]).astype({"numerator": object})
    rows.loc[1, "numerator"] = "*"
    data = Indicators(rows, areas=pd.DataFrame({"area_code": ["A", "B", "C"], "hub": "North"}))
    assert data.aggregate("hub").observations["note"].tolist() == ["of 3 areas, 1 missing"]


def test_a_published_england_stays_what_it_is() -> None:
    rows = pd.concat([figures(["A", "B"]), figures(["England"]).assign(numerator=3, denominator=200)])
    data = Indicators(rows, areas=pd.DataFrame({"area_code": ["A", "B"], "hub": ["North", "South"]}))
    assert data.aggregate("hub").reference.england["source"].tolist() == ["published"]


def members(**columns: object) -> pd.DataFrame:
    """Give a made-up operational delivery network: two trauma networks, one of which overlaps with a burns network."""
    rows = [("RA2", "Trauma North"), ("RA4", "Trauma North"), ("RTE", "Trauma South")]
    table = pd.DataFrame(rows, columns=["area_code", "network"])
    table = table.assign(kind="operational_delivery", **{"from": "2013-04-01", "to": ""})
    return table.assign(**columns)


def test_a_made_up_operational_delivery_network_is_a_place() -> None:
    data = Indicators(figures(["RA2", "RA4", "RTE", "R1H"])).with_membership(members(), kind="operational_delivery")
    assert totals(data, "operational_delivery") == {"Trauma North": 3, "Trauma South": 3}
    assert data.areas_in(operational_delivery="Trauma North") == ["RA2", "RA4"]
    left_out = data.aggregate("operational_delivery").problems
    assert left_out["value"].tolist() == ["'R1H'"]


def test_bad_input_two_networks_of_one_kind() -> None:
    """B074: its counts would be added twice; networks of two kinds may overlap."""
    twice = pd.concat([members(), members(network="Burns")], ignore_index=True)
    data = Indicators(figures(["RA2", "RA4", "RTE"]))
    with pytest.raises(DataError) as error:
        data.with_membership(twice, kind="operational_delivery")
    assert str(error.value) == (
        "3 of 3 areas are in two networks of kind 'operational_delivery' at once: RA2 (Trauma North and Burns), RA4 "
        "(Trauma North and Burns), RTE (Trauma South and Burns). Overlap is normal, but counts would be added twice: "
        "give the networks kinds of their own, end one of the memberships with 'to', or pass at= with another day."
    )
    overlapping = pd.concat([members(), members(network="Burns", kind="provider_led")], ignore_index=True)
    both = data.with_membership(overlapping, kind="operational_delivery").with_membership(
        overlapping, kind="provider_led"
    )
    assert totals(both, "provider_led") == {"Burns": 6}
    assert totals(both, "operational_delivery") == {"Trauma North": 3, "Trauma South": 3}


def test_membership_counts_on_a_day() -> None:
    """A trust that changed sides is in one network at a time."""
    changed = pd.concat([members(to="2013-12-31"), members(network="Burns", **{"from": "2014-01-01"})])
    data = Indicators(figures(["RA2", "RA4", "RTE"]))
    assert totals(data.with_membership(changed, kind="operational_delivery"), "operational_delivery") == {"Burns": 6}
    earlier = data.with_membership(changed, kind="operational_delivery", at="2013-12-31")
    assert totals(earlier, "operational_delivery") == {"Trauma North": 3, "Trauma South": 3}
    with pytest.raises(OptionError) as error:
        data.with_membership(changed, kind="burns")
    assert str(error.value) == (
        "with_membership(kind='burns'): the table has memberships of kind 'operational_delivery'"
    )
