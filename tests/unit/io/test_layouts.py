"""Layouts are recognised by their headings, the specific ones first."""

from __future__ import annotations

import pytest

from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import OPEN_LAYOUTS, SourceInfo
from scnvariation.errors import OptionError
from scnvariation.io.layouts import LAYOUTS, chosen_layouts, recogniser

NAMES = [layout.name for layout in LAYOUTS]


def test_names_are_unique_and_tidy_is_the_last_resort():
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[-1] == "tidy"
    assert SourceInfo(layout="tidy").known_layout is False
    assert all(SourceInfo(layout=name).known_layout for name in NAMES if name not in OPEN_LAYOUTS)


@pytest.mark.parametrize(
    ("headings", "is_known"),
    [
        (["area_code", "numerator", "denominator"], True),
        (["Area Code", "Num.", "Denom."], True),
        (["area_code", "value"], True),
        (["area_code", "numerator"], False),
        (["Quarterly figures", "", ""], False),
    ],
)
def test_tidy_needs_the_area_and_counts_or_a_value(headings, is_known):
    settings = ReadingSettings()
    assert (recogniser(chosen_layouts("auto"), settings)(headings) is not None) is is_known


def test_a_layout_can_be_asked_for_by_name():
    assert [layout.name for layout in chosen_layouts("qof_by_ccg")] == ["qof_by_ccg"]
    with pytest.raises(OptionError):
        chosen_layouts("qof")
