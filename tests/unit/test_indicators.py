"""Indicators: England kept through select, exact matches, counts added up, nothing changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.errors import DataError, MissingColumnsError, OptionError
from scnvariation.indicators import Indicators

AREAS = pd.DataFrame(
    {
        "area_code": ["A", "B", "C", "D"],
        "area_name": ["Ash", "Birch", "Cedar", "Dogwood"],
        "network_area": ["Wessex", "Wessex", "London", "London"],
        "region": ["South", "South", "London", "London"],
    }
)
CATALOGUE = pd.DataFrame(
    {
        "indicator_id": ["one:1.1", "two:1.1", "one:4.2"],
        "code": ["1.1", "1.1", "4.2"],
        "name": ["First", "Second", "Third"],
        "domain": [1, 1, 4],
        "statistic": ["proportion", "rate", "proportion"],
        "networks": ["cancer", "cardiovascular", "cross_cutting"],
    }
)


def frame() -> pd.DataFrame:
    """Three indicators, two years, four areas."""
    rows = [
        {"indicator_id": i, "period": p, "area_code": a, "numerator": 10 * k + 1, "denominator": 100}
        for i in CATALOGUE["indicator_id"]
        for p in ("2012/13", "2013/14")
        for k, a in enumerate("ABCD")
    ]
    return pd.DataFrame(rows)


@pytest.fixture
def data() -> Indicators:
    """Give the frame with its catalogue and areas."""
    return Indicators(frame(), catalogue=CATALOGUE, areas=AREAS)


def test_repr_counts_what_is_there(data: Indicators) -> None:
    """Areas, indicators, networks, domains, periods."""
    assert repr(data) == "<Indicators: 4 areas, 3 indicators, 2 networks, 2 domains, 2 years>"


def test_names_come_from_the_areas_table_and_observations_win(data: Indicators) -> None:
    """The name in the observations is shown where there is one."""
    assert data.observations["area_name"].head(4).tolist() == ["Ash", "Birch", "Cedar", "Dogwood"]
    named = frame().assign(area_name="Own name")
    assert set(Indicators(named, catalogue=CATALOGUE, areas=AREAS).observations["area_name"]) == {"Own name"}


def test_select_keeps_the_reference(data: Indicators) -> None:
    """What is shown narrows; England does not."""
    part = data.select(network_area="Wessex", period="2013/14", indicator="one:1.1")
    assert len(part) == 2
    assert part.reference is data.reference
    assert len(part.reference.observations) == 24


def test_each_indicator_at_its_own_period(data: Indicators) -> None:
    """A mapping names pairs; an indicator that it does not name is not shown."""
    part = data.select(period={"one:1.1": "2012/13", "one:4.2": "2013/14"}, network_area="Wessex")
    pairs = part.observations[["indicator_id", "period"]].drop_duplicates().values.tolist()
    assert pairs == [["one:1.1", "2012/13"], ["one:4.2", "2013/14"]]
    assert set(part.observations["area_code"]) == {"A", "B"}
    assert part.reference is data.reference


def test_a_period_that_its_indicator_does_not_have_is_refused(data: Indicators) -> None:
    """Another indicator may have it; an unknown indicator has none."""
    with pytest.raises(OptionError) as error:
        data.select(period={"one:4.2": "2013/15"})
    assert str(error.value) == (
        "period['one:4.2']='2013/15' is not in the data. The data hold 2012/13, 2013/14. Did you mean '2013/14'?"
    )
    with pytest.raises(OptionError, match="The data hold none"):
        data.select(period={"one:9": "2013/14"})


def test_a_network_brings_the_cross_cutting_indicators(data: Indicators) -> None:
    """Domains 4 and 5 belong to every network."""
    assert data.select(network="cancer").catalogue["indicator_id"].tolist() == ["one:1.1", "one:4.2"]
    alone = data.select(network="cancer", cross_cutting=False)
    assert alone.catalogue["indicator_id"].tolist() == ["one:1.1"]
    assert data.select(scn="cancer / Wessex").networks == ("cancer",)
    assert set(data.select(scn="cancer / Wessex").areas["area_code"]) == {"A", "B"}


def test_england_is_the_sum_of_the_areas(data: Indicators) -> None:
    """1 + 11 + 21 + 31 of 400."""
    england = data.reference.england
    assert england["numerator"].tolist() == [64] * 6
    assert england["value"].tolist() == [0.16] * 6
    assert set(england["source"]) == {"areas"}


def test_a_published_england_row_is_the_benchmark() -> None:
    """It is taken out of the areas; that they do not make it up is noted."""
    rows = frame()[lambda f: (f["indicator_id"] == "one:1.1") & (f["period"] == "2013/14")]
    england = rows.head(1).assign(area_code="E92000001", numerator=9000, denominator=50000)
    data = Indicators(pd.concat([rows, england]), catalogue=CATALOGUE)
    row = data.reference.england.iloc[0]
    assert (row["source"], row["value"], bool(row["made_of_areas"])) == ("published", 0.18, False)
    assert "E92000001" not in set(data.observations["area_code"])


def test_bare_codes_serve_where_they_are_unique(data: Indicators) -> None:
    """25 codes mean different things in two frameworks."""
    assert data.select(indicator="4.2").catalogue["indicator_id"].tolist() == ["one:4.2"]
    with pytest.raises(OptionError) as error:
        data.select(indicator="1.1")
    assert str(error.value) == ("indicator='1.1' is the code of 2 indicators: one:1.1, two:1.1. Give the whole id.")


def test_an_unknown_value_is_named_with_the_nearest(data: Indicators) -> None:
    """Exact match only; never by part of a name."""
    with pytest.raises(OptionError) as error:
        data.select(network_area="Wesex")
    assert str(error.value) == (
        "network_area='Wesex' is not in the data. The data hold London, Wessex. Did you mean 'Wessex'?"
    )


def test_nothing_left_says_which_filter_removed_what(data: Indicators) -> None:
    """Never an empty table."""
    with pytest.raises(DataError) as error:
        data.select(indicator="one:1.1", network="cardiovascular", cross_cutting=False)
    assert str(error.value) == (
        "select() leaves no rows of 24: indicator removed 16, network removed 8. Before that the rows held: one:1.1."
    )


def test_areas_in_lists_codes_of_the_reference(data: Indicators) -> None:
    """Also after select, since England is kept."""
    assert data.areas_in(network_area="London") == ["C", "D"]
    assert data.select(network_area="Wessex").areas_in(region="London") == ["C", "D"]
    assert data.areas_in(network="cancer") == ["A", "B", "C", "D"]
    with pytest.raises(TypeError):
        data.areas_in()


def test_aggregate_adds_counts_and_never_averages(data: Indicators) -> None:
    """London: 21 + 31 of 200."""
    parents = data.aggregate("network_area").observations.set_index(["indicator_id", "period", "area_code"])
    row = parents.loc[("one:1.1", "2013/14", "London")]
    assert (row["numerator"], row["denominator"], row["value"]) == (52, 200, 0.26)


def test_aggregate_says_what_is_missing() -> None:
    """A group with a missing area says so in its note."""
    rows = frame()
    rows.loc[0, "numerator"] = np.nan
    data = Indicators(rows, catalogue=CATALOGUE, areas=AREAS)
    notes = data.aggregate("network_area").observations.set_index(["indicator_id", "period", "area_code"])["note"]
    assert notes[("one:1.1", "2012/13", "Wessex")] == "of 2 areas, 1 missing"


def test_an_areas_table_with_a_repeated_code_stops() -> None:
    """A join on it would multiply rows."""
    with pytest.raises(DataError) as error:
        Indicators(frame(), catalogue=CATALOGUE, areas=pd.concat([AREAS, AREAS.head(1)]))
    assert str(error.value) == (
        "the areas table has 5 rows, and 1 code stands on several: A. Give one row per area_code; "
        "overlapping memberships belong in a table of their own."
    )
    with pytest.raises(MissingColumnsError):
        Indicators(frame(), catalogue=CATALOGUE, areas=AREAS.drop(columns="area_code"))


def test_what_is_given_out_is_a_copy(data: Indicators) -> None:
    """Changing a copy changes nothing inside."""
    rows = data.observations
    rows["numerator"] = -1
    assert data.observations["numerator"].min() == 1


def test_summary_and_parquet(data: Indicators, tmp_path: object) -> None:
    """One row per indicator; what is written is read back equal."""
    summary = data.summary().set_index("indicator_id")
    assert summary.loc["one:4.2", ["areas", "periods", "latest"]].tolist() == [4, 2, "2013/14"]
    path = f"{tmp_path}/rows.parquet"
    data.to_parquet(path)
    pd.testing.assert_frame_equal(pd.read_parquet(path), data.observations)
