"""The variation panel on public files: QOF by network, cancer waits with deprivation, the CCG outcomes workbook."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.indicators import Indicators

pytestmark = pytest.mark.acceptance

QOF = Path("real") / "qof" / "qof_2013_14_prevalence_by_ccg.csv"
WAITS = Path("real") / "cwt" / "cwt_commissioner_jul_2021.xlsx"
OUTCOMES = Path("real") / "ccgois" / "Coastal-West-Sussex-CCGOIS-June-2017.xlsx"
DEPRIVATION = Path("deprivation") / "imd2019_ccg21_derived.csv"
SIXTY_TWO_DAYS = "cwt:62_day_all_cancer"
#: Words that no board should read.
UNWANTED = (
    *("nan", "inf ", "<na>", " 1 areas", "  ", ".."),
    *("significant", "lottery", "worst", "unwarranted", "caused by"),
)


def quietly(path: Path) -> Indicators:
    """Read without minding what is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)
        return scn.read_indicators(path)


@pytest.fixture(scope="module")
def waits(real_data: Path) -> Indicators:
    """Cancer waits of July 2021 with deprivation of each CCG: mean rank of its small areas, 0 most deprived."""
    table = pd.read_csv(real_data / DEPRIVATION, dtype={"ccg21_code": str})
    ranks = table[["ccg21_code", "imd2019_mean_lsoa_rank_unweighted"]]
    areas = scn.area_lookup("ccg_2021").merge(
        ranks, left_on="area_code", right_on="ccg21_code", how="left", validate="1:1"
    )
    deprived = -areas["imd2019_mean_lsoa_rank_unweighted"] / 1000
    return quietly(real_data / WAITS).with_areas(areas.assign(area_code=areas["ods_code"], deprivation=deprived))


@pytest.fixture(scope="module")
def adjusted(waits: Indicators) -> VariationResult:
    """All ten standards, crude and with deprivation taken out."""
    return scn.variation(waits, need="deprivation", simulations=199)


def readable(result: VariationResult) -> str:
    """Give the text, once nothing in it reads badly."""
    text = result.text()
    for words in UNWANTED:
        assert words not in text.lower()
    assert text.endswith(".")
    return text


def test_qof_by_strategic_clinical_network(real_data: Path) -> None:
    """24 registers, each in two networks or so, in 12 network areas: prevalence varies far beyond chance everywhere."""
    qof = quietly(real_data / QOF)
    result = scn.variation(qof, by=["indicator_id", "scn"], simulations=99)
    groups = result.groups
    assert (groups["reason"] == "").all()
    assert groups.groupby("indicator_id")["scn"].nunique().mod(12).eq(0).all()
    assert (groups["chi2_p"] == 0.01).mean() > 0.99
    assert (groups["between_variance_lower"] > 0).mean() > 0.95
    assert groups["systemic"].all()
    # chance alone gives nothing to speak of with 40,000 people on a register
    large = groups["events"] > 40_000
    assert groups.loc[large, "p90_p10_chance"].max() < 1.1
    assert (groups["p90_p10_chance_lower"] <= groups["p90_p10_chance"]).all()
    text = readable(result)
    assert "Areas differ far more than chance explains; single areas outside limits are not the message." in text
    assert "more groups in the table" in text


def test_qof_over_england_splits_between_network_areas(real_data: Path) -> None:
    """Nearly all that is seen is true, and it lies both between network areas and within them."""
    result = scn.variation(quietly(real_data / QOF), simulations=19)
    groups = result.groups
    assert (groups["n_areas"] == 211).all()
    assert groups["reliability"].between(0.9, 1).all()
    assert (groups["share_between"] + groups["share_within"]).to_numpy() == pytest.approx(1)
    assert groups["share_between"].between(0.05, 0.9).all()
    assert "more than 99% of what is seen is true rather than chance." in readable(result)


def test_62_day_waits_are_those_measured_apart(waits: Indicators, adjusted: VariationResult) -> None:
    """Chi-square and events recomputed from the rows; the wait is measured by those who waited longer."""
    rows = waits.observations.query("indicator_id == @SIXTY_TWO_DAYS and reason == ''")
    late = (rows["denominator"] - rows["numerator"]).to_numpy()
    p = late.sum() / rows["denominator"].sum()
    expected = rows["denominator"].to_numpy() * p
    chi2 = ((late - expected) ** 2 / (expected * (1 - p))).sum()
    line = adjusted.groups.set_index(["indicator_id", "adjustment"]).loc[(SIXTY_TWO_DAYS, "crude")]
    assert line["n_areas"] == len(rows) == 106
    assert line["events"] == rows["numerator"].sum()
    assert line["side"] == "complement"
    assert line["chi2"] == pytest.approx(chi2, rel=1e-12)
    shares = late / rows["denominator"].to_numpy()
    assert line["p90_p10"] == pytest.approx(np.quantile(shares, 0.9) / np.quantile(shares, 0.1), rel=1e-12)


def test_deprivation_explains_little_of_cancer_waits(adjusted: VariationResult) -> None:
    """Both lines stand side by side; waits do not go with deprivation, and the text does not claim that they do."""
    groups = adjusted.groups
    assert groups["adjustment"].tolist() == ["crude", "need"] * 10
    need = groups[groups["adjustment"] == "need"].set_index("indicator_id")
    assert (need["reason"] == "").all()
    assert -0.1 < need.loc[SIXTY_TWO_DAYS, "explained_by_need"] < 0.1
    assert set(adjusted.excluded["reason"]) == {"other_area_type"}
    text = readable(adjusted)
    assert "After removing chance and measured need (deprivation), moving between two areas" in text
    assert "Adjusted for measured need: deprivation, by regression over all areas of England." in text
    assert "assumes no repeat events" not in text  # proportions of people treated


def test_waits_by_region_withhold_london(waits: Indicators) -> None:
    """Five CCGs are too few for a headline; their level is still given against the rest of England."""
    one = waits.select(indicator=SIXTY_TWO_DAYS)
    result = scn.variation(one, by="region", need="deprivation", simulations=99)
    london = result.groups.set_index(["region", "adjustment"]).loc[("London", "crude")]
    assert london["n_areas"] == 5
    assert np.isfinite(london["scv"])
    told = next(line for line in readable(result).splitlines() if ", London:" in line)
    assert told.endswith("Too few areas or events to say how much they differ.")
    assert "the rest of England" in told
    shown = result.table()
    assert (shown.loc[shown["Region"] == "London", "SCV x 100"] == "too few to judge").all()


def test_where_the_lookup_has_no_network_area_nothing_is_grouped(waits: Indicators) -> None:
    """CCGs of 2021 are not mapped to the networks of 2013: said, not guessed."""
    result = scn.variation(waits.select(indicator=SIXTY_TWO_DAYS), by="network_area", need="deprivation")
    assert len(result.groups) == 0
    assert result.text() == "No area belongs to a group by network area; every row is listed in `excluded`."
    assert (result.excluded["reason"] == "unmapped_area").sum() == 106


def test_the_outcomes_workbook_of_twelve_areas(real_data: Path) -> None:
    """Eleven peers at most: marked one by one where too few, and no group of them is left to stand without a word."""
    data = quietly(real_data / OUTCOMES)
    catalogue = data.catalogue
    data = data.select(indicator=catalogue.loc[catalogue["statistic"] != "", "indicator_id"].tolist())
    result = scn.variation(data, simulations=99)
    groups = result.groups
    assert ((groups["n_areas"] < 3) == (groups["reason"] == "too_few_areas")).all()
    assert groups.loc[groups["n_areas"] >= 3, "range"].notna().all()
    table = result.table()
    assert (table["Note"] != "").all()  # nowhere twenty areas
    text = readable(result)
    assert "Too few areas or events to say how much they differ." not in text  # a dozen that can be judged come first
    assert "of them with too few areas or events to judge." in text
    assert "assumes no repeat events" in text


def test_a_workbook_of_the_panel(adjusted: VariationResult, tmp_path: Path) -> None:
    """What is sent on opens with numbers as numbers."""
    path = adjusted.to_excel(tmp_path / "waits.xlsx")
    pages = pd.read_excel(path, sheet_name=None, engine="openpyxl")
    assert list(pages) == ["Cover", "Contents", "Notes", "Table", "Appendix", "Numbers", "Excluded", "Settings"]
    assert pages["Numbers"]["scv"].to_numpy() == pytest.approx(adjusted.groups["scv"].to_numpy(), rel=1e-12)
    appendix = pd.read_excel(path, sheet_name="Appendix", header=4, na_values=["[x]", "[z]"], engine="openpyxl")
    assert appendix["Level, per cent"].between(50, 100).all()
    assert pd.api.types.is_numeric_dtype(appendix["Typical gap in the odds, %"])
