"""Funnels of a page: drawn by hand-checked arithmetic, safe with any name, and silent about what is withheld."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from charts_made import CSS, DRAW, SHARE, areas_of, drawn, england, flat_limits, funnel_row, outside, points, titles

from scnvariation.analysis.funnel_words import SYSTEMIC
from scnvariation.plots.palette import palette_named
from scnvariation.report.charts import funnel_chart

THREE = (("Ash", 100.0, 0.1), ("Birch", 200.0, 0.2), ("Cedar", 400.0, 0.3))
OURS = {"figure", "figcaption", "strong", "span", "a", "p"} | {
    *("svg", "desc", "clipPath", "rect", "g", "path", "circle", "title", "text", "tspan"),
}
HOSTILE = {
    "B106-script": "<script>alert(1)</script>",
    "B106-title": '</title></svg><img src=x onerror="alert(1)">',
    "B107-cdata": "]]><a href='javascript:alert(1)'>",
    "B108-mathtext": "$\\badcmd{x}$ cost $5",
    "B112-line_break": "two\nlines\x00\x07\ufffe",
    "B106-entity": "&lt;&#0; \"'",
    "template": "{{ 7*7 }}{% raw %}",
}


def chart_of(areas, *, network_area="", limits=None, info=SHARE, **facts):
    return funnel_chart(
        areas, funnel_row(**facts), flat_limits() if limits is None else limits, info, network_area=network_area
    )


def test_points_stand_where_arithmetic_puts_them():
    """Values .1 to .3 with 6 % of .2 free at both ends: .088 to .312 on 270 units; sizes from 0 to 1.03 x 400 = 412."""
    chart = chart_of(areas_of(*THREE))
    left, top, right, bottom = chart.box
    assert bottom - top == 270
    by_name = {mark.title.partition(":")[0]: mark for mark in chart.marks}
    middle = by_name["Birch"]
    assert float(middle.y) == pytest.approx(top + 135, abs=0.051)
    assert float(by_name["Ash"].y) == pytest.approx(bottom - 270 * 0.012 / 0.224, abs=0.051)
    assert float(by_name["Cedar"].y) == pytest.approx(bottom - 270 * 0.212 / 0.224, abs=0.051)
    for name, size in (("Ash", 100), ("Birch", 200), ("Cedar", 400)):
        assert float(by_name[name].x) == pytest.approx(left + (right - left) * size / 412, abs=0.051)


def test_the_lines_stand_at_their_values():
    """The benchmark .2 is the middle of .088 to .312; each limit is one straight line, so two points of it are kept."""
    chart = chart_of(areas_of(*THREE))
    paths = {}
    for line in chart.lines[1:]:
        paths.setdefault(line.look, []).append([float(n) for n in re.findall(r"[\d.]+", line.d)])
    assert [len(paths[look]) for look in ("centre", "inner", "outer")] == [1, 2, 2]
    assert {len(numbers) for lines in paths.values() for numbers in lines} == {4}
    middle = (chart.box.top + chart.box.bottom) / 2
    assert paths["centre"][0][1] == pytest.approx(middle, abs=0.051)
    assert sorted(numbers[1] for numbers in paths["outer"]) == pytest.approx(
        [middle - 270 * 0.08 / 0.224, middle + 270 * 0.08 / 0.224], abs=0.051
    )


def test_every_area_is_a_point_with_its_sentence():
    frame = outside(areas_of(*THREE), 2, 1, "better")
    chart = chart_of(frame)
    assert chart.n_points == len(points(chart)) == 3
    assert sorted(titles(chart)) == [
        "Ash: 10.0% of 100, similar",
        "Birch: 20.0% of 200, similar",
        "Cedar: 30.0% of 400, better",
    ]
    assert {element.get("role") for element in points(chart)} == {"img"}


def test_an_area_between_the_limits_says_so_and_is_hollow():
    frame = areas_of(*THREE)
    frame.loc[2, "status"] = "above_95"
    (mark,) = [mark for mark in chart_of(frame).marks if mark.title.startswith("Cedar")]
    assert (mark.look, mark.title) == (
        "b o",
        "Cedar: 30.0% of 400, similar (between the 95% and 99.8% limits)",
    )


@pytest.mark.parametrize(
    ("polarity", "judgements"),
    [
        ("high_is_good", ("worse", "better")),
        ("low_is_good", ("better", "worse")),
        ("neutral", ("lower", "higher")),
    ],
)
def test_judgements_differ_in_colour_and_in_shape(polarity, judgements):
    """Decision 9: colour is never the only signal. A low area points down, a high one up."""
    frame = outside(outside(areas_of(*THREE), 0, -1, judgements[0]), 2, 1, judgements[1])
    chart = chart_of(frame, info=replace(SHARE, polarity=polarity))
    looks = {mark.title.partition(":")[0]: mark for mark in chart.marks}
    assert [looks[name].look for name in ("Ash", "Birch", "Cedar")] == [judgements[0][0], "s", judgements[1][0]]
    tips = {name: float(re.match(r"M[\d.]+ ([\d.]+)", looks[name].d)[1]) for name in ("Ash", "Cedar")}
    ends = {name: float(re.search(r"l[\d.]+ ?(-?[\d.]+)", looks[name].d)[1]) for name in ("Ash", "Cedar")}
    assert ends["Ash"] < 0 < ends["Cedar"]  # from the tip down for a triangle that points up
    assert tips["Cedar"] < tips["Ash"]
    assert looks["Birch"].radius


def test_a_network_area_stands_before_a_nameless_cloud():
    frame = areas_of(*THREE, ("Dogwood", 300.0, 0.25))
    frame.loc[3, "network_area"] = "London"
    chart = chart_of(frame, network_area="Wessex")
    text = str(DRAW(chart))
    assert chart.n_points == 3
    assert "Dogwood" not in text
    (cloud,) = [line for line in chart.lines if line.look == "cloud"]
    assert cloud.d.count("M") == 1
    hidden = [group for group in drawn(chart).iter("g") if group.get("aria-hidden") == "true"]
    assert any(path.get("d") == cloud.d for group in hidden for path in group.iter("path"))


@pytest.mark.parametrize("value", [np.nan, 0.2345])
@pytest.mark.parametrize("network_area", ["", "Wessex", "London"])
def test_a_withheld_area_leaves_no_trace(value, network_area):
    """D10: but for its number in the caption, the chart is that of the rows without it, wherever the area lies."""
    frame = areas_of(*THREE, ("Secretville", 50.0, value))
    frame.loc[0, "network_area"] = "London"
    frame.loc[3, ["reason", "judgement", "status"]] = ["withheld_primary", "not_compared", "not_computed"]
    chart = chart_of(frame, network_area=network_area)
    assert "Secretville" not in str(DRAW(chart))
    without = chart_of(frame.drop(index=3), network_area=network_area)
    assert replace(chart, caption="") == replace(without, caption="")
    assert ("1 area not shown: 1 withheld" in chart.caption) == (network_area != "London")


def test_limits_say_nothing_of_the_size_of_an_area_that_is_not_drawn():
    """D10: lines begin and end with the areas drawn, although those given reach further."""
    near, far = (chart_of(areas_of(*THREE), limits=flat_limits(sizes=ends)) for ends in ((80, 500), (2, 90_000)))
    assert near == far


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_stay_text(name):
    frame = outside(areas_of((name, 100.0, 0.1), *THREE[1:]), 0, -1, "worse")
    chart = chart_of(frame, info=replace(SHARE, name=name, unit=name, multiplier=1), period=name)
    names = {element.tag for element in drawn(chart).iter()}
    assert names <= OURS
    assert {key for element in drawn(chart).iter() for key in element.keys() if key.startswith("on")} == set()  # noqa: SIM118
    assert all(element.get("href", "#").startswith("#") for element in drawn(chart).iter())


def test_control_and_direction_characters_are_taken_out():
    frame = outside(areas_of(("\u202eAsh\u2066\u0000 ", 100.0, 0.1), *THREE[1:]), 0, -1, "worse")
    chart = chart_of(frame)
    assert titles(chart)[-1] == "Ash: 10.0% of 100, worse"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", str(DRAW(chart)))


def test_a_long_name_is_cut_in_the_picture_and_whole_in_its_title():
    name = "A clinical commissioning group with a name of sixty letters.."
    chart = chart_of(outside(areas_of((name, 100.0, 0.1), *THREE[1:]), 0, -1, "worse"))
    assert titles(chart)[-1].startswith(f"{name}: 10.0%")
    (label,) = [line.text for line in chart.words if line.look == "n"]
    assert label.endswith("…")
    assert label[:-1] in name
    first, second = chart.marks[-1].said.split("\n")
    assert first.rstrip(":…") in name
    assert second == "10.0% of 100, worse"


def test_a_name_too_long_for_one_line_stands_above_its_figure():
    """Two lines say everything, so that nothing is said twice."""
    name = "NHS Northern, Eastern and Western Devon CCG"
    chart = chart_of(areas_of((name, 100.0, 0.1), *THREE[1:]))
    mark = next(mark for mark in chart.marks if mark.title.startswith(name))
    assert mark.said == f"{name}:\n10.0% of 100, similar"
    assert f"{name}: 10.0% of 100, similar" in titles(chart)
    assert not list(drawn(chart).iter("title"))


def test_two_areas_of_one_name_carry_their_codes():
    frame = areas_of(("Ash", 100.0, 0.1), ("Ash", 400.0, 0.3), ("Birch", 200.0, 0.2))
    chart = chart_of(outside(outside(frame, 0, -1, "worse"), 1, 1, "better"))
    assert {line.text for line in chart.words if line.look == "n"} == {"Ash (E000)", "Ash (E001)"}


def test_labels_are_limited_and_the_limit_is_stated():
    """B186: 22 of 211 areas lie outside; those without a free place are counted."""
    chart = chart_of(england())
    names = [line for line in chart.words if line.look == "n"]
    assert 0 < len(names) <= 8
    assert f"{len(names)} of 22 labelled; the table lists all" in chart.caption


def test_title_and_alternative_text_are_counted_from_the_rows():
    """B188."""
    frame = outside(outside(areas_of(*THREE), 0, -1, "worse"), 2, 1, "better")
    chart = chart_of(frame, network_area="Wessex")
    assert chart.title == "2 of 3 areas of Wessex lie outside the 99.8% limits"
    assert chart.subtitle == "Stroke unit, 2014/15"
    assert chart.alt == (
        "Funnel plot of Stroke unit, 2014/15. 2 of 3 areas of Wessex lie outside the 99.8% limits. 3 areas of Wessex "
        "as points, value against size. Above the 99.8% limits: Cedar. Below the 99.8% limits: Ash."
    )
    assert drawn(chart).find("svg/desc").text == chart.alt


def test_systemic_variation_leads():
    chart = chart_of(areas_of(*THREE), systemic=True, flag_basis="adjusted")
    assert chart.title == SYSTEMIC
    assert SYSTEMIC in chart.alt


def test_the_basis_of_the_flags_decides_on_lines_and_marks():
    limits = flat_limits()
    limits.loc[limits["basis"] == "exact", "value"] = 0.2
    frame = areas_of(*THREE)
    frame.loc[2, ["status", "side"]] = ["above_99_8", 0]
    frame.loc[2, "status_adjusted"] = "above_95"
    chart = chart_of(frame, limits=limits, flag_basis="adjusted")
    assert [mark.look for mark in chart.marks] == ["s", "s", "b o"]
    assert len({line.d for line in chart.lines if line.look == "outer"}) == 2
    assert "adjusted for the variation between areas" in chart.caption


def test_a_caption_names_no_lines_that_are_not_drawn():
    """Under a disclosure rule adjusted lines of few areas are withheld; the areas are judged by them all the same."""
    limits = flat_limits()
    chart = chart_of(areas_of(*THREE), limits=limits[limits["basis"] == "exact"], flag_basis="adjusted")
    assert "Judged by limits adjusted for the variation between areas, which are not drawn" in chart.caption
    assert not {"inner", "outer"} & {line.look for line in chart.lines}


def test_rows_of_any_order_give_the_same_bytes():
    frame, limits = england(), flat_limits()
    first = str(DRAW(chart_of(frame, limits=limits, network_area="Area 3")))
    for seed in range(3):
        shuffled = {"random_state": seed, "frac": 1.0}
        chart = chart_of(frame.sample(**shuffled), limits=limits.sample(**shuffled), network_area="Area 3")
        assert str(DRAW(chart)) == first


def test_fifty_charts_of_211_areas_fit_a_page():
    """Names as long as those of real areas, every one a point."""
    assert 50 * len(str(DRAW(chart_of(england()))).encode()) < 3_000_000
    assert len(str(DRAW(chart_of(england(), network_area="Area 3"))).encode()) < 15_000


def test_ids_begin_with_the_key_or_the_number_of_the_chart_and_are_its_own():
    one, other = (chart_of(areas_of(*THREE), info=replace(SHARE, indicator_id=i)) for i in ("a:1", "a-1"))
    pictures = [drawn(chart, number) for number, chart in enumerate((one, other), start=1)]
    ids = [element.get("id") for picture in pictures for element in picture.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert re.fullmatch(r"[a-z0-9-]+", one.key)
    assert all(name.startswith((one.key, other.key, "p1-", "p2-")) for name in ids)


def test_a_point_is_named_once_where_its_line_has_room_for_everything():
    """The line shown on hover and focus is the name of the point; a name that is cut there is whole in a title."""
    chart = chart_of(areas_of(("Ash", 100.0, 0.1), ("Long name " * 9, 200.0, 0.2)))
    text = str(DRAW(chart))
    assert titles(chart) == ["Ash: 10.0% of 100, similar", f"{'Long name ' * 9}".strip() + ": 20.0% of 200, similar"]
    assert (text.count("Ash: 10.0% of 100, similar"), text.count("<title>")) == (1, 1)


def test_what_the_picture_refers_to_is_there():
    tree = drawn(chart_of(areas_of(*THREE)))
    ids = {element.get("id") for element in tree.iter()}
    svg = tree.find("svg")
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} <= ids
    assert tree.find("a").get("href").removeprefix("#") in ids
    assert svg.get("role") == "group"


def test_no_area_at_all():
    chart = chart_of(areas_of(*THREE, reason="missing"), network_area="Wessex")
    assert (chart.n_points, chart.title) == (0, "No area of Wessex has a figure to show")
    assert drawn(chart).find("a") is None
    assert "3 areas not shown: 3 not available" in chart.caption


def test_a_row_of_a_frame_is_taken_as_it_is():
    chart = funnel_chart(areas_of(*THREE), pd.Series(funnel_row()), flat_limits(), SHARE)
    assert chart == chart_of(areas_of(*THREE))


def test_the_style_sheet_has_the_colours_of_the_palette_and_every_look():
    palette = palette_named("government")
    for look in ("better", "worse", "higher", "lower"):
        assert f".chart .{look[0]} {{ fill: {getattr(palette, look).lower()};" in CSS
    chart = chart_of(england(), network_area="Area 3")
    looks = {look for part in (chart.back, chart.lines, chart.signs, chart.marks, chart.words) for item in part
             for look in item.look.split()}  # fmt: skip
    assert {look for look in looks if not re.search(rf"\.{look}\b", CSS)} == set()
    assert not re.search(r"url\(|@import|http", CSS)
