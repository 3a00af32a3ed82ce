"""The main job on a real national file: QOF 2013/14 prevalence of 24 registers in 211 CCGs."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.funnel_table import FunnelTable
from scnvariation.indicators import Indicators

mpl.use("Agg")
pytestmark = pytest.mark.acceptance

FILE = Path("real") / "qof" / "qof_2013_14_prevalence_by_ccg.csv"
#: Chi-square over n, binomial, 211 CCGs: measured apart from this library.
PHI = {"CHD": 576.6, "STIA": 289.0, "CAN": 293.8, "DEM": 111.4, "MH": 100.3, "DEP": 577.2, "HYP": 985.4, "AF": 346.9}


@pytest.fixture(scope="module")
def raw(real_data: Path) -> pd.DataFrame:
    """Give the file as text, read without this library."""
    return pd.read_csv(real_data / FILE, dtype={"ccgcode": str})


@pytest.fixture(scope="module")
def qof(real_data: Path) -> Indicators:
    """Load the file with the layout found by itself."""
    return scn.read_indicators(real_data / FILE)


@pytest.fixture(scope="module")
def table(qof: Indicators) -> FunnelTable:
    """Judge every register at once."""
    return scn.funnel_table(qof)


def test_211_ccgs_and_24_registers_are_loaded(qof: Indicators, raw: pd.DataFrame) -> None:
    """HF covers two registers; nothing is lost; codes are text."""
    rows = qof.observations
    assert rows["area_code"].nunique() == 211
    assert rows["indicator_id"].nunique() == 24
    assert len(rows) == len(raw) == 211 * 24
    assert {"qof:HF", "qof:HF_LVD"} <= set(rows["indicator_id"])
    assert (rows["reason"] == "").all()
    codes = qof.areas["ods_code"]
    assert set(codes) == set(raw["ccgcode"])
    assert {"01E", "99E"} <= set(codes)


def test_every_ccg_maps_to_one_of_twelve_network_areas(qof: Indicators) -> None:
    """Counts of CCGs by network area as published."""
    sizes = qof.areas.groupby("network_area_key").size().to_dict()
    assert sizes == {
        "CM": 12,
        "EM": 20,
        "EE": 19,
        "GMLSC": 20,
        "LON": 32,
        "NE": 13,
        "SEC": 20,
        "SW": 11,
        "TV": 10,
        "WX": 9,
        "WM": 22,
        "YH": 23,
    }


def test_the_published_prevalence_is_reproduced(qof: Indicators, raw: pd.DataFrame) -> None:
    """Size over list, times 100, to 1e-9 of the printed figure."""
    ods = qof.areas.set_index("area_code")["ods_code"]
    rows = qof.observations.assign(ccgcode=lambda frame: frame["area_code"].map(ods))
    ours = rows.set_index(["indicator_id", "ccgcode"])["value"]
    code = raw["indicator_group"].mask(raw["Register_description"].str.contains("LVD"), "HF_LVD")
    theirs = raw.set_index(["qof:" + code, "ccgcode"])["prevalence"]
    assert np.abs(ours * 100 - theirs.reindex(ours.index)).max() < 1e-9


def test_dispersion_and_outliers_are_those_measured_apart(table: FunnelTable) -> None:
    """Chi-square over n from 49 to 1 493; 139 to 198 CCGs outside exact 99.8 %, next to none outside adjusted limits.

    The three of heart failure due to LVD (z 4.48, 3.23, 3.18) were confirmed by deleting each and refitting the rest.
    """
    funnels = table.funnels.set_index("indicator_id")
    assert len(funnels) == 24
    for code, phi in PHI.items():
        assert funnels.loc[f"qof:{code}", "dispersion_phi"] == pytest.approx(phi, abs=0.06)
    assert round(funnels["dispersion_phi"].min()) == 49
    assert round(funnels["dispersion_phi"].max()) == 1493
    assert (funnels["n_outside"].min(), funnels["n_outside"].max()) == (139, 198)
    assert funnels["n_outside_adjusted"].drop("qof:HF_LVD").max() <= 2
    assert funnels.loc["qof:HF_LVD", "n_outside_adjusted"] == 3
    assert funnels["systemic"].all()
    assert (funnels["flag_basis"] == "adjusted").all()


def test_nearly_nobody_is_called_higher_or_lower(table: FunnelTable) -> None:
    """Judgement follows the adjusted flag, not the hundreds outside limits of chance."""
    called = (table.areas["judgement"] != "similar").groupby(table.areas["indicator_id"]).sum()
    assert called.max() <= 3


def test_a_funnel_of_every_register_leads_with_the_systemic_message(qof: Indicators) -> None:
    """Title, text and caption say that variation is the message."""
    for indicator in qof.catalogue["indicator_id"]:
        result = scn.funnel(qof, indicator)
        assert result.title().startswith("Areas differ far more than chance explains")
        assert "outlier limits are not the message" in result.text()
        assert f"{result.n_outside('status')} by the exact limits" in result.caption()
        assert len(result.areas) == 211


def test_a_cardiovascular_register_is_drawn(qof: Indicators, tmp_path: Path) -> None:
    """The picture carries the message in its title and its alternative text."""
    result = scn.funnel(qof, "qof:CHD")
    path = result.save(tmp_path / "chd.png", highlight={"network_area": "Wessex"})
    assert path.stat().st_size > 20_000
    axes = result.plot(highlight={"network_area": "Wessex"})
    shown = " ".join(text.get_text() for text in axes.figure.findobj(mpl.text.Text)).replace("\n", " ")
    assert "Areas differ far more than chance explains" in shown


def test_a_variation_table_by_register_and_network_area(qof: Indicators, raw: pd.DataFrame) -> None:
    """24 x 12 groups; counts add up to the file; level and rest of England agree with the sums."""
    result = scn.variation(qof, by=["indicator_id", "network_area"], simulations=0)
    groups = result.groups
    assert len(groups) == 24 * 12
    assert groups["events"].sum() == raw["disease_register_size"].sum()
    assert (groups["n_areas"].groupby(groups["indicator_id"]).sum() == 211).all()
    assert (groups["reason"] == "").all()
    chd = groups[groups["indicator_id"] == "qof:CHD"].set_index("network_area")
    mine = raw[raw["indicator_group"] == "CHD"].set_index("ccgcode")
    lookup = qof.areas.set_index("ods_code")["network_area"]
    here = mine.index.map(lookup) == "Wessex"
    rate = mine.loc[here, "disease_register_size"].sum() / mine.loc[here, "ccg_listsize"].sum()
    rest = mine.loc[~here, "disease_register_size"].sum() / mine.loc[~here, "ccg_listsize"].sum()
    assert chd.loc["Wessex", "rate"] == pytest.approx(rate, rel=1e-12)
    assert chd.loc["Wessex", "rate_ratio"] == pytest.approx(rate / rest, rel=1e-12)
    assert (groups["rate_ratio_lower"] < groups["rate_ratio"]).all()
    assert len(result.table()) == 24 * 12
