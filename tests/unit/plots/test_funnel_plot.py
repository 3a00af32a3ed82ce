"""The funnel, looked at through its artists."""

from __future__ import annotations

import itertools
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from factory import INFO, funnel_result, without_lines
from looking import by_gid, colliding, cut_off, drawn, texts
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.errors import OptionError
from scnvariation.plots import draw

RATE = IndicatorInfo(
    indicator_id="r", name="Admissions", statistic="rate", polarity="neutral", multiplier=100_000, unit="per 100,000"
)
SCORE = IndicatorInfo(indicator_id="s", name="Score", statistic="estimate", polarity="high_is_good")
WESSEX = {"network_area": "Wessex"}
HOSTILE = [
    "$x_1$",
    r"$\badcmd{x}$",
    "cost $5 per $ unit",
    "<script>alert(1)</script>",
    "</title><img onerror=x>",
    "=HYPERLINK('x')",
    "Ynys Môn Ŵ",
    "St \u202eHelens\x07\nNorth",
    "N" * 5000,
]
CASES = {
    "chance alone": (funnel_result, {"outliers": 8}, {}),
    "over-dispersed, highlighted": (funnel_result, {"tau": 0.03, "outliers": 14, "seed": 3}, {"highlight": WESSEX}),
    "systemic": (funnel_result, {"tau": 0.05, "sizes": (60_000, 900_000), "systemic": True}, {"highlight": WESSEX}),
    "many outliers": (funnel_result, {"outliers": 60}, {}),
    "nine areas": (funnel_result, {"n": 9, "tau": 0.03}, {}),
    "near zero": (funnel_result, {"benchmark": 0.002, "outliers": 5}, {}),
    "per 100,000": (funnel_result, {"benchmark": 2e-3, "sizes": (5e4, 9e5), "info": RATE, "standard": 1.5e-3}, {}),
    "estimate": (funnel_result, {"benchmark": 60.0, "sizes": (0.4, 2.0), "info": SCORE, "tau": 1.0}, {}),
    "one area": (funnel_result, {"n": 1}, {}),
}


@pytest.mark.parametrize("size", ["slide", "page", "web"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_collide_or_are_cut_off(case, size):
    """Every text that a reader sees lies inside the picture and clear of every other."""
    make, given, style = CASES[case]
    axes = drawn(make(**given), size, **style)
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []


@pytest.mark.parametrize("case", CASES)
def test_every_area_with_a_value_is_a_point_in_view(case):
    """Limits may run out of the picture, points never do; nothing is dropped or drawn twice."""
    make, given, style = CASES[case]
    result = make(**given)
    axes = drawn(result, **style)
    points = np.vstack([c.get_offsets() for c in axes.collections if (c.get_gid() or "").startswith("areas-")])
    assert len(points) == len(result.areas)
    expected = result.areas[["size", "value"]].to_numpy()
    assert sorted(map(tuple, np.asarray(points))) == sorted(map(tuple, expected))
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    assert (points[:, 0] >= left).all()
    assert (points[:, 0] <= right).all()
    assert (points[:, 1] >= low).all()
    assert (points[:, 1] <= high).all()


def test_points_follow_the_status_of_the_flag_basis():
    """Shape, fill and number of the points are those of the column that leads."""
    result = funnel_result(tau=0.03, outliers=14, seed=3)
    assert result.flag_basis == "adjusted"
    axes = drawn(result)
    counts = result.areas["status_adjusted"].value_counts()
    for status, number in counts.items():
        (points,) = by_gid(axes, f"areas-{status}")
        assert len(points.get_offsets()) == number
    (worse,) = by_gid(axes, "areas-below_99_8")
    (hollow,) = by_gid(axes, "areas-below_95")
    assert tuple(worse.get_facecolor()[0]) == to_rgba("#F46A25")
    assert tuple(hollow.get_facecolor()[0]) == to_rgba("white")
    assert tuple(hollow.get_edgecolor()[0]) == to_rgba("#F46A25")


def test_the_key_counts_what_is_drawn():
    """B188: counts are never typed by hand."""
    result = funnel_result(outliers=8)
    words = " ".join(text.get_text() for text in drawn(result).texts)
    for status, said in {"within": "within", "above_99_8": "above 99.8% (better)"}.items():
        assert f"{said}: {(result.areas['status'] == status).sum()}" in words


@pytest.mark.parametrize("catalogue_line", ["B188-counts_are_computed"], indirect=True)
def test_title_and_caption_count_what_the_table_counts():
    """B188: the numbers in words are those of the frame."""
    result = funnel_result(outliers=8)
    axes = drawn(result)
    outside = result.areas["status"].isin(["above_99_8", "below_99_8"]).sum()
    title = axes.get_title(loc="left").replace("\n", " ")
    assert title == f"{outside} of 211 areas lie outside the 99.8% limits"
    (caption,) = texts(axes, "caption")
    assert f"Outside 99.8%: {outside} by the exact limits" in caption.replace("\n", " ")
    assert texts(axes, "subtitle") == ["Recovered after stroke, 2014/15 Q4"]


@pytest.mark.parametrize("catalogue_line", ["B186-many_labels"], indirect=True)
def test_names_are_limited_and_the_caption_says_so():
    """B186: '12 of 31 labelled', counted from what is drawn."""
    result = funnel_result(outliers=60)
    axes = drawn(result)
    names, worth = texts(axes, "area-name"), len(result.outliers())
    assert len(names) <= 12 < worth
    (caption,) = texts(axes, "caption")
    assert f"{len(names)} of {worth} labelled; the table lists all." in caption.replace("\n", " ")


def test_two_areas_at_one_point_are_both_named():
    """B186: neither name covers the other."""
    result = funnel_result(n=9, outliers=2)
    result.areas.loc[1, ["size", "value", "status"]] = result.areas.loc[0, ["size", "value", "status"]]
    axes = drawn(result)
    assert set(result.areas["area_name"][:2]) <= set(texts(axes, "area-name"))
    assert colliding(axes.figure) == []


def test_few_areas_are_all_named():
    """With nine areas a board asks for every name, flagged or not."""
    result = funnel_result(n=9)
    assert sorted(texts(drawn(result), "area-name")) == sorted(result.areas["area_name"])


def test_areas_of_one_name_carry_their_codes():
    """B081: 'St Helens' twice is told apart."""
    result = funnel_result(n=9, names=["St Helens", "St Helens", *"abcdefg"])
    assert {"St Helens (E38000000)", "St Helens (E38000001)"} <= set(texts(drawn(result), "area-name"))


@pytest.mark.parametrize(
    "catalogue_line", ["B106-markup_in_names", "B108-mathematical_text", "B086-endless_name"], indirect=True
)
def test_hostile_names_are_drawn_as_typed():
    """B083, B085, B086, B106, B108: literally, cleaned of controls, cut where endless; no warning escapes."""
    result = funnel_result(n=9, names=HOSTILE)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = drawn(result, highlight=HOSTILE[0])
    names = texts(axes, "area-name")
    assert set(HOSTILE[:7]) <= set(names)
    assert "St Helens North" in names
    assert any(name.startswith("NNN") and name.endswith("…") for name in names)
    assert cut_off(axes.figure) == []


def test_no_text_is_mathematical():
    """B108: titles, keys, names and tick labels alike, whatever the user's own settings are."""
    result = funnel_result(n=9, names=HOSTILE)
    with plt.rc_context({"text.parse_math": True}):
        axes = draw(result, highlight=HOSTILE[0])
        axes.figure.draw_without_rendering()
    labels = [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels(), axes.title, axes.xaxis.label]
    assert not any(label.get_parse_math() for label in labels if label.get_text())


def test_highlighted_areas_are_ringed_on_top_and_in_the_key():
    """The support team's own areas stand out; England stays as it was."""
    result = funnel_result(tau=0.03)
    axes = drawn(result, highlight=WESSEX)
    (rings,) = by_gid(axes, "highlighted")
    mine = result.areas[result.areas["network_area"] == "Wessex"]
    assert sorted(map(tuple, np.asarray(rings.get_offsets()))) == sorted(map(tuple, mine[["size", "value"]].to_numpy()))
    others = [c.get_zorder() for c in axes.collections if c is not rings]
    assert rings.get_zorder() > max(others)
    assert f"Wessex: {len(mine)} areas" in [text.get_text() for text in axes.texts]


def test_a_part_of_a_name_highlights_nobody():
    """B181: through the picture, before any figure is made."""
    names = ["Trust 10", "Trust 11", *"abcdefg"]
    with pytest.raises(OptionError, match="'Trust 1' is no area here"):
        draw(funnel_result(n=9, names=names), highlight="Trust 1")


def test_areas_not_selected_are_paler_and_unnamed():
    """After select() England is still there, in the background."""
    result = funnel_result(outliers=8, shown=np.arange(211) < 9)
    axes = drawn(result)
    (pale,) = by_gid(axes, "areas-within-not-selected")
    (full,) = by_gid(axes, "areas-within")
    assert pale.get_alpha() < full.get_alpha()
    assert set(texts(axes, "area-name")) <= set(result.areas["area_name"][:9])
    assert "paler: not selected, 202" in [text.get_text() for text in axes.texts]


def test_both_bases_are_drawn_and_the_leading_one_is_strong():
    """Exact and adjusted lines side by side; flags follow the strong ones."""
    for basis, other in itertools.permutations(["exact", "adjusted"]):
        axes = drawn(funnel_result(tau=0.03, basis=basis))
        (strong,) = by_gid(axes, f"limit-{basis}-upper-0.998")
        (weak,) = by_gid(axes, f"limit-{other}-upper-0.998")
        assert strong.get_linewidth() > weak.get_linewidth()
        assert strong.get_color() != weak.get_color()


def test_lines_are_drawn_as_the_result_has_them():
    """No drawing function computes a limit."""
    result = funnel_result(outliers=3)
    (line,) = by_gid(drawn(result), "limit-exact-lower-0.95")
    chosen = result.limits.query("level == 0.95 and side == 'lower' and basis == 'exact'")
    assert np.array_equal(line.get_xydata(), chosen[["size", "value"]].to_numpy())


def test_a_second_basis_that_repeats_the_first_is_not_drawn():
    """overdispersion='none' repeats the exact columns."""
    axes = drawn(funnel_result(tau=0.0))
    assert by_gid(axes, "limit-adjusted-upper-0.998") == []
    assert sorted(texts(axes, "line-end")) == ["95% limit", "95% limit", "99.8% limit", "99.8% limit", "England 13.0%"]


def test_systemic_variation_leads_and_outliers_are_not_shouted():
    """Nearly all lie outside the limits of chance; colours are those of the adjusted status whatever the basis."""
    result = funnel_result(tau=0.05, sizes=(60_000, 900_000), systemic=True, basis="exact")
    assert result.n_outside("status") > 150
    axes = drawn(result)
    title = axes.get_title(loc="left").replace("\n", " ")
    assert title == "Areas differ far more than chance explains; outlier limits are not the message"
    (subtitle,) = texts(axes, "subtitle")
    assert f": {result.n_outside('status')} of 211 areas lie outside the 99.8% limits of chance alone" in subtitle
    coloured = sum(
        len(c.get_offsets()) for c in axes.collections if "99_8" in (c.get_gid() or "") and "areas" in c.get_gid()
    )
    assert coloured == result.n_outside("status_adjusted")
    (faint,) = by_gid(axes, "limit-exact-upper-0.998")
    (strong,) = by_gid(axes, "limit-adjusted-upper-0.998")
    assert faint.get_linewidth() < strong.get_linewidth()
    assert "chance alone" in texts(axes, "line-end")


def test_areas_not_judged_are_shown_as_such():
    """Sparse counts stop the adjusted status, not the point."""
    result = funnel_result(tau=0.03)
    result.areas.loc[:4, "status_adjusted"] = "not_computed"
    axes = drawn(result)
    (points,) = by_gid(axes, "areas-not_computed")
    assert len(points.get_offsets()) == 5
    assert "not judged: 5" in [text.get_text() for text in axes.texts]


def test_areas_without_a_value_have_no_point():
    """A suppressed value must not be recoverable from the picture."""
    result = funnel_result()
    result.areas.loc[:9, ["value", "z"]] = np.nan
    result.areas.loc[:9, "status"] = "not_computed"
    axes = drawn(result)
    drawn_points = sum(len(c.get_offsets()) for c in axes.collections)
    assert drawn_points == 201


def test_a_standard_is_a_line_of_its_own():
    """It sets no limits and is named."""
    axes = drawn(funnel_result(standard=0.15))
    (line,) = by_gid(axes, "standard")
    assert line.get_ydata()[0] == 0.15
    assert "Standard 15.0%" in texts(axes, "line-end")


def test_a_funnel_without_lines_is_still_a_picture():
    """Nothing could be fitted; points and benchmark remain."""
    axes = drawn(without_lines(funnel_result()))
    assert texts(axes, "line-end") == ["England 13.0%"]


def test_lines_that_end_in_the_benchmark_are_not_named_again():
    """Every area has none of the events: limits and benchmark are one line, and one name."""
    result = funnel_result(n=9, outliers=0)
    result.areas["value"] = 0.0
    nothing = replace(result, benchmark=0.0, limits=result.limits.assign(value=0.0))
    axes = drawn(nothing)
    assert texts(axes, "line-end") == ["England 0.0%"]
    assert colliding(axes.figure) == []


def test_results_without_a_picture_say_so():
    """A name for what is missing, and what to use instead."""
    with pytest.raises(OptionError) as caught:
        draw("no result")
    assert str(caught.value) == (
        "str has no picture; pictures exist of FunnelResult, RatesResult, VariationResult, SharesResult, TrendResult, "
        "ChangeResult, OverviewResult. Use .table() or .text()."
    )


def test_other_levels_are_drawn_and_named():
    """Two and three standard deviations, or one level only."""
    for levels in [(0.9545, 0.9973), (0.998,), (0.9, 0.95, 0.998)]:
        axes = drawn(funnel_result(outliers=4, levels=levels))
        named = {f"{level * 100:.6g}% limit" for level in levels}
        assert named == {text for text in texts(axes, "line-end") if "limit" in text}
        assert colliding(axes.figure) == []


@pytest.mark.parametrize(
    ("info", "unit", "across"),
    [
        (INFO, "Per cent of patients", "Size of the area (denominator)"),
        (RATE, "Per 100,000", "Size of the area (denominator)"),
        (SCORE, "Value", "Precision of the area's value (1 / standard error)"),
    ],
)
def test_axes_are_named(info, unit, across):
    """What is shown, and how large an area is."""
    axes = drawn(funnel_result(n=9, info=info, benchmark=0.2))
    assert axes.get_ylabel() == unit
    assert axes.get_xlabel() == across


def test_the_multiplier_changes_labels_and_nothing_else():
    """The same points in the same places; only the words on the axis differ."""
    plain = IndicatorInfo(indicator_id="x", name="x", statistic="rate")
    thousand = IndicatorInfo(indicator_id="x", name="x", statistic="rate", multiplier=1000)
    one, other = (drawn(funnel_result(info=info)) for info in (plain, thousand))
    for left, right in zip(one.collections, other.collections, strict=True):
        assert np.array_equal(left.get_offsets(), right.get_offsets())
    assert one.get_ylim() == other.get_ylim()
    assert one.get_yticklabels()[0].get_text() != other.get_yticklabels()[0].get_text()


def test_drawing_changes_no_number():
    """P52: a published package clips its own data when it draws."""
    result = funnel_result(tau=0.03, outliers=4)
    before = [pd.util.hash_pandas_object(frame).sum() for frame in (result.areas, result.limits, result.excluded)]
    kinds = result.areas.dtypes.to_dict()
    draw(result, highlight=WESSEX)
    after = [pd.util.hash_pandas_object(frame).sum() for frame in (result.areas, result.limits, result.excluded)]
    assert before == after
    assert result.areas.dtypes.to_dict() == kinds


def test_settings_of_the_user_stay_as_they_are():
    """No global state: rcParams are the same after drawing."""
    before = plt.rcParams.copy()
    draw(funnel_result(n=9))
    assert dict(plt.rcParams) == dict(before)


def test_a_new_figure_is_known_to_the_notebook():
    """A notebook shows the figures that pyplot knows."""
    axes = draw(funnel_result(n=9))
    assert plt.get_fignums() == [axes.figure.number]


def test_a_given_axes_keeps_its_neighbours():
    """Only the Axes given is drawn on; it stays inside its own box, with title and caption."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5))
    box, untouched = left.get_position(), right.get_position()
    assert draw(funnel_result(), ax=left) is left
    inside = left.get_position()
    assert inside.x0 == pytest.approx(box.x0)
    assert inside.x1 == pytest.approx(box.x1)
    assert inside.y0 >= box.y0
    assert inside.y1 <= box.y1
    assert right.get_position().bounds == untouched.bounds
    assert right.get_children()[0] not in left.get_children()
    assert not right.collections
    figure.draw_without_rendering()
    assert cut_off(figure) == []


@pytest.mark.parametrize("layout", ["constrained", "tight"])
def test_a_layout_engine_is_left_to_its_work(layout):
    """The user's own layout arranges the words; nothing is cut off."""
    figure, axes = plt.subplots(figsize=(8, 6), layout=layout)
    draw(funnel_result(n=9), ax=axes)
    figure.draw_without_rendering()
    assert figure.get_layout_engine() is not None
    assert cut_off(figure) == []


def test_an_axes_of_a_subfigure_can_be_given():
    """Panels of panels."""
    figure = plt.figure(figsize=(12, 6))
    parts = figure.subfigures(1, 2)
    axes = parts[1].subplots()
    draw(funnel_result(n=9), ax=axes)
    figure.draw_without_rendering()
    assert cut_off(figure) == []


def test_an_axes_without_a_figure_stops():
    """It cannot be drawn on, and says so."""
    _, axes = plt.subplots()
    axes.remove()
    with pytest.raises(OptionError, match="belongs to no figure"):
        draw(funnel_result(n=9), ax=axes)


def test_title_and_caption_can_be_left_away():
    """For pages that bring their own."""
    axes = drawn(funnel_result(), title=False, caption=False)
    assert axes.get_title(loc="left") == ""
    assert texts(axes, "caption") == [""]


def test_an_unknown_option_stops_with_the_list():
    """Before a figure exists."""
    with pytest.raises(OptionError) as caught:
        draw(funnel_result(n=9), higlight="x")
    assert str(caught.value) == (
        "style='higlight' is not known; choose one of 'palette', 'title', 'caption', 'highlight', 'names'. "
        "Did you mean 'highlight'?"
    )
    assert plt.get_fignums() == []


@pytest.mark.parametrize("names", [-1, "all", 2.5])
def test_the_number_of_names_is_a_number(names):
    """A minus would silently leave out the last ones."""
    with pytest.raises(OptionError) as caught:
        draw(funnel_result(n=9), names=names)
    assert str(caught.value) == (
        f"names={names!r} is not a number of areas; give a whole number from 0, for example names=12."
    )


def test_no_names_can_be_asked_for():
    """names=0 leaves the points; the caption still says how many could have been named."""
    axes = drawn(funnel_result(outliers=8), names=0)
    assert texts(axes, "area-name") == []
    assert " labelled; the table lists all." in texts(axes, "caption")[0].replace("\n", " ")


@pytest.mark.parametrize("name", ["N" * 5000, "St \u202eHelens\x07\nNorth", "日本"])
def test_hostile_names_in_the_key(name):
    """B085, B086: the key is cleaned and cut like every other text."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = drawn(funnel_result(n=9, names=[name, *"abcdefgh"]), highlight=name)
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []


def test_the_order_of_rows_does_not_show():
    """The same picture from the same numbers in any order."""
    result = funnel_result(tau=0.03, outliers=9)
    shuffled = funnel_result(tau=0.03, outliers=9)
    mixed = shuffled.areas.sample(frac=1, random_state=0)
    object.__setattr__(shuffled, "areas", mixed)
    one, other = drawn(result, highlight=WESSEX), drawn(shuffled, highlight=WESSEX)
    assert [t.get_text() for t in one.texts] == [t.get_text() for t in other.texts]
    for left, right in zip(one.collections, other.collections, strict=True):
        assert np.array_equal(left.get_offsets(), right.get_offsets())
