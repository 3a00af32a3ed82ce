"""Draw the funnel that opens the README, and bring its alternative text and its printed lines up to date.

The same version of matplotlib gives the same bytes.

Usage: python tools/make_readme_picture.py
"""

# ruff: noqa: INP001, T201 - a script that prints

from __future__ import annotations

import contextlib
import io
import re
import tempfile
import textwrap
from pathlib import Path

import matplotlib as mpl
from PIL import Image

import scnvariation as scn

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "funnel.png"
README = ROOT / "README.md"
INDICATOR = "ccg_ois:3.5"
PERIOD = "2014/15 Q4"
WIDTH = 118


def draw(target: Path) -> str:
    """Write the picture and give its alternative text."""
    result = scn.funnel(scn.load_sample(), INDICATOR, period=PERIOD)
    with tempfile.TemporaryDirectory() as folder:
        full = result.save(Path(folder) / "funnel.png", size="web")
        # 256 colours are all it has; kept as a list they take a third of the bytes.
        with Image.open(full) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    return result.alt_text()


def printed(code: str) -> str:
    """Run code and give what it prints, long lines of prose broken."""
    mpl.use("agg")
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(code, {})  # noqa: S102 - the first block of our own README
    return "\n".join(
        "\n".join(textwrap.wrap(line, WIDTH)) if ". " in line else line for line in stream.getvalue().splitlines()
    )


def brought_up_to_date(readme: str, alt_text: str) -> str:
    """Give the README with today's alternative text and today's printed lines."""
    code = re.search(r"^```python\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    if code is None:
        raise ValueError("the README has no Python block")
    lines = printed(code[1])
    readme = re.sub(r"^!\[.*\]", lambda _: f"![{alt_text}]", readme, count=1, flags=re.MULTILINE)
    block = re.compile(r"^```text\n.*?^```", flags=re.MULTILINE | re.DOTALL)
    return block.sub(lambda _: f"```text\n{lines}\n```", readme, count=1)


if __name__ == "__main__":
    text = brought_up_to_date(README.read_text(encoding="utf-8"), draw(PICTURE))
    README.write_text(text, encoding="utf-8")
    print(f"{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB; README.md is up to date")
