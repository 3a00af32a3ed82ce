"""The page on outputs must name what the code writes."""

from __future__ import annotations

import re
from pathlib import Path

import scnvariation as scn
from scnvariation.messages.provenance import STAMP_LABELS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_every_entry_of_a_stamp_is_explained():
    table = PAGE.split("| entry | holds |")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", table)) == set(STAMP_LABELS)


def test_what_the_page_runs_says_what_it_promises():
    """The code of the page, run as a reader would."""
    code = "\n".join(re.findall(r"```\{code-cell\} ipython3\n(.*?)```", PAGE, flags=re.DOTALL)[:2])
    names: dict[str, object] = {}
    exec(compile(code, "outputs.md", "exec"), names)  # noqa: S102 - our own page
    schema = names["schema"]
    assert schema.field("p_adjusted").metadata[b"unit"] == b"probability"
    assert isinstance(names["data"], scn.Indicators)
