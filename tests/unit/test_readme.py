"""The README is the first thing a newcomer types: what it says must be so."""

import contextlib
import importlib.util
import io
import re
import tomllib
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

import scnvariation as scn
from scnvariation.shell.commands import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_window():
    """Draw without a screen, and leave no figure behind."""
    mpl.use("agg")
    yield
    plt.close("all")


def blocks(language: str) -> list[str]:
    """Give the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def words(text: str) -> list[str]:
    """Split at blanks, since the README breaks long lines."""
    return text.split()


def test_first_block_prints_what_the_readme_says():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks("python")[0], {})  # noqa: S102 - our own README
    assert words(printed.getvalue()) == words(blocks("text")[0])


def test_first_block_is_ten_lines_after_the_import():
    lines = [line for line in blocks("python")[0].splitlines() if line]
    assert len(lines) - 1 == 10


def test_second_block_runs_after_the_first_and_says_what_it_promises():
    """Variation beyond chance and need, its place, and its change; the sample holds the answers."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks("python")[1], {"scn": scn, "data": scn.load_sample()})  # noqa: S102 - our own README
    said = printed.getvalue()
    assert "measured need (deprivation and share over 75)" in said
    assert "narrowing" in said


def test_own_file_block_runs_on_a_file_with_these_headings(tmp_path, monkeypatch):
    rows = ["CCG,In time,Admitted", *(f"Z{n:02},{40 + n},{80 + n}" for n in range(12))]
    (tmp_path / "stroke unit.csv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(blocks("python")[2], {"scn": scn})  # noqa: S102 - our own README


def test_every_make_target_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"demo", "test"} <= named <= targets


def test_every_shell_command_named_exists():
    named = set(re.findall(r"-m scnvariation ([a-z]+)", README))
    listed = re.search(r"from the shell: `scnvariation (\w+)`, (.*?), each", README)
    assert listed, "the README says which commands there are"
    named |= {listed[1], *re.findall(r"`(\w+)`", listed[2])}
    assert named == set(COMMANDS)


def test_every_extra_named_exists():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(re.findall(r'"\.\[(\w+)\]"', README)) <= set(extras)


def test_built_questions_name_public_functions():
    """What the table marks as built must be there to call."""
    built = re.findall(r"^\| [1-7] \|.*\| (?:yes|in part): (.*) \|$", README, flags=re.MULTILINE)
    named = [name for cell in built for name in re.findall(r"`(\w+)`", cell)]
    assert named == ["funnel", "funnel_table", "variation", "change", "trend", "shares", "variation_pack", "overview"]
    assert all(callable(getattr(scn, name)) for name in named)


def test_every_link_leads_somewhere():
    targets = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert targets
    assert [link for link in targets if not (ROOT / link).exists()] == []


def test_picture_is_small_and_its_alternative_text_is_that_of_the_funnel():
    """A reader who cannot see the picture reads the numbers of today's code."""
    alt, path = re.search(r"^!\[(.*)\]\((.*)\)$", README, flags=re.MULTILINE).groups()
    assert (ROOT / path).stat().st_size <= 150_000
    assert alt == scn.funnel(scn.load_sample(), "ccg_ois:3.5", period="2014/15 Q4").alt_text()


def test_picture_is_drawn_the_same_twice(tmp_path):
    """Otherwise every commit would change it."""
    spec = importlib.util.spec_from_file_location("make_readme_picture", ROOT / "tools" / "make_readme_picture.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    maker.draw(first)
    maker.draw(second)
    assert first.read_bytes() == second.read_bytes()


def test_readme_stays_short():
    assert len(README.splitlines()) < 150
