"""The CCG Outcomes Indicator Set workbook of June 2017 against its tidy truth, row by row."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn

pytest.importorskip("openpyxl")

ENGLAND = "E92000001"
LIMITS = {"lower": "lower95", "upper": "upper95"}


@pytest.fixture(scope="session")
def workbook(real_data):
    return real_data / "real" / "ccgois" / "Coastal-West-Sussex-CCGOIS-June-2017.xlsx"


@pytest.fixture(scope="session")
def truth(real_data):
    table = pd.read_csv(real_data / "compiled" / "ccgois_coastal_tidy.csv", dtype=str, keep_default_na=False)
    return table.assign(
        published_period=table["period"].str.replace(" [excel date]", "", regex=False),
        breakdown=_breakdowns(table),
        sheet_row=table["row"].astype(int),
    )


def _breakdowns(table: pd.DataFrame) -> list[str]:
    """Write the truth's strata as the reader does: values alone, sub-groups with the group above them."""
    found, above = [], {}
    for sheet, block, stratum in zip(table["sheet"], table["block"], table["stratum"], strict=True):
        pairs = [part.split("=", 1) for part in stratum.split(";") if part]
        values = [value for key, value in pairs if key not in {"breakdown", "level", "recording level"}]
        text = " / ".join(value.rstrip() for value in values)
        if text.startswith(" "):
            text = f"{above[sheet, block]}: {text.strip()}"
        else:
            above[sheet, block] = text
        found.append(text)
    return found


@pytest.fixture(scope="session")
def indicators(workbook):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)
        return scn.read_indicators(workbook)


@pytest.fixture(scope="session")
def rows(indicators):
    """Every row of the workbook but those that repeat another one."""
    parts = [indicators.observations, indicators.reference.published, indicators.set_aside]
    everything = pd.concat(parts, ignore_index=True)
    return everything[everything["reason"] != "duplicate_dropped"]


@pytest.fixture(scope="session")
def pairs(rows, truth):
    keys = ["sheet", "sheet_row", "area_name", "published_period", "sex", "breakdown"]
    return truth.rename(columns={"gender": "sex"}).merge(
        rows, on=keys, how="outer", suffixes=("_true", ""), indicator=True, validate="1:1"
    )


def numbers(column: pd.Series) -> np.ndarray:
    return pd.to_numeric(column, errors="coerce").to_numpy(np.float64)


def test_every_row_of_the_truth_is_there_once_and_no_other(pairs):
    assert len(pairs) == 2574
    assert (pairs["_merge"] == "both").all()


def test_indicators_and_areas_are_those_of_the_truth(pairs):
    assert (pairs["indicator_id"] == "ccg_ois:" + pairs["indicator"]).all()
    named = pairs["area_name"].str.contains("England")
    assert (pairs["area_code"][named] == ENGLAND).all()
    assert pairs["area_code"][~named].str.fullmatch("E38[0-9]{6}|E39[0-9]{6}").all()
    assert pairs["area_code"].nunique() == 13  # England, eleven CCGs, one area team


def test_published_values_are_exact(pairs):
    """Marks are no values: 99 suppressed, 38 of poor quality, 55 dashes, 3 blank."""
    np.testing.assert_array_equal(pairs["published_value"], numbers(pairs["value_true"]))
    assert pairs["published_value"].isna().sum() == 99 + 55 + 38 + 3


def test_values_in_natural_units_are_the_published_ones_within_rounding(pairs):
    """Where the counts are there the value is made of them; a known error of the publisher is never made good."""
    true = numbers(pairs["value_true"])
    differs = np.abs(pairs["value"] * pairs["published_per"] - true) > 0.0501 * np.maximum(1.0, np.abs(true) / 100)
    sheets = set(pairs["sheet"][differs])
    assert sheets <= {"2.9", "2.10", "2.11a", "2.11b", "2.11c"}  # counts rounded by the publisher


@pytest.mark.parametrize("limit", ["lower", "upper"])
def test_intervals_are_exact(pairs, limit):
    ours = (pairs[limit] * pairs["published_per"]).to_numpy(np.float64)
    true = numbers(pairs[LIMITS[limit]])
    in_one_cell = (pairs["sheet"] == "1.15").to_numpy()
    assert np.isnan(true[in_one_cell]).all()
    np.testing.assert_allclose(ours[~in_one_cell], true[~in_one_cell], rtol=1e-12)
    texts = pairs["extra_true"][in_one_cell].str.extract(r"interval=([0-9.]+) - ([0-9.]+)")
    side = 0 if limit == "lower" else 1
    np.testing.assert_allclose(ours[in_one_cell], numbers(texts[side]), rtol=1e-12)


def test_numerators_are_exact(pairs):
    np.testing.assert_array_equal(pairs["numerator"], numbers(pairs["numerator_true"]))


def test_denominators_are_exact(pairs):
    """The denominator of a ratio is its expected count; the published one stands beside it as population."""
    is_ratio = pairs["indicator"].isin(["1.4", "1.5", "1.21", "2.8", "3.2", "3.15", "3.16"])
    ours = pairs["denominator"].where(~is_ratio, pairs["population"])
    np.testing.assert_array_equal(ours, numbers(pairs["denominator_true"]))


def test_expected_counts_are_exact(pairs):
    true = numbers(pairs["expected_true"])
    np.testing.assert_array_equal(numbers(pairs["expected"]), true)
    published = np.isfinite(true)
    assert published.sum() == 55
    np.testing.assert_array_equal(pairs["denominator"][published], true[published])


def test_swapped_headings_are_reported_and_kept(indicators, pairs):
    """1.5: the ratio is the column headed reported over that headed expected, turned round, in all 33 rows."""
    found = indicators.problems.query("code == 'columns_swapped'")
    assert found["what"].str.contains("33 of 33 rows of 'ccg_ois:1.5'").all()
    assert len(found) == 1
    assert set(pairs["reason"][pairs["sheet"] == "1.5"]) == {"inconsistent_source"}


def test_numerators_in_wrong_rows_are_reported_and_kept(indicators, pairs):
    """3.4, upper table: rows 27 to 46, England and the CCG."""
    found = indicators.problems.query("code == 'counts_misplaced'")
    assert len(found) == 36
    assert set(found["sheet"]) == {"3.4"}
    assert (found["row"].min(), found["row"].max()) == (27, 46)
    upper = pairs.query("sheet == '3.4' and sheet_row <= 46 and sex == 'Person'")
    assert set(upper["reason"]) == {"inconsistent_source"}


def test_wrong_period_label_gives_two_values_that_are_reported_and_kept(indicators, pairs):
    """1.8: the CCG block of row 32 says 2014/15."""
    found = indicators.problems.query("code == 'conflicting_key'")
    assert sorted(zip(found["sheet"], found["row"], found["value"], strict=True)) == [
        ("1.8", 31, "'18.3'"),
        ("1.8", 32, "'24.7'"),
    ]
    both = pairs.query("sheet == '1.8' and sheet_row in (31, 32) and area_code != @ENGLAND")
    assert both["reason"].tolist() == ["inconsistent_source"] * 2


def test_numerators_above_denominators_are_reported_and_kept(indicators, pairs):
    """1.13: 35 of 77 rows, two of them with a suppressed value; three further rows have no value."""
    found = indicators.problems.query("code == 'numerator_above'")
    assert len(found) == 35
    assert set(found["sheet"]) == {"1.13"}
    above = pairs.query("sheet == '1.13' and numerator > denominator")
    assert above["reason"].value_counts().to_dict() == {"inconsistent_source": 33, "suppressed": 2}
    blank = indicators.problems.query("code == 'value_blank'")
    assert blank[["sheet", "row"]].to_numpy().tolist() == [["1.13", 21]] * 3


def test_repeats_and_excel_dates_are_counted(indicators):
    counts = indicators.problems["code"].value_counts()
    assert counts["duplicate_dropped"] == 144
    assert counts["month_was_date"] == 9
