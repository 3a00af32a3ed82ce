"""What a board reads: the headline in its order, plain sentences, the appendix, a workbook that is right at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.variation import variation
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import OptionError

DEATHS = [41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31]
OPERATIONS = [143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301]
BRISTOL = pd.DataFrame({"area_code": [f"H{k:02d}" for k in range(12)], "numerator": DEATHS, "denominator": OPERATIONS})
HEADLINE = [
    "Areas",
    "Events",
    "Level",
    "Unit",
    "Rest of England",
    "Ratio to the rest of England",
    "Higher over lower areas [chance alone]",
    "Typical gap between two areas",
    "SCV x 100",
    "Smallest detectable SCV x 100",
    "Where the true variation sits",
    "Areas outside 99.8% limits [chance alone]",
    "Note",
]


@pytest.fixture(scope="module")
def latest() -> VariationResult:
    """Every indicator of the sample's latest quarter, crude and adjusted for deprivation."""
    return variation(scn.load_sample().select(period="2014/15 Q4"), need="deprivation", simulations=99)


@pytest.fixture(scope="module")
def stroke() -> VariationResult:
    """One indicator by network area."""
    data = scn.load_sample().select(period="2014/15 Q4", indicator="ccg_ois:3.5")
    return variation(data, by=["indicator_id", "network_area"], simulations=99)


def test_columns_stand_in_the_order_of_the_board(latest: VariationResult) -> None:
    assert list(latest.table()) == ["Indicator", "Period", "Adjustment", *HEADLINE]
    assert latest.table()["Adjustment"].tolist()[:2] == ["Crude", "Adjusted for need"]


def test_a_crude_table_needs_no_column_to_say_so(stroke: VariationResult) -> None:
    assert list(stroke.table()) == ["Indicator", "Network area", *HEADLINE]


def test_the_figures_of_the_headline() -> None:
    """Bristol as a proportion, by the published reference: gap 1.435 (1.220 to 1.956), v .1027 (.0321 to .3178)."""
    row = variation(BRISTOL, statistic="proportion", simulations=999).table().iloc[0]
    assert (row["Areas"], row["Events"]) == (12, 397)
    assert row["Typical gap between two areas"] == "44% (22% to 96%) in the odds"
    assert row["SCV x 100"] == "10.3 (3.2 to 31.8), P at most 0.001"
    assert row["Higher over lower areas [chance alone]"].startswith("1.41 [1.2")
    assert row["Higher over lower areas [chance alone]"].endswith("P75/P25")  # of 12 areas quartiles, not tenths
    assert row["Note"] == "few areas: read with care"


def test_below_eight_areas_or_five_events_it_withholds() -> None:
    """`groups` still has the numbers; the table and the text say why there are none."""
    for frame in (BRISTOL.head(7), BRISTOL.assign(numerator=[1, 5] * 6)):
        result = variation(frame, statistic="rate", simulations=19)
        row = result.table().iloc[0]
        assert row["SCV x 100"] == row["Typical gap between two areas"] == "too few to judge"
        assert (row["Where the true variation sits"], row["Areas outside 99.8% limits [chance alone]"]) == ("", "")
        assert row["Note"] == "too few to judge"
        assert np.isfinite(result.groups.loc[0, "scv"])
        assert "Too few areas or events to say how much they differ." in result.text()


def test_a_high_proportion_is_withheld_by_the_events_of_its_adverse_side() -> None:
    """Chance is that of the few who do not have the event."""
    frame = BRISTOL.assign(numerator=[n - 3 for n in OPERATIONS])
    result = variation(frame, statistic="proportion", polarity="high_is_good", simulations=19)
    assert result.table().loc[0, "SCV x 100"] == "too few to judge"
    assert "spread measured on the adverse side" in result.table().loc[0, "Note"]


def test_the_smallest_detectable_score_is_always_there(latest: VariationResult) -> None:
    """12 areas of 50 expected events: 1.35."""
    frame = pd.DataFrame({"area_code": [f"A{k}" for k in range(12)], "numerator": 50, "denominator": 1000})
    result = variation(frame, statistic="rate", simulations=0)
    assert result.table().loc[0, "Smallest detectable SCV x 100"] == 1.35
    assert "the smallest that it can detect by itself is 1.35." in result.text()
    counted = latest.groups["typical_gap_measure"] != "median_difference"
    assert latest.table().loc[counted, "Smallest detectable SCV x 100"].notna().all()


def test_each_line_says_what_was_removed(latest: VariationResult) -> None:
    """Crude: chance. Need: chance and the covariates, by name."""
    first = latest.text().splitlines()[0]
    assert "After removing chance, moving between two areas picked at random changes the odds by about " in first
    assert "After removing chance and measured need (deprivation), moving between" in first
    assert "Of the true differences between areas, " in first
    assert "go with deprivation" in first
    assert "of what is seen is true rather than chance." in first


def test_words_that_a_board_should_not_read(latest: VariationResult, stroke: VariationResult) -> None:
    for result in (latest, stroke):
        text = " ".join(
            [result.text(), result.caption(), result.alt_text(), *result.table().astype(str).to_numpy().ravel()]
        ).lower()
        for word in ("significant", "lottery", "worst", "caused by", "unwarranted", " 1 areas", "nan%", " nan "):
            assert word not in text


def test_no_bands_for_scores(latest: VariationResult) -> None:
    """A score is a number with an interval, never "low" or "high"."""
    assert "variation score (SCV x 100) low" not in latest.text()
    for cell in latest.table()["SCV x 100"]:
        assert not any(word in cell for word in ("low", "high", "moderate"))


def test_one_area_outside_is_one_area(stroke: VariationResult) -> None:
    wessex = next(line for line in stroke.text().splitlines() if ", Wessex:" in line)
    assert "1 area lies below the 99.8% limits; chance alone would give fewer than one." in wessex
    assert "Treat this as questions to ask, not as verdicts." in wessex
    assert wessex.endswith("Few areas: read this with care.")


def test_the_level_is_told_beside_the_rest_of_england(stroke: VariationResult) -> None:
    row = stroke.groups.set_index("network_area").loc["Wessex"]
    rest = row["rate"] / row["rate_ratio"]
    wessex = next(line for line in stroke.text().splitlines() if ", Wessex:" in line)
    assert f"The level is {row['rate']:.1%}; the rest of England {rest:.1%}, ratio 0.96 (0.90 to 1.03)." in wessex


def test_no_variation_found_is_said_with_its_bound() -> None:
    frame = pd.DataFrame({"area_code": [f"A{k}" for k in range(24)], "numerator": [50, 51] * 12, "denominator": 1000})
    result = variation(frame, statistic="rate", simulations=99)
    assert "no gap between areas is left to see; it is at most " in result.text()
    assert "The spread that is seen may be chance alone (P > 0.99)." in result.text()
    assert result.table().loc[0, "Typical gap between two areas"].startswith("none found (up to ")
    assert result.table().loc[0, "Where the true variation sits"] == "no more than chance found"


def test_a_ratio_is_adjusted_already() -> None:
    """Its expected counts are the adjustment: the crude line says so."""
    result = variation(BRISTOL.assign(denominator=BRISTOL["denominator"] / 8), statistic="ratio", simulations=19)
    assert "The expected counts that came with the figures already are an adjustment." in result.text()
    assert "expected counts as given are the adjustment" in result.table().loc[0, "Note"]


def test_percentages_differ_by_percentage_points() -> None:
    values = np.linspace(0.5, 0.8, 24)
    catalogue = pd.DataFrame(
        {"indicator_id": ["s"], "name": ["Survival"], "statistic": ["estimate"], "multiplier": [100], "unit": ["%"]}
    )
    frame = pd.DataFrame(
        {
            "indicator_id": "s",
            "period": "2014",
            "area_code": [f"A{k:02}" for k in range(24)],
            "value": values,
            "se": 0.01,
        }
    )
    result = variation(scn.Indicators(frame, catalogue=catalogue), simulations=19)
    assert "percentage points" in result.text()
    assert result.table().loc[0, "Typical gap between two areas"].endswith(" percentage points")


def test_systemic_variation_leads_over_single_areas() -> None:
    """phi above 10: outlier limits are not the message."""
    frame = BRISTOL.assign(numerator=[n // (2 + k % 5) for k, n in enumerate(OPERATIONS)])
    result = variation(frame, statistic="rate", simulations=19)
    assert "Areas differ far more than chance explains" in result.text()
    assert "areas differ far more than chance explains" in result.table().iloc[0, -2]


def test_the_appendix_is_numbers_beside_chance(latest: VariationResult) -> None:
    """The highest over the lowest area stands there only, beside its chance value."""
    table = latest.table("appendix")
    assert "Highest over lowest area" not in " ".join(latest.table())
    place = list(table).index("Highest over lowest area")
    assert list(table)[place + 1] == "Highest over lowest area, chance alone"
    numbers = table.drop(columns=["Indicator", "Period", "Adjustment", "Unit", "Flags follow", "Reason"])
    assert all(pd.api.types.is_numeric_dtype(numbers[name]) for name in numbers)
    assert table["Share with need, %"].dropna().between(0, 100).all()


def test_one_unit_for_all_stands_in_the_headings(stroke: VariationResult) -> None:
    table = stroke.table("appendix")
    assert "Level, per cent, lower 95%" in table or "Level, %, lower 95%" in table
    assert "Unit" not in table
    assert table.iloc[0].filter(like="Level").between(50, 75).all()  # multiplied


def test_an_unknown_kind_of_table_stops(stroke: VariationResult) -> None:
    with pytest.raises(OptionError, match="'headline', 'appendix', 'full'"):
        stroke.table("long")


def test_of_a_plain_frame_england_is_all_the_areas_given() -> None:
    """Settings, caption and repr say so."""
    result = variation(BRISTOL, statistic="rate", simulations=0)
    assert result.settings.reference == "all 12 areas given"
    assert "England here is all 12 areas given." in result.caption()
    assert repr(result).endswith("0 excluded, England is all 12 areas given>")


def test_alternative_text_and_repr_count_groups_not_lines(latest: VariationResult) -> None:
    n_groups = latest.groups["indicator_id"].nunique()
    assert repr(latest).startswith(f"<VariationResult: {n_groups} groups by indicator_id, period")
    assert latest.alt_text().startswith(f"Variation of {n_groups} groups by indicator id, period.")
    assert len(latest.widest(99)) <= n_groups


def test_the_workbook_reads_back_as_it_should(latest: VariationResult, tmp_path: Path) -> None:
    """Numbers are numbers, codes text, nothing a formula, headings once, notes on a sheet of their own."""
    book = openpyxl.load_workbook(latest.to_excel(tmp_path / "variation.xlsx"))
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert book.sheetnames[3:] == ["Table", "Appendix", "Numbers", "Excluded", "Settings"]
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    for name, row in {"Table": 5, "Appendix": 5, "Numbers": 1}.items():
        headings = [cell.value for cell in book[name][row]]
        assert len(headings) == len(set(headings))
        assert "" not in headings
    rows = list(book["Appendix"].iter_rows(min_row=5, values_only=True))
    level = rows[0].index("Level, in units")
    assert all(isinstance(row[level], int | float) for row in rows[1:])
    shown = list(book["Table"].iter_rows(min_row=5, values_only=True))
    assert isinstance(shown[1][shown[0].index("Areas")], int | float)
    assert isinstance(shown[1][shown[0].index("Events")], int | float)
    numbers = list(book["Numbers"].iter_rows(values_only=True))
    scv = numbers[0].index("scv")
    assert numbers[1][scv] == pytest.approx(latest.groups["scv"].iloc[0], rel=1e-12)
    notes = [row[1] for row in book["Notes"].iter_rows(values_only=True)]
    assert any(str(note).startswith("Adjusted for measured need: deprivation") for note in notes)
    settings = dict(book["Settings"].iter_rows(values_only=True))
    assert settings["need"] == "deprivation"


def test_a_gap_of_nothing_without_intervals_is_still_a_table() -> None:
    """Ten areas with the same mean: the difference is 0 and has no upper end to round by."""
    frame = pd.DataFrame({"area_code": list("ABCDEFGHIJ"), "denominator": 50, "value": 7.5, "sd": 2.0})
    found = scn.variation(frame, statistic="mean", intervals=False, simulations=0)
    assert found.groups["typical_gap"].tolist() == [0.0]
    assert found.table()["Typical gap between two areas"].tolist() == ["none found"]
