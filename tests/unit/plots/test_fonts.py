"""Text must be measured as it is drawn, cleaned of what harms, and left alone otherwise."""

from __future__ import annotations

import logging

import pytest
from matplotlib.figure import Figure

from scnvariation.plots.fonts import FAMILY, clean, cut, drawing, text_width, wrap


@pytest.mark.parametrize("text", ["99.8% limit", "Bath and North East Somerset", "AVAVA To Wy 1,234"])
@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_matplotlib_draws(text, bold):
    """The whole layout rests on widths known before drawing; kerning may take away a little."""
    with drawing():
        drawn = Figure(dpi=72).text(0, 0, text, fontsize=20, fontweight="bold" if bold else "normal")
        width = drawn.get_window_extent().width
    assert text_width(text, 20, bold=bold) == pytest.approx(width, rel=0.05)


def test_names_are_left_as_typed():
    """B083, B108: Welsh letters, money and would-be mathematics are only text."""
    for name in ["Ynys Môn", "Ŵ", "$x_1$", r"$\badcmd{x}$", "cost $5 per $ unit", "<script>", "=1+1", "A & B"]:
        assert clean(name) == name


def test_harmful_characters_go():
    """B085, B112: direction marks, controls, line breaks, lone surrogates."""
    assert clean("St \u202eHelens\u200b") == "St Helens"
    assert clean("a\x00b\x1bc\nd\te\u00a0f") == "abc d e f"
    assert clean("x\ud800y") == "xy"


def test_characters_the_font_lacks_become_boxes():
    """Matplotlib would warn of each, hundreds of times in a notebook."""
    assert clean("日本 Leeds") == "□□ Leeds"


def test_a_name_of_5000_characters_is_cut():
    """B086: the label is cut with an ellipsis, and fits."""
    label = cut("Long name " * 500, 8, 150)
    assert label.endswith("…")
    assert text_width(label, 8) <= 150


def test_wrapped_lines_fit_and_lose_nothing():
    """No line is wider than its room, even where one word is; every letter is still there."""
    text = "one twowords " + "w" * 200 + " end"
    lines = wrap(text, 10, 120)
    assert all(text_width(line, 10) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("catalogue_line", ["B185-absent_font"], indirect=True)
def test_only_an_installed_font_is_asked_for(caplog):
    """B185: an absent font gave over 800 log lines for two plots."""
    with caplog.at_level(logging.DEBUG, logger="matplotlib.font_manager"), drawing():
        figure = Figure()
        figure.text(0, 0, "Wessex")
        figure.draw_without_rendering()
        assert figure.texts[0].get_fontfamily() == [FAMILY]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
