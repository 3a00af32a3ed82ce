"""A pack of the sample to the digit: figures that change are meant to, and the changelog says so.

To accept a change: `python tools/make_golden.py`, look at the difference, and write why under "Results that change",
with the twelve letters that the tool prints.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import golden

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return golden.files()


def results_that_change() -> str:
    """Give what the changelog says under the heading of the newest version that has one."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^### Results that change\n(.*?)(?=^##)", changelog + "\n## ", flags=re.MULTILINE | re.DOTALL)
    assert found, "the changelog has no heading 'Results that change'"
    return found[1]


def test_the_same_files_are_made(made: dict[str, str]) -> None:
    assert sorted(made) == sorted(golden.stored())


@pytest.mark.parametrize("name", sorted(golden.stored()))
def test_figures_are_as_written_down(made: dict[str, str], name: str) -> None:
    """What people read is equal to the letter; figures for scripts to nine digits: compilers differ in the last."""
    ours, theirs = made[name], golden.stored()[name]
    if "-people-" in name or name.endswith(".txt"):
        assert ours == theirs
        return
    read = [pd.read_csv(io.StringIO(text), dtype={"area_code": str}) for text in (ours, theirs)]
    pd.testing.assert_frame_equal(*read, check_exact=False, rtol=1e-9, atol=1e-12)


def test_the_changelog_names_the_golden_pack() -> None:
    """Whoever writes new golden figures down has to say so to those whose figures change."""
    assert golden.digest(golden.stored()) in results_that_change()
