"""`scnvariation pack` and `verify`: the words reach the library, and each way to end has a code of its own."""

import argparse
import errno
import os
import platform
import shlex
import subprocess
import sys
import types
from pathlib import Path

import pytest

from scnvariation.cli import main
from scnvariation.errors import DataError, OptionError
from scnvariation.report.pack_folder import PackFolder
from scnvariation.shell.commands import COMMANDS
from scnvariation.shell.parser import build_parser

DONE, REFUSED, USAGE, LOCKED, NOT_WRITTEN = range(5)
SAID = "2 packs were written. No disclosure rule was applied."


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def calls(monkeypatch):
    """Put a quick stand-in into the place of `variation_pack`; it writes two files, and notes how it was called."""
    noted = []

    def variation_pack(data, *, out, **options):
        noted.append((data, out, options))
        with PackFolder(out) as folder:
            folder.write("index.html", b"index")
            folder.write("cardiovascular-wessex/pack.html", b"page")
            folder.publish({})
        return types.SimpleNamespace(text=lambda: SAID)

    stand_in(monkeypatch, variation_pack)
    return noted


def stand_in(monkeypatch, function):
    module = types.ModuleType("scnvariation.report.pack")
    module.variation_pack = function
    monkeypatch.setitem(sys.modules, "scnvariation.report.pack", module)


def failing(monkeypatch, error):
    def variation_pack(*_args, **_options):
        raise error

    stand_in(monkeypatch, variation_pack)


# -- pack -------------------------------------------------------------------------------------------------------------


def test_it_says_what_was_written_and_what_to_do_next(calls, capsys, tmp_path):
    assert main(["pack", "sample", "--out", "our packs"]) == DONE
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[:2] == [SAID, ""]
    assert lines[2] == f"Open: {Path('our packs', 'index.html')}"
    assert lines[3].startswith("To check later that nothing was changed, type: ")
    assert lines[3].endswith('scnvariation verify "our packs"')
    assert captured.err == ""
    assert (tmp_path / "our packs" / "manifest.json").exists()
    assert len(calls) == 1


def test_without_pages_there_is_no_page_to_open(monkeypatch, capsys):
    stand_in(monkeypatch, lambda _data, **_options: types.SimpleNamespace(text=lambda: SAID))
    assert main(["pack", "sample", "--formats", "csv", "--out", "packs"]) == DONE
    assert "Open" not in capsys.readouterr().out


def test_every_default_is_that_of_the_library(calls):
    main(["pack", "sample", "--out", "packs"])
    ((data, out, options),) = calls
    assert len(data.observations) > 0
    assert str(out) == "packs"
    assert options == {}


def test_options_reach_the_library(calls):
    words = (
        "pack sample --as-at '2014/15 Q4' --baseline '2013/14 Q4' --network cancer --network cardiovascular "
        "--network-area Wessex --suppress hes --formats 'html, csv' --out packs"
    )
    assert main(shlex.split(words)) == DONE
    assert calls[0][2] == {
        "as_at": "2014/15 Q4",
        "baseline": "2013/14 Q4",
        "network": ["cancer", "cardiovascular"],
        "network_area": ["Wessex"],
        "suppress": "hes",
        "formats": ("html", "csv"),
    }


def test_a_file_of_ones_own_is_read_as_by_the_other_commands(calls, tmp_path):
    (tmp_path / "own.csv").write_text("CCG,Deaths,People\nA,3,100\nB,4,120\nC,9,130\n")
    columns = ["--columns=CCG=area_code", "--columns=Deaths=numerator", "--columns=People=denominator"]
    assert main(["pack", "own.csv", *columns, "--statistic", "proportion", "--out", "packs"]) == DONE
    assert calls[0][0].observations["numerator"].tolist() == [3, 4, 9]


def examples(name):
    parser = build_parser(COMMANDS)
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    lines = [line.strip() for line in commands.choices[name].format_help().splitlines()]
    return [line for line in lines if line.startswith(f"scnvariation {name} ")]


@pytest.mark.parametrize("line", [line for line in examples("pack") if "sample" in line])
def test_examples_of_pack_run(line, calls):
    assert main(shlex.split(line)[1:]) == DONE
    assert len(calls) == 1


@pytest.mark.parametrize("out", ["pack.xlsx", "pack.html", "own.dat"])
def test_a_pack_goes_into_a_folder(out, calls, capsys, tmp_path):
    (tmp_path / "own.dat").touch()
    assert main(["pack", "sample", "--out", out]) == USAGE
    assert capsys.readouterr().err == f"--out {out!r}: give a folder; a pack is many files.\n"
    assert calls == []


def test_a_folder_may_have_a_full_stop_in_its_name(calls):
    assert main(["pack", "sample", "--out", "packs 2014-15.Q4"]) == DONE
    assert len(calls) == 1


@pytest.mark.parametrize(("words", "text"), [(["pack", "sample"], "--out"), (["pack", "--out", "packs"], "FILE")])
def test_usage_that_the_parser_refuses(words, text, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == USAGE
    assert f"the following arguments are required: {text}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (OptionError("suppress='hess' is not known"), USAGE, "suppress='hess' is not known"),
        (DataError("no indicator has a figure"), REFUSED, "no indicator has a figure"),
        (
            OSError(errno.ENOSPC, "No space left on device; 4 bytes are needed", "packs/index.html"),
            NOT_WRITTEN,
            "Could not write 'packs/index.html': no space left on device; 4 bytes are needed.",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "packs/index.html"),
            NOT_WRITTEN,
            "Could not write 'packs/index.html': permission denied.",
        ),
        (ChildProcessError(errno.ECHILD, "A process was stopped."), NOT_WRITTEN, "A process was stopped."),
    ],
    ids=["usage", "data", "full", "permission", "worker"],
)
def test_each_way_to_end_has_its_code(error, code, text, monkeypatch, capsys):
    """S17."""
    failing(monkeypatch, error)
    assert main(["pack", "sample", "--out", "packs"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{text}\n"


def test_a_second_run_ends_with_a_code_of_its_own(calls, capsys, tmp_path):
    """S15."""
    with PackFolder(tmp_path / "packs"):
        assert main(["pack", "sample", "--out", "packs"]) == LOCKED
    said = capsys.readouterr().err
    lock = Path("packs", ".lock")
    assert said.startswith(
        f"Could not write '{lock}': another run is writing there (process {os.getpid()} on '{platform.node()}', since "
    )
    assert said.endswith("If it no longer runs, delete this file and start again.\n")
    assert main(["pack", "sample", "--out", "packs"]) == DONE
    assert len(calls) == 2


SLOW = """
import sys, types, time
from scnvariation.report.pack_folder import PackFolder
def variation_pack(data, *, out, **options):
    with PackFolder(out) as folder:
        folder.write("index.html", b"index")
        print("inside", flush=True)
        sys.stdin.readline()
        folder.publish({})
    return types.SimpleNamespace(text=lambda: "written")
sys.modules["scnvariation.report.pack"] = types.SimpleNamespace(variation_pack=variation_pack)
from scnvariation.cli import main
sys.exit(main(["pack", "own.csv", "--statistic", "proportion", "--out", "packs"]))
"""


def test_of_two_runs_at_once_one_finishes_and_one_stops():
    """S15: with processes of their own, as two people would start them."""
    Path("own.csv").write_text("area_code,numerator,denominator\nA,3,100\nB,4,120\nC,9,130\n")
    words = [sys.executable, "-c", SLOW]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, **pipes) as first:
        assert first.stdout.readline() == "inside\n"
        second = subprocess.run(words, input="", capture_output=True, text=True, check=False)
        said, _ = first.communicate("go on\n")
    assert second.returncode == LOCKED
    assert f"process {first.pid} on" in second.stderr
    assert first.returncode == DONE
    assert said.startswith("written\n")
    assert main(["verify", "packs"]) == DONE


# -- verify ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def packs(tmp_path):
    with PackFolder(tmp_path / "packs") as folder:
        folder.write("index.html", b"index")
        folder.write("cardiovascular-wessex/pack.html", b"page")
        folder.publish({})
    return tmp_path / "packs"


def test_a_folder_as_it_was_written(packs, capsys):
    assert packs.is_dir()
    assert main(["verify", "packs"]) == DONE
    assert capsys.readouterr().out == (
        "'packs' was written to the end: 2 files in its manifest. Every file is as it was written.\n"
    )


def test_a_file_that_was_changed_refuses_the_folder(packs, capsys):
    (packs / "index.html").write_bytes(b"Index")
    assert main(["verify", "packs"]) == REFUSED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("1 file changed since: 'index.html'.\n")


def test_a_run_that_was_stopped_refuses_the_folder(packs, capsys):
    path = packs / "manifest.json"
    path.write_text(path.read_text().replace('"complete": true', '"complete": false'))
    assert main(["verify", "packs"]) == REFUSED
    assert "is incomplete: a run was stopped while it wrote. Run it again." in capsys.readouterr().err


def test_a_folder_without_a_manifest_is_reported_as_incomplete(packs, capsys):
    """S14."""
    (packs / "manifest.json").unlink()
    assert main(["verify", "packs"]) == USAGE
    assert capsys.readouterr().err.startswith("'packs' is incomplete or holds no pack: it has no manifest.json")


def test_a_folder_that_is_not_there(capsys):
    assert main(["verify", "nowhere"]) == USAGE
    assert capsys.readouterr().err == "'nowhere': there is no such folder.\n"


def test_the_folder_of_a_demonstration_can_be_verified_too(capsys):
    assert main(["variation", "sample", "--period", "2014/15", "--simulations", "0", "--out", "out"]) == DONE
    assert main(["verify", "out"]) == DONE
    assert "Every file is as it was written." in capsys.readouterr().out
