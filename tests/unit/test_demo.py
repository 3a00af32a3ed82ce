"""The demonstration is what a newcomer sees first: it must run, say what it found, and be the same each time."""

import json
import re
from hashlib import sha256

import pandas as pd
import pytest

from scnvariation.errors import DataError
from scnvariation.io.sample import sample_folder
from scnvariation.report.safe import OutputFolder
from scnvariation.shell import demo as module
from scnvariation.shell.demo import FIRST_FUNNELS, demo
from scnvariation.shell.program import program

NETWORKS = ("cancer", "cardiovascular", "maternity-children", "mental-health-dementia-neurology")


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Run the demonstration once: its folder and its lines."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    return folder, list(demo(folder))


def test_it_writes_a_funnel_for_each_network_and_the_variation_table(shown):
    folder, _ = shown
    pictures = {f"funnel-{name}.{ending}" for name in NETWORKS for ending in ("png", "svg")}
    tables = {"variation.csv", "variation.txt", "manifest.json"}
    assert {path.name for path in folder.iterdir()} == pictures | tables


def test_it_says_what_was_loaded_and_that_it_is_invented(shown):
    _, lines = shown
    assert lines[0].startswith("Loaded the sample: 211 areas, 24 indicators, 4 networks, 5 domains, 8 quarters, 17 ")
    assert lines[1] == "Everything in the sample is invented: no figure says anything about a real place."


def planted(indicator):
    """Count the outliers that the sample's truth names for the period shown."""
    truth = pd.read_csv(sample_folder() / "truth.csv", dtype=str, keep_default_na=False)
    mine = truth[(truth["indicator_id"] == indicator) & (truth["kind"] == "outlier")]
    return int(mine["period"].isin(["", "2014/15", "2014/15 Q4"]).sum())


def test_it_counts_the_planted_outliers(shown):
    """0.2 % of 211 areas, 0.4, lie outside by chance: two beyond those planted are seldom, three hardly possible."""
    _, lines = shown
    found = [int(line.strip().split(" of ")[0]) for line in lines if "211 areas outside (chance alone: 0.4)" in line]
    assert len(found) == len(FIRST_FUNNELS)
    for number, indicator in zip(found, FIRST_FUNNELS.values(), strict=True):
        assert planted(indicator) <= number <= planted(indicator) + 2


def test_it_names_the_three_widest_gaps(shown):
    folder, lines = shown
    gaps = [line for line in lines if re.match(r"  [123]\. ", line)]
    assert [re.search(r": (\d+)% \(", line).group(1) for line in gaps] == sorted(
        (re.search(r": (\d+)% \(", line).group(1) for line in gaps), reverse=True
    )
    assert gaps[0].startswith("  1. Patient safety incidents reported, 2014/15 Q4: ")  # planted: own effect 0.35
    table = pd.read_csv(folder / "variation.csv")
    ratios = table[table["typical_gap_measure"] != "median_difference"]
    widest = ratios.loc[ratios["typical_gap"].idxmax(), "indicator_id"]
    assert widest == "ccg_ois:5.1"


def test_it_says_where_the_files_are_and_what_to_type(shown):
    folder, lines = shown
    assert f"Files in {folder.resolve()}" in lines
    assert lines[-4:] == [
        "Next, type",
        f"  {program()} funnel sample --indicator ccg_ois:3.5 --network-area Wessex",
        f"  {program()} check your-file.csv",
        f"  {program()} --help",
    ]


def test_the_text_has_a_part_for_each_network(shown):
    folder, _ = shown
    text = (folder / "variation.txt").read_text()
    headings = [line for line in text.splitlines() if line in LABELS]
    assert headings == LABELS
    assert text.count("Patient safety incidents reported") == 4  # it serves every network


LABELS = [
    "Cancer",
    "Cardiovascular",
    "Maternity and children",
    "Mental health, dementia and neurological conditions",
]


def test_the_same_files_each_time(shown, tmp_path):
    """No file but a PNG carries a date, and no number depends on the run."""
    folder, _ = shown
    for _ in demo(tmp_path):
        pass
    one, two = (json.loads((place / "manifest.json").read_text()) for place in (folder, tmp_path))
    assert one["complete"] is two["complete"] is True
    assert sorted(one["files"]) == sorted(two["files"])
    for name, mark in two["files"].items():
        assert sha256((tmp_path / name).read_bytes()).hexdigest() == mark
        assert mark == one["files"][name] or name.endswith(".png")


def test_it_can_be_run_again_after_it_was_stopped(tmp_path, monkeypatch):
    def stop(*_args, **_more):
        raise DataError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(module, "variation", stop)
        with pytest.raises(DataError):
            list(demo(tmp_path))
    assert json.loads((tmp_path / "manifest.json").read_text())["complete"] is False
    assert OutputFolder(tmp_path).target("funnel-cancer.png").exists()


def test_one_funnel_for_each_condition_network():
    assert list(FIRST_FUNNELS) == [name.replace("-", "_") for name in NETWORKS]


def test_what_to_type_is_what_a_shell_finds(monkeypatch, tmp_path):
    """`make demo` runs a Python that is not on the path; a blank in a path needs quotation marks."""
    monkeypatch.setattr("scnvariation.shell.program.shutil.which", lambda _: "/usr/bin/scnvariation")
    assert program() == "scnvariation"
    monkeypatch.setattr("scnvariation.shell.program.shutil.which", lambda _: None)
    monkeypatch.setattr("scnvariation.shell.program.sys.executable", str(tmp_path / "my env" / "python"))
    monkeypatch.chdir(tmp_path)
    assert program() == '"my env/python" -m scnvariation'
