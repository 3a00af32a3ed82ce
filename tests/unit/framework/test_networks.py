"""Domains, networks, network areas and the 48 networks are those of the founding documents."""

import pytest

from scnvariation.errors import OptionError
from scnvariation.framework import (
    area_lookup,
    domains,
    network_area_key,
    network_areas,
    network_key,
    network_kinds,
    network_scopes,
    networks,
    strategic_clinical_networks,
)


def test_five_domains_in_order() -> None:
    assert domains()["domain"].tolist() == [1, 2, 3, 4, 5]
    assert domains()["title"].str.split().str[0].tolist() == [
        "Preventing",
        "Enhancing",
        "Helping",
        "Ensuring",
        "Treating",
    ]


def test_each_network_has_its_lead_domain() -> None:
    lead = networks().set_index("network")["lead_domain"].to_dict()
    assert lead == {
        "cancer": 1,
        "cardiovascular": 1,
        "mental_health_dementia_neurology": 2,
        "maternity_children": 3,
    }


def test_experience_and_safety_belong_to_every_network() -> None:
    for lead, all_domains in zip(networks()["lead_domain"], networks()["domains"], strict=True):
        assert all_domains == f"{lead};4;5"


def test_cardiovascular_covers_four_conditions() -> None:
    conditions = networks().set_index("network").loc["cardiovascular", "conditions"]
    assert conditions == "cardiac;stroke;diabetes;renal"


def test_twelve_areas_with_one_senate_each() -> None:
    areas = network_areas()
    assert len(areas) == 12
    assert areas["network_area_key"].is_unique
    assert areas["clinical_senate"].is_unique
    assert areas["clinical_senate"].str.endswith(" Clinical Senate").all()


def test_what_could_not_be_sourced_says_so() -> None:
    areas = network_areas().set_index("network_area_key")
    assert areas["host_status"].value_counts().to_dict() == {"assumed": 8, "sourced": 3, "uncertain": 1}
    assert areas.index[areas["senate_status"] == "assumed"].tolist() == ["LON", "SEC", "YH"]


def test_areas_add_up_to_england() -> None:
    """211 CCGs; 56,324,887 registered patients is the list size printed for every register of QOF 2013/14."""
    assert network_areas()["n_ccg_2013"].sum() == 211
    assert network_areas()["registered_population"].sum() == 56_324_887


def test_number_of_ccgs_agrees_with_the_look_up() -> None:
    counted = area_lookup("ccg_2013")["network_area_key"].value_counts().to_dict()
    stated = network_areas().set_index("network_area_key")["n_ccg_2013"].to_dict()
    assert counted == stated


def test_forty_eight_networks_of_four_conditions_in_twelve_areas() -> None:
    scns = strategic_clinical_networks()
    assert len(scns) == 48
    assert scns["scn"].is_unique
    assert "cardiovascular / Wessex" in set(scns["scn"])
    assert scns.groupby("network").size().tolist() == [12] * 4
    assert scns.groupby("network_area_key").size().tolist() == [4] * 12


def test_words_for_other_kinds_of_network() -> None:
    assert network_kinds()["kind"].tolist() == [
        "operational_delivery",
        "local_professional",
        "commissioner_led",
        "provider_led",
    ]
    assert network_scopes()["scope"].tolist() == ["disease", "specialty", "client_group", "function"]


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("cancer", "cancer"),
        ("CANCER", "cancer"),
        ("Cardiovascular Strategic Clinical Network", "cardiovascular"),
        ("cardiovascular disease", "cardiovascular"),
        ("Maternity & Children", "maternity_children"),
        ("Maternity and Children\u2019s Services", "maternity_children"),
        ("maternity_children", "maternity_children"),
        ("Mental Health, Dementia and Neuro", "mental_health_dementia_neurology"),
        ("Mental Health Dementia & Neurological Conditions", "mental_health_dementia_neurology"),
    ],
)
def test_spellings_of_networks(spelling: str, key: str) -> None:
    assert network_key(spelling) == key


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("YH", "YH"),
        ("Yorkshire & The Humber", "YH"),
        ("Yorkshire and Humber", "YH"),
        ("cheshire and merseyside", "CM"),
        ("Greater Manchester, Lancs & South Cumbria", "GMLSC"),
        ("Northern England Clinical Senate", "NE"),
        ("East\u00a0of  England", "EE"),
        ("London SCN", "LON"),
    ],
)
def test_spellings_of_network_areas(spelling: str, key: str) -> None:
    assert network_area_key(spelling) == key


def test_every_name_and_key_finds_itself() -> None:
    areas = network_areas()
    for column in ("network_area_key", "network_area", "clinical_senate"):
        assert [network_area_key(text) for text in areas[column]] == areas["network_area_key"].tolist()
    assert [network_key(text) for text in networks()["label"]] == networks()["network"].tolist()


def test_part_of_a_name_is_not_enough() -> None:
    with pytest.raises(OptionError) as stop:
        network_key("mental health")
    assert str(stop.value) == (
        "network='mental health' is not known; the closest are 'mental_health_dementia_neurology', "
        "'cardiovascular', 'maternity_children'. scn.networks() lists them all."
    )


def test_a_later_area_of_other_extent_is_not_taken_for_an_earlier_one() -> None:
    with pytest.raises(OptionError) as stop:
        network_area_key("Greater Manchester and Eastern Cheshire")
    assert str(stop.value) == (
        "network_area='Greater Manchester and Eastern Cheshire' is not known; the closest are "
        "'Greater Manchester, Lancashire and South Cumbria', 'Cheshire and Mersey', 'South East Coast'. "
        "scn.network_areas() lists them all."
    )
