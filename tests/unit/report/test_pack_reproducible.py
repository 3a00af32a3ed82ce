"""The same input and options give the same files, and the figures in them are those of the notebook functions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import small_packs
from small_packs import but_for_the_time, contents, csv_of, small

import scnvariation as scn
from scnvariation.indicators import Indicators
from scnvariation.report.pack_result import Pack

HERE = Path(__file__).parent
FORMATS = ["html", "csv", "parquet", "xlsx"]
SCRIPT = """
import sys
sys.path.insert(0, {here!r})
import small_packs
import scnvariation as scn

if __name__ == "__main__":
    rows = small_packs.rows()
    if sys.argv[2] == "shuffled":
        rows = rows.sample(frac=1, random_state=5)
    data = scn.Indicators(rows, catalogue=small_packs.catalogue(), areas=small_packs.areas())
    places = ["Mid", "South"]
    wanted = dict(network="cancer", network_area=places, formats={formats!r})
    scn.variation_pack(data, out=sys.argv[1], suppress="hes", processes=1, **wanted)
"""
MOMENT = "2014/15 Q4"
EPOCH = "1427792400"


def run_elsewhere(out: Path, order: str, seed: str, epoch: str | None) -> dict[str, bytes]:
    """Write packs in a process of its own, with its own order of rows and of sets."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment.pop("SOURCE_DATE_EPOCH", None)
    if epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = epoch
    script = SCRIPT.format(here=str(HERE), formats=FORMATS)
    command = [sys.executable, "-W", "error", "-c", script, str(out), order]
    subprocess.run(command, check=True, env=environment, timeout=120)
    return contents(out)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Write the same packs three times: twice at a fixed moment, and once at the present one."""
    folder = tmp_path_factory.mktemp("runs")
    return {
        "first": run_elsewhere(folder / "first", "as_given", "1", EPOCH),
        "second": run_elsewhere(folder / "second", "shuffled", "31337", EPOCH),
        "now": run_elsewhere(folder / "now", "shuffled", "7", None),
    }


# -- the same again --------------------------------------------------------------------------------------------


def test_every_file_is_the_same_at_a_fixed_moment(runs: dict[str, dict[str, bytes]]) -> None:
    """Workbooks and the manifest too, whatever the order of rows and of sets."""
    first, second = runs["first"], runs["second"]
    assert list(first) == list(second)
    assert not [name for name in first if first[name] != second[name]]
    assert {Path(name).suffix for name in first} == {".html", ".csv", ".parquet", ".xlsx", ".json"}


def test_only_the_moment_differs_at_another(runs: dict[str, dict[str, bytes]]) -> None:
    """Tables and the provenance of each pack are the same to the byte; a page differs in one element."""
    first, now = runs["first"], runs["now"]
    assert list(first) == list(now)
    for name in first:
        if name.endswith((".csv", "provenance.json")):
            assert first[name] == now[name], name
        elif name.endswith(".html"):
            assert first[name] != now[name]
            assert but_for_the_time(first[name]) == but_for_the_time(now[name]), name


def test_two_processes_write_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six packs, so that two are started."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    wanted = {"suppress": "hes", "formats": ["html", "csv"]}
    one = scn.variation_pack(small(), out=tmp_path / "one", processes=1, **wanted)
    two = scn.variation_pack(small(), out=tmp_path / "two", processes=2, **wanted)
    pd.testing.assert_frame_equal(one.packs, two.packs)
    first, second = contents(one.folder), contents(two.folder)
    assert list(first) == list(second)
    assert not [name for name in first if first[name] != second[name]]


def test_a_pack_does_not_depend_on_those_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written alone or with others, the tables of a pack are the same."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    wanted = {"suppress": "hes", "formats": ["csv"], "network": "cancer", "processes": 1}
    together = scn.variation_pack(small(), out=tmp_path / "together", **wanted)
    alone = scn.variation_pack(small(), out=tmp_path / "alone", network_area="Mid", **wanted)
    first, second = (contents(pack.folder / "cancer-mid") for pack in (together, alone))
    assert {name for name in first if first[name] != second[name]} == {"provenance.json"}


# -- the same as in a notebook ---------------------------------------------------------------------------------

THREE = (("cardiovascular", "Wessex"), ("cancer", "London"), ("cancer", "Wessex"))
KEYS = ["indicator_id", "period"]
FLOATS = {"rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(scope="module")
def data() -> Indicators:
    return scn.load_sample()


@pytest.fixture(scope="module")
def packs(data: Indicators, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Write the packs of two networks in two places, counts as they are."""
    with pytest.warns(scn.DataWarning, match="no disclosure rule"):
        return scn.variation_pack(
            data,
            out=tmp_path_factory.mktemp("sample"),
            as_at=MOMENT,
            network=["cardiovascular", "cancer"],
            network_area=["Wessex", "London"],
            formats=["csv", "xlsx"],
            processes=1,
        )


@pytest.fixture(scope="module")
def shown(data: Indicators, packs: Pack) -> Indicators:
    """Select what the packs show, as a notebook would."""
    lines = pd.concat([of(packs, *one, "indicators") for one in THREE]).drop_duplicates("indicator_id")
    return data.select(period=dict(zip(lines["indicator_id"], lines["period"], strict=True)))


def of(pack: Pack, network: str, place: str, name: str) -> pd.DataFrame:
    """Read a table of one pack."""
    lines = pack.packs
    (folder,) = lines.loc[(lines["network"] == network) & (lines["network_area"] == place), "folder"]
    return csv_of(pack.folder / folder, name)


def same(mine: pd.DataFrame, theirs: pd.DataFrame, order: list[str]) -> None:
    """Compare the rows of a CSV with those of a function, column by column, where both have them."""
    common = [name for name in mine if name in theirs]
    assert len(common) > len(order) + 1
    left, right = (one[common].sort_values(order, ignore_index=True) for one in (mine, theirs))
    assert len(left) == len(right) > 0
    for name in common:
        if pd.api.types.is_numeric_dtype(right[name]):
            np.testing.assert_allclose(left[name].astype(float), right[name].astype(float), **FLOATS, err_msg=name)
        else:
            texts = [one[name].astype(object).where(one[name].notna(), "").map(str) for one in (left, right)]
            assert texts[0].tolist() == [text.removesuffix(" 00:00:00") for text in texts[1]], name


@pytest.mark.parametrize(("network", "place"), THREE)
def test_areas_are_those_of_funnels_and_rates(
    packs: Pack, data: Indicators, shown: Indicators, network: str, place: str
) -> None:
    mine = of(packs, network, place, "areas")
    among = data.areas_in(network_area=place)
    order = [*KEYS, "area_code"]
    for theirs, ends in (
        (scn.funnel_table(shown).areas, {}),
        (scn.rates(shown).areas, {"lower_95": "interval_lower", "upper_95": "interval_upper"}),
    ):
        ids = theirs["indicator_id"].isin(mine["indicator_id"])
        table = theirs[ids & theirs["area_code"].isin(among)].rename(columns=ends)
        # A row that is not computed has a reason only; what stands beside it differs by what each function needs.
        usable = table[table["reason"] == ""].drop(columns="reason")
        keyed = mine.merge(usable[order], on=order, how="inner", validate="1:1")
        same(keyed, usable, order)
    wanted = scn.funnel_table(shown).areas
    judged = wanted[wanted["area_code"].isin(among) & wanted["indicator_id"].isin(mine["indicator_id"])]
    assert len(judged) == len(mine)


@pytest.mark.parametrize(("network", "place"), THREE)
def test_judgements_are_those_of_one_funnel_and_of_the_overview(
    packs: Pack, data: Indicators, network: str, place: str
) -> None:
    mine = of(packs, network, place, "areas")
    first = mine["indicator_id"].iloc[0]
    one = scn.funnel(data, first, period=mine["period"].iloc[0])
    found = one.areas.set_index("area_code")["judgement"]
    rows = mine[mine["indicator_id"] == first]
    assert rows["judgement"].tolist() == found[rows["area_code"]].tolist()
    rug = scn.overview(data, as_at=MOMENT, network=network).cells
    seen = rug[rug["place"].isin(data.areas_in(network_area=place))].rename(columns={"place": "area_code"})
    order = [*KEYS, "area_code"]
    same(mine[[*order, "judgement", "flag_basis"]], seen[[*order, "judgement", "flag_basis"]], order)
    outside = of(packs, network, place, "outside")
    assert len(outside) == mine["judgement"].isin(["better", "worse", "higher", "lower"]).sum()


@pytest.mark.parametrize(("network", "place"), THREE)
def test_variation_is_that_of_variation(packs: Pack, shown: Indicators, network: str, place: str) -> None:
    mine = of(packs, network, place, "variation")
    theirs = scn.variation(shown, by=[*KEYS, "network_area"]).groups
    wanted = theirs[(theirs["network_area"] == place) & theirs["indicator_id"].isin(mine["indicator_id"])]
    same(mine[mine["network_area"] == place], wanted, [*KEYS, "adjustment"])
    england = scn.variation(shown, by=KEYS).groups
    wanted = england[england["indicator_id"].isin(mine["indicator_id"])]
    same(mine[mine["network_area"] == "England"], wanted, [*KEYS, "adjustment"])


@pytest.mark.parametrize(("network", "place"), THREE)
def test_change_shares_and_levels_are_those_of_their_functions(
    packs: Pack, data: Indicators, shown: Indicators, network: str, place: str
) -> None:
    """One indicator of each pack: the first that has a change."""
    moved = of(packs, network, place, "change")
    line = moved.iloc[0]
    indicator = line["indicator_id"]
    change = scn.change(data, indicator, baseline=line["baseline"], period=line["period"])
    paths = change.trajectories
    same(moved.head(1), paths[paths["network_area"] == place], ["network_area"])
    split = of(packs, network, place, "shares")
    same(split[split["indicator_id"] == indicator], scn.shares(shown, indicator).shares, ["part"])
    levels = of(packs, network, place, "levels")
    trend = scn.trend(data, indicator, simulations=0).levels
    there = trend[trend["place"].isin([place, "England"])].rename(columns={"place": "network_area"})
    ended = there[there["period_end"] <= pd.Timestamp("2015-03-31")]
    same(levels[levels["indicator_id"] == indicator], ended, ["network_area", "period_end"])


@pytest.mark.parametrize(("network", "place"), THREE)
def test_volume_is_the_sum_of_the_areas(packs: Pack, network: str, place: str) -> None:
    """Added up from the rows of the pack itself."""
    areas = of(packs, network, place, "areas")
    volume = of(packs, network, place, "volume").set_index("indicator_id")
    used = areas[areas["reason"].isna() | (areas["reason"] == "")]
    sums = used.groupby("indicator_id")[["numerator", "denominator"]].sum().loc[volume.index]
    counted = volume["numerator"].notna()
    assert counted.any()
    np.testing.assert_allclose(volume.loc[counted, "numerator"], sums.loc[counted, "numerator"], rtol=1e-12)
    shares = volume["numerator"] / volume["england_numerator"]
    np.testing.assert_allclose(volume.loc[counted, "share_of_events"], shares[counted], rtol=1e-12)


@pytest.mark.parametrize(("network", "place"), THREE)
def test_workbooks_show_the_numbers_of_the_tables(packs: Pack, network: str, place: str) -> None:
    """Multiplied for display and rounded, and nothing else."""
    openpyxl = pytest.importorskip("openpyxl")
    lines = packs.packs
    (folder,) = lines.loc[(lines["network"] == network) & (lines["network_area"] == place), "folder"]
    book = openpyxl.load_workbook(packs.folder / folder / "pack.xlsx")
    listed = of(packs, network, place, "indicators").set_index("indicator_id")
    tidy = of(packs, network, place, "areas")
    tidy = tidy.assign(name=tidy["indicator_id"].map(listed["name"])).set_index(["name", "area_code"])
    heading, *body = book["Areas"].iter_rows(min_row=5)
    names = [cell.value for cell in heading]
    assert len(body) == len(tidy)
    compared = 0
    for cells in body:
        line = dict(zip(names, cells, strict=True))
        row = tidy.loc[(line["Indicator"].value, line["Code"].value)]
        # A percentage is held as a fraction, with the sign in the format of its cell.
        factor = 1 if "%" in line["Value"].number_format else listed.loc[row["indicator_id"], "multiplier"]
        for name, wanted in (("Events", row["numerator"]), ("Value", row["value"] * factor)):
            if isinstance(line[name].value, int | float):
                assert line[name].value == pytest.approx(wanted, rel=1e-9, abs=1e-12), (name, row.name)
                compared += 1
    assert compared > len(body)


def test_shuffled_rows_are_the_rows() -> None:
    """The comparison across orders compares the same data."""
    rows = small_packs.rows()
    mixed = rows.sample(frac=1, random_state=5)
    assert mixed.index.tolist() != rows.index.tolist()
    pd.testing.assert_frame_equal(mixed.sort_index(), rows)
