"""How the program is called here, for lines that a user may copy."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

__all__ = ["program", "shell_word"]

NAME = "scnvariation"


def program() -> str:
    """Give what to type: the name of the program, or this Python with `-m` where no shell would find it."""
    if shutil.which(NAME):
        return NAME
    python, here = Path(sys.executable), Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    return f"{shell_word(str(shown))} -m {NAME}"


def shell_word(path: str) -> str:
    """Quote a path that has blanks in it.

    >>> shell_word("our figures.csv"), shell_word("figures.csv")
    ('"our figures.csv"', 'figures.csv')
    """
    return f'"{path}"' if " " in path else path
