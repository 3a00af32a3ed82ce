"""The command line: what it prints, what it writes, and the exit code that a script can rely on."""

import argparse
import re
import shlex
import subprocess
import sys
import warnings

import numpy as np
import openpyxl
import pandas as pd
import pytest

from scnvariation import __version__
from scnvariation.cli import main
from scnvariation.errors import DataWarning
from scnvariation.shell.commands import COMMANDS
from scnvariation.shell.parser import build_parser

DONE, REFUSED, USAGE, NOT_WRITTEN = 0, 1, 2, 4
STROKE = ["funnel", "sample", "--indicator", "ccg_ois:3.5"]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def deaths(path, numerators, **more):
    """Write a tidy file of a hundred people an area."""
    codes = [f"E3800000{number}" for number in range(len(numerators))]
    table = pd.DataFrame({"area_code": codes, "numerator": numerators, "denominator": 100, **more})
    table.to_csv(path, index=False)
    return str(path)


def help_of(name):
    """Give the help of one command, or of the program."""
    parser = build_parser(COMMANDS)
    if name:
        (subparsers,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
        parser = subparsers.choices[name]
    return parser.format_help()


# -- help --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_describes_and_gives_examples(name, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*([name] if name else []), "--help"])
    shown = capsys.readouterr().out
    assert stopped.value.code == DONE
    assert f"examples:\n  scnvariation {name}" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


def examples():
    """List the examples of all help pages that need no file of the user's."""
    lines = [line for name in ["", *COMMANDS] for line in help_of(name).splitlines()]
    found = {line.strip() for line in lines if re.match(r"  scnvariation (check|funnel|variation|template) ", line)}
    return sorted(line for line in found if "my file" not in line)


def test_there_are_examples_to_run():
    assert len(examples()) >= 10


@pytest.mark.parametrize("line", examples())
def test_examples_run(line, capsys):
    """An example that does not run teaches the wrong thing."""
    assert main(shlex.split(line)[1:]) == DONE
    captured = capsys.readouterr()
    assert captured.out
    assert captured.err == ""


@pytest.mark.parametrize("name", ["check", "funnel"])
def test_the_example_with_a_users_file_runs_too(name, tmp_path):
    """With the file, the sheet and the headings that it names."""
    table = pd.DataFrame({"area_code": list("ABCDE"), "Events": [10, 12, 9, 11, 40], "denominator": 100})
    table.to_excel(tmp_path / "my file.xlsx", sheet_name="Data", index=False)
    table.rename(columns={"Events": "numerator"}).to_csv(tmp_path / "my file.csv", index=False)
    (line,) = (line for line in help_of(name).splitlines() if "my file" in line)
    assert main(shlex.split(line.strip())[1:]) == DONE


def test_version(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == DONE
    assert capsys.readouterr().out == f"scnvariation {__version__}\n"


def test_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "scnvariation", "--version"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == (f"scnvariation {__version__}\n", "")


def test_without_a_command_the_help_is_shown(capsys):
    assert main([]) == USAGE
    assert "examples:" in capsys.readouterr().err


# -- usage: exit code 2 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (
            ["funel", "sample"],
            (
                "command='funel' is not known; choose one of 'demo', 'check', 'funnel', 'variation', 'pack', 'verify', "
                "'template'. Did you mean 'funnel'?"
            ),
        ),
        (
            [*STROKE, "--overdispersion", "aditive"],
            (
                "overdispersion='aditive' is not known; choose one of 'predictive', 'none', 'multiplicative', "
                "'additive', 'spiegelhalter2005', 'cqc2012', 'shmi', 'gamma_poisson', 'beta_binomial'. "
                "Did you mean 'additive'?"
            ),
        ),
        (
            ["variation", "sample", "--period", "2014/15", "--about", "englnd"],
            "about='englnd' is not known; choose one of 'own', 'england', 'given'. Did you mean 'england'?",
        ),
        (
            [*STROKE, "--out", "funnel.jpg"],
            "--out 'funnel.jpg': give a folder, or a file that ends in .png, .svg, .pdf, .csv, .xlsx, .txt.",
        ),
        (
            ["check", "sample", "--sheet", "Data", "--strict"],
            "The sample is read as it is and takes no --sheet, --strict; leave that out, or give a file of your own.",
        ),
        (
            ["funnel", "deaths.csv", "--columns", "numerator"],
            "--columns 'numerator' has no '='; write it as 'your heading=numerator'.",
        ),
    ],
)
def test_a_word_that_is_not_known(words, text, capsys):
    assert main(words) == USAGE
    captured = capsys.readouterr()
    assert captured.err == f"{text}\n"
    assert captured.out == ""


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["funnel"], "the following arguments are required: FILE"),
        ([*STROKE, "--benchmark", "13.2%"], "argument --benchmark: '13.2%' is not a number; write 0.132 for 13.2%"),
        ([*STROKE, "--indi", "x"], "unrecognized arguments: --indi x"),
    ],
)
def test_usage_that_the_parser_refuses(words, text, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == USAGE
    assert text in capsys.readouterr().err


def test_an_option_is_looked_at_before_the_work(monkeypatch):
    """A wrong ending is told at once, not after a minute."""
    monkeypatch.setattr("scnvariation.shell.commands.load", lambda _: pytest.fail("the data were loaded"))
    assert main([*STROKE, "--out", "a.jpg"]) == USAGE


# -- data refused: exit code 1 -----------------------------------------------------------------------------------


def test_impossible_data_are_refused_in_plain_words(tmp_path, capsys):
    file = deaths(tmp_path / "deaths.csv", [5, 120, 7])
    assert main(["funnel", file, "--statistic", "proportion"]) == REFUSED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "above the denominator" in captured.err
    assert "Traceback" not in captured.err


def test_a_missing_column_is_data_refused(tmp_path, capsys):
    file = deaths(tmp_path / "deaths.csv", [5, 6, 7])
    assert main(["funnel", file, "--columns", "Cases=numerator"]) == REFUSED
    assert "'Cases'" in capsys.readouterr().err


def test_a_missing_file_is_data_refused(capsys):
    assert main(["check", "nowhere.csv"]) == REFUSED
    assert "does not exist" in capsys.readouterr().out


def test_too_few_areas_are_data_refused(tmp_path, capsys):
    file = deaths(tmp_path / "deaths.csv", [5, 6])
    assert main(["variation", file, "--statistic", "proportion"]) == REFUSED
    assert "at least 3 areas" in capsys.readouterr().err


def test_check_lists_everything_and_refuses_at_the_end(tmp_path, capsys):
    deaths(tmp_path / "deaths.csv", [120, "*", "*", "*", "*", "*", "*", 130])
    assert main(["check", "deaths.csv", "--statistic", "proportion", "--out", "problems.csv"]) == REFUSED
    captured = capsys.readouterr()
    assert captured.out.startswith("2 problems that must be put right, 6 warnings, ")
    assert "3, 4, 5, 6, 7 and 1" in captured.out  # one line for the same mark in six rows, as Excel counts them
    assert captured.err == "'deaths.csv' cannot be used as it is: 2 problems stop it.\n"
    problems = pd.read_csv(tmp_path / "problems.csv")
    assert (problems["severity"] == "E").sum() == 2


def test_strict_stops_at_warnings(tmp_path):
    file = deaths(tmp_path / "deaths.csv", [5, "*", 7, 8])
    assert main(["check", file, "--statistic", "proportion"]) == DONE
    assert main(["check", file, "--statistic", "proportion", "--strict"]) == REFUSED


# -- could not write: exit code 4 --------------------------------------------------------------------------------


def test_a_folder_that_is_not_there(capsys):
    assert main([*STROKE, "--out", "nowhere/funnel.csv"]) == NOT_WRITTEN
    text = "Could not write 'nowhere/funnel.csv': no such file or directory; "
    assert capsys.readouterr().err.startswith(text)


def test_a_file_of_somebody_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "out").mkdir()
    theirs = tmp_path / "out" / "variation.csv"
    theirs.write_text("mine")
    assert main(["variation", "sample", "--period", "2014/15", "--simulations", "0", "--out", "out"]) == NOT_WRITTEN
    assert capsys.readouterr().err == (
        "Could not write 'out/variation.csv': it is there already and was not written by scnvariation; "
        "choose another folder.\n"
    )
    assert theirs.read_text() == "mine"


def test_a_reader_that_has_gone_is_no_error():
    """`scnvariation ... | head -1` closes the pipe while lines are still to come."""
    code = (
        "import sys; from scnvariation import cli; from types import SimpleNamespace as N; "
        "lines = lambda options: ('x' * 100 for _ in range(100_000)); "
        "cli.build_parser = lambda commands: N(parse_args=lambda words: N(run=lines)); sys.exit(cli.main(['demo']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == DONE


# -- what is told ------------------------------------------------------------------------------------------------


def test_a_funnel_is_told_in_words(capsys):
    assert main(STROKE) == DONE
    shown = capsys.readouterr().out
    assert "211 areas compared with" in shown
    for planted in ("SX000162", "SX000175", "SX000196"):  # the sample's README
        assert planted in shown
    assert "Nothing was written; add --out FOLDER for .png, .svg, .csv, .txt." in shown


def test_a_network_area_is_shown_whole_and_england_stays(capsys):
    assert main([*STROKE, "--network-area", "Wessex"]) == DONE
    shown = capsys.readouterr().out
    assert len(re.findall(r"^Wessex ", shown, flags=re.MULTILINE)) == 9
    assert "211 areas compared with" in shown


def test_options_reach_the_library(capsys):
    assert main([*STROKE, "--basis", "exact", "--benchmark", "0.5", "--period", "2013/14 Q1"]) == DONE
    shown = capsys.readouterr().out
    assert "2013/14 Q1" in shown
    assert "50.0%" in shown


def test_variation_says_once_what_every_row_shares(capsys):
    words = ["variation", "sample", "--indicator", "ccg_ois:3.5", "--period", "2014/15 Q4", "--simulations", "0"]
    assert main([*words, "--by", "network_area"]) == DONE
    shown = capsys.readouterr().out
    assert shown.count("Stroke: admitted to an acute stroke unit within 4 hours") == 1
    assert shown.count("\nYorkshire and The Humber") == 1


def test_variation_adjusts_for_need_and_allows_for_repeat_events(capsys):
    words = ["variation", "sample", "--indicator", "sample:hf_admissions", "--period", "2014/15 Q4"]
    more = ["--simulations", "9", "--need", "deprivation", "--need", "share_over_75", "--repeat-factor", "1.6"]
    assert main([*words, *more]) == DONE
    shown = " ".join(capsys.readouterr().out.split())
    assert "After removing chance and measured need (deprivation and share over 75)" in shown
    assert "Repeat events are allowed for: chance variance is multiplied by 1.6." in shown


def test_warnings_about_data_are_notes(tmp_path, capsys):
    file = deaths(tmp_path / "deaths.csv", [5, "*", 7, 8, 9])
    assert main(["funnel", file, "--statistic", "proportion"]) == DONE
    captured = capsys.readouterr()
    assert captured.err.startswith("Note: 1 of 5 values is suppressed")
    assert "DataWarning" not in captured.err


def test_the_users_filters_are_as_before():
    before = list(warnings.filters)
    main(["check", "sample"])
    assert warnings.filters == before
    with pytest.warns(DataWarning):
        warnings.warn("still a warning", DataWarning, stacklevel=1)


def test_headings_of_the_users_own(tmp_path, capsys):
    table = pd.DataFrame({"CCG": list("ABCDE"), "Deaths=": [1, 2, 3, 4, 30], "People": 100})
    table.to_csv(tmp_path / "own.csv", index=False)
    columns = [f"--columns={mapping}" for mapping in ("CCG=area_code", "Deaths= = numerator", "People=denominator")]
    assert main(["funnel", "own.csv", "--statistic", "proportion", *columns]) == DONE
    assert "5 areas compared" in capsys.readouterr().out


# -- what is written ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["png", "svg", "csv", "xlsx", "txt"])
def test_one_file_by_its_ending(ending, tmp_path, capsys):
    assert main([*STROKE, "--out", f"funnel.{ending}"]) == DONE
    assert f"Written: funnel.{ending}\n" in capsys.readouterr().out
    content = (tmp_path / f"funnel.{ending}").read_bytes()
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "csv": b"\xef\xbb\xbfarea_code", "xlsx": b"PK", "txt": b"Stroke"}
    assert content.startswith(starts[ending])


def test_a_folder_gets_every_format_and_its_list(tmp_path):
    for _ in range(2):  # our own files may be written again
        assert main([*STROKE, "--network-area", "Wessex", "--out", "out"]) == DONE
    stem = "funnel-ccg-ois-3-5-2014-15-q4"
    names = {f"{stem}.{ending}" for ending in ("png", "svg", "csv", "txt")}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names | {"manifest.json"}


def test_a_workbook_of_a_funnel_reads_back(tmp_path):
    assert main([*STROKE, "--out", "funnel.xlsx"]) == DONE
    book = openpyxl.load_workbook(tmp_path / "funnel.xlsx")
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Table", "Numbers", "Excluded", "Settings"]
    assert book["Numbers"].max_row == 212
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


def test_figures_in_csv_are_natural_and_whole(tmp_path):
    assert main([*STROKE, "--out", "funnel.csv"]) == DONE
    areas = pd.read_csv(tmp_path / "funnel.csv")
    assert len(areas) == 211
    assert np.allclose(areas["numerator"] / areas["denominator"], areas["value"], rtol=0, atol=1e-15)


def test_a_template_can_be_checked_at_once(capsys):
    assert main(["template", "our figures.csv"]) == DONE
    assert 'check "our figures.csv"' in capsys.readouterr().out
