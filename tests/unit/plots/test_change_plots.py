"""Pictures of change, looked at through their artists."""

from __future__ import annotations

import numpy as np
import pytest
from looking import by_gid, colliding, cut_off, drawn, texts
from made import INF, NAN, TWELVE, change_result

from scnvariation.errors import OptionError
from scnvariation.plots import draw
from scnvariation.plots.picture import picture_of

MOVES = {"kind": "trajectories"}


def title(axes) -> str:
    """Give the title as one line."""
    return axes.get_title(loc="left").replace("\n", " ")


def at(axes, gid: str) -> list[float]:
    """Give the values of the points with a name."""
    return [float(x) for artist in by_gid(axes, gid) for x, _ in artist.get_offsets()]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("narrowing", "Variation between areas is narrowing"),
        ("widening", "Variation between areas is widening"),
        ("no_evidence", "No evidence either way that variation between areas changed"),
    ],
)
def test_the_title_is_the_verdict_of_the_test(verdict, said):
    """And never more than the test says, with the gap then and now."""
    assert title(drawn(change_result(verdict=verdict))) == f"{said}: typical gap 50% then, 20% now"


def test_both_measures_in_both_periods_with_their_intervals():
    """Gap 50 % (40 to 60) and 20 % (10 to 30); SCV x 100 of 5.0 and 2.0."""
    axes = drawn(change_result())
    gap, scv = axes.child_axes
    assert at(gap, "then") + at(gap, "now") == pytest.approx([0.5, 0.2])
    assert at(scv, "then") + at(scv, "now") == pytest.approx([0.05, 0.02])
    assert texts(gap, "row-said") == ["50% (40% to 60%)", "20% (10% to 30%)"]
    assert texts(scv, "row-said") == ["5.0 (4.2 to 6.2)", "2.0 (1.7 to 2.5)"]
    assert texts(gap, "row-name") == ["2013/14 Q1", "2014/15 Q4"]
    assert texts(scv, "panel-name") == ["Systematic variation (SCV x 100)"]


def test_then_is_hollow_and_now_is_filled():
    """Rows tell them apart as well."""
    (gap, _) = drawn(change_result()).child_axes
    fills = [tuple(by_gid(gap, gid)[0].get_facecolor()[0][:3]) for gid in ("then", "now")]
    assert fills[0] == (1.0, 1.0, 1.0) != fills[1]


def test_values_that_are_no_counts_have_one_panel():
    """A relative variance of scores would depend on where the scale begins."""
    assert len(drawn(change_result(measure="median_difference")).child_axes) == 1


def test_no_upper_bound_is_an_arrow_and_a_word():
    """In the panel where it belongs."""
    result = change_result()
    result.spread.loc[0, "typical_gap_upper"] = INF
    axes = drawn(result)
    assert texts(axes.child_axes[0], "row-said")[0] == "50% (40% to no upper bound)"
    assert len(by_gid(axes.child_axes[0], "interval-beyond")) == 1
    assert cut_off(axes.figure) == []


def test_what_was_not_computed_is_said():
    """Too few areas: no verdict in the title."""
    result = change_result(verdict="no_evidence")
    numbers = [name for name in result.spread if name.startswith(("typical_gap", "between")) and "measure" not in name]
    result.spread[numbers] = NAN
    axes = drawn(result)
    assert title(axes) == "Too few areas or events to say whether variation changed"
    assert texts(axes.child_axes[0], "row-said") == ["too few to judge"] * 2


def test_what_the_table_withholds_is_not_drawn():
    """Seven areas are below the eight of a headline: no point, no verdict, as in table and text."""
    result = change_result(verdict="narrowing")
    result.spread["n_areas"] = 7
    axes = drawn(result)
    assert title(axes) == "Too few areas or events to say whether variation changed"
    assert result.title().endswith("too few to judge")
    assert len(axes.child_axes) == 1
    assert [at(axes.child_axes[0], name) for name in ("then", "now")] == [[], []]


def test_network_areas_then_and_now():
    """Points are the ratios of the result; the interval of the change starts from where each began."""
    result = change_result()
    axes = drawn(result, **MOVES)
    rows = result.trajectories
    assert at(axes, "then") == pytest.approx(rows["ratio_baseline"].tolist())
    assert at(axes, "now-no_evidence") == pytest.approx(rows["ratio_current"].tolist())
    (lines,) = by_gid(axes, "interval")
    first = lines.get_segments()[0][:, 0]
    assert first == pytest.approx(0.9 * np.exp([-0.05, -0.01]))
    assert texts(axes, "row-name")[0] == TWELVE[0]
    assert texts(axes, "row-said")[0] == "-3.0% (-4.9% to -1.0%)"


def test_those_who_moved_are_named_and_have_a_shape():
    """A triangle in the direction of the move; the colour says better or worse."""
    result = change_result()
    result.trajectories.loc[result.trajectories["network_area"] == "Wessex", "verdict"] = "moved up"
    axes = drawn(result, **MOVES)
    assert title(axes) == "Against the rest of England, Wessex moved up"
    assert len(at(axes, "now-moved up")) == 1
    assert "2014/15 Q4, moved up, for the better: 1" in [text.get_text() for text in axes.texts]


def test_nobody_moved_is_the_message():
    """Twelve network areas, no evidence."""
    assert title(drawn(change_result(), **MOVES)) == (
        "None of 12 network areas clearly moved against the rest of England"
    )


def test_one_network_area_is_named():
    """A count of one is no count."""
    assert title(drawn(change_result(["Wessex"]), **MOVES)) == (
        "Wessex did not clearly move against the rest of England"
    )


def test_an_increase_without_bound_is_said_in_words():
    """Never "inf"."""
    result = change_result(["Wessex"])
    result.trajectories["change_upper"] = INF
    assert texts(drawn(result, **MOVES), "row-said") == ["-3.0% (-4.9% to no upper bound)"]


def test_forty_two_places_have_room_of_their_own():
    """Networks are data: the picture grows, and no name runs into another."""
    axes = drawn(change_result([f"Integrated care board {k}" for k in range(42)]), **MOVES)
    assert axes.figure.get_figheight() > 5.4
    assert colliding(axes.figure) == []


def test_a_network_area_that_is_not_judged_keeps_its_row():
    """In words, with no point."""
    result = change_result()
    result.trajectories.loc[0, ["ratio_current", "change", "change_lower", "change_upper"]] = NAN
    axes = drawn(result, **MOVES)
    assert texts(axes, "row-said")[0] == "not computed"
    assert len(at(axes, "now-no_evidence")) == 11


def test_without_network_areas_there_are_no_trajectories():
    """The message says what to do."""
    with pytest.raises(OptionError, match="kind='trajectories' draws network areas"):
        draw(change_result(()), **MOVES)


def test_the_alternative_text_follows_the_kind():
    """Gap and SCV, or the network areas."""
    assert "50% (40% to 60%) in 2013/14 Q1" in picture_of(change_result(), {}).alt_text()
    told = picture_of(change_result(), MOVES).alt_text()
    assert f"{TWELVE[0]} from 0.90 to 0.87, -3.0% (-4.9% to -1.0%)" in told
