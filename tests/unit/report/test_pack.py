"""The folder of packs: which are written, where, in what form, and what stops it."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
import small_packs
from small_packs import areas, catalogue, contents, csv_of, rows, small

import scnvariation as scn
from scnvariation.errors import DataError, DataWarning, OptionError
from scnvariation.indicators import Indicators
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.pack_result import Pack

TABLES = {"areas", "variation", "outside", "change", "shares", "levels", "volume", "excluded", "indicators"}
NAMES = [
    *("cancer-mid", "cancer-north", "cancer-south"),
    *("cardiovascular-mid", "cardiovascular-north", "cardiovascular-south"),
]


def written(data: Indicators | pd.DataFrame, out: Path, **options: object) -> Pack:
    """Write packs under a rule that hides nothing of these counts, in this process."""
    return scn.variation_pack(
        data, out=out, **{"suppress": DisclosureRule(threshold=1), "formats": ["csv"], "processes": 1} | options
    )


@pytest.fixture(scope="module")
def data() -> Indicators:
    return small()


@pytest.fixture(scope="module")
def little(data: Indicators) -> Indicators:
    """Take one indicator, where it does not matter what the packs say."""
    return data.select(indicator="three")


@pytest.fixture(scope="module")
def everything(data: Indicators, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Write all packs in every form, once for the tests that read them."""
    return written(data, tmp_path_factory.mktemp("all"), formats=["xlsx", "html", "csv", "parquet"])


# -- what is written -------------------------------------------------------------------------------------------


def test_one_pack_for_each_network_and_area(everything: Pack) -> None:
    """Networks in their usual order, places by name; the indicator of domain 4 is in every pack."""
    assert everything.packs["folder"].tolist() == NAMES
    assert everything.packs["title"].tolist()[:2] == ["Cancer: Mid", "Cancer: North"]
    assert everything.packs["indicators"].tolist() == [3, 3, 3, 2, 2, 2]
    assert (everything.packs["areas"] == 4).all()


def test_every_form_of_every_table(everything: Pack) -> None:
    ours = {"pack.html", "pack.xlsx", "provenance.json"} | {
        f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")
    }
    expected = {f"{folder}/{name}" for folder in NAMES for name in ours} | {"index.html", "manifest.json"}
    assert set(contents(everything.folder)) == expected
    listed = [path.relative_to(everything.folder).as_posix() for path in everything.files]
    assert set(listed) == expected
    assert listed[-1] == "manifest.json"
    assert listed[:-1] == sorted(listed[:-1])


@pytest.mark.parametrize(
    ("formats", "endings"),
    [
        ("html", {".html", ".json"}),
        (["csv", "csv"], {".csv", ".json"}),
    ],
)
def test_only_what_was_asked_for(little: Indicators, tmp_path: Path, formats: object, endings: set[str]) -> None:
    pack = written(little, tmp_path, formats=formats, network="cancer", network_area="Mid")
    assert {path.suffix for path in pack.files} == endings


def test_judgements_are_counted_from_the_tables(everything: Pack) -> None:
    for line in everything.packs.to_dict("records"):
        table = csv_of(everything.folder / line["folder"], "areas")
        for word, number in table["judgement"].value_counts().items():
            assert line[word] == number
        assert len(table) == line["indicators"] * line["areas"]


# -- the object ------------------------------------------------------------------------------------------------


def test_what_it_says_of_itself(everything: Pack) -> None:
    shown = repr(everything)
    assert shown.startswith("<Pack: 6 packs, 128 files in ")
    assert len(shown.splitlines()) == 1
    outside = everything.packs[["better", "worse", "higher", "lower"]].to_numpy().sum()
    judged = outside + everything.packs["similar"].sum()
    assert (outside, judged) == (1, 60)
    assert "6 packs in " in everything.text()
    assert "128 files in all. 1 of 60 figures lies outside the limits" in everything.text()
    assert everything.disclosure in everything.text()
    assert everything.table()["Pack"].tolist() == everything.packs["title"].tolist()
    assert everything.table().columns.tolist()[:3] == ["Pack", "Indicators", "Areas"]
    assert "<caption>" in everything._repr_html_()


def test_figures_in_several_packs_are_counted_in_each(everything: Pack) -> None:
    """Five indicators by twelve areas: those of both networks twice."""
    numbers = everything.packs[["better", "similar", "worse", "higher", "lower", "not_compared"]].sum()
    assert numbers.sum() == everything.packs["indicators"].mul(everything.packs["areas"]).sum() == 5 * 12
    one = dataclasses.replace(everything, packs=everything.packs.assign(worse=2))
    assert "13 of 72" in one.text()  # two worse in each of six packs, and the one that was higher
    assert " figures lie outside the limits" in one.text()


def test_it_verifies_and_tells_what_was_changed(little: Indicators, tmp_path: Path) -> None:
    pack = written(little, tmp_path, network="cancer", network_area="Mid")
    assert pack.verify().ok
    (tmp_path / "cancer-mid" / "areas.csv").write_text("changed")
    assert not pack.verify().ok
    assert pack.verify().changed == ("cancer-mid/areas.csv",)


def test_the_stamp_is_that_of_every_output(everything: Pack) -> None:
    folder = everything.folder
    for name in NAMES:
        told = json.loads((folder / name / "provenance.json").read_text(encoding="utf-8"))
        assert told | {"written_utc": everything.stamp["written_utc"]} == everything.stamp
        assert "written_utc" not in told  # it stands in the manifest, so that the same pack gives the same bytes
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert everything.stamp.items() <= {**manifest, **manifest.get("facts", {})}.items()
    assert everything.disclosure == everything.stamp["disclosure_rule"]
    assert everything.stamp["call"] == everything.settings.call == "variation_pack"


def test_rows_left_out_are_listed_with_the_reason(tmp_path: Path) -> None:
    """A figure without a numerator is not computed; the pack of its place lists it, and so does the whole set."""
    given = rows()
    gone = (given["indicator_id"] == "two") & (given["period"] == "2014/15") & (given["area_code"] == "E05")
    given.loc[gone, "numerator"] = None
    pack = written(Indicators(given, catalogue=catalogue(), areas=areas()), tmp_path, network="cancer")
    mine = pack.excluded[pack.excluded["analysis"] == "areas"]
    assert mine[["indicator_id", "area_code", "reason"]].to_numpy().tolist() == [["two", "E05", "missing"]]
    assert "E05" in set(csv_of(tmp_path / "cancer-mid", "excluded")["area_code"])
    assert "E05" not in set(csv_of(tmp_path / "cancer-north", "excluded")["area_code"])


# -- which packs -----------------------------------------------------------------------------------------------


def test_networks_and_places_that_are_named(little: Indicators, tmp_path: Path) -> None:
    """Any known spelling of a network will do; one named twice is written once."""
    pack = written(little, tmp_path, network=["Cardiovascular", "cancer", "cancer"], network_area=["South", "Mid"])
    assert pack.packs["folder"].tolist() == ["cardiovascular-south", "cardiovascular-mid", "cancer-south", "cancer-mid"]


def test_a_network_selected_beforehand(data: Indicators, tmp_path: Path) -> None:
    pack = written(data.select(network="cardiovascular"), tmp_path)
    assert pack.packs["folder"].tolist() == NAMES[3:]


def test_a_place_selected_beforehand_is_compared_with_england(data: Indicators, tmp_path: Path) -> None:
    """`select` narrows what is shown, never what England is."""
    one = written(data.select(network_area="Mid"), tmp_path / "selected", network="cancer")
    whole = written(data, tmp_path / "whole", network="cancer", network_area="Mid")
    assert one.packs["folder"].tolist() == ["cancer-mid"]
    for name in ("areas", "variation", "change"):
        mine, theirs = (csv_of(pack.folder / "cancer-mid", name) for pack in (one, whole))
        pd.testing.assert_frame_equal(mine, theirs)


def test_a_period_that_is_named(data: Indicators, tmp_path: Path) -> None:
    pack = written(data, tmp_path, period="2013/14", network="cancer", network_area="Mid")
    assert set(csv_of(tmp_path / "cancer-mid", "areas")["period"]) == {"2013/14"}
    assert set(csv_of(tmp_path / "cancer-mid", "change")["baseline"]) == {"2012/13"}
    assert pack.stamp["options"]["period"] == "2013/14"


def test_a_baseline_that_is_named(data: Indicators, tmp_path: Path) -> None:
    written(data, tmp_path, baseline="2012/13", network="cancer", network_area="Mid")
    assert set(csv_of(tmp_path / "cancer-mid", "change")["baseline"]) == {"2012/13"}


def test_a_plain_frame(tmp_path: Path) -> None:
    """It has neither networks nor places: one pack of all, England being the areas given."""
    frame = rows(["one"]).assign(area_name="Anywhere", statistic="proportion")
    pack = written(frame, tmp_path, formats=["xlsx", "html", "csv"])
    assert pack.packs["folder"].tolist() == ["all"]
    assert pack.packs["areas"].tolist() == [12]
    assert pack.verify().ok


def test_networks_without_places(tmp_path: Path) -> None:
    pack = written(Indicators(rows(), catalogue=catalogue()), tmp_path, formats=["html", "csv"])
    assert pack.packs["folder"].tolist() == ["cancer", "cardiovascular"]
    assert (pack.packs["areas"] == 12).all()


def test_places_without_networks(tmp_path: Path) -> None:
    nowhere = catalogue(networks=["", "", ""]).assign(domain=None)
    pack = written(Indicators(rows(), catalogue=nowhere, areas=areas()), tmp_path, formats=["html", "csv"])
    assert pack.packs["folder"].tolist() == ["mid", "north", "south"]
    assert (pack.packs["indicators"] == 3).all()


def test_a_network_of_ones_own(tmp_path: Path) -> None:
    own = catalogue(networks=["stroke_club", "cancer", ""])
    pack = written(Indicators(rows(), catalogue=own, areas=areas()), tmp_path, network="stroke_club")
    assert pack.packs["folder"].tolist() == ["stroke-club-mid", "stroke-club-north", "stroke-club-south"]
    assert set(csv_of(tmp_path / "stroke-club-mid", "areas")["indicator_id"]) == {"one", "three"}


def test_two_packs_never_share_a_folder(tmp_path: Path) -> None:
    """The network `a` in `x y` and the network `a x` in `y` would both be called a-x-y."""
    named = Indicators(rows(), catalogue=catalogue(networks=["a", "a x", ""]), areas=areas(places=["x y", "y", "z"]))
    pack = written(named, tmp_path)
    folders = pack.packs["folder"].tolist()
    assert len(set(folders)) == len(folders) == 6
    assert sum(re.fullmatch("a-x-y-[0-9a-f]{8}", folder) is not None for folder in folders) == 2
    for line in pack.packs.to_dict("records"):
        assert set(csv_of(tmp_path / line["folder"], "areas")["network_area"]) == {line["network_area"]}


# -- what stops it ---------------------------------------------------------------------------------------------


def test_a_rule_is_asked_for_when_none_is_stated(little: Indicators, tmp_path: Path) -> None:
    with pytest.warns(DataWarning, match=r"^variation_pack\(\) was given no disclosure rule: ") as caught:
        pack = written(little, tmp_path, suppress=None, formats=["html"], network="cancer", network_area="Mid")
    assert len(caught) == 1
    assert caught[0].filename == __file__ or caught[0].filename.endswith("test_pack.py")
    page = (tmp_path / "cancer-mid" / "pack.html").read_text(encoding="utf-8")
    assert pack.disclosure in page
    assert pack.disclosure in (tmp_path / "index.html").read_text(encoding="utf-8")


FAULTS = {
    "format": (
        {"formats": ["xslx"]},
        "formats='xslx' is not known; choose one of 'xlsx', 'html', 'csv', 'parquet'. Did you mean 'xlsx'?",
    ),
    "no_format": (
        {"formats": []},
        "variation_pack(formats=[]) would write nothing; name at least one of 'xlsx', 'html', 'csv', 'parquet'.",
    ),
    "no_network": (
        {"network": []},
        "variation_pack(network=[]) would write nothing; name at least one, or leave network out for all.",
    ),
    "no_place": (
        {"network_area": []},
        "variation_pack(network_area=[]) would write nothing; name at least one, or leave network_area out for all.",
    ),
    "place": (
        {"network_area": "Souht"},
        "network_area='Souht' is not in the data. The data hold Mid, North, South. Did you mean 'South'?",
    ),
}


@pytest.mark.parametrize(("options", "message"), FAULTS.values(), ids=FAULTS)
def test_a_slip_is_refused_before_anything_is_written(
    little: Indicators, tmp_path: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(OptionError) as caught:
        written(little, tmp_path, **options)
    assert str(caught.value) == message
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "options", [{"network": "cancre"}, {"suppress": "hse"}, {"period": "2015/16"}, {"as_at": "1999"}], ids=str
)
def test_other_slips_leave_nothing_either(little: Indicators, tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises((OptionError, DataError)):
        written(little, tmp_path, **options)
    assert not list(tmp_path.iterdir())


def test_places_of_data_that_have_none(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"network_area='Mid' is not in the data\. The data hold none\."):
        written(Indicators(rows(), catalogue=catalogue()), tmp_path, network_area="Mid")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wanted", "module", "package", "extra"),
    [("html", "jinja2", "jinja2", "report"), ("xlsx", "xlsxwriter", "XlsxWriter", "excel")],
)
def test_a_package_that_is_not_installed(
    little: Indicators,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wanted: str,
    module: str,
    package: str,
    extra: str,
) -> None:
    """It is named with the command that installs it, before any work; the folder is not even made, and not locked."""
    out = tmp_path / "packs"
    with monkeypatch.context() as without:
        without.setitem(sys.modules, module, None)
        with pytest.raises(OptionError) as caught:
            written(little, out, formats=["csv", wanted])
    assert str(caught.value) == (
        f"variation_pack(formats=['{wanted}']) needs the package '{package}', which is not installed. "
        f'Install it with: pip install "scnvariation[{extra}]"'
    )
    assert not out.exists()


# -- the same folder again -------------------------------------------------------------------------------------


def test_the_second_set_takes_the_place_of_the_first(little: Indicators, tmp_path: Path) -> None:
    """Nothing of the first is left, neither packs nor forms; what the user put there is."""
    written(little, tmp_path, formats=["html", "csv"], network="cancer", network_area=["Mid", "North"])
    (tmp_path / "minutes.txt").write_text("ours")
    (tmp_path / "cancer-north" / "remark.txt").write_text("ours too")
    second = written(little, tmp_path, network="cancer", network_area=["Mid"])
    left = set(contents(tmp_path))
    own = {path.relative_to(tmp_path).as_posix() for path in second.files}
    assert left - own == {"minutes.txt", "cancer-north/remark.txt"}
    assert {name.split("/")[0] for name in own} == {"cancer-mid", "manifest.json"}
    assert second.verify().complete
    assert not second.verify().missing
    assert not second.verify().changed


def test_a_file_of_somebody_else_stops_it(little: Indicators, tmp_path: Path) -> None:
    """Its name is needed for the new pack: nothing is written, and the earlier pack is as it was."""
    written(little, tmp_path, network="cancer", network_area="Mid")
    (tmp_path / "cancer-south").mkdir()
    (tmp_path / "cancer-south" / "areas.csv").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(FileExistsError):
        written(little, tmp_path, network="cancer", network_area=["Mid", "South"])
    assert contents(tmp_path) == before


def test_the_data_given_are_not_changed(data: Indicators, tmp_path: Path) -> None:
    frame = small_packs.rows(["one"]).assign(area_name="Anywhere", statistic="proportion")
    kept = frame.copy(deep=True)
    written(frame, tmp_path)
    pd.testing.assert_frame_equal(frame, kept)
    rows_before = data.observations.copy(deep=True)
    written(data, tmp_path, network="cancer", network_area="Mid")
    pd.testing.assert_frame_equal(data.observations, rows_before)
