"""Shares of published figures: where differences in hypertension, diabetes and cancer waits sit."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataWarning
from scnvariation.indicators import Indicators

pytestmark = pytest.mark.acceptance

QOF = Path("real") / "qof" / "qof_2013_14_prevalence_by_ccg.csv"
WAITS = Path("real") / "cwt" / "cwt_commissioner_jul_2021.xlsx"
DEPRIVATION = Path("deprivation") / "imd2019_ccg21_derived.csv"
PERCENT_MOST_DEPRIVED = "imd2019_pct_lsoa_in_most_deprived_decile"
SIXTY_TWO_DAYS = "cwt:62_day_all_cancer"


@pytest.fixture(scope="module")
def qof(real_data: Path) -> Indicators:
    return scn.read_indicators(real_data / QOF)


@pytest.fixture(scope="module")
def waits(real_data: Path) -> Indicators:
    """Cancer waits of July 2021 with region, partnership and deprivation of each CCG, joined by code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        data = scn.read_indicators(real_data / WAITS)
    deprivation = pd.read_csv(real_data / DEPRIVATION, dtype={"ccg21_code": str})
    areas = scn.area_lookup("ccg_2021").merge(
        deprivation, left_on="area_code", right_on="ccg21_code", how="left", validate="1:1"
    )
    return data.with_areas(areas.assign(area_code=areas["ods_code"]))


@pytest.mark.parametrize("register", ["qof:HYP", "qof:DM"])
def test_registers_are_split_between_and_within_network_areas(qof: Indicators, register: str) -> None:
    """Lists are of 100,000 people and more, so hardly any of the spread is chance; areas of 12 networks remain."""
    found = scn.shares(qof, register)
    assert (found.n_areas, found.n_networks) == (211, 12)
    assert found.reliability > 0.99
    true = found.shares.set_index("part").loc[["between_networks", "within_networks"]]
    assert true["share_of_true"].sum() == pytest.approx(1)
    assert found.network_test.p < 0.01
    assert f"{found.info.name}, 2013/14: 211 areas in 12 network areas." in found.text()


@pytest.mark.parametrize("register", ["qof:HYP", "qof:DM"])
def test_the_split_agrees_with_a_linear_mixed_model(qof: Indicators, register: str) -> None:
    """With chance negligible, restricted likelihood on the log odds is the same model: statsmodels gives it, to .01."""
    rows = qof.observations[qof.observations["indicator_id"] == register]
    place = rows["area_code"].map(qof.areas.set_index("area_code")["network_area"])
    y = np.log(rows["numerator"] / (rows["denominator"] - rows["numerator"])).to_numpy()
    model = pytest.importorskip("statsmodels.api").MixedLM(100 * y, np.ones((211, 1)), groups=place.to_numpy())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = model.fit(reml=True)
    between, within = float(theirs.cov_re[0, 0]) / 1e4, theirs.scale / 1e4
    ours = scn.shares(qof, register).shares.set_index("part")
    assert ours.loc["between_networks", "share_of_true"] == pytest.approx(between / (between + within), abs=0.01)
    assert ours.loc["within_networks", "variance"] == pytest.approx(within, rel=0.01)


def test_cancer_waits_are_split_between_regions_with_deprivation(waits: Indicators) -> None:
    """106 CCGs of seven regions; the hub without a region is left out and said to be."""
    found = scn.shares(waits, SIXTY_TWO_DAYS, need=PERCENT_MOST_DEPRIVED, between="region")
    assert (found.n_areas, found.n_networks) == (106, 7)
    assert len(found.excluded) == 2
    assert set(found.excluded["reason"]) == {"other_area_type"}
    assert 0 < found.reliability < 1
    assert found.shares["population_upper"].isna().all()
    assert found.slopes["slope_se"].iloc[0] > 0
    said = found.text()
    assert "106 areas in 7 regions" in said
    assert "what holds for areas need not hold for patients" in said


def test_partnerships_are_places_too(waits: Indicators) -> None:
    """42 partnerships, many of one CCG: the split is given or withheld with a reason, never guessed."""
    found = scn.shares(waits, SIXTY_TWO_DAYS, between="stp")
    assert found.n_networks == 42
    missing = found.shares.iloc[1:].query("share_of_true != share_of_true")
    assert missing["reason"].ne("").all()


def test_network_areas_are_unknown_for_later_ccgs(waits: Indicators) -> None:
    """Nobody published which of 12 network areas the CCGs of 2021 belong to, so the call stops and says so."""
    with pytest.raises(scn.OptionError, match="none of the 106 areas with data has an entry there"):
        scn.shares(waits, SIXTY_TWO_DAYS)
