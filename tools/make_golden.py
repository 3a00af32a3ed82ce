"""Write the golden pack down anew, and print the line for the changelog.

Usage: python tools/make_golden.py
"""

# ruff: noqa: INP001, T201 - a script that prints

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "golden"))
import golden


def main() -> int:
    """Replace the golden files."""
    folder = golden.HERE / "pack"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    files = golden.files()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files. Write under 'Results that change' what changed and why, with {golden.digest(files)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
