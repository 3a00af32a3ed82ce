"""An uncertain mapping is named, and can be turned round for exactly the areas that it concerns."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.variation import variation
from scnvariation.errors import OptionError
from scnvariation.framework import area_lookup
from scnvariation.indicators import Indicators


@pytest.fixture
def data() -> Indicators:
    """Give one figure for every CCG of 2013."""
    table = area_lookup("ccg_2013")
    rows = pd.DataFrame({"area_code": table["area_code"], "numerator": 1, "denominator": 10})
    return Indicators(rows.assign(indicator_id="x", period="2013/14", statistic="rate"), areas=table)


def moved(before: Indicators, after: Indicators) -> list[str]:
    """List the organisation codes of areas whose network area changed; nothing else may change."""
    one, two = before.areas.set_index("ods_code"), after.areas.set_index("ods_code")
    others = [name for name in one if name not in {"network_area", "network_area_key", "alternative"}]
    pd.testing.assert_frame_equal(one[others], two[others])
    pd.testing.assert_frame_equal(before.observations, after.observations)
    return one.index[one["network_area_key"] != two["network_area_key"]].tolist()


def test_all_thirteen_move_and_nobody_else(data: Indicators) -> None:
    assert len(moved(data, data.with_alternative_areas())) == 13


def test_some_move_by_either_code(data: Indicators) -> None:
    """Swindon, and Milton Keynes to the second of its two alternatives."""
    assert moved(data, data.with_alternative_areas(["12D"])) == ["12D"]
    other = data.with_alternative_areas({"E38000107": "EE", "12D": "TV"})
    assert sorted(moved(data, other)) == ["04F", "12D"]
    places = other.areas.set_index("ods_code")["network_area"]
    assert (places["04F"], places["12D"]) == ("East of England", "Thames Valley")


def test_moving_twice_moves_back(data: Indicators) -> None:
    twice = data.with_alternative_areas().with_alternative_areas()
    assert moved(data, twice) == []


def test_totals_of_network_areas_change_only_between_neighbours(data: Indicators) -> None:
    """Swindon leaves the South West for Thames Valley: 11 and 10 areas become 10 and 11."""
    before = data.aggregate("network_area").observations.set_index("area_code")["numerator"]
    after = data.with_alternative_areas(["12D"]).aggregate("network_area").observations.set_index("area_code")
    change = (after["numerator"] - before).loc[lambda gap: gap != 0].to_dict()
    assert change == {"South West": -1, "Thames Valley": 1}


def test_what_is_not_recorded_is_asked_for(data: Indicators) -> None:
    with pytest.raises(OptionError) as error:
        data.with_alternative_areas(["00C"])
    assert str(error.value).startswith(
        "no alternative network area is recorded for 00C; 13 areas of the data have one:"
    )
    with pytest.raises(OptionError) as error:
        data.with_alternative_areas({"12D": "LON"})
    assert str(error.value) == "12D has no alternative 'LON'; choose one of TV"
    with pytest.raises(OptionError, match="needs an areas table with the columns"):
        data.with_areas(data.areas[["area_code"]]).with_alternative_areas()


def test_bad_input_uncertain_mapping_is_named(data: Indicators) -> None:
    """B160: thirteen areas, with how sure the mapping is and who else may claim them."""
    found = data.problems
    assert found["code"].tolist() == ["mapping_uncertain"] * 13
    assert set(found["severity"]) == {"W"}
    assert found.set_index("value").loc["'E38000107'", "what"] == (
        "NHS Milton Keynes is taken as part of 'East Midlands' with low confidence; TV and EE may claim it too"
    )
    assert data.select(network_area="London").problems.empty, "only areas that are shown"


def test_bad_input_uncertain_mapping_is_in_captions(data: Indicators) -> None:
    """B160: named under what depends on network areas, and nowhere else."""
    note = funnel(data.select(network_area="East Midlands"), "x").notes[-1]
    assert note.startswith("Network area in doubt: ")
    assert "NHS Milton Keynes" in note
    assert not any("in doubt" in one for one in funnel(data, "x").notes)
    by = ["indicator_id", "period", "network_area"]
    assert "Network area in doubt" in variation(data, by=by, simulations=0, intervals=False).text()
    assert not any("in doubt" in one for one in variation(data, simulations=0, intervals=False).notes)


def test_a_made_up_look_up_with_names_of_its_own() -> None:
    areas = pd.DataFrame({"area_code": ["A", "B"], "network_area": ["North", "South"], "alternative": ["South", ""]})
    rows = pd.DataFrame({"area_code": ["A", "B"], "numerator": 1, "denominator": 10})
    data = Indicators(rows.assign(indicator_id="x", period="2013/14", statistic="rate"), areas=areas)
    assert data.with_alternative_areas().areas["network_area"].tolist() == ["South", "South"]
