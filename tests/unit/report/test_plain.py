"""Tables for a terminal: aligned, wrapped, and without what a terminal would obey."""

import numpy as np
import pandas as pd
import pytest

from scnvariation.report.plain import text_table


def test_texts_left_numbers_right():
    frame = pd.DataFrame({"Area": ["Bath", "Ely"], "n": [7, 1200], "x": [0.5, np.nan]})
    assert text_table(frame).splitlines() == [
        "Area     n    x",
        "----  ----  ---",
        "Bath     7  0.5",
        "Ely   1200",
    ]


def test_long_headings_and_cells_take_several_lines():
    frame = pd.DataFrame({"Typical gap between two areas": ["12% (3% to 30%)"], "Note": ["word " * 12]})
    lines = text_table(frame).splitlines()
    assert [line.split("  ")[0].strip() for line in lines[:2]] == ["Typical gap", "between two"]
    assert max(len(line) for line in lines) <= 16 + 2 + 40


@pytest.mark.parametrize("catalogue_line", ["B112-line_break_in_a_name"], indirect=True)
def test_control_characters_do_not_reach_the_terminal():
    """B112: a line break or an escape sequence in a name stays on its line and does nothing."""
    shown = text_table(pd.DataFrame({"a": ["one\ntwo\x1b[2J"]}))
    assert shown.splitlines()[2:] == ["one two [2J"]


def test_a_table_without_rows_is_its_headings():
    assert text_table(pd.DataFrame({"Area": []})) == "Area\n----"


def test_a_column_that_says_nothing_is_left_out():
    """A variation table of all England has no ratio to the rest of it."""
    frame = pd.DataFrame({"Area": ["Bath"], "Ratio": [""], "Note": [np.nan]})
    assert text_table(frame).splitlines() == ["Area", "----", "Bath"]
