"""Status must be readable with the colour taken away, and colours must be seen."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.colors import to_rgb

from scnvariation.analysis.levels import status_names
from scnvariation.errors import OptionError
from scnvariation.plots.palette import look_of, palette_named, side_word

OUTERMOST = ("below_99_8", "above_99_8")
STATUSES = [*status_names((0.95, 0.998)), "not_computed"]


@pytest.mark.parametrize("name", ["government", "fingertips"])
def test_status_is_told_by_shape_and_fill_alone(name):
    """Decision record 9: colour is never the only signal."""
    looks = {status: look_of(status, OUTERMOST, "low_is_good", palette_named(name)) for status in STATUSES}
    without_colour = {(look.marker, look.fill == "white") for look in looks.values()}
    assert len(without_colour) == len(STATUSES)


def luminance(colour: str) -> float:
    """Give the relative luminance as the Web Content Accessibility Guidelines define it."""
    channels = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return sum(share * channel for share, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


@pytest.mark.parametrize("field", ["better", "worse", "higher", "lower", "accent", "ink", "muted"])
def test_default_colours_stand_out_from_white(field):
    """At least 3 to 1 for marks, as the accessibility guidelines ask."""
    colour = getattr(palette_named("government"), field)
    assert 1.05 / (luminance(colour) + 0.05) >= 3.0


def test_default_colours_differ_in_lightness():
    """Better and worse, and higher and lower, are told apart in print without colour."""
    colours = palette_named("government")
    for one, other in ((colours.better, colours.worse), (colours.higher, colours.lower)):
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 2.5
    reds = [to_rgb(c) for c in colours[:4]]
    assert all(a != b for a, b in itertools.combinations(reds, 2))


@pytest.mark.parametrize(
    ("side", "polarity", "word"),
    [
        ("above", "high_is_good", "better"),
        ("below", "high_is_good", "worse"),
        ("above", "low_is_good", "worse"),
        ("below", "low_is_good", "better"),
        ("above", "neutral", "higher"),
        ("below", "neutral", "lower"),
    ],
)
def test_words_follow_the_polarity(side, polarity, word):
    """Without a known polarity nothing is better or worse."""
    assert side_word(side, polarity) == word


def test_an_unknown_palette_stops():
    """The complete list and the nearest match."""
    with pytest.raises(OptionError) as caught:
        palette_named("fingertip")
    assert str(caught.value) == (
        "palette='fingertip' is not known; choose one of 'government', 'fingertips'. Did you mean 'fingertips'?"
    )
