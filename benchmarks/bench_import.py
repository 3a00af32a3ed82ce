"""`import scnvariation` against `import pandas`, in processor time of fresh interpreters."""

from __future__ import annotations

import resource
import subprocess
import sys

from timing import Measured

ROUNDS = 7


def cpu_of(code: str) -> float:
    """Run code in a fresh interpreter and give the processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own words
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measurements() -> list[Measured]:
    times: dict[str, list[float]] = {"scnvariation": [], "pandas": []}
    for _ in range(ROUNDS):
        for module, found in times.items():
            found.append(cpu_of(f"import {module}"))
    ours, control = min(times["scnvariation"]), min(times["pandas"])
    return [Measured("import scnvariation, to import pandas", ours, control, 1.35, at_most=True)]
