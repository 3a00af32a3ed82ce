"""Draw the funnel that opens the README, from the sample, and print its alternative text.

The same version of matplotlib gives the same bytes.

Usage: python tools/make_readme_picture.py
"""

# ruff: noqa: INP001, T201 - a script that prints

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

import scnvariation as scn

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "funnel.png"
INDICATOR = "ccg_ois:3.5"
PERIOD = "2014/15 Q4"


def draw(target: Path) -> str:
    """Write the picture and give its alternative text."""
    result = scn.funnel(scn.load_sample(), INDICATOR, period=PERIOD)
    with tempfile.TemporaryDirectory() as folder:
        full = result.save(Path(folder) / "funnel.png", size="web")
        # 256 colours are all it has; kept as a list they take a third of the bytes.
        with Image.open(full) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    return result.alt_text()


if __name__ == "__main__":
    print(draw(PICTURE))
    print(f"{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB")
