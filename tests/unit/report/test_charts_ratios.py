"""Rows of ratios and lines over time: where they stand, what they say, and what they leave out."""

import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from charts_made import CSS, DRAW, SHARE, drawn, titles

from scnvariation.report.charts import change_chart, levels_chart, trend_chart

INFOS = {
    "good": replace(SHARE, indicator_id="good", name="Survival"),
    "bad": replace(SHARE, indicator_id="bad", name="Deaths", polarity="low_is_good"),
    "neutral": replace(SHARE, indicator_id="neutral", name="Use <b>", polarity="neutral"),
}


def levels(*rows):
    """Make rows of `(indicator, ratio, lower, upper)`."""
    frame = pd.DataFrame(rows, columns=["indicator_id", "rate_ratio", "rate_ratio_lower", "rate_ratio_upper"])
    return frame.assign(period="2014/15 Q4", network_area="Wessex", adjustment="crude", reason="")


def changes(*rows):
    """Make rows of `(indicator, ratio then, ratio now, verdict)`."""
    frame = pd.DataFrame(rows, columns=["indicator_id", "ratio_baseline", "ratio_current", "verdict"])
    return frame.assign(baseline="2013/14", period="2014/15", network_area="Wessex", reason="")


def series(place, *values, periods=("2011/12", "2012/13", "2013/14", "2014/15"), **same):
    """Make the figures of one place, each 1,000 people and an interval of .02 to both sides."""
    years = [int(period[:4]) + 1 for period in periods]
    frame = pd.DataFrame({"period": periods, "value": values, "period_end": [f"{year}-03-31" for year in years]})
    frame["period_end"] = pd.to_datetime(frame["period_end"])
    return frame.assign(
        indicator_id="ccg_ois:3.5",
        network_area=place,
        denominator=1000.0,
        lower=frame["value"] - 0.02,
        upper=frame["value"] + 0.02,
        reason=np.where(frame["value"].isna(), "withheld_primary", ""),
        **same,
    )


def middles(chart):
    """Give x of the mark of each row, without those of the key."""
    rows = [sign for sign in chart.signs if float(sign.y or re.match(r"M\S+ (\S+?)l", sign.d)[1]) < chart.box.bottom]
    return [float(sign.x or re.match(r"M(\S+) ", sign.d)[1]) for sign in rows]


def test_the_axis_of_ratios_is_logarithmic_about_1():
    """0.5 lies as far to the left of 1 as 2 to the right; 1.414 (root 2) half as far."""
    chart = levels_chart(levels(("good", 0.5, 0.4, 0.6), ("bad", 2, 1.8, 2.2), ("neutral", math.sqrt(2), 0.9, 1.9)),
                         INFOS, ["good", "bad", "neutral"])  # fmt: skip
    low, high, between = middles(chart)
    one = (chart.box.left + chart.box.right) / 2
    assert one - low == pytest.approx(high - one, abs=0.11)
    assert between - one == pytest.approx((high - one) / 2, abs=0.11)
    (tick,) = [line for line in chart.words if line.text == "1"]
    assert float(tick.x) == pytest.approx(one, abs=0.051)


def test_levels_say_better_or_worse_by_polarity():
    chart = levels_chart(levels(("good", 0.9, 0.8, 0.95), ("bad", 0.9, 0.8, 0.95), ("neutral", 1.2, 1.1, 1.3)),
                         INFOS, ["bad", "good", "neutral"])  # fmt: skip
    assert titles(chart) == [
        "Deaths, 2014/15\xa0Q4: 0.90 times the rest of England (95% interval 0.80 to 0.95), better",
        "Survival, 2014/15\xa0Q4: 0.90 times the rest of England (95% interval 0.80 to 0.95), worse",
        "Use <b>, 2014/15\xa0Q4: 1.20 times the rest of England (95% interval 1.10 to 1.30), higher",
    ]
    assert chart.title == "Wessex differs from the rest of England on 3 of 3 indicators: 1 better, 1 worse, 1 higher"
    assert all(sentence in chart.alt for sentence in titles(chart))


def test_an_interval_that_touches_1_is_similar():
    """Strict, as every limit of ours."""
    chart = levels_chart(levels(("good", 1.1, 1.0, 1.2)), INFOS, ["good"])
    assert chart.title == "Wessex differs from the rest of England on none of 1 indicator"
    assert chart.signs[0].look == "s"


def test_an_endless_interval_ends_in_an_arrow_inside_the_chart():
    chart = levels_chart(levels(("good", 1.1, 0.0, math.inf)), INFOS, ["good"])
    (bar,) = [line.d for line in chart.back if line.look == "bar"]
    left, _, right, _ = chart.box
    numbers = [float(n) for n in re.findall(r"[MH](\d[\d.]*)", bar)]
    assert (min(numbers), max(numbers)) == (left, pytest.approx(right, abs=0.051))
    assert bar.count("l") >= 2
    assert "nan" not in str(DRAW(chart))
    assert "no upper bound" in titles(chart)[0]
    assert "An arrow: the interval goes further than the chart." in chart.caption


def test_one_wide_interval_does_not_press_the_others_together():
    """The scale ends 12 % beyond the ninth tenth of the ends, here those at 1.25 and 0.8, not at 50 and 0.02."""
    rows = [(f"i{n}", 1.0, 0.8, 1.25) for n in range(19)] + [("i19", 1.0, 0.02, 50.0)]
    infos = {name: replace(SHARE, indicator_id=name) for name, *_ in rows}
    chart = levels_chart(levels(*rows), infos, [*infos])
    (bars,) = [line.d for line in chart.back if line.look == "bar"]
    start, end = (float(number) for number in re.match(r"M(\S+) \S+H([\d.]+)M", bars).groups())
    assert (end - start) / (chart.box.right - chart.box.left) == pytest.approx(1 / 1.12, abs=0.01)
    assert "An arrow" in chart.caption
    assert "An arrow" not in levels_chart(levels(*rows[:19]), infos, [*infos][:19]).caption


def test_withheld_rows_of_ratios_leave_no_trace():
    """D10."""
    rows = levels(("good", 0.9, 0.8, 0.95), ("bad", np.nan, np.nan, np.nan))
    rows.loc[1, "reason"] = "withheld_secondary"
    chart = levels_chart(rows, INFOS, ["good", "bad"])
    assert "Deaths" not in str(DRAW(chart))
    assert "1 indicator not shown: 1 withheld" in chart.caption
    assert replace(chart, caption="") == replace(levels_chart(rows[:1], INFOS, ["good", "bad"]), caption="")


def test_change_shows_then_and_now_with_the_verdict():
    rows = changes(
        ("good", 1.0, 0.8, "moved down"), ("bad", 1.0, 0.8, "moved down"), ("neutral", 1.1, 1.2, "no_evidence")
    )
    chart = change_chart(rows, INFOS, ["good", "bad", "neutral"])
    assert [title.partition(": ")[2] for title in titles(chart)] == [
        "1.00 to 0.80 times the rest of England, moved down, for the worse",
        "1.00 to 0.80 times the rest of England, moved down, for the better",
        "1.10 to 1.20 times the rest of England, no evidence either way",
    ]
    assert [sign.look for sign in chart.signs[:6]] == ["then", "w", "then", "b", "then", "s"]
    assert middles(chart)[0] == pytest.approx((chart.box.left + chart.box.right) / 2, abs=0.051)
    assert (
        chart.title
        == "Wessex moved against the rest of England on 2 of 3 indicators: 1 for the better, 1 for the worse"
    )


def test_rows_follow_the_order_asked_for_and_not_that_of_the_frame():
    rows = levels(("good", 0.9, 0.8, 0.95), ("bad", 1.1, 0.9, 1.3), ("neutral", 1.2, 1.1, 1.3))
    first = str(DRAW(levels_chart(rows, INFOS, ["neutral", "good"])))
    assert str(DRAW(levels_chart(rows[::-1], INFOS, ["neutral", "good"]))) == first
    assert first.index("Use &lt;b&gt;") < first.index("Survival")
    assert "Deaths" not in first


def test_no_row_at_all():
    for chart in (levels_chart(levels(), INFOS, ["good"]), change_chart(changes(), INFOS, ["good"])):
        assert (chart.n_points, chart.title) == (0, "No indicator can be compared with the rest of England")
        drawn(chart)


def test_a_trend_stands_where_arithmetic_puts_it():
    """Seen .10 to .20 with the intervals, and 6 % of that free: .094 to .206 on 200 units, years evenly apart."""
    frame = pd.concat([series("Wessex", 0.12, 0.14, 0.16, 0.18), series("England", 0.15, 0.15, 0.15, 0.15)])
    chart = trend_chart(frame, SHARE, "Wessex")
    own = [mark for mark in chart.marks if mark.title.startswith("Wessex")]
    bottom = chart.box.bottom
    heights = [bottom - 200 * (value - 0.094) / 0.112 for value in (0.12, 0.14, 0.16, 0.18)]
    assert [float(mark.y) for mark in own] == pytest.approx(heights, abs=0.051)
    steps = np.diff([float(mark.x) for mark in own])
    assert steps == pytest.approx(np.repeat((chart.box.right - chart.box.left) / 3.8, 3), rel=0.01)
    assert (len(own), chart.n_points) == (4, 8)
    assert own[0].title == "Wessex, 2011/12: 12.0% of 1,000 (95% interval 10.0% to 14.0%)"
    assert chart.title == "Wessex: 12.0% in 2011/12, 18.0% in 2014/15; England: 15.0% in 2011/12, 15.0% in 2014/15"


@pytest.mark.parametrize("absent", ["withheld", "no row"])
def test_the_line_stays_open_where_a_period_is_missing(absent):
    frame = series("Wessex", 0.12, 0.14, np.nan if absent == "withheld" else 0.5, 0.18)
    frame = frame if absent == "withheld" else frame.drop(index=2)
    chart = trend_chart(frame, SHARE, "Wessex")
    (line,) = [line.d for line in chart.lines if line.look == "own"]
    assert line.count("M") == 2
    assert not [mark for mark in chart.marks if "2013/14" in mark.title]
    assert ("1 figure not shown: 1 withheld" in chart.caption) == (absent == "withheld")


def test_england_alone_and_other_indicators_are_told_apart():
    frame = pd.concat([series("Wessex", 0.1, 0.1, 0.1, 0.1), series("England", 0.2, 0.2, 0.2, 0.2)])
    other = frame.assign(indicator_id="other", value=0.9)
    chart = trend_chart(pd.concat([frame, other]).sample(frac=1.0, random_state=1), SHARE, "")
    assert chart == trend_chart(series("England", 0.2, 0.2, 0.2, 0.2), SHARE, "")
    assert chart.title == "England: 20.0% in 2011/12, 20.0% in 2014/15"


def test_no_figure_at_all():
    chart = trend_chart(series("Wessex", *[np.nan] * 4), SHARE, "Wessex")
    assert (chart.n_points, chart.title) == (0, "Wessex: no figure to show; England: no figure to show")
    assert trend_chart(series("Wessex", 1.0, 1.0, 1.0, 1.0)[:0], SHARE, "Wessex").n_points == 0


def test_every_look_is_in_the_style_sheet():
    charts = [
        levels_chart(levels(("good", 0.9, 0.8, 0.95), ("bad", 1.1, 0.9, 1.3)), INFOS, ["good", "bad"]),
        change_chart(changes(("good", 1.0, 0.8, "moved down")), INFOS, ["good"]),
        trend_chart(pd.concat([series(p, 0.1, 0.2, 0.1, 0.2) for p in ("Wessex", "England")]), SHARE, "Wessex"),
    ]
    looks = {
        look
        for chart in charts
        for part in (chart.back, chart.lines, chart.signs, chart.marks, chart.words)
        for item in part
        for look in item.look.split()
    }
    assert {look for look in looks if not re.search(rf"\.{look}\b", CSS)} == set()
