"""Single cells: properties that hold for any text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scnvariation.contract.cells import read_cell
from scnvariation.contract.numbers import KINDS


@given(st.text(max_size=30))
def test_any_text_has_a_known_kind_and_never_raises(text):
    cell = read_cell(text)
    assert cell.kind in KINDS
    assert not math.isinf(cell.value)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_read_back_with_and_without_thousands(number):
    assert read_cell(str(number)).value == number
    assert read_cell(f"{number:,}").value == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5-5", "not_plain_number"),  # no range: both ends are one number
        ("12,34,567", "misplaced_comma"),
        ("1,234.5", "thousands"),
        ("12.5%", "percent"),
        ("+5", "not_plain_number"),
        (".5", "number"),
        ("\u200b12\u00a0", "number"),  # nothing that is not seen counts
    ],
)
def test_what_is_and_is_not_a_number(text, kind):
    assert read_cell(text).kind == kind
