"""The bars of shares, looked at through their artists."""

from __future__ import annotations

import pytest
from looking import drawn, texts
from made import NAN, shares_result


def bars(axes, gid: str) -> list:
    """Find the bars with a name."""
    return [patch for patch in axes.patches if patch.get_gid() == gid]


def segments(axes, gid: str) -> list:
    """Give the ends of the lines with a name."""
    return [
        (float(low[0]), float(high[0]))
        for artist in axes.collections
        if artist.get_gid() == gid
        for low, high in artist.get_segments()
    ]


def test_bars_and_intervals_are_the_shares_of_true_variation():
    """Chance is no bar: it stands beside as reliability."""
    axes = drawn(shares_result())
    found = {
        part: bars(axes, f"share-{part}")[0].get_width() for part in ("need", "between_networks", "within_networks")
    }
    assert found == {"need": 0.14, "between_networks": 0.29, "within_networks": 0.57}
    assert segments(axes, "interval-between_networks") == [(0.19, 0.40)]
    assert bars(axes, "share-chance") == []
    assert "84% of what is seen is true rather than chance" in texts(axes, "subtitle")[0].replace("\n", " ")


def test_rows_are_named_and_say_their_share():
    """From above to below: need, networks, areas."""
    axes = drawn(shares_result())
    assert texts(axes, "row-name") == [
        "Need: deprivation",
        "Between network areas",
        "Between areas within network areas",
    ]
    assert texts(axes, "row-said") == ["14% (7% to 23%)", "29% (19% to 40%)", "57% (47% to 68%)"]


def test_without_need_there_is_no_row_of_it():
    """Nought would claim that need does not matter."""
    assert len(texts(drawn(shares_result(covariates=())), "row-name")) == 2


def test_a_lower_limit_of_zero_is_at_most():
    """The point is withheld: an open, hatched bar up to the limit, and words."""
    axes = drawn(shares_result(between=(NAN, 0.0, 0.06)))
    assert texts(axes, "row-said")[1] == "at most 6%"
    (box,) = bars(axes, "range-between_networks")
    assert (box.get_x(), box.get_width(), bool(box.get_hatch())) == (0.0, 0.06, True)
    assert bars(axes, "share-between_networks") == []


def test_a_wide_interval_is_a_range_without_a_point():
    """Between 10 and 80 % anything is possible."""
    axes = drawn(shares_result(between=(NAN, 0.1, 0.8)))
    assert texts(axes, "row-said")[1] == "somewhere from 10% to 80%"
    (box,) = bars(axes, "range-between_networks")
    assert (box.get_x(), box.get_width()) == pytest.approx((0.1, 0.7))


def test_where_nothing_can_be_said_nothing_is_drawn():
    """Names and words stay."""
    none = (NAN, NAN, NAN)
    axes = drawn(shares_result(none, none, none))
    assert axes.get_title(loc="left") == "Where the differences between areas sit cannot be said"
    assert texts(axes, "row-said") == ["not computed"] * 3
    assert [patch for patch in axes.patches if str(patch.get_gid()).startswith(("share", "range"))] == []


def test_the_axis_is_the_whole():
    """A share is read against 100 %."""
    axes = drawn(shares_result())
    assert axes.spines["bottom"].get_bounds() == (0.0, 1.0)
