"""A stamp must lead from a figure back to its input, say nothing that is nobody's business, and be the same twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pathlib
import re
from importlib import metadata
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import scnvariation as scn
from scnvariation import clock
from scnvariation.analysis import provenance
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.analysis.provenance import plain, result_stamp
from scnvariation.analysis.result import Settings
from scnvariation.contract.source import SourceInfo
from scnvariation.errors import OptionError
from scnvariation.messages.provenance import STAMP_LABELS
from scnvariation.report.stamp import pack_stamp, stamp, stamp_lines

SETTINGS = Settings(
    call="pack_figures",
    version="0.1.0",
    input_hash="ab" * 32,
    reference="england",
    benchmark_source="sum of the areas",
    options=MappingProxyType({"levels": (0.95, 0.998), "overdispersion": "predictive", "seed": 0}),
)
SOURCE = SourceInfo(name="/home/jane.doe/secret project/ccg.csv", sha256="cd" * 32, rows_read=212, layout="tidy")
ROWS = {"suppressed": 15, "used": 195, "missing": 2, "read": 212}


def made(**changes):
    given = {
        "settings": SETTINGS,
        "source": SOURCE,
        "rows": ROWS,
        "rule_words": "Counts of 1 to 7 are withheld.",
        "options": {"formats": ("xlsx", "csv"), "network": None},
        "warnings": 3,
        "when": "2015-04-01T09:30:00Z",
    }
    return stamp(**(given | changes))


def test_s18_it_says_what_was_read_what_was_asked_and_what_came_out():
    """S18, line by line."""
    found = made()
    assert found["package_version"] == "0.1.0"
    assert found["input_name"] == "ccg.csv"
    assert found["input_sha256"] == "cd" * 32
    assert found["input_layout"] == "tidy"
    assert found["rows"] == {"read": 212, "used": 195, "missing": 2, "suppressed": 15}
    assert found["levels"] == [0.95, 0.998]
    assert (found["overdispersion"], found["seed"]) == ("predictive", 0)
    assert (found["reference"], found["benchmark_source"]) == ("england", "sum of the areas")
    assert found["warnings"] == 3
    assert found["disclosure_rule"] == "Counts of 1 to 7 are withheld."
    assert found["written_utc"] == "2015-04-01T09:30:00Z"
    assert found["options"] == {
        "formats": ["xlsx", "csv"],
        "levels": [0.95, 0.998],
        "network": None,
        "overdispersion": "predictive",
        "seed": 0,
    }
    assert found["libraries"]["pandas"] == pd.__version__
    assert found["libraries"]["numpy"] == np.__version__


@pytest.mark.parametrize("name", ["/home/jane.doe/x/ccg.csv", r"C:\Users\Jane Doe\x\ccg.csv", "ccg.csv"])
def test_a_folder_is_never_named(name):
    """Paths name people and their projects; the file is known by its name and its hash."""
    text = json.dumps(made(source=SourceInfo(name=name), options={"out": pathlib.Path("/home/jane.doe/out")}))
    assert "ccg.csv" in text
    assert not re.search("(?i)jane|home|users", text)


def test_it_is_json_and_the_same_twice():
    first, again = (
        made(),
        made(rows=dict(reversed(ROWS.items())), options={"network": None, "formats": ("xlsx", "csv")}),
    )
    assert json.dumps(first) == json.dumps(again)
    assert json.loads(json.dumps(first)) == first


def test_only_the_time_differs_between_two_runs(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    first = made(when=None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1427880600")
    later = made(when=None)
    assert (first["written_utc"], later["written_utc"]) == ("1970-01-01T00:00:00Z", "2015-04-01T09:30:00Z")
    assert {name for name in first if first[name] != later[name]} == {"written_utc"}


def test_a_frame_is_known_by_the_hash_of_its_figures():
    assert made(source=SourceInfo(rows_read=3))["input_sha256"] == "ab" * 32


def test_the_clock_tells_utc(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    told = dt.datetime.strptime(clock.now_utc(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    assert abs(dt.datetime.now(dt.UTC) - told) < dt.timedelta(seconds=10)


@pytest.mark.parametrize("given", ["yesterday", "-1", "1.5", "\uff11\uff12", "9" * 30])
def test_a_time_that_is_none_stops(monkeypatch, given):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(OptionError, match="write the seconds since 1 January 1970, or unset it"):
        clock.now_utc()


def test_every_entry_has_a_label_and_a_text_for_people():
    lines = dict(stamp_lines(made()))
    assert set(made()) <= set(STAMP_LABELS)
    assert lines["Rows"] == "212 read, 195 used, 2 missing, 15 suppressed"
    assert lines["Options"].startswith("formats = xlsx, csv; levels = 0.95, 0.998; network = none; ")
    assert lines["Compared with"] == "England"
    assert not [text for text in lines.values() if set("{}[]'") & set(text)]


def test_what_is_not_known_is_left_out():
    lines = dict(stamp_lines(made(source=SourceInfo())))
    assert "Input" not in lines
    assert "Limits by" not in lines


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (np.float64(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (float("nan"), None),
        (dt.date(2015, 3, 31), "2015-03-31"),
        (pd.Timestamp("2015-03-31"), "2015-03-31T00:00:00"),
        (pathlib.Path("/home/jane/a.csv"), "a.csv"),
        ({"b", "a"}, ["a", "b"]),
        (pd.Series([1, 2]), [1, 2]),
        (pd.DataFrame({"benchmark": [0.123, 0.456]}), "a table of 2 rows: benchmark"),
        (object(), "object"),
        (SourceInfo(name="a"), {"layout": "frame", "name": "a", "rows_read": 0, "sha256": "", "why": ""}),
    ],
)
def test_any_option_is_written_without_addresses_or_figures(value, wanted):
    """An object's usual text holds its place in memory, and that of a table its figures."""
    assert plain(value) == wanted


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        ('{"url": "x", "vcs_info": {"vcs": "git", "commit_id": "0123abcd"}}', "0123abcd"),
        ('{"url": "file:///home/jane", "dir_info": {"editable": true}}', None),
        (None, None),
    ],
)
def test_a_commit_is_named_where_the_installer_recorded_it(monkeypatch, record, wanted):
    """PEP 610; nothing else of that record is of interest."""

    class Installed:
        def read_text(self, _name):
            return record

    monkeypatch.setattr(metadata, "distribution", lambda _name: Installed())
    provenance.commit.cache_clear()
    assert provenance.commit() == wanted
    provenance.commit.cache_clear()


def test_a_library_that_is_not_installed_is_not_named(monkeypatch):
    def version(name):
        if name == "Jinja2":
            raise metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(metadata, "version", version)
    provenance.libraries.cache_clear()
    assert "Jinja2" not in provenance.libraries()
    assert provenance.libraries()["pandas"] == "1"
    provenance.libraries.cache_clear()


def test_a_result_bears_the_file_it_was_made_from(tmp_path):
    """The picture, and the table for scripts, lead back to the same file and hash."""
    path = tmp_path / "deaths.csv"
    path.write_text(
        "area_code,numerator,denominator,statistic\nA,5,100,rate\nB,7,100,rate\nC,9,100,rate\nD,*,100,rate\n"
    )
    with pytest.warns(scn.DataWarning):
        data = scn.read_indicators(path)
    facts = result_stamp(scn.rates(data))
    assert facts["input_name"] == "deaths.csv"
    assert facts["input_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert facts["rows"] == {"read": 4, "suppressed": 1}
    assert facts["disclosure_rule"].startswith("No disclosure rule was applied")
    assert "written_utc" not in facts
    scn.rates(data).save(tmp_path / "r.png", size="web")
    with Image.open(tmp_path / "r.png") as image:
        assert json.loads(image.text["Comment"]) == facts


def test_a_pack_names_the_limits_it_judges_by_and_what_it_left_out():
    """S18: levels, limits, over-dispersion and seed, whether or not the caller chose them."""
    frame = pd.DataFrame(
        {"area_code": list("ABCDEFGH"), "numerator": [*"1234567", "*"], "denominator": 100, "statistic": "proportion"}
    )
    data = scn.Indicators(frame)
    found = pack_stamp(pack_figures(data, simulations=9), data, rule=None, options={"suppress": None})
    assert (found["levels"], found["limits_method"], found["overdispersion"]) == ([0.95, 0.998], "exact", "predictive")
    assert found["seed"] == 0
    assert found["rows"] == {"read": 8, "used": 7, "suppressed": 1}
    assert found["warnings"] == int((data.problems["severity"] == "W").sum()) > 0
    assert "disclosure" in found["disclosure_rule"].lower()
    assert found["options"]["suppress"] is None
