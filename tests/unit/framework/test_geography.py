"""Every CCG of 2013 lies in one network area, and the look-up says how sure that is."""

import pytest

from scnvariation.errors import OptionError
from scnvariation.framework import area_lookup, network_areas

FIRST = [
    "area_code",
    "ods_code",
    "area_name",
    "network_area",
    "network_area_key",
    "region",
    "confidence",
    "alternative",
]


@pytest.mark.parametrize(("geography", "rows"), [("ccg_2013", 211), ("ccg_2021", 106), ("sicbl_2022", 106)])
def test_rows_and_columns(geography: str, rows: int) -> None:
    table = area_lookup(geography)  # type: ignore[arg-type]
    assert len(table) == rows
    assert table["area_code"].is_unique
    assert table.columns[:8].tolist() == FIRST
    assert table.columns[-2:].tolist() == ["source", "status"]


def test_every_ccg_of_2013_lies_in_one_of_the_twelve_areas() -> None:
    table = area_lookup("ccg_2013")
    pairs = set(zip(table["network_area_key"], table["network_area"], strict=True))
    areas = network_areas()
    assert pairs == set(zip(areas["network_area_key"], areas["network_area"], strict=True))


def test_codes_of_2013() -> None:
    table = area_lookup("ccg_2013")
    assert table["area_code"].str.fullmatch(r"E38\d{6}").all()
    assert table["ods_code"].str.fullmatch(r"\d\d[A-Z]").all()
    assert table["ods_code"].is_unique
    assert table["area_team"].nunique() == 25
    assert table["region"].nunique() == 4


def test_how_sure_the_mapping_is() -> None:
    confidence = area_lookup("ccg_2013")["confidence"].value_counts().to_dict()
    assert confidence == {"high": 198, "medium": 8, "low": 5}


def test_the_five_doubtful_ccgs_name_the_other_area() -> None:
    table = area_lookup("ccg_2013").set_index("area_name")
    low = table.loc[table["confidence"] == "low", "alternative"].to_dict()
    assert low == {
        "NHS Cumbria": "GMLSC",
        "NHS Eastern Cheshire": "GMLSC",
        "NHS Hambleton, Richmondshire and Whitby": "NE",
        "NHS Milton Keynes": "TV;EE",
        "NHS Swindon": "TV",
    }


def test_alternatives_are_keys_and_only_doubtful_areas_have_them() -> None:
    table = area_lookup("ccg_2013")
    sure = table["confidence"] == "high"
    assert (table.loc[sure, "alternative"] == "").all()
    named = {key for keys in table.loc[~sure, "alternative"] for key in keys.split(";")}
    assert named <= set(network_areas()["network_area_key"])


@pytest.mark.parametrize("geography", ["ccg_2021", "sicbl_2022"])
def test_later_geographies_claim_no_network_area(geography: str) -> None:
    table = area_lookup(geography)  # type: ignore[arg-type]
    assert (table["network_area"] == "").all()
    assert (table["confidence"] == "not_mapped").all()


def test_later_geographies_name_their_42_parents() -> None:
    assert area_lookup("ccg_2021")["stp_code"].nunique() == 42
    assert area_lookup("sicbl_2022")["icb_code"].nunique() == 42


def test_five_character_codes_stand_beside_three_character_ones() -> None:
    assert {"W2U3Z", "01F", "05W"} <= set(area_lookup("sicbl_2022")["ods_code"])


def test_unknown_geography_lists_the_words() -> None:
    with pytest.raises(OptionError) as stop:
        area_lookup("ccg2013")  # type: ignore[arg-type]
    assert str(stop.value) == (
        "geography='ccg2013' is not known; choose one of 'ccg_2013', 'ccg_2021', 'sicbl_2022', 'icb_2022', "
        "'region_2013', 'region_2022'. Did you mean 'ccg_2013'?"
    )
