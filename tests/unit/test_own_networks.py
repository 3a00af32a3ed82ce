"""Networks are data, not a closed list: one that professions set up for themselves is chosen and grouped by."""

import pandas as pd
import pytest

import scnvariation as scn


@pytest.fixture
def data() -> scn.Indicators:
    """Two indicators of six areas; the first serves a network of its own too."""
    areas = pd.DataFrame({"area_code": list("ABCDEF"), "network_area": ["Wessex"] * 3 + ["London"] * 3})
    catalogue = pd.DataFrame(
        {"indicator_id": ["one", "two"], "name": ["One", "Two"], "statistic": "rate"}
        | {"networks": ["stroke_club;cardiovascular", "cancer"]}
    )
    rows = [
        {"indicator_id": one, "period": "2013/14", "area_code": area, "numerator": 10 + k, "denominator": 100}
        for one in ("one", "two")
        for k, area in enumerate("ABCDEF")
    ]
    return scn.Indicators(pd.DataFrame(rows), catalogue=catalogue, areas=areas)


def test_it_is_selected_as_the_catalogue_spells_it(data: scn.Indicators) -> None:
    chosen = data.select(network="stroke_club")
    assert chosen.catalogue["indicator_id"].tolist() == ["one"]
    assert chosen.networks == ("stroke_club",)


def test_a_slip_in_its_name_is_refused(data: scn.Indicators) -> None:
    with pytest.raises(scn.OptionError, match="network='stroke_clup' is not known"):
        data.select(network="stroke_clup")


def test_the_overview_takes_it(data: scn.Indicators) -> None:
    assert scn.overview(data, network="stroke_club").indicators["indicator_id"].tolist() == ["one"]


def test_groups_by_network_hold_it_beside_the_others(data: scn.Indicators) -> None:
    """The indicator serves two networks, so it stands once for each."""
    groups = scn.variation(data.select(indicator="one"), by=["indicator_id", "scn"]).groups
    assert groups["scn"].tolist() == [
        "cardiovascular / London",
        "cardiovascular / Wessex",
        "stroke_club / London",
        "stroke_club / Wessex",
    ]
