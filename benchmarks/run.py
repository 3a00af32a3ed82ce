"""Run the benchmarks and print ratios: `make bench`, or `python benchmarks/run.py funnel_table limits`.

Each compares us with a slow control in the same run, after checking that both give the same numbers. No time is
a goal, only a ratio: the machine may be busy.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

NAMES = ("funnel_table", "limits", "nested", "bootstrap", "gamma_poisson", "picture", "packs", "reading", "import")


def main(words: list[str]) -> int:
    sys.path.insert(0, str(Path(__file__).parent))
    for name in words or NAMES:
        if name not in NAMES:
            print(f"{name!r} is not a benchmark; choose from {', '.join(NAMES)}.")
            return 2
        print(f"{name}:", flush=True)
        for found in import_module(f"bench_{name}").measurements():
            print(f"  {found.line()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
