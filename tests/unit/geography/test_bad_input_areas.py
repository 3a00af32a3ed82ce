"""Areas and networks that are not as they should be, one small case for each line. Ids are those of the catalogue."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from scnvariation.contract.checks import check_observations
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo
from scnvariation.errors import DataError, OptionError
from scnvariation.framework import network_area_key, network_key
from scnvariation.indicators import Indicators

CODES = ["E06000001", "E06000023", "E09000021"]
AREAS = pd.DataFrame({"area_code": CODES, "network_area": ["Wessex", "South West", "London"], "hub": ["1", "1", "2"]})


def frame(**columns: object) -> pd.DataFrame:
    """Three authorities with 60 events among 300 people."""
    table = pd.DataFrame({"area_code": CODES, "numerator": [10, 20, 30], "denominator": 100})
    return table.assign(indicator_id="x", period="2013/14", statistic="proportion").assign(**columns)


def codes_of(rows: pd.DataFrame, areas: pd.DataFrame | None = None) -> list[tuple[str, str]]:
    """List problem code and severity."""
    source = SourceInfo(rows_read=len(rows))
    problems = check_observations(rows, source=source, settings=ReadingSettings(), areas=areas).problems
    return list(zip(problems["code"], problems["severity"], strict=True))


WELSH = pd.concat([frame(), frame().iloc[[0]].assign(area_code="W06000015")], ignore_index=True)
TWICE = pd.concat([AREAS, AREAS.iloc[[0]]], ignore_index=True)
LOADED = {
    "B072-welsh_row": (WELSH, None, [("other_country", "W")]),
    "B073-blank_network": (frame(), AREAS.replace("London", ""), [("unmapped_area", "W")]),
    "B073-not_in_the_table": (frame(), AREAS.iloc[:2], [("unmapped_area", "W")]),
    "B073-no_table": (frame(), None, []),
    "B074-two_networks": (frame(), TWICE.assign(network_area=list("abcd")), [("two_networks", "E")]),
    "B087-the_same_row_twice": (frame(), TWICE, [("lookup_not_unique", "E")]),
    "B083-welsh_letters": (frame(area_name=["Ynys M\u00f4n", "\u0174yr", "Kent"]), None, []),
    "B084-combining_accent": (frame(area_name=["Ynys Mo\u0302n", "Bury", "Kent"]), None, [("code_cleaned", "N")]),
    "B085-turned_round": (frame(area_name=["St \u202eHelens", "Bury", "Kent"]), None, [("control_characters", "W")]),
}


@pytest.mark.parametrize(("rows", "areas", "expected"), LOADED.values(), ids=LOADED.keys())
def test_bad_input_areas(rows: pd.DataFrame, areas: pd.DataFrame | None, expected: list[tuple[str, str]]) -> None:
    assert codes_of(rows, areas) == expected


NAMES = {
    "B083-as_written": ("Ynys M\u00f4n", "Ynys M\u00f4n"),
    "B084-composed": ("Ynys Mo\u0302n", "Ynys M\u00f4n"),
    "B085-stripped": ("St \u202eHelens\x07", "St Helens"),
}


@pytest.mark.parametrize(("typed", "read"), NAMES.values(), ids=NAMES.keys())
def test_bad_input_names_end_to_end(typed: str, read: str) -> None:
    """From the file to the rows of a larger geography's parts."""
    data = Indicators(frame(area_name=[typed, "Bury", "Kent"]), areas=AREAS)
    assert data.observations["area_name"].iloc[0] == read


AUTHORITIES = {
    "B156-short_in_the_figures": ("Bristol", "Bristol, City of"),
    "B156-long_in_the_figures": ("Bristol, City of", "Bristol"),
}


@pytest.mark.parametrize(("here", "there"), AUTHORITIES.values(), ids=AUTHORITIES.keys())
def test_bad_input_names_of_authorities(here: str, there: str) -> None:
    """Joined by code alone; the name in the figures is shown."""
    data = Indicators(frame(area_name=["Kent", here, "Bury"]), areas=AREAS.assign(area_name=["Kent", there, "Bury"]))
    assert data.select(network_area="South West").observations["area_name"].tolist() == [here]


SPELLINGS = {
    "B075-short": (network_key, "Mental Health, Dementia and Neuro", "mental_health_dementia_neurology"),
    "B075-ampersand_and_case": (network_key, "MATERNITY & CHILDREN", "maternity_children"),
    "B161-area_of_another_year": (network_area_key, "Yorkshire & Humber", "YH"),
    "B161-senate": (network_area_key, "Wessex Clinical Senate", "WX"),
}


@pytest.mark.parametrize(("find", "typed", "key"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_bad_input_spellings(find: object, typed: str, key: str) -> None:
    assert callable(find)
    assert find(typed) == key
    with pytest.raises(OptionError, match="is not known; the closest are"):
        find("Midwales and Marches")


DOUBT = {
    "B160-low": ("low", ["mapping_uncertain"]),
    "B160-medium": ("medium", ["mapping_uncertain"]),
    "B160-high": ("high", []),
}


@pytest.mark.parametrize(("confidence", "expected"), DOUBT.values(), ids=DOUBT.keys())
def test_bad_input_mapping_uncertain(confidence: str, expected: list[str]) -> None:
    """Used as mapped, and named."""
    areas = AREAS.assign(confidence=["high", "high", confidence], alternative=["", "", "SEC"])
    data = Indicators(frame(), areas=areas)
    assert data.problems["code"].tolist() == expected
    assert len(data.select(network_area="London")) == 1
    if expected:
        assert data.problems["what"].tolist() == [
            f"E09000021 is taken as part of 'London' with {confidence} confidence; SEC may claim it too"
        ]


NOTHING = {
    "B162-no_row_is_left": ({"network": "cancer", "cross_cutting": False}, DataError, "network"),
    "B162-no_such_value": ({"network_area": "Londn"}, OptionError, "Did you mean 'London'"),
    "B162-not_after_another_filter": (
        {"network_area": "London", "period": "2012/13"},
        OptionError,
        "'2012/13' is not in the data",
    ),
}


@pytest.mark.parametrize(("filters", "error", "text"), NOTHING.values(), ids=NOTHING.keys())
def test_bad_input_nothing_left(filters: dict[str, Any], error: type[Exception], text: str) -> None:
    """Never an empty table: which filter removed how many, or which values there are."""
    catalogue = pd.DataFrame({"indicator_id": ["x"], "networks": ["cardiovascular"]})
    with pytest.raises(error, match=text):
        Indicators(frame(), areas=AREAS, catalogue=catalogue).select(**filters)
