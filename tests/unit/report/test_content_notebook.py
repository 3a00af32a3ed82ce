"""A pack says what the notebook functions say: the same figures, in the same words."""

import pytest

import scnvariation as scn
from scnvariation.analysis.funnel_words import status_words
from scnvariation.analysis.overview_words import sign_and_word
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.report.pack_content import pack_content

STROKE, SAFETY = "ccg_ois:3.5", "ccg_ois:5.1"
PERIOD = "2014/15 Q4"


@pytest.fixture(scope="module")
def data():
    """Give two indicators of the sample: one of the cardiovascular network, one of all."""
    return scn.load_sample().select(indicator=[STROKE, SAFETY])


@pytest.fixture(scope="module")
def content(data):
    """Give the pack of one network area."""
    figures = pack_figures(data, as_at=PERIOD, simulations=99)
    return pack_content(figures, network="cardiovascular", network_area="Wessex", rule=None)


def table_of(content, key):
    """Give a table as headings and texts."""
    (table,) = (one for section in content.sections for one in section.tables if one.key == key)
    return [dict(zip(table.headings, (cell.text for cell in row), strict=True)) for row in table.rows]


def test_the_variation_table_is_that_of_the_notebook(data, content):
    now = data.select(period=PERIOD)
    own = scn.variation(now, by=["indicator_id", "period", "network_area"], simulations=99).table()
    rows = [row for row in table_of(content, "variation") if row["Network area"] == "Wessex"]
    wanted = own[own["Network area"] == "Wessex"].set_index("Indicator")
    assert len(rows) == len(wanted) == 2
    spread = ("Typical gap between two areas", "SCV x 100", "Higher over lower areas [chance alone]", "Note")
    for row in rows:
        line = wanted.loc[row["Indicator"].removesuffix(f", {PERIOD}")]
        for heading in (*spread, "Areas outside 99.8% limits [chance alone]"):
            assert row[heading] == line[heading]
        assert row["Events"] == f"{line['Events']:,}"
        assert row["Level"] == (line["Level"] if line["Unit"] == "%" else f"{line['Level']} {line['Unit']}")
        both = f"{line['Ratio to the rest of England']}; rest: {line['Rest of England']}"
        assert row["Ratio to the rest of England, and its level"] == both


def test_the_overview_judges_as_the_notebook_does(data, content):
    areas, wholes = (scn.overview(data, as_at=PERIOD, across=across).table() for across in ("area", "network_area"))
    for line in content.rug.lines:
        (own,) = areas[areas["Indicator"] == line.name].to_dict("records")
        (whole,) = wholes[wholes["Indicator"] == line.name].to_dict("records")
        wanted = [whole["Wessex"], *(own[place] for place in content.rug.places[1:])]
        assert [sign_and_word(judgement) for judgement, _, _ in line.cells] == wanted


def test_who_is_outside_is_who_the_funnel_says(data, content):
    among = data.areas_in(network_area="Wessex")
    found = {
        (result.indicator.name, name)
        for one in (STROKE, SAFETY)
        for result in [scn.funnel(data, one, period=PERIOD)]
        for name in result.outliers(among=among)["area_name"]
    }
    assert {(row["Indicator"], row["Area"]) for row in table_of(content, "outside")} == found
    assert found


def test_the_status_of_every_area_is_that_of_the_funnel(data, content):
    result = scn.funnel(data, STROKE, period=PERIOD)
    status = result.areas.set_index("area_code")[result.status_column].map(status_words)
    rows = [row for row in table_of(content, "areas") if row["Indicator"] == result.indicator.name]
    assert len(rows) == len(data.areas_in(network_area="Wessex"))
    assert [row["Status"] for row in rows] == [status[row["Code"]] for row in rows]


def test_change_is_that_of_the_notebook(data, content):
    own = scn.change(data, STROKE, baseline="2013/14 Q4", period=PERIOD).table("network_areas")
    (wanted,) = own[own["Network area"] == "Wessex"].to_dict("records")
    name = content.rug.lines[0].name
    (row,) = (row for row in table_of(content, "change") if row["Indicator"] == name)
    for heading in ("Change (95% interval)", "Expected by regression to the mean", "P", "Verdict"):
        assert row[heading] == wanted[heading]
    ratios = (f"{wanted[f'Ratio to the rest of England, {period}']}" for period in ("2013/14 Q4", PERIOD))
    assert (row["Ratio at the baseline"], row["Ratio now"]) == tuple(ratios)


def test_shares_are_those_of_the_notebook(data, content):
    own = scn.shares(data, STROKE, period=PERIOD).table().set_index("Where the differences sit")
    name = content.rug.lines[0].name
    (row,) = (row for row in table_of(content, "where") if row["Indicator"] == name)
    column = own["Share of the true differences"]
    assert row["Between network areas"] == column["Between network areas"]
    assert row["Between areas within network areas"] == column["Between areas within network areas"]
    heading = "True rather than chance, of all that is seen"
    assert row[heading] == column[heading]
