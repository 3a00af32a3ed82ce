"""Fail if any test of the given junit reports was skipped, or if one of them ran no test.

Usage: python tools/no_skips.py build/test.xml build/acceptance.xml
"""

# ruff: noqa: INP001, T201 - a script that prints

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def skipped(report: Path) -> tuple[int, list[str]]:
    """Count the tests of a report and list the skipped ones with their reason."""
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - our own report, written a moment ago
    names = [
        f"{case.get('classname')}::{case.get('name')}: {mark.get('message')}"
        for case in cases
        for mark in case.iter("skipped")
    ]
    return len(cases), names


def main(reports: list[str]) -> int:
    """Print what was skipped and say whether all is well."""
    failed = False
    for report in reports:
        count, names = skipped(Path(report))
        print(f"{report}: {count} tests, {len(names)} skipped")
        for name in names:
            print(f"  {name}")
        failed |= bool(names) or count == 0
    if failed:
        print("A test that should have run was skipped, or none ran.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
