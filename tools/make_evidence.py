"""Run the simulation studies of tests/simulation/evidence_studies and write their tables to docs/evidence.

Usage: python tools/make_evidence.py                 all tables, some quarter of an hour on two cores
       python tools/make_evidence.py scv variance    some of them
"""

# ruff: noqa: INP001, T201 - a script

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

STUDIES = Path(__file__).parents[1] / "tests/simulation"


def measured(place: tuple[str, int]) -> dict[str, str]:
    """Compute one row, in a process of its own."""
    sys.path.insert(0, str(STUDIES))
    from evidence_studies import tables  # noqa: PLC0415 - found once the folder is on the path

    name, number = place
    study = tables.study(name)
    return tables.written(study.measure(study.CELLS[number]))


def main(words: list[str]) -> int:
    """Write the tables asked for, with their summaries."""
    sys.path.insert(0, str(STUDIES))
    from evidence_studies import tables  # noqa: PLC0415 - found once the folder is on the path

    for name in words or tables.NAMES:
        if name not in tables.NAMES:
            print(f"{name!r} is not a table; choose from {', '.join(tables.NAMES)}.")
            return 2
        start = time.perf_counter()
        places = [(name, number) for number in range(len(tables.study(name).CELLS))]
        with ProcessPoolExecutor(int(os.environ.get("WORKERS", "2"))) as pool:
            rows = list(pool.map(measured, places))
        tables.save(name, rows)
        if name in tables.SUMMARIES:
            tables.save(f"{name}_summary", tables.SUMMARIES[name](tables.load(name)))
        print(f"{name}: {len(rows)} rows in {time.perf_counter() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
