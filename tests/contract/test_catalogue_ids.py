"""The catalogue of awkward input: each line that is handled is the id of a test, and each id of a test is a line."""

from __future__ import annotations

import ast
import csv
import re
import sys
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
CATALOGUE = Path(__file__).with_name("catalogue.csv")
ID = re.compile(r"(B[0-9]{3})-[a-z0-9_]+")


@cache
def numbers_tested() -> dict[str, set[str]]:
    """Collect the numbers that are ids of parametrised tests, with the files; a comment is no id."""
    found: dict[str, set[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = ID.fullmatch(node.value)
                if match:
                    found.setdefault(match[1], set()).add(path.name)
    return found


def lines() -> list[dict[str, str]]:
    with CATALOGUE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_list_is_complete_and_in_order():
    numbers = [line["id"] for line in lines()]
    assert numbers == [f"B{number:03d}" for number in range(1, len(numbers) + 1)]
    assert {line["handled"] for line in lines()} <= {"yes", "planned"}
    assert all(line["section"] and line["gist"] for line in lines())


@pytest.mark.parametrize("line", lines(), ids=lambda line: line["id"])
def test_what_is_handled_is_tested_and_what_is_tested_is_handled(line):
    assert (line["id"] in numbers_tested()) == (line["handled"] == "yes"), line["gist"]


def test_no_test_bears_a_number_that_is_not_in_the_list(capsys):
    handled = [line["id"] for line in lines() if line["handled"] == "yes"]
    unknown = set(numbers_tested()) - {line["id"] for line in lines()}
    rest = len(lines()) - len(handled)
    with capsys.disabled():
        sys.stdout.write(f"\ncatalogue: {len(handled)} of {len(lines())} lines handled, {rest} planned\n")
    assert not unknown
